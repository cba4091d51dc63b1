"""Runs the functions a file marks as scenarios, and says at the end how many passed."""

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

SCENARIOS = []


def scenario(function):
    """Marks a scenario. It gets one argument, the `Run`, and fails by raising."""
    SCENARIOS.append(function)
    return function


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
    parser.add_argument("--binary", default=os.environ.get("LOBBY_BINARY", ""))
    parser.add_argument("--keep", action="store_true", help="leave the folders of failed scenarios")
    return parser


def main(scenarios, options):
    passed = failed = 0
    for function in scenarios:
        name = f"{Path(function.__code__.co_filename).stem}::{function.__name__}"
        if options.names and not any(it in name for it in options.names):
            continue
        folder = Path(tempfile.mkdtemp(prefix="lobby-peers-"))
        folder.chmod(0o755)
        began = time.monotonic()
        try:
            function(Run(folder, options))
            passed += 1
            print(f"ok    {name}  {time.monotonic() - began:.1f} s", flush=True)
            _remove(folder)
        except Exception:  # noqa: BLE001 - a scenario may fail in any way
            failed += 1
            print(f"FAIL  {name}  {time.monotonic() - began:.1f} s  seed {options.seed}  {folder}", flush=True)
            traceback.print_exc(file=sys.stdout)
            if not options.keep:
                _remove(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _remove(folder):
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
