"""Says to Dovecot whether a bearer token is good (RFC 7662), and stands in for a provider: the page where a person
agrees, and the token endpoint with PKCE and refresh tokens that are good once."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit


class Introspection:
    """`good` is {access token: user}. A grant gives `access-1` and `refresh-1`, each renewal the next pair."""

    def __init__(self, good=None, user="", client=("client", "hush")):
        self.good, self.user, self.client = dict(good or {}), user, client
        self.asked, self.codes, self.refresh, self.granted = [], {}, set(), 0
        self.agrees, self.expires_in = True, 3600
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.url = self.base + "/introspect"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def withdraw(self):
        """The person took the grant back: no token is good any more."""
        with self.lock:
            self.good.clear()
            self.refresh.clear()

    def forms(self, grant_type):
        return [form for path, form in self.asked if path == "/token" and form.get("grant_type") == grant_type]

    def _answer(self, path, form):
        with self.lock:
            self.asked.append((path, form))
            if path == "/introspect":
                user = self.good.get(form.get("token", ""))
                return 200, {"active": user is not None, "username": user or ""}
            return self._tokens(form)

    def _tokens(self, form):
        if (form.get("client_id"), form.get("client_secret")) != self.client:
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") == "authorization_code":
            asked = self.codes.pop(form.get("code", ""), {})
            proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            proven = base64.urlsafe_b64encode(proof).decode().rstrip("=") == asked.get("code_challenge")
            fine = proven and form.get("redirect_uri") == asked.get("redirect_uri")
        else:
            fine = form.get("refresh_token") in self.refresh
            self.refresh.discard(form.get("refresh_token"))
        if not fine:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        self.granted += 1
        access, refresh = f"access-{self.granted}", f"refresh-{self.granted}"
        self.good = {access: self.user}
        self.refresh.add(refresh)
        said = {"access_token": access, "refresh_token": refresh, "token_type": "Bearer"}
        return 200, {**said, "expires_in": self.expires_in}

    def _page(self, query):
        """Where the browser goes from the provider's page."""
        with self.lock:
            self.asked.append(("/authorize", query))
            if not self.agrees:
                said = {"error": "access_denied"}
            else:
                said = {"code": f"code-{len(self.asked)}"}
                self.codes[said["code"]] = query
        return query["redirect_uri"] + "?" + urlencode({**said, "state": query["state"]})

    def _handler(outer):  # noqa: N805 - the handler below has its own self
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                at = urlsplit(self.path)
                found = at.path == "/authorize"
                self.send_response(302 if found else 404)
                if found:
                    self.send_header("Location", outer._page(_fields(at.query)))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self):
                size = int(self.headers.get("Content-Length", 0))
                status, said = outer._answer(urlsplit(self.path).path, _fields(self.rfile.read(size).decode()))
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


def _fields(encoded):
    return {name: value[0] for name, value in parse_qs(encoded).items()}
