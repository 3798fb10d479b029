// page.mjs PROGRAM PCAPS: the page of --html, driven in a browser as a reader would. Status 77: there is no browser, or
// no playwright-core (.ci/install page brings both).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { capture, clientHello, conversation, question } from "./capture.mjs";

const [program, pcaps] = process.argv.slice(2);
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const playwright = await import("playwright-core").catch(() => null);
if (!playwright || !executablePath) {
  console.log(`skipped: ${playwright ? "no chromium" : "playwright-core is absent"} (.ci/install page)`);
  process.exit(77);
}

const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

const folder = mkdtempSync(join(tmpdir(), "tcpgloss-page-"));
let browser;

before(async () => {
  browser = await playwright.chromium.launch({ executablePath, args: SWITCHES });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const read = (name) => join(pcaps, `${name}.pcap`);

function run(...options) {
  return execFileSync(program, ["-nn", ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 28 });
}

function writePage(file, ...options) {
  const path = join(folder, `${Math.random()}.html`);
  run("-r", file, "--html", path, ...options);
  return path;
}

const records = (file, type) => run("--json", "-r", file).split("\n").filter(Boolean).map((line) => JSON.parse(line)).filter((one) => one.type === type);

/** The seconds that the page's thread has worked, however busy the machine is. */
async function threadClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Opens a page and gives it to `use`; whatever goes wrong in it, or leaves it, fails the test. */
async function withPage(path, { hash = "", counting = false, ...options }, use) {
  const context = await browser.newContext({ viewport: WIDE, locale: "en-US", colorScheme: "light", ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => wrong.push(message.text()));
  page.on("dialog", (dialog) => wrong.push(dialog.message()));
  page.on("request", (request) => request.url().startsWith(`file://${folder}/`) || wrong.push(request.url()));
  const spent = counting ? await threadClock(page) : null;
  await page.goto(`file://${path}${hash}`);
  await page.waitForSelector("#text-scroll > *");
  await use(page, spent);
  assert.deepEqual(wrong, []);
  await context.close();
}

const textOf = (page, selector) => page.locator(selector).first().innerText();
/** As the page has it: what the driver knows of it comes later. */
const addressOf = (page) => page.evaluate(() => location.href);
/** Gives the page another address, and comes back when the page has gone there. */
const goTo = (page, hash) => page.evaluate((to) => new Promise((gone) => {
  addEventListener("hashchange", () => gone(), { once: true });
  location.hash = to;
}), hash);
const selectedNumber = async (page) => Number(new URLSearchParams(new URL(await addressOf(page)).hash.slice(1)).get("packet"));
const column = async (page, n) => (await page.locator(`#flow-scroll tbody tr:not(.spacer) td:nth-child(${n})`).allInnerTexts());

test("a table sorted by a click has its rows in that order", async () => {
  const file = read("kernel/many_short");
  const packets = records(file, "flow").map((flow) => [flow.flow, flow.client.packets + flow.server.packets]);
  const byPackets = packets.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([flow]) => String(flow));
  await withPage(writePage(file), {}, async (page) => {
    await page.click("#flow-scroll th:nth-child(10) button");
    assert.deepEqual(await column(page, 1), byPackets.slice(0, (await column(page, 1)).length));
    assert.equal(await page.getAttribute("#flow-scroll th:nth-child(10)", "aria-sort"), "descending");
    await page.click("#flow-scroll th:nth-child(1) button");
    assert.equal((await column(page, 1))[0], "1");
  });
});

test("a filtered table has only what matches", async () => {
  const file = read("kernel/many_short");
  const flow = records(file, "flow")[4];
  await withPage(writePage(file), {}, async (page) => {
    await page.fill("#flow-filter", String(flow.client.port));
    assert.deepEqual(await column(page, 1), [String(flow.flow)]);
    await page.fill("#flow-filter", "");
    await page.selectOption("#flow-closing", "reset");
    const reset = records(file, "flow").filter((one) => one.teardown === "reset").length;
    assert.equal((await column(page, 1)).length, reset);
  });
});

test("each step selects the same packet everywhere, and lights its states", async () => {
  const file = read("transcripts/http-get-merged-fin");
  await withPage(writePage(file), {}, async (page) => {
    for (const packet of records(file, "packet")) {
      assert.equal(await selectedNumber(page), packet.number);
      assert.ok((await textOf(page, "#text-scroll .row.selected .line")).startsWith(packet.text.slice(0, 40)));
      assert.equal(Number(await page.getAttribute("#ladder .arrow.selected", "data-row")), packet.number - 1);
      for (const [end, state] of Object.entries(packet.states)) {
        const lit = state === null ? 0 : 1;
        assert.equal(await page.locator(`#diagram .box.${end}`).count(), lit);
        assert.equal(lit ? (await page.textContent(`#diagram .box.${end} > text`)) : null, state);
      }
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("Home");
    assert.equal(await selectedNumber(page), 1);
  });
});

test("a click in the ladder or the graph selects in the text", async () => {
  await withPage(writePage(read("kernel/fast_retransmit_sack")), {}, async (page) => {
    await page.locator("#ladder .arrow[data-row='4'] .label").dispatchEvent("click");
    assert.equal(await page.getAttribute("#text-scroll .selected", "data-row"), "4");
    const box = await page.locator("#graph svg").boundingBox();
    await page.locator("#graph svg").click({ position: { x: box.width - 15, y: 100 } });
    assert.ok(await selectedNumber(page) > 50);
  });
});

test("panes scroll together, and steps bring the packet into view", async () => {
  await withPage(writePage(read("kernel/fast_retransmit_sack")), {}, async (page) => {
    const inView = (pane, selector) => page.evaluate(([outer, inner]) => {
      const [a, b] = [outer, inner].map((one) => document.querySelector(one).getBoundingClientRect());
      return b.top >= a.top - 1 && b.bottom <= a.bottom + 1;
    }, [pane, selector]);
    await page.hover("#text-scroll");
    await page.mouse.wheel(0, 1500);
    await page.waitForFunction(() => {
      const [text, ladder] = ["#text-scroll", "#ladder-scroll"].map((one) => document.querySelector(one).getBoundingClientRect());
      const top = document.elementFromPoint(text.left + 12, text.top + 4).closest("[data-row]").dataset.row;
      const arrow = document.querySelector(`#ladder .arrow[data-row="${top}"] .label`)?.getBoundingClientRect();
      return top > 10 && arrow && arrow.top >= ladder.top - 1 && arrow.bottom <= ladder.top + 100;
    });
    for (const key of ["End", "Home", "ArrowRight"]) {
      await page.keyboard.press(key);
      assert.ok(await inView("#text-scroll", "#text-scroll .selected .line"), key);
      assert.ok(await inView("#ladder-scroll", "#ladder .arrow.selected .label"), key);
    }
  });
});

test("the ladder names the states where one is, and a lost segment ends on its way", async () => {
  await withPage(writePage(read("kernel/loss_rto")), { hash: "#packet=12" }, async (page) => {
    const named = await page.evaluate(() => {
      const { top, bottom } = document.querySelector("#ladder-scroll").getBoundingClientRect();
      const inView = ({ top: y }) => y > top && y < bottom;
      return ["client", "server"].map((end) => [...document.querySelectorAll(`#ladder .state.${end}`)].find((one) => inView(one.getBoundingClientRect()))?.textContent);
    });
    assert.deepEqual(named, ["ESTABLISHED", "ESTABLISHED"]);
    assert.ok(await page.locator("#ladder .arrow.lost").count() > 0);
    assert.equal(await page.locator("#ladder .arrow.lost .tip").count(), 0);
    assert.match(await textOf(page, "#outline"), /server closes first[^]*longest pause 444 ms, until the client sends[^]*Four-way teardown/);
  });
});

test("the graphs show data where there are some, and say where there are none", async () => {
  await withPage(writePage(read("kernel/zero_window")), {}, async (page) => {
    for (const style of ["data", "again", "acked", "window", "sack", "closed", "sample"]) {
      assert.ok(await page.locator(`#graph path.${style}`).count() > 0, style);
    }
    assert.match(await textOf(page, "#legend"), /zero window/);
    await page.selectOption("#direction", "server");
    assert.equal(await page.locator("#graph path").count(), 0);
    assert.match(await page.textContent("#graph"), /No data in this direction/);
    assert.equal(await textOf(page, "#legend"), "");
  });
});

test("an address leads to its packet, also later", async () => {
  await withPage(writePage(read("kernel/many_short")), { hash: "#flow=3&packet=25" }, async (page) => {
    assert.equal(await selectedNumber(page), 25);
    assert.equal(await textOf(page, "#flow-scroll tr.selected td"), "3");
    await goTo(page, "#flow=2");
    assert.equal(await textOf(page, "#flow-scroll tr.selected td"), "2");
    assert.match(await addressOf(page), /flow=2&packet=\d+/);
  });
});

test("the language switch changes every word, and is kept", async () => {
  await withPage(writePage(read("kernel/half_close")), {}, async (page) => {
    const visible = () => page.evaluate(() => document.body.innerText);
    assert.doesNotMatch((await visible()).replace("中文", ""), /[\u4e00-\u9fff]/);
    await page.click("#language");
    assert.match(await textOf(page, "#text-scroll .note.phase"), /三次握手/);
    assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
    await page.reload();
    await page.waitForSelector("#text-scroll .row");
    assert.equal(await textOf(page, "#states-heading"), "状态图");
  });
});

test("the page opens in the language that was asked for, else in the reader's", async () => {
  const file = read("kernel/half_close");
  await withPage(writePage(file, "--lang", "zh"), {}, async (page) => assert.equal(await textOf(page, "#language"), "English"));
  await withPage(writePage(file, "--lang", "both"), { locale: "zh-CN" }, async (page) => assert.equal(await textOf(page, "#language"), "English"));
});

test("kinds of notes can be hidden, and packets without notes", async () => {
  await withPage(writePage(read("kernel/loss_rto")), {}, async (page) => {
    const counts = async () => Promise.all(["phase", "step", "warning"].map((kind) => page.locator(`#text-scroll .note.${kind}`).count()));
    const [phases, steps, warnings] = await counts();
    assert.ok(phases > 0 && steps > 0 && warnings > 0);
    await page.click("#kinds .step");
    assert.deepEqual(await counts(), [phases, 0, warnings]);
    await page.click("#kinds .phase");
    await page.check("#noted-only");
    await page.keyboard.press("End");
    const rows = await page.locator("#text-scroll .row").count();
    assert.ok(rows >= warnings && rows <= warnings + 1);
  });
});

test("a search goes from one find to the next, through all flows", async () => {
  const file = read("kernel/many_short");
  const found = records(file, "packet").filter((packet) => packet.text.includes("Flags [F"));
  await withPage(writePage(file), {}, async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("flags [f");
    await page.keyboard.press("Enter");
    assert.equal(await selectedNumber(page), found[0].number);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assert.equal(await selectedNumber(page), found[2].number);
    assert.match(await textOf(page, "#search-count"), new RegExp(`^3 / ${found.length}$`));
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await selectedNumber(page), found[2].number);
  });
});

test("covered notes show neither notes nor states, until they are uncovered", async () => {
  await withPage(writePage(read("kernel/half_close")), { hash: "#packet=2" }, async (page) => {
    await page.check("#teaching");
    assert.equal(await page.locator("#text-scroll .note:not(.cover)").count(), 0);
    assert.equal(await page.locator("#diagram .box.server").count(), 0);
    assert.equal(await page.locator("#explanation article").count(), 0);
    await page.click("#text-scroll .row[data-row='1'] .cover button");
    assert.ok(await page.locator("#text-scroll .note.step").count() === 1);
    assert.equal(await page.textContent("#diagram .box.server > text"), "SYN-RECEIVED");
  });
});

test("a word, a state and a note explain themselves", async () => {
  await withPage(writePage(read("kernel/half_close")), { hash: "#packet=2" }, async (page) => {
    const asked = () => textOf(page, "#explanation .asked h3");
    await page.click("#text-scroll .selected .word:has-text('wscale')");
    assert.equal(await asked(), "wscale");
    await page.click("#text-scroll .selected .note b:has-text('SYN-RECEIVED')");
    assert.equal(await asked(), "SYN-RECEIVED");
    await page.focus("#diagram .box[aria-label^='TIME-WAIT']");
    await page.keyboard.press("Enter");
    assert.equal(await asked(), "TIME-WAIT");
    await page.click("#explanation .asked .close");
    assert.equal(await page.locator("#explanation .asked").count(), 0);
    assert.match(await textOf(page, "#explanation article.step"), /RFC 9293/);
  });
});

test("no label of the state diagram stands on a box, a light or another label", async () => {
  for (const locale of ["en-US", "zh-CN"]) {
    await withPage(writePage(read("kernel/rst_linger0"), "--lang", "both"), { locale, hash: "#packet=8" }, async (page) => {
      const over = await page.evaluate(() => {
        const named = (node) => ({ name: node.textContent, box: node.getBoundingClientRect() });
        const labels = [...document.querySelectorAll("#diagram .edge tspan")].map(named);
        const boxes = [...document.querySelectorAll("#diagram :is(.box rect, .light circle)")].map((node) => ({ name: node.parentNode.textContent, box: node.getBoundingClientRect() }));
        const meet = ({ box: a }, { box: b }) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
        return labels.flatMap((label, i) => [...boxes, ...labels.slice(i + 1)].filter((other) => meet(label, other)).map((other) => `${label.name} / ${other.name}`));
      });
      assert.deepEqual(over, []);
    });
  }
});

test("all facts of a flow stand below, with words for each", async () => {
  const file = read("kernel/loss_rto");
  const [flow] = records(file, "flow");
  await withPage(writePage(file), {}, async (page) => {
    await page.click("#explanation summary");
    await page.keyboard.press("End");
    const names = await page.locator("#explanation details[open] th[scope=row]").allInnerTexts();
    const grouped = Object.values(flow.client).flatMap((value) => (value !== null && typeof value === "object" ? Object.keys(value) : [value]));
    assert.equal(names.length, Object.keys(flow).length - 3 + grouped.length);
    assert.ok(names.every((name) => !/^(flow|end)\./.test(name)), String(names));
    const row = page.locator("#explanation details tr", { hasText: /^resent/ }).first();
    assert.deepEqual(await row.locator("td").allInnerTexts(), [flow.client.retransmissions, flow.server.retransmissions].map(String));
  });
});

test("the space bar plays to the end, and stops", async () => {
  const file = read("kernel/connection_refused");
  await withPage(writePage(file), {}, async (page) => {
    await page.selectOption("#pace", "1");
    await page.locator("body").press(" ");
    await page.waitForFunction(() => document.querySelector("#text-scroll .row:last-child.selected, #text-scroll .block:last-child .row:last-child.selected"));
    await page.waitForSelector("#play[aria-label='Play']");
  });
});

test("brackets go through the flows, W to a warning, and the help lists the keys", async () => {
  await withPage(writePage(read("kernel/many_short")), {}, async (page) => {
    await page.keyboard.press("]");
    await page.keyboard.press("]");
    assert.match(await addressOf(page), /flow=3/);
    await page.keyboard.press("[");
    assert.match(await addressOf(page), /flow=2/);
    await page.keyboard.press("?");
    assert.ok(await page.locator("#keys[open] kbd").count() > 10);
    await page.keyboard.press("Escape");
  });
  await withPage(writePage(read("kernel/loss_rto")), {}, async (page) => {
    await page.keyboard.press("w");
    assert.equal(await page.locator("#text-scroll .selected .note.warning").count(), 1);
  });
});

test("markup in a capture and in its name stays text and does nothing", async () => {
  const markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  const name = join(folder, "\"><svg onload=alert(3)><!-- &lt;.pcap");
  writeFileSync(name, capture([
    ...conversation(80, `GET /${markup} HTTP/1.1\r\nHost: ${markup}\r\n\r\n`, `HTTP/1.1 200 ${markup}\r\n\r\n</script><b>`),
    ...conversation(443, clientHello(markup), "x"),
    question("<b>x.</script>.<img src=y onerror=alert(4)>"),
  ]));
  await withPage(writePage(name, "-v"), {}, async (page) => {
    assert.ok((await textOf(page, "#title")).includes("<svg onload=alert(3)>"));
    const seen = [];
    for (const flow of await column(page, 1)) {
      await goTo(page, `#flow=${flow === "–" ? 0 : flow}`);
      await page.keyboard.press("End");
      seen.push(await textOf(page, "#text"));
      await page.keyboard.press("ArrowLeft");
    }
    for (const part of [`GET /${markup}`, `HTTP/1.1 200 ${markup}`, `SNI ${markup}`, "A? <b>x.</script>.<img"]) {
      assert.ok(seen.some((text) => text.includes(part)), part);
    }
    const made = await page.evaluate(() => [document.images.length, document.scripts.length, document.querySelectorAll("[onload], [onerror]").length]);
    assert.deepEqual(made, [0, 2, 0]);
    await page.fill("#search-text", "onerror");
    await page.press("#search-text", "Enter");
    assert.ok(await page.locator("#text-scroll .selected").count() === 1);
  });
});

test("a narrow screen shows one part at a time, and none is wider", async () => {
  await withPage(writePage(read("kernel/many_short")), { viewport: NARROW }, async (page) => {
    const runsOver = () => page.evaluate(() => ["states", "explain"].filter((id) => {
      const part = document.getElementById(id);
      return part.scrollHeight > part.clientHeight + 1;
    }));
    for (const tab of ["flows", "text", "ladder", "states", "graphs"]) {
      await page.click(`#tabs [data-tab=${tab}]`);
      assert.ok(await page.locator(`#${tab}`).isVisible());
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), tab);
      assert.deepEqual(await runsOver(), [], tab);
    }
    await page.click("#tabs [data-tab=flows]");
    await page.waitForFunction(() => document.querySelectorAll("#flow-scroll tbody tr:not(.spacer)").length === 20);
    await page.click("#flow-scroll tbody tr:nth-child(4) button");
    assert.ok(await page.locator("#text").isVisible());
  });
  await withPage(writePage(read("kernel/half_close")), { viewport: { width: 360, height: 640 } }, async (page) =>
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)));
});

test("text stands out from its ground, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await withPage(writePage(read("kernel/loss_rto")), { colorScheme, hash: "#packet=8" }, async (page) => {
      const poor = await page.evaluate(() => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        const luminance = (colour) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((one) => one / 255)
            .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node) => {
          const colour = getComputedStyle(node).backgroundColor;
          return colour === "rgba(0, 0, 0, 0)" && node.parentElement ? ground(node.parentElement) : colour;
        };
        const selectors = [".note.phase", ".note.step", ".note.warning", ".from-client .line", ".from-server .line", ".faint", "#facts",
          ".selected .word", ".source", "h2", "#outline button.phase", "#outline button.warning", ".kind.step", "td.warning", "th button", ".fields td:last-child"];
        return selectors.flatMap((selector) => [...document.querySelectorAll(selector)].slice(0, 3).map((node) => {
          const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))];
          return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
        })).filter(([, contrast]) => contrast < 4.5);
      });
      assert.deepEqual(poor, []);
    });
  }
});

test("every picture of the gallery is drawn light and dark, and no word of it is cut off", async () => {
  const gallery = resolve(pcaps, "..", "docs", "gallery");
  const page = await browser.newPage();
  for (const file of readdirSync(gallery).filter((name) => name.endsWith(".svg"))) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`file://${join(gallery, file)}`);
      const { ground, ink, cut } = await page.evaluate(() => {
        const brightness = (node) => getComputedStyle(node).fill.match(/\d+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0) / 3;
        const sheet = document.querySelector("rect.paper").getBoundingClientRect();
        const texts = [...document.querySelectorAll("text")];
        return {
          ground: brightness(document.querySelector("rect.paper")), ink: brightness(texts.at(-1)),
          cut: texts.filter((text) => {
            const box = text.getBoundingClientRect();
            return box.left < sheet.left || box.right > sheet.right || box.top < sheet.top || box.bottom > sheet.bottom;
          }).map((text) => text.textContent),
        };
      });
      assert.ok(colorScheme === "light" ? ground > 200 : ground < 60, `${file} ${colorScheme}: ${ground}`);
      assert.ok(Math.abs(ground - ink) > 70, `${file} ${colorScheme}: ${ground} ${ink}`);
      assert.deepEqual(cut, [], file);
    }
  }
  await page.close();
});

test("print shows all of it, without what is to be clicked", async () => {
  await withPage(writePage(read("kernel/half_close")), { viewport: { width: 794, height: 1123 } }, async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const part of ["flows", "text", "ladder", "states", "graphs", "explain"]) {
      assert.ok(await page.locator(`#${part}`).isVisible(), part);
    }
    assert.ok(!(await page.locator("#tools").isVisible()));
    const cut = await page.evaluate(() => document.querySelector("#text-scroll").scrollHeight - document.querySelector("#text-scroll").clientHeight);
    assert.ok(cut <= 1);
  });
});

test("ten thousand packets open within two seconds, and more are cut with a word", async () => {
  const file = join(folder, "many.pcap");
  const frames = conversation(80, "x", "y");
  writeFileSync(file, capture([...frames, ...Array.from({ length: 10000 }, () => frames[2])]));
  const path = writePage(file);
  await withPage(path, { counting: true }, async (page, spent) => {
    assert.match(await textOf(page, "#remark"), /10\u202f000 of 10\u202f005 packets/);
    const opened = await spent();
    assert.ok(opened < 2, `${opened} s`);
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press("ArrowRight");
    }
    const step = (await spent() - opened) / 20;
    assert.ok(step < 0.1, `${step} s a step`);
    await page.keyboard.press("End");
    assert.equal(await selectedNumber(page), 10000);
  });
});

test("what the kernel said stands below its packet, in the table and on the ladder, and explains itself", async () => {
  const path = writePage(read("kernel/half_close"));
  const owner = '"uid":1000,"pid":42,"process":"<b>curl"';
  const facts = [`{"type":"kernel","id":"kernel.owner","zh":"客户端: <b>curl[42]","en":"client: <b>curl[42]","flow":1,"end":"client",${owner}}`,
    '{"type":"kernel","id":"kernel.state","zh":"不同","en":"client: ESTABLISHED ≠ inferred CLOSED","flow":1,"end":"client","agrees":false}'];
  const page = readFileSync(path, "utf8").replace(/("type":"packet","number":2,.*\n)/, (line) => line + facts.map((fact) => `${fact.replaceAll("<", "\\u003c")}\n`).join(""))
    .replace('"owner":null', `"owner":{${owner.replaceAll("<", "\\u003c")}}`)
    .replace(/(\{"type":"summary")/, '{"type":"kernel_count","id":"kernel.count","compared":8,"agreed":7}\n$1');
  writeFileSync(path, page);
  await withPage(path, {}, async (page) => {
    const said = page.locator("#text-scroll .row[data-row='1'] .note.fact");
    assert.deepEqual(await said.allInnerTexts(), ["#= client: <b>curl[42]", "#= client: ESTABLISHED ≠ inferred CLOSED"]);
    assert.equal(await page.locator("#text-scroll .note.fact.warning").count(), 1);
    assert.ok((await textOf(page, "#ladder-ends .client")).endsWith("<b>curl[42]"));
    assert.deepEqual(await column(page, 15), ["<b>curl[42] / –"]);
    assert.match(await textOf(page, "#facts"), /7 \/ 8/);
    await said.first().locator(".field").click();
    assert.equal(await textOf(page, "#explanation .asked h3"), "kernel.owner");
    await page.fill("#search-text", "inferred closed");
    await page.press("#search-text", "Enter");
    assert.equal(await selectedNumber(page), 2);
  });
});

test("a page that is cut short still opens", async () => {
  const path = writePage(read("kernel/half_close"));
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.indexOf('"number":9,') + 40));
  await withPage(path, {}, async (page) => {
    assert.match(await textOf(page, "#remark"), /not written to its end/);
    assert.equal(await page.locator("#text-scroll .row").count(), 8);
  });
});

test("every capture opens, and can be stepped through", async () => {
  const files = readdirSync(pcaps, { recursive: true }).filter((name) => name.endsWith(".pcap")).sort().map((name) => join(pcaps, name));
  const pages = files.map((file) => writePage(file));
  await withPage(pages[0], {}, async (page) => {
    for (const [i, path] of pages.entries()) {
      await page.goto(`file://${path}`);
      assert.equal(await textOf(page, "#title"), files[i]);
      await page.check("#to-scale");
      await page.keyboard.press("End");
      await page.keyboard.press("ArrowLeft");
      assert.ok(await page.locator("#text-scroll .selected").count() <= 1, files[i]);
    }
  });
});
