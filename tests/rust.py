#!/usr/bin/env python3
"""Runs the Rust tests and says at the end how many passed. What failed beside hundreds of others is tried once more by
itself, and said to have been: a machine with two cores is sometimes too busy for a time limit."""

import re
import subprocess
import sys

COMMAND = ["cargo", "test", "--profile", "ci", "--no-fail-fast"]
# As many as may be tried once more; when more fail it was not the machine.
AGAIN = 3

BINARY = re.compile(r"^\s+(?:Running .*\((\S+)\)|Doc-tests )")
FAILED = re.compile(r"^test (\S+)(?: - should panic)? \.\.\. FAILED")
RESULT = re.compile(r"^test result: \S+ (\d+) passed; (\d+) failed;")


class Count:
    """What the binaries said of their tests."""

    def __init__(self):
        self.begun = self.ended = self.passed = self.failed = 0
        self.binary, self.names = None, []

    def read(self, line):
        if found := BINARY.match(line):
            self.begun += 1
            self.binary = found[1]
        elif found := FAILED.match(line):
            self.names.append((self.binary, found[1]))
        elif found := RESULT.match(line):
            self.ended += 1
            self.passed += int(found[1])
            self.failed += int(found[2])

    def may_go_again(self):
        """Whether all that failed is known by name: no binary ended in the middle, and there are few."""
        return self.begun == self.ended and 0 < self.failed == len(self.names) <= AGAIN


def show(line):
    """What one binary says at its end is not the verdict on all."""
    print(line.replace("test result:", "of these:"), end="", flush=True)


def passes(binary, name):
    """Whether a test passes by itself; one of the documentation has no binary to ask."""
    if binary is None:
        return False
    again = subprocess.run([binary, "--exact", name], capture_output=True, text=True, errors="replace")
    show(again.stdout)
    return again.returncode == 0


def main():
    count = Count()
    child = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    for line in child.stdout:
        count.read(line)
        show(line)
    is_whole = child.wait() == 0
    if count.may_go_again():
        print(f"again, one by one: {', '.join(name for _, name in count.names)}", flush=True)
        count.names = [it for it in count.names if not passes(*it)]
        better = count.failed - len(count.names)
        count.passed, count.failed = count.passed + better, count.failed - better
        is_whole = count.failed == 0
    if not is_whole and count.failed == 0:
        count.failed = 1  # it was not built, or a test took its whole binary with it
    for _, name in count.names:
        print(f"failed: {name}")
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
