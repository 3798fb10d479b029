// Stepping through a flow, and playing it at the capture's pace or slower.

import { html, part, svg } from "./dom.js";
import { change, select, shown, when } from "./store.js";
import { word } from "./words.js";

const LONGEST_WAIT = 3000; // milliseconds: nobody watches an empty minute
const PACES = [
  ["pace1", 1],
  ["pace10", 10],
  ["pace100", 100],
  ["paceStep", 0], // one a second
];

const PLAY_ICON = "M3 2.5v11L13 8z";
const PAUSE_ICON = "M4 3h3v10H4zM9 3h3v10H9z";

let timer = null;

/** Whether a row can be stepped to: it has something to show. */
function isShown(row) {
  return !shown.notedOnly || row.record.notes.some((note) => shown.kinds.has(note.kind));
}

function neighbour(way) {
  const rows = shown.flow?.rows ?? [];
  for (let i = (shown.row?.index ?? -1) + way; i >= 0 && i < rows.length; i += way) {
    if (isShown(rows[i])) {
      return rows[i];
    }
  }
  return null;
}

export function step(way) {
  const row = neighbour(way);
  if (row) {
    select(row);
  }
  return row !== null;
}

export function goToEnd(way) {
  const rows = shown.flow?.rows.filter(isShown) ?? [];
  if (rows.length > 0) {
    select(way < 0 ? rows[0] : rows.at(-1));
  }
}

export function goToWarning() {
  const rows = shown.flow?.rows ?? [];
  const from = shown.row?.index ?? -1;
  const next = rows.find((row) => row.index > from && row.warns) ?? rows.find((row) => row.warns);
  if (next) {
    select(next);
  }
}

function waitFor(row) {
  const factor = Number(part("pace").value);
  const pause = (row.time - shown.row.time) * 1000 * factor;
  return factor === 0 ? 1000 : Math.min(Math.max(pause, 16), LONGEST_WAIT);
}

function tick() {
  const next = neighbour(1);
  if (!next || !shown.playing) {
    change({ playing: false });
    return;
  }
  timer = setTimeout(() => {
    select(next);
    tick();
  }, waitFor(next));
}

export function togglePlay() {
  if (!shown.playing && !neighbour(1)) {
    goToEnd(-1);
  }
  change({ playing: !shown.playing });
}

function drawPlay() {
  const button = part("play");
  button.replaceChildren(svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: shown.playing ? PAUSE_ICON : PLAY_ICON })));
  button.setAttribute("aria-label", word(shown.playing ? "pause" : "play"));
  button.setAttribute("title", word(shown.playing ? "pause" : "play"));
}

function drawPaces() {
  const chosen = part("pace").value || "10";
  part("pace").replaceChildren(...PACES.map(([key, factor]) =>
    html("option", { value: factor, selected: String(factor) === chosen }, word(key))));
}

export function startPlayer() {
  part("first").addEventListener("click", () => goToEnd(-1));
  part("back").addEventListener("click", () => step(-1));
  part("play").addEventListener("click", togglePlay);
  part("forward").addEventListener("click", () => step(1));
  part("last").addEventListener("click", () => goToEnd(1));
  when(["playing"], () => {
    clearTimeout(timer);
    drawPlay();
    if (shown.playing) {
      tick();
    }
  });
  when(["language"], () => {
    drawPlay();
    drawPaces();
  });
  when(["flow"], () => change({ playing: false }));
}
