"""The story: who writes when, what it is about, how it hangs together and where it is meant to trip a reader."""

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from . import html, mime
from .mail import Answer, Mail, without_tokens
from .words import FULL_STOP, LANGUAGES, SPACED

START = datetime(2026, 3, 2, 7, 0, tzinfo=timezone.utc)
DOMAINS = ("example.com", "example.org", "correo.example", "empresa.example", "toko.example", "loja.example")
CLIENTS = ("phone", "office", "webmail", "desktop", "bare")

# How often each kind comes, of a hundred mails.
KINDS = {"new": 43, "reply": 43, "dup": 2, "autoreply": 3, "bounce": 2, "form": 3, "forward": 2, "bulk": 2}
VIAS_ALONE = {"direct": 64, "refs": 18, "irt": 18}
VIAS_ANSWERED = {"agent": 40, "direct": 12, "refs": 14, "irt": 14, "token": 12, "quoted": 8}
SHAPES = {"plain": 31, "alt": 33, "html": 12, "mixed": 14, "related": 5, "calendar": 2, "enclosed": 3}


@dataclass
class Person:
    name: str
    addr: str
    lang: str
    client: str


@dataclass
class Thread:
    key: str
    who: Person
    subject: str
    ids: list = field(default_factory=list)  # of the customer's own mails
    last_text: str = ""
    answers: list = field(default_factory=list)
    has_root: bool = True


class Corpus:
    """Mails in order of arrival. `office` is the share (0 to 1) of heavy office HTML of about `office_size` bytes;
    `big` the share of attachments over 1.5 MB; `step` the seconds between two mails; `own_people` are addresses whose
    forwards count as the desk's own; `form_sender` is who sends the web form's mails; `authserv` is the receiving
    server that has checked every sender (none: nobody has)."""

    def __init__(
        self,
        seed,
        to="support@lobby.test",
        start=START,
        step=(1, 240),
        office=0.02,
        office_size=40_000,
        big=0.004,
        people=1500,
        own_people=(("Ana Ruiz", "ana@lobby.test"),),
        form_sender="no-reply@lobby.test",
        authserv="",
        kinds=None,
    ):
        self.random = random.Random(f"lobby mail {seed}")
        self.to, self.now, self.step = to, start, step
        self.office, self.office_size, self.big = office, office_size, big
        self.own_people, self.form_sender, self.authserv = own_people, form_sender, authserv
        self.kinds = dict(KINDS if kinds is None else kinds)
        self.n = 0
        self.threads = {}
        self.recent = []  # mails a duplicate may repeat
        self.subjects = []
        self.people = [self._person(at) for at in range(people)]

    # --- what a caller asks for -------------------------------------------------------------------------------

    def next(self):
        """The next mail of the story."""
        kind = self._pick(self.kinds)
        if kind == "dup" and len(self.recent) > 20:
            return self.duplicate()
        replies = [it for it in list(self.threads.values())[-250:] if it.has_root or it.answers]
        if kind in ("reply", "autoreply", "bounce") and len(replies) > 10:
            behind = min(len(replies) - 1, int(self.random.expovariate(1 / 50)))
            return {"reply": self.reply, "autoreply": self.auto_reply, "bounce": self.bounce}[kind](
                replies[-1 - behind]
            )
        if kind in ("form", "forward", "bulk"):
            return getattr(self, kind)()
        return self.new()

    def answered(self, key, raw):
        """Tells the story what the desk sent in a thread."""
        self.threads[key].answers.append(Answer.read(raw))

    def new(self, trap=None, person=None):
        """A first mail of somebody about something."""
        person = person or self.random.choice(self.people)
        words = LANGUAGES[person.lang]
        subject = self._fill(self.random.choice(words.subjects), words)
        draw = self.random.random()
        if trap is None:
            if self.subjects and draw < 0.06:
                trap = "same_subject"
            else:
                rare = ("empty_subject", "long_subject", "no_message_id", "bad_date", "no_date")
                trap = rare[int((draw - 0.06) / 0.008)] if 0.06 <= draw < 0.1 else ""
        if trap == "same_subject" and self.subjects:
            subject = self.random.choice(self.subjects[-200:])
        elif trap == "empty_subject":
            subject = ""
        elif trap == "long_subject":
            subject += " · " + self._text(words, "", person.lang).replace("\n", " ")[:700]
        thread = self._open(person, subject)
        thread.has_root = trap != "no_message_id"
        self.subjects.append(subject or "(no subject)")
        return self._write(thread, person, "new", "none", trap, subject, [])

    def reply(self, thread, via=None, trap=None):
        """The customer, or somebody copied in, goes on with a thread."""
        possible = dict(VIAS_ANSWERED if thread.answers else VIAS_ALONE)
        if not thread.ids:
            possible = {it: share for it, share in possible.items() if it not in ("direct", "refs", "irt")}
        via = via or self._pick(possible)
        words = LANGUAGES[thread.who.lang]
        subject = f"{self.random.choice(words.reply)} {thread.subject}".strip()
        person = thread.who
        if trap is None:
            draw = self.random.random()
            trap = "subject_changed" if draw < 0.05 else "other_sender" if draw < 0.1 else ""
            trap = {0.10: "bare_id", 0.12: "many_refs"}.get(int(draw * 50) / 50, trap)
        if trap == "subject_changed":
            subject = self._fill(self.random.choice(words.subjects), words)
        elif trap == "other_sender":
            person = replace(self.random.choice(self.people), lang=thread.who.lang)
        headers, recipient = self._pointing(thread, via, trap)
        return self._write(thread, person, "reply", via, trap, subject, headers, recipient)

    def duplicate(self):
        """An earlier mail delivered once more, byte for byte."""
        first = self.random.choice(self.recent)
        self._tick()
        return replace(first, n=self.n, kind="dup", via="none", trap="", dup_of=first.n)

    def auto_reply(self, thread):
        """A machine of the customer's answers: away until Monday."""
        words = LANGUAGES[thread.who.lang]
        subject = f"{words.away_subject} {thread.subject}".strip()
        headers, _ = self._pointing(thread, "agent" if thread.answers else "irt", "")
        headers += self.random.choice(
            (
                [("Auto-Submitted", "auto-replied")],
                [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk")],
                [("X-Autoreply", "yes"), ("Precedence", "auto_reply")],
            )
        )
        via = "agent" if thread.answers else "irt"
        return self._write(thread, thread.who, "autoreply", via, "", subject, headers, text=words.away)

    def bulk(self, trap=None):
        """A newsletter that found the support address; as `like_a_form` it comes from a no-reply address with a Reply-To,
        as web forms do."""
        person = replace(self.random.choice(self.people), name="Novedades", client="bare")
        if trap is None:
            trap = self.random.choice(("", "like_a_form"))
        headers = [
            ("List-Id", f"Novedades <news.{person.addr.split('@')[1]}>"),
            ("List-Unsubscribe", f"<https://{person.addr.split('@')[1]}/out>"),
            ("Precedence", "bulk"),
        ]
        if trap == "like_a_form":
            host = person.addr.split("@")[1]
            headers.append(("Reply-To", f"Atención <support@{host}>"))
            person = replace(person, addr=f"no-reply@{host}")
        thread = self._open(person, f"-{self.random.randrange(10, 60)} %")
        return self._write(thread, person, "bulk", "none", trap, thread.subject, headers)

    def form(self):
        """The web form: sent by a machine of ours, written by the person in Reply-To."""
        person = self.random.choice(self.people)
        words = LANGUAGES[person.lang]
        sender = Person("Formulario web", self.form_sender, person.lang, "bare")
        phone = f"+57 300 {self.random.randrange(10**7):07d}"
        fields = f"Nombre: {person.name}\nCorreo: {person.addr}\nTeléfono: {phone}\nMensaje: "
        thread = self._open(person, "Nuevo mensaje desde la página")
        headers = [("Reply-To", f"{mime.phrase(person.name, 'utf-8', 'b')} <{person.addr}>")]
        return self._write(
            thread, sender, "form", "none", "", thread.subject, headers, text=fields + self._text(words, "", person.lang)
        )

    def forward(self):
        """One of our people got a customer's mail at a private address and passes it on."""
        person = self.random.choice(self.people)
        words = LANGUAGES[person.lang]
        name, addr = self.random.choice(self.own_people)
        ours = Person(name, addr, person.lang, "bare")
        subject = self._fill(self.random.choice(words.subjects), words)
        thread = self._open(person, subject)
        text = (
            f"Me llegó esto, ¿lo pueden atender?\n\n---------- Forwarded message ---------\n"
            f"From: {person.name} <{person.addr}>\nDate: {format_datetime(self.now)}\nSubject: {subject}\n"
            f"To: {name} <{addr}>\n\n{self._text(words, '', person.lang)}"
        )
        thread.has_root = False  # the customer never saw this Message-ID
        return self._write(thread, ours, "forward", "none", "", f"{words.forward} {subject}", [], text=text)

    def bounce(self, thread):
        """A mail server could not deliver what the desk sent (or, unanswered, what a desk would have sent)."""
        token, at = self._tick(), len(thread.answers) + 1
        answer = thread.answers[-1] if thread.answers else None
        failed = answer.to if answer else thread.who.addr
        lost_id = answer.message_id if answer else f"<answer-{thread.key}-{at}@desk.invalid>"
        domain = thread.who.addr.split("@")[1]
        text = (
            f"This is the mail system at {domain}.\n\nYour message to <{failed}> could not be delivered.\n"
            f"Case {token}\n\n<{failed}>: host mx.{domain} said: 550 5.1.1 User unknown\n"
        )
        status = (
            f"Reporting-MTA: dns; mx.{domain}\r\nArrival-Date: {format_datetime(self.now)}\r\n\r\n"
            f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            f"Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
        )
        returned = [("From", f"<{self.to}>"), ("To", f"<{failed}>"), ("Message-ID", lost_id)]
        if thread.ids:
            returned.append(("References", thread.ids[0]))
        parts = [
            mime.text_part(text, "plain", "us-ascii"),
            ([("Content-Type", "message/delivery-status")], status.encode()),
            ([("Content-Type", "text/rfc822-headers")], mime.head(returned)),
        ]
        content, body = mime.multipart("report", self._boundary(), parts, "; report-type=delivery-status")
        message_id = f"<{self.random.getrandbits(48):x}.dsn@mx.{domain}>"
        headers = [
            ("From", f"Mail Delivery System <MAILER-DAEMON@mx.{domain}>"),
            ("To", self.to),
            ("Subject", "Undelivered Mail Returned to Sender"),
            ("Date", format_datetime(self.now)),
            ("Message-ID", message_id),
            ("Auto-Submitted", "auto-replied"),
            ("MIME-Version", "1.0"),
        ]
        return Mail(
            n=self.n,
            kind="bounce",
            via="agent",
            trap="",
            thread=thread.key,
            token=token,
            message_id=message_id,
            from_name="Mail Delivery System",
            from_addr=f"MAILER-DAEMON@mx.{domain}",
            customer=thread.who.addr,
            envelope_from="",
            recipient=self.to,
            subject="Undelivered Mail Returned to Sender",
            lang="en",
            shape="report",
            charset="us-ascii",
            auto=True,
            raw=mime.head(headers + content) + b"\r\n" + body,
        )

    # --- the pieces -------------------------------------------------------------------------------------------

    def _pick(self, shares):
        return self.random.choices(list(shares), list(shares.values()))[0]

    def _person(self, at):
        lang = self._pick({it: words.share for it, words in LANGUAGES.items()})
        words = LANGUAGES[lang]
        first, last = self.random.choice(words.first), self.random.choice(words.last)
        name = f"{last} {first}" if lang == "ja" else f"{first} {last}"
        if self.random.random() < 0.05:
            name = f"{last}, {first}"
        addr = f"p{at:04d}.{self.random.randrange(100):02d}@{self.random.choice(DOMAINS)}"
        return Person(name, addr, lang, self.random.choice(CLIENTS))

    def _tick(self):
        """Time goes on; gives the word this mail will be known by."""
        self.n += 1
        self.now += timedelta(seconds=self.random.randint(*self.step))
        return f"zq{self.random.getrandbits(48):012x}"

    def _open(self, person, subject):
        key = f"T{len(self.threads) + 1:05d}"
        self.threads[key] = Thread(key, person, subject)
        return self.threads[key]

    def _fill(self, sentence, words):
        return sentence.format(
            thing=self.random.choice(words.things),
            place=self.random.choice(words.places),
            day=self.random.choice(words.days),
            n=f"{self.random.randrange(10**6):06d}",
            sum=f"{self.random.randrange(1, 900)}.{self.random.randrange(1000):03d}",
        )

    def _text(self, words, token, lang):
        stop = FULL_STOP.get(lang, ".")
        out = [self.random.choice(words.greetings) + ",", ""]
        for _ in range(1 + min(7, int(self.random.lognormvariate(0.6, 0.7)))):
            some = self.random.sample(words.matters, min(len(words.matters), self.random.randint(1, 3)))
            out.append(SPACED.get(lang, " ").join(self._fill(it, words) + stop for it in some))
            if self.random.random() < 0.3:
                out.append("")
        out.append(self._fill(self.random.choice(words.wishes), words))
        if token:
            out.insert(self.random.randint(2, len(out)), f"Ref. {token}")
        return "\n".join(out + ["", self.random.choice(words.endings)])

    def _sign(self, person):
        return {
            "phone": "\n\nEnviado desde mi teléfono",
            "office": f"\n\n{person.name}\nDepartamento de compras",
            "webmail": "",
            "desktop": f"\n\n-- \n{person.name}\n{person.addr}",
            "bare": f"\n\n{person.name}",
        }[person.client]

    def _quote(self, thread, person, via):
        """What the program puts under a reply; by way `quoted` the desk's reply address stands in it."""
        answer = thread.answers[-1] if thread.answers else None
        if via not in ("quoted", "agent") and self.random.random() < 0.2:
            return ""
        text = without_tokens(answer.text if answer else thread.last_text).rstrip()
        address = answer.reply_to if answer and via == "quoted" else (answer.sender if answer else thread.who.addr)
        if person.client == "office":
            head = f"________________________________\nDe: Soporte <{address}>\nAsunto: {thread.subject}\n\n"
            return f"\n\n{head}{text}"
        line = LANGUAGES[person.lang].wrote.format(when=f"{self.now:%d/%m/%Y %H:%M}", who=f"Soporte <{address}>")
        return f"\n\n{line}\n" + "\n".join(f"> {it}" for it in text.split("\n"))

    def _pointing(self, thread, via, trap):
        """The headers that show where a reply belongs, and the address it goes to."""
        own, answer = thread.ids[-8:], thread.answers[-1] if thread.answers else None
        if via in ("agent", "token", "quoted") and answer is None:
            raise ValueError(f"{thread.key} has no answer to reply to")
        recipient = answer.reply_to if answer and via in ("agent", "token") else self.to
        if via in ("token", "quoted"):
            return [], recipient
        if via == "agent":
            chain, last = [*answer.references, answer.message_id], answer.message_id
        else:
            chain, last = own, own[-1]
        if trap == "many_refs":
            chain = [f"<{self.random.getrandbits(64):x}@elsewhere.example>" for _ in range(40)] + chain
        headers = []
        if via != "refs":
            headers.append(("In-Reply-To", last.strip("<>") if trap == "bare_id" else last))
        if via != "irt":
            headers.append(("References", " ".join(chain)))
        return headers, recipient

    def _boundary(self):
        return f"=-{self.random.getrandbits(96):024x}"

    def _blob(self, kind, size):
        raw = self.random.randbytes(size)
        if kind == "csv":
            rows = (f"{at},pieza {at % 37},{self.random.randrange(99999)}\r\n" for at in range(size // 20 + 1))
            return ("id,nombre,valor\r\n" + "".join(rows)).encode()
        marks = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-1.5\n", "jpg": b"\xff\xd8\xff\xe0"}
        return marks[kind] + raw

    def _attachment(self, words):
        kind, mime_type = self.random.choice(
            (("png", "image/png"), ("pdf", "application/pdf"), ("jpg", "image/jpeg"), ("csv", "text/csv"))
        )
        size = int(min(300_000, max(300, self.random.lognormvariate(9.3, 1.1))))
        if self.random.random() < self.big:
            size = 1_500_000 + self.random.randrange(1_000_000)
        return f"{self.random.choice(words.files)} {self.random.randrange(900)}.{kind}", mime_type, self._blob(kind, size)

    def _body(self, shape, text, quoted, person, charset, encoding, label):
        """(headers, body, charset, attachments) of a shape."""
        words, kept = LANGUAGES[person.lang], []
        flowed = "; format=flowed" if person.client == "desktop" and label else ""
        plain = mime.text_part(text, "plain", charset, encoding, label, flowed)
        if shape == "plain":
            return *plain, kept
        extra = self.random.choice(("", "", *html.UNWANTED))
        page = html.light(text, extra)
        if shape == "office":
            page = html.office(text, without_tokens(quoted), self.office_size)
        rich = mime.text_part(page, "html", "utf-8", self.random.choice(("quoted-printable", "base64")))
        if shape == "html":
            return *rich, kept

        def keep(name, data):
            kept.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})

        both = mime.multipart("alternative", self._boundary(), [plain, rich])
        if shape in ("alt", "office"):
            return *both, plain[2], kept
        if shape == "related":
            cid, data = f"{self.random.getrandbits(48):x}@imagen", self._blob("png", self.random.randint(600, 20_000))
            keep("image001.png", data)
            shown = html.light(text, f'<img src="cid:{cid}" alt="">')
            rich = mime.text_part(shown, "html", "utf-8", "quoted-printable")
            both = mime.multipart("alternative", self._boundary(), [plain, rich])
            image = mime.file_part("image001.png", "image/png", data, cid)
            return *mime.multipart("related", self._boundary(), [both, image]), plain[2], kept
        parts = [both if self.random.random() < 0.6 else plain]
        if shape == "mixed":
            for _ in range(self.random.choice((1, 1, 1, 2, 3))):
                name, mime_type, data = self._attachment(words)
                keep(name, data)
                parts.append(mime.file_part(name, mime_type, data, continued=self.random.random() < 0.5))
        elif shape == "calendar":
            event = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:%x\nDTSTART:20260310T090000Z\n"
            event = event % self.random.getrandbits(64) + "SUMMARY:Cita\nEND:VEVENT\nEND:VCALENDAR\n"
            parts.append(mime.text_part(event, "calendar", "utf-8", extra="; method=REQUEST"))
        else:
            inner = mime.head(
                [
                    ("From", "tienda@tienda.example"),
                    ("To", person.addr),
                    ("Subject", "Su compra"),
                    ("Message-ID", f"<{self.random.getrandbits(48):x}@tienda.example>"),
                    ("Content-Type", "text/plain; charset=utf-8"),
                ]
            )
            headers = [("Content-Type", "message/rfc822"), ("Content-Disposition", "attachment")]
            parts.append((headers, inner + b"\r\nGracias por su compra.\r\n"))
        return *mime.multipart("mixed", self._boundary(), parts), plain[2], kept

    def _coding(self, trap, shape, person):
        """(trap, charset, transfer encoding, label): what a sloppy program does to letters outside ASCII."""
        charset = "utf-8"
        if self.random.random() < 0.35:
            charset = self.random.choice(LANGUAGES[person.lang].charsets)
        draw = self.random.random()
        if trap or shape != "plain" or person.lang in ("en", "id"):
            return trap, charset, None, True
        if draw < 0.07:
            return "raw8bit", "utf-8", "8bit", True
        if draw < 0.1:
            return "no_charset", "utf-8", "8bit", False
        if draw < 0.13:
            return "odd_charset", LANGUAGES[person.lang].charsets[0], "8bit", True
        return trap, charset, None, True

    def _write(self, thread, person, kind, via, trap, subject, headers, recipient=None, text=None):
        token = self._tick()
        words = LANGUAGES[person.lang]
        if text is None:
            own = self._text(words, token, person.lang)
        else:
            own = f"{text}\nRef. {token}"
        quoted = self._quote(thread, person, via) if kind == "reply" else ""
        full = own + self._sign(person) + quoted
        shape = "plain" if kind in ("autoreply", "form", "forward") else self._pick(SHAPES)
        if kind in ("new", "reply") and self.random.random() < self.office:
            shape = "office"
        if via == "quoted":
            shape = self.random.choice(("plain", "alt"))
        trap, charset, encoding, label = self._coding(trap, shape, person)
        content, body, charset, kept = self._body(shape, full, quoted, person, charset, encoding, label)
        host = person.addr.split("@")[1]
        message_id = "" if trap == "no_message_id" else f"<{self.random.getrandbits(64):016x}.{self.n}@{host}>"
        top = self._envelope_headers(person, trap, subject, charset, recipient or self.to)
        top += [("Message-ID", message_id)] if message_id else []
        top += [(name, mime.folded(value)) for name, value in headers]
        mail = Mail(
            n=self.n,
            kind=kind,
            via=via,
            trap=trap,
            thread=thread.key,
            token=token,
            message_id=message_id,
            from_name=person.name,
            from_addr=person.addr,
            customer=thread.who.addr,
            envelope_from=person.addr,
            recipient=recipient or self.to,
            subject=subject,
            lang=person.lang,
            shape=shape,
            charset=charset,
            auto=kind in ("autoreply", "bulk"),
            raw=mime.head(top + [("MIME-Version", "1.0")] + content) + b"\r\n" + body,
            attachments=kept,
        )
        self._remember(thread, mail, own)
        return mail

    def _envelope_headers(self, person, trap, subject, charset, recipient):
        style = self.random.choice("bqq")
        charset = "utf-8" if charset == "us-ascii" else charset
        zone = timezone(timedelta(hours=self.random.choice((-6, -5, -3, 0, 1, 7))))
        date = format_datetime(self.now.astimezone(zone))
        host = person.addr.split("@")[1]
        headers = [
            ("Received", f"from mx.{host} (mx.{host} [192.0.2.{self.random.randrange(1, 255)}])\r\n\tby in.lobby.test; {date}")
        ]
        if self.authserv:
            passed = f"{self.authserv}; dkim=pass header.d={host}; dmarc=pass (p=reject) header.from={host}"
            headers.insert(0, ("Authentication-Results", passed))
        if trap == "bad_date":
            date = self.random.choice(("ayer", "Mon, 32 Foo 2026 25:00:00 +0000", "0000-00-00"))
        headers += [("From", f"{mime.phrase(person.name, charset, style)} <{person.addr}>")]
        headers += [("To", recipient if self.random.random() < 0.7 else f'"Soporte" <{recipient}>')]
        if self.random.random() < 0.1:
            other = self.random.choice(self.people)
            headers.append(("Cc", f"{mime.phrase(other.name, 'utf-8', 'b')} <{other.addr}>"))
        if trap != "empty_subject":
            raw = trap == "raw8bit" or subject.isascii()
            headers.append(("Subject", mime.folded(subject) if raw else mime.encoded_words(subject, charset, style)))
        if trap != "no_date":
            headers.append(("Date", date))
        mailer = {"office": "Microsoft Outlook 16.0", "phone": "iPhone Mail (21A329)", "desktop": "Mozilla Thunderbird"}
        if person.client in mailer:
            headers.append(("X-Mailer", mailer[person.client]))
        return headers

    def _remember(self, thread, mail, own):
        if mail.kind in ("new", "reply") and mail.message_id and mail.trap != "other_sender":
            thread.ids.append(mail.message_id)
        if mail.kind in ("form", "bulk"):
            thread.has_root = False  # the person knows no Message-ID of it; a list is not answered
        if mail.kind in ("new", "reply"):
            thread.last_text = own
        self.recent = [*self.recent[-299:], mail]
