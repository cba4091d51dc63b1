"""One thing done to many conversations while Lobby is killed again and again: each is changed once, and a call that is
repeated after the restart answers with what it began before."""

import json
import random
import time
import uuid
from collections import Counter

from support.desk import Desk, story, wait_until_all_is_there
from support.lobby import Unreachable
from support.ports import until
from support.runner import must_fail, scenario

KILLS = 6


def tagged_once(events, tag, conversations):
    """Every conversation was given the tag, and none twice."""
    said = Counter(str(it["conversation"]) for it in events if it["type"] == "conversation.tagged" and tag in str(it))
    assert set(said) == {str(it) for it in conversations}, (len(said), len(conversations))
    assert set(said.values()) == {1}, said.most_common(3)


def all_events(api):
    after, out = 0, []
    while True:
        page = api.get("/events", after=after, limit=100)
        if not page["data"]:
            return out
        out += page["data"]
        after = page["next_cursor"]


@scenario
def many_are_changed_once_whatever_is_killed(run):
    corpus, chance = story(run), random.Random(run.options.seed)
    with Desk(run) as desk:
        mails = [corpus.new(trap="") for _ in range(200)]
        desk.deliver(mails)
        wait_until_all_is_there(desk, mails, 120)
        api = desk.api
        everything = list(api.every("/conversations"))
        numbers = [it["number"] for it in everything]
        tag = api.post("/tags", {"name": "muchos"})["id"]
        key = {"Idempotency-Key": str(uuid.uuid4())}
        body = {"numbers": numbers, "action": {"tag": tag}}
        ask = lambda: replayed(desk.api.ask("POST", "/api/v1/conversations/bulk", body, key))
        first, again = ask()
        assert not again
        for _ in range(KILLS):
            time.sleep(chance.uniform(0, 0.03))
            desk.lobby.kill()
            desk.lobby.start()
            known, again = until(lambda: reached(ask), 10, "no answer after the restart")
            assert again and known["id"] == first["id"], (again, known)
        now = lambda: reached(lambda: desk.api.get(f"/conversations/bulk/{first['id']}"))
        until(lambda: (now() or {}).get("state") == "finished", 30, now)
        assert (now()["changed"], now()["failed"]) == (len(numbers), 0), now()
        events = all_events(desk.api)
        tagged_once(events, tag, numbers)
        twice = next(it for it in events if it["type"] == "conversation.tagged")
        must_fail(tagged_once, [*events, twice], tag, numbers)
        must_fail(tagged_once, events, tag, [*numbers, 999999])
        back = desk.api.post(f"/conversations/bulk/{first['id']}/undo")["id"]
        desk.lobby.kill()
        desk.lobby.start()
        end = lambda: reached(lambda: desk.api.get(f"/conversations/bulk/{back}"))
        until(lambda: (end() or {}).get("state") == "finished", 30, end)
        assert end()["changed"] == len(numbers), end()
        assert not desk.api.conversations(tag=tag)


def reached(ask):
    """What was answered; nothing when the line was that of a process that is no more."""
    try:
        return ask()
    except Unreachable:
        return None


def replayed(answer):
    """What a call answered, and whether it says that it was done before."""
    status, headers, raw = answer
    assert status == 202, (status, raw[:300])
    low = {name.lower(): value for name, value in headers.items()}
    return json.loads(raw), low.get("idempotency-replayed") == "true"
