"""Telegram with the real binary: called by web hook and asking by itself, everything a customer does, answers, refusals,
and a machine that is switched off in between. A client of somebody else's agrees with our Bot API server."""

import asyncio
import base64
import time

from support.lobby import Lobby
from support.node import Node
from support.ports import free, until
from support.runner import must_fail, scenario
from support.telegram import TOKEN, BotApi

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63f8ffff3f0005fe02fea7d6059b0000000049454e44ae426082")


class Stand:
    """A Lobby with a bot."""

    def __init__(self, run, mode):
        self.run, self.mode, self.bot = run, mode, BotApi()
        self.lobby = Lobby(run.folder / "lobby", run.options.binary)

    def __enter__(self):
        self.lobby.set_up().start()
        self.api = self.lobby.api
        settings = {"bot_token": TOKEN, "api_base": self.bot.base, **({"mode": self.mode} if self.mode else {})}
        self.channel = self.api.post("/channels", {"kind": "telegram", "settings": settings})
        until(lambda: self.health()["state"] == "working", 30, lambda: f"not set up: {self.health()} {self.bot.asked}")
        return self

    def __exit__(self, failed, *_):
        if failed:
            self.run.say(f"Lobby's log:\n{self.lobby.log()}")
        self.lobby.__exit__()
        self.bot.stop()

    def again(self):
        self.lobby.kill()
        self.lobby.start()
        self.api = self.lobby.api

    def health(self):
        return self.api.get(f"/channels/{self.channel['id']}")["health"]

    def messages(self):
        """Those of the only conversation."""
        found = self.api.conversations()
        assert len(found) <= 1, f"{len(found)} conversations"
        self.number = found[0]["number"] if found else None
        return self.api.messages(self.number) if found else []

    def wait_for(self, n, seconds=30):
        until(lambda: len(self.messages()) >= n, seconds, lambda: f"{len(self.messages())} of {n} messages: {self.messages()}")
        return self.messages()

    def answer(self, text, **more):
        before = len(self.bot.sent)
        self.api.reply(self.number, text, **more)
        until(lambda: len(self.bot.sent) > before, 30, lambda: f"nothing was sent: {self.messages()[-1]}")
        until(lambda: self.messages()[-1]["delivery"]["state"] == "sent", 30, lambda: self.messages()[-1])
        return self.bot.sent[-1]


def a_talk(run, mode):
    with Stand(run, mode) as it:
        polled = "getUpdates" in [method for method, _ in it.bot.asked] or it.bot.hook == ""
        assert polled == (mode != "webhook"), it.bot.asked
        name = it.api.get(f"/channels/{it.channel['id']}")["name"]
        assert name == it.bot.me["first_name"], name
        luz = it.bot.customer()
        first = luz.says("¿Tienen la talla 38?")
        it.wait_for(1)
        luz.sends("photo", PNG, caption="como esta")
        luz.sends("voice", b"OggS" + bytes(900))
        seen = it.wait_for(3)
        assert [one["text"] for one in seen] == ["¿Tienen la talla 38?", "como esta", ""], seen
        files = lambda: [file["size"] for one in it.messages() for file in one["attachments"]]
        until(lambda: files() == [len(PNG), 904], 30, lambda: f"files: {files()}")
        luz.edits(first, "¿Tienen la talla 39?")
        until(lambda: it.messages()[0]["text"] == "¿Tienen la talla 39?", 30, "the edit did not come")
        sent = it.answer("Sí, en negro. ¿La aparto?")
        assert (sent["chat"]["id"], sent["text"]) == (luz.user["id"], "Sí, en negro. ¿La aparto?"), sent
        luz.reacts(sent["message_id"], "👍")
        luz.says("sí, por favor", reply_to_message=luz.message(message_id=sent["message_id"], text=sent["text"]))
        it.wait_for(5)
        luz.blocks()
        until(lambda: it.bot.waiting() == 0 or polled, 30, "an update was not taken")
        luz.blocks("member")
        luz.says("aquí estoy de nuevo")
        it.wait_for(6)
        assert TOKEN not in it.lobby.log(10**9), "the token stands in the log"


@scenario
def a_talk_by_web_hook(run):
    a_talk(run, "webhook")


@scenario
def a_talk_by_asking(run):
    """Nobody said how: the machine has no public address, so Lobby asks."""
    a_talk(run, "")


@scenario
def an_album_stands_together_and_a_group_is_let_alone(run):
    with Stand(run, "webhook") as it:
        luz = it.bot.customer()
        luz.says("les mando tres fotos")
        for n in range(3):
            luz.sends("photo", PNG + bytes([n]), media_group_id="77", **({"caption": "la caja"} if n == 0 else {}))
        luz.chat, private = {"id": -100_200, "type": "supergroup", "title": "Barrio"}, luz.chat
        luz.says("hola a todos")
        luz.chat = private
        seen = it.wait_for(4)
        until(lambda: it.bot.waiting() == 0, 30, "an update was not taken")
        assert [one["chat"]["album"] for one in it.messages()] == ["", "77", "77", "77"], seen
        assert seen[1]["text"] == "la caja" and len(it.messages()) == 4
        files = lambda: [file["size"] for one in it.messages() for file in one["attachments"]]
        until(lambda: files() == [len(PNG) + 1] * 3, 30, lambda: f"files: {files()}")
        # Of ours each file is a message of its own, under one answer; what is asked by buttons is answered by a press.
        files = [{"name": f"{n}.txt", "content_type": "text/plain", "base64": base64.b64encode(b"hola %d" % n).decode()} for n in range(2)]
        before = len(it.bot.sent)
        it.api.reply(it.number, "Los dos recibos.", attachments=files)
        until(lambda: len(it.bot.sent) == before + 3, 30, lambda: f"{it.bot.sent[before:]} {it.messages()[-1]}")
        sent = it.answer("¿Les sirve?", buttons=[{"id": "y", "text": "Sí"}, {"id": "n", "text": "No"}], quotes=it.messages()[0]["id"])
        assert str(sent["reply_parameters"]["message_id"]) == seen[0]["chat"]["provider_ids"][0].split(":")[1], sent
        press = luz.presses(sent, "y")
        until(lambda: press in it.bot.answered, 30, "the press was not answered")
        pressed = it.wait_for(7)[-1]
        assert (pressed["text"], pressed["chat"]["pressed"], pressed["chat"]["quotes"]) == ("Sí", "y", it.messages()[-2]["id"]), pressed


@scenario
def from_asking_to_being_called_and_back(run):
    """What is said while it changes is there once, whichever way it came."""
    with Stand(run, "poll") as it:
        luz, said = it.bot.customer(), []

        def says(count):
            for _ in range(count):
                said.append(f"mensaje {len(said)}")
                luz.says(said[-1])

        says(2)
        for mode in ("webhook", "poll", "webhook"):
            says(3)
            it.api.patch(f"/channels/{it.channel['id']}", {"settings": {"mode": mode}})
            says(3)
            it.wait_for(len(said), 60)
            until(lambda: bool(it.bot.hook) == (mode == "webhook") and it.bot.waiting() == 0, 60, lambda: f"{mode}: {it.bot.hook} {it.bot.waiting()}")
            until(lambda: it.health()["state"] == "working", 30, it.health)
        assert [one["text"] for one in it.messages()] == said, [one["text"] for one in it.messages()]


@scenario
def what_is_refused_for_now_goes_later_once(run):
    with Stand(run, "webhook") as it:
        it.bot.customer().says("¿abren hoy?")
        it.wait_for(1)
        it.bot.refuse("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        it.answer("Sí, hasta las seis.")
        time.sleep(1)
        assert [one["text"] for one in it.bot.sent] == ["Sí, hasta las seis."], it.bot.sent
        it.bot.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
        it.api.reply(it.number, "¿Algo más?")
        until(lambda: it.messages()[-1]["delivery"]["state"] == "failed", 30, lambda: it.messages()[-1])


@scenario
def nothing_is_lost_or_doubled_when_lobby_is_killed(run):
    """In both ways an update is told again until it was kept; killed in between, each is there once."""
    for mode in ("webhook", "poll"):
        with Stand(type(run)(run.folder / mode, run.options), mode) as it:
            luz = it.bot.customer()
            texts = [f"mensaje número {n}" for n in range(30)]
            for n, text in enumerate(texts):
                luz.says(text)
                if n % 10 == 5:
                    it.again()
            it.wait_for(len(texts), 90)
            until(lambda: it.bot.waiting() == 0, 60, "an update was not confirmed")
            found = sorted(one["text"] for one in it.messages())
            assert found == sorted(texts), f"{mode}: {len(found)} of {len(texts)}"
            must_fail(lambda: check_once(found + found[:1], texts))


def check_once(found, texts):
    assert sorted(found) == sorted(texts)


@scenario
def a_client_of_somebody_elses_agrees_with_our_bot_api(run):
    """python-telegram-bot asks our server as it asks the real one, and reads its updates."""
    import telegram

    bot_api = BotApi()

    async def asks():
        async with telegram.Bot(TOKEN, base_url=bot_api.base + "/bot", base_file_url=bot_api.base + "/file/bot") as bot:
            assert (await bot.get_me()).username == bot_api.me["username"]
            sent = await bot.send_message(500_100, "hola", reply_markup=telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Sí", callback_data="y")]]))
            assert sent.text == "hola" and bot_api.sent[0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Sí"
            await bot.send_document(500_100, b"bytes of a file", filename="a.txt", caption="mira")
            assert bot_api.sent[1]["document"] == b"bytes of a file", bot_api.sent[1]
            luz = bot_api.customer()
            first = luz.says("hola")
            luz.sends("photo", PNG)
            luz.sends("voice", b"OggS")
            luz.edits(first, "hola!")
            luz.reacts(sent.message_id, "👍")
            luz.presses({**bot_api.sent[0], "text": "hola"}, "y")
            luz.blocks()
            updates = await bot.get_updates(timeout=1, allowed_updates=telegram.Update.ALL_TYPES)
            kinds = ["message", "message", "message", "edited_message", "message_reaction", "callback_query", "my_chat_member"]
            assert [next(kind for kind in set(kinds) if getattr(it, kind)) for it in updates] == kinds, updates
            file = await bot.get_file(updates[1].message.photo[-1].file_id)
            assert bytes(await file.download_as_bytearray()) == PNG
            assert await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0) == ()
            await bot.set_webhook("https://desk.example/x", secret_token="abc")
            try:
                await bot.get_updates(timeout=0)
                raise AssertionError("asked while a web hook is set")
            except telegram.error.Conflict:
                pass

    try:
        asyncio.run(asks())
    finally:
        bot_api.stop()


@scenario
def a_bot_of_somebody_elses_works_with_our_bot_api(run):
    """grammY (1.46.0) asks our server for updates, reads every kind of them, and sends what it is told."""
    bot_api = BotApi()
    try:
        with Node("bot_client.mjs", bot_api.base, TOKEN) as bot:
            assert bot.next() == {"me": bot_api.me["username"]}
            luz = bot_api.customer()
            first = luz.says("¿Abren hoy?")
            heard = bot.next()
            assert (heard["heard"], heard["from"]) == ("¿Abren hoy?", "Luz"), heard
            sent = bot_api.sent[0]
            assert sent["message_id"] == heard["answered"] and sent["text"] == "Recibido: ¿Abren hoy?", sent
            assert [it["text"] for it in sent["reply_markup"]["inline_keyboard"][0]] == ["Sí", "No"], sent
            luz.presses(sent, "y")
            assert bot.next() == {"pressed": "y"}
            assert len(bot_api.answered) == 1, bot_api.answered
            luz.edits(first, "¿Abren mañana?")
            assert bot.next() == {"edited": "¿Abren mañana?"}
            luz.reacts(sent["message_id"], "👍")
            assert bot.next() == {"reaction": ["👍"]}
            luz.sends("photo", PNG)
            path = bot.next()["photo"]
            assert path in [place for place, _ in bot_api.files.values()], path
            chat = luz.chat["id"]
            answered = bot.ask(chat=chat, photo=base64.b64encode(PNG).decode())
            assert "sent" in answered, answered
            assert (bot_api.sent[-1]["photo"], bot_api.sent[-1]["caption"]) == (PNG, "así"), bot_api.sent[-1]
            refused = bot.ask(chat=chat, text="x" * 4_097)["refused"]
            assert refused == [400, "Bad Request: message is too long"], refused
            bot_api.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
            assert bot.ask(chat=chat, text="¿Sigue ahí?")["refused"][0] == 403
    finally:
        bot_api.stop()


@scenario
def lobby_works_with_a_bot_api_of_somebody_elses(run):
    """telegram-test-api (4.2.1) takes Lobby for a bot: what its customer says is heard once, and answers reach them. It
    knows no web hook's secret and gives a message and a press one number, so Lobby asks it, and for messages only."""
    with Node("bot_server.mjs", free(), TOKEN) as server:
        base = server.next()["ready"]
        lobby = Lobby(run.folder / "lobby", run.options.binary).set_up().start()
        try:
            settings = {"bot_token": TOKEN, "api_base": base, "mode": "poll"}
            channel = lobby.api.post("/channels", {"kind": "telegram", "settings": settings})
            state = lambda: lobby.api.get(f"/channels/{channel['id']}")["health"]["state"]
            until(lambda: state() == "working", 30, lobby.log)
            for n, text in enumerate(["¿Tienen la 38?", "¿Y en azul?", "Con caja, por favor: <b>nueva</b>"]):
                server.ask(says=text)
                said = lambda: [it["text"] for it in messages(lobby) if it["kind"] == "inbound"]
                until(lambda: len(said()) == n + 1, 30, lambda: str(messages(lobby)))
                assert said()[n] == text, said()
            number = lobby.api.conversations()[0]["number"]
            buttons = [{"id": "y", "text": "Sí"}, {"id": "n", "text": "No"}]
            lobby.api.reply(number, "Sí, en azul.")
            lobby.api.reply(number, "¿Se la aparto?", buttons=buttons)
            until(lambda: [it["delivery"]["state"] for it in messages(lobby)[-2:]] == ["sent"] * 2, 30, lambda: str(messages(lobby)))
            sent = server.ask()["sent"]
            assert [it["text"] for it in sent] == ["Sí, en azul.", "¿Se la aparto?"], sent
            assert all(int(it["chat_id"]) == 500_100 for it in sent), sent
            row = sent[1]["reply_markup"]["inline_keyboard"]
            assert [it["text"] for line in row for it in line] == ["Sí", "No"], row
        except BaseException:
            run.say(f"Lobby's log:\n{lobby.log()}")
            raise
        finally:
            lobby.stop()


def messages(lobby):
    found = lobby.api.conversations()
    assert len(found) <= 1, found
    return lobby.api.messages(found[0]["number"]) if found else []
