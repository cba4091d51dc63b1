"""A browser on a site with the chat: what it posts and reads is what the chat's own script does."""

import http.client
import json
import time
import uuid
from urllib.parse import urlencode


class Visitor:
    """Keeps its pass, and posts a message again under the same id until it is answered. Each has an address of its own
    where the Lobby trusts the proxy that says so."""

    def __init__(self, lobby, key, name, n=None):
        self.lobby, self.key, self.name, self.secret, self.line = lobby, key, name, "", None
        self.address = "" if n is None else f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"

    def says(self, once, text, copies=1):
        fields = {"key": once or str(uuid.uuid4()), "text": text, "name": self.name}
        body = "".join(f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        while copies:
            status, headers, answer = self.ask("POST", "messages", (body + "--xx--\r\n").encode(), "multipart/form-data; boundary=xx")
            if status == 201:
                self.secret = self.secret or json.loads(answer)["pass"]
                copies -= 1
            elif status in (0, 503):
                time.sleep(0.02)
            elif status == 429:
                time.sleep(float(headers.get("retry-after", 1)))
            else:
                raise AssertionError(f"{status}: {answer[:300]}")

    def is_reached_at(self, address):
        status, _, answer = self.ask("POST", "reach", urlencode({"email": address}).encode(), "application/x-www-form-urlencoded")
        assert status == 204, (status, answer)

    def sees(self):
        status, _, answer = self.ask("GET", "thread", None, "")
        assert status == 200, (status, answer)
        return json.loads(answer)["html"]

    def ask(self, method, what, body, kind):
        headers = {"Accept": "application/json", "X-Chat-Frame": "1", **({"X-Forwarded-For": self.address} if self.address else {})}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.lobby.port, timeout=30)
            self.line.request(method, f"/widget/{self.key}/{what}", body, headers)
            answer = self.line.getresponse()
            return answer.status, {name.lower(): it for name, it in answer.getheaders()}, answer.read()
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.line = None
            return 0, {}, b""
