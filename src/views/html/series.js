// What the graphs show of one direction, worked out from the records: nothing here draws.

const HALF = 2 ** 31;
const WHOLE = 2 ** 32;

/** Sequence numbers unrolled around the last one: 32 bits that go on where they wrap. */
function unroller() {
  let last = null;
  return (number) => {
    if (last === null) {
      last = number;
      return number;
    }
    let step = (number - (((last % WHOLE) + WHOLE) % WHOLE) + WHOLE) % WHOLE;
    step = step >= HALF ? step - WHOLE : step;
    const unrolled = last + step;
    last = Math.max(last, unrolled);
    return unrolled;
  };
}

/**
 * Of the data that `sender` sends: `segments` {time, from, to, again, row}, `acks` and `windows` {time, value} (the
 * right edge), `sacks` {time, from, to}, `marks` {time, value, kind}, `flight` {time, value}, `samples` {time, value}
 * of round trips in seconds. Numbers are relative to the first one seen.
 */
export function seriesOf(flow, sender) {
  const series = { segments: [], acks: [], windows: [], sacks: [], marks: [], flight: [], samples: [] };
  const unroll = unroller();
  let base = null;
  let highest = null; // the end of what was sent
  let acked = null;
  let waiting = []; // segments whose acknowledgment will be a sample
  const relative = (number) => {
    const unrolled = unroll(number);
    base ??= unrolled;
    return unrolled - base;
  };

  for (const row of flow.rows) {
    const { record, time } = row;
    if (!record.flags) {
      continue;
    }
    if (record.from === sender) {
      const takes = record.length + (record.flags.includes("SYN") ? 1 : 0) + (record.flags.includes("FIN") ? 1 : 0);
      const from = relative(record.seq);
      const to = from + takes;
      if (record.flags.includes("RST")) {
        series.marks.push({ time, value: from, kind: "RST" });
      }
      if (takes === 0) {
        continue;
      }
      const again = highest !== null && from < highest;
      series.segments.push({ time, from, to, again, row });
      for (const kind of ["SYN", "FIN"]) {
        if (record.flags.includes(kind)) {
          series.marks.push({ time, value: kind === "SYN" ? from : to, kind });
        }
      }
      if (again) {
        waiting = waiting.filter((one) => one.to <= from || one.from >= to);
      } else {
        waiting.push({ from, to, time });
      }
      highest = Math.max(highest ?? to, to);
      series.flight.push({ time, value: highest - (acked ?? 0) });
    } else if (record.ack !== null && base !== null) {
      const ack = relative(record.ack);
      if (acked === null || ack > acked) {
        const covered = waiting.filter((one) => one.to <= ack);
        if (covered.length > 0) {
          series.samples.push({ time, value: time - covered.at(-1).time });
          waiting = waiting.filter((one) => one.to > ack);
        }
      }
      acked = Math.max(acked ?? ack, ack);
      series.acks.push({ time, value: acked });
      series.windows.push({ time, value: acked + record.scaled_window });
      if (record.scaled_window === 0 && !record.flags.includes("RST")) {
        series.marks.push({ time, value: acked, kind: "0" });
      }
      for (const [left, right] of record.options?.sack ?? []) {
        series.sacks.push({ time, from: relative(left), to: relative(right) });
      }
      if (highest !== null) {
        series.flight.push({ time, value: Math.max(highest - acked, 0) });
      }
    }
  }
  return series;
}

/** The direction with more data is the one that is looked at first. */
export function busierEnd(flow) {
  const sent = { client: 0, server: 0 };
  for (const { record } of flow.rows) {
    sent[record.from] += record.length ?? 0;
  }
  return sent.server > sent.client ? "server" : "client";
}
