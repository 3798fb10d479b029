// flows.mjs PROGRAM PCAPS: the table of flows and what is known of each.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { column, read, records, selectedNumber, textOf, withPage, writePage } from "./browser.mjs";

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
