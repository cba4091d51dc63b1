// What a desk must bear, as one would try it on the first day: keys alone, a network that goes, long threads, a window that
// closes while one types, other keyboards, a strict site with a narrow phone, other languages, the first message.

import { graph, says } from "./graph.mjs";
import { chatOnSite, expect, logIn, oneDesk, openChat, sayInChat, scanned, scenario, shot, site, sound, stand, until, visitor } from "./support.mjs";

const { lobby, signedIn, api, subject } = oneDesk();

/** Delivers `n` mails and waits until Lobby has them all. */
async function several(name, n) {
  const it = await lobby();
  for (let no = 1; no <= n; no += 1) await it.ask("deliver", { from: `${name.toLowerCase()}${no}@example.com`, name: `Cliente ${no}`, subject: `${name} ${no}`, text: `Pregunta ${no}` });
  await until(async () => (await api("GET", "/conversations?limit=100")).data.filter((one) => one.subject.startsWith(`${name} `)).length >= n, "they never came", 60);
}

/** What is wrong with the focus now; empty when it is on something that is there and drawn as focused. */
const focus = (page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return "the focus is on nothing";
    const name = `${it.tagName}.${it.className} "${(it.getAttribute("aria-label") ?? it.textContent ?? "").trim().slice(0, 30)}"`;
    const box = it.getBoundingClientRect();
    if (!it.checkVisibility() || box.bottom <= 0 || box.top >= innerHeight) return `the focus is out of sight on ${name}`;
    const drawn = (node) => {
      const style = getComputedStyle(node);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    // A pane that only takes the keys is no control: what stands in it is marked by itself.
    const around = [it, it.parentElement, it.closest("label"), it.closest(".composer,.row,.field,li")];
    return it.tabIndex < 0 || around.some((node) => node && drawn(node)) ? "" : `the focus is not drawn on ${name}`;
  });

scenario("one logs in and works through twenty conversations by keys alone, and always sees where one is", async () => {
  const it = await lobby();
  await several("Tecla", 20);
  const page = await visitor(it.url);
  // Nobody touches the mouse: what it does is noted.
  await page.addInitScript(() => {
    globalThis.moused = 0;
    for (const kind of ["mousedown", "pointerdown", "touchstart"]) addEventListener(kind, () => (globalThis.moused += 1), true);
  });
  const wrong = [];
  const seen = async (after) => {
    // What moves the focus may wait for an answer of the server.
    const trouble = await until(async () => ((await focus(page)) === "" ? "none" : ""), "", 4).catch(() => focus(page));
    if (trouble && trouble !== "none") wrong.push(`${after}: ${trouble}`);
  };
  const press = async (key) => {
    await page.keyboard.press(key);
    await seen(key);
  };
  await page.goto("/login");
  if (!(await page.evaluate(() => document.activeElement.matches("[type=email]")))) await press("Tab");
  for (let n = 0; n < 8 && !(await page.evaluate(() => document.activeElement.matches("[type=email]"))); n += 1) await press("Tab");
  await page.keyboard.type(it.email);
  await press("Tab");
  await page.keyboard.type(it.password);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/login")), page.keyboard.press("Enter")]);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.waitForURL("**/list/all*");
  await page.waitForSelector("#rows .row");
  // As long as one takes to look.
  await page.waitForTimeout(700);
  const title = () => page.locator("#content .thread-head__sub .clip").textContent({ timeout: 2000 }).catch(() => "");
  const stood = () => page.evaluate(() => document.activeElement?.matches(".row") ? document.activeElement.querySelector(".row__text b").textContent : "");
  for (let n = 0; n < 60 && !(await stood()).startsWith("Tecla"); n += 1) await press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#content[data-conversation]");
  await seen("Enter");
  const worked = [];
  const kinds = { assign: [], tag: [], snooze: [], reply: [], resolve: [] };
  for (let n = 0; n < 20; n += 1) {
    const here = await title();
    worked.push(here);
    const next = () => page.waitForFunction((was) => document.querySelector("#content .thread-head__sub .clip")?.textContent !== was, here, { timeout: 15_000 });
    if (n % 5 === 0) {
      await press("i");
      await until(async () => (await subject(here)).assignee, `${here} is not taken`);
      kinds.assign.push(here);
    }
    if (n % 5 === 1) {
      await press("t");
      await page.keyboard.type("urgente");
      await press("Enter");
      await page.waitForSelector("#side .chip:has-text('urgente')");
      await press("Escape");
      kinds.tag.push(here);
    }
    if (n % 5 === 2) {
      await press("h");
      await page.waitForSelector("details[open] .menu__item:focus");
      await page.keyboard.press("Enter");
      kinds.snooze.push(here);
    } else if (n % 5 === 3) {
      await press("r");
      await page.keyboard.type(`Respuesta ${n}`);
      await page.keyboard.press("Control+Shift+Enter");
      kinds.reply.push(here);
    } else {
      await page.keyboard.press("e");
      kinds.resolve.push(here);
    }
    if (n < 19) await next();
    await seen(`after ${n + 1}`);
  }
  expect(new Set(worked).size === 20, () => `one came twice: ${worked.join(", ")}`);
  await until(async () => (await Promise.all(worked.map(subject))).every((one) => one.status !== "open"), "not all are done", 30);
  const state = async (names) => Promise.all(names.map(async (name) => (await subject(name)).status));
  expect((await state(kinds.snooze)).every((status) => status === "snoozed"), "what slept does not");
  expect((await state([...kinds.reply, ...kinds.resolve])).every((status) => status === "resolved"), "what was resolved is not");
  expect(kinds.tag.length === 4 && (await subject(kinds.tag[0])).tags.length === 1, "the tag is not there");
  const last = worked.at(-1);
  await page.waitForSelector(".toast button");
  await page.keyboard.press("z");
  await until(async () => (await subject(last)).status === "open", "the last is not open again");
  expect((await state(worked.slice(0, 19))).every((status) => status !== "open"), "more than one was taken back");
  expect((await page.evaluate(() => globalThis.moused)) === 0, "the mouse was used");
  expect(!wrong.length, () => wrong.join("\n"));
  sound(page);
  await page.context().close();
});

scenario("the line is cut while an answer leaves: one answer goes, and the list is right without a reload", async () => {
  const it = await lobby();
  await several("Linea", 2);
  const page = await signedIn();
  await page.goto(`/c/${(await subject("Linea 1")).number}?list=all`);
  await page.waitForSelector("#reply-text");
  await page.evaluate(() => (globalThis.same = true));
  // The answer is on its way when the line goes, and nobody knows whether it arrived.
  let left;
  const leaving = new Promise((go) => (left = go));
  await page.route("**/reply", async (route) => {
    await route.fetch({ maxRedirects: 0 });
    left();
    await page.context().setOffline(true);
    await route.abort("internetdisconnected");
  }, { times: 1 });
  await page.fill("#reply-text", "Sale hoy.");
  await page.keyboard.press("Control+Enter");
  await leaving;
  await page.waitForSelector("#net", { timeout: 20_000 });
  // Meanwhile the world goes on.
  await it.ask("deliver", { from: "mientras@example.com", name: "Mientras", subject: "Mientras tanto", text: "Hola" });
  await until(async () => subject("Mientras tanto"), "it never came");
  await page.context().setOffline(false);
  await page.waitForSelector(".message[data-kind=out]:not([data-state=waits],[data-state=sending]):has-text('Sale hoy.')", { timeout: 40_000 });
  await page.mouse.move(1270, 5);
  await page.waitForSelector("#rows .row:has-text('Mientras tanto')", { timeout: 20_000 });
  await until(async () => !(await page.locator("#net").count()), "it still says that there is no connection");
  expect(await page.evaluate(() => globalThis.same), "the page was loaded again");
  const { number } = await subject("Linea 1");
  const said = (await api("GET", `/conversations/${number}/messages`)).data.filter((one) => one.text === "Sale hoy.");
  expect(said.length === 1, () => `${said.length} messages`);
  await until(async () => (await page.locator(".message", { hasText: "Sale hoy." }).count()) === 1, "it stands there twice");
  const ids = await page.evaluate(() => [...document.querySelectorAll("#rows > li")].map((one) => one.id));
  expect(new Set(ids).size === ids.length, () => `a row stands there twice: ${ids}`);
  const mails = await until(async () => {
    const sent = (await it.ask("sent")).mails.filter((mail) => JSON.stringify(mail.to).includes("linea1@example.com"));
    return sent.length && sent;
  }, "it never left", 40);
  expect(mails.length === 1, `it left ${mails.length} times`);
  await page.context().close();
});

scenario("two thousand messages are read while fifty events a minute come, and nothing moves by a pixel", async () => {
  const it = await lobby();
  await several("Largo", 1);
  const { number } = await subject("Largo 1");
  // One after another, as they are counted on; as fast as the API lets one.
  const noted = (text) => api("POST", `/conversations/${number}/messages`, { kind: "note", text }).catch((it) => (/ 429 /.test(it.message) ? new Promise((wake) => setTimeout(wake, 500)).then(() => noted(text)) : Promise.reject(it)));
  for (let at = 0; at < 2000; at += 1) await noted(`Apunte ${at}\ncon otra línea`);
  const page = await signedIn();
  await page.goto(`/c/${number}`);
  await page.waitForSelector("#messages .message");
  // It begins with what was said last.
  const last = await page.locator("#messages > .message").last();
  expect((await last.innerText()).includes("Apunte 1999"), await last.innerText());
  const box = await last.boundingBox();
  const log = await page.locator("#log").boundingBox();
  expect(box.y >= log.y && box.y + box.height <= log.y + log.height + 1, () => `the last one stands at ${box.y} of ${JSON.stringify(log)}`);
  await page.locator("#log").hover();
  // Up through some pages of what was said before: what comes above moves nothing.
  const count = () => page.locator("#messages > .message").count();
  const first = await count();
  await page.evaluate(() => {
    globalThis.jumps = [];
    new MutationObserver(() => {
      const [log, seen] = [document.querySelector("#log"), globalThis.mark];
      if (!seen) return;
      const off = seen.getBoundingClientRect().top + log.scrollTop - globalThis.markAt;
      if (Math.abs(off) > 1) globalThis.jumps.push(off);
    }).observe(document.querySelector("#messages"), { childList: true });
    globalThis.mark = [...document.querySelectorAll("#messages > .message")].at(-1);
    globalThis.markAt = globalThis.mark.getBoundingClientRect().top + document.querySelector("#log").scrollTop;
  });
  for (let n = 0; n < 30 && (await count()) < first + 60; n += 1) {
    await page.mouse.wheel(0, -1600);
    await page.waitForTimeout(120);
  }
  expect((await count()) > first, "what was said before does not come");
  const jumps = await page.evaluate(() => globalThis.jumps);
  expect(!jumps.length, () => `what was said before made it jump: ${jumps}`);
  await page.mouse.wheel(0, 500);
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    const edge = document.querySelector("#log").getBoundingClientRect().top;
    const seen = [...document.querySelectorAll("#messages > .message")].find((one) => one.getBoundingClientRect().top > edge + 20);
    const at = seen.getBoundingClientRect().top;
    Object.assign(globalThis, { moved: 0, frames: 0, shifts: 0 });
    new PerformanceObserver((all) => { for (const one of all.getEntries()) globalThis.shifts += one.value; }).observe({ type: "layout-shift" });
    const look = () => {
      globalThis.frames += 1;
      globalThis.moved = Math.max(globalThis.moved, seen.isConnected ? Math.abs(seen.getBoundingClientRect().top - at) : 999);
      requestAnimationFrame(look);
    };
    look();
  });
  for (let n = 0; n < 50; n += 1) {
    if (n % 5 === 0) await it.ask("deliver", { from: `aparte${n}@example.com`, name: `Otra ${n}`, subject: `Aparte ${n}`, text: "Hola" });
    else if (n % 5 === 1) await api("PATCH", `/conversations/${number}`, { priority: n % 2 ? "high" : "normal" });
    else await api("POST", `/conversations/${number}/messages`, { kind: "note", text: `Nuevo ${n}\n¿Sí?` });
    await page.waitForTimeout(150);
  }
  await page.waitForSelector("#newest:not([hidden])");
  const { moved, frames, shifts } = await page.evaluate(() => ({ moved: globalThis.moved, frames: globalThis.frames, shifts: globalThis.shifts }));
  expect(frames > 50, `${frames} frames`);
  expect(moved < 1, `it moved by ${moved} px`);
  expect(shifts < 0.001, `layout shift of ${shifts}`);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  expect((await count()) <= 320, "more messages stay in the page than are needed");
  expect(nodes < 20_000, `${nodes} nodes`);
  // Reading goes on where it was when one comes back.
  await page.locator(".row:not([aria-current])").first().click();
  await page.waitForFunction((n) => document.querySelector("#content").dataset.conversation !== String(n), number);
  await page.goBack();
  await page.waitForFunction((n) => document.querySelector("#content").dataset.conversation === String(n), number);
  await until(async () => (await page.evaluate(() => document.querySelector("#log").scrollTop)) < -300, "the place is lost");
  sound(page);
  await page.context().close();
});

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

const ABROAD = {
  "pt-BR": { locale: "pt-BR", enter: "Entrar", zero: /\b0 resultado\b/, one: /\b1 resultado\b/, more: /\b[2-9] resultados\b/, send: "Enviar", resolved: "Resolvida" },
  id: { locale: "id-ID", enter: "Masuk", zero: /\b0 hasil\b/, one: /\b1 hasil\b/, more: /\b[2-9] hasil\b/, send: "Kirim", resolved: "Selesai" },
};

for (const [code, said] of Object.entries(ABROAD))
  scenario(`a day's work in ${code}: in, read, answered, resolved, found, taken out`, async () => {
    const it = await lobby();
    const name = code === "id" ? "Nusa" : "Praia";
    await several(name, 2);
    const page = await visitor(it.url, { locale: said.locale });
    await page.goto("/login");
    expect((await page.locator("main form button").first().innerText()).includes(said.enter), "the door speaks another language");
    await logIn(page, it);
    const speak = async (language) => {
      await page.goto("/settings/me");
      await page.selectOption("[name=language]", language);
      await Promise.all([page.waitForLoadState(), page.locator("main form[action='/settings/me'] button").first().click()]);
    };
    await speak(code);
    await page.goto(`/c/${(await subject(`${name} 1`)).number}`);
    await page.waitForSelector("#reply-text");
    expect((await page.locator("[data-composer=reply] .split > button").innerText()).includes(said.send), "the button speaks another language");
    await page.fill("#reply-text", "Ção, terima kasih.");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".message[data-kind=out]:has-text('terima kasih')");
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    await page.waitForSelector(`.toast:has-text("${said.resolved}")`);
    // As many as there are, in the form the language has for it.
    const found = async (query) => {
      await page.goto(`/search?q=${encodeURIComponent(query)}`);
      return page.locator("main").first().innerText();
    };
    await until(async () => said.more.test(await found(name)), async () => `not ${said.more}: ${await found(name)}`, 20);
    for (const [query, form] of [[`${name.toLowerCase()}1@example.com`, said.one], ["nadaesesto", said.zero]]) expect(form.test(await found(query)), `"${query}" does not find ${form}`);
    await page.goto("/settings/me/devices");
    const text = await page.locator("main").innerText();
    const csv = await page.evaluate(async () => {
      const answer = await fetch("/contacts/export.csv");
      return [answer.headers.get("content-type"), await answer.text()];
    });
    expect(csv[0].includes("csv") && csv[0].includes("utf-8") && csv[1].includes(`${name.toLowerCase()}1@example.com`), () => csv.join("\n").slice(0, 300));
    expect(csv[1].split("\r\n").length > 2, "its lines do not end as tables' do");
    expect(!/January|February|Today|Yesterday/.test(text), "English on the page");
    await page.goto(`/c/${(await subject(`${name} 1`)).number}`);
    const days = await page.locator("#log").innerText();
    expect(!/\b(Today|Yesterday|Hoy|Ayer)\b/.test(days), () => `another language: ${days.slice(0, 200)}`);
    await speak("es");
    await page.context().close();
  });

scenario("from the link to the first message one sends four forms, and fills in nine fields at most", async () => {
  const it = await stand({ empty: true });
  const page = await visitor(it.url, { locale: "es-CO" });
  let [forms, fields] = [0, 0];
  /** Fills in what must be and is not yet, and sends it. */
  const sent = async (known, where) => {
    const asked = await page.locator("main form:has(.button--primary) [required]:visible").evaluateAll((all) => all.map((one) => [one.name, one.type, one.value]));
    for (const [name, type, value] of asked) {
      if (value && type !== "radio") continue;
      if (type === "radio" || type === "checkbox") continue;
      expect(known[name] !== undefined, `the set-up asks for ${name}`);
      const field = page.locator(`main [name="${name}"]`).first();
      if ((await field.evaluate((one) => one.tagName)) === "SELECT") await field.selectOption(known[name]);
      else await field.fill(known[name]);
      fields += 1;
    }
    forms += 1;
    await Promise.all([page.waitForURL(where), page.locator("main form .button--primary").first().click()]);
  };
  await page.goto(new URL(it.setup_link).pathname);
  await sent({ name: "Ana Ruiz", email: it.email, password: it.password }, "**/setup/business");
  await sent({ name: "Clínica Sol", country: "CO", sector: "clinic", people: "few", language: "es" }, "**/setup/channel");
  await page.goto("/setup/channel/chat");
  await sent({ name: "Chat" }, "**/setup/channel/proof?by=webchat");
  const phone = await visitor(it.url, { phone: true });
  await phone.goto(new URL(await scanned(page)).pathname);
  await sayInChat(phone, "Hola, ¿abren hoy?");
  await page.waitForSelector("a[href^='/c/']", { timeout: 30_000 });
  await page.locator("a[href^='/c/']").first().click();
  await page.waitForSelector(".message:has-text('¿abren hoy?')");
  expect(forms <= 4, `${forms} forms`);
  expect(fields > 0 && fields <= 9, `${fields} fields`);
  sound(page);
  it.stop();
});
