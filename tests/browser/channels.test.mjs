// The pages of channels as calls come in, and what is done when an answer does not arrive.

import { graph, says } from "./graph.mjs";
import { expect, logIn, looked, openChat, sayInChat, scenario, site, stand, until, visitor } from "./support.mjs";

const LUZ = { from: "573004445566", name: "Luz Díaz" };

let ready;
const desk = () => (ready ??= begin());

async function begin() {
  const desk = await stand();
  const meta = await graph();
  const whatsapp = await desk.api("POST", "/channels", { kind: "whatsapp", name: "WhatsApp", settings: meta.settings });
  const agent = await visitor(desk.url);
  await logIn(agent, desk);
  return { desk, meta, agent, whatsapp };
}

const quiet = (page) => expect(!page.troubles.length, () => page.troubles.join("\n"));

scenario("the first call turns its tick green without a reload, and a wrong signature is seen as it comes", async () => {
  const { agent, whatsapp } = await desk();
  await agent.goto(`/settings/channels/${whatsapp.id}`);
  const first = agent.locator("#calls .health[data-state]").first();
  expect((await first.getAttribute("data-state")) === "wait", "it waits for nothing");
  await agent.evaluate(() => (window.same = true));
  await looked(agent, "channel-no-calls");
  // What Meta must be told is there to copy.
  expect((await agent.locator("#calls .copy input").first().inputValue()) === whatsapp.webhook_url, "another address");
  expect(await agent.locator("#calls .copy input").nth(1).inputValue(), "no word to verify");
  // The machine's own clipboard answers no test for sure: what is handed to it counts.
  await agent.evaluate(() => (navigator.clipboard.writeText = async (text) => void (window.copied = text)));
  await agent.locator("#calls [data-copy]").first().click();
  expect((await agent.evaluate(() => window.copied)) === whatsapp.webhook_url, "another text was copied");
  expect((await says(whatsapp.webhook_url, { ...LUZ, text: "hola", secret: "wrong" })) === 401, "a wrong signature was taken");
  await agent.waitForSelector("#calls .box + .box .health[data-state=bad]");
  expect((await first.getAttribute("data-state")) === "wait", "a refused call counts as the first");
  expect((await says(whatsapp.webhook_url, { ...LUZ, text: "¿Abren hoy?" })) === 200, "the call was refused");
  await agent.waitForSelector("#calls .box:first-of-type .health[data-state=ok]");
  await agent.waitForSelector("#calls .box + .box .health[data-state=ok]");
  expect(await agent.evaluate(() => window.same), "the page was loaded again");
  await looked(agent, "channel-one-call");
  for (let n = 0; n < 130; n += 1) expect((await says(whatsapp.webhook_url, { ...LUZ, text: `mensaje ${n}` })) === 200, "refused");
  await agent.goto(`/settings/channels/${whatsapp.id}`);
  await looked(agent, "channel-many-calls");
  await agent.click("#calls a[href$='/calls']");
  expect((await agent.locator(".box__row").count()) === 100, "not a page of a hundred");
  await agent.click("a[rel=next]");
  await until(async () => (await agent.locator(".box__row").count()) === 32, "the rest is not there");
  await looked(agent, "channel-all-calls");
  await agent.locator(".box__row form button").first().click();
  await agent.waitForSelector(".banner[data-tone=ok]");
  quiet(agent);
});

scenario("the chat's page says at once that a site has loaded it, and that a stranger's tried to", async () => {
  const { desk: lobby, agent } = await desk();
  let script = "";
  const origin = await site(() => script);
  const stranger = await site(() => script);
  const chat = await lobby.api("POST", "/channels", { kind: "webchat", name: "Chat", settings: { allowed_origins: origin, colour: "#ffee00" } });
  script = `<script async src="${lobby.url}/w/${chat.key}.js"></script>`;
  await agent.goto("/settings/channels");
  const row = agent.locator(".box__row", { has: agent.locator(`a[href$="${chat.id}"]`) });
  expect((await row.locator(".health").getAttribute("data-state")) === "ok", "it is being tried");
  await agent.goto(`/settings/channels/${chat.id}`);
  await agent.waitForSelector("#install .health[data-state=wait]");
  await looked(agent, "chat-channel-waiting");
  const page = await visitor(stranger);
  await page.goto("/");
  await agent.waitForSelector("#install .health[data-state=bad]");
  await page.goto(origin);
  await agent.waitForSelector("#install .health[data-state=ok]");
  const frame = await openChat(page);
  await sayInChat(frame, "¿Tienen la 39?");
  await agent.waitForSelector("#health :text('Último mensaje')");
  await looked(agent, "chat-channel");
  // The colour is too light for white text: it was made darker.
  const ratio = await frame.evaluate(() => {
    const [r, g, b] = getComputedStyle(document.querySelector(".send")).backgroundColor.match(/\d+/g).map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
  });
  expect(ratio >= 4.5, `contrast ${ratio}`);
  quiet(agent);
});

scenario("what did not arrive by one channel goes by another, with its text and files", async () => {
  const { desk: lobby, meta, agent, whatsapp } = await desk();
  const mail = "eva@cliente.example";
  await lobby.ask("deliver", { from: mail, name: "Eva Mora", subject: "Pedido", text: "¿Ya salió?" });
  const found = await until(async () => (await lobby.api("GET", "/conversations")).data.find((it) => it.subject === "Pedido"), "the mail never came", 30);
  expect((await says(whatsapp.webhook_url, { from: "573007778899", name: "Eva Mora", text: "Hola, soy Eva" })) === 200, "refused");
  const other = await until(async () => (await lobby.api("GET", "/conversations")).data.find((it) => it.number !== found.number && it.excerpt?.includes("soy Eva")), "no second case");
  await lobby.api("POST", `/contacts/${found.contact.id}/merge`, { other_id: other.contact.id });
  meta.refuse = { code: 131026, message: "Message undeliverable" };
  await agent.goto(`/c/${other.number}`);
  await agent.waitForSelector("#reply-text");
  await agent.locator("form[data-composer=reply] input[type=file]").setInputFiles({ name: "guía.txt", mimeType: "text/plain", buffer: Buffer.from("guía 77") });
  await agent.waitForSelector(".upload input[name=file]", { state: "attached" });
  await agent.fill("#reply-text", "Salió ayer, va la guía.");
  await agent.press("#reply-text", "Control+Enter");
  await agent.waitForSelector(".message[data-state=failed] .trouble", { timeout: 20_000 });
  await looked(agent, "failed-delivery");
  await agent.locator(".trouble button", { hasText: /correo/i }).click();
  await agent.waitForSelector(".message[data-kind=out] >> nth=1");
  const sent = await until(async () => (await lobby.ask("sent")).mails.find((it) => it.text.includes("va la guía")), "no mail left", 30);
  expect(sent.raw.includes(Buffer.from("guía 77").toString("base64").slice(0, 8)) && String(sent.to).includes(mail), "without its file");
  await agent.waitForFunction(() => !document.querySelector(".trouble"));
  quiet(agent);
});

scenario("an answer that is not taken says why, and its text stays", async () => {
  const { desk: lobby, agent } = await desk();
  await lobby.ask("deliver", { from: "nora@cliente.example", name: "Nora", subject: "Factura", text: "¿Me la envían?" });
  const found = await until(async () => (await lobby.api("GET", "/conversations")).data.find((it) => it.subject === "Factura"), "the mail never came", 30);
  await agent.goto(`/c/${found.number}`);
  await agent.locator(".composer__to summary").click();
  await agent.fill("form[data-composer=reply] input[name=to]", "nobody");
  await agent.fill("#reply-text", "Con gusto.");
  await agent.press("#reply-text", "Control+Enter");
  await agent.waitForSelector("[data-why]");
  expect((await agent.inputValue("#reply-text")) === "Con gusto.", "the text is gone");
  await agent.reload();
  expect((await agent.inputValue("#reply-text")) === "Con gusto.", "the draft is gone");
  const plain = await visitor(lobby.url, { javascript: false });
  await logIn(plain, lobby);
  await plain.goto(`/c/${found.number}`);
  await plain.fill("#reply-text", "Con gusto, Nora.");
  await plain.locator("form[data-composer=reply] .button--primary").first().click();
  await plain.waitForSelector("[data-refused] .field__error");
  await plain.click("main .button--primary");
  expect((await plain.inputValue("#reply-text")) === "Con gusto, Nora.", "the draft is gone without scripts");
});

scenario("one writes first by whatever channel can begin", async () => {
  const { desk: lobby, meta, agent, whatsapp } = await desk();
  expect((await says(whatsapp.webhook_url, { from: "573009990011", name: "Pía Gómez", text: "gracias" })) === 200, "refused");
  const found = await until(async () => (await lobby.api("GET", "/conversations")).data.find((it) => it.contact.name === "Pía Gómez"), "no case");
  await agent.goto("/new");
  await looked(agent, "new");
  const labels = await agent.locator("#new-channel option").allTextContents();
  expect(labels.some((it) => it.includes("WhatsApp")) && labels.some((it) => /correo/i.test(it)), labels.join());
  await agent.selectOption("#new-channel", { label: labels.find((it) => it.includes("WhatsApp")) });
  expect(!(await agent.locator("[name=subject]").isVisible()), "a talk has a subject");
  await agent.fill("[name=to]", "300 999 0011");
  await agent.fill("[name=text]", "Pía, ya llegó su pedido.");
  const before = meta.sent.length;
  await agent.click("main form .button--primary");
  await agent.waitForURL(`**/c/${found.number}*`);
  await until(() => meta.sent.length === before + 1, "nothing left");
  // Who never wrote there takes no free text, and the form says so with what was typed.
  await agent.goto("/new");
  await agent.selectOption("#new-channel", { label: labels.find((it) => it.includes("WhatsApp")) });
  await agent.fill("[name=to]", "+57 301 000 0000");
  await agent.fill("[name=text]", "Hola");
  await agent.click("main form .button--primary");
  await agent.waitForSelector(".field__error");
  expect((await agent.inputValue("[name=text]")) === "Hola", "what was typed is gone");
  await looked(agent, "new-refused");
  // Of somebody known: the ways that are open now, and why not the others.
  await agent.goto(`/new?contact=${found.contact.id}`);
  expect(await agent.locator("#new-channel option[disabled]").count(), "every way is open");
  await looked(agent, "new-known");
  quiet({ troubles: agent.troubles.filter((it) => !it.includes("422")) });
});

scenario("an approved message begins a talk with who never wrote, with and without scripts", async () => {
  const { desk: lobby, meta, whatsapp } = await desk();
  await until(async () => (await lobby.api("GET", `/channels/${whatsapp.id}/templates`)).data.length, "no approved message");
  for (const javascript of [true, false]) {
    const agent = await visitor(lobby.url, { javascript });
    await logIn(agent, lobby);
    const sent = meta.sent.length;
    const next = async (button) => {
      await Promise.all([agent.waitForNavigation(), agent.locator(`#new ${button}`).first().click()]);
    };
    await agent.goto("/new");
    await agent.selectOption("#new-channel", whatsapp.id);
    await agent.fill("#new [name=to]", javascript ? "+57 300 777 0001" : "+57 300 777 0002");
    await agent.fill("#new [name=name]", "Rosa Paz");
    await agent.fill("#new textarea[name=text]", "Ya llegó su pedido.");
    await next("[name=do][value=send]");
    expect((await agent.locator("#new .picker__text").count()) > 0, "nothing to choose from");
    if (javascript) await looked(agent, "new-by-text");
    await next("[name=pick]");
    expect((await agent.inputValue("#new [name=b0]")) === "Rosa Paz", "the name is not filled in");
    expect((await agent.inputValue("#new [name=to]")).includes("777"), "the number is gone");
    await agent.fill("#new [name=b0]", "Rosa");
    if (javascript) {
      expect((await agent.textContent("[data-shown=b0]")) === "Rosa", "it is not shown as it is filled in");
      await looked(agent, "new-by-text-chosen");
    }
    await next("[name=do][value=template]");
    expect(/\/c\/\d+/.test(agent.url()), () => `on ${agent.url()}`);
    await until(() => meta.sent.length === sent + 1, "nothing was sent");
    const left = meta.sent.at(-1);
    expect(left.type === "template" && left.to.startsWith("573007770"), () => JSON.stringify(left));
    expect(left.template.components[0].parameters[0].text === "Rosa", () => JSON.stringify(left.template));
    // That only an approved message goes is an answer of 422 with words, no trouble of the page.
    const troubles = agent.troubles.filter((it) => !it.includes("422"));
    expect(!troubles.length, () => troubles.join("\n"));
    await agent.context().close();
  }
});

scenario("one approved message goes to those that are ticked; who does not get it is named before", async () => {
  const { desk: lobby, meta, whatsapp, agent } = await desk();
  // What was refused before was meant to be.
  agent.troubles.length = 0;
  for (const [from, name] of [["573004440001", "Ana Sol"], ["573004440002", ""]])
    expect((await says(whatsapp.webhook_url, { from, name, text: "¿Abren hoy?" })) === 200, "refused");
  await agent.goto("/list/all?sort=newest");
  for (const at of [0, 1]) await agent.locator("#rows .row__pick input").nth(at).check({ force: true });
  const sent = meta.sent.length;
  await agent.locator("#bulk details.menu summary").last().click();
  await Promise.all([agent.waitForURL("**/bulk"), agent.click("#bulk [name=do][value=text]")]);
  await looked(agent, "bulk-text");
  const next = (button) => Promise.all([agent.waitForNavigation(), agent.locator(`#bulk-text ${button}`).first().click()]);
  await next("[name=pick]");
  expect((await agent.inputValue("#bulk-text [name=b0]")) === "{{name}}", "no place for the name");
  const gets = await agent.textContent("#content");
  expect(gets.includes("Lo recibe una persona"), () => `who has no name is not left out: ${gets}`);
  await looked(agent, "bulk-text-chosen");
  await next("[name=do][value=send]");
  await until(() => meta.sent.length === sent + 1, "nothing was sent");
  expect(meta.sent.at(-1).template.components[0].parameters[0].text === "Ana Sol", () => JSON.stringify(meta.sent.at(-1)));
  await agent.waitForSelector("text=Un mensaje aprobado va en camino.");
  expect((await agent.textContent("#content")).includes("No se sabe su nombre"), "nobody says who did not get it");
  await looked(agent, "bulk-text-done");
  quiet(agent);
});
