// steps.mjs PROGRAM PCAPS: going from packet to packet, by keys, clicks, addresses and a search.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, goTo, read, records, selectedNumber, textOf, withPage, writePage } from "./browser.mjs";

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

test("an address leads to its packet, also later", async () => {
  await withPage(writePage(read("kernel/many_short")), { hash: "#flow=3&packet=25" }, async (page) => {
    assert.equal(await selectedNumber(page), 25);
    assert.equal(await textOf(page, "#flow-scroll tr.selected td"), "3");
    await goTo(page, "#flow=2");
    assert.equal(await textOf(page, "#flow-scroll tr.selected td"), "2");
    assert.match(await addressOf(page), /flow=2&packet=\d+/);
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
