// What a desk must bear, as one would try it on the first day: a window that closes while one types, other keyboards, the
// chat on a strict site and a narrow phone.

import { graph, says } from "./graph.mjs";
import { chatOnSite, expect, logIn, openChat, sayInChat, scenario, shot, site, stand, until, visitor } from "./support.mjs";

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

/** Delivers `n` mails and waits until Lobby has them all. */
async function several(name, n) {
  const it = await lobby();
  for (let no = 1; no <= n; no += 1) await it.ask("deliver", { from: `${name.toLowerCase()}${no}@example.com`, name: `Cliente ${no}`, subject: `${name} ${no}`, text: `Pregunta ${no}` });
  await until(async () => (await api("GET", "/conversations?limit=100")).data.filter((one) => one.subject.startsWith(`${name} `)).length >= n, "they never came", 60);
}

scenario("a window that closes while one types keeps the words, shows the approved messages, and the server refuses too", async () => {
  const it = await lobby();
  const meta = await graph();
  const line = await it.api("POST", "/channels", { kind: "whatsapp", name: "WhatsApp", settings: meta.settings });
  await until(async () => (await it.api("GET", `/channels/${line.id}/templates`)).data.length, "no approved message");
  // Said almost a day ago: the window closes in a minute.
  const closes = 40;
  const ago = 24 * 3600 - closes;
  expect((await says(line.webhook_url, { from: "573001112233", name: "Luz Díaz", text: "¿Tienen la 38?", ago })) === 200, "the call was refused");
  const began = Date.now();
  const found = await until(async () => (await api("GET", "/conversations?limit=100")).data.find((one) => one.excerpt?.includes("la 38")), "no case");
  const page = await signedIn();
  await page.goto(`/c/${found.number}`);
  await page.waitForSelector("time[data-until]", { state: "attached" });
  await page.locator("#reply-text").focus();
  await page.keyboard.type("Sí, la tenemos en ne");
  expect(Date.now() - began < closes * 1000, "the machine is too slow for this");
  // By itself, at the latest when the page counts again.
  await page.waitForSelector("#composer [data-picker]", { timeout: (closes + 45) * 1000 });
  expect((await page.content()).includes("Sí, la tenemos en ne"), "the words are gone");
  await shot(page, "window-closed");
  const sent = meta.sent.length;
  const refused = await it.api("POST", `/conversations/${found.number}/messages`, { kind: "reply", text: "Sí" }).catch((err) => err.message);
  expect(String(refused).includes("window_closed"), () => `free text was taken: ${JSON.stringify(refused)}`);
  expect(meta.sent.length === sent, "something left");
  // They write again: the field is back with the words.
  expect((await says(line.webhook_url, { from: "573001112233", name: "Luz Díaz", text: "¿Aló?" })) === 200, "the call was refused");
  await page.waitForSelector("#reply-text", { timeout: 20_000 });
  await until(async () => (await page.inputValue("#reply-text")) === "Sí, la tenemos en ne", "the words did not come back");
  await page.context().close();
});

/** What each keyboard writes with AltGr, and with keys that are elsewhere. `m`: 3 is Ctrl+Alt, as Windows has AltGr. */
const LAYOUTS = {
  Polish: [["ą", "KeyA", 3], ["ę", "KeyE", 3], ["ć", "KeyC", 3], ["ł", "KeyL", 3], ["ń", "KeyN", 3], ["ó", "KeyO", 3], ["ś", "KeyS", 3], ["ż", "KeyZ", 3], ["ź", "KeyX", 3], ["€", "KeyU", 3]],
  Spanish: [["ñ", "Semicolon", 0], ["@", "Digit2", 3], ["#", "Digit3", 3], ["[", "BracketLeft", 3], ["]", "BracketRight", 3], ["€", "KeyE", 3], ["¿", "Equal", 8], ["¡", "Equal", 0]],
  Brazilian: [["ç", "Semicolon", 0], ["/", "KeyQ", 3], ["?", "KeyW", 3], ["°", "KeyE", 3], ["₢", "KeyC", 3], ["ã", "KeyA", 0], ["/", "IntlRo", 0]],
  German: [["@", "KeyQ", 3], ["€", "KeyE", 3], ["{", "Digit7", 3], ["[", "Digit8", 3], ["]", "Digit9", 3], ["µ", "KeyM", 3], ["ß", "Minus", 0], ["@", "KeyL", 1]],
};

scenario("Polish, Spanish, Brazilian and German keyboards write what they write, and no shortcut fires", async () => {
  await several("Teclado", 2);
  const page = await signedIn();
  const { number } = await subject("Teclado 1");
  await page.goto(`/c/${number}?list=all`);
  await page.waitForSelector("#reply-text");
  const keys = await page.context().newCDPSession(page);
  const strike = async ([text, code, modifiers]) => {
    await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: text, code, modifiers });
    // The mark itself comes by itself, as AltGr is over for it.
    await keys.send("Input.dispatchKeyEvent", { type: "char", key: text, code, modifiers: 0, text, unmodifiedText: text });
    await keys.send("Input.dispatchKeyEvent", { type: "keyUp", key: text, code, modifiers });
  };
  const place = page.url();
  const quiet = async (where) => {
    await page.waitForTimeout(150);
    const told = await page.evaluate(() => ({
      open: document.querySelectorAll("details.menu[open],dialog[open]").length,
      toast: document.querySelector(".toast")?.textContent ?? "",
      note: document.querySelector("#mode-note")?.checked,
    }));
    expect(page.url() === place && !told.open && !told.toast && !told.note, () => `${where}: ${page.url()} ${JSON.stringify(told)}`);
    const now = await subject("Teclado 1");
    expect(now.status === "open" && !now.assignee, () => `${where}: ${JSON.stringify(now)}`);
  };
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    await page.locator("#reply-text").fill("");
    await page.locator("#reply-text").focus();
    for (const it of layout) await strike(it);
    const wanted = layout.map(([text]) => text).join("");
    const got = await page.inputValue("#reply-text");
    expect(got === wanted, `${name}: "${got}" and not "${wanted}"`);
    await page.keyboard.press("Escape");
    await quiet(`${name}, in the answer`);
    await page.locator("#reply-text").fill("");
    // Outside of fields, where keys mean something: the same strokes mean nothing, but the marks Lobby itself asks for.
    await page.evaluate(() => document.activeElement.blur());
    for (const it of layout.filter(([text]) => !"/?".includes(text))) await strike(it);
    await quiet(`${name}, outside`);
  }
  sound(page);
  await page.context().close();
});

/** A page of a site that allows nothing but itself and, of Lobby, its script and its frame. */
const strict = (lobbyUrl) =>
  `default-src 'none'; script-src ${lobbyUrl}; frame-src ${lobbyUrl}; style-src 'none'; img-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'`;

scenario("the chat on a strict site, 320 px wide on a slow line: reloaded in the middle, and in two tabs", async () => {
  const { desk: it, page: chatPage, channel } = await chatOnSite();
  let script = "";
  const origin = await site(() => script, () => strict(it.url));
  await it.api("PATCH", `/channels/${channel.id}`, { settings: { allowed_origins: origin } });
  script = `<script async src="${it.url}/w/${channel.key}.js"></script>`;
  const page = await visitor(origin);
  await page.setViewportSize({ width: 320, height: 568 });
  const net = await page.context().newCDPSession(page);
  await net.send("Network.enable");
  // What Chromium's own tools call slow 3G.
  await net.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
  await page.goto("/");
  const frame = await openChat(page);
  await sayInChat(frame, "¿Hay la talla 39?");
  const sideways = () => frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect((await sideways()) <= 0, `${await sideways()} px too wide`);
  await frame.fill("#text", "y en azul");
  await page.waitForTimeout(800);
  await page.reload();
  // On a phone it would cover the page one went to: it waits to be opened, and is where it was.
  const back = await openChat(page);
  await back.waitForSelector(".m:has-text('talla 39')", { timeout: 30_000 });
  expect((await back.inputValue("#text")) === "y en azul", "what was being written is gone");
  const tab = await page.context().newPage();
  tab.troubles = [];
  tab.on("console", (line) => line.type() === "error" && tab.troubles.push(line.text()));
  await tab.goto(`${origin}/cart`);
  const second = await openChat(tab);
  await second.waitForSelector(".m:has-text('talla 39')");
  await sayInChat(second, "Desde la otra");
  await back.waitForSelector(".m:has-text('Desde la otra')", { timeout: 30_000 });
  const cases = (await it.api("GET", "/conversations")).data.filter((one) => one.excerpt?.includes("Desde la otra"));
  expect(cases.length === 1, `${cases.length} conversations`);
  expect(chatPage, "no page");
  // The policy blocked nothing.
  expect(!page.troubles.length && !tab.troubles.length, () => [...page.troubles, ...tab.troubles].join("\n"));
  await shot(page, "widget-strict");
  await page.context().close();
});
