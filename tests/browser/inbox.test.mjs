// Two people answer one customer in Chromium, through real mail; and the same without JavaScript.

import { expect, oneDesk, scenario, shot, until, violations, visitor } from "./support.mjs";

const { lobby, signedIn, subject } = oneDesk();
const eva = { from: "eva@example.com", name: "Eva Ruiz" };
const mailTo = (sent, who) => sent.mails.filter((it) => JSON.stringify(it.to).includes(who));

/** Delivers a mail and waits until its row is in the list of what is to be answered. */
async function written(page, said) {
  const it = await lobby();
  const { message_id } = await it.ask("deliver", { ...eva, ...said });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    return page.locator(".row", { hasText: said.subject }).count();
  }, `no row for "${said.subject}"`);
  return message_id;
}

let colleague;
/** A second person, invited and in. */
async function second() {
  if (colleague) return colleague;
  const it = await lobby();
  const owner = await signedIn();
  await owner.goto("/settings/people");
  await owner.fill("input[type=email]", "carlos@example.org");
  await owner.locator("input[name=name]").first().fill("Carlos Prieto");
  await owner.locator("form:has(input[type=email]) button").first().click();
  const text = await until(async () => {
    const found = await owner.content();
    return found.match(/\/invite\/[A-Za-z0-9_-]+/)?.[0];
  }, "no link of the invitation");
  const guest = await visitor(it.url);
  await guest.goto(text);
  await guest.fill("input[name=name]", "Carlos Prieto");
  await guest.fill("input[type=password]", "una frase bastante larga 42");
  await Promise.all([guest.waitForURL((url) => !url.pathname.startsWith("/invite")), guest.locator("main form button").first().click()]);
  await owner.context().close();
  colleague = guest;
  return guest;
}

scenario("two people answer one customer, live, and the later one is stopped", async () => {
  const it = await lobby();
  const ana = await signedIn();
  const carlos = await second();
  await written(ana, { subject: "Mi pedido 480", text: "¿Ya salió mi pedido?" });
  await ana.locator(".row", { hasText: "Mi pedido 480" }).click();
  await ana.waitForSelector("#content[data-conversation]");
  await carlos.goto(new URL(ana.url()).pathname);
  const stale = new URL(carlos.url()).pathname;
  // What is said meanwhile does not come to him: he answers what he sees.
  await carlos.route(`**${stale}*`, (route) => (route.request().method() === "GET" ? route.abort() : route.continue()));
  await ana.fill("#reply-text", "Hola Eva, sale hoy a las 16:00.");
  await ana.keyboard.press("Control+Enter");
  await ana.waitForSelector('.message[data-kind=out]:has-text("sale hoy a las 16:00")');
  await carlos.fill("#reply-text", "Ya lo reviso.");
  await carlos.keyboard.press("Control+Enter");
  await carlos.waitForSelector("dialog:has-text('sale hoy a las 16:00')");
  await shot(carlos, "collision");
  await carlos.unroute(`**${stale}*`);
  await carlos.locator("dialog .dialog__acts .button").first().click();
  expect((await carlos.inputValue("#reply-text")) === "Ya lo reviso.", "the text was lost");
  const mails = await until(async () => {
    const sent = mailTo(await it.ask("sent"), eva.from);
    return sent.length && sent;
  }, "the answer never left", 30);
  expect(mails.length === 1 && mails[0].text.includes("sale hoy"), () => JSON.stringify(mails));
  // Who was stopped edits what they had begun and sends it, once.
  await carlos.fill("#reply-text", "Y la guía es la 4417.");
  await carlos.keyboard.press("Control+Enter");
  await carlos.waitForSelector('.message[data-kind=out]:has-text("la guía es la 4417")');
  const both = await until(async () => {
    const sent = mailTo(await it.ask("sent"), eva.from);
    return sent.length > 1 && sent;
  }, "what was edited never left", 30);
  expect(both.length === 2 && both[1].text.includes("4417") && !both.some((mail) => mail.text.includes("Ya lo reviso")), () => JSON.stringify(both));
  // Her answer comes into the same conversation, while both have it open.
  await it.ask("deliver", { ...eva, subject: "Re: Mi pedido 480", text: "Perfecto, ¿a qué hora llega?", in_reply_to: mails[0].message_id });
  await ana.waitForSelector('.message[data-kind=in]:has-text("a qué hora llega")', { timeout: 20_000 });
  await carlos.waitForSelector('.message[data-kind=in]:has-text("a qué hora llega")', { timeout: 20_000 });
  expect(new URL(carlos.url()).pathname === stale, "the page moved");
  await shot(ana, "answered");
  expect(!ana.troubles.length, () => ana.troubles.join("\n"));
});

scenario("what nobody had is its answerer's, and who else would write is told whose it is", async () => {
  const ana = await signedIn();
  const carlos = await second();
  const before = carlos.troubles.length;
  const owner = (page) => page.locator("#owner .composer__owner");
  await written(ana, { subject: "De quién es", text: "¿Quién me atiende?" });
  await ana.locator(".row", { hasText: "De quién es" }).click();
  await ana.waitForSelector("#content[data-conversation]");
  expect(!(await owner(ana).count()), "nobody has it, and it says somebody has");
  await ana.fill("#reply-text", "La atiendo yo.");
  await ana.keyboard.press("Control+Enter");
  await ana.waitForSelector('.message[data-kind=out]:has-text("La atiendo yo")');
  const hers = (await subject("De quién es")).assignee;
  expect(hers, "it is nobody's still");
  expect(!(await owner(ana).count()), "she is told of herself");
  // He may write all the same, and it stays hers.
  await carlos.goto(new URL(ana.url()).pathname);
  await owner(carlos).waitFor();
  await shot(carlos, "owned");
  await owner(carlos).locator("[data-anyway]").click();
  expect(!(await owner(carlos).count()) && (await carlos.evaluate(() => document.activeElement.id)) === "reply-text", "the way to write is not free");
  await carlos.keyboard.type("Le ayudo con la guía.");
  await carlos.keyboard.press("Control+Enter");
  await carlos.waitForSelector('.message[data-kind=out]:has-text("Le ayudo")');
  expect(JSON.stringify((await subject("De quién es")).assignee) === JSON.stringify(hers), "it went to who helped");
  // Or he takes it: then it is she who is told, on the page that lies open.
  await carlos.reload();
  await owner(carlos).locator("form button").click();
  await owner(carlos).waitFor({ state: "detached" });
  await ana.waitForSelector("#owner .composer__owner:has-text('Carlos Prieto')");
  // A name that is typed in the menu leads to the person, and no key of it is a shortcut.
  await ana.locator("#content summary[data-key=assign]").click();
  await ana.keyboard.type("prie");
  await until(() => ana.evaluate(() => document.activeElement.innerText.includes("Carlos Prieto")), "the name did not lead to him", 3);
  expect((await subject("De quién es")).status === "waiting", "a letter of the name did something");
  await ana.keyboard.press("Escape");
  const own = carlos.troubles.slice(before);
  expect(!ana.troubles.length && !own.length, () => [...ana.troubles, ...own].join("\n"));
});

scenario("without JavaScript one logs in, reads, replies and resolves", async () => {
  const it = await lobby();
  const page = await signedIn({ javascript: false });
  await written(page, { subject: "Sin guiones", text: "¿Atienden el sábado?" });
  await page.locator(".row", { hasText: "Sin guiones" }).click();
  await page.waitForSelector('.message:has-text("¿Atienden el sábado?")');
  await page.fill("#reply-text", "Sí, de 8 a 13.");
  await page.locator("form[data-composer=reply] .split > button").click();
  await page.waitForSelector('.message[data-kind=out]:has-text("de 8 a 13")');
  await page.locator('button[name=to][value=resolved]').click();
  await page.waitForSelector('button[name=to][value=open]');
  await page.goto("/list/resolved");
  expect(await page.locator(".row", { hasText: "Sin guiones" }).count(), "it is not among the resolved");
  await until(async () => mailTo(await it.ask("sent"), eva.from).some((mail) => mail.text.includes("de 8 a 13")), "the answer never left", 30);
});

scenario("notes stay inside, drafts stay, keys work", async () => {
  const page = await signedIn();
  await written(page, { subject: "Con teclas", text: "Hola" });
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#content[data-conversation]");
  await page.keyboard.press("n");
  await page.waitForSelector("#note-text:focus");
  await page.keyboard.type("Solo para nosotros: ñ ã @ [ ]");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector('.message[data-kind=note]:has-text("Solo para nosotros: ñ ã @ [ ]")');
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  await page.waitForSelector("#reply-text:focus");
  await page.keyboard.type("Empecé a escribir");
  await page.waitForSelector("[data-saved]:not(:empty)");
  await page.reload();
  expect((await page.inputValue("#reply-text")) === "Empecé a escribir", "the draft is gone");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});

const pages = ["/", "/list/mine", "/list/failed", "/list/resolved", "/new", "/log", "/contacts", "/search", "/search?q=pedido", "/settings/me", "/not/here"];

for (const dark of [false, true])
  scenario(`axe finds nothing, ${dark ? "dark" : "light"}`, async () => {
    const page = await signedIn({ dark });
    await written(page, { subject: `Con página ${dark}`, text: "Hola", html: "<p>Hola <b>Ana</b></p>" });
    const open = await page.locator(".row").first().getAttribute("href");
    const contact = async () => {
      await page.goto("/contacts");
      return page.locator(".people tbody th a").first().getAttribute("href");
    };
    const number = open.match(/\/c\/(\d+)/)[1];
    const wrong = [];
    for (const path of [...pages, open, `/c/${number}/m/0`, `/c/${number}/merge`, await contact()]) {
      await page.goto(path);
      wrong.push(...(await violations(page)).map((it) => `${path} ${it}`));
      await shot(page, `${dark ? "dark" : "light"}${path.replaceAll(/[^a-z0-9]/gi, "-")}`);
    }
    expect(!wrong.length, () => wrong.join("\n"));
  });

scenario("no page is wider than the screen", async () => {
  const page = await signedIn();
  await page.goto("/");
  const open = await page.locator(".row").first().getAttribute("href");
  const wide = [];
  for (const width of [390, 900, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of [...pages, open]) {
      await page.goto(path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) wide.push(`${path} at ${width}: ${over} px`);
    }
    await page.goto(open);
    await shot(page, `open-${width}`);
  }
  expect(!wide.length, () => wide.join("\n"));
});

scenario("the inbox is light at first load", async () => {
  const it = await lobby();
  const page = await signedIn();
  const cookies = await page.context().cookies();
  const fresh = await visitor(it.url);
  await fresh.context().addCookies(cookies);
  const seen = [];
  const cdp = await fresh.context().newCDPSession(fresh);
  await cdp.send("Network.enable");
  cdp.on("Network.loadingFinished", (done) => seen.push(done.encodedDataLength));
  await fresh.goto("/", { waitUntil: "load" });
  await new Promise((wake) => setTimeout(wake, 300));
  const bytes = seen.reduce((sum, one) => sum + one, 0);
  expect(seen.length <= 6, `${seen.length} requests`);
  expect(bytes <= 64 * 1024, `${bytes} bytes`);
});

scenario("one sees who else is answering", async () => {
  const ana = await signedIn();
  const carlos = await second();
  await written(ana, { subject: "A cuatro manos", text: "¿Me ayudan?" });
  await ana.locator(".row", { hasText: "A cuatro manos" }).click();
  await ana.waitForSelector("#content[data-conversation]");
  await carlos.goto(new URL(ana.url()).pathname);
  await ana.waitForSelector('#here:has-text("Carlos Prieto")');
  await carlos.locator("#reply-text").pressSequentially("Ya");
  await ana.waitForSelector('#here:has-text("answering"), #here:has-text("respondiendo")');
  await carlos.fill("#reply-text", "");
  await carlos.goto("/");
  await ana.waitForSelector("#here", { state: "hidden" });
});

scenario("a file stays with its draft and leaves with the answer", async () => {
  const it = await lobby();
  const page = await signedIn();
  await written(page, { subject: "Con archivo", text: "¿Me mandan la guía?" });
  await page.locator(".row", { hasText: "Con archivo" }).click();
  await page.waitForSelector("#content[data-conversation]");
  await page.setInputFiles("form[data-composer=reply] input[type=file]", {
    name: "guía nueve.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Guía 9"),
  });
  await page.waitForSelector(".upload input[name=file]", { state: "attached" });
  // "Saved" may still be said of the file: what counts is that the text got there.
  const saved = page.waitForResponse((answer) => answer.url().endsWith("/draft") && (answer.request().postData() ?? "").includes("va+la+gu"));
  await page.fill("#reply-text", "Aquí va la guía.");
  await saved;
  await page.reload();
  expect(await page.locator(".upload", { hasText: "guía nueve.txt" }).count(), "the file is gone");
  expect((await page.inputValue("#reply-text")) === "Aquí va la guía.", "the text is gone");
  await page.locator("form[data-composer=reply] .split > button").click();
  await page.waitForSelector('.message[data-kind=out] .file:has-text("guía nueve.txt")');
  const mails = await until(async () => {
    const sent = mailTo(await it.ask("sent"), eva.from).filter((mail) => mail.text.includes("Aquí va"));
    return sent.length && sent;
  }, "the answer never left", 30);
  expect(mails[0].raw.includes("attachment"), "without its file");
});

const workshop = "taller@workshop.example";

for (const javascript of [true, false])
  scenario(`what is forwarded comes back inside, ${javascript ? "live" : "without JavaScript"}`, async () => {
    const it = await lobby();
    const page = await signedIn({ javascript });
    const subject = `Lámpara rota ${javascript}`;
    await written(page, { subject, text: "La lámpara no enciende." });
    await page.locator(".row", { hasText: subject }).click();
    await page.waitForSelector('#messages > .message:has-text("no enciende")');
    const number = new URL(page.url()).pathname.split("/")[2];
    await page.locator("#messages .message__menu > summary").first().click();
    await page.locator(".message__menu[open] a[href*=forward]").click();
    await page.waitForSelector("input[name=to]");
    await page.fill("input[name=to]", "no es dirección");
    await page.fill("textarea[name=text]", `¿Pueden repararla? ${javascript}`);
    await page.locator("main form .button--primary").click();
    await page.waitForSelector("[role=alert]");
    await page.fill("input[name=to]", `Taller <${workshop}>, segundo@workshop.example`);
    await page.check("input[name=waits]");
    await shot(page, `forward-form-${javascript}`);
    await page.locator("main form .button--primary").click();
    await page.waitForSelector('#messages > .message[data-kind=forward]:has-text("¿Pueden repararla?")');
    const sent = await until(async () => {
      const all = mailTo(await it.ask("sent"), workshop).filter((mail) => mail.text.includes(`repararla? ${javascript}`));
      return all[0];
    }, "the forward never left", 40);
    expect(sent.text.includes("no enciende") && sent.to.length === 2, () => JSON.stringify(sent.to));
    await it.ask("deliver", { from: workshop, name: "Taller", subject: `RE: ${sent.subject}`, text: "Sí, cuesta 20.", in_reply_to: sent.message_id });
    if (!javascript)
      await until(async () => {
        await page.goto(`/c/${number}`);
        return page.locator('#messages > .message[data-kind=third]:has-text("cuesta 20")').count();
      }, "their answer is not shown");
    await page.waitForSelector('#messages > .message[data-kind=third]:has-text("cuesta 20")', { timeout: 20_000 });
    await page.locator(".strand summary").last().click();
    await page.fill(".strand textarea", `Adelante. ${javascript}`);
    await shot(page, `strand-${javascript}`);
    await page.locator(".strand .button--primary").click();
    await page.waitForSelector('#messages > .message[data-kind=forward]:has-text("Adelante.")');
    await until(async () => mailTo(await it.ask("sent"), workshop).some((mail) => mail.text.includes(`Adelante. ${javascript}`)), "the second never left", 40);
    const toEva = mailTo(await it.ask("sent"), eva.from);
    expect(!toEva.some((mail) => mail.raw.includes("cuesta 20") || mail.raw.includes("Adelante")), "the customer was told");
    await page.goto(`/c/${number}`);
    const wrong = javascript ? await violations(page) : [];
    expect(!wrong.length, () => wrong.join("\n"));
    const troubles = page.troubles.filter((it) => !it.includes("status of 422"));
    expect(!troubles.length, () => troubles.join("\n"));
  });

scenario("spam asks whether its sender is blocked too, and a sender's mail is treated as said", async () => {
  const page = await signedIn();
  await written(page, { subject: "Gane ya", text: "Haga clic", from: "x@spam.example", name: "Premios" });
  await page.locator(".row", { hasText: "Gane ya" }).click();
  await page.waitForSelector('#messages > .message:has-text("Haga clic")');
  const place = new URL(page.url()).pathname;
  await page.locator(".message__menu > summary").first().click();
  await shot(page, "message-menu");
  await page.locator(".message__menu[open] button[value=automatic]").click();
  await page.waitForSelector('.message__menu button[value=automatic][aria-pressed=true]', { state: "attached" });
  await page.locator(".thread-head details:has(> .menu__panel .menu__more) > summary").click();
  await page.locator(".menu__more > summary.menu__item--danger").click();
  await shot(page, "spam-menu");
  await page.locator(".menu__more button[name=block][value='1']").click();
  await until(async () => {
    await page.goto(place);
    return page.locator(".banners form[action*=block]").count();
  }, "the block is not shown");
  await shot(page, "spam-blocked");
  const wrong = await violations(page);
  expect(!wrong.length, () => wrong.join("\n"));
  await page.locator(".banners form[action*=block] button").click();
  await page.waitForSelector('.banners input[name=block][value="1"]', { state: "attached" });
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});
