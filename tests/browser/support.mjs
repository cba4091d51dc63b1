// What browser scenarios stand on: Chromium, axe, and a Lobby with a real mailbox (tests/peers/stand.py).

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const axeSource = readFileSync(fileURLToPath(new URL("node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const standPath = fileURLToPath(new URL("../peers/stand.py", import.meta.url));
const shots = fileURLToPath(new URL("shots/", import.meta.url));

export const scenarios = [];
let browser;
const stands = [];

/** Declares a scenario; `run` fails by throwing. */
export function scenario(name, run) {
  scenarios.push({ name, run });
}

/** Closes what is still open. */
export async function finish() {
  for (const it of stands) it.process.stdin.end();
  await browser?.close();
}

async function chrome() {
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? found,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  return browser;
}

/**
 * A new browser of its own (cookies and all) on `url`. `options`: `javascript` [true], `dark` [false], `phone` [false].
 * Every error of a page, and every line its policy blocked, is kept in `page.troubles`.
 */
export async function visitor(url, options = {}) {
  const context = await (await chrome()).newContext({
    baseURL: url,
    javaScriptEnabled: options.javascript ?? true,
    colorScheme: options.dark ? "dark" : "light",
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    locale: options.locale ?? "en-US",
    bypassCSP: false,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.troubles = [];
  page.on("pageerror", (it) => page.troubles.push(`error: ${it.message}`));
  page.on("console", (it) => it.type() === "error" && page.troubles.push(`console: ${it.text()}`));
  return page;
}

/** Logs somebody in through the page. */
export async function logIn(page, { email, password }) {
  await page.goto("/login");
  await page.fill("input[type=email], input[name=email]", email);
  await page.fill("input[type=password]", password);
  await Promise.all([page.waitForURL((it) => !it.pathname.startsWith("/login")), page.keyboard.press("Enter")]);
}

/** What axe finds wrong on the page, as short lines; none is good. */
export async function violations(page) {
  // Evaluated by the debugger, which the page's content policy does not bind.
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} (${rule.help})`));
}

/** Throws with `what` unless `truth` holds. */
export function expect(truth, what) {
  if (!truth) throw new Error(typeof what === "function" ? what() : what);
}

/** Waits until `look` gives something true and returns it. */
export async function until(look, what, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`after ${seconds} s: ${what}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** Keeps a picture of the page in tests/browser/shots (never committed). */
export async function shot(page, name) {
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}.png`, fullPage: true });
}

/**
 * Starts a Lobby with a mailbox; `empty` is one that is not set up. Gives what stand.py prints, and `ask(action, more)`
 * for its actions: deliver, deliver_raw, sent, restart, kill.
 */
export async function stand({ empty = false } = {}) {
  const process_ = spawn(process.env.PYTHON ?? "python3", [standPath, ...(empty ? ["--empty"] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("stand.py ended");
    return JSON.parse(value);
  };
  const it = { process: process_, ...(await read()) };
  let turn = Promise.resolve();
  it.ask = (action, said = {}, more = {}) => {
    const answer = turn.then(async () => {
      process_.stdin.write(`${JSON.stringify({ [action]: said, ...more })}\n`);
      const told = await read();
      if (told.error) throw new Error(told.error);
      return told;
    });
    turn = answer.catch(() => {});
    return answer;
  };
  it.stop = () => process_.stdin.end();
  stands.push(it);
  return it;
}
