// Holds every kind of page against Lighthouse: accessibility and best practices must have 100.
// tests/bench/run --only lighthouse [PATH …]; wants a binary (LOBBY_BINARY, else target/release/lobby or target/ci/lobby).

import { existsSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "../../browser/node_modules/playwright-core/index.mjs";
import { furnished } from "../../browser/pages.mjs";
import { finish, logIn, visitor } from "../../browser/support.mjs";

const HELD = ["accessibility", "best-practices"];

/** The cookies of somebody who is logged in, and pages that only one who is in can name. */
async function within(desk) {
  const page = await visitor(desk.url);
  await logIn(page, desk);
  const cookies = await page.context().cookies();
  await page.goto("/contacts");
  const contact = await page.locator(".people tbody th a").first().getAttribute("href");
  const chat = (await desk.api("GET", "/channels")).data.find((it) => it.kind === "webchat");
  await page.goto(`/settings/channels/${chat.id}`);
  const talk = new URL(await page.locator("#install input").nth(1).inputValue()).pathname;
  await page.context().close();
  return { cookies, contact, chat, talk };
}

const { desk, href } = await furnished();
const { cookies, contact, chat, talk } = await within(desk);
const outside = ["/login", talk];
const inside = ["/", "/list/all", href, "/new", "/search?q=pedido", "/contacts", contact, "/companies", "/notifications", "/views", "/log", "/live", "/reports", "/settings", "/settings/me", "/settings/me/notifications", "/settings/people", "/settings/rules", "/settings/webhooks", "/settings/channels", `/settings/channels/${chat.id}`];
const asked = process.argv.slice(2);
const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const chrome = await launch({ chromePath: process.env.CHROMIUM ?? found, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
const jar = (await chromium.connectOverCDP(`http://127.0.0.1:${chrome.port}`)).contexts()[0];

/** Scores of a page, and what keeps it from 100, as short lines. */
async function scored(path, phone) {
  await jar.clearCookies();
  if (!outside.includes(path)) await jar.addCookies(cookies);
  // It would forget who is logged in; and the stream of news never lets a page's line rest.
  const flags = { port: chrome.port, logLevel: "error", onlyCategories: HELD, disableStorageReset: true, throttlingMethod: "provided", maxWaitForLoad: 6_000 };
  const { lhr } = await lighthouse(`${desk.url}${path}`, flags, phone ? undefined : desktopConfig);
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, it]) => [name, Math.round(it.score * 100)]));
  const why = HELD.flatMap((name) => lhr.categories[name].auditRefs)
    .map((ref) => ({ ...lhr.audits[ref.id], weight: ref.weight }))
    .filter((it) => it.weight && it.score !== null && it.score < 1)
    .map((it) => `${it.id}: ${(it.details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.url ?? "").join(" | ").slice(0, 300)}`);
  const landed = new URL(lhr.finalDisplayedUrl).pathname;
  if (landed !== path.split("?")[0]) why.push(`it leads to ${landed}`);
  return { scores, why };
}

// Its look at whether the page rests may outlive the page, which its own time limit closed, and nobody waits for it then.
process.on("unhandledRejection", (trouble) => {
  if (trouble?.protocolMethod !== "Runtime.evaluate") throw trouble;
});

let failed = 0;
for (const path of asked.length ? asked : [...outside, ...inside])
  for (const phone of [false, true]) {
    const { scores, why } = await scored(path, phone);
    const good = HELD.every((name) => scores[name] === 100) && !why.length;
    if (!good) failed += 1;
    console.log(`${good ? "ok  " : "FAIL"} ${path.padEnd(34)} ${phone ? "phone " : "screen"} accessibility ${scores.accessibility}, best practices ${scores["best-practices"]}`);
    for (const it of why) console.log(`     ${it}`);
  }
chrome.kill();
await finish();
console.log(failed ? `${failed} pages are below 100` : "all have 100");
process.exit(failed ? 1 : 0);
