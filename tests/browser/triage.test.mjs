// Work at speed: what is done is seen at once and taken back when refused, one message leaves whatever the network does,
// rows stand still under the pointer, and a restart is hardly noticed.

import { expect, looked, oneDesk, scenario, shot, sound, until } from "./support.mjs";

const { lobby, signedIn, api, subject } = oneDesk();

/** Delivers `n` mails and opens the list when all are there. */
async function several(page, name, n, at = "/list/all") {
  const it = await lobby();
  for (let no = 1; no <= n; no += 1) await it.ask("deliver", { from: `${name.toLowerCase()}${no}@example.com`, name: `Cliente ${no}`, subject: `${name} ${no}`, text: `Pregunta ${no}` });
  await until(async () => {
    await page.goto(at);
    return (await page.locator(".row", { hasText: `${name} ` }).count()) >= n;
  }, "they never came", 30);
}
const opened = async (page, text) => {
  await page.locator(".row", { hasText: text }).first().click();
  await page.waitForFunction((it) => document.querySelector("#content .thread-head__sub .clip")?.textContent === it, text);
};
const away = (page) => page.mouse.move(1270, 5);

scenario("what is done is seen before the server answers, and taken back with its reason when it is refused", async () => {
  const page = await signedIn();
  await several(page, "Pronto", 3);
  await opened(page, "Pronto 1");
  let free;
  const held = new Promise((go) => { free = go; });
  await page.route("**/assignee", async (route) => { await held; await route.continue(); });
  await page.keyboard.press("i");
  const name = () => page.locator("#content summary[data-key=assign] .label").textContent();
  await until(async () => (await name()) !== "Sin asignar", "it is not shown at once", 2);
  expect(!(await subject("Pronto 1")).assignee, "the server knew");
  free();
  await until(async () => (await subject("Pronto 1")).assignee, "it was not done");
  await page.unroute("**/assignee");
  // Refused: what was shown is taken back, and why is said.
  await page.locator(".thread-head__acts summary[data-key=assign]").click();
  const was = await name();
  // At once: what is live may put the menu anew between the two.
  await page.evaluate(() => {
    const one = document.querySelector(".thread-head__acts [name=agent]:not([value=''])");
    one.value = "01890000-0000-7000-8000-000000000000";
    one.click();
  });
  await page.waitForSelector(".toast:has-text('Mostrar')");
  await shot(page, "refused-deed");
  expect((await name()) === was, () => "what was refused stays shown");
  expect((await page.locator(".toast").textContent()).length > 10, "no reason");
  // Resolving goes on to the next one without waiting: it was fetched before.
  await page.reload();
  await page.waitForSelector("#content[data-conversation]");
  await until(async () => (await page.evaluate(() => document.querySelectorAll("#rows .row").length)) >= 3, "no rows");
  await opened(page, "Pronto 2");
  await page.waitForTimeout(400);
  await page.route(/\/(c\/\d+(\?.*)?|c\/\d+\/status)$/, async (route) => { await new Promise((go) => setTimeout(go, 1500)); await route.continue(); });
  const began = Date.now();
  await page.keyboard.press("e");
  await page.waitForFunction(() => document.querySelector("#content .thread-head__sub .clip")?.textContent !== "Pronto 2");
  expect(Date.now() - began < 1400, "the next one was waited for");
  await until(async () => (await subject("Pronto 2")).status === "resolved", "it is not resolved");
  await page.waitForSelector(".toast button");
  expect(page.troubles.every((it) => it.includes("422") || it.includes("404")), () => page.troubles.join("\n"));
  await page.context().close();
});

scenario("a network that is cut while a message leaves sends it once and loses nothing", async () => {
  const it = await lobby();
  const page = await signedIn();
  await several(page, "Corte", 1);
  await opened(page, "Corte 1");
  // Once the server has it and its answer is lost, once it never got there.
  let cut = 0;
  await page.route("**/reply", async (route) => {
    cut += 1;
    if (cut === 1) { await route.fetch({ maxRedirects: 0 }); return route.abort("connectionreset"); }
    if (cut === 2) return route.abort("connectionreset");
    return route.continue();
  });
  await page.fill("#reply-text", "Llega el martes.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".message[data-state=waits]:has-text('Llega el martes.')");
  await looked(page, "send-waits", { axe: true });
  // One goes on writing meanwhile.
  await page.fill("#reply-text", "Y otra cosa");
  await page.waitForSelector(".message[data-kind=out]:not([data-state=waits], [data-state=sending]):has-text('Llega el martes.')", { timeout: 30_000 });
  await until(async () => cut >= 3, "it was not tried again", 20);
  await until(async () => (await page.locator(".message", { hasText: "Llega el martes." }).count()) === 1, "it stands there twice");
  expect((await page.inputValue("#reply-text")) === "Y otra cosa", "what was begun meanwhile is lost");
  const number = (await subject("Corte 1")).number;
  const said = (await api("GET", `/conversations/${number}/messages`)).data.filter((m) => m.text === "Llega el martes.");
  expect(said.length === 1, () => `${said.length} messages`);
  const mails = await until(async () => {
    const sent = (await it.ask("sent")).mails.filter((mail) => JSON.stringify(mail.to).includes("corte1@example.com"));
    return sent.length && sent;
  }, "it never left", 30);
  expect(mails.length === 1, "it left twice");
  // Its words are a draft the server has.
  await until(async () => (await page.locator("form[data-composer=reply] [data-saved]").textContent()) !== "", "it is not kept");
  await page.unroute("**/reply");
  await page.reload();
  expect((await page.inputValue("#reply-text")) === "Y otra cosa", "the draft is gone");
  await page.context().close();
});

scenario("rows wait until nobody is at the list, with how many are new", async () => {
  const it = await lobby();
  const page = await signedIn();
  await several(page, "Lista", 2);
  await page.locator("#rows .row").first().hover();
  const order = () => page.evaluate(() => [...document.querySelectorAll("#rows > li")].map((one) => one.id).join());
  const before = await order();
  await it.ask("deliver", { from: "nueva@example.com", name: "Nueva", subject: "Lista nueva", text: "Hola" });
  await page.waitForSelector("#fresh:has-text('1')");
  expect((await order()) === before, "it moved under the pointer");
  await page.waitForTimeout(2500);
  expect((await order()) === before, "it moved under the pointer that rests");
  await shot(page, "list-new");
  await away(page);
  await page.waitForSelector(".row:has-text('Lista nueva')");
  expect(!(await page.locator("#fresh").count()), "the pill stays");
  sound(page);
  await page.context().close();
});

scenario("the time that is left is counted on by itself, in the list and in the conversation, until it is late", async () => {
  const it = await lobby();
  const made = await it.api("POST", "/sla_policies", { name: "Pronto", business_hours: false, targets: [{ clock: "first_response", minutes: 30 }] });
  const page = await signedIn();
  await page.clock.install();
  await several(page, "Reloj", 1);
  await opened(page, "Reloj 1");
  const chips = async () => Promise.all([".row[aria-current=true] [data-due]", ".thread-head [data-due]"].map(async (place) => [await page.locator(place).innerText(), await page.locator(place).getAttribute("data-tone")]));
  const all = async (text, tone) => until(async () => (await chips()).every(([said, its]) => said.includes(text) && (its ?? "") === tone), async () => `not "${text}" and ${tone}: ${JSON.stringify(await chips())}`, 5);
  await all(" 30 min", "");
  // Nothing comes from the server meanwhile.
  await page.route(/\/(events|c|list)/, (route) => route.abort());
  await page.clock.fastForward("12:00");
  await all(" 18 min", "");
  await page.clock.fastForward("10:00");
  await all(" 8 min", "warn");
  await page.clock.fastForward("11:00");
  await all("3 min", "bad");
  await page.context().close();
  await it.api("DELETE", `/sla_policies/${made.id}`).catch(() => {});
});

scenario("a restart is over in three seconds for a page that is open, and nothing that was written is lost", async () => {
  const it = await lobby();
  const page = await signedIn();
  await several(page, "Vuelta", 1);
  await opened(page, "Vuelta 1");
  await page.fill("#reply-text", "A medio escribir");
  await until(async () => (await page.locator("form[data-composer=reply] [data-saved]").textContent()) !== "", "it is not kept");
  await page.evaluate(() => { globalThis.same = true; });
  const restarted = it.ask("restart");
  await page.waitForTimeout(50);
  await page.locator("#reply-text").press("End");
  await page.keyboard.type(" y más");
  await restarted;
  const up = Date.now();
  const { number } = await subject("Vuelta 1");
  await api("POST", `/conversations/${number}/messages`, { kind: "note", text: "Después de la vuelta" });
  await page.waitForSelector(".message:has-text('Después de la vuelta')");
  const took = Date.now() - up;
  expect(took < 3000, `${took} ms`);
  expect(await page.evaluate(() => globalThis.same), "the page was loaded again");
  expect((await page.inputValue("#reply-text")) === "A medio escribir y más", "the words are gone");
  await until(async () => !(await page.locator("#net").count()), "it still says offline");
  await page.waitForTimeout(1500);
  const other = await signedIn();
  await other.goto(`/c/${number}`);
  expect((await other.inputValue("#reply-text")) === "A medio escribir y más", "the server lost the draft");
  await other.context().close();
  await page.context().close();
});
