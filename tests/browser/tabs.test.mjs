// Many tabs of one browser, and a session that ends under an open page.

import { expect, oneDesk, scenario, until } from "./support.mjs";

const { lobby, signedIn } = oneDesk();

scenario("eight tabs of one browser share a stream, and all of them hear the news", async () => {
  const it = await lobby();
  const first = await signedIn();
  const tabs = [first];
  for (let n = 0; n < 7; n += 1) {
    const tab = await first.context().newPage();
    await tab.goto("/list/all?sort=newest", { timeout: 8000 });
    tabs.push(tab);
  }
  await first.goto("/list/all?sort=newest", { timeout: 8000 });
  await it.ask("deliver", { from: "tab@example.com", name: "Tab", subject: "News for all tabs" });
  for (const tab of tabs) await tab.waitForSelector(".row:has-text('News for all tabs')");
  // The one that has the stream goes: another takes it over.
  await first.close();
  await it.ask("deliver", { from: "tab@example.org", name: "Tab", subject: "News after the first" });
  for (const tab of tabs.slice(1)) await tab.waitForSelector(".row:has-text('News after the first')");
  await tabs[1].context().close();
});

scenario("a session that ended says so, keeps the words, and the log-in leads back", async () => {
  const it = await lobby();
  const page = await signedIn();
  await it.ask("deliver", { from: "end@example.com", name: "End", subject: "The session ends" });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    return page.locator(".row", { hasText: "The session ends" }).count();
  }, "no row");
  await page.locator(".row", { hasText: "The session ends" }).click();
  await page.waitForSelector("#content[data-conversation]");
  const place = new URL(page.url()).pathname;
  const other = await signedIn();
  await other.goto("/settings/me/devices");
  await other.locator("form[action='/settings/me/devices/end'] button").first().click();
  await page.waitForSelector("#ended", { timeout: 20_000 });
  await page.fill("#reply-text", "These words must stay.");
  await page.keyboard.press("Control+Enter");
  await until(async () => (await page.inputValue("#reply-text")) === "These words must stay.", "the words are gone");
  expect(!(await page.locator("#net").count()), "it speaks of a lost connection");
  await page.locator("#ended a").click();
  await page.fill("input[type=email]", it.email);
  await page.fill("input[type=password]", it.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === place);
  await until(async () => (await page.inputValue("#reply-text")) === "These words must stay.", "the words did not come back");
});
