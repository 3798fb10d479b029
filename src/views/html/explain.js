// What is selected, explained: a word that was asked for, the notes of the packet, and its fields.

import { html, part } from "./dom.js";
import { count, duration } from "./format.js";
import { flagTerm } from "./line_words.js";
import { change, isUncovered, shown, when } from "./store.js";
import { word } from "./words.js";

let notes = new Map(); // the explanations of notes, by their id
let terms = new Map(); // the glossary, by its names
let showsFacts = false; // of the flow, below all else

function article(kind, heading, entry, related) {
  return html("article", { class: kind },
    html("h3", {}, heading),
    html("p", {}, entry[shown.language]),
    html("p", { class: "source" }, entry.source),
    related.length > 0 ? html("p", { class: "related" }, `${word("seeAlso")} `, ...related.flatMap((term, i) => [i > 0 ? " · " : "", termButton(term, term)])) : "");
}

function termNode(name) {
  const term = terms.get(name);
  return term ? article("term", name, term, []) : null;
}

/** A note with why it is so, and the words of the glossary that belong to it. */
function noteNode(note) {
  const entry = notes.get(note.id);
  const related = [...terms.values()].filter((term) => term.notes.includes(note.id)).map((term) => term.id);
  return entry ? article(note.kind, note[shown.language].replaceAll(" | ", " · "), entry, related) : null;
}

function askedNode() {
  const { asked } = shown;
  if (!asked) {
    return null;
  }
  const node = asked.note ? noteNode(asked.note) : termNode(asked.term);
  if (node) {
    node.classList.add("asked");
    node.prepend(html("button", {
      type: "button", class: "close", "aria-label": word("close"), click: () => change({ asked: null }),
    }, "×"));
  }
  return node;
}

const stateNode = (state) => html("b", {}, state ? termButton(state, state) : word("unknownState"));

function changeNodes(row) {
  return (row.record.changes ?? []).map(({ endpoint, from, to, assumed, retracted }) => html("p", { class: `change ${endpoint}` },
    `${word(endpoint)} `, stateNode(from), " → ", stateNode(to),
    retracted ? ` (${word("retracted")})` : assumed ? ` (${word("assumed")})` : ""));
}

/** A word that explains itself, where the glossary has it. */
function termButton(text, term) {
  return terms.has(term) ? html("button", { type: "button", class: "word", click: () => change({ asked: { term } }) }, text) : text;
}

function seqMeaning(record) {
  const first = record.relative_seq ?? record.seq;
  if (record.length > 0) {
    return word("bytesFromTo", { first, last: first + record.length - 1 });
  }
  return word(record.flags.includes("SYN") || record.flags.includes("FIN") ? "takesOne" : "takesNone");
}

function windowMeaning({ window, scaled_window: all }) {
  const scale = window > 0 ? Math.log2(all / window) : 0;
  return Number.isInteger(scale) && scale > 0 ? word("windowBytes", { n: window, scale, all: count(all) }) : word("windowPlain", { all: count(all) });
}

/* The glossary's names of what the records call otherwise. */
const OPTION_TERMS = { sack_ok: "sackOK", window_scale: "wscale", timestamp: "TS val", fast_open_cookie: "tfo" };

function fieldRows(row) {
  const { record } = row;
  const before = row.flow.rows[row.index - 1];
  const relative = (number) => (number === null ? "" : ` (${word("relative", { n: number })})`);
  const options = Object.entries(record.options).map(([name, value]) => [termButton(name, OPTION_TERMS[name] ?? name), String(value), ""]);
  return [
    [word("fieldTime"), `${row.time.toFixed(6)} s`, before ? `${duration(row.time - before.time)} ${word("sinceBefore")}` : word("sinceStart")],
    [termButton(word("fieldFlags"), flagTerm(record.flags)), ...flagCells(record)],
    [termButton("seq", "seq"), `${record.seq}${relative(record.relative_seq)}`, seqMeaning(record)],
    ...(record.ack === null ? [] : [[termButton("ack", "ACK"), `${record.ack}${relative(record.relative_ack)}`, word("expects")]]),
    [termButton("win", "win"), String(record.window), windowMeaning(record)],
    [termButton("length", "length"), count(record.length), word("payload")],
    ...options,
  ];
}

function flagCells(record) {
  const flags = record.flags.flatMap((flag, i) => [i > 0 ? " " : "", termButton(flag, flag)]);
  return [html("span", {}, ...flags), ""];
}

function fieldTable(row) {
  if (!row.record.flags) {
    return null;
  }
  return html("table", { class: "fields" },
    html("thead", { class: "unseen" }, html("tr", {}, ...["field", "value", "meaning"].map((key) => html("th", { scope: "col" }, word(key))))),
    html("tbody", {}, ...fieldRows(row).map(([name, value, meaning]) =>
      html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, value), html("td", {}, meaning)))));
}

/** The facts of a report as [key, value]; those of a group, which has no word of its own, one by one. */
function factsOf(group, report) {
  const isGroup = (key, value) => value !== null && typeof value === "object" && word(`${group}.${key}`) === `${group}.${key}`;
  return Object.entries(report).flatMap(([key, value]) =>
    (isGroup(key, value) ? Object.entries(value).map(([name, one]) => [`${key}.${name}`, one]) : [[key, value]]));
}

const MILLISECONDS = /_ms$|^(?:rtt|response)\.(?:min|mean|max|deviation)$/;

/** A fact of a flow as a reader wants it; the key says what it is. */
function factText(key, value, flow) {
  if (value === null || value === undefined) {
    return "–";
  }
  if (typeof value === "object") {
    return Object.entries(value).map(([name, one]) => `${name} ${one}`).join(" · ");
  }
  if (typeof value === "boolean") {
    return word(value ? "yes" : "no");
  }
  if (key === "start" || key === "end") {
    return `${flow[key].toFixed(6)} s`;
  }
  if (MILLISECONDS.test(key)) {
    return duration(value / 1000);
  }
  if (["handshake", "teardown", "limited_by"].includes(key)) {
    return word(`${key}.${value}`);
  }
  if (key === "closed_first") {
    return word(value);
  }
  if (key.startsWith("limited.")) {
    return `${Math.round(value * 1000) / 10} %`;
  }
  return typeof value === "number" && key !== "port" && key !== "flow" ? count(value) : String(value);
}

/** All that the report of a flow says, for who asks for it. */
function factTable(flow) {
  const { report } = flow;
  if (!report) {
    return null;
  }
  const rowOf = (group, key, ...values) => html("tr", {}, html("th", { scope: "row" }, word(`${group}.${key}`)),
    ...values.map((value) => html("td", { colspan: values.length === 1 ? 2 : null }, factText(key, value, flow))));
  const { type, client, server, ...whole } = report;
  const servers = factsOf("end", server);
  const pairs = factsOf("end", client).map((fact, i) => [fact, servers[i]]);
  const details = html("details", { open: showsFacts, toggle: () => { showsFacts = details.open; } },
    html("summary", {}, word("facts", { n: flow.number })),
    html("table", { class: "fields" },
      html("tbody", {}, ...factsOf("flow", whole).map(([key, value]) => rowOf("flow", key, value))),
      html("tbody", {}, html("tr", {}, html("td"), ...["client", "server"].map((end) => html("th", { scope: "col", class: end }, word(end)))),
        ...pairs.map(([[key, one], [, other]]) => rowOf("end", key, one, other)))));
  return details;
}

function heading(row) {
  const { record } = row;
  const from = record.from ? `: ${word("fromTo", { from: word(record.from), to: word(record.from === "client" ? "server" : "client") })}` : "";
  return row.isPacket ? `${word("packetNumber", { n: record.number })}${from}` : word("timer");
}

/** The notes' explanations; of the same one only the first. */
function noteNodes(row) {
  const fresh = row.record.notes.filter((note, i, all) => all.findIndex((one) => one.id === note.id) === i);
  return fresh.length === 0 ? [html("p", { class: "faint" }, word("noNote"))] : fresh.map(noteNode);
}

function draw() {
  const row = shown.row;
  if (!row) {
    part("explanation").replaceChildren();
    return;
  }
  const rest = isUncovered(row)
    ? [...changeNodes(row), ...noteNodes(row), fieldTable(row)]
    : [html("p", { class: "faint" }, word("covered")), fieldTable(row)];
  part("explanation").replaceChildren(...[askedNode(), html("h3", { class: "which" }, heading(row)), ...rest, factTable(row.flow)].filter(Boolean));
  part("explanation").parentElement.scrollTop = 0;
}

/** Says to a screen reader what is selected. */
function announce() {
  const row = shown.row;
  if (row) {
    const states = shown.flow.number === 0 || !isUncovered(row) ? ""
      : word("diagramNow", { client: row.states.client ?? word("unknownState"), server: row.states.server ?? word("unknownState") });
    part("announcement").textContent = `${heading(row)}; ${(row.record.flags ?? []).join(" ")}; ${states}`;
  }
}

export function startExplanation(model) {
  ({ notes, terms } = model);
  when(["row", "asked", "language", "teaching", "uncovered"], draw);
  when(["row"], announce);
}
