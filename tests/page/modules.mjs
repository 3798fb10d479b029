// modules.mjs PROGRAM PCAPS SOURCES: what the page's modules work out of records, without a browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const [program, pcaps, sources] = process.argv.slice(2);

/** A module that imports no other. */
function load(name) {
  const text = readFileSync(join(sources, `${name}.js`), "utf8");
  return import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}

const { readRecords, noteLines } = await load("records");
const { stateSpans } = await load("state_spans");
const { layOutTime, lastNotAbove } = await load("timeline");
const { lineWords, stateWords } = await load("line_words");
const { count, duration, roundStep, socketName } = await load("format");

const folder = mkdtempSync(join(tmpdir(), "tcpgloss-modules-"));
const page = join(folder, "page.html");
after(() => rmSync(folder, { recursive: true }));

function model(name) {
  execFileSync(program, ["-nn", "--count", "-r", join(pcaps, `${name}.pcap`), "--html", page], { stdio: "ignore" });
  return readRecords(/id="records">\n([^]*)<\/script>/.exec(readFileSync(page, "utf8"))[1]);
}

const captures = readdirSync(pcaps, { recursive: true }).filter((name) => name.endsWith(".pcap")).map((name) => name.slice(0, -5)).sort();
const every = captures.map((name) => [name, model(name)]);

test("the words of every line, put together, are the line", () => {
  for (const [name, { rows }] of every) {
    for (const { record } of rows.filter((row) => row.record.flags)) {
      const words = lineWords(record.text, record.flags);
      assert.equal(words.map((word) => word.text).join(""), record.text, name);
      assert.ok(words.some((word) => word.term === "length"), record.text);
    }
  }
});

test("a state is a word of its own, a part of another word is not", () => {
  const words = stateWords("client FIN-WAIT-1 → FIN-WAIT-2, PRECLOSED");
  assert.deepEqual(words.filter((word) => word.term).map((word) => word.text), ["FIN-WAIT-1", "FIN-WAIT-2"]);
});

test("the spans of an end follow each other, and end in its last state", () => {
  for (const [name, { flows }] of every) {
    for (const flow of flows.values()) {
      for (const endpoint of ["client", "server"]) {
        const spans = stateSpans(flow, endpoint);
        spans.forEach((span, i) => assert.equal(span.until, spans[i + 1]?.row ?? null, name));
        if (spans.length > 0) {
          assert.equal(spans.at(-1).state, flow.states[endpoint], `${name}, flow ${flow.number}, ${endpoint}`);
        }
      }
    }
  }
});

test("a state that is taken back is in no span", () => {
  const flow = model("kernel/simultaneous_close").flows.get(1);
  const states = stateSpans(flow, "server").map((span) => span.state);
  assert.ok(flow.rows.some((row) => row.record.changes.some((change) => change.retracted)));
  assert.ok(!states.includes("CLOSE-WAIT"));
  assert.deepEqual(states.slice(-3), ["FIN-WAIT-1", "CLOSING", "TIME-WAIT"]);
});

test("steps of a packet share a line and say nothing twice", () => {
  for (const [, { rows }] of every) {
    for (const { record } of rows) {
      for (const line of noteLines(record, "en")) {
        const fields = line.parts.flatMap((part) => part.fields);
        assert.ok(line.kind !== "step" || new Set(fields).size === fields.length, record.text);
        assert.ok(line.kind === "step" || line.parts.length === 1);
      }
    }
  }
});

test("half a round trip to each end comes from the handshake", () => {
  const [syn, synAck, ack] = model("kernel/half_close").rows;
  const { server, client } = syn.flow.drawing.distance_ns;
  assert.equal((server / 1e9).toFixed(6), ((synAck.time - syn.time) / 2).toFixed(6));
  assert.equal((client / 1e9).toFixed(6), ((ack.time - synAck.time) / 2).toFixed(6));
});

test("FINs that cross are drawn so, a FIN and its answer are not", () => {
  const crossing = (name) => {
    const flow = model(name).flows.get(1);
    const [one, other] = ["client", "server"].map((from) => flow.rows.find((row) => row.record.from === from && row.record.flags.includes("FIN")));
    const { arrow } = layOutTime(flow, false);
    return [[one, other], [other, one]].every(([a, b]) => arrow(a.index).arrives > arrow(b.index).leaves);
  };
  assert.ok(crossing("kernel/simultaneous_close"));
  assert.ok(!crossing("kernel/half_close"));
});

test("rows stand in the order of time, folded or to scale", () => {
  for (const [name, { flows }] of every) {
    for (const flow of flows.values()) {
      for (const toScale of [false, true]) {
        const { tops } = layOutTime(flow, toScale);
        tops.forEach((top, i) => assert.ok(i === 0 || top >= tops[i - 1], name));
      }
    }
  }
});

test("sequence numbers that wrap go on", () => {
  const flow = model("kernel/seq_wrap_data").flows.get(1);
  const wraps = ["client", "server"].filter((end) => {
    const seqs = flow.rows.filter((row) => row.record.from === end && row.record.length > 0).map((row) => row.record.seq);
    return Math.max(...seqs) - Math.min(...seqs) > 2 ** 31;
  });
  assert.ok(wraps.length > 0);
  for (const end of wraps) {
    const { data } = flow.graph[end];
    const bytes = flow.report[end].bytes;
    assert.equal(Math.min(...data.map(({ low }) => low)), 0);
    assert.equal(Math.max(...data.map(({ high }) => high)), bytes + 2); // SYN and FIN take one each
  }
});

test("what is sent again is told from what is new, and its acknowledgment is no sample", () => {
  const flow = model("kernel/fast_retransmit_sack").flows.get(1);
  const { again, round_trips: samples, sacks, in_flight: flight } = flow.graph.client;
  assert.equal(again.length, flow.report.client.retransmissions);
  assert.ok(sacks.length > 0);
  assert.ok(samples.every(({ low }) => low > 0));
  assert.equal(flight.at(-1).last, 0);
});

/** The paths of a picture of --graph, as points [x, y] of the corners, by flow and end that sends. */
function pathsOf(picture) {
  const sections = picture.split('<text class="phase"').slice(1).map((section) => {
    const [, flow, end] = /\[(\d+)\] (client|server)/.exec(section);
    const paths = [...section.matchAll(/<path class="[^"]*" d="([^"]*)"/g)].map(([, d]) => cornersOf(d));
    return [`${flow} ${end}`, paths];
  });
  return new Map(sections);
}

/** {x, ys}: at each place the values that a stroke has there; one for each M and H. */
function cornersOf(path) {
  const corners = [];
  for (const [, command, numbers] of path.matchAll(/([MHV])([\d. ]+)/g)) {
    const [first, second] = numbers.split(" ").map(Number);
    if (command === "V") {
      corners.at(-1).ys.push(first);
    } else {
      corners.push({ command, x: first, ys: command === "M" ? [second] : [] });
    }
  }
  return corners;
}

/** Whether numbers are the values, on an axis that is found from the least and the largest of them. */
function assertOnAxis(values, numbers, name) {
  assert.equal(numbers.length, values.length, name);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const at = (value) => numbers[values.indexOf(value)];
  const scale = high > low ? (at(high) - at(low)) / (high - low) : 0;
  values.forEach((value, i) => assert.ok(Math.abs(numbers[i] - (at(low) + scale * (value - low))) < 0.3, `${name}: ${numbers[i]} of ${value}`));
}

test("the page's graphs and the pictures of --graph have the same points", () => {
  let compared = 0;
  for (const [name, { flows }] of every) {
    const picture = join(folder, "graph.svg");
    execFileSync(program, ["-nn", "--count", "--lang", "en", "-r", join(pcaps, `${name}.pcap`), "--graph", picture], { stdio: "ignore" });
    for (const [key, paths] of pathsOf(readFileSync(picture, "utf8"))) {
      const [number, end] = key.split(" ");
      const graph = flows.get(Number(number)).graph[end];
      const small = graph.segments <= 4; // has the first panel only
      const lines = new Set(["acks", "edge", "limit", "in_flight"]);
      const drawn = ["edge", "acks", "sacks", "data", "again", "closed", ...(small || graph.in_flight.length < 2 ? [] : ["limit", "in_flight"]), ...(small ? [] : ["round_trips"])];
      const series = drawn.filter((one) => graph[one].length > 0);
      assert.equal(paths.length, series.length, `${name} ${key}: ${series}`);
      series.forEach((one, i) => {
        const strokes = graph[one];
        const what = `${name} ${key} ${one}`;
        const corners = lines.has(one) ? paths[i].slice(0, strokes.length) : one === "closed" || one === "round_trips" ? paths[i].filter(({ command }) => command === "M") : paths[i];
        assertOnAxis(strokes.map(({ time }) => time), corners.map(({ x }) => x), what);
        if (one === "acks" || one === "in_flight") {
          assertOnAxis(strokes.map(({ last }) => last), corners.map(({ ys }) => ys.at(-1)), what);
        }
        compared += strokes.length;
      });
    }
  }
  assert.ok(compared > 1000, String(compared));
});

test("a search finds the last number that is not above", () => {
  assert.deepEqual([0, 1, 2, 5, 9].map((number) => lastNotAbove([1, 2, 2, 8], number)), [-1, 0, 2, 2, 3]);
  assert.equal(lastNotAbove([], 1), -1);
});

test("numbers are short and plain", () => {
  assert.deepEqual([0.0000123, 0.01234, 0.5, 1.2345, 60, 125].map(duration), ["0.012 ms", "12.34 ms", "500 ms", "1.234 s", "60 s", "2 min 5 s"]);
  assert.equal(count(14883), "14\u202f883");
  assert.deepEqual([0.7, 3, 21].map(roundStep), [1, 5, 50]);
  assert.equal(socketName({ address: "2001:db8::1", port: 80 }), "[2001:db8::1]:80");
});
