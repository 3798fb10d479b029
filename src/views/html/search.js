// Finding a text in packets and notes of all flows.

import { part } from "./dom.js";
import { change, shown, when } from "./store.js";
import { word } from "./words.js";

const TYPING_PAUSE = 150; // milliseconds

let rows = []; // of the whole capture, in its order
let found = [];
let at = -1;
let timer = null;

function holds(row, wanted) {
  return row.record.text?.toLowerCase().includes(wanted) ||
    [...row.record.notes, ...row.facts].some((note) => note[shown.language].toLowerCase().includes(wanted) || note.id.includes(wanted));
}

function find() {
  const wanted = part("search-text").value.trim().toLowerCase();
  found = wanted === "" ? [] : rows.filter((row) => holds(row, wanted));
  at = -1;
  say();
}

function say() {
  const empty = part("search-text").value.trim() === "";
  part("search-count").textContent = empty ? "" : found.length === 0 ? word("foundNone") : word("found", { n: at + 1, all: found.length });
}

function goTo(index) {
  if (found.length === 0) {
    return;
  }
  at = (index + found.length) % found.length;
  const row = found[at];
  change({ flow: row.flow, row, asked: null, ...(row.flow === shown.flow ? {} : { range: null, direction: row.flow.busier }) });
  say();
}

/** From the selected packet on, not from the top again. */
function firstFromHere() {
  const here = rows.indexOf(shown.row);
  return Math.max(found.findIndex((row) => rows.indexOf(row) >= here), 0);
}

export function startSearch(model) {
  rows = model.rows;
  const input = part("search-text");
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, TYPING_PAUSE);
  });
  part("search").addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      if (at < 0) {
        find();
        goTo(firstFromHere());
      } else {
        goTo(at + (event.shiftKey ? -1 : 1));
      }
    } else if (event.key === "Escape") {
      input.value = "";
      find();
      input.blur();
    }
  });
  when(["language"], find);
}
