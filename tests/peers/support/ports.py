"""Free ports on loopback, and waiting for something to come true."""

import socket
import time


def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


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
