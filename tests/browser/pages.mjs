// Which pages there are: the routes as the program declares them, and the pages that following links leads to.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { logIn, stand, until, visitor } from "./support.mjs";

const web = new URL("../../src/web/", import.meta.url);
/** Where agents' pages are declared; the widget's are visitors'. */
const rooms = readdirSync(web).filter((it) => it !== "widget").map((it) => new URL(it === "routes.rs" ? it : `${it}/routes.rs`, web));
const declared = rooms.filter((it) => existsSync(it)).map((it) => readFileSync(it, "utf8"));
export const routes = [...declared.join("\n").matchAll(/\.route\(\s*"([^"]+)",\s*get\(\)/g)].map((it) => it[1]);
const pattern = (route) => new RegExp(`^${route.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);

/** The route of an address: the one with the fewest open parts. */
export const routeOf = (path) =>
  routes.filter((it) => pattern(it).test(path)).sort((a, b) => a.split("{").length - b.split("{").length)[0];

/** A Lobby with something on every page, and the first conversation's address. */
export async function furnished() {
  const desk = await stand();
  const named = (path, it) => desk.api("POST", path, it);
  await named("/teams", { name: "Ventas y cotizaciones de toda la región andina" });
  await named("/tags", { name: "devoluciones-y-cambios" });
  await named("/sla_policies", { name: "Pedidos y facturas", targets: [{ clock: "first_response", minutes: 240 }], steps: [{ minutes: 0, lead: true }] });
  await named("/canned_replies", { name: "dirección", text: "Hola {{contact.first_name|}}, estamos en la Calle 10." });
  await named("/channels", { kind: "webchat", name: "Chat", settings: { allowed_origins: "https://shop.example" } });
  for (const [at, subject] of ["¿Llegó mi pedido 4821?", "Talla equivocada", "Factura de noviembre a nombre de la empresa"].entries())
    await desk.ask("deliver", { from: `eva${at}@example.com`, name: `Eva Ruiz ${at}`, subject, text: "Buenas tardes, no me ha llegado.\nGracias." });
  const page = await visitor(desk.url);
  await logIn(page, desk);
  const rows = page.locator("a.row[href^='/c/']");
  await until(async () => {
    await page.goto("/list/all");
    return (await rows.count()) === 3;
  }, "the mails are not there", 60);
  const href = new URL(await rows.first().getAttribute("href"), desk.url).pathname;
  await page.context().close();
  return { desk, href };
}

/** One address of every route that links of `roots` lead to. Nothing that is no page, and nothing that logs out. */
export async function walked(page, roots) {
  const seen = new Map();
  const waiting = [...roots];
  while (waiting.length) {
    const path = waiting.shift();
    const route = routeOf(path);
    if (!route || seen.has(route) || /export|original|avatar|\/files?\//.test(route)) continue;
    const answer = await page.goto(path);
    if (answer.status() !== 200 || !(answer.headers()["content-type"] ?? "").includes("html")) continue;
    seen.set(routeOf(new URL(page.url()).pathname) ?? route, new URL(page.url()).pathname);
    const links = await page.locator("a[href^='/']:not([download])").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    waiting.push(...links.map((it) => it.split(/[?#]/)[0]));
  }
  return [...seen.values()];
}

/** What does not fit on a page, as short lines: the page or its pane sideways, and buttons whose text is cut. */
export const misfits = (page) =>
  page.evaluate(() => {
    const wrong = [];
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) wrong.push(`${over} px too wide`);
    for (const it of document.querySelectorAll(".pane--page,.plain,.pane__scroll")) {
      const inside = it.scrollWidth - it.clientWidth;
      if (inside > 0 && it.checkVisibility()) wrong.push(`.${it.className} ${inside} px too wide`);
    }
    for (const it of document.querySelectorAll("button,.button,summary.button")) {
      if (!it.checkVisibility() || it.closest(".sr") || it.matches(".canned__one,.picker__text")) continue;
      const cut = it.scrollWidth - it.clientWidth;
      if (cut > 1) wrong.push(`"${it.textContent.trim().slice(0, 40)}" is cut by ${cut} px`);
      const { left, right, width } = it.getBoundingClientRect();
      if (width && (left < -1 || right > innerWidth + 1) && getComputedStyle(it).position !== "absolute" && !it.closest("[popover],.list-acts,.scroll,.table-wrap"))
        wrong.push(`"${it.textContent.trim().slice(0, 40)}" stands outside: ${Math.round(left)}–${Math.round(right)}`);
    }
    return wrong;
  });
