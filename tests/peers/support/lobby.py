"""The real binary, started as anybody would start it, and its API as any program would call it."""

import http.client
import json
import os
import signal
import subprocess
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

from . import ports

ROOT = Path(__file__).resolve().parents[3]
OWNER, OWNER_PASSWORD = "ana@lobby.test", "una frase bastante larga"


class Refused(Exception):
    """The API said no: `status` and the problem it gave."""

    def __init__(self, status, problem, call):
        super().__init__(f"{call}: {status} {problem}")
        self.status, self.problem = status, problem


class Unreachable(Exception):
    """No answer: whether the call had effect is unknown."""


class Lobby:
    """One data folder and the process that serves it."""

    def __init__(self, folder, binary="", env=None):
        self.folder = folder
        self.data = folder / "data"
        self.binary = Path(binary or ROOT / "target/ci/lobby").resolve()
        if not self.binary.exists():
            raise AssertionError(f"no {self.binary}; build it with: cargo build --profile ci")
        self.port = ports.free()
        self.env = {**os.environ, "LOBBY_DATA_DIR": str(self.data), "RUST_BACKTRACE": "1", **(env or {})}
        self.env.setdefault("RUST_LOG", "lobby=info,warn")
        self.process, self.token, self.starts, self.wrapped = None, "", 0, False
        folder.mkdir(parents=True, exist_ok=True)

    # --- running ----------------------------------------------------------------------------------------------

    def command(self, *args, stdin=""):
        """Runs a subcommand and gives what it printed."""
        done = subprocess.run([self.binary, *args], env=self.env, input=stdin, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError(f"lobby {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def set_up(self, *more):
        """The wizard without a browser, and a token that may do everything."""
        self.command(
            *("setup", "--business", "Clínica Sol", "--time-zone", "America/Bogota", "--country", "CO"),
            *("--owner-name", "Ana Ruiz", "--owner-email", OWNER, "--password-stdin"),
            *more,
            stdin=OWNER_PASSWORD + "\n",
        )
        self.token = self.new_token("peers", "--acts-as", "agent")
        return self

    def new_token(self, name, *options):
        printed = self.command("token", "create", "--name", name, "--role", "owner", *options)
        return printed.strip().split()[-1]

    def configure(self, text):
        """Writes lobby.toml; it counts from the next start."""
        self.data.mkdir(parents=True, exist_ok=True)
        (self.data / "lobby.toml").write_text(text)
        return self

    def start(self, ready=True, wrapper=(), loopback=True):
        if self.wrapped:
            ports.until(self._group_is_gone, 20, "what ran before does not end", pause=0.02)
        self.starts, self.wrapped = self.starts + 1, bool(wrapper)
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*wrapper, self.binary, "serve", "--listen", f"127.0.0.1:{self.port}", *(["--allow-loopback"] if loopback else [])],
            env=self.env,
            stdout=open(self.folder / "lobby.log", "ab"),
            stderr=subprocess.STDOUT,
            start_new_session=bool(wrapper),
        )
        if ready:
            self.wait_ready()
        self.started_in = time.monotonic() - began
        return self

    def wait_ready(self, seconds=20):
        def up():
            if self.process.poll() is not None:
                raise AssertionError(f"Lobby ended with {self.process.returncode}: {self.log()}")
            try:
                return Api(self).ask("GET", "/readyz")[0] == 200
            except Unreachable:
                return False

        ports.until(up, seconds, lambda: f"Lobby is not ready: {self.log()}", pause=0.02)

    def kill(self):
        """SIGKILL: no goodbye. What runs it dies with it."""
        if self.wrapped:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def _group_is_gone(self):
        """Nothing of the tracer's group runs any more: the folder is locked until the last thread has ended."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            state, group, threads = fields[0], int(fields[2]), int(fields[17])
            if group == self.process.pid and (state != "Z" or threads > 1):
                return False
        return True

    def stop(self, seconds=20):
        """SIGTERM; the exit code."""
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def log(self, size=6000):
        path = self.folder / "lobby.log"
        return path.read_text(errors="replace")[-size:] if path.exists() else ""

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill()

    @property
    def api(self):
        return Api(self)

    # --- what the scenarios need of it ------------------------------------------------------------------------

    def email_channel(self, dovecot, user, smtp, smtp_user=None, **settings):
        """Connects a mailbox; sends leave at once unless `undo_seconds` says otherwise. Gives the channel."""
        smtp_user = smtp_user or user
        wanted = {
            "address": user,
            "name": "Soporte",
            "imap": {
                "host": "localhost",
                "port": dovecot.imaps,
                "security": "tls",
                "username": user,
                "password": dovecot.users[user],
                "folder": "INBOX",
                "ca_pem": dovecot.ca_pem,
            },
            "smtp": {
                "host": "localhost",
                "port": smtp.port,
                "security": smtp.security,
                "username": smtp_user,
                "password": smtp.users.get(smtp_user, ""),
                "ca_pem": smtp.ca_pem,
            },
            "auth": "password",
            "plus": "yes",
            "undo_seconds": 0,
            **settings,
        }
        return self.api.post("/channels", {"kind": "email", "name": "Soporte", "settings": wanted})


class Api:
    """One caller; keeps its connection."""

    def __init__(self, lobby, token=None):
        self.lobby, self.token, self.line = lobby, token, None

    def ask(self, method, path, body=None, headers=None):
        """One request: (status, headers, body). Raises Unreachable when there was no answer."""
        said = {"Authorization": f"Bearer {self.token or self.lobby.token}", **(headers or {})}
        content = None
        if body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            said.setdefault("Content-Type", "application/json")
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.lobby.port, timeout=30)
            self.line.request(method, path, content, said)
            answer = self.line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException) as gone:
            if self.line is not None:
                self.line.close()
            self.line = None
            raise Unreachable(f"{method} {path}: {gone!r}") from gone

    def call(self, method, path, body=None, key=None):
        headers = {} if method == "GET" else {"Idempotency-Key": key or str(uuid.uuid4())}
        tries = 0
        while True:
            try:
                status, said, raw = self.ask(method, "/api/v1" + path, body, headers)
            except Unreachable:  # perhaps a kept connection that the server had closed by then
                tries += 1
                if key is not None or tries == 3 or self.lobby.process.poll() is not None:
                    raise
                continue
            if status == 429:
                self._wait_for_more(method, said)
                continue
            if status >= 300:
                raise Refused(status, raw.decode(errors="replace"), f"{method} {path}")
            return json.loads(raw) if raw else None

    def _wait_for_more(self, method, said):
        """Too many requests: a reader goes on with another token, a writer (his keys belong to his token) waits."""
        if method == "GET":
            self.token = self.lobby.new_token(f"reader {uuid.uuid4()}", "--acts-as", "agent")
        else:
            time.sleep(float(next((it for name, it in said.items() if name.lower() == "retry-after"), 1)))

    def get(self, path, **query):
        return self.call("GET", path + ("?" + urlencode(query) if query else ""))

    def post(self, path, body=None, key=None):
        made = self.call("POST", path, body if body is not None else {}, key)
        if path == "/channels":
            # Tests run at any hour: what is said at night by itself is said only where a test asks for it.
            self.patch(f"/channels/{made['id']}/automatic", {"away": False})
        return made

    def patch(self, path, body):
        return self.call("PATCH", path, body)

    def every(self, path, **query):
        """All rows of a list, page by page."""
        query = {"limit": 100, **query}
        while True:
            page = self.get(path, **query)
            yield from page["data"]
            if not page.get("next_cursor"):
                return
            query["cursor"] = page["next_cursor"]

    # --- shorthand --------------------------------------------------------------------------------------------

    def conversations(self, **query):
        return list(self.every("/conversations", **query))

    def messages(self, number):
        return list(self.every(f"/conversations/{number}/messages"))

    def reply(self, number, text, key=None, **more):
        return self.post(f"/conversations/{number}/messages", {"kind": "reply", "text": text, **more}, key)

    def ledger(self, channel):
        return list(self.every(f"/channels/{channel}/ledger"))
