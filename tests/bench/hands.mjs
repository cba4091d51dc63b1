// Works in Chromium as somebody does, and notes how long each press took until it was painted: node hands.mjs URL COOKIE.
// Says one line of JSON: milliseconds, a list each.

import { finish, visitor } from "../browser/support.mjs";

const [url, cookie] = process.argv.slice(2);
/** How often the same is done: the best counts, as others use the machine too. */
const RUNS = 3;

/** In the page: every press until the next paint (Event Timing), and every conversation from the press to the paint. */
function watch() {
  globalThis.presses = new Map();
  new PerformanceObserver((all) => {
    for (const it of all.getEntries()) if (it.interactionId) globalThis.presses.set(it.interactionId, Math.max(it.duration, globalThis.presses.get(it.interactionId) ?? 0));
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  globalThis.switches = [];
  let pressed = 0;
  for (const kind of ["keydown", "mousedown"]) addEventListener(kind, () => (pressed = performance.now()), true);
  let shown = document.querySelector("#content")?.dataset.conversation;
  new MutationObserver(() => {
    const now = document.querySelector("#content")?.dataset.conversation;
    if (!now || now === shown) return;
    shown = now;
    const from = pressed;
    // What runs after the next frame comes when it is drawn.
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => globalThis.switches.push(performance.now() - from);
      after.port2.postMessage(0);
    });
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-conversation"] });
}

const [name, ...value] = cookie.split("=");

async function run() {
  const page = await visitor(url);
  await page.context().addCookies([{ name, value: value.join("="), url }]);
  const rest = (ms) => page.waitForTimeout(ms);
  const taken = () => page.evaluate(() => globalThis.switches.splice(0));
  const number = () => page.evaluate(() => document.querySelector("#content")?.dataset.conversation);
  await page.goto("/list/all");
  await page.waitForSelector("#rows .row");
  await page.evaluate(watch);
  for (const key of "jjjjkkjj") {
    await page.keyboard.press(key);
    await rest(150);
  }
  await page.keyboard.press("Enter");
  await page.waitForSelector("#content[data-conversation]");
  await rest(600);
  await taken();
  // By keys: the next one is there already.
  for (let n = 0; n < 8; n += 1) {
    const was = await number();
    await page.keyboard.press("j");
    await page.waitForFunction((it) => document.querySelector("#content")?.dataset.conversation !== it, was);
    await rest(500);
  }
  const ahead = await taken();
  // By a press on a row nobody looked at: it is asked for only then.
  const rows = page.locator("#rows .row:not([aria-current])");
  for (let n = 0; n < 6; n += 1) {
    const was = await number();
    const row = rows.nth(20 + n);
    await row.scrollIntoViewIfNeeded();
    const box = await row.boundingBox();
    await page.mouse.move(1270, 790);
    await rest(300);
    await page.mouse.move(box.x + 60, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForFunction((it) => document.querySelector("#content")?.dataset.conversation !== it, was);
    await rest(300);
  }
  const asked = await taken();
  await page.keyboard.press("r");
  await page.keyboard.type("A line as one types it, /", { delay: 40 });
  await rest(300);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await rest(300);
  await page.keyboard.type("resol", { delay: 40 });
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.keyboard.type("Noted.", { delay: 40 });
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".message[data-kind=note]:has-text('Noted.')");
  await rest(500);
  const presses = await page.evaluate(() => [...globalThis.presses.values()]);
  await page.context().close();
  return { presses, ahead, asked };
}

const all = [];
for (let n = 0; n < RUNS; n += 1) all.push(await run());
const worst = (kind) => Math.min(...all.map((it) => Math.max(0, ...it[kind])));
const middle = (kind) => Math.min(...all.map((it) => it[kind].toSorted((a, b) => a - b)[Math.floor(it[kind].length / 2)] ?? 0));
const told = { n: all[0].presses.length };
for (const kind of ["presses", "ahead", "asked"]) Object.assign(told, { [kind]: worst(kind), [`${kind}_middle`]: middle(kind) });
console.log(JSON.stringify(told));
await finish();
