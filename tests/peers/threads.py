"""Where a mail lands, and why: proof joins, likeness does not, and a lie never opens a door."""

import random
import uuid

from support import compare
from support.desk import AUTHSERV, PASSWORD, USER, Desk, story, wait_until_all_is_there
from support.ports import until
from support.runner import must_fail, scenario


def word():
    return "zq" + uuid.uuid4().hex[:12]


def raw(sender, token, *headers, to=USER, name="", passed=True, text=""):
    """A small mail with just the headers a case needs."""
    domain = sender.split("@")[1]
    head = [f"Authentication-Results: {AUTHSERV}; dmarc={'pass' if passed else 'fail'} header.from={domain}"]
    head += [f"From: {name} <{sender}>", f"To: {to}", "Subject: caso", "MIME-Version: 1.0", *headers]
    if not any(it.lower().startswith("message-id:") for it in headers):
        head.append(f"Message-ID: <{uuid.uuid4().hex}@{domain}>")
    head.append("Content-Type: text/plain; charset=utf-8")
    return ("\r\n".join(head) + f"\r\n\r\n{text}Ref. {token}\r\n").encode()


class Case:
    """One answered conversation, and mails that claim to belong to it."""

    def __init__(self, desk, corpus):
        self.desk, self.corpus = desk, corpus
        self.mail = corpus.new(trap="")
        desk.deliver([self.mail])
        wait_until_all_is_there(desk, [self.mail], 30)
        self.number = desk.numbers()[self.mail.token]
        text = word()
        desk.api.reply(self.number, f"Lo revisamos. {text}")
        self.sent = desk.smtp.wait_for(text)[0]
        corpus.answered(self.mail.thread, self.sent.raw)

    def lands(self, mail, sender, to=USER):
        """Delivers a raw mail and gives (conversation, message) where it landed."""
        token = next(iter(compare.TOKEN.findall(mail.decode("utf-8", "replace"))[-1:]))
        self.desk.dovecot.deliver(mail, to, sender)
        where = until(lambda: compare.places(compare.read_all(self.desk.api)).get(token), 30, f"{token} never came")
        assert len(where) == 1, where
        number, message = where[0]
        found = next(it for it in self.desk.api.messages(number) if it["id"] == message)
        return self.desk.api.get(f"/conversations/{number}"), found


@scenario
def every_proof_joins(run):
    """In-Reply-To, References, the reply address in To or in the quoted text; each alone, each with its reason."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        thread = corpus.threads[case.mail.thread]
        for via in ("agent", "irt", "refs", "direct", "token", "quoted"):
            for trap in ("", "subject_changed", "other_sender"):
                mail = corpus.reply(thread, via=via, trap=trap)
                desk.deliver([mail])
                wait_until_all_is_there(desk, [mail], 30)
                assert desk.numbers()[mail.token] == case.number, f"by {via}, {trap or 'plain'}"
                shown = next(it for it in desk.api.messages(case.number) if mail.token in str(it))
                assert shown["why"], f"by {via}: no reason is given"


@scenario
def likeness_does_not_join(run):
    """Equal subject, equal sender, a case number in the subject: without proof it is another conversation."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        sender, subject = case.mail.from_addr, case.mail.subject
        for headers in ([], [f"Subject: Re: {subject}"], [f"Subject: Re: {subject} [#{case.number}]"],
                        [f"In-Reply-To: <{uuid.uuid4().hex}@elsewhere.example>"]):
            landed, _ = case.lands(raw(sender, word(), *headers), sender)
            assert landed["number"] != case.number, headers
        proof = f"In-Reply-To: {case.mail.message_id}"
        landed, _ = case.lands(raw(sender, word(), proof), sender)
        assert landed["number"] == case.number


@scenario
def a_stranger_in_a_thread_gains_nothing(run):
    """He is shown, marked; he does not become the customer and gets no answer with the history."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        before = desk.api.get(f"/conversations/{case.number}")["contact"]
        proof = f"In-Reply-To: {case.sent.message_id}"
        landed, message = case.lands(raw("mallory@evil.example", word(), proof), "mallory@evil.example")
        assert landed["number"] == case.number
        assert landed["contact"] == before, "a stranger became the customer"
        assert message["author"]["id"] != before.get("id")
        text = word()
        desk.api.reply(case.number, f"Para usted. {text}")
        assert desk.smtp.wait_for(text)[0].to == [case.mail.from_addr]


@scenario
def a_forged_sender_is_not_the_contact(run):
    """A From that fails DMARC, or several, never lands in the timeline of the person it names."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        person = desk.api.get(f"/conversations/{case.number}")["contact"]["id"]
        sender = case.mail.from_addr
        forged = raw(sender, word(), passed=False)
        landed, _ = case.lands(forged, sender)
        assert landed["number"] != case.number and landed["contact"]["id"] != person, "forged From got the contact"
        several = raw(sender, word()).replace(b"From:  <", b"From: x@evil.example, <")
        landed, _ = case.lands(several, "x@evil.example")
        assert landed["number"] != case.number and landed["contact"]["id"] != person, "two From got the contact"
        honest, _ = case.lands(raw(sender, word()), sender)
        assert honest["contact"]["id"] == person, "the control: an honest mail is the contact's"


@scenario
def the_same_mail_in_two_of_our_mailboxes_is_one_message(run):
    other = "ventas@lobby.test"
    corpus = story(run)
    with Desk(run, users={USER: PASSWORD, other: PASSWORD}) as desk:
        second = desk.connect(other)
        token = word()
        mail = raw("rosa@example.com", token, to=f"{USER}, {other}")
        desk.dovecot.deliver(mail, USER, "rosa@example.com")
        desk.dovecot.deliver(mail, other, "rosa@example.com")
        for channel in (desk.channel, second):
            until(lambda: desk.api.ledger(channel["id"]), 30, f"no ledger row in {channel['id']}")
        where = compare.places(compare.read_all(desk.api))[token]
        assert len(where) == 1, where
        labels = desk.api.get(f"/conversations/{where[0][0]}")["channels"]
        assert len(labels) == 2, labels
        del corpus


@scenario
def what_we_answer_outside_lobby_is_seen(run):
    """A mail in the Sent folder is an agent's message; the customer's answer to it lands beside it."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        token, own_id = word(), f"<{uuid.uuid4().hex}@lobby.test>"
        outside = raw(USER, token, f"In-Reply-To: {case.mail.message_id}", f"Message-ID: {own_id}", to=case.mail.from_addr)
        desk.dovecot.append(USER, outside, "Sent")
        where = lambda: compare.places(compare.read_all(desk.api)).get(token)
        until(where, 60, "the mail in Sent was not seen")
        assert where()[0][0] == case.number
        message = next(it for it in desk.api.messages(case.number) if token in str(it))
        assert message["direction"] == "outbound" and message["author"]["type"] in ("agent", "colleague"), message["author"]
        landed, _ = case.lands(raw(case.mail.from_addr, word(), f"In-Reply-To: {own_id}"), case.mail.from_addr)
        assert landed["number"] == case.number
        assert len(desk.smtp.accepted) == 1, "what was sent outside was sent once more"


@scenario
def a_mail_without_an_id_is_known_by_its_content(run):
    corpus = story(run)
    with Desk(run) as desk:
        mail = corpus.new(trap="no_message_id")
        desk.deliver([mail, mail])
        desk.wait_for_ledger(2)
        assert len(compare.places(compare.read_all(desk.api))[mail.token]) == 1
        two = [raw("eva@example.com", word(), "Message-ID: <same@example.com>") for _ in range(2)]
        for it in two:
            desk.dovecot.deliver(it, USER, "eva@example.com")
        desk.wait_for_ledger(4)
        held = compare.places(compare.read_all(desk.api))
        tokens = [compare.TOKEN.findall(it.decode())[-1] for it in two]
        assert all(it in held for it in tokens), "two different mails with one Message-ID: one was lost"


@scenario
def a_thread_in_any_order_is_one_conversation(run):
    """Answers come before what they answer, shuffled, with Lobby killed in between: one conversation in the end."""
    with Desk(run) as desk:
        order = random.Random(run.seed)
        for whole in (True, False):
            sender, ids = f"hilo{whole:d}@example.com", [f"<{uuid.uuid4().hex}@example.com>" for _ in range(8)]
            mails = [chained(sender, ids, at, whole) for at in range(len(ids))]
            # With the last id alone only what stands beside it shows where it belongs.
            turns = order.sample(range(8), 8) if whole else [*range(7, -1, -1)]
            run.say(f"order {turns}, {'all' if whole else 'last'} ids")
            for at, turn in enumerate(turns):
                desk.dovecot.deliver(mails[turn][1], USER, sender)
                if at in (2, 5):
                    desk.lobby.kill()
                    desk.lobby.start()
            together(desk, [it[0] for it in mails])
        apart = chained("otro@example.com", [f"<{uuid.uuid4().hex}@example.com>"], 0, True)
        desk.dovecot.deliver(apart[1], USER, "otro@example.com")
        tokens = [mails[0][0], apart[0]]
        until(lambda: set(tokens) <= set(compare.places(compare.read_all(desk.api))), 30, "it never came")
        must_fail(together, desk, tokens)


def chained(sender, ids, at, whole):
    """The mail at this place of a thread: (token, raw)."""
    token, headers = word(), [f"Message-ID: {ids[at]}"]
    if at > 0:
        headers.append(f"In-Reply-To: {ids[at - 1]}")
    if whole and at > 0:
        headers.append("References: " + " ".join(ids[:at]))
    return token, raw(sender, token, *headers)


def together(desk, tokens):
    held = lambda: compare.places(compare.read_all(desk.api))
    until(lambda: set(tokens) <= set(held()), 60, lambda: f"{len(set(tokens) - set(held()))} mails never came")
    where = {it: held()[it] for it in tokens}
    assert all(len(it) == 1 for it in where.values()), where
    numbers = {it[0][0] for it in where.values()}
    assert len(numbers) == 1, f"torn into {sorted(numbers)}"


@scenario
def machines_are_never_answered(run):
    """Automatic mail is kept in sight, opens nothing, and no mail leaves because of it."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        desk.api.patch(f"/conversations/{case.number}", {"status": "resolved"})
        thread = corpus.threads[case.mail.thread]
        mails = [corpus.auto_reply(thread) for _ in range(3)] + [corpus.bulk() for _ in range(5)]
        forms = [corpus.bulk("like_a_form") for _ in range(3)]
        mails += forms
        desk.deliver(mails)
        wait_until_all_is_there(desk, mails, 30)
        check_quiet(desk, mails)
        for it in forms:
            found = desk.api.get(f"/conversations/{desk.numbers()[it.token]}")
            assert found["automatic"], "a newsletter was taken for a web form"
            known = str(desk.api.get(f"/contacts/{found['contact']['id']}"))
            assert "support@" not in known, known
        must_fail(check_quiet, desk, [case.mail, *[answered(desk, corpus)]])
        assert desk.api.get(f"/conversations/{case.number}")["status"] == "resolved", "a machine reopened it"


def answered(desk, corpus):
    mail = corpus.new(trap="")
    desk.deliver([mail])
    wait_until_all_is_there(desk, [mail], 30)
    return mail


def check_quiet(desk, mails):
    numbers = desk.numbers()
    for it in mails:
        state = desk.api.get(f"/conversations/{numbers[it.token]}")["status"]
        assert state != "open", f"{compare.line(it)} opened #{numbers[it.token]}"
    assert len(desk.smtp.accepted) == 1


@scenario
def forms_and_forwards_name_the_customer(run):
    corpus = story(run)
    with Desk(run) as desk:
        forms, forwards = [corpus.form() for _ in range(4)], [corpus.forward() for _ in range(3)]
        desk.deliver([*forms, *forwards])
        wait_until_all_is_there(desk, [*forms, *forwards], 30)
        numbers = desk.numbers()
        assert len({numbers[it.token] for it in [*forms, *forwards]}) == 7
        for it in [*forms, *forwards]:
            contact = desk.api.get(f"/conversations/{numbers[it.token]}")["contact"]
            assert it.customer in str(desk.api.get(f"/contacts/{contact['id']}")), compare.line(it)


@scenario
def thanks_changes_nothing(run):
    """A courtesy under an answered case is filed with it and opens nothing; a question does."""
    corpus = story(run)
    with Desk(run) as desk:
        case = Case(desk, corpus)
        desk.api.patch(f"/conversations/{case.number}", {"status": "resolved"})
        proof = f"In-Reply-To: {case.sent.message_id}"
        thanks = raw(case.mail.from_addr, "", proof).replace(b"Ref. \r\n", "Muchas gracias 🙏\r\n".encode())
        desk.dovecot.deliver(thanks, USER, case.mail.from_addr)
        until(lambda: len(desk.api.messages(case.number)) == 3, 30, "the thanks did not come")
        assert desk.api.get(f"/conversations/{case.number}")["status"] == "resolved"
        landed, _ = case.lands(raw(case.mail.from_addr, word(), proof, text="¿Y cuándo llega? "), case.mail.from_addr)
        assert landed["number"] == case.number and landed["status"] == "open"
