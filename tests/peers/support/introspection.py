"""Says to Dovecot whether a bearer token is good (RFC 7662), and stands in for a provider's token endpoint."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class Introspection:
    """`good` is {access token: user}; `refresh` is {refresh token: (access token, next refresh token)}."""

    def __init__(self, good=None, refresh=None):
        self.good, self.refresh, self.asked = dict(good or {}), dict(refresh or {}), []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.url = self.base + "/introspect"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def _answer(self, path, form):
        self.asked.append((path, form))
        if path.startswith("/introspect"):
            user = self.good.get(form.get("token", ""))
            return 200, {"active": user is not None, "username": user or ""}
        fresh = self.refresh.get(form.get("refresh_token", ""))
        if not fresh:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        return 200, {"access_token": fresh[0], "refresh_token": fresh[1], "expires_in": 3600, "token_type": "Bearer"}

    def _handler(outer):  # noqa: N805 - the handler below has its own self
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length", 0))
                form = {name: value[0] for name, value in parse_qs(self.rfile.read(size).decode()).items()}
                status, said = outer._answer(self.path, form)
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
