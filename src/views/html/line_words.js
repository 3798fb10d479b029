// The words of tcpdump's line that can be asked for an explanation.

/* Term of the glossary and pattern, in the order in which they are tried; after the length comes what is the application's. */
const PATTERNS = [
  ["flags", /Flags \[[^\]]*\]/],
  ["seq", /seq \d+(?::\d+)?/],
  ["ACK", /ack \d+/],
  ["win", /win \d+/],
  ["urgent pointer", /urg \d+/],
  ["mss", /mss \d+/],
  ["sackOK", /sackOK/],
  ["sack", /sack \d+ (?:\{\d+:\d+\})+/],
  ["TS val", /TS val \d+/],
  ["ecr", /ecr \d+/],
  ["wscale", /wscale \d+/],
  ["tfo", /tfo [^,\]]+/],
  ["nop", /\bnop\b/],
  ["cksum", /cksum 0x[0-9a-f]+/],
  ["length", /length \d+/],
];
const ANY = new RegExp(PATTERNS.map(([, pattern]) => `(${pattern.source})`).join("|"), "g");

/** The term that says most of what these flags mean together. */
export function flagTerm(flags) {
  const both = flags.includes("SYN") && flags.includes("ACK") ? "SYN-ACK" : null;
  return both ?? ["RST", "SYN", "FIN", "URG", "PSH", "ACK"].find((flag) => flags.includes(flag)) ?? "none";
}

/** A segment's line in pieces {text, term}; `term` is null for what lies between. */
export function lineWords(text, flags) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    if (match.index > end) {
      pieces.push({ text: text.slice(end, match.index), term: null });
    }
    const term = PATTERNS[match.slice(1).findIndex((group) => group !== undefined)][0];
    pieces.push({ text: match[0], term: term === "flags" ? flagTerm(flags) : term });
    end = match.index + match[0].length;
    if (term === "length") {
      break;
    }
  }
  pieces.push({ text: text.slice(end), term: null });
  return pieces.filter((piece) => piece.text !== "");
}

const STATE = /\b(LISTEN|SYN-SENT|SYN-RECEIVED|ESTABLISHED|FIN-WAIT-[12]|CLOSE-WAIT|CLOSING|LAST-ACK|TIME-WAIT|CLOSED)\b/;

/** A note's field in pieces: the names of states, and what lies between. */
export function stateWords(text) {
  return text.split(STATE).map((piece, i) => ({ text: piece, term: i % 2 === 1 ? piece : null })).filter((piece) => piece.text !== "");
}
