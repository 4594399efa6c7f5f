"""Words are taken out of everything of a plan: one asks, information governance does it, and everything still verifies."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import openpyxl
import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, models
from django.http import QueryDict

from actions import evidence_store
from actions.evidence import Source
from actions.evidence_files import inspect
from actions.marking import text_beside
from actions.models import Action, Evidence, PlanImport, ProgressUpdate
from actions.record_check import RecordCheck
from actions.returns import returns_of, say_no_return
from objectives.models import Workstream
from objectives.structure import add_workstream
from people import clock
from people.accounts import change_account
from people.models import GovernanceBody, Meeting, Organisation, Post, User
from people.tracking import Tracked, rewritten
from plans import marks
from plans.confirming import confirm, dispute
from plans.drafts import keep, new_token
from plans.mailing import Letter, note_bounce, record
from plans.models import Draft, MailKind, Mark, Plan, Reminder, Role, Round, SentMail, Step
from plans.people_of_plan import grant_role
from plans.posts import add_post
from plans.rounds import Correction, RoundDates, open_round
from plans.steps import AlreadyDone, Refused
from reports.document import digest_of, from_json
from reports.models import EarlierDigest, KeptDocument, Redaction
from reports.redaction import ask_redaction, redact, refuse_redaction
from reports.redaction.finding import ways_of
from reports.redaction.places import PLACES, How
from reports.redaction.survey import removal_of, survey
from reports.versions import beside, issue_to_members, keep_todays_position, not_considered, opened
from scrutiny.closing import account_for, begin_closing, close_plan, confirm_closing
from scrutiny.models import Closing, NamedOfficer
from tests.a_release import propose
from tests.a_round import ARound
from tests.actions.conftest import Desk, desk, errors
from tests.actions.life import Life
from tests.breaks_after import assert_whole_or_not_at_all
from tests.conftest import TODAY, Cast, set_up
from tests.reports.reading import words
from tests.reports.rich_plan import make_rich
from tests.scrutiny.whole_life import list_of

__all__ = ["desk", "errors"]

NAME = "Zebedee Quill"
MARKER = "[removed 6 April 2016, personal data]"
ASK = "/plans/the-plan/redactions/ask/"
LIST = "/plans/the-plan/redactions/"


def ask(cast: Cast, by: User | None = None, plan: Plan | None = None, **words_: Any) -> Redaction:
    by = by or cast.reader
    said = {"words": NAME, "kind": "personal data", "seen_where": "1.4.3", "because": "It names a child."}
    ask_redaction(plan or cast.plan, **{**said, "by": by, "recorded_by": by, **words_})
    return Redaction.objects.latest("pk")


def governs(cast: Cast) -> dict[str, User]:
    return {"by": cast.information_governance, "recorded_by": cast.information_governance}


def take_out(cast: Cast, asked: Redaction | None = None, **words_: Any) -> Redaction:
    asked = asked or ask(cast)
    redact(asked, because="It must not stand.", **{**governs(cast), **words_})
    asked.refresh_from_db()
    return asked


def update(cast: Cast, narrative: str = f"We met {NAME} twice.") -> ProgressUpdate:
    Life(cast).submit_update(rationale=f"{NAME} is late.", narrative=narrative)
    return ProgressUpdate.objects.latest("pk")


def stands_in(text: str) -> bool:
    return "zebedee" in text.casefold()


# --- seen from outside: every column of every table, by SQL ------------------------------------------------

NOT_LOOKED_THROUGH = {"django_session", "django_migrations"}


def dump() -> Iterator[tuple[str, str, str]]:
    """``(table, column, text)`` of everything in the database that is text, JSON read as what it says."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in NOT_LOOKED_THROUGH:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, (dict, list)):
                        yield table, name, json.dumps(value, ensure_ascii=False)
                    elif isinstance(value, str):
                        unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), value)
                        yield table, name, unescaped


def where_it_stands() -> set[tuple[str, str]]:
    return {(table, name) for table, name, text in dump() if stands_in(text)}


def nothing_is_wrong() -> None:
    assert list(RecordCheck().findings()) == []


# --- put into every column -----------------------------------------------------------------------------------


def planted(text: str) -> str:
    return f"{text} {NAME}" if text else text


def plant() -> set[tuple[str, str]]:
    """The name into every text of every row, its history and its steps alike; where it was put."""
    put = set()
    with rewritten():
        for label in PLACES:
            model = apps.get_model(label)
            for one in (model, *([model.history.model] if issubclass(model, Tracked) else [])):
                for row in one._base_manager.all():
                    changes = _planted_row(one, row)
                    if changes:
                        one._base_manager.filter(pk=row.pk).update(**changes)
                        put |= {(one._meta.db_table, name) for name in changes}
        for kept in KeptDocument._base_manager.all():
            text = json.dumps(_planted_document(json.loads(kept.text)), ensure_ascii=False, separators=(",", ":"))
            KeptDocument._base_manager.filter(pk=kept.pk).update(
                text=text, digest=digest_of(text), **beside(from_json(text))
            )
            put.add(("reports_keptdocument", "text"))
    return put


def _planted_row(model: type[models.Model], row: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, way in ways_of(model).items():
        said = getattr(row, name)
        if way is How.WORDS and said:
            if not (isinstance(row, Step) and name == "reference" and row.kind in ("action", "strategicobjective")):
                changes[name] = planted(said)
        elif way is How.ADDRESS and said:
            changes[name] = f"{said}?for=Zebedee%20Quill"
        elif way is How.TOLD:
            changes[name] = {field: _planted_told(row.kind, field, one) for field, one in said.items()}
        elif way is How.STRINGS:
            changes[name] = _planted_strings(said)
        elif way is How.OF_AN_ACCOUNT:
            changes[name] = {field: planted(one) if field == "name" else one for field, one in said.items()}
    return changes


def _planted_told(kind: str, field: str, said: Any) -> Any:
    model = next((one for one in apps.get_models() if one._meta.model_name == kind), None)
    column = next((one for one in model._meta.concrete_fields if one.name == field), None) if model else None
    if column is None or column.is_relation:
        return {**said, "words": planted(said["words"])} if isinstance(said, dict) else _planted_strings(said)
    return planted(said) if isinstance(said, str) and ways_of(model).get(field) is How.WORDS else said


def _planted_strings(said: Any) -> Any:
    if isinstance(said, dict):
        return {name if name.islower() else planted(name): _planted_strings(one) for name, one in said.items()}
    if isinstance(said, list):
        return [_planted_strings(one) for one in said]
    return planted(said) if isinstance(said, str) else said


STAYS = {
    "slug", "came_from_plan", "came_from_slug", "became", "became_slug", "to_plan_slug", "reference", "status", "kind", "day",
    "category", "rating", "leads_rating", "lead_is", "brings_back_by", "corrected_from", "file_as_at", "submitted_at",
}  # fmt: skip


def _planted_document(told: Any, name: str = "", of: Any = None) -> Any:
    if isinstance(told, dict):
        return {field: _planted_document(one, field, told) for field, one in told.items()}
    if isinstance(told, list):
        return [_planted_document(one, name, of) for one in told]
    a_choice = name == "outcome" and "objectives" not in (of or {})
    return (
        planted(told)
        if isinstance(told, str) and told and name not in STAYS and not name.endswith("_on") and not a_choice
        else told
    )


def a_mail_about_two_plans(cast: Cast, body: str = "Your returns are due.") -> SentMail:
    """One mail that reminds its reader of returns of both plans; each has a round that runs."""
    outsider = {"by": cast.outsider, "recorded_by": cast.outsider}
    dates = RoundDates(returns_due_on=TODAY + dt.timedelta(days=5))
    open_round(cast.other_plan, label="Theirs", dates=dates, because="It is time.", **outsider)
    reminders = [
        Reminder(plan=one.plan, round=one, person=cast.officer, kind="by hand", on=TODAY) for one in Round.objects.all()
    ]
    letter = Letter(cast.officer, MailKind.REMINDER, "Returns are due: 2 reminders", body)
    return record(letter, reminders)


def mark_a_text(cast: Cast, text: str = "The panel meets at the school.") -> Mark:
    """A text of its own beside 1.4.3 that partners alone read, and the police among them; somebody has opened it."""
    said = {"kind": "restricted", "organisations": [cast.police], "because": "For partners."}
    marks.mark(text_beside(cast.action, text), **said, **cast.as_manager())
    Desk(cast.chief_officer).read("1.4.3")
    return Mark.objects.get()


def what_belongs_to_no_plan(cast: Cast) -> None:
    """What was done to an account and in the administration, a meeting that has a title, and a file that was not brought in."""
    change_account(cast.colleague, by=cast.administrator, because="She married.", name="Colleague of ours")
    set_up(Meeting(body=cast.commission, held_on=TODAY, title="Extraordinary meeting"), cast.administrator)
    LogEntry.objects.create(
        user=cast.administrator, content_type=ContentType.objects.get_for_model(Organisation), object_id=cast.police.pk,
        object_repr="The Police", action_flag=CHANGE, change_message="Its name.",
    )  # fmt: skip
    a_file_not_brought_in(cast, "Plan.xlsx", "Early help")


def a_file_not_brought_in(cast: Cast, name: str, said: str) -> PlanImport:
    return PlanImport.objects.create(
        person=cast.plan_manager, file_name=name, sha256="0" * 64, kept_at=clock.now(),
        sheets={"Actions": [[2, ["1.1", said]]]}, others=[said],
    )  # fmt: skip


@pytest.fixture
def whole_plan(cast: Cast) -> Cast:
    """A plan with one of everything that the house keeps, two versions, a closing, and a part that moved into another plan."""
    make_rich(cast)
    life, manager = Life(cast), cast.as_manager()
    for_the_body = Step.objects.filter(verb="grant_extension", by_body=cast.sub_group).earliest("at")
    confirm(for_the_body, minute="3/16", **manager)
    life.ask_extension()
    life.grant_extension(by=cast.chief_officer, recorded_by=cast.plan_manager, agreed_at=None, minute="")
    chief = {"by": cast.chief_officer, "recorded_by": cast.chief_officer}
    dispute(Step.objects.filter(verb="grant_extension").latest("pk"), because="I granted two weeks.", **chief)
    life.add_milestone()
    life.reach_milestone()
    life.add_milestone()
    life.redate_milestone()
    life.note_fact()
    life.change_fact()
    life.end_fact()
    life.add_evidence(source=Source(url="https://example.org/report"), criterion="One referral route")
    life.add_evidence(source=Source(url="https://example.org/other"))
    life.withdraw_evidence()
    content = io.BytesIO(b"Visited on,By\n2016-03-02,Early help\n")
    fit = inspect(content, "Visits.csv")
    evidence_store.keep(fit, content)
    life.add_evidence(source=Source(file=fit))
    add_workstream(cast.objective, name="E-safety", because="Agreed.", **manager)
    theirs = life.of(Action.objects.get(reference="2.1.3"))
    theirs.to("withdrawn")
    theirs.reopen()
    elsewhere = life.of(cast.action_elsewhere)
    elsewhere.to("complete")
    elsewhere.assurance_check()
    moving = life.of(Action.objects.get(reference="2.1.1"))
    moving.add_milestone()
    moving.propose_move()
    moving.agree_move()
    moving.accept_move()
    board = set_up(GovernanceBody(name="Safeguarding Board", kind="board"), cast.administrator)
    round_ = ARound(cast).set_route(cast.sub_group, board).open()
    note_bounce(a_mail_about_two_plans(cast), "There is no such mailbox.")
    for owed in returns_of(round_.round):
        if owed.post.holder is None:
            say_no_return(round_.round, post=owed.post, kind="missed", because="Nobody holds it.", **manager)
        else:
            for action in owed.missing:
                round_.report(action)
    round_.freeze()
    round_.re_rate(cast.action)
    round_.consider()
    not_considered(round_.round, body=board, because="It had no quorum.", **manager)
    round_.issue()
    propose(cast)
    mark_a_text(cast)
    what_belongs_to_no_plan(cast)
    take_out(cast, ask(cast, words="Nobody of this name"))
    keep_todays_position(Plan.objects.get(pk=cast.plan.pk), cast.plan_manager)
    token = new_token(
        cast.officer, "update", f"action:{cast.action.pk}", "/plans/the-plan/actions/1.4.3/update/", "Update"
    )
    keep(token, QueryDict("narrative=Half+a+sentence&rationale=So"))
    begin_closing(Plan.objects.get(pk=cast.plan.pk), officers=[cast.chief_officer], because="It ends.", **manager)
    account_for(Closing.objects.get(), cast.objective, carried_words="The board", because="It goes on.", **manager)
    nothing_is_wrong()
    return cast


EVERYTHING_SHARED = ("people", "organisations", "posts", "bodies", "drafts", "files", "log")


def test_r48_a_name_in_every_text_of_a_plan_is_found_nowhere_afterwards(whole_plan, client):
    """What belongs to another plan alone is taken out there: both together leave the name in no table."""
    cast = whole_plan
    put = plant()
    assert len(put) > 240
    tables = {table for table, _ in put}
    held = [model for model in map(apps.get_model, PLACES) if ways_of(model)]
    assert [model._meta.label for model in held if model._meta.db_table not in tables] == []
    nothing_is_wrong()
    done = take_out(cast, shared=EVERYTHING_SHARED)
    assert done.places > 200
    nothing_is_wrong()
    of_another_plan = {table for table, _ in where_it_stands()}
    assert not {table for table in of_another_plan if table.startswith(("people_", "account_", "admin_"))}
    outsider = {"by": cast.outsider, "recorded_by": cast.outsider, "because": "Somebody must."}
    grant_role(cast.other_plan, role=Role.INFORMATION_GOVERNANCE, holder=cast.scrutineer, **outsider)
    there = ask(cast, by=cast.outsider, plan=cast.other_plan)
    take_out(cast, there, by=cast.scrutineer, recorded_by=cast.scrutineer)
    assert where_it_stands() == set()
    nothing_is_wrong()
    client.force_login(cast.plan_manager)
    for page in (
        "",
        "actions/1.4.3/",
        "actions/2.1.1/",
        "versions/",
        "versions/1/",
        "redactions/",
        "asks/",
        "closing/",
        "mails/",
        "marks/",
        "rounds/",
    ):
        assert not stands_in(client.get(f"/plans/the-plan/{page}").content.decode()), page
    assert not stands_in(b"".join(client.get("/plans/the-plan/every-change/")).decode())


# --- the gesture ------------------------------------------------------------------------------------------------


def test_r48_one_asks_and_another_takes_it_out_and_that_stays_told(cast, desk):
    made = update(cast)
    desk(cast.member).send(ASK, words=NAME, kind="personal data", seen_where="1.4.3", because="It names a child.")
    asked = Redaction.objects.get()
    assert (asked.asked_by, asked.words, asked.outcome) == (cast.member, NAME, "")
    work = words(desk(cast.information_governance).read("/").content.decode())
    assert "1 redaction asked for" in work
    page = f"{LIST}{asked.pk}/"
    shown = words(desk(cast.information_governance).read(page).content.decode())
    assert NAME in shown
    assert f"We met {NAME} twice." in shown
    desk(cast.information_governance).send(page, because="A child is named.")
    asked.refresh_from_db()
    made.refresh_from_db()
    assert made.narrative == f"We met {MARKER} twice."
    assert made.history.get().narrative == made.narrative
    assert Step.objects.get(verb="submit_update").because == f"{MARKER} is late."
    assert (asked.outcome, asked.decided_by, asked.words) == ("done", cast.information_governance, "")
    assert set(asked.history.values_list("words", flat=True)) == {""}
    step = Step.objects.get(kind="redaction", verb="redact")
    assert (step.recorded_by, step.because) == (cast.information_governance, "A child is named.")
    assert where_it_stands() == set()
    nothing_is_wrong()
    told = words(desk(cast.information_governance).read(LIST).content.decode())
    assert "Taken out" in told
    assert "A child is named." in told
    assert "1 redaction asked for" not in words(desk(cast.information_governance).read("/").content.decode())
    assert "Taken out" in words(desk(cast.member).read(LIST).content.decode())
    assert "It names a child." not in words(desk(cast.officer).read(LIST).content.decode())


def test_r48_who_asks_does_not_do_it(cast, desk):
    update(cast)
    asked = ask(cast, by=cast.information_governance)
    with pytest.raises(PermissionDenied):
        take_out(cast, asked)
    with pytest.raises(PermissionDenied):
        refuse_redaction(asked, because="No.", **governs(cast))
    assert desk(cast.information_governance).read(f"{LIST}{asked.pk}/").status_code == 403
    told = words(desk(cast.information_governance).read(LIST).content.decode())
    assert "waits for another person of information governance" in told


def test_nobody_else_does_it_either(cast, desk):
    asked = ask(cast)
    for person in (
        cast.plan_manager,
        cast.officer,
        cast.chief_officer,
        cast.scrutineer,
        cast.member,
        cast.administrator,
    ):
        with pytest.raises(PermissionDenied):
            take_out(cast, asked, by=person, recorded_by=person)
    assert desk(cast.plan_manager).read(f"{LIST}{asked.pk}/").status_code == 403
    assert desk(cast.outsider).read(ASK).status_code == 404


def test_looking_changes_nothing(cast, desk):
    update(cast)
    asked = ask(cast)
    before = sorted(dump())
    for page in (LIST, ASK, f"{LIST}{asked.pk}/", f"{LIST}{asked.pk}/refuse/"):
        assert desk(cast.information_governance).read(page).status_code == 200
    assert sorted(dump()) == before


def test_it_is_refused_with_a_reason_and_the_words_are_no_longer_held(cast, desk):
    made = update(cast)
    asked = ask(cast)
    page = f"{LIST}{asked.pk}/refuse/"
    desk(cast.information_governance).send(page, because="It is the name of a post.")
    asked.refresh_from_db()
    made.refresh_from_db()
    assert (asked.outcome, asked.words) == ("refused", "")
    assert stands_in(made.narrative)
    assert {table for table, _ in where_it_stands() if "redaction" in table} == set()
    assert "It is the name of a post." in words(desk(cast.reader).read(LIST).content.decode())
    with pytest.raises(Refused, match="decided already"):
        take_out(cast, asked)
    nothing_is_wrong()


def test_the_administration_does_not_show_the_words(cast, desk):
    asked = ask(cast)
    administrator = desk(cast.administrator)
    copy = asked.history.get()
    for page in ("", f"{asked.pk}/change/", f"{asked.pk}/history/", f"{asked.pk}/history/{copy.pk}/"):
        shown = administrator.read(f"/admin/reports/redaction/{page}")
        assert shown.status_code == 200
        assert not stands_in(shown.content.decode())


def test_a_second_click_is_harmless(cast, desk):
    update(cast)
    page = f"{LIST}{ask(cast).pk}/"
    governance = desk(cast.information_governance)
    typed = governance.typed(page, because="So.")
    governance.post(page, typed)
    before = sorted(dump())
    assert governance.post(page, typed).status_code == 200
    assert [row for row in sorted(dump()) if row[0] != "django_session"] == before
    how = {**governs(cast), "form_token": Step.objects.get(verb="redact").form_token}
    with pytest.raises(AlreadyDone):
        redact(Redaction.objects.get(), because="So.", **how)


@pytest.mark.parametrize("answers", [{"words": "Jo"}, {"words": ""}, {"because": ""}, {"seen_where": ""}, {"kind": ""}])
def test_what_is_missing_or_too_short_is_said_at_its_question(cast, desk, errors, answers):
    given = {"words": NAME, "kind": "personal data", "seen_where": "1.4.3", "because": "So.", **answers}
    assert set(errors(desk(cast.reader).send(ASK, **given))) == set(answers)
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("question", ["seen_where", "because"])
def test_the_words_do_not_stand_in_what_stays(cast, desk, errors, question):
    given = {"words": NAME, "kind": "personal data", "seen_where": "1.4.3", "because": "So."}
    assert set(errors(desk(cast.reader).send(ASK, **{**given, question: "where zebedee\u00a0quill is"}))) == {question}
    asked = ask(cast)
    assert set(errors(desk(cast.information_governance).send(f"{LIST}{asked.pk}/", because=f"{NAME}!"))) == {"because"}


def test_what_would_stand_there_again_is_not_asked_for(cast):
    for said in ("personal data", "removed", "6 April 2016"):
        with pytest.raises(Refused):
            ask(cast, words=said)


def test_the_name_typed_into_the_form_is_not_warned_of(cast, desk):
    desk(cast.reader).send(ASK, words=f"{NAME}, 14", kind="personal data", seen_where="1.4.3", because="So.")
    assert Redaction.objects.get().words == f"{NAME}, 14"


def test_the_link_stands_at_the_foot_of_every_page_of_a_plan(cast, desk):
    for page in ("/plans/the-plan/", "/plans/the-plan/asks/", "/plans/the-plan/versions/"):
        assert f'href="{ASK}"' in desk(cast.officer).read(page).content.decode()
    action = desk(cast.officer).read("/plans/the-plan/actions/1.4.3/").content.decode()
    assert f'href="{ASK}?where=1.4.3"' in action
    assert desk(cast.officer).read(f"{ASK}?where=1.4.3").context["form"]["seen_where"].value() == "1.4.3"


def confirmed_closing(cast: Cast) -> Closing:
    """A closing that its chief officer has confirmed, with the name in what is accounted for."""
    manager, chief = cast.as_manager(), {"by": cast.chief_officer, "recorded_by": cast.chief_officer}
    for action in Action.objects.filter(plan=cast.plan):
        Life(cast).of(action).withdraw()
    workstream = add_workstream(cast.objective, name=f"Help for {NAME}", because="So.", **manager)
    plan = Plan.objects.get(pk=cast.plan.pk)
    going_on = begin_closing(plan, officers=[cast.chief_officer], because="It ends.", **manager)
    for thing in (cast.objective, workstream):
        account_for(going_on, thing, because="It ends.", **manager)
    confirm_closing(NamedOfficer.objects.get(), list_seen=list_of(going_on), because="Nothing is lost.", **chief)
    return going_on


def test_a_closed_plan_is_redacted_too_with_its_statement(cast):
    close_plan(confirmed_closing(cast), because="Done.", **cast.as_manager())
    assert stands_in(Closing.objects.get().statement)
    take_out(cast)
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_a_closing_that_was_confirmed_stays_confirmed(cast):
    going_on = confirmed_closing(cast)
    take_out(cast)
    close_plan(Closing.objects.get(pk=going_on.pk), because="Done.", **cast.as_manager())
    nothing_is_wrong()


# --- how far it goes -----------------------------------------------------------------------------------------------


def test_parts_of_words_and_another_plan_are_left_alone(cast):
    update(cast, narrative="Zebedee Quillfeather wrote.")
    other = Life(cast).place()
    outsider = {"by": cast.outsider, "recorded_by": cast.outsider, "because": "So."}
    add_workstream(other, name=NAME, **outsider)
    take_out(cast)
    assert ProgressUpdate.objects.get().narrative == "Zebedee Quillfeather wrote."
    assert Workstream.objects.get().name == NAME


def test_posts_and_people_are_taken_along_only_where_that_is_chosen(cast, desk):
    manager = cast.as_manager()
    add_post(cast.plan, title=f"Worker of {NAME}", organisation=cast.council, because="Needed.", **manager)
    update(cast)
    asked = ask(cast)
    page = f"{LIST}{asked.pk}/"
    shown = desk(cast.information_governance).read(page)
    assert [choice for choice, _ in shown.context["form"].fields["shared"].choices] == ["posts"]
    take_out(cast, asked)
    assert Post.objects.filter(title=f"Worker of {NAME}").exists()
    nothing_is_wrong()
    desk(cast.information_governance).send(f"{LIST}{ask(cast).pk}/", because="There too.", shared=["posts"])
    assert Post.objects.filter(title=f"Worker of {MARKER}").exists()
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_what_must_stand_once_in_its_table_is_told_apart_by_a_number(cast):
    manager = cast.as_manager()
    for name in (NAME, "zebedee quill", "Zebedee\u00a0Quill"):
        add_workstream(cast.objective, name=name, because=f"For {name}.", **manager)
    take_out(cast)
    numbered = {MARKER, MARKER.replace("]", " 2]"), MARKER.replace("]", " 3]")}
    assert set(Workstream.objects.values_list("name", flat=True)) == numbered
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_a_move_is_walked_through_as_its_pages_are(cast):
    life = Life(cast)
    update(cast)
    life.propose_move(because=f"{NAME} lives there.")
    life.agree_move()
    life.accept_move()
    take_out(cast)
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_a_mail_about_several_plans_is_shown_and_gone_through_in_each(cast, desk):
    ARound(cast).set_route().open()
    sent = a_mail_about_two_plans(cast, f"Dear {NAME}, returns are due.")
    assert sent.plan is None
    asked = ask(cast)
    shown = words(desk(cast.information_governance).read(f"{LIST}{asked.pk}/").content.decode())
    assert f"Dear {NAME}, returns are due." in shown
    take_out(cast, asked)
    sent.refresh_from_db()
    assert sent.body == f"Dear {MARKER}, returns are due."
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_a_mail_about_other_plans_alone_is_left(cast):
    ARound(cast).set_route().open()
    sent = a_mail_about_two_plans(cast, f"Dear {NAME}, returns are due.")
    with rewritten():
        Reminder.objects.filter(plan=cast.plan).update(plan=cast.other_plan)
    take_out(cast)
    sent.refresh_from_db()
    assert stands_in(sent.body)


def test_a_text_that_is_not_for_publication_is_gone_through(cast):
    mark = mark_a_text(cast, f"{NAME} lives there.")
    take_out(cast)
    mark.refresh_from_db()
    assert mark.text == f"{MARKER} lives there."
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_what_addresses_hang_on_is_shown_and_left(cast, desk):
    with rewritten():
        User.objects.filter(pk=cast.officer.pk).update(email="zebedee.quill@example.org")
    update(cast)
    asked = ask(cast)
    shown = words(desk(cast.information_governance).read(f"{LIST}{asked.pk}/").content.decode())
    assert "zebedee.quill@example.org" in shown
    assert "the administrator gives the account another" in shown
    take_out(cast, asked, shared=EVERYTHING_SHARED)
    assert where_it_stands() == {("people_user", "email")}


def test_drafts_are_counted_and_not_shown_and_taken_along(cast, desk):
    desk(cast.officer).post(
        "1.4.3/update",
        {**desk(cast.officer).typed("1.4.3/update", narrative=f"{NAME} said so."), "save_draft": "yes"},
    )
    assert stands_in(json.dumps(Draft.objects.get().fields))
    asked = ask(cast)
    shown = words(desk(cast.information_governance).read(f"{LIST}{asked.pk}/").content.decode())
    assert "Forms begun and not sent 1 1 not shown here" in shown
    assert "said so." not in shown
    take_out(cast, asked)
    assert Draft.objects.get().fields["narrative"] == [f"{MARKER} said so."]


def test_a_file_of_a_plan_that_was_not_brought_in_is_of_no_plan(cast):
    a_file_not_brought_in(cast, f"{NAME}.xlsx", NAME)
    take_out(cast)
    assert where_it_stands() != set()
    take_out(cast, shared=["files"])
    assert where_it_stands() == set()
    assert PlanImport.objects.get().sheets == {"Actions": [[2, ["1.1", MARKER]]]}


def test_two_requests_for_the_same_words_leave_none_of_them(cast):
    update(cast)
    first, second = ask(cast), ask(cast, by=cast.member)
    take_out(cast, first)
    assert where_it_stands() == set()
    with pytest.raises(Refused, match="taken out already"):
        take_out(cast, second)
    refuse_redaction(second, because="Done at another request.", **governs(cast))
    nothing_is_wrong()


# --- versions -----------------------------------------------------------------------------------------------------------


def told(**options: Any) -> str:
    output = io.StringIO()
    call_command("verify_versions", stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def listed(cast, tmp_path):
    """Two versions, the first with the name in it, and the list of their digests kept outside."""
    update(cast)
    issue_to_members(cast.plan, label="March", because="So.", **cast.as_manager())
    path = tmp_path / "digests.txt"
    told(write=str(path))
    return path


def test_r48_a_redacted_version_says_so_against_a_list_kept_outside(cast, listed):
    before = KeptDocument.objects.get().digest
    take_out(cast)
    kept = KeptDocument.objects.get()
    assert not stands_in(kept.text)
    assert (EarlierDigest.objects.get().before, EarlierDigest.objects.get().after) == (before, kept.digest)
    said = told(against=str(listed))
    assert f"redacted on 6 April 2016; the digest before, {before}, is the one in your file" in said
    assert "All 1 versions of the list are what they were, but for what was taken out of 1." in said
    nothing_is_wrong()
    again = ask(cast, words="Amber is late", kind="personal data")
    refuse_redaction(again, because="No.", **governs(cast))
    assert "but for what was taken out of 1." in told(against=str(listed))


def test_r48_a_version_altered_by_hand_is_named_also_after_a_redaction(cast, listed):
    take_out(cast)
    kept = KeptDocument.objects.get()
    text = kept.text.replace("twice", "never")
    for digest in (kept.digest, digest_of(text)):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE reports_keptdocument SET text = %s, digest = %s WHERE id = %s", [text, digest, kept.pk]
            )
        output = io.StringIO()
        with pytest.raises(CommandError, match="1 of 1 versions are not what they were"):
            call_command("verify_versions", against=str(listed), stdout=output)
        assert "its text was changed" in output.getvalue()
        assert list(RecordCheck().findings()) != []


def test_two_redactions_lead_from_the_first_digest_to_the_last(cast, listed):
    take_out(cast)
    take_out(cast, ask(cast, words="twice"))
    assert "redacted on 6 April 2016" in told(against=str(listed))
    nothing_is_wrong()


def test_the_list_of_versions_has_both_digests_and_no_page_the_old_text(cast, desk, listed):
    before = KeptDocument.objects.get()
    opened(before)
    assert stands_in(desk(cast.member).read("/plans/the-plan/versions/1/actions/1.4.3/").content.decode())
    take_out(cast)
    after = KeptDocument.objects.get()
    page = desk(cast.member).read("/plans/the-plan/versions/1/actions/1.4.3/").content.decode()
    assert not stands_in(page)
    assert MARKER in page
    versions = words(desk(cast.member).read("/plans/the-plan/versions/").content.decode())
    assert f"{after.short_digest} redacted 6 April 2016; {before.short_digest} before" in versions
    word = desk(cast.member).read("/plans/the-plan/versions/1/papers/word/")
    paper = docx.Document(io.BytesIO(b"".join(word)))
    assert not stands_in("\n".join(part.text for part in paper.element.iter() if part.text))
    table = b"".join(desk(cast.member).read("/plans/the-plan/versions/1/papers/csv/")).decode()
    assert not stands_in(table)
    assert any(MARKER in cell for row in csv.reader(io.StringIO(table)) for cell in row)


def test_what_stands_beside_a_version_is_cut_as_in_its_text(cast, listed):
    """The row of a version has less room for its label than its text has, and both say the same."""
    label = f"{'It was asked for. ' * 4}{NAME}"
    wrong = Correction(1, f"{'It was left out. ' * 58}{NAME}")
    issue_to_members(Plan.objects.get(pk=cast.plan.pk), label=label, corrects=wrong, because="So.", **cast.as_manager())
    take_out(cast)
    kept = KeptDocument.objects.get(number=2)
    assert kept.label == label.replace(NAME, "[removed 6 April 2016]")
    assert (opened(kept).label, opened(kept).corrects_words) == (kept.label, kept.corrects_words)
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_the_page_counts_every_text_that_stands_beside_a_version(cast):
    plan = Plan.objects.get(pk=cast.plan.pk)
    issue_to_members(plan, label="March", because="So.", **cast.as_manager())
    wrong = Correction(1, f"{NAME} was left out.")
    issue_to_members(plan, label="April", corrects=wrong, because="So.", **cast.as_manager())
    (found,) = survey(plan, removal_of(ask(cast), clock.today())).versions
    assert found.times == 2  # in its text, and in the row
    take_out(cast)
    assert where_it_stands() == set()
    nothing_is_wrong()


def test_papers_that_went_out_are_listed(cast, desk, listed):
    keep_todays_position(Plan.objects.get(pk=cast.plan.pk), cast.plan_manager)
    shown = words(desk(cast.information_governance).read(f"{LIST}{ask(cast).pk}/").content.decode())
    assert "Papers that went out 1 version, 1 of a day’s position" in shown
    assert "Version 1, March" in shown
    assert "out of reach" in shown


def test_two_positions_that_differ_in_the_words_alone_are_both_kept(cast):
    plan = Plan.objects.get(pk=cast.plan.pk)
    update(cast)
    keep_todays_position(plan, cast.plan_manager)
    with rewritten():
        ProgressUpdate.objects.update(narrative="We met zebedee quill twice.")
        ProgressUpdate.history.update(narrative="We met zebedee quill twice.")
        Step.objects.filter(verb="submit_update").update(
            now={**Step.objects.get(verb="submit_update").now, "narrative": "We met zebedee quill twice."}
        )
    keep_todays_position(plan, cast.plan_manager)
    assert KeptDocument.objects.count() == 2
    take_out(cast)
    first, second = KeptDocument.objects.order_by("pk")
    assert first.digest != second.digest
    assert from_json(first.text) == from_json(second.text)
    assert where_it_stands() == set()
    nothing_is_wrong()


# --- evidence --------------------------------------------------------------------------------------------------------


def with_file(cast: Cast, name: str, content: bytes) -> Evidence:
    file = io.BytesIO(content)
    fit = inspect(file, name)
    evidence_store.keep(fit, file)
    Life(cast).add_evidence(source=Source(file=fit))
    return Evidence.objects.latest("pk")


def a_word_file(text: str) -> bytes:
    document, content = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph()
    first, rest = text[:5], text[5:]
    paragraph.add_run(first)
    paragraph.add_run(rest).bold = True
    document.save(content)
    return content.getvalue()


def is_kept(evidence: Evidence) -> bool:
    return storages["evidence"].exists(evidence_store.name_of(evidence.sha256))


def test_r48_a_file_with_the_words_is_named_and_deleted_where_that_is_chosen(
    cast, desk, django_capture_on_commit_callbacks
):
    listed_one = with_file(cast, "Visits.csv", b"Seen,By\nZEBEDEE QUILL,us\n")
    word = with_file(cast, f"{NAME}.docx", a_word_file(f"On Monday {NAME} came."))
    innocent = with_file(cast, "Other.txt", b"Nobody is named here.\n")
    issue_to_members(cast.plan, label="March", because="So.", **cast.as_manager())
    asked = ask(cast)
    page = f"{LIST}{asked.pk}/"
    form = desk(cast.information_governance).read(page).context["form"]
    assert {one.pk for one in form.fields["evidence"].queryset} == {listed_one.pk, word.pk}
    with django_capture_on_commit_callbacks(execute=True):
        desk(cast.information_governance).send(page, because="A child is named.", evidence=[word.pk])
    word.refresh_from_db()
    assert word.file_name == "[file removed 6 April 2016, personal data]"
    assert word.sha256
    assert not is_kept(word)
    assert is_kept(innocent)
    assert is_kept(listed_one)
    assert Redaction.objects.get().files == 1
    nothing_is_wrong()
    for address in (f"/plans/the-plan/evidence/{word.pk}/", f"/plans/the-plan/versions/1/evidence/{word.pk}/"):
        answer = desk(cast.scrutineer).read(address)
        assert answer.status_code == 410
        assert word.file_name in answer.content.decode()
    for address in ("/plans/the-plan/actions/1.4.3/", "/plans/the-plan/versions/1/actions/1.4.3/"):
        shown = desk(cast.scrutineer).read(address).content.decode()
        assert word.file_name in shown
        assert f"evidence/{word.pk}/" not in shown
    assert evidence_store.sweep() == []


def test_a_file_that_was_not_deleted_at_once_is_named_and_swept(cast, monkeypatch):
    kept = with_file(cast, "Visits.csv", b"Seen,By\nZEBEDEE QUILL,us\n")
    take_out(cast, files=[kept.pk])  # the transaction of this test never ends, and so no file goes
    assert any("still in the store" in finding for finding in evidence_store.findings())
    monkeypatch.setattr(evidence_store, "YOUNG", -evidence_store.YOUNG)
    assert evidence_store.name_of(kept.sha256) in evidence_store.sweep()
    nothing_is_wrong()


def test_a_picture_or_a_pdf_is_left_to_a_person_to_look_into(cast, desk):
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n41\n%%EOF\n"
    kept = with_file(cast, "Plan.pdf", pdf)
    form = desk(cast.information_governance).read(f"{LIST}{ask(cast).pk}/").context["form"]
    (label,) = [form.fields["evidence"].label_from_instance(one) for one in form.fields["evidence"].queryset]
    assert "cannot be read here: look into it first" in label
    assert kept.file_name in label


def test_a_file_of_an_excel_workbook_is_read_across_its_cells(cast, desk):
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Zebedee", "Quill"])
    book.save(content)
    kept = with_file(cast, "Visits.xlsx", content.getvalue())
    assert zipfile.is_zipfile(content)
    form = desk(cast.information_governance).read(f"{LIST}{ask(cast).pk}/").context["form"]
    assert [one.pk for one in form.fields["evidence"].queryset] == [kept.pk]


# --- all or nothing ---------------------------------------------------------------------------------------------------


def test_r48_a_failure_after_any_write_leaves_all_as_before(cast):
    update(cast)
    add_workstream(cast.objective, name=NAME, because="So.", **cast.as_manager())
    issue_to_members(cast.plan, label="March", because="So.", **cast.as_manager())
    asked = ask(cast)
    writes = 13
    assert_whole_or_not_at_all(lambda: redact(asked, because="So.", **governs(cast)), writes)
    assert where_it_stands() == set()
    nothing_is_wrong()
