// The demo: one is a customer on a phone beside the desk, and one click ends it all.

import { existsSync } from "node:fs";
import { demo } from "./demo.mjs";
import { expect, logIn, looked, scenario, until, visitor } from "./support.mjs";

/** Answers, as the desk, what was written with these words. */
async function answers(desk, words) {
  const row = desk.locator("a.row", { hasText: words }).first();
  await until(async () => (await desk.goto("/list/unassigned")) && (await row.count()), `nothing with ${words}`);
  await row.click();
  await desk.waitForSelector("#reply-text");
  await desk.fill("#reply-text", `Respuesta a: ${words}`);
  const taken = desk.waitForResponse((it) => it.request().method() === "POST" && it.url().endsWith("/reply"));
  await desk.press("#reply-text", "Control+Enter");
  await taken;
}

scenario("one is a customer beside the desk, and one click ends the demo", async () => {
  const it = await demo("--company", "clinic", "--language", "es");
  const page = await visitor(it.url);
  await logIn(page, it);
  await page.goto("/demo");
  const desk = await page.context().newPage();
  const said = [["whatsapp", "Hola desde el teléfono"], ["telegram", "Hola por el bot"], ["mail", "Hola por correo"]];
  for (const [via, words] of said) {
    await page.click(`.phone__ways a[href$=${via}]`);
    await page.waitForSelector(`.phone[data-via=${via}]`);
    if (via === "mail") await page.fill(".phone__subject input", words);
    await page.fill("#say-text", words);
    await page.press("#say-text", "Enter");
    await page.waitForSelector(`.phone__log li[data-by=you]:has-text("${words}")`);
    await answers(desk, words);
  }
  // What the desk answers comes to a phone that lies there, and waits on one that shows another channel.
  for (const [via, words] of said.reverse()) {
    if (via !== "mail") await page.click(`.phone__ways a[href$=${via}]`);
    await page.waitForSelector(`.phone[data-via=${via}] li[data-by=desk]:has-text("Respuesta a: ${words}")`, { timeout: 40_000 });
  }
  await page.click(".phone__acts [value=voice]");
  await page.waitForSelector(".phone__log li[data-by=you] >> nth=1");
  await looked(page, "demo");
  await page.locator("#speed").evaluate((range) => {
    range.value = 30;
    range.dispatchEvent(new Event("input"));
    range.dispatchEvent(new Event("change"));
  });
  await until(async () => (await (await page.request.get("/demo")).text()).includes("30×"), "the speed is as it was");
  // The chat is the chat itself.
  await page.click(".phone__ways a[href$=chat]");
  const chat = page.frameLocator(".phone iframe");
  await chat.locator("#text").fill("Hola por el chat");
  await chat.locator(".send").click();
  await chat.locator(".m[data-by=you]", { hasText: "Hola por el chat" }).waitFor();
  await looked(page, "demo-chat", { axe: false });
  expect(!page.troubles.length, () => page.troubles.join("\n"));
  await desk.close();
  await page.locator(".demo__bar form[action='/demo/end'] button").click();
  await page.waitForSelector("h1:has-text('La demo terminó')");
  await until(() => it.code !== null, "it goes on");
  expect(it.code === 0 && !existsSync(it.folder), `code ${it.code}`);
});
