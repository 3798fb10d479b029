// The flow as a sequence diagram. Only what is in view is drawn.

import { html, oncePerFrame, part, svg } from "./dom.js";
import { duration, ownerName, socketName } from "./format.js";
import { stateSpans } from "./state_spans.js";
import { isUncovered, select, shown, when } from "./store.js";
import { lastNotAbove, layOutTime } from "./timeline.js";
import { word } from "./words.js";

const SIDES = { left: 132, right: 98 }; // beside the life lines, for times and states
const LEAST_LABEL_GAP = 13;
const LABEL_TOP = 14; // of the first state's name, below the edge
const LETTER = 6.4; // pixels of a label's letter
const LABEL_START = 16; // from the sender on: labels of arrows that cross do not meet
const LOST_AT = 0.75; // of the way
const TOP_ROOM = 64; // above a row, for an arrow that left before
const PRINTED_ROWS_MAX = 2000;

let layout = null;
let bands = { client: [], server: [] }; // spans with the pixels {from, to}
let picture = null;
let decimals = 4; // of times

function flagNames(record) {
  return record.flags.filter((flag) => flag !== "PSH" && (flag !== "ACK" || record.flags.length === 1)).join(" ");
}

/** The numbers that matter for this segment: absolute in SYNs, else as on the line; without them where there is no room. */
function arrowLabel(record, room) {
  const label = wholeLabel(record);
  return label.length * LETTER > room ? label.replace(/ seq .*/, "") : label;
}

function wholeLabel(record) {
  const flags = record.flags.filter((flag) => flag !== "PSH").join(" ");
  const seq = record.flags.includes("SYN") ? record.seq : (record.relative_seq ?? record.seq);
  const ack = record.ack === null || record.flags.includes("SYN") ? record.ack : (record.relative_ack ?? record.ack);
  if (record.length > 0) {
    const names = flagNames(record);
    return `${names && names !== "ACK" ? `${names} ` : ""}seq ${seq}:${seq + record.length}`;
  }
  if (record.flags.includes("SYN") || record.flags.includes("FIN") || record.flags.includes("RST")) {
    return `${flags} seq ${seq}`;
  }
  const window = record.window === 0 ? " win 0" : "";
  return `${flags} ${ack === null ? "" : ack}${window}`;
}

/** From where on, in pixels, an end is in which state: the sender from where its segment leaves, the receiver from where it arrives. */
function findBands(flow, endpoint) {
  const spans = stateSpans(flow, endpoint).map((span) => ({ ...span, from: whereChanged(endpoint, span.row) }));
  return spans.map((span, i) => ({ ...span, to: Math.max(spans[i + 1]?.from ?? layout.height, span.from) }));
}

function whereChanged(endpoint, row) {
  if (!row.record.from) {
    return layout.tops[row.index];
  }
  const { leaves, arrives } = layout.arrow(row.index);
  return row.record.from === endpoint ? leaves : arrives;
}

/** States beside the life line; the one that began above what is seen is named at its top. */
function drawBands(endpoint, x, top, bottom, seenTop) {
  const nodes = [];
  let labelled = -Infinity;
  for (const band of bands[endpoint]) {
    if (band.to < top || band.from > bottom || band.state === null) {
      continue;
    }
    const covered = !isUncovered(band.row);
    if (!covered) {
      nodes.push(svg("rect", { class: `band state-${band.state}`, x: x - 3, y: band.from, width: 6, height: Math.max(band.to - band.from, 1) }));
    }
    const y = Math.max(band.from + 4, labelled + LEAST_LABEL_GAP, band.to > seenTop + LABEL_TOP ? seenTop + LABEL_TOP : 0);
    const name = covered ? "?" : band.state;
    const waits = band.state === "TIME-WAIT" && band.until !== null && !covered ? duration(band.until.time - band.row.time) : "";
    labelled = y;
    nodes.push(svg("text", { class: `state ${endpoint}`, x: x + (endpoint === "client" ? -9 : 9), y }, name),
      waits ? svg("text", { class: `span ${endpoint}`, x: x + (endpoint === "client" ? -9 : 9), y: y + LEAST_LABEL_GAP }, waits) : "");
    if (waits) {
      labelled += LEAST_LABEL_GAP;
    }
  }
  return nodes;
}

function drawArrow(row, left, right, label) {
  const { from } = row.record;
  const { again, lost } = row.drawn;
  const { leaves, crosses, ...way } = layout.arrow(row.index);
  const [x1, end] = from === "client" ? [left + 4, right - 4] : [right - 4, left + 4];
  const x2 = x1 + (end - x1) * (lost ? LOST_AT : 1);
  const arrives = leaves + (way.arrives - leaves) * (lost ? LOST_AT : 1);
  const tip = Math.sign(x2 - x1) * 8;
  const slope = (arrives - leaves) / (x2 - x1);
  const angle = (Math.atan(slope) * 180) / Math.PI;
  const room = Math.abs(x2 - x1) / (crosses ? 2 : 1) - 2 * LABEL_START;
  const labelX = x1 + Math.sign(x2 - x1) * LABEL_START;
  const classes = ["arrow", from, row.warns && "warns", again && "again", lost && "lost", row === shown.row && "selected"];
  return svg("g", { class: classes.filter(Boolean).join(" "), "data-row": row.index },
    svg("line", { class: "reach", x1, y1: leaves, x2, y2: arrives }),
    svg("line", { class: "shaft", x1, y1: leaves, x2: x2 - tip / 2, y2: arrives - (tip / 2) * slope }),
    lost ? svg("text", { class: "loss", x: x2, y: arrives + 5 }, "✗")
      : svg("path", { class: "tip", d: `M0 0L${-tip} -4L${-tip} 4Z`, transform: `translate(${x2} ${arrives}) rotate(${angle})` }),
    label ? svg("text", { class: "label", transform: `translate(${labelX} ${leaves + slope * (labelX - x1)}) rotate(${angle})`, y: -4 }, arrowLabel(row.record, room)) : "");
}

/** Enough of them to tell rows apart, in the room there is. */
function timeDecimals(rows) {
  const [first, last] = [rows[0].time, rows.at(-1).time];
  return last >= 1000 ? 2 : last - first < 0.1 ? 6 : 4;
}

function drawRow(row, geometry, label) {
  const y = layout.tops[row.index];
  const before = shown.flow.rows[row.index - 1];
  const pause = before ? row.time - before.time : 0;
  const nodes = [];
  if (pause >= layout.pauseFrom && !shown.toScale) {
    nodes.push(svg("text", { class: "pause", x: geometry.middle, y: y - 30 }, `⋮ ${duration(pause)}`));
  }
  if (label) {
    nodes.push(svg("text", { class: row === shown.row ? "time selected" : "time", x: 2, y: y - 8 }, row.time.toFixed(decimals)));
  }
  if (row.record.from) {
    nodes.push(drawArrow(row, geometry.left, geometry.right, label));
  } else {
    const name = row.isPacket ? row.record.text.split(" ").slice(1, 2).join("") : word("timer");
    nodes.push(svg("g", { class: row === shown.row ? "arrow timer selected" : "arrow timer", "data-row": row.index },
      svg("line", { class: "reach", x1: geometry.left, y1: y, x2: geometry.right, y2: y }),
      svg("text", { class: "label", x: geometry.middle, y: y + 4 }, name)));
  }
  return nodes;
}

function drawRange(first, last, top, bottom, seenTop) {
  const width = part("ladder-scroll").clientWidth || 400;
  const geometry = { left: SIDES.left, right: width - SIDES.right, middle: (SIDES.left + width - SIDES.right) / 2 };
  let labelled = -Infinity;
  const rows = [];
  for (let i = first; i < last; i++) {
    const label = layout.tops[i] - labelled >= LEAST_LABEL_GAP || shown.flow.rows[i] === shown.row;
    labelled = label ? layout.tops[i] : labelled;
    rows.push(...drawRow(shown.flow.rows[i], geometry, label));
  }
  picture.setAttribute("width", width);
  picture.replaceChildren(
    ...[geometry.left, geometry.right].map((x) => svg("line", { class: "life", x1: x, y1: top, x2: x, y2: bottom })),
    ...drawBands("client", geometry.left, top, bottom, seenTop),
    ...drawBands("server", geometry.right, top, bottom, seenTop),
    ...rows.filter(Boolean),
  );
}

function drawVisible() {
  if (!layout || !picture) {
    return;
  }
  const scroll = part("ladder-scroll");
  const top = scroll.scrollTop - 200;
  const bottom = scroll.scrollTop + scroll.clientHeight + 200;
  const first = Math.max(lastNotAbove(layout.tops, top), 0);
  drawRange(first, lastNotAbove(layout.tops, bottom) + 1, Math.max(top, 0), Math.min(bottom, layout.height), scroll.scrollTop);
}

/** An end's name. A long one goes on below, before its port if need be, not within it. */
function drawEnd(end) {
  const [address, port = ""] = socketName(end).split(/(?=:\d+$)/);
  return html("span", { title: socketName(end) }, address, html("wbr"), `${port} ${ownerName(end)}`);
}

function drawFlow() {
  const flow = shown.flow;
  if (!flow) {
    return;
  }
  layout = layOutTime(flow, shown.toScale);
  decimals = flow.rows.length > 0 ? timeDecimals(flow.rows) : 0;
  bands = { client: findBands(flow, "client"), server: findBands(flow, "server") };
  picture = svg("svg", { height: layout.height, role: "img", "aria-label": word("ladderHeading") });
  part("ladder-ends").replaceChildren(
    ...["client", "server"].map((endpoint) => html("span", { class: endpoint },
      html("b", {}, word(endpoint)), " ", drawEnd(flow.ends[endpoint]))));
  part("ladder-scroll").replaceChildren(picture);
  drawSelection();
}

function drawSelection() {
  const scroll = part("ladder-scroll");
  if (layout && shown.row) {
    const y = layout.tops[shown.row.index];
    const room = Math.min(80, scroll.clientHeight / 4);
    if (y < scroll.scrollTop + room || y > scroll.scrollTop + scroll.clientHeight - room) {
      scroll.scrollTop = y - scroll.clientHeight / 3;
    }
  }
  drawVisible();
}

export const ladderPane = {
  scroller: () => part("ladder-scroll"),
  topRow() {
    const i = lastNotAbove(layout.tops, part("ladder-scroll").scrollTop + TOP_ROOM / 2) + 1;
    return shown.flow.rows[Math.min(i, shown.flow.rows.length - 1)] ?? null;
  },
  showAtTop(row) {
    part("ladder-scroll").scrollTop = Math.max(0, layout.tops[row.index] - TOP_ROOM);
  },
};

export function startLadder() {
  const scroll = part("ladder-scroll");
  scroll.addEventListener("scroll", oncePerFrame(drawVisible));
  scroll.addEventListener("click", (event) => {
    const node = event.target.closest("[data-row]");
    if (node) {
      select(shown.flow.rows[node.dataset.row]);
    }
  });
  new ResizeObserver(oncePerFrame(drawVisible)).observe(scroll);
  addEventListener("beforeprint", () => {
    if (layout) {
      drawRange(0, Math.min(shown.flow.rows.length, PRINTED_ROWS_MAX), 0, layout.height, 0);
    }
  });
  addEventListener("afterprint", drawVisible);
  when(["flow", "language", "toScale"], drawFlow);
  when(["row", "uncovered", "teaching", "tab"], drawSelection);
}
