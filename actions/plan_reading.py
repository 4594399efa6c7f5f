"""What the cells of a workbook mean for a plan, and which of them cannot be read: all of these at once, each by its cell.

Reading asks the database nothing and changes nothing: what is known (posts, bodies, addresses) is handed in. The same file is
read again when it is confirmed, so that a post added meanwhile is found.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from actions.forms.dates import LAST, START, SaidDate, read_said
from actions.fuzzy_dates import QuarterYear
from actions.plan_file import DAY, ERROR, FORMULA, NUMBER, TEXT, UNKEEPABLE, KeptRow, Sheets
from actions.plan_sheets import (
    ACTIONS,
    COLOURS,
    CRITERIA,
    OBJECTIVES,
    PLAN,
    POSTS,
    QUARTERS,
    SHEETS,
    THEMES,
    WORKSTREAMS,
    Column,
    Kind,
    Sheet,
    column_letters,
)
from people.forms import can_be_seen, read_date
from people.models import GovernanceBody, Post, british
from people.rating import ORDER, in_file
from plans.models import Plan
from plans.references import REFERENCE, slug_of
from plans.structure import NOT_A_PLAN

# A text that keeps no more than so many characters stands on one line.
ONE_LINE = 300

T = TypeVar("T")


@dataclass(frozen=True)
class At:
    """Something to say of one cell: ``where`` is as Excel names it, "Actions!F12"."""

    where: str
    words: str


@dataclass(frozen=True)
class PlanTold:
    title: str
    short_title: str
    slug: str
    purpose: str
    manager_label: str
    as_at: dt.date
    quarters: str


@dataclass(frozen=True)
class CriterionTold:
    rating: str
    words: str


@dataclass(frozen=True)
class ThemeTold:
    number: int
    title: str
    outcome: str


@dataclass(frozen=True)
class ObjectiveTold:
    reference: str
    theme: int
    wording: str
    accountable_post: Post | None
    responsible_body: GovernanceBody | None


@dataclass(frozen=True)
class WorkstreamTold:
    objective: str
    name: str
    lead_post: Post | None


@dataclass(frozen=True)
class ActionTold:
    """One action; ``colour`` is R, A, G or nothing, ``words`` the latest update in the file."""

    reference: str
    objective: str
    wording: str
    success_criteria: str
    partners: str
    lead_post: Post
    start: SaidDate
    original_due: SaidDate
    due: SaidDate
    colour: str
    words: str

    @property
    def rating(self) -> str:
        """As it will be shown: hollow."""
        return in_file(self.colour)


@dataclass
class Understood:
    """All that a file says. It can be written where ``troubles`` are none; ``notes`` say what was read in which way."""

    plan: PlanTold | None = None
    criteria: list[CriterionTold] = field(default_factory=list)
    themes: list[ThemeTold] = field(default_factory=list)
    objectives: list[ObjectiveTold] = field(default_factory=list)
    workstreams: list[WorkstreamTold] = field(default_factory=list)
    actions: list[ActionTold] = field(default_factory=list)
    troubles: list[At] = field(default_factory=list)
    notes: list[At] = field(default_factory=list)

    @property
    def posts(self) -> set[Post]:
        """Every post that is named."""
        named = (
            *(action.lead_post for action in self.actions),
            *(objective.accountable_post for objective in self.objectives),
            *(workstream.lead_post for workstream in self.workstreams),
        )
        return {post for post in named if post is not None}

    @property
    def colours(self) -> list[tuple[str, int]]:
        """``(rating, how many)`` of the actions as they will be shown, worst first."""
        found = Counter(action.rating for action in self.actions)
        return [(rating, found[rating]) for rating in ORDER if found[rating]]

    def by_theme(self) -> list[tuple[ThemeTold, list[tuple[ObjectiveTold, list[ActionTold]]]]]:
        """Themes with their objectives and actions, for a page."""
        return [
            (theme, [(one, self.actions_of(one)) for one in self.objectives if one.theme == theme.number])
            for theme in self.themes
        ]

    def actions_of(self, objective: ObjectiveTold) -> list[ActionTold]:
        return [action for action in self.actions if action.objective == objective.reference]


@dataclass(frozen=True)
class Known:
    """What a file can name: posts that stand, bodies, and the addresses that plans have."""

    posts: tuple[Post, ...]
    bodies: tuple[GovernanceBody, ...]
    addresses: frozenset[str]


def known_now() -> Known:
    """Three queries."""
    return Known(
        tuple(
            Post.objects.filter(ended_on__isnull=True).select_related("organisation").order_by("organisation", "title")
        ),
        tuple(GovernanceBody.objects.all()),
        frozenset(Plan.objects.values_list("slug", flat=True)),
    )


def understand(sheets: Sheets, known: Known, *, today: dt.date, others: tuple[str, ...] = ()) -> Understood:
    """What the file says. ``others`` are the names of its sheets that are not read."""
    return _Reading(sheets, known, today).whole(others)


def folded(text: str) -> str:
    """By which two names are the same: capitals and spacing do not count."""
    return " ".join(text.split()).casefold()


class _Row:
    """The cells of one row by the names of their columns; of the sheet Plan, its answers."""

    def __init__(self, sheet: Sheet, cells: dict[str, tuple[str, list[str]]]) -> None:
        self.sheet = sheet
        self.cells = cells

    def where(self, name: str) -> str:
        return self.cells[name][0]

    def cell(self, name: str) -> list[str]:
        return self.cells[name][1]


class _Reading:
    """One going through the file, sheet by sheet, gathering what it says and what is wrong with it."""

    def __init__(self, sheets: Sheets, known: Known, today: dt.date) -> None:
        self.sheets, self.known, self.today = sheets, known, today
        self.found = Understood()
        self.near = today
        self.quarters: QuarterYear | None = None
        self.posts: dict[tuple[str, str], list[Post]] = {}
        for post in known.posts:
            for organisation in {folded(post.organisation.name), folded(str(post.organisation))}:
                self.posts.setdefault((folded(post.title), organisation), []).append(post)
        self.bodies = {folded(body.name): body for body in known.bodies}

    def whole(self, others: tuple[str, ...]) -> Understood:
        for sheet in SHEETS:
            if sheet.name not in self.sheets:
                self.trouble(sheet.name, "This sheet is missing. Copy your rows into a fresh template.")
        for name in others:
            self.note(name, "This sheet is not one of the template’s; it is not read.")
        self._plan()
        self._criteria()
        self._themes()
        self._objectives()
        self._workstreams()
        self._actions()
        return self.found

    def trouble(self, where: str, words: str) -> None:
        self.found.troubles.append(At(where, words))

    def note(self, where: str, words: str) -> None:
        self.found.notes.append(At(where, words))

    # --- the sheets -----------------------------------------------------------------------------

    def _plan(self) -> None:
        row = self._answers()
        if row is None:
            return
        before = len(self.found.troubles)
        as_at = self.date(row, "as_at", near=self.today)
        if as_at.words:
            self.trouble(row.where("as_at"), f"“{as_at.words}” is not one day. Write it like 31 March 2016.")
        if as_at.day and as_at.day > self.today:
            self.trouble(
                row.where("as_at"), f"{british(as_at.day)} is still to come. Write the day of which the file tells."
            )
        chosen = self.text(row, "quarters")
        quarters = QUARTERS.get(folded(chosen), "")
        if chosen and not quarters:
            self.trouble(row.where("quarters"), f"“{chosen}” is neither “calendar year” nor “financial year”.")
        self.near = as_at.day or self.today
        self.quarters = QuarterYear(quarters) if quarters else None
        title, short_title = self.text(row, "title"), self.text(row, "short_title")
        slug = self._slug(row, short_title)
        purpose, manager_label = self.text(row, "purpose"), self.text(row, "manager_label")
        if len(self.found.troubles) == before and as_at.day:
            self.found.plan = PlanTold(title, short_title, slug, purpose, manager_label, as_at.day, quarters)

    def _answers(self) -> _Row | None:
        """The sheet Plan: its questions stand below one another."""
        if PLAN.name not in self.sheets:
            return None
        asked = {folded(column.heading): column for column in PLAN.columns}
        cells: dict[str, tuple[str, list[str]]] = {}
        for number, kept in self.sheets[PLAN.name]:
            column = asked.get(folded(kept[0][1]))
            if column is not None and column.name not in cells:
                cells[column.name] = (f"{PLAN.name}!B{number}", kept[1] if len(kept) > 1 else [TEXT, ""])
        missing = [column for column in PLAN.columns if column.name not in cells]
        for column in missing:
            self.trouble(f"{PLAN.name}!A", f"The question “{column.heading}” is missing. Take the template’s own rows.")
        return None if missing else _Row(PLAN, cells)

    def _slug(self, row: _Row, short_title: str) -> str:
        given = self.text(row, "slug")
        slug = slugify(given or short_title)[: PLAN.columns[2].most].strip("-")
        where = row.where("slug" if given else "short_title")
        if given and slug != given:
            self.trouble(
                where, f"An address is made of small letters, figures and hyphens, such as {slug or 'safety-plan'}."
            )
        elif (not slug and short_title) or slug in NOT_A_PLAN:
            self.trouble(where, "Choose another address, of letters and figures.")
        elif slug in self.known.addresses:
            self.trouble(
                row.where("slug"),
                f"Another plan has the address {slug}. Choose another, or look whether this plan is here already.",
            )
        return slug

    def _criteria(self) -> None:
        seen: dict[str, str] = {}
        for row in self.rows(CRITERIA):
            with_trouble = len(self.found.troubles)
            rating, words = self.colour(row, "rating"), self.text(row, "words")
            if words:
                self.once(seen, f"{rating} {words}", row, "words", "This sentence")
            if len(self.found.troubles) == with_trouble:
                self.found.criteria.append(CriterionTold(rating, words))

    def _themes(self) -> None:
        self.theme_numbers: dict[str, str] = {}
        for row in self.rows(THEMES):
            before = len(self.found.troubles)
            number = self.number(row, "number")
            title, outcome = self.text(row, "title"), self.text(row, "outcome")
            if number is not None:
                self.once(self.theme_numbers, str(number), row, "number", f"Theme {number}")
            if number is not None and len(self.found.troubles) == before:
                self.found.themes.append(ThemeTold(number, title, outcome))

    def _objectives(self) -> None:
        self.objective_references: dict[str, str] = {}
        addresses: dict[str, str] = {}
        for row in self.rows(OBJECTIVES):
            before = len(self.found.troubles)
            reference = self.reference(row, self.objective_references, addresses)
            theme = self.number(row, "theme")
            if theme is not None and str(theme) not in self.theme_numbers:
                self.trouble(row.where("theme"), f"There is no theme {theme} on the sheet {THEMES.name}.")
            wording = self.text(row, "wording")
            post, body = self.post(row), self.body(row)
            if theme is not None and len(self.found.troubles) == before:
                self.found.objectives.append(ObjectiveTold(reference, theme, wording, post, body))

    def _workstreams(self) -> None:
        seen: dict[str, str] = {}
        for row in self.rows(WORKSTREAMS):
            before = len(self.found.troubles)
            objective, name, post = self.objective_of(row), self.text(row, "name"), self.post(row)
            if name:
                self.once(seen, f"{objective} {name}", row, "name", f"“{name}”")
            if len(self.found.troubles) == before:
                self.found.workstreams.append(WorkstreamTold(objective, name, post))

    def _actions(self) -> None:
        seen: dict[str, str] = {}
        addresses: dict[str, str] = {}
        for row in self.rows(ACTIONS):
            before = len(self.found.troubles)
            reference, objective = self.reference(row, seen, addresses), self.objective_of(row)
            wording, criteria = self.text(row, "wording"), self.text(row, "success_criteria")
            post, partners = self.post(row), self.text(row, "partners")
            start, original, due = self._dates(row)
            colour, words = self.colour(row, "colour"), self.text(row, "words")
            if post is not None and len(self.found.troubles) == before:
                self.found.actions.append(
                    ActionTold(
                        reference, objective, wording, criteria, partners, post, start, original, due, colour, words
                    )
                )

    def _dates(self, row: _Row) -> tuple[SaidDate, SaidDate, SaidDate]:
        """Start, original due date and due date now; where only one due date is written, it is both."""
        before = len(self.found.troubles)
        start = self.date(row, "start", counts=START)
        original, due = self.date(row, "original_due"), self.date(row, "due")
        if len(self.found.troubles) > before:
            return start, original, due
        original, due = (original if row.cell("original_due")[1] else due), (due if row.cell("due")[1] else original)
        if (original.day is None) != (due.day is None):
            self.trouble(
                row.where("due"),
                "Of the two due dates one has a day and the other has none. Give both a day, or neither.",
            )
        elif original.day and due.day and original.day > due.day:
            self.trouble(
                row.where("due"),
                f"It lies before the original due date, {british(original.day)}. Look at both.",
            )
        for name, date in (("original_due", original), ("due", due)):
            if start.day and date.day and date.day < start.day and row.cell(name)[1]:
                self.trouble(row.where(name), f"It lies before the start, {british(start.day)}.")
        return start, original, due

    # --- rows -----------------------------------------------------------------------------------

    def rows(self, sheet: Sheet) -> Iterator[_Row]:
        """The rows below the heading that hold something in a column that is read."""
        kept = self.sheets.get(sheet.name)
        if kept is None:
            return
        places = self._places(sheet, kept[0] if kept else [1, []])
        if places is None:
            return
        number_of_rows = 0
        for number, cells in kept:
            told = {
                name: (
                    f"{sheet.name}!{column_letters(place)}{number}",
                    cells[place] if place < len(cells) else [TEXT, ""],
                )
                for name, place in places.items()
            }
            if number == 1 or all(cell == [TEXT, ""] for _, cell in told.values()):
                continue
            number_of_rows += 1
            if number_of_rows > sheet.most:
                self.trouble(
                    f"{sheet.name}!A{number}",
                    f"More than {sheet.most:,} rows are not read. Put the rest into a plan of its own, or add it by hand.",
                )
                return
            yield _Row(sheet, told)

    def _places(self, sheet: Sheet, heading: KeptRow) -> dict[str, int] | None:
        """Where each column stands, by the headings in row 1; None where one is missing."""
        headings = [folded(text) for _, text in heading[1]] if heading[0] == 1 else []
        places: dict[str, int] = {}
        for column in sheet.columns:
            if headings.count(folded(column.heading)) > 1:
                self.trouble(f"{sheet.name}!1", f"Two columns are headed “{column.heading}”. Delete one.")
            elif folded(column.heading) in headings:
                places[column.name] = headings.index(folded(column.heading))
            else:
                self.trouble(
                    f"{sheet.name}!1", f"The column “{column.heading}” is missing. Row 1 holds the template’s headings."
                )
        read = {folded(column.heading) for column in sheet.columns}
        for place, words in enumerate(headings):
            if words and words not in read:
                self.note(
                    f"{sheet.name}!{column_letters(place)}1",
                    "This column is not one of the template’s; it is not read.",
                )
        return places if len(places) == len(sheet.columns) else None

    # --- cells ----------------------------------------------------------------------------------

    def text(self, row: _Row, name: str) -> str:
        """The text of a cell; empty where it is, or where it cannot be read: then that is said."""
        column = _column(row.sheet, name)
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

    def number(self, row: _Row, name: str) -> int | None:
        text = self.text(row, name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= 999):
            self.trouble(row.where(name), f"“{_short(text)}” is no number from 0 to 999.")
            return None
        return int(text)

    def date(self, row: _Row, name: str, *, counts: tuple[str, ...] = LAST, near: dt.date | None = None) -> SaidDate:
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

    def colour(self, row: _Row, name: str) -> str:
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
            self.trouble(row.where(name), f"“{_short(text)}” is no colour. Write Red, Amber or Green, or nothing.")
        return ""

    def reference(self, row: _Row, seen: dict[str, str], addresses: dict[str, str]) -> str:
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

    def objective_of(self, row: _Row) -> str:
        text = self.text(row, "objective")
        if text and text not in self.objective_references:
            self.trouble(
                row.where("objective"), f"There is no objective {_short(text)} on the sheet {OBJECTIVES.name}."
            )
        return text

    def once(self, seen: dict[str, str], key: str, row: _Row, name: str, words: str) -> bool:
        """Whether it stands here for the first time; else that is said."""
        first = seen.setdefault(key, row.where(name))
        if first != row.where(name):
            self.trouble(row.where(name), f"{words} stands twice: also in {first}.")
        return first == row.where(name)

    def post(self, row: _Row) -> Post | None:
        """The post that title and organisation name, capitals and spacing aside."""
        title, organisation = self.text(row, "post"), self.text(row, "organisation")
        if not title and not organisation:
            return None
        if not title or not organisation:
            empty, there = ("post", "organisation") if not title else ("organisation", "post")
            if not _column(row.sheet, empty).required:
                heading = _column(row.sheet, there).heading
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
        near = get_close_matches(
            f"{folded(title)}, {folded(organisation)}",
            by_words := {f"{folded(post.title)}, {folded(post.organisation.name)}": post for post in self.known.posts},
            n=2,
            cutoff=0.75,
        )
        alike = [f"“{by_words[words].title}”, {by_words[words].organisation.name}" for words in near]
        meant = f" Is it {' or '.join(alike)}?" if alike else ""
        return (
            f"No post “{_short(title)}” of {_short(organisation)} is known.{meant} Write it as on the sheet {POSTS}, or add "
            "the post first, under People of a plan that you manage, and open this page again."
        )

    def body(self, row: _Row) -> GovernanceBody | None:
        text = self.text(row, "body")
        body = self.bodies.get(folded(text))
        if text and body is None:
            self.trouble(
                row.where("body"),
                f"No body “{_short(text)}” is known. Write it as on the sheet {POSTS}, or ask an administrator to add it.",
            )
        return body


def _column(sheet: Sheet, name: str) -> Column:
    return next(column for column in sheet.columns if column.name == name)


def _is_whole(text: str) -> bool:
    try:
        return float(text).is_integer() and abs(float(text)) < 10**9
    except (ValueError, OverflowError):
        return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
