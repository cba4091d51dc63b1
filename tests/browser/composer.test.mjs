// The composer: later, in any state, seen before, spoken; whose conversation it is.

import { expect, looked, oneDesk, scenario, sound, until } from "./support.mjs";

const { lobby, signedIn, subject } = oneDesk();

async function written(page, said) {
  const it = await lobby();
  await it.ask("deliver", { from: "eva@example.com", name: "Eva Ruiz", text: "¿Hay en bodega?", ...said });
  await until(async () => {
    await page.goto("/list/all?sort=newest");
    return page.locator(".row", { hasText: said.subject }).count();
  }, `no row for "${said.subject}"`);
  await page.locator(".row", { hasText: said.subject }).click();
  await page.waitForSelector("#content[data-conversation]");
}

scenario("an answer leaves later, at a time that can be changed, over a restart, and is taken back", async () => {
  const it = await lobby();
  const page = await signedIn();
  await written(page, { subject: "Más tarde" });
  await page.fill("#reply-text", "Mañana le cuento.");
  await page.locator(".split summary").click();
  await looked(page, "send-menu");
  await page.locator(".split [name=send_at]").nth(1).click();
  const message = page.locator('.message[data-kind=out]:has-text("Mañana le cuento.")');
  await message.locator(".later summary").waitFor();
  expect((await subject("Más tarde")).status === "snoozed", "it does not sleep until then");
  await it.ask("restart");
  await page.reload();
  await message.locator(".later summary").click();
  await looked(page, "scheduled");
  await message.locator(".later [name=do][value=now]").click();
  await until(async () => (await it.ask("sent")).mails.some((mail) => mail.text.includes("Mañana le cuento.")), "it never left", 30);
  await page.fill("#reply-text", "Otra vez, más tarde.");
  await page.locator(".split summary").click();
  await page.locator(".split [name=send_at]").nth(1).click();
  const other = page.locator('.message[data-kind=out]:has-text("Otra vez")');
  await other.locator("form[action$='/undo'] button").click();
  await until(async () => (await page.inputValue("#reply-text")) === "Otra vez, más tarde.", "the words are gone");
  expect(page.troubles.every((it) => /ERR_|chunked/i.test(it)), () => page.troubles.join("\n"));
  await page.context().close();
});

scenario("an answer is seen as it will arrive, and the way it was sent last stays on the button", async () => {
  const page = await signedIn();
  await written(page, { subject: "Vista previa" });
  await page.fill("#reply-text", "**Sí**, hay:\n\n- azul\n- verde");
  await page.locator("[data-composer=reply] [name=preview]").click();
  await page.waitForSelector("dialog [data-preview-shown] strong:has-text('Sí')");
  await looked(page, "preview");
  await page.locator("dialog .dialog__acts button").click();
  expect((await page.inputValue("#reply-text")).startsWith("**Sí**"), "the words are gone");
  await page.locator(".split summary").click();
  await page.locator(".split [name=then][value=keep_open]").click();
  await page.waitForSelector('.message[data-kind=out]:has-text("hay")');
  await until(async () => (await subject("Vista previa")).status === "open", "it is not open");
  await page.reload();
  const button = () => page.locator(".split > .button--primary").getAttribute("value");
  expect((await button()) === "keep_open", "the last way is forgotten");
  await page.locator(".split summary").click();
  await page.locator(".split .menu__item[name=then]").first().click();
  sound(page);
  await page.context().close();
});

scenario("files that are pasted and dropped show how far they are, and leave with the answer", async () => {
  const it = await lobby();
  const page = await signedIn();
  await written(page, { subject: "Con archivos" });
  let free;
  const held = new Promise((go) => { free = go; });
  await page.route("**/files", async (route) => { await held; await route.continue(); });
  const bring = (place, event, name) =>
    page.evaluate(([place, event, name]) => {
      const data = new DataTransfer();
      data.items.add(new File(["plano de la casa"], name, { type: "text/plain" }));
      const how = { bubbles: true, cancelable: true };
      const it = event === "paste" ? new ClipboardEvent(event, { ...how, clipboardData: data }) : new DragEvent(event, { ...how, dataTransfer: data });
      document.querySelector(place).dispatchEvent(it);
    }, [place, event, name]);
  await bring("#reply-text", "paste", "pegado.txt");
  await bring("#reply-text", "drop", "soltado.txt");
  const chips = page.locator("[data-composer=reply] .upload");
  await until(async () => (await chips.locator("progress").count()) === 2, "nothing says how far they are");
  await looked(page, "uploads");
  free();
  await until(async () => (await chips.locator("input[name=file]").count()) === 2, "they do not hang on the draft");
  await page.fill("#reply-text", "Aquí van los planos.");
  await page.keyboard.press("Control+Enter");
  const sent = () => it.ask("sent").then(({ mails }) => mails.find((mail) => mail.text.includes("Aquí van los planos.")));
  const mail = await until(sent, "it never left", 40);
  expect(mail.raw.includes("pegado.txt") && mail.raw.includes("soltado.txt"), () => mail.raw.slice(0, 3000));
  sound(page);
  await page.context().close();
});

scenario("a conversation is put back to unread by a key, and stays so", async () => {
  const page = await signedIn();
  await written(page, { subject: "Para después" });
  const row = page.locator("#rows .row", { hasText: "Para después" });
  await until(async () => (await row.getAttribute("data-unread")) === null, "it is not read");
  await page.locator(".thread-head").click({ position: { x: 5, y: 5 } });
  const said = page.waitForResponse((it) => it.url().includes("/unread"));
  await page.keyboard.press("Shift+U");
  await said;
  await page.waitForLoadState();
  await until(async () => {
    // The page that the key leads to may still be on its way.
    await page.goto("/list/all").catch(() => {});
    return (await row.getAttribute("data-unread")) !== null;
  }, "it is read");
  sound(page);
  await page.context().close();
});

scenario("a new conversation keeps its files while something ready is chosen, with and without scripts", async () => {
  const it = await lobby();
  await it.api("POST", "/macros", { name: "Oferta", acts: [{ reply: "Nuestra oferta." }, { priority: "high" }] });
  for (const javascript of [false, true]) {
    const page = await signedIn({ javascript });
    await page.goto("/new");
    await page.fill("[name=to]", `nora${javascript}@example.com`);
    await page.fill("[name=subject]", `Oferta ${javascript}`);
    await page.setInputFiles("#new [type=file]", { name: "oferta.txt", mimeType: "text/plain", buffer: Buffer.from("diez lámparas") });
    await page.locator("#new summary", { hasText: /Acciones rápidas|Quick actions/ }).click();
    await page.locator("#new [value^='macro:']").click();
    await until(async () => (await page.inputValue("#new [name=text]")) === "Nuestra oferta.", "its text is not there");
    if (!javascript) {
      expect(await page.locator("#carried input:checked").count(), "the file is lost");
      expect(await page.locator("#carried", { hasText: "oferta.txt" }).count(), "it is not named");
    }
    await page.locator("#new [name=do][value=send]").click();
    await page.waitForURL("**/c/*");
    expect(await page.locator(".message", { hasText: "oferta.txt" }).count(), "it did not leave");
    sound(page);
    await page.context().close();
  }
});

scenario("Enter in a field of a new conversation neither sends it nor chooses anything", async () => {
  const page = await signedIn();
  await page.goto("/new");
  await page.fill("[name=to]", "nora@example.com");
  await page.fill("#new [name=text]", "Todavía no.");
  await page.locator("[name=to]").press("Enter");
  await page.waitForTimeout(400);
  expect(new URL(page.url()).pathname === "/new", `it went to ${page.url()}`);
  expect((await page.inputValue("#new [name=text]")) === "Todavía no.", "something was chosen");
  sound(page);
  await page.context().close();
});

scenario("a voice note is recorded and hangs on the answer", async () => {
  const page = await signedIn();
  await written(page, { subject: "De viva voz" });
  // No machine of ours has a microphone: a tone takes its place.
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const sound = new AudioContext();
      const out = sound.createMediaStreamDestination();
      sound.createOscillator().connect(out);
      return out.stream;
    };
  });
  await page.locator("[data-voice]").click();
  await page.waitForSelector(".voice__time:has-text('0:01')");
  await looked(page, "voice-note");
  await page.locator(".voice .button--primary").click();
  await page.waitForSelector(".composer__files .upload input[name=file]", { state: "attached" });
  sound(page);
  await page.context().close();
});
