// Reports: a figure, its course, its parts, what it is made of and the table one takes home are the same numbers.

import { misfits } from "./pages.mjs";
import { expect, logIn, scenario, stand, until, visitor, violations } from "./support.mjs";

const metrics = ["conversations", "received", "sent", "backlog", "first_response", "response", "service_level", "unanswered", "first_resolution", "resolution", "our_time", "their_time", "resolution_rate", "first_contact", "handle_time", "handle_time_estimated", "transfers", "packet_read", "had_to_repeat", "promises_kept", "satisfaction", "surveys_answered", "journeys"];

/** Looks at what is open at three widths, light and dark. */
async function whole(page, name) {
  for (const width of [390, 900, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const wrong = await misfits(page);
    expect(!wrong.length, `${name} at ${width}: ${wrong.join("\n")}`);
  }
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    // What is pressed takes its new colour within a moment.
    await page.waitForTimeout(400);
    const wrong = await violations(page);
    expect(!wrong.length, `${name}, ${colorScheme}: ${wrong.join("\n")}`);
  }
}

/** The number of a figure's rows by a table as spreadsheets read it: what stands below the empty line and its heads. */
const rowsOf = (csv) => csv.trimEnd().split("\r\n").length - csv.split("\r\n").findIndex((it) => it === "") - 2;

scenario("a figure opens what it is made of, and the table holds the same", async () => {
  const it = await stand();
  const page = await visitor(it.url);
  await logIn(page, it);
  await page.goto("/reports");
  await whole(page, "reports with nothing");
  for (const n of [1, 2, 3]) await it.ask("deliver", { from: `eva${n}@example.com`, name: `Eva Ruiz ${n}`, subject: `Pedido ${n}`, text: "¿Dónde está mi pedido?" });
  await until(async () => {
    await page.goto("/list/all");
    return (await page.locator("#rows .row").count()) === 3;
  }, "the mails never came", 60);
  await page.locator("#rows .row").first().click();
  await page.fill("#reply-text", "Llega mañana a su casa");
  await page.keyboard.press("Control+Enter");
  await until(async () => {
    await page.goto("/reports/first_response?period=7d");
    return (await page.locator(".stat--main .stat__value").innerText()).match(/\d/);
  }, "the answer is not counted", 60);
  await whole(page, "a metric");
  const waiting = page.locator(".stat--main .chip", { hasText: "2" });
  await waiting.click();
  expect((await page.locator("tbody tr").count()) === 2, "two wait");
  await whole(page, "what a figure is made of");
  for (const split of ["agent", "hour", "tag", "team", "tier", "address"]) {
    await page.goto(`/reports/response?period=7d&by=${split}`);
    expect(await page.locator("table").count(), `nothing by ${split}`);
    if (split === "hour") await whole(page, "the hours of the week");
  }
  for (const metric of metrics) {
    await page.goto(`/reports/${metric}?period=7d`);
    expect((await page.locator("h1").innerText()).length > 2, metric);
    await page.goto(`/reports/${metric}/conversations?period=7d`);
    const said = page.locator(".page__head p");
    const shown = (await said.count()) ? Number((await said.innerText()).match(/\d+/)[0]) : 0;
    const table = await page.request.get(`${it.url}/reports/${metric}/table.csv?period=7d`);
    expect(rowsOf(await table.text()) === shown, `${metric}: the table holds ${rowsOf(await table.text())}, the page ${shown}`);
  }
  await page.goto("/reports");
  expect((await page.locator(".stat").count()) === 8, "the overview");
  await whole(page, "reports");
  await page.locator("a", { hasText: await page.locator(".page__head .button").first().innerText() }).first().click();
  await page.waitForURL(/month/);
  await whole(page, "the month");
  expect(!page.troubles.length, page.troubles.join("\n"));
  await page.context().close();
});
