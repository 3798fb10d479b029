// Graphs of one direction on one time axis: states, sequence numbers, bytes in flight, round-trip times.

import { html, oncePerFrame, part, svg } from "./dom.js";
import { count, magnitude, roundStep } from "./format.js";
import { seriesOf } from "./series.js";
import { stateSpans } from "./state_spans.js";
import { isUncovered, select, shown, when } from "./store.js";
import { lastNotAbove } from "./timeline.js";
import { word } from "./words.js";

const LEFT = 64;
const RIGHT = 12;
const LEAST_WIDTH = 320;
const PANELS = { seq: [34, 190], flight: [206, 262], rtt: [278, 322] }; // top and bottom
const HEIGHT = 346;
const ZOOM = 2;
const LETTER = 6.5; // of a state's name in its strip
const INSIDE = "url(#inside)";

let series = null;
let seriesFor = ""; // the flow and direction it is of
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

function linear([from, to], [low, high]) {
  const factor = to > from ? (high - low) / (to - from) : 0;
  return (value) => low + (value - from) * factor;
}

const isIn = ([from, to], time) => time >= from && time <= to;

/** Points of a step line as a path; of points in one column of pixels the last stands for all. */
function stepPath(points, x, y, range) {
  let path = "";
  let lastX = null;
  let lastY = null;
  for (const { time, value } of points) {
    const [px, py] = [Math.min(Math.max(x(time), -50), 5000), y(value)];
    if (lastX === null) {
      path = `M${px.toFixed(1)} ${py.toFixed(1)}`;
    } else if (px - lastX >= 0.5 || Math.abs(py - lastY) >= 2) {
      path += `H${px.toFixed(1)}V${py.toFixed(1)}`;
    } else {
      continue;
    }
    [lastX, lastY] = [px, py];
    if (time > range[1]) {
      break;
    }
  }
  return lastX === null ? "" : `${path}H${Math.min(x(range[1]), 5000).toFixed(1)}`;
}

function axis(panel, range, y, format, title) {
  const [top, bottom] = PANELS[panel];
  const nodes = [svg("rect", { class: "panel", x: LEFT, y: top, width: Math.max(rightEdge - LEFT, 0), height: bottom - top })];
  const step = roundStep((range[1] - range[0]) / ((bottom - top) / 34) || 1);
  for (let value = Math.ceil(range[0] / step) * step; value <= range[1]; value += step) {
    nodes.push(svg("line", { class: "grid", x1: LEFT, x2: rightEdge, y1: y(value), y2: y(value) }),
      svg("text", { class: "tick", x: LEFT - 5, y: y(value) + 4, "text-anchor": "end" }, format(value)));
  }
  nodes.push(svg("text", { class: "axis", x: LEFT + 6, y: top + 13 }, word(title)));
  return nodes;
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

function drawSeq(range, x) {
  const inRange = series.segments.filter((one) => isIn(range, one.time));
  const ends = [...inRange.flatMap((one) => [one.from, one.to]), ...series.acks.filter((one) => isIn(range, one.time)).map((one) => one.value)];
  const [low, high] = [minimum(ends), maximum(ends)];
  const room = Math.max((high - low) * 0.06, 1);
  const span = [low - room, high + room];
  const [top, bottom] = PANELS.seq;
  const y = linear(span, [bottom, top]);
  const clampedY = (value) => Math.min(Math.max(y(value), top), bottom);
  const dash = (one) => `M${x(one.time).toFixed(1)} ${y(one.from).toFixed(1)}V${Math.min(y(one.to), y(one.from) - 1.5).toFixed(1)}`;
  const path = (name, d) => (d ? svg("path", { class: name, "clip-path": INSIDE, d }) : "");
  return [
    ...axis("seq", span, y, (value) => magnitude(Math.max(value, 0)), "axisSeq"),
    path("window", stepPath(series.windows, x, clampedY, range)),
    path("acked", stepPath(series.acks, x, clampedY, range)),
    path("data", inRange.filter((one) => !one.again).map(dash).join("")),
    path("sack", series.sacks.filter((one) => isIn(range, one.time)).map(dash).join("")),
    path("again", inRange.filter((one) => one.again).map(dash).join("")),
    ...series.marks.filter((one) => isIn(range, one.time)).slice(0, 400).map((one) =>
      svg("text", { class: one.kind === "0" || one.kind === "RST" ? "mark warning" : "mark", x: x(one.time), y: clampedY(one.value) - 4 }, one.kind === "0" ? "win 0" : one.kind)),
  ];
}

const minimum = (numbers) => numbers.reduce((a, b) => Math.min(a, b), Infinity);
const maximum = (numbers) => numbers.reduce((a, b) => Math.max(a, b), -Infinity);

function drawFlight(range, x) {
  const inRange = series.flight.filter((one) => isIn(range, one.time));
  const span = [0, Math.max(maximum(inRange.map((one) => one.value)), 1) * 1.1];
  const y = linear(span, [PANELS.flight[1], PANELS.flight[0]]);
  const limit = (value) => Math.max(y(value), PANELS.flight[0]);
  const windows = series.windows.map((one, i) => ({ time: one.time, value: one.value - series.acks[i].value }));
  return [
    ...axis("flight", span, y, magnitude, "axisFlight"),
    svg("path", { class: "window", "clip-path": INSIDE, d: stepPath(windows, x, limit, range) }),
    svg("path", { class: "flight", "clip-path": INSIDE, d: stepPath(series.flight, x, limit, range) }),
  ];
}

function drawRtt(range, x) {
  const inRange = series.samples.filter((one) => isIn(range, one.time));
  const span = [0, Math.max(maximum(inRange.map((one) => one.value * 1000)), 0.001) * 1.2];
  const y = linear(span, [PANELS.rtt[1], PANELS.rtt[0]]);
  const dots = inRange.map((one) => `M${x(one.time).toFixed(1)} ${y(one.value * 1000).toFixed(1)}h0`).join("");
  return [...axis("rtt", span, y, (value) => String(Number(value.toPrecision(3))), "axisRtt"), dots ? svg("path", { class: "sample", d: dots }) : ""];
}

function drawGraph() {
  const flow = shown.flow;
  const place = part("graph");
  if (!flow || flow.number === 0 || flow.rows.length === 0) {
    place.replaceChildren();
    return;
  }
  const wanted = `${flow.number} ${shown.direction}`;
  if (wanted !== seriesFor) {
    series = seriesOf(flow, shown.direction);
    seriesFor = wanted;
  }
  const range = shown.range ?? wholeRange();
  rightEdge = Math.max(place.clientWidth, LEAST_WIDTH) - RIGHT;
  const x = linear(range, [LEFT, rightEdge]);
  scaleX = { range, x };
  cursor = svg("line", { class: "cursor", y1: 0, y2: PANELS.rtt[1] });
  band = svg("rect", { class: "inview", y: 0, height: PANELS.rtt[1] });
  const again = series.segments.filter((one) => one.again).length;
  const anything = series.segments.length > 0;
  place.replaceChildren(svg("svg", {
    width: "100%", height: HEIGHT, role: "img", tabindex: 0,
    "aria-label": word("graphLabel", { n: count(series.segments.length), again: count(again) }),
    click: selectAt,
  },
  svg("clipPath", { id: "inside" }, svg("rect", { x: LEFT, y: 0, width: Math.max(rightEdge - LEFT, 1), height: HEIGHT })),
  ...timeAxis(range, x), ...stateStrips(range, x),
  ...(anything ? [drawSeq, drawFlight, drawRtt].flatMap((draw) => draw(range, x))
    : [svg("text", { class: "axis", x: LEFT + 20, y: 100 }, word("graphNone"))]),
  band, cursor));
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

function drawLegend() {
  const item = (name, key) => html("span", { class: `item ${name}` }, word(key));
  part("legend").replaceChildren(item("data", "legendData"), item("again", "legendAgain"), item("acked", "legendAck"),
    item("window", "legendWindow"), item("sack", "legendSack"), item("flight", "legendFlight"));
  part("direction").replaceChildren(...["client", "server"].map((endpoint) =>
    html("option", { value: endpoint, selected: endpoint === shown.direction }, word(endpoint))));
}

export function startGraphs() {
  part("zoom-in").addEventListener("click", () => zoom(1));
  part("zoom-out").addEventListener("click", () => zoom(-1));
  part("zoom-all").addEventListener("click", () => zoomTo(Infinity));
  new ResizeObserver(oncePerFrame(drawGraph)).observe(part("graph"));
  when(["language", "direction"], drawLegend);
  when(["flow", "language", "direction", "teaching", "uncovered"], drawGraph);
  when(["row"], follow);
}
