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


def every_channel_answers(lobby):
    """Somebody wrote on each channel; what they are answered leaves, and on WhatsApp it is read."""
    for kind, state in (("email", "sent"), ("whatsapp", "read"), ("telegram", "sent")):
        newest_first = lobby.api.get("/conversations?limit=100")["data"]
        number = next(it["number"] for it in newest_first if [c["kind"] for c in it["channels"]] == [kind] and not it["automatic"])
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
    args = ["demo", "--language", language, "--speed", "10", "--listen", f"127.0.0.1:{lobby.port}"]
    log = open(lobby.folder / "lobby.log", "wb")
    lobby.process = subprocess.Popen([lobby.binary, *args], env=lobby.env, stdout=log, stderr=subprocess.STDOUT)
    ports.until(lambda: re.search(r"password  \w{12}", lobby.log()), 60, lobby.log)
    lobby.wait_ready()
    lobby.token = lobby.new_token("demo", "--acts-as", "agent")
    seen = newest(lobby)
    return ports.until(lambda: newest(lobby) > seen and newest(lobby), 30, lambda: f"nobody new wrote: {lobby.log()}")


def newest(lobby):
    return lobby.api.get("/conversations?limit=1")["data"][0]["number"]
