"""Writes MIME by hand, so that the bytes depend on the seed alone and can be as odd as real programs make them."""

import base64
import quopri
from email.utils import encode_rfc2231

CRLF = "\r\n"


def fits(text, charset):
    try:
        text.encode(charset)
        return True
    except (UnicodeError, LookupError):
        return False


def encoded_words(text, charset, style):
    """RFC 2047, `style` b or q; text in plain ASCII stays. No encoded word is longer than 75 characters."""
    if text.isascii():
        return text
    charset = charset if fits(text, charset) else "utf-8"
    pieces = [""]
    for char in text:
        longer = pieces[-1] + char
        if len(base64.b64encode(longer.encode(charset))) > 44 or len(longer) > 14:
            pieces.append("")
        pieces[-1] += char
    return f"{CRLF} ".join(_encoded_word(it, charset, style) for it in pieces)


def _encoded_word(text, charset, style):
    raw = text.encode(charset)
    if style == "b" or charset == "iso-2022-jp":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    letters = (chr(c) if chr(c).isascii() and chr(c).isalnum() else "_" if c == 32 else f"={c:02X}" for c in raw)
    return f"=?{charset}?Q?{''.join(letters)}?="


def phrase(name, charset, style):
    """A display name: quoted where it has specials, encoded where it is not ASCII."""
    if not name.isascii():
        return encoded_words(name, charset, style)
    return name if name.replace(" ", "").isalnum() else '"' + name.replace('"', "'") + '"'


def folded(value, width=72):
    """Header folding at blanks."""
    lines = [""]
    for word in value.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return f"{CRLF} ".join(lines)


def head(headers):
    return "".join(f"{name}: {value}{CRLF}" for name, value in headers).encode("utf-8", "surrogateescape")


def text_part(text, subtype, charset, encoding=None, label=True, extra=""):
    """A text part as (headers, body, charset used). Without `label` the charset is not said."""
    charset = charset if fits(text, charset) else "utf-8"
    raw = text.replace("\r\n", "\n").encode(charset)
    plain = all(b < 128 for b in raw) and all(len(line) < 900 for line in raw.split(b"\n"))
    encoding = encoding or ("7bit" if plain else "quoted-printable")
    if encoding == "quoted-printable":
        body = quopri.encodestring(raw)
    elif encoding == "base64":
        body = base64.encodebytes(raw)
    else:
        body = raw
    kind = f"text/{subtype}" + (f"; charset={charset}" if label else "") + extra
    headers = [("Content-Type", kind), ("Content-Transfer-Encoding", encoding)]
    return headers, body.replace(b"\n", b"\r\n"), charset


def file_part(name, mime, data, cid=None, continued=False):
    """An attachment; a name outside ASCII by RFC 2231, or (`continued` false) the way Outlook does it."""
    if name.isascii():
        said = f'; filename="{name}"'
    elif continued:
        said = "; filename*=" + encode_rfc2231(name, "utf-8")
    else:
        said = '; filename="' + encoded_words(name, "utf-8", "b").replace(CRLF, "") + '"'
    headers = [
        ("Content-Type", mime),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", ("inline" if cid else "attachment") + said),
    ]
    if cid:
        headers.append(("Content-ID", f"<{cid}>"))
    return headers, base64.encodebytes(data).replace(b"\n", b"\r\n")


def multipart(subtype, boundary, parts, extra=""):
    body = b""
    for headers, content, *_ in parts:
        body += f"--{boundary}{CRLF}".encode() + head(headers) + b"\r\n" + content
        body += b"" if content.endswith(b"\r\n") else b"\r\n"
    body += f"--{boundary}--{CRLF}".encode()
    return [("Content-Type", f'multipart/{subtype}; boundary="{boundary}"{extra}')], body
