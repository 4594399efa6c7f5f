"""Closing a plan: refused while a part of it is unaccounted for, confirmed by each chief officer named, and it adds up."""

import datetime as dt
import io
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from actions.models import Action
from actions.record_check import RecordCheck
from actions.structure import add_action
from objectives.structure import add_objective, add_workstream
from people import clock
from people.models import Meeting, Membership
from people.tracking import rewritten, written
from plans.models import Draft, Plan, Role, Step
from plans.people_of_plan import end_role, grant_role
from plans.steps import Refused
from plans.structure import edit_plan
from reports.document import build
from reports.versions import issue_to_members
from reports.views.closing import parts_of_version
from scrutiny.closing import (
    account_for,
    begin_closing,
    came_in,
    close_plan,
    confirm_closing,
    give_up_closing,
    latest_closing,
    open_closing,
    parts_of,
    reopen_plan,
    replace_officer,
)
from scrutiny.models import Account, Closing, NamedOfficer
from scrutiny.statement import sums_of
from tests.a_round import ARound
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, set_up
from tests.scrutiny.whole_life import list_of

PAGE = "/plans/the-plan/closing/"


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


def fresh(cast) -> Plan:
    return Plan.objects.get(pk=cast.plan.pk)


def begun(cast, **words) -> Closing:
    said = {"officers": [cast.chief_officer], "because": "Three years are over.", **cast.as_manager()}
    return begin_closing(fresh(cast), **{**said, **words})


def accounted(cast, life) -> Closing:
    """Both actions ended, the objective carried on."""
    life.to("complete")
    life.of(cast.action_elsewhere).to("withdrawn")
    closing = open_closing(cast.plan) or begun(cast)
    account_for(closing, cast.objective, because="Daily work of the service.", **cast.as_manager())
    return closing


def confirmed(cast, closing) -> None:
    for officer in closing.officers.all():
        confirm_closing(
            officer, list_seen=list_of(closing), because="Read.", by=officer.person, recorded_by=officer.person
        )


def closed(cast, life) -> Closing:
    closing = accounted(cast, life)
    confirmed(cast, closing)
    close_plan(Closing.objects.get(pk=closing.pk), because="Nothing is left.", **cast.as_manager())
    return Closing.objects.get(pk=closing.pk)


# --- beginning ---------------------------------------------------------------------------------------


def test_beginning_names_the_chief_officers_and_leaves_a_step_for_each(cast, desk):
    desk(cast.plan_manager).send(f"{PAGE}begin/", officers=[cast.chief_officer.pk], because="Three years are over.")
    closing = open_closing(cast.plan)
    assert closing is not None
    assert [one.person for one in closing.officers.all()] == [cast.chief_officer]
    steps = Step.objects.filter(verb__in=["begin_closing", "name_officer"])
    assert [(one.verb, one.because, one.recorded_by) for one in steps.order_by("pk")] == [
        ("begin_closing", "Three years are over.", cast.plan_manager),
        ("name_officer", "Three years are over.", cast.plan_manager),
    ]
    assert fresh(cast).in_force
    assert list(RecordCheck().findings()) == []


def test_it_begins_once_with_somebody_to_confirm_and_a_reason(cast, desk, errors, everything):
    before = everything()
    page = desk(cast.plan_manager).send(f"{PAGE}begin/")
    assert set(errors(page)) == {"officers", "because"}
    for words, match in (
        ({"officers": []}, "at least one"),
        ({"officers": [cast.officer]}, "no chief officer"),
        ({"because": " "}, "Say why"),
    ):
        with pytest.raises(Refused, match=match):
            begun(cast, **words)
    assert everything() == before
    begun(cast)
    with pytest.raises(Refused, match="being closed already"):
        begun(cast)


def test_r22_the_list_names_each_part_and_the_refusal_names_each_that_is_left(cast, life, everything):
    add_workstream(cast.objective, name="Grooming online", because="A strand.", **cast.as_manager())
    life.add_milestone()
    closing = begun(cast)
    assert [(part.kind, part.reference, part.is_accounted) for part in parts_of(fresh(cast), closing)] == [
        ("objective", "1.4", False),
        ("workstream", "1.4", False),
        ("action", "1.4.3", False),
        ("action", "1.4.10", False),
        ("milestone", "1.4.3", False),
    ]
    before = everything()
    with pytest.raises(Refused) as refused:
        close_plan(closing, because="Enough.", **cast.as_manager())
    for words in (
        "5 in all",
        "objective 1.4",
        "workstream “Grooming online” (1.4)",
        "actions 1.4.3, 1.4.10",
        "Pack 0 sent",
    ):
        assert words in refused.value.message
    assert everything() == before


@pytest.mark.parametrize("key", ["9" * 30, "-1", "x", "٣"])
def test_a_key_that_no_row_has_is_refused_in_words(cast, desk, errors, everything, key):
    before = everything()
    page = desk(cast.plan_manager).send(f"{PAGE}begin/", officers=[key], because="Three years are over.")
    assert "Select a valid choice" in errors(page)["officers"]
    assert everything() == before


def test_a_report_that_waits_is_not_accounted_for(cast, life):
    closing = begun(cast)
    life.to("reported complete")
    part = next(part for part in parts_of(fresh(cast), closing) if part.reference == "1.4.3" and part.kind == "action")
    assert (part.is_accounted, part.where) == (False, "reported complete")
    with pytest.raises(Refused, match=r"actions 1\.4\.3, 1\.4\.10"):
        close_plan(closing, because="Enough.", **cast.as_manager())


def test_what_carries_an_objective_on_is_an_objective_of_another_plan_or_somebody_named(cast, life, desk, errors):
    closing = begun(cast)
    page = f"{PAGE}account/objective/{cast.objective.pk}/"
    desk(cast.plan_manager).send(page, carried_words="Health and Wellbeing Board", because="Its yearly plan.")
    assert Account.objects.get().where == "Health and Wellbeing Board"
    place = life.place()
    # Of a plan of which she is no part the plan manager reads nothing.
    hidden = desk(cast.plan_manager).send(page, carried_by=place.pk, carried_words="", because="It is theirs now.")
    assert list(errors(hidden)) == ["carried_by"]
    assert place.wording not in hidden.content.decode()
    grant_role(cast.other_plan, role=Role.READER, holder=cast.plan_manager, because="Both.", **life.receiving)
    desk(cast.plan_manager).send(page, carried_by=place.pk, carried_words="", because="It is theirs now.")
    account = Account.objects.get()
    assert account.where == "Another Plan, objective 9"
    assert account.version == 2
    with pytest.raises(Refused, match="another plan"):
        account_for(closing, cast.objective, carried_by=cast.objective, because="So.", **cast.as_manager())
    answer = desk(cast.plan_manager).send(page, carried_by=place.pk, carried_words="Both", because="So.")
    assert "not both" in errors(answer)["carried_words"]


# --- confirming and closing -------------------------------------------------------------------------------


def test_r22_each_chief_officer_named_confirms_before_it_is_closed(cast, life, desk):
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.officer_elsewhere, because="Two.", **cast.as_manager())
    closing = begun(cast, officers=[cast.chief_officer, cast.officer_elsewhere])
    accounted(cast, life)
    first, second = closing.officers.all()
    with pytest.raises(Refused, match="Chief officer; Detective Superintendent"):
        close_plan(closing, because="Enough.", **cast.as_manager())
    desk(cast.chief_officer).send(f"{PAGE}officers/{first.pk}/confirm/", because="I have read the list.")
    assert NamedOfficer.objects.get(pk=first.pk).confirmed_on == TODAY
    with pytest.raises(Refused, match="Detective Superintendent"):
        close_plan(closing, because="Enough.", **cast.as_manager())
    desk(cast.plan_manager).send(
        f"{PAGE}officers/{second.pk}/confirm/", because="She has read it.", received_by="phone"
    )
    step = Step.objects.filter(verb="confirm_closing").first()
    assert (step.by_person, step.recorded_by, step.received_by) == (cast.officer_elsewhere, cast.plan_manager, "phone")
    desk(cast.plan_manager).send(f"{PAGE}close/", because="Nothing is left.")
    assert fresh(cast).status == Plan.Status.CLOSED
    assert list(RecordCheck().findings()) == []


def test_nothing_is_confirmed_while_something_is_left_nor_by_another(cast, life):
    closing = begun(cast)
    officer = closing.officers.get()
    with pytest.raises(Refused, match="Not accounted for yet"):
        confirm_closing(
            officer, list_seen=list_of(closing), because="Fine.", by=cast.chief_officer, recorded_by=cast.chief_officer
        )
    accounted(cast, life)
    with pytest.raises(Refused, match="was named to confirm"):
        confirm_closing(
            officer, list_seen=list_of(closing), because="Fine.", by=cast.plan_manager, recorded_by=cast.plan_manager
        )
    with pytest.raises(PermissionDenied):
        confirm_closing(officer, list_seen=list_of(closing), because="Fine.", by=cast.officer, recorded_by=cast.officer)


def test_what_is_accounted_for_otherwise_is_confirmed_anew(cast, life):
    closing = accounted(cast, life)
    confirmed(cast, closing)
    account_for(closing, cast.objective, carried_words="The board", because="After all.", **cast.as_manager())
    with pytest.raises(Refused, match="Not confirmed as it stands now: Chief officer"):
        close_plan(closing, because="Enough.", **cast.as_manager())
    confirmed(cast, closing)
    close_plan(Closing.objects.get(pk=closing.pk), because="Enough.", **cast.as_manager())
    assert fresh(cast).status == Plan.Status.CLOSED


def test_r22_what_came_in_went_out(cast, life):
    closing = closed(cast, life)
    plan = fresh(cast)
    sums = sums_of(parts_of(plan, closing), came_in(plan))
    assert [(one.words, one.number_in, one.number_out, one.accounted) for one in sums] == [
        ("objectives", 1, 1, 1),
        ("actions", 2, 2, 2),
    ]


def test_r22_what_is_gone_from_the_list_is_missed(cast, life):
    """What came in is counted from history: a row that somebody has taken out of the plan is not forgotten with it."""
    closing = accounted(cast, life)
    with written():
        Action.objects.filter(pk=cast.action_elsewhere.pk).update(plan=cast.other_plan)
    with pytest.raises(Refused, match="2 actions came into this plan, and the list has 1: something is lost"):
        confirmed(cast, closing)


def test_the_list_that_was_read_is_the_list_that_is_confirmed(cast, life, desk, errors):
    closing = accounted(cast, life)
    page = f"{PAGE}officers/{closing.officers.get().pk}/confirm/"
    chief = desk(cast.chief_officer)
    typed = chief.typed(page, because="I have read the list.")
    assert "Daily work of the service." in chief.read(page).content.decode()
    account_for(closing, cast.objective, carried_words="Nobody in particular", because="So.", **cast.as_manager())
    sent = chief.post(page, typed)
    assert "has changed since this list was shown" in errors(sent)["__all__"]
    assert "Nobody in particular" in sent.content.decode()
    assert not closing.officers.get().confirmed_on
    again = {name: sent.context["form"][name].value() for name in typed}
    chief.post(page, again)
    assert closing.officers.get().confirmed_on == TODAY


def carried_on_by_another_plan(cast, life) -> Closing:
    """All of the plan ended, and its objective carried on by one of the other plan."""
    place = life.place()
    closing = accounted(cast, life)
    account_for(closing, cast.objective, carried_by=place, because="Theirs.", **cast.as_manager())
    return closing


def test_a_plan_that_has_closed_carries_nothing_on(cast, life):
    closing = carried_on_by_another_plan(cast, life)
    confirmed(cast, closing)
    with written():
        Plan.objects.filter(pk=cast.other_plan.pk).update(status="closed", closed_on=TODAY)
    with pytest.raises(Refused, match=r"Not accounted for yet, 1 in all: objective 1\.4"):
        close_plan(Closing.objects.get(pk=closing.pk), because="So.", **cast.as_manager())


def test_what_a_plan_carried_on_when_another_closed_stays_told_when_it_closes_too(cast, life):
    closing = carried_on_by_another_plan(cast, life)
    confirmed(cast, closing)
    close_plan(Closing.objects.get(pk=closing.pk), because="So.", **cast.as_manager())
    with written():
        Plan.objects.filter(pk=cast.other_plan.pk).update(status="closed", closed_on=TODAY)
    (told,) = [part for part in parts_of(fresh(cast), latest_closing(cast.plan)) if part.kind == "objective"]
    assert (told.is_accounted, told.where) == (True, "carried on by Another Plan, objective 9")


def test_a_plan_does_not_close_while_a_move_into_it_waits(cast, life):
    closing = accounted(cast, life)
    confirmed(cast, closing)
    objective = add_objective(
        cast.other_plan.themes.get(), reference="9", wording="Theirs.", because="Needed.", **life.receiving
    )
    coming = add_action(
        objective, reference="9.1", wording="Carry on.", lead_post=cast.lead, because="Ours.", **life.receiving
    )
    other = life.of(coming)
    other.propose_move()
    other.agree_move()
    with pytest.raises(Refused, match=r"Moves into this plan wait for its answer: Another Plan 9\.1"):
        close_plan(Closing.objects.get(pk=closing.pk), because="So.", **cast.as_manager())


def test_a_plan_does_not_close_while_a_round_runs(cast, life):
    closing = accounted(cast, life)
    confirmed(cast, closing)
    ARound(cast).open()
    with pytest.raises(Refused, match="April 2016 round is running: issue it to members, or give it up first"):
        close_plan(Closing.objects.get(pk=closing.pk), because="So.", **cast.as_manager())


def test_who_is_named_finds_it_in_my_work_until_it_is_confirmed(cast, life, desk):
    chief = desk(cast.chief_officer)
    closing = accounted(cast, life)
    address = f"{PAGE}officers/{closing.officers.get().pk}/confirm/"
    assert address in chief.client.get("/").content.decode()
    assert address not in desk(cast.plan_manager).client.get("/").content.decode()
    chief.send(address, because="Read.")
    assert address not in chief.client.get("/").content.decode()


def test_another_chief_officer_confirms_instead_of_one_who_left(cast, life, desk, errors):
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.officer_elsewhere, because="Two.", **cast.as_manager())
    closing = accounted(cast, life)
    confirmed(cast, closing)
    page = f"{PAGE}officers/{closing.officers.get().pk}/replace/"
    assert f'href="{page}"' in desk(cast.plan_manager).client.get(PAGE).content.decode()
    assert set(errors(desk(cast.plan_manager).send(page))) == {"person", "because"}
    desk(cast.plan_manager).send(page, person=cast.officer_elsewhere.pk, because="The first has left.")
    officer = closing.officers.get()
    assert (officer.person, officer.words, officer.confirmed_on) == (
        cast.officer_elsewhere, "Detective Superintendent", None,
    )  # fmt: skip
    step = Step.objects.get(verb="replace_officer")
    assert (step.because, step.recorded_by) == ("The first has left.", cast.plan_manager)
    assert step.was["person"]["words"] == "Chief officer"
    with pytest.raises(Refused, match="no chief officer"):
        replace_officer(officer, person=cast.officer, because="So.", **cast.as_manager())
    with pytest.raises(Refused, match="named already"):
        replace_officer(officer, person=cast.officer_elsewhere, because="So.", **cast.as_manager())
    confirmed(cast, closing)
    close_plan(Closing.objects.get(pk=closing.pk), because="So.", **cast.as_manager())
    assert list(RecordCheck().findings()) == []


def test_who_holds_the_role_today_can_be_named_and_nobody_else(cast, desk):
    role = cast.plan.plan_roles.get(person=cast.chief_officer)
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.sub_group, because="They decide.", **cast.as_manager())
    seat = Membership(body=cast.sub_group, person=cast.colleague, capacity="member", from_on=dt.date(2016, 1, 1))
    set_up(seat, cast.administrator)
    end_role(role, until_on=TODAY - dt.timedelta(days=1), because="Moved on.", **cast.as_manager())
    form = desk(cast.plan_manager).read(f"{PAGE}begin/").context["form"]
    assert list(form.fields["officers"].queryset) == [cast.colleague]


def test_closing_is_two_steps_with_who_and_why_and_a_second_click_is_harmless(cast, life, desk):
    closing = accounted(cast, life)
    confirmed(cast, closing)
    manager = desk(cast.plan_manager)
    typed = manager.typed(f"{PAGE}close/", because="Nothing is left.")
    first, second = manager.post(f"{PAGE}close/", typed), manager.post(f"{PAGE}close/", typed, follow=False)
    assert first.redirect_chain[-1][0] == PAGE
    assert second.status_code == 302
    assert not Draft.objects.exists()
    steps = Step.objects.filter(verb__in=["close_plan", "end_closing"])
    assert {(one.verb, one.because, one.recorded_by) for one in steps} == {
        ("close_plan", "Nothing is left.", cast.plan_manager),
        ("end_closing", "Nothing is left.", cast.plan_manager),
    }
    plan = fresh(cast)
    assert plan.history.get(version=plan.version).history_user == cast.plan_manager


def test_a_closing_that_was_given_up_leaves_the_plan_in_force_and_begins_anew(cast, life, desk):
    begun(cast)
    desk(cast.plan_manager).send(f"{PAGE}give-up/", because="Another year is paid for.")
    assert open_closing(cast.plan) is None
    assert latest_closing(cast.plan) is None
    assert fresh(cast).in_force
    begun(cast)
    with pytest.raises(Refused, match="over: given up"):
        give_up_closing(Closing.objects.first(), because="Again.", **cast.as_manager())


# --- after it ------------------------------------------------------------------------------------------------


def test_in_a_closed_plan_nothing_changes_but_checks(cast, life, everything):
    closed(cast, life)
    before = everything()
    how = cast.as_manager()
    for verb in (
        lambda: add_objective(cast.theme, reference="1.9", wording="More.", because="So.", **how),
        lambda: add_action(
            cast.objective, reference="1.4.99", wording="More.", lead_post=cast.lead, because="So.", **how
        ),
        life.reopen,
        life.correct,
        life.withdraw_evidence,
    ):
        with pytest.raises(Refused, match="closed"):
            verb()
    assert everything() == before
    life.assurance_check()
    issue_to_members(fresh(cast), label="At the end", because="For the record.", **how)


def test_r25_reopening_an_action_first_reopens_the_plan(cast, life, desk):
    closed(cast, life)
    with pytest.raises(Refused, match="closed"):
        life.reopen()
    desk(cast.chief_officer).send(f"{PAGE}reopen/", because="It slid back.")
    assert fresh(cast).in_force
    life.reopen()
    assert life.action.status == "in progress"
    assert latest_closing(cast.plan) is None
    assert list(RecordCheck().findings()) == []
    begun(cast)


def test_only_a_closed_plan_is_reopened(cast, everything):
    before = everything()
    with pytest.raises(Refused, match="not closed"):
        reopen_plan(fresh(cast), because="So.", **cast.as_manager())
    assert everything() == before


# --- for every reader ------------------------------------------------------------------------------------------


def test_r26_the_future_of_the_plan_is_a_page_for_every_reader(cast, life, desk):
    life.to("complete")
    for name in ("plan_manager", "officer", "chief_officer", "scrutineer", "executive_member"):
        page = desk(getattr(cast, name)).read(PAGE).content.decode()
        assert "What remains, and where it goes" in page
        assert "signed off by CSE Sub-Group" in page
        assert "2 parts would not be accounted for" in page
    issue_to_members(fresh(cast), label="April", because="Considered.", **cast.as_manager())
    for name in ("member", "reader", "scrutiny_officer"):
        page = desk(getattr(cast, name)).read(PAGE).content.decode()
        assert "signed off by CSE Sub-Group" in page
        assert "version 1, April" in page
    assert desk(cast.outsider).read(PAGE).status_code == 404


def test_a_version_and_todays_tables_say_the_same_on_the_same_day(cast, life):
    life.add_milestone()
    life.of(cast.action_elsewhere).to("withdrawn")
    add_workstream(cast.objective, name="Grooming online", because="A strand.", **cast.as_manager())
    by_version = parts_of_version(build(fresh(cast)))

    def told(parts):
        return sorted((one.kind, one.reference, one.words, one.is_accounted) for one in parts)

    assert told(by_version) == told(parts_of(fresh(cast)))


def later(minutes: float) -> AbstractContextManager[None]:
    return clock.at(NOW + dt.timedelta(minutes=minutes))


def words_of(answer) -> str:
    paper = Document(io.BytesIO(answer.content))
    tables = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in paper.paragraphs] + tables)


def test_the_closure_statement_opens_as_word_and_says_where_everything_went(cast, life, desk):
    manager = desk(cast.plan_manager)
    assert manager.read(f"{PAGE}statements/{begun(cast).pk}/").status_code == 404
    closing = closed(cast, life)
    page = f"{PAGE}statements/{closing.pk}/"
    assert f'href="{page}"' in manager.read(PAGE).content.decode()
    words = words_of(manager.read(page))
    for said in ("Closure statement", "Closed on 6 April 2016", "1 complete", "1 withdrawn", "Chief officer", "1 ends"):
        assert said in words
    assert "in person" in words


def test_the_statement_stays_as_it_was_on_the_day(cast, life, desk):
    """Whatever the plans that it names are called since, and also once the plan was reopened."""
    closing = carried_on_by_another_plan(cast, life)
    confirmed(cast, closing)
    close_plan(Closing.objects.get(pk=closing.pk), because="So.", **cast.as_manager())
    manager = desk(cast.plan_manager)
    changes = {"title": "Renamed", "short_title": "Renamed"}
    edit_plan(Plan.objects.get(pk=cast.other_plan.pk), changes=changes, because="A new name.", **life.receiving)
    statement = f"{PAGE}statements/{closing.pk}/"
    for said in (manager.read(PAGE).content.decode(), words_of(manager.read(statement))):
        assert "carried on by Another Plan, objective 9" in said
        assert "Renamed" not in said
    reopen_plan(fresh(cast), because="It slid back.", **cast.as_manager())
    page = manager.read(PAGE).content.decode()
    assert "What remains" in page
    assert "reopened on 6 April 2016" in page
    assert f'href="{statement}"' in page
    words = words_of(manager.read(statement))
    assert "carried on by Another Plan, objective 9" in words
    assert "The plan was reopened on 6 April 2016" in words
    assert list(RecordCheck().findings()) == []


def test_r21_a_confirmation_recorded_for_another_reads_not_yet_confirmed_on_page_and_paper(cast, life, desk):
    closing = accounted(cast, life)
    manager = desk(cast.plan_manager)
    confirm = f"{PAGE}officers/{closing.officers.get().pk}/confirm/"
    manager.send(confirm, because="She has read it.", received_by="phone")
    assert "recorded, not yet confirmed" in manager.read(PAGE).content.decode()
    manager.send(f"{PAGE}close/", because="Nothing is left.")
    statement = f"{PAGE}statements/{closing.pk}/"
    told = "recorded by Plan manager; received by phone; recorded, not yet confirmed"
    assert told in manager.read(PAGE).content.decode()
    assert told in words_of(manager.read(statement))
    step = Step.objects.get(verb="confirm_closing")
    desk(cast.chief_officer).send(f"/plans/the-plan/steps/{step.pk}/confirm/")
    assert "not yet confirmed" not in words_of(manager.read(statement))


def test_who_reads_versions_reads_of_a_closing_what_the_version_says_and_no_more(cast, life, desk):
    member, manager = desk(cast.member), desk(cast.plan_manager)
    issue_to_members(fresh(cast), label="March", because="Considered.", **cast.as_manager())
    closing = begun(cast, because="The grant has ended.")
    statement = f"{PAGE}statements/{closing.pk}/"
    first = "/plans/the-plan/versions/1/closing/"

    def told(page, reader=member):
        return reader.read(page).content.decode()

    for page, reader in ((PAGE, member), (first, member), (first, manager)):
        assert "The grant has ended." not in told(page, reader)
        assert "Who confirms" not in told(page, reader)
    assert "The grant has ended." in told(PAGE, manager)
    with later(0.5):
        closed(cast, life)
    for page, reader in ((PAGE, member), (first, member), (first, manager)):
        assert "What remains, and where it goes" in told(page, reader)
        assert "Daily work of the service." not in told(page, reader)
    assert member.read(statement).status_code == 404
    assert manager.read(statement).status_code == 200
    with later(1):
        issue_to_members(fresh(cast), label="April", because="It is closed.", **cast.as_manager())
    assert "Daily work of the service." in told(PAGE)
    assert "Daily work of the service." not in told(first)
    assert member.read(statement).status_code == 200
    with later(2):
        reopen_plan(fresh(cast), because="It slid back.", **cast.as_manager())
    with later(3):
        issue_to_members(fresh(cast), label="May", because="Reopened.", **cast.as_manager())
    assert "Closure statement" not in told(PAGE)
    assert "Daily work of the service." in told("/plans/the-plan/versions/2/closing/")
    assert member.read(statement).status_code == 200


def test_a_statement_that_is_not_what_was_confirmed_is_found(cast, life):
    closing = closed(cast, life)
    whole = closing.statement

    def written_as(text: str) -> list[str]:
        with rewritten():
            Closing.objects.filter(pk=closing.pk).update(statement=text)
            Closing.history.filter(id=closing.pk, outcome="closed").update(statement=text)
        return list(RecordCheck().findings())

    assert written_as(whole) == []
    assert any(
        "is not the list that Chief officer confirmed" in one for one in written_as(whole.replace("ends", "lost"))
    )
    assert any("cannot be read" in one for one in written_as("{}"))
    assert any(
        "2 came" in one or "actions came in" in one for one in written_as(whole.replace('"action":2', '"action":3'))
    )


def test_the_wrong_person_is_refused(cast, life, desk, everything):
    closing = begun(cast)
    officer = closing.officers.get()
    before = everything()
    for page in ("begin/", "give-up/", "close/", f"account/objective/{cast.objective.pk}/"):
        for name in ("officer", "chief_officer", "scrutineer", "member", "reader"):
            assert desk(getattr(cast, name)).read(PAGE + page).status_code == 403, (page, name)
        assert desk(cast.outsider).read(PAGE + page).status_code == 404
    assert desk(cast.officer).read(f"{PAGE}officers/{officer.pk}/confirm/").status_code == 403
    assert everything() == before


def test_reading_the_forms_changes_nothing(cast, desk, everything):
    closing = begun(cast)
    before = everything()
    manager = desk(cast.plan_manager)
    pages = ("", "begin/", "give-up/", "close/", f"account/objective/{cast.objective.pk}/", "reopen/")
    for page in (*pages, f"officers/{closing.officers.get().pk}/confirm/"):
        assert manager.read(PAGE + page).status_code == 200
    assert everything() == before
    assert Meeting.objects.exists()
    assert clock.today() == TODAY


def test_each_objective_and_workstream_has_its_link_to_be_accounted_for_for_the_plan_manager_alone(cast, desk):
    add_workstream(cast.objective, name="Visits", because="Agreed.", **cast.as_manager())
    begun(cast)
    page = desk(cast.plan_manager).client.get(PAGE).content.decode()
    for kind, key in (("objective", cast.objective.pk), ("workstream", cast.objective.workstreams.get().pk)):
        assert f'href="/plans/the-plan/closing/account/{kind}/{key}/"' in page
    assert "closing/account/" not in desk(cast.chief_officer).client.get(PAGE).content.decode()


def test_a_milestone_that_went_on_with_its_action_is_counted_in_and_out(cast, life):
    life.add_milestone(what="Pack sent")
    milestone = life.milestone()
    successor = life.to("moved").action.successor
    (told,) = [part for part in parts_of(cast.plan) if part.kind == "milestone"]
    assert (told.key, told.is_accounted, told.where) == (milestone.pk, True, "gone on to Another Plan")
    assert told.how == f"with 1.4.3, as {successor.reference}"
    (there,) = [part for part in parts_of(cast.other_plan) if part.kind == "milestone"]
    assert (there.key, there.is_accounted) == (milestone.pk, False)
