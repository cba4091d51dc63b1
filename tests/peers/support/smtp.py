"""A real SMTP server (aiosmtpd) that can be told to be difficult."""

import base64
import email
import email.policy
import re
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from . import certificates, ports

DROP = "drop"


@dataclass
class Sent:
    """A mail somebody handed to the server, and what the server said to it."""

    raw: bytes = field(repr=False)
    sender: str
    to: list
    said: str
    user: str
    at: float
    tls: bool

    @cached_property
    def mail(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @cached_property
    def message_id(self):
        return str(self.mail["Message-ID"] or "").strip()

    @cached_property
    def text(self):
        body = self.mail.get_body(preferencelist=("plain", "html"))
        return body.get_content() if body else ""

    @cached_property
    def own_text(self):
        """Without the history quoted below an answer."""
        return "\n".join(line for line in self.text.split("\n") if not line.startswith(">"))


@dataclass
class Rule:
    """At `stage` ("mail", "rcpt", "data", "auth"), for what matches, say `say` that many times.

    DROP closes the connection: at "data" that is after the final dot, the mail being kept, so that the client can not
    know. `match` is a regular expression over the recipient (or the sender at "mail", the user at "auth")."""

    stage: str
    say: str
    match: str = ""
    times: int = 10**9

    def takes(self, stage, what):
        if self.stage != stage or self.times <= 0 or not re.search(self.match, what or ""):
            return False
        self.times -= 1
        return True


class SmtpServer:
    """`security` is "starttls" (required before anything else) or "tls". `users` is {name: password}; with none, no
    AUTH is asked for. `bearer` says whose a token is that is good for XOAUTH2; `bearers` are those that were tried.
    `names` are hosts its certificate is for. What is accepted is handed to `deliver(raw, to, sender)`, when that is
    set."""

    def __init__(self, folder, users, security="starttls", bearer=lambda token: None, names=()):
        self.folder, self.users, self.security, self.bearer = folder, dict(users), security, bearer
        self.port = ports.free()
        self.ca_pem = certificates.make(folder, names=names)
        self.lock = threading.Lock()
        self.rules, self.tried, self.bearers, self.sessions = [], [], [], Counter()
        self.controller = None
        self.deliver = None

    # --- running ----------------------------------------------------------------------------------------------

    def start(self):
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(self.folder / "cert.pem", self.folder / "key.pem")
        starttls = self.security == "starttls"
        self.controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=None if starttls else tls,
            server_kwargs={
                "tls_context": tls if starttls else None,
                "require_starttls": starttls,
                "auth_required": bool(self.users),
                "auth_require_tls": starttls,
                "authenticator": self._authenticate,
                "enable_SMTPUTF8": True,
                "data_size_limit": 64 * 1024 * 1024,
                "ident": "test peer",
            },
        )
        self.controller.start()
        return self

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    # --- being difficult --------------------------------------------------------------------------------------

    def say(self, stage, answer, match="", times=10**9):
        with self.lock:
            rule = Rule(stage, answer, match, times)
            self.rules.append(rule)
            return rule

    def be_kind(self):
        with self.lock:
            self.rules.clear()

    def scripted(self, stage, what):
        with self.lock:
            self.sessions[stage] += 1
            return next((it.say for it in self.rules if it.takes(stage, what)), None)

    def _authenticate(self, server, session, envelope, mechanism, data):
        said = self.scripted("auth", getattr(data, "login", b"").decode() if hasattr(data, "login") else "")
        if said:
            return AuthResult(success=False, handled=False, message=said)
        name, word = data.login.decode(), data.password.decode()
        good = self.users.get(name) == word
        return AuthResult(success=good, handled=False, auth_data=name, message=None if good else "535 5.7.8 Bad credentials")

    # --- what came --------------------------------------------------------------------------------------------

    @property
    def accepted(self):
        """Mails the server has taken (also those whose sender was never told)."""
        with self.lock:
            return [it for it in self.tried if it.said.startswith("250") or it.said == DROP]

    def wait_for(self, match, seconds=30, count=1):
        """The accepted mails whose raw text has `match`; waits until there are `count`."""
        wanted = match.encode() if isinstance(match, str) else match
        found = lambda: [it for it in self.accepted if wanted in it.raw or wanted.decode() in it.text]
        why = lambda: f"{len(found())} of {count} mails with {match!r} came; in all {len(self.accepted)}"
        ports.until(lambda: len(found()) >= count, seconds, why)
        return found()

    def keep(self, sent):
        with self.lock:
            self.tried.append(sent)


class _Controller(Controller):
    def __init__(self, peer, **settings):
        self.peer = peer
        super().__init__(_Handler(peer), **settings)

    def factory(self):
        return _Smtp(self.peer, self.handler, **self.SMTP_kwargs)


class _Smtp(SMTP):
    """Knows one more way to log in; the mechanisms it offers are looked up when it is made."""

    def __init__(self, peer, *args, **named):
        self.peer = peer
        super().__init__(*args, **named)

    async def auth_XOAUTH2(self, _, args):
        said = base64.b64decode(args[1] if len(args) > 1 else "").decode(errors="replace").split("\x01")
        user = said[0].removeprefix("user=")
        token = next((it.removeprefix("auth=Bearer ") for it in said if it.startswith("auth=Bearer ")), "")
        with self.peer.lock:
            self.peer.bearers.append(token)
        if self.peer.bearer(token) == user:
            return AuthResult(success=True, handled=False, auth_data=user)
        # What was wrong comes as a challenge; any answer to it, usually an empty line, ends the try.
        why = base64.b64encode(b'{"status":"400","schemes":"Bearer","scope":"https://mail.example/"}')
        await self.push(b"334 " + why)
        await self._reader.readline()
        return AuthResult(success=False, handled=False, message="535 5.7.8 token is not good")


class _Handler:
    def __init__(self, peer):
        self.peer = peer

    async def handle_MAIL(self, server, session, envelope, address, options):
        said = self.peer.scripted("mail", address)
        if said == DROP:
            server.transport.abort()
        if said:
            return said
        envelope.mail_from = address
        return "250 2.1.0 fine"

    async def handle_RCPT(self, server, session, envelope, address, options):
        said = self.peer.scripted("rcpt", address)
        if said == DROP:
            server.transport.abort()
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        said = self.peer.scripted("data", " ".join(envelope.rcpt_tos)) or "250 2.0.0 kept"
        self.peer.keep(
            Sent(
                raw=envelope.content,
                sender=envelope.mail_from,
                to=list(envelope.rcpt_tos),
                said=said,
                user=str(session.auth_data or ""),
                at=time.time(),
                tls=session.ssl is not None or self.peer.security == "tls",
            )
        )
        if self.peer.deliver and said.startswith("250"):
            for to in envelope.rcpt_tos:
                self.peer.deliver(envelope.content, to, envelope.mail_from)
        if said == DROP:
            server.transport.abort()
        return said
