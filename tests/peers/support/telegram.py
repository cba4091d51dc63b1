"""A Bot API server with one bot and one customer's app: it takes JSON, forms and multipart, calls a web hook or is asked
for updates, keeps an update until it was taken, and refuses what the real one refuses."""

import email.parser
import email.policy
import http.client
import itertools
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "700001:AAF-peers_token_of_the_tests_0123456789"
FILES = {"sendPhoto": "photo", "sendDocument": "document", "sendVideo": "video", "sendAudio": "audio", "sendVoice": "voice",
         "sendAnimation": "animation"}


class BotApi:
    """`sent` is every message of the bot's, `answered` every press that was answered, `asked` every method called."""

    def __init__(self, token=TOKEN):
        self.token, self.lock = token, threading.Condition()
        self.me = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Clínica Sol", "username": "clinica_sol_bot"}
        self.sent, self.answered, self.asked, self.refusals, self.files = [], [], [], [], {}
        self.hook, self.secret, self.pending, self.last_error, self.calls = "", "", [], "", []
        self.numbers, self.messages, self.stopping = itertools.count(880_001), itertools.count(11), False
        self.hangs_up = False  # on whoever sends
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self._deliver, daemon=True).start()

    def stop(self):
        with self.lock:
            self.stopping = True
            self.lock.notify_all()
        self.server.shutdown()
        self.server.server_close()

    def refuse(self, method, code, description, **parameters):
        """The next call of the method is refused so."""
        with self.lock:
            self.refusals.append((method, code, description, parameters))

    # --- the customer's side ------------------------------------------------------------------------------------

    def customer(self, user=500_100, first_name="Luz", last_name="Marín"):
        return Customer(self, {"id": user, "is_bot": False, "first_name": first_name, "last_name": last_name, "language_code": "es"})

    def happens(self, **update):
        with self.lock:
            it = {"update_id": next(self.numbers), **update}
            self.pending.append(it)
            self.lock.notify_all()
        return it

    def has_file(self, data, name):
        path = f"files/{len(self.files)}_{name}"
        self.files[f"file-{len(self.files)}"] = (path, data)
        return f"file-{len(self.files) - 1}"

    def waiting(self):
        with self.lock:
            return len(self.pending)

    # --- calling the web hook -------------------------------------------------------------------------------------

    def _deliver(self):
        """One update after the other, each until it is taken: later ones of one chat never come first."""
        while not self.stopping:
            with self.lock:
                if not self.hook or not self.pending:
                    self.lock.wait(0.5)
                    continue
                hook, secret, update = self.hook, self.secret, self.pending[0]
            status, body = self._post(hook, secret, update)
            with self.lock:
                self.calls.append(status)
                if 200 <= status < 300:
                    self.pending = [it for it in self.pending if it is not update]
                    self.last_error = ""
                else:
                    self.last_error = f"Wrong response from the webhook: {status}"
            if 200 <= status < 300:
                self._method_in(body)
            else:
                time.sleep(0.2)

    def _post(self, hook, secret, update):
        url = urlsplit(hook)
        try:
            line = http.client.HTTPConnection(url.hostname, url.port, timeout=20)
            headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret}
            line.request("POST", url.path, json.dumps(update), headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""

    def _method_in(self, body):
        """An answer to a call may itself call a method."""
        try:
            said = json.loads(body or b"null")
        except ValueError:
            return
        if isinstance(said, dict) and "method" in said:
            self._method(said.pop("method"), said, {})

    # --- the methods ----------------------------------------------------------------------------------------------

    def _method(self, method, fields, files):
        with self.lock:
            self.asked.append((method, fields))
            found = next((it for it in self.refusals if it[0] == method), None)
            if found:
                self.refusals.remove(found)
                return found[1], {"ok": False, "error_code": found[1], "description": found[2], "parameters": found[3]}
        handler = getattr(self, f"_{method}", None)
        if method in FILES:
            name = FILES[method]
            # A part by the field's name, or by the one the field names.
            return self._send(fields, {name: files.get(name) or files.get(str(fields.get(name)).removeprefix("attach://"))})
        return handler(fields) if handler else fail(404, "Not Found")

    def _getMe(self, _):
        return fine(self.me)

    def _setWebhook(self, fields):
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", fields.get("secret_token", "")):
            return fail(400, "Bad Request: secret token contains unallowed characters")
        with self.lock:
            self.hook, self.secret = fields.get("url", ""), fields.get("secret_token", "")
            self.lock.notify_all()
        return fine(True)

    def _deleteWebhook(self, _):
        with self.lock:
            self.hook = ""
        return fine(True)

    def _getWebhookInfo(self, _):
        with self.lock:
            return fine({"url": self.hook, "has_custom_certificate": False, "pending_update_count": len(self.pending),
                         **({"last_error_date": 1, "last_error_message": self.last_error} if self.last_error else {})})

    def _getUpdates(self, fields):
        offset, patience = int(fields.get("offset", 0)), min(float(fields.get("timeout", 0)), 2)
        end = time.monotonic() + patience
        with self.lock:
            if self.hook:
                return fail(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
            self.pending = [it for it in self.pending if it["update_id"] >= offset]
            while not self.pending and not self.stopping and time.monotonic() < end:
                self.lock.wait(0.1)
            return fine(self.pending[: int(fields.get("limit", 100))])

    def _sendMessage(self, fields):
        text = str(fields.get("text", ""))
        if not 1 <= len(text.encode("utf-16-le")) // 2 <= 4096:
            return fail(400, "Bad Request: message is too long" if text else "Bad Request: message text is empty")
        return self._send(fields, {"text": text})

    def _send(self, fields, held):
        if not str(fields.get("chat_id", "")).lstrip("-").isdigit():
            return fail(400, "Bad Request: chat not found")
        if any(it is None for it in held.values()):
            return fail(400, "Bad Request: there is no file in the request")
        with self.lock:
            it = {"message_id": next(self.messages), "from": self.me, "chat": {"id": int(fields["chat_id"]), "type": "private"},
                  "date": int(time.time()), **{key: fields[key] for key in ("caption", "reply_markup") if key in fields}}
            self.sent.append({**it, **held, "at": time.time(), "reply_parameters": fields.get("reply_parameters")})
        shown = {"text": held["text"]} if "text" in held else {"document": {"file_id": "x", "file_unique_id": "x"}}
        return fine({**it, **shown})

    def _answerCallbackQuery(self, fields):
        with self.lock:
            self.answered.append(fields["callback_query_id"])
        return fine(True)

    def _getFile(self, fields):
        found = self.files.get(fields.get("file_id"))
        if not found:
            return fail(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(found[1]) > 20 << 20:
            return fail(400, "Bad Request: file is too big")
        return fine({"file_id": fields["file_id"], "file_unique_id": fields["file_id"], "file_size": len(found[1]), "file_path": found[0]})

    # --- HTTP -----------------------------------------------------------------------------------------------------

    def _handler(self):
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                raw = self._body()
                token, method = self._place("/bot")
                if token != api.token:
                    return self._say(*fail(401, "Unauthorized"))
                self.close_connection = api.hangs_up and method.startswith("send")
                if self.close_connection:
                    return None
                return self._say(*api._method(method, *read(self.headers.get("Content-Type", ""), raw)))

            def _body(self):
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = []
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    parts.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(parts)

            def do_GET(self):
                if not self.path.startswith("/file/"):
                    return self.do_POST()
                token, path = self._place("/file/bot")
                found = next((data for place, data in api.files.values() if place == path), None)
                if token != api.token or found is None:
                    return self._say(*fail(404, "Not Found"))
                return self._raw(200, "application/octet-stream", found)

            def _place(self, before):
                return (*unquote(self.path[len(before):]).split("?")[0].split("/", 1), "")[:2]

            def _say(self, status, body):
                self._raw(status, "application/json", json.dumps(body).encode())

            def _raw(self, status, kind, body):
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass

        return Handler


def fine(result):
    return 200, {"ok": True, "result": result}


def fail(code, description):
    return code, {"ok": False, "error_code": code, "description": description}


def read(kind, raw):
    """Fields and files of a body of any of the three forms; values that are JSON are read as such, as the real one does."""
    if kind.startswith("application/json"):
        return json.loads(raw or b"{}"), {}
    if kind.startswith("multipart/form-data"):
        whole = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
        fields, files = {}, {}
        for part in whole.iter_parts():
            name, data = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
            if part.get_filename():
                files[name] = data
            else:
                fields[name] = plain(data.decode())
        return fields, files
    return {name: plain(values[0]) for name, values in parse_qs(raw.decode()).items()}, {}


def plain(text):
    return json.loads(text) if text[:1] in "{[" else text


class Customer:
    """Somebody with the app, in their private chat with the bot."""

    def __init__(self, api, user):
        self.api, self.user = api, user
        self.chat = {"id": user["id"], "type": "private", "first_name": user["first_name"], "last_name": user["last_name"]}

    def message(self, **more):
        with self.api.lock:
            number = next(self.api.messages)
        return {"message_id": number, "from": self.user, "chat": self.chat, "date": int(time.time()), **more}

    def says(self, text=None, **more):
        it = self.message(**({"text": text} if text is not None else {}), **more)
        self.api.happens(message=it)
        return it

    def sends(self, kind, data, **more):
        one = {"file_id": self.api.has_file(data, kind), "file_unique_id": f"u{kind}", "file_size": len(data)}
        sized = {"width": 640, "height": 480} if kind == "photo" else {"duration": 3}
        return self.says(**{kind: [{**one, **sized}] if kind == "photo" else {**one, **sized}}, **more)

    def edits(self, message, text):
        self.api.happens(edited_message={**message, "text": text, "edit_date": int(time.time())})

    def reacts(self, number, emoji):
        self.api.happens(message_reaction={
            "chat": self.chat, "message_id": number, "user": self.user, "date": int(time.time()), "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else []})

    def presses(self, sent, data):
        press = {"id": f"press-{sent['message_id']}", "from": self.user, "chat_instance": "1", "data": data,
                 "message": {key: sent[key] for key in ("message_id", "from", "chat", "date", "text", "reply_markup")}}
        self.api.happens(callback_query=press)
        return press["id"]

    def blocks(self, status="kicked"):
        member = lambda it: {"user": self.api.me, "status": it, "until_date": 0}
        self.api.happens(my_chat_member={"chat": self.chat, "from": self.user, "date": int(time.time()),
                                         "old_chat_member": member("member"), "new_chat_member": member(status)})
