"""Lobby stops and starts, the mail server goes and comes: nothing is missed, and nobody has to do anything."""

import os
import signal
import time

from support import compare
from support.desk import Desk, story, wait_until_all_is_there
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
