// A flow at a glance: what matters of it in a few words, and its phases; each leads to its packet.

import { html, part } from "./dom.js";
import { count, duration } from "./format.js";
import { change, shown, when } from "./store.js";
import { word } from "./words.js";

const PHASES_MAX = 60;
const LEAST_PAUSE = 0.2; // seconds

function changeRow(flow, test) {
  for (const row of flow.rows) {
    const found = (row.record.changes ?? []).find((one) => test(one, row));
    if (found) {
      return { row, endpoint: found.endpoint };
    }
  }
  return null;
}

const endWord = (prefix, endpoint) => word(`${prefix}${endpoint === "client" ? "Client" : "Server"}`);

/** When the connection opened, or why it did not. */
function openFact(flow) {
  const failed = ["refused", "unanswered", "incomplete"].find((handshake) => flow.report?.handshake === handshake);
  if (failed && flow.rows.length > 0) {
    return { row: flow.rows[0], text: `${word("flow.handshake")}: ${word(`handshake.${failed}`)}`, kind: "warning" };
  }
  const row = flow.rows.find(({ states, before }) => states.client === "ESTABLISHED" && states.server === "ESTABLISHED" &&
    !(before.client === "ESTABLISHED" && before.server === "ESTABLISHED"));
  return row?.isPacket ? { row, text: word("factOpen", { n: row.record.number }), term: "ESTABLISHED" } : null;
}

/** Who closes first: the first FIN. A reset has its warning. */
function closeFact(flow) {
  const fin = changeRow(flow, ({ to }) => to === "FIN-WAIT-1");
  return fin ? { row: fin.row, text: endWord("fact", fin.endpoint), term: "why-four" } : null;
}

function waitFact(flow) {
  const wait = changeRow(flow, ({ to }) => to === "TIME-WAIT");
  if (!wait) {
    return null;
  }
  const over = flow.rows.find((row) => row.index > wait.row.index && row.record.changes?.some(({ from, endpoint }) => from === "TIME-WAIT" && endpoint === wait.endpoint));
  const planned = flow.rows.flatMap((row) => row.record.notes).find((note) => note.id === "time-wait")?.duration_ms;
  const length = over ? over.time - wait.row.time : planned === undefined ? null : planned / 1000;
  return { row: wait.row, text: `${endWord("factWaits", wait.endpoint)}${length === null ? "" : ` ${duration(length)}`}`, term: "TIME-WAIT" };
}

function pauseFact(flow) {
  const packets = flow.rows.filter((row) => row.isPacket);
  let longest = null;
  packets.forEach((row, i) => {
    const pause = i === 0 ? 0 : row.time - packets[i - 1].time;
    if (pause >= LEAST_PAUSE && pause > (longest?.pause ?? 0)) {
      longest = { row, pause };
    }
  });
  if (!longest) {
    return null;
  }
  const { from } = longest.row.record;
  const text = `${word("factPause")} ${duration(longest.pause)}`;
  return { row: longest.row, text: from ? `${text}${word("until", { end: word(from) })}` : text };
}

/** A warning's words up to its first number or mark. */
function nameOf(note) {
  const words = note[shown.language].replace(/ ?第 ?\d+ ?次/, "");
  return words.split(/ ?[|#：:;；,，(（]| [\d=]/)[0].trim();
}

/** Warnings of one id together: "loss.timeout 6 ×", which leads to the first. */
function warningFacts(flow) {
  const groups = new Map();
  for (const row of flow.rows) {
    for (const note of row.record.notes.filter(({ kind }) => kind === "warning")) {
      const group = groups.get(note.id) ?? { row, note, times: 0 };
      group.times++;
      groups.set(note.id, group);
    }
  }
  return [...groups.values()].map(({ row, note, times }) => ({
    row, kind: "warning", text: `${nameOf(note)}${times > 1 ? ` ×${count(times)}` : ""}`,
  }));
}

/** The heading of a close is what it became, and the note that says so later is left out. */
function phaseName(flow, note) {
  const named = (note.id === "teardown" && flow.rows.flatMap((row) => row.record.notes).find(({ id }) => id === `teardown.${flow.report?.teardown}`)) || note;
  return named[shown.language].split(" | ")[0];
}

function phaseFacts(flow) {
  const teardown = flow.report?.teardown;
  const isSaid = ({ id }) => ["teardown.four-way", "teardown.merged"].includes(id) || (id === "teardown" && teardown === "simultaneous");
  return flow.rows.flatMap((row) => row.record.notes.filter((note) => note.kind === "phase" && !isSaid(note)).map((note) => ({
    row, kind: "phase", text: phaseName(flow, note),
  }))).slice(0, PHASES_MAX);
}

/** A fact selects its row, and has its term explained. */
function factNode({ row, text, kind, term }) {
  const current = row === shown.row;
  return html("button", { type: "button", class: kind ?? "fact", "aria-current": current ? "true" : null, "data-row": row.index, click: () => change({ row, asked: term ? { term } : null }) }, text);
}

function partNode(flow) {
  const here = flow.rows.filter((row) => row.isPacket).length;
  return flow.packets > here ? html("span", { class: "faint" }, word("partOfFlow", { n: count(here), all: count(flow.packets) })) : null;
}

function draw() {
  const flow = shown.flow;
  if (!flow || flow.number === 0) {
    part("outline").replaceChildren();
    return;
  }
  const facts = shown.teaching ? [] : [openFact(flow), closeFact(flow), waitFact(flow), pauseFact(flow), ...warningFacts(flow)];
  part("outline").replaceChildren(...[
    html("div", {}, ...[partNode(flow), ...facts.filter(Boolean).map(factNode)].filter(Boolean)),
    html("div", { class: "phases" }, ...(shown.teaching ? [] : phaseFacts(flow).map(factNode))),
  ]);
}

/** The button of the phase one is in: the last that begins at or before the selected packet. */
function markPlace() {
  const buttons = [...part("outline").querySelectorAll(".phases button")];
  const here = buttons.filter((button) => Number(button.dataset.row) <= (shown.row?.index ?? -1)).at(-1);
  for (const button of buttons) {
    button.toggleAttribute("aria-current", button === here);
  }
}

export function startOutline() {
  when(["flow", "language", "teaching"], draw);
  when(["flow", "row", "language", "teaching"], markPlace);
}
