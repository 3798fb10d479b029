// When segments leave and arrive, as the flow's drawing says.

const FOLD_ROW = 34; // pixels a row where time is folded
const SLANT = 8; // pixels by which an arrow arrives later there,
const CROSS = 14; // or by which those that cross reach beyond the second's row
const PAUSE = 0.2; // seconds; a longer one gets room of its own
const PAUSE_ROOM = 26;
const LEAST_SCALE_HEIGHT = 600;

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
  const distance = flow.drawing?.distance_ns ?? { client: 0, server: 0 };
  const seconds = { client: distance.client / 1e9, server: distance.server / 1e9 };
  const y = (time) => {
    const i = Math.min(Math.max(lastNotAbove(times, time), 0), rows.length - 2);
    if (rows.length < 2 || time < times[0] || times[i + 1] === times[i]) {
      return (tops[Math.max(i, 0)] ?? FOLD_ROW) + (time < (times[0] ?? 0) ? -FOLD_ROW / 2 : 0);
    }
    return tops[i] + (tops[i + 1] - tops[i]) * Math.min((time - times[i]) / (times[i + 1] - times[i]), 1);
  };
  const nextArrow = (i) => rows.findIndex((row, at) => at > i && row.record.from);
  const second = new Set(rows.flatMap((row, i) => (row.drawn.crosses ? [nextArrow(i)] : [])));
  const arrow = (i) => {
    const { from } = rows[i].record;
    const crosses = Boolean(rows[i].drawn.crosses) || second.has(i);
    if (toScale) {
      const arrives = y(times[i] + seconds[from === "client" ? "server" : "client"]);
      return { leaves: Math.min(y(times[i] - seconds[from]), tops[i]), arrives: Math.max(arrives, tops[i]), crosses };
    }
    const next = rows[i].drawn.crosses ? nextArrow(i) : -1;
    return {
      leaves: tops[i] - (second.has(i) ? CROSS : 0),
      arrives: next > i ? tops[next] + CROSS : tops[i] + (second.has(i) ? CROSS : SLANT),
      crosses,
    };
  };
  return { tops, y, arrow, height: (tops.at(-1) ?? 0) + 2 * FOLD_ROW, pauseFrom: PAUSE };
}
