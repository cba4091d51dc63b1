// Takes the pictures of the README from the demo: node tests/browser/pictures.mjs

import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { demo } from "./demo.mjs";
import { finish, logIn, until, visitor } from "./support.mjs";

const place = (name) => fileURLToPath(new URL(`../../packaging/${name}.png`, import.meta.url));

const it = await demo("--company", "shop", "--language", "en", "--speed", "4");
const page = await visitor(it.url);
await logIn(page, it);
await page.setViewportSize({ width: 1440, height: 845 });
await page.goto("/");
await page.click("a.row >> nth=0");
await page.waitForSelector("#reply-text");
await page.screenshot({ path: place("inbox") });

await page.goto("/demo");
await page.fill("#say-text", "Hello, is the blue gravel bike in size 56 still there?");
await page.press("#say-text", "Enter");
await page.waitForSelector(".phone__log li[data-by=you]");
await page.reload();
const desk = page.frameLocator(".demo__desk iframe");
await desk.locator("a.row", { hasText: "Sam Whitlock" }).first().click();
await desk.locator("#reply-text").fill("Hi Sam, it is, and I have put it aside for you until Saturday.");
await desk.locator("#reply-text").press("Control+Enter");
await page.waitForSelector(".phone__log li[data-by=desk]", { timeout: 40_000 });
await page.screenshot({ path: place("demo") });
await page.goto("about:blank");
it.stop();
await until(() => it.code !== null, "it goes on", 30);
await finish();
await rm(dirname(it.folder), { recursive: true, force: true });
process.exit(0);
