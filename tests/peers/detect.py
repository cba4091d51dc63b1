"""From an address and a password to a mailbox that works, against real servers: what the domain says of itself, the
usual names and ports, the form of the user name, certificates, and what is said when it does not work."""

from support import certificates
from support.dns import NameServer
from support.dovecot import Dovecot
from support.lobby import Lobby
from support.pages import Pages
from support.ports import until
from support.relay import Page, Relay
from support.runner import must_fail, scenario
from support.smtp import SmtpServer

DOMAIN, WORD = "luz.test", "correct horse"
ADDRESS = f"ana@{DOMAIN}"
NAMES = [f"{it}.{DOMAIN}" for it in ("imap", "smtp", "mail", "autoconfig")]
# An address of this machine for each kind of host, so that well-known ports meet nobody else's.
WEB, HOST = "127.0.41.1", "127.0.41.2"


class House:
    """A provider with real servers, its name server, and a Lobby that asks it."""

    def __init__(self, run, imap_user=ADDRESS, smtp_user=ADDRESS, smtp="starttls", loopback=True):
        self.dovecot = Dovecot(run.folder / "dovecot", {imap_user: WORD}, names=NAMES)
        self.smtp = SmtpServer(run.folder / "smtp", {smtp_user: WORD}, security=smtp, names=NAMES)
        self.smtp.deliver = lambda raw, to, sender: self.dovecot.deliver(raw, imap_user, sender)
        self.ca_pem = self.dovecot.ca_pem + self.smtp.ca_pem
        self.names = NameServer({(it, "A"): "127.0.0.1" for it in NAMES})
        self.lobby = Lobby(run.folder / "lobby", run.options.binary)
        self.lobby.configure(f'resolver = "127.0.0.1:{self.names.port}"\n')
        self.run, self.loopback, self.others = run, loopback, []

    def __enter__(self):
        try:
            self.dovecot.start()
            self.smtp.start()
            self.lobby.set_up("--language", "en").start(loopback=self.loopback)
            self.pages = Pages(self.lobby).log_in()
            return self
        except BaseException:
            self.__exit__("failed")
            raise

    def __exit__(self, failed, *_):
        if failed:
            self.run.say(f"Lobby's log:\n{self.lobby.log()}\nasked: {self.names.asked}")
        self.lobby.__exit__()
        for it in (self.names, self.smtp, self.dovecot, *self.others):
            it.stop()

    def record(self, name, kind, value):
        self.names.records[(name, kind)] = value

    def relay(self, port, to):
        relay = Relay(HOST, port, to)
        self.others.append(relay)
        return relay

    def connect(self, word=WORD, ca_pem=None, address=ADDRESS, **more):
        """Types address and password, and waits until it was tried. The page it ends on."""
        pages = self.pages.get(self.pages.base + "/settings/channels/new")
        certificate = self.ca_pem if ca_pem is None else ca_pem
        typed = {"address": address, "password": word, "ca_pem": certificate, "history": "0", **more}
        pages.send(pages.form("/settings/channels/new"), **typed)
        assert pages.status == 200 and "/tries/" in pages.url, (pages.status, pages.url, pages.text[:400])
        return self.wait()

    def wait(self, seconds=90):
        pages = self.pages
        until(lambda: "data-live" not in pages.get(pages.url).html, seconds, lambda: pages.text[:800], pause=0.2)
        return pages

    def works(self, page, *said):
        assert "It works." in page.text, page.text
        for it in (*said, "Log-in for reading", "Log-in for sending", "Test mail came back"):
            assert it in page.text, f"{it!r} is not said: {page.text}"
        channels = [it for it in self.lobby.api.get("/channels")["data"] if it["kind"] == "email"]
        assert len(channels) == 1, channels
        return channels[0]

    def test(self, channel, *said):
        """Presses the Test button of a channel's page and waits for what comes of it."""
        page = self.pages.get(f"{self.pages.base}/settings/channels/{channel['id']}")
        page.send(page.form("/test"))
        self.wait()
        for it in said:
            assert it in page.text, f"{it!r} is not said: {page.text}"

    def says(self, page, *said):
        """It did not work, says so, and nothing was kept."""
        for it in said:
            assert it in page.text, f"{it!r} is not said: {page.text}"
        assert not [it for it in self.lobby.api.get("/channels")["data"] if it["kind"] == "email"]
        assert WORD not in page.html
        return page


def xml(house, local=False):
    """As Thunderbird's autoconfig has it, POP3 and an unencrypted server first."""
    user = "%EMAILLOCALPART%" if local else "%EMAILADDRESS%"
    secure = {"tls": "SSL", "starttls": "STARTTLS"}[house.smtp.security]
    return f"""<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="{DOMAIN}"><domain>{DOMAIN}</domain>
      <incomingServer type="pop3"><hostname>pop.{DOMAIN}</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
      <incomingServer type="imap"><hostname>imap.{DOMAIN}</hostname><port>143</port><socketType>plain</socketType></incomingServer>
      <incomingServer type="imap"><hostname>imap.{DOMAIN}</hostname><port>{house.dovecot.imaps}</port>
        <socketType>SSL</socketType><authentication>password-cleartext</authentication><username>{user}</username></incomingServer>
      <outgoingServer type="smtp"><hostname>smtp.{DOMAIN}</hostname><port>{house.smtp.port}</port>
        <socketType>{secure}</socketType><username>{user}</username></outgoingServer></emailProvider></clientConfig>"""


@scenario
def the_domain_describes_its_servers(run):
    """Autoconfig is asked, its ports and user names are taken, and a mail makes the round."""
    with House(run, imap_user="ana", smtp_user="ana") as house:
        web = Page(WEB, house.dovecot.folder / "tls", "/mail/config-v1.1.xml", xml(house, local=True))
        house.others.append(web)
        house.record(f"autoconfig.{DOMAIN}", "A", WEB)
        house.record(DOMAIN, "MX", (10, f"mx.{DOMAIN}"))
        page = house.connect()
        channel = house.works(page, f"MX mx.{DOMAIN}", "describes its mail servers", f"imap.{DOMAIN}:{house.dovecot.imaps}")
        assert channel["settings"]["imap"]["username"] == "ana", channel
        assert any("emailaddress=ana%40luz.test" in it for it in web.asked), web.asked
        # Its own mail is nobody's case: not as old mail, and not as new.
        health = lambda: house.lobby.api.get(f"/channels/{channel['id']}")["health"]["state"]
        until(lambda: health() == "working", 30, health)
        house.test(channel, "Test mail came back")
        until(lambda: house.lobby.api.ledger(channel["id"]), 30, "the test mail has no outcome")
        assert {it["outcome"] for it in house.lobby.api.ledger(channel["id"])} == {"skipped"}
        assert not house.lobby.api.conversations()


@scenario
def records_name_the_servers(run):
    """SRV records (RFC 6186): STARTTLS for reading and TLS for sending, and the other way round."""
    for reading, sending in (("_imap._tcp", "tls"), ("_imaps._tcp", "starttls")):
        folder = run.folder / sending
        folder.mkdir(mode=0o755)
        one = type(run)(folder, run.options)
        with House(one, smtp=sending) as house:
            port = house.dovecot.imap if reading == "_imap._tcp" else house.dovecot.imaps
            kind = {"tls": "_submissions._tcp", "starttls": "_submission._tcp"}[sending]
            house.record(f"{reading}.{DOMAIN}", "SRV", (f"imap.{DOMAIN}", port))
            house.record(f"{kind}.{DOMAIN}", "SRV", (f"smtp.{DOMAIN}", house.smtp.port))
            channel = house.works(house.connect(), "records name its mail servers")
            security = {"_imap._tcp": "starttls", "_imaps._tcp": "tls"}[reading]
            assert channel["settings"]["imap"]["security"] == security, channel
            assert channel["settings"]["smtp"]["security"] == sending, channel
            assert all(it.tls for it in house.smtp.accepted)


@scenario
def the_usual_names_and_ports_are_tried(run):
    """No description at all: imap., smtp., mail. on 993 and 465; or only on 143 and 587."""
    for ports, sending in (((993, 465), "tls"), ((143, 587), "starttls")):
        folder = run.folder / sending
        folder.mkdir(mode=0o755)
        with House(type(run)(folder, run.options), smtp=sending) as house:
            house.names.records = {(f"mail.{DOMAIN}", "A"): HOST}
            house.relay(ports[0], house.dovecot.imaps if ports[0] == 993 else house.dovecot.imap)
            house.relay(ports[1], house.smtp.port)
            channel = house.works(house.connect(), "the usual names are tried")
            settings = channel["settings"]
            assert (settings["imap"]["host"], settings["imap"]["port"]) == (f"mail.{DOMAIN}", ports[0]), settings
            assert (settings["smtp"]["host"], settings["smtp"]["port"]) == (f"mail.{DOMAIN}", ports[1]), settings


def described(house):
    house.record(f"_imaps._tcp.{DOMAIN}", "SRV", (f"imap.{DOMAIN}", house.dovecot.imaps))
    kind = {"tls": "_submissions._tcp", "starttls": "_submission._tcp"}[house.smtp.security]
    house.record(f"{kind}.{DOMAIN}", "SRV", (f"smtp.{DOMAIN}", house.smtp.port))


@scenario
def each_server_may_want_another_user_name(run):
    """Reading by what stands before the @, sending by the whole address; and the other way round."""
    for imap_user, smtp_user in (("ana", ADDRESS), (ADDRESS, "ana")):
        folder = run.folder / smtp_user
        folder.mkdir(mode=0o755)
        with House(type(run)(folder, run.options), imap_user=imap_user, smtp_user=smtp_user) as house:
            described(house)
            settings = house.works(house.connect())["settings"]
            assert settings["imap"]["username"] == imap_user, settings
            assert settings["smtp"]["username"] == smtp_user, settings


@scenario
def a_wrong_password_is_called_so(run):
    """The field says it; the servers found are in the form; the sending server is not asked; nothing is kept."""
    with House(run) as house:
        described(house)
        page = house.says(house.connect(word="wrong horse"), "The server is right, the password is not.")
        form = page.form("/settings/channels/new")
        assert form.fields["imap.host"] == f"imap.{DOMAIN}", form.fields
        assert form.fields["address"] == ADDRESS and form.fields["password"] == "", form.fields
        assert house.smtp.sessions["auth"] == 0, house.smtp.sessions
        must_fail(house.says, page, "It works.")
        # Typed right into the same form, it works: servers are named now, so none is looked for.
        page.send(form, password=WORD, **{"imap.security": "tls", "smtp.security": house.smtp.security})
        house.wait()
        house.works(house.pages)


@scenario
def a_certificate_nobody_signed_is_named_and_may_be_pasted(run):
    """An unknown authority, and a server that signed its own certificate."""
    with House(run) as house:
        described(house)
        page = house.says(house.connect(ca_pem=""), "Nobody known has signed the server's certificate", f"imap.{DOMAIN}:{house.dovecot.imaps}")
        assert "ca_pem" in page.form("/settings/channels/new").fields
        house.dovecot.stop()
        own = certificates.self_signed(house.dovecot.folder / "tls", [f"imap.{DOMAIN}"])
        house.dovecot.ca_pem = own
        house.dovecot.start()
        house.says(house.connect(), "Nobody known has signed the server's certificate")
        house.works(house.connect(ca_pem=own + house.smtp.ca_pem))


@scenario
def where_nothing_is_it_says_so(run):
    """No server, a closed port, and an address that may not be called: a plain sentence each."""
    with House(run) as house:
        house.names.records = {}
        house.says(house.connect(), "There is no server of this name.")
        house.names.records = {(f"mail.{DOMAIN}", "A"): HOST}
        house.says(house.connect(), "Nothing answers at this server and port.")
        pages = house.pages.get(house.pages.base + "/settings/channels/new")
        pages.send(pages.form("/settings/channels/new"), address="ana", password=WORD)
        assert pages.status == 422 and "/tries/" not in pages.url, pages.url


@scenario
def detection_calls_nothing_inside(run):
    """The name server answers with this machine's address: without leave nobody calls it, on no port."""
    with House(run, loopback=False) as house:
        described(house)
        house.names.records |= {(it, "A"): HOST for it in (DOMAIN, *NAMES)}
        canaries = [house.relay(port, None) for port in (143, 443, 465, 587, 993, house.dovecot.imaps, house.smtp.port)]
        house.says(house.connect(), "This address may not be called from here.")
        assert [it.calls for it in canaries] == [0] * len(canaries), [it.calls for it in canaries]
        assert (f"autoconfig.{DOMAIN}", "A") in house.names.asked, house.names.asked


@scenario
def the_test_button_sends_a_mail_to_itself(run):
    """Each leg by itself: it works; it does not leave; it comes into Junk; it never comes back."""
    with House(run) as house:
        described(house)
        channel = house.works(house.connect())
        test = lambda *said: house.test(channel, *said)
        test("It works.", "Test mail sent", "Test mail came back")
        house.smtp.say("data", "554 5.7.1 policy", times=1)
        test("It does not work.", "It did not leave: their server refused the message.", "5.7.1 policy")
        house.smtp.deliver = lambda raw, to, sender: house.dovecot.append(ADDRESS, raw, "Junk", flags="")
        test("It does not work.", "into the folder of unwanted mail")
        house.smtp.deliver = None
        test("It does not work.", "it is not in the folder Lobby reads")
        assert not house.lobby.api.conversations()
