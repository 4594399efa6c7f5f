"""Reading one cell of a workbook: as text, a number, a day, a colour, a reference, a post; what cannot be read is said."""

import datetime as dt
from difflib import get_close_matches

from django.core.exceptions import ValidationError

from actions.forms.dates import LAST, SaidDate, read_said
from actions.fuzzy_dates import QuarterYear
from actions.plan_file import DAY, ERROR, FORMULA, NUMBER, UNKEEPABLE
from actions.plan_sheets import COLOURS, PLAN, POSTS, Column, Kind, Sheet
from actions.plan_told import At, Known, Understood
from people.forms import can_be_seen, read_date
from people.models import GovernanceBody, Post
from plans.references import REFERENCE, slug_of

# A text that keeps no more than so many characters stands on one line.
ONE_LINE = 300
# So many unknown posts are compared with those that are known.
MOST_LOOKED_FOR = 50


def folded(text: str) -> str:
    """By which two names are the same: capitals and spacing do not count."""
    return " ".join(text.split()).casefold()


class Row:
    """The cells of one row by the names of their columns; of the sheet Plan, its answers."""

    def __init__(self, sheet: Sheet, cells: dict[str, tuple[str, list[str]]]) -> None:
        self.sheet = sheet
        self.cells = cells

    def where(self, name: str) -> str:
        return self.cells[name][0]

    def cell(self, name: str) -> list[str]:
        return self.cells[name][1]


class Cells:
    """Reads cells one by one and gathers, in ``found``, what is to be said of them."""

    def __init__(self, known: Known, today: dt.date) -> None:
        self.today = today
        self.found = Understood()
        self.near = today
        self.quarters: QuarterYear | None = None
        self.posts: dict[tuple[str, str], list[Post]] = {}
        self.by_words = {f"{folded(post.title)}, {folded(post.organisation.name)}": post for post in known.posts}
        self.alike: dict[str, str] = {}
        for post in known.posts:
            for organisation in {folded(post.organisation.name), folded(str(post.organisation))}:
                self.posts.setdefault((folded(post.title), organisation), []).append(post)
        self.bodies = {folded(body.name): body for body in known.bodies}

    def trouble(self, where: str, words: str) -> None:
        self.found.troubles.append(At(where, words))

    def note(self, where: str, words: str) -> None:
        self.found.notes.append(At(where, words))

    def text(self, row: Row, name: str) -> str:
        """The text of a cell; empty where it is, or where it cannot be read: then that is said."""
        column = column_of(row.sheet, name)
        where = row.where(name)
        plain = self._plain(where, column, *row.cell(name))
        if plain is None:
            return ""
        text = plain if can_be_seen(plain) else ""
        if column.most <= ONE_LINE and column.kind is not Kind.LINES:
            text = " ".join(text.splitlines())
        if column.required and not text:
            self.trouble(where, f"“{column.heading}” needs an answer.")
        if len(text) > column.most:
            self.trouble(
                where,
                f"This is {len(text):,} characters long and the limit is {column.most:,}: take out {len(text) - column.most:,}.",
            )
            return ""
        return text

    def _plain(self, where: str, column: Column, kind: str, text: str) -> str | None:
        """A cell as text, if it is one that can be taken for text."""
        heading = f"“{column.heading}”"
        if kind == FORMULA:
            self.trouble(where, f"A formula stands here ({text}). Write its value in its place.")
        elif kind == ERROR:
            self.trouble(where, f"Excel says {text} here. Write the value in its place.")
        elif kind == UNKEEPABLE:
            self.trouble(
                where, "An invisible control character stands in this text; it cannot be kept. Type the text again."
            )
        elif kind == DAY and column.kind is not Kind.DATE:
            self.trouble(
                where, f"Excel has made a date of this ({text}). Set the cell to text and type {heading} again."
            )
        elif kind == NUMBER and not _is_whole(text):
            self.trouble(
                where,
                f"{text} stands here as a number, and a number does not tell {text} from {text}0. "
                "Set the cell to text and type it again.",
            )
        elif kind == NUMBER:
            return str(int(float(text)))
        else:
            return text
        return None

    def number(self, row: Row, name: str) -> int | None:
        text = self.text(row, name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= 999):
            self.trouble(row.where(name), f"“{short(text)}” is no number from 0 to 999.")
            return None
        return int(text)

    def date(self, row: Row, name: str, *, counts: tuple[str, ...] = LAST, near: dt.date | None = None) -> SaidDate:
        """A day, or words that are kept; how words were read is noted."""
        where, (kind, text) = row.where(name), row.cell(name)
        if kind == NUMBER and not (_is_whole(text) and 1900 <= float(text) <= 2200):
            self.trouble(where, f"{text} is a number and no date. Set the cell to text and write it like 31 May 2016.")
            return SaidDate()
        written = self.text(row, name)
        try:
            if kind == DAY and written:
                return SaidDate(read_date(written))
            said = read_said(written, near=near or self.near, quarters=self.quarters, counts=counts)
        except ValidationError as reason:
            self.trouble(where, f"{' '.join(reason.messages)} Write it like 31 May 2016.")
            return SaidDate()
        if "The plan does not say yet" in said.read_as:
            self.trouble(where, f"“{said.words}”: say on the sheet {PLAN.name} what Q1 means in this plan.")
        elif said.words and name != "as_at":
            read = (
                f"is read as {said.read_as}" if said.day else f"names no day ({said.read_as.removeprefix('no date: ')})"
            )
            self.note(where, f"“{said.words}” {read}; the words are kept.")
        return said

    def colour(self, row: Row, name: str) -> str:
        text = self.text(row, name)
        letter = {**{folded(word): value for word, value in COLOURS.items()}, "r": "R", "a": "A", "g": "G"}.get(
            folded(text)
        )
        if not text or letter:
            return letter or ""
        if folded(text) in ("blue", "b", "complete", "completed"):
            self.trouble(
                row.where(name),
                f"“{text}” is no colour to bring in: what is complete is reported, verified and signed off here. "
                "Leave the cell empty, and say it under Latest update.",
            )
        else:
            self.trouble(row.where(name), f"“{short(text)}” is no colour. Write Red, Amber or Green, or nothing.")
        return ""

    def reference(self, row: Row, seen: dict[str, str], addresses: dict[str, str]) -> str:
        """A reference that stands once, in words and in an address."""
        text, where = self.text(row, "reference"), row.where("reference")
        if not text:
            return ""
        try:
            REFERENCE(text)
        except ValidationError as reason:
            self.trouble(where, f"“{text}”: {' '.join(reason.messages)}")
            seen.setdefault(text, where)
            return text
        if self.once(seen, text, row, "reference", text) and addresses.setdefault(slug_of(text), text) != text:
            self.trouble(
                where, f"{text} would have the same address as {addresses[slug_of(text)]}. Choose another reference."
            )
        return text

    def once(self, seen: dict[str, str], key: str, row: Row, name: str, words: str) -> bool:
        """Whether it stands here for the first time; else that is said."""
        first = seen.setdefault(key, row.where(name))
        if first != row.where(name):
            self.trouble(row.where(name), f"{words} stands twice: also in {first}.")
        return first == row.where(name)

    def post(self, row: Row) -> Post | None:
        """The post that title and organisation name, capitals and spacing aside."""
        title, organisation = self.text(row, "post"), self.text(row, "organisation")
        if not title and not organisation:
            return None
        if not title or not organisation:
            empty, there = ("post", "organisation") if not title else ("organisation", "post")
            if not column_of(row.sheet, empty).required:
                heading = column_of(row.sheet, there).heading
                self.trouble(row.where(empty), f"“{heading}” is given; a post is named with its organisation.")
            return None
        named = self.posts.get((folded(title), folded(organisation)), [])
        exact = [post for post in named if post.title == title] or named
        if len({post.pk for post in exact}) == 1:
            return exact[0]
        self.trouble(row.where("post"), self._unknown_post(title, organisation, ambiguous=bool(exact)))
        return None

    def _unknown_post(self, title: str, organisation: str, *, ambiguous: bool) -> str:
        if ambiguous:
            return (
                f"“{title}”, {organisation}, is the name of more than one post here. An administrator can rename one."
            )
        return (
            f"No post “{short(title)}” of {short(organisation)} is known.{self._meant(title, organisation)} Write it as on the "
            f"sheet {POSTS}, or add the post first, under People of a plan that you manage, and open this page again."
        )

    def _meant(self, title: str, organisation: str) -> str:
        """Which post may be meant. To look for it takes a while, so each name is looked for once, and not for ever."""
        words = f"{folded(title)}, {folded(organisation)}"
        if words not in self.alike:
            near = (
                get_close_matches(words, self.by_words, n=2, cutoff=0.75) if len(self.alike) < MOST_LOOKED_FOR else []
            )
            found = [f"“{self.by_words[one].title}”, {self.by_words[one].organisation.name}" for one in near]
            self.alike[words] = f" Is it {' or '.join(found)}?" if found else ""
        return self.alike[words]

    def body(self, row: Row) -> GovernanceBody | None:
        text = self.text(row, "body")
        body = self.bodies.get(folded(text))
        if text and body is None:
            self.trouble(
                row.where("body"),
                f"No body “{short(text)}” is known. Write it as on the sheet {POSTS}, or ask an administrator to add it.",
            )
        return body


def column_of(sheet: Sheet, name: str) -> Column:
    return next(column for column in sheet.columns if column.name == name)


def _is_whole(text: str) -> bool:
    try:
        return float(text).is_integer() and abs(float(text)) < 10**9
    except (ValueError, OverflowError):
        return False


def short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
