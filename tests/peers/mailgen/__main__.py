"""Writes a corpus to files: `python3 -m mailgen OUT N [--seed S] [--to ADDRESS] [--office SHARE]`."""

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

from . import Corpus


def main():
    args = argparse.ArgumentParser(prog="mailgen", description=__doc__)
    args.add_argument("out", type=Path)
    args.add_argument("n", type=int)
    args.add_argument("--seed", default="7")
    args.add_argument("--to", default="support@lobby.test")
    args.add_argument("--office", type=float, default=0.02, help="share of heavy office HTML, 0 to 1")
    args.add_argument("--office-size", type=int, default=40_000)
    args = args.parse_args()

    corpus = Corpus(args.seed, args.to, office=args.office, office_size=args.office_size)
    (args.out / "eml").mkdir(parents=True, exist_ok=True)
    kinds, total, digest = Counter(), 0, hashlib.sha256()
    with open(args.out / "manifest.jsonl", "w", encoding="utf-8") as manifest:
        for _ in range(args.n):
            mail = corpus.next()
            (args.out / "eml" / mail.file).write_bytes(mail.raw)
            manifest.write(json.dumps(mail.manifest(), ensure_ascii=False, sort_keys=True) + "\n")
            kinds[mail.kind] += 1
            total += len(mail.raw)
            digest.update(mail.raw)
    print(json.dumps({"mails": args.n, "bytes": total, "kinds": kinds, "sha256": digest.hexdigest()[:16]}))


main()
