"""What the cells of a workbook mean for a plan, and which of them cannot be read: all of these at once, each by its cell.

Reading asks the database nothing and changes nothing: what is known (posts, bodies, addresses) is handed in. The same file is
read again when it is confirmed, so that a post added meanwhile is found.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils.text import slugify

from actions.forms.dates import START, SaidDate
from actions.fuzzy_dates import QuarterYear
from actions.plan_cells import Cells, Row, folded, short
from actions.plan_file import TEXT, KeptRow, Sheets
from actions.plan_sheets import (
    ACTIONS,
    CRITERIA,
    OBJECTIVES,
    PLAN,
    QUARTERS,
    SHEETS,
    THEMES,
    WORKSTREAMS,
    Sheet,
    column_letters,
)
from actions.plan_told import (
    ActionTold,
    CriterionTold,
    Known,
    ObjectiveTold,
    PlanTold,
    ThemeTold,
    Understood,
    WorkstreamTold,
)
from people.models import british
from plans.structure import NOT_A_PLAN


def understand(sheets: Sheets, known: Known, *, today: dt.date, others: tuple[str, ...] = ()) -> Understood:
    """What the file says. ``others`` are the names of its sheets that are not read."""
    return _Reading(sheets, known, today).whole(others)


class _Reading(Cells):
    """One going through the file, sheet by sheet, gathering what it says and what is wrong with it."""

    def __init__(self, sheets: Sheets, known: Known, today: dt.date) -> None:
        super().__init__(known, today)
        self.sheets = sheets
        self.addresses = known.addresses

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

    def _answers(self) -> Row | None:
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
        return None if missing else Row(PLAN, cells)

    def _slug(self, row: Row, short_title: str) -> str:
        given = self.text(row, "slug")
        slug = slugify(given or short_title)[: PLAN.columns[2].most].strip("-")
        where = row.where("slug" if given else "short_title")
        if given and slug != given:
            self.trouble(
                where, f"An address is made of small letters, figures and hyphens, such as {slug or 'safety-plan'}."
            )
        elif (not slug and short_title) or slug in NOT_A_PLAN:
            self.trouble(where, "Choose another address, of letters and figures.")
        elif slug in self.addresses:
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
            if theme is not None and str(theme) not in self.theme_numbers and THEMES.name in self.sheets:
                self.trouble(row.where("theme"), f"There is no theme {theme} on the sheet {THEMES.name}.")
            wording = self.text(row, "wording")
            post, body = self.post(row), self.body(row)
            if theme is not None and len(self.found.troubles) == before:
                self.found.objectives.append(ObjectiveTold(reference, theme, wording, post, body))

    def _objective_of(self, row: Row) -> str:
        text = self.text(row, "objective")
        if text and text not in self.objective_references and OBJECTIVES.name in self.sheets:
            self.trouble(row.where("objective"), f"There is no objective {short(text)} on the sheet {OBJECTIVES.name}.")
        return text

    def _workstreams(self) -> None:
        seen: dict[str, str] = {}
        for row in self.rows(WORKSTREAMS):
            before = len(self.found.troubles)
            objective, name, post = self._objective_of(row), self.text(row, "name"), self.post(row)
            if name:
                self.once(seen, f"{objective} {name}", row, "name", f"“{name}”")
            if len(self.found.troubles) == before:
                self.found.workstreams.append(WorkstreamTold(objective, name, post))

    def _actions(self) -> None:
        seen: dict[str, str] = {}
        addresses: dict[str, str] = {}
        for row in self.rows(ACTIONS):
            before = len(self.found.troubles)
            reference, objective = self.reference(row, seen, addresses), self._objective_of(row)
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

    def _dates(self, row: Row) -> tuple[SaidDate, SaidDate, SaidDate]:
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

    def rows(self, sheet: Sheet) -> Iterator[Row]:
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
            yield Row(sheet, told)

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
