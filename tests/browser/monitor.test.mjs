// The live monitor in Chromium: what comes in is seen without a press, given to somebody from there, read from afar on
// the wall, and looked back at.

import { expect, logIn, looked, oneDesk, scenario, sound, until, visitor } from "./support.mjs";

const { lobby, signedIn, api } = oneDesk();
const figure = (page, key) => page.locator(`[data-key=${key}] .tile__n`).textContent();
const deliver = async (name, subject) => (await lobby()).ask("deliver", { from: `${name}@example.com`, name, subject, text: "Buenas tardes, no me llega la luz desde ayer, por favor." });

scenario("the monitor follows what happens, and what waits is given from it", async () => {
  const page = await signedIn();
  await page.goto("/live");
  expect((await figure(page, "people")) === "0", "somebody waits before anybody wrote");
  await looked(page, "monitor-empty");
  const wall = await signedIn();
  await wall.goto("/live/wall");
  await deliver("carla", "Sin luz");
  await deliver("carla", "Factura");
  await deliver("dora", "Router");
  await until(async () => (await figure(page, "people")) === "2", "the monitor does not follow", 60);
  await until(async () => (await figure(wall, "people")) === "2", "the wall does not follow", 60);
  await page.locator("#who-rows li").nth(2).waitFor();
  await looked(page, "monitor");
  await looked(wall, "monitor-wall");
  expect((await wall.locator("button, input, form").count()) === 0, "something to press on the wall");
  // A choice that is being made is left alone by what comes in.
  await page.locator("#who-rows input").first().check();
  await deliver("eva", "Otra");
  await until(async () => (await figure(page, "people")) === "3", "the figures stand still", 60);
  expect(await page.locator("#who-rows input").first().isChecked(), "the choice is gone");
  await page.locator("#give select").selectOption({ index: 2 });
  await Promise.all([page.waitForURL("**/live?done=given*"), page.locator("#give p button").click()]);
  await page.locator(".toast", { hasText: "1" }).waitFor();
  const given = (await api("GET", "/conversations?limit=100")).data.filter((it) => it.assignee);
  expect(given.length === 1, "nothing was given");
  await page.locator("#who-rows button").first().click();
  await page.waitForURL("**/c/*");
  sound(page);
  sound(wall);
});

scenario("the wall comes back by itself", async () => {
  const it = await lobby();
  const wall = await signedIn();
  await wall.goto("/live/wall");
  const before = Number(await figure(wall, "people"));
  await it.ask("restart");
  await deliver("fito", "De vuelta");
  await until(async () => Number(await figure(wall, "people")) === before + 1, "the wall does not come back", 90);
});

scenario("without a script the monitor is read and worked with", async () => {
  const it = await lobby();
  await deliver("gina", "Sin script");
  const page = await visitor(it.url, { javaScriptEnabled: false });
  await logIn(page, it);
  await until(async () => {
    await page.goto("/live");
    return (await page.locator("#who-rows input").count()) > 0;
  }, "nobody waits", 60);
  await page.locator("#who-rows input").first().check();
  await page.locator("#give select").selectOption({ index: 1 });
  await page.locator("#give p button").click();
  await page.waitForURL("**/live*");
  await page.locator(".monitor__scrub button").click();
  await page.waitForURL("**/live?at=*");
});

scenario("a figure too high is told of where one is, and a place outside says why it did not take it", async () => {
  const page = await signedIn();
  await page.goto("/settings/alerts");
  await looked(page, "alerts-none");
  const webhook = page.locator("form[action='/settings/alerts/webhook']");
  await webhook.locator("[name=name]").fill("Guardia");
  // Nobody listens at port 9, which is said.
  await webhook.locator("[name=url]").fill("http://127.0.0.1:9/alerts");
  await webhook.locator("button").click();
  await page.locator("input[value^=whsec_]").waitFor();
  await page.goto("/settings/alerts");
  await page.locator("a", { hasText: "Guardia" }).first().click();
  expect(!(await page.content()).includes("whsec_"), "its secret is shown twice");
  await page.locator("form[action$='/test'] button").click();
  await until(async () => {
    await page.reload();
    return (await page.locator("main table tbody tr").count()) && (await page.locator(".banner[data-tone=bad]").count());
  }, "what became of the test is not said", 30);
  await looked(page, "alerts-one");
  const before = Number((await page.goto("/live")) && (await figure(page, "people")));
  await page.goto("/live/alerts");
  await looked(page, "thresholds-none");
  await page.locator("[name=above]").fill(String(before));
  await page.locator("[name=person]").first().check();
  await page.locator("[name=outlet]").first().check();
  await page.locator("form:has([name=above]) button").last().click();
  await page.locator("form[action$='/retire']").first().waitFor();
  await looked(page, "thresholds");
  await deliver("hilda", "Una más");
  await until(async () => (await api("GET", "/notifications")).data.some((it) => it.kind === "threshold"), "nobody was told", 60);
  await page.goto("/notifications");
  await looked(page, "threshold-notice");
  await page.goto("/live/alerts");
  await page.locator("form[action$='/retire'] button").first().click();
  await until(async () => !(await api("GET", "/thresholds")).data.length, "it is still told of");
  sound(page);
});
