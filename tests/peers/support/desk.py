"""A Lobby with a mailbox connected: what most scenarios begin with."""

from datetime import datetime, timedelta, timezone

from mailgen import Corpus

from . import compare
from .dovecot import Dovecot
from .lobby import Lobby
from .ports import until
from .smtp import SmtpServer

USER, PASSWORD = "support@lobby.test", "correct horse"
AUTHSERV = "mx.lobby.test"


class Desk:
    """A Lobby with one mailbox connected, and what its customers have seen of it."""

    def __init__(self, run, users=None, before=None, introspection="http://127.0.0.1:1/", **settings):
        """`before` is called with the mailbox before it is connected; `settings` go to the channel."""
        users = users or {USER: PASSWORD}
        self.run, self.before, self.settings = run, before, settings
        self.dovecot = Dovecot(run.folder / "dovecot", users, introspection)
        self.smtp = SmtpServer(run.folder / "smtp", users)
        self.lobby = Lobby(run.folder / "lobby", run.options.binary)

    def __enter__(self):
        try:
            self.dovecot.start()
            self.smtp.start()
            self.lobby.set_up().start()
            self.api = self.lobby.api
            self.reader = compare.Reader(self.api)
            if self.before:
                self.before(self.dovecot)
            self.channel = self.connect(USER, **self.settings)
            return self
        except BaseException:
            self.__exit__("failed")
            raise

    def __exit__(self, failed, *_):
        if failed:
            self.run.say(f"Lobby's log:\n{self.lobby.log()}")
        self.lobby.__exit__()
        self.smtp.stop()
        self.dovecot.stop()

    def connect(self, user, **settings):
        return self.lobby.email_channel(self.dovecot, user, self.smtp, **{"authserv_id": AUTHSERV, **settings})

    def deliver(self, mails):
        with self.dovecot.deliverer() as line:
            for mail in mails:
                line(mail.raw, mail.recipient, mail.envelope_from)

    def wait_for_ledger(self, outcomes, seconds=60):
        """Waits until the ledger has that many outcomes."""
        have = lambda: len(self.api.ledger(self.channel["id"]))
        until(lambda: have() >= outcomes, seconds, lambda: f"{have()} of {outcomes} mails have an outcome", pause=0.3)

    def numbers(self):
        """{token: conversation number}"""
        return {it: seen[0][0] for it, seen in compare.places(self.reader.read()).items()}


def story(run, **more):
    start = datetime.now(timezone.utc) - timedelta(minutes=20)
    return Corpus(run.seed, USER, start=start.replace(microsecond=0), step=(0, 1), authserv=AUTHSERV, **more)


def wait_until_all_is_there(desk, mails, seconds=120):
    wanted = {it.token for it in mails if it.kind not in ("dup", "bounce")}
    missing = lambda: wanted - set(compare.places(desk.reader.read()))
    try:
        until(lambda: not missing(), seconds, "waiting", pause=0.5)
    except AssertionError:
        gone = [it for it in mails if it.token in missing() and it.kind != "dup"]
        raise AssertionError(f"{len(gone)} mails missing: {[compare.line(it) for it in gone[:8]]}") from None
