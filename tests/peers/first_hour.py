"""The first ten minutes: the printed link, every step of the set-up at its own address and without JavaScript, a first
mail from a phone; and the same by the command line."""

import re
import subprocess
from urllib.parse import urlsplit

from support.desk import USER, PASSWORD, Desk, story, wait_until_all_is_there
from support.lobby import OWNER, OWNER_PASSWORD
from support.pages import Pages
from support.ports import until
from support.runner import must_fail, scenario

YOU = {"name": "Ana Ruiz", "email": OWNER, "password": OWNER_PASSWORD, "language": "en", "time_zone": "America/Bogota"}
BUSINESS = {
    **{"name": "Clínica Sol", "country": "CO", "sector": "clinic", "people": "few", "language": "es"},
    **{"time_zone": "America/Bogota", "shown": "CO"},
}


def link_of(lobby):
    found = re.findall(r"http\S+/setup/\S+", lobby.log())
    assert found, lobby.log()
    return found[-1]


def refused(lobby, *args, stdin=""):
    """Runs a subcommand that must fail; what it said."""
    done = subprocess.run([lobby.binary, *args], env=lobby.env, input=stdin, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, (args, done)
    return done.stderr + done.stdout


def path(pages):
    return pages.url.removeprefix(pages.base)


@scenario
def the_set_up_from_the_link_to_the_inbox(run):
    """Steps can be left and come back to; the mailbox is tried live; the first mail is seen; then it is over."""
    desk = Desk(run)
    with desk.dovecot, desk.smtp, desk.lobby as lobby:
        desk.smtp.deliver = lambda raw, to, sender: desk.dovecot.deliver(raw, to, sender)
        link = link_of(lobby)
        assert lobby.command("setup-link").strip() == link, "the link that is printed again is another one"
        lobby.stop()
        assert lobby.command("setup-link").split()[-1].rsplit("/", 1)[1] == link.rsplit("/", 1)[1]
        lobby.start()
        pages = Pages(lobby).get(link)
        pages.send(pages.form("/setup/"), **YOU)
        assert path(pages) == "/setup/business", (pages.url, pages.text[:400])
        assert pages.get(link).url.endswith("/setup/business"), "the link does not lead on"
        stranger = Pages(lobby).get(link)
        assert stranger.status == 404, stranger.status
        pages.send(pages.form("/setup/business"), **{**pages.form("/setup/business").fields, **BUSINESS})
        assert path(pages) == "/setup/channel", (pages.url, pages.text[:400])
        # Back to the first step, and on again.
        pages.get("/setup/you")
        pages.send(pages.form("/setup/you"), name="Ana María Ruiz", language="en", time_zone="America/Bogota")
        assert path(pages) == "/setup/business" and "Clínica Sol" in pages.html
        connect(desk, pages)
        write_from_the_phone(run, desk, pages)
        invite(pages)
        assert pages.get("/setup/done").status == 200 and "4 of 5" in pages.text, pages.text
        pages.send(pages.form("/setup/done"))
        assert path(pages) == "/", pages.url
        for gone in ("/setup", "/setup/you", "/setup/channel/proof", link):
            assert pages.get(gone).status == 404, gone
        assert "set up already" in refused(lobby, "setup-link")


def connect(desk, pages):
    """The mailbox by its servers; both legs of the test mail; the closing words in the business's language."""
    pages.get("/setup/channel/proof")
    assert path(pages) == "/setup/channel", "there is nothing to prove without a mailbox"
    pages.get("/setup/channel/email")
    servers = {
        **{"imap.host": "localhost", "imap.port": str(desk.dovecot.imaps), "imap.security": "tls"},
        **{"smtp.host": "localhost", "smtp.port": str(desk.smtp.port), "smtp.security": "starttls"},
        "ca_pem": desk.dovecot.ca_pem + desk.smtp.ca_pem,
    }
    form = pages.form("/setup/channel/email")
    pages.send(form, address=USER, password=PASSWORD, history="0", **servers)
    tried = path(pages)
    assert tried.startswith("/setup/channel/tries/"), (tried, pages.text[:600])
    until(lambda: "data-live" not in pages.get(tried).html, 60, lambda: pages.text)
    for leg in ("Log-in for reading", "Log-in for sending", "Test mail sent", "Test mail came back"):
        assert f"Done: {leg}" in pages.text, pages.text
    assert "/setup/channel/greeting" in pages.links
    pages.get("/setup/channel/greeting")
    form = pages.form("/setup/channel/greeting")
    assert form.fields["signature"].strip() == "Cordial saludo,\nClínica Sol", form.fields
    pages.send(form, signature="Un abrazo,\nsu Clínica Sol")
    assert path(pages) == "/setup/channel/proof", pages.url


def write_from_the_phone(run, desk, pages):
    """The page waits, with a link for whoever has no script; a mail comes; it is there, and can be answered."""
    check_waiting(pages)
    pages.get("/setup")
    assert path(pages) == "/setup/channel/proof", "one does not come back to where one left"
    mail = story(run).new(trap="")
    desk.deliver([mail])
    until(lambda: "It's here." in pages.get("/setup/channel/proof").text, 30, lambda: pages.text)
    must_fail(check_waiting, pages)
    case = next(it for it in pages.links if it.startswith("/c/"))
    pages.get(case)
    assert mail.token in pages.html and "/setup" in pages.links, "no way back to the set-up"
    desk.lobby.token = desk.lobby.new_token("peers", "--acts-as", "agent")
    desk.lobby.api.reply(case.split("/")[2], "Gracias por escribir.")
    sent = desk.smtp.wait_for("Gracias por escribir.", 40)[0]
    assert "Un abrazo,\nsu Clínica Sol" in sent.own_text.replace("\r\n", "\n"), sent.own_text


def check_waiting(pages):
    assert "data-live" in pages.html and "Look how far it is" in pages.text, pages.text
    assert USER in pages.html


def invite(pages):
    pages.get("/setup")
    assert path(pages) == "/setup/people", pages.url
    pages.send(pages.form("/setup/people"), name="Bea", email="bea@lobby.test")
    assert "/invite/" in pages.html, pages.text


@scenario
def the_set_up_by_the_command_line(run):
    """What the wizard does, beside a running Lobby and without one; once and no more."""
    desk = Desk(run)
    lobby = desk.lobby
    said = (
        *("setup", "--business", "Clínica Sol", "--country", "CO", "--people", "few", "--sector", "clinic"),
        *("--owner-name", "Ana Ruiz", "--owner-email", OWNER, "--password-stdin"),
    )
    with lobby:
        link = link_of(lobby)
        assert "12 characters" in refused(lobby, *said, stdin="short\n")
        assert link_of(lobby) == lobby.command("setup-link").strip(), "a set-up that failed used the link up"
        printed = lobby.command(*said, stdin=OWNER_PASSWORD + "\n")
        assert "/login" in printed and OWNER_PASSWORD not in printed + lobby.log()
        assert Pages(lobby).get(link).status == 404
        for again in (said, ("setup-link",)):
            assert "set up already" in refused(lobby, *again, stdin=OWNER_PASSWORD + "\n")
        pages = Pages(lobby).log_in()
        assert path(pages) == "/", "the set-up is not over"
        pages.get("/settings/business")
        fields = pages.form("/settings/business").fields
        assert fields["name"] == "Clínica Sol" and fields["day0"] == "8:00-18:00", fields
        for chosen in ('value="CO" selected', 'value="America/Bogota" selected', 'value="few" selected', 'value="clinic" selected'):
            assert chosen in pages.html, chosen
    assert "set up already" in refused(lobby, "setup-link")


# What a desk of two or three need not know of: no page an agent reaches in two clicks says it.
UNSAID = {
    "en": "team SLA queue capacity policy webhook routing",
    "es": "equipo SLA ANS cola capacidad política webhook enrutamiento ruteo",
}


@scenario
def a_small_desk_is_told_nothing_it_need_not_know(run):
    corpus = story(run)
    with Desk(run) as desk:
        mail = corpus.new(trap="")
        desk.deliver([mail])
        wait_until_all_is_there(desk, [mail], 30)
        number = desk.numbers()[mail.token]
        desk.api.reply(number, "Gracias por escribir.", then="keep_open")
        owner = Pages(desk.lobby).log_in()
        owner.get("/settings/business")
        owner.send(owner.form("/settings/business"), **{**owner.form("/settings/business").fields, **BUSINESS})
        bea = invited(desk, owner)
        for language, words in UNSAID.items():
            bea.get("/settings/me")
            form = bea.form("/settings/me")
            bea.send(form, name="Bea", language=language, time_zone="America/Bogota", theme="")
            seen = within_two_clicks(bea)
            assert len(seen) > 12 and f"/c/{number}" in seen and "/settings/me/devices" in seen, sorted(seen)
            says_nothing_of(words.split(), seen)
            run.say(f"{language}: {len(seen)} pages")
            must_fail(says_nothing_of, ["Lobby"], seen)


def invited(desk, owner):
    """An agent who came by an invitation."""
    owner.get("/settings/people")
    owner.send(owner.form("/settings/people"), name="Bea", email="bea@lobby.test")
    link = re.search(r"http[^\"]+/invite/[\w-]+", owner.html).group(0)
    bea = Pages(desk.lobby).get(link)
    bea.send(bea.form("/invite/"), name="Bea", password="otra frase bastante larga")
    assert path(bea) == "/", bea.url
    return bea


def within_two_clicks(pages):
    """{path: (words a person sees or hears)} of every page the inbox leads to, and those lead to."""
    seen, now = {}, ["/"]
    for _ in range(3):
        later = []
        for place in now:
            if place in seen or len(seen) > 150:
                continue
            pages.get(pages.base + place)
            if pages.status != 200 or "<html" not in pages.html[:200].lower():
                continue
            said = re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', pages.html)
            seen[place] = " ".join([pages.text, *said])
            links = [urlsplit(it) for it in pages.links]
            later += [it.path for it in links if not it.netloc and it.path.startswith("/") and not it.path.startswith("/attachments")]
        now = sorted(set(later))
    return seen


def says_nothing_of(words, seen):
    found = [
        f"{word!r} on {place}: …{text[max(0, at.start() - 40) : at.end() + 20]}…"
        for place, text in seen.items()
        for word in words
        for at in re.finditer(rf"\b{word}e?s?\b", text, re.IGNORECASE if not word.isupper() else 0)
    ]
    assert not found, "\n".join(found[:12])
