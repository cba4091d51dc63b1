"""Providers that are down: one is left alone by the breaker of its own connection while the others go on, and when it is
back all that waited leaves in order, each once. And nobody is pressed harder than they take."""

import time
from collections import Counter, defaultdict

from storm import Stand
from support.ports import until
from support.runner import must_fail, scenario

PEOPLE, EACH = 4, 2
BUSY = 25  # messages a second that Telegram takes by one bot


def write(stand, kind, text="Respuesta {}", people=PEOPLE, each=EACH):
    """Answers to everybody on a channel: {message: (number, turn)}."""
    api, made = stand.lobby.api, {}
    rows = [it for it in api.conversations() if it["channels"][0]["kind"] == kind][:people]
    for turn in range(each):
        for row in rows:
            made[api.reply(row["number"], text.format(turn))["id"]] = (row["number"], turn)
    return made


def states(stand, made):
    return Counter(stand.lobby.api.get(f"/messages/{it}")["delivery"]["state"] for it in made)


def health(stand, kind):
    return next(it["health"] for it in stand.lobby.api.every("/channels") if it["kind"] == kind)


@scenario
def who_is_down_is_left_alone_and_nobody_else(run):
    with Stand(run, "down") as stand:
        whatsapp = stand.tellers[0]
        stand.begin(PEOPLE, int(time.time()) - 600)
        before = len(whatsapp.peer.sent)
        whatsapp.peer.down = 503
        waiting = write(stand, "whatsapp")
        until(lambda: health(stand, "whatsapp")["state"] == "troubled", 30, lambda: health(stand, "whatsapp"))
        others = {kind: write(stand, kind) for kind in ("telegram", "api")}
        until(lambda: all(states(stand, made) == {"sent": len(made)} for made in others.values()), 20,
              lambda: {kind: states(stand, made) for kind, made in others.items()})
        assert health(stand, "telegram")["state"] == health(stand, "api")["state"] == "working"
        time.sleep(8)
        tries = whatsapp.peer.tries
        assert 3 <= tries <= 12, f"{tries} tries of {len(waiting)} messages while it was down"
        assert not set(states(stand, waiting)) - {"queued", "sending", "scheduled"}, states(stand, waiting)
        whatsapp.peer.down = 0
        until(lambda: states(stand, waiting) == {"sent": len(waiting)}, 90, lambda: states(stand, waiting))
        until(lambda: health(stand, "whatsapp")["state"] == "working", 10, lambda: health(stand, "whatsapp"))
        sent = whatsapp.peer.sent[before:]
        check_left(waiting, sent)
        must_fail(check_left, waiting, [*sent, sent[0]])
        must_fail(check_left, waiting, sent[::-1])
        run.say(f"{len(waiting)} answers, {tries} tries while it was down")


def check_left(made, sent):
    """Each left once, those of one person in their order."""
    assert len(sent) == len(made), f"{len(sent)} left, {len(made)} were written"
    by_person = defaultdict(list)
    for it in sent:
        by_person[it["to"]].append(it["text"]["body"].strip())
    wanted = [f"Respuesta {turn}" for turn in range(EACH)]
    assert all(it == wanted for it in by_person.values()), dict(by_person)


@scenario
def a_provider_that_is_silent_costs_no_more_than_it_must(run):
    """It takes the request and never answers: what may have left waits for a person, all others are never begun."""
    with Stand(run, "silent") as stand:
        telegram = stand.tellers[1]
        stand.begin(12, int(time.time()) - 600)
        before = len(telegram.peer.sent)
        telegram.peer.hangs_up = True
        made = write(stand, "telegram", people=12, each=1)
        until(lambda: states(stand, made)["uncertain"] >= 3, 60, lambda: states(stand, made))
        until(lambda: health(stand, "telegram")["state"] == "troubled", 30, lambda: health(stand, "telegram"))
        telegram.peer.hangs_up = False
        lost = {it for it in made if stand.lobby.api.get(f"/messages/{it}")["delivery"]["state"] == "uncertain"}
        assert len(lost) <= 6, f"{len(lost)} of {len(made)} were spent to find out"
        until(lambda: states(stand, made)["sent"] == len(made) - len(lost), 90, lambda: states(stand, made))
        failed = {it["message"] for it in stand.lobby.api.every("/deliveries", state="uncertain")}
        assert failed == lost, "the list of what needs a person does not show them"
        assert len(telegram.peer.sent) == before + len(made) - len(lost), "something was sent twice"
        for it in lost:
            stand.lobby.api.post(f"/deliveries/{stand.lobby.api.get(f'/messages/{it}')['delivery']['id']}/retry")
        until(lambda: states(stand, made) == {"sent": len(made)}, 60, lambda: states(stand, made))


@scenario
def a_bot_writes_no_faster_than_it_may(run):
    with Stand(run, "pace") as stand:
        telegram = stand.tellers[1]
        stand.begin(60, int(time.time()) - 600)
        before = len(telegram.peer.sent)
        made = write(stand, "telegram", people=60, each=1)
        until(lambda: states(stand, made) == {"sent": 60}, 60, lambda: states(stand, made))
        times = [it["at"] for it in telegram.peer.sent[before:]]
        check_pace(times)
        must_fail(check_pace, [times[0] + n / 100 for n in range(60)])
        run.say(f"60 answers in {times[-1] - times[0]:.1f} s")


def check_pace(times):
    most = max(sum(at <= it < at + 1 for it in times) for at in times)
    assert most <= BUSY + 1, f"{most} in one second"

