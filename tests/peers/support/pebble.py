"""Pebble, the test server of Let's Encrypt: a certificate authority that proves domains for real, on ports it is told.

It forgets everything when it stops, refuses some nonces on purpose, and asks our own name server where a domain is."""

import json
import os
import re
import shutil
import subprocess
import urllib.request
import ssl

from . import certificates, ports
from .dns import NameServer


class Pebble:
    def __init__(self, folder, domain, http_port, tls_port, validity=0, slow=False):
        self.folder = folder / "pebble"
        self.roots_pem = certificates.make(self.folder)
        self.port, self.management = ports.free(), ports.free()
        self.names = NameServer({(domain, "A"): "127.0.0.1"})
        self.settings = {
            "listenAddress": f"127.0.0.1:{self.port}",
            "managementListenAddress": f"127.0.0.1:{self.management}",
            "certificate": str(self.folder / "cert.pem"),
            "privateKey": str(self.folder / "key.pem"),
            "httpPort": http_port,
            "tlsPort": tls_port,
            "certificateValidityPeriod": validity,
        }
        if not validity:
            del self.settings["certificateValidityPeriod"]
        pace = {"PEBBLE_VA_SLEEPTIME": "2"} if slow else {"PEBBLE_VA_NOSLEEP": "1"}
        self.env = {**os.environ, "PEBBLE_AUTHZREUSE": "0", **pace}
        self.process = None

    @property
    def directory(self):
        return f"https://127.0.0.1:{self.port}/dir"

    def start(self):
        if not shutil.which("pebble"):
            raise AssertionError("missing: pebble. Install it with:  apt-get install -y pebble")
        config = self.folder / "config.json"
        config.write_text(json.dumps({"pebble": self.settings}))
        self.process = subprocess.Popen(
            ["pebble", "-config", config, "-dnsserver", f"127.0.0.1:{self.names.port}"],
            env=self.env,
            stdout=open(self.folder / "log", "ab"),
            stderr=subprocess.STDOUT,
        )
        ports.until(lambda: ports.answers(self.port) and ports.answers(self.management), 10, self.log)
        return self

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        self.names.stop()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def root(self, where):
        """Writes the root its certificates hang on, which is another after every start; the file."""
        with urllib.request.urlopen(f"https://127.0.0.1:{self.management}/roots/0", context=self._context(), timeout=10) as answer:
            where.write_bytes(answer.read())
        return where

    def _context(self):
        return ssl.create_default_context(cadata=self.roots_pem)

    def orders(self):
        return len(re.findall(r"Added order", self.log()))

    def issued(self):
        return len(re.findall(r"Issued certificate serial", self.log()))

    def accounts(self):
        return len(re.findall(r"There are now \d+ accounts in memory", self.log()))
