"""What people are told outside of Lobby: pushed to a browser through a push service, and mailed."""

import re
import time
from email.message import EmailMessage
from email.utils import format_datetime, localtime

from support.desk import USER, Desk, story, wait_until_all_is_there
from support.lobby import OWNER, Api
from support.ports import until
from support.push import Browser, PushService, proven
from support.runner import scenario


def fails(deed):
    try:
        deed()
    except Exception:  # noqa: BLE001 - whichever it is, it did not open
        return True
    return False


def given_one(desk, corpus):
    """A case that a program gives to the owner: its number, and the mail that began it."""
    mail = corpus.new(trap="")
    desk.deliver([mail])
    wait_until_all_is_there(desk, [mail], 30)
    number = desk.numbers()[mail.token]
    owner = next(it for it in desk.api.get("/agents")["data"] if it["email"] == OWNER)
    Api(desk.lobby, desk.lobby.new_token("shop")).patch(f"/conversations/{number}", {"assignee": owner["id"]})
    return number, mail


@scenario
def a_push_is_opened_by_its_browser_alone_and_proves_whose_it_is(run):
    corpus, service = story(run), PushService()
    with Desk(run) as desk:
        api = desk.api
        api.patch("/notifications/settings", {"quiet": "never"})
        key = api.get("/notifications/settings")["push_key"]
        browser, other = Browser(), Browser()
        paths = {it: f"{service.origin}/send/{it}" for it in ("phone", "gone", "busy")}
        service.answers = {"/send/gone": [410], "/send/busy": [503]}
        for name, endpoint in paths.items():
            api.post("/notifications/devices", browser.subscription(name, endpoint))
        # An address inside is not called, whoever handed it over.
        api.post("/notifications/devices", browser.subscription("inside", "https://10.20.30.40/send/x"))
        number, mail = given_one(desk, corpus)
        until(lambda: service.at("/send/phone"), 20, desk.lobby.log)
        _, headers, body, _ = service.at("/send/phone")[0]
        assert headers["content-encoding"] == "aes128gcm" and int(headers["ttl"]) > 0, headers
        assert len(headers.get("topic", "")) <= 32, headers
        said = [browser.open(it[2]) for it in service.at("/send/phone")]
        given = next(it for it in said if it["href"].startswith(f"/c/{number}"))
        assert given["title"] and given["tag"], given
        assert fails(lambda: other.open(body)), "another browser opened it"
        assert fails(lambda: browser.open(body[:-1] + bytes([body[-1] ^ 1]))), "what was changed was opened"
        claims = proven(headers["authorization"], service.origin, key)
        assert claims and 0 < claims["exp"] - time.time() <= 24 * 3600, claims
        assert claims["sub"].startswith(("mailto:", "https:")), claims
        forged = re.sub(r"t=(.)", lambda it: "t=" + ("f" if it[1] == "e" else "e"), headers["authorization"])
        assert fails(lambda: proven(forged, service.origin, key)) or proven(forged, service.origin, key) is None
        assert proven(headers["authorization"], "https://elsewhere.example", key) is None
        devices = lambda: {it["name"]: it for it in api.get("/notifications/devices")["data"]}  # noqa: E731
        until(lambda: "gone" not in devices(), 20, lambda: f"{devices()}")
        until(lambda: devices()["inside"]["trouble"] == "push-refused", 20, lambda: f"{devices()}")
        until(lambda: devices()["phone"]["reached_at"], 20, lambda: f"{devices()}")
        # Tried again by the queue, a minute later.
        until(lambda: any(it[3] == 201 for it in service.at("/send/busy")), 100, lambda: f"{devices()}")
        # Without texts nothing of the customer's is in it.
        api.patch("/notifications/settings", {"without_texts": True})
        before = len(service.at("/send/phone"))
        second, mail = given_one(desk, corpus)
        until(lambda: len(service.at("/send/phone")) > before, 20, desk.lobby.log)
        bare = [browser.open(it[2]) for it in service.at("/send/phone")[before:]]
        assert all(mail.token not in f"{it}" and mail.customer not in f"{it}" for it in bare), bare
        assert any(f"#{second}" in it["body"] for it in bare), bare
    service.stop()


@scenario
def what_stays_unread_is_mailed_in_a_thread_and_makes_no_case(run):
    corpus = story(run)
    with Desk(run) as desk:
        api = desk.api
        api.patch("/notifications/settings", {"quiet": "never", "mail_after": 1})
        number, mail = given_one(desk, corpus)
        read, _ = given_one(desk, corpus)
        for it in api.get("/notifications")["data"]:
            if it["conversation"] == read:
                api.patch(f"/notifications/{it['id']}", {"read": True})
        sent = desk.smtp.wait_for(f"#{number}", 100)[0]
        assert sent.to == [OWNER], sent.to
        letter = sent.mail
        assert letter["Auto-Submitted"] == "auto-generated" and letter["X-Auto-Response-Suppress"] == "All", sent.raw
        assert re.fullmatch(r"<notifications\.[\w.]+>", letter["List-Id"]), letter["List-Id"]
        assert letter["References"] and letter["References"] == letter["In-Reply-To"], sent.raw
        assert f"/c/{number}" in sent.text, sent.text
        assert not any(f"#{read} " in f"{it.mail['Subject']} " for it in desk.smtp.accepted), "it was read"
        # It comes back into our own mailbox, as it does where the owner logs in with its address: it is no case.
        before = len(desk.api.conversations())
        desk.dovecot.deliver(sent.raw.encode() if isinstance(sent.raw, str) else sent.raw, USER, USER)
        # And an absence note to it, from the owner's own mailbox, is filed as what it is.
        away = EmailMessage()
        away["From"], away["To"], away["Subject"] = OWNER, USER, f"Auto: {letter['Subject']}"
        away["Auto-Submitted"], away["In-Reply-To"] = "auto-replied", letter["Message-ID"]
        away["Message-ID"], away["Date"] = "<away@owner.example>", format_datetime(localtime())
        away.set_content("I am away.")
        desk.dovecot.deliver(away.as_bytes(), USER, OWNER)
        third = corpus.new(trap="")
        desk.deliver([third])
        wait_until_all_is_there(desk, [third], 30)
        cases = desk.api.conversations()
        unresolved = [it for it in cases if it["status"] == "open"]
        assert len(unresolved) == 3, [(it["number"], it["subject"], it["status"]) for it in cases]
        assert len(cases) <= before + 2, cases
        assert len([it for it in desk.smtp.accepted if it.to == [OWNER]]) == 1, "it was mailed twice"
