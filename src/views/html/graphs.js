// Graphs of one direction on one time axis: states, sequence numbers, bytes in flight, round-trip times. What they show
// is worked out where pictures are.

import { html, oncePerFrame, part, svg } from "./dom.js";
import { count, roundStep } from "./format.js";
import { drawFlight, drawSequence, drawTrips, isIn, LEFT, linear, PANELS, RIGHT, showsWindow } from "./graph_panels.js";
import { stateSpans } from "./state_spans.js";
import { isUncovered, select, shown, when } from "./store.js";
import { lastNotAbove } from "./timeline.js";
import { word } from "./words.js";

const LEAST_WIDTH = 320;
const HEIGHT = 372;
const ZOOM = 2;
const LETTER = 6.5; // of a state's name in its strip

let cursor = null;
let band = null;
let scaleX = null;
let rightEdge = 0;

function wholeRange() {
  const rows = shown.flow.rows;
  const [from, to] = [rows[0]?.time ?? 0, rows.at(-1)?.time ?? 0];
  /* The end of a TIME-WAIT may come a minute after the last packet: the packets are what matters. */
  const packets = rows.filter((row) => row.isPacket);
  const last = packets.at(-1)?.time ?? to;
  const room = Math.max((last - from) * 0.02, 1e-6);
  return [from - room, last + room];
}

function timeAxis(range, x) {
  const step = roundStep((range[1] - range[0]) / Math.max((rightEdge - LEFT) / 90, 2));
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const nodes = [];
  for (let time = Math.ceil(range[0] / step) * step; time <= range[1]; time += step) {
    nodes.push(svg("line", { class: "grid", x1: x(time), x2: x(time), y1: PANELS.seq[0], y2: PANELS.rtt[1] }),
      svg("text", { class: "tick", x: x(time), y: HEIGHT - 8, "text-anchor": "middle" }, `${time.toFixed(Math.min(decimals, 6))} s`));
  }
  return nodes;
}

/** A strip for each end, coloured by its state. */
function stateStrips(range, x) {
  const nodes = [];
  ["client", "server"].forEach((endpoint, line) => {
    const y = 4 + line * 13;
    nodes.push(svg("text", { class: `tick ${endpoint}`, x: LEFT - 5, y: y + 9, "text-anchor": "end" }, word(endpoint)));
    for (const { state, row, until } of stateSpans(shown.flow, endpoint)) {
      const from = Math.max(x(row.time), LEFT);
      const to = Math.min(x(until?.time ?? range[1]), rightEdge);
      if (state !== null && to > from && isUncovered(row)) {
        nodes.push(svg("rect", { class: `band state-${state}`, x: from, y, width: to - from, height: 10 }, svg("title", {}, state)));
        if (to - from > state.length * LETTER + 6) {
          nodes.push(svg("text", { class: "strip", x: from + 4, y: y + 8.5 }, state));
        }
      }
    }
  });
  return nodes;
}

function drawGraph() {
  const flow = shown.flow;
  const place = part("graph");
  if (!flow || flow.number === 0 || flow.rows.length === 0) {
    place.replaceChildren();
    return;
  }
  const range = shown.range ?? wholeRange();
  rightEdge = Math.max(place.clientWidth, LEAST_WIDTH) - RIGHT;
  const x = linear(range, [LEFT, rightEdge]);
  scaleX = { range, x };
  cursor = svg("line", { class: "cursor", y1: 0, y2: PANELS.rtt[1] });
  band = svg("rect", { class: "inview", y: 0, height: PANELS.rtt[1] });
  const data = flow.graph?.[shown.direction];
  const view = { range, x, right: rightEdge };
  place.replaceChildren(svg("svg", {
    width: "100%", height: HEIGHT, role: "img", tabindex: 0,
    "aria-label": word("graphLabel", { n: count(data?.segments ?? 0), again: count(data?.retransmissions ?? 0) }),
    click: selectAt,
  },
  ...Object.values(PANELS).map(([top, bottom]) => svg("rect", { class: "panel", x: LEFT, y: top, width: Math.max(rightEdge - LEFT, 0), height: bottom - top })),
  ...timeAxis(range, x), ...stateStrips(range, x),
  ...(data?.bytes > 0 ? [drawSequence, drawFlight, drawTrips].flatMap((draw) => draw(data, view))
    : [svg("text", { class: "axis", x: LEFT + 20, y: 100 }, word(data ? "graphNone" : "graphMissing"))]),
  band, cursor));
  drawLegend();
  moveCursor();
}

function moveCursor() {
  if (!cursor || !shown.row) {
    return;
  }
  const at = Math.min(Math.max(scaleX.x(shown.row.time), LEFT), rightEdge);
  cursor.setAttribute("x1", at);
  cursor.setAttribute("x2", at);
}

/** A selected packet outside of the part that is shown pulls it along. */
function follow() {
  if (shown.range && shown.row && !isIn(shown.range, shown.row.time) && shown.row.isPacket) {
    zoomTo((shown.range[1] - shown.range[0]) / 2);
  } else {
    moveCursor();
  }
}

function zoomTo(half) {
  const whole = wholeRange();
  const middle = shown.row?.time ?? (whole[0] + whole[1]) / 2;
  const range = half * 2 >= whole[1] - whole[0] ? null : [middle - half, middle + half];
  shown.range = range;
  drawGraph();
}

/** Makes the part that is shown smaller (1) or larger (-1), around the selected packet. */
export function zoom(way) {
  const [from, to] = shown.range ?? wholeRange();
  zoomTo(((to - from) / 2) * ZOOM ** -way);
}

/** Which times the panes above show. */
export function showInView(from, to) {
  if (band && scaleX) {
    const [a, b] = [Math.max(scaleX.x(from), LEFT), Math.min(scaleX.x(to), rightEdge)];
    band.setAttribute("x", a);
    band.setAttribute("width", Math.max(b - a, 2));
  }
}

/** The packet nearest to where the graph was clicked. */
function selectAt(event) {
  const rows = shown.flow.rows;
  const box = event.currentTarget.getBoundingClientRect();
  const [from, to] = scaleX.range;
  const time = from + ((event.clientX - box.left - LEFT) / (rightEdge - LEFT)) * (to - from);
  const times = rows.map((row) => row.time);
  const i = lastNotAbove(times, time);
  const nearest = [rows[i], rows[i + 1]].filter(Boolean).sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time))[0];
  if (nearest) {
    select(nearest);
  }
}

/** What the colours mean, of what there is to see. */
function drawLegend() {
  const data = shown.flow?.graph?.[shown.direction];
  const has = (series) => data?.bytes > 0 && data[series].length > 0;
  const items = [[has("data"), "data", "legendData"], [has("again"), "again", "legendAgain"], [has("acks"), "acked", "legendAck"],
    [data?.bytes > 0 && showsWindow(data, shown.range ?? wholeRange()), "window", "legendWindow"], [has("sacks"), "sack", "legendSack"], [has("closed"), "closed", "legendClosed"]];
  part("graphs").dataset.sender = shown.direction;
  part("legend").replaceChildren(...items.filter(([is]) => is).map(([, style, key]) => html("span", { class: `item ${style}` }, word(key))));
}

function drawDirections() {
  part("direction").replaceChildren(...["client", "server"].map((endpoint) =>
    html("option", { value: endpoint, selected: endpoint === shown.direction }, word(endpoint))));
}

export function startGraphs() {
  part("zoom-in").addEventListener("click", () => zoom(1));
  part("zoom-out").addEventListener("click", () => zoom(-1));
  part("zoom-all").addEventListener("click", () => zoomTo(Infinity));
  new ResizeObserver(oncePerFrame(drawGraph)).observe(part("graph"));
  when(["language", "direction"], drawDirections);
  when(["flow", "language", "direction", "teaching", "uncovered"], drawGraph);
  when(["row"], follow);
}
