"""What was delivered against what Lobby holds. The comparisons know nothing of how Lobby works: a mail is recognised by
the one word only it has."""

from collections import Counter, defaultdict

from mailgen.mail import TOKEN


def read_all(api):
    """{conversation number: (conversation, messages)} as the API shows it."""
    return {it["number"]: (it, api.messages(it["number"])) for it in api.conversations()}


class Reader:
    """Reads all again and again; asks for the messages only of conversations whose row has changed since."""

    def __init__(self, api):
        self.api, self.rows, self.messages = api, {}, {}

    def read(self):
        listed = {row["number"]: row for row in self.api.conversations()}
        for number, row in listed.items():
            if self.rows.get(number) != row:
                self.messages[number] = self.api.messages(number)
        self.rows = listed  # what was joined into another is no longer listed
        return {number: (row, self.messages[number]) for number, row in listed.items()}


def places(desk):
    """{token: [(conversation number, message id), …]}"""
    found = defaultdict(list)
    for number, (_, messages) in desk.items():
        for message in messages:
            shown = " ".join(message.get(it) or "" for it in ("text", "quoted", "html"))
            for token in set(TOKEN.findall(shown)):
                found[token].append((number, message["id"]))
    return found


def check_mails(mails, desk):
    """Nothing lost, nothing twice, nothing merged that is not one thread, no thread in two places."""
    where = places(desk)
    lost, doubled = [], []
    threads, homes = defaultdict(set), defaultdict(set)
    for mail in mails:
        if mail.kind == "dup":
            continue
        seen = where.get(mail.token, [])
        if not seen and mail.kind != "bounce":
            lost.append(mail)
        if len(seen) > 1:
            doubled.append((mail, seen))
        for number, _ in seen:
            if mail.kind != "bounce":
                homes[mail.thread].add(number)
            threads[number].add(mail.thread)
    merged = {number: keys for number, keys in threads.items() if len(keys) > 1}
    torn = {key: numbers for key, numbers in homes.items() if len(numbers) > 1}
    told = [
        _some("lost", lost, line),
        _some("twice", doubled, lambda it: f"{line(it[0])} in {it[1]}"),
        _some("merged", merged.items(), lambda it: f"#{it[0]} holds {_threads(it[1], mails)}"),
        _some("torn apart", torn.items(), lambda it: f"{it[0]}: {_homes(it[0], mails, where)}"),
    ]
    problems = [it for it in told if it]
    assert not problems, "\n".join(problems)


def check_sent(expected, sent):
    """Of every text the desk sent, exactly one mail left (`expected` is {word in the text: recipient})."""
    counts, wrong = Counter(), []
    for word, to in expected.items():
        mails = [it for it in sent if word in it.own_text]
        counts[len(mails)] += 1
        if len(mails) != 1 or mails[0].to != [to]:
            wrong.append(f"{word}: {[(it.message_id, it.to) for it in mails]}, wanted one to {to}")
    others = len(sent) - sum(n * times for n, times in counts.items())
    assert not wrong, "\n".join(wrong[:10])
    assert others == 0, f"{others} mails left that nobody wrote"
    ids = Counter(it.message_id for it in sent)
    assert all(times == 1 for times in ids.values()), "a Message-ID was used twice"


def line(mail):
    return f"{mail.file} {mail.kind}/{mail.via}/{mail.trap or '-'}/{mail.shape} {mail.thread} {mail.token}"


def _homes(key, mails, where):
    """Where each mail of a thread is; the conversation that has most of them is left out."""
    homes = defaultdict(list)
    for mail in mails:
        if mail.thread == key and mail.kind not in ("dup", "bounce"):
            for number, _ in where.get(mail.token, []):
                homes[number].append(f"{mail.n}:{mail.kind}/{mail.via}/{mail.trap or '-'}/{mail.shape}")
    most = max(homes, key=lambda it: len(homes[it]))
    strays = {number: rows for number, rows in homes.items() if number != most}
    return f"{len(homes[most])} in #{most} from {homes[most][0]}, but {strays}"


def _threads(keys, mails):
    members = defaultdict(list)
    for mail in mails:
        members[mail.thread].append(f"{mail.n}:{mail.kind}/{mail.via}/{mail.trap or '-'}")
    return "; ".join(f"{key} ({', '.join(members[key])})" for key in sorted(keys))


def _some(title, rows, show):
    rows = list(rows)
    if not rows:
        return ""
    return f"{title}: {len(rows)}\n" + "\n".join(f"  {show(it)}" for it in rows[:12])
