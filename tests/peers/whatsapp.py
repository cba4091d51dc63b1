"""WhatsApp against a Graph API of ours, which pywa, a client of other hands, must take for Meta's too."""

import hashlib
import hmac
import sys
import time

from support.graph import ACCOUNT, NUMBER, SECRET, TOKEN, Graph, signed
from support.lobby import Lobby
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


def message(name, **content):
    return call(messages=[{"from": THEM, "id": name, "timestamp": str(int(time.time())), **content}])


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
