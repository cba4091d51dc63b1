// Everything that is arranged, in Chromium: settings, set-up, getting in. Which pages there are is read from the route
// file and found by following links, so that a new page is looked at without being named here.

import { graph } from "./graph.mjs";
import { routeOf, routes } from "./pages.mjs";
import { expect, logIn, oneDesk, sayInChat, scanned, scenario, shot, stand, until, violations, visitor } from "./support.mjs";

const arranged = (route) => /^\/(settings|setup|login|forgot|reset|invite)(\/|$)/.test(route);

/** Pages that send one on at once: there is nothing to look at. */
const passing = new Set(["/setup"]);
/** Reached by what another test does: a provider's answer. */
const elsewhere = new Set([
  "/settings/oauth/callback",
  "/settings/channels/{id}/aside/{parked}/original",
  "/settings/channels/{id}/calls/{raw}/original",
]);

const { lobby, signedIn } = oneDesk();

/** Gives every list something to show, once: a person who left, one who came, an invitation, a team, a tag, a token. */
let furnished;
async function furnish() {
  if (furnished) return furnished;
  const page = await signedIn();
  const send = async (path, fields, form = "main form") => {
    await page.goto(path);
    for (const [name, value] of Object.entries(fields)) {
      const field = page.locator(`${form} [name="${name}"]`).first();
      if (value === true) await field.check();
      else if ((await field.evaluate((it) => it.tagName)) === "SELECT") await field.selectOption(value);
      else await field.fill(value);
    }
    await Promise.all([page.waitForLoadState(), page.locator(`${form}:has([name="${Object.keys(fields)[0]}"]) button`).first().click()]);
    await page.waitForLoadState();
  };
  await send("/settings/teams", { name: "Ventas y cotizaciones de toda la región andina" });
  await send("/settings/teams", { name: "Salud", private: true });
  await send("/settings/tags", { name: "urgente-de-verdad-y-sin-espacios-para-partir-la-línea" });
  await send("/settings/tokens", { name: "Facturas" });
  await send("/settings/attributes", { name: "Talla de zapato que suele llevar" });
  await send("/settings/macros", { name: "Pagado y enviado por la mañana", reply: "Gracias, {{contact.first_name|}}.", priority: "high" });
  await send("/settings/canned_replies", { name: "dirección de la sede del norte", text: "Hola {{contact.first_name|}}, estamos en la Calle 10 # 4-20, junto al parque." });
  await page.goto("/settings/rules/new?ready=shop");
  await Promise.all([page.waitForURL("**/settings/rules"), page.locator(".button--primary[value=save]").click()]);
  await page.goto("/settings/hours");
  await page.locator("main details summary").first().click();
  await page.fill("main details [name=name]", "Sede norte, con turno de noche y festivos de otro país");
  await Promise.all([page.waitForURL("**/settings/hours/*"), page.locator("main details button").click()]);
  await send("/settings/legal", { name: "Reclamo por tratamiento de datos personales sensibles", law: "Ley 1581 de 2012, artículo 15", days: "15" });
  await page.goto("/settings/goals");
  await Promise.all([page.waitForEvent("load"), page.locator("main form button").first().click()]);
  await send("/settings/people", { email: "una.direccion.bastante.larga.que.no.se.parte@un-dominio-igual-de-largo.example.org", name: "Bea" });
  await send("/settings/people", { email: "carlos@example.org", name: "Carlos Prieto", teams: true });
  const invitation = new URL(await page.locator("input[readonly]").first().inputValue()).pathname;
  const guest = await visitor((await lobby()).url);
  furnished = { invitation: await invitationFor(page, send, "nadie@example.org"), guest: invitation };
  await guest.goto(invitation);
  await guest.fill("[name=name]", "Carlos Prieto");
  await guest.fill("[type=password]", "una frase bastante larga 42");
  await Promise.all([guest.waitForURL((url) => !url.pathname.startsWith("/invite")), guest.locator("main form button").first().click()]);
  expect((await guest.content()).includes("Ventas y cotizaciones"), "the invited one is in no team");
  await guest.context().close();
  await send("/settings/cards", { name: "Tienda en línea con un nombre largo", url: "http://127.0.0.1:9/c?e={{contact.email}}" }, "form[action='/settings/cards']");
  await send("/settings/dated", { usual: true }, "form[action='/settings/dated']");
  await page.goto("/settings/cards");
  furnished.card = await page.locator("main a[href^='/settings/cards/']").first().getAttribute("href");
  await send(`${furnished.card}/actions`, { name: "Reservar", url: "http://127.0.0.1:9/book" }, `form[action='${furnished.card}/actions']`);
  await page.goto("/settings/quality");
  await Promise.all([page.waitForEvent("load"), page.locator("form[action$='/begin'] button").click()]);
  await send("/settings/alerts", { name: "Guardia de la noche", url: "http://127.0.0.1:9/alerts" }, "form[action='/settings/alerts/webhook']");
  await send("/settings/webhooks", { name: "Tienda en línea", url: "http://127.0.0.1:9/lobby" }, "form[action='/settings/webhooks']");
  await send("/settings/channels/kinds/whatsapp", { phone_number_id: "1055", waba_id: "2077", access_token: "x", app_secret: "y" });
  await page.goto("/settings/channels");
  furnished.number = await page.locator("main a[href^='/settings/channels/']", { hasText: "whatsapp" }).first().getAttribute("href");
  const channel = (await lobby()).channel;
  await page.goto(`/settings/channels/${channel}`);
  await Promise.all([page.waitForURL("**/settings/channels/tries/*"), page.locator('form[action$="/test"] button').click()]);
  await until(async () => !(await page.locator("[data-live]").count()), "the test does not end", 90);
  furnished.trial = new URL(page.url()).pathname;
  // The page of a try comes anew by itself when the try is over, which may be now.
  const settings = () => page.goto(`/settings/channels/${channel}`);
  await until(() => settings().then(() => true, () => false), "the channel's page does not open");
  await page.locator("#servers").evaluate((it) => (it.open = true));
  await page.fill("#servers [name=addresses]", "otra.direccion.bastante.larga.que.no.se.parte@un-dominio-igual-de-largo.example.org");
  await Promise.all([page.waitForEvent("load"), page.locator('form[action$="/servers"] button').first().click()]);
  await page.goto("/settings/channels");
  furnished.further = await page.locator("main a[href^='/settings/channels/']", { hasText: "otra.direccion" }).first().getAttribute("href");
  await page.context().close();
  return furnished;
}

async function invitationFor(page, send, email) {
  await send("/settings/people", { email, name: "Nadie" });
  return new URL(await page.locator("input[readonly]").first().inputValue()).pathname;
}

/** Addresses to look at: the roots, and every link of those pages that leads to another arranged page. */
async function found(page, roots) {
  const seen = new Map();
  const waiting = [...roots];
  while (waiting.length) {
    const path = waiting.shift();
    const route = routeOf(path);
    if (!route || [...seen.values()].filter((it) => it === route).length >= 3 || seen.has(path)) continue;
    const answer = await page.goto(path);
    if (!(answer.headers()["content-type"] ?? "").includes("html")) continue;
    const at = new URL(page.url()).pathname;
    seen.set(at, routeOf(at));
    const links = await page.locator("main a[href^='/'], .sidebar a[href^='/settings']").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    waiting.push(...links.map((it) => it.split(/[?#]/)[0]).filter((it) => arranged(routeOf(it) ?? "")));
  }
  return seen;
}

/** Looks at every page of `paths`: what axe says, what is too wide, what the page's script complains of. */
async function look(page, paths, name) {
  const wrong = [];
  // How wide a page is does not hang on its colours.
  const widths = name.startsWith("dark") && !process.env.LOBBY_SHOTS ? [] : [390, 900, 1440];
  for (const path of paths) {
    await page.goto(path);
    for (const it of await page.locator("main details").all()) await it.evaluate((node) => (node.open = true));
    wrong.push(...(await violations(page, { coloured: name.startsWith("dark") })).map((it) => `${path} ${it}`));
    for (const width of widths) {
      await page.setViewportSize({ width, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const inside = await page.evaluate(() => {
        const pane = document.querySelector(".pane--page, .plain");
        return pane ? pane.scrollWidth - pane.clientWidth : 0;
      });
      if (over > 0 || inside > 0) wrong.push(`${path} at ${width}: ${Math.max(over, inside)} px too wide`);
      if (width !== 900) await shot(page, `${name}${path.replaceAll(/[0-9a-f-]{36}|[\w-]{43}/g, "x").replaceAll(/[^a-z0-9]/gi, "-")}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  return [...wrong, ...page.troubles];
}

for (const dark of [false, true])
  scenario(`every settings page is sound, ${dark ? "dark" : "light"}`, async () => {
    const { trial, invitation, number, further, card } = await furnish();
    const mailbox = (await lobby()).channel;
    const page = await signedIn({ dark });
    const all = await found(page, ["/settings", "/settings/me", trial, further, `${card}/test`, ...["ledger", "aside"].map((it) => `/settings/channels/${mailbox}/${it}`), ...["calls", "profile", "templates", "templates/edit"].map((it) => `${number}/${it}`)]);
    const looked = new Set(all.values());
    const out = await visitor((await lobby()).url, { dark });
    const doors = ["/login", "/forgot", invitation];
    for (const it of doors) looked.add(routeOf(it));
    const own = new Set(["/login/code", "/reset/{token}", "/settings/me/addresses/{token}"]);
    const missed = routes.filter((it) => arranged(it) && !it.startsWith("/setup") && !looked.has(it) && !elsewhere.has(it) && !own.has(it));
    expect(!missed.length, () => `no link leads to ${missed}`);
    const name = dark ? "dark" : "light";
    const wrong = [...(await look(page, all.keys(), name)), ...(await look(out, doors, `${name}-door`))];
    expect(!wrong.length, () => wrong.join("\n"));
  });

/** Sends the form on the page by its main button and waits for the next page. */
async function sent(page, fields, where) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`).first();
    if ((await field.evaluate((it) => it.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([page.waitForURL(where), page.locator("main form .button--primary").first().click()]);
}

/** The chat page of the set-up: its code is scanned by a phone, which writes; the page shows it by itself. */
async function chatProven(it, page, see) {
  await page.goto("/setup/channel/chat");
  await see();
  await page.goto("/setup/channel/chat");
  await sent(page, {}, "**/setup/channel/proof?by=webchat");
  await see();
  await page.goto("/setup/channel/chat");
  expect(page.url().endsWith("/setup/channel/proof?by=webchat"), "what is there already is not gone on with");
  const shown = await page.locator("input[readonly]").first().inputValue();
  const address = await scanned(page);
  expect(address === shown && address.startsWith(`${it.url}/chat/`), () => `the code says ${address}, beside it stands ${shown}`);
  const phone = await visitor(it.url, { viewport: { width: 390, height: 844 } });
  await phone.goto(new URL(address).pathname);
  await sayInChat(phone, "hola");
  await page.waitForSelector("a[href^='/c/']", { timeout: 30_000 });
  await phone.context().close();
}

/** A number of WhatsApp in the set-up: its case, what Lobby did as ticks, and the code that opens WhatsApp with it. */
async function numberProven(page, see) {
  const meta = await graph();
  await page.goto("/setup/channel/whatsapp");
  await see();
  await see("/setup/channel/whatsapp/both");
  await page.goto("/setup/channel/whatsapp/both");
  expect((await page.inputValue("[name=auth_header]")) === "D360-API-KEY", "a partner's header is not filled in");
  await page.goto("/setup/channel/whatsapp/new");
  await see();
  await page.goto("/setup/channel/whatsapp/new");
  for (const fold of await page.locator("details").all()) await fold.evaluate((node) => (node.open = true));
  await sent(page, meta.settings, "**/setup/channel/proof?by=whatsapp");
  await page.waitForSelector("svg.qr", { timeout: 30_000 });
  await see();
  await page.goto("/setup/channel/whatsapp");
  const ticks = await page.locator("main").innerText();
  expect(ticks.includes("Clínica Sol"), () => `not the number's name: ${ticks}`);
  expect((await scanned(page)) === "https://wa.me/576015550101", "the code does not open WhatsApp with the number");
}

for (const [language, dark] of [["en", false], ["es", true]])
  scenario(`the set-up from the link to the inbox, live, ${language} ${dark ? "dark" : "light"}`, async () => {
    const it = await stand({ empty: true });
    const page = await visitor(it.url, { dark, locale: language === "es" ? "es-CO" : "en-US" });
    const name = `setup-${language}`;
    const looked = new Set();
    const wrong = [];
    const see = async (path) => {
      const at = new URL(page.url());
      wrong.push(...(await look(page, [path ?? at.pathname], name)));
      looked.add(routeOf(path ?? at.pathname));
    };
    const link = new URL(it.setup_link).pathname;
    await page.goto(link);
    await see();
    await sent(page, { name: "Ana Ruiz", email: it.email, password: it.password, language }, "**/setup/business");
    await see();
    await sent(page, { name: "Clínica Sol", country: "CO", sector: "clinic", people: "few", language: "es" }, "**/setup/channel");
    await see();
    await see("/setup/you");
    await see("/setup/channel/email");
    await page.goto("/setup/channel/email");
    for (const fold of await page.locator("details").all()) await fold.evaluate((node) => (node.open = true));
    const both = `${it.imap.ca_pem}${it.smtp.ca_pem}`;
    // The wrong password first: it is said where it belongs, and the form is still there.
    const servers = {
      ...{ address: it.mailbox, "imap.host": it.imap.host, "imap.port": `${it.imap.port}`, "imap.security": "tls" },
      ...{ "smtp.host": it.smtp.host, "smtp.port": `${it.smtp.port}`, "smtp.security": "starttls", ca_pem: both },
    };
    await sent(page, { ...servers, password: "wrong horse" }, "**/setup/channel/tries/*");
    await page.waitForSelector("form[action='/setup/channel/email']", { timeout: 60_000 });
    expect((await page.inputValue("[name='imap.host']")) === it.imap.host, "what was typed is gone");
    await see();
    await sent(page, { password: it.mailbox_password }, "**/setup/channel/tries/*");
    // Without a word of ours the page goes on by itself.
    await page.waitForSelector("a[href='/setup/channel/greeting']", { timeout: 60_000 });
    await see();
    await page.goto("/setup/channel/greeting");
    await see();
    expect((await page.inputValue("[name=signature]")).startsWith("Cordial saludo"), "not the language of the business");
    await sent(page, {}, "**/setup/channel/proof");
    await see();
    await page.goto("/setup/channel/proof");
    await it.ask("deliver", { from: "ana.privada@example.com", name: "Ana", subject: "Hola", text: "¿Funciona?" });
    await page.waitForSelector("a[href^='/c/']", { timeout: 30_000 });
    await see();
    await chatProven(it, page, see);
    await numberProven(page, see);
    await page.goto("/setup/people");
    await see();
    await sent(page, { email: "bea@example.org", name: "Bea" }, "**/setup/people");
    await page.waitForSelector("svg.qr");
    const invitation = await page.locator("input[readonly]").first().inputValue();
    expect((await scanned(page)) === invitation, "the code of the invitation leads elsewhere");
    await see("/setup/done");
    const missed = routes.filter((it) => it.startsWith("/setup") && !looked.has(it) && !passing.has(it));
    expect(!missed.length, () => `not looked at: ${missed}`);
    await page.goto("/setup/done");
    await sent(page, {}, it.url + "/");
    it.stop();
    // A wrong password is an answer of 200 with words, no trouble of the page.
    expect(!wrong.length, () => wrong.join("\n"));
  });

scenario("a second factor and a new password, by their pages", async () => {
  const it = await stand();
  const wrong = [];
  const page = await visitor(it.url);
  await logIn(page, it);
  await page.goto("/settings/me/factor");
  wrong.push(...(await look(page, ["/settings/me/factor"], "factor")));
  await page.goto("/forgot");
  await page.context().clearCookies();
  await page.goto("/forgot");
  await page.fill("input[type=email]", it.email);
  await page.locator("main form button").first().click();
  const letter = await until(async () => {
    const { mails } = await it.ask("sent");
    return mails.find((mail) => mail.to.includes(it.email) && mail.text.includes("/reset/"));
  }, "no letter came", 30);
  const reset = letter.text.match(/\/reset\/[\w-]+/)[0];
  wrong.push(...(await look(page, [reset], "reset")));
  await page.goto(reset);
  await page.fill("input[type=password]", "otra frase bastante larga 43");
  await Promise.all([page.waitForURL("**/login**"), page.locator("main form button").first().click()]);
  wrong.push(...(await look(page, ["/login?done=password"], "reset-done")));
  await logIn(page, { email: it.email, password: "otra frase bastante larga 43" });
  wrong.push(...(await anotherAddress(it, page, "otra frase bastante larga 43")));
  it.stop();
  expect(!wrong.length, () => wrong.join("\n"));
});

/** Logs in with another address from now on: asked for, proven by the link mailed there. */
async function anotherAddress(it, page, current) {
  const address = "ana.nueva@example.org";
  await page.goto("/settings/me/addresses");
  const form = page.locator('form[action$="/addresses/login"]');
  await form.locator("[type=email]").fill(address);
  await form.locator("[name=current]").fill(current);
  await Promise.all([page.waitForURL("**/settings/me/addresses"), form.locator("button").click()]);
  const wrong = await look(page, ["/settings/me/addresses"], "addresses");
  const letter = await until(async () => {
    const { mails } = await it.ask("sent");
    return mails.find((mail) => mail.to.includes(address) && mail.text.includes("/addresses/"));
  }, "no letter came to the new address", 30);
  const link = letter.text.match(/\/settings\/me\/addresses\/[\w-]+/)[0];
  wrong.push(...(await look(page, [link], "address-proven")));
  await page.goto(link);
  await Promise.all([page.waitForURL("**/settings/me/addresses"), page.locator("main form button").first().click()]);
  expect(await page.locator(`main :text("${address}")`).count(), "the address is another");
  await page.context().clearCookies();
  await logIn(page, { email: address, password: current });
  return wrong;
}

for (const dark of [false, true])
  scenario(`the page of the API is sound, ${dark ? "dark" : "light"}`, async () => {
    const page = await visitor((await lobby()).url, { dark });
    await page.goto("/api/docs");
    const wrong = [];
    // Of its hundred screens the first is looked at.
    await shot(page, `api-docs-${dark}`);
    for (const it of (await page.locator("main details").all()).slice(0, 12)) await it.evaluate((node) => (node.open = true));
    wrong.push(...(await violations(page)));
    for (const width of [390, 900, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) wrong.push(`at ${width}: ${over} px too wide`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await shot(page, `api-docs-phone-${dark}`);
    wrong.push(...page.troubles);
    expect(!wrong.length, () => wrong.join("\n"));
  });
