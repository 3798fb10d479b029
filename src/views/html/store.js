// What is shown: one object, changed in one place, and who wants to know of it.

const listeners = [];

export const shown = {
  flow: null, // of the model
  row: null, // the selected packet or timer, of that flow
  asked: null, // what is explained beside the row: {term}, or {note} of the row
  language: null, // "zh" or "en", once the page has started
  theme: null, // "light", "dark" or "auto"
  kinds: new Set(["phase", "step", "warning"]), // of notes
  notedOnly: false, // no packets without notes
  teaching: false, // notes and states are covered
  uncovered: new Set(), // rows that were uncovered since
  toScale: false, // the ladder's time
  direction: "client", // whose data the graph shows
  range: null, // [from, to] of the graph, seconds; null: the whole flow
  playing: false,
  tab: "text", // the part that a narrow screen shows
};

/** Calls `run` after each change of one of these keys. */
export function when(keys, run) {
  listeners.push({ keys, run });
}

/** Sets the keys of `patch`; sets are replaced, not changed in place. */
export function change(patch) {
  const changed = Object.keys(patch).filter((key) => shown[key] !== patch[key]);
  Object.assign(shown, patch);
  for (const { keys, run } of listeners) {
    if (keys.some((key) => changed.includes(key))) {
      run();
    }
  }
}

/** Selects a packet or a timer of the flow that is shown. */
export function select(row) {
  change({ row, asked: null });
}

/** Whether this row's notes and states may be seen. */
export function isUncovered(row) {
  return !shown.teaching || shown.uncovered.has(row);
}
