"""Mail out, through a real SMTP server: what leaves, what the server may say to it, and that one click is one mail."""

import re
import threading
import time
import uuid

from support.desk import PASSWORD, USER, Desk, story, wait_until_all_is_there
from support.lobby import Refused
from support.ports import until
from support.runner import must_fail, scenario
from support.smtp import DROP

LATER = ("421 4.3.2 closing down", "450 4.2.0 greylisted", "451 4.3.0 try later", "452 4.3.1 disk full")
NEVER = ("550 5.1.1 no such user", "552 5.3.4 too big", "554 5.7.1 against our rules")


def question(desk, corpus, **more):
    """A customer's mail that is there: (mail, conversation number)."""
    mail = corpus.new(trap="", **more)
    desk.deliver([mail])
    wait_until_all_is_there(desk, [mail], 30)
    return mail, desk.numbers()[mail.token]


def word():
    return "ans" + uuid.uuid4().hex[:12]


def delivery_of(desk, number, text):
    """The delivery of the message with that text."""
    return next(it["delivery"] for it in desk.api.messages(number) if text in (it.get("text") or ""))


def wait_for_state(desk, number, text, *states):
    state = lambda: (delivery_of(desk, number, text) or {}).get("state")
    until(lambda: state() in states, 30, lambda: f"the delivery is {delivery_of(desk, number, text)}, not {states}")
    return delivery_of(desk, number, text)


@scenario
def a_reply_is_a_proper_mail(run):
    corpus = story(run)
    with Desk(run) as desk:
        mail, number = question(desk, corpus)
        text = word()
        desk.api.reply(number, f"Ya está en camino.\nCaso {text}")
        sent = desk.smtp.wait_for(text)[0]
        wait_for_state(desk, number, text, "sent")
        check_headers(sent, mail)
        must_fail(check_headers, sent, corpus.new(trap=""))
        assert sent.tls and sent.user == USER

        corpus.answered(mail.thread, sent.raw)
        back = corpus.reply(corpus.threads[mail.thread], via="agent", trap="")
        desk.deliver([back])
        wait_until_all_is_there(desk, [back], 30)
        assert desk.numbers()[back.token] == number
        second = word()
        desk.api.reply(number, f"Con gusto. {second}")
        again = desk.smtp.wait_for(second)[0]
        assert again.mail["In-Reply-To"] == back.message_id, "an answer to the newest mail points to it"
        named = re.findall(r"<[^<>\s]+>", again.mail["References"])
        assert mail.message_id in named and sent.message_id in named and named[-1] == back.message_id, named
        assert again.message_id != sent.message_id


def check_headers(sent, mail):
    """RFC 5322 and what programs of customers expect of an answer."""
    said = sent.mail
    assert sent.to == [mail.customer], sent.to
    assert said["From"].addresses[0].addr_spec == USER
    assert said["In-Reply-To"] == mail.message_id and mail.message_id in said["References"]
    assert re.fullmatch(r"<[^<>@\s]+@lobby\.test>", sent.message_id), sent.message_id
    assert said["Date"].datetime.tzinfo is not None
    assert said["Subject"].startswith("Re: ") and said["Subject"].count("Re:") == 1
    assert mail.subject.split(" ")[-1] in said["Subject"]
    local, domain = said["Reply-To"].addresses[0].addr_spec.split("@")
    assert domain == "lobby.test" and local.startswith("support+") and len(local) > 20, said["Reply-To"]
    assert said["Auto-Submitted"] is None, "a person's answer is not automatic mail"
    assert said.get_body(("html",)) is not None and said.get_body(("plain",)) is not None
    assert all(len(line) <= 998 for line in sent.raw.split(b"\r\n"))


@scenario
def what_may_come_right_is_tried_again(run):
    """421, 450, 451, 452 and a refused connection: kept, shown, and gone with the next try; one mail in the end."""
    corpus = story(run)
    with Desk(run) as desk:
        for said in LATER:
            mail, number = question(desk, corpus)
            rule = desk.smtp.say("mail" if said.startswith("421") else "rcpt", said, match="" if said.startswith("421") else mail.customer)
            text = word()
            message = desk.api.reply(number, text)
            shown = until(lambda: (lambda it: it if it.get("error") else None)(delivery_of(desk, number, text)), 20,
                          lambda: f"{said}: {delivery_of(desk, number, text)}")
            assert shown["state"] in ("queued", "sending"), shown
            assert said.split()[1] in str(shown), f"{said} is not shown: {shown}"
            assert not [it for it in desk.smtp.accepted if text in it.text]
            rule.times = 0
            try_again(desk, message)
            desk.smtp.wait_for(text)
            wait_for_state(desk, number, text, "sent")
            assert len([it for it in desk.smtp.accepted if text in it.text]) == 1


def delivery_row(desk, message):
    wanted = message["id"]
    rows = [it for it in desk.api.every("/deliveries") if wanted in str(it)]
    assert rows, f"no delivery of message {wanted}"
    return rows[0]


def try_again(desk, message):
    desk.api.post(f"/deliveries/{delivery_row(desk, message)['id']}/retry")


@scenario
def what_never_will_fails_and_reopens(run):
    """550, 552, 554: failed with the server's word, not tried again, and the conversation is open again."""
    corpus = story(run)
    with Desk(run) as desk:
        for at, said in enumerate(NEVER):
            mail, number = question(desk, corpus)
            desk.smtp.say("rcpt" if at == 0 else "data", said, match=mail.customer)
            text = word()
            desk.api.reply(number, text, then="resolve")
            shown = wait_for_state(desk, number, text, "failed")
            assert said.split()[1] in str(shown) and shown["remedy"], shown
            status = lambda: desk.api.get(f"/conversations/{number}")["status"]
            until(lambda: status() == "open", 10, lambda: f"after {said} the conversation is {status()}")
            tries = [it for it in desk.smtp.tried if text in it.text]
            time.sleep(1)
            assert tries == [it for it in desk.smtp.tried if text in it.text], "tried again"
        assert not desk.smtp.accepted


@scenario
def a_wrong_password_is_the_channels_trouble(run):
    """535: nothing is lost or failed; the channel says so; with the right password it goes."""
    corpus = story(run)
    with Desk(run) as desk:
        _, number = question(desk, corpus)
        rule = desk.smtp.say("auth", "535 5.7.8 bad credentials")
        text = word()
        desk.api.reply(number, text)
        health = lambda: desk.api.get(f"/channels/{desk.channel['id']}")["health"]
        until(lambda: health()["state"] in ("troubled", "needs_you"), 20, lambda: f"health: {health()}")
        assert delivery_of(desk, number, text)["state"] in ("queued", "held"), delivery_of(desk, number, text)
        rule.times = 0
        entered = {"settings": {"smtp": {"password": PASSWORD}}}
        desk.api.patch(f"/channels/{desk.channel['id']}", entered)
        desk.smtp.wait_for(text)
        wait_for_state(desk, number, text, "sent")


@scenario
def an_answer_lost_on_the_way_back_is_sent_with_the_same_id(run):
    """The server takes the mail and the line breaks before it says so: uncertain, and sent again under the same
    Message-ID, so that receivers see one mail."""
    corpus = story(run)
    with Desk(run) as desk:
        mail, number = question(desk, corpus)
        desk.smtp.say("data", DROP, match=mail.customer, times=1)
        text = word()
        message = desk.api.reply(number, text)
        desk.smtp.wait_for(text)
        shown = lambda: delivery_row(desk, message)
        until(lambda: shown()["state"] != "sending", 20, lambda: f"still under way: {shown()}")
        if shown()["state"] != "sent":
            try_again(desk, message)
        wait_for_state(desk, number, text, "sent")
        both = [it for it in desk.smtp.accepted if text in it.text]
        assert len(both) == 2, f"{len(both)} mails"
        assert both[0].message_id == both[1].message_id != ""


@scenario
def each_recipient_has_his_own_result(run):
    """One of two recipients is refused: the other gets the mail once, and the refused one is shown."""
    corpus = story(run)
    with Desk(run) as desk:
        _, number = question(desk, corpus)
        desk.smtp.say("rcpt", "550 5.1.1 no such user", match="gone@example.com")
        text = word()
        desk.api.reply(number, text, cc=["gone@example.com"])
        sent = desk.smtp.wait_for(text)[0]
        assert "gone@example.com" not in sent.to
        shown = lambda: str(delivery_of(desk, number, text))
        until(lambda: "gone@example.com" in shown() and "5.1.1" in shown(), 20, lambda: f"not shown: {shown()}")
        assert len([it for it in desk.smtp.accepted if text in it.text]) == 1


@scenario
def one_click_is_one_mail(run):
    """The same key twice, ten times at once, and with another body."""
    corpus = story(run)
    with Desk(run) as desk:
        _, number = question(desk, corpus)
        text, key = word(), str(uuid.uuid4())
        made, threads = [], []
        for _ in range(10):
            post = lambda: made.append(desk.lobby.api.reply(number, text, key=key)["id"])
            threads.append(threading.Thread(target=post))
            threads[-1].start()
        for it in threads:
            it.join()
        assert len(made) == 10 and len(set(made)) == 1, made
        assert refused(lambda: desk.api.reply(number, text + " more", key=key)) == 422
        desk.smtp.wait_for(text)
        time.sleep(1)
        assert len([it for it in desk.smtp.accepted if text in it.text]) == 1
        other = word()
        assert desk.api.reply(number, other, key=str(uuid.uuid4()))["id"] not in made


@scenario
def a_reply_can_be_taken_back_in_time(run):
    corpus = story(run)
    with Desk(run, undo_seconds=3) as desk:
        _, number = question(desk, corpus)
        undone, kept = word(), word()
        message = desk.api.reply(number, undone)
        rows = [it for it in desk.api.every("/deliveries") if message["id"] in str(it)]
        desk.api.post(f"/deliveries/{rows[0]['id']}/cancel")
        desk.api.reply(number, kept)
        desk.smtp.wait_for(kept)
        assert not [it for it in desk.smtp.accepted if undone in it.text]


@scenario
def a_stale_reply_is_stopped(run):
    """The customer wrote while the answer was being written: 409 with what is new."""
    corpus = story(run)
    with Desk(run) as desk:
        mail, number = question(desk, corpus)
        seen = desk.api.messages(number)[-1]
        more = corpus.reply(corpus.threads[mail.thread], via="direct", trap="")
        desk.deliver([more])
        wait_until_all_is_there(desk, [more], 30)
        stale = lambda: desk.api.reply(number, word(), seen_up_to=seen["id"])
        assert refused(stale) == 409
        newest = desk.api.messages(number)[-1]
        desk.api.reply(number, word(), seen_up_to=newest["id"])


def refused(call):
    try:
        call()
    except Refused as no:
        return no.status
    return 200


@scenario
def a_bounce_marks_what_bounced(run):
    corpus = story(run)
    with Desk(run) as desk:
        mail, number = question(desk, corpus)
        text = word()
        desk.api.reply(number, text)
        sent = desk.smtp.wait_for(text)[0]
        wait_for_state(desk, number, text, "sent")
        corpus.answered(mail.thread, sent.raw)
        desk.deliver([corpus.bounce(corpus.threads[mail.thread])])
        wait_for_state(desk, number, text, "failed", "bounced")
        status = lambda: desk.api.get(f"/conversations/{number}")["status"]
        until(lambda: status() == "open", 10, lambda: f"after the bounce the conversation is {status()}")
        time.sleep(1)
        assert len(desk.smtp.accepted) == 1, "a bounce was answered"


def copies(desk, message_id):
    """What lies in the Sent folder under that Message-ID: [(raw, flags)]."""
    found = desk.dovecot.mails(USER, "Sent").values()
    return [it for it in found if message_id.encode() in it[0]]


def answer(desk, number):
    """Answers; the mail that left."""
    text = word()
    desk.api.reply(number, text)
    sent = desk.smtp.wait_for(text)[0]
    wait_for_state(desk, number, text, "sent")
    return sent


def one_copy(desk, sent, seconds=30):
    until(lambda: copies(desk, sent.message_id), seconds, lambda: f"no copy: {desk.api.get('/channels/' + desk.channel['id'])}", pause=0.5)
    assert len(copies(desk, sent.message_id)) == 1, f"{len(copies(desk, sent.message_id))} copies"


@scenario
def answers_lie_in_the_sent_folder_once(run):
    """A copy of what was sent, read already, with its time; none beside one the server put there; none while it is
    switched off; sending does not wait for it; and it is no new message of ours."""
    corpus = story(run)
    with Desk(run) as desk:
        _, number = question(desk, corpus)
        sent = answer(desk, number)
        one_copy(desk, sent)
        (raw, flags), = copies(desk, sent.message_id)
        assert "Seen" in flags, flags
        head = lambda it: [line for line in it.split(b"\r\n\r\n")[0].split(b"\r\n") if not line.startswith((b"Content-Type", b" boundary", b"Date"))]
        assert head(raw) == head(sent.raw), (head(raw), head(sent.raw))

        by_itself = answer(desk, number)
        desk.dovecot.append(USER, by_itself.raw, "Sent")

        desk.smtp.say("data", DROP, times=1)
        text = word()
        message = desk.api.reply(number, text)
        desk.smtp.wait_for(text)
        until(lambda: delivery_row(desk, message)["state"] != "sending", 20, "still under way")
        if delivery_row(desk, message)["state"] != "sent":
            try_again(desk, message)
        wait_for_state(desk, number, text, "sent")
        twice = desk.smtp.wait_for(text)[0]
        one_copy(desk, twice)

        desk.dovecot.stop()
        while_down = answer(desk, number)
        time.sleep(12)
        channel = desk.api.get(f"/channels/{desk.channel['id']}")
        assert channel["copies_trouble"], channel
        desk.lobby.kill()
        desk.dovecot.start()
        desk.lobby.start()
        one_copy(desk, while_down, 60)
        assert len(copies(desk, by_itself.message_id)) == 1, "a copy beside the server's own"

        desk.api.patch(f"/channels/{desk.channel['id']}", {"settings": {"sent_copies": "no"}})
        without = answer(desk, number)
        ours = [it["id"] for it in desk.api.messages(number)]
        seen = lambda: [it["outcome"] for it in desk.api.ledger(desk.channel["id"]) if it["folder"] == "Sent"]
        until(lambda: len(seen()) == 4, 90, lambda: f"the Sent folder was not read: {seen()}")
        assert set(seen()) == {"duplicate"}, seen()
        assert [it["id"] for it in desk.api.messages(number)] == ours, "a copy became a message"
        assert copies(desk, without.message_id) == []
        must_fail(one_copy, desk, without, 1)
