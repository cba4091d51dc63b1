"""WhatsApp against a Graph API of ours, which pywa, a client of other hands, must take for Meta's too."""

import hashlib
import hmac
import sys
import time

from support.graph import ACCOUNT, NUMBER, SECRET, TOKEN, Graph, Hosted, posted, signed
from support.lobby import Lobby, Refused
from support.pages import Pages
from support.ports import until
from support.runner import must_fail, scenario

THEM = "573001112233"


def connected(run, graph):
    lobby = Lobby(run.folder, run.options.binary).set_up().start()
    settings = {"phone_number_id": NUMBER, "waba_id": ACCOUNT, "access_token": TOKEN, "app_secret": SECRET, "api_base": graph.url}
    channel = lobby.api.post("/channels", {"kind": "whatsapp", "name": "WhatsApp", "settings": settings})
    path = "/hooks/" + channel["webhook_url"].split("/hooks/")[1]
    return lobby, channel, f"http://127.0.0.1:{lobby.port}{path}"


def call(**value):
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "576015550101", "phone_number_id": NUMBER},
        "contacts": [{"profile": {"name": "María Ruiz"}, "wa_id": THEM}],
        **value,
    }
    return {"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT, "changes": [{"field": "messages", "value": value}]}]}


def message(name, ago=0, **content):
    return call(messages=[{"from": THEM, "id": name, "timestamp": str(int(time.time()) - ago), **content}])


def last(lobby, number):
    return lobby.api.messages(number)[-1]


@scenario
def a_talk_by_whatsapp(run):
    with Graph() as graph:
        lobby, channel, url = connected(run, graph)
        with_end(lobby, lambda: talk(graph, lobby, channel, url))


def with_end(lobby, what):
    try:
        what()
    finally:
        lobby.stop()


def talk(graph, lobby, channel, url):
    until(lambda: graph.subscribed, 20, lobby.log)
    tested = lobby.api.post(f"/channels/{channel['id']}/test")
    assert tested["ok"] and len(tested["lines"]) == 4, tested
    photo = b"\xff\xd8\xff\xe0 no real picture"
    media = graph.keep("image/jpeg", photo)
    assert signed(url, message("wamid.1", type="text", text={"body": "¿Tienen la 38?"})) == 200
    must_fail(refused, url)
    image = {"id": media, "mime_type": "image/jpeg", "caption": "así"}
    assert signed(url, message("wamid.2", type="image", image=image)) == 200
    number = lobby.api.conversations()[0]["number"]

    def fetched():
        files = last(lobby, number)["attachments"]
        return files and files[0]["size"] == len(photo)

    until(fetched, 20, lambda: str(last(lobby, number)))
    buttons = [{"id": "y", "text": "Sí"}, {"id": "n", "text": "No"}]
    lobby.api.reply(number, "Sí. ¿Se la aparto?", buttons=buttons)
    until(lambda: graph.sent, 20, lobby.log)
    sent = graph.sent[0]
    assert sent["to"] == THEM and len(sent["interactive"]["action"]["buttons"]) == 2, sent
    until(lambda: graph.read == ["wamid.2"], 10, lambda: str(graph.read))
    told = {"id": "wamid.OUT1", "status": "delivered", "timestamp": str(int(time.time())), "recipient_id": THEM}
    assert signed(url, call(statuses=[told])) == 200
    until(lambda: last(lobby, number)["delivery"]["state"] == "delivered", 10, lambda: str(last(lobby, number)))
    lobby.api.reply(number, "Hola María", template={"name": "answer_waiting", "language": "es", "body": ["María"]})
    until(lambda: len(graph.sent) == 2, 20, lobby.log)
    assert graph.sent[1]["template"]["components"][0]["parameters"][0]["text"] == "María", graph.sent[1]
    graph.refuse.append(131026)
    lobby.api.reply(number, "¿Sigue ahí?")
    until(lambda: last(lobby, number)["delivery"]["state"] == "failed", 20, lambda: str(last(lobby, number)))


@scenario
def that_it_was_read_is_told_when_it_is_opened(run):
    with Graph() as graph:
        lobby, channel, url = connected(run, graph)
        with_end(lobby, lambda: opened(graph, lobby, channel, url))


def opened(graph, lobby, channel, url):
    until(lambda: graph.subscribed, 20, lobby.log)
    lobby.api.patch(f"/channels/{channel['id']}", {"settings": {"receipts": "opened"}})
    assert signed(url, message("wamid.1", type="text", text={"body": "¿Tienen la 38?"})) == 200
    number = lobby.api.conversations()[0]["number"]
    pages = Pages(lobby).log_in()
    lobby.api.patch(f"/conversations/{number}", {"assignee": lobby.api.get("/agents")["data"][0]["id"]})
    assert signed(url, message("wamid.2", type="text", text={"body": "¿En azul?"})) == 200
    assert graph.read == [], graph.read
    pages.get(f"{pages.base}/c/{number}")
    assert graph.read == [], "a page that is only fetched was not opened"
    pages.send(pages.form(f"/c/{number}/read"))
    until(lambda: graph.read == ["wamid.2"], 20, lambda: str(graph.read))
    lobby.api.reply(number, "Sí, en azul.")
    until(lambda: graph.sent, 20, lobby.log)


@scenario
def a_number_that_a_partner_hosts(run):
    with Hosted() as graph:
        lobby = Lobby(run.folder, run.options.binary).set_up().start()
        settings = {"phone_number_id": NUMBER, "access_token": TOKEN, "auth_header": "D360-API-KEY", "api_base": graph.url}
        channel = lobby.api.post("/channels", {"kind": "whatsapp", "name": "WhatsApp", "settings": settings})
        path = "/hooks/" + channel["webhook_url"].split("/hooks/")[1]
        with_end(lobby, lambda: hosted(graph, lobby, channel, f"http://127.0.0.1:{lobby.port}{path}"))


def hosted(graph, lobby, channel, url):
    until(lambda: graph.subscribed, 20, lobby.log)
    word = graph.subscribed[-1]["headers"]["x-lobby-verify"]
    assert graph.subscribed[-1]["url"] == channel["webhook_url"], graph.subscribed
    place = f"/channels/{channel['id']}/templates"
    known = lambda: {it["name"]: it["status"] for it in lobby.api.get(place)["data"]}
    until(lambda: known() == {"answer_waiting": "APPROVED"}, 20, lambda: str(known()))
    new = {"name": "visit", "language": "es", "category": "UTILITY", "body": "Hola {{1}}, lo esperamos.", "examples": ["Ana"]}
    assert lobby.api.post(place, new)["status"] == "PENDING"
    assert graph.templates[-1]["name"] == "visit", graph.templates
    # Of a header that is a file a partner takes the address.
    file = "https://shop.example/invoice.pdf"
    bill = {"name": "bill", "language": "es", "category": "UTILITY", "body": "Su factura está lista.", "header_format": "DOCUMENT", "examples": [file]}
    assert lobby.api.post(place, bill)["status"] == "PENDING"
    header = next(it for it in graph.templates[-1]["components"] if it["type"] == "HEADER")
    assert header == {"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": [file]}}, header
    photo = b"\xff\xd8\xff\xe0 no real picture"
    image = {"id": graph.keep("image/jpeg", photo), "mime_type": "image/jpeg", "caption": "así"}
    said = message("wamid.1", type="image", image=image)
    assert posted(url, said, x_lobby_verify="guess") == 401 and posted(url, said) == 401
    assert posted(url, said, x_lobby_verify=word) == 200
    number = lobby.api.conversations()[0]["number"]
    until(lambda: last(lobby, number)["attachments"][0]["size"] == len(photo), 20, lambda: str(last(lobby, number)))
    lobby.api.reply(number, "Sí, es esa.")
    until(lambda: graph.sent, 20, lobby.log)
    assert (graph.sent[0]["to"], graph.sent[0]["text"]["body"]) == (THEM, "Sí, es esa."), graph.sent
    tested = lobby.api.post(f"/channels/{channel['id']}/test")
    assert tested["ok"] and any("AVAILABLE" in it["detail"] for it in tested["lines"]), tested


DAY = 25 * 3600


@scenario
def an_answer_waits_for_a_yes_over_a_power_cut(run):
    with Graph() as graph:
        lobby, channel, url = connected(run, graph)
        with_end(lobby, lambda: waits(graph, lobby, channel, url))


def waits(graph, lobby, channel, url):
    until(lambda: lobby.api.get(f"/channels/{channel['id']}/templates")["data"], 20, lobby.log)
    for n, answer in enumerate(["yes", "other"]):
        them = f"57300111224{n}"
        said = message(f"wamid.{answer}1", ago=DAY, type="text", text={"body": "¿Tienen la 38?"})
        said["entry"][0]["changes"][0]["value"]["messages"][0]["from"] = them
        said["entry"][0]["changes"][0]["value"]["contacts"][0]["wa_id"] = them
        assert signed(url, said) == 200
        number = max(it["number"] for it in lobby.api.conversations())
        must_fail(free_answer, lobby, number)
        ask = {"name": "answer_waiting", "language": "es", "body": ["María"]}
        held = lobby.api.reply(number, "Sí, en negro.", ask=ask)
        assert held["delivery"]["state"] == "waiting", held
        before = len(graph.sent)
        until(lambda: len(graph.sent) > before, 20, lobby.log)
        asked = graph.sent[-1]["template"]
        assert asked["components"][-1]["parameters"][0]["payload"] == "show-answer", asked
        lobby.kill()
        lobby.start()
        assert lobby.api.get(f"/messages/{held['id']}")["delivery"]["state"] == "waiting"
        words = "Sí, por favor" if answer == "yes" else "¿Y zapatos de niño?"
        said = message(f"wamid.{answer}2", type="text", text={"body": words})
        said["entry"][0]["changes"][0]["value"]["messages"][0]["from"] = them
        said["entry"][0]["changes"][0]["value"]["contacts"][0]["wa_id"] = them
        for _ in range(2):
            assert signed(url, said) == 200
        state = lambda: lobby.api.get(f"/messages/{held['id']}")["delivery"]["state"]
        if answer == "yes":
            until(lambda: state() == "sent", 30, state)
            assert [it["text"]["body"] for it in graph.sent if it["type"] == "text"] == ["Sí, en negro."], graph.sent
        else:
            assert state() == "cancelled" and lobby.api.get(f"/conversations/{number}")["status"] == "open"


def free_answer(lobby, number):
    try:
        lobby.api.reply(number, "Sí.")
    except Refused as no:
        assert no.status != 422, no


@scenario
def approved_texts_are_handed_in(run):
    with Graph() as graph:
        lobby, channel, url = connected(run, graph)
        with_end(lobby, lambda: handed_in(graph, lobby, channel, url))


def handed_in(graph, lobby, channel, url):
    until(lambda: graph.subscribed, 20, lobby.log)
    place = f"/channels/{channel['id']}/templates"
    known = lambda: {it["name"]: it for it in lobby.api.get(place)["data"]}
    until(lambda: "answer_waiting" in known(), 20, lambda: str(known()))
    assert known()["answer_waiting"]["asks"], known()
    new = {"name": "visit", "language": "es", "category": "UTILITY", "body": "Hola {{1}}, lo esperamos.", "examples": ["Ana"],
           "buttons": [{"type": "QUICK_REPLY", "text": "Confirmo"}]}
    assert lobby.api.post(place, new)["status"] == "PENDING"
    must_fail(taken, lobby, place, {**new, "name": "Visit"})
    must_fail(taken, lobby, place, {**new, "name": "other", "examples": []})
    value = {"event": "REJECTED", "reason": "INCORRECT_CATEGORY", "message_template_name": "visit", "message_template_language": "es"}
    told = {"object": "whatsapp_business_account",
            "entry": [{"id": ACCOUNT, "changes": [{"field": "message_template_status_update", "value": value}]}]}
    assert signed(url, told) == 200
    assert (known()["visit"]["status"], known()["visit"]["reason"]) == ("REJECTED", "INCORRECT_CATEGORY"), known()
    graph.templates[-1]["status"] = "REJECTED"
    assert lobby.api.post(place, {**new, "category": "MARKETING"})["status"] == "PENDING"
    assert graph.templates[-1]["category"] == "MARKETING" and known()["visit"]["reason"] == "", known()


def taken(lobby, place, new):
    try:
        lobby.api.post(place, new)
    except Refused as no:
        assert no.status != 422, no


def refused(url):
    assert signed(url, message("wamid.x", type="text", text={"body": "no"}), "another secret") == 200


@scenario
def a_client_of_other_hands_agrees(run):
    """pywa (4.5.0) reads our signature as Lobby does, and takes our Graph API for Meta's."""
    try:
        from pywa import WhatsApp
        from pywa.utils import webhook_updates_validator as validator
    except ImportError as missing:
        raise AssertionError(f"{missing}. Install it with:  {sys.executable} -m pip install pywa==4.5.0") from missing
    raw = b'{"object":"whatsapp_business_account","t":"\\u00f1"}'
    good = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    assert validator(app_secret=SECRET, request_body=raw, x_hub_signature=good)
    assert not validator(app_secret="other", request_body=raw, x_hub_signature=good)
    with Graph() as graph:
        client = WhatsApp(phone_id=NUMBER, token=TOKEN)
        client.api._session.base_url = f"{graph.url}/v26.0"
        assert client.send_message(to=THEM, text="hola").id == "wamid.OUT1"
        client.send_image(to=THEM, image=b"\xff\xd8\xff", mime_type="image/jpeg")
        assert graph.sent[1]["image"]["id"] in graph.media, graph.sent
