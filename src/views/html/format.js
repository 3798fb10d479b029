// Numbers as a reader wants them.

/** "0.012 ms", "12.3 ms", "1.234 s", "2 min 5 s". */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) {
    return "–";
  }
  if (seconds >= 120) {
    return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  }
  if (seconds >= 1) {
    return `${trim(seconds.toFixed(seconds >= 10 ? 1 : 3))} s`;
  }
  return `${trim((seconds * 1000).toFixed(seconds >= 0.1 ? 0 : seconds >= 0.001 ? 2 : 3))} ms`;
}

function trim(decimal) {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** 14883 as "14 883", with a narrow space that does not break. */
export function count(number) {
  return number === null || number === undefined ? "–" : String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** A number for an axis: "64 k". */
export function magnitude(number) {
  for (const [unit, size] of [["G", 1e9], ["M", 1e6], ["k", 1e3]]) {
    if (number >= size) {
      return `${trim((number / size).toFixed(1))} ${unit}`;
    }
  }
  return String(Math.round(number));
}

/** The next round number from `number` on: 1, 2 or 5 times a power of ten. */
export function roundStep(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 5, 10].find((factor) => factor * power >= number * 0.999) * power;
}

/** "curl[4242]"; of a process that is not seen, "uid 1000"; "" where nothing is known. */
export function ownerName(end) {
  const owner = end?.owner;
  return !owner ? "" : owner.process === null ? `uid ${owner.uid}` : `${owner.process}[${owner.pid}]`;
}

/** "192.0.2.1:80", "[2001:db8::1]:80". */
export function socketName(end) {
  if (!end || end.address === null) {
    return "–";
  }
  const address = end.address.includes(":") ? `[${end.address}]` : end.address;
  return end.port === null || end.port === undefined ? end.address : `${address}:${end.port}`;
}
