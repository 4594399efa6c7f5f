"""The board paper as Word: read back and compared, cell by cell, with queries of this file's own."""

import dataclasses
import datetime as dt
import io
import re
import zipfile

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml.ns import qn
from jinja2 import UndefinedError
from jinja2.sandbox import SecurityError

from actions.models import Action, Ask, Extension
from benchmarks.__main__ import TRANSACTION
from benchmarks.big_plan import big_plan, people
from people import clock, rating
from people.models import SampleClock
from plans.models import RatingCriterion, Step
from reports.document import build, digest_of
from reports.management.commands import make_house_template as make_house_template_command
from reports.models import KeptDocument
from reports.papers.columns import Imprint
from reports.papers.house_template import HOUSE_TEMPLATE, make_house_template
from reports.papers.word import board_paper
from reports.versions import issue_to_members, opened
from reports.views.papers import file_name
from tests.conftest import NOW, TODAY
from tests.reports.rich_plan import ODD, decider_of, make_rich
from tests.reports.test_spreadsheet import CATEGORIES, with_wording

MARKS = {"R": "\u00a0■ R Red", "A": "\u00a0▲ A Amber", "G": "\u00a0● G Green", None: "\u00a0○ not yet rated"}
NOT_SAMPLE = Imprint("d" * 64, NOW, False)


def download(client, plan, person, version=None):
    """What ``person`` gets who asks for the board paper of today's position, or of a version."""
    client.force_login(person)
    if version is None:
        return client.post(reverse("reports:paper-word", args=[plan.slug]))
    return client.get(reverse("reports:version-paper-word", args=[plan.slug, version]))


def read(content: bytes):
    return docx.Document(io.BytesIO(content))


@pytest.fixture
def paper(client, cast):
    """Today's board paper of the rich plan, as its plan manager downloads it."""
    make_rich(cast)
    return read(download(client, cast.plan, cast.plan_manager).content)


@pytest.fixture(scope="module")
def once() -> list[bytes]:
    return []


@pytest.fixture
def printed(request, once):
    """The same paper for tests that need no more than its words and its look; made once."""
    if not once:
        cast, client = request.getfixturevalue("cast"), request.getfixturevalue("client")
        make_rich(cast)
        once.append(download(client, cast.plan, cast.plan_manager).content)
    return read(once[0])


def british(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def cells(table) -> list[list[str]]:
    """The texts of a table below its header row."""
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def table_after(paper, heading: str):
    """The first table below a heading."""
    body = list(paper.iter_inner_content())
    place = next(n for n, part in enumerate(body) if getattr(part, "text", "").startswith(heading))
    return next(part for part in body[place:] if hasattr(part, "rows"))


def headings(paper, style: str) -> list[str]:
    return [part.text for part in paper.paragraphs if part.style.name == style]


# --- every cell --------------------------------------------------------------------------------


def about(action) -> str:
    post = action.lead_post
    gone = " (post ended)" if post.ended_on else "" if post.holder_id else " (nobody in post)"
    lines = [
        f"{action.reference} {action.wording}",
        f"{post.title}, {post.organisation.name}{gone}",
        action.get_status_display(),
    ]
    if action.partners:
        lines.append(f"With: {', '.join(action.partners.splitlines())}")
    if action.success_criteria:
        lines.append(f"Success: {'; '.join(action.success_criteria.splitlines())}")
    return "\n".join(lines)


def rating_and_delay(action) -> str:
    lines = [MARKS[action.criterion.rating if action.criterion else None]]
    if action.due_on and action.due_on < TODAY:
        days = (TODAY - action.due_on).days
        lines.append(f" late {days} days\u00a0")
    granted = Extension.objects.filter(action=action, outcome="granted").count()
    if granted:
        lines.append({1: "extended once", 2: "extended twice"}[granted])
    if Extension.objects.filter(action=action, outcome="").exists():
        lines.append("extension asked")
    return "\n".join(lines)


def dates_and_delay(action) -> str:
    update = action.latest_update
    lines = [f"Start\t{british(action.start_on)}"] if action.start_on else []
    lines += [
        f"Original date\t{british(action.original_due_on) or 'no date'}",
        f"Due now\t{british(action.due_on) or 'no date'}",
    ]
    slip = (action.due_on - action.original_due_on).days if action.due_on else None
    lines.append(f"Slip agreed\t{'no date to slip' if slip is None else f'{slip} days' if slip else 'none'}")
    forecast = update.forecast_on if update else None
    lines.append(f"Expected\t{british(forecast) or 'not said'}")
    if forecast and action.due_on and forecast > action.due_on:
        lines.append("Expected later than the due date.")
    for one in Extension.objects.filter(action=action).order_by("asked_on", "pk"):
        what = {"granted": "Extended", "refused": "Extension refused", "": "Extension asked"}[one.outcome]
        lines.append(
            f"{what} from {british(one.from_on)} to {british(one.to_on)}. {CATEGORIES[one.category]}: {one.because}"
        )
        if one.outcome:
            decided = {"granted": "Agreed", "refused": "Refused"}[one.outcome]
            lines.append(f"{decided} by {decider_of(one)}, {british(one.decided_on)}: {one.decided_because}")
        else:
            lines.append(
                f"Asked by {one.asked_words}, {british(one.asked_on)}. CSE Sub-Group or a chief officer decides."
            )
    return "\n".join(lines)


def why(action) -> str:
    update = action.latest_update
    if update is None:
        return "Nobody has reported on this action yet."
    lines = [action.criterion.words, update.rationale]
    if update.shows_it:
        lines.append(f"What shows it now: {update.shows_it}")
    if update.figure_what:
        since = f", from {update.figure_from}" if update.figure_from else ""
        lines.append(f"The figure: {update.figure_what}{since} to {update.figure_to} (source: {update.figure_source})")
    if update.narrative:
        lines.append(f"What has been done: {update.narrative}")
    lines.append(f"{update.by_words}, {british(update.submitted_at.date())}")
    return "\n".join(lines)


def back_and_help(action) -> str:
    update = action.latest_update
    lines = []
    if update and update.brings_back:
        lines += [update.brings_back, f"By {british(update.brings_back_by)}"]
    for ask in Ask.objects.filter(action=action, answered_on=None):
        lines += [
            f"Help asked of {ask.from_whom}: {ask.help_needed}",
            f"Asked by {ask.asked_words}, {british(ask.asked_on)}",
        ]
    return "\n".join(lines) or "–"


def actions_of(plan, **only):
    return Action.objects.filter(plan=plan, **only).order_by(
        "objective__theme__position", "objective__position", "position"
    )


def test_every_cell_of_every_action_is_what_the_database_says(paper, cast):
    assert headings(paper, "Heading 2")[2:] == [
        f"{objective.reference} {objective.wording}" for objective in cast.plan.objectives.all()
    ]
    for objective in cast.plan.objectives.all():
        actions = actions_of(cast.plan, objective=objective)
        if actions:
            assert cells(table_after(paper, f"{objective.reference} ")) == [
                [about(action), rating_and_delay(action), dates_and_delay(action), why(action), back_and_help(action)]
                for action in actions
            ]
    assert "This objective has no actions." in [part.text for part in paper.paragraphs]
    with_actions = {action.objective_id for action in actions_of(cast.plan)}
    assert len(paper.tables) == 5 + len(with_actions), "figures, key, asks, extensions, glance, and one for each"


def test_the_first_page_counts_what_the_database_counts(paper, cast):
    ratings = list(actions_of(cast.plan).values_list("criterion__rating", flat=True))
    late = actions_of(cast.plan, due_on__lt=TODAY).count()
    extended = actions_of(cast.plan, extensions__outcome="granted").distinct().count()
    figures = paper.tables[0]
    assert [cell.text for cell in figures.rows[0].cells] == [
        "Actions", MARKS["R"], MARKS["A"], MARKS[None], MARKS["G"], "\xa0✓ B Complete", "Late", "Extended",
    ]  # fmt: skip
    counts = [len(ratings), *(ratings.count(value) for value in ("R", "A", None, "G")), 0, late, extended]
    assert [cell.text for cell in figures.rows[1].cells] == [str(count) for count in counts]
    assert counts == [5, 1, 0, 2, 2, 0, 2, 1], "the plan that this is read from has something of nearly each"
    texts = [part.text for part in paper.paragraphs]
    assert "5 actions: 1 red, 2 not yet rated, 2 green. 2 are late, 1 has been extended." in texts
    assert "Today’s position, not yet issued to members. As at 6 April 2016." in texts
    assert [part.text for part in paper.paragraphs if part.style.name == "Title"] == ["The Delivery Plan 2015–2018"]


def test_what_waits_for_the_board_stands_near_the_front(paper, cast):
    asks = Ask.objects.filter(plan=cast.plan, answered_on=None)
    assert cells(table_after(paper, f"Help asked and not yet answered: {len(asks)}")) == [
        [
            f"{ask.action.reference} {ask.action.wording}",
            rating_and_delay(ask.action),
            ask.help_needed,
            ask.from_whom,
            f"{ask.action.lead_post.title}\n{british(ask.asked_on)}",
        ]
        for ask in asks
    ]
    waiting = Extension.objects.filter(plan=cast.plan, outcome="")
    assert cells(table_after(paper, f"Extensions asked and not yet decided: {len(waiting)}")) == [
        [
            f"{one.action.reference} {one.action.wording}",
            rating_and_delay(one.action),
            british(one.action.due_on),
            british(one.to_on),
            f"{CATEGORIES[one.category]}: {one.because}",
            f"{one.asked_words}\n{british(one.asked_on)}",
        ]
        for one in waiting
    ]
    assert len(asks) == len(waiting) == 1
    order = headings(paper, "Heading 1")
    assert order == [
        "Ratings and delay",
        "What the ratings mean in this plan",
        "For the board",
        "The objectives at a glance",
        "Theme 1 · Prevent",
        "Theme 2 · Protect & pursue",
    ]


def test_the_objectives_at_a_glance_are_what_the_database_counts(paper, cast):
    def row(objective):
        actions = actions_of(cast.plan, objective=objective)
        counts = [actions.filter(criterion__rating=value).count() for value in "RA"]
        unrated, green = actions.filter(criterion=None).count(), actions.filter(criterion__rating="G").count()
        late = actions.filter(due_on__lt=TODAY).count()
        extended = actions.filter(extensions__outcome="granted").distinct().count()
        told = [actions.count(), *counts, unrated, green, 0, late, extended]
        accountable = objective.accountable_post.title if objective.accountable_post else ""
        return [objective.reference, f"{objective.wording}\n{accountable}", *map(str, told)]

    assert cells(table_after(paper, "The objectives at a glance")) == [row(one) for one in cast.plan.objectives.all()]


def test_an_objective_says_who_answers_for_it(printed):
    texts = [part.text for part in printed.paragraphs]
    assert "Accountable: Early Help Manager · Actions: 1 not yet rated, 1 green" in texts
    assert (
        "Accountable: nobody named · Responsible: CSE Sub-Group · Workstreams: Schools (Early Help Manager)"
        " · Actions: 1 red, 1 not yet rated, 1 green"
    ) in texts


# --- the requirements --------------------------------------------------------------------------


def test_r04_the_key_is_printed_on_paper(paper, cast):
    """Those that may be chosen, worst first; and the retired one on which a rating still rests, marked so."""
    key = table_after(paper, "What the ratings mean in this plan")
    standing = [
        [MARKS[value], words]
        for value in "RAG"
        for words in RatingCriterion.objects.filter(plan=cast.plan, rating=value, retired_on=None).values_list(
            "words", flat=True
        )
    ]
    retired = "Not chosen any more since 13 January 2016; a rating in this paper rests on it."
    assert cells(key) == [*standing, [MARKS["G"], f"Some good progress.\n{retired}"]]


def test_r16_delay_stands_in_every_export(printed):
    """The Word paper; test_spreadsheet.py has the CSV."""
    row = next(row for row in cells(table_after(printed, "1.4 ")) if row[0].startswith("1.4.3"))
    assert row[1].split("\n")[1:] == [" late 17 days\u00a0", "extended twice"]
    for words in (
        "Original date\t30 January 2016",
        "Due now\t20 March 2016",
        "Slip agreed\t50 days",
        "Capacity or staffing: Nobody writes it.",
        "Agreed by CSE Sub-Group (recorded, not yet confirmed), 12 January 2016: A short one,\nand the last.",
    ):
        assert words in row[2]


def test_r17_green_and_late_are_both_said_on_paper(printed):
    row = next(row for row in cells(table_after(printed, "1.4 ")) if row[0].startswith("1.4.3"))
    assert row[1].startswith("\u00a0● G Green\n late 17 days")


# --- as a document -----------------------------------------------------------------------------


def test_every_table_repeats_its_header_row_and_keeps_its_rows_whole(printed):
    for table in printed.tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")), "a table says what it holds"


def test_every_cell_ends_with_a_paragraph(printed):
    """Else Word calls the file damaged."""
    for table in printed.tables:
        for row in table.rows:
            assert [cell._tc[-1].tag for cell in row.cells] == [qn("w:p")] * len(row.cells)


def test_the_page_is_a_landscape_a4_and_its_tables_fit(printed):
    section = printed.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    between = section.page_width - section.left_margin - section.right_margin
    for table in printed.tables:
        columns = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(columns) * 635 <= between + 10 * 635


def test_a_rating_is_shaded_in_the_colour_that_stands_once_in_python(printed):
    found = {}
    for table in printed.tables:
        for cell in table._cells:
            for part in cell.paragraphs:
                if part.style.name == "Rating" and part.text in MARKS.values():
                    shade = part._p.pPr.find(qn("w:shd")).get(qn("w:fill"))
                    found[part.text] = (f"#{shade.lower()}", f"#{part.runs[1].font.color.rgb}".lower())
    shown = rating.SHOWN
    assert found == {MARKS[value]: (shown[value or ""].fill, shown[value or ""].ink) for value in MARKS}


def test_the_paper_says_its_language_title_and_author_and_nothing_else(printed):
    about = printed.core_properties
    assert (about.title, about.subject, about.language) == (
        "The Plan: board paper",
        "Today’s position, not yet issued to members",
        "en-GB",
    )
    assert (about.author, about.last_modified_by, about.comments) == ("Followthrough", "Followthrough", "")
    assert about.created == about.modified == NOW.astimezone(dt.UTC)
    assert printed.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["en-GB"]
    assert printed.styles.element.xpath("w:docDefaults//w:rFonts/@w:ascii") == ["Atkinson Hyperlegible"]


def test_the_files_in_it_are_ours_alone(cast):
    names = zipfile.ZipFile(io.BytesIO(board_paper(build(cast.plan), NOT_SAMPLE))).namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "app.xml" in name]


def footer(paper) -> list[str]:
    """The lines at the foot of every page, the same on the first."""
    first, others = paper.sections[0].first_page_footer, paper.sections[0].footer
    assert [part.text for part in first.paragraphs] == [part.text for part in others.paragraphs]
    codes = [field.get(qn("w:instr")).strip() for field in others._element.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]
    return [part.text for part in others.paragraphs]


def test_the_footer_has_the_digest_of_the_document_that_was_kept(client, cast):
    paper = read(download(client, cast.plan, cast.plan_manager).content)
    kept = KeptDocument.objects.get(plan=cast.plan)
    assert kept.number is None
    assert digest_of(kept.text) == kept.digest
    assert opened(kept) == build(cast.plan)
    assert footer(paper) == [
        "Today’s position, not yet issued to members. As at 6 April 2016\tPage  of ",
        f"Digest (SHA-256) {kept.digest}",
    ]


def test_the_same_position_is_kept_once_for_word_and_csv(client, cast):
    steps = Step.objects.count()
    download(client, cast.plan, cast.plan_manager)
    download(client, cast.plan, cast.officer)
    client.post(reverse("reports:paper-csv", args=[cast.plan.slug]))
    assert KeptDocument.objects.count() == 1
    assert Step.objects.count() == steps, "a paper is no step in the plan's life"


def test_a_members_paper_is_the_issued_version_whatever_came_since(client, cast):
    make_rich(cast)
    first = issue_to_members(cast.plan, label="April 2016", because="Agreed.", **cast.as_manager())
    with clock.at(NOW + dt.timedelta(days=20)):
        for response in (
            download(client, cast.plan, cast.member),
            download(client, cast.plan, cast.member, version=1),
            download(client, cast.plan, cast.plan_manager, version=1),
        ):
            paper = read(response.content)
            assert footer(paper) == [
                "Version 1, April 2016. As at 6 April 2016\tPage  of ",
                f"Digest (SHA-256) {first.digest}",
            ]
            row = next(row for row in cells(table_after(paper, "1.4 ")) if row[0].startswith("1.4.3"))
            assert "late 17 days" in row[1], "as late as on the day of the version"
    assert KeptDocument.objects.count() == 1


# --- words that break a careless paper ---------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "arriving"),
    [
        (ODD, ODD),
        ("a\x00b\x0bc\ud800d\uffffe\x1bf\x07g\x0ch", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("word " * 2200, "word " * 2200),
        ("&lt;b&gt; &amp; ]]> <!-- -->", "&lt;b&gt; &amp; ]]> <!-- -->"),
    ],
)
def test_odd_words_arrive_whole_and_kill_nothing(cast, words, arriving):
    paper = read(board_paper(with_wording(build(cast.plan), words), NOT_SAMPLE))
    first = cells(table_after(paper, "1.4 "))[0][0]
    assert first.startswith(f"1.4.3 {arriving}\nEarly Help Manager")


def test_a_title_with_an_ampersand_is_escaped_once(cast):
    document = dataclasses.replace(build(cast.plan), title="Care & <Control>", short_title="Care & <Control>")
    paper = read(board_paper(document, NOT_SAMPLE))
    assert paper.core_properties.title == "Care & <Control>: board paper"
    assert paper.paragraphs[0].text == "Care & <Control>"
    assert paper.sections[0].header.paragraphs[0].text.startswith("Care & <Control>: board paper")


def test_a_plan_without_actions_still_makes_a_paper(client, cast):
    paper = read(download(client, cast.other_plan, cast.outsider).content)
    texts = [part.text for part in paper.paragraphs]
    assert "This plan has no actions yet." in texts
    assert "No help is waiting for an answer." in texts
    assert "No extension is waiting for a decision." in texts


# --- the sample --------------------------------------------------------------------------------


def test_a_papers_of_the_sample_says_so_on_every_page(client, cast, monkeypatch):
    monkeypatch.setattr(clock, "_sample_offset", None)
    with override_settings(SAMPLE=True):
        SampleClock.objects.create(stood_at=NOW, started_at=NOW + dt.timedelta(days=3000))
        paper = read(download(client, cast.plan, cast.plan_manager).content)
        csv = client.post(reverse("reports:paper-csv", args=[cast.plan.slug])).content.decode("utf-8-sig")
    assert paper.paragraphs[0].text.startswith("This is a sample.")
    assert paper.sections[0].header.paragraphs[0].text == "The Plan: board paper\tSample"
    assert footer(paper)[0].startswith("Sample: today’s position")
    assert all("Sample: today’s position, not yet issued" in row for row in csv.split("\r\n")[1:-1])


def test_no_other_paper_says_that_it_is_a_sample(printed):
    texts = [part.text for part in (*printed.paragraphs, *printed.sections[0].header.paragraphs)]
    assert not [text for text in texts if "ample" in text]


# --- the pages ---------------------------------------------------------------------------------


def page(client, plan, person, version=None):
    client.force_login(person)
    name, address = ("paper-list", [plan.slug]) if version is None else ("version-paper-list", [plan.slug, version])
    return client.get(reverse(f"reports:{name}", args=address))


@pytest.mark.parametrize("name", ["paper-word", "paper-csv"])
def test_a_get_of_todays_paper_is_refused_because_it_would_keep_a_document(client, cast, name):
    client.force_login(cast.plan_manager)
    assert client.get(reverse(f"reports:{name}", args=[cast.plan.slug])).status_code == 405
    assert not KeptDocument.objects.exists()


@pytest.mark.parametrize("name", ["version-paper-list", "version-paper-word", "version-paper-csv"])
def test_a_versions_papers_are_links(client, cast, name):
    issue_to_members(cast.plan, label="April 2016", because="Agreed.", **cast.as_manager())
    client.force_login(cast.member)
    address = reverse(f"reports:{name}", args=[cast.plan.slug, 1])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.get(reverse(f"reports:{name}", args=[cast.plan.slug, 2])).status_code == 404
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404


def test_two_clicks_from_the_dashboard_to_the_paper(client, cast):
    client.force_login(cast.plan_manager)
    dashboard = client.get(reverse("reports:dashboard", args=[cast.plan.slug])).content.decode()
    papers = reverse("reports:paper-list", args=[cast.plan.slug])
    assert re.search(rf'href="{papers}"[^>]*>Board paper', dashboard)
    shown = client.get(papers).content.decode()
    for name in ("paper-word", "paper-csv"):
        assert f'<form method="post" action="{reverse(f"reports:{name}", args=[cast.plan.slug])}">' in shown


def test_every_version_can_be_chosen(client, cast):
    for label in ("January 2016", "April 2016"):
        issue_to_members(cast.plan, label=label, because="Agreed.", **cast.as_manager())
        cast.plan.refresh_from_db()
    shown = page(client, cast.plan, cast.plan_manager).content.decode()
    assert "today’s position" in shown
    for number in (1, 2):
        assert reverse("reports:version-paper-word", args=[cast.plan.slug, number]) in shown
    shown = page(client, cast.plan, cast.plan_manager, version=1).content.decode()
    assert "Made from <strong>version 1, January 2016</strong>" in shown
    assert reverse("reports:paper-list", args=[cast.plan.slug]) in shown


def test_who_reads_versions_alone_is_offered_versions_alone(client, cast):
    issue_to_members(cast.plan, label="April 2016", because="Agreed.", **cast.as_manager())
    shown = page(client, cast.plan, cast.member).content.decode()
    assert "Made from <strong>version 1, April 2016</strong>" in shown
    assert "oday’s position" not in shown
    assert 'method="post" action="/plans' not in shown


def test_before_the_first_version_the_page_says_that_nothing_is_issued_yet(client, cast):
    shown = page(client, cast.plan, cast.member).content.decode()
    assert "Nothing is issued yet" in shown
    assert "Download" not in shown
    assert download(client, cast.plan, cast.member).status_code == 404
    assert "No version is issued to members yet" in page(client, cast.plan, cast.plan_manager).content.decode()


def test_the_file_is_saved_under_a_name_that_says_what_it_is(client, cast):
    issue_to_members(cast.plan, label="März & “April” 2016", because="Agreed.", **cast.as_manager())
    response = download(client, cast.plan, cast.member, version=1)
    assert response["Content-Disposition"] == 'attachment; filename="The-Plan-version-1-Marz-April-2016.docx"'
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    longest = dataclasses.replace(build(cast.plan), short_title="計画", number=1, label="x" * 100)
    assert file_name(longest, "docx") == f"the-plan-version-1-{'x' * 100}.docx"


def test_a_paper_of_2500_actions_takes_no_more_queries_than_one_of_25(client, db, figures):
    who = people()
    client.force_login(who["manager"])
    counts = {}
    small, large = 25, figures(250, 2500)
    for size in (small, large):
        plan = big_plan(f"plan-of-{size}", who, actions=size, updates_each=1)
        for kind in ("csv", "word"):
            own = queries(lambda: client.post(reverse(f"reports:paper-{kind}", args=[plan.slug])))  # noqa: B023
            of_version = queries(lambda: client.get(reverse(f"reports:version-paper-{kind}", args=[plan.slug, 1])))  # noqa: B023
            counts.setdefault(kind, {})[size] = (own, of_version)
    assert counts["word"][small] == counts["word"][large]
    assert counts["csv"][small] == counts["csv"][large]
    assert max(own for kind in counts.values() for own, _ in kind.values()) <= 12
    assert max(of_version for kind in counts.values() for _, of_version in kind.values()) <= 6


def queries(ask) -> int:
    """How many queries a request takes that is answered with a paper; the marks of a transaction are none."""
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return sum(not query["sql"].startswith(TRANSACTION) for query in asked.captured_queries)


# --- the house template ------------------------------------------------------------------------


def test_the_house_template_that_is_kept_is_the_one_that_the_code_makes():
    """Part by part: Word and the code pack a file differently."""
    assert parts(HOUSE_TEMPLATE.read_bytes()) == parts(make_house_template())


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_command_writes_the_template_anew(tmp_path, monkeypatch):
    place = tmp_path / "house_template.docx"
    monkeypatch.setattr(make_house_template_command, "HOUSE_TEMPLATE", place)
    printed = io.StringIO()
    call_command("make_house_template", stdout=printed)
    assert parts(place.read_bytes()) == parts(make_house_template())
    assert str(place) in printed.getvalue()


def template(tmp_path, words: str):
    """A template that somebody wrote in Word."""
    place = tmp_path / "own.docx"
    own = docx.Document()
    own.add_paragraph(words)
    own.save(place)
    return place


def test_a_template_of_ones_own_says_what_it_likes(cast, tmp_path):
    own = template(
        tmp_path,
        "{{ short_title }}: {% for action in themes[0].objectives[0].actions %}{{ action.due_now }} {% endfor %}",
    )
    paper = read(board_paper(build(cast.plan), NOT_SAMPLE, template=own))
    assert paper.paragraphs[0].text == "The Plan: 30 January 2016 30 September 2016 "


def test_a_template_cannot_reach_out_of_its_sandbox(cast, tmp_path):
    with pytest.raises(SecurityError):
        board_paper(build(cast.plan), NOT_SAMPLE, template=template(tmp_path, "{{ title.__class__.__mro__ }}"))


def test_a_word_that_a_template_misspells_is_named(cast, tmp_path):
    with pytest.raises(UndefinedError, match="short_tilte"):
        board_paper(build(cast.plan), NOT_SAMPLE, template=template(tmp_path, "{{ short_tilte }}"))
