// Searching: facets as tokens, what they can be offered while one types, picked by whoever does not know the words, and
// found again when one comes back.

import { expect, logIn, looked, oneDesk, scenario, sound, stand, until, visitor } from "./support.mjs";

const { lobby, signedIn } = oneDesk(begin);
async function begin() {
  const it = await stand();
  await it.api("POST", "/teams", { name: "Ventas" });
  for (const name of ["muy urgente", "garantía"]) await it.api("POST", "/tags", { name });
  for (const [from, subject, text] of [
    ["joao@example.com", "Lámpara", "La lámpara llegó rota"],
    ["eva@example.com", "Silla", "La silla llegó rota también"],
    ["luz@example.com", "Mesa", "¿Cuándo llega la mesa?"],
  ])
    await it.ask("deliver", { from, name: from.split("@")[0], subject, text });
  await until(async () => (await it.api("GET", "/search?q=llego")).messages.length >= 2, "nothing is found", 60);
  const { data } = await it.api("GET", "/conversations?limit=50");
  const lamp = data.find((one) => one.subject === "Lámpara");
  await it.api("PATCH", `/conversations/${lamp.number}`, { tags: ["muy urgente"] });
  await until(async () => (await it.api("GET", "/search?tag=muy+urgente")).messages.length === 1, "the tag is not found");
  return it;
}

const messages = (page) => page.locator("#results a.hit[href*='?at=']").count();
const address = (page) => decodeURIComponent(new URL(page.url()).search).replaceAll("+", " ");

scenario("a facet is typed by keyboard alone, becomes a token, and is taken away again", async () => {
  const page = await signedIn();
  await page.goto("/search");
  await page.waitForSelector("form[data-search] [role=combobox]:focus");
  await page.keyboard.type("llego");
  await until(async () => (await messages(page)) === 2, "the words find nothing");
  await page.keyboard.type(" eti");
  await page.waitForSelector("#found [role=option]");
  await page.keyboard.press("ArrowDown");
  const active = await page.getAttribute("[name=q]", "aria-activedescendant");
  expect(await page.locator(`#${active}[aria-selected=true]`).count(), "nothing is said to be chosen");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#found [role=option]:has-text('muy urgente')");
  await looked(page, "search-suggested");
  await page.keyboard.type("urg");
  await until(async () => (await page.locator("#found [role=option]").count()) === 1, "it is not narrowed");
  await page.keyboard.press("Tab");
  await page.waitForSelector("#tokens .token:has-text('muy urgente')");
  await until(async () => (await messages(page)) === 1, "the tag does not narrow");
  expect((await page.inputValue("[name=q]")).trim() === "llego", await page.inputValue("[name=q]"));
  expect(address(page) === '?q=tag:"muy urgente" llego', address(page));
  await looked(page, "search-token");
  // Opens at the message; back, it stands as it was left.
  await page.locator("#results a.hit[href*='?at=']").click();
  await page.waitForSelector("#content[data-conversation]");
  await page.goBack();
  await page.waitForSelector("#tokens .token:has-text('muy urgente')");
  expect((await messages(page)) === 1, "the results are gone");
  // At the beginning of the field a step back takes the last token away.
  await page.locator("[name=q]").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Backspace");
  await until(async () => (await messages(page)) === 2 && !(await page.locator(".token").count()), "it is still narrowed");
  // Whoever comes anew finds what was looked for lately.
  await page.goto("/search");
  await page.waitForSelector("#results a:has-text('muy urgente · llego')");
  sound(page);
  await page.context().close();
});

scenario("filters are picked without knowing their words, and what finds nothing says what would", async () => {
  const page = await signedIn();
  await page.goto("/search?q=llega");
  await page.locator("#picks summary").click();
  await page.waitForSelector("form[data-search] [role=combobox]");
  await looked(page, "search-picks");
  await page.selectOption("#picks [name=tag]", { label: "garantía" });
  await page.waitForSelector("#tokens .token:has-text('garantía')");
  await page.waitForSelector("#results .instead a");
  await looked(page, "search-instead");
  const without = page.locator("#results .instead a").first();
  await Promise.all([page.waitForLoadState("load"), without.click()]);
  await until(async () => (await messages(page)) >= 1, "nothing is found without it");
  await page.goto("/search?q=tag:nadie silla");
  await page.waitForSelector(".token[data-tone=bad]");
  await looked(page, "search-unknown");
  await page.goto('/search?q=tag:"muy urgente" is:open');
  await Promise.all([page.waitForURL("**/views/new?search=*"), page.locator("#tokens a[href^='/views/new']").click()]);
  await page.waitForSelector("#matching:not(:empty)");
  sound(page);
  await page.context().close();
});

scenario("searching works without scripts", async () => {
  const it = await lobby();
  const page = await visitor(it.url, { javascript: false });
  await logIn(page, it);
  await page.goto("/search");
  await page.fill("[name=q]", "llego");
  await page.locator("#picks summary").click();
  await page.selectOption("#picks [name=tag]", { label: "muy urgente" });
  await Promise.all([page.waitForURL("**/search?q=*"), page.locator("#picks button").click()]);
  expect(address(page) === '?q=tag:"muy urgente" llego', address(page));
  expect((await messages(page)) === 1, "the tag does not narrow");
  await Promise.all([page.waitForURL((url) => !url.search.includes("tag")), page.locator("#tokens .token").click()]);
  expect((await messages(page)) === 2, "it is still narrowed");
  await page.context().close();
});
