"""The API as it describes itself: the description is valid, and what is really answered is what it says."""

import base64
import copy
import hashlib
import hmac
import json
import re
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone

import jsonschema
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from standardwebhooks.webhooks import Webhook
from support.desk import USER, Desk, story, wait_until_all_is_there
from support.graph import ACCOUNT, NUMBER, SECRET, TOKEN, Graph, signed
from support.lobby import OWNER, Api, Lobby
from support.pages import Pages
from support.ports import until
from support.push import Browser
from support.receiver import HANG_UP, Receiver
from support.runner import must_fail, scenario
from support.telegram import TOKEN as BOT_TOKEN
from support.telegram import BotApi
from whatsapp import THEM, message


class Description:
    """What `/api/openapi.json` says, ready to hold answers against."""

    def __init__(self, spec):
        self.spec = spec
        self.schemas = copy.deepcopy(spec["components"]["schemas"])
        for schema in self.schemas.values():
            close(schema)
        self.operations = {}
        for path, item in spec["paths"].items():
            pattern = re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$")
            for method, operation in item.items():
                self.operations[method.upper(), path] = (pattern, operation)
        self.answered = {}

    def operation(self, method, path):
        plain = path.split("?")[0]
        fits = [key for key, (pattern, _) in self.operations.items() if key[0] == method and pattern.match(plain)]
        assert fits, f"{method} {path} is not described"
        return min(fits, key=lambda key: key[1].count("{"))

    def check(self, method, path, status, headers, raw):
        key = self.operation(method, path)
        responses = self.operations[key][1]["responses"]
        assert str(status) in responses, f"{method} {path} answers {status}, described are {sorted(responses)}: {raw[:300]}"
        self.answered.setdefault(key, set()).add(status)
        response = responses[str(status)]
        if "$ref" in response:
            response = self.spec["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        kind = headers.get("content-type", "").split(";")[0]
        content = response.get("content", {})
        if not content:
            assert not raw, f"{method} {path}: {status} has a body nobody described: {raw[:200]}"
            return
        assert kind in content, f"{method} {path}: {kind} is not in {sorted(content)}"
        if kind.endswith("json"):
            self.hold(content[kind]["schema"], json.loads(raw), f"{method} {path} {status}")

    def hold(self, schema, value, what):
        whole = {**schema, "components": {"schemas": self.schemas}}
        wrong = sorted(jsonschema.Draft202012Validator(whole).iter_errors(value), key=lambda it: len(it.path))
        assert not wrong, f"{what}: {wrong[0].json_path}: {wrong[0].message[:400]}"

    def never_answered(self):
        success = lambda key: {int(it) for it in self.operations[key][1]["responses"] if it < "300"}
        return [f"{key[0]} {key[1]}" for key in self.operations if not success(key) & self.answered.get(key, set())]


def close(schema):
    """Says of every object with named fields that it has no others."""
    if not isinstance(schema, (dict, list)):
        return
    for it in schema.values() if isinstance(schema, dict) else schema:
        close(it)
    if isinstance(schema, dict) and "properties" in schema:
        schema.setdefault("additionalProperties", False)


class Caller(Api):
    """A caller whose every answer is held against the description."""

    def __init__(self, lobby, description):
        super().__init__(lobby)
        self.description = description

    def ask(self, method, path, body=None, headers=None):
        status, said, raw = super().ask(method, path, body, headers)
        if path.startswith("/api/v1"):
            low = {name.lower(): value for name, value in said.items()}
            self.description.check(method, path, status, low, raw)
            assert status == 401 or {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= set(low), said
        return status, said, raw

    def raw(self, method, path, body=None, headers=None):
        return self.ask(method, "/api/v1" + path, body, headers)


def description_of(lobby):
    return Description(json.loads(lobby.api.ask("GET", "/api/openapi.json")[2]))


def is_valid(spec):
    try:
        OpenAPIV31SpecValidator(spec).validate()
    except OpenAPIValidationError as wrong:
        raise AssertionError(str(wrong)[:600]) from None


@scenario
def the_description_is_valid(run):
    with Lobby(run.folder, run.options.binary).set_up() as lobby:
        about = description_of(lobby)
    spec = about.spec
    assert spec["openapi"].startswith("3.1.")
    is_valid(spec)
    broken = copy.deepcopy(spec)
    broken["paths"]["/api/v1/conversations"]["get"]["parameters"][0].pop("schema")
    must_fail(is_valid, broken)
    for ref in re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(spec)):
        place = spec
        for name in ref.split("/"):
            assert name in place, f"{ref} leads nowhere"
            place = place[name]
    examples = 0
    for holder in contents(spec):
        if "example" in holder:
            about.hold(holder["schema"], holder["example"], "an example")
            examples += 1
    for name, schema in spec["components"]["schemas"].items():
        if "example" in schema:
            about.hold({"$ref": f"#/components/schemas/{name}"}, schema["example"], f"the example of {name}")
            examples += 1
    assert examples > 15, examples
    lists = spec["paths"]["/api/v1/conversations"]["get"]["parameters"]
    assert {it["name"] for it in lists} >= {"status", "assignee", "team", "channel", "tag", "contact", "sort", "limit"}
    for it in lists:
        assert it.get("description"), it
    limit = next(it for it in lists if it["name"] == "limit")["schema"]
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 100, 25), limit


def contents(spec):
    """Every media type anywhere."""
    if isinstance(spec, dict):
        for name, it in spec.items():
            if name == "content" and isinstance(it, dict):
                yield from it.values()
            yield from contents(it)
    elif isinstance(spec, list):
        for it in spec:
            yield from contents(it)


def soon(hours):
    return (datetime.now(timezone.utc) + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


@scenario
def every_answer_is_as_described(run):
    corpus = story(run)
    with Desk(run) as desk:
        about = description_of(desk.lobby)
        api = Caller(desk.lobby, about)
        news = corpus.bulk()
        mails = [corpus.new(trap="") for _ in range(4)] + [news]
        desk.deliver(mails)
        wait_until_all_is_there(desk, mails, 60)
        everything = list(api.every("/conversations"))
        numbers = sorted(it["number"] for it in everything if not it["automatic"])
        filed = next(it["number"] for it in everything if it["automatic"])
        api.post(f"/messages/{api.messages(filed)[0]['id']}/needs_answer")
        for on in (True, False):
            assert api.post(f"/messages/{api.messages(filed)[0]['id']}/repetition", {"had_to_repeat": on})["had_to_repeat"] is on
        arranging(api, desk.channel["id"])
        set_aside(api, desk)
        called(api)
        by_whatsapp(api, desk.channel["id"])
        one_conversation(api, numbers[0], desk.channel["id"])
        moving(api, numbers[1], numbers[2])
        people(api, numbers[3])
        many(api, numbers)
        sending(api, numbers[0], desk)
        staff(api, desk, numbers[0])
        told(api, desk, numbers[0])
        views(api)
        sla(api)
        legal(api)
        rules(api)
        reports(api)
        hours(api)
        alerts(api)
        webhooks(api)
        cards(api, numbers[0])
        quality(api, desk, about, numbers[0])
        refusals(api, numbers[0])
        must_fail(about.hold, {"$ref": "#/components/schemas/Tag"}, {"id": "x", "name": "y", "created_at": "z", "more": 1}, "")
        assert not about.never_answered(), about.never_answered()


def set_aside(api, desk):
    """A mail with a line too long for any reader: looked at, downloaded, tried again, opened as it is."""
    poison = b"From: a@example.com\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nhola\r\n"
    desk.dovecot.append(USER, poison, flags="")
    there = until(lambda: api.get(f"/channels/{desk.channel['id']}/aside")["data"], 30, "nothing is set aside")
    one = f"/aside/{there[0]['id']}"
    api.get(one)
    assert api.raw("GET", f"{one}/original")[2] == poison
    api.post(f"{one}/retry")
    api.post(f"{one}/open")


def called(api):
    """A program's channel: its calls are listed, looked at, downloaded and read again; an answer quotes what came."""
    door = api.post("/channels", {"kind": "api", "name": "App", "settings": {}})
    place = f"/channels/{door['id']}/calls"
    for n in range(3):
        assert hand_in(door, {"id": f"m{n}", "from": {"external_id": "u1", "name": "Luz"}, "text": f"mensaje {n}"}) == 200
    until(lambda: [it["verdict"] for it in api.get(place)["data"]] == ["done"] * 3, 15, lambda: api.get(place))
    first = list(api.every(place, limit=1))[-1]
    body = api.raw("GET", f"{place}/{first['id']}/original")[2]
    assert json.loads(body)["id"] == "m0", body
    assert api.get(f"{place}/{first['id']}")["events"] == 1
    api.post(f"{place}/{first['id']}/replay")
    until(lambda: api.get(f"{place}/{first['id']}")["known_events"] == 1, 15, lambda: api.get(f"{place}/{first['id']}"))
    number = next(it["number"] for it in api.every("/conversations", channel=door["id"]))
    assert len(api.messages(number)) == 3, api.messages(number)
    asked = api.messages(number)[1]
    told = api.post(f"/conversations/{number}/messages", {"kind": "reply", "text": "Sí", "quotes": asked["id"]})
    assert told["chat"]["quotes"] == asked["id"], told
    api.call("DELETE", f"/channels/{door['id']}")


def by_whatsapp(api, mailbox):
    """A number: its texts, a reaction, and an answer that does not arrive and goes by mail instead."""
    with Graph() as graph:
        settings = {"phone_number_id": NUMBER, "waba_id": ACCOUNT, "access_token": TOKEN, "app_secret": SECRET, "api_base": graph.url}
        door = api.post("/channels", {"kind": "whatsapp", "name": "WhatsApp", "settings": settings})
        place = f"/channels/{door['id']}/templates"
        until(lambda: api.get(place)["data"], 20, "no texts came")
        text = {"name": "listo", "language": "es", "category": "UTILITY", "body": "Hola {{1}}, ya está.", "examples": ["Ana"]}
        assert api.post(place, text)["name"] == "listo"
        asked = message("wamid.A", type="text", text={"body": "¿Tienen la 38?"})
        asked = json.loads(json.dumps(asked).replace(THEM, "573009998877"))
        assert signed(door["webhook_url"], asked) == 200
        case = next(api.every("/conversations", channel=door["id"]))
        api.post(f"/messages/{api.messages(case['number'])[-1]['id']}/reaction", {"emoji": "👍"})
        until(lambda: graph.sent, 20, "the reaction did not leave")
        graph.refuse.append(131026)
        told = api.post(f"/conversations/{case['number']}/messages", {"kind": "reply", "text": "Sí"})
        state = lambda: api.messages(case["number"])[-1]["delivery"]["state"]
        until(lambda: state() == "failed", 20, state)
        api.patch(f"/contacts/{case['contact']['id']}", {"add_identifiers": [{"kind": "email", "value": "maria@lobby.test"}]})
        again = api.post(f"/deliveries/{told['delivery']['id']}/switch", {"channel_id": mailbox})
        assert again["channel_id"] == mailbox, again
        api.call("DELETE", f"/channels/{door['id']}")


def hand_in(door, body):
    """A call signed as Standard Webhooks says."""
    raw, at = json.dumps(body), str(int(datetime.now(timezone.utc).timestamp()))
    key = base64.b64decode(door["settings"]["secret"].removeprefix("whsec_"))
    tag = hmac.new(key, f"{body['id']}.{at}.{raw}".encode(), hashlib.sha256).digest()
    headers = {"webhook-id": body["id"], "webhook-timestamp": at, "webhook-signature": "v1," + base64.b64encode(tag).decode()}
    asked = urllib.request.Request(door["webhook_url"], raw.encode(), {"Content-Type": "application/json", **headers})
    return urllib.request.urlopen(asked, timeout=10).status


def arranging(api, channel):
    tag = api.post("/tags", {"name": "pedido"})["id"]
    api.get(f"/tags/{tag}"), api.get("/tags"), api.patch(f"/tags/{tag}", {"name": "pedidos"})
    agent = api.get("/agents")["data"][0]["id"]
    team = api.post("/teams", {"name": "Ventas", "lead": agent})["id"]
    api.get(f"/teams/{team}"), api.get("/teams"), api.patch(f"/teams/{team}", {"lead": None})
    api.get(f"/agents/{agent}")
    queue = {"mode": "push", "fit_minutes": 5, "take_back": {"chat": 2, "messaging": 10, "mail": 0}}
    assert api.patch(f"/teams/{team}", {"queue": queue})["queue"] == {**queue, "overflow": None}
    api.patch(f"/teams/{team}", {"queue": {"mode": "shared"}})
    serving = {"cap": 8, "skills": [tag], "speaks": ["es"], "shifts": [["9:00-13:00"]] + [[]] * 6}
    assert api.patch(f"/agents/{agent}", {"serving": serving})["serving"] == serving
    api.patch(f"/agents/{agent}", {"serving": {}})
    for body in ({"state": "away", "until": soon(2)}, {"state": "away", "reason": "lunch"}, {"state": "off"}, {"state": "online"}):
        assert api.patch(f"/agents/{agent}/availability", body)["availability"]["state"] == body["state"]
    api.get("/channels"), api.get(f"/channels/{channel}")
    api.patch(f"/channels/{channel}", {"name": "Soporte", "team": team, "continue_window": 5, "guidelines": "Tuteo, frases cortas"})
    api.post(f"/channels/{channel}/test"), api.post(f"/channels/{channel}/backfill", {"since": "2020-01-01T00:00:00Z"})
    assert list(api.every(f"/channels/{channel}/ledger"))
    other = {"address": "other@lobby.test", "password": "x", "imap": {"host": "localhost", "port": 1}, "smtp": {"host": "localhost", "port": 1}}
    made = api.post("/channels", {"kind": "email", "name": "Otro", "settings": other})
    api.call("DELETE", f"/channels/{made['id']}")
    spare = api.post("/tags", {"name": "sobra"})["id"], api.post("/teams", {"name": "Sobra", "private": True})["id"]
    api.call("DELETE", f"/tags/{spare[0]}"), api.call("DELETE", f"/teams/{spare[1]}")
    list(api.every("/audit"))


def one_conversation(api, number, channel):
    place = f"/conversations/{number}"
    api.get(place)
    api.patch(place, {"status": "open", "assignee": None})
    taken = api.post("/conversations/take_next")
    assert taken["assignee"], taken
    assert api.post(f"/conversations/{taken['number']}/keep")["assignee"] == taken["assignee"]
    api.patch(f"/conversations/{taken['number']}", {"assignee": None})
    api.patch(place, {"priority": "high", "tags": ["pedidos"], "subject": "Otra cosa", "promise": soon(3)})
    api.patch(place, {"snoozed_until": soon(1)})
    api.patch(place, {"status": "waiting", "waiting_on": "third_party", "follow_up_at": soon(5)})
    api.patch(place, {"status": "open", "promise": None})
    note = api.post(f"{place}/messages", {"kind": "note", "text": "Revisar", "attachments": [
        {"name": "a.txt", "content_type": "text/plain", "base64": base64.b64encode(b"uno").decode()}]})
    file = note["attachments"][0]
    status, _, raw = api.ask("GET", file["url"])
    assert (status, raw) == (200, b"uno")
    api.post(f"{place}/messages", {"kind": "call", "text": "Preguntó por su pedido", "direction": "inbound"})
    form = form_of({"kind": "note", "text": "Con archivo"}, ("foto.png", b"\x89PNG\r\n\x1a\n0000"))
    assert api.raw("POST", f"{place}/messages", form[0], {"Content-Type": form[1]})[0] == 201
    api.get(f"/messages/{note['id']}"), api.messages(number)
    api.post(f"/messages/{note['id']}/redact", {"reason": "equivocada"})
    events = api.get("/events", limit=100)
    assert events["data"] and api.get("/events", after=events["next_cursor"])["next_cursor"]
    until(lambda: api.get("/search", q="archivo")["messages"], 15, "it is found")
    assert api.get("/search", q="archivo", type="messages", limit=1)["total"]
    narrowed = {"q": "archivo", "from": "me", "is": "unresolved", "since": "2020", "until": "2999-12-31"}
    assert api.get("/search", **narrowed)["messages"][0]["message"]["kind"] == "note"
    assert api.get("/search", **narrowed, assigned="nobody", team="none", channel="gone")["unknown"] == ["channel:gone"]
    assert not api.get("/search", q="archivo", after="2999", before="2020-01", tag="pedidos")["messages"]
    assert api.raw("GET", "/search?is=lost")[0] == 422
    for sort in ("newest", "oldest", "waiting", "due"):
        assert api.get("/conversations", sort=sort, limit=2)["data"]
    api.get("/conversations", status="open", channel=channel, assignee="none", team="none")


def form_of(message, *files):
    edge = uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="message"\r\n\r\n{json.dumps(message)}\r\n'.encode()]
    for name, content in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def moving(api, one, other):
    inbound = next(it for it in api.messages(one) if it["kind"] == "inbound")
    api.post(f"/conversations/{one}/messages", {"kind": "note", "text": "Queda aquí"})
    split = api.post(f"/conversations/{one}/split", {"messages": [inbound["id"]]})
    api.post(f"/conversations/{one}/undo", {"change_id": split["change_id"]})
    merged = api.post(f"/conversations/{one}/merge", {"into": other})
    api.post(f"/conversations/{other}/undo", {"change_id": merged["change_id"]})


def many(api, numbers):
    """One thing done to many, and taken back."""
    begun = api.post("/conversations/bulk", {"numbers": [*numbers, 99999], "action": {"tag": "muchos"}})
    ended = wait_for_bulk(api, begun["id"])
    assert (ended["total"], ended["changed"], ended["failed"]) == (len(numbers), len(numbers), 0), ended
    tag = next(it["id"] for it in api.get("/tags")["data"] if it["name"] == "muchos")
    assert len(api.conversations(tag=tag)) == len(numbers)
    back = api.post(f"/conversations/bulk/{begun['id']}/undo")
    assert wait_for_bulk(api, back["id"])["changed"] == len(numbers)
    assert not api.conversations(tag=tag)
    assert api.get(f"/conversations/bulk/{begun['id']}")["undone_by"] == back["id"]
    for action in ("resolve", {"status": "open"}, {"snooze": soon(1)}, {"priority": "low"}, {"assign": None}, {"team": None}):
        begun = api.post("/conversations/bulk", {"numbers": numbers, "action": action})
        if wait_for_bulk(api, begun["id"])["changed"]:
            wait_for_bulk(api, api.post(f"/conversations/bulk/{begun['id']}/undo")["id"])
    fit = api.post("/conversations/bulk", {"filter": {"status": "open"}, "action": "spam"})
    assert wait_for_bulk(api, fit["id"])["done"] == len(api.conversations(status="spam")) == fit["total"]
    wait_for_bulk(api, api.post(f"/conversations/bulk/{fit['id']}/undo")["id"])
    assert not api.conversations(status="spam")


def wait_for_bulk(api, bulk):
    now = lambda: api.get(f"/conversations/bulk/{bulk}")
    until(lambda: now()["state"] == "finished", 20, now)
    return now()


def people(api, number):
    contact = api.get(f"/conversations/{number}")["contact"]["id"]
    api.get(f"/contacts/{contact}"), api.get("/contacts"), api.get(f"/contacts/{contact}/timeline")
    file = {"name": "talla.csv", "content_type": "text/csv", "base64": base64.b64encode(b"38;39").decode()}
    noted = api.post(f"/conversations/{number}/messages", {"kind": "note", "text": "La tabla", "attachments": [file]})
    found = api.get(f"/contacts/{contact}/files", kind="documents")["data"]
    assert [it["attachment"]["id"] for it in found if it["message_id"] == noted["id"]] == [noted["attachments"][0]["id"]], found
    assert api.get(f"/contacts/{contact}/files", kind="voice")["data"] == []
    agent = api.get("/agents")["data"][0]["id"]
    api.patch(f"/contacts/{contact}", {"name": "Sofía", "company": "Flores", "tier": "vip", "owner": agent, "attributes": {"plan": "oro"},
              "add_identifiers": [{"kind": "phone", "value": "+573001234567"}]})
    other = api.post("/contacts", {"identifier": {"kind": "email", "value": "sofia2@flores.example"}, "name": "Sofía"})["id"]
    api.get(f"/contacts/{other}/suggestions"), api.get("/contacts", identifier="sofia2@flores.example")
    joined = api.post(f"/contacts/{contact}/merge", {"other_id": other})
    api.get(f"/merges/{joined['merge_id']}")
    api.post(f"/merges/{joined['merge_id']}/undo")
    api.post(f"/contacts/{other}/block", {"reason": "prueba", "until": soon(48)})
    api.call("DELETE", f"/contacts/{other}/block")
    assert api.raw("GET", f"/contacts/{contact}/export")[2].startswith(b"PK\x03\x04")
    table = {"csv": "email,plan\nlista@flores.example,oro\n"}
    assert api.post("/imports/contacts", {**table, "dry_run": True})["made"] == api.post("/imports/contacts", table)["made"] == 1
    assert b"lista@flores.example" in api.raw("GET", "/exports/contacts")[2]
    companies(api, contact, other)
    canned_replies(api)
    new_owner(api)
    assert api.raw("POST", f"/contacts/{contact}/owner", {"owner": "same"})[0] == 409
    third = api.post("/contacts", {"identifier": {"kind": "email", "value": "nadie@flores.example"}})["id"]
    api.post(f"/contacts/{other}/erase", {"confirm": True})
    api.call("DELETE", f"/contacts/{third}")


def staff(api, desk, number):
    """Somebody is invited by mail, comes, gets a role, and leaves; a program of their own."""
    desk.smtp.be_kind()
    invited = api.post("/invitations", {"email": "bea@lobby.test", "name": "Bea", "by_mail": True})
    mailed = desk.smtp.wait_for(invited["url"], 30)[0]
    assert mailed.to == ["bea@lobby.test"], mailed.to
    again = api.post(f"/invitations/{invited['invitation']['id']}/resend", {"by_mail": False})
    assert again["url"] != invited["url"] and not again["mailed"]
    assert [it["email"] for it in api.get("/invitations")["data"]] == ["bea@lobby.test"]
    api.get(f"/invitations/{invited['invitation']['id']}")
    assert Pages(desk.lobby).get(invited["url"]).status == 404, "a link that was made anew still works"
    pages = Pages(desk.lobby).get(again["url"])
    pages.send(pages.form("/invite/"), name="Bea", password="otra frase bastante larga")
    bea = next(it["id"] for it in api.get("/agents")["data"] if it["email"] == "bea@lobby.test")
    spare = api.post("/invitations", {"email": "nadie@lobby.test"})["invitation"]["id"]
    api.call("DELETE", f"/invitations/{spare}")
    assert api.patch(f"/agents/{bea}", {"role": "supervisor", "teams": []})["role"] == "supervisor"
    api.patch(f"/conversations/{number}", {"status": "open", "assignee": bea})
    leaving = api.get(f"/agents/{bea}/leaving")
    assert [it["number"] for it in leaving["cases"]] == [number], leaving
    ana = next(it["id"] for it in api.get("/agents")["data"] if it["email"] == OWNER)
    assert not api.post(f"/agents/{bea}/deactivate", {"heirs": [ana]})["active"]
    assert api.get(f"/conversations/{number}")["assignee"]["id"] == ana
    made = api.post("/tokens", {"name": "Facturas", "role": "agent"})
    other = Api(desk.lobby, made["secret"])
    assert other.get("/tags") is not None
    assert api.get(f"/tokens/{made['token']['id']}")["name"] == "Facturas"
    assert made["token"]["id"] in [it["id"] for it in api.get("/tokens")["data"]]
    assert other.ask("GET", "/api/v1/tokens")[0] == 403
    api.call("DELETE", f"/tokens/{made['token']['id']}")
    assert other.ask("GET", "/api/v1/tags")[0] == 401


def told(api, desk, number):
    """What was passed on is read; a reminder of one's own; what one is told of, and by what."""
    place = f"/conversations/{number}"
    assert api.get(f"{place}/handover")["read_at"] is None
    assert api.post(f"{place}/handover/read")["read_at"]
    assert api.patch(f"{place}/mine", {"following": True, "remind_at": soon(2)})["following"] and api.get(f"{place}/mine")["remind_at"]
    api.patch(f"{place}/mine", {"following": False, "remind_at": None})
    later = api.post(f"{place}/messages", {"kind": "reply", "text": "Mañana", "send_at": soon(2)})["delivery"]["id"]
    api.post(f"/deliveries/{later}/reschedule", {"send_at": soon(3)})
    api.post(f"/deliveries/{later}/cancel")
    ana = next(it["id"] for it in api.get("/agents")["data"] if it["email"] == OWNER)
    program = Api(desk.lobby, desk.lobby.new_token("tienda"))
    program.patch(place, {"assignee": None}), program.patch(place, {"assignee": ana})
    first = until(lambda: api.get("/notifications")["data"], 15, "nothing is told")[0]
    assert api.get(f"/notifications/{first['id']}")["id"] == first["id"]
    api.patch(f"/notifications/{first['id']}", {"read": True}), api.post("/notifications/read")
    api.patch("/notifications/settings", {"without_texts": True}), api.get("/notifications/settings")
    device = api.post("/notifications/devices", Browser().subscription("phone", "https://push.example/send/1"))["id"]
    assert [it["id"] for it in api.get("/notifications/devices")["data"]] == [device]
    api.call("DELETE", f"/notifications/devices/{device}")


def legal(api):
    kind = api.post("/legal_kinds", {"name": "Reclamo", "law": "Ley 1581", "days": 15})["id"]
    assert api.patch(f"/legal_kinds/{kind}", {"extension_days": 8})["extension_days"] == 8
    assert api.get(f"/legal_kinds/{kind}")["law"] == "Ley 1581" and kind in [it["id"] for it in api.get("/legal_kinds")["data"]]
    place = f"/conversations/{api.get('/conversations?status=open')['data'][0]['number']}"
    given = api.call("PUT", f"{place}/legal_due", {"kind_id": kind})["legal_due"]
    assert given["reason"] == "Reclamo, Ley 1581" and given["days"] == 15 and given["ended"] is None, given
    assert [it["legal_due"]["kind_id"] for it in api.get("/conversations?legal_due=true&sort=due")["data"]] == [kind]
    later = api.post(f"{place}/legal_due/extend", {"reason": "Falta el peritaje"})["legal_due"]
    assert later["due"] > given["due"] and later["extended"]["was"] == given["due"], later
    over = api.call("DELETE", f"{place}/legal_due", {"fulfilled": True, "reason": "Carta"})
    assert api.get(place)["legal_due"]["ended"]["how"] == "fulfilled", over
    assert api.get("/conversations?legal_due=true")["data"] == []
    api.call("DELETE", f"/legal_kinds/{kind}")


def sla(api):
    given = {"name": "Todo", "condition": {"state": ["open"]}, "targets": [{"clock": "first_response", "minutes": 30}, {"clock": "resolution", "priority": "low", "working_days": 2}],
             "steps": [{"minutes": -10, "assignee": True}, {"minutes": 0, "lead": True, "priority": "high"}], "pauses": {"waiting_customer": True, "waiting_third_party": False, "snoozed": True}}
    policy = api.post("/sla_policies", given)["id"]
    assert api.get(f"/sla_policies/{policy}")["targets"][0]["minutes"] == 30 and policy in [it["id"] for it in api.get("/sla_policies")["data"]]
    assert api.patch(f"/sla_policies/{policy}", {"business_hours": False})["business_hours"] is False
    measured = until(lambda: [it for it in api.get("/conversations?status=open")["data"] if it["sla"]], 15, "nothing is measured")[0]["sla"]
    assert measured["policy_id"] == policy and {it["clock"] for it in measured["clocks"]} <= {"first_response", "next_response", "resolution"}, measured
    api.call("DELETE", f"/sla_policies/{policy}")


def rules(api):
    wanted = {"all": [{"said": {"part": "text", "words": ["reembolso"]}}, {"at_least": {"of": "contacts", "n": 1}}, {"not": "upset"}, {"any": ["open_hours", {"not": "open_hours"}]}, {"not": "late"}]}
    lead = api.get("/agents")["data"][0]["id"]
    acts = [{"do": {"priority": "high"}}, {"do": {"tag": "reembolso"}}, {"tell": {"lead": True, "people": [lead]}}]
    rule = api.post("/rules", {"name": "Reembolsos", "trigger": {"when": "arrival"}, "condition": wanted, "acts": acts})
    assert rule["position"] == 0 and rule["broken"] is None and [list(it) for it in rule["acts"]] == [["do"], ["do"], ["tell"]], rule
    rule = rule["id"]
    assert api.get(f"/rules/{rule}")["name"] == "Reembolsos" and rule in [it["id"] for it in api.get("/rules")["data"]]
    waits = {"when": "waited", "goes_on": "us", "minutes": 90, "open_hours": False}
    assert api.patch(f"/rules/{rule}", {"trigger": waits, "off": True})["trigger"]["minutes"] == 90
    past = api.post("/rules/dry_run", {"trigger": {"when": "customer_wrote"}, "days": 30})
    assert past["asked"] >= past["fitted"] >= 1 and past["examples"], past
    api.call("DELETE", f"/rules/{rule}")


def hours(api):
    made = api.post("/calendars", {"name": "Sede norte", "time_zone": "America/Bogota", "week": [["9:00-13:00", "14:00-18:00"]] * 5})["id"]
    assert made in [it["id"] for it in api.get("/calendars")["data"]] and api.get(f"/calendars/{made}")["name"] == "Sede norte"
    assert api.patch(f"/calendars/{made}", {"name": "Sede sur"})["name"] == "Sede sur"
    api.post(f"/calendars/{made}/closed_days", {"days": [{"day": "2030-05-02", "name": "Inventario"}]})
    assert api.post("/calendars/preview", {"calendar_id": made, "at": "2026-11-27T22:50:00Z", "minutes": 20})["due"]
    limits = {it["purpose"]: it for it in api.get("/contact_hours")["data"]}
    assert not limits["service"]["on"] and limits["collection"]["preset"], limits
    own = api.patch("/contact_hours/collection", {"week": [["7:00-19:00"]] * 5, "a_day": 2, "channels_a_week": 1})
    assert own["a_day"] == 2 and own["week"][5:] == [[], []] and not own["preset"], own
    api.call("DELETE", "/contact_hours/collection")
    assert {it["purpose"]: it for it in api.get("/contact_hours")["data"]} == limits
    mailbox = next(it["id"] for it in api.get("/channels")["data"] if it["kind"] == "email")
    api.get(f"/channels/{mailbox}/automatic")
    asks = api.patch(f"/channels/{mailbox}/surveys", {"on": True, "after_minutes": 60, "texts": [{"language": "es", "text": "¿Cómo le fue?"}]})
    assert asks["on"] and api.get(f"/channels/{mailbox}/surveys") == asks, asks
    fits = lambda it: it["channel_id"] == mailbox and it["status"] in ("open", "waiting") and not (it["merged"] or it["automatic"] or it["blocked"])
    number = next(it["number"] for it in api.conversations() if fits(it))
    due = api.patch(f"/conversations/{number}", {"status": "resolved"})["survey"]
    assert due and due["due_at"] and not due["rating"], due
    assert not api.call("DELETE", f"/conversations/{number}/survey")["survey"]["due_at"]
    api.patch(f"/conversations/{number}", {"status": "open"})
    api.get("/live")
    api.call("DELETE", f"/calendars/{made}")
    assert api.get("/hours/recount")["recounted_at"] is None and api.post("/hours/recount", {})["recounted_at"]
    dates(api)


def dates(api):
    kind = api.post("/dated_kinds", {"name": "Citas", "key": "appointment", "stages": [{"offset": -2, "unit": "days", "buttons": ["confirm", "cancel"]}]})
    assert api.get("/dated_kinds")["data"] == [kind] and api.get(f"/dated_kinds/{kind['id']}") == kind, kind
    assert api.patch(f"/dated_kinds/{kind['id']}", {"again_when_moved": True})["again_when_moved"]
    place = "/dated_events/appointment/A-7"
    put = lambda body: api.call("PUT", place, body)
    made = put({"contact": {"identifier": {"kind": "email", "value": "dated@example.com"}, "name": "Ana"}, "at": "2031-12-03T15:00:00Z", "time_zone": "America/Bogota", "title": "Control"})
    assert made["state"] == "planned" and made["next_at"] == "2031-12-01T15:00:00.000Z", made
    assert api.get(place) == made and api.get("/dated_events?kind=appointment")["data"] == [made]
    assert put({"state": "confirmed"})["state"] == "confirmed" and put({"follow_up": False})["stopped"] == "by_hand"
    assert api.get("/dated_events/coming")["data"] == []
    api.call("DELETE", f"/dated_kinds/{kind['id']}")


def alerts(api):
    bot = BotApi()
    try:
        channel = api.post("/channels", {"kind": "telegram", "settings": {"bot_token": BOT_TOKEN, "api_base": bot.base}})["id"]
        until(lambda: api.get(f"/channels/{channel}")["health"]["state"] == "working", 30, "the bot is not set up")
        chat = api.post("/outlets", {"name": "Grupo", "channel_id": channel})
        bot.customer().says(chat["code"])
        until(lambda: api.raw("POST", f"/outlets/{chat['id']}/link", {})[0] == 200, 30, "the code was not heard")
        api.post(f"/outlets/{chat['id']}/test")
        until(lambda: bot.sent, 30, "the bot said nothing")
    finally:
        bot.stop()
    posted = api.post("/outlets", {"name": "Guardia", "url": "https://pager.example.com/alerts"})
    at = f"/outlets/{posted['id']}"
    assert posted["secret"].startswith("whsec_") and posted["linked"] and not api.get(at)["secret"], posted
    assert api.patch(at, {"channels": True})["channels"] and {it["id"] for it in api.get("/outlets")["data"]} == {chat["id"], posted["id"]}
    assert len(api.get(f"/outlets/{chat['id']}/calls")["data"]) == 1
    limit = api.post("/thresholds", {"measure": "longest", "above": 30, "lead": True, "outlets": [posted["id"]], "hours": "open"})
    assert api.get("/thresholds")["data"] == [limit], limit
    for gone in (f"/thresholds/{limit['id']}", at, f"/outlets/{chat['id']}"):
        api.call("DELETE", gone)


def webhooks(api):
    made = api.post("/webhooks", {"name": "Tienda", "url": "https://shop.example.com/lobby", "events": ["message.*", "contact.made"], "channels": ["email"]})
    at = f"/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_") and not api.get(at)["secret"] and made["channels"] == ["email"], made
    assert api.patch(at, {"slim": True, "events": ["conversation.started"]})["slim"] and [it["id"] for it in api.get("/webhooks")["data"]] == [made["id"]]
    for events in (["token.made"], ["message"], ["message.read"]):
        status, _, raw = api.ask("PATCH", f"/api/v1{at}", {"events": events})
        assert status == 422 and b"events" in raw, (events, raw)
    assert api.post(f"{at}/secret")["secret"] != made["secret"]
    assert api.ask("POST", f"/api/v1{at}/test", {})[0] == 204
    until(lambda: any(it["type"] == "webhook.tested" and it["tries"] for it in api.get(f"{at}/deliveries")["data"]), 30, "the test is not sent")
    seq = api.get(f"{at}/deliveries")["data"][0]["seq"]
    assert [api.ask("POST", f"/api/v1{at}/{what}", {})[0] for what in (f"deliveries/{seq}/replay", "replay")] == [204, 204]
    api.call("DELETE", at)


def cards(api, number):
    """A data card: what is done from it is proven by the standard's own library, its link by its recipe alone."""
    system = Receiver()
    try:
        made = api.post("/cards", {"name": "CRM", "url": "https://crm.example.com/c?e={{contact.email}}", "headers": [{"name": "X-Key", "value": "geheim"}], "fields": [{"label": "Plan", "path": "plan"}], "link": "https://crm.example.com/open?n={{conversation.number}}", "timeout_s": 1})
        at, of = f"/cards/{made['id']}", f"/conversations/{number}"
        assert made["secret"].startswith("whsec_") and not api.get(at)["secret"] and "geheim" not in json.dumps(made), made
        assert [it["id"] for it in api.get("/cards")["data"]] == [made["id"]]
        card = api.patch(at, {"url": "", "actions": [{"name": "Reservar", "url": system.url, "asks": [{"key": "day", "label": "Día", "kind": "date"}]}]})
        assert api.get(f"{of}/cards")["data"][0]["why"] == "nothing_to_ask"
        link = api.get(f"{of}/cards/{made['id']}/link")["url"]
        rest = link[link.index("/open"):]
        text, signature = rest.split("&lobby_signature=")
        key = base64.b64decode(made["secret"].removeprefix("whsec_"))
        sign = lambda it: base64.urlsafe_b64encode(hmac.digest(key, it.encode(), "sha256")).decode().rstrip("=")
        assert sign(text) == signature and sign(text.replace("n=", "n=1")) != signature, link
        press = f"{of}/cards/{made['id']}/actions/{card['actions'][0]['id']}"
        system.say(HANG_UP)
        run = api.post(press, {"values": {"day": "2026-11-24"}})
        assert run["state"] == "uncertain" and api.get(f"{of}/runs/{run['id']}")["state"] == "uncertain", run
        assert api.post(f"{of}/runs/{run['id']}/again")["state"] == "done"
        posts = [*system.posts]
        assert len({it.id for it in posts}) == 1 and posts[-1].body["data"]["values"] == {"day": "2026-11-24"}, posts
        Webhook(made["secret"]).verify(posts[-1].raw, posts[-1].headers)
        assert api.post(f"{at}/secret")["secret"] != made["secret"]
        api.call("DELETE", at)
    finally:
        system.stop()
def quality(api, desk, about, number):
    """A scorecard; a conversation of Caro's reviewed by Ana, who is asked to look again; and by two who are compared."""
    def joins(name):
        made = api.post("/invitations", {"email": f"{name.lower()}@lobby.test", "name": name})
        pages = Pages(desk.lobby).get(made["url"])
        pages.send(pages.form("/invite/"), name=name, password="una frase bastante larga")
        return next(it["id"] for it in api.get("/agents")["data"] if it["name"] == name)

    ana, caro, dora = next(it["id"] for it in api.get("/agents")["data"] if it["email"] == OWNER), joins("Caro"), joins("Dora")
    card = api.post("/scorecards", {"name": "Correo", "questions": [{"text": "¿Se entendió?", "weight": 2}, {"text": "¿Fue amable?", "kind": "scale"}]})
    at = f"/scorecards/{card['id']}"
    changed = api.patch(at, {"questions": card["questions"] + [{"text": "¿Se cuidaron los datos?", "critical": True}]})
    assert [it["id"] for it in changed["questions"]] == [1, 2, 3] and api.get(at) == changed and api.get("/scorecards")["data"] == [changed], changed
    assert not api.get("/quality")["on"] and api.patch("/quality", {"on": True, "reviewer_ids": [ana, dora]})["next_at"]
    until(lambda: api.get("/quality")["sample"], 15, "nothing is drawn")
    person = Caller(desk.lobby, about)
    person.token = api.post("/tokens", {"name": "Caro", "role": "agent", "acts_as": caro})["secret"]
    api.patch(f"/conversations/{number}", {"status": "open", "assignee": caro})
    new = person.post("/conversations", {"to": {"identifier": {"kind": "email", "value": "revisada@example.com"}}, "channel_id": desk.channel["id"], "subject": "Revisada", "text": "Le confirmo el pedido."})
    begun = api.post("/qa_reviews", {"conversation": new["number"], "reviewer_ids": [ana]})
    one = f"/qa_reviews/{begun['review_id']}"
    assert person.ask("GET", f"/api/v1{one}")[0] == 404, "what is not handed in is seen"
    assert [it["id"] for it in api.get(f"/qa_reviews?state=open&reviewer={ana}")["data"]] == [begun["review_id"]]
    best = [{"question": 1, "answer": "yes"}, {"question": 2, "answer": "5"}, {"question": 3, "answer": "na"}]
    assert api.ask("PATCH", f"/api/v1{one}", {"answers": best[:1], "submit": True})[0] == 422
    assert api.patch(one, {"answers": best, "comment": "Bien.", "submit": True})["percent"] == 100
    assert person.get(one)["comment"] == "Bien." and person.post(f"{one}/reply", {"kind": "dispute", "text": "Faltó algo."})["state"] == "disputed"
    assert api.patch(one, {"answers": [best[0], {"question": 2, "answer": "3"}, best[2]], "submit": True})["percent"] == 83.3
    trend = next(it for it in api.get("/quality/trends?by=agent")["data"] if it["key"] == caro)
    assert (trend["n"], trend["percent"], trend["few"]) == (1, 83.3, True) and [it["state"] for it in api.get(f"/qa_reviews?agent={caro}")["data"]] == ["settled"], trend
    compared = api.post("/qa_reviews", {"conversation": new["number"], "reviewer_ids": [ana, dora]})["calibration_id"]
    assert api.get(f"/calibrations/{compared}")["agreement"] is None and [it["id"] for it in api.get("/calibrations")["data"]] == [compared]
    assert api.ask("DELETE", f"/api/v1{at}")[0] == 409 and api.patch("/quality", {"on": False})["next_at"] is None
    api.call("DELETE", at)


def reports(api):
    number = api.get("/conversations")["data"][0]["number"]
    spent = api.get(f"/conversations/{number}/effort")
    assert spent["measured_ms"] == sum(it["measured_ms"] for it in spent["agents"]) and spent["measured"] == (not any(it["messages"] for it in spent["agents"])), spent
    counts = api.get("/weights")
    assert counts == {"chat": 3, "messaging": 2, "mail": 1} and api.patch("/weights", {"chat": 4})["chat"] == 4, counts
    assert api.patch("/weights", counts) == counts
    assert api.get("/measuring")["on"] and not api.patch("/measuring", {"on": False})["on"] and api.patch("/measuring", {"on": True})["on"]
    metrics = {it["name"]: it for it in api.get("/reports")["data"]}
    assert len(metrics) == 23 and metrics["first_response"]["definition"] and metrics["response"]["has_business_hours"]
    begun = until(lambda: (it := api.get("/reports/conversations?by=channel&period=7d"))["total"]["n"] > 0 and it, 15, "nothing is counted")
    assert all(sum(it["summary"]["n"] for it in begun[of]) == begun["total"]["n"] for of in ("parts", "course")), begun
    rows, cursor = [], ""
    while True:
        page = api.get(f"/reports/conversations/rows?period=7d&limit=2{cursor}")
        rows += page["data"]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len({it["conversation_number"] for it in rows}) == begun["total"]["n"], rows
    for metric, it in metrics.items():
        found = api.get(f"/reports/{metric}?hours=business&by={it['splits'][0]}")
        assert found["metric"] == metric and found["total"]["n"] >= found["total"]["yes"], found
    assert all(it["evidence"] == [] or it["state"] == "yes" for it in api.get("/reports/had_to_repeat/rows")["data"])
    required = {"questions": ["confirm your date of birth"]}
    assert api.call("PUT", "/quality/questions", required) == required == api.get("/quality/questions")
    assert api.ask("PUT", "/api/v1/quality/questions", {"questions": ["word"]})[0] == 422
    assert api.raw("GET", "/reports/nothing")[0] == 404
    assert api.raw("GET", "/reports/response?from=yesterday")[0] == 422


def views(api):
    wanted = {"all": [{"state": ["open", "waiting"]}, {"any": [{"created": {"within_minutes": 600}}, {"contact": {"field": "name", "has": "a"}}]}]}
    view = api.post("/views", {"name": "Hoy", "condition": wanted, "sort": "oldest"})["id"]
    assert api.get(f"/views/{view}")["name"] == "Hoy" and view in [it["id"] for it in api.get("/views")["data"]]
    assert api.patch(f"/views/{view}", {"name": "De hoy"})["name"] == "De hoy"
    counted = api.get(f"/views/{view}/count")
    assert len(api.get(f"/views/{view}/conversations")["data"]) == counted["count"], counted
    api.call("DELETE", f"/views/{view}")


def canned_replies(api):
    made = api.post("/canned_replies", {"name": "Horario", "text": "De 9 a 5, {{contact.first_name|}}.", "variants": [{"language": "en", "text": "9 to 5."}]})["id"]
    assert api.patch(f"/canned_replies/{made}", {"text": "De 9 a 17."})["text"] == "De 9 a 17."
    assert api.post("/imports/canned_replies", {"csv": "name,text\nHorario,De 8 a 17.\n"})["changed"] == 1
    assert api.get(f"/canned_replies/{made}")["text"] == "De 8 a 17." and len(api.get("/canned_replies")["data"]) == 1
    api.call("DELETE", f"/canned_replies/{made}")
    done = api.post("/macros", {"name": "Pagado", "acts": [{"note": "Pagado"}, {"priority": "high"}]})["id"]
    assert api.patch(f"/macros/{done}", {"name": "Pagado hoy"})["name"] == api.get(f"/macros/{done}")["name"] == "Pagado hoy"
    number = api.conversations()[0]["number"]
    assert api.post(f"/conversations/{number}/macro", {"macro_id": done})["priority"] == "high" and api.get("/macros")["data"]
    api.call("DELETE", f"/macros/{done}")


def companies(api, contact, other):
    """Companies, fields and consents, each answer as described."""
    field = api.post("/attributes", {"name": "Zona", "of": "companies", "kind": "choice", "choices": ["norte", "sur"]})["id"]
    api.patch(f"/attributes/{field}", {"beside": True}), api.get("/attributes"), api.get(f"/attributes/{field}")
    first = api.get(f"/contacts/{contact}")["company_id"]
    second = api.post("/companies", {"name": "Flores Dos", "domains": ["flores2.example"], "attributes": {"Zona": "SUR"}})
    assert second["attributes"] == [{"name": "Zona", "value": "sur"}], second
    api.patch(f"/contacts/{other}", {"company_id": second["id"]})
    assert api.get("/companies", q="flores")["data"] and api.get("/companies", limit=1)["next_cursor"]
    api.get(f"/companies/{first}/contacts"), api.get(f"/companies/{first}/conversations"), api.get(f"/companies/{first}")
    joined = api.post(f"/companies/{first}/merge", {"other_id": second["id"]})
    assert len(api.get(f"/companies/{first}/contacts")["data"]) == 2
    assert api.post(f"/companies/merges/{joined['merge_id']}/undo")["id"] == second["id"]
    api.patch(f"/companies/{second['id']}", {"notes": "mayorista"})
    api.patch(f"/contacts/{other}", {"company_id": None})
    api.call("DELETE", f"/companies/{second['id']}"), api.call("DELETE", f"/attributes/{field}")
    said = api.post(f"/contacts/{contact}/consents", {"purpose": "commercial", "channel": "whatsapp", "granted": False})
    assert said == api.get(f"/contacts/{contact}/consents") and said["data"][0]["standing"], said


def new_owner(api):
    """A number under another id of its provider: whose it is, and the way back to a mailbox."""
    secret = "0123456789abcdef0123456789abcdef"
    made = api.post("/channels", {"kind": "whatsapp", "name": "WhatsApp", "settings": {
        "phone_number_id": "1055", "waba_id": "2077", "access_token": "EAAG", "app_secret": secret, "api_base": "http://127.0.0.1:9"}})
    place = made["webhook_url"][made["webhook_url"].index("/hooks/"):]
    for user, name in (("CO.1", "María R."), ("CO.2", "Pedro")):
        message = {"from": "573001112233", "from_user_id": user, "id": f"wamid.{user}", "type": "text",
                   "timestamp": str(int(datetime.now(timezone.utc).timestamp())), "text": {"body": "Hola"}}
        value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "576015550101", "phone_number_id": "1055"},
                 "contacts": [{"profile": {"name": name}, "wa_id": "573001112233", "user_id": user}], "messages": [message]}
        body = json.dumps({"object": "whatsapp_business_account",
                           "entry": [{"id": "2077", "changes": [{"field": "messages", "value": value}]}]}).encode()
        signed = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        assert api.ask("POST", place, body, {"X-Hub-Signature-256": signed, "Content-Type": "application/json"})[0] == 200
    pedro = next(it for it in api.conversations() if it["contact"]["name"] == "Pedro")
    doubt = api.get(f"/contacts/{pedro['contact']['id']}")["doubt"]
    assert doubt["before"]["name"] == "María R.", doubt
    person = api.post(f"/contacts/{pedro['contact']['id']}/owner", {"owner": "new"})
    assert person["id"] == pedro["contact"]["id"] and person["doubt"] is None, person
    mailbox = next(it["id"] for it in api.get("/channels")["data"] if it["kind"] == "email")
    way = api.post(f"/conversations/{pedro['number']}/ways", {"channel_id": mailbox})
    assert way["code"] in way["text"] and way["url"] is None, way
    api.call("DELETE", f"/channels/{made['id']}")


def sending(api, number, desk):
    api.reply(number, "Va en camino", then="keep_open")
    later = api.reply(number, "Mañana", send_at=soon(24))["delivery"]["id"]
    api.post(f"/deliveries/{later}/cancel")
    started = api.post("/conversations", {"to": {"identifier": {"kind": "email", "value": "nueva@flores.example"}, "name": "Nueva"},
                       "channel_id": desk.channel["id"], "subject": "Hola", "text": "Le escribo por su pedido"})
    assert started["number"]
    desk.smtp.say("rcpt", "550 5.1.1 no such user")
    failed = api.reply(number, "No llega")["delivery"]["id"]
    fate = lambda: {it["id"]: it["state"] for it in api.every("/deliveries")}[failed]
    until(lambda: fate() == "failed", 30, fate)
    assert api.get("/deliveries", state="failed")["data"]
    api.post(f"/deliveries/{failed}/retry")


def refusals(api, number):
    """Each problem once, as described."""
    said = lambda method, path, body=None, headers=None: api.raw(method, path, body, headers)[0]
    assert said("GET", "/conversations/99999") == 404
    assert said("GET", "/conversations?status=lost") == 422
    assert said("GET", "/conversations?nonsense=1") == 422
    assert said("GET", "/conversations?cursor=abc") == 422
    assert said("GET", "/events?after=999999999") == 410
    assert said("POST", "/tags", b"{", {"Content-Type": "application/json"}) == 400
    assert said("POST", "/tags", {"nom": "x"}) == 422
    assert said("POST", "/tags", {"name": "pedidos"}) in (409, 422)
    assert said("POST", "/tags", b"{" + b" " * (1 << 20) + b"}") == 413
    first = api.messages(number)[0]["id"]
    assert said("POST", f"/conversations/{number}/messages", {"kind": "reply", "text": "x", "seen_up_to": first}) == 409
    assert said("GET", "/tags", headers={"Authorization": "Bearer nothing"}) == 401
    key = {"Idempotency-Key": "same"}
    assert said("POST", "/tags", {"name": "clave"}, key) == 201
    status, headers, _ = api.raw("POST", "/tags", {"name": "clave"}, key)
    assert status == 201 and {k.lower(): v for k, v in headers.items()}["idempotency-replayed"] == "true"
    assert said("POST", "/tags", {"name": "otra"}, key) == 422
