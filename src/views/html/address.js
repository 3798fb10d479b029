// The page's address holds what is selected: #flow=3&packet=17, or #flow=3&time=1.5 for a timer.

import { change, shown, when } from "./store.js";

function rowOf(flow, values) {
  const packet = Number(values.get("packet"));
  const time = Number(values.get("time"));
  return (
    flow.rows.find((row) => (values.has("packet") ? row.record.number === packet : values.has("time") && !row.isPacket && Math.abs(row.time - time) < 1e-6)) ??
    flow.rows[0] ??
    null
  );
}

/** Shows what the address asks for; without a word on it, the first flow. */
function read(model) {
  const values = new URLSearchParams(location.hash.slice(1));
  const flow = model.flows.get(Number(values.get("flow") ?? NaN)) ?? model.flows.get(1) ?? [...model.flows.values()][0];
  if (flow && (flow !== shown.flow || rowOf(flow, values) !== shown.row)) {
    change({ flow, row: rowOf(flow, values), asked: null, range: null, direction: flow.busier });
  }
}

function write() {
  const { flow, row } = shown;
  const place = row === null ? "" : row.isPacket ? `&packet=${row.record.number}` : `&time=${row.time}`;
  if (flow) {
    history.replaceState(null, "", `#flow=${flow.number}${place}`);
  }
}

export function startAddress(model) {
  when(["flow", "row"], write);
  addEventListener("hashchange", () => read(model));
  read(model);
}
