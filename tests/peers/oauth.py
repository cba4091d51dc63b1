"""A mailbox reached with a provider's grant instead of a password: granted by a person in a browser, renewed, kept, and
missed aloud when it is taken back."""

from support.desk import AUTHSERV, USER, Desk, story, wait_until_all_is_there
from support.introspection import Introspection
from support.pages import Pages
from support.ports import until
from support.runner import must_fail, scenario


class OAuthDesk(Desk):
    """Connected as if by Google: the provider's pages, Dovecot's introspection and the SMTP server are ours."""

    def __init__(self, run):
        self.provider = Introspection(user=USER)
        super().__init__(run, introspection=self.provider.url)

    def __enter__(self):
        super().__enter__()
        self.place = f"/settings/channels/{self.channel['id']}"
        self.pages = Pages(self.lobby).log_in()
        return self

    def connect(self, user, **settings):
        """Connected, but nobody was asked yet."""
        grant = {"authorize_url": self.provider.base + "/authorize", "token_url": self.provider.base + "/token"}
        wanted = {"auth": "google", "oauth": grant, "authserv_id": AUTHSERV, **settings}
        return self.lobby.email_channel(self.dovecot, user, self.smtp, **wanted)

    def __exit__(self, *failed):
        super().__exit__(*failed)
        self.provider.stop()

    def page(self):
        return self.pages.get(self.lobby_url(self.place))

    def lobby_url(self, path):
        return self.pages.base + path

    def name_app(self, client="client", secret="hush"):
        """Types the app's id and secret into the mailbox's page."""
        page = self.page()
        form = next(it for it in page.forms if "oauth.client_id" in it.fields)
        page.send(form, **{"oauth.client_id": client, "oauth.client_secret": secret})
        assert page.status == 200, page.text[:400]

    def ask(self):
        """Presses the button that leads to the provider, and ends on Lobby's page for who comes back."""
        page = self.page()
        page.send(page.form(self.place + "/oauth"))
        assert page.status == 200 and "/settings/oauth/callback?" in page.url, (page.status, page.url, page.text[:400])
        return page

    def agree(self):
        page = self.ask()
        page.send(page.form("/settings/oauth/callback"))
        assert page.status == 200 and page.url.endswith(self.place), (page.status, page.url, page.text[:400])

    def health(self):
        return self.api.get(f"/channels/{self.channel['id']}")["health"]

    def wait_for_health(self, state):
        until(lambda: self.health()["state"] == state, 60, lambda: f"health is {self.health()}")


def renewed_with(provider):
    return [form["refresh_token"] for form in provider.forms("refresh_token")]


def bearers(provider):
    return {form["token"] for path, form in provider.asked if path == "/introspect"}


@scenario
def a_grant_is_asked_for_and_renewed(run):
    """A person agrees at the provider, mail comes in by token; refused and expired tokens are renewed, and
    the rotated refresh token is the next one used, also after a restart."""
    corpus = story(run)
    with OAuthDesk(run) as desk:
        assert desk.health()["state"] == "needs_you", desk.health()
        desk.name_app()
        desk.agree()
        asked = next(form for path, form in desk.provider.asked if path == "/authorize")
        assert asked["code_challenge_method"] == "S256" and asked["login_hint"] == USER, asked
        mail = corpus.new(trap="")
        desk.deliver([mail])
        wait_until_all_is_there(desk, [mail], 60)
        assert bearers(desk.provider) == {"access-1"} and not renewed_with(desk.provider), desk.provider.asked

        desk.provider.good.clear()  # the token is over before its time
        desk.provider.expires_in = 60  # and the next ones count as expired when they are next used
        desk.dovecot.restart()
        until(lambda: renewed_with(desk.provider), 60, lambda: f"nothing renewed; health is {desk.health()}")
        second = corpus.new(trap="")
        desk.deliver([second])
        wait_until_all_is_there(desk, [second], 60)
        assert renewed_with(desk.provider)[0] == "refresh-1", desk.provider.asked

        desk.lobby.stop()
        renewals = len(renewed_with(desk.provider))
        desk.lobby.start()
        third = corpus.new(trap="")
        desk.deliver([third])
        wait_until_all_is_there(desk, [third], 60)
        used = renewed_with(desk.provider)
        assert len(used) > renewals, used
        assert used == [f"refresh-{n}" for n in range(1, len(used) + 1)], used
        desk.wait_for_health("working")

        must_fail(check_secrets, desk, USER)
        for secret in ("hush", *used, *bearers(desk.provider)):
            check_secrets(desk, secret)


def check_secrets(desk, secret):
    """What is secret is read back by nobody, and lies in no file as it is."""
    shown = str(desk.api.get(f"/channels/{desk.channel['id']}")) + desk.page().html
    assert secret not in shown, f"{secret} is shown"
    for path in desk.lobby.data.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), f"{secret} lies in {path.name}"


@scenario
def a_withdrawn_grant_asks_for_its_owner(run):
    """invalid_grant is no trouble that passes: health and pages say who must act; nothing is lost meanwhile."""
    corpus = story(run)
    with OAuthDesk(run) as desk:
        desk.name_app()
        desk.agree()
        first = corpus.new(trap="")
        desk.deliver([first])
        wait_until_all_is_there(desk, [first], 60)
        desk.provider.withdraw()
        desk.dovecot.restart()
        desk.wait_for_health("needs_you")
        reason = desk.health()["reason"]
        assert "invalid_grant" in str(desk.health()), desk.health()
        assert reason == "health_grant_refused", reason
        assert "invalid_grant" in desk.page().text, desk.pages.text[:800]
        meanwhile = corpus.new(trap="")
        desk.deliver([meanwhile])
        desk.agree()
        wait_until_all_is_there(desk, [first, meanwhile], 60)
        desk.wait_for_health("working")


@scenario
def no_grant_without_leave(run):
    """Declined at the provider, the wrong secret, or another's state: nothing is kept."""
    with OAuthDesk(run) as desk:
        desk.name_app()
        desk.provider.agrees = False
        page = desk.ask()
        assert not [it for it in page.forms if "oauth" in it.action], page.text
        desk.provider.agrees = True
        page = desk.ask()
        form = page.form("/settings/oauth/callback")
        page.send(form, state="another")
        assert page.status == 404, (page.status, page.text[:300])
        assert not desk.provider.forms("authorization_code")
        desk.name_app(secret="wrong")
        page = desk.ask()
        page.send(page.form("/settings/oauth/callback"))
        assert len(desk.provider.forms("authorization_code")) == 1
        granted = lambda: desk.api.get(f"/channels/{desk.channel['id']}")["settings"]["oauth"]["granted"]
        assert desk.health()["state"] == "needs_you" and not granted()
        desk.name_app()
        desk.agree()
        assert granted()
