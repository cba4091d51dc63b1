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
