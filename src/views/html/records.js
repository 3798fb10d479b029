// The records of the capture (JSON Lines, as `tcpgloss --json` writes them) as flows of rows.

/** Seconds between two times, which are strings with nine decimals of a second. */
function secondsBetween(from, to) {
  const [fromSeconds, fromNanoseconds] = from.split(".").map(Number);
  const [toSeconds, toNanoseconds] = to.split(".").map(Number);
  return toSeconds - fromSeconds + (toNanoseconds - fromNanoseconds) / 1e9;
}

function newFlow(number) {
  return { number, report: null, drawing: null, graph: null, rows: [], warnings: 0 };
}

/** A step does not say again what an earlier step of its packet has said. */
function fieldsOf(notes, language) {
  const said = new Set();
  return notes.map((note) => {
    const fields = note[language].split(" | ");
    if (note.kind !== "step") {
      return fields;
    }
    const fresh = fields.filter((field) => !said.has(field));
    fields.forEach((field) => said.add(field));
    return fresh;
  });
}

/** Notes in lines, as text has them: the steps of a packet share one, but for the outcome of a handshake. */
export function noteLines(record, language) {
  const fields = fieldsOf(record.notes, language);
  const lines = [];
  record.notes.forEach((note, i) => {
    const last = lines.at(-1);
    if (last && last.kind === "step" && note.kind === "step" && note.id !== "handshake.negotiated") {
      last.parts.push({ note, fields: fields[i] });
    } else {
      lines.push({ kind: note.kind, parts: [{ note, fields: fields[i] }] });
    }
  });
  return lines;
}

function addRow(model, record) {
  const number = record.flow ?? 0;
  if (!model.flows.has(number)) {
    model.flows.set(number, newFlow(number));
  }
  const flow = model.flows.get(number);
  model.start ??= record.time;
  const row = {
    flow,
    index: flow.rows.length,
    record,
    time: secondsBetween(model.start, record.time),
    isPacket: record.type === "packet",
    facts: [], // what the kernel said then
    drawn: {}, // what the flow's drawing says of it
    warns: record.notes.some((note) => note.kind === "warning"),
    before: flow.rows.at(-1)?.states ?? { client: null, server: null },
  };
  row.states = statesAfter(row);
  row.connected = wasConnected(row, flow.rows.at(-1));
  flow.rows.push(row);
  flow.warnings += row.warns ? 1 : 0;
  model.rows.push(row);
}

/** Whether each end has been in a state of a connection, by then: its CLOSED comes after it. */
function wasConnected(row, before) {
  const once = (endpoint) => before?.connected[endpoint] ||
    [row.before, row.states].some((states) => ![null, undefined, "CLOSED", "LISTEN"].includes(states[endpoint]));
  return { client: once("client"), server: once("server") };
}

/** The kernel's answer belongs to the packet before it. */
function addFact(model, record) {
  model.flows.get(record.flow)?.rows.at(-1)?.facts.push(record);
}

/** How the flow is drawn, which is worked out where pictures are: each of its rows belongs to a packet or a timer. */
function addDrawing(flow, drawing) {
  if (!flow) {
    return;
  }
  const said = new Map(drawing.rows.map((row) => [row.packet ?? row.time, row]));
  flow.drawing = drawing;
  for (const row of flow.rows) {
    row.drawn = said.get(row.isPacket ? row.record.number : row.record.time) ?? row.drawn;
  }
}

const SERIES = ["data", "again", "acks", "edge", "sacks", "fins", "resets", "closed", "in_flight", "limit", "round_trips"];

/** What an end sends: strokes {time, low, high, last} for each series; a time in seconds since the capture's start. */
function seriesOf(sent, start) {
  const series = { bytes: sent.bytes, segments: sent.segments, retransmissions: sent.retransmissions };
  for (const name of SERIES) {
    series[name] = (sent[name] ?? []).map(([time, low, high = low, last = high]) => ({ time: start + time / 1e9, low, high, last }));
  }
  return series;
}

/** How the flow goes on in time, which is worked out where pictures are. */
function addGraph(flow, graph, captureStart) {
  const start = secondsBetween(captureStart, graph.start);
  if (flow) {
    flow.graph = { client: seriesOf(graph.client, start), server: seriesOf(graph.server, start) };
  }
}

function statesAfter(row) {
  const states = { ...row.before, ...row.record.states };
  for (const { endpoint, to } of row.record.changes ?? []) {
    states[endpoint] = to;
  }
  return states;
}

/** Reads what the page holds. A last line that is cut short is left out. */
export function readRecords(text) {
  const model = { capture: {}, page: {}, summary: null, words: new Map(), notes: new Map(), terms: new Map(), flows: new Map(), rows: [], start: null };
  for (const line of text.split("\n")) {
    if (line === "") {
      continue;
    }
    let record;
    try {
      record = JSON.parse(line);
    } catch {
      break;
    }
    switch (record.type) {
      case "packet":
      case "timer":
        addRow(model, record);
        break;
      case "drawing":
        addDrawing(model.flows.get(record.flow), record);
        break;
      case "graph":
        addGraph(model.flows.get(record.flow), record, model.start);
        break;
      case "kernel":
        addFact(model, record);
        break;
      case "flow":
        if (!model.flows.has(record.flow)) {
          model.flows.set(record.flow, newFlow(record.flow));
        }
        model.flows.get(record.flow).report = record;
        break;
      case "word":
      case "note":
      case "term":
        model[`${record.type}s`].set(record.id, record);
        break;
      default:
        model[record.type] = record;
    }
  }
  model.start ??= "0.000000000";
  for (const flow of model.flows.values()) {
    finishFlow(flow, model.start);
  }
  return model;
}

/** Facts of a flow that the table needs, from its report, or from its rows while it has none. */
function finishFlow(flow, captureStart) {
  const { report, rows } = flow;
  const first = rows.find((row) => row.record.from);
  flow.start = report ? secondsBetween(captureStart, report.start) : (rows[0]?.time ?? 0);
  flow.end = report ? secondsBetween(captureStart, report.end) : (rows.at(-1)?.time ?? 0);
  flow.states = rows.at(-1)?.states ?? { client: report?.client.state ?? null, server: report?.server.state ?? null };
  flow.ends = report
    ? { client: report.client, server: report.server }
    : { client: endOf(first, "client"), server: endOf(first, "server") };
  flow.busier = busierEnd(rows);
  flow.packets = report ? report.client.packets + report.server.packets : rows.filter((row) => row.isPacket).length;
}

/** The end with more data is the one that is looked at first. */
function busierEnd(rows) {
  const sent = { client: 0, server: 0 };
  for (const { record } of rows) {
    sent[record.from] += record.length ?? 0;
  }
  return sent.server > sent.client ? "server" : "client";
}

function endOf(row, endpoint) {
  if (!row) {
    return null;
  }
  const { from, src, src_port, dst, dst_port } = row.record;
  return from === endpoint ? { address: src, port: src_port } : { address: dst, port: dst_port };
}
