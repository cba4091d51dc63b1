// The chat on a page of another site: written there, answered in the inbox, seen there without a click.

import { chatOnSite, expect, openChat as open, sayInChat as say, scenario, shot, until, violations, visitor } from "./support.mjs";

let ready;
const chat = () => (ready ??= chatOnSite({ colour: "#0f766e" }));

scenario("a visitor of another site writes, an agent answers, and it appears there", async () => {
  const { desk, origin, agent, channel } = await chat();
  const page = await visitor(origin);
  await page.goto("/");
  const frame = await open(page);
  await frame.waitForSelector("#text");
  await say(frame, "Do you have size 38?");
  await agent.goto("/list/all?sort=newest");
  await agent.waitForSelector(".row:has-text('size 38')");
  await agent.locator(".row", { hasText: "size 38" }).first().click();
  await agent.waitForSelector("#reply-text");
  await frame.fill("#text", "And ");
  await frame.locator("#text").pressSequentially("in blue?", { delay: 20 });
  await agent.waitForSelector("#typing:not([hidden])");
  await frame.fill("#text", "");
  await agent.fill("#reply-text", "Yes, we have it.");
  await agent.press("#reply-text", "Control+Enter");
  await frame.waitForSelector(".m[data-by=us]:has-text('Yes, we have it.')");
  await agent.waitForSelector(".delivery[data-state=read]");
  // It is there after a reload, and in a second tab.
  await page.reload();
  const back = await open(page);
  await back.waitForSelector(".m[data-by=us]:has-text('Yes, we have it.')");
  const tab = await page.context().newPage();
  await tab.goto(origin);
  const second = await open(tab);
  await second.waitForSelector(".m:has-text('size 38')");
  await say(second, "From the second tab");
  await back.waitForSelector(".m:has-text('From the second tab')");
  // Somebody else sees nothing of it.
  const other = await visitor(origin);
  await other.goto("/");
  const empty = await open(other);
  await empty.waitForSelector("#text");
  expect(!(await empty.locator(".m").count()), "another's words");
  await agent.goto(`/settings/channels/${channel.id}`);
  await agent.waitForSelector(`#install:has-text("${new URL(origin).host}")`);
  await shot(agent, "chat-install");
  await shot(page, "chat-light");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
  expect(desk.url, "desk");
});

scenario("the chat can be used by everybody, on a phone and in the dark too", async () => {
  const { origin } = await chat();
  for (const options of [{}, { dark: true }, { phone: true }, { phone: true, dark: true }]) {
    const page = await visitor(origin, options);
    await page.goto("/");
    const frame = await open(page);
    await frame.waitForSelector("#text");
    await say(frame, "Hello there");
    // A message that is just coming up is paler than it will be.
    await frame.evaluate(() => document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < 5000).forEach((it) => it.finish()));
    const found = await violations(frame);
    expect(!found.length, () => found.join("\n"));
    const box = await page.locator("iframe").boundingBox({ timeout: 1000 }).catch(() => null);
    if (options.phone && box) expect(box.width === 390 && box.height === 844, `not the whole screen: ${JSON.stringify(box)}`);
    await shot(page, `chat-${options.phone ? "phone" : "wide"}-${options.dark ? "dark" : "light"}`);
    await frame.press("#text", "Escape");
    await until(async () => (await frame.evaluate(() => innerWidth)) === 0 || (await page.evaluate(() => document.activeElement !== null)), "it does not close");
    await page.context().close();
  }
});

scenario("the chat is a page of its own that needs no script", async () => {
  const { desk, agent, page: path } = await chat();
  const page = await visitor(desk.url, { javascript: false });
  await page.goto(path);
  await page.fill("#text", "Without a script");
  await page.click(".send");
  await page.waitForSelector(".m[data-by=you]:has-text('Without a script')");
  await agent.goto("/list/all?sort=newest");
  await agent.waitForSelector(".row:has-text('Without a script')");
  await agent.locator(".row", { hasText: "Without a script" }).first().click();
  await agent.fill("#reply-text", "It works all the same.");
  await agent.press("#reply-text", "Control+Enter");
  await until(async () => {
    await page.goto(path);
    return page.locator(".m[data-by=us]", { hasText: "all the same" }).count();
  }, "no answer");
  const whole = await visitor(desk.url);
  await whole.goto(path);
  const found = await violations(whole);
  expect(!found.length, () => found.join("\n"));
  await say(whole, "With a script");
  await shot(whole, "chat-page");
  expect(!whole.troubles.length, () => whole.troubles.join("\n"));
});
