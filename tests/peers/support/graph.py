"""A Graph API that answers as Meta's does where Lobby asks it: number, account, templates, media, messages."""

import hashlib
import hmac
import json
import re
import threading
import urllib.error
import urllib.request
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

TOKEN, SECRET = "EAAGtoken", "f00dfeed" * 4
NUMBER, ACCOUNT = "1055", "2077"


class Graph:
    """`sent` has every message accepted, `read` the ids told to be read; a code in `refuse` answers the next send. While
    `down` is set, that status answers everybody; `tries` are the messages somebody tried to send then."""

    def __init__(self):
        self.sent, self.read, self.refuse, self.media, self.subscribed = [], [], [], {}, []
        self.down, self.tries, self.lock = 0, 0, threading.Lock()
        self.numbers = count(1)
        self.profile = {"about": "Abierto"}
        self.templates = [{
            "id": "T0", "name": "answer_waiting", "language": "es", "category": "UTILITY", "status": "APPROVED",
            "components": [{"type": "BODY", "text": "Hola {{1}}, su respuesta está lista."},
                           {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Ver respuesta"}]}],
        }]
        graph = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.go(b"")

            def do_DELETE(self):
                self.go(b"")

            def do_POST(self):
                self.go(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def go(self, body):
                status, kind, answer = graph.answer(self, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, asked, body):
        def said(value, status=200):
            return status, "application/json", json.dumps(value).encode()

        def error(code, details, status=400):
            return said({"error": {"message": f"(#{code})", "type": "OAuthException", "code": code,
                                   "error_data": {"messaging_product": "whatsapp", "details": details}}}, status)

        path = asked.path.split("?")[0]
        if self.down:
            self.tries += path.endswith("/messages")
            return said({"error": {"message": "upstream"}}, self.down)
        if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
            return error(190, "no such token", 401)
        if path.startswith("/file/"):
            return 200, "application/octet-stream", self.media[path.removeprefix("/file/")][1]
        if not (found := re.fullmatch(r"/v\d+\.\d+/(\w+)(?:/(\w+))?", path)):
            return error(2500, "no such path")
        of, what = found.groups()
        if (of, what) == (NUMBER, None):
            return said({"id": of, "display_phone_number": "+57 601 5550101", "verified_name": "Clínica Sol",
                         "quality_rating": "GREEN", "status": "CONNECTED"})
        if (of, what) == (ACCOUNT, "subscribed_apps"):
            if asked.command == "POST":
                self.subscribed.append(json.loads(body))
                return said({"success": True})
            return said({"data": [{"whatsapp_business_api_data": {"id": "1", "name": "Lobby"}}] * bool(self.subscribed)})
        if (of, what) == (ACCOUNT, "message_templates"):
            return self.texts(asked, body, said, error)
        if of.startswith("T") and what is None and asked.command == "POST":
            known = next((it for it in self.templates if it["id"] == of), None)
            if known is None or known["status"] == "PENDING":
                return error(100, "it cannot be changed now")
            known.update(json.loads(body), status="PENDING")
            return said({"success": True})
        if (of, what) == (NUMBER, "whatsapp_business_profile"):
            if asked.command == "POST":
                new = json.loads(body)
                if new.pop("messaging_product", "") != "whatsapp" or len(new.get("websites", [])) > 2:
                    return error(100, "no such profile")
                self.profile.update(new)
                return said({"success": True})
            return said({"data": [{**self.profile, "messaging_product": "whatsapp"}]})
        if (of, what) == (NUMBER, "media"):
            form = message_from_bytes(b"Content-Type: " + asked.headers["Content-Type"].encode() + b"\r\n\r\n" + body)
            parts = {it.get_param("name", header="content-disposition"): it.get_payload(decode=True) for it in form.get_payload()}
            if parts.get("messaging_product") != b"whatsapp" or "file" not in parts:
                return error(100, "messaging_product and file are needed")
            return said({"id": self.keep(parts["type"].decode(), parts["file"])})
        if (of, what) == (NUMBER, "messages"):
            return self.message(json.loads(body), said, error)
        if what is None and of in self.media:
            kind, bytes_ = self.media[of]
            return said({"id": of, "url": f"{self.url}/file/{of}", "mime_type": kind, "file_size": len(bytes_),
                         "sha256": hashlib.sha256(bytes_).hexdigest(), "messaging_product": "whatsapp"})
        return error(100, "Unsupported request: no such object")

    def texts(self, asked, body, said, error):
        if asked.command == "GET":
            return said({"data": self.templates})
        if asked.command == "DELETE":
            name = parse_qs(urlsplit(asked.path).query)["name"][0]
            before = len(self.templates)
            self.templates = [it for it in self.templates if it["name"] != name]
            return said({"success": True}) if len(self.templates) < before else error(100, "no such template")
        new = json.loads(body)
        if any((it["name"], it["language"]) == (new["name"], new["language"]) for it in self.templates):
            return error(100, "There is already content in this language for this template")
        for part in new["components"]:
            wanted = len(set(re.findall(r"{{(\w+)}}", part.get("text", ""))))
            given = part.get("example", {})
            all_ = (given.get("body_text") or [given.get("header_text") or []])[0]
            if part["type"] == "BODY" and (wanted != len(all_) or re.match(r"{{|.*}}$", part["text"])):
                return error(100, "variables and examples do not go together")
        new.update(id=f"T{next(self.numbers)}", status="PENDING")
        self.templates.append(new)
        return said({"id": new["id"], "status": "PENDING", "category": new["category"]})

    def keep(self, kind, bytes_):
        name = str(900 + next(self.numbers))
        self.media[name] = (kind, bytes_)
        return name

    def message(self, it, said, error):
        if it.get("messaging_product") != "whatsapp":
            return error(100, "messaging_product is needed")
        if it.get("status") == "read":
            self.read.append(it["message_id"])
            return said({"success": True})
        if self.refuse:
            return error(self.refuse.pop(0), "as was asked for")
        to = it.get("to") or it.get("recipient")
        if not to or it.get("type") not in it:
            return error(131008, "a parameter is missing")
        with self.lock:
            self.sent.append(it)
            wamid = f"wamid.OUT{len(self.sent)}"
        return said({"messaging_product": "whatsapp", "contacts": [{"input": to, "wa_id": to}], "messages": [{"id": wamid}]})


class Hosted(Graph):
    """The same hosted by a partner, as 360dialog does: a key in a header of its own, paths without version and number, texts
    and the address of calls in places of its own, files handed out by its own host."""

    def answer(self, asked, body):
        def said(value, status=200):
            return status, "application/json", json.dumps(value).encode()

        def error(code, details, status=400):
            return said({"error": {"message": details, "code": code}}, status)

        path = asked.path.split("?")[0]
        if asked.headers.get("D360-API-KEY") != TOKEN or asked.headers.get("Authorization"):
            return error(401, "Invalid api key", 401)
        if path == "/health_status":
            return said({"id": NUMBER, "health_status": {"can_send_message": "AVAILABLE", "entities": []}})
        if path == "/v1/configs/webhook":
            self.subscribed.append(json.loads(body))
            return said({"url": self.subscribed[-1]["url"]})
        if path == "/v1/configs/templates" and asked.command == "GET":
            listed = [{**it, "status": it["status"].lower(), "namespace": "n"} for it in self.templates]
            return said({"count": len(listed), "total": len(listed), "waba_templates": listed})
        if path == "/v1/configs/templates":
            return self.texts(asked, body, said, error)
        if path == "/whatsapp_business_profile":
            return said({"data": [{**self.profile, "messaging_product": "whatsapp"}]})
        if path == "/messages":
            return self.message(json.loads(body), said, error)
        name = path.rsplit("/", 1)[1]
        if name not in self.media:
            return error(404, f"no {path}", 404)
        kind, bytes_ = self.media[name]
        if path.startswith("/whatsapp_business/attachments/"):
            return 200, "application/octet-stream", bytes_
        return said({"id": name, "url": f"http://lookaside.fbsbx.com/whatsapp_business/attachments/{name}", "mime_type": kind,
                     "file_size": len(bytes_), "sha256": hashlib.sha256(bytes_).hexdigest()})


def posted(url, body, **headers):
    """Posts a call as a partner does, who signs nothing; the status."""
    headers = {"Content-Type": "application/json", **{name.replace("_", "-"): it for name, it in headers.items()}}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def signed(url, body, secret=SECRET):
    """Posts a call as Meta does; the status."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, raw, headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
