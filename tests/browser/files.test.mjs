// Files of messages: opened over the page, heard faster, all of a contact, and a conversation on paper.

import { expect, logIn, looked, scenario, stand, until, violations, visitor } from "./support.mjs";

/** A picture of so many pixels, all of one colour, as a PNG a browser makes itself. */
const picture = (page, width, height, colour) =>
  page.evaluate(async ([width, height, colour]) => {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, width, height);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, [width, height, colour]);

/** One page of nothing much. */
const PDF = btoa(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F 24 Tf 40 300 Td (Invoice 4821) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
`);

/** Half a second of nothing, as a WAV. */
const silence = () => {
  const data = Buffer.alloc(44 + 4000, 128);
  data.write("RIFF", 0), data.writeUInt32LE(36 + 4000, 4), data.write("WAVEfmt ", 8), data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20), data.writeUInt16LE(1, 22), data.writeUInt32LE(8000, 24), data.writeUInt32LE(8000, 28);
  data.writeUInt16LE(1, 32), data.writeUInt16LE(8, 34), data.write("data", 36), data.writeUInt32LE(4000, 40);
  return data.toString("base64");
};

let ready;
/** A conversation with two pictures, a document, a table, voice, and forty words before them; the agent's page on it. */
const furnished = () => (ready ??= (async () => {
  const desk = await stand();
  await desk.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", subject: "Mi lámpara", text: "Buenas tardes" });
  const page = await visitor(desk.url);
  await logIn(page, desk);
  const case_ = await until(async () => (await desk.api("GET", "/conversations")).data[0], "the mail is not there", 60);
  const says = (text, ...attachments) => desk.api("POST", `/conversations/${case_.number}/messages`, { kind: "note", text, attachments });
  const file = (name, content_type, base64) => ({ name, content_type, base64 });
  await says("Antes", file("antes.png", "image/png", await picture(page, 60, 40, "teal")));
  for (let n = 0; n < 40; n += 1) await says(`Nota ${n}`);
  await says("La lámpara", file("lampara.png", "image/png", await picture(page, 900, 300, "orange")));
  await says("Los papeles", file("factura.pdf", "application/pdf", PDF), file("precios.csv", "text/csv", btoa("a;b")));
  await says("Lo que dijo", file("voz.wav", "audio/wav", silence()));
  await page.goto(`/c/${case_.number}`);
  return { desk, page, number: case_.number, contact: case_.contact.id };
})());

const kind = (page) => page.locator("dialog.viewer").getAttribute("data-kind");

scenario("a picture opens over the page, is made larger and turned, and gives the focus back", async () => {
  const { page } = await furnished();
  const link = page.locator("a[data-name='lampara.png']");
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.viewer[open] img");
  expect(page.url().includes("/c/") && !page.url().includes("/files/"), "it left the page");
  const said = await page.locator("#viewer-by").textContent();
  expect(/20\d\d/.test(said), `who and when: ${said}`);
  expect((await page.locator("#viewer-name").textContent()) === "lampara.png", "its name");
  const img = page.locator("dialog.viewer img");
  await until(() => img.getAttribute("data-scale"), "it is not there");
  for (const [key, scale] of [["+", "1.25"], ["+", "1.56"], ["-", "1.25"], ["0", "1.00"]]) {
    await page.keyboard.press(key);
    expect((await img.getAttribute("data-scale")) === scale, `${key}: ${await img.getAttribute("data-scale")}`);
  }
  await page.keyboard.press("r");
  expect((await img.getAttribute("data-turn")) === "90", "not turned");
  const box = await img.boundingBox();
  expect(box.height > box.width && box.height <= 800, `turned it does not fit: ${JSON.stringify(box)}`);
  await img.hover();
  await page.mouse.wheel(0, -100);
  await until(async () => (await img.getAttribute("data-scale")) === "1.25", "the wheel does nothing");
  const wrong = await violations(page);
  expect(!wrong.length, () => wrong.join("\n"));
  await looked(page, "viewer");
  await page.keyboard.press("Escape");
  await until(async () => !(await page.locator("dialog.viewer").count()), "it stays");
  expect(await link.evaluate((it) => it === document.activeElement), "the focus is lost");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});

scenario("arrows lead through all files of a conversation, further up than is shown, and a document is read", async () => {
  const { page } = await furnished();
  await page.click("a[data-name='lampara.png']");
  await page.waitForSelector("dialog.viewer img");
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("dialog.viewer #viewer-name:has-text('factura.pdf')");
  expect((await kind(page)) === ((await page.evaluate(() => navigator.pdfViewerEnabled)) ? "pdf" : "other"), `the document: ${await kind(page)}`);
  // The viewer is a page of the browser's own, which takes a moment.
  await until(() => page.frames().some((it) => it.url().startsWith("chrome-extension:")), "no viewer");
  await page.waitForSelector("#viewer-by:has-text('· 1 p')");
  await looked(page, "viewer-pdf", { axe: false });
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("dialog.viewer[data-kind=other] .viewer__other a");
  expect((await page.locator(".viewer__other a").getAttribute("download")) === "precios.csv", "it cannot be downloaded");
  expect(await page.locator("[data-part=next]").isDisabled(), "there is no next one");
  await looked(page, "viewer-other");
  for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowLeft");
  await page.waitForSelector("dialog.viewer #viewer-name:has-text('antes.png')");
  expect(await page.locator("a[data-name='antes.png']").count(), "what was said before is not shown");
  await page.click("[data-part=close]");
  expect(!(await page.locator("dialog.viewer").count()), "it stays");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});

scenario("without scripts a file opens or is downloaded", async () => {
  const { desk, number } = await furnished();
  const page = await visitor(desk.url, { javascript: false });
  await logIn(page, desk);
  await page.goto(`/c/${number}`);
  const href = await page.locator("a[data-name='lampara.png']").getAttribute("href");
  const answer = await page.request.get(href);
  expect(answer.headers()["content-type"] === "image/png", "no picture");
  expect(!(await page.locator("[data-speed]:visible").count()), "a button that does nothing");
  const download = page.waitForEvent("download");
  await page.click("a[data-name='factura.pdf']");
  expect((await download).suggestedFilename() === "factura.pdf", "another name");
});

scenario("voice is heard as fast as one likes, from then on", async () => {
  const { page, number, contact } = await furnished();
  await page.goto(`/c/${number}`);
  const button = page.locator("[data-speed]").first();
  const said = () => page.locator("[data-rate]").first().textContent();
  expect((await said()) === "1×", "the speed");
  await button.focus();
  await page.keyboard.press("Enter");
  await until(async () => /^1[.,]5×$/.test(await said()), "it is not faster");
  const rate = () => page.locator("audio.player").first().evaluate((it) => it.playbackRate);
  await page.locator("audio.player").first().evaluate((it) => it.play());
  await until(async () => (await rate()) === 1.5, "it is played as before");
  await button.click();
  expect((await rate()) === 2, "not twice");
  await page.goto(`/contacts/${contact}/files?kind=voice`);
  await until(async () => (await said()) === "2×", "it is forgotten");
  await page.click("[data-speed]");
  expect((await said()) === "1×", "not back to the first");
});

scenario("all files of a contact are on one page, by kind, and lead to their messages", async () => {
  const { page, number, contact } = await furnished();
  await page.goto(`/contacts/${contact}`);
  await page.click("main a[href$='/files']");
  await page.waitForSelector("#files");
  const names = () => page.locator("#files [data-name]").evaluateAll((all) => all.map((it) => it.dataset.name));
  const listed = (await names()).join();
  expect(listed === "factura.pdf,precios.csv,lampara.png,antes.png", `the order: ${listed}`);
  await looked(page, "contact-files");
  await page.click("a[data-name='antes.png']");
  await page.waitForSelector("dialog.viewer img");
  expect((await page.locator("#viewer-by").textContent()).includes(`#${number}`), "whose it is");
  await page.keyboard.press("ArrowLeft");
  await page.waitForSelector("#viewer-name:has-text('lampara.png')");
  await page.keyboard.press("Escape");
  await page.click("nav a[href$='kind=pictures']");
  await page.waitForURL(/kind=pictures/);
  expect((await names()).join() === "lampara.png,antes.png", "not only pictures");
  await page.locator("#files a[href*='#m-']").last().click();
  await page.waitForSelector(".message:has-text('Antes')");
  await page.goto(`/contacts/${contact}/files?kind=videos`);
  await looked(page, "contact-files-none");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});

scenario("a conversation is printed with its number, from the first word to the last", async () => {
  const { page, number } = await furnished();
  await page.goto(`/c/${number}/print?notes=1`);
  const text = await page.locator("main").textContent();
  for (const it of [`#${number}`, "Eva Ruiz", "Buenas tardes", "Nota 0", "Nota 39", "voz.wav"]) expect(text.includes(it), `no ${it}`);
  await looked(page, "print");
  await page.evaluate(() => { window.print = () => { window.printed = true; }; });
  await page.click("[data-print]");
  expect(await page.evaluate(() => window.printed), "nothing is printed");
  await page.emulateMedia({ media: "print" });
  expect(!(await page.locator(".paper__bar").isVisible()), "buttons on paper");
  await page.emulateMedia({ media: "screen" });
  await page.click("a[href$='/print']");
  expect(!(await page.locator("main").textContent()).includes("Nota 0"), "notes are printed");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});

scenario("what is to be known of a channel stands at the composer, open until it was seen", async () => {
  const { desk, page, number } = await furnished();
  const said = "Tuteo, frases cortas.\nNada de enlaces en el primer mensaje.";
  const [mailbox] = (await desk.api("GET", "/channels")).data.filter((it) => it.kind === "email");
  await page.goto(`/settings/channels/${mailbox.id}`);
  await page.fill("textarea[name=guidelines]", said.replace("\n", "\n"));
  await page.locator("form:has(textarea[name=guidelines])").locator("button").last().click();
  await page.waitForLoadState();
  await page.goto(`/c/${number}`);
  await page.click("label:has(#mode-reply)");
  const guide = page.locator("details[data-guide]");
  expect(await guide.evaluate((it) => it.open), "it is folded the first time");
  expect((await guide.textContent()).includes("Nada de enlaces"), "not what was written");
  await looked(page, "guidelines");
  await page.reload();
  await page.click("label:has(#mode-reply)");
  expect(!(await guide.evaluate((it) => it.open)), "it is open again");
  await guide.locator("summary").click();
  expect(await guide.locator("div").isVisible(), "it does not open");
  await desk.api("PATCH", `/channels/${mailbox.id}`, { guidelines: "Usted, siempre." });
  await page.reload();
  expect(await guide.evaluate((it) => it.open), "what is new is not shown");
  await desk.api("PATCH", `/channels/${mailbox.id}`, { guidelines: "" });
  await page.reload();
  expect(!(await guide.count()), "there is nothing to say");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});

scenario("a quick reply takes a place and a person along, and says so before it is sent", async () => {
  const { desk, page, number } = await furnished();
  const reply = await desk.api("POST", "/canned_replies", { name: "direccion", text: "Estamos aquí." });
  await page.goto(`/settings/canned_replies/${reply.id}`);
  const folded = (name) => page.locator("details", { has: page.locator(`[name=${name}]`) });
  await folded("place_point").locator("summary").click();
  await page.fill("[name=place_name]", "Tienda Centro");
  await page.fill("[name=place_address]", "Calle 10 # 5-20");
  await page.fill("[name=place_point]", "https://www.openstreetmap.org/#map=17/4.711/-74.0721");
  await page.locator("form[action$='/place'] button").last().click();
  await page.waitForSelector("text=Tienda Centro");
  await folded("card_name").locator("summary").click();
  await page.fill("[name=card_name]", "Ana Ruiz");
  await page.fill("[name=card_phone]", "+573001112233");
  await looked(page, "canned-holdings");
  await page.locator("form[action$='/card'] button").last().click();
  await page.waitForSelector("text=Ana Ruiz");
  await page.goto(`/c/${number}`);
  await page.click("label:has(#mode-reply)");
  await page.fill("#reply-text", "");
  await page.locator("#reply-text").pressSequentially("/direc");
  await page.waitForSelector("#suggested li");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".composer__files .upload:has-text('Tienda Centro')");
  await page.waitForSelector(".composer__files .upload:has-text('Ana Ruiz')");
  await page.press("#reply-text", "Control+Enter");
  await page.waitForSelector("#messages a.place[href*='openstreetmap']:has-text('Calle 10')");
  await page.waitForSelector("#messages a.place[download]:has-text('+573001112233')");
  await looked(page, "thread-holdings");
  const mail = await until(async () => (await desk.ask("sent")).mails.find((it) => it.text.includes("Estamos aquí")), "it does not leave", 60);
  expect(mail.text.includes("Tienda Centro") && mail.text.includes("https://www.openstreetmap.org/?mlat=4.71100"), mail.text);
  expect(mail.raw.includes("text/vcard") && !mail.raw.includes("geo+json"), "not what everybody can open");
  expect(!page.troubles.length, () => page.troubles.join("\n"));
});
