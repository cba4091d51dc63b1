"""Lobby's own letters through real servers: what they find out of a mailbox, and what is told when they do not arrive.
And a mail the server did not hand over, asked for again."""

import re
import socket
import threading
import uuid
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from support.desk import PASSWORD, USER, Desk, story, wait_until_all_is_there
from support.ports import until
from support.runner import scenario

INFO, LOST, REFUSED = "info@lobby.test", "perdida@lobby.test", "nadie@lobby.test"


def deliver_ours(desk, owners=None):
    """What is sent to our domain comes into the mailbox of who has the address, as LMTP and its delimiter say."""
    owners = owners or {}

    def deliver(raw, to, sender):
        name, domain = to.rsplit("@", 1)
        plain = f"{name.split('+')[0]}@{domain}"
        owner = owners.get(plain, plain)
        if domain == "lobby.test" and owner in desk.dovecot.users:
            desk.dovecot.deliver(raw, to if owner == plain else owner, sender)

    desk.smtp.deliver = deliver
    return desk


def settings(desk):
    return desk.api.get(f"/channels/{desk.channel['id']}")["settings"]


def answered(desk, corpus):
    """Answers a customer; the mail as it left."""
    mail = corpus.new(trap="")
    desk.deliver([mail])
    wait_until_all_is_there(desk, [mail], 30)
    text = "asd" + uuid.uuid4().hex[:12]
    desk.api.reply(desk.numbers()[mail.token], text)
    return mail, desk.smtp.wait_for(text)[0]


@scenario
def plus_addresses_are_learnt_from_a_mailbox_that_takes_them(run):
    corpus = story(run)
    with deliver_ours(Desk(run, plus="unknown")) as desk:
        until(lambda: settings(desk)["plus"] == "yes", 30, lambda: f"{settings(desk)['plus']}: {desk.lobby.log()}")
        asked = [it for it in desk.smtp.accepted if it.to[0].startswith("support+")]
        assert len(asked) == 1, [it.to for it in desk.smtp.accepted]
        assert asked[0].mail["Auto-Submitted"] == "auto-generated", asked[0].raw
        assert not desk.api.conversations(), "the test mail became a case"
        mail, sent = answered(desk, corpus)
        back = str(sent.mail["Reply-To"])
        assert re.search(r"support\+\w{20,}@lobby\.test", back), back
        # An answer that names nothing but this address finds its case, through the real delivery.
        reply = EmailMessage()
        reply["From"], reply["To"], reply["Subject"] = mail.customer, back, "otra cosa"
        reply["Message-ID"] = f"<{uuid.uuid4().hex}@customer.example>"
        word = "asd" + uuid.uuid4().hex[:12]
        reply.set_content(f"{word}\n")
        desk.dovecot.deliver(reply.as_bytes(), re.search(r"[\w.+]+@lobby\.test", back).group(), mail.customer)
        number = desk.numbers()[mail.token]
        until(lambda: any(word in (it.get("text") or "") for it in desk.api.messages(number)), 30, "the answer is not there")
        joined = next(it for it in desk.api.messages(number) if word in (it.get("text") or ""))
        assert joined["why"]["code"] == "reply_token", joined["why"]


@scenario
def plus_addresses_that_are_refused_are_not_used(run):
    corpus = story(run)
    desk = deliver_ours(Desk(run, plus="unknown"))
    desk.smtp.say("rcpt", "550 5.1.1 no such user", match=r"\+")
    with desk:
        until(lambda: settings(desk)["plus"] == "no", 30, lambda: settings(desk)["plus"])
        _, sent = answered(desk, corpus)
        assert "+" not in str(sent.mail["Reply-To"] or ""), sent.mail["Reply-To"]


@scenario
def further_addresses_are_proven_by_a_mail_that_comes_in(run):
    desk = deliver_ours(Desk(run, addresses=[INFO, LOST, REFUSED]), {INFO: USER})
    desk.smtp.say("rcpt", "550 5.1.1 no such user", match=REFUSED)
    with desk:
        proven = lambda: {it["address"]: it["address_proven"] for it in desk.api.every("/channels") if it["address"]}
        until(lambda: proven()[INFO], 30, lambda: f"{proven()} {desk.lobby.log()}")
        until(lambda: any(LOST in it.to for it in desk.smtp.accepted), 30, "nobody was asked")
        assert proven() == {USER: True, INFO: True, LOST: False, REFUSED: False}, proven()
        assert not desk.api.conversations(), "a test mail became a case"


@scenario
def a_refused_invitation_is_told_and_can_be_sent_again(run):
    with Desk(run) as desk:
        bea = "bea@shop.example"
        desk.smtp.say("rcpt", "550 5.1.1 no such user here", match=bea)
        made = desk.api.post("/invitations", {"email": bea, "by_mail": True})["invitation"]
        problem = lambda: desk.api.get(f"/invitations/{made['id']}")["letter_problem"]
        until(problem, 30, "nobody is told")
        told = problem()
        assert (told["to"], told["tried_again"]) == (bea, False) and told["code"].startswith("send-recipient"), told
        assert "no such user here" in told["detail"], told
        desk.smtp.be_kind()
        desk.smtp.say("rcpt", "451 4.7.1 try later", match=bea)
        desk.api.post(f"/invitations/{made['id']}/resend", {"by_mail": True})
        until(lambda: (problem() or {}).get("tried_again"), 30, lambda: f"{problem()}")
        desk.smtp.be_kind()
        again = desk.api.post(f"/invitations/{made['id']}/resend", {"by_mail": True})
        sent = desk.smtp.wait_for(again["url"].rsplit("/", 1)[1])[0]
        until(lambda: problem() is None, 30, lambda: f"{problem()}")
        # Taken by the server first, and returned later.
        desk.dovecot.deliver(returned(sent, bea), USER, "")
        until(problem, 30, "a letter that came back is told nobody")
        assert problem()["code"] == "send-recipient-gone", problem()


def returned(sent, recipient):
    """A bounce (RFC 3464) of a mail that was sent."""
    name = BytesParser(policy=policy.default).parsebytes(sent.raw)["Message-ID"]
    return f"""From: MAILER-DAEMON@mx.lobby.test
To: {USER}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{uuid.uuid4().hex}@mx.lobby.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

It could not be delivered.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.lobby.test

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--cut
Content-Type: text/rfc822-headers

Message-ID: {name}
To: {recipient}
Subject: x

--cut--
""".replace("\n", "\r\n").encode()


class Spoiler:
    """Hands a line to an IMAP server on, and spoils what is said of one mail, by its UID, as long as it is `on`."""

    def __init__(self, to, uid):
        self.to, self.on, self.spoilt = to, True, 0
        self.of = re.compile(rb"\* \d+ FETCH \([^{]*UID %d [^{]*BODY\[" % uid)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            peer = socket.create_connection(("127.0.0.1", self.to))
            threading.Thread(target=self._carry, args=(line, peer, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(peer, line, True), daemon=True).start()

    def _carry(self, a, b, watched):
        try:
            while some := a.recv(1 << 20):
                if watched and self.on and (found := self.of.search(some)):
                    self.spoilt += 1
                    some = some[: found.start()] + b"* {{{ nonsense\xff\r\n"
                b.sendall(some)
        except OSError:
            pass
        finally:
            for it in (a, b):
                try:
                    it.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


@scenario
def a_mail_the_server_did_not_hand_over_is_fetched_when_asked(run):
    """It is set aside, keeps nothing else from coming, and comes in whole once it is tried again."""
    corpus = story(run)
    desk = Desk(run)
    spoiler = Spoiler(desk.dovecot.imap, 2)
    desk.settings["imap"] = {
        "host": "localhost",
        "port": spoiler.port,
        "security": "none",
        "username": USER,
        "password": PASSWORD,
        "folder": "INBOX",
    }
    with desk:
        mails = [corpus.new(trap="") for _ in range(4)]
        desk.deliver(mails)
        spoilt, rest = mails[1], [mails[0], *mails[2:]]
        wait_until_all_is_there(desk, rest, 60)
        aside = lambda: desk.api.get(f"/channels/{desk.channel['id']}/aside")["data"]
        until(lambda: len(aside()) == 1, 30, lambda: f"{aside()}")
        assert aside()[0]["code"] == "parked_not_fetched", aside()
        assert spoilt.token not in desk.numbers() and spoiler.spoilt >= 3
        one = aside()[0]["id"]
        desk.api.post(f"/aside/{one}/retry")
        until(lambda: aside() and aside()[0]["attempts"] >= 2, 30, lambda: f"{aside()}")
        assert aside()[0]["code"] == "parked_not_fetched", "a try that fails leaves it where it is"
        spoiler.on = False
        desk.api.post(f"/aside/{one}/retry")
        wait_until_all_is_there(desk, mails, 30)
        assert not aside(), aside()
        outcome = next(it for it in desk.api.ledger(desk.channel["id"]) if it["uid"] == 2)
        assert outcome["outcome"] == "new_conversation", outcome
