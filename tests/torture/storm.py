"""Everything at once: what every channel tells comes one to five times, in any order, on sixteen lines, and the process is
killed in between. At the end Lobby holds what another one holds that was told it once and in order.

An event is called again, as providers do, until it was answered with success, and never after that but for the copies that
come anyway. About every fifth has no copy: had such a one been answered before it was kept, it would be gone."""

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter

from support.lobby import Lobby, Unreachable
from support.ports import until
from support.runner import must_fail, scenario
from support.tellers import Program, Telegram, WhatsApp, person
from support.visitor import Visitor

LINES = 16
EACH = 40  # events of one person
ANSWERED = 20  # people of a channel who have an answer of ours before the storm
WITHIN = 1_000  # how far events are shuffled
LATER = 0.1  # copies that come when all the rest is over
SLOWEST_ANSWER = 5.0  # seconds after which a provider calls again, with a lot of room for this machine


class Stand:
    """A Lobby with all the channels that are called."""

    def __init__(self, run, name):
        self.run, self.tellers = run, [WhatsApp(), Telegram(), Program()]
        self.lobby = Lobby(run.folder / name, run.options.binary)

    def __enter__(self):
        self.lobby.set_up().start()
        for it in self.tellers:
            it.connect(self.lobby)
        return self

    def __exit__(self, failed, *_):
        if failed:
            self.run.say(f"Lobby's log:\n{self.lobby.log()}")
        self.lobby.__exit__()
        for it in self.tellers:
            it.stop()

    def begin(self, people, at):
        """Everybody says hello, and some are answered; {teller: {who: our message as the provider names it}}."""
        lines = Lines(self.lobby, 4)
        lines.all([(it, it.said(who, 0, at, f"¿Me ayudan con el pedido {who}?")) for it in self.tellers for who in range(people)])
        api, wanted = self.lobby.api, {}
        for row in api.conversations():
            kind, who = row["channels"][0]["kind"], int(row["contact"]["name"].rsplit(" ", 1)[1])
            if who < ANSWERED:
                wanted[kind, who] = (row["number"], api.reply(row["number"], f"Claro, lo miro ahora mismo: {who}")["id"])
        reached = lambda it: it["delivery"]["state"] == "sent" and it["chat"]["provider_ids"]
        ours = {it: {} for it in self.tellers}
        for teller in self.tellers:
            for (kind, who), (_, message) in wanted.items():
                if kind == teller.kind:
                    sent = until(lambda: reached(api.get(f"/messages/{message}")), 60, lambda: api.get(f"/messages/{message}"))
                    ours[teller][who] = sent[0]
        return ours


def told(teller, seed, count, at, ours):
    """The events of a channel in their order, the same at every Lobby but for the names of our messages."""
    chance = random.Random(f"told {seed} {teller.kind}")
    out, clock, said = [], Counter(), Counter()
    people = count // EACH
    for event in range(count):
        who = event % people if event < people else chance.randrange(people)
        clock[who] += 1
        now, last = at + clock[who], said[who]
        kind = chance.choices(("said", "edited", "reacted", "ours", "withdrawn", "placed"), (50, 18, 14, 8, 4, 6))[0]
        if kind == "ours" and who in ours and teller.states and chance.random() < 0.6:
            out.append(teller.moved(who, ours[who], now, chance.choice(teller.states)))
        elif kind == "ours" and who in ours:
            out.append(teller.reacted(who, ours[who], now, chance.choice(("👍", "❤️", ""))))
        elif kind == "edited" and last:
            n = chance.randint(1, last)
            out.append(teller.edited(who, n, now, f"Pedido {who}, duda {n}, mejor dicho {event}", event))
        elif kind == "reacted" and last:
            out.append(teller.reacted(who, teller.name(who, chance.randint(1, last)), now, chance.choice(("👍", "🎉", ""))))
        elif kind == "withdrawn" and last:
            out.append(teller.withdrawn(who, chance.randint(1, last), now))
        else:
            said[who] = last + 1
            if kind == "placed":
                out.append(teller.placed(who, last + 1, now))
            else:
                quotes = teller.name(who, chance.randint(0, last)) if chance.random() < 0.1 else None
                out.append(teller.said(who, last + 1, now, f"Pedido {who}, duda {last + 1}: ¿qué hay de {event}?", quotes))
    return out


def as_a_storm(events, chance):
    """Each one to five times, shuffled; some copies come last of all."""
    posts, late = [], []
    for at, it in enumerate(events):
        for copy in range(chance.randint(1, 5)):
            if copy and chance.random() < LATER:
                late.append(it)
            else:
                posts.append((at + chance.uniform(0, WITHIN), len(posts), it))
    chance.shuffle(late)
    return [it for *_, it in sorted(posts)] + late


class Lines:
    """So many connections of providers, which call until they are answered with success."""

    def __init__(self, lobby, count):
        self.lobby, self.count, self.lock = lobby, count, threading.Lock()
        self.done, self.again, self.slowest, self.troubles, self.statuses = 0, 0, 0.0, [], Counter()

    def all(self, posts):
        """Posts all; each line takes the next one there is."""
        self.posts, self.next = posts, 0
        lines = [threading.Thread(target=self._line, daemon=True) for _ in range(self.count)]
        for it in lines:
            it.start()
        return lines if self.count > 4 else self.wait(lines)

    def wait(self, lines):
        for it in lines:
            it.join(1_800)
        assert not self.troubles, "\n".join(self.troubles[:5])
        assert self.done == len(self.posts), f"{self.done} of {len(self.posts)} calls were taken"

    def _line(self):
        line = None
        while not self.troubles:
            with self.lock:
                if self.next >= len(self.posts):
                    return
                teller, event = self.posts[self.next]
                self.next += 1
            body, began = json.dumps(event).encode(), time.monotonic()
            while not self.troubles:
                line, status = self._post(line, teller, body)
                with self.lock:
                    self.statuses[status] += 1
                    if 200 <= status < 300:
                        self.slowest = max(self.slowest, time.monotonic() - began)
                        self.done += 1
                        break
                    self.again += 1
                    if status not in (0, 503):
                        self.troubles.append(f"{teller.kind}: {status} to {body.decode()[:300]}")
                time.sleep(0.02)
                began = time.monotonic()

    def _post(self, line, teller, body):
        try:
            if line is None:
                line = http.client.HTTPConnection("127.0.0.1", self.lobby.port, timeout=30)
            line.request("POST", teller.path, body, {"Content-Type": "application/json", **teller.sign(body)})
            answer = line.getresponse()
            answer.read()
            return line, answer.status
        except (OSError, http.client.HTTPException):
            if line is not None:
                line.close()
            return None, 0


def killed_meanwhile(lines, threads, kills, chance):
    """Kills and starts again whenever so many calls were taken; how long the slowest start took."""
    lobby, slowest = lines.lobby, 0.0
    for place in sorted(chance.randrange(len(lines.posts)) for _ in range(kills)):
        while lines.done < place and any(it.is_alive() for it in threads):
            time.sleep(0.005)
        lobby.kill()
        lobby.start()
        slowest = max(slowest, lobby.started_in)
    lines.wait(threads)
    return slowest


def state(api):
    """What stands at the end: {(kind, provider's id, or our words): what the message is}, and how talks and people are."""
    messages, talks, names = {}, Counter(), {}
    rows = [(row, api.messages(row["number"])) for row in api.conversations()]
    for row, all_of_it in rows:
        for it in all_of_it:
            names[it["id"]] = it["text"] if it["direction"] == "outbound" else it["chat"]["provider_ids"][0]
    for row, all_of_it in rows:
        kinds = tuple(sorted(it["kind"] for it in row["channels"]))
        talks[kinds, row["contact"]["name"], row["status"], row["messages"], tuple(sorted(names[it["id"]] for it in all_of_it))] += 1
        for it in all_of_it:
            chat, key = it["chat"], (kinds, names[it["id"]])
            assert key not in messages, f"twice: {key}"
            messages[key] = (
                it["text"], it["author"]["name"], it["kind"], chat["content"], chat["place"] and chat["place"]["latitude"],
                tuple((one["text"], one["until"]) for one in chat["versions"]),
                tuple(sorted((one["author"]["name"], one["emoji"]) for one in chat["reactions"] if one["emoji"])),
                chat["withdrawn_at"] is not None, names.get(chat["quotes"]), it["delivery"] and it["delivery"]["state"])
    people = Counter(it["name"] for it in api.every("/contacts"))
    return messages, talks, people


def differences(stormy, calm):
    out = []
    for what, ours, theirs in zip(("message", "talk", "person"), stormy, calm, strict=True):
        for key in [*theirs, *(it for it in ours if it not in theirs)]:
            if ours.get(key) != theirs.get(key):
                out.append(f"{what} {key}:\n    after the storm {ours.get(key)}\n    after the calm  {theirs.get(key)}")
    return out


def check_same(stormy, calm):
    found = differences(stormy, calm)
    assert not found, f"{len(found)} differ:\n" + "\n".join(found[:8])


def settled(api, calm):
    """Waits until what came too early was read again: the last look is the one that is told."""
    last = [None]

    def same():
        last[0] = state(api)
        return not differences(last[0], calm)

    try:
        until(same, 60, "", pause=0.5)
    except AssertionError:
        pass
    return last[0]


@scenario(alone=True)
def a_storm_of_every_channel(run):
    events, kills = run.options.events, max(3, run.options.events // 500)
    at, chance = int(time.time()) - 7_200, random.Random(f"storm {run.seed}")
    people = events // EACH
    with Stand(run, "calm") as stand:
        calm_of = stand.begin(people, at)
        lines = [Lines(stand.lobby, 1) for _ in stand.tellers]
        turns = [threading.Thread(target=one.all, args=([(it, event) for event in told(it, run.seed, events, at, calm_of[it])],))
                 for one, it in zip(lines, stand.tellers, strict=True)]
        for it in turns:
            it.start()
        for it in turns:
            it.join()
        assert all(one.done == events and not one.again for one in lines), [(one.done, one.troubles, one.statuses) for one in lines]
        calm = until(lambda: at_rest(stand.lobby.api), 60, "the calm does not settle", 0.2)
    with Stand(run, "storm") as stand:
        ours = stand.begin(people, at)
        posts = [(it, event) for it in stand.tellers for event in as_a_storm(told(it, run.seed, events, at, ours[it]), chance)]
        mixed = sorted(range(len(posts)), key=lambda n: n % (len(posts) // 3) + chance.uniform(0, 50))
        lines, began = Lines(stand.lobby, LINES), time.monotonic()
        threads = lines.all([posts[n] for n in mixed])
        slowest = killed_meanwhile(lines, threads, kills, chance)
        took = time.monotonic() - began
        stormy = settled(stand.lobby.api, calm)
        run.say(f"3 × {events} events in {len(posts)} calls on {LINES} lines, {kills} kills, {lines.again} calls made again; "
                f"{took:.1f} s, slowest answer {lines.slowest:.2f} s, slowest start {slowest:.2f} s; "
                f"{len(stormy[0])} messages in {sum(stormy[1].values())} talks; seed {run.seed}")
        check_same(stormy, calm)
        assert lines.slowest < SLOWEST_ANSWER, f"an answer took {lines.slowest:.2f} s"
        the_comparison_sees(calm, stand, ours, chance)


def at_rest(api):
    """The state, once two looks at it are the same."""
    one = state(api)
    return one if not differences(state(api), one) else None


def the_comparison_sees(calm, stand, ours, chance):
    """Controls: one message gone, one twice, one word less, a change that never came; and a real one, one event more."""
    messages, talks, people = calm
    key = chance.choice([it for it in messages if messages[it][5]])
    without = {it: what for it, what in messages.items() if it != key}
    must_fail(check_same, (without, talks, people), calm)
    must_fail(check_same, ({**messages, key: (messages[key][0], *messages[key][1:5], (), *messages[key][6:])}, talks, people), calm)
    must_fail(check_same, (messages, talks, people + Counter([person(0)])), calm)
    teller = stand.tellers[0]
    Lines(stand.lobby, 1).all([(teller, teller.edited(1, 1, int(time.time()), "una palabra más", 99_999))])
    must_fail(check_same, state(stand.lobby.api), calm)


@scenario
def a_storm_of_visitors(run):
    """Web chat: visitors write from their own addresses while the process is killed; each of them finds one talk, in order."""
    visitors, each = max(16, run.options.events // 10), 4
    kills, chance = max(3, run.options.events // 500), random.Random(f"visitors {run.seed}")
    lobby = Lobby(run.folder / "lobby", run.options.binary)
    lobby.set_up().configure('trusted_proxies = ["127.0.0.1"]\n')
    with lobby:
        key = lobby.api.post("/channels", {"kind": "webchat", "name": "Chat", "settings": {}})["key"]
        waiting, lock, taken, troubles = list(range(visitors)), threading.Lock(), [0], []

        def line():
            try:
                while True:
                    with lock:
                        if not waiting:
                            return
                        who = waiting.pop()
                        here = random.Random(f"{run.seed} {who}")
                    it = Visitor(lobby, key, person(who), who)
                    for n in range(each):
                        once = str(uuid.UUID(int=here.getrandbits(128), version=4))
                        it.says(once, f"Visita {who}, frase {n}: ¿tienen la talla {n}?", here.randint(1, 3))
                        with lock:
                            taken[0] += 1
            except Exception as trouble:  # noqa: BLE001 - shown below
                troubles.append(repr(trouble))

        threads = [threading.Thread(target=line, daemon=True) for _ in range(LINES)]
        for it in threads:
            it.start()
        for place in sorted(chance.randrange(visitors * each) for _ in range(kills)):
            while taken[0] < place and any(it.is_alive() for it in threads):
                time.sleep(0.005)
            lobby.kill()
            lobby.start()
        for it in threads:
            it.join(600)
        assert not troubles, troubles[:5]
        found = talks_of(lobby.api)
        run.say(f"{visitors} visitors, {visitors * each} messages, {kills} kills; seed {run.seed}")
        wanted = Counter({(person(who), tuple(f"Visita {who}, frase {n}: ¿tienen la talla {n}?" for n in range(each))): 1 for who in range(visitors)})
        check_talks(found, wanted)
        must_fail(check_talks, found - Counter([next(iter(found))]), wanted)


def talks_of(api):
    return Counter((row["contact"]["name"], tuple(it["text"] for it in api.messages(row["number"]))) for row in api.conversations())


def check_talks(found, wanted):
    lost, more = wanted - found, found - wanted
    assert not lost and not more, f"{sum(lost.values())} talks are not as they were said: {list(lost)[:3]}; instead {list(more)[:6]}"
