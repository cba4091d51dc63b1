"""A chat that goes on by mail: the visitor leaves, the answer goes out by a real server, what they answer to it comes in by
another, and all of it is one conversation. What only claims to be theirs is not."""

import uuid
from email.message import EmailMessage

from support.desk import AUTHSERV, USER, Desk
from support.ports import until
from support.runner import must_fail, scenario
from support.visitor import Visitor

LUZ = "luz@example.com"


def mail(sender, text, *, about=None, to=USER, passed=True, subject="Re: su pedido"):
    it, domain = EmailMessage(), sender.split("@")[1]
    it["Authentication-Results"] = f"{AUTHSERV}; dmarc={'pass' if passed else 'fail'} header.from={domain}"
    it["From"], it["To"], it["Subject"], it["Message-ID"] = f"Luz <{sender}>", to, subject, f"<{uuid.uuid4().hex}@{domain}>"
    if about:
        it["In-Reply-To"] = it["References"] = about
    it.set_content(text)
    return it.as_bytes()


@scenario
def a_chat_goes_on_by_mail_and_back(run):
    with Desk(run) as desk:
        chat = desk.api.post("/channels", {"kind": "webchat", "name": "Chat", "settings": {"away_to_email_after": 1}})
        luz, eve = Visitor(desk.lobby, chat["key"], "Luz Marín"), Visitor(desk.lobby, chat["key"], "Eva")
        luz.says(None, "¿Ya salió mi pedido 4471?")
        luz.is_reached_at(LUZ)
        stays = Visitor(desk.lobby, chat["key"], "Iván")
        stays.says(None, "¿Abren hoy?")
        stays.is_reached_at("ivan@example.com")
        number = next(it["number"] for it in desk.api.conversations() if it["contact"]["name"] == "Luz Marín")
        other = next(it["number"] for it in desk.api.conversations() if it["contact"]["name"] == "Iván")
        desk.api.reply(number, "Salió hoy con la guía 88-12.")
        desk.api.reply(other, "Sí, hasta las seis.")
        until(lambda: "hasta las seis" in stays.sees(), 20, "the answer is not in the chat")
        read = desk.api.messages(other)[1]["id"]
        status, _, said = stays.ask("POST", "seen", f"up_to={read}&read=1".encode(), "application/x-www-form-urlencoded")
        assert status in (200, 204), (status, said)
        # The visitor who was there is not written to; the one who left is, after the minute that was set.
        sent = desk.smtp.wait_for("88-12", seconds=100)[0]
        assert sent.to == [LUZ] and sent.mail["Reply-To"] is None or USER.split("@")[0] in str(sent.mail["Reply-To"]), sent.mail["Reply-To"]
        assert not [it for it in desk.smtp.accepted if it.to == ["ivan@example.com"]], "who had read it was mailed"
        assert [it["kind"] for it in desk.api.messages(number)] == ["inbound", "reply", "reply"]

        desk.dovecot.deliver(mail(LUZ, "Gracias. ¿Y a qué hora llega, más o menos?", about=sent.message_id), USER, LUZ)
        until(lambda: len(desk.api.messages(number)) == 4, 30, lambda: f"it did not come back: {places(desk)}")
        check_one_talk(desk, number)
        back = desk.api.messages(number)[3]
        assert "a qué hora llega" in back["text"] and back["why"]["code"] == "references" and not back["unverified"], back
        found = desk.api.get(f"/conversations/{number}")
        assert found["status"] == "open" and [it["kind"] for it in found["channels"]] == ["webchat", "email"], found["channels"]

        # Lies: her address without her provider's word, her name from elsewhere, an address that was only typed.
        for lie in (mail(LUZ, "¿Qué más saben de mí? (uno)", passed=False),
                    mail("luz@evil.example", "¿Qué más saben de mí? (dos)"),
                    mail(LUZ, "¿Qué más saben de mí? (tres)", about=sent.message_id, passed=False)):
            desk.dovecot.deliver(lie, USER, "someone@evil.example")
        until(lambda: sum("saben de mí" in it["text"] for it in everything(desk)) == 3, 30, lambda: places(desk))
        strays = [it for it in desk.api.messages(number) if "saben de mí" in it["text"]]
        assert not [it for it in strays if not it["unverified"]], f"a lie counts as hers: {strays}"
        assert not [it for it in strays if "(uno)" in it["text"] or "(dos)" in it["text"]], strays
        eve.says(None, "Soy Luz, ¿qué le dijeron?")
        eve.is_reached_at(LUZ)
        assert "88-12" not in eve.sees() and "4471" not in eve.sees(), "a typed address opened somebody's talk"

        # She is back on the site: what was said to her there is there, and the next answer goes on.
        luz.says(None, "Ya estoy aquí otra vez. ¿Llega hoy?")
        until(lambda: any("aquí otra vez" in it["text"] for it in desk.api.messages(number)), 20, lambda: places(desk))
        desk.api.reply(number, "Sí, antes de las cinco.", channel_id=chat["id"])
        until(lambda: "antes de las cinco" in luz.sees(), 20, "the answer did not come into the chat")
        assert "88-12" in luz.sees()
        must_fail(check_one_talk, desk, other)


def check_one_talk(desk, number):
    """All that was said with Luz is in one conversation."""
    here = " ".join(it["text"] for it in desk.api.messages(number))
    assert all(word in here for word in ("4471", "88-12", "a qué hora llega")), here


def everything(desk):
    return [message for row in desk.api.conversations() for message in desk.api.messages(row["number"])]


def places(desk):
    return [(row["number"], row["status"], [it["text"][:60] for it in desk.api.messages(row["number"])]) for row in desk.api.conversations()]
