#!/usr/bin/env python3
"""Runs the scenarios against real peers: `tests/peers/run.py [NAME …] [--seed S] [--mails N] [--kills N] [--events N]`.

NAME picks scenarios by a part of `file::scenario`. The binary is `target/ci/lobby`, or LOBBY_BINARY."""

import importlib
import logging
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "torture")]

from support import runner  # noqa: E402

FILES = ["harness", "mail_in", "mail_out", "threads", "aside", "own_letters", "told", "restarts", "bulk", "oauth", "api", "detect", "first_hour", "demo", "https", "telegram_bot", "alerts", "webhooks", "surveys", "figures", "whatsapp", "api_channel", "webchat_mail", "providers_down", "kill", "storm"]


def main():
    options = runner.arguments().parse_args()
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd tells of every handshake a test breaks off
    warnings.filterwarnings("ignore", module="aiosmtpd")
    for file in FILES:
        if (HERE / f"{file}.py").exists() or (HERE.parent / "torture" / f"{file}.py").exists():
            importlib.import_module(file)
    print(f"seed {options.seed}", flush=True)
    return runner.main(runner.SCENARIOS, options)


if __name__ == "__main__":
    sys.exit(main())
