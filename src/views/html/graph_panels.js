// The panels of the graphs: what the flow's graph says of one direction, as it comes, drawn on axes.

import { svg } from "./dom.js";
import { magnitude, roundStep } from "./format.js";
import { word } from "./words.js";

export const LEFT = 64;
export const RIGHT = 12;
export const PANELS = { seq: [48, 204], flight: [226, 282], rtt: [304, 348] }; // top and bottom

const FAR = 5000; // pixels beyond which nothing is seen
const BAR = 1.5; // the least height of a segment,
const MARK = 8; // and of one sent again, which is to be seen among thousands
const SQUARE = 2; // half its width
const WORD_ROOM = 26; // between two words of one kind
const TICK_ROOM = 22;
const NEAR = 0.3; // of the height of the data: how far above them the window is shown

/** Values from `from` to `to` as pixels from `low` to `high`. */
export function linear([from, to], [low, high]) {
  const factor = to > from ? (high - low) / (to - from) : 0;
  return (value) => low + (value - from) * factor;
}

export const isIn = ([from, to], time) => time >= from && time <= to;

const within = (strokes, range) => strokes.filter((stroke) => isIn(range, stroke.time));

/** Those in the range, with the one before it, whose value the range begins with. */
function lineWithin(strokes, range) {
  const first = strokes.findIndex((stroke) => stroke.time >= range[0]);
  return first < 0 ? strokes.slice(-1) : strokes.slice(Math.max(first - 1, 0)).filter((stroke) => stroke.time <= range[1]);
}

const lowest = (strokes) => strokes.reduce((least, { low }) => Math.min(least, low), Infinity);
const highest = (strokes) => strokes.reduce((most, { high }) => Math.max(most, high), -Infinity);
const place = (pixels) => Math.min(Math.max(pixels, -FAR), FAR).toFixed(1);

function lineOf(strokes, x, y, range) {
  const steps = lineWithin(strokes, range).map(({ time, low, high, last }, i) =>
    `${i === 0 ? `M${place(x(time))} ${place(y(low))}` : `H${place(x(time))}`}${low === high ? "" : `V${place(y(low))}V${place(y(high))}`}V${place(y(last))}`);
  return steps.length === 0 ? "" : `${steps.join("")}H${place(x(range[1]))}`;
}

function barsOf(strokes, x, y, least) {
  return strokes.map(({ time, low, high }) => {
    const room = Math.max(least - (y(low) - y(high)), 0) / 2;
    return `M${place(x(time))} ${place(y(low) + room)}V${place(y(high) - room)}`;
  }).join("");
}

function squaresOf(strokes, x, y) {
  return strokes.map(({ time, low, high }) => `M${place(x(time) - SQUARE)} ${place(y(low) + SQUARE)}h${2 * SQUARE}V${place(y(high) - SQUARE)}h${-2 * SQUARE}z`).join("");
}

/** One of the panels, with the functions that draw in it. */
function panel(name, values, format, leastStep, title, { range, x, right }) {
  const [top, bottom] = PANELS[name];
  const y = linear(values, [bottom, top]);
  const path = (style, d) => (d ? svg("path", { class: style, "clip-path": `url(#inside-${name})`, d }) : "");
  const frame = [
    svg("clipPath", { id: `inside-${name}` }, svg("rect", { x: LEFT, y: top, width: Math.max(right - LEFT, 1), height: bottom - top })),
    svg("text", { class: "axis", x: LEFT, y: top - 5 }, word(title)),
  ];
  const step = Math.max(roundStep((values[1] - values[0]) / ((bottom - top) / TICK_ROOM)), leastStep);
  for (let value = Math.ceil(values[0] / step) * step; value <= values[1]; value += step) {
    frame.push(svg("line", { class: "grid", x1: LEFT, x2: right, y1: y(value), y2: y(value) }),
      svg("text", { class: "tick", x: LEFT - 5, y: y(value) + 4, "text-anchor": "end" }, format(value)));
  }
  return {
    frame,
    line: (strokes, style) => path(style, lineOf(strokes, x, y, range)),
    bars: (strokes, style, least) => path(style, barsOf(within(strokes, range), x, y, least)),
    squares: (strokes, style) => path(style, squaresOf(within(strokes, range), x, y)),
    /** A word beside each stroke, but where they would stand on one another. */
    words(strokes, text, style) {
      let last = -Infinity;
      return within(strokes, range).filter(({ time }) => {
        const fits = x(time) - last >= WORD_ROOM;
        last = fits ? x(time) : last;
        return fits;
      }).map(({ time, high }) => svg("text", { class: style, x: Math.min(x(time), right - WORD_ROOM / 2), y: Math.max(y(high), top + 12) - 4 }, text));
    },
  };
}

/** Up to where sequence numbers are shown: the end of the window as far as it is near the data. */
function sequenceRange(data, range) {
  const seen = [...[data.data, data.again, data.sacks].flatMap((strokes) => within(strokes, range)), ...lineWithin(data.acks, range)];
  const [low, high] = seen.length > 0 ? [lowest(seen), highest(seen)] : [0, 1];
  const edge = highest(lineWithin(data.edge, range));
  return [low, Math.max(high, Math.min(edge, high + (high - low) * NEAR))];
}

function mostInFlight(data, range) {
  const flight = Math.max(highest(lineWithin(data.in_flight, range)), 1);
  return Math.max(flight, Math.min(highest(lineWithin(data.limit, range)), 2 * flight));
}

/** Whether the window is near enough to be seen: what is far above the data does not hold them up. */
export function showsWindow(data, range) {
  return lowest(lineWithin(data.edge, range)) <= sequenceRange(data, range)[1] || lowest(lineWithin(data.limit, range)) <= mostInFlight(data, range);
}

export function drawSequence(data, view) {
  const [low, high] = sequenceRange(data, view.range);
  const room = Math.max((high - low) * 0.06, 1);
  const { frame, line, bars, squares, words } = panel("seq", [low - room, high + room], (value) => magnitude(Math.max(value, 0)), 1, "axisSeq", view);
  return [
    ...frame,
    line(data.edge, "window"),
    line(data.acks, "acked"),
    bars(data.sacks, "sack", BAR),
    bars(data.data, "data", BAR),
    bars(data.again, "again", MARK),
    squares(data.closed, "closed"),
    ...words(data.fins, "FIN", "mark"),
    ...words(data.resets, "RST", "mark warning"),
  ];
}

export function drawFlight(data, view) {
  const { frame, line } = panel("flight", [0, mostInFlight(data, view.range) * 1.1], magnitude, 1, "axisFlight", view);
  return [...frame, line(data.limit, "window"), line(data.in_flight, "data")];
}

export function drawTrips(data, view) {
  const seen = within(data.round_trips, view.range).map(({ time, low, high }) => ({ time, low: low / 1e6, high: high / 1e6 }));
  const { frame, squares } = panel("rtt", [0, Math.max(highest(seen), 0.001) * 1.2], (value) => String(Number(value.toPrecision(3))), 1e-6, "axisRtt", view);
  return [...frame, squares(seen, "sample")];
}
