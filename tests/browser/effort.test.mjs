// How long one works in a conversation is told by the one page that is in front, and only while something is done on it.

import { expect, logIn, scenario, stand, until, visitor } from "./support.mjs";

/** What a page told, in order: of which conversation, how long nothing was done, and whether it left. */
function told(page) {
  const all = [];
  page.on("request", (request) => {
    const of = request.method() === "POST" && new URL(request.url()).pathname.match(/^\/c\/(\d+)\/focus$/);
    if (!of) return;
    const said = new URLSearchParams(request.postData());
    all.push({ number: Number(of[1]), idle: Number(said.get("idle")), left: said.has("left"), page: said.get("page") });
  });
  return all;
}

const seconds = (text) => text.match(/(\d+):(\d+)/).slice(1).reduce((sum, it) => sum * 60 + Number(it), 0);

scenario("the conversation in front is measured, one at a time, and not what nobody touches", async () => {
  const it = await stand();
  const page = await visitor(it.url);
  await logIn(page, it);
  for (const n of [1, 2]) await it.ask("deliver", { from: `eva${n}@example.com`, name: `Eva Ruiz ${n}`, subject: `Pedido ${n}`, text: "¿Dónde está mi pedido?" });
  await until(async () => {
    await page.goto("/list/all");
    return (await page.locator("#rows .row").count()) === 2;
  }, "the mails never came", 60);
  const beats = told(page);
  const opened = Date.now();
  await page.clock.install();
  await page.goto("/list/all");
  await page.locator("#rows .row").first().click();
  await until(() => beats.length > 0, "what was opened is not told");
  const first = beats[0].number;
  // Looked at, and touched: told every fifteen seconds. The server counts by its own clock, so only who tells is seen here.
  await page.mouse.move(300, 300);
  await page.clock.runFor(16000);
  await until(() => beats.some((it) => it.idle > 0 && it.number === first), "it is not told again");
  // Nothing is done: once the minute is over the page falls silent.
  await page.clock.runFor(120000);
  const still = beats.length;
  await page.clock.runFor(120000);
  expect(beats.length === still, "a page nobody touches goes on telling");
  expect(beats.at(-1).idle >= 60000, "the end of the minute is not told");
  // Touched again, it begins another visit at once.
  await page.mouse.move(320, 320);
  await until(() => beats.length > still && beats.at(-1).idle < 5000, "work that goes on is not told");
  // The next one, on the same page: the first is left, and from here on only the other is told.
  await page.locator("#rows .row").nth(1).click();
  await until(() => beats.some((it) => it.number === first && it.left), "what was left is not told");
  await until(() => beats.at(-1).number !== first, "what was opened instead is not told");
  const second = beats.at(-1).number;
  const from = beats.length;
  await page.mouse.move(300, 320);
  await page.clock.runFor(31000);
  await until(() => beats.length > from, "the second is not told");
  expect(beats.slice(from).every((it) => it.number === second && it.page === beats[0].page), "two conversations at a time");
  // Seen by nobody: the page says that it leaves, and nothing more.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await until(() => beats.at(-1).left && beats.at(-1).number === second, "a page that is hidden is not told");
  const hidden = beats.length;
  await page.mouse.move(330, 300);
  await page.clock.runFor(60000);
  expect(beats.length === hidden, "a hidden page goes on telling");
  // Another page of the same person, by the clock on the wall: what the server made of it is what passed.
  const other = await page.context().newPage();
  const heard = told(other);
  const began = Date.now();
  await other.goto(`/c/${second}`);
  while (Date.now() - began < 4000) {
    await other.mouse.move(300 + (Date.now() - began) / 100, 300);
    await other.waitForTimeout(500);
  }
  await other.goto("/list/all");
  await until(() => heard.length > 0, "the other page tells nothing");
  expect(heard[0].page !== beats[0].page, "two pages go by one name");
  // Written down with what is written next.
  await it.ask("deliver", { from: "eva3@example.com", name: "Eva Ruiz 3", subject: "Pedido 3", text: "¿Y el mío?" });
  const spent = async (number) => {
    await other.goto(`/c/${number}/effort`);
    const sum = other.locator(".section p").first();
    return (await sum.count()) ? seconds(await sum.innerText()) : 0;
  };
  await until(async () => (await spent(second)) >= 3, "what was worked in is not measured", 45);
  const all = (await spent(first)) + (await spent(second));
  expect(all <= (Date.now() - opened) / 1000, `${all} s are more than passed`);
});
