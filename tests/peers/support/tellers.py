"""How providers tell what happened there: each signs as it does and puts the same events into its own words. People are
numbered from 0, their messages from 0; `at` is in seconds."""

import base64
import hashlib
import hmac
import itertools
import json
import time
from urllib.parse import urlsplit

from .graph import ACCOUNT, NUMBER, SECRET, TOKEN, Graph
from .ports import until
from .receiver import Receiver
from .telegram import TOKEN as BOT_TOKEN
from .telegram import BotApi


class Teller:
    """A channel at a Lobby, and the provider that tells it what happened. `kind` and `settings()` connect it."""

    def connect(self, lobby):
        self.channel = lobby.api.post("/channels", {"kind": self.kind, "settings": self.settings()})
        self.path = urlsplit(self.channel["webhook_url"]).path
        self.ready(lobby)
        return self

    def ready(self, lobby):
        pass


class WhatsApp(Teller):
    kind, states = "whatsapp", ("sent", "delivered", "read")

    def __init__(self):
        self.peer = Graph().__enter__()

    def settings(self):
        return {"phone_number_id": NUMBER, "waba_id": ACCOUNT, "access_token": TOKEN, "app_secret": SECRET, "api_base": self.peer.url}

    def sign(self, body):
        return {"X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}

    def name(self, who, n):
        return f"wamid.{who:06}.{n:04}"

    def said(self, who, n, at, text, quotes=None):
        context = {"context": {"from": "573000000000", "id": quotes}} if quotes else {}
        return self._message(who, self.name(who, n), at, type="text", text={"body": text}, **context)

    def placed(self, who, n, at):
        return self._message(who, self.name(who, n), at, type="location", location={"latitude": 4.6 + n / 1000, "longitude": -74.08, "name": "Parque"})

    def edited(self, who, n, at, text, turn):
        new = {"type": "text", "text": {"body": text}}
        return self._message(who, f"{self.name(who, n)}.e{turn}", at, type="edit", edit={"original_message_id": self.name(who, n), "message": new})

    def reacted(self, who, to, at, emoji):
        return self._message(who, f"{to}.r{at}", at, type="reaction", reaction={"message_id": to, "emoji": emoji})

    def withdrawn(self, who, n, at):
        return self._message(who, f"{self.name(who, n)}.w", at, type="revoke", revoke={"original_message_id": self.name(who, n)})

    def moved(self, who, of, at, state):
        return self._call(contacts=[self._contact(who)], statuses=[{"id": of, "status": state, "timestamp": str(at), "recipient_id": self._number(who), "recipient_user_id": f"CO.{700_000 + who}"}])

    def _number(self, who):
        return f"57300{who:07}"

    def _message(self, who, name, at, **more):
        contact = self._contact(who)
        said = {"from": contact["wa_id"], "from_user_id": contact["user_id"], "id": name, "timestamp": str(at), **more}
        return self._call(contacts=[contact], messages=[said])

    def _contact(self, who):
        return {"profile": {"name": person(who)}, "wa_id": self._number(who), "user_id": f"CO.{700_000 + who}"}

    def _call(self, **value):
        about = {"display_phone_number": "576015550101", "phone_number_id": NUMBER}
        value = {"messaging_product": "whatsapp", "metadata": about, **value}
        change = {"field": "messages", "value": value}
        return {"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT, "changes": [change]}]}

    def stop(self):
        self.peer.__exit__()


class Telegram(Teller):
    kind, states = "telegram", ()

    def __init__(self):
        self.peer = BotApi()
        self.numbers = itertools.count(1)

    def settings(self):
        return {"bot_token": BOT_TOKEN, "api_base": self.peer.base, "mode": "webhook"}

    def ready(self, lobby):
        until(lambda: self.peer.hook, 30, "no web hook was set")

    def sign(self, body):
        del body
        return {"X-Telegram-Bot-Api-Secret-Token": self.peer.secret}

    def name(self, who, n):
        return f"{500_000 + who}:{1_000 + n}"

    def said(self, who, n, at, text, quotes=None):
        quoted = {"reply_to_message": {"message_id": int(quotes.split(":")[1]), "date": at, "chat": self._chat(who)}} if quotes else {}
        return self._update(message=self._message(who, n, at, text=text, **quoted))

    def placed(self, who, n, at):
        return self._update(message=self._message(who, n, at, location={"latitude": 4.6 + n / 1000, "longitude": -74.08}))

    def edited(self, who, n, at, text, turn):
        del turn
        return self._update(edited_message=self._message(who, n, at - 1, edit_date=at, text=text))

    def reacted(self, who, to, at, emoji):
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        return self._update(message_reaction={"chat": self._chat(who), "message_id": int(to.split(":")[1]), "user": self._user(who),
                                              "date": at, "old_reaction": [], "new_reaction": new})

    def withdrawn(self, who, n, at):
        """A bot is not told: the last word stands."""
        return self.edited(who, n, at, f"(nada) {who}-{n}", 9)

    def _user(self, who):
        return {"id": 500_000 + who, "is_bot": False, "first_name": person(who), "language_code": "es"}

    def _chat(self, who):
        return {"id": 500_000 + who, "type": "private", "first_name": person(who)}

    def _message(self, who, n, at, **more):
        return {"message_id": 1_000 + n, "from": self._user(who), "chat": self._chat(who), "date": at, **more}

    def _update(self, **what):
        return {"update_id": next(self.numbers), **what}

    def stop(self):
        self.peer.stop()


class Program(Teller):
    """The owner's own program on the API channel, with an address answers are posted to."""

    kind, states = "api", ("delivered", "read")

    def __init__(self):
        self.peer = Receiver()

    def settings(self):
        return {"callback_url": self.peer.url}

    def ready(self, lobby):
        self.secret = self.channel["settings"]["secret"]
        self.key = base64.b64decode(self.secret.removeprefix("whsec_"))

    def sign(self, body):
        at = str(int(time.time()))
        tag = hmac.new(self.key, b"msg_1." + at.encode() + b"." + body, hashlib.sha256).digest()
        return {"webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": "v1," + base64.b64encode(tag).decode()}

    def name(self, who, n):
        return f"m{who}-{n}"

    def said(self, who, n, at, text, quotes=None):
        return {"id": self.name(who, n), **self._from(who, at), "text": text, **({"about": quotes} if quotes else {})}

    def placed(self, who, n, at):
        return {"id": self.name(who, n), **self._from(who, at), "location": {"latitude": 4.6 + n / 1000, "longitude": -74.08, "name": "Parque"}}

    def edited(self, who, n, at, text, turn):
        return {"type": "edit", "id": f"e{who}-{n}-{turn}", "about": self.name(who, n), **self._from(who, at), "text": text}

    def reacted(self, who, to, at, emoji):
        return {"type": "reaction", "id": f"r{to}-{at}", "about": to, **self._from(who, at), "emoji": emoji}

    def withdrawn(self, who, n, at):
        return {"type": "delete", "id": f"w{who}-{n}", "about": self.name(who, n), "sent_at": str(at)}

    def moved(self, who, of, at, state):
        del who
        return {"type": "status", "id": f"s{of}-{state}", "about": of, "state": state, "sent_at": str(at)}

    def _from(self, who, at):
        return {"from": {"external_id": f"u{who}", "name": person(who)}, "sent_at": str(at)}

    def stop(self):
        self.peer.stop()


def person(who):
    first = ("Luz", "Iván", "Noa", "Berta", "Omar", "Rita", "Saúl", "Vera")[who % 8]
    return f"{first} Marín {who}"
