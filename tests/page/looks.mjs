// looks.mjs PROGRAM PCAPS: what the page and the pictures look like, on screens of all sizes and on paper.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { browser, NARROW, pcaps, read, textOf, withPage, writePage } from "./browser.mjs";

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
  await withPage(writePage(read("kernel/ipv6_plain")), { viewport: NARROW }, async (page) => {
    await page.click("#tabs [data-tab=ladder]");
    const lines = await page.evaluate(() => [...document.querySelectorAll("#ladder-ends span span")].map(({ lastChild }) => {
      const range = document.createRange();
      range.selectNodeContents(lastChild);
      return range.getClientRects().length;
    }));
    assert.deepEqual(lines, [1, 1], "ports on one line");
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
