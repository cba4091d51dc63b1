// The harness itself: axe sees what is wrong, and only that.

import { expect, scenario, violations, visitor } from "./support.mjs";

const page_ = (body) =>
  `data:text/html,<!doctype html><html lang="en"><title>t</title><main><h1>t</h1>${encodeURIComponent(body)}</main>`;

scenario("axe sees an unnamed field and nothing on a good page", async () => {
  const page = await visitor();
  await page.goto(page_("<label>Name <input></label>"));
  expect((await violations(page)).length === 0, "a good page was blamed");
  await page.goto(page_("<input>"));
  const found = await violations(page);
  expect(found.some((it) => it.startsWith("label:")), () => `an unnamed field was not seen: ${found}`);
});
