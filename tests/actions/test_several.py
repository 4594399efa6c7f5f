"""One form for several actions: each its own step, all or none; reasons may be shared, those of a sign-off not."""

import datetime as dt

import pytest
from django.core import mail

from actions.models import Action, Extension, Move, SignOff
from people.models import Membership, Post
from plans.models import Draft, Plan, Step
from plans.structure import set_rules
from tests.actions.life import Life
from tests.conftest import set_up

PAGE = "/plans/the-plan/several/"


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


@pytest.fixture
def both(cast) -> tuple[int, int]:
    return cast.action.pk, cast.action_elsewhere.pk


def test_extensions_are_asked_for_all_that_are_ticked_each_with_its_date_and_one_reason(cast, desk, both, said):
    first, second = both
    page = desk(cast.plan_manager).send(
        f"{PAGE}ask-extension/", category="capacity", because="Nobody is there.",
        **{f"tick_{first}": "on", f"to_on_{first}": "31 May 2016", f"tick_{second}": "on", f"to_on_{second}": "31 December 2016"},
    )  # fmt: skip
    assert "done for 1.4.3, 1.4.10" in said(page)
    steps = Step.objects.filter(verb="ask_extension").order_by("pk")
    assert [(one.reference, one.because) for one in steps] == [
        ("1.4.3", "Nobody is there."),
        ("1.4.10", "Nobody is there."),
    ]
    assert [one.to_on for one in Extension.objects.order_by("pk")] == [dt.date(2016, 5, 31), dt.date(2016, 12, 31)]


def test_where_one_cannot_be_done_none_is_and_it_is_said_at_that_row(cast, desk, both, errors, everything):
    first, second = both
    before = everything()
    page = desk(cast.plan_manager).send(
        f"{PAGE}ask-extension/", category="capacity", because="Nobody is there.",
        **{f"tick_{first}": "on", f"to_on_{first}": "31 May 2016", f"tick_{second}": "on", f"to_on_{second}": "1 May 2016"},
    )  # fmt: skip
    assert errors(page) == {
        f"to_on_{second}": "1.4.10: An extension goes to a later date than the due date now, 30 September 2016."
    }
    assert everything() == before
    assert page.context["form"][f"to_on_{first}"].value() == "31 May 2016"


def test_extensions_are_granted_as_a_body_decided(cast, desk, life, both):
    first, _ = both
    life.ask_extension(to_on=dt.date(2016, 5, 31))
    shown = desk(cast.plan_manager).read(f"{PAGE}grant-extension/").context["form"]
    assert [action.pk for action in shown.actions] == [first]
    desk(cast.plan_manager).send(
        f"{PAGE}grant-extension/", agreed_at=cast.meeting.pk, minute="7", because="Sound.", **{f"tick_{first}": "on"}
    )
    step = Step.objects.get(verb="grant_extension")
    assert (step.by_body, step.agreed_at, step.minute) == (cast.sub_group, cast.meeting, "7")
    assert Action.objects.get(pk=first).due_on == dt.date(2016, 5, 31)


def test_a_lead_is_named_for_several(cast, desk, both):
    first, second = both
    desk(cast.plan_manager).send(
        f"{PAGE}lead/", lead_post=cast.lead_elsewhere.pk, because="Theirs.", **{f"tick_{first}": "on"}
    )
    assert Action.objects.get(pk=first).lead_post == cast.lead_elsewhere
    assert Action.objects.get(pk=second).version == cast.action_elsewhere.version


def test_reports_share_their_words_and_each_has_its_day(cast, desk, life, both):
    first, _ = both
    life.show_everything()
    desk(cast.officer).send(
        f"{PAGE}report-complete/", because="All done.", **{f"tick_{first}": "on", f"done_on_{first}": "4 April 2016"}
    )
    assert SignOff.objects.get().done_on == dt.date(2016, 4, 4)


def test_an_officer_is_offered_what_is_theirs_alone(cast, desk, both):
    shown = desk(cast.officer).read(f"{PAGE}report-complete/").context["form"]
    assert [action.pk for action in shown.actions] == [both[0]]
    page = desk(cast.officer).read(f"{PAGE}lead/").content.decode()
    assert "There is no action to which you could do that now." in page


def test_each_sign_off_says_why_for_itself(cast, desk, life, both, errors, everything):
    first, second = both
    life.to("verified")
    life.of(cast.action_elsewhere).to("verified")
    ticked = {f"tick_{first}": "on", f"tick_{second}": "on"}
    before = everything()
    manager = desk(cast.plan_manager)
    page = manager.send(f"{PAGE}sign-off/", agreed_at=cast.meeting.pk, **ticked, **{f"because_{first}": "Shown."})
    assert list(errors(page)) == [f"because_{second}"]
    assert everything() == before
    manager.send(
        f"{PAGE}sign-off/", agreed_at=cast.meeting.pk, **ticked,
        **{f"because_{first}": "Shown.", f"because_{second}": "The log was read."},
    )  # fmt: skip
    assert [one.because for one in Step.objects.filter(verb="sign_off").order_by("pk")] == [
        "Shown.",
        "The log was read.",
    ]
    assert set(Action.objects.filter(pk__in=both).values_list("status", flat=True)) == {"complete"}


def test_r24_several_moves_are_proposed_each_with_its_own_destination(cast, desk, both):
    first, second = both
    desk(cast.plan_manager).send(
        f"{PAGE}move/", because="This plan ends.",
        **{
            f"tick_{first}": "on", f"to_plan_{first}": cast.other_plan.pk, f"tick_{second}": "on", f"to_plan_{second}": "",
            f"to_outside_{second}": "Police plan", f"outside_owner_{second}": "Chief Superintendent",
        },
    )  # fmt: skip
    assert [one.destination for one in Move.objects.order_by("pk")] == [
        "Another Plan", "Police plan (Chief Superintendent)",
    ]  # fmt: skip


def test_without_a_tick_nothing_is_done(cast, desk, errors, everything):
    before = everything()
    page = desk(cast.plan_manager).send(f"{PAGE}lead/", lead_post=cast.lead.pk, because="Theirs.")
    assert errors(page) == {"__all__": "Tick at least one action."}
    assert everything() == before


def test_what_changed_meanwhile_stops_all_and_is_shown(cast, desk, life, both, everything):
    first, second = both
    manager = desk(cast.plan_manager)
    typed = manager.typed(
        f"{PAGE}lead/",
        lead_post=cast.lead_elsewhere.pk,
        because="Theirs.",
        **{f"tick_{first}": "on", f"tick_{second}": "on"},
    )
    life.submit_update()
    before = everything()
    page = manager.post(f"{PAGE}lead/", typed)
    assert page.context["form"].meanwhile is not None
    assert everything() == before


def test_a_second_click_is_harmless(cast, desk, both):
    first, _ = both
    manager = desk(cast.plan_manager)
    typed = manager.typed(
        f"{PAGE}lead/", lead_post=cast.lead_elsewhere.pk, because="Theirs.", **{f"tick_{first}": "on"}
    )
    manager.post(f"{PAGE}lead/", typed)
    manager.post(f"{PAGE}lead/", typed)
    assert Step.objects.filter(verb="reassign").count() == 1


def test_the_wrong_person_is_refused_and_reading_changes_nothing(cast, desk, everything):
    before = everything()
    for name in ("scrutineer", "member", "scrutiny_officer", "executive_member", "reader", "information_governance"):
        assert desk(getattr(cast, name)).read(PAGE).status_code == 403
        assert desk(getattr(cast, name)).read(f"{PAGE}lead/").status_code == 403
    assert desk(cast.outsider).read(PAGE).status_code == 404
    assert desk(cast.plan_manager).read(f"{PAGE}nothing/").status_code == 404
    for gesture in ("ask-extension", "grant-extension", "lead", "report-complete", "sign-off", "move"):
        assert desk(cast.plan_manager).read(f"{PAGE}{gesture}/").status_code == 200
    assert everything() == before


# --- what a reader of this code tried ---------------------------------------------------------------------


def test_what_was_ticked_and_fell_out_of_turn_stops_all_and_is_named(cast, desk, life, both, errors, everything):
    _, second = both
    manager = desk(cast.plan_manager)
    typed = manager.typed(
        f"{PAGE}lead/", lead_post=cast.lead_elsewhere.pk, because="Theirs.", **{f"tick_{second}": "on"}
    )
    typed[f"version_{second}"] = life.of(cast.action_elsewhere).to("withdrawn").action.version
    before = everything()
    page = manager.post(f"{PAGE}lead/", typed)
    assert errors(page) == {f"tick_{second}": "1.4.10: This action is withdrawn. Reopen it first; then it goes on."}
    assert everything() == before


def test_after_somebody_elses_change_it_can_be_sent_again(cast, desk, life, both):
    first, _ = both
    manager = desk(cast.plan_manager)
    typed = manager.typed(
        f"{PAGE}lead/", lead_post=cast.lead_elsewhere.pk, because="Theirs.", **{f"tick_{first}": "on"}
    )
    life.submit_update()
    form = manager.post(f"{PAGE}lead/", typed).context["form"]
    assert form.meanwhile is not None
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    manager.post(f"{PAGE}lead/", again)
    assert Action.objects.get(pk=first).lead_post == cast.lead_elsewhere


def test_who_decided_is_asked_by_mail_as_for_one(cast, desk, life, both):
    chair = Membership(body=cast.sub_group, person=cast.chief_officer, capacity="chair", from_on=dt.date(2015, 5, 1))
    set_up(chair, cast.administrator)
    life.to("verified")
    life.of(cast.action_elsewhere).to("verified")
    mail.outbox.clear()
    desk(cast.plan_manager).send(
        f"{PAGE}sign-off/", agreed_at=cast.meeting.pk,
        **{f"{name}_{key}": words for key in both for name, words in (("tick", "on"), ("because", "Shown."))},
    )  # fmt: skip
    assert [one.to for one in mail.outbox] == [[cast.chief_officer.email]] * 2


def test_a_second_click_on_what_leaves_the_list_is_harmless_too(cast, desk, life, both):
    life.show_everything()
    first, _ = both
    officer = desk(cast.officer)
    typed = officer.typed(
        f"{PAGE}report-complete/", because="All done.", **{f"tick_{first}": "on", f"done_on_{first}": "4 April 2016"}
    )
    assert [officer.post(f"{PAGE}report-complete/", typed).redirect_chain[-1][1] for _ in range(2)] == [302, 302]
    assert Step.objects.filter(verb="report_complete").count() == 1
    assert not Draft.objects.exists()


def test_where_a_post_signs_it_is_said_how_its_decisions_came(cast, desk, life, both):
    post = set_up(Post(title="Director", organisation=cast.council, holder=cast.chief_officer), cast.administrator)
    rules = {"signing_body": None, "signing_post": post, "waiver_because": "", "quarters": ""}
    set_rules(Plan.objects.get(pk=cast.plan.pk), changes=rules, because="Agreed.", **cast.as_manager())
    life.to("verified")
    ticked = {f"tick_{both[0]}": "on", f"because_{both[0]}": "Shown."}
    desk(cast.plan_manager).send(f"{PAGE}sign-off/", received_by="phone", **ticked)
    step = Step.objects.get(verb="sign_off")
    assert (step.by_post, step.received_by) == (post, "phone")


def test_a_form_of_thousands_of_questions_is_read(cast, desk, both):
    """Four for each action of a large plan; Django alone stops at a thousand."""
    first, _ = both
    many = {f"to_on_{900_000 + number}": "" for number in range(3000)}
    desk(cast.plan_manager).send(
        f"{PAGE}ask-extension/", category="capacity", because="Nobody is there.",
        **{f"tick_{first}": "on", f"to_on_{first}": "31 May 2016", **many},
    )  # fmt: skip
    assert Extension.objects.count() == 1
