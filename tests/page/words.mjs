// words.mjs PROGRAM PCAPS: what the page says, in the language that was asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { read, textOf, withPage, writePage } from "./browser.mjs";

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
