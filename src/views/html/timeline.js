// When segments leave and arrive: what the capture's own place on the path lets one know.

const FOLD_ROW = 34; // pixels a row where time is folded
const PAUSE = 0.2; // seconds; a longer one gets room of its own
const PAUSE_ROOM = 26;
const LEAST_SCALE_HEIGHT = 600;

/**
 * Half a round trip from the capture to each end. The handshake shows both: from the SYN to the SYN-ACK to the
 * server and back, from the SYN-ACK to the ACK to the client and back. Without one, the report's shortest samples.
 */
export function delaysOf(flow) {
  const [syn, synAck, ack] = flow.rows.filter((row) => row.isPacket).slice(0, 3);
  const has = (row, ...flags) => row?.record.flags?.filter((flag) => flag === "SYN" || flag === "ACK").join() === flags.join();
  if (has(syn, "SYN") && has(synAck, "SYN", "ACK") && has(ack, "ACK") &&
      syn.record.from === "client" && synAck.record.from === "server" && ack.record.from === "client") {
    return { server: (synAck.time - syn.time) / 2, client: (ack.time - synAck.time) / 2 };
  }
  const half = (endpoint) => (flow.report?.[endpoint].rtt_data_ms ?? 0) / 2000;
  return { server: half("client"), client: half("server") };
}

function foldedTops(rows) {
  const tops = [];
  let y = FOLD_ROW;
  rows.forEach((row, i) => {
    if (i > 0) {
      y += FOLD_ROW + (row.time - rows[i - 1].time >= PAUSE ? PAUSE_ROOM : 0);
    }
    tops.push(y);
  });
  return tops;
}

function scaledTops(rows) {
  const start = rows[0]?.time ?? 0;
  const whole = (rows.at(-1)?.time ?? 0) - start;
  const height = Math.max(LEAST_SCALE_HEIGHT, rows.length * FOLD_ROW);
  return rows.map((row) => FOLD_ROW + (whole > 0 ? ((row.time - start) / whole) * height : 0));
}

/** The index of the last of the ascending numbers that is not above `number`; -1 if none. */
export function lastNotAbove(numbers, number) {
  let low = -1;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= number) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Where rows stand: `tops` in pixels, `y(time)` between them, and when a segment leaves and arrives. */
export function layOutTime(flow, toScale) {
  const rows = flow.rows;
  const tops = toScale ? scaledTops(rows) : foldedTops(rows);
  const times = rows.map((row) => row.time);
  const delays = delaysOf(flow);
  const y = (time) => {
    const i = Math.min(Math.max(lastNotAbove(times, time), 0), rows.length - 2);
    if (rows.length < 2 || time < times[0] || times[i + 1] === times[i]) {
      return (tops[Math.max(i, 0)] ?? FOLD_ROW) + (time < (times[0] ?? 0) ? -FOLD_ROW / 2 : 0);
    }
    return tops[i] + (tops[i + 1] - tops[i]) * Math.min((time - times[i]) / (times[i + 1] - times[i]), 1);
  };
  /* Folded, an arrow spans little more than its own row: enough to cross the one it crosses. */
  const reach = toScale ? Infinity : FOLD_ROW * 1.2;
  const arrow = (i) => {
    const { from } = rows[i].record;
    const to = from === "client" ? "server" : "client";
    const leaves = Math.max(y(times[i] - delays[from]), tops[i] - reach);
    const arrives = Math.min(y(times[i] + delays[to]), tops[i] + reach);
    return { leaves: Math.min(leaves, tops[i]), arrives: Math.max(arrives, tops[i] + (toScale ? 0 : 5)) };
  };
  return { tops, y, arrow, height: (tops.at(-1) ?? 0) + 2 * FOLD_ROW, pauseFrom: PAUSE };
}
