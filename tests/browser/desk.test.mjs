// The agent's desk: quick replies where one writes, work by keyboard alone, and the palette.

import { expect, looked, oneDesk, scenario, shot, sound, until } from "./support.mjs";

const { lobby, signedIn, subject } = oneDesk();

/** Delivers a mail and opens the list once its row is there. */
async function written(page, said) {
  const it = await lobby();
  await it.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", text: "¿Hay en bodega?", ...said });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    return page.locator(".row", { hasText: said.subject }).count();
  }, `no row for "${said.subject}"`);
}
const opened = async (page, subject) => {
  await page.locator(".row", { hasText: subject }).click();
  await page.waitForSelector("#content[data-conversation]");
};

scenario("quick replies are found with a slash and put where one writes", async () => {
  const it = await lobby();
  const made = (name, text, more = {}) => it.api("POST", "/canned_replies", { name, text, ...more });
  await made("horario", "Atendemos de 9 a 17,\n{{contact.first_name|cliente}}.");
  await made("dirección", "Calle 10 # 4-20. Pregunte por {{contact.company}}.", { files: [{ name: "mapa.txt", base64: "bWFwYQ==" }] });
  await made("saludo", "Hola {{contact.first_name|}}:");
  const page = await signedIn();
  await written(page, { subject: "Con barra" });
  await opened(page, "Con barra");
  const field = page.locator("#reply-text");
  await field.focus();
  await page.keyboard.type("/sal");
  await page.waitForSelector(".suggest [aria-selected=true]:has-text('saludo')");
  await looked(page, "quick-replies");
  await page.keyboard.press("Enter");
  expect((await field.inputValue()) === "Hola Eva:", await field.inputValue());
  // At the caret, one after the other; found without accents, and by what it says.
  await page.keyboard.type(" /direccion");
  await page.waitForSelector(".suggest li:has-text('dirección')");
  await page.keyboard.press("Tab");
  expect((await field.inputValue()) === "Hola Eva: Calle 10 # 4-20. Pregunte por {{contact.company}}.", await field.inputValue());
  const marked = await field.evaluate((it) => it.value.slice(it.selectionStart, it.selectionEnd));
  expect(marked === "{{contact.company}}", `marked: ${marked}`);
  await page.keyboard.type("Luis");
  await page.waitForSelector(".composer__files .upload:has-text('mapa.txt')");
  await field.evaluate((it) => it.setSelectionRange(9, 9));
  await page.keyboard.type(" /17");
  await page.locator(".suggest li", { hasText: "horario" }).click();
  const whole = "Hola Eva: Atendemos de 9 a 17,\nEva. Calle 10 # 4-20. Pregunte por Luis.";
  expect((await field.inputValue()) === whole, await field.inputValue());
  // Addresses and fractions ask for nothing; Escape leaves what was typed.
  await field.evaluate((it) => it.setSelectionRange(it.value.length, it.value.length));
  await page.keyboard.type(" https://shop.example/a 5/7");
  expect(!(await page.locator(".suggest").count()), "a picker for nothing");
  await page.keyboard.type(" /h");
  await page.waitForSelector(".suggest");
  await page.keyboard.press("Escape");
  expect(!(await page.locator(".suggest").count()), "it stays open");
  expect(await field.evaluate((it) => it === document.activeElement), "the field was left");
  for (let n = 0; n < 28; n += 1) await page.keyboard.press("Backspace");
  expect((await field.inputValue()).startsWith(whole.slice(0, 60)), await field.inputValue());
  await page.keyboard.press("Control+Enter");
  const mails = await until(async () => {
    const sent = (await it.ask("sent")).mails.filter((mail) => JSON.stringify(mail.to).includes("eva@example.com"));
    return sent.length && sent;
  }, "the answer never left", 30);
  expect(mails[0].text.includes("Atendemos de 9 a 17"), () => JSON.stringify(mails[0]));
  await page.goto("/settings/canned_replies");
  await looked(page, "quick-replies-list");
  sound(page);
  await page.context().close();
});

scenario("an emoji is found by its name in one's own language and in others, and chosen with the keyboard", async () => {
  const page = await signedIn();
  await several(page, "Emoji", 1);
  await opened(page, "Emoji 1");
  await page.locator("#reply-text").fill("Listo ");
  const pick = async () => {
    await page.locator("[data-composer=reply] [data-emoji]").click();
    await page.waitForSelector(".emoji input:focus");
  };
  await pick();
  await page.waitForSelector(".emoji input:focus");
  await looked(page, "emoji");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  expect((await page.inputValue("#reply-text")) === "Listo 😄", await page.inputValue("#reply-text"));
  expect(!(await page.locator(".emoji").count()), "it stays open");
  for (const [name, sign] of [["camion", "🚚"], ["Camión", "🚚"], ["thank", "🙏"], ["obat", "💊"], ["aniversário", "🎂"]]) {
    await pick();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    expect((await page.inputValue("#reply-text")).endsWith(sign), () => `${name}: no ${sign}`);
  }
  await pick();
  await page.waitForSelector(".emoji input:focus");
  // What was used last stands first.
  expect((await page.locator(".emoji button").first().textContent()) === "🎂", "what was used last does not stand first");
  await page.keyboard.type("nadaesesto");
  await page.waitForSelector(".emoji [role=status]");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement.id === "reply-text"), "the focus is elsewhere");
  expect(!(await page.locator(".message[data-kind=out]").count()), "something was sent");
  sound(page);
  await page.context().close();
});

scenario("without JavaScript a quick reply is chosen on a page of its own", async () => {
  const page = await signedIn({ javascript: false });
  await written(page, { subject: "Sin barra" });
  await page.locator(".row", { hasText: "Sin barra" }).click();
  await page.fill("#reply-text", "Buenas.");
  await page.locator("form[data-composer=reply] button[name=canned_reply]").click();
  await page.waitForSelector(".canned__list");
  await shot(page, "quick-replies-page");
  await page.locator(".canned__one", { hasText: "saludo" }).click();
  expect((await page.inputValue("#reply-text")) === "Buenas.\n\nHola Eva:", await page.inputValue("#reply-text"));
  await page.context().close();
});

/** Delivers `n` mails at once and opens the list, oldest first, when all are there. */
async function several(page, name, n) {
  const it = await lobby();
  for (let at = 1; at <= n; at += 1) await it.ask("deliver", { from: `c${at}@example.com`, name: `Cliente ${at}`, subject: `${name} ${at}`, text: `Pregunta ${at}` });
  await until(async () => {
    await page.goto("/list/all");
    return (await page.locator(".row", { hasText: `${name} ` }).count()) >= n;
  }, "they never came", 30);
}
const toast = (page) => page.waitForSelector(".toast button");
const api = async (path) => (await lobby()).api("GET", path);

scenario("keys act from the list on the row one stands on, and the next row follows", async () => {
  const page = await signedIn();
  await several(page, "Fila", 4);
  // From the list, nothing open: the row one stands on is meant.
  const stood = () => page.evaluate(() => document.activeElement?.querySelector?.(".row__text b")?.textContent ?? "");
  await page.keyboard.press("j");
  while (!(await stood()).startsWith("Fila")) await page.keyboard.press("j");
  const first = await stood();
  await page.keyboard.press("e");
  await toast(page);
  await until(async () => (await subject(first)).status === "resolved", "it is not resolved");
  await until(async () => (await stood()).startsWith("Fila"), "the next row is not stood on");
  const second = await stood();
  await page.keyboard.press("i");
  await until(async () => (await subject(second)).assignee, "it is not taken");
  await page.waitForFunction(() => JSON.parse(sessionStorage.getItem("undos")).length === 2);
  await page.keyboard.press("z");
  await until(async () => !(await subject(second)).assignee, "it is not taken back");
  await page.waitForSelector(".toast:has-text('Deshecho')");
  sound(page);
  await page.context().close();
});

scenario("keys are shown, can be chosen otherwise, and never misfire", async () => {
  const page = await signedIn();
  await several(page, "Teclas", 2);
  await page.keyboard.press("Shift+?");
  await page.waitForSelector("dialog:has-text('Ctrl+K')");
  await looked(page, "keys");
  await page.keyboard.press("Escape");
  await opened(page, "Teclas 1");
  // On a phone, too, Escape closes first what is open.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator(".thread-head summary[data-key=snooze]").first().click();
  await page.keyboard.press("Escape");
  expect(!(await page.locator("details.menu[open]").count()) && (await page.locator(".app").getAttribute("data-view")) === "thread", "it leads back to the list");
  expect(await page.evaluate(() => document.activeElement.dataset.key === "snooze"), "the focus is elsewhere");
  await page.setViewportSize({ width: 1280, height: 800 });
  // What a layout writes with AltGr or a dead key, and marks of other keyboards.
  const before = page.url();
  await page.evaluate(() => {
    const press = (key, code, more = {}) => document.body.dispatchEvent(Object.assign(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more })));
    press("ą", "KeyA", { modifierAltGraph: true });
    press("e", "KeyE", { altKey: true });
    press("ñ", "Semicolon");
    press("ç", "Backslash");
    press("@", "KeyQ", { modifierAltGraph: true });
    press("@", "Digit2", { shiftKey: true });
    press("e", "KeyE", { isComposing: true });
    press("Dead", "KeyE");
    press("e", "KeyE", { ctrlKey: true });
  });
  expect(!(await page.locator("details.menu[open]").count()) && page.url() === before, "a key misfired");
  // A keyboard without Latin letters: the place of the key counts.
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "к", code: "KeyR", bubbles: true, cancelable: true })));
  await page.waitForSelector("#reply-text:focus");
  await page.keyboard.press("Escape");
  await page.goto("/settings/me/keys");
  await looked(page, "keys-own");
  await page.fill("#f-resolve", "w");
  await page.locator("form[action='/settings/me/keys'] button").click();
  await page.waitForLoadState();
  await page.goto(before);
  expect(await page.locator(".thread-head [title$='(W)']").count(), "the hint is the old one");
  await page.keyboard.press("e");
  await page.keyboard.press("w");
  await page.waitForSelector(".toast");
  await until(async () => (await subject("Teclas 1")).status === "resolved", "the new key does nothing");
  await page.goto("/settings/me/keys");
  await page.locator("form[action$='/usual'] button").click();
  await page.waitForLoadState();
  expect((await page.inputValue("#f-resolve")) === "E", "the usual keys are not back");
  sound(page);
  await page.context().close();
});

scenario("the palette finds what can be done, where to go, and whom", async () => {
  const page = await signedIn();
  await several(page, "Paleta", 1);
  await opened(page, "Paleta 1");
  await page.keyboard.press("Control+k");
  await page.waitForSelector("dialog.palette [role=option]");
  const taught = () => page.locator("dialog.palette [role=option] kbd").allTextContents();
  const keys = await taught();
  expect(["R", "N", "C", "T", "I"].every((it) => keys.includes(it)), () => `it teaches no keys: ${keys}`);
  await looked(page, "palette");
  await page.keyboard.type("tercero");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('tercero')");
  await page.keyboard.press("Enter");
  await until(async () => (await subject("Paleta 1")).status === "waiting", "it does not wait");
  // From within a field too, with what was used last in front; and back to the field.
  await page.locator("#reply-text").focus();
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement.id === "reply-text"), "the focus is lost");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("pospuestas");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('Pospuestas')");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/list/snoozed");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("paleta");
  await page.waitForSelector("dialog.palette [role=option]:has-text('Paleta 1')");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=paleta");
  sound(page);
  await page.context().close();
});

scenario("a colleague is named in a note and finds it", async () => {
  const page = await signedIn();
  await several(page, "Nota", 1);
  await opened(page, "Nota 1");
  await page.keyboard.press("r");
  await page.keyboard.type("@a");
  expect(!(await page.locator(".suggest").count()), "an answer names nobody");
  for (let n = 0; n < 2; n += 1) await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.waitForSelector("#note-text:focus");
  await page.locator("[data-composer=note] [data-suggest='@']").click();
  await page.waitForSelector(".suggest [aria-selected=true]");
  await looked(page, "mention");
  const name = await page.locator(".suggest [aria-selected=true] .strong").textContent();
  await page.keyboard.press("Enter");
  await page.keyboard.type("mira esto");
  expect((await page.inputValue("#note-text")) === `@${name} mira esto`, await page.inputValue("#note-text"));
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector('.message[data-kind=note]:has-text("mira esto")');
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await page.waitForURL("**/list/mentions");
  await page.waitForSelector(".row:has-text('Nota 1')");
  sound(page);
  await page.context().close();
});

scenario("a quick action is seen, done, and taken back as one", async () => {
  const it = await lobby();
  await it.api("POST", "/macros", { name: "Pagado", acts: [{ reply: "Gracias, {{contact.first_name|}}." }, "assign_me", { tag: "pagado" }, "resolve"] });
  const page = await signedIn();
  await several(page, "Acción", 1);
  await opened(page, "Acción 1");
  await page.keyboard.press("m");
  await page.waitForURL("**/macros**");
  await looked(page, "quick-actions");
  await page.locator(".canned__one", { hasText: "Pagado" }).click();
  await page.waitForSelector("textarea");
  expect((await page.inputValue("textarea")) === "Gracias, Cliente.", await page.inputValue("textarea"));
  await looked(page, "quick-action");
  await page.locator("main form .button--primary").click();
  await page.waitForSelector('.message[data-kind=out]:has-text("Gracias, Cliente.")');
  expect((await subject("Acción 1")).status === "resolved", "it is not resolved");
  await page.keyboard.press("z");
  await until(async () => (await subject("Acción 1")).status === "open", "it is not taken back");
  expect(!(await subject("Acción 1")).assignee, "somebody still has it");
  sound(page);
  await page.context().close();
});

scenario("the palette goes into steps, and understands a time in one's own words before it is asked for", async () => {
  const page = await signedIn();
  await several(page, "Pasos", 1);
  await opened(page, "Pasos 1");
  await page.keyboard.press("Control+k");
  await page.waitForSelector("dialog.palette [role=option]");
  await page.keyboard.type("posponer");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('Posponer…')");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.palette input[placeholder='Posponer…']");
  await looked(page, "palette-step");
  // Up again with a step back, and down again.
  await page.keyboard.press("Backspace");
  await page.waitForSelector("dialog.palette input:not([placeholder='Posponer…'])");
  await page.keyboard.type("posponer");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('Posponer…')");
  await page.keyboard.press("Enter");
  await page.keyboard.type("en 3 días a las 9:15");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('9:15')");
  await looked(page, "palette-when");
  await page.keyboard.press("Enter");
  const found = await until(async () => {
    const { status, snoozed_until: at } = await subject("Pasos 1");
    return status === "snoozed" && at;
  }, "it is not snoozed");
  const days = (new Date(found) - Date.now()) / 86_400_000;
  expect(days > 2 && days < 4, found);
  // A tag that is not there yet is made.
  await page.goto("/list/snoozed");
  await opened(page, "Pasos 1");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("agregar etiqueta");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('…')");
  await page.keyboard.press("Enter");
  await page.keyboard.type("con pasos");
  await page.waitForSelector("dialog.palette [aria-selected=true]:has-text('+ con pasos')");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#side .tags:has-text('con pasos')");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzqq");
  await page.waitForSelector("dialog.palette [role=option]:has-text('Ninguna acción')");
  await page.keyboard.press("Escape");
  sound(page);
  await page.context().close();
});

scenario("a conversation is begun with a quick reply and a quick action", async () => {
  const it = await lobby();
  await it.api("POST", "/canned_replies", { name: "bienvenida", text: "Bienvenida, {{contact.first_name|cliente}}.", files: [{ name: "guia.txt", base64: "Z3XDrWE=" }] });
  await it.api("POST", "/macros", { name: "Oferta", acts: [{ reply: "Le ofrecemos:" }, { priority: "high" }] });
  const page = await signedIn();
  await page.goto("/new");
  await page.fill("[name=to]", "diego@example.com");
  await page.fill("[name=name]", "Diego Paz");
  await page.fill("[name=subject]", "Con lo listo");
  await page.focus("textarea[name=text]");
  await page.keyboard.type("/bien");
  await page.waitForSelector(".suggest [aria-selected=true]:has-text('bienvenida')");
  await looked(page, "new-quick-reply");
  await page.keyboard.press("Enter");
  const field = page.locator("textarea[name=text]");
  expect((await field.inputValue()) === "Bienvenida, Diego.", await field.inputValue());
  await page.waitForSelector("#along input[name=canned]");
  await page.locator("#new details.menu summary").click();
  await page.locator("#new button[value^='macro:']", { hasText: "Oferta" }).click();
  await page.waitForSelector("#along input[name=act]");
  expect((await field.inputValue()).endsWith("\n\nLe ofrecemos:"), await field.inputValue());
  await looked(page, "new-along");
  await page.locator("#new button[value=send]").click();
  await page.waitForURL("**/c/*");
  await page.waitForSelector("#messages :text('guia.txt')");
  const made = await subject("Con lo listo");
  expect(made.priority === "high", JSON.stringify(made));
  sound(page);
  await page.context().close();
});

scenario("where one goes on after a conversation is done with is one's own choice", async () => {
  const page = await signedIn();
  await several(page, "Después", 2);
  await page.goto("/settings/me");
  await page.selectOption("main [name=after]", "list");
  await Promise.all([page.waitForEvent("load"), page.locator("form[action='/settings/me'] .button--primary").first().click()]);
  await page.goto("/list/all");
  await opened(page, "Después 1");
  await page.keyboard.press("e");
  await page.waitForURL("**/list/all");
  await until(async () => (await subject("Después 1")).status === "resolved", "it is not resolved");
  await page.goto("/settings/me");
  await page.selectOption("main [name=after]", "stay");
  await Promise.all([page.waitForEvent("load"), page.locator("form[action='/settings/me'] .button--primary").first().click()]);
  await page.goto("/list/all");
  await opened(page, "Después 2");
  const here = page.url();
  await page.keyboard.press("e");
  await until(async () => (await subject("Después 2")).status === "resolved", "it is not resolved");
  await page.waitForSelector(".toast");
  expect(page.url() === here, page.url());
  await page.goto("/settings/me");
  await page.selectOption("main [name=after]", "");
  await Promise.all([page.waitForEvent("load"), page.locator("form[action='/settings/me'] .button--primary").first().click()]);
  sound(page);
  await page.context().close();
});
