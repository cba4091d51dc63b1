"""HTML as mail programs write it: a light one, and the heavy one of office suites."""

import html as escape


def light(text, extra=""):
    """What phones and web mail send; `extra` is markup a cleaner must deal with."""
    lines = "".join(f"<div>{escape.escape(line)}</div>\n" if line else "<div><br></div>\n" for line in text.split("\n"))
    return f'<html><head><meta charset="utf-8"></head><body dir="auto">{lines}{extra}</body></html>'


UNWANTED = (
    '<img src="https://counter.example/open.gif?u=7" width="1" height="1" alt="">',
    "<script>document.title='x'</script>",
    '<div onmouseover="go()" style="position:fixed;inset:0">.</div>',
    '<a href="javascript:go()">ver</a>',
    '<form action="https://phish.example/in"><input name="password"></form>',
    "<!--[if mso]><table><tr><td>x</td></tr></table><![endif]-->",
    '<style>@import url("https://css.example/a.css"); * { display: none }</style>',
)


def office(text, quoted, size):
    """A mail of about `size` bytes as word processors make them: a long style sheet, conditional comments, one span
    of inline style for every line, and the whole correspondence below in nested blocks."""
    out = [_OFFICE_HEAD, '<body lang="ES" link="#0563C1" vlink="#954F72"><div class="WordSection1">\n']
    out += [_office_line(line) for line in text.split("\n")]
    out.append(_SIGNATURE)
    length = sum(map(len, out))
    lines = [line for line in (quoted or text).split("\n") if line.strip()]
    depth = 0
    while length < size:
        block = [_OFFICE_QUOTE_HEAD.format(day=depth % 27 + 1)] + [_office_line(line) for line in lines]
        out += ["<div>"] + block
        depth += 1
        length += sum(map(len, block)) + 11
    out.append("</div>" * depth + "</div></body></html>\n")
    return "".join(out)


def _office_line(line):
    return (
        '<p class="MsoNormal" style="margin-bottom:0cm;line-height:normal"><span lang="ES" style="font-size:11.0pt;'
        "font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D;mso-fareast-language:EN-US\">"
        f"{escape.escape(line) or '&nbsp;'}<o:p></o:p></span></p>\n"
    )


_OFFICE_HEAD = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">\n<head>'
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" '
    'content="Microsoft Word 15 (filtered medium)">\n<style><!--\n'
    + "".join(
        f'@font-face {{font-family:"{name}"; panose-1:2 15 5 2 2 2 4 3 2 {at};}}\n'
        for at, name in enumerate(("Cambria Math", "Calibri", "Tahoma", "Segoe UI", "Aptos"))
    )
    + "".join(
        f"{name} {{mso-style-priority:{at}; margin:0cm; margin-bottom:.0001pt; font-size:11.0pt;"
        f' font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}}\n'
        for at, name in enumerate(("p.MsoNormal, li.MsoNormal", "a:link", "a:visited", "p.msonormal0", "span.Estilo18"))
    )
    + "@page WordSection1 {size:612.0pt 792.0pt; margin:70.85pt 3.0cm;}\n--></style>"
    '<!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head>\n'
)
_SIGNATURE = (
    '<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0" width="460"><tr><td width="120" '
    'valign="top" style="border-right:solid #A5A5A5 1.0pt;padding:0cm 5.4pt"><p class="MsoNormal"><b>Compras</b></p>'
    '</td><td style="padding:0cm 5.4pt"><p class="MsoNormal"><span style="color:gray">Tel. +57 601 555 0100 '
    '<a href="https://empresa.example/">empresa.example</a></span></p></td></tr></table>\n'
)
_OFFICE_QUOTE_HEAD = (
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>'
    '<span lang="ES" style="font-family:&quot;Tahoma&quot;,sans-serif">De:</span></b> Soporte<br><b>Enviado el:</b> '
    "{day} de marzo<br><b>Para:</b> Compras<br><b>Asunto:</b> RE: seguimiento<o:p></o:p></p></div>\n"
)
