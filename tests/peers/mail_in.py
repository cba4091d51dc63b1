"""Mail in, through a real mailbox: every mail once, each where it belongs, whatever happens to the mail server."""

import time
import uuid
from datetime import datetime, timedelta, timezone

from support import compare
from support.desk import USER, Desk, story, wait_until_all_is_there
from support.ports import until
from support.runner import must_fail, scenario

ROUNDS = 8
ANSWERS_A_ROUND = 60


def answer_some(desk, corpus, mails, count):
    """Agents answer some threads by API; what leaves by SMTP is what the customers will reply to.

    Gives {word in the answer: recipient}."""
    numbers, asked, written = desk.numbers(), {}, {}
    open_threads = {it.thread: it for it in mails if it.kind in ("new", "reply") and it.token in numbers}
    for mail in list(open_threads.values())[-count:]:
        word = f"ans{uuid.UUID(int=corpus.random.getrandbits(128)).hex[:12]}"
        desk.api.reply(numbers[mail.token], f"Buenos días,\n\nya lo revisamos, caso {word}.\n\nSaludos, Ana")
        asked[word] = mail
    for word, mail in asked.items():
        sent = desk.smtp.wait_for(word, 30)[0]
        corpus.answered(mail.thread, sent.raw)
        written[word] = sent.to[0]
        if mail.trap != "other_sender":
            shown = lambda: [(it["author"]["name"], it["mail"], it["why"]["code"]) for it in desk.api.messages(numbers[mail.token])]
            assert sent.to == [mail.customer], f"answer to {mail.customer} went to {sent.to}: {compare.line(mail)} {shown()}"
    return written


def disturb(desk, at):
    """What happens to mail servers in a year, between two rounds."""
    if at == 2:
        desk.dovecot.restart(down=0.5)
    elif at == 4:
        desk.dovecot.restart(between=lambda: desk.dovecot.forget_uids(USER))
    elif at == 6:
        desk.dovecot.restart(down=1.1, between=lambda: desk.dovecot.forget_uids(USER, number_anew=True))


@scenario
def every_mail_once_and_where_it_belongs(run):
    """Two thousand mails in rounds; between them the desk answers, and Dovecot restarts and renumbers."""
    corpus, mails, written = story(run), [], {}
    per_round = run.options.mails // ROUNDS
    with Desk(run) as desk:
        began = time.monotonic()
        for at in range(ROUNDS):
            lot = [corpus.next() for _ in range(per_round)]
            desk.deliver(lot)
            mails += lot
            wait_until_all_is_there(desk, mails)
            written |= answer_some(desk, corpus, lot, ANSWERS_A_ROUND)
            disturb(desk, at)
        took = time.monotonic() - began
        wait_until_all_is_there(desk, mails)
        held = compare.read_all(desk.api)
        run.say(f"{len(mails)} mails, {len(held)} conversations, {len(written)} answers in {took:.0f} s; seed {run.seed}")
        run.say(by_way(mails))
        compare.check_mails(mails, held)
        compare.check_sent(written, desk.smtp.accepted)
        check_ledger(desk)
        check_customers(desk, mails, held)
        the_comparison_sees_what_is_wrong(mails, held, written, desk.smtp.accepted)


def by_way(mails):
    ways = {}
    for mail in mails:
        name = mail.via if mail.kind == "reply" else mail.kind
        ways[name] = ways.get(name, 0) + 1
    return ", ".join(f"{count} {name}" for name, count in sorted(ways.items()))


def check_ledger(desk):
    """Every mail that lies in the mailbox has exactly one outcome under its present UID."""
    rows = desk.api.ledger(desk.channel["id"])
    validity = desk.dovecot.uid_validity(USER)
    have = [it["uid"] for it in rows if it["uid_validity"] == validity and it["folder"] == "INBOX"]
    there = set(desk.dovecot.mails(USER))
    assert len(have) == len(set(have)), "a UID has two outcomes"
    assert there <= set(have), f"UIDs without an outcome: {sorted(there - set(have))[:20]}"


def check_customers(desk, mails, held):
    """The conversation is with the person who wrote: in a form the one in Reply-To, in a forward the first sender."""
    where, wrong, known = compare.places(held), [], {}
    for mail in mails:
        if mail.kind not in ("new", "form", "forward") or mail.token not in where:
            continue
        person = held[where[mail.token][0][0]][0]["contact"]["id"]
        if person not in known:
            known[person] = [it["value"] for it in desk.api.get(f"/contacts/{person}")["identifiers"]]
        if mail.customer.lower() not in known[person]:
            wrong.append(f"{compare.line(mail)}: {mail.customer} is not in {known[person]}")
    assert not wrong, f"{len(wrong)} with the wrong customer\n" + "\n".join(wrong[:8])


def the_comparison_sees_what_is_wrong(mails, held, written, sent):
    """Controls: a mail dropped, shown twice, put elsewhere, sent twice."""
    number = next(it for it, (_, messages) in held.items() if len(messages) == 1 and compare.places({it: held[it]}))
    other = next(it for it, (_, messages) in held.items() if it != number and compare.places({it: held[it]}))
    conversation, messages = held[number]
    must_fail(compare.check_mails, mails, {**held, number: (conversation, [])})
    must_fail(compare.check_mails, mails, {**held, number: (conversation, [*messages, *messages])})
    merged = {**held, number: (conversation, []), other: (held[other][0], [*held[other][1], *messages])}
    must_fail(compare.check_mails, mails, merged)
    must_fail(compare.check_sent, written, [*sent, sent[0]])
    must_fail(compare.check_sent, written, sent[1:])


POISON = {
    "a lone header": b"Received:\n\t",
    "nothing at all": b"\r\n",
    "no header end": b"From: a@example.com\r\nSubject: cut",
    "five hundred levels": b"From: a@example.com\r\nMIME-Version: 1.0\r\n"
    + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (it, it) for it in range(500)),
    "a header of a megabyte": b"From: a@example.com\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nhola\r\n",
    "ten thousand recipients": b"From: a@example.com\r\nTo: "
    + b",\r\n ".join(b"p%d@example.com" % it for it in range(10_000))
    + b"\r\n\r\nhola\r\n",
    "a charset nobody knows": b"From: a@example.com\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe\x00hola\r\n",
    "broken base64": b"From: a@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n====%%%%\r\n",
    "html of deep tables": b"From: a@example.com\r\nContent-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 20_000,
    "html of one long tag": b"From: a@example.com\r\nContent-Type: text/html\r\n\r\n<a " + b"a=<" * 200_000,
    "a zero byte": b"From: a@example.com\r\nSubject: z\x01\r\n\r\nho\x0cla\r\n",
}


@scenario
def poison_never_stops_the_rest(run):
    """Between ordinary mails come some that break readers. All are in the ledger; the ordinary ones are all there."""
    corpus, mails = story(run), []
    with Desk(run) as desk:
        for raw in POISON.values():
            mail = corpus.new()
            desk.dovecot.append(USER, raw, flags="")
            desk.deliver([mail])
            mails.append(mail)
        wait_until_all_is_there(desk, mails, 60)
        until(lambda: ledger_is_whole(desk), 30, lambda: f"ledger: {[it for it in desk.api.ledger(desk.channel['id'])][-3:]}")
        compare.check_mails(mails, compare.read_all(desk.api))
        must_fail(compare.check_mails, [*mails, corpus.new()], compare.read_all(desk.api))


def ledger_is_whole(desk):
    try:
        check_ledger(desk)
        return True
    except AssertionError:
        return False


@scenario
def what_was_there_before_comes_as_history(run):
    """At first connect old mail comes in resolved and silent; a fresh question without an answer comes in open."""
    past = story(run)
    past.now -= timedelta(days=30)
    old = [past.new(trap="") for _ in range(30)]
    corpus = story(run, people=40)
    asked, told = corpus.new(trap=""), corpus.new(trap="")
    told_back = (
        f"From: Soporte <{USER}>\r\nTo: {told.from_addr}\r\nSubject: Re: {told.n}\r\nMessage-ID: <o1@lobby.test>\r\n"
        f"In-Reply-To: {told.message_id}\r\nReferences: {told.message_id}\r\n\r\nYa quedó listo.\r\n"
    ).encode()

    def fill(dovecot):
        for mail in old:
            dovecot.append(USER, mail.raw, when=datetime.now(timezone.utc) - timedelta(days=30))
        for mail in (asked, told):
            dovecot.append(USER, mail.raw, flags="", when=datetime.now(timezone.utc) - timedelta(minutes=10))
        dovecot.append(USER, told_back, "Sent")

    with Desk(run, before=fill) as desk:
        wait_until_all_is_there(desk, [*old, asked, told])
        held = compare.read_all(desk.api)
        where = compare.places(held)
        state = lambda mail: held[where[mail.token][0][0]][0]["status"]
        until(lambda: "o1@lobby.test" in str(desk.api.ledger(desk.channel["id"])) or len(
            desk.api.messages(where[told.token][0][0])) == 2, 20, "the Sent folder was not read")
        states = [state(it) for it in old]
        assert states == ["resolved"] * 30, states
        assert state(asked) == "open", state(asked)
        assert state(told) != "open", "answered outside Lobby, and still open"
        new = corpus.new(trap="")
        desk.deliver([new])
        wait_until_all_is_there(desk, [new])
        assert desk.numbers()[new.token] not in {it[0][0] for it in where.values()}
        flags = [seen for _, seen in desk.dovecot.mails(USER).values()]
        assert sum("Seen" in it for it in flags) == 30, "Lobby marked mails as read"
        assert not desk.smtp.accepted, "history was answered"


@scenario
def an_answer_waits_for_the_question_found_at_first_sight(run):
    """While the recent mail of the first look is read, others answer the last of it: each lands where its question is."""
    corpus = story(run)
    recent = [corpus.new(trap="") for _ in range(300)]
    lately = datetime.now(timezone.utc) - timedelta(minutes=10)

    def fill(dovecot):
        for mail in recent:
            dovecot.append(USER, mail.raw, flags="", when=lately)

    with Desk(run, before=fill) as desk:
        answers = [corpus.reply(corpus.threads[it.thread], via="direct", trap="other_sender") for it in recent[-20:]]
        desk.deliver(answers)
        wait_until_all_is_there(desk, [*recent, *answers])
        compare.check_mails([*recent, *answers], compare.read_all(desk.api))


@scenario
def a_mail_too_large_for_memory_is_kept_whole(run):
    """60 MB: a conversation with its words, the original as it came, and the next mail is not kept waiting by it."""
    corpus = story(run)
    with Desk(run) as desk:
        small = corpus.new(trap="")
        line = b"QUJD" * 19 + b"\r\n"
        files = line * (60 * 1024 * 1024 // len(line))
        head = (
            b"From: Eva <eva@example.com>\r\nTo: support@lobby.test\r\nSubject: Planos\r\nMessage-ID: <large@example.com>\r\n"
            b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n"
            b"--cut\r\nContent-Type: text/plain\r\n\r\nVan los planos.\r\n"
            b"--cut\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
            b"Content-Disposition: attachment; filename=planos.pdf\r\n\r\n"
        )
        desk.dovecot.deliver(head + files + b"--cut--\r\n", USER, "eva@example.com")
        desk.deliver([small])
        wait_until_all_is_there(desk, [small], 120)
        (large,) = [it for it in desk.api.conversations() if it["subject"] == "Planos"]
        (message,) = desk.api.messages(large["number"])
        assert message["text"].strip() == "Van los planos." and message["attachments"] == [], message
        (raw,) = [raw for raw, _ in desk.dovecot.mails(USER).values() if b"Subject: Planos" in raw[:2000]]
        kept = [it for it in (desk.lobby.data / "blobs").rglob("*") if it.is_file() and it.stat().st_size == len(raw)]
        assert len(kept) == 1 and kept[0].read_bytes() == raw, [it.stat().st_size for it in kept]
