"""The workbook that a plan manager fills in: empty, or with a plan in it.

Every cell is text and written as text: Excel then neither turns 1.10 into 1.1 nor a word that begins with = into a formula.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from actions.plan_sheets import (
    COLOURS,
    PLAN,
    POSTS,
    QUARTERS,
    READ_ME,
    SHEETS,
    Column,
    Kind,
    Sheet,
)
from people.models import GovernanceBody, Post

# Of each sheet the rows to write: text by the column's name.
Rows = Mapping[str, Sequence[Mapping[str, str]]]

_WIDE, _NARROW = 48, 16  # characters of a column
_LONG = 200  # a column that keeps more than so many characters is wide

_STEPS = (
    "Fill in the sheets Plan, Rating criteria, Themes, Objectives, Workstreams and Actions. One row for each thing.",
    "Save the file as an Excel workbook (.xlsx), without a password.",
    "In Followthrough choose Plans, Start a new plan, Bring a plan in from a spreadsheet, and send it.",
    (
        "The next page shows what was understood, and names each cell that could not be read. Nothing is written before you "
        "confirm it; then the plan is there as a draft that only you see."
    ),
    "Do not rename sheets or headings. Columns may be hidden or moved; rows may be left empty.",
    "Write values, not formulas: a formula is refused, for its result may be another tomorrow.",
    "Every cell is set to text. If you paste, paste the values alone, so that 1.10 stays 1.10.",
    "Dates may be days (31 May 2016) or words (July or August 2016). Words are kept as they are.",
    (
        "A colour is no rating. It comes in hollow, “Green in the file, not yet argued”, is counted apart, and gives way to "
        "the first update that argues a rating. Leave the cell empty for what is complete: say so under Latest update."
    ),
    (
        "Leads are posts and not people. The sheet Posts lists those that are known; add others in Followthrough under "
        "People, Posts, of any plan that you manage, before you send the file."
    ),
)


def plan_template(posts: Iterable[Post] = (), bodies: Iterable[GovernanceBody] = (), rows: Rows | None = None) -> bytes:
    """The workbook as .xlsx. ``posts`` and ``bodies`` are those that may be named; ``rows`` a plan to put into it."""
    saved = io.BytesIO()
    with xlsxwriter.Workbook(
        saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        look = {
            "heading": book.add_format({"bold": True, "bg_color": "#F3F6F8", "bottom": 1, "text_wrap": True}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "words": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _read_me(book.add_worksheet(READ_ME), look)
        given = rows or {}
        for sheet in SHEETS:
            page = book.add_worksheet(sheet.name)
            fill = _questions if sheet is PLAN else _table
            fill(page, look, sheet, given.get(sheet.name, ()))
        _known(book.add_worksheet(POSTS), look, posts, bodies)
    return saved.getvalue()


def _read_me(page: Any, look: dict[str, Any]) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 80)
    page.write_string(0, 0, "How to bring a plan in", look["heading"])
    row = 1
    for number, words in enumerate(_STEPS, start=1):
        page.merge_range(row, 1, row, 2, "", look["words"])
        page.write_string(row, 0, str(number), look["words"])
        page.write_string(row, 1, words, look["words"])
        page.set_row(row, 16 * (len(words) // 100 + 1))
        row += 1
    for sheet in SHEETS:
        row += 1
        page.write_string(row, 0, sheet.name, look["heading"])
        page.merge_range(row, 1, row, 2, "", look["heading"])
        page.write_string(row, 1, sheet.about, look["heading"])
        for column in sheet.columns:
            row += 1
            page.write_string(row, 1, column.heading, look["words"])
            page.write_string(row, 2, _help(column), look["words"])
        row += 1


def _help(column: Column) -> str:
    needed = "" if not column.required else "Needed. "
    return f"{needed}{column.help_text}" + (f" Up to {column.most:,} characters." if column.most > _LONG else "")


def _questions(page: Any, look: dict[str, Any], sheet: Sheet, rows: Sequence[Mapping[str, str]]) -> None:
    """The plan itself: question and answer side by side, and what helps to answer beside them."""
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 60, look["text"])
    page.set_column(2, 2, 80)
    for place, heading in enumerate(("Question", "Answer", "What to write")):
        page.write_string(0, place, heading, look["heading"])
    answers = rows[0] if rows else {}
    for row, column in enumerate(sheet.columns, start=1):
        page.write_string(row, 0, column.heading, look["words"])
        _cell(page, row, 1, answers.get(column.name, ""), look)
        page.write_string(row, 2, _help(column), look["words"])
        if column.kind is Kind.CHOICE:
            page.data_validation(row, 1, row, 1, _one_of(QUARTERS))


def _table(page: Any, look: dict[str, Any], sheet: Sheet, rows: Sequence[Mapping[str, str]]) -> None:
    page.freeze_panes(1, 1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _WIDE if column.most > _LONG else _NARROW, look["text"])
        page.write_string(0, place, column.heading, look["heading"])
        if column.kind is Kind.COLOUR:
            page.data_validation(1, place, sheet.most, place, _one_of(COLOURS))
    for number, told in enumerate(rows, start=1):
        for place, column in enumerate(sheet.columns):
            _cell(page, number, place, told.get(column.name, ""), look)


def _cell(page: Any, row: int, place: int, words: str, look: dict[str, Any]) -> None:
    if words:
        page.write_string(row, place, words, look["text"])
    else:
        page.write_blank(row, place, None, look["text"])


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"validate": "list", "source": list(words), "error_type": "warning"}


def _known(page: Any, look: dict[str, Any], posts: Iterable[Post], bodies: Iterable[GovernanceBody]) -> None:
    """What leads and bodies are known, to copy from."""
    for place, heading in enumerate(("Post", "Organisation", "Body")):
        page.set_column(place, place, 44)
        page.write_string(0, place, heading, look["heading"])
    for row, post in enumerate(posts, start=1):
        page.write_string(row, 0, post.title)
        page.write_string(row, 1, post.organisation.name)
    for row, body in enumerate(bodies, start=1):
        page.write_string(row, 2, body.name)
