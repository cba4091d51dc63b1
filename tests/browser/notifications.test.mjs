// What one is told: the bell and its list, the title, the sound, how one is told, and what is pushed.

import { expect, looked, oneDesk, scenario, until } from "./support.mjs";

const { lobby, signedIn } = oneDesk();
const calm = (page) => expect(!page.troubles.length, () => page.troubles.join("\n"));
const bell = (page) => page.locator(".sidebar [data-count=notices]").textContent();
const number = (page) => page.locator("#content").getAttribute("data-conversation");

/** A mail comes in; the page of its conversation. */
async function opened(page, subject, text = "¿Hay en bodega?") {
  const it = await lobby();
  await it.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", subject, text });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    return page.locator(".row", { hasText: subject }).count();
  }, `no row for "${subject}"`);
  await page.locator(".row", { hasText: subject }).click();
  await page.waitForSelector("#content[data-conversation]");
  return number(page);
}
const readAll = async (page) => {
  await page.goto("/notifications");
  const all = page.locator("form[action='/notifications/read'] button");
  if (await all.count()) await Promise.all([page.waitForNavigation(), all.click()]);
};

scenario("a new message rings on an open page, and one that is read rings no more", async () => {
  const it = await lobby();
  const page = await signedIn();
  await it.api("PATCH", "/notifications/settings", { quiet: "never" });
  await readAll(page);
  await looked(page, "notifications-none");
  await page.locator("h1").click();
  await it.ask("deliver", { from: "leo@example.com", name: "Leo", subject: "Suena", text: "¿Está abierto?" });
  await until(async () => (await bell(page)) === "1", "the bell does not count");
  await until(() => page.evaluate(() => document.body.dataset.rung === "1"), "nothing sounded");
  expect((await page.title()).startsWith("(1) "), await page.title());
  const sign = await page.locator("link[rel=icon]").getAttribute("href");
  expect(sign.includes("favicon-news"), sign);
  // The list that is open shows it by itself, and it is marked in place.
  await page.waitForSelector(".notice[data-unread]");
  await looked(page, "notifications-one");
  await page.locator("form[data-mark] button").first().click();
  await until(async () => (await bell(page)) === "", "it still counts");
  expect(!(await page.title()).startsWith("("), await page.title());
  calm(page);
  await page.context().close();
});

scenario("what lies open in front of one does not ring, and a reminder does", async () => {
  const it = await lobby();
  const page = await signedIn();
  const at = await opened(page, "Delante de los ojos");
  await page.locator(".thread-head__acts button[data-me]").evaluate((it) => it.click());
  await until(async () => (await page.locator(".thread-head__acts button[data-me][aria-pressed=true]").count()) === 1, "not taken");
  await readAll(page);
  await page.goto(`/c/${at}`);
  // The page says that it is looked at.
  await page.waitForResponse((answer) => answer.url().endsWith("/notifications/here"));
  const sent = await it.api("POST", `/conversations/${at}/messages`, { kind: "note", text: "x" });
  expect(sent.id, "no note");
  await it.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", subject: "Otra", text: "Aparte" });
  await until(async () => (await bell(page)) === "1", "the other one does not count");
  const other = await it.api("GET", "/notifications?unread=true");
  expect(other.data.every((one) => one.conversation !== Number(at)), JSON.stringify(other.data));
  // Following and a reminder are chosen in the menu, and said above the thread.
  await page.locator(".thread-head__acts details.menu > summary[aria-label]").last().click();
  await page.locator(".menu__more > summary", { hasText: "Recordarme solo a mí" }).click();
  await looked(page, "remind-only-me");
  await page.locator("form[action$='/remind'] button[name=at]").first().click();
  await page.waitForSelector("#mine");
  await page.locator(".thread-head__acts details.menu > summary[aria-label]").last().click();
  await page.locator("form[action$='/follow'] button").click();
  await page.waitForSelector(".thread-head .chip:has-text('Seguida')");
  const mine = await it.api("GET", `/conversations/${at}/mine`);
  expect(mine.following && mine.remind_at, JSON.stringify(mine));
  await page.locator("#mine button").click();
  await until(async () => !(await page.locator("#mine").count()), "the reminder stays");
  calm(page);
  await page.context().close();
});

scenario("how one is told is chosen in a table, and each row is tried", async () => {
  const it = await lobby();
  const page = await signedIn();
  await readAll(page);
  await page.goto("/settings/me/notifications");
  await looked(page, "telling");
  const box = (value) => page.locator(`input[value="${value}"]`);
  expect(await box("answered:in_app").isChecked(), "answers are not counted");
  await box("answered:mail").check();
  await box("answered:sound").uncheck();
  await Promise.all([page.waitForNavigation(), page.locator("form[data-telling] .button--primary").click()]);
  expect((await box("answered:mail").isChecked()) && !(await box("answered:sound").isChecked()), "not kept");
  await box("answered:mail").uncheck();
  await box("answered:sound").check();
  const rung = () => page.evaluate(() => Number(document.body.dataset.rung || 0));
  const before = await rung();
  await page.locator("button[formaction$='/test/failed']").click();
  await page.waitForSelector("#toasts .toast:has-text('Prueba')");
  await until(async () => (await rung()) > before, "the test does not sound");
  await until(async () => (await bell(page)) !== "", "the test does not count");
  const mails = await until(async () => {
    const { mails } = await it.ask("sent");
    return mails.some((mail) => mail.subject.includes("Prueba") || mail.text.includes("Prueba")) && mails;
  }, "the test is not mailed", 30);
  expect(mails.length, "no mail");
  calm(page);
  await page.context().close();
});

scenario("a browser is pushed to: it hands its keys over, shows what comes and opens it", async () => {
  const it = await lobby();
  const page = await signedIn({ worker: true });
  await page.context().grantPermissions(["notifications"]);
  // The push service of the browser's maker is out of reach here: its answer is played, everything else is real.
  await page.addInitScript(() => {
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0)).buffer;
    const keys = { p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth: "BTBZMqHH6r4Tts7J_aSIgg" };
    globalThis.PushManager.prototype.subscribe = async (options) => {
      globalThis.sessionStorage.setItem("asked", options.applicationServerKey.length);
      return { endpoint: "https://push.example/send/1", getKey: (name) => bytes(keys[name]) };
    };
    globalThis.PushManager.prototype.getSubscription = async () => null;
  });
  await page.goto("/settings/me/notifications");
  await page.locator("[data-push-on]").click();
  await page.waitForSelector("#devices li");
  expect((await page.evaluate(() => sessionStorage.getItem("asked"))) === "65", "no key of ours");
  await looked(page, "push-device");
  const shown = await page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return { scope: new URL(worker.scope).pathname, script: new URL(worker.active.scriptURL).pathname };
  });
  expect(shown.scope === "/" && shown.script === "/worker.js", JSON.stringify(shown));
  // What comes by the push service is shown by the worker.
  const line = await page.context().newCDPSession(page);
  const found = new Promise((done) => line.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations.length && done(registrations[0])));
  await line.send("ServiceWorker.enable");
  const { registrationId } = await found;
  const data = JSON.stringify({ title: "Ana mentioned you", body: "#7", href: "/notifications", tag: "t1" });
  await line.send("ServiceWorker.deliverPushMessage", { origin: it.url, registrationId, data });
  const said = await until(() => page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    const [one] = await worker.getNotifications();
    return one && { title: one.title, body: one.body, href: one.data.href };
  }), "the worker shows nothing");
  expect(said.title === "Ana mentioned you" && said.href === "/notifications", JSON.stringify(said));
  await page.locator("#devices button", { hasText: "Olvidar" }).click();
  await until(async () => !(await page.locator("#devices li").count()), "it is not forgotten");
  calm(page);
  await page.context().close();
});

scenario("without scripts one is told all the same", async () => {
  const page = await signedIn({ javascript: false });
  await page.goto("/notifications");
  await page.waitForSelector("h1");
  await page.goto("/settings/me/notifications");
  await Promise.all([page.waitForNavigation(), page.locator("button[formaction$='/test/failed']").click()]);
  await page.goto("/notifications");
  await page.waitForSelector(".notice:has-text('Prueba')");
  await Promise.all([page.waitForNavigation(), page.locator(".notice form[data-mark] button").first().click()]);
  await page.context().close();
});
