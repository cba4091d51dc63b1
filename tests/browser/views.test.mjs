// Every list and the promise of a conversation: whole at every width, in light and dark, with nothing axe objects to.

import { expect, logIn, scenario, stand, until, visitor, violations } from "./support.mjs";

const lists = ["mine", "unassigned", "all", "waiting", "third-party", "snoozed", "drafts", "mentions", "failed", "resolved", "automatic", "spam", "blocked"];

/** Looks at what is open at three widths, light and dark. */
async function whole(page, name) {
  for (const width of [390, 900, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over <= 0, `${name} at ${width}: ${over} px too wide`);
    }
    const wrong = await violations(page);
    expect(!wrong.length, `${name} at ${width}: ${wrong.join("\n")}`);
  }
}

scenario("every list is whole, and one moment becomes a promise that is kept", async () => {
  const it = await stand();
  const page = await visitor(it.url);
  await logIn(page, it);
  for (const name of lists) {
    await page.goto(`/list/${name}`);
    await whole(page, name);
  }
  await it.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", subject: "Lámpara", text: "¿Hay en bodega?" });
  await until(async () => {
    await page.goto("/list/all");
    return page.locator("#rows .row").count();
  }, "the mail never came");
  await whole(page, "all with one");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator("#rows .row").first().click();
  await page.fill("#reply-text", "Un momento, por favor");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#promise button[name=due]");
  await whole(page, "one moment");
  await page.locator("#promise button[name=due]").first().click();
  await page.waitForSelector("#promise button[value=kept]");
  await page.waitForSelector("#composer input[name=keeps]");
  await whole(page, "a promise");
  await page.locator("#promise button[value=kept]").click();
  await page.waitForSelector("#promise", { state: "detached" });
  expect(!(await page.locator("#composer input[name=keeps]").count()), "nothing is left to keep");
  expect(!page.troubles.length, page.troubles.join("\n"));
  await page.context().close();
});

scenario("a saved view is put together while its count follows, stands beside the lists, and is worked from", async () => {
  const it = await stand();
  const page = await visitor(it.url);
  await logIn(page, it);
  for (const [from, subject] of [["eva@example.com", "Lámpara"], ["luis@example.com", "Silla"]]) {
    await it.ask("deliver", { from, name: from.split("@")[0], subject, text: "¿Hay en bodega?" });
  }
  await until(async () => {
    await page.goto("/list/all");
    return (await page.locator("#rows .row").count()) === 2;
  }, "the mails never came");
  await page.goto("/views/new?list=all");
  const matching = (n) => until(async () => (await page.textContent("#matching")).startsWith(`${n} `), `never ${n}`);
  await matching(2);
  await whole(page, "a new view");
  await page.fill("[name=name]", "Luis");
  await page.fill("[name=icon]", "🔥");
  await page.click("button[value='row:0']");
  await page.waitForSelector("[name='g0.r1.field']");
  await page.selectOption("[name='g0.r1.field']", "name");
  await page.waitForSelector("[name='g0.r1.text']");
  await page.locator("[name='g0.r1.text']").pressSequentially("lui");
  await matching(1);
  await page.click("button[value=group]");
  await page.waitForSelector("[name='g1.r0.field']");
  await whole(page, "a view of two groups");
  await page.click("button[value='drop:1.0']");
  await page.waitForSelector("[name='g1.r0.field']", { state: "detached" });
  expect((await page.inputValue("[name='g0.r1.text']")) === "lui", "what was written stays");
  await Promise.all([page.waitForURL(/\/list\/view\//), page.click("button.button--primary[value=save]")]);
  expect((await page.locator("#rows .row").count()) === 1, "one row");
  const count = () => page.locator("[data-nav^='view-'] .nav__count").textContent();
  expect((await count()) === "1", "its count");
  await whole(page, "a saved view");
  // What comes later is shown and counted by itself.
  await it.ask("deliver", { from: "luisa@example.com", name: "Luisa", subject: "Mesa", text: "¿Cuánto?" });
  await until(async () => (await count()) === "2", "it was never counted");
  await page.goto("/views");
  await whole(page, "all views");
  expect(!page.troubles.length, page.troubles.join("\n"));
  // Without scripts the same by buttons.
  const plain = await visitor(it.url, { javascript: false });
  await logIn(plain, it);
  await plain.goto("/views/new?list=all");
  await plain.click("button[value='row:0']");
  await plain.selectOption("[name='g0.r1.field']", "unread");
  await plain.click("noscript button[value=show], button[value=show]");
  expect((await plain.textContent("#matching")).startsWith("3 "), await plain.textContent("#matching"));
  await plain.fill("[name=name]", "Not read");
  await Promise.all([plain.waitForURL(/\/list\/view\//), plain.click("button.button--primary[value=save]")]);
  expect((await plain.locator("#rows .row").count()) === 3, "three are not read");
  await page.context().close();
  await plain.context().close();
});

scenario("a quick action is done to all that is chosen, each by its name", async () => {
  const it = await stand();
  const page = await visitor(it.url);
  await logIn(page, it);
  for (const name of ["Eva", "Luis"])
    await it.ask("deliver", { from: `${name.toLowerCase()}@example.com`, name, subject: `Silla ${name}`, text: "¿Cuánto?" });
  await page.goto("/settings/macros");
  await page.fill("[name=name]", "Avisado");
  await page.fill("[name=reply]", "Hola {{contact.first_name}}, cuesta 10.");
  await page.locator("form button.button--primary").first().click();
  await until(async () => {
    await page.goto("/list/all");
    return (await page.locator("#rows .row").count()) === 2;
  }, "the mails never came");
  await page.locator("#rows > li").first().hover();
  await page.locator("#rows .row__pick input").first().click();
  await page.locator("#bulk [name=all]").check();
  await page.locator("#bulk .menu summary").last().click();
  await page.click("#bulk button[value=acts]");
  await page.waitForURL(/\/bulk$/);
  await whole(page, "quick actions to choose");
  await page.click("button[name=what]");
  await page.waitForSelector("textarea[name='text-0']");
  await whole(page, "a quick action for two");
  await page.click("button[value=run]");
  await page.waitForURL(/\/(list|bulk)\//);
  await until(async () => {
    await page.goto("/list/waiting");
    return (await page.locator("#rows .row").count()) === 2;
  }, "they were never answered");
  const texts = await page.locator("#rows .row__text").allTextContents();
  expect(["Eva", "Luis"].every((name) => texts.some((it) => it.includes(`Hola ${name}`))), texts.join("\n"));
  expect(!page.troubles.length, page.troubles.join("\n"));
  await page.context().close();
});

scenario("goals and rules are put together while their parts follow what is chosen, and a rule is tried before it is kept", async () => {
  const it = await stand();
  const page = await visitor(it.url);
  await logIn(page, it);
  await page.goto("/settings/goals/new");
  const steps = () => page.locator("#steps fieldset").count();
  const before = await steps();
  await page.fill("[name=name]", "De todos");
  await page.locator("#steps button[value=step]").click();
  await until(async () => (await steps()) === before + 1, "no step comes");
  expect((await page.inputValue("[name=name]")) === "De todos", "what was written is gone");
  await it.ask("deliver", { from: "rosa@example.com", name: "Rosa", subject: "Florero", text: "Llegó roto, quiero un reembolso." });
  await until(async () => {
    await page.goto("/search?q=reembolso");
    return page.locator("main").getByText("Florero").count();
  }, "the mail never came");
  await page.goto("/settings/rules/new");
  await page.fill("[name=name]", "Reembolsos");
  await page.selectOption("[name=trigger]", "waited");
  await page.waitForSelector("[name=wait_n]");
  await page.selectOption("[name=trigger]", "arrival");
  await page.waitForSelector("[name=wait_n]", { state: "detached" });
  await page.locator("#conditions button[value=group]").click();
  await page.waitForSelector("[name='g0.r0.field']");
  await page.selectOption("[name='g0.r0.field']", "text");
  await page.waitForSelector("[name='g0.r0.text']");
  await page.fill("[name='g0.r0.text']", "reembolso, devolución");
  await page.selectOption("[name=priority]", "urgent");
  await page.locator("button[value=try]").click();
  await page.waitForSelector("#matching li a");
  expect((await page.locator("#matching li").count()) === 1, await page.locator("#matching").textContent());
  await whole(page, "a rule that was tried");
  await Promise.all([page.waitForURL("**/settings/rules"), page.locator(".button--primary[value=save]").click()]);
  await whole(page, "the list of rules");
  await it.ask("deliver", { from: "pablo@example.com", name: "Pablo", subject: "Mesa", text: "Pido la devolución." });
  await until(async () => {
    await page.goto("/list/all");
    return page.locator("#rows .row", { hasText: "Mesa" }).count();
  }, "the mail never came");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator("#rows .row", { hasText: "Mesa" }).click();
  await page.waitForSelector("text=Reembolsos");
  await page.goto("/settings/rules/try?text=quiero+un+reembolso");
  await whole(page, "a message nobody sent");
  expect(!page.troubles.length, page.troubles.join("\n"));
  await page.context().close();
});
