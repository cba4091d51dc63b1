"""A mailbox reached with a provider's grant instead of a password: granted by a person in a browser, renewed, kept, and
missed aloud when it is taken back."""

import time
import uuid

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
        self.smtp.bearer = lambda token: self.provider.good.get(token)

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
        check_nobody_was_asked(desk)
        desk.name_app()
        check_nobody_was_asked(desk)
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


def check_nobody_was_asked(desk):
    """Before anybody agreed nothing was taken back: the mailbox waits for its first agreement, also once it was tried."""
    for _ in range(4):
        health = desk.health()
        assert (health["state"], health["reason"]) == ("needs_you", "health_authorise"), health
        time.sleep(0.5)


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


def question(desk, corpus):
    """A customer's mail is there: the number of its conversation."""
    mail = corpus.new(trap="")
    desk.deliver([mail])
    wait_until_all_is_there(desk, [mail], 60)
    return desk.numbers()[mail.token]


def delivery(desk, number, text):
    message = next(it for it in desk.api.messages(number) if text in str(it))
    return next(it for it in desk.api.every("/deliveries") if message["id"] in str(it))


def word():
    return "zq" + uuid.uuid4().hex[:12]


@scenario
def answers_leave_by_token(run):
    """XOAUTH2 at the SMTP server: by the token that was granted; one refused mid-life is renewed at once and the answer
    leaves in the same try, once."""
    corpus = story(run)
    with OAuthDesk(run) as desk:
        desk.name_app()
        desk.agree()
        number = question(desk, corpus)
        first, second = word(), word()
        desk.api.reply(number, first)
        sent = desk.smtp.wait_for(first)[0]
        assert sent.user == USER and desk.smtp.bearers == ["access-1"], desk.smtp.bearers
        time.sleep(11)  # a line unused for ten seconds is asked whether it is still there, and here it will not be
        desk.provider.good.clear()  # the token is over before its time, and only the SMTP server was asked since
        desk.smtp.stop()
        desk.smtp.start()
        desk.api.reply(number, second)
        desk.smtp.wait_for(second)
        assert desk.smtp.bearers[-2:] == ["access-1", "access-2"], desk.smtp.bearers
        until(lambda: delivery(desk, number, second)["state"] == "sent", 20, lambda: delivery(desk, number, second))
        assert delivery(desk, number, second)["attempts"] == 1, delivery(desk, number, second)
        assert renewed_with(desk.provider) == ["refresh-1"], desk.provider.asked
        assert len(desk.smtp.accepted) == 2


@scenario
def an_answer_waits_for_a_new_grant(run):
    """Withdrawn, the grant stops the answer, not for good: it waits, the health says why, and agreed to again it
    leaves, once."""
    corpus = story(run)
    with OAuthDesk(run) as desk:
        desk.name_app()
        desk.agree()
        number = question(desk, corpus)
        before, text = word(), word()
        desk.api.reply(number, before)
        desk.smtp.wait_for(before)
        desk.provider.withdraw()
        desk.smtp.stop()
        desk.smtp.start()
        time.sleep(11)
        desk.api.reply(number, text)
        desk.wait_for_health("needs_you")
        assert desk.health()["reason"] == "health_grant_refused", desk.health()
        assert "invalid_grant" in str(desk.health()), desk.health()
        waiting = lambda: delivery(desk, number, text)
        until(lambda: waiting()["state"] == "queued" and waiting()["error"], 20, lambda: str(waiting()))
        assert desk.api.get(f"/conversations/{number}")["status"] == "waiting", "the answer was taken back"
        until(lambda: desk.health()["last_in"] and desk.health()["last_out"], 40, lambda: str(desk.health()))
        seen = {name: desk.health()[name] for name in ("last_in", "last_out")}
        desk.agree()
        held = desk.health()
        assert all(held[name] >= seen[name] for name in seen), "agreed to again, it forgot when it last worked"
        desk.smtp.wait_for(text)
        until(lambda: waiting()["state"] == "sent", 20, lambda: str(waiting()))
        desk.wait_for_health("working")
        assert len([it for it in desk.smtp.accepted if text in it.text]) == 1
        must_fail(check_nobody_was_asked, desk)
