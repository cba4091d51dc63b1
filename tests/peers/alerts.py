"""Alerts outside Lobby: posted to a program that verifies them and fails at first, and said by a bot in a group."""

from standardwebhooks.webhooks import Webhook
from support.ports import until
from support.receiver import Receiver
from support.runner import must_fail, scenario
from telegram_bot import Stand

SAID = "¿Alguien me puede ayudar con el pedido 4417?"


def outlet(api, **about):
    made = api.post("/outlets", {"name": "Guardia", **about})
    assert "secret" not in api.get(f"/outlets/{made['id']}") or not api.get(f"/outlets/{made['id']}")["secret"], "its secret is told twice"
    return made


def pressed(api, made, act):
    """The status with which an act on an outlet is answered."""
    return api.ask("POST", f"/api/v1/outlets/{made['id']}/{act}", {})[0]


def no_words_of_a_customer(posts):
    assert not any("4417" in post.raw.decode() or "Luz" in post.raw.decode() for post in posts), "what a customer wrote left"


@scenario
def a_figure_too_high_is_posted_once_signed_over_a_kill(run):
    receiver = Receiver()
    try:
        with Stand(run, "") as it:
            made = outlet(it.api, url=receiver.url)
            hook = Webhook(made["secret"])
            it.api.post("/thresholds", {"measure": "people", "above": 0, "outlets": [made["id"]]})
            calls = lambda: it.api.get(f"/outlets/{made['id']}/calls")["data"]
            receiver.say(500)
            luz = it.bot.customer()
            luz.says(SAID)
            it.wait_for(1)
            until(lambda: calls() and calls()[0]["tries"] == 1, 30, lambda: f"it was not tried: {calls()}")
            assert not calls()[0]["taken_at"] and calls()[0]["trouble"] and it.api.get(f"/outlets/{made['id']}")["trouble"], calls()
            it.again()
            luz.says("¿Hola?")
            it.wait_for(2)
            until(lambda: calls()[0]["taken_at"], 120, lambda: f"it was not tried again: {calls()}")
            # Too high still: the kill and another message tell nobody anew.
            assert len(calls()) == 1 and [post.said for post in receiver.posts] == [500, 200], receiver.posts
            first, second = receiver.posts
            assert first.id == second.id, "a repeat has a name of its own"
            told = hook.verify(second.raw, second.headers)
            assert told["type"] == "alert" and told["data"]["kinds"] == [{"kind": "threshold", "count": 1}], told
            assert told["data"]["url"].endswith("/live") and told["data"]["text"], told
            no_words_of_a_customer(receiver.posts)
            must_fail(no_words_of_a_customer, [*receiver.posts, type(second)({}, SAID.encode(), 200, 0)])
            # It falls, and is too high again: that is news.
            it.answer("Ya lo reviso.")
            until(lambda: not it.api.get("/thresholds")["data"][0]["over_since"], 30, "it stays above")
            luz.says("Gracias, ¿y cuándo llega?")
            until(lambda: len(receiver.taken) == 2, 90, lambda: f"{receiver.posts}")
    finally:
        receiver.stop()


@scenario
def a_bot_says_it_in_the_group_that_was_linked(run):
    with Stand(run, "webhook") as it:
        made = outlet(it.api, channel_id=it.channel["id"])
        link = lambda: pressed(it.api, made, "link")
        assert not made["linked"] and link() == 409, "linked without a chat"
        ana = it.bot.customer()
        ana.chat = {"id": -100_300, "type": "supergroup", "title": "Guardia"}
        ana.says("/alerts AAAA2222")
        until(lambda: it.bot.waiting() == 0, 30, "an update was not taken")
        assert link() == 409, "linked by a code that is not its own"
        ana.says(made["code"])
        until(lambda: link() == 200, 30, "the code was not heard")
        assert pressed(it.api, made, "test") == 204
        until(lambda: it.bot.sent, 30, "the bot said nothing")
        assert it.bot.sent[0]["chat"]["id"] == -100_300 and "/live" in it.bot.sent[0]["text"], it.bot.sent
        until(lambda: it.api.get(f"/outlets/{made['id']}")["reached_at"], 10, "it is not known to work")
        assert not it.api.conversations(), "what was said to the bot became a conversation"
