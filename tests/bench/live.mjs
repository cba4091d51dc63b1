// Looks at a conversation, or at a list, in Chromium and notes when what came in was painted:
// node live.mjs URL COOKIE NUMBER, or the list's path in place of the number. Says `ready`, and when its input ends one line of JSON.

import { finish, visitor } from "../browser/support.mjs";

const [url, cookie, place] = process.argv.slice(2);
const page = await visitor(url);
const [name, ...value] = cookie.split("=");
await page.context().addCookies([{ name, value: value.join("="), url }]);
const isList = place.startsWith("/");
await page.goto(isList ? place : "/");
await page.waitForSelector("#rows");
if (!isList) {
  await page.click(`#row-${place} a.row`);
  await page.waitForSelector(`#content[data-conversation="${place}"]`);
}
await page.evaluate((row) => {
  const painted = { thread: {}, list: {} };
  const seen = new Set();
  const look = () => {
    for (const [place, root] of [["thread", "#messages"], ["list", row]]) {
      const fresh = (document.querySelector(root)?.textContent.match(/probe\d+x/g) ?? []).filter((it) => !seen.has(place + it));
      if (!fresh.length) continue;
      for (const it of fresh) seen.add(place + it);
      // The next frame draws it; what runs after that frame comes when it is drawn.
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => {
          for (const it of fresh) painted[place][it] = performance.timeOrigin + performance.now();
        };
        after.port2.postMessage(0);
      });
    }
  };
  globalThis.painted = painted;
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}, isList ? "#rows" : `#row-${place}`);
console.log("ready");
for await (const _ of process.stdin);
await new Promise((wake) => setTimeout(wake, 1000));
console.log(JSON.stringify(await page.evaluate(() => globalThis.painted)));
await finish();
