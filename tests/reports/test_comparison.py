"""What differs between two readings: exactly what was changed, by whom and why; what is gone never vanishes."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings

from actions.marking import of_action
from actions.structure import add_action
from actions.updates import HelpNeeded
from actions.withheld import OPEN
from objectives.structure import reword_objective
from people import clock
from people.models import Meeting, User
from plans.marks import ask_lifting, lift_mark, mark
from plans.models import Mark, Plan
from plans.structure import add_criterion, retire_criterion, reword_theme
from reports.changes import Change, Kind, marked, with_reasons
from reports.comparison import compare
from reports.document import PlanDocument, build
from reports.entries import ActionEntry, AskEntry, EvidenceEntry, FactEntry, MilestoneEntry, UpdateEntry
from reports.verdicts import with_entries
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, set_up
from tests.reports.reading import main_of, page_of, words
from tests.sending import everything as rows_of_all

DAY = dt.date(2016, 12, 31)

Edit = Callable[[ActionEntry], ActionEntry]


def milestone(key: int, **changes: Any) -> MilestoneEntry:
    entry = MilestoneEntry(
        key=key, what=f"Pack {key} sent", due_on=DAY, due_words="", reached_on=None, shown_by="", dropped_on=None,
        dropped_because="",
    )  # fmt: skip
    return replace(entry, **changes)


def held(key: int, **changes: Any) -> EvidenceEntry:
    entry = EvidenceEntry(
        key=key, of_update=None, criterion="", kind="held", what=f"Minutes {key}", shows="It was agreed.", url="",
        held_where="Shared drive", seen_by="", seen_on=None, file_name="", size=None, added_on=TODAY, added_by="A post",
        withdrawn_on=None, withdrawn_by="", withdrawn_because="",
    )  # fmt: skip
    return replace(entry, **changes)


def fact(key: int, **changes: Any) -> FactEntry:
    entry = FactEntry(
        key=key, kind="funding ends", what=f"Grant {key}", day=DAY, day_words="", raised_to="", done_about_it="Asked for more.",
        done_by="The treasurer", until_on=DAY, until_words="", fallback="Fewer visits.", noted_on=TODAY, noted_by="A post",
        ended_on=None, ended_because="",
    )  # fmt: skip
    return replace(entry, **changes)


def ask(key: int, **changes: Any) -> AskEntry:
    entry = AskEntry(
        key=key, asked_on=TODAY, asked_by="A post", help_needed=f"Letter {key}", from_whom="The board", answered_on=None,
        answer="",
    )  # fmt: skip
    return replace(entry, **changes)


def update(key: int) -> UpdateEntry:
    return UpdateEntry(
        key=key, submitted_at=NOW + dt.timedelta(minutes=key), by="A post", rationale="So it is.", shows_it="", figure_what="",
        figure_from="", figure_to="", figure_source="", narrative="", forecast_on=None, brings_back="", brings_back_by=None,
    )  # fmt: skip


def with_records(action: ActionEntry) -> ActionEntry:
    """Records of every kind, one for each edit that is done to one."""
    return replace(
        action,
        milestones=(milestone(1), milestone(2), milestone(3)),
        evidence=(held(1),),
        facts=(fact(1), fact(2)),
        asks=(ask(1),),
        update=update(1),
    )


def changed(name: str, key: int, **changes: Any) -> Edit:
    """The record of that key with these changes."""

    def edit(action: ActionEntry) -> ActionEntry:
        records = tuple(replace(one, **changes) if one.key == key else one for one in getattr(action, name))
        return replace(action, **{name: records})

    return edit


def more(name: str, record: Any) -> Edit:
    return lambda action: replace(action, **{name: (*getattr(action, name), record)})


# What is done to an action, and the kind by which it is to be named.
EDITS: dict[str, tuple[Kind, str, Edit]] = {
    "wording": (Kind.REWORDED, "Wording", lambda one: replace(one, wording=f"{one.wording} Anew.")),
    "criteria": (Kind.REWORDED, "Success criteria", lambda one: replace(one, success_criteria=(*one.success_criteria, "More"))),
    "partners": (Kind.REWORDED, "Partners", lambda one: replace(one, partners=("Another",))),
    "criterion": (Kind.RERATED, "Rating", lambda one: replace(one, rating="R", criterion="Another sentence.")),
    "due": (Kind.REDATED, "Due date", lambda one: replace(one, due_on=DAY, due_words="")),
    "original": (Kind.REDATED, "Original due date", lambda one: replace(one, original_due_on=DAY, original_due_words="")),
    "start": (Kind.REDATED, "Start", lambda one: replace(one, start_on=dt.date(2015, 1, 1), start_words="")),
    "lead": (Kind.REASSIGNED, "Lead", lambda one: replace(one, lead="Another post")),
    "status": (Kind.STATUS, "Status", lambda one: replace(one, status="reported complete")),
    "withdrawn": (Kind.GONE, "Where to", lambda one: replace(one, status="withdrawn")),
    "milestone set": (Kind.MILESTONE, "Milestone set", more("milestones", milestone(9))),
    "milestone reached": (Kind.MILESTONE, "Milestone reached", changed("milestones", 1, reached_on=TODAY, shown_by="A list.")),
    "milestone dropped": (
        Kind.MILESTONE, "Milestone dropped", changed("milestones", 2, dropped_on=TODAY, dropped_because="Not needed."),
    ),
    "milestone re-dated": (
        Kind.MILESTONE, "Milestone given another date", changed("milestones", 3, due_on=DAY + dt.timedelta(days=7)),
    ),
    "evidence added": (Kind.EVIDENCE, "Evidence added", more("evidence", held(9))),
    "evidence withdrawn": (
        Kind.EVIDENCE, "Evidence withdrawn",
        changed("evidence", 1, withdrawn_on=TODAY, withdrawn_by="A post", withdrawn_because="Wrong year."),
    ),
    "fact noted": (Kind.RISK, "Noted", more("facts", fact(9))),
    "fact changed": (Kind.RISK, "Funding ends: Grant 1: what is done about it", changed("facts", 1, raised_to="The board")),
    "fact over": (Kind.RISK, "Over", changed("facts", 2, ended_on=TODAY, ended_because="Paid for.")),
    "help asked": (Kind.HELP, "Help asked for", more("asks", ask(9))),
    "help answered": (Kind.HELP, "Answered", changed("asks", 1, answered_on=TODAY, answer="Half of it.")),
    "reported on": (Kind.REPORTED, "Rating the same", lambda one: replace(one, update=update(2))),
}  # fmt: skip
# An action has one status; a report by another sentence is told as a rating.
EXCLUDE = {"status": "withdrawn", "reported on": "criterion"}


@pytest.fixture
def document(cast) -> PlanDocument:
    life = Life(cast)
    for number in range(6):
        life.submit_update()
        add_action(
            cast.objective, reference=f"1.4.{20 + number}", wording=f"Do number {number}.", lead_post=cast.lead,
            due_on=dt.date(2016, 6, 30), because="Needed.", **cast.as_manager(),
        )  # fmt: skip
    built = build(cast.plan)
    return with_entries(built, {action.key: with_records(action) for action in built.actions})


def edited(document: PlanDocument, edits: dict[int, set[str]], gone: set[int], come: int) -> PlanDocument:
    """``edits``: what is done to the actions of these numbers; ``gone`` are taken out, so many ``come``."""
    number = iter(range(10**6))

    def of_objective(objective: Any) -> Any:
        kept = []
        for action in objective.actions:
            place = next(number)
            if place in gone:
                continue
            for name in sorted(edits.get(place, ())):
                action = EDITS[name][2](action)
            kept.append(action)
        return replace(objective, actions=tuple(kept))

    themes = tuple(replace(theme, objectives=tuple(map(of_objective, theme.objectives))) for theme in document.themes)
    first = themes[0].objectives[0]
    new = tuple(
        replace(document.actions[0], key=10**6 + one, reference=f"9.{one}", slug=f"9.{one}") for one in range(come)
    )
    grown = replace(first, actions=(*first.actions, *new))
    themes = (replace(themes[0], objectives=(grown, *themes[0].objectives[1:])), *themes[1:])
    return replace(document, themes=themes)


def named(changes: list[Change]) -> set[tuple[str, Kind, str]]:
    return {(change.place.reference, change.kind, change.what) for change in changes}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_r07_it_names_exactly_what_was_edited(document, data):
    actions = document.actions
    numbers = range(len(actions))
    gone = data.draw(st.sets(st.sampled_from(numbers), max_size=3))
    edits = {
        number: names - {name for name, other in EXCLUDE.items() if other in names}
        for number, names in data.draw(
            st.dictionaries(st.sampled_from(numbers), st.sets(st.sampled_from(sorted(EDITS)), min_size=1), max_size=4)
        ).items()
        if number not in gone
    }
    come = data.draw(st.integers(0, 3))
    after = edited(document, edits, gone, come)
    expected = {(actions[number].reference, *EDITS[name][:2]) for number, names in edits.items() for name in names}
    expected |= {(actions[number].reference, Kind.GONE, "Where to") for number in gone}
    expected |= {(f"9.{one}", Kind.ADDED, "") for one in range(come)}
    assert named(compare(document, after)) == expected
    # And backwards: what was added is gone, what is gone was added, all else is the same with was and now exchanged.
    there = {(c.place.reference, c.what, c.was, c.now) for c in compare(document, after) if c.kind in TEXTS}
    back = {(c.place.reference, c.what, c.now, c.was) for c in compare(after, document) if c.kind in TEXTS}
    assert there == back


TEXTS = (Kind.REWORDED, Kind.RERATED, Kind.REDATED, Kind.REASSIGNED)


def test_of_the_same_nothing_is_told(document):
    assert compare(document, document) == []


def test_each_edit_by_a_verb_is_named_with_who_why_and_the_meeting(cast):
    life = Life(cast)
    life.submit_update()
    before = build(cast.plan)
    life.submit_update(
        criterion=cast.amber, rationale="Two schools are left.", brings_back="A visit.", brings_back_by=DAY
    )
    life.reword(wording="Publish one early help strategy for all schools.", because="Academies were not named.")
    life.ask_extension(to_on=DAY)
    life.grant_extension(because="The post is filled now.")
    life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
    life.of(cast.action_elsewhere).to("withdrawn")
    changes = with_reasons(cast.plan, compare(before, build(cast.plan)), OPEN)
    told = {
        (one.place.reference, one.kind.slug, one.what): [
            (step.by_words, step.because, step.agreed_words) for step in one.steps
        ]
        for one in changes
    }
    meeting = "CSE Sub-Group, 6 April 2016, minute 14/16"
    assert told[("1.4.3", "re-rated", "Rating")] == [("Early Help Manager", "Two schools are left.", "")]
    assert told[("1.4.3", "reworded", "Wording")] == [("CSE Sub-Group", "Academies were not named.", meeting)]
    assert told[("1.4.3", "re-dated", "Due date")] == [("CSE Sub-Group", "The post is filled now.", meeting)]
    assert told[("1.4.3", "reassigned", "Lead")] == [("Plan manager", "They do it.", "")]
    assert told[("1.4.10", "gone", "Where to")] == [("CSE Sub-Group", "Too dear.", meeting)]
    (gone,) = [one for one in changes if one.kind is Kind.GONE]
    assert (gone.was, gone.now) == ("not started", "withdrawn; the risk is accepted by CSE Sub-Group")
    assert all(one.steps for one in changes)


def test_a_milestone_is_missed_once_its_day_has_passed_and_nobody_did_that(document):
    late = replace(document.actions[0], milestones=(milestone(1, due_on=TODAY), milestone(2)))
    before = with_entries(document, {late.key: late})
    there = {action.key: replace(action, as_on=TODAY + dt.timedelta(days=1)) for action in before.actions}
    (change,) = compare(before, with_entries(before, there))
    assert (change.kind, change.now) == (Kind.MISSED, "Pack 1 sent, due 6 April 2016")
    assert change.came_by_itself
    assert compare(with_entries(before, there), with_entries(before, there)) == []


def test_r07_what_is_put_down_beside_an_action_is_told_with_who_and_why(cast):
    """Milestones, evidence, what puts it at risk, help asked and answered, and reports that leave the rating as it was."""
    life = Life(cast)
    life.submit_update()
    life.add_milestone(what="Draft read")
    life.add_milestone(what="Draft printed")
    life.note_fact(what="The grant")
    life.add_evidence(what="Minutes of January")
    before = build(cast.plan)
    life.submit_update(rationale="Three schools more.", shows_it="Their letters.")
    life.reach_milestone(because="The list of postage.")
    life.redate_milestone(because="Printing takes longer.")
    life.drop_milestone(because="Nobody needs it.")
    life.add_milestone(what="Draft praised", because="Somebody should.")
    life.change_fact(because="The board knows.")
    life.end_fact(because="Paid for another year.")
    life.note_fact(what="The lease", because="It ends.")
    life.withdraw_evidence(because="Of another year.")
    life.add_evidence(what="Minutes of March", shows="It was agreed.")
    life.of(cast.action_elsewhere).submit_update(
        criterion=cast.amber, rationale="No analyst.", brings_back="One is lent.", brings_back_by=DAY,
        help_needed=HelpNeeded("An analyst", "The police"),
    )  # fmt: skip
    life.of(cast.action_elsewhere).answer_ask(answer="One is lent.")
    changes = with_reasons(cast.plan, compare(before, build(cast.plan)), OPEN)
    told = {(one.kind.slug, one.what, one.now): [step.because for step in one.steps] for one in changes}
    assert told == {
        ("reported", "Rating the same", "Their letters."): ["Three schools more."],
        ("milestone", "Milestone reached", "Draft read, 6 April 2016"): ["The list of postage."],
        ("milestone", "Milestone given another date", "Draft printed, 7 January 2017"): ["Printing takes longer."],
        ("milestone", "Milestone dropped", "dropped"): ["Nobody needs it."],
        ("milestone", "Milestone set", "Draft praised, 31 December 2016"): ["Somebody should."],
        ("risk", "Over", "over since 6 April 2016"): ["Paid for another year."],
        ("risk", "Noted", "Funding ends: The lease, on 31 December 2016"): ["It ends."],
        ("risk", "Funding ends: The grant: what is done about it", CHANGED_WAY_OUT): ["The board knows."],
        ("evidence", "Evidence withdrawn", "withdrawn"): ["Of another year."],
        ("evidence", "Evidence added", "Minutes of March (held by us)"): ["It was agreed."],
        ("help", "Help asked for", "An analyst (of The police)"): ["No analyst."],
        ("help", "Answered", "One is lent."): ["One is lent."],
        ("re-rated", "Rating", f"Amber: {cast.amber.words}"): ["No analyst."],
        ("status", "Status", "in progress"): ["No analyst."],
    }


CHANGED_WAY_OUT = (
    "raised to the board; The board is asked for money. (Finance Manager, until 31 December 2016); else The work stops."
)


def test_what_moved_says_where_it_went_and_what_came_where_it_is_from(cast):
    before, there = build(cast.plan), build(cast.other_plan)
    life = Life(cast)
    life.to("moved")
    (gone,) = compare(before, build(cast.plan))
    assert (gone.kind, gone.now) == (Kind.GONE, f"moved to Another Plan, as {life.action.successor.reference}")
    added = with_reasons(cast.other_plan, compare(there, build(cast.other_plan)), OPEN)
    assert {(one.place.of, one.kind) for one in added} == {("strategicobjective", Kind.ADDED), ("action", Kind.ADDED)}
    assert all(one.steps for one in added)


def test_themes_objectives_and_sentences_of_the_key_are_compared_too(cast):
    before = build(cast.plan)
    reword_theme(
        cast.theme, title="Prevention", outcome=cast.theme.outcome, because="As people say it.", **cast.as_manager()
    )
    add_criterion(cast.plan, rating="R", words="Nobody does it.", because="Asked for.", **cast.as_manager())
    add_criterion(cast.plan, rating="A", words="It waits for somebody else.", because="Asked for.", **cast.as_manager())
    retire_criterion(cast.red, because="Nobody used it.", **cast.as_manager())
    reword_objective(
        cast.objective, wording="Healthy relationships are lived.", because="Understood is not enough.", by=cast.sub_group,
        recorded_by=cast.plan_manager, agreed_at=cast.meeting,
    )  # fmt: skip
    told = {(one.kind.slug, one.place.reference, one.was, one.now) for one in compare(before, build(cast.plan))}
    assert told == {
        ("reworded", "Theme 1", "Prevent", "Prevention"),
        ("added", "Amber", "", "It waits for somebody else."),
        ("added", "Red", "", "Nobody does it."),
        ("gone", "Red", "A milestone is missed and there is no agreed way back.", ""),
        ("reworded", "Objective 1.4", "Healthy relationships are understood.", "Healthy relationships are lived."),
    }


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (
            "Meet all headteachers",
            "Meet one teacher in each school",
            [("gone", "Meet all headteachers"), ("come", "Meet one teacher in each school")],
        ),
        (
            "Visit every school this year",
            "Visit every primary school by July",
            [
                ("same", "Visit every"), ("come", "primary"), ("same", "school"), ("gone", "this year"), ("come", "by July"),
            ],
        ),
        ("", "New", [("come", "New")]),
        ("Gone", "", [("gone", "Gone")]),
        ("The same", "The same", [("same", "The same")]),
    ],
)  # fmt: skip
def test_changed_words_are_marked(was, now, words):
    assert marked(was, now) == words


def test_r11_help_that_waits_stands_first_the_oldest_before_all_others(document):
    there = replace(
        document.actions[0],
        asks=(
            ask(1, answered_on=TODAY, answer="Half of it."), ask(2, asked_on=dt.date(2016, 3, 2)),
            ask(3, asked_on=dt.date(2016, 2, 1)), ask(4, answered_on=TODAY, answer="No."),
        ),
    )  # fmt: skip
    told = [(one.what, one.now, one.note) for one in compare(document, with_entries(document, {there.key: there}))]
    assert told == [
        ("Help asked for", "Letter 3 (of The board)", "unanswered since 1 February 2016"),
        ("Help asked for", "Letter 2 (of The board)", "unanswered since 2 March 2016"),
        ("Answered", "Half of it.", ""),
        ("Help asked for", "Letter 4 (of The board)", ""),
        ("Answered", "No.", ""),
    ]


# --- the page ---------------------------------------------------------------------------------------------

PAGE = "/plans/the-plan/changes/"


@pytest.fixture
def two_versions(cast) -> Life:
    life = Life(cast)
    issue_to_members(cast.plan, label="January 2016", because="Considered.", **cast.as_manager())
    life.reword(wording="Publish one early help strategy for all schools.", because="Academies were not named.")
    life.of(cast.action_elsewhere).to("withdrawn")
    issue_to_members(now(cast), label="April 2016", because="Considered.", **cast.as_manager())
    life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
    return life


def now(cast) -> Plan:
    return Plan.objects.get(pk=cast.plan.pk)


def read(person: User, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    return words(main_of(page_of(client, f"{PAGE}{query}")))


def test_r07_a_member_reads_on_one_page_what_changed_who_said_so_and_why(cast, two_versions):
    page = read(cast.member)
    assert "From version 1, January 2016 to version 2, April 2016" in page
    assert "2 differences: No longer there 1 Reworded 1 " in page
    assert "strategy for all schools." in page
    for told in ("because: Academies were not named.", "agreed at CSE Sub-Group, 6 April 2016, minute 14/16"):
        assert told in page
    assert "1.4.10 Share intelligence each week. Where to: from not started → to withdrawn" in page


def test_it_is_one_link_from_the_line_that_says_which_version_is_read(cast, two_versions):
    client = Client()
    client.force_login(cast.member)
    link = 'changes/?to={}">What changed since the version before'
    assert link.format(2) in page_of(client, "/plans/the-plan/")
    assert link.format(1) not in page_of(client, "/plans/the-plan/versions/1/")


def test_today_is_compared_by_those_who_read_it_and_by_nobody_else(cast, two_versions):
    assert "From version 2, April 2016 to today" in read(cast.officer)
    assert "They do it." in read(cast.officer)
    for query in ("?to=today", "?from=today&to=today", "?from=1&to=today"):
        page = read(cast.member, query)
        assert "They do it." not in page
        assert "today" not in page
    assert "They do it." in read(
        cast.officer, "?from=today&to=1"
    )  # the earlier stands first, in whatever order they are named


def test_it_is_narrowed_by_kind_theme_and_lead(cast, two_versions):
    assert "1 of 2 differences" in read(cast.member, "?kind=gone")
    assert "Nothing of that kind changed." in read(cast.member, "?kind=added")
    assert "2 differences" in read(cast.member, "?theme=1")
    assert "1 of 2 differences" in read(cast.member, "?lead=Detective+Superintendent")
    assert "Nothing changed between the two." in read(cast.member, "?from=2&to=2")


def test_what_is_small_is_folded_away_and_stands_open_where_it_was_asked_for(cast, two_versions):
    two_versions.add_milestone()
    client = Client()
    client.force_login(cast.officer)
    page = page_of(client, PAGE)
    assert re.search(r'<details class="smaller">\s*<summary>And 1 smaller change:', page)
    assert "Pack 0 sent, 31 December 2016" in words(page)
    assert '<details class="smaller" open>' in page_of(client, f"{PAGE}?kind=milestone")


def test_with_less_than_two_readings_it_says_so(cast):
    assert "There are not two readings to compare yet" in read(cast.member)
    issue_to_members(cast.plan, label="January 2016", because="Considered.", **cast.as_manager())
    assert "There are not two readings to compare yet" in read(cast.member)
    assert "Nothing changed between the two." in read(cast.officer)


def test_the_table_says_the_same(cast, two_versions):
    client = Client()
    client.force_login(cast.member)
    answer = client.get(f"{PAGE}csv/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith("attachment")
    assert [(row[0], row[1], row[8], row[10]) for row in rows[1:]] == [
        ("No longer there", "1.4.10", "CSE Sub-Group", "Too dear."),
        ("Reworded", "1.4.3", "CSE Sub-Group", "Academies were not named."),
    ]


def test_reading_it_changes_nothing_and_asks_as_much_of_many_as_of_few(
    cast, two_versions, django_assert_max_num_queries
):
    before = rows_of_all()
    client = Client()
    client.force_login(cast.member)
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
    assert rows_of_all() == before


def test_r11_what_changed_since_a_body_last_met_is_one_link_away(cast, two_versions):
    """Its reading begins with the version that was out when it met; one that was issued on that day came of it."""
    assert "last met" not in read(cast.member)
    set_up(Meeting(body=cast.commission, held_on=TODAY + dt.timedelta(days=3)), cast.administrator)
    set_up(Meeting(body=cast.sub_group, held_on=TODAY + dt.timedelta(days=2)), cast.administrator)
    with clock.at(NOW + dt.timedelta(days=5)):
        page = read(cast.member)
        client = Client()
        client.force_login(cast.member)
        assert 'href="?from=2"' in page_of(client, PAGE)
    assert "Since the Improving Lives Select Commission last met, 9 April 2016" in page
    assert page.index("Since the Improving Lives") < page.index("Since the CSE Sub-Group last met, 8 April 2016")


# --- what is not for everyone ---------------------------------------------------------------------------------


def test_what_was_withheld_in_between_is_counted_for_some_and_named_for_others(cast, client):
    issue_to_members(cast.plan, label="January", because="Considered.", **cast.as_manager())
    with clock.at(NOW + dt.timedelta(days=1)):
        mark(of_action(cast.action), kind="restricted", because="Partners alone.", **cast.as_manager())
    with clock.at(NOW + dt.timedelta(days=2)):
        Life(cast).of(cast.action_elsewhere).submit_update()
        issue_to_members(Plan.objects.get(pk=cast.plan.pk), label="April", because="Considered.", **cast.as_manager())
    address = f"/plans/{cast.plan.slug}/changes/?from=1&to=2"
    client.force_login(cast.member)
    theirs = words(page_of(client, address))
    assert "Objective 1.4" in theirs
    assert "Withheld: 1 withheld" in theirs
    assert "1.4.3" not in theirs
    client.force_login(cast.plan_manager)
    assert "action 1.4.3, restricted since" in words(page_of(client, address))


def test_what_was_released_in_between_is_named(cast, client):
    step = mark(of_action(cast.action), kind="restricted", because="Partners alone.", **cast.as_manager())
    marked = Mark.objects.get(pk=step.key)
    issue_to_members(cast.plan, label="January", because="Considered.", **cast.as_manager())
    governs = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    with clock.at(NOW + dt.timedelta(days=1)):
        ask_lifting(marked, because="Known by now.", **cast.as_manager())
        lift_mark(marked, because="It is known.", **governs)
    with clock.at(NOW + dt.timedelta(days=2)):
        Life(cast).of(cast.action_elsewhere).submit_update()
        issue_to_members(Plan.objects.get(pk=cast.plan.pk), label="April", because="Considered.", **cast.as_manager())
    client.force_login(cast.member)
    told = words(page_of(client, f"/plans/{cast.plan.slug}/changes/?from=1&to=2"))
    assert "Released: action 1.4.3, since" in told
