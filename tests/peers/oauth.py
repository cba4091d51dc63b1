"""A mailbox reached with a provider's grant instead of a password: tokens are renewed, kept, and missed aloud."""

from support.desk import AUTHSERV, PASSWORD, USER, Desk, story, wait_until_all_is_there
from support.introspection import Introspection
from support.ports import until
from support.runner import must_fail, scenario


class OAuthDesk(Desk):
    """Connected as if by Google: the token endpoint, Dovecot's introspection and the SMTP server are ours."""

    def __init__(self, run):
        self.provider = Introspection(
            good={"access-2": USER},
            refresh={"refresh-1": ("access-2", "refresh-2"), "refresh-2": ("access-3", "refresh-3")},
        )
        super().__init__(run, introspection=self.provider.url)
        self.smtp.tokens |= {"access-2", "access-3"}

    def connect(self, user, **settings):
        grant = {
            "client_id": "client",
            "client_secret": "hush",
            "refresh_token": "refresh-1",
            "token_url": self.provider.base + "/token",
        }
        wanted = {"auth": "google", "oauth": grant, "authserv_id": AUTHSERV, **settings}
        return self.lobby.email_channel(self.dovecot, user, self.smtp, **wanted)

    def __exit__(self, *failed):
        super().__exit__(*failed)
        self.provider.stop()


def tokens_asked(provider):
    return [form.get("refresh_token") for path, form in provider.asked if path == "/token"]


@scenario
def a_grant_is_renewed_and_used(run):
    """The refresh token gives an access token, good for IMAP and SMTP; the rotated refresh token is the next one used,
    also after a restart."""
    corpus = story(run)
    with OAuthDesk(run) as desk:
        mail = corpus.new(trap="")
        desk.deliver([mail])
        wait_until_all_is_there(desk, [mail], 30)
        desk.api.reply(desk.numbers()[mail.token], "Con gusto, caso zq111111111111.")
        sent = desk.smtp.wait_for("zq111111111111")[0]
        assert sent.user == USER
        assert tokens_asked(desk.provider) == ["refresh-1"], tokens_asked(desk.provider)

        desk.lobby.stop()
        desk.provider.good = {"access-3": USER}  # the old one is over
        desk.smtp.tokens.discard("access-2")
        desk.lobby.start()
        later = corpus.new(trap="")
        desk.deliver([later])
        wait_until_all_is_there(desk, [later], 60)
        assert tokens_asked(desk.provider)[:2] == ["refresh-1", "refresh-2"], tokens_asked(desk.provider)
        must_fail(check_secrets, desk, "client")
        for secret in ("hush", "refresh-1", "access-2"):
            check_secrets(desk, secret)


def check_secrets(desk, secret):
    """What is secret is read back by nobody, and lies in no file as it is."""
    assert f'"{secret}"' not in str(desk.api.get(f"/channels/{desk.channel['id']}")).replace("'", '"')
    for path in desk.lobby.data.rglob("*"):
        if path.is_file() and not path.is_socket():
            assert secret.encode() not in path.read_bytes(), f"{secret} lies in {path.name}"


@scenario
def a_withdrawn_grant_asks_for_its_owner(run):
    """invalid_grant is no trouble that passes: health says who must act; nothing is lost meanwhile."""
    corpus = story(run)
    with OAuthDesk(run) as desk:
        first = corpus.new(trap="")
        desk.deliver([first])
        wait_until_all_is_there(desk, [first], 30)
        desk.provider.good.clear()
        desk.provider.refresh.clear()
        desk.dovecot.restart()
        health = lambda: desk.api.get(f"/channels/{desk.channel['id']}")["health"]
        until(lambda: health()["state"] == "needs_you", 60, lambda: f"health is {health()}")
        assert health()["reason"], health()
        assert desk.dovecot.users[USER] == PASSWORD
