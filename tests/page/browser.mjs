// What the tests of the page of --html share: a browser, and a page in it, driven as a reader would. They end with
// status 77 where there is no browser, or no playwright-core (.ci/install page brings both).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

const program = process.argv[2];
export const pcaps = process.argv[3];
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const playwright = await import("playwright-core").catch(() => null);
if (!playwright || !executablePath) {
  console.log(`skipped: ${playwright ? "no chromium" : "playwright-core is absent"} (.ci/install page)`);
  process.exit(77);
}

const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };

export const folder = mkdtempSync(join(tmpdir(), "tcpgloss-page-"));
export let browser;

before(async () => {
  browser = await playwright.chromium.launch({ executablePath, args: SWITCHES });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

export const read = (name) => join(pcaps, `${name}.pcap`);

function run(...options) {
  return execFileSync(program, ["-nn", ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 28 });
}

export function writePage(file, ...options) {
  const path = join(folder, `${Math.random()}.html`);
  run("-r", file, "--html", path, ...options);
  return path;
}

export const records = (file, type) => run("--json", "-r", file).split("\n").filter(Boolean).map((line) => JSON.parse(line)).filter((one) => one.type === type);

/** The seconds that the page's thread has worked, however busy the machine is. */
async function threadClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Opens a page and gives it to `use`; whatever goes wrong in it, or leaves it, fails the test. */
export async function withPage(path, { hash = "", counting = false, ...options }, use) {
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

export const textOf = (page, selector) => page.locator(selector).first().innerText();
/** As the page has it: what the driver knows of it comes later. */
export const addressOf = (page) => page.evaluate(() => location.href);
/** Gives the page another address, and comes back when the page has gone there. */
export const goTo = (page, hash) => page.evaluate((to) => new Promise((gone) => {
  addEventListener("hashchange", () => gone(), { once: true });
  location.hash = to;
}), hash);
export const selectedNumber = async (page) => Number(new URLSearchParams(new URL(await addressOf(page)).hash.slice(1)).get("packet"));
export const column = async (page, n) => (await page.locator(`#flow-scroll tbody tr:not(.spacer) td:nth-child(${n})`).allInnerTexts());
