"""Figures taken home: the table as text and as a workbook, opened by a reader of somebody else's, hold the same."""

import csv
import io
from datetime import datetime, timedelta

import openpyxl
from support.desk import Desk, story, wait_until_all_is_there
from support.pages import Pages
from support.ports import until
from support.runner import must_fail, scenario


def shown(value):
    """A cell as the table in text has it."""
    if isinstance(value, datetime):
        # A day is a number with a fraction there: it may be off by less than a millisecond.
        return (value + timedelta(milliseconds=500)).strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


def same(rows, lines):
    assert rows == lines, f"{len(rows)} rows of the workbook, {len(lines)} of the table; {rows[:1]} {lines[:1]}"


@scenario
def the_workbook_holds_what_the_table_holds(run):
    corpus = story(run)
    with Desk(run) as desk:
        mails = [corpus.new(trap="") for _ in range(12)]
        desk.deliver(mails)
        wait_until_all_is_there(desk, mails, 60)
        for number in sorted(desk.numbers().values())[:5]:
            desk.api.reply(number, "Ya lo reviso.")
        pages = Pages(desk.lobby).log_in()
        taken = lambda place: pages.opener.open(f"{pages.base}/reports/{place}").read()
        table = lambda metric: list(csv.reader(io.StringIO(taken(f"{metric}/table.csv").decode("utf-8-sig")), delimiter=";"))
        rows_of = lambda lines: lines[lines.index([]) + 2:]
        until(lambda: sum(line[2] != "" for line in rows_of(table("first_response"))) == 5, 20, "five answers are not counted")
        for metric in ("conversations", "first_response"):
            lines = table(metric)
            at = lines.index([])
            sheet, about = openpyxl.load_workbook(io.BytesIO(taken(f"{metric}/table.xlsx"))).worksheets
            first, *rows = sheet.iter_rows()
            assert [it.value for it in first] == lines[at + 1] and sheet.freeze_panes == "A2", first
            assert all(isinstance(row[0].value, int) and isinstance(row[1].value, datetime) for row in rows), rows[0]
            held = [[shown(it.value) for it in row] for row in rows]
            same(held, lines[at + 2:])
            must_fail(same, held[1:], lines[at + 2:])
            assert [[it.value for it in row] for row in about.iter_rows()] == lines[:at], "it is defined otherwise"
