"""A private Dovecot: IMAP over TLS and STARTTLS, LMTP to deliver into it, passwords and XOAUTH2."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import ssl
import subprocess
import time

from . import certificates, ports

_CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/dovecot.log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
protocols = imap lmtp
hostname = mx.lobby.test
listen = 127.0.0.1
ssl = yes
ssl_cert = <{dir}/tls/cert.pem
ssl_key = <{dir}/tls/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
auth_verbose = yes
mail_location = maildir:{dir}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_fsync = never
mail_max_userip_connections = 200
recipient_delimiter = +
submission_host =
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {dir}/passwd
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {dir}/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={dir}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
service imap-login {{
  {no_chroot}
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  {run_as}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  {no_chroot}
}}
service stats {{
  {no_chroot}
}}
protocol imap {{
  imap_idle_notify_interval = 2 mins
}}
"""

_OAUTH = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


class Dovecot:
    """`users` is {address: password}. `introspection` is the URL that says whether a token is good; `names` are hosts
    its certificate is for."""

    def __init__(self, folder, users, introspection="http://127.0.0.1:1/", names=()):
        self.folder, self.users = folder, dict(users)
        self.imap, self.imaps, self.lmtp = ports.free(), ports.free(), ports.free()
        folder.mkdir(parents=True, exist_ok=True)
        self.ca_pem = certificates.make(folder / "tls", names=names)
        (folder / "mail").mkdir(exist_ok=True)
        (folder / "passwd").write_text("".join(f"{user}:{word}::::::\n" for user, word in users.items()))
        (folder / "oauth2.conf.ext").write_text(_OAUTH.format(url=introspection))
        (folder / "dovecot.conf").write_text(_CONFIG.format(**self._identity(), **vars(self), dir=folder))
        self._open_to_workers()
        self.process = None

    def _identity(self):
        """Run as root (the usual container), Dovecot drops to its own users; run by anybody else, all is his."""
        if os.getuid() == 0:
            mail = pwd.getpwnam("mail")
            return {
                "internal": "dovecot",
                "internal_group": "dovecot",
                "login": "dovenull",
                "user": mail.pw_name,
                "group": grp.getgrgid(mail.pw_gid).gr_name,
                "no_chroot": "",
                "run_as": "",
            }
        me = pwd.getpwuid(os.getuid())
        name, group = me.pw_name, grp.getgrgid(me.pw_gid).gr_name
        return {
            "internal": name,
            "internal_group": group,
            "login": name,
            "user": name,
            "group": group,
            "no_chroot": "chroot =",
            "run_as": f"user = {name}",
        }

    def _open_to_workers(self):
        if os.getuid() == 0:
            shutil.chown(self.folder / "mail", "mail", "mail")
            for path in (self.folder, self.folder.parent):
                path.chmod(path.stat().st_mode | 0o055)

    # --- running ----------------------------------------------------------------------------------------------

    def start(self):
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "stderr.log", "ab"),
        )
        up = lambda: self.process.poll() is not None or (ports.answers(self.imaps) and ports.answers(self.lmtp))
        ports.until(up, 15, self.log)
        if self.process.poll() is not None:
            raise AssertionError(f"Dovecot did not start: {self.log()}")
        return self

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(15)
        self.process = None

    def restart(self, down=0.0, between=None):
        """Stops, calls `between`, stays down for a while, and starts again."""
        self.stop()
        if between:
            between()
        time.sleep(down)
        self.start()

    def log(self):
        parts = [self.folder / "dovecot.log", self.folder / "stderr.log"]
        return "\n".join(it.read_text(errors="replace")[-3000:] for it in parts if it.exists())

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    # --- mail -------------------------------------------------------------------------------------------------

    def deliver(self, raw, to, sender="nobody@example.com"):
        """Delivers one mail by LMTP, as the provider's mail server would. Returns when Dovecot has it."""
        with self.deliverer() as line:
            line(raw, to, sender)

    def deliverer(self):
        return _Lmtp(self.lmtp)

    def client(self, user, password=None):
        """A plain IMAP client of another make, logged in."""
        found = imaplib.IMAP4_SSL("127.0.0.1", self.imaps, ssl_context=self.client_tls())
        found.login(user, password or self.users[user])
        return found

    def client_tls(self):
        return ssl.create_default_context(cadata=self.ca_pem)

    def append(self, user, raw, folder="INBOX", flags=r"(\Seen)", when=None):
        client = self.client(user)
        try:
            state, said = client.append(folder, flags or None, when and imaplib.Time2Internaldate(when), raw)
            if state != "OK":
                raise AssertionError(f"APPEND: {said}")
        finally:
            client.logout()

    def mails(self, user, folder="INBOX"):
        """{uid: (raw, flags)} of a folder."""
        client = self.client(user)
        try:
            client.select(folder, readonly=True)
            _, rows = client.uid("fetch", "1:*", "(UID FLAGS BODY.PEEK[])")
            found = {}
            for row in rows:
                if isinstance(row, tuple):
                    head = row[0].decode()
                    flags = head[head.index("FLAGS (") + 7 :].split(")")[0]
                    found[int(head.split("UID ")[1].split()[0])] = (row[1], flags)
            return found
        finally:
            client.logout()

    def uid_validity(self, user, folder="INBOX"):
        client = self.client(user)
        try:
            client.select(folder, readonly=True)
            return int(client.response("UIDVALIDITY")[1][0])
        finally:
            client.logout()

    def forget_uids(self, user, number_anew=False):
        """Changes the UIDVALIDITY of the INBOX (while stopped), as a restored or moved mailbox does. With
        `number_anew` the UIDs change too: the list goes, and mails get numbers in the order of their file names."""
        box = self.folder / "mail" / user
        path = box / "dovecot-uidlist"
        head, *rows = path.read_text().split("\n")
        for it in [*box.glob("dovecot.index*"), *box.glob("dovecot-uidvalidity*")]:
            it.unlink()
        fields = [f"V{int(it[1:]) + 7}" if it.startswith("V") else it for it in head.split(" ")]
        if number_anew:
            fields, rows = ["N1" if it.startswith("N") else it for it in fields], [""]
        path.write_text("\n".join([" ".join(fields), *rows]))


class _Lmtp:
    """One connection that delivers many mails."""

    def __init__(self, port):
        self.port, self.line = port, None

    def __enter__(self):
        self.line = smtplib.LMTP("127.0.0.1", self.port)
        return self

    def __exit__(self, *_):
        try:
            self.line.quit()
        except (smtplib.SMTPException, OSError):
            pass

    def __call__(self, raw, to, sender="nobody@example.com"):
        """Delivers as a mail server would: what is refused for now (4xx, a mailbox just made anew) is tried again."""
        for wait in (0.2, 0.5, 1, 2, None):
            try:
                self.line.sendmail(sender, [to], raw)
                return
            except smtplib.SMTPDataError as refused:
                if wait is None or not 400 <= refused.smtp_code < 500:
                    raise
                time.sleep(wait)
