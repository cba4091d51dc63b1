// Several conversations at once: by mouse, keys and touch, and without scripts; and people joined and parted.

import { expect, oneDesk, scenario, shot, until, violations } from "./support.mjs";

const { lobby, signedIn } = oneDesk();

/** So many customers have written. */
async function written(page, subjects) {
  const it = await lobby();
  for (const subject of subjects)
    await it.ask("deliver", { from: `${subject.toLowerCase()}@example.com`, name: `Cliente ${subject}`, subject, text: `¿Hay ${subject}?` });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    const rows = await page.locator("#rows .row").allTextContents();
    return subjects.every((subject) => rows.some((row) => row.includes(subject)));
  }, "the mails never came", 30);
}

const box = (page, subject) => page.locator("#rows > li", { hasText: subject }).locator(".row__pick input");

scenario("several at once, by mouse and keys, with undo", async () => {
  const page = await signedIn();
  await written(page, ["Lana", "Lino", "Seda", "Yute"]);
  expect(!(await page.locator("#bulk").isVisible()), "the bar is there before anything is chosen");
  const all = await page.locator("#rows .row__pick input").count();
  await page.locator("#rows > li").nth(0).hover();
  await page.locator("#rows .row__pick input").nth(0).click();
  await page.locator("#rows .row__pick input").nth(2).click({ modifiers: ["Shift"], force: true });
  await page.waitForSelector("#picked:has-text('3')");
  expect(!(await page.locator("#list .bar a[href='/new']").isVisible()), "the head of the list stands beside the bar");
  for (const width of [390, 900, 1440])
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over <= 0, `${over} px too wide at ${width}`);
      const wrong = await violations(page);
      expect(!wrong.length, `${width} ${colorScheme}: ${wrong.join("\n")}`);
      await shot(page, `several-${width}-${colorScheme}`);
    }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press("Escape");
  expect(!(await page.locator("#bulk").isVisible()), "Escape leaves nothing");
  // By keys alone: the first, and with Shift all up to the third.
  await page.locator("#rows a.row").first().focus();
  await page.keyboard.press("x");
  await page.locator("#rows a.row").nth(2).focus();
  await page.keyboard.press("Shift+X");
  await page.waitForSelector("#picked:has-text('3')");
  await page.keyboard.press("e");
  await page.waitForSelector(".toast:has-text('3')");
  await until(async () => (await page.locator("#rows .row").count()) === all - 3, "they are still there");
  await page.locator(".toast button").click();
  await until(async () => (await page.locator("#rows .row").count()) === all, "they are not back");
  // All of the list, in one go, to a person.
  await page.locator("#rows > li").first().hover();
  await page.locator("#rows .row__pick input").first().click();
  await page.locator("#bulk [name=all]").check();
  await page.waitForSelector(`#picked:has-text('${all}')`);
  await page.locator("#bulk .menu > summary").first().click();
  await page.locator("#bulk .menu[open] .menu__item").nth(1).click();
  await page.waitForSelector(`.toast:has-text("${all}")`);
  await page.goto("/list/mine");
  expect((await page.locator("#rows .row").count()) === all, "not all were given over");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
  await page.context().close();
});

scenario("several at once without JavaScript", async () => {
  const page = await signedIn({ javascript: false });
  await written(page, ["Cuero", "Corcho"]);
  await box(page, "Cuero").check();
  await box(page, "Corcho").check();
  await page.locator("#bulk button[value=resolve]").click();
  await page.waitForSelector(".toast:has-text('2')");
  expect(!(await page.locator(".row", { hasText: "Corcho" }).count()), "it is still to be answered");
  await page.locator(".toast form button").click();
  await page.goto("/list/all");
  expect(await page.locator(".row", { hasText: "Corcho" }).count(), "it is not back");
  await page.context().close();
});

scenario("a join asks, and is looked at before it is taken back", async () => {
  const page = await signedIn();
  await written(page, ["Roble", "Pino"]);
  const contact = async (subject) => {
    await page.goto("/list/all");
    await page.locator(".row", { hasText: subject }).click();
    await page.waitForSelector("#content[data-conversation]");
    return (await page.locator(".thread-head__name a").getAttribute("href")).split("/").at(-1);
  };
  const [one, other] = [await contact("Roble"), await contact("Pino")];
  const looked = async (name) => {
    for (const width of [390, 900, 1440])
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize({ width, height: 844 });
        await page.emulateMedia({ colorScheme });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over <= 0, `${name}: ${over} px too wide at ${width}`);
        await shot(page, `${name}-${width}-${colorScheme}`);
      }
    const wrong = await violations(page);
    expect(!wrong.length, `${name}: ${wrong.join("\n")}`);
  };
  await page.goto(`/contacts/${one}/join?other=${other}`);
  await looked("join");
  await page.locator("input[name=cases][value=together]").check();
  await page.locator("input[name=sure]").check();
  await page.locator("main .button--primary").click();
  await page.waitForSelector("form[action^='/joins/']");
  await page.locator("form[action^='/joins/'] button").click();
  await page.waitForURL("**/joins/*");
  await looked("part");
  await page.locator("main .button--primary").click();
  await page.waitForURL((it) => !it.pathname.startsWith("/joins/"));
  await page.goto(`/contacts/${one}`);
  expect(!(await page.locator("form[action^='/joins/']").count()), "still one");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
  await page.context().close();
});
