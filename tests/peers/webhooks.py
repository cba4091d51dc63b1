"""Webhooks: programs of the owner's, verified by the standard's own library, hear of all that happens while they fail, stall,
hang up and are away, and while Lobby is killed."""

import random
import time

from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from support.ports import until
from support.receiver import HANG_UP, Receiver
from support.runner import must_fail, scenario
from telegram_bot import Stand

SAID = "¿Alguien me puede ayudar con el pedido 4417?"


def made(api, receiver, **about):
    it = api.post("/webhooks", {"name": about.pop("name", "Tienda"), "url": receiver.url, **about})
    assert it["secret"].startswith("whsec_") and not api.get(f"/webhooks/{it['id']}")["secret"], "its secret is told twice"
    return it


def feed(api, *nouns):
    """What the log says of these nouns, as (seq, type)."""
    out, after = [], "0"
    while True:
        page = api.get(f"/events?after={after}&limit=100")
        if not page["data"]:
            return out
        out += [(it["seq"], it["type"]) for it in page["data"] if it["type"].split(".")[0] in nouns]
        after = page["next_cursor"]


def heard(receiver, since=0):
    """What a program took, once each by its id."""
    told = {it.id: it.body for it in receiver.taken}
    events = [it["data"]["event"] for it in told.values() if "event" in it["data"]]
    return sorted((it["seq"], it["type"]) for it in events if it["seq"] > since)


def all_is_heard(meant, receiver, since=0):
    found = heard(receiver, since)
    assert found == meant, f"not told: {[it for it in meant if it not in found]}; of nothing: {[it for it in found if it not in meant]}"


def genuine(secret, post, raw=None):
    try:
        Webhook(secret).verify(raw or post.raw, post.headers)
    except WebhookVerificationError as err:
        raise AssertionError(str(err)) from err


@scenario
def a_program_that_fails_hears_of_all_over_kills(run):
    receiver, slow = Receiver(), Receiver()
    slow.pause = 3
    try:
        with Stand(run, "") as it:
            hook = made(it.api, receiver, events=["message.*", "conversation.*", "contact.*"])
            other = made(it.api, slow, name="Lento", events=["message.received"])
            since = max(seq for seq, _ in feed(it.api, "webhook"))
            receiver.say(500, (302, {"Location": "http://127.0.0.1:9/"}))
            # Each in a row is followed by a longer rest: 5 s, 30 s.
            trouble = [[503], [HANG_UP], []]
            dice, luz = random.Random(run.options.seed), it.bot.customer()
            for n in range(12):
                luz.says(f"{SAID} ({n})")
                it.wait_for(n + 1)
                if n % 4 == 3:
                    receiver.say(*trouble[n // 4])
                    time.sleep(dice.random())
                    it.again()
            it.answer("Ya lo reviso.")
            meant = lambda: [row for row in feed(it.api, "message", "conversation", "contact") if row[0] > since]
            until(lambda: heard(receiver) == meant(), 120, lambda: all_is_heard(meant(), receiver))
            assert len(meant()) >= 12 + 4, meant()
            must_fail(all_is_heard, meant()[1:], receiver)
            for post in receiver.posts:
                genuine(hook["secret"], post)
            must_fail(genuine, hook["secret"], receiver.posts[0], receiver.posts[0].raw + b" ")
            must_fail(genuine, other["secret"], receiver.posts[0])
            # A repeat has the name it had, so that it has effect once.
            assert len({post.id for post in receiver.posts}) == len(meant()), "a repeat has a name of its own"
            words = [post.body["data"]["event"]["message"]["text"] for post in receiver.taken if post.body["type"] == "message.received"]
            assert any("4417" in it for it in words), words
            until(lambda: len(heard(slow)) == 12, 90, lambda: f"the slow one was told {len(heard(slow))}")
            log = it.api.get(f"/webhooks/{hook['id']}/deliveries?limit=100")["data"]
            assert {row["state"] for row in log} == {"taken"} and max(row["tries"] for row in log) > 1, log
            assert it.api.get(f"/webhooks/{other['id']}")["reached_at"]
    finally:
        receiver.stop()
        slow.stop()


@scenario
def ids_alone_a_pause_a_test_and_another_secret(run):
    receiver = Receiver()
    try:
        with Stand(run, "") as it:
            hook = made(it.api, receiver, slim=True)
            at = f"/webhooks/{hook['id']}"
            luz = it.bot.customer()
            luz.says(SAID)
            it.wait_for(1)
            until(lambda: any(post.body["type"] == "message.received" for post in receiver.taken), 30, "it hears of nothing")

            def says_nothing_of_a_customer():
                assert not any("4417" in post.raw.decode() or "Luz" in post.raw.decode() for post in receiver.posts), "what a customer wrote left"

            says_nothing_of_a_customer()
            it.api.patch(at, {"paused": True})
            before = len(receiver.posts)
            luz.says("¿Hola?")
            it.wait_for(2)
            time.sleep(1)
            assert len(receiver.posts) == before, "it is told while it is paused"
            assert it.api.ask("POST", f"/api/v1{at}/test", {})[0] == 409
            renewed = it.api.post(f"{at}/secret")["secret"]
            it.api.patch(at, {"paused": False})
            until(lambda: sum(post.body["type"] == "message.received" for post in receiver.taken) == 2, 30, "what happened meanwhile is not told")
            assert it.api.ask("POST", f"/api/v1{at}/test", {})[0] == 204
            until(lambda: receiver.taken[-1].body["type"] == "webhook.tested", 30, lambda: f"{receiver.posts}")
            # Both secrets sign while one is taken over; before, only the one there was.
            newest, first = receiver.taken[-1], receiver.taken[0]
            for secret in (hook["secret"], renewed):
                genuine(secret, newest)
            must_fail(genuine, renewed, first)
            # All of it: the control of what is left out.
            it.api.patch(at, {"slim": False})
            luz.says("Es el 4417")
            until(lambda: any("4417" in post.raw.decode() for post in receiver.taken), 30, "nothing of the customer is told")
            must_fail(says_nothing_of_a_customer)
            # One is sent once more, under its name.
            row = it.api.get(f"{at}/deliveries?limit=1")["data"][0]
            n = len(receiver.taken)
            assert it.api.ask("POST", f"/api/v1{at}/deliveries/{row['seq']}/replay", {})[0] == 204
            until(lambda: len(receiver.taken) > n, 30, "it is not sent again")
            assert receiver.taken[-1].id in {post.id for post in receiver.taken[:-1]}
            it.api.call("DELETE", at)
            n = len(receiver.posts)
            luz.says("Gracias")
            it.wait_for(4)
            time.sleep(1)
            assert len(receiver.posts) == n, "one that is no more is told"
    finally:
        receiver.stop()
