// Work at speed: what is done is seen at once and taken back when refused, one message leaves whatever the network does,
// what one reads stands still, and a restart is hardly noticed.

import { expect, logIn, looked, scenario, shot, stand, until, visitor } from "./support.mjs";

let desk;
const lobby = async () => (desk ??= await stand());
const signedIn = async (options) => {
  const it = await lobby();
  const page = await visitor(it.url, options);
  await logIn(page, it);
  return page;
};
const sound = (page) => expect(!page.troubles.length, () => page.troubles.join("\n"));
const api = async (method, path, body) => (await lobby()).api(method, path, body);
const subject = async (text) => (await api("GET", "/conversations?limit=100")).data.find((it) => it.subject === text);

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

scenario("fifty events a minute do not move what one reads by a pixel", async () => {
  const it = await lobby();
  const page = await signedIn();
  await several(page, "Quieto", 1);
  const { number } = await subject("Quieto 1");
  for (let n = 0; n < 45; n += 1) await api("POST", `/conversations/${number}/messages`, { kind: "note", text: `Apunte ${n}\ncon una línea más\ny otra` });
  await page.goto(`/c/${number}`);
  await page.waitForSelector("#messages .message");
  await page.locator("#log").hover();
  await page.mouse.wheel(0, -900);
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    const log = document.querySelector("#log");
    const edge = log.getBoundingClientRect().top;
    const seen = [...document.querySelectorAll("#messages > .message")].find((one) => one.getBoundingClientRect().top > edge + 20);
    const at = seen.getBoundingClientRect().top;
    globalThis.moved = 0;
    globalThis.frames = 0;
    globalThis.shifts = 0;
    new PerformanceObserver((all) => { for (const one of all.getEntries()) globalThis.shifts += one.value; }).observe({ type: "layout-shift" });
    const look = () => {
      globalThis.frames += 1;
      globalThis.moved = Math.max(globalThis.moved, Math.abs(seen.getBoundingClientRect().top - at), seen.isConnected ? 0 : 999);
      requestAnimationFrame(look);
    };
    look();
  });
  const told = await page.locator("#messages .message").count();
  // As many as come in a minute, in a fifth of it.
  for (let n = 0; n < 50; n += 1) {
    if (n % 5 === 0) await it.ask("deliver", { from: `otro${n}@example.com`, name: `Otra ${n}`, subject: `Otro ${n}`, text: "Hola" });
    else if (n % 5 === 1) await api("PATCH", `/conversations/${number}`, { priority: n % 2 ? "high" : "normal" });
    else await api("POST", `/conversations/${number}/messages`, { kind: "note", text: `Nuevo ${n}\n¿Sí?` });
    await page.waitForTimeout(200);
  }
  await page.waitForSelector("#newest:not([hidden])");
  await until(async () => (await page.locator("#messages .message").count()) > told, "nothing came");
  const { moved, frames, shifts } = await page.evaluate(() => ({ moved: globalThis.moved, frames: globalThis.frames, shifts: globalThis.shifts }));
  expect(frames > 50, `${frames} frames`);
  expect(moved < 1, `it moved by ${moved} px`);
  expect(shifts < 0.001, `layout shift of ${shifts}`);
  await shot(page, "standing-still");
  // The end is a press away, and reading goes on where it was when one comes back.
  const place = await page.evaluate(() => document.querySelector("#log").scrollTop);
  await page.locator(".row:not([aria-current])").first().click();
  await page.waitForFunction((n) => document.querySelector("#content").dataset.conversation !== String(n), number);
  await page.goBack();
  await page.waitForFunction((n) => document.querySelector("#content").dataset.conversation === String(n), number);
  await until(async () => (await page.evaluate(() => document.querySelector("#log").scrollTop)) < -300, `the place is lost (${place})`);
  sound(page);
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
