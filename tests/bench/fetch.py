#!/usr/bin/env python3
"""Mail fetched from a real Dovecot: `tests/bench/fetch.py --binary LOBBY [--mails N]`.

Mail comes while Lobby is off; then it starts, and the time until every mail has its outcome counts, from the start of
the process on. Beside it what a bare loop of IMAP FETCH gets from the same mailbox. Prints one line of JSON."""

import json
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "peers")]

from support import runner  # noqa: E402
from support.desk import USER, Desk, story  # noqa: E402
from support.ports import until  # noqa: E402

# Mails a FETCH of the bare loop asks for.
LOT = 100


def bare(dovecot, first, last):
    """A program of nothing but FETCH: the same mails, whole, over the same kind of connection."""
    began, size = time.monotonic(), 0
    client = dovecot.client(USER)
    client.select("INBOX", readonly=True)
    for at in range(first, last + 1, LOT):
        _, rows = client.uid("fetch", f"{at}:{min(at + LOT - 1, last)}", "(UID BODY.PEEK[])")
        size += sum(len(row[1]) for row in rows if isinstance(row, tuple))
    client.logout()
    return time.monotonic() - began, size


def fetched(run, count):
    corpus = story(run)
    with Desk(run) as desk:
        first = corpus.new(trap="")
        desk.deliver([first])
        desk.wait_for_ledger(1)
        desk.lobby.stop()
        desk.deliver([corpus.next() for _ in range(count)])
        uids = sorted(desk.dovecot.mails(USER))[1:]
        bare_took, size = bare(desk.dovecot, uids[0], uids[-1])
        ledger = f"/channels/{desk.channel['id']}/ledger"
        newest = lambda: max(it["uid"] for it in desk.api.get(ledger, limit=1)["data"])
        began = time.monotonic()
        desk.lobby.start()
        until(lambda: newest() >= uids[-1], 300, desk.lobby.log, pause=0.02)
        until(lambda: len(desk.api.ledger(desk.channel["id"])) > len(uids), 300, desk.lobby.log, pause=0.05)
        took = time.monotonic() - began
    return {"mails": len(uids), "bytes": size, "seconds": took, "bare_seconds": bare_took}


def main():
    options = runner.arguments().parse_args()
    with tempfile.TemporaryDirectory(prefix="lobby-fetch-") as folder:
        Path(folder).chmod(0o755)
        print(json.dumps(fetched(runner.Run(Path(folder), options), options.mails)))


if __name__ == "__main__":
    main()
