"""The plan as CSV: read back and compared, cell by cell, with queries of this file's own."""

import csv
import dataclasses
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from actions.models import Action, Ask, Extension
from actions.wording import correct
from people import clock
from reports.document import build
from reports.models import KeptDocument
from reports.papers.columns import EVERY_COLUMN, Imprint
from reports.papers.spreadsheet import plan_as_csv
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.conftest import NOW, TODAY
from tests.reports.rich_plan import ODD, decider_of, make_rich

WORDS = {"R": "Red", "A": "Amber", "G": "Green", None: "not yet rated"}
CATEGORIES = {
    "capacity": "Capacity or staffing",
    "funding": "Funding",
    "consultation": "Consultation or engagement takes longer",
}
# Filled in the plan of a test of their own, test_r16_the_file_says_when_an_action_was_done_….
OF_A_WHOLE_LIFE = {
    "Where it went", "Original date as it was said", "Due now as it was said", "Done on", "Signed off by", "Signed off on",
    "Milestones", "Evidence", "What puts it at risk", "Slips counted from", "Latest update in the file",
}  # fmt: skip
LEAD_NOW = {"lost": "post ended", "gone": "nobody in post", "held": "in post"}


def download(client, plan, person, version=None):
    """What ``person`` gets who asks for the CSV of today's position, or of a version."""
    client.force_login(person)
    if version is None:
        return client.post(reverse("reports:paper-csv", args=[plan.slug]))
    return client.get(reverse("reports:version-paper-csv", args=[plan.slug, version]))


def read(content: bytes) -> list[dict[str, str]]:
    """The rows by heading, a leading ' taken off again as an import does."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [
        {
            heading: cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r") else cell
            for heading, cell in row.items()
        }
        for row in rows
    ]


def iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def lines(values) -> str:
    return "\n".join(value.isoformat() if isinstance(value, dt.date) else value or "" for value in values)


def expected(plan, on: dt.date, reading: dict[str, str]) -> list[dict[str, str]]:
    """What the file has to say, from the tables themselves."""
    rows = []
    for action in Action.objects.filter(plan=plan).select_related(
        "objective__theme", "objective__accountable_post", "objective__responsible_body", "lead_post__organisation",
        "criterion", "latest_update",
    ).order_by("objective__theme__position", "objective__position", "position"):  # fmt: skip
        objective, post, update = action.objective, action.lead_post, action.latest_update
        row = {
            "Theme number": str(objective.theme.number),
            "Theme": objective.theme.title,
            "Objective ref": objective.reference,
            "Strategic objective": objective.wording,
            "Accountable post": objective.accountable_post.title if objective.accountable_post else "",
            "Responsible body": objective.responsible_body.name if objective.responsible_body else "",
            "Ref": action.reference,
            "Action": action.wording,
            "Success criteria": action.success_criteria,
            "Lead post": post.title,
            "Lead now": LEAD_NOW["lost" if post.ended_on else "held" if post.holder_id else "gone"],
            "Lead organisation": post.organisation.name,
            "Partner organisations": action.partners,
            "Status": action.get_status_display(),
            "Where it went": "",
            "Rating": WORDS[action.criterion.rating if action.criterion else None],
            "Start": iso(action.start_on),
            "Original date": iso(action.original_due_on),
            "Original date as it was said": action.original_due_words,
            "Original date corrected from": iso(action.corrected_from),
            "Due now": iso(action.due_on),
            "Due now as it was said": action.due_words,
            "Done on": iso(action.done_on),
            "Signed off by": action.signed_off_words,
            "Signed off on": "",
            **delay(action.original_due_on, action.due_on, on),
            "Slips counted from": iso(action.file_as_at),
            "Times extended": str(Extension.objects.filter(action=action, outcome="granted").count()),
            **extensions(action, "granted", "Extended", "agreed"),
            **extensions(action, "", "Extension asked, not decided", None),
            **extensions(action, "refused", "Extension refused", "refused"),
            "Expected finish": iso(update.forecast_on if update else None),
            "Expected later than due": "yes"
            if update and update.forecast_on and action.due_on and update.forecast_on > action.due_on
            else "",
            "Criterion met": action.criterion.words if action.criterion else "",
            "Latest update in the file": action.words_in_file,
            "Why this rating?": update.rationale if update else "",
            "What shows it now?": update.shows_it if update else "",
            "Figure": update.figure_what if update else "",
            "Figure: from": update.figure_from if update else "",
            "Figure: to": update.figure_to if update else "",
            "Figure: source": update.figure_source if update else "",
            "What has been done?": update.narrative if update else "",
            "What brings it back?": update.brings_back if update else "",
            "Brought back by": iso(update.brings_back_by if update else None),
            **asks(action, "Help asked, open", open_ones=True),
            **asks(action, "Help asked, answered", open_ones=False),
            "Milestones": "",
            "Evidence": lines(action.evidence.filter(withdrawn_on=None).values_list("what", flat=True)),
            "What puts it at risk": "",
            "Updated by": update.by_words if update else "",
            "Updated on": iso(localtime(update.submitted_at).date() if update else None),
            "Plan": plan.title,
            **reading,
        }
        rows.append(row)
    return rows


def delay(original: dt.date | None, due: dt.date | None, on: dt.date) -> dict[str, str]:
    if original is None or due is None:
        return {"Days of slip": "", "Days late": "", "Days past the original date": ""}
    return {
        "Days of slip": str((due - original).days),
        "Days late": str(max((on - due).days, 0)),
        "Days past the original date": str(max((on - original).days, 0)),
    }


def extensions(action, outcome, heading, decided):
    found = list(Extension.objects.filter(action=action, outcome=outcome).order_by("asked_on", "pk"))
    row = {
        f"{heading}: from": lines(one.from_on for one in found),
        f"{heading}: to": lines(one.to_on for one in found),
        f"{heading}: category": lines(CATEGORIES[one.category] for one in found),
        f"{heading}: why": lines(one.because for one in found),
        f"{heading}: asked by": lines(one.asked_words for one in found),
        f"{heading}: asked on": lines(one.asked_on for one in found),
    }
    if decided:
        row |= {
            f"{heading}: {decided} by": lines(decider_of(one) for one in found),
            f"{heading}: {decided} on": lines(one.decided_on for one in found),
            f"{heading}: {decided} because": lines(one.decided_because for one in found),
        }
    return row


def asks(action, heading, *, open_ones):
    found = list(Ask.objects.filter(action=action, answered_on__isnull=open_ones).order_by("asked_on", "pk"))
    row = {
        f"{heading}: what is needed": lines(one.help_needed for one in found),
        f"{heading}: from whom": lines(one.from_whom for one in found),
        f"{heading}: asked by": lines(one.asked_words for one in found),
        f"{heading}: asked on": lines(one.asked_on for one in found),
    }
    if not open_ones:
        row |= {
            f"{heading}: answer": lines(one.answer for one in found),
            f"{heading}: answered on": lines(one.answered_on for one in found),
        }
    return row


def test_every_cell_is_what_the_database_says(client, cast):
    make_rich(cast)
    rows = read(download(client, cast.plan, cast.plan_manager).content)
    kept = KeptDocument.objects.get(plan=cast.plan)
    reading = {
        "Reading": "Today’s position, not yet issued to members",
        "Version": "",
        "Version label": "",
        "As at": "2016-04-06",
        "Digest (SHA-256)": kept.digest,
    }
    assert rows == expected(cast.plan, TODAY, reading)
    assert list(rows[0]) == list(expected(cast.plan, TODAY, reading)[0]), "the columns stand in their order"


def correct_a_date_that_was_issued(cast):
    action = Action.objects.get(pk=cast.action_elsewhere.pk)
    later = action.original_due_on + dt.timedelta(days=9)
    words = {name: getattr(action, name) for name in ("wording", "success_criteria", "partners", "start_on")}
    due_on = action.due_on if action.times_extended else later
    correct(action, **words, original_due_on=later, due_on=due_on, because="Mistyped.", **cast.as_manager())


def test_the_rich_plan_leaves_no_column_empty(client, cast):
    """Else the comparison above would compare nothing with nothing."""
    make_rich(cast)
    issue_to_members(cast.plan, label="April 2016", because="Agreed.", **cast.as_manager())
    correct_a_date_that_was_issued(cast)
    issue_to_members(cast.plan, label="May 2016", because="Agreed.", **cast.as_manager())
    rows = read(download(client, cast.plan, cast.plan_manager, version=2).content)
    empty = {heading for heading in rows[0] if not any(row[heading] for row in rows)}
    assert empty == OF_A_WHOLE_LIFE


def test_a_version_is_downloaded_as_it_stood_on_its_day(client, cast):
    make_rich(cast)
    issue_to_members(cast.plan, label="April 2016", because="Agreed.", **cast.as_manager())
    reading = {
        "Reading": "Version 1, April 2016",
        "Version": "1",
        "Version label": "April 2016",
        "As at": "2016-04-06",
        "Digest (SHA-256)": KeptDocument.objects.get(number=1).digest,
    }
    then = expected(cast.plan, TODAY, reading)
    with clock.at(NOW + dt.timedelta(days=30)):
        rows = read(download(client, cast.plan, cast.member, version=1).content)
    assert rows == then


def test_a_formula_stays_text_and_a_number_stays_a_number(client, cast):
    make_rich(cast)
    content = download(client, cast.plan, cast.plan_manager).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
    assert "'=SUM(A1:A9) is what this is called" in cells
    assert "'@ the board: money." in cells
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r") and cell[:1]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_each_character_that_starts_a_formula_gets_an_apostrophe(cast, start):
    document = with_wording(build(cast.plan), f"{start}cmd|' /C calc'!A0")
    content = plan_as_csv(document, Imprint("d" * 64, NOW, False)).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(content, newline="")))
    assert row["Action"] == f"'{start}cmd|' /C calc'!A0"


def test_odd_and_very_long_words_arrive_whole(cast):
    for words in (ODD, "x, \"y\"; 'z'\nand a line", "word " * 2200, "🌻" * 400, "Ünïcödé – “quotes”"):
        document = with_wording(build(cast.plan), words)
        content = plan_as_csv(document, Imprint("d" * 64, NOW, False))
        assert read(content)[0]["Action"] == words


def test_a_control_character_is_marked_and_kills_nothing(cast):
    document = with_wording(build(cast.plan), "a\x00b\x0bc\ud800d\uffffe\x1bf")
    content = plan_as_csv(document, Imprint("d" * 64, NOW, False))
    assert read(content)[0]["Action"] == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"


def with_wording(document, words):
    """The same document, its first action worded otherwise; no form would let some of these words in."""
    theme = document.themes[0]
    objective = theme.objectives[0]
    action = dataclasses.replace(objective.actions[0], wording=words)
    objective = dataclasses.replace(objective, actions=(action, *objective.actions[1:]))
    theme = dataclasses.replace(theme, objectives=(objective, *theme.objectives[1:]))
    return dataclasses.replace(document, themes=(theme, *document.themes[1:]))


def test_the_file_is_one_that_every_spreadsheet_reads(client, cast):
    make_rich(cast)
    response = download(client, cast.plan, cast.plan_manager)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.endswith(b"\r\n")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="The-Plan-position-6-April-2016.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_each_column_has_a_name_and_a_heading_of_its_own():
    assert len({column.name for column in EVERY_COLUMN}) == len(EVERY_COLUMN)
    assert len({column.heading for column in EVERY_COLUMN}) == len(EVERY_COLUMN)


def test_r16_delay_stands_in_every_export(client, cast):
    """The CSV; test_papers.py has the Word paper."""
    make_rich(cast)
    row = next(row for row in read(download(client, cast.plan, cast.plan_manager).content) if row["Ref"] == "1.4.3")
    assert row["Original date"] == "2016-01-30"
    assert row["Due now"] == "2016-03-20"
    assert (row["Days of slip"], row["Days late"], row["Times extended"]) == ("50", "17", "2")
    assert row["Extended: category"] == "Capacity or staffing\nConsultation or engagement takes longer"
    assert row["Extended: why"] == "Nobody writes it.\nSchools are asked first."
    assert row["Extended: agreed by"] == "\n".join(["CSE Sub-Group (recorded, not yet confirmed)"] * 2)


def test_r17_green_and_late_are_both_said_in_the_csv(client, cast):
    make_rich(cast)
    row = next(row for row in read(download(client, cast.plan, cast.plan_manager).content) if row["Ref"] == "1.4.3")
    assert (row["Rating"], row["Days late"]) == ("Green", "17")


def test_r16_the_file_says_when_an_action_was_done_who_signed_it_and_where_the_others_went(cast, client):
    """Its own plan, led through an action's whole life; what is expected is typed out here."""
    life = Life(cast)
    life.add_milestone(what="Pack sent", due_on=None, due_words="4–6 weeks after printing")
    life.note_fact()
    life.propose_move(to_plan=None, to_outside="Health plan", outside_owner="Director of Nursing")
    life.refuse_move()
    before = read(download(client, cast.plan, cast.plan_manager).content)[0]["What puts it at risk"]
    assert before.startswith("Funding ends on 31 December 2016, The grant: The board is asked")
    life.to("complete")
    life.of(cast.action_elsewhere).to("withdrawn")
    first, second = read(download(client, cast.plan, cast.plan_manager).content)[:2]
    assert (first["Ref"], first["Rating"], first["Status"], first["Done on"]) == (
        "1.4.3",
        "Complete",
        "Complete",
        "2016-04-06",
    )
    assert (first["Signed off by"], first["Signed off on"]) == ("CSE Sub-Group", "2016-04-06")
    assert first["Milestones"] == "Pack sent: reached 6 April 2016"
    assert first["Evidence"].count("Minutes of the panel") == 2
    assert first["What puts it at risk"] == ""  # it is done, and nothing puts it at risk any more
    assert (second["Ref"], second["Status"], second["Days late"]) == ("1.4.10", "Withdrawn", "0")
    assert second["Where it went"].startswith("withdrawn; risk: Some are not reached. Accepted by CSE Sub-Group.")
