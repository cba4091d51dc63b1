"""The peers themselves, without Lobby: what is told to them comes out again, and the generator keeps its word."""

import email
import email.policy
import hashlib
import imaplib
import re
import smtplib
import ssl
import time

from mailgen import Corpus
from support.dovecot import Dovecot
from support.introspection import Introspection
from support.runner import must_fail, scenario
from support.smtp import DROP, SmtpServer

USER, PASSWORD = "support@lobby.test", "correct horse"


def ids(value):
    return re.findall(r"<[^<>\s]+>", value or "")


def check_manifest(mails):
    """Python's own parser agrees with what the manifest says of each mail."""
    owner = {}  # token -> arrival number
    thread_of = {}  # Message-ID -> thread
    for mail in mails:
        parsed = email.message_from_bytes(mail.raw, policy=email.policy.default)
        if mail.trap not in ("raw8bit", "bad_date"):
            assert str(parsed["Subject"] or "") == mail.subject, (mail.n, parsed["Subject"], mail.subject)
        assert parsed["From"].addresses[0].addr_spec == mail.from_addr, mail.n
        texts = [it for it in parsed.walk() if it.get_content_maintype() == "text" and not it.is_attachment()]
        whole = b"".join(it.get_payload(decode=True) for it in texts)
        assert mail.token.encode() in whole, f"mail {mail.n} lacks its token"
        for token in set(re.findall(rb"zq[0-9a-f]{12}", whole)):
            assert owner.setdefault(token.decode(), mail.token) == mail.token, f"mail {mail.n} holds a token of another"
        if mail.kind == "dup":
            continue
        if mail.via in ("direct", "refs", "irt"):
            named = ids(parsed["References"]) + ids(parsed["In-Reply-To"])
            named += [f"<{it}>" for it in re.findall(r"^[^<>\s]+$", parsed["In-Reply-To"] or "")]
            known = {thread_of[it] for it in named if it in thread_of}
            assert known == {mail.thread}, (mail.n, mail.via, known, mail.thread)
        if mail.message_id:
            assert thread_of.setdefault(mail.message_id, mail.thread) == mail.thread
        files = [it.get_payload(decode=True) for it in parsed.walk() if it.get_content_disposition() in ("attachment", "inline")]
        kept = {hashlib.sha256(it).hexdigest() for it in files if it}
        assert {it["sha256"] for it in mail.attachments} <= kept, f"mail {mail.n} lost an attachment"


@scenario
def the_generator_keeps_its_word(run):
    corpus = Corpus(run.seed)
    mails = [corpus.next() for _ in range(1500)]
    again = Corpus(run.seed)
    assert all(again.next().raw == it.raw for it in mails), "the same seed gave other mails"
    check_manifest(mails)
    assert {it.kind for it in mails} == {"new", "reply", "dup", "autoreply", "bounce", "form", "forward", "bulk"}
    next(it for it in mails if it.via == "direct").thread = "T00000"
    must_fail(check_manifest, mails)


@scenario
def office_mail_is_heavy(run):
    corpus = Corpus(run.seed, office=1.0)
    sizes = [len(it.raw) for it in (corpus.next() for _ in range(60)) if it.shape == "office"]
    assert len(sizes) > 20 and min(sizes) > 40_000, sizes


@scenario
def dovecot_gives_back_what_it_got(run):
    corpus, told = Corpus(run.seed, big=0), Introspection(good={"good-token": USER})
    with Dovecot(run.folder / "dovecot", {USER: PASSWORD}, told.url) as dovecot:
        mails = [corpus.new() for _ in range(20)]
        with dovecot.deliverer() as deliver:
            for it in mails:
                deliver(it.raw, it.recipient.replace("@", "+tag@"), it.envelope_from)
        found = dovecot.mails(USER)
        assert [any(it.token.encode() in raw or it.raw[-80:] in raw for raw, _ in found.values()) for it in mails] == [True] * 20
        assert all("Seen" not in flags for _, flags in found.values())

        before, uids = dovecot.uid_validity(USER), list(found)
        dovecot.restart(between=lambda: dovecot.forget_uids(USER))
        assert dovecot.uid_validity(USER) != before and list(dovecot.mails(USER)) == uids
        before = dovecot.uid_validity(USER)
        dovecot.restart(down=1.1, between=lambda: dovecot.forget_uids(USER, number_anew=True))
        assert dovecot.uid_validity(USER) != before and len(dovecot.mails(USER)) == 20

        dovecot.append(USER, b"Subject: sent\r\n\r\nx\r\n", "Sent")
        assert len(dovecot.mails(USER, "Sent")) == 1
        check_tokens(dovecot, "good-token")
        must_fail(check_tokens, dovecot, "stale-token")
    told.stop()


def check_tokens(dovecot, token):
    client = imaplib.IMAP4_SSL("127.0.0.1", dovecot.imaps, ssl_context=dovecot.client_tls())
    said = f"user={USER}\x01auth=Bearer {token}\x01\x01".encode()
    try:
        client.authenticate("XOAUTH2", lambda challenge: b"" if challenge else said)
        client.logout()
    except imaplib.IMAP4.error as refused:
        raise AssertionError(str(refused)) from refused


@scenario
def the_smtp_server_answers_as_told(run):
    with SmtpServer(run.folder / "smtp", {USER: PASSWORD}) as server:
        mail = b"From: support@lobby.test\r\nMessage-ID: <1@lobby.test>\r\nSubject: s\r\n\r\nHola\r\n"

        def send(to, word=PASSWORD):
            with smtplib.SMTP("127.0.0.1", server.port, timeout=10) as line:
                line.starttls(context=ssl.create_default_context(cadata=server.ca_pem))
                line.login(USER, word)
                return line.sendmail(USER, to, mail)

        assert send(["a@example.com"]) == {}
        assert [it.message_id for it in server.accepted] == ["<1@lobby.test>"] and server.accepted[0].tls
        for stage, said in [("rcpt", "450 4.2.0 later"), ("rcpt", "550 5.1.1 nobody"), ("data", "451 4.3.0 later"),
                            ("data", "552 5.3.4 too big"), ("data", "554 5.7.1 policy"), ("mail", "421 4.3.2 closing")]:
            server.say(stage, said, times=1)
            code = refusal(lambda: send(["a@example.com"]))
            assert code == int(said[:3]), (stage, said, code)
        server.say("rcpt", "550 5.1.1 nobody", match="bad@")
        assert list(send(["a@example.com", "bad@example.com"])) == ["bad@example.com"]
        assert refusal(lambda: send(["a@example.com"], "wrong")) == 535
        server.be_kind()
        before = len(server.accepted)
        server.say("data", DROP, times=1)
        assert refusal(lambda: send(["a@example.com"])) in (None, -1)
        assert len(server.accepted) == before + 1, "a dropped mail was not kept"
        began = time.monotonic()
        must_fail(server.wait_for, "not there", 0.3)
        assert time.monotonic() - began < 5


def refusal(send):
    try:
        send()
    except smtplib.SMTPRecipientsRefused as refused:
        return next(iter(refused.recipients.values()))[0]
    except smtplib.SMTPResponseException as refused:
        return refused.smtp_code
    except smtplib.SMTPServerDisconnected:
        return None
    return 250
