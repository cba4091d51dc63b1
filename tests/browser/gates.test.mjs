// What every page is held to: bytes and requests at first sight, nothing that jumps while it loads or while news come in, no
// page that is too large, nothing that axe finds, no word in the console, and what Lighthouse calls best practice.

import { furnished, walked } from "./pages.mjs";
import { expect, oneDesk, scenario, until, violations, visitor } from "./support.mjs";

const KB = 1024;
/** Bytes as they come over the line, compressed. */
const FIRST_LOAD = 64 * KB;
const SCRIPTS = 30 * KB;
const STYLES = 14 * KB;
const DOCUMENT = 20 * KB;
const REQUESTS = 6;
const NODES = 2_500;
/** Of a page that loads; what changes in an open one shifts nothing. */
const SHIFT = 0.01;

const { lobby: there, signedIn } = oneDesk(crowded);
async function crowded() {
  const it = await furnished();
  const words = "pedido factura talla entrega cambio bodega horario precio garantía color despacho recibo cita plan línea router pago cuota envío guía".split(" ");
  const text = (at) => Array.from({ length: 24 }, (_, n) => words[(at * 7 + n * 11 + (n % 3) * at) % words.length]).join(" ");
  const made = [];
  for (let at = 0; at < 55; at += 1) made.push(it.desk.ask("deliver", { from: `c${at}@cliente${at % 9}.example`, name: `${words[at % words.length]} ${words[(at * 3) % words.length]}`, subject: text(at).slice(0, 60), text: text(at + 5) }));
  await Promise.all(made);
  const api = it.desk.api;
  await until(async () => (await api("GET", "/conversations?limit=100")).data.length >= 58, "the mails are not there", 90);
  const number = it.href.match(/\d+/)[0];
  for (let at = 0; at < 40; at += 1) await api("POST", `/conversations/${number}/messages`, { kind: "note", text: text(at + 60) });
  return { ...it, number };
}

const none = (wrong) => expect(!wrong.length, () => wrong.join("\n"));

/** Sees a page as for the first time; what came over the line, by kind, and what jumped. */
async function first(cookies, path) {
  const { desk } = await there();
  const page = await visitor(desk.url);
  await page.context().addCookies(cookies);
  await page.addInitScript(watch);
  const net = await page.context().newCDPSession(page);
  await net.send("Network.enable");
  const kinds = new Map();
  const bytes = { Document: 0, Script: 0, Stylesheet: 0, all: 0, requests: 0, foreign: 0 };
  net.on("Network.responseReceived", (it) => {
    if (it.response.url.startsWith("data:")) return;
    kinds.set(it.requestId, it.type);
    if (!it.response.url.startsWith(desk.url)) bytes.foreign += 1;
  });
  net.on("Network.loadingFinished", (it) => {
    const kind = kinds.get(it.requestId);
    // The stream of news stays open; what it says is no part of the page.
    if (!kind || kind === "EventSource") return;
    bytes[kind] = (bytes[kind] ?? 0) + it.encodedDataLength;
    bytes.all += it.encodedDataLength;
    bytes.requests += 1;
  });
  await page.goto(path, { waitUntil: "load" });
  await page.waitForTimeout(400);
  const shift = await page.evaluate(() => globalThis.shifted);
  const troubles = [...page.troubles];
  await page.context().close();
  return { ...bytes, shift, troubles };
}

/** In the page: adds up what jumps. What one does oneself within half a second before is no jump. */
function watch() {
  globalThis.shifted = 0;
  globalThis.jumped = [];
  new PerformanceObserver((all) => {
    for (const it of all.getEntries()) {
      if (it.hadRecentInput) continue;
      globalThis.shifted += it.value;
      const where = (box) => `${Math.round(box.x)},${Math.round(box.y)} ${Math.round(box.width)}×${Math.round(box.height)}`;
      globalThis.jumped.push(...it.sources.map(({ node, previousRect, currentRect }) => `${node?.nodeName ?? "?"}.${node?.className ?? ""}#${node?.id ?? ""} ${where(previousRect)} → ${where(currentRect)}`));
    }
  }).observe({ type: "layout-shift", buffered: true });
}

scenario("the inbox, its conversations and the pages beside it are light at first sight", async () => {
  const { number } = await there();
  const page = await signedIn();
  const cookies = await page.context().cookies();
  const wrong = [];
  for (const path of ["/", "/list/all", `/c/${number}?list=all`, "/search", "/contacts", "/notifications", "/settings", "/settings/me", "/new"]) {
    const it = await first(cookies, path);
    const said = JSON.stringify(it);
    if (it.all > FIRST_LOAD) wrong.push(`${path}: ${it.all} bytes: ${said}`);
    if (it.requests > REQUESTS) wrong.push(`${path}: ${it.requests} requests: ${said}`);
    if (it.Script > SCRIPTS) wrong.push(`${path}: ${it.Script} bytes of scripts`);
    if (it.Stylesheet > STYLES) wrong.push(`${path}: ${it.Stylesheet} bytes of styles`);
    if (it.Document > DOCUMENT) wrong.push(`${path}: ${it.Document} bytes of the page itself`);
    if (it.Script === 0 || it.Stylesheet === 0) wrong.push(`${path}: nothing was measured: ${said}`);
    if (it.foreign) wrong.push(`${path}: asks others: ${said}`);
    if (it.shift > SHIFT) wrong.push(`${path}: jumps by ${it.shift}`);
    wrong.push(...it.troubles.map((what) => `${path}: ${what}`));
  }
  none(wrong);
});

let pages;
const all = async (page) => {
  const { href } = await there();
  return (pages ??= await walked(page, ["/", "/list/all", "/list/mine", href, "/new", "/log", "/contacts", "/search", "/search?q=pedido", "/views", "/notifications", "/settings", "/settings/me"]));
};

/** What Lighthouse holds against a page that is no matter of time, as short lines. */
const practice = () => {
  const wrong = [];
  if (document.doctype?.name !== "html" || document.compatMode !== "CSS1Compat") wrong.push("no doctype");
  if (document.characterSet !== "UTF-8") wrong.push(`characters ${document.characterSet}`);
  if (!document.documentElement.lang) wrong.push("no language");
  if (!/width=device-width/.test(document.querySelector("meta[name=viewport]")?.content ?? "")) wrong.push("no viewport");
  for (const it of document.images) {
    if (!it.complete || !it.naturalWidth || !it.checkVisibility()) continue;
    const drawn = it.clientWidth / it.clientHeight;
    const own = it.naturalWidth / it.naturalHeight;
    if (getComputedStyle(it).objectFit === "fill" && Math.abs(drawn / own - 1) > 0.05) wrong.push(`${it.src} is drawn ${drawn} and is ${own}`);
    if (!it.hasAttribute("alt")) wrong.push(`${it.src} has no alt`);
  }
  for (const it of document.querySelectorAll("a[target=_blank]")) if (!/noopener|noreferrer/.test(it.rel)) wrong.push(`${it.href} opens with its opener`);
  for (const it of document.querySelectorAll("[href^='http:'],[src^='http:']")) if (!new URL(it.href ?? it.src).hostname.match(/^(127\.|localhost)/)) wrong.push(`${it.outerHTML.slice(0, 80)} goes unencrypted`);
  for (const it of document.querySelectorAll("[onclick],[onload],[onsubmit]")) wrong.push(`${it.tagName} has a script of its own`);
  for (const it of document.querySelectorAll("style:not([nonce])")) if (it.textContent) wrong.push("a style of its own");
  const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
  for (const id of new Set(ids.filter((it, at) => ids.indexOf(it) !== at))) wrong.push(`two are called ${id}`);
  for (const it of document.querySelectorAll("input[type=password]")) if (it.onpaste) wrong.push("a password cannot be pasted");
  return wrong;
};

for (const [name, options, width] of [
  ["light, wide", {}, 1280],
  ["dark, a phone", { dark: true, phone: true }, 390],
])
  scenario(`every page is held to the same: nothing jumps, axe finds nothing, the console is quiet, ${name}`, async () => {
    const page = await signedIn(options);
    const paths = await all(page);
    expect(paths.length > 40, () => `only ${paths.length} pages: ${paths}`);
    await page.addInitScript(watch);
    await page.setViewportSize({ width, height: 844 });
    const net = await page.context().newCDPSession(page);
    await net.send("Audits.enable");
    const issues = [];
    // A field that only shows something to copy is no part of a form.
    const shownOnly = (issue) => issue.details?.genericIssueDetails?.errorType === "FormEmptyIdAndNameAttributesForInputError";
    net.on("Audits.issueAdded", ({ issue }) => shownOnly(issue) || issues.push(`${issue.code} ${JSON.stringify(issue.details).slice(0, 160)}`));
    const wrong = [];
    for (const path of paths) {
      page.troubles.length = issues.length = 0;
      await page.goto(path, { waitUntil: "load" });
      await page.waitForTimeout(120);
      const { shift, jumped, nodes } = await page.evaluate(() => ({ shift: globalThis.shifted, jumped: globalThis.jumped, nodes: document.querySelectorAll("*").length }));
      if (shift > SHIFT) wrong.push(`${path}: jumps by ${shift.toFixed(4)}: ${[...new Set(jumped)].join(", ")}`);
      if (nodes > NODES) wrong.push(`${path}: ${nodes} nodes`);
      wrong.push(...(await violations(page)).map((it) => `${path}: ${it}`));
      wrong.push(...(await page.evaluate(practice)).map((it) => `${path}: ${it}`));
      wrong.push(...page.troubles.map((it) => `${path}: ${it}`));
      wrong.push(...issues.map((it) => `${path}: ${it}`));
    }
    none([...new Set(wrong)]);
  });

scenario("the gates see what they are for", async () => {
  const page = await signedIn();
  await page.addInitScript(watch);
  await page.goto("/contacts");
  const clean = await page.evaluate(practice);
  none(clean);
  await page.evaluate(() => {
    const it = document.createElement("div");
    it.style.blockSize = "200px";
    document.querySelector("main").prepend(it);
    document.body.insertAdjacentHTML("beforeend", "<img src='/favicon.svg'><p id='content'></p><a target='_blank' href='/x'>x</a>");
  });
  await until(() => page.evaluate(() => globalThis.shifted > 0.01), "a jump is not seen", 5);
  await until(async () => (await page.evaluate(practice)).length >= 2, "what is wrong is not seen", 5);
});

scenario("news come into an open conversation and into a list, and nothing jumps", async () => {
  const { desk, number } = await there();
  const page = await signedIn();
  /** What jumps while six mails come in, and as much happens in the conversation. */
  const jumps = async (name, seen) => {
    // What loading made jump is no news.
    await page.waitForTimeout(800);
    await page.evaluate(watch);
    await page.waitForTimeout(100);
    await page.evaluate(() => ((globalThis.shifted = 0), (globalThis.jumped = [])));
    for (let at = 0; at < 6; at += 1) {
      await desk.ask("deliver", { from: `${name}${at}@example.com`, name: `Nueva ${at}`, subject: `Noticia ${at}`, text: "Hola" });
      await desk.api("PATCH", `/conversations/${number}`, { priority: at % 2 ? "high" : "normal" });
      await desk.api("POST", `/conversations/${number}/messages`, { kind: "note", text: `Apunte ${name} ${at}` });
    }
    await page.waitForSelector(seen);
    await page.waitForTimeout(500);
    const { shift, jumped } = await page.evaluate(() => ({ shift: globalThis.shifted, jumped: globalThis.jumped }));
    expect(shift < 0.001, () => `the ${name} jumps by ${shift}: ${[...new Set(jumped)].join(", ")}`);
  };
  // With the pointer at a row, where something that moves would be pressed in place of another.
  await page.goto("/list/all?sort=newest");
  await page.locator("#rows .row").nth(2).hover();
  const rows = () => page.evaluate(() => [...document.querySelectorAll("#rows > li")].map((it) => [it.id, it.getBoundingClientRect().top]).join());
  const before = await rows();
  await jumps("list", "#fresh:has-text('6')");
  expect((await rows()) === before, "a row moved under the pointer");
  await page.goto(`/c/${number}?list=all`);
  await jumps("talk", ".message:has-text('Apunte talk 5')");
  await page.context().close();
});
