// The chat as its visitors use it: who they are, files both ways, keys alone, two tabs, a phone.

import { token } from "./graph.mjs";
import { chatOnSite, expect, identify, openChat, sayInChat, scenario, shot, until, violations, visitor } from "./support.mjs";

let ready;
const chat = () => (ready ??= chatOnSite());

const conversation = async ({ desk }, words) => {
  const find = async () => (await desk.api("GET", "/conversations")).data.find((it) => it.excerpt?.includes(words));
  return until(find, `no conversation with ${words}`);
};

scenario("the site's word is believed when it is signed, and told why when it is not", async () => {
  const { desk, origin, channel } = await chat();
  const secret = channel.settings.identity_secret;
  const page = await visitor(origin);
  const warned = [];
  page.on("console", (it) => it.type() === "warning" && warned.push(it.text()));
  await page.goto("/");
  const frame = await openChat(page);
  expect((await identify(page, token("another secret altogether", { sub: "9", name: "Nobody" }))) === 401, "anybody is believed");
  await until(() => warned.some((it) => it.includes("wrong_signature")), () => warned.join());
  expect((await identify(page, token(secret, { sub: "9", name: "Vera Paz", email: "vera@cliente.example" }))) === 200, "it was not believed");
  await sayInChat(frame, "Soy Vera");
  const found = await conversation({ desk }, "Soy Vera");
  expect(found.contact.name === "Vera Paz", found.contact.name);
  // At another browser the same customer goes on, and leaves nothing behind when they log out there.
  const other = await visitor(origin);
  await other.goto("/");
  const there = await openChat(other);
  expect((await identify(other, token(secret, { sub: "9", name: "Vera Paz" }))) === 200, "it was not believed");
  await there.waitForSelector(".m:has-text('Soy Vera')");
  await other.evaluate(() => window.Lobby.logout());
  await until(async () => !(await there.locator(".m").count()), "words of hers are left");
  await other.reload();
  expect(!(await (await openChat(other)).locator(".m").count()), "words of hers came back");
  const troubles = page.troubles.filter((it) => !it.includes("401"));
  expect(!troubles.length, () => troubles.join("\n"));
});

scenario("files go both ways", async () => {
  const { desk, origin, agent } = await chat();
  const page = await visitor(origin);
  await page.goto("/");
  const frame = await openChat(page);
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63f8ffff3f0005fe02fea7d6059b0000000049454e44ae426082", "hex");
  await frame.locator("#files").setInputFiles([{ name: "zapato.png", mimeType: "image/png", buffer: png }, { name: "talla.txt", mimeType: "text/plain", buffer: Buffer.from("38") }]);
  await frame.waitForSelector("#chosen li >> nth=1");
  await frame.locator("#chosen li button").nth(1).click();
  expect((await frame.locator("#chosen li").count()) === 1, "it was not taken out");
  await sayInChat(frame, "Este zapato");
  const found = await conversation({ desk }, "Este zapato");
  await agent.goto(`/c/${found.number}`);
  await agent.waitForSelector(".file--picture img");
  await agent.locator("form[data-composer=reply] input[type=file]").setInputFiles({ name: "precios.txt", mimeType: "text/plain", buffer: Buffer.from("99.000") });
  await agent.waitForSelector(".upload input[name=file]", { state: "attached" });
  await agent.fill("#reply-text", "Aquí los precios.");
  await agent.press("#reply-text", "Control+Enter");
  await frame.waitForSelector(".m[data-by=us] a.file");
  const got = await frame.evaluate(async () => (await fetch(document.querySelector(".m[data-by=us] a.file").href)).text());
  expect(got === "99.000", got);
  const shown = await frame.evaluate(async () => (await fetch(document.querySelector(".m[data-by=you] img").src)).headers.get("content-type"));
  expect(shown === "image/png", shown);
  // A program is refused, and what was written stays to be sent again.
  await frame.locator("#files").setInputFiles({ name: "virus.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") });
  await frame.fill("#text", "Mire esto");
  await frame.press("#text", "Enter");
  await frame.waitForSelector(".m[data-state=failed] button");
  await shot(page, "widget-files");
});

scenario("a menu is pressed, with and without scripts, and says where the talk belongs", async () => {
  const { desk, origin, channel } = await chat();
  const choices = [{ label: "Pedir una cita" }, { label: "Facturas y pagos", question: "¿Cuál es el número de la factura?" }];
  const arrange = (menu) => desk.api("PATCH", `/channels/${channel.id}/automatic`, { away: false, menu, choices });
  await arrange(true);
  for (const dark of [false, true]) {
    const page = await visitor(origin, { phone: dark, dark });
    await page.goto("/");
    const frame = await openChat(page);
    await sayInChat(frame, "Buenas, una pregunta");
    await frame.waitForSelector(".choices button >> nth=1");
    const wrong = await violations(frame);
    expect(!wrong.length, () => wrong.join("\n"));
    await shot(page, `widget-menu-${dark ? "dark" : "light"}`);
    await frame.click(".choices button >> nth=1");
    await frame.waitForSelector(".m[data-by=you]:has-text('Facturas y pagos')");
    await frame.waitForSelector(".m[data-by=us]:has-text('¿Cuál es el número de la factura?')");
    expect(!(await frame.locator(".choices").count()), "it can be pressed again");
    await sayInChat(frame, `La 48${dark ? 1 : 2}`);
    const found = await conversation({ desk }, `La 48${dark ? 1 : 2}`);
    const told = await desk.api("GET", `/conversations/${found.number}/handover`);
    expect(told.menu.choice === "Facturas y pagos" && told.menu.answer.text.startsWith("La 48"), () => JSON.stringify(told));
  }
  const plain = await visitor(desk.url, { javascript: false });
  await plain.goto("/chat");
  await plain.fill("#text", "Buenas tardes");
  await plain.click(".send");
  await until(async () => {
    await plain.goto("/chat");
    return plain.locator(".choices button").count();
  }, "no menu on the page");
  await plain.click(".choices button >> nth=0");
  await plain.waitForSelector(".m[data-by=you]:has-text('Pedir una cita')");
  await arrange(false);
});

/** How many pages are tried: now and then a headless Chromium hands no keys to a frame of another site. */
const PAGES = 5;

scenario("keys alone are enough, and none is caught", async () => {
  const { origin } = await chat();
  for (let n = 1; ; n += 1) {
    const page = await visitor(origin);
    try {
      return await keysAlone(page);
    } catch (trouble) {
      if (n === PAGES) throw trouble;
    } finally {
      await page.context().close();
    }
  }
});

async function keysAlone(page) {
  await page.goto("/");
  await page.waitForFunction(() => window.Lobby && !Array.isArray(window.Lobby));
  const inFrame = () => page.evaluate(() => document.activeElement?.tagName === "DIV" || document.activeElement?.tagName === "IFRAME");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await inFrame(), "the button is not reached by Tab");
  await page.keyboard.press("Enter");
  const frame = await until(() => page.frames().find((it) => it.url().includes("/panel")), "it does not open");
  await frame.waitForSelector("#text");
  await until(() => frame.evaluate(() => document.activeElement?.id === "text"), "the focus stays behind");
  await page.keyboard.type("Hola");
  expect((await frame.inputValue("#text")) === "Hola", "the keys go elsewhere");
  // On a wide page Tab leads out of the chat again.
  let out = false;
  for (let n = 0; n < 14 && !out; n += 1) {
    await page.keyboard.press("Tab");
    out = await page.evaluate(() => document.activeElement === document.body || document.activeElement?.tagName === "A");
  }
  expect(out, "Tab never leaves the chat");
  await frame.focus("#text");
  await page.keyboard.press("Escape");
  await until(() => page.evaluate(() => document.activeElement?.tagName === "DIV"), "the focus does not come back to the button");
  await page.keyboard.press("Enter");
  await until(() => frame.evaluate(() => document.activeElement?.id === "text"), "it does not open again", 5);
  expect((await frame.inputValue("#text")) === "Hola", "what was typed is gone");
}

scenario("on a phone it fills the screen, keeps the focus inside, and goes by the back button", async () => {
  const { origin } = await chat();
  for (const dark of [false, true]) {
    const page = await visitor(origin, { phone: true, dark });
    await page.goto("/");
    const frame = await openChat(page);
    const size = await frame.evaluate(() => [innerWidth, innerHeight]);
    expect(size[0] === 390 && size[1] === 844, `not the whole screen: ${size}`);
    expect((await page.evaluate(() => getComputedStyle(document.documentElement).overflow)) === "hidden", "the page behind scrolls");
    for (let n = 0; n < 9; n += 1) {
      await page.keyboard.press("Tab");
      expect(await frame.evaluate(() => document.hasFocus() && document.activeElement !== document.body), "the focus fell behind the chat");
    }
    const font = await frame.evaluate(() => parseFloat(getComputedStyle(document.getElementById("text")).fontSize));
    expect(font >= 16, `${font} px: a phone zooms in`);
    const small = await frame.evaluate(() => [...document.querySelectorAll("button,.attach")].filter((it) => it.offsetParent).map((it) => it.getBoundingClientRect()).filter((it) => it.width < 44 || it.height < 44).length);
    expect(!small, `${small} targets are smaller than 44 px`);
    const wrong = await violations(frame);
    expect(!wrong.length, () => wrong.join("\n"));
    await shot(page, `widget-phone-${dark ? "dark" : "light"}`);
    await page.goBack();
    await until(() => page.evaluate(() => getComputedStyle(document.documentElement).overflow !== "hidden"), "the back button does not close it");
    expect(new URL(page.url()).pathname === "/", "the back button leaves the page");
    await page.context().close();
  }
});

scenario("it says honestly whether somebody is there", async () => {
  const { desk, origin } = await chat();
  const page = await visitor(origin, { locale: "es-CO" });
  await page.goto("/");
  const frame = await openChat(page);
  const [open, text] = await frame.evaluate(() => [document.getElementById("status").dataset.open, document.getElementById("status").textContent]);
  expect(open === "true" ? /here until/.test(text) : /We open|answer when/.test(text), `${open}: ${text}`);
  const whole = await visitor(desk.url, { locale: "es-CO" });
  await whole.goto("/chat");
  const said = await whole.textContent("#status");
  expect(open === "true" ? /hasta/.test(said) : /Abrimos|volvamos/.test(said), said);
  await shot(whole, "widget-page");
});

scenario("two tabs and a reload show one talk", async () => {
  const { origin } = await chat();
  const page = await visitor(origin);
  await page.goto("/");
  const frame = await openChat(page);
  await sayInChat(frame, "Desde la primera");
  const tab = await page.context().newPage();
  await tab.goto(`${origin}/cart`);
  const second = await openChat(tab);
  await second.waitForSelector(".m:has-text('Desde la primera')");
  await sayInChat(second, "Desde la segunda");
  await frame.waitForSelector(".m:has-text('Desde la segunda')");
  await frame.fill("#text", "a medio escribir");
  await page.reload();
  // It was open: it opens again by itself, with what was being written.
  const back = await until(() => page.frames().find((it) => it.url().includes("/panel")), "it stays closed");
  await back.waitForSelector(".m:has-text('Desde la segunda')");
  expect((await back.inputValue("#text")) === "a medio escribir", "what was being written is gone");
});

scenario("how it was is asked in the chat, given by one press, and shown beside the conversation", async () => {
  const { desk, origin, channel, agent } = await chat();
  const arrange = (on) => desk.api("PATCH", `/channels/${channel.id}/surveys`, { on, after_minutes: on ? 0 : 60 });
  await arrange(true);
  const page = await visitor(origin, { phone: true });
  await page.goto("/");
  const frame = await openChat(page);
  await sayInChat(frame, "¿Tienen la 40 en azul?");
  const found = await conversation({ desk }, "la 40 en azul");
  await desk.api("POST", `/conversations/${found.number}/messages`, { kind: "reply", text: "Sí, la aparto.", then: "resolve" });
  await frame.waitForSelector(".choices button >> nth=4");
  const wrong = await violations(frame);
  expect(!wrong.length, () => wrong.join("\n"));
  await shot(page, "widget-survey");
  await frame.click(".choices button >> nth=4");
  await frame.waitForSelector(".m[data-by=us] >> nth=2");
  const rated = await desk.api("GET", `/conversations/${found.number}`);
  expect(rated.survey.rating === 1 && rated.status === "resolved", () => JSON.stringify(rated.survey));
  // Whoever looks at it sees what was given, and can open it again.
  await agent.goto(`/c/${found.number}`);
  await agent.waitForSelector(".banner[data-tone=warn] button");
  await shot(agent, "conversation-rated");
  await agent.click(".banner[data-tone=warn] button");
  await until(async () => (await desk.api("GET", `/conversations/${found.number}`)).status === "open", "it was not opened again");
  await arrange(false);
});

scenario("one of us says that nobody is asked", async () => {
  const { desk, origin, channel, agent } = await chat();
  await desk.api("PATCH", `/channels/${channel.id}/surveys`, { on: true, after_minutes: 60 });
  const page = await visitor(origin);
  await page.goto("/");
  await sayInChat(await openChat(page), "¿Abren el domingo 14?");
  const found = await conversation({ desk }, "el domingo 14");
  await desk.api("POST", `/conversations/${found.number}/messages`, { kind: "reply", text: "No, cerramos.", then: "resolve" });
  await agent.goto(`/c/${found.number}`);
  await agent.waitForSelector("form[action$='/survey'] button");
  await shot(agent, "conversation-survey");
  await agent.click("form[action$='/survey'] button");
  await until(async () => !(await agent.locator("form[action$='/survey']").count()), "it is still asked");
  expect(!(await desk.api("GET", `/conversations/${found.number}`)).survey.due_at, "somebody is asked");
  await desk.api("PATCH", `/channels/${channel.id}/surveys`, { on: false });
});
