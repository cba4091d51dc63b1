"""Public HTTPS from the binary: a certificate from Pebble by either proof, HTTP/2, the redirect, renewal while people
read, an authority that is away, restarts and kills in the middle of an order; and certificate files of one's own."""

import os
import random
import re
import socket
import ssl
import stat
import subprocess
import threading
import time

from support import certificates, ports
from support.lobby import Lobby
from support.pebble import Pebble
from support.ports import until
from support.runner import must_fail, scenario

DOMAIN = "desk.lobby.test"


class Stand:
    """A Lobby with a domain, and the authority it asks."""

    def __init__(self, run, validity=0, slow=False, closed_http=False):
        self.run, self.http, self.tls = run, ports.free(), ports.free()
        proven_at = ports.free() if closed_http else self.http
        self.pebble = Pebble(run.folder, DOMAIN, proven_at, self.tls, validity, slow)
        self.lobby = Lobby(run.folder, run.options.binary, {**entrance(self.http, self.tls), **self.authority()})

    def authority(self):
        return {"LOBBY_ACME_DIRECTORY": self.pebble.directory, "LOBBY_ACME_ROOT": str(self.pebble.folder / "ca.pem")}

    @property
    def url(self):
        return f"https://{DOMAIN}:{self.tls}"

    def __enter__(self):
        self.pebble.start()
        return self

    def __exit__(self, *_):
        if self.lobby.process and self.lobby.process.poll() is None:
            self.lobby.kill()
        self.pebble.__exit__()

    def root(self):
        return self.pebble.root(self.run.folder / "root.pem")

    def wait_for_certificate(self, seconds=40):
        until(lambda: "is here, good until" in self.lobby.log(), seconds, lambda: self.lobby.log() + self.pebble.log()[-3000:])

    def curl(self, path, *more, root=None):
        return curl(self.url + path, self.tls, root or self.root(), *more)


def entrance(http, tls):
    return {"LOBBY_DOMAIN": DOMAIN, "LOBBY_HTTPS_LISTEN": f"127.0.0.1:{tls}", "LOBBY_HTTP_LISTEN": f"127.0.0.1:{http}", "LANG": "en"}


def curl(url, port, root, *more):
    """Asks as a careful client does: (exit code, HTTP version, status, headers and body)."""
    args = ["curl", "-sS", "-i", "--max-time", "20", "--resolve", f"{DOMAIN}:{port}:127.0.0.1", "--cacert", root]
    done = subprocess.run([*args, "-w", "\n%{http_version} %{http_code}", *more, url], capture_output=True, text=True, timeout=40)
    text, _, last = done.stdout.rpartition("\n")
    version, status = last.split() if last else ("", "0")
    return done.returncode, version, int(status), text


def shown(port, name=DOMAIN):
    """The certificate shown in a handshake, as DER; nothing when there is none."""
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(("127.0.0.1", port), 10) as line, careless.wrap_socket(line, server_hostname=name) as tls:
            return tls.getpeercert(binary_form=True)
    except OSError:
        return None


def check_https(stand, root):
    code, version, status, text = stand.curl("/login", root=root)
    assert (code, version, status) == (0, "2", 200), (code, version, status, text)
    assert "strict-transport-security: max-age=31536000" in text.lower(), text
    return text


def other_root(run):
    certificates.make(run.folder / "other")
    return run.folder / "other" / "ca.pem"


@scenario
def a_domain_gets_its_certificate_and_serves_by_it(run):
    """The first lines say what is needed; then pages come over HTTP/2, and whoever comes without encryption is sent on."""
    with Stand(run) as stand:
        lobby = stand.lobby.start()
        first = lobby.log()
        assert f"open                {stand.url}/setup/" in first, first
        assert f"{DOMAIN} must point to" in first and "ports 80 and 443" in first, first
        stand.wait_for_certificate()
        check_https(stand, stand.root())
        must_fail(check_https, stand, other_root(run))
        code, version, status, _ = stand.curl("/login", "--http1.1")
        assert (code, version, status) == (0, "1.1", 200)
        link = lobby.command("setup-link").strip()
        assert link.startswith(stand.url + "/setup/"), link
        sets_secure_cookies(stand)
        sends_on(stand)
        speaks_no_old_tls(stand)
        keeps_keys_to_itself(lobby)
        _, _, status, text = stand.curl("/login", "-H", "Host: evil.example", "--http1.1")
        assert status == 421 and f'href="{stand.url}"' in text, text


def sets_secure_cookies(stand):
    stand.lobby.set_up()
    form = ["-H", f"Origin: {stand.url}", "--data", "email=ana@lobby.test", "--data-urlencode", "password=una frase bastante larga"]
    _, _, status, text = stand.curl("/login", *form)
    assert status == 303, text
    cookie = next(it for it in text.splitlines() if it.lower().startswith("set-cookie: __host-lobby="))
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax")), cookie


def sends_on(stand):
    plain = f"http://{DOMAIN}:{stand.http}"
    ask = lambda path, *more: curl(plain + path, stand.http, stand.root(), *more)
    _, _, status, text = ask("/c/7?a=b")
    assert status == 301 and f"location: {stand.url}/c/7?a=b" in text.lower(), text
    _, _, status, text = ask("/login", "-H", "Host: evil.example")
    assert status == 301 and "evil" not in text, text
    for refused in (("/api/v1/channels",), ("/login", "--data", "email=a"), ("/hooks/api/x", "--data", "{}")):
        assert ask(*refused)[2] == 403, refused
    assert ask("/.well-known/acme-challenge/unknown")[2] == 404


def speaks_no_old_tls(stand):
    for version, goes in (("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)):
        args = ["openssl", "s_client", "-connect", f"127.0.0.1:{stand.tls}", "-servername", DOMAIN, version]
        done = subprocess.run([*args, "-cipher", "ALL:@SECLEVEL=0"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
        assert (done.returncode == 0) == goes, (version, done.stdout[-800:], done.stderr[-800:])


def keeps_keys_to_itself(lobby):
    kept = [it for it in (lobby.data / "keys" / "https").rglob("*") if it.is_file()]
    assert sorted(it.name for it in kept) == ["account.json", f"{DOMAIN}.pem"], kept
    for file in kept:
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o600, file


@scenario
def a_restart_asks_for_nothing(run):
    """The certificate is kept: it is shown from the first handshake on, also when the authority is away."""
    with Stand(run) as stand:
        stand.lobby.start()
        stand.wait_for_certificate()
        root, before, orders = stand.root(), shown(stand.tls), stand.pebble.orders()
        assert before and orders == 1, orders
        assert stand.lobby.stop() == 0
        stand.lobby.start()
        assert shown(stand.tls) == before
        check_https(stand, root)
        stand.lobby.kill()
        stand.pebble.stop()
        stand.lobby.start()
        assert shown(stand.tls) == before and "good until" in stand.lobby.log()[-400:], stand.lobby.log()
        check_https(stand, root)
        stand.pebble.start()
        time.sleep(2)
        assert stand.pebble.orders() == orders, "a restart made an order"


@scenario
def it_is_renewed_while_people_read(run):
    """No request fails at the change; without the authority the old one goes on being shown and the owner is told;
    when the authority is back (and knows nothing of us any more) a new one comes by itself."""
    with Stand(run, validity=24) as stand:
        stand.lobby.set_up()
        stand.lobby.start()
        stand.wait_for_certificate()
        root, first, asked = stand.root(), shown(stand.tls), 0
        while shown(stand.tls) == first:
            check_https(stand, root)
            asked += 1
            assert asked < 400, "it is not renewed"
            time.sleep(0.1)
        run.say(f"renewed after {asked} pages")
        check_https(stand, root)
        stand.pebble.stop()
        until(lambda: "no new certificate for" in stand.lobby.log(), 40, stand.lobby.log)
        last = shown(stand.tls)
        assert last and "cannot be reached from this machine" in stand.lobby.log(), stand.lobby.log()
        tells_the_owner(stand, root)
        stand.pebble.start()
        until(lambda: shown(stand.tls) not in (last, None), 100, lambda: stand.lobby.log() + stand.pebble.log()[-2000:])
        check_https(stand, stand.root())
        must_fail(tells_the_owner, stand, root)


def tells_the_owner(stand, root):
    """On the settings and above every list."""
    form = ["-H", f"Origin: {stand.url}", "--data", "email=ana@lobby.test", "--data-urlencode", "password=una frase bastante larga"]
    text = stand.curl("/login", *form, "-k", root=root)[3]
    cookie = re.search(r"(?i)set-cookie: (__host-lobby=[^;]+)", text).group(1)
    for path in ("/settings", "/"):
        page = stand.curl(path, "-k", "-H", f"Cookie: {cookie}", root=root)[3]
        assert "The authority cannot be reached" in page or "no se puede llegar a la autoridad" in page, page[:3000]


@scenario
def port_80_is_not_reachable(run):
    """What to do is said in words; then the proof over port 443 does it."""
    with Stand(run, closed_http=True) as stand:
        stand.lobby.start()
        until(lambda: "Open ports 80 and 443" in stand.lobby.log(), 30, stand.lobby.log)
        status, text = curl(f"http://{DOMAIN}:{stand.http}/", stand.http, stand.root())[2:]
        assert status == 503 and "is being made" in text and "refresh: 5" in text, text
        assert shown(stand.tls) is None, "something is shown that is no certificate of ours"
        stand.wait_for_certificate(100)
        check_https(stand, stand.root())


@scenario
def killed_in_the_middle_of_an_order(run):
    """Whatever was under way, the next start gets a certificate, with the account it had."""
    dice = random.Random(run.seed)
    with Stand(run, slow=True) as stand:
        for _ in range(6):
            orders = stand.pebble.orders()
            stand.lobby.start(ready=False)
            until(lambda: stand.pebble.orders() > orders, 20, stand.pebble.log, pause=0.01)
            time.sleep(dice.random() * 2.5)
            stand.lobby.kill()
            if shown_is_kept(stand):
                break
        stand.lobby.start()
        stand.wait_for_certificate()
        check_https(stand, stand.root())
        run.say(f"{stand.pebble.orders()} orders, {stand.pebble.issued()} certificates, {stand.pebble.accounts()} accounts")
        assert stand.pebble.accounts() == 1, stand.pebble.log()[-3000:]
        assert not list(stand.lobby.data.rglob("*.new")), "half a file lies about"


def shown_is_kept(stand):
    return any((stand.lobby.data / "keys" / "https").rglob(f"{DOMAIN}.pem"))


@scenario
def files_of_ones_own(run):
    """Read again when they change; one that cannot be used changes nothing, and is refused at the start."""
    http, tls, folder = ports.free(), ports.free(), run.folder / "own"
    certificates.make(folder, names=[DOMAIN])
    files = {"LOBBY_CERT": str(folder / "cert.pem"), "LOBBY_KEY": str(folder / "key.pem")}
    lobby = Lobby(run.folder, run.options.binary, {**entrance(http, tls), **files})
    with lobby:
        url, root = f"https://{DOMAIN}:{tls}/login", folder / "ca.pem"
        assert curl(url, tls, root)[:3] == (0, "2", 200), lobby.log()
        assert "from your files, good until" in lobby.log(), lobby.log()
        first = shown(tls)
        (folder / "cert.pem").write_text("no certificate")
        until(lambda: "cannot be read" in lobby.log(), 20, lobby.log)
        assert shown(tls) == first
        certificates.make(folder, names=[DOMAIN])
        until(lambda: shown(tls) != first, 20, lobby.log)
        assert curl(url, tls, root)[:3] == (0, "2", 200)
        refuses_to_begin(lobby, [], "has port")
    certificates.make(folder, names=["another.test"])
    refuses_to_begin(lobby, ["--data-dir", str(run.folder / "fresh")], f"is not for {DOMAIN}")
    refuses_to_begin(lobby, ["--cert", "/nowhere.pem", "--data-dir", str(run.folder / "fresh")], "/nowhere.pem")


def refuses_to_begin(lobby, more, says):
    where = more if more else ["--data-dir", str(lobby.folder / "second")]
    done = subprocess.run([lobby.binary, "serve", *where], env=lobby.env, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and says in done.stderr, done


@scenario
def slow_ones_are_cut_at_the_encrypted_door(run):
    """Half a handshake after 10 s, a body over HTTP/2 that trickles after 20 s, with the words why; one that keeps up
    is read to its end."""
    http, tls, folder = ports.free(), ports.free(), run.folder / "own"
    certificates.make(folder, names=[DOMAIN])
    files = {"LOBBY_CERT": str(folder / "cert.pem"), "LOBBY_KEY": str(folder / "key.pem")}
    with Lobby(run.folder, run.options.binary, {**entrance(http, tls), **files}):
        url, root = f"https://{DOMAIN}:{tls}", folder / "ca.pem"
        trickles = posts(url, tls, root, pieces=60, pause=1)
        with socket.create_connection(("127.0.0.1", tls)) as half:
            half.sendall(bytes.fromhex("160301020001"))
            half.settimeout(25)
            assert half.recv(10) == b"", "half a handshake is answered"
        status, text = answer(posts(url, tls, root, pieces=5, pause=0.2))
        assert status == 200, text
        check_cut(*answer(trickles))
        must_fail(check_cut, status, text)


def posts(url, port, root, pieces, pause):
    """A form that takes its time, from a client that listens meanwhile (`-T .`)."""
    args = ["curl", "-sS", "-i", "-N", "--http2", "--resolve", f"{DOMAIN}:{port}:127.0.0.1", "--cacert", root, "-X", "POST"]
    args += ["-H", f"Origin: {url}", "-H", "Content-Type: application/x-www-form-urlencoded", "-T", ".", f"{url}/forgot"]
    process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def feed():
        try:
            process.stdin.write(b"email=")
            for _ in range(pieces):
                process.stdin.write(b"a")
                process.stdin.flush()
                time.sleep(pause)
            process.stdin.close()
        except OSError:
            pass  # it hung up, as it may

    threading.Thread(target=feed, daemon=True).start()
    return process


def answer(process):
    text = process.stdout.read().decode(errors="replace")
    process.wait(10)
    return int(text.split()[1]), text


def check_cut(status, text):
    assert status == 408 and "slow" in text, text


@scenario
def empty_frames_without_end_cost_no_memory(run):
    """HTTP/2 by hand: a million DATA frames with nothing in them, on a body that is read, one that is refused, and
    one nobody expects."""
    http, tls, folder = ports.free(), ports.free(), run.folder / "own"
    certificates.make(folder, names=[DOMAIN])
    files = {"LOBBY_CERT": str(folder / "cert.pem"), "LOBBY_KEY": str(folder / "key.pem")}
    lobby = Lobby(run.folder, run.options.binary, {**entrance(http, tls), **files})
    with lobby:
        flood(tls, folder / "ca.pem", b"POST", b"/login", 100_000)  # what is loaded at the first time
        before = memory(lobby)
        for method, path in ((b"POST", b"/login"), (b"POST", b"/settings/tags"), (b"GET", b"/login")):
            flood(tls, folder / "ca.pem", method, path, 1_000_000)
        check_small(memory(lobby) - before)
        assert "came too slowly was cut" in lobby.log(), lobby.log()
        assert curl(f"https://{DOMAIN}:{tls}/login", tls, folder / "ca.pem")[2] == 200
    must_fail(check_small, 1_000_000 * 40 / 2**20)  # what they would take, kept


def flood(port, root, method, path, count):
    context = ssl.create_default_context(cafile=root)
    context.set_alpn_protocols(["h2"])
    authority = f"{DOMAIN}:{port}".encode()
    fields = {b":method": method, b":scheme": b"https", b":path": path, b":authority": authority}
    if method == b"POST":
        fields |= {b"content-type": b"application/x-www-form-urlencoded", b"origin": b"https://" + authority}
    # Literal fields without indexing (RFC 7541, section 6.2.2).
    head = b"".join(bytes([0, len(name)]) + name + bytes([len(value)]) + value for name, value in fields.items())
    lot = frame(0, 0, 1) * 20_000
    with socket.create_connection(("127.0.0.1", port)) as line, context.wrap_socket(line, server_hostname=DOMAIN) as tls:
        tls.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0) + frame(1, 4, 1, head))
        try:
            for _ in range(count // 20_000):
                tls.sendall(lot)
        except OSError:
            pass  # it may hang up


def frame(kind, flags, stream, data=b""):
    """RFC 9113, section 4.1."""
    return len(data).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + data


def memory(lobby):
    """MiB in use."""
    status = open(f"/proc/{lobby.process.pid}/status").read()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def check_small(mib):
    assert mib < 32, f"{mib:.0f} MiB more"
