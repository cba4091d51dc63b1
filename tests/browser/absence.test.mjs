// Away in two clicks and back in one; what whoever takes over must know; what changed since one left.

import { expect, looked, oneDesk, scenario, sound, until, visitor } from "./support.mjs";

const { lobby, signedIn } = oneDesk();

let colleague;
/** A second person, invited and in. */
async function second() {
  if (colleague) return colleague;
  const it = await lobby();
  const owner = await signedIn();
  await owner.goto("/settings/people");
  await owner.fill("input[type=email]", "bea@example.org");
  await owner.locator("input[name=name]").first().fill("Bea León");
  await owner.locator("form:has(input[type=email]) button").first().click();
  const text = await until(async () => (await owner.content()).match(/\/invite\/[A-Za-z0-9_-]+/)?.[0], "no link of the invitation");
  colleague = await visitor(it.url);
  await colleague.goto(text);
  await colleague.fill("input[name=name]", "Bea León");
  await colleague.fill("input[type=password]", "una frase bastante larga 42");
  await Promise.all([colleague.waitForURL((url) => !url.pathname.startsWith("/invite")), colleague.locator("main form button").first().click()]);
  await owner.context().close();
  return colleague;
}

async function written(page, said) {
  const it = await lobby();
  await it.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", text: "¿Hay en bodega?", ...said });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    return page.locator(".row", { hasText: said.subject }).count();
  }, `no row for "${said.subject}"`);
  await page.locator(".row", { hasText: said.subject }).click();
  await page.waitForFunction((it) => document.querySelector("#content .thread-head__sub .clip")?.textContent === it, said.subject);
}

scenario("away in two clicks, covered meanwhile, and back in one", async () => {
  const bea = await second();
  const page = await signedIn();
  await written(page, { subject: "Cubierta" });
  await page.keyboard.press("i");
  await page.waitForSelector(".toast button");
  await page.goto("/");
  await page.locator(".me > summary").click();
  await looked(page, "away-menu");
  await page.locator(".me [name=until]").nth(1).click();
  await page.waitForSelector("#notices .banner:has-text('ausente')");
  await looked(page, "away");
  // A colleague sees it among what is anybody's, with whose it is.
  await bea.goto("/list/unassigned");
  await bea.locator(".row", { hasText: "Cubierta" }).locator(".chip", { hasText: /no está|is away/ }).waitFor();
  await bea.locator(".row", { hasText: "Cubierta" }).click();
  await bea.waitForSelector(".composer__owner");
  await looked(bea, "covering");
  await page.goto("/settings/me/absence");
  await looked(page, "away-page");
  await page.goto("/");
  await page.locator("#notices form[action='/settings/me/absence'] button").click();
  await page.waitForFunction(() => !document.querySelector("#notices form[action='/settings/me/absence']"));
  await until(async () => {
    await bea.goto("/list/unassigned");
    return !(await bea.locator(".row", { hasText: "Cubierta" }).count());
  }, "it is still anybody's");
  sound(page);
  await page.context().close();
});

scenario("whoever takes over reads what to know, and who returns is told what changed", async () => {
  const bea = await second();
  const page = await signedIn();
  await written(page, { subject: "Relevo", text: "Pedí una lámpara azul y llegó verde." });
  await page.keyboard.press("i");
  await page.waitForSelector(".toast button");
  await page.fill("#reply-text", "Lo revisamos con bodega.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector('.message[data-kind=out]:not([data-state=sending]):has-text("bodega")');
  await page.locator(".thread-head__acts summary[data-key=assign]").click();
  await page.locator(".thread-head__acts [name=agent]", { hasText: "Bea León" }).click();
  await page.waitForSelector("summary[data-key=assign]:has-text('Bea León')");
  const place = new URL(page.url()).pathname;
  await until(async () => {
    await bea.goto(place);
    return bea.locator("#handover").count();
  }, "no summary for who takes over");
  const card = await bea.locator("#handover").textContent();
  expect(card.includes("llegó verde") && card.includes("bodega"), card);
  await looked(bea, "handover");
  await bea.locator("#handover button").click();
  await bea.waitForFunction(() => !document.querySelector("#handover"));
  await bea.locator("#messages li", { hasText: /leyó el resumen|read the summary/ }).first().waitFor({ state: "attached" });
  // Back after three quarters of an hour.
  await page.evaluate(() => localStorage.setItem("here", String(Date.now() - 45 * 60000)));
  await (await lobby()).ask("deliver", { from: "nuevo@example.com", name: "Nuevo", subject: "Mientras no estaba", text: "Hola" });
  await until(async () => {
    await page.evaluate(() => localStorage.setItem("here", String(Date.now() - 45 * 60000)));
    await page.goto("/list/all");
    return page.locator(".row", { hasText: "Mientras no estaba" }).count();
  }, "it never came");
  await page.waitForSelector("#since a");
  await looked(page, "since");
  await page.locator("[data-since-close]").click();
  expect(!(await page.locator("#since").count()), "it stays");
  sound(page);
  await page.context().close();
});
