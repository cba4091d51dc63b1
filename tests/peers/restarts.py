"""Lobby stops and starts, the mail server goes and comes: nothing is missed, and nobody has to do anything."""

import errno
import json
import os
import signal
import subprocess
import time

from support import compare
from support.desk import Desk, story, wait_until_all_is_there
from support.pages import Pages
from support.ports import until
from support.runner import must_fail, scenario


@scenario
def mail_that_came_while_lobby_was_off(run):
    corpus = story(run)
    with Desk(run) as desk:
        mails = [corpus.new(trap="") for _ in range(10)]
        desk.deliver(mails)
        wait_until_all_is_there(desk, mails)
        assert desk.lobby.stop() == 0, f"SIGTERM: exit {desk.lobby.process.returncode}"
        off = [corpus.next() for _ in range(150)]
        desk.deliver(off)
        desk.lobby.start()
        assert desk.lobby.started_in < 5, desk.lobby.started_in
        wait_until_all_is_there(desk, mails + off)
        compare.check_mails(mails + off, compare.read_all(desk.api))
        must_fail(compare.check_mails, [*mails, corpus.new()], compare.read_all(desk.api))


@scenario
def the_mail_server_is_away_for_a_while(run):
    """Health says so and then that it is well again; what was written meanwhile leaves by itself."""
    corpus = story(run)
    with Desk(run) as desk:
        first = corpus.new(trap="")
        desk.deliver([first])
        wait_until_all_is_there(desk, [first])
        state = lambda: desk.api.get(f"/channels/{desk.channel['id']}")["health"]["state"]
        until(lambda: state() == "working", 10, lambda: f"health is {state()}")
        desk.dovecot.stop()
        until(lambda: state() in ("troubled", "needs_you"), 30, lambda: f"the mailbox is gone and health is {state()}")
        time.sleep(1)
        desk.dovecot.start()
        later = [corpus.new(trap="") for _ in range(5)]
        desk.deliver(later)
        wait_until_all_is_there(desk, [first, *later], 60)
        until(lambda: state() == "working", 60, lambda: f"the mailbox is back and health is {state()}")


@scenario
def a_frozen_lobby_goes_on(run):
    """Stopped for a while by the machine and woken: every mail is there, once."""
    corpus = story(run)
    with Desk(run) as desk:
        os.kill(desk.lobby.process.pid, signal.SIGSTOP)
        mails = [corpus.new(trap="") for _ in range(20)]
        desk.deliver(mails)
        time.sleep(3)
        os.kill(desk.lobby.process.pid, signal.SIGCONT)
        wait_until_all_is_there(desk, mails, 60)
        compare.check_mails(mails, compare.read_all(desk.api))


class SmallDisk:
    """A file system of its own, below `folder`, that can be filled to the last byte."""

    def __init__(self, folder, megabytes):
        self.folder, self.filler = folder, folder / "filler"
        folder.mkdir(parents=True)
        made = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
        subprocess.run(made, check=True)

    def fill(self):
        with open(self.filler, "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(b"x" * size) == size:
                        pass
                except OSError as full:
                    assert full.errno == errno.ENOSPC, full

    def free(self):
        self.filler.unlink()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


@scenario
def a_full_disk_stops_writing_and_nothing_else(run):
    """Programs and people are told when to come back, all that is there can be read, and it goes on by itself."""
    corpus = story(run)
    desk = Desk(run)
    with SmallDisk(desk.lobby.data, 192) as disk, desk:
        first = corpus.new(trap="")
        desk.deliver([first])
        wait_until_all_is_there(desk, [first])
        number = desk.numbers()[first.token]
        pages = Pages(desk.lobby).log_in()
        api, key = desk.api, "note on a full disk"
        path = f"/api/v1/conversations/{number}/messages"

        def note(text, key):
            return api.ask("POST", path, {"kind": "note", "text": text}, {"Idempotency-Key": key})

        written = []

        def refused():
            disk.fill()
            text = f"nota {len(written)}"
            status, headers, body = note(text, text)
            assert api.ask("GET", f"/api/v1/conversations/{number}")[0] == 200, "reading stopped"
            if status == 201:
                written.append(text)
            return (headers, body) if status == 503 else None

        headers, body = until(refused, 60, "the disk never was full", pause=0)
        said = {name.lower(): value for name, value in headers.items()}
        problem = json.loads(body)
        assert int(said["retry-after"]) > 0 and said["content-type"] == "application/problem+json", said
        assert problem["code"] == "disk_full", problem
        until(lambda: note("otra", key)[0] == 503, 20, "it is not full for long enough", pause=0)
        for place in ("/", f"/c/{number}", "/search?q=hola"):
            pages.get(place)
            assert pages.status == 200, (place, pages.status)
        assert first.token in api.ask("GET", path)[2].decode()
        later = [corpus.new(trap="") for _ in range(3)]
        desk.deliver(later)
        disk.free()
        until(lambda: note("otra", key)[0] == 201, 30, "it does not come back", pause=0.3)
        wait_until_all_is_there(desk, [first, *later], 60)
        kept = [it.get("text") for it in api.messages(number)]
        assert [it for it in kept if it in written] == written, "what was acknowledged is there"
        assert kept.count("otra") == 1, "under one key it was written once"
