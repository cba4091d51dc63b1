"""A browser without JavaScript: follows links and sends forms, as a person with a text browser would."""

import http.cookiejar
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

from .lobby import OWNER, OWNER_PASSWORD


class Form:
    def __init__(self, action, method):
        self.action, self.method, self.fields, self.buttons = action, method.lower(), {}, []


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.links, self.text, self.form, self.area = [], [], [], None, None

    def handle_starttag(self, tag, attributes):
        it = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = Form(it.get("action", ""), it.get("method", "get"))
            self.forms.append(self.form)
        elif tag == "a" and "href" in it:
            self.links.append(it["href"])
        elif self.form is not None and it.get("name"):
            if tag == "input" and (it.get("type") not in ("checkbox", "radio", "submit") or "checked" in it):
                self.form.fields[it["name"]] = it.get("value", "")
            elif tag in ("button", "select"):
                self.form.buttons.append((it["name"], it.get("value", "")))
            elif tag == "textarea":
                self.area = it["name"]
                self.form.fields[self.area] = ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        self.text.append(data)
        if self.area and self.form:
            self.form.fields[self.area] += data


class Pages:
    """One person's browser. After each step `status`, `url`, `html`, `text`, `forms` and `links` are those of the page
    it ended on."""

    def __init__(self, lobby):
        self.base = f"http://127.0.0.1:{lobby.port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path):
        return self._ask(urllib.request.Request(urljoin(getattr(self, "url", self.base), path)))

    def send(self, form, **fields):
        """Sends a form of the present page with these fields over its own."""
        url, said = urljoin(self.url, form.action), urlencode({**form.fields, **fields})
        if form.method == "get":
            return self._ask(urllib.request.Request(f"{url}?{said}"))
        return self._ask(urllib.request.Request(url, said.encode(), {"Origin": self.base, "Referer": self.url}))

    def form(self, part):
        """The form whose action has `part` in it."""
        found = [it for it in self.forms if part in it.action]
        assert found, f"no form to {part!r} on {self.url}: {[it.action for it in self.forms]}\n{self.text[:500]}"
        return found[0]

    def log_in(self, email=OWNER, password=OWNER_PASSWORD):
        self.get(self.base + "/login")
        self.send(self.form("login"), email=email, password=password)
        assert "/login" not in self.url, f"not logged in: {self.text[:300]}"
        return self

    def _ask(self, request):
        try:
            answer = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as refused:
            answer = refused
        self.status, self.url = answer.status, answer.geturl()
        self.html = answer.read().decode("utf-8", "replace")
        read = _Reader()
        read.feed(self.html)
        self.forms, self.links = read.forms, read.links
        self.text = " ".join(" ".join(read.text).split())
        return self
