// Every page in every language: whole, in that language, and nothing cut; and in words longer than any language has.

import { readdirSync, readFileSync } from "node:fs";
import { furnished, misfits, walked } from "./pages.mjs";
import { chatOnSite, expect, logIn, oneDesk, openChat, scenario, shot, visitor } from "./support.mjs";

const words = new URL("../../templates/words/", import.meta.url);
/** The keys of all sentences. */
const keys = new Set(
  readdirSync(new URL("en/", words)).flatMap((it) => [...readFileSync(new URL(`en/${it}`, words), "utf8").matchAll(/^([a-z][\w-]*-[\w-]*) =/gm)].map((found) => found[1])),
);

const { lobby: there } = oneDesk(furnished);
const roots = ({ href }) => ["/", "/list/all", href, `${href}/m/0`, `${href}/merge`, `${href}/forward`, "/new", "/log", "/search", "/contacts", "/settings", "/settings/me"];

/** One page a channel, of one route. */
const kinds = ["whatsapp", "telegram", "webchat"].map((it) => `/settings/channels/kinds/${it}`);

/** Words as long again by two fifths, all with accents: Ŕèsölvè. What people wrote stays as it is. */
function lengthened() {
  const accents = new Map([..."aeiouncsyAEIOUNCSY"].map((it, at) => [it, [..."àêïöüñçšýÀÊÏÖÜÑÇŠÝ"][at]]));
  const long = (word) => {
    if (!/^[\p{L}\p{M}'’,.:…?!()“”«»-]+$/u.test(word) || word.includes("@")) return word;
    const letters = word.match(/\p{L}/gu)?.length ?? 0;
    const more = [...word].filter((it) => /\p{L}/u.test(it)).slice(0, Math.ceil(letters * 0.4)).join("").toLowerCase();
    const end = word.search(/[^\p{L}\p{M}]*$/u);
    return [...(word.slice(0, end) + more + word.slice(end))].map((it) => accents.get(it) ?? it).join("");
  };
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (all.nextNode()) nodes.push(all.currentNode);
  for (const it of nodes)
    if (!it.parentElement.closest("script,style,textarea,bdi,[dir=auto],code,pre,svg,time"))
      it.textContent = it.textContent.split(/(\s+)/).map((part) => (/\s/.test(part) ? part : long(part))).join("");
}

for (const [code, word] of [["pt-BR", "Caixa de entrada"], ["id", "Kotak masuk"], ["es", "Bandeja"]])
  scenario(`every page is whole in ${code}`, async () => {
    const it = await there();
    const page = await visitor(it.desk.url);
    await logIn(page, it.desk);
    await page.goto("/settings/me");
    await page.selectOption("[name=language]", code);
    await Promise.all([page.waitForLoadState(), page.locator("main form[action='/settings/me'] button").first().click()]);
    await page.goto("/");
    expect((await page.content()).includes(word), `no "${word}"`);
    const all = [...(await walked(page, roots(it))), ...kinds];
    expect(all.length > 40, () => `only ${all.length} pages: ${all}`);
    const wrong = [];
    page.troubles.length = 0;
    for (const path of all) {
      const answer = await page.goto(path);
      if (answer.status() !== 200) wrong.push(`${path}: ${answer.status()}`);
      const lang = await page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`);
      if (lang !== `${code} ltr`) wrong.push(`${path}: ${lang}`);
      const texts = await page.evaluate(() => document.body.innerText.split(/\s+/));
      wrong.push(...texts.filter((said) => keys.has(said)).map((said) => `${path}: the key ${said}`));
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 844 });
        wrong.push(...(await misfits(page)).map((what) => `${path} at ${width}: ${what}`));
        await shot(page, `${code}${path.replaceAll(/[0-9a-f-]{36}/g, "x").replaceAll(/[^a-z0-9]/gi, "-")}-${width}`);
      }
    }
    wrong.push(...page.troubles);
    await page.goto("/settings/me");
    await page.selectOption("[name=language]", "en");
    await Promise.all([page.waitForLoadState(), page.locator("main form[action='/settings/me'] button").first().click()]);
    expect(!wrong.length, () => wrong.join("\n"));
  });

scenario("words two fifths longer fit on every page of a phone, and pages read from right to left", async () => {
  const it = await there();
  const page = await visitor(it.desk.url, { phone: true });
  await logIn(page, it.desk);
  const all = await walked(page, roots(it));
  const wrong = [];
  for (const path of [...all, ...kinds, "/offline"]) {
    await page.goto(path);
    await page.evaluate(lengthened);
    wrong.push(...(await misfits(page)).map((what) => `${path}: ${what}`));
    await shot(page, `long${path.replaceAll(/[0-9a-f-]{36}/g, "x").replaceAll(/[^a-z0-9]/gi, "-")}`);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    wrong.push(...(await misfits(page)).map((what) => `${path} from right to left: ${what}`));
  }
  expect(!wrong.length, () => wrong.join("\n"));
});

scenario("doors and chat speak what the browser wishes for", async () => {
  const chat = await chatOnSite();
  for (const [locale, code, login, hello] of [
    ["pt-BR", "pt-BR", "Senha", "Olá. Como podemos ajudar?"],
    ["pt-PT", "pt-BR", "Senha", "Olá. Como podemos ajudar?"],
    ["id-ID", "id", "Kata sandi", "Halo. Ada yang bisa kami bantu?"],
  ]) {
    const page = await visitor(chat.desk.url, { locale, phone: true });
    for (const [path, word] of [["/login", login], [chat.page, hello]]) {
      await page.goto(path);
      expect((await page.evaluate(() => document.documentElement.lang)) === code, `${path} ${locale}: not in ${code}`);
      expect((await page.content()).includes(word), `${path} ${locale}: no "${word}"`);
      const wrong = await misfits(page);
      expect(!wrong.length, () => `${path} ${locale}: ${wrong}`);
      await shot(page, `door-${locale}${path.replaceAll(/[^a-z]/g, "-").slice(0, 8)}`);
    }
    await page.context().close();
  }
  // The site's own language counts for the chat on it.
  const page = await visitor(chat.origin, { locale: "pt-BR" });
  await page.goto("/?lang=id");
  const frame = await openChat(page);
  expect((await frame.content()).includes("Halo. Ada yang bisa kami bantu?"), "the chat does not follow its site");
  await page.context().close();
});
