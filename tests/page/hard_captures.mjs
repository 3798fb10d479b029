// hard_captures.mjs PROGRAM PCAPS: pages of captures that are hostile, long, cut short, and of every capture of pcaps.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { column, folder, goTo, pcaps, read, selectedNumber, textOf, withPage, writePage } from "./browser.mjs";
import { capture, clientHello, conversation, question } from "./capture.mjs";

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
