"""`lobby demo`, as whoever is curious runs it: customers write by mail and chat, answer what they are answered, and it
stops cleanly."""

import re
import subprocess

from support import ports
from support.lobby import Lobby
from support.runner import scenario


@scenario
def customers_write_and_answer(run):
    """New mail comes by itself, an answer is answered in its thread, a second run goes on in the same folder."""
    lobby = Lobby(run.folder, run.options.binary)
    for again in (False, True):
        number = demo_runs(lobby, "es")
        reply = lobby.api.reply(number, "Hola, ya lo miramos.")
        ports.until(lambda: left(lobby, number, reply["id"]), 40, "it did not leave")
        before = theirs(lobby, number)
        ports.until(lambda: theirs(lobby, number) > before, 20, "no answer came")
        if again:
            every_channel_answers(lobby)
        assert lobby.stop() == 0, lobby.log()


@scenario
def every_company_has_customers_on_every_channel(run):
    """Clinic, internet provider and collections, each in another language: somebody new writes on each channel, and who is
    left alone asks again."""
    kinds = {"email", "whatsapp", "telegram", "webchat"}
    desks = {}
    for company, language in (("clinic", "pt-BR"), ("isp", "id"), ("collections", "en")):
        lobby = desks[company] = Lobby(run.folder / company, run.options.binary)
        begins(lobby, language, "--company", company, "--speed", "60")
    for company, lobby in desks.items():
        seen = speaks(lobby)
        ports.until(lambda: written_on(lobby, seen) >= kinds, 40, lambda: f"{company}: {written_on(lobby, seen)}\n{lobby.log()}")
        first = next(it["number"] for it in newest_first(lobby) if it["number"] > seen)
        ports.until(lambda: theirs(lobby, first) > 1, 30, lambda: f"{company}: nobody asked again\n{lobby.log()}")
        assert lobby.stop() == 0, lobby.log()


def newest_first(lobby):
    return lobby.api.get("/conversations?limit=100")["data"]


def written_on(lobby, seen):
    """The channels somebody new wrote by."""
    return {c["kind"] for it in newest_first(lobby) if it["number"] > seen for c in it["channels"]}


def every_channel_answers(lobby):
    """Somebody wrote on each channel; what they are answered leaves, and on WhatsApp and in the chat it is read."""
    for kind, state in (("email", "sent"), ("whatsapp", "read"), ("telegram", "sent"), ("webchat", "read")):
        number = next(it["number"] for it in newest_first(lobby) if [c["kind"] for c in it["channels"]] == [kind] and not it["automatic"])
        reply = lobby.api.reply(number, "Gracias, lo vemos hoy.")
        ports.until(lambda: state_of(lobby, number, reply["id"]) == state, 40, f"it did not leave by {kind}")


def left(lobby, number, message):
    return state_of(lobby, number, message) in ("sent", "delivered", "read")


def state_of(lobby, number, message):
    found = next(it for it in lobby.api.messages(number) if it["id"] == message)
    return found["delivery"]["state"]


def theirs(lobby, number):
    return sum(it["direction"] == "inbound" for it in lobby.api.messages(number))


def demo_runs(lobby, language):
    """Starts it and waits for a customer who wrote just now; the conversation's number."""
    begins(lobby, language, "--speed", "10")
    seen = speaks(lobby)
    return ports.until(lambda: newest(lobby) > seen and newest(lobby), 30, lambda: f"nobody new wrote: {lobby.log()}")


def begins(lobby, language, *more):
    args = ["demo", "--language", language, *more, "--listen", f"127.0.0.1:{lobby.port}"]
    log = open(lobby.folder / "lobby.log", "wb")
    lobby.process = subprocess.Popen([lobby.binary, *args], env=lobby.env, stdout=log, stderr=subprocess.STDOUT)


def speaks(lobby):
    """Waits until it is up, and makes a token; the newest conversation's number."""
    ports.until(lambda: re.search(r"password  \w{12}", lobby.log()), 60, lobby.log)
    lobby.wait_ready()
    lobby.token = lobby.new_token("demo", "--acts-as", "agent")
    return newest(lobby)


def newest(lobby):
    return lobby.api.get("/conversations?limit=1")["data"][0]["number"]
