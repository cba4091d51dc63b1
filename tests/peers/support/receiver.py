"""A program of the owner's that takes what is posted to it, and can be told to be difficult."""

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANG_UP = "hang up"


@dataclass
class Post:
    headers: dict
    raw: bytes
    said: object  # status, or HANG_UP
    at: float

    @property
    def id(self):
        return self.headers["webhook-id"]

    @property
    def body(self):
        return json.loads(self.raw)


class Receiver:
    """`posts` is all that came, `taken` what was answered with success."""

    def __init__(self):
        self.posts, self.script, self.lock, self.pause = [], [], threading.Lock(), 0
        self.choose = lambda post: 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/taken"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def taken(self):
        with self.lock:
            return [it for it in self.posts if it.said == 200]

    def say(self, *answers):
        """The next posts are answered so: a status, (status, headers), or HANG_UP; after them each with success."""
        with self.lock:
            self.script += answers

    def _answer(self, post):
        with self.lock:
            said = self.script.pop(0) if self.script else self.choose(post)
            said, more = said if isinstance(said, tuple) else (said, {})
            post.said = said
            self.posts.append(post)
        return said, more

    def _handler(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                said, more = receiver._answer(Post(headers, raw, None, time.time()))
                time.sleep(receiver.pause)
                self.close_connection = said == HANG_UP
                if said == HANG_UP:
                    return
                try:
                    self.send_response(said)
                    for name, value in {"Content-Length": "0", **more}.items():
                        self.send_header(name, value)
                    self.end_headers()
                except OSError:
                    pass

        return Handler
