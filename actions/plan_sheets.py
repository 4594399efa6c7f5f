"""A plan as a workbook: its sheets, their columns, and what to write in each.

The template (actions.plan_template) and the reading of a file (actions.plan_reading) both go by this list.
"""

from dataclasses import dataclass
from enum import Enum

from actions.fuzzy_dates import LONGEST
from actions.models import Action
from objectives.models import StrategicObjective, Workstream
from people.models import GovernanceBody, Organisation, Post
from people.rating import Rating
from plans.models import Plan, RatingCriterion, Theme


class Kind(Enum):
    """What a cell is read as."""

    TEXT = "text"
    LINES = "one on each line"
    DATE = "date"
    COLOUR = "colour"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """One question: ``name`` for the program, ``heading`` and ``help_text`` for whoever fills it in."""

    name: str
    heading: str
    help_text: str
    most: int
    kind: Kind = Kind.TEXT
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet with a heading row, and below it a row for each thing; ``most`` rows are read."""

    name: str
    about: str
    columns: tuple[Column, ...]
    most: int


def most(model: type, name: str) -> int:
    """As many characters as the field keeps."""
    return int(model._meta.get_field(name).max_length or 0)  # type: ignore[attr-defined]


_POST, _ORGANISATION = most(Post, "title"), most(Organisation, "name")
_REFERENCE = most(Action, "reference")

# On this sheet the questions stand below one another, and the answers beside them.
PLAN = Sheet(
    "Plan",
    "What the plan is. The questions stand in column A; write the answers in column B.",
    (
        Column("title", "Title", "In full, as it stands on the cover.", most(Plan, "title"), required=True),
        Column("short_title", "Short title", "As people say it.", most(Plan, "short_title"), required=True),
        Column(
            "slug",
            "Address",
            "The part of the web address that names the plan; it never changes. Left empty: made from the short title.",
            most(Plan, "slug"),
        ),
        Column("purpose", "What is it for?", "May be left empty.", most(Plan, "purpose")),
        Column(
            "manager_label",
            "What do you call its plan manager?",
            "Such as Business Manager. Left empty: Plan manager.",
            most(Plan, "manager_label"),
        ),
        Column(
            "as_at",
            "As at",
            "The day of which this file tells, such as 31 March 2016. Slips are counted from it.",
            LONGEST,
            Kind.DATE,
            required=True,
        ),
        Column(
            "quarters",
            "What does Q1 mean in this plan?",
            "“calendar year” (from January) or “financial year” (from April). May be left empty where no date is a quarter.",
            40,
            Kind.CHOICE,
        ),
    ),
    1,
)

CRITERIA = Sheet(
    "Rating criteria",
    "The sentences that a rating is chosen by, each with its colour. You can also add them later.",
    (
        Column("rating", "Colour", "Red, Amber or Green.", 20, Kind.COLOUR, required=True),
        Column("words", "Sentence", "What must be true.", most(RatingCriterion, "words"), required=True),
    ),
    100,
)

THEMES = Sheet(
    "Themes",
    "The parts of the plan, in order.",
    (
        Column("number", "Number", "As the plan numbers it: 1, 2, 3.", 20, required=True),
        Column("title", "Title", "Such as Prevent.", most(Theme, "title"), required=True),
        Column("outcome", "Outcome statement", "May be left empty.", most(Theme, "outcome")),
    ),
    100,
)

OBJECTIVES = Sheet(
    "Objectives",
    "The strategic objectives, in the plan's order.",
    (
        Column("reference", "Reference", "As the plan numbers it, such as 1.4.", _REFERENCE, required=True),
        Column("theme", "Theme", "The number of its theme.", 20, required=True),
        Column("wording", "Wording", "In full, as it was agreed.", most(StrategicObjective, "wording"), required=True),
        Column("post", "Accountable post", "A post of the sheet Posts. May be left empty.", _POST),
        Column("organisation", "Organisation of that post", "As on the sheet Posts.", _ORGANISATION),
        Column(
            "body", "Responsible body", "A body of the sheet Posts. May be left empty.", most(GovernanceBody, "name")
        ),
    ),
    500,
)

WORKSTREAMS = Sheet(
    "Workstreams",
    "Strands of work under an objective. The sheet may stay empty.",
    (
        Column("objective", "Objective", "The reference of its objective.", _REFERENCE, required=True),
        Column("name", "Name", "Such as E-safety.", most(Workstream, "name"), required=True),
        Column("post", "Lead post", "A post of the sheet Posts. May be left empty.", _POST),
        Column("organisation", "Organisation of that post", "As on the sheet Posts.", _ORGANISATION),
    ),
    500,
)

ACTIONS = Sheet(
    "Actions",
    "The actions, in the plan's order.",
    (
        Column("reference", "Reference", "As people say it, such as 1.4.3.", _REFERENCE, required=True),
        Column("objective", "Objective", "The reference of its objective.", _REFERENCE, required=True),
        Column("wording", "Action", "What is to be done.", most(Action, "wording"), required=True),
        Column(
            "success_criteria",
            "Success criteria",
            "One on each line of the cell (Alt and Enter).",
            most(Action, "success_criteria"),
            Kind.LINES,
        ),
        Column("post", "Lead post", "A post of the sheet Posts.", _POST, required=True),
        Column("organisation", "Organisation of that post", "As on the sheet Posts.", _ORGANISATION, required=True),
        Column(
            "partners", "Partner organisations", "One on each line of the cell.", most(Action, "partners"), Kind.LINES
        ),
        Column("start", "Start", "A day, or words such as “spring 2016”.", LONGEST, Kind.DATE),
        Column(
            "original_due",
            "Original due date",
            "When it was first due: a day, or words. Left empty: the due date now.",
            LONGEST,
            Kind.DATE,
        ),
        Column(
            "due", "Due date now", "A day, or words such as “July or August 2016”; they are kept.", LONGEST, Kind.DATE
        ),
        Column(
            "colour",
            "Colour",
            "Red, Amber or Green, or nothing. It comes in hollow: it is no rating until somebody argues it.",
            20,
            Kind.COLOUR,
        ),
        Column(
            "words",
            "Latest update",
            "What was last reported. No names of children or victims.",
            most(Action, "words_in_file"),
        ),
    ),
    1_000,
)

SHEETS = (PLAN, CRITERIA, THEMES, OBJECTIVES, WORKSTREAMS, ACTIONS)

# These two explain, and are not read.
READ_ME, POSTS = "Read me", "Posts"

COLOURS = {str(rating.label): rating.value for rating in Rating}
QUARTERS = {"calendar year": Plan.Quarters.CALENDAR.value, "financial year": Plan.Quarters.FINANCIAL.value}


def column_letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
