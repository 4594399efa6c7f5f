"""What a workbook says, and what of it is refused: each cell by its name, all of them at once."""

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from actions.plan_file import open_plan_file
from actions.plan_reading import understand
from actions.plan_sheets import SHEETS, Kind, column_letters
from actions.plan_template import plan_template
from actions.plan_told import Known, Understood
from people.models import GovernanceBody, Organisation, Post
from tests.actions.plan_in_a_file import WHOLE, changed, without, workbook

TODAY = dt.date(2016, 4, 6)
COUNCIL = Organisation(pk=1, name="The Council", short_name="TC")
POLICE = Organisation(pk=2, name="The Police")
KNOWN = Known(
    posts=(
        Post(pk=1, title="Early Help Manager", organisation=COUNCIL),
        Post(pk=2, title="Detective Superintendent", organisation=POLICE),
        Post(pk=3, title="Headteacher", organisation=COUNCIL),
        Post(pk=4, title="HEADTEACHER", organisation=COUNCIL),
    ),
    bodies=(GovernanceBody(pk=1, name="CSE Sub-Group"),),
    addresses=frozenset({"the-plan"}),
)


def read(content: bytes) -> Understood:
    opened = open_plan_file(io.BytesIO(content), "plan.xlsx")
    return understand(opened.sheets, KNOWN, today=TODAY, others=opened.others)


def troubles(content: bytes) -> dict[str, str]:
    return {one.where: one.words for one in read(content).troubles}


def test_a_whole_plan_is_read_without_trouble():
    said = read(workbook())
    assert said.troubles == []
    assert said.plan is not None
    assert (said.plan.slug, said.plan.as_at, said.plan.quarters) == ("safety-plan", dt.date(2016, 3, 31), "financial")
    assert [action.reference for action in said.actions] == ["1.1.1", "1.1.10", "2.1.1", "2.1.2"]
    assert said.colours == [("", 2), ("FR", 1), ("FG", 1)]


def test_columns_may_stand_in_another_order_and_rows_may_be_empty():
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["Actions"].move_range("A1:A5", cols=20)
    book["Actions"].insert_rows(3)
    saved = io.BytesIO()
    book.save(saved)
    said = read(saved.getvalue())
    assert said.troubles == []
    assert [action.reference for action in said.actions] == ["1.1.1", "1.1.10", "2.1.1", "2.1.2"]


# --- what is refused, by cell -------------------------------------------------------------------------

REFUSED = [
    ("Plan!B2", None, "“Title” needs an answer."),
    ("Plan!B2", "x" * 201, "take out 1"),
    ("Plan!B4", "The Plan", "small letters, figures and hyphens, such as the-plan"),
    ("Plan!B4", "new", "Choose another address"),
    ("Plan!B4", "the-plan", "Another plan has the address the-plan."),
    ("Plan!B7", None, "“As at” needs an answer."),
    ("Plan!B7", "7 April 2016", "still to come"),
    ("Plan!B7", "spring 2015", "is not one day"),
    ("Plan!B8", "school year", "neither “calendar year” nor “financial year”"),
    ("Rating criteria!A2", "Blue", "signed off here"),
    ("Rating criteria!B3", "=A1&A2", "A formula stands here (=A1&A2)"),
    ("Themes!A2", "one", "“one” is no number"),
    ("Themes!A2", 1000, "“1000” is no number"),
    ("Themes!A3", 1, "Theme 1 stands twice: also in Themes!A2."),
    ("Objectives!A3", "1.1", "1.1 stands twice: also in Objectives!A2."),
    ("Objectives!A3", "1.1-", "would have the same address as 1.1"),
    ("Objectives!A3", "§1", "A reference is made of"),
    ("Objectives!B3", 7, "There is no theme 7"),
    ("Objectives!D3", "Early Help Manager", "“Accountable post” is given; a post is named with its organisation."),
    ("Objectives!F2", "The Board", "No body “The Board” is known."),
    ("Workstreams!A2", "9.9", "There is no objective 9.9"),
    ("Actions!A2", 1.1, "does not tell 1.1 from 1.10"),
    ("Actions!A2", dt.date(2016, 1, 1), "Excel has made a date of this"),
    ("Actions!A3", "1.1.1", "1.1.1 stands twice: also in Actions!A2."),
    ("Actions!A3", None, "“Reference” needs an answer."),
    ("Actions!B2", "1.2", "There is no objective 1.2"),
    ("Actions!C2", "w" * 1001, "This is 1,001 characters long and the limit is 1,000: take out 1."),
    ("Actions!C2", "\u200b", "“Action” needs an answer."),
    ("Actions!C2", "a_x000B_b", "invisible control character"),
    ("Actions!E2", "Early Help Manger", "Is it “Early Help Manager”, The Council?"),
    ("Actions!E2", "Headteacher ", None),
    ("Actions!E2", "headteacher", "is the name of more than one post"),
    ("Actions!F2", None, "“Organisation of that post” needs an answer."),
    ("Actions!F12", "The Council", "“Reference” needs an answer."),
    ("Actions!H2", "31 June 2015", "There is no 31 June 2015 in the calendar."),
    ("Actions!I2", "30 March 2015", "before the start, 1 April 2015"),
    ("Actions!J2", 42460, "is a number and no date"),
    ("Actions!J2", "1 January 2215", "too far away"),
    ("Actions!J2", "#REF!", "Excel says #REF! here"),
    ("Actions!J2", "1 December 2015", "before the original due date, 31 December 2015"),
    ("Actions!J2", "ongoing", "one has a day and the other has none"),
    ("Actions!K2", "Purple", "is no colour. Write Red, Amber or Green, or nothing."),
    ("Actions!K2", "complete", "signed off here"),
    ("Actions!L2", "x" * 5001, "the limit is 5,000"),
    ("Actions!L2", '=HYPERLINK("http://example.org")', "A formula stands here"),
]


@pytest.mark.parametrize(("cell", "value", "words"), REFUSED)
def test_a_cell_that_cannot_be_read_is_named_with_what_to_do(cell, value, words):
    found = troubles(changed((cell, value)))
    if words is None:
        assert found == {}
        return
    where = {"Actions!F12": "Actions!A12", "Objectives!D3": "Objectives!E3"}.get(cell, cell)
    assert words in found[where]


def test_all_of_them_are_said_at_once():
    found = troubles(
        changed(
            *[
                (cell, value)
                for cell, value, words in REFUSED
                if cell in ("Plan!B2", "Themes!A2", "Actions!L2") and words
            ]
        )
    )
    assert {"Plan!B2", "Themes!A2", "Actions!L2"} <= set(found)


def test_a_row_that_cannot_be_read_makes_no_trouble_for_what_names_it():
    assert set(troubles(changed(("Objectives!C2", None)))) == {"Objectives!C2"}
    assert set(troubles(changed(("Themes!B2", None)))) == {"Themes!B2"}


@pytest.mark.parametrize("sheet", [sheet.name for sheet in SHEETS])
def test_a_missing_sheet_is_named(sheet):
    found = troubles(without(sheet))
    assert "This sheet is missing." in found[sheet]
    assert set(found) <= {sheet, "Actions!J5"}  # a quarter, of which the sheet Plan says what it means


@pytest.mark.parametrize(
    ("cell", "value", "where", "words"),
    [
        ("Actions!C1", "Task", "Actions!1", "The column “Action” is missing."),
        ("Actions!N1", "Action", "Actions!1", "Two columns are headed “Action”."),
        ("Plan!A2", "Heading", "Plan!A", "The question “Title” is missing."),
    ],
)
def test_a_missing_or_doubled_column_is_named(cell, value, where, words):
    assert words in troubles(changed((cell, value)))[where]


def test_more_rows_than_are_read_are_said():
    themes = [{"number": str(number), "title": "A theme"} for number in range(1, 102)]
    assert "More than 100 rows are not read." in troubles(workbook(Themes=themes))["Themes!A102"]


def test_a_quarter_asks_what_q1_means():
    assert (
        "say on the sheet Plan what Q1 means"
        in troubles(changed(("Actions!J5", "Q1 2016"), ("Plan!B8", None)))["Actions!J5"]
    )


# --- what is noted ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "where", "words"),
    [
        ([("Actions!J3", "ongoing")], "Actions!J3", "“ongoing” names no day (the work is said to go on without"),
        ([("Actions!J4", "31/05/16")], "Actions!J4", "“31/05/16” is read as 31 May 2016; 16 is read as the year"),
        ([("Actions!N1", "Budget")], "Actions!N1", "not one of the template’s; it is not read"),
    ],
)  # fmt: skip
def test_what_was_read_in_some_way_is_noted_by_its_cell(cells, where, words):
    said = read(changed(*cells))
    assert said.troubles == []
    assert words in {note.where: note.words for note in said.notes}[where]


def test_another_sheet_is_noted_and_not_read():
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book.create_sheet("Budget")
    saved = io.BytesIO()
    book.save(saved)
    assert [(note.where, note.words) for note in read(saved.getvalue()).notes if note.where == "Budget"] == [
        ("Budget", "This sheet is not one of the template’s; it is not read.")
    ]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.date(2016, 5, 31), dt.date(2016, 5, 31)),
        ("31/5/2016", dt.date(2016, 5, 31)),
        (2016, dt.date(2016, 12, 31)),
    ],
)
def test_a_date_may_be_one_of_excels_own(value, day):
    assert read(changed(("Actions!J3", value))).actions[1].due.day == day


@pytest.mark.parametrize("title", ["early  help MANAGER", " Early Help Manager "])
@pytest.mark.parametrize("organisation", ["the council", "TC"])
def test_a_post_is_known_whatever_its_capitals_and_spaces(title, organisation):
    said = read(changed(("Actions!E2", title), ("Actions!F2", organisation)))
    assert said.actions[0].lead_post == KNOWN.posts[0]


def test_one_due_date_stands_for_both():
    said = read(changed(("Actions!J2", None), ("Actions!I4", None)))
    assert (said.actions[0].due.day, said.actions[0].original_due.day) == (dt.date(2015, 12, 31),) * 2
    assert (said.actions[2].due.day, said.actions[2].original_due.day) == (dt.date(2016, 2, 29),) * 2


# --- what is put into the template comes out again ------------------------------------------------------

# What a form keeps too: no control characters, ends stripped, one kind of line ending.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")


def text(most: int, *, lines: bool) -> st.SearchStrategy[str]:
    letters = st.one_of(LETTERS, st.just("\n")) if lines else LETTERS
    return st.text(letters, min_size=1, max_size=min(most, 40)).map(lambda told: f"({told.strip()})")


def rows_of(name: str, **fixed: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    sheet = next(sheet for sheet in SHEETS if sheet.name == name)
    return st.fixed_dictionaries(
        {
            column.name: fixed.get(column.name, text(column.most, lines=column.most > 300 or column.kind is Kind.LINES))
            for column in sheet.columns
        }
    )


days = st.dates(dt.date(2014, 1, 1), dt.date(2016, 4, 6)).map(lambda day: f"{day.day} {day:%B %Y}")
ours = {"post": st.just("Early Help Manager"), "organisation": st.just("The Council")}
action_rows = rows_of(
    "Actions",
    reference=st.sampled_from(["1.1.1", "4a(i)", "REC/12"]),
    objective=st.just("1.1"),
    start=st.just("1 January 2014"),
    original_due=st.just("") | days,
    due=st.sampled_from(["30 June 2016", "July or August 2016"]),
    colour=st.sampled_from(["", "Red", "Amber", "Green"]),
    **ours,
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    plan=rows_of(
        "Plan", slug=st.just("a-plan"), as_at=days, quarters=st.sampled_from(["", "calendar year", "financial year"])
    ),
    theme=rows_of("Themes", number=st.just("1")),
    objective=rows_of(
        "Objectives", reference=st.just("1.1"), theme=st.just("1"), body=st.just("CSE Sub-Group"), **ours
    ),
    actions=st.lists(action_rows, max_size=3, unique_by=lambda row: row["reference"]),
)
def test_a_plan_put_into_the_template_reads_back_the_same(plan, theme, objective, actions):
    content = plan_template(rows={"Plan": [plan], "Themes": [theme], "Objectives": [objective], "Actions": actions})
    said = read(content)
    assert said.troubles == []
    assert (said.plan.title, said.plan.short_title, said.plan.purpose, said.plan.manager_label) == tuple(
        plan[name] for name in ("title", "short_title", "purpose", "manager_label")
    )
    assert [(one.number, one.title, one.outcome) for one in said.themes] == [(1, theme["title"], theme["outcome"])]
    assert [(one.reference, one.wording) for one in said.objectives] == [("1.1", objective["wording"])]
    told = [
        (
            one.reference,
            one.wording,
            one.success_criteria,
            one.partners,
            one.words,
            one.due.said,
            {"": "", "R": "Red", "A": "Amber", "G": "Green"}[one.colour],
        )
        for one in said.actions
    ]
    wanted = [
        tuple(row[name] for name in ("reference", "wording", "success_criteria", "partners", "words", "due", "colour"))
        for row in actions
    ]
    assert told == wanted
    assert [one.original_due.said for one in said.actions] == [row["original_due"] or row["due"] for row in actions]


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+44", "-1", "@here", "'quoted", "http://example.org", "{=A1}", "1.10", "31/12", "TRUE"],
)
def test_text_stays_text_whatever_a_spreadsheet_would_make_of_it(words):
    said = read(workbook(Actions=[{**WHOLE["Actions"][0], "wording": words}]))
    assert [action.wording for action in said.actions] == [words]


def test_the_line_ends_of_an_old_file_are_line_ends():
    said = read(changed(("Actions!D2", "It is printed_x000D_\nIt is read")))
    assert said.actions[0].success_criteria == "It is printed\nIt is read"


def test_columns_are_named_as_excel_names_them():
    assert [column_letters(number) for number in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
