// RFC 9293's Figure 5 in a layout of our own, with the states of both ends lit.

import { html, part, svg } from "./dom.js";
import { change, isUncovered, shown, when } from "./store.js";
import { word } from "./words.js";

const WIDTH = 350;
const HEIGHT = 458;
const BOX = { width: 92, height: 22 };
const LIGHT = 17;
const LINE = 11; // of a label

/* Centres. CLOSED stands at the top before a connection, and at the bottom after it, as in the figure. */
const PLACES = {
  CLOSED: [175, 16],
  LISTEN: [63, 70],
  "SYN-SENT": [287, 70],
  "SYN-RECEIVED": [63, 150],
  ESTABLISHED: [175, 204],
  "FIN-WAIT-1": [63, 266],
  "CLOSE-WAIT": [287, 266],
  "FIN-WAIT-2": [63, 366],
  CLOSING: [193, 314],
  "LAST-ACK": [287, 346],
  "TIME-WAIT": [152, 430],
  "CLOSED-after": [287, 430],
};

/* From, to, the word of the label, the place of its first line with the distance to the second, and which part of a line stands there. */
const EDGES = [
  ["CLOSED", "LISTEN", "passiveOpen", [108, 40], "end"],
  ["CLOSED", "SYN-SENT", "activeOpen", [238, 32], "start"],
  ["LISTEN", "SYN-SENT", "sendSyn", [175, 66, 14], "middle"],
  ["LISTEN", "SYN-RECEIVED", "rcvSyn", [69, 103], "start"],
  ["SYN-SENT", "SYN-RECEIVED", "rcvSyn", [180, 127], "middle"],
  ["SYN-SENT", "ESTABLISHED", "rcvSynAck", [246, 128], "start"],
  ["SYN-RECEIVED", "ESTABLISHED", "rcvAckOfSyn", [70, 188], "start"],
  ["SYN-RECEIVED", "FIN-WAIT-1", "closeFin", [58, 204], "end"],
  ["ESTABLISHED", "FIN-WAIT-1", "closeFin", [130, 240], "start"],
  ["ESTABLISHED", "CLOSE-WAIT", "rcvFin", [242, 227], "start"],
  ["FIN-WAIT-1", "FIN-WAIT-2", "rcvAckOfFin", [58, 312], "end"],
  ["FIN-WAIT-1", "CLOSING", "rcvFin", [142, 281], "start"],
  ["FIN-WAIT-1", "TIME-WAIT", "rcvFinAck", [114, 345], "start"],
  ["FIN-WAIT-2", "TIME-WAIT", "rcvFin", [88, 406], "end"],
  ["CLOSING", "TIME-WAIT", "rcvAckOfFin", [184, 370], "start"],
  ["CLOSE-WAIT", "LAST-ACK", "closeFin", [293, 304], "start"],
  ["LAST-ACK", "CLOSED-after", "rcvAckOfFin", [293, 384], "start"],
  ["TIME-WAIT", "CLOSED-after", "timeout", [219, 453], "middle"],
];

/** Where the line from a to b meets a's box. */
function edgeOfBox([ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(dx === 0 ? Infinity : BOX.width / 2 / Math.abs(dx), dy === 0 ? Infinity : BOX.height / 2 / Math.abs(dy));
  return [ax + dx * share, ay + dy * share];
}

/** Which of the figure's boxes a state is: CLOSED is at the bottom once its end has been elsewhere. */
function boxOf(state, endpoint, row) {
  return state === "CLOSED" && row.connected[endpoint] ? "CLOSED-after" : state;
}

/** The ways each end goes with this row: {endpoint, from, to}, in boxes. */
function movesOf(row) {
  return (row.record.changes ?? []).filter(({ from, to }) => from !== null && to !== null).map(({ endpoint, from, to }) => ({
    endpoint,
    from: from === "CLOSED" ? "CLOSED" : from,
    to: to === "CLOSED" ? "CLOSED-after" : to,
  }));
}

/** A label's lines: what happens, and what is done then. */
function labelNode(label, [x, y, step = LINE], anchor) {
  const lines = word(label).split(" | ").map((line, i) => svg("tspan", { x, y: y + i * step }, line));
  return svg("text", { "text-anchor": anchor }, ...lines);
}

function edgeNode([from, to, label, at, anchor], moves) {
  const a = edgeOfBox(PLACES[from], PLACES[to]);
  const b = edgeOfBox(PLACES[to], PLACES[from]);
  const move = moves.filter((one) => one.from === from && one.to === to).map((one) => one.endpoint);
  return svg("g", { class: ["edge", ...move].join(" ") },
    svg("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }),
    tipNode(a, b),
    labelNode(label, at, anchor));
}

function tipNode([ax, ay], [bx, by]) {
  const angle = (Math.atan2(by - ay, bx - ax) * 180) / Math.PI;
  return svg("path", { class: "tip", d: "M0 0L-7 -3.5L-7 3.5Z", transform: `translate(${bx} ${by}) rotate(${angle})` });
}

/** A way that the figure does not draw: a RST, or what was learnt mid-stream. */
function extraNode({ endpoint, from, to }) {
  if (!PLACES[from] || !PLACES[to] || EDGES.some(([a, b]) => a === from && b === to)) {
    return "";
  }
  const a = edgeOfBox(PLACES[from], PLACES[to]);
  const b = edgeOfBox(PLACES[to], PLACES[from]);
  return svg("g", { class: `edge extra ${endpoint}` }, svg("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }), tipNode(a, b));
}

function boxNode(name, lit) {
  const [x, y] = PLACES[name];
  const state = name.replace("-after", "");
  const here = ["client", "server"].filter((endpoint) => lit[endpoint] === name);
  const classes = ["box", ...here];
  const lights = here.map((endpoint) => {
    const side = x + ((BOX.width + LIGHT - 2) / 2) * (endpoint === "client" ? -1 : 1);
    return svg("g", { class: `light ${endpoint}`, "aria-hidden": "true" },
      svg("circle", { cx: side, cy: y, r: LIGHT / 2 }),
      svg("text", { x: side, y: y + 4 }, word(endpoint).at(0).toUpperCase()));
  });
  const ask = () => change({ asked: { term: state } });
  const box = svg("g", {
    class: classes.join(" "), tabindex: 0, role: "button", "aria-label": [state, ...here.map((one) => word(one))].join(", "),
    click: ask, keydown: (event) => event.key === "Enter" && ask(),
  }, svg("rect", { x: x - BOX.width / 2, y: y - BOX.height / 2, width: BOX.width, height: BOX.height, rx: 6 }),
  svg("text", { x, y: y + 4 }, state));
  return [box, ...lights];
}

function draw() {
  const row = shown.row;
  if (!row || shown.flow.number === 0) {
    part("diagram").replaceChildren();
    return;
  }
  const seen = isUncovered(row) ? row.states : row.before;
  const lit = { client: boxOf(seen.client, "client", row), server: boxOf(seen.server, "server", row) };
  const moves = isUncovered(row) ? movesOf(row) : [];
  const name = (endpoint) => seen[endpoint] ?? word("unknownState");
  const used = EDGES.map((edge) => edgeNode(edge, moves));
  part("diagram").replaceChildren(
    html("p", { class: "now" },
      ...["client", "server"].flatMap((endpoint) => [html("span", { class: endpoint }, `${word(endpoint)} `, html("b", {}, name(endpoint))), " "])),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": word("diagramNow", { client: name("client"), server: name("server") }) },
      ...used.filter((node) => node.classList.length === 1),
      ...used.filter((node) => node.classList.length > 1),
      ...moves.map(extraNode),
      ...Object.keys(PLACES).flatMap((box) => boxNode(box, lit))));
}

export function startStateDiagram() {
  when(["flow", "row", "language", "teaching", "uncovered"], draw);
}
