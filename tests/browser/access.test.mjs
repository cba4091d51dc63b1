// WCAG 2.2 AA beyond what axe sees: reflow and zoom, text spacing, focus, targets, motion, forced colours, fields and
// errors, themes; and Lobby as an app of a phone.

import { furnished, misfits, walked } from "./pages.mjs";
import { expect, logIn, oneDesk, scenario, shot, until, visitor } from "./support.mjs";

const { lobby: there, signedIn } = oneDesk(furnished);
let pages;
/** The pages looked at: one of each route links lead to. */
const all = async (page) => {
  const { href } = await there();
  return (pages ??= await walked(page, ["/", "/list/all", href, "/new", "/contacts", "/search", "/settings", "/settings/me"]));
};
const none = (wrong) => expect(!wrong.length, () => wrong.join("\n"));

scenario("every page can be read at 320 px with letters twice as large, and with wide spacing", async () => {
  const page = await signedIn();
  const wrong = [];
  for (const path of await all(page)) {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    wrong.push(...(await misfits(page)).map((it) => `${path} at 320: ${it}`));
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    wrong.push(...(await misfits(page)).map((it) => `${path} at 320 and 200 %: ${it}`));
    await page.setViewportSize({ width: 390, height: 844 });
    // As WCAG 1.4.12 has it.
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "";
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}");
      document.adoptedStyleSheets = [sheet];
    });
    wrong.push(...(await misfits(page)).map((it) => `${path} with wide spacing: ${it}`));
  }
  none(wrong);
});

scenario("every page has one heading of its own, a main part, a title, and a place that tells", async () => {
  const page = await signedIn();
  const wrong = [];
  for (const path of await all(page)) {
    await page.goto(path);
    const found = await page.evaluate(() => ({
      heads: [...document.querySelectorAll("h1")].filter((it) => it.checkVisibility()).length,
      mains: document.querySelectorAll("main").length,
      title: document.title,
      // Nothing happens on a document to print.
      status: document.querySelectorAll("[role=status], body.paper").length,
      // Where there is no menu there is none to go past.
      skip: !!document.querySelector("a[href='#content']") || !document.querySelector("nav"),
      zoom: document.querySelector("meta[name=viewport]").content,
    }));
    if (found.heads !== 1) wrong.push(`${path}: ${found.heads} headings of the first rank`);
    if (found.mains !== 1) wrong.push(`${path}: ${found.mains} main parts`);
    if (!found.title.trim()) wrong.push(`${path}: no title`);
    if (!found.status) wrong.push(`${path}: nothing tells what happened`);
    if (!found.skip) wrong.push(`${path}: no way past the menu`);
    if (/user-scalable=no|maximum-scale/.test(found.zoom)) wrong.push(`${path}: cannot be zoomed`);
  }
  none(wrong);
});

/** Goes through a page by Tab; what is wrong with the focus, as short lines. */
async function tabbed(page, path, most) {
  const wrong = [];
  await page.goto(path);
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press("Tab");
    const told = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body || it.tagName === "IFRAME") return null;
      const name = `${it.tagName} ${(it.getAttribute("aria-label") ?? it.textContent ?? "").trim().slice(0, 30) || it.name || it.id}`;
      const seen = (node) => {
        const style = getComputedStyle(node);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      };
      // Some are drawn by what is around them.
      const visible = [it, it.parentElement, it.closest("label"), it.closest(".composer,.row,.field")].some((node) => node && seen(node));
      const box = it.getBoundingClientRect();
      const small = box.width < 2 || box.height < 2;
      const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 0), innerWidth - 1);
      const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const top = document.elementFromPoint(x, y);
      const over = !small && (!inside || !(top && (it.contains(top) || top.contains(it) || it.closest("label")?.contains(top))));
      return { name, visible, over };
    });
    if (!told) break;
    if (!told.visible) wrong.push(`${path}: the focus on ${told.name} is not seen`);
    if (told.over) wrong.push(`${path}: something covers ${told.name}`);
  }
  return wrong;
}

scenario("the focus is seen everywhere and never covered", async () => {
  const page = await signedIn();
  const { href } = await there();
  const wrong = [];
  for (const path of ["/list/all", href, "/contacts", "/settings", "/settings/me", "/new"]) wrong.push(...(await tabbed(page, path, 45)));
  await page.setViewportSize({ width: 390, height: 700 });
  for (const path of ["/list/all", href, "/settings/me"]) wrong.push(...(await tabbed(page, path, 45)));
  none(wrong);
});

scenario("whatever is pressed is at least 24 px each way, or stands apart, or in a sentence", async () => {
  const page = await signedIn();
  const wrong = [];
  for (const width of [390, 1280])
    for (const path of await all(page)) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(path);
      const small = await page.evaluate(() => {
        const shown = (it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        // A field is pressed by its label too.
        const box = (it) => ((it.matches("input[type=checkbox],input[type=radio],input[type=file]") && it.closest("label")) || it).getBoundingClientRect();
        const targets = [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")].filter(
          (it) => shown(it) && !it.closest(".sr,.skip") && box(it).width > 1 && box(it).height > 1,
        );
        const boxes = targets.map((it) => ({ it, box: box(it) }));
        const inText = (it) => it.matches("a") && getComputedStyle(it).display === "inline";
        // WCAG 2.5.8, spacing: a circle of 24 px about it touches no other target.
        const apart = ({ it, box: own }) =>
          boxes.every(({ it: other, box: its }) => {
            if (other === it || it.contains(other) || other.contains(it)) return true;
            const x = own.left + own.width / 2, y = own.top + own.height / 2;
            const dx = Math.max(its.left - x, 0, x - its.right), dy = Math.max(its.top - y, 0, y - its.bottom);
            return Math.hypot(dx, dy) >= 12;
          });
        return boxes
          .filter(({ it, box: own }) => Math.min(own.width, own.height) < 23.5 && !inText(it))
          .filter((it) => !apart(it))
          .map(({ it, box: own }) => `${it.tagName} "${(it.getAttribute("aria-label") ?? it.textContent).trim().slice(0, 30) || it.name}" ${Math.round(own.width)}×${Math.round(own.height)}`);
      });
      wrong.push(...small.map((it) => `${path} at ${width}: ${it}`));
    }
  none([...new Set(wrong)]);
});

scenario("nothing moves for who wants no motion, and everything is drawn in forced colours", async () => {
  const page = await signedIn();
  const { href } = await there();
  const wrong = [];
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of ["/list/all", href, "/settings/me"]) {
    await page.goto(path);
    await page.mouse.move(200, 300);
    const moving = await page.evaluate(() => document.getAnimations().filter((it) => it.effect.getComputedTiming().activeDuration > 20).length);
    if (moving) wrong.push(`${path}: ${moving} animations`);
  }
  await page.emulateMedia({ forcedColors: "active" });
  for (const path of ["/list/all", href, "/settings/me", "/new"]) {
    await page.goto(path);
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll(".button:not(.button--bare),.input")]
        .filter((it) => it.checkVisibility())
        .filter((it) => {
          const style = getComputedStyle(it);
          return !(parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none");
        })
        .map((it) => it.textContent.trim().slice(0, 30) || it.name),
    );
    wrong.push(...bare.map((it) => `${path}: "${it}" has no edge in forced colours`));
    await shot(page, `forced${path.replaceAll(/[^a-z0-9]/gi, "-")}`);
  }
  wrong.push(...(await tabbed(page, "/settings/me", 30)));
  none(wrong);
});

scenario("fields say what they are for, and what is wrong with them", async () => {
  const it = await there();
  const out = await visitor(it.desk.url);
  await out.goto("/login");
  const told = async (page) => page.locator("input:not([type=hidden])").evaluateAll((all) => all.map((field) => field.autocomplete));
  expect((await told(out)).join() === "username,current-password", await told(out));
  await out.context().close();
  const page = await signedIn();
  await page.goto("/settings/me");
  await page.locator("main form[action='/settings/me']").evaluate((form) => (form.noValidate = true));
  await page.fill("[name=name]", "");
  await Promise.all([page.waitForLoadState(), page.locator("main form[action='/settings/me'] button").first().click()]);
  const field = page.locator("[name=name]");
  await until(async () => (await field.getAttribute("aria-invalid")) === "true", "nothing is said of the field");
  const about = await field.getAttribute("aria-describedby");
  expect((await page.locator(`#${about.split(" ")[0]}`).innerText()).trim(), "its error has no words");
});

scenario("light and dark, roomy and compact, as chosen and as the system has it", async () => {
  const page = await signedIn();
  const paper = () => page.locator(".pane--list").evaluate((it) => getComputedStyle(it).backgroundColor + getComputedStyle(it).color);
  const choose = async (fields) => {
    await page.goto("/settings/me");
    for (const [name, value] of Object.entries(fields)) {
      const field = page.locator(`main [name=${name}]`);
      if (typeof value === "boolean") await field.setChecked(value);
      else await field.selectOption(value);
    }
    await Promise.all([page.waitForLoadState(), page.locator("main form[action='/settings/me'] button").first().click()]);
    await page.goto("/list/all");
  };
  const seen = {};
  for (const theme of ["light", "dark", ""])
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await choose({ theme });
      seen[`${theme} ${colorScheme}`] = await paper();
    }
  const [light, dark] = [seen["light light"], seen["dark dark"]];
  expect(light !== dark, "dark is light");
  expect(seen["light dark"] === light && seen["dark light"] === dark, () => `a choice is not kept: ${JSON.stringify(seen)}`);
  expect(seen[" light"] === light && seen[" dark"] === dark, () => `the system is not followed: ${JSON.stringify(seen)}`);
  await page.emulateMedia({ colorScheme: "light" });
  const tall = async () => (await page.locator("a.row").first().boundingBox()).height;
  const roomy = await tall();
  await choose({ compact: true });
  expect((await tall()) < roomy, "compact is as tall as roomy");
  await choose({ compact: false });
});

scenario("it can be kept as an app, and says so itself when there is no connection", async () => {
  const it = await there();
  const page = await visitor(it.desk.url, { worker: true, phone: true });
  await logIn(page, it.desk);
  await page.goto("/list/all");
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  for (const icon of manifest.icons.filter((found) => found.type === "image/png")) {
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, icon.src);
    expect(size === icon.sizes, `${icon.src} is ${size}`);
  }
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until(() => page.evaluate(async () => (await caches.match("/offline")) && true), "the page for no connection is not kept");
  await page.reload();
  expect(await page.locator("a.row").count(), "the worker keeps the list away");
  await page.context().setOffline(true);
  await page.goto("/list/mine").catch(() => {});
  await page.waitForSelector("h1");
  expect((await page.title()).startsWith("Sin conexión"), await page.content());
  // It is drawn as the others are.
  const drawn = await page.locator(".button--primary").evaluate((node) => getComputedStyle(node).backgroundColor);
  expect(drawn !== "rgba(0, 0, 0, 0)", "it has no styles");
  await shot(page, "offline");
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
    return all;
  });
  expect(kept.every((path) => path === "/offline" || path.startsWith("/assets/")), () => `more is kept: ${kept}`);
  await page.context().setOffline(false);
  await page.locator(".button--primary").click();
  await page.waitForSelector("#list");
  expect(page.url().endsWith("/list/mine"), page.url());
  await page.context().close();
});
