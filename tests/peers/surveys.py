"""How it was: asked over a bot by buttons and by real mail by a page, answered by a press, by a number and by a form; over kills;
and a mail scanner that opens every link rates nothing."""

import re
import urllib.error
import urllib.parse
import urllib.request

from support.desk import USER, Desk
from support.ports import until
from support.runner import must_fail, scenario
from telegram_bot import Stand
from webchat_mail import mail

LUZ = "luz@example.com"
ALWAYS = [["0:00-24:00"]] * 7


def asks(api, channel, **more):
    hours = api.post("/calendars", {"name": "Siempre", "time_zone": "UTC", "week": ALWAYS})["id"]
    api.patch(f"/channels/{channel}", {"calendar_id": hours})
    return api.patch(f"/channels/{channel}/surveys", {"on": True, "after_minutes": 0, **more})


def rating(api, number):
    return (api.get(f"/conversations/{number}")["survey"] or {}).get("rating")


def rated(api, number, stars):
    assert rating(api, number) == stars, api.get(f"/conversations/{number}")["survey"]
    assert api.get(f"/conversations/{number}")["status"] == "resolved", "a rating opened it again"


@scenario
def a_press_rates_over_a_kill_and_a_bad_one_is_told(run):
    with Stand(run, "") as it:
        asks(it.api, it.channel["id"])
        luz = it.bot.customer()
        luz.says("¿Tienen la talla 38 en negro?")
        it.wait_for(1)
        it.answer("Sí, en negro. La aparto.")
        before = len(it.bot.sent)
        it.api.patch(f"/conversations/{it.number}", {"status": "resolved"})
        it.again()
        until(lambda: len(it.bot.sent) > before, 40, "nobody asked")
        asked = it.bot.sent[before]
        buttons = [one for row in asked["reply_markup"]["inline_keyboard"] for one in row]
        assert [one["text"][0] for one in buttons] == list("54321"), buttons
        assert rating(it.api, it.number) is None
        luz.presses(asked, buttons[3]["callback_data"])
        until(lambda: rating(it.api, it.number) == 2, 30, lambda: f"not rated: {it.messages()}")
        rated(it.api, it.number, 2)
        must_fail(rated, it.api, it.number, 5)
        until(lambda: len(it.bot.sent) == before + 2, 30, "nobody said thanks")
        it.again()
        told = lambda: [one for one in it.api.get("/notifications")["data"] if one["kind"] == "rated"]
        until(lambda: len(told()) == 1, 30, lambda: f"told: {it.api.get('/notifications')}")
        assert len(it.bot.sent) == before + 2, "it was asked or thanked twice"
        luz.says("Llegó otra talla, la 36")
        until(lambda: it.api.get(f"/conversations/{it.number}")["status"] == "open", 30, "what went wrong is not open")


def page(address, port, form=None):
    """Opens a customer's page, or sends its form, as a program does that knows no cookies."""
    where = urllib.parse.urlsplit(address)
    headers = {"Host": where.netloc, "Accept": "text/html"}
    data = urllib.parse.urlencode(form).encode() if form else None
    if form:
        headers["Origin"] = f"{where.scheme}://{where.netloc}"
    request = urllib.request.Request(f"http://127.0.0.1:{port}{where.path}", data, headers)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    try:
        with urllib.request.build_opener(Stay).open(request, timeout=10) as said:
            return said.status, said.read().decode()
    except urllib.error.HTTPError as err:
        return err.code, err.read().decode()


@scenario
def a_mail_asks_and_only_a_press_on_its_page_counts(run):
    with Desk(run) as desk:
        asks(desk.api, desk.channel["id"])
        desk.lobby.kill()
        desk.lobby.configure('public_url = "http://hilfe.example"\n').start()
        api, port = desk.lobby.api, desk.lobby.port
        only = lambda: [it["number"] for it in api.conversations()]
        answered = None
        for n, customer in enumerate((LUZ, "eva@example.com")):
            desk.dovecot.deliver(mail(customer, f"¿Ya salió mi pedido {n}?", subject=f"Pedido {n}"), USER, customer)
            until(lambda: len(only()) == n + 1, 60, "the mail did not come in")
            number = max(only())
            api.reply(number, f"Salió hoy con la guía 88-{n}.", then="resolve")
            sent = desk.smtp.wait_for("/survey/", 60, n + 1)[n]
            assert sent.to == [customer] and "auto" in str(sent.mail["Auto-Submitted"]), sent.mail.items()
            if customer == LUZ:
                on_its_page(desk, number, re.search(r"http://hilfe\.example/survey/\w+", sent.text).group(0))
            answered = number, sent, customer
        number, sent, customer = answered
        desk.dovecot.deliver(mail(customer, "3", about=sent.message_id, subject="Re: Pedido 1"), USER, customer)
        until(lambda: rating(api, number) == 3, 40, lambda: api.messages(number)[-1])
        rated(api, number, 3)


def on_its_page(desk, number, address):
    api, port = desk.lobby.api, desk.lobby.port
    for _ in range(3):
        status, shown = page(address, port)
        assert status == 200 and "5 · " in shown, (status, shown[:300])
    assert rating(api, number) is None, "opening it rated"
    assert page(address, port, {"rating": "4", "comment": "Rápido"})[0] == 303
    desk.lobby.kill()
    desk.lobby.start()
    rated(api, number, 4)
    asked = next(it for it in api.messages(number) if it["rating"])
    assert (asked["rating"]["rating"], asked["rating"]["comment"]) == (4, "Rápido"), asked["rating"]
    forged = address[:-1] + ("b" if address[-1] == "a" else "a")
    assert page(forged, port, {"rating": "1"})[0] == 404
    must_fail(rated, api, number, 1)
