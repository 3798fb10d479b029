// The only things that are kept: the choice of language and of colours.

const PREFIX = "tcpgloss.";

/** Null where nothing was chosen, or nothing can be kept. */
export function chosen(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keepChoice(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A page without storage forgets; everything else works.
  }
}
