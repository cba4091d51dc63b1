"""A push service, and a browser that is pushed to: what comes is opened and proven by programs of other hands."""

import base64
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import os

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """The keys a browser makes for its subscription (RFC 8291, 3)."""

    def __init__(self):
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        point = serialization.PublicFormat.UncompressedPoint
        self.public = self.key.public_key().public_bytes(serialization.Encoding.X962, point)

    def subscription(self, name, endpoint):
        return {"name": name, "endpoint": endpoint, "p256dh": b64(self.public), "auth": b64(self.auth)}

    def open(self, body):
        """What was sealed for this browser; throws when it was not."""
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"))


def proven(header, audience, key):
    """The claims of `Authorization: vapid t=…, k=…` (RFC 8292) when `key` signed them for `audience`; else None."""
    found = re.fullmatch(r"vapid t=([\w.-]+), k=([\w-]+)", header)
    if not found or found[2] != key:
        return None
    signed, signature = found[1].rsplit(".", 1)
    r_s = unb64(signature)
    der = encode_dss_signature(int.from_bytes(r_s[:32], "big"), int.from_bytes(r_s[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
    try:
        public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return None
    head, claims = (json.loads(unb64(it)) for it in signed.split("."))
    return claims if head["alg"] == "ES256" and claims["aud"] == audience else None


class PushService:
    """Takes what is posted to it; `answers` says by path with which statuses, one after the other, then 201."""

    def __init__(self):
        self.came, self.answers, self.lock = [], {}, threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with service.lock:
                    left = service.answers.get(self.path, [])
                    status = left.pop(0) if left else 201
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    service.came.append((self.path, headers, body, status))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a line that is dropped is nobody's trouble
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def at(self, path):
        with self.lock:
            return [it for it in self.came if it[0] == path]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
