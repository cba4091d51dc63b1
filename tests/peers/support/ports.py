"""Free ports on loopback, and waiting for something to come true."""

import itertools
import os
import socket
import time

_next = {}


def free():
    """Never twice in one process, and from another place in each: scenarios run side by side. Below the range from which
    the system takes ports for outgoing lines, so that none is taken before its server is started."""
    mine = _next.setdefault(os.getpid(), itertools.count(os.getpid() * 131))
    while True:
        port = 10_000 + next(mine) % 22_000
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def until(what, seconds, why, pause=0.1):
    """Waits until `what()` gives something true and returns it; fails with `why` (text, or a call giving it)."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s: {why() if callable(why) else why}")
        time.sleep(pause)


def answers(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0
