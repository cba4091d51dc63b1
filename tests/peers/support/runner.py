"""Runs the functions a file marks as scenarios, several side by side, and says at the end how many passed."""

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

SCENARIOS = []
# As many as may be tried once more; when more fail it was not the machine.
AGAIN = 3


def scenario(function=None, *, alone=False):
    """Marks a scenario. It gets one argument, the `Run`, and fails by raising. One that measures, or needs the whole
    machine, runs `alone`."""

    def mark(it):
        it.alone = alone
        SCENARIOS.append(it)
        return it

    return mark(function) if function else mark


class Run:
    """What a scenario may need to know: its own folder, the seed, and the options of the command line."""

    def __init__(self, folder, options):
        self.folder, self.options, self.seed = folder, options, options.seed

    def say(self, text):
        print(f"      {text}", flush=True)


class Expected(Exception):
    """Raised by `must_fail` when a control passed that had to fail."""


def must_fail(check, *args, **named):
    """A control: the same check, fed something wrong, has to raise AssertionError."""
    try:
        check(*args, **named)
    except AssertionError:
        return
    raise Expected(f"the control passed: {getattr(check, '__name__', check)} sees nothing")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", help="run only the scenarios whose name has one of these in it")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("LOBBY_TEST_SEED", time.time_ns() % 10**6)))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--events", type=int, default=600, help="of each channel, in the storm")
    parser.add_argument("--binary", default=os.environ.get("LOBBY_BINARY", ""))
    parser.add_argument("--at-once", type=int, default=6, help="scenarios side by side: they wait more than they work")
    parser.add_argument("--keep", action="store_true", help="leave the folders of failed scenarios")
    return parser


def name_of(function):
    return f"{Path(function.__code__.co_filename).stem}::{function.__name__}"


def main(scenarios, options):
    """Those that may run side by side first, then the others one by one. Each is a process of its own; what it says is
    shown when it is over, all at once. What failed beside others is tried once more by itself, and said to have been:
    a machine with two cores is sometimes too busy for a time limit."""
    chosen = [it for it in scenarios if not options.names or any(part in name_of(it) for part in options.names)]
    failed = _run_all([it for it in chosen if not it.alone], options, options.at_once)
    failed += _run_all([it for it in chosen if it.alone], options, 1)
    if failed and len(failed) <= AGAIN:
        print(f"again, one by one: {', '.join(map(name_of, failed))}", flush=True)
        failed = _run_all(failed, options, 1)
    for it in failed:
        print(f"failed: {name_of(it)}")
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not chosen else 0


def _run_all(lot, options, at_once):
    """Runs them; those that failed."""
    waiting, running, failed = list(lot), {}, []
    while waiting or running:
        while waiting and len(running) < at_once:
            function = waiting.pop(0)
            child, said = _begin(function, options)
            running[child] = (function, said)
        child, ended = os.wait()
        if child not in running:
            continue
        function, said = running.pop(child)
        said.seek(0)
        sys.stdout.write(said.read())
        sys.stdout.flush()
        if ended != 0:
            failed.append(function)
    return failed


def _begin(function, options):
    """Starts a scenario; its process, and the file it speaks into."""
    said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        failed = True
        try:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            failed = _run(function, options)
            sys.stdout.flush()
        finally:
            os._exit(failed)
    return child, said


def _run(function, options):
    """Runs a scenario here; whether it failed."""
    name, folder = name_of(function), Path(tempfile.mkdtemp(prefix="lobby-peers-"))
    folder.chmod(0o755)
    began = time.monotonic()
    try:
        function(Run(folder, options))
        print(f"ok    {name}  {time.monotonic() - began:.1f} s", flush=True)
        failed = False
    except BaseException:  # noqa: BLE001 - a scenario may fail in any way
        print(f"FAIL  {name}  {time.monotonic() - began:.1f} s  seed {options.seed}  {folder}", flush=True)
        traceback.print_exc(file=sys.stdout)
        failed = True
    if not (failed and options.keep):
        shutil.rmtree(folder, ignore_errors=True)
    return failed
