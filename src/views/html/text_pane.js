// A flow's packets as tcpdump prints them, their notes above them.

import { html, part } from "./dom.js";
import { lineWords, stateWords } from "./line_words.js";
import { noteLines } from "./records.js";
import { change, isUncovered, select, shown, when } from "./store.js";
import { word } from "./words.js";

/* Rows are drawn in blocks that the browser lays out only when they come into view. */
const BLOCK_ROWS = 40;
const MARKS = { phase: "#", step: "##", warning: "#!" };

let rowNodes = []; // of the flow shown, by index
let selectedNode = null;

/* Words are no buttons: a line breaks inside of them. Beside the text, the explanation has them all as buttons. */
function askable(name, ask, ...children) {
  const click = (event) => {
    event.stopPropagation();
    change(ask(event.target));
  };
  return html("span", { class: name, click }, ...children);
}

function noteNode(row, note, fields) {
  const pieces = stateWords(fields.join(" | "));
  return askable("field", ({ dataset }) => ({ row, asked: dataset.state ? { term: dataset.state } : { note } }),
    ...pieces.map((piece) => (piece.term ? html("b", { "data-state": piece.term }, piece.text) : piece.text)));
}

function lineNode(row, line) {
  const parts = line.parts.filter(({ fields }) => fields.length > 0);
  const nodes = parts.flatMap(({ note, fields }, i) => [i > 0 ? " | " : " ", noteNode(row, note, fields)]);
  return parts.length === 0 ? null
    : html("div", { class: `note ${line.kind}` }, html("span", { class: "mark", "aria-hidden": "true" }, MARKS[line.kind]), ...nodes);
}

function coverNode(row) {
  const uncover = (event) => {
    event.stopPropagation();
    change({ row, uncovered: new Set([...shown.uncovered, row]) });
  };
  return html("div", { class: "note cover" }, html("button", { type: "button", click: uncover }, `? ${word("uncover")}`));
}

function notesOf(row) {
  const lines = noteLines(row.record, shown.language).filter((line) => shown.kinds.has(line.kind));
  if (lines.length > 0 && !isUncovered(row)) {
    return [coverNode(row)];
  }
  return lines.map((line) => lineNode(row, line)).filter(Boolean);
}

/** Makes the words of a line ask for their explanation; done when the pointer or the selection comes. */
function enliven(row) {
  const line = rowNodes[row.index]?.querySelector(".line");
  if (!line || line.dataset.alive || !row.record.flags) {
    return;
  }
  line.dataset.alive = "yes";
  line.replaceChildren(...lineWords(row.record.text, row.record.flags).map(({ text, term }) =>
    (term ? askable("word", () => ({ row, asked: { term } }), text) : text)));
}

function rowClass(row) {
  const from = row.record.from ? `from-${row.record.from}` : "";
  return `row ${from} ${row.warns ? "warns" : ""} ${row === shown.row ? "selected" : ""}`;
}

/** What the kernel said, below the packet after which it was asked. */
function factNode(row, fact) {
  return html("div", { class: fact.agrees === false ? "note fact warning" : "note fact" }, html("span", { class: "mark", "aria-hidden": "true" }, "#="), " ",
    askable("field", () => ({ row, asked: { term: fact.id } }), fact[shown.language]));
}

function rowNode(row) {
  const notes = notesOf(row);
  const facts = isUncovered(row) ? row.facts.map((fact) => factNode(row, fact)) : [];
  if (shown.notedOnly && notes.length === 0 && row !== shown.row) {
    return null;
  }
  const line = row.isPacket ? row.record.text : `${word("timer")} · ${row.time.toFixed(6)} s`;
  return html("div", {
    class: rowClass(row), role: "listitem", "data-row": row.index, "aria-current": row === shown.row ? "true" : null,
  }, ...notes, html("div", { class: row.isPacket ? "line" : "line timer" }, line), ...facts);
}

function drawFlow() {
  const rows = shown.flow?.rows ?? [];
  const blocks = [];
  rowNodes = rows.map(rowNode);
  for (let i = 0; i < rows.length; i += BLOCK_ROWS) {
    const nodes = rowNodes.slice(i, i + BLOCK_ROWS).filter(Boolean);
    blocks.push(html("div", { class: "block", role: "presentation" }, ...nodes));
  }
  if (rows.length === 0) {
    blocks.push(html("p", { class: "empty" }, word("nothing")));
  }
  part("text-scroll").replaceChildren(...blocks);
  rowNodes.forEach((node, i) => node && i === shown.row?.index && enliven(shown.row));
}

/** Draws one row again, whose notes were uncovered. */
function redrawRow(row) {
  const old = rowNodes[row.index];
  const fresh = rowNode(row);
  if (old && fresh) {
    old.replaceWith(fresh);
    rowNodes[row.index] = fresh;
  }
}

function drawSelection() {
  const scroll = part("text-scroll");
  selectedNode?.classList.remove("selected");
  selectedNode?.removeAttribute("aria-current");
  const node = shown.row && rowNodes[shown.row.index];
  selectedNode = node;
  if (node) {
    node.classList.add("selected");
    node.setAttribute("aria-current", "true");
    enliven(shown.row);
    keepInView(scroll, node);
  }
}

/** Scrolls a pane, and nothing around it, until the node is inside with some room. */
function keepInView(scroll, node) {
  const pane = scroll.getBoundingClientRect();
  const box = node.getBoundingClientRect();
  const room = Math.min(60, pane.height / 4);
  if (box.top < pane.top + room || box.bottom > pane.bottom - room) {
    scroll.scrollTop += box.top - pane.top - Math.max(room, (pane.height - box.height) / 3);
  }
}

/** The first row that is visible, and how to bring a row there. */
export const textPane = {
  scroller: () => part("text-scroll"),
  topRow() {
    const pane = part("text-scroll").getBoundingClientRect();
    const node = document.elementFromPoint(pane.left + 12, pane.top + 4)?.closest("[data-row]");
    return node ? shown.flow.rows[node.dataset.row] : null;
  },
  showAtTop(row) {
    const node = rowNodes[row.index];
    if (node) {
      const scroll = part("text-scroll");
      scroll.scrollTop += node.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
    }
  },
};

export function startTextPane() {
  const scroll = part("text-scroll");
  const rowAt = (event) => {
    const node = event.target.closest("[data-row]");
    return node ? shown.flow.rows[node.dataset.row] : null;
  };
  scroll.addEventListener("click", (event) => {
    const row = rowAt(event);
    if (row) {
      select(row);
    }
  });
  scroll.addEventListener("pointerover", (event) => {
    const row = rowAt(event);
    if (row) {
      enliven(row);
    }
  });
  when(["flow", "language", "kinds", "notedOnly", "teaching"], drawFlow);
  when(["uncovered"], () => shown.row && redrawRow(shown.row));
  when(["flow", "row", "uncovered", "kinds", "notedOnly", "language", "tab"], drawSelection);
}
