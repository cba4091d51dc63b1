// Draws the icons of an installed Lobby (static/icon-*.png) from the mark in static/favicon.svg: node icons.mjs. The
// mark stands within the middle four fifths, so that systems may cut their own shape (W3C, maskable icons).

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = fileURLToPath(new URL("../../static/", import.meta.url));
const mark = readFileSync(`${folder}favicon.svg`, "utf8").replace(/^<svg[^>]*><rect[^>]*\/>/, "").replace("</svg>", "");
const whole = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#3f51b5"/><g transform="translate(3.2 3.2) scale(.8)">${mark}</g></svg>`;
const browser = await chromium.launch({ executablePath: ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync), args: ["--no-sandbox"] });
for (const size of [180, 192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px}</style>${whole}`);
  writeFileSync(`${folder}icon-${size}.png`, await page.screenshot());
}
await browser.close();
