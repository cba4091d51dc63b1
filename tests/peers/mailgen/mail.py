"""A mail of the corpus with what is expected of it, and an answer of the desk as a customer's program sees it."""

import email
import email.policy
import re
from dataclasses import asdict, dataclass, field

TOKEN = re.compile(r"zq[0-9a-f]{12}")


@dataclass
class Mail:
    """One mail.

    kind     new · reply · dup · autoreply · bounce · form · forward · bulk
    via      how a reply shows where it belongs:
             direct  answers the customer's own earlier mail (In-Reply-To and References)
             refs    References only                irt     In-Reply-To only
             agent   answers a mail of the desk     token   only the reply address in To shows it
             quoted  only the reply address inside the quoted text shows it
             none    nothing: a conversation of its own
    trap     same_subject (new, but a subject seen before: must not merge) · subject_changed, other_sender,
             bare_id, many_refs (replies: must merge) · like_a_form (a newsletter: is none) · no_message_id · bad_date · no_date · long_subject ·
             empty_subject · raw8bit · no_charset · odd_charset
    thread   equal thread = one conversation. A form or a forward is a thread of its own.
    token    a word found in this mail's own text and nowhere else; a mail is lost when it is not found
    customer address of the person the conversation is with (not the sender, for forms and forwards)
    auto     must never be answered by a machine
    """

    n: int
    kind: str
    via: str
    trap: str
    thread: str
    token: str
    message_id: str
    from_name: str
    from_addr: str
    customer: str
    envelope_from: str
    recipient: str
    subject: str
    lang: str
    shape: str
    charset: str
    auto: bool
    raw: bytes = field(repr=False)
    dup_of: int = 0
    attachments: list = field(default_factory=list)

    @property
    def file(self):
        return f"{self.n:06d}.eml"

    def manifest(self):
        row = asdict(self)
        row["bytes"] = len(row.pop("raw"))
        row["file"] = self.file
        return row


@dataclass
class Answer:
    """A mail the desk sent, read as a customer's program would read it."""

    message_id: str
    references: list
    reply_to: str
    sender: str
    to: str
    subject: str
    text: str

    @classmethod
    def read(cls, raw):
        m = email.message_from_bytes(raw, policy=email.policy.default)
        body = m.get_body(preferencelist=("plain", "html"))
        ids = re.findall(r"<[^<>\s]+>", str(m["References"] or ""))
        return cls(
            message_id=str(m["Message-ID"] or "").strip(),
            references=ids,
            reply_to=_address(m["Reply-To"]) or _address(m["From"]),
            sender=_address(m["From"]),
            to=_address(m["To"]),
            subject=str(m["Subject"] or ""),
            text=body.get_content() if body else "",
        )


def _address(header):
    return header.addresses[0].addr_spec if header is not None and header.addresses else ""


def without_tokens(text):
    """For quoting: a token stands for one mail only."""
    return TOKEN.sub("…", text)
