"""The channel for programs of the owner's against the library everybody else uses for its signatures: it signs what comes
in, verifies what goes out, and its receiver fails, hangs up, asks for rest and goes away for good."""

import json
import random
import time
import uuid
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from support.lobby import Lobby, Unreachable
from support.ports import until
from support.receiver import HANG_UP, Receiver
from support.runner import must_fail, scenario


class Stand:
    """A Lobby with a channel for a program, and the program."""

    def __init__(self, run):
        self.run, self.receiver = run, Receiver()
        self.lobby = Lobby(run.folder / "lobby", run.options.binary)

    def __enter__(self):
        self.lobby.set_up().start()
        self.channel = self.lobby.api.post("/channels", {"kind": "api", "name": "App", "settings": {"callback_url": self.receiver.url}})
        self.path = self.channel["webhook_url"][self.channel["webhook_url"].index("/hooks/"):]
        self.hook = Webhook(self.channel["settings"]["secret"])
        return self

    def __exit__(self, failed, *_):
        if failed:
            self.run.say(f"Lobby's log:\n{self.lobby.log()}")
        self.lobby.__exit__()
        self.receiver.stop()

    @property
    def api(self):
        return self.lobby.api

    def call(self, body, at=None, by=None, as_sent=None, signature=None):
        """Posts a call signed by the library; the status."""
        at, raw, name = at or datetime.now(timezone.utc), json.dumps(body), f"msg_{uuid.uuid4().hex}"
        signed = signature or (by or self.hook).sign(name, at, raw)
        headers = {"webhook-id": name, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed}
        return self.api.ask("POST", self.path, (as_sent or raw).encode(), {**headers, "Content-Type": "application/json"})[0]

    def says(self, who, n=1, text="¿Tienen la talla 38?"):
        body = {"id": f"m{who}-{n}", "from": {"external_id": f"u{who}", "name": f"Luz {who}"}, "text": f"{text} ({who}-{n})"}
        assert self.call(body) == 200
        return next(it["number"] for it in self.api.conversations() if it["contact"]["name"] == f"Luz {who}")

    def delivery(self, message):
        return self.api.get(f"/messages/{message}")["delivery"]

    def wait_for(self, message, state, seconds=40):
        return until(lambda: (it := self.delivery(message))["state"] == state and it, seconds, lambda: f"not {state}: {self.delivery(message)}")

    def health(self):
        return self.api.get(f"/channels/{self.channel['id']}")["health"]


@scenario
def a_library_signs_what_comes_in_and_verifies_what_goes_out(run):
    with Stand(run) as it:
        body = {"id": "m1", "from": {"external_id": "u1", "name": "Luz 1"}, "text": "¿Tienen la talla 38?"}
        now, other = datetime.now(timezone.utc), Webhook("whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=")
        assert it.call(body, by=other) == 401, "another's secret"
        for late in (-400, 400):
            assert it.call(body, at=now + timedelta(seconds=late)) == 401, f"{late} s away"
        assert it.call(body, as_sent=json.dumps({**body, "text": "otra cosa"})) == 401, "another body"
        assert it.call(body, signature="v1a,AAAA") == 401 and it.call(body, signature="nonsense") == 401
        assert not it.api.conversations(), "something of these was kept"
        assert it.call(body) == 200
        raw, name = json.dumps({**body, "id": "m2", "text": "¿y la 39?"}), "msg_two"
        both = " ".join([other.sign(name, now, raw), it.hook.sign(name, now, raw)])
        headers = {"webhook-id": name, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": both}
        assert it.api.ask("POST", it.path, raw.encode(), headers)[0] == 200, "one of two signatures is enough"
        number = it.api.conversations()[0]["number"]
        assert [one["text"] for one in it.api.messages(number)] == ["¿Tienen la talla 38?", "¿y la 39?"]

        made = it.api.reply(number, "Sí, la 38 y la 39.")
        it.wait_for(made["id"], "sent")
        (post,) = it.receiver.posts
        told = it.hook.verify(post.raw, post.headers)
        assert told["type"] == "message.created" and told["data"]["id"] == post.id == made["id"], told
        assert told["data"]["text"] == "Sí, la 38 y la 39." and told["data"]["to"] == {"external_id": "u1"}, told
        assert told["data"]["conversation"] == number and told["data"]["position"] == 2, told
        for wrong in ((other, post.raw, post.headers), (it.hook, post.raw + b" ", post.headers), (it.hook, post.raw, {**post.headers, "webhook-id": "x"})):
            must_fail(check_verifies, *wrong)
        late = str(int(time.time()) - 400)
        must_fail(check_verifies, it.hook, post.raw, {**post.headers, "webhook-timestamp": late})
        check_verifies(it.hook, post.raw, post.headers)
        assert it.call({"type": "status", "id": "s1", "about": post.id, "state": "read"}) == 200
        assert it.delivery(made["id"])["state"] == "read"


def check_verifies(hook, raw, headers):
    try:
        hook.verify(raw, headers)
    except WebhookVerificationError as no:
        raise AssertionError(str(no)) from no


@scenario
def a_secret_is_changed_while_both_count(run):
    with Stand(run) as it:
        number, old = it.says(1), it.channel["settings"]["secret"]
        new = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        it.api.patch(f"/channels/{it.channel['id']}", {"settings": {"secret": f"{new} {old}"}})
        said = lambda n: {"id": f"n{n}", "from": {"external_id": "u1"}, "text": f"hola {n}"}
        assert it.call(said(1), by=Webhook(old)) == 200 and it.call(said(2), by=Webhook(new)) == 200
        made = it.api.reply(number, "Buenas tardes.")
        it.wait_for(made["id"], "sent")
        check_verifies(Webhook(new), it.receiver.posts[-1].raw, it.receiver.posts[-1].headers)
        it.api.patch(f"/channels/{it.channel['id']}", {"settings": {"secret": new}})
        assert it.call(said(3), by=Webhook(old)) == 401 and it.call(said(4), by=Webhook(new)) == 200


@scenario
def what_fails_is_tried_again_ever_later_under_its_id(run):
    with Stand(run) as it:
        number = it.says(1)
        it.receiver.say(500, HANG_UP)
        made = it.api.reply(number, "Enseguida lo miro.")
        it.wait_for(made["id"], "sent")
        posts = it.receiver.posts
        assert [one.said for one in posts] == [500, HANG_UP, 200] and {one.id for one in posts} == {made["id"]}, posts
        for one in posts:
            check_verifies(it.hook, one.raw, one.headers)
        assert it.delivery(made["id"])["attempts"] == 3
        waits = [round(after.at - before.at, 1) for before, after in zip(posts, posts[1:])]
        assert waits[0] >= 3.5 and waits[1] >= 7.5, f"5 and 10 s, give or take a fifth: {waits}"
        it.receiver.say((429, {"Retry-After": "7"}))
        first, second = it.api.reply(number, "Ya lo tengo."), it.api.reply(it.says(2), "Y este también.")
        it.wait_for(second["id"], "sent")
        it.wait_for(first["id"], "sent")
        refused, *later = it.receiver.posts[3:]
        assert refused.said == 429 and all(one.at - refused.at >= 6.9 for one in later), "it asked for rest and was posted to"


@scenario
def who_is_gone_is_posted_to_no_more(run):
    """410 and 4xx end it at once; what failed is listed, and tried again when somebody says so."""
    with Stand(run) as it:
        number = it.says(1)
        it.receiver.say(400)
        bad = it.api.reply(number, "Uno.")
        fault = it.wait_for(bad["id"], "failed")
        assert fault["error"]["code"] == "send_message_refused" and fault["attempts"] == 1 and fault["remedy"], fault
        it.receiver.say(410)
        gone = it.api.reply(number, "Dos.")
        fault = it.wait_for(gone["id"], "failed")
        assert fault["error"]["code"] == "send_misconfigured" and "410" in fault["error"]["detail"], fault
        until(lambda: it.health()["state"] == "needs_you", 10, it.health)
        listed = {one["message"] for one in it.api.every("/deliveries", state="failed")}
        assert listed == {bad["id"], gone["id"]}, listed
        assert it.api.get(f"/conversations/{number}")["status"] == "open" and it.api.get(f"/conversations/{number}")["failed"]
        before = len(it.receiver.posts)
        time.sleep(6)
        assert len(it.receiver.posts) == before, "it was tried again by itself"
        for one in (bad, gone):
            it.api.post(f"/deliveries/{it.delivery(one['id'])['id']}/retry")
            it.wait_for(one["id"], "sent")
        assert [one.id for one in it.receiver.taken] == [bad["id"], gone["id"]]
        assert not list(it.api.every("/deliveries", state="failed"))
        until(lambda: it.health()["state"] == "working", 10, it.health)


@scenario
def each_conversation_in_its_order(run):
    with Stand(run) as it:
        numbers, made = {who: it.says(who) for who in range(5)}, defaultdict(list)
        seen = set()

        def choose(post):
            """Of each second answer the first try fails."""
            fails = post.id not in seen and len(seen) % 2 == 1
            seen.add(post.id)
            return 503 if fails else 200

        it.receiver.choose = choose
        for n in range(4):
            for number in numbers.values():
                made[number].append(it.api.reply(number, f"Parte {n}.")["id"])
        waiting = lambda: [one for one in it.api.every("/deliveries") if one["state"] != "sent"]
        until(lambda: not waiting(), 60, lambda: f"not sent: {waiting()}" + "\n".join(f"{p.at:.2f} {p.id[-5:]} {p.said} {p.body['data']['conversation']}-{p.body['data']['position']}" for p in it.receiver.posts))
        check_order(made, it.receiver.taken)
        must_fail(check_order, made, it.receiver.taken[::-1])


def check_order(made, taken):
    arrived = defaultdict(list)
    for post in taken:
        if post.id not in arrived[post.body["data"]["conversation"]]:
            arrived[post.body["data"]["conversation"]].append(post.id)
    assert arrived == made, f"{dict(arrived)} instead of {dict(made)}"
    places = [post.body["data"]["position"] for post in taken if post.body["data"]["conversation"] == next(iter(made))]
    assert places == sorted(places), places


@scenario
def killed_meanwhile_each_arrives_under_its_id(run):
    """At least once, always under the same id: the program drops a second copy."""
    chance = random.Random(f"api {run.seed}")
    with Stand(run) as it:
        numbers = [it.says(who) for who in range(6)]
        it.receiver.pause, made, kills = 0.05, {}, 6
        for n in range(30):
            number, key = chance.choice(numbers), str(uuid.uuid4())
            made[surely(lambda: it.api.reply(number, f"Respuesta {n}.", key))["id"]] = f"Respuesta {n}."
            if n % 5 == 4:
                time.sleep(chance.uniform(0, 0.12))
                it.lobby.kill()
                it.lobby.start()
        for message in made:
            it.wait_for(message, "sent")
        taken = it.receiver.taken
        check_arrived(made, taken)
        twice = [name for name, times in Counter(one.id for one in taken).items() if times > 1]
        run.say(f"{kills} kills: {len(made)} answers, {len(twice)} of them twice; seed {run.seed}")
        assert len(twice) <= 4 * kills, twice
        must_fail(check_arrived, {**made, str(uuid.uuid4()): "nunca"}, taken)


def check_arrived(made, taken):
    said = {one.id: one.body["data"]["text"] for one in taken}
    assert said == made, f"{sorted(set(made) - set(said))} did not arrive, {sorted(set(said) - set(made))} nobody wrote"


def surely(call):
    while True:
        try:
            return call()
        except Unreachable:
            time.sleep(0.05)
