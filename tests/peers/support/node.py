"""Programs of other hands that run in Node: a command a line, an answer a line."""

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "node"


class Node:
    """A script of `tests/peers/node`, ended with the block."""

    def __init__(self, script, *arguments):
        if not (HERE / "node_modules").is_dir():
            raise AssertionError(f"Its modules are missing. Install them with:  npm ci --prefix {HERE}")
        command = [shutil.which("node") or "node", str(HERE / script), *map(str, arguments)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(json.loads(line))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def tell(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def next(self, seconds=20):
        """The next thing it says."""
        try:
            return self.lines.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"it says nothing more; {self.process.poll()=}") from None

    def ask(self, **command):
        self.tell(**command)
        return self.next()
