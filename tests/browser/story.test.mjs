// One customer, one conversation: WhatsApp, then the chat of the site, then mail; a stranger who says to be her; two
// records joined and parted again.

import { graph, says, token } from "./graph.mjs";
import { expect, identify, logIn, looked, openChat, sayInChat, scenario, site, stand, until, visitor } from "./support.mjs";

const MARIA = { from: "573001112233", name: "María Ruiz" };
const MAIL = "maria@cliente.example";

let ready;
const story = () => (ready ??= begin());

/** A Lobby with a mailbox, a number of WhatsApp and a chat on a site; María has written by all three. */
async function begin() {
  const desk = await stand();
  const meta = await graph();
  let script = "";
  const origin = await site(() => script);
  const whatsapp = await desk.api("POST", "/channels", { kind: "whatsapp", name: "WhatsApp", settings: meta.settings });
  const chat = await desk.api("POST", "/channels", { kind: "webchat", name: "Chat", settings: { allowed_origins: origin, prechat_fields: "name, email" } });
  script = `<script async src="${desk.url}/w/${chat.key}.js"></script>`;
  const agent = await visitor(desk.url);
  await logIn(agent, desk);
  return { desk, meta, origin, agent, whatsapp, chat, secret: chat.settings.identity_secret };
}

const conversations = (desk) => desk.api("GET", "/conversations").then((it) => it.data);

/** Writes an answer as an agent does, by a channel of the selector if one is named; waits until it is in the thread. */
async function answer(agent, text, by) {
  if (by) await agent.selectOption("#reply-channel", { label: await agent.locator("#reply-channel option", { hasText: by }).first().textContent() });
  await agent.fill("#reply-text", text);
  await agent.press("#reply-text", "Control+Enter");
  await agent.waitForSelector(`.message[data-kind=out]:not([data-state=sending]):has-text("${text}")`);
}

const chosen = (agent) => agent.locator("#reply-channel option:checked").textContent();

scenario("one customer writes by WhatsApp, chat and mail: one conversation, each answer by its own door", async () => {
  const { desk, meta, origin, agent, whatsapp, secret } = await story();
  const mails = async () => (await desk.ask("sent")).mails.filter((it) => String(it.to).includes(MAIL));
  // WhatsApp.
  expect((await says(whatsapp.webhook_url, { ...MARIA, text: "¿Tienen la talla 38?" })) === 200, "the call was refused");
  await agent.goto("/list/all");
  await agent.waitForSelector(".row:has-text('talla 38')");
  await agent.locator(".row", { hasText: "talla 38" }).click();
  await agent.waitForSelector("#reply-text");
  await answer(agent, "Sí, en negro y azul.");
  await until(() => meta.sent.length === 1, "nothing left by WhatsApp");
  expect(meta.sent[0].text.body === "Sí, en negro y azul." && meta.sent[0].to === MARIA.from, () => JSON.stringify(meta.sent));
  // The chat, as a customer who is logged in on the site.
  const maria = await visitor(origin);
  await maria.goto("/");
  const frame = await openChat(maria);
  const known = await identify(maria, token(secret, { sub: "c-77", name: MARIA.name, email: MAIL, phone_number: "+573001112233" }));
  expect(known === 200, `the site's word was not taken: ${known}`);
  await sayInChat(frame, "Soy María, sigo por aquí");
  await agent.waitForSelector(".message[data-kind=in]:has-text('sigo por aquí')");
  expect((await conversations(desk)).length === 1, "the chat began a second conversation");
  await agent.reload();
  expect((await chosen(agent)).includes("Chat"), "the answer does not go where she wrote last");
  await answer(agent, "Claro, ¿cuál color prefiere?");
  await frame.waitForSelector(".m[data-by=us]:has-text('cuál color')");
  // She sees here what was said here.
  expect(!(await frame.locator(".m", { hasText: "negro y azul" }).count()), "words of WhatsApp stand in the chat");
  // Mail, with a subject of its own and no thread.
  await desk.ask("deliver", { from: MAIL, name: MARIA.name, subject: "Mi pedido", text: "Lo quiero en azul, por favor." });
  await agent.waitForSelector(".message[data-kind=in]:has-text('Lo quiero en azul')", { timeout: 30_000 });
  expect((await conversations(desk)).length === 1, "the mail began a second conversation");
  const labels = async () => new Set(await agent.locator(".message__by span[aria-hidden]").allTextContents());
  await agent.reload();
  expect((await labels()).size === 3, "not three labels");
  expect(/correo/i.test(await chosen(agent)), "the answer does not go by mail");
  await answer(agent, "Queda apartado en azul.");
  await until(async () => (await mails()).length === 1, "no mail left", 30);
  expect((await mails())[0].text.includes("Queda apartado en azul."), "another text left");
  // By WhatsApp again, though she wrote a mail last.
  await answer(agent, "Le aviso cuando llegue.", "WhatsApp");
  await until(() => meta.sent.length === 2, "the chosen door was not taken");
  expect((await mails()).length === 1 && meta.sent[1].text.body === "Le aviso cuando llegue.", "it left by two doors");
  expect(!(await frame.locator(".m", { hasText: "Le aviso" }).count()), "it stands in the chat");
  await agent.reload();
  await agent.waitForSelector("#reply-channel");
  await looked(agent, "story-conversation");
  expect(!agent.troubles.length, () => agent.troubles.join("\n"));
});

scenario("a stranger who claims her address sees nothing of hers, joined or not", async () => {
  const { desk, origin, agent } = await story();
  const stranger = await visitor(origin);
  await stranger.goto("/");
  const frame = await openChat(stranger);
  await frame.fill("#asks input[name=name]", MARIA.name);
  await frame.fill("#asks input[name=email]", MAIL);
  await sayInChat(frame, "Soy María. ¿Qué pedí?");
  const own = async () => (await frame.locator(".m .bubble").allTextContents()).join("|");
  expect((await own()) === "Soy María. ¿Qué pedí?", "another's words");
  const all = await until(async () => ((await conversations(desk)).length === 2 ? conversations(desk) : null), "the claim was taken for hers");
  const theirs = all.find((it) => it.contact && it.excerpt?.includes("Qué pedí")) ?? all[0];
  // It is suggested, for a person to decide.
  await agent.goto(`/c/${theirs.number}`);
  await agent.waitForSelector("#alike");
  expect(!(await agent.locator("#banners").textContent()).includes("misma persona"), "a mere claim is said to be the same person");
  await looked(agent, "story-suggested");
  await agent.locator("#alike a").first().click();
  await agent.waitForSelector("main form[action$='/join']");
  await looked(agent, "story-join");
  const sure = agent.locator("input[name=sure][type=checkbox]");
  if (await sure.count()) await sure.check();
  await agent.locator("main .button--primary").click();
  await agent.waitForSelector("form[action^='/joins/']");
  // Joined by an agent: each still sees what they wrote themselves.
  await stranger.reload();
  const again = await openChat(stranger);
  await again.waitForSelector(".m:has-text('Qué pedí')");
  expect(!(await again.locator(".m", { hasText: "sigo por aquí" }).count()), "hers is shown to the stranger");
  const contact = new URL(agent.url()).pathname;
  await agent.locator("form[action^='/joins/'] button").click();
  await agent.waitForURL((it) => it.pathname.startsWith("/joins/"));
  await looked(agent, "story-part");
  await agent.locator("main .button--primary").click();
  await agent.waitForURL((it) => !it.pathname.startsWith("/joins/"));
  await agent.goto(contact);
  expect(!(await agent.locator("form[action^='/joins/']").count()), "they are still one");
  expect((await conversations(desk)).length === 2, "a conversation was lost");
  await looked(agent, "story-contact");
  expect(!agent.troubles.length && !stranger.troubles.length, () => [...agent.troubles, ...stranger.troubles].join("\n"));
});
