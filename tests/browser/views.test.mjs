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
