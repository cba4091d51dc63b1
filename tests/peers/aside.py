"""Side conversations through real servers: what is forwarded, what third parties answer, and who sees none of it."""

import base64
import re
import time
import uuid
from email.message import EmailMessage
from email.utils import format_datetime, localtime

from support.desk import AUTHSERV, USER, Desk, story, wait_until_all_is_there
from support.lobby import Refused
from support.ports import until
from support.runner import scenario

WORKSHOP = "taller@workshop.example"


def word():
    return "asd" + uuid.uuid4().hex[:12]


def said_by_them(sent, text, sender=WORKSHOP, to=None, reference=True, **headers):
    """An answer to a forward as a mail program of theirs writes it, with all they were sent quoted below."""
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from={sender.split('@')[1]}"
    mail["From"] = f"Taller <{sender}>"
    mail["To"] = to or str(sent.mail["Reply-To"])
    mail["Subject"] = f"RE: {sent.mail['Subject']}"
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = f"<{uuid.uuid4().hex}@{sender.split('@')[1]}>"
    if reference:
        mail["In-Reply-To"] = mail["References"] = sent.message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in sent.text.splitlines())
    mail.set_content(f"{text}\n\nEl lunes escribieron:\n{quoted}\n")
    return mail


def messages(desk, number, kind):
    return [it for it in desk.api.messages(number) if it["kind"] == kind]


def comes(desk, number, text):
    """Waits for a message with that text in the conversation and gives it."""
    found = lambda: [it for it in desk.api.messages(number) if text in (it.get("text") or "")]
    until(found, 30, lambda: f"{text} is not in #{number}", pause=0.3)
    return found()[0]


@scenario
def what_is_forwarded_comes_back_inside(run):
    corpus = story(run)
    with Desk(run) as desk:
        mail = corpus.new(trap="")
        desk.deliver([mail])
        wait_until_all_is_there(desk, [mail], 30)
        number = desk.numbers()[mail.token]
        asked = desk.api.messages(number)[0]
        note = word()
        desk.api.post(f"/conversations/{number}/messages", {"kind": "note", "text": note})
        first = word()
        desk.api.reply(number, first)
        public = desk.smtp.wait_for(first)[0]
        token = re.search(r"\+(\w+)@", str(public.mail["Reply-To"])).group(1)

        text, plan = word(), base64.b64encode(b"plan").decode()
        more = {"kind": "forward", "to": [WORKSHOP, "second@workshop.example"], "text": text, "messages": [asked["id"]]}
        more |= {"attachments": [{"name": "plan.txt", "content_type": "text/plain", "base64": plan}], "then": "third_party"}
        made = desk.api.post(f"/conversations/{number}/messages", more)
        assert made["kind"] == "forward" and made["direction"] == "internal" and made["strand"] == made["id"], made
        sent = desk.smtp.wait_for(text)[0]
        assert sorted(sent.to) == sorted(more["to"]), sent.to
        assert sent.mail["In-Reply-To"] is None and sent.mail["References"] is None
        assert sent.mail["Subject"].startswith("Fwd: ") and b"plan.txt" in sent.raw
        back = str(sent.mail["Reply-To"])
        assert token not in sent.raw.decode("utf-8", "replace") and token not in back
        assert mail.token in sent.text and note not in sent.text and first not in sent.text
        shown = desk.api.get(f"/conversations/{number}")
        assert (shown["status"], shown["waiting_on"]) == ("waiting", "third_party"), shown
        contacts = len(list(desk.api.every("/contacts")))

        automatic, by_token, by_reference = word(), word(), word()
        for it in (
            said_by_them(sent, automatic, Auto_Submitted="auto-replied"),
            said_by_them(sent, by_token, reference=False),
            said_by_them(sent, by_reference, to=f"{USER}, support+{token}@lobby.test"),
        ):
            desk.dovecot.deliver(it.as_bytes(), USER, WORKSHOP)
            if automatic in it.as_string():
                assert comes(desk, number, automatic)["automatic"]
                assert desk.api.get(f"/conversations/{number}")["status"] == "waiting"
        answers = [comes(desk, number, it) for it in (by_token, by_reference)]
        for it in answers:
            assert it["kind"] == "third_party" and it["author"]["type"] == "third_party", it
            assert it["direction"] == "internal" and it["strand"] == made["id"], it
            assert it["why"]["code"] == "answers_forward", it["why"]
        until(lambda: desk.api.get(f"/conversations/{number}")["status"] == "open", 10, "not open again")
        assert len(list(desk.api.every("/contacts"))) == contacts, "a third party became a contact"
        assert len(desk.api.conversations()) == 1, "a third party began a case"

        goes_on = word()
        desk.api.post(f"/conversations/{number}/messages", {"kind": "forward", "text": goes_on, "strand": answers[0]["id"]})
        second = desk.smtp.wait_for(goes_on)[0]
        assert str(second.mail["Reply-To"]) == back and WORKSHOP in second.to
        assert second.mail["References"] and public.message_id not in str(second.mail["References"])

        last = word()
        desk.api.reply(number, last)
        to_customer = desk.smtp.wait_for(last)[0]
        assert to_customer.to == [mail.customer], to_customer.to
        raw = to_customer.raw.decode("utf-8", "replace")
        for secret in (text, by_token, by_reference, goes_on, note, WORKSHOP, sent.message_id, back):
            assert secret not in raw and secret not in to_customer.text, f"the customer sees {secret}"
        refused_ones(desk, number, mail)


def refused_ones(desk, number, mail):
    for wrong in ({"to": [mail.customer]}, {"to": [USER]}, {"to": []}, {"to": [WORKSHOP], "bcc": ["x@y.example"]}):
        try:
            desk.api.post(f"/conversations/{number}/messages", {"kind": "forward", "text": "x", **wrong})
        except Refused as no:
            assert no.status == 422, no
        else:
            raise AssertionError(f"{wrong} was taken")


@scenario
def a_forward_that_bounces_is_told(run):
    corpus = story(run)
    with Desk(run, undo_seconds=3) as desk:
        mail = corpus.new(trap="")
        desk.deliver([mail])
        wait_until_all_is_there(desk, [mail], 30)
        number = desk.numbers()[mail.token]
        undone, text = word(), word()
        forward = lambda text: desk.api.post(
            f"/conversations/{number}/messages",
            {"kind": "forward", "to": ["gone@workshop.example"], "text": text, "then": "third_party"},
        )
        desk.api.post(f"/deliveries/{forward(undone)['delivery']['id']}/cancel")
        assert desk.api.get(f"/conversations/{number}")["status"] == "open", "as it was"
        desk.smtp.say("rcpt", "550 5.1.1 no such user", match="gone@workshop.example")
        made = forward(text)
        state = lambda: next(it for it in desk.api.messages(number) if it["id"] == made["id"])["delivery"]
        until(lambda: state()["state"] == "failed", 30, lambda: f"{state()}")
        until(lambda: desk.api.get(f"/conversations/{number}")["status"] == "open", 10, "not open again")
        time.sleep(1)
        assert not [it for it in desk.smtp.accepted if undone in it.text]
