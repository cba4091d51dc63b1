// Everything about people, in Chromium: empty, with one of whom all is known, and with a thousand; tables in and out, who
// may be the same person, joined and parted, numbers with a new owner, companies. Every page of people is looked at.

import { readFileSync } from "node:fs";
import { graph, says } from "./graph.mjs";
import { expect, logIn, looked, scenario, stand, until, visitor } from "./support.mjs";

const routes = [...readFileSync(new URL("../../src/web/routes.rs", import.meta.url), "utf8").matchAll(/\.route\(\s*"([^"]+)",\s*get\(\)/g)]
  .map((it) => it[1])
  .filter((it) => /^\/(contacts|companies|joins)/.test(it));
const pattern = (route) => new RegExp(`^${route.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
const routeOf = (path) => routes.filter((it) => pattern(it).test(path)).sort((a, b) => a.split("{").length - b.split("{").length)[0];
/** Answered with a file: there is nothing to look at. */
const files = new Set(["/contacts/export.csv", "/contacts/import/wrong.csv", "/contacts/{id}/export"]);
const seen = new Set();

let ready;
const desk = () => (ready ??= begin());

async function begin() {
  const lobby = await stand();
  const page = await visitor(lobby.url);
  await logIn(page, lobby);
  return { lobby, page };
}

/** Looks at the page that is open, with everything on it unfolded. */
async function look(page, name) {
  for (const it of await page.locator("main details").all()) await it.evaluate((node) => (node.open = true));
  seen.add(routeOf(new URL(page.url()).pathname));
  await looked(page, `people-${name}`);
}

async function goAndLook(page, path, name) {
  await page.goto(path);
  await look(page, name);
}

const quiet = (page) => expect(!page.troubles.length, () => page.troubles.join("\n"));
const table = (rows) => `${rows.map((it) => it.join(",")).join("\r\n")}\r\n`;

const plan = async (lobby, id) => (await lobby.api("GET", `/contacts/${id}`)).attributes.find((it) => it.name === "Plan")?.value;

async function chosen(page, csv) {
  await page.goto("/contacts/import");
  await page.locator("main input[type=file]").setInputFiles({ name: "clientes.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await Promise.all([page.waitForLoadState("load"), page.locator("form[action='/contacts/import'] .button--primary").click()]);
  await page.waitForSelector("main h2");
}

scenario("people where there is nobody yet", async () => {
  const { page } = await desk();
  await goAndLook(page, "/contacts", "none");
  await goAndLook(page, "/companies", "no-companies");
  await goAndLook(page, "/contacts/import", "import");
  quiet(page);
});

scenario("a table is seen before it is brought in, with what is wrong in it", async () => {
  const { lobby, page } = await desk();
  await lobby.api("POST", "/attributes", { name: "Plan", of: "contacts", kind: "choice", choices: ["oro", "plata"], beside: true });
  await lobby.api("POST", "/attributes", { name: "Cumpleaños", of: "contacts", kind: "date" });
  const csv = table([
    ["nombre", "correo", "teléfono", "empresa", "Plan", "consent_commercial", "consent_commercial_whatsapp", ""],
    ["Valentina Restrepo de la Espriella", "valentina@flores.example", "+57 300 111 2233", "Flores del Valle", "oro", "sí", "no", ""],
    ["Juan Pablo Ñáñez", "juan@flores.example", "", "Flores del Valle", "plata", "", "", ""],
    ["Sin correo", "", "", "", "", "", "", ""],
    ["Correo raro", "no es un correo", "", "", "", "", "", ""],
    ["Plan raro", "plan@otra.example", "", "", "bronce", "", "", ""],
  ]);
  await chosen(page, csv);
  await look(page, "import-tried");
  const text = await page.locator("main").innerText();
  expect(/4/.test(text) && /5/.test(text) && /6/.test(text), "the wrong lines are not named");
  const left = await (await page.request.get(await page.locator("main a[href*='wrong.csv']").getAttribute("href"))).text();
  expect(left.trim().split("\n").length === 4 && left.includes("Plan raro") && !left.includes("Juan Pablo"), left);
  await page.locator("form[action='/contacts/import/run'] button").click();
  await page.waitForURL("**/contacts/import/run");
  await look(page, "import-done");
  await goAndLook(page, "/contacts", "two");
  expect((await page.locator("main tbody tr").count()) === 2, "not two of them");
  quiet(page);
});

scenario("one of whom everything is known, and who else that may be", async () => {
  const { lobby, page } = await desk();
  const { data } = await lobby.api("GET", "/contacts?identifier=valentina@flores.example");
  const one = data[0].id;
  await lobby.api("PATCH", `/contacts/${one}`, { tier: "vip", notes: "Prefiere que la llamen por la tarde.\nPaga siempre a tiempo.", language: "es" });
  await lobby.api("POST", `/contacts/${one}/consents`, { purpose: "service", channel: null, granted: true, source: "form", note: "Feria de Medellín" });
  await lobby.ask("deliver", { from: "valentina@flores.example", name: "Valentina", subject: "Pedido 4821", text: "¿Ya salió mi pedido 4821?" });
  await lobby.ask("deliver", { from: "vale.restrepo.personal@correo-personal.example", name: "Vale R.", subject: "Hola", text: "Soy Valentina, mi celular es 300 111 2233 y mi pedido 4821." });
  const two = await until(async () => (await lobby.api("GET", "/conversations")).data.find((it) => it.subject === "Hola"), "the mails never came", 40);
  const other = two.contact.id;
  await goAndLook(page, `/contacts/${one}`, "one");
  expect((await page.locator(".card--suggest").count()) === 1, "nobody is suggested");
  expect((await page.locator(".card--suggest li a").count()) >= 2, "without its reasons");
  await goAndLook(page, `/contacts/${other}`, "other");
  await page.goto(`/c/${two.number}`);
  await page.waitForSelector("#alike");
  await page.goto(`/contacts?join=${one}`);
  await look(page, "join-whom");
  await page.locator("main tbody a", { hasText: "Juan Pablo" }).click();
  await page.waitForURL("**/join?other=*");
  await lobby.api("PATCH", `/contacts/${other}`, { attributes: { Plan: "plata" }, notes: "Escribe desde su correo personal." });
  await goAndLook(page, `/contacts/${one}/join?other=${other}`, "join");
  await page.locator("main a[href$='join?other=" + one + "']").click();
  await page.waitForURL(`**/contacts/${other}/join?other=${one}`);
  await page.goBack();
  await page.locator("input[name='attribute-Plan'][value=other]").check();
  const sure = page.locator("input[name=sure][type=checkbox]");
  if (await sure.count()) await sure.check();
  await page.locator("main .button--primary").click();
  await page.waitForSelector("form[action^='/joins/']");
  expect((await plan(lobby, one)) === "plata", "the other's plan was not taken");
  await look(page, "joined");
  await lobby.api("PATCH", `/contacts/${one}`, { notes: "Ahora compra también para su hermana." });
  await lobby.api("POST", `/contacts/${one}/consents`, { purpose: "collection", channel: null, granted: false, source: "agent" });
  await page.locator("form[action^='/joins/'] button").click();
  await page.waitForURL("**/joins/*");
  await look(page, "part");
  await page.locator("input[name=consents]").check();
  await page.locator("main .button--primary").click();
  await page.waitForURL("**/contacts/*");
  expect((await plan(lobby, one)) === "oro", "her own plan is not back");
  const theirs = (await lobby.api("GET", `/contacts/${other}/consents`)).data;
  expect(theirs.some((it) => it.purpose === "collection" && !it.granted), "what was said since was not given");
  await goAndLook(page, `/contacts/${one}/erase`, "erase");
  quiet(page);
});

let number;
scenario("a number that may have a new owner, and one that moved", async () => {
  const { lobby, page } = await desk();
  number ??= await lobby.api("POST", "/channels", { kind: "whatsapp", name: "WhatsApp", settings: (await graph()).settings });
  const from = `5730055${String(Date.now()).slice(-5)}`;
  await says(number.webhook_url, { from, name: "María Restrepo", user: "CO.1", text: "Mi pedido secreto es el 7788" });
  await says(number.webhook_url, { from, name: "Pedro Gómez", user: "CO.2", text: "Buenas, ¿tienen rosas?" });
  const c = await until(async () => (await lobby.api("GET", "/conversations")).data.find((it) => it.excerpt?.includes("rosas") && it.status === "open"), "no case");
  await page.goto(`/c/${c.number}`);
  await page.waitForSelector("form[action$='/owner']");
  await looked(page, "people-owner");
  expect(!(await page.locator("#content").innerHTML()).includes("7788"), "what is the one before's is shown");
  await page.locator("form[action$='/owner']:has(input[value=new]) button").click();
  await page.waitForSelector("form[action$='/owner']", { state: "detached" });
  await goAndLook(page, `/contacts/${c.contact.id}`, "owner-new");
  const all = (await lobby.api("GET", "/conversations")).data;
  const before = all.find((it) => it.excerpt?.includes("7788"));
  await goAndLook(page, `/contacts/${before.contact.id}`, "owner-before");
  expect(await page.locator(".reach .chip[data-tone=warn]").count(), "the number is not said to be gone");
  quiet(page);
});

scenario("a company, with its people", async () => {
  const { lobby, page } = await desk();
  await goAndLook(page, "/companies", "companies");
  await page.locator("main .box__row", { hasText: "Flores del Valle" }).click();
  await page.waitForURL("**/companies/*");
  await lobby.api("PATCH", new URL(page.url()).pathname, { domains: ["flores.example"], tier: "vip", notes: "Factura a fin de mes." });
  await page.reload();
  await look(page, "company");
  quiet(page);
});

scenario("a thousand people, by pages, and found again", async () => {
  const { lobby, page } = await desk();
  const rows = Array.from({ length: 998 }, (_, n) => [`Cliente número ${String(n).padStart(4, "0")}`, `cliente${n}@mil.example`, n % 2 ? "Mil y una Flores S.A.S." : ""]);
  const done = await lobby.api("POST", "/imports/contacts", { csv: table([["name", "email", "company"], ...rows]) });
  expect(done.made === 998, JSON.stringify(done));
  await goAndLook(page, "/contacts", "thousand");
  expect((await page.locator("main tbody tr").count()) === 50, "not a page of fifty");
  const names = new Set();
  for (let at = 0; ; at += 1) {
    for (const it of await page.locator("main tbody .strong").allTextContents()) names.add(it);
    const more = page.locator("main .more a");
    if (!(await more.count())) break;
    expect(at < 40, "it does not end");
    await page.goto(await more.getAttribute("href"));
  }
  expect([...names].filter((it) => it.startsWith("Cliente número")).length === 998, `${names.size} names`);
  // Columns as one likes them, kept for the next time; heads stay while one scrolls.
  await page.goto("/contacts");
  const heads = () => page.locator("main thead th").allTextContents();
  const before = (await heads()).length;
  await page.locator("main summary", { hasText: "Columnas" }).click();
  await page.locator("main input[name=column][value=open]").check();
  await page.locator("main input[name=column][value=language]").check();
  await look(page, "columns");
  await Promise.all([page.waitForResponse((it) => it.request().method() === "POST"), page.locator("form[action^='/contacts/columns'] .button--primary").click()]);
  await page.goto("/contacts?sort=name-backward");
  expect((await heads()).length === before + 2, () => "the columns were not kept");
  expect((await page.locator("main tbody .strong").first().textContent()).includes("Val") || (await page.locator("main tbody .strong").count()) === 50, "not backwards");
  const top = () => page.locator("main thead").evaluate((it) => it.querySelector("th").getBoundingClientRect().top);
  const stood = await top();
  await page.locator(".people").evaluate((it) => it.scrollTo(0, 800));
  expect(Math.abs((await top()) - stood) < 2, "the heads do not stay");
  const shown = await (await page.request.get("/contacts/export.csv?columns=shown")).text();
  expect(shown.split("\n")[0].split(",").length === before + 2 && shown.trim().split("\n").length >= 999, () => shown.slice(0, 200));
  await page.goto("/contacts");
  await page.fill("main input[name=q]", "0777");
  await until(async () => (await page.locator("main tbody tr").count()) === 1, "not found while typing");
  await look(page, "found");
  await page.fill("main input[name=q]", "nadie se llama así");
  await page.waitForSelector("main .empty");
  await look(page, "not-found");
  await page.goto("/companies");
  await page.locator("main .box__row", { hasText: "Mil y una" }).click();
  await page.waitForURL("**/companies/*");
  await look(page, "company-of-many");
  await page.locator("main a[href^='/contacts/']").first().click();
  await page.waitForURL("**/contacts/*");
  await page.goto(`${new URL(page.url()).pathname}/files`);
  await look(page, "files");
  // A file of them all, a person a line.
  const file = await page.request.get("/contacts/export.csv");
  expect((await file.text()).trim().split("\n").length >= 1001, "not all of them");
  quiet(page);
});

scenario("every page of people was looked at", async () => {
  const missed = routes.filter((it) => !seen.has(it) && !files.has(it));
  expect(!missed.length, () => `not looked at: ${missed}`);
});
