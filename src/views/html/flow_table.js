// The table of flows: sorted by a click on a heading, filtered, drawn only where it is visible.

import { html, oncePerFrame, part } from "./dom.js";
import { count, duration, ownerName, socketName } from "./format.js";
import { change, shown, when } from "./store.js";
import { word } from "./words.js";

const ROW_HEIGHT = 28;
const MARGIN_ROWS = 8;

const endName = (flow, endpoint) => socketName(flow.ends[endpoint]);
const ofEnd = (flow, endpoint, key) => flow.report?.[endpoint][key] ?? null;
/* Null where an end's was not counted. */
const ofBoth = (flow, key) => {
  const ends = [ofEnd(flow, "client", key), ofEnd(flow, "server", key)];

  return ends.includes(null) ? null : ends[0] + ends[1];
};
const kindOf = (flow, key) => (flow.report ? word(`${key}.${flow.report[key]}`) : "");
const ownerNames = (flow) => ["client", "server"].map((endpoint) => ownerName(flow.ends[endpoint]) || "–").join(" / ");
const stateNames = (flow) => `${flow.states.client ?? "?"} / ${flow.states.server ?? "?"}`;

/* `value` is sorted by, `text` is shown; `wide` columns make room on a narrow screen. */
const ALL_COLUMNS = [
  { title: () => word("flow.flow"), number: true, value: (f) => f.number, text: (f) => (f.number === 0 ? "–" : String(f.number)) },
  { title: () => word("client"), name: "client", value: (f) => endName(f, "client"), text: (f) => (f.number === 0 ? word("otherPackets") : endName(f, "client")) },
  { title: () => word("server"), value: (f) => endName(f, "server"), text: (f) => (f.number === 0 ? "" : endName(f, "server")) },
  { title: () => word("flow.handshake"), wide: true, value: (f) => kindOf(f, "handshake"), text: (f) => kindOf(f, "handshake") },
  { title: () => word("flow.teardown"), value: (f) => kindOf(f, "teardown"), text: (f) => kindOf(f, "teardown") },
  { title: () => word("end.state"), wide: true, value: stateNames, text: (f) => (f.number === 0 ? "" : stateNames(f)) },
  { title: () => word("flow.start"), wide: true, number: true, value: (f) => f.start, text: (f) => duration(f.start) },
  { title: () => word("flow.duration_ms"), number: true, value: (f) => f.end - f.start, text: (f) => duration(f.end - f.start) },
  { title: () => word("flow.rtt_ms"), wide: true, number: true, value: (f) => f.report?.rtt_ms ?? -1, text: (f) => duration(f.report?.rtt_ms == null ? null : f.report.rtt_ms / 1000) },
  { title: () => word("end.packets"), number: true, value: (f) => f.packets, text: (f) => count(f.packets) },
  { title: () => `${word("end.bytes")} →`, wide: true, number: true, value: (f) => ofEnd(f, "client", "bytes") ?? -1, text: (f) => count(ofEnd(f, "client", "bytes")) },
  { title: () => `${word("end.bytes")} ←`, wide: true, number: true, value: (f) => ofEnd(f, "server", "bytes") ?? -1, text: (f) => count(ofEnd(f, "server", "bytes")) },
  { title: () => word("end.retransmissions"), trouble: true, number: true, value: (f) => ofBoth(f, "retransmissions") ?? -1, text: (f) => count(ofBoth(f, "retransmissions")) },
  { title: () => word("colWarnings"), trouble: true, number: true, value: (f) => f.warnings, text: (f) => count(f.warnings) },
  { title: () => word("end.owner"), wide: true, owner: true, value: ownerNames, text: ownerNames },
];
let columns = ALL_COLUMNS; // without the last where no owner is known

const CLOSINGS = ["four-way", "merged", "simultaneous", "half-closed", "reset", "none"];

let flows = []; // all
let visible = []; // filtered and sorted
let order = { column: ALL_COLUMNS[0], descending: false };
let body = null;

function matches(flow) {
  const wanted = part("flow-filter").value.trim().toLowerCase();
  const closing = part("flow-closing").value;
  return (
    (closing === "" || flow.report?.teardown === closing) &&
    (!part("flow-trouble").checked || flow.warnings > 0 || ofBoth(flow, "retransmissions") > 0) &&
    wanted.split(/\s+/).every((one) => columns.some((column) => column.text(flow).toLowerCase().includes(one)))
  );
}

function compare(a, b) {
  const [x, y] = [order.column.value(a), order.column.value(b)];
  const way = typeof x === "number" ? x - y : x.localeCompare(y, undefined, { numeric: true });
  return (order.descending ? -way : way) || a.number - b.number;
}

function refresh() {
  visible = flows.filter(matches).sort(compare);
  part("flow-count").textContent =
    visible.length === flows.length ? "" : word("flowsShown", { n: count(visible.length), all: count(flows.length) });
  drawVisible();
}

/** A number is sorted from the largest down first, what is text from A on. */
function sortBy(column) {
  const descending = order.column === column ? !order.descending : Boolean(column.number) && column !== columns[0];
  order = { column, descending };
  drawTable();
  part("flow-scroll").querySelector("th[aria-sort] button")?.focus();
}

function classOf(column, flow) {
  const troubled = column.trouble && column.value(flow) > 0;
  return [column.number && "number", column.wide && "wide", troubled && "warning"].filter(Boolean).join(" ") || null;
}

function drawRow(flow, index) {
  const selected = flow === shown.flow;
  const open = () => {
    openFlow(flow);
    change({ tab: "text" });
  };
  const cells = columns.map((column, i) => {
    const text = column.text(flow);
    const guess = flow.report && !flow.report.client_known && column.name === "client";
    return html("td", { class: classOf(column, flow), title: guess ? word("guessed") : text },
      i === 0 ? html("button", { type: "button", "aria-current": selected ? "true" : null }, text) : text + (guess ? " ?" : ""));
  });
  return html("tr", { class: selected ? "selected" : null, "aria-rowindex": index + 2, click: open }, ...cells);
}

function drawVisible() {
  const scroll = part("flow-scroll");
  const first = Math.max(0, Math.floor(scroll.scrollTop / ROW_HEIGHT) - MARGIN_ROWS);
  const last = Math.min(visible.length, first + Math.ceil(scroll.clientHeight / ROW_HEIGHT) + 2 * MARGIN_ROWS);
  const spacer = (rows) => html("tr", { class: "spacer", "aria-hidden": "true" },
    html("td", { colspan: columns.length, height: rows * ROW_HEIGHT }));
  const rows = visible.slice(first, last).map((flow, i) => drawRow(flow, first + i));
  const focused = body.contains(document.activeElement);
  body.replaceChildren(
    ...(first > 0 ? [spacer(first)] : []),
    ...rows,
    ...(last < visible.length ? [spacer(visible.length - last)] : []),
  );
  if (focused) {
    body.querySelector("tr.selected button")?.focus();
  }
}

function drawTable() {
  const headings = columns.map((column) => {
    const sorted = column === order.column ? (order.descending ? "descending" : "ascending") : null;
    return html("th", { scope: "col", class: [column.number && "number", column.wide && "wide"].filter(Boolean).join(" ") || null, "aria-sort": sorted },
      html("button", { type: "button", click: () => sortBy(column) }, column.title()));
  });
  body = html("tbody");
  part("flow-scroll").replaceChildren(
    html("table", { "aria-rowcount": flows.length + 1 }, html("thead", {}, html("tr", { "aria-rowindex": 1 }, ...headings)), body));
  part("flow-closing").replaceChildren(
    html("option", { value: "" }, word("anyClosing")),
    ...CLOSINGS.map((closing) => html("option", { value: closing, selected: closing === part("flow-closing").value }, word(`teardown.${closing}`))));
  refresh();
}

export function openFlow(flow) {
  change({ flow, row: flow.rows[0] ?? null, asked: null, range: null, direction: flow.busier });
}

/** The flow `step` rows below the one shown, as the table is sorted. */
export function openNextFlow(step) {
  const next = visible[visible.indexOf(shown.flow) + step];
  if (next) {
    openFlow(next);
    const scroll = part("flow-scroll");
    const top = visible.indexOf(next) * ROW_HEIGHT;
    scroll.scrollTop = Math.min(Math.max(scroll.scrollTop, top + 2 * ROW_HEIGHT - scroll.clientHeight), top);
  }
}

export function startFlowTable(model) {
  flows = [...model.flows.values()];
  columns = ALL_COLUMNS.filter((column) => !column.owner || flows.some((flow) => ["client", "server"].some((end) => ownerName(flow.ends[end]))));
  for (const id of ["flow-filter", "flow-closing", "flow-trouble"]) {
    part(id).addEventListener("input", refresh);
  }
  part("flow-scroll").addEventListener("scroll", oncePerFrame(drawVisible));
  new ResizeObserver(oncePerFrame(drawVisible)).observe(part("flow-scroll"));
  when(["language"], drawTable);
  when(["flow"], drawVisible);
  drawTable();
}
