// What browser scenarios stand on: Chromium, axe, and a Lobby with a real mailbox (tests/peers/stand.py).

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import readCode from "jsqr";
import { chromium } from "playwright-core";

const axeSource = readFileSync(fileURLToPath(new URL("node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const standPath = fileURLToPath(new URL("../peers/stand.py", import.meta.url));
const folder = fileURLToPath(new URL("shots/", import.meta.url));

export const scenarios = [];
let browser;
const stands = [];

/** Declares a scenario; `run` fails by throwing. */
export function scenario(name, run) {
  scenarios.push({ name, run });
}

/** Closes what is still open. */
export async function finish() {
  for (const it of stands.splice(0)) it.process.stdin.end();
  await browser?.close();
  browser = undefined;
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
 * A new browser of its own (cookies and all) on `url`. `options`: `javascript` [true], `dark` [false], `phone` [false],
 * `locale` ["en-US"], `worker` [false]: what a worker asks for cannot be held up by a test.
 * Every error of a page, and every line its policy blocked, is kept in `page.troubles`.
 */
export async function visitor(url, options = {}) {
  const context = await (await chrome()).newContext({
    baseURL: url,
    javaScriptEnabled: options.javascript ?? true,
    colorScheme: options.dark ? "dark" : "light",
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    locale: options.locale ?? "en-US",
    serviceWorkers: options.worker ? "allow" : "block",
    bypassCSP: false,
  });
  context.setDefaultTimeout(20_000);
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

/** What hangs on the colours of a page alone: in the second theme the rest is what it was in the first. */
const COLOURED = ["color-contrast", "link-in-text-block"];

/** What axe finds wrong on the page, as short lines; none is good. */
export async function violations(page, { coloured = false } = {}) {
  // Evaluated by the debugger, which the page's content policy does not bind.
  await page.evaluate(axeSource);
  const rules = coloured ? { runOnly: COLOURED } : {};
  const found = await page.evaluate((it) => globalThis.axe.run(document, { ...it, resultTypes: ["violations"] }), rules);
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
    if (Date.now() > end) throw new Error(`after ${seconds} s: ${typeof what === "function" ? await what() : what}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** Keeps a picture of the page in tests/browser/shots (never committed), where somebody wants to look: LOBBY_SHOTS=1. They
 * are a tenth of the time of all scenarios. */
export async function shot(page, name) {
  if (process.env.LOBBY_SHOTS) await keep(page, name);
}

async function keep(page, name) {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
}

/** Keeps a picture of every page that is open: what a scenario that failed saw last. */
export async function shots(name) {
  const pages = browser?.contexts().flatMap((it) => it.pages()) ?? [];
  for (const [at, page] of pages.entries()) await keep(page, `failed-${name}-${at}`).catch(() => {});
}

/** What went wrong on the pages that are open. */
export const troubles = () => browser?.contexts().flatMap((it) => it.pages()).flatMap((it) => it.troubles ?? []) ?? [];

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
  it.api = (method, path, body) => called(it, method, path, body);
  stands.push(it);
  return it;
}

/** Calls the API with the stand's token; gives its JSON, and throws what it refuses. */
async function called({ url, token }, method, path, body) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  if (method !== "GET") headers["Idempotency-Key"] = crypto.randomUUID();
  const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
  const made = said ? JSON.parse(said) : null;
  // Scenarios run at any hour: what is said at night by itself is said only where one asks for it.
  if (method === "POST" && path === "/channels") await called({ url, token }, "PATCH", `/channels/${made.id}/automatic`, { away: false });
  return made;
}

/**
 * One Lobby for all scenarios of a file, begun by `begin` when the first of them wants it: `lobby` gives it, `signedIn` a
 * page of its owner (or of `who`), `api` calls it, `subject` finds the conversation of that subject.
 */
export function oneDesk(begin = stand) {
  let begun;
  const lobby = () => (begun ??= begin());
  const signedIn = async (options, who) => {
    const it = await lobby();
    const desk = it.desk ?? it;
    const page = await visitor(desk.url, options);
    await logIn(page, who ?? desk);
    return page;
  };
  const api = async (method, path, body) => (await lobby()).api(method, path, body);
  const subject = async (text) => (await api("GET", "/conversations?limit=100")).data.find((it) => it.subject === text);
  return { lobby, signedIn, api, subject };
}

/** Throws when a page had an error, or its policy blocked something. */
export const sound = (page) => expect(!page.troubles.length, () => page.troubles.join("\n"));

/**
 * A page of another origin that has `script()` on it, as a customer's site has the chat; `?lang=` says its language.
 * `policy()` is its Content-Security-Policy, if it has one.
 */
export async function site(script, policy = () => "") {
  const server = createServer((request, answer) => {
    const lang = new URL(request.url, "http://site").searchParams.get("lang") ?? "en";
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    if (policy()) answer.setHeader("Content-Security-Policy", policy());
    answer.end(`<!doctype html><html lang="${lang}"><meta name="viewport" content="width=device-width"><title>Shop</title><main><h1>A shop</h1><p>Shoes. <a href="/cart">Cart</a></p></main>${script()}`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.unref();
  return `http://localhost:${server.address().port}`;
}

/**
 * A Lobby with a web chat of these `settings`, a site of another origin with the script on it, and an agent who is logged
 * in on the chat's settings page, which shows the script. Gives also the path of the chat's own `page`.
 */
export async function chatOnSite(settings = {}) {
  const desk = await stand();
  let script = "";
  const origin = await site(() => script);
  const channel = await desk.api("POST", "/channels", { kind: "webchat", name: "Chat", settings: { allowed_origins: origin, ...settings } });
  const agent = await visitor(desk.url);
  await logIn(agent, desk);
  await agent.goto(`/settings/channels/${channel.id}`);
  script = await agent.locator("#install input").first().inputValue();
  const page = await agent.locator("#install input").nth(1).inputValue();
  return { desk, origin, agent, channel, page: new URL(page).pathname };
}

/** Opens the chat of a site; its button stands in a closed shadow root. Gives its frame. */
export async function openChat(page) {
  await page.waitForFunction(() => window.Lobby && !Array.isArray(window.Lobby));
  await page.evaluate(() => window.Lobby.open());
  const frame = await until(() => page.frames().find((it) => it.url().includes("/panel")), "no frame");
  await frame.waitForSelector("#text");
  return frame;
}

/** Says who is logged in on the site; gives what Lobby answered. */
export async function identify(page, token) {
  const answer = page.waitForResponse((it) => it.url().includes("/identify"));
  await page.evaluate((it) => window.Lobby.identify(it), token);
  return (await answer).status();
}

/**
 * Says something in the chat and waits until Lobby has it. The words are put in by script and sent by the mouse: now and
 * then a headless Chromium hands no keys to a frame of another site, not even after a click into it.
 */
export async function sayInChat(frame, text) {
  await frame.evaluate((it) => {
    const field = document.getElementById("text");
    field.value = it;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await frame.click(".send");
  await frame.waitForSelector(`.m[data-by=you]:not([data-state]):has-text("${text}")`);
}

/** Looks at a page in three widths and two themes: nothing is wider than it, axe finds nothing; pictures are kept. */
export async function looked(page, name, options = {}) {
  try {
    for (const width of [390, 900, 1440]) for (const theme of ["light", "dark"]) await lookedAt(page, name, { width, theme, ...options });
  } finally {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "light" });
  }
}

async function lookedAt(page, name, { width, theme, axe }) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: theme });
  // Not waited for: one that stands still would never end.
  await page.evaluate(() => document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < 5000).forEach((it) => it.finish()));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over <= 0, `${name}: ${over} px too wide at ${width}`);
  const wrong = axe === false ? [] : await violations(page, { coloured: theme === "dark" });
  expect(!wrong.length, `${name} ${width} ${theme}: ${wrong.join("\n")}`);
  await shot(page, `${name}-${width}-${theme}`);
}

/** What the first QR code of a page says, read by a program of other hands; empty when it reads nothing. */
export async function scanned(page) {
  const picture = (await page.locator("svg.qr").first().screenshot()).toString("base64");
  const blank = await page.context().newPage();
  const drawn = await blank.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
    return { width: image.width, height: image.height, data: [...pen.getImageData(0, 0, image.width, image.height).data] };
  }, picture);
  await blank.close();
  return readCode(Uint8ClampedArray.from(drawn.data), drawn.width, drawn.height)?.data ?? "";
}
