"""Support mail as a small business gets it, made from a seed.

`Corpus` tells a story: people write, write again, are answered, forward, are away, fill in forms; their programs
fold, encode and quote as real ones do. Equal arguments give byte-equal mails: no clock, no system randomness.

    python3 -m mailgen OUT 2000 --seed 7          # OUT/eml/000001.eml …, OUT/manifest.jsonl

or, mail by mail, with real answers fed back in:

    corpus = Corpus(seed=7)
    mail = corpus.next()                          # a Mail: raw bytes and what is expected of them
    corpus.answered(mail.thread, sent_bytes)      # what the desk really sent; later replies point to it
"""

from .corpus import Corpus
from .mail import Answer, Mail

__all__ = ["Answer", "Corpus", "Mail"]
