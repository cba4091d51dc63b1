#!/usr/bin/env python3
"""A Lobby with a real mailbox, for tests written in another language: `tests/peers/stand.py [--empty]`.

Prints one line of JSON when all is up (address, log-in, token, channel), then answers one line of JSON for each line
it reads, until its input ends:

    {"deliver": {"from": "eva@example.com", "name": "Eva", "subject": "Hola", "text": "…", "in_reply_to": "<…>"}}
        -> {"message_id": "<…>"}          it is in the mailbox
    {"deliver_raw": "From: …", "from": "…"}   -> {}
    {"sent": {}}                            -> {"mails": [{"to", "subject", "message_id", "text", "raw"}, …]}
    {"restart": {}} · {"kill": {}}          -> {}  Lobby stops (or is killed) and is up again

With --empty Lobby is not set up: the first line has `setup_link` instead of a token."""

import json
import logging
import re
import sys
import tempfile
import uuid
import warnings
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent))

from support.desk import AUTHSERV, PASSWORD, USER, Desk  # noqa: E402
from support.lobby import OWNER, OWNER_PASSWORD  # noqa: E402
from support.ports import until  # noqa: E402


def main():
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="aiosmtpd")
    with tempfile.TemporaryDirectory(prefix="lobby-stand-") as folder:
        Path(folder).chmod(0o755)
        run = SimpleNamespace(folder=Path(folder), options=SimpleNamespace(binary=""), say=lambda it: print(it, file=sys.stderr))
        desk = Desk(run)
        # What the mailbox sends to itself comes back, as it would anywhere.
        desk.smtp.deliver = lambda raw, to, sender: desk.dovecot.deliver(raw, to, sender) if to == USER else None
        if "--empty" in sys.argv:
            serve(desk, opened_empty(desk))
        else:
            with desk:
                serve(desk, {"token": desk.lobby.token, "channel": desk.channel["id"]})


def opened_empty(desk):
    desk.dovecot.start()
    desk.smtp.start()
    desk.lobby.start()
    link = until(lambda: re.search(r"http\S+/setup/\S+", desk.lobby.log()), 10, desk.lobby.log)
    return {
        "setup_link": link.group(0),
        "imap": {"host": "localhost", "port": desk.dovecot.imaps, "ca_pem": desk.dovecot.ca_pem},
        "smtp": {"host": "localhost", "port": desk.smtp.port, "ca_pem": desk.smtp.ca_pem},
    }


def serve(desk, first):
    first |= {"url": f"http://127.0.0.1:{desk.lobby.port}", "email": OWNER, "password": OWNER_PASSWORD}
    first |= {"mailbox": USER, "mailbox_password": PASSWORD}
    print(json.dumps(first), flush=True)
    try:
        for line in sys.stdin:
            (name, said), *rest = json.loads(line).items()
            try:
                answer = ACTIONS[name](desk, said, dict(rest))
            except Exception as trouble:  # noqa: BLE001 - told to the caller
                answer = {"error": repr(trouble)}
            print(json.dumps(answer or {}), flush=True)
    finally:
        desk.__exit__(None)


def deliver(desk, said, _rest):
    mail = EmailMessage()
    sender = said["from"]
    mail["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from={sender.split('@')[1]}"
    mail["From"] = f"{said.get('name', '')} <{sender}>".strip()
    mail["To"] = said.get("to", USER)
    mail["Subject"] = said.get("subject", "Hola")
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = f"<{uuid.uuid4().hex}@{sender.split('@')[1]}>"
    if said.get("in_reply_to"):
        mail["In-Reply-To"] = mail["References"] = said["in_reply_to"]
    mail.set_content(said.get("text", "Hola"))
    if said.get("html"):
        mail.add_alternative(said["html"], subtype="html")
    desk.dovecot.deliver(mail.as_bytes(), USER, sender)
    return {"message_id": mail["Message-ID"]}


def deliver_raw(desk, said, rest):
    desk.dovecot.deliver(said.encode(), USER, rest.get("from", "nobody@example.com"))


def sent(desk, _said, _rest):
    mails = desk.smtp.accepted
    show = lambda it: {"to": it.to, "subject": str(it.mail["Subject"]), "message_id": it.message_id, "text": it.text, "raw": it.raw.decode("utf-8", "replace")}
    return {"mails": [show(it) for it in mails]}


def restart(desk, _said, _rest):
    desk.lobby.stop()
    desk.lobby.start()


def kill(desk, _said, _rest):
    desk.lobby.kill()
    desk.lobby.start()


ACTIONS = {"deliver": deliver, "deliver_raw": deliver_raw, "sent": sent, "restart": restart, "kill": kill}


if __name__ == "__main__":
    main()
