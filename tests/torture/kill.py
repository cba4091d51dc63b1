"""kill -9 under load: mail comes in, people answer by API, mail goes out, and the process dies at random moments.

What was acknowledged must be there afterwards, once. A mail may leave twice only when the kill fell between the
server's "kept" and Lobby's own commit, and then under the same Message-ID."""

import random
import re
import threading
import time
import uuid
from collections import Counter, defaultdict
from dataclasses import replace

from support import compare
from support.desk import Desk, story
from support.lobby import Refused, Unreachable
from support.ports import until
from support.runner import must_fail, scenario

UP = (0.05, 4.0)  # seconds Lobby lives between two kills
SLOWEST_START = 2.0
WORD = re.compile(r"zq[0-9a-f]{12}")


class Load:
    """Everybody who wants something from Lobby at once. Each remembers what he was promised."""

    def __init__(self, desk, corpus, seed):
        self.desk, self.corpus = desk, corpus
        self.random = random.Random(f"load {seed}")
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.mails = []  # Dovecot said 250
        self.replies = {}  # word -> (message id, conversation number): Lobby said 201
        self.notes = {}
        self.tags = defaultdict(list)  # number -> tags, in order of their acknowledgement
        self.feed = {}  # seq -> event as first read
        self.numbers = []
        self.thread_of, self.learnt = {}, 0  # Message-ID -> thread; how many sent mails were seen
        self.troubles = []
        self.threads = []

    def start(self):
        jobs = [self.deliver, self.answer, self.answer, self.note, self.tag, self.follow]
        for at, job in enumerate(jobs):
            self.threads.append(threading.Thread(target=self._guarded, args=(job, at), daemon=True))
            self.threads[-1].start()

    def finish(self):
        self.over.set()
        for it in self.threads:
            it.join(60)
        assert not self.troubles, "\n".join(map(str, self.troubles[:5]))

    def _guarded(self, job, at):
        try:
            job(random.Random(f"{self.random.random()} {at}"), self.desk.lobby.api)
        except Exception as trouble:  # noqa: BLE001 - shown by `finish`
            self.troubles.append(f"{job.__name__}: {trouble!r}")

    def surely(self, call):
        """Asks until there is an answer: a caller with an idempotency key may."""
        while True:
            try:
                return call()
            except Unreachable:
                time.sleep(0.05)
            except Refused as no:
                if no.status not in (429, 503):
                    raise
                time.sleep(0.1)

    def some_number(self, choice):
        with self.lock:
            return choice.choice(self.numbers) if self.numbers else None

    # --- who they are -----------------------------------------------------------------------------------------

    def deliver(self, choice, api):
        """The mail server takes mails in; new ones, and customers going on with their threads."""
        del api
        with self.desk.dovecot.deliverer() as line:
            while not self.over.is_set():
                mail = self.corpus.next()
                line(mail.raw, mail.recipient, mail.envelope_from)
                self.mails.append(mail)
                self.learn(mail)
                time.sleep(choice.uniform(0.01, 0.12))

    def learn(self, mail):
        """Customers see what left: their next mails answer it."""
        if mail.message_id:  # what answers a mail without one does not say which
            self.thread_of[mail.message_id] = mail.thread
        sent = self.desk.smtp.accepted
        for it in sent[self.learnt :]:
            key = self.thread_of.get(str(it.mail["In-Reply-To"] or "").strip())
            if key in self.corpus.threads:
                self.corpus.answered(key, it.raw)
        self.learnt = len(sent)

    def answer(self, choice, api):
        """An agent presses Send, and presses again until it is known to be sent."""
        self._write(choice, api, "reply", self.replies, 0.15)

    def note(self, choice, api):
        self._write(choice, api, "note", self.notes, 0.3)

    def _write(self, choice, api, kind, kept, pause):
        while not self.over.is_set():
            number = self.some_number(choice)
            if number is not None:
                word, key = "zq" + uuid.UUID(int=choice.getrandbits(128)).hex[:12], str(uuid.UUID(int=choice.getrandbits(128)))
                body = {"kind": kind, "text": f"Lo revisamos. {word}"}
                made = self.surely(lambda: api.post(f"/conversations/{number}/messages", body, key))
                kept[word] = (made["id"], number)
            time.sleep(choice.uniform(0, 2 * pause))

    def tag(self, choice, api):
        """Changes of a conversation: the last acknowledged one is what must show."""
        at = 0
        while not self.over.is_set():
            number = self.some_number(choice)
            if number is not None:
                at += 1
                name = ("low", "normal", "high", "urgent")[at % 4]
                self.surely(lambda: api.patch(f"/conversations/{number}", {"priority": name}))
                self.tags[number].append(name)
            time.sleep(choice.uniform(0, 0.4))

    def follow(self, choice, api):
        """A program follows the durable feed across all kills, and others learn from it what there is to answer."""
        del choice
        after = 0
        while not self.over.is_set():
            page = self.surely(lambda: api.get("/events", after=after, limit=100))["data"]
            for event in page:
                assert event["seq"] > after, f"seq {event['seq']} after {after}"
                assert event["seq"] not in self.feed
                self.feed[event["seq"]] = event
                after = event["seq"]
            if not page:
                rows = self.surely(lambda: api.get("/conversations", limit=100))["data"]
                with self.lock:
                    self.numbers = [it["number"] for it in rows if it["status"] != "spam"]
                time.sleep(0.2)


@scenario(alone=True)
def killed_at_random_moments(run):
    kills = run.options.kills
    chance = random.Random(f"kills {run.seed}")
    corpus = story(run, kinds={"new": 40, "reply": 45, "dup": 5, "autoreply": 5, "form": 5}, big=0)
    starts = []
    with Desk(run) as desk:
        load = Load(desk, corpus, run.seed)
        load.start()
        for _ in range(kills):
            time.sleep(chance.uniform(*UP))
            desk.lobby.kill()
            desk.lobby.start()
            starts.append(desk.lobby.started_in)
        time.sleep(1)
        load.finish()
        held = settle(desk, load)
        sent = desk.smtp.accepted
        twice = [it for it in counted(sent, load.replies).values() if it > 1]
        run.say(
            f"{kills} kills: {len(load.mails)} mails, {len(load.replies)} replies, {len(load.notes)} notes, "
            f"{sum(map(len, load.tags.values()))} changes, {len(load.feed)} events; {len(twice)} mails left twice; "
            f"slowest start {max(starts):.2f} s; seed {run.seed}"
        )
        compare.check_mails(load.mails, held)
        check_written(load.replies, held)
        check_written(load.notes, held)
        check_last_change(load.tags, held)
        check_left(load.replies, sent, kills)
        check_feed(load.feed, list(read_feed(desk.api)))
        assert max(starts) <= SLOWEST_START, f"a start took {max(starts):.2f} s"
        the_checks_see_a_loss(load, held, sent)


def settle(desk, load):
    """Waits until all mail is in and all sends are over."""
    wanted = {it.token for it in load.mails if it.kind != "dup"}
    missing = lambda: wanted - set(compare.places(desk.reader.read()))
    until(lambda: not missing(), 60, lambda: f"missing: {[compare.line(it) for it in load.mails if it.token in missing()][:8]}", 0.5)
    waiting = lambda: [it for state in ("queued", "sending", "uncertain") for it in desk.api.every("/deliveries", state=state)]
    until(lambda: not waiting(), 60, lambda: f"still to be sent: {waiting()[:5]}", 0.5)
    return compare.read_all(desk.api)


def check_written(promised, held):
    """Every message that was acknowledged is there, once, under the id and in the conversation that were named."""
    where = compare.places(held)
    wrong = {word: where.get(word) for word, (message, number) in promised.items() if where.get(word) != [(number, message)]}
    assert not wrong, f"{len(wrong)} of {len(promised)} acknowledged messages are not there once: {list(wrong.items())[:5]}"


def check_last_change(tags, held):
    wrong = [(number, names[-1], held[number][0]["priority"]) for number, names in tags.items() if held[number][0]["priority"] != names[-1]]
    assert not wrong, f"acknowledged changes are gone: {wrong[:5]}"


def counted(sent, replies):
    counts = Counter()
    for mail in sent:
        counts.update(word for word in set(WORD.findall(mail.own_text)) if word in replies)
    return counts


def check_left(replies, sent, kills):
    """Each answer left once; twice at most for as many as there were kills, and then as the same mail."""
    by_word = defaultdict(list)
    for mail in sent:
        for word in set(WORD.findall(mail.own_text)):
            by_word[word].append(mail.message_id)
    gone = [word for word in replies if not by_word[word]]
    assert not gone, f"{len(gone)} acknowledged answers never left: {gone[:5]}"
    other = [it for it in by_word.items() if len(set(it[1])) > 1]
    assert not other, f"one answer left as different mails: {other[:5]}"
    often = [it for it in by_word.items() if len(it[1]) > 2]
    assert not often, f"left more than twice: {often[:5]}"
    twice = [it for it in by_word.items() if len(it[1]) == 2]
    assert len(twice) <= kills, f"{len(twice)} left twice after {kills} kills"


def read_feed(api):
    after = 0
    while page := api.get("/events", after=after, limit=100)["data"]:
        yield from page
        after = page[-1]["seq"]


def check_feed(followed, whole):
    """What was read across the kills is what stands there: nothing that was shown is gone, changed or repeated."""
    seqs = [it["seq"] for it in whole]
    assert seqs == sorted(set(seqs)), "the feed repeats or turns back"
    there = {it["seq"]: it for it in whole}
    lost = [seq for seq, event in followed.items() if seq not in there or what_happened(there[seq]) != what_happened(event)]
    assert not lost, f"{len(lost)} events that were shown are gone or changed: {[followed[it] for it in lost[:3]]}"
    newest = max(followed)
    unseen = [seq for seq in there if seq <= newest and seq not in followed]
    assert not unseen, f"{len(unseen)} events were passed over: {unseen[:5]}"


def what_happened(event):
    """An event without the records it points to: those go on changing."""
    return {name: value for name, value in event.items() if name not in ("message", "actor")}


def the_checks_see_a_loss(load, held, sent):
    """Controls: an acknowledgement that was never written, an answer that never left, one that left as two mails, an
    event that vanished."""
    must_fail(check_written, {**load.replies, "zq000000000000": ("0", 1)}, held)
    must_fail(check_left, {**load.replies, "zq000000000000": ("0", 1)}, sent, 50)
    other = next(it for it in sent if any(word in it.own_text for word in load.replies))
    forged = replace(other, raw=other.raw.replace(b"Message-ID: <", b"Message-ID: <x"))
    must_fail(check_left, load.replies, [*sent, forged], 50)
    must_fail(check_feed, load.feed, [it for it in load.feed.values() if it["seq"] != max(load.feed)])
    must_fail(compare.check_mails, [*load.mails, load.corpus.new()], held)


PLACES = ("fdatasync", "pwrite64", "fsync", "rename")


@scenario(alone=True)
def killed_at_exact_places(run):
    """Dies at the Nth write or flush of its files instead of at a moment. `--kills` says how many places in all."""
    chance = random.Random(f"places {run.seed}")
    corpus = story(run, kinds={"new": 60, "reply": 40}, big=0)
    mails, written = [], {}
    with Desk(run) as desk:
        for at in range(max(4, run.options.kills // 5)):
            desk.lobby.stop()
            place, nth = PLACES[at % len(PLACES)], chance.randint(1, 60)
            inject = f"inject={place}:signal=KILL:when={nth}"
            desk.lobby.start(ready=False, wrapper=("strace", "-f", "-qq", "-o", "/dev/null", "-e", inject))
            lot = [corpus.next() for _ in range(6)]
            desk.deliver(lot)
            mails += lot
            answer_until_dead(desk, written, chance)
            if desk.lobby.process.poll() is None:
                desk.lobby.kill()
            desk.lobby.start()
        load = Load(desk, corpus, run.seed)
        load.mails, load.replies = mails, written
        held = settle(desk, load)
        run.say(f"{at + 1} places, {len(mails)} mails, {len(written)} replies; seed {run.seed}")
        compare.check_mails(mails, held)
        check_written(written, held)
        must_fail(check_written, {**written, "zq000000000000": ("0", 1)}, held)


def answer_until_dead(desk, written, chance, seconds=3):
    api, end = desk.lobby.api, time.monotonic() + seconds
    while time.monotonic() < end and desk.lobby.process.poll() is None:
        try:
            rows = api.get("/conversations", limit=20)["data"]
            if rows:
                word, number = "zq" + uuid.UUID(int=chance.getrandbits(128)).hex[:12], chance.choice(rows)["number"]
                body = {"kind": "note", "text": f"Visto. {word}"}
                made = api.post(f"/conversations/{number}/messages", body, str(uuid.uuid4()))
                written[word] = (made["id"], number)
        except (Unreachable, Refused):
            time.sleep(0.05)
