"""Granting and refusing an extension: the body decides at a meeting, or a chief officer; the plan manager records it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.extensions import ask_extension, grant_extension, refuse_extension
from actions.models import Action, Extension
from people.models import Meeting
from plans.models import Step
from plans.people_of_plan import grant_role, record_meeting
from plans.steps import Refused

GRANT, REFUSE = "1.4.3/extension/grant", "1.4.3/extension/refuse"
VERBS = {GRANT: grant_extension, REFUSE: refuse_extension}
BOTH = pytest.mark.parametrize("page", [GRANT, REFUSE])


@pytest.fixture
def asked(cast) -> Extension:
    ask_extension(
        Action.objects.get(pk=cast.action.pk),
        to_on=dt.date(2016, 5, 31),
        category="another body",
        because="One partner decides on 19 April.",
        by=cast.officer,
        recorded_by=cast.officer,
    )
    return Extension.objects.get()


@pytest.fixture
def march(cast) -> Meeting:
    """A meeting of the body that decides in this plan."""
    return record_meeting(
        cast.plan, body=cast.sub_group, held_on=dt.date(2016, 3, 8), how_held="meeting", **cast.as_manager()
    )


@pytest.fixture
def decided(march):
    """What the plan manager types for the body."""
    return {"decided_by": "body", "agreed_at": march.pk, "minute": "14/16", "because": "The reasons are sound."}


def test_r19_a_grant_moves_the_due_date_and_leaves_one_step_for_the_body(cast, desk, asked, decided, march):
    before = Action.objects.get(pk=cast.action.pk)
    desk(cast.plan_manager).send(GRANT, **decided)
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.due_on, action.original_due_on) == (dt.date(2016, 5, 31), dt.date(2016, 1, 30))
    assert (action.version, action.times_extended) == (before.version + 1, 1)
    step = Step.objects.get(verb="grant_extension")
    assert (step.by_body, step.agreed_at, step.minute) == (cast.sub_group, march, "14/16")
    assert (step.recorded_by, step.because) == (cast.plan_manager, "The reasons are sound.")
    assert (step.was["due_on"], step.now["due_on"]) == ("2016-01-30", "2016-05-31")
    assert action.history.get(version=action.version).history_user == cast.plan_manager


def test_r16_an_extension_counts_and_names_the_body_that_agreed(cast, desk, asked, decided, march):
    desk(cast.plan_manager).send(GRANT, **decided)
    extension = Extension.objects.get()
    assert (extension.outcome, extension.decided_words) == ("granted", "CSE Sub-Group")
    assert (extension.decided_body, extension.decided_at) == (cast.sub_group, march)
    assert extension.decided_on == dt.date(2016, 3, 8)
    assert Action.objects.get(pk=cast.action.pk).times_extended == Extension.objects.granted().count() == 1


def test_another_date_may_be_granted_than_was_asked(cast, desk, asked, decided):
    manager = desk(cast.plan_manager)
    assert manager.typed(GRANT)["to_on"] == "31 May 2016"
    manager.send(GRANT, **decided, to_on="30 April 2016")
    assert Action.objects.get(pk=cast.action.pk).due_on == dt.date(2016, 4, 30)
    assert Extension.objects.get().to_on == dt.date(2016, 4, 30)


def test_r19_a_refusal_leaves_the_date_and_stays_with_its_reason(cast, desk, asked, decided, said):
    page = desk(cast.plan_manager).send(REFUSE, **{**decided, "because": "The work can be done by then."})
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.due_on, action.times_extended) == (dt.date(2016, 1, 30), 0)
    extension = Extension.objects.get()
    assert (extension.outcome, extension.decided_because) == ("refused", "The work can be done by then.")
    assert Step.objects.get(verb="refuse_extension").by_body == cast.sub_group
    assert said(page).startswith("Extension refused. 1.4.3 stays due on 30 January 2016.")
    assert "The work can be done by then." in page.content.decode()


def test_after_a_refusal_it_can_be_asked_again(cast, desk, asked, decided):
    desk(cast.plan_manager).send(REFUSE, **decided)
    desk(cast.officer).send("1.4.3/extension", to_on="30 June 2016", category="funding", because="The grant is late.")
    assert Extension.objects.open().get().to_on == dt.date(2016, 6, 30)


def test_the_page_says_what_was_granted_and_shows_it(cast, desk, asked, decided, said):
    page = desk(cast.plan_manager).send(GRANT, **decided)
    assert (
        said(page)
        == "Extension granted. 1.4.3 is due on 31 May 2016; its original date, 30 January 2016, stays beside it."
    )
    for words in ("extended once", "CSE Sub-Group", "The reasons are sound.", "14/16"):
        assert words in page.content.decode()


def test_a_chief_officer_decides_herself(cast, desk, asked):
    chief = desk(cast.chief_officer)
    assert set(chief.read(GRANT).context["form"].fields) == {"version_seen", "form_token", "to_on", "because"}
    chief.send(GRANT, because="Agreed at once.")
    step = Step.objects.get(verb="grant_extension")
    assert (step.by_person, step.recorded_by, step.role) == (cast.chief_officer, cast.chief_officer, "chief officer")
    assert Extension.objects.get().decided_on == dt.date(2016, 4, 6)


def test_the_plan_manager_records_what_a_chief_officer_decided(cast, desk, asked, errors):
    manager = desk(cast.plan_manager)
    decided = {"decided_by": str(cast.chief_officer.pk), "because": "Agreed by phone."}
    assert errors(manager.send(GRANT, **decided)) == {"received_by": "Say how the decision reached you."}
    manager.send(GRANT, **decided, received_by="phone")
    step = Step.objects.get(verb="grant_extension")
    assert (step.by_person, step.recorded_by, step.received_by) == (cast.chief_officer, cast.plan_manager, "phone")


@BOTH
def test_the_lead_does_not_decide_on_its_own_extension(cast, desk, asked, everything, page, hold):
    hold(cast.lead, cast.chief_officer)
    before = everything()
    assert desk(cast.chief_officer).read(page).status_code == 403
    with pytest.raises(PermissionDenied):
        VERBS[page](cast.action, because="Fine.", by=cast.chief_officer, recorded_by=cast.chief_officer)
    with pytest.raises(Refused, match="does not decide on its own"):
        VERBS[page](cast.action, because="Fine.", by=cast.chief_officer, recorded_by=cast.plan_manager)
    assert "decided_by" not in desk(cast.plan_manager).read(page).context["form"].fields
    assert everything() == before


@BOTH
def test_the_plan_manager_alone_decides_nothing(cast, asked, page):
    with pytest.raises(Refused, match="a body or a chief officer") as refused:
        VERBS[page](cast.action, because="Fine.", **cast.as_manager())
    assert refused.value.field == "decided_by"
    with pytest.raises(Refused, match="a body or a chief officer"):
        VERBS[page](cast.action, because="Fine.", by=cast.lead, recorded_by=cast.plan_manager)


@BOTH
def test_the_meeting_is_one_of_the_deciding_body_and_has_taken_place(cast, desk, asked, errors, everything, page):
    how = {"held_on": dt.date(2016, 4, 20), "how_held": "meeting", **cast.as_manager()}
    planned = record_meeting(cast.plan, body=cast.sub_group, **how)
    elsewhere = record_meeting(cast.plan, body=cast.commission, **{**how, "held_on": dt.date(2016, 3, 1)})
    before = everything()
    manager = desk(cast.plan_manager)
    for meeting in (planned, elsewhere):
        answer = manager.send(page, decided_by="body", agreed_at=meeting.pk, because="Fine.")
        assert "agreed_at" in errors(answer)
    assert errors(manager.send(page, decided_by="body", agreed_at="", because="Fine.")) == {
        "agreed_at": "Name the meeting at which the body decided."
    }
    for body, meeting in (
        (cast.sub_group, planned),
        (cast.sub_group, elsewhere),
        (cast.sub_group, None),
        (cast.commission, elsewhere),
    ):
        with pytest.raises(Refused) as refused:
            VERBS[page](cast.action, because="Fine.", by=body, agreed_at=meeting, recorded_by=cast.plan_manager)
        assert refused.value.field == "agreed_at"
    assert everything() == before


@BOTH
def test_the_reason_is_asked_for(cast, desk, asked, decided, errors, everything, page):
    before = everything()
    assert "because" in errors(desk(cast.plan_manager).send(page, **{**decided, "because": " "}))
    with pytest.raises(Refused, match="Say why"):
        VERBS[page](cast.action, because="", by=cast.chief_officer, recorded_by=cast.chief_officer)
    assert everything() == before


def test_a_grant_goes_to_a_later_date(cast, desk, asked, decided, errors):
    page = desk(cast.plan_manager).send(GRANT, **decided, to_on="1 January 2016")
    assert errors(page) == {"to_on": "An extension goes to a later date than the due date now, 30 January 2016."}


@BOTH
def test_without_a_request_there_is_nothing_to_decide(cast, desk, decided, errors, everything, page):
    before = everything()
    manager = desk(cast.plan_manager)
    assert "No extension of this action waits for a decision." in manager.read(page).content.decode()
    answer = manager.send(page, **decided, to_on="31 May 2016")
    assert errors(answer)["__all__"] == "No extension is asked for this action."
    assert everything() == before


@BOTH
def test_reading_the_form_changes_nothing(cast, desk, asked, everything, page):
    before = everything()
    desk(cast.plan_manager).read(page)
    desk(cast.chief_officer).read(page)
    assert everything() == before


@BOTH
@pytest.mark.parametrize("role", ["officer", "colleague", "officer_elsewhere", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, asked, everything, page, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(page).status_code == 403
    assert desk(person).post(page, {"because": "Mine."}).status_code == 403
    with pytest.raises(PermissionDenied):
        VERBS[page](cast.action, because="Fine.", by=cast.sub_group, recorded_by=person)
    assert everything() == before


@BOTH
def test_a_plan_that_is_not_theirs_answers_404(cast, desk, page):
    assert desk(cast.outsider).read(page).status_code == 404


@BOTH
def test_a_second_click_is_harmless(cast, desk, asked, decided, page):
    manager = desk(cast.plan_manager)
    typed = manager.typed(page, **decided)
    first, second = manager.post(page, typed), manager.post(page, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Step.objects.filter(verb__in=("grant_extension", "refuse_extension")).count() == 1


def test_a_second_extension_counts_again_and_the_original_date_stays(cast, desk, asked, decided):
    manager = desk(cast.plan_manager)
    manager.send(GRANT, **decided)
    desk(cast.officer).send("1.4.3/extension", to_on="30 June 2016", category="funding", because="The grant is late.")
    manager.send(GRANT, **decided)
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.times_extended, action.due_on) == (2, dt.date(2016, 6, 30))
    assert action.original_due_on == dt.date(2016, 1, 30)


def test_a_chief_officer_who_manages_the_plan_too_says_who_decided(cast, desk, asked):
    grant_role(cast.plan, role="plan manager", holder=cast.chief_officer, because="Stands in.", **cast.as_manager())
    form = desk(cast.chief_officer).read(GRANT).context["form"]
    assert [words for _, words in form.fields["decided_by"].choices] == ["CSE Sub-Group", "Chief officer"]
