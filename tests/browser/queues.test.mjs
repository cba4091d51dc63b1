// Lobby gives a team's conversations to people, in Chromium: arranged on its page, given to whoever comes, said why;
// breaks in two clicks; the next one by a button and from the palette.

import { expect, logIn, looked, scenario, stand, until, visitor } from "./support.mjs";

let desk;
const lobby = async () => (desk ??= await stand());
const signedIn = async (options) => {
  const it = await lobby();
  const page = await visitor(it.url, options);
  await logIn(page, it);
  return page;
};
const sound = (page) => expect(!page.troubles.length, () => page.troubles.join("\n"));
const send = async (page, form) => Promise.all([page.waitForEvent("load"), page.locator(`${form} button`).last().click()]);

/** A second person, invited and in. */
async function second(owner) {
  await owner.goto("/settings/people");
  await owner.fill("input[type=email]", "bea@example.org");
  await owner.locator("input[name=name]").first().fill("Bea León");
  await owner.locator("form:has(input[type=email]) button").first().click();
  const text = await until(async () => (await owner.content()).match(/\/invite\/[A-Za-z0-9_-]+/)?.[0], "no link of the invitation");
  const bea = await visitor((await lobby()).url);
  await bea.goto(text);
  await bea.fill("input[name=name]", "Bea León");
  await bea.fill("input[type=password]", "una frase bastante larga 42");
  await Promise.all([bea.waitForURL((url) => !url.pathname.startsWith("/invite")), bea.locator("main form button").first().click()]);
  return bea;
}

scenario("a queue is emptied by who comes, and says why", async () => {
  const it = await lobby();
  const page = await signedIn();
  const bea = await second(page);
  const team = await it.api("POST", "/teams", { name: "Ventas" });
  const id = (await it.api("GET", "/agents")).data.find((one) => one.email === "bea@example.org").id;
  await it.api("PATCH", `/agents/${id}`, { teams: [team.id] });
  await it.api("PATCH", `/channels/${it.channel}`, { team: team.id });
  await page.goto(`/settings/people/${id}`);
  await page.fill("#serving [name=cap]", "1");
  await page.locator("#serving [name=speaks][value=es]").check();
  await looked(page, "serving");
  await send(page, "#serving form");
  // On a break she gets nothing.
  await bea.goto("/");
  await bea.locator(".me > summary").click();
  await looked(bea, "break-menu");
  await bea.locator(".me [name=why][value=lunch]").click();
  await bea.waitForSelector("#notices .banner");
  await page.goto(`/settings/teams/${team.id}`);
  await page.locator("[name=mode][value=push]").check();
  await page.fill("[name=messaging]", "10");
  await send(page, "#queue form");
  // What one counts is said for the whole desk.
  await page.goto("/settings/teams");
  await looked(page, "weights");
  await page.goto(`/settings/teams/${team.id}`);
  for (const [at, subject] of ["Primera", "Segunda"].entries()) {
    await it.ask("deliver", { from: `${subject}@example.com`, name: "Eva Ruiz", subject, text: "Buenas tardes, quisiera saber si hay zapatos en la bodega del norte." });
    await until(async () => {
      await page.goto(`/list/team/${team.id}`);
      return (await page.locator(".row").count()) === at + 1;
    }, `no row for "${subject}"`, 60);
  }
  await page.waitForSelector("#notices .banner:has-text('Ventas')");
  await looked(page, "queue-list");
  await page.goto(`/settings/teams/${team.id}`);
  await looked(page, "queue-team");
  // She is back: the older one is hers at once, and the line says why.
  await bea.goto("/");
  await bea.locator("#notices form[action='/settings/me/absence'] button").click();
  await until(async () => {
    await bea.goto("/list/mine");
    return (await bea.locator(".row").count()) === 1;
  }, "nothing is given");
  await bea.locator(".row", { hasText: "Primera" }).click();
  await bea.locator("#content", { hasText: /carga 1 de 1|load 1 of 1/ }).waitFor();
  await looked(bea, "given");
  // The other is taken by who has time, from the palette.
  await page.goto(`/list/team/${team.id}`);
  await page.keyboard.press("Control+k");
  await page.locator("dialog input, .palette input").first().fill("Tomar");
  await page.locator("[role=option]", { hasText: "Tomar la siguiente" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/c/*");
  await page.waitForFunction(() => document.querySelector("#content .thread-head__sub .clip")?.textContent === "Segunda");
  sound(page);
  sound(bea);
});
