"""Reported complete, verified, signed off: three things by three people, each with its reason; and what undoes them."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from actions.models import Action, Extension, SignOff
from people.models import Meeting, Post, User
from people.tracking import written
from plans.models import Plan, Role, Step
from plans.people_of_plan import grant_role, record_meeting
from plans.posts import hold_post
from plans.steps import Refused
from plans.structure import set_rules
from tests.actions.life import Life, waive
from tests.conftest import set_up

REPORT, VERIFY, SIGN = "1.4.3/report-complete", "1.4.3/verify", "1.4.3/sign-off"


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


def rules(cast, **changes) -> None:
    stands = {"signing_body": None, "signing_post": None, "waiver_because": "", "quarters": ""}
    plan = Plan.objects.get(pk=cast.plan.pk)
    set_rules(plan, changes={**stands, **changes}, because="Agreed.", **cast.as_manager())


def last(verb: str) -> Step:
    return Step.objects.filter(verb=verb)[0]


# --- by the pages ------------------------------------------------------------------------------------


def test_r20_reported_verified_signed_off_three_things_by_three_people(cast, life, desk, said):
    life.submit_update()
    life.show_everything()
    page = desk(cast.officer).send(REPORT, done_on="4 April 2016", because="The strategy is published.")
    assert "1.4.3 is reported complete" in said(page)
    page = desk(cast.officer_elsewhere).send(VERIFY, looked_on="5 April 2016", because="Read it on the site.")
    assert "1.4.3 is verified" in said(page)
    page = desk(cast.plan_manager).send(
        SIGN, agreed_at=cast.meeting.pk, minute="14/16", because="It is there and used."
    )
    assert "1.4.3 is complete, signed off by the CSE Sub-Group" in said(page)
    action = life.action
    assert (action.status, action.done_on, action.signed_off_words) == (
        "complete",
        dt.date(2016, 4, 4),
        "CSE Sub-Group",
    )
    report = SignOff.objects.get()
    assert (report.reported_by, report.verified_by, report.decided_by) == (cast.officer, cast.officer_elsewhere, None)
    assert (report.decided_body, report.decided_at) == (cast.sub_group, cast.meeting)
    for verb, because in (
        ("report_complete", "The strategy is published."),
        ("verify", "Read it on the site."),
        ("sign_off", "It is there and used."),
    ):
        step = last(verb)
        copy = action.history.get(version=step.version)
        assert (step.because, copy.history_change_reason, copy.history_user) == (because, because, step.recorded_by)
    words = page.content.decode()
    for told in (
        "Complete, signed off by CSE Sub-Group",
        "Read it on the site.",
        "minute 14/16",
        "Done on",
        "4 April 2016",
    ):
        assert told in words


def test_r21_the_record_has_reason_evidence_decider_recorder_body_date_and_minute(cast, life):
    life.to("complete")
    step = last("sign_off")
    assert (step.by_body, step.recorded_by, step.agreed_at, step.minute) == (
        cast.sub_group,
        cast.plan_manager,
        cast.meeting,
        "14/16",
    )
    assert SignOff.objects.get().decided_on == cast.meeting.held_on
    assert life.action.evidence.count() == 2


def test_without_evidence_or_with_an_open_milestone_it_is_not_reported(cast, life, desk, everything):
    life.submit_update()
    life.add_milestone()
    page = desk(cast.officer).read(REPORT).content.decode()
    for words in ("One referral route", "Strategy agreed", "Pack 0 sent"):
        assert words in page
    before = everything()
    with pytest.raises(Refused, match="Add evidence first for: One referral route; Strategy agreed"):
        life.report_complete()
    assert everything() == before
    for line in ("One referral route", "Strategy agreed"):
        life.add_evidence(criterion=line)
    with pytest.raises(Refused, match="milestones are reached, or drop them: Pack 0 sent"):
        life.report_complete()
    life.drop_milestone()
    life.report_complete()


def test_evidence_that_was_withdrawn_shows_nothing(cast, life):
    life.submit_update()
    life.show_everything()
    life.withdraw_evidence()
    with pytest.raises(Refused, match="Add evidence first for: Strategy agreed"):
        life.report_complete()


@pytest.mark.parametrize(
    ("done_on", "match"), [(dt.date(2016, 4, 7), "still to come"), (dt.date(2015, 11, 1), "start")]
)
def test_it_was_done_on_a_day_between_its_start_and_today(life, everything, done_on, match):
    life.submit_update()
    life.show_everything()
    before = everything()
    with pytest.raises(Refused, match=match):
        life.report_complete(done_on=done_on)
    assert everything() == before


def test_an_extension_that_waits_lapses_with_the_report(life):
    life.ask_extension()
    life.show_everything()
    life.report_complete()
    extension = Extension.objects.get()
    assert (extension.outcome, life.action.extension_asked_to) == ("lapsed", None)
    assert life.action.due_on == dt.date(2016, 1, 30)


def test_what_is_reported_is_late_only_to_the_day_it_was_done(life):
    life.submit_update()
    life.show_everything()
    life.report_complete(done_on=dt.date(2016, 2, 2))
    assert life.action.days_late(dt.date(2016, 4, 6)) == 3
    life.verify()
    life.sign_off()
    assert life.action.days_late(dt.date(2016, 4, 6)) == 0
    assert life.action.rating == "B"


# --- three people ------------------------------------------------------------------------------------


def test_the_lead_and_the_reporter_verify_nothing(cast, life, everything):
    life.to("reported complete")
    before = everything()
    for person in (cast.officer, cast.colleague, cast.plan_manager, cast.chief_officer):
        with pytest.raises(PermissionDenied):
            life.verify(by=person, recorded_by=person)
    assert everything() == before


def test_who_recorded_the_report_does_not_verify_it(cast, life):
    """The plan manager is of the council; she records for the police, and then would look herself."""
    other = life.of(cast.action_elsewhere)
    other.show_everything()
    other.report_complete(by=cast.lead_elsewhere, recorded_by=cast.plan_manager, received_by="phone")
    with pytest.raises(Refused, match="two people"):
        other.verify(by=cast.plan_manager, recorded_by=cast.plan_manager)
    other.verify(by=cast.chief_officer, recorded_by=cast.chief_officer)


def test_a_post_signs_by_its_holder_who_has_had_no_hand_in_it(cast, life, desk, everything):
    hold_post(cast.lead_elsewhere, plan=cast.plan, holder=cast.chief_officer, because="Acting.", **cast.as_manager())
    rules(cast, signing_post=cast.lead_elsewhere)
    life.submit_update()
    life.show_everything()
    life.report_complete()
    life.verify(by=cast.scrutineer, recorded_by=cast.scrutineer)
    page = desk(cast.chief_officer).read(SIGN)
    assert set(page.context["form"].fields) == {"version_seen", "form_token", "because"}
    before = everything()
    with pytest.raises(Refused, match="the Detective Superintendent signs"):
        life.sign_off()
    assert everything() == before
    desk(cast.chief_officer).send(SIGN, because="Seen.")
    assert SignOff.objects.get().decided_by == cast.chief_officer
    assert last("sign_off").by_person == cast.chief_officer


@pytest.mark.parametrize("hand", ["lead", "reporter", "verifier"])
def test_the_signer_is_neither_lead_nor_reporter_nor_verifier(cast, life, everything, hand):
    rules(cast, signing_post=cast.lead_elsewhere)
    life.submit_update()
    life.show_everything()
    if hand == "reporter":
        grant_role(
            cast.plan, role=Role.PLAN_MANAGER, holder=cast.officer_elsewhere, because="Helps.", **cast.as_manager()
        )
        life.report_complete(by=cast.officer_elsewhere, recorded_by=cast.officer_elsewhere)
        life.verify(by=cast.scrutineer, recorded_by=cast.scrutineer)
    else:
        life.report_complete()
        life.verify()
    if hand == "lead":
        life_verified_by_another(cast, life)
    before = everything()
    with pytest.raises(Refused, match=r"three people|does not sign it off"):
        life.sign_off(by=cast.lead_elsewhere, recorded_by=cast.plan_manager, agreed_at=None, minute="")
    assert everything() == before


def life_verified_by_another(cast, life: Life) -> None:
    """The post that signs comes to be held by the lead of the action."""
    hold_post(cast.lead_elsewhere, plan=cast.plan, holder=cast.officer, because="Acting.", **cast.as_manager())


def test_another_body_than_the_plans_does_not_sign(cast, life, everything):
    life.to("verified")
    scrutiny = Meeting(body=cast.commission, held_on=dt.date(2016, 3, 1))
    scrutiny = record_meeting(
        cast.plan, body=cast.commission, held_on=scrutiny.held_on, how_held="meeting", **cast.as_manager()
    )
    before = everything()
    with pytest.raises(Refused, match="the CSE Sub-Group signs") as refused:
        life.sign_off(by=cast.commission, agreed_at=scrutiny)
    assert refused.value.field == "agreed_at"
    assert everything() == before


# --- the waiver ----------------------------------------------------------------------------------------


def test_verification_is_waived_only_with_the_plans_reason_and_that_is_shown(cast, life, desk):
    life.to("reported complete")
    with pytest.raises(Refused, match="does not waive"):
        life.waive_verification()
    waive(cast)
    desk(cast.plan_manager).send("1.4.3/waive-verification", because="As the plan says.")
    page = desk(cast.plan_manager).read(SIGN).content.decode()
    assert "Nobody has verified this report" in page
    assert "Small actions only." in page
    life.sign_off()
    assert "Small actions only." in desk(cast.plan_manager).read("1.4.3").content.decode()


# --- what undoes them ------------------------------------------------------------------------------------


def test_r21_returned_at_verification_by_the_signer_and_taken_back(cast, life, desk, said):
    for page, person, words in (
        ("1.4.3/return-at-verification", cast.officer_elsewhere, {"because": "Not shown."}),
        ("1.4.3/return", cast.plan_manager, {"because": "Not shown.", "agreed_at": cast.meeting.pk}),
        ("1.4.3/take-back", cast.officer, {"because": "Not shown."}),
    ):
        if not SignOff.objects.open().exists():
            life.show_everything()
            life.report_complete()
        answer = desk(person).send(page, **words)
        assert "in progress again" in said(answer)
        assert (life.action.status, life.action.done_on) == ("in progress", None)
        assert "Not shown." in answer.content.decode()
    assert list(SignOff.objects.values_list("outcome", flat=True)) == ["returned", "returned", "taken back"]


def test_only_who_reported_or_the_lead_takes_it_back(cast, life):
    life.to("reported complete")
    with pytest.raises(Refused, match="by who made it"):
        life.take_back(by=cast.colleague, recorded_by=cast.colleague)


def test_r25_a_complete_action_is_checked_and_reopened_and_its_rating_is_asked_anew(cast, life, desk):
    life.to("complete")
    desk(cast.officer_elsewhere).send("1.4.3/check", checked_on="6 April 2016", because="The page is gone.")
    assert life.action.status == "complete"
    desk(cast.plan_manager).send("1.4.3/reopen", agreed_at=cast.meeting.pk, because="It slid back.")
    action = life.action
    assert (action.status, action.rating, action.latest_update) == ("in progress", "", None)
    assert (action.signed_off_at, action.signed_off_words, action.done_on) == (None, "", None)
    report = SignOff.objects.get()
    assert (report.outcome, report.decided_words, report.reopened_because) == (
        "signed off",
        "CSE Sub-Group",
        "It slid back.",
    )
    page = desk(cast.officer).read("1.4.3").content.decode()
    for words in ("The page is gone.", "reopened 6 April 2016", "Not yet rated"):
        assert words in page


def test_the_status_is_said_and_no_form_shown_where_it_is_not_the_turn(cast, life, desk, everything):
    life.submit_update()
    before = everything()
    for page, person in (
        (VERIFY, cast.officer_elsewhere),
        (SIGN, cast.plan_manager),
        ("1.4.3/reopen", cast.plan_manager),
    ):
        shown = desk(person).read(page).content.decode()
        assert "has not been reported complete" in shown
        assert '<button class="btn btn-first" type="submit">' not in shown
    assert everything() == before


def test_a_second_click_is_harmless_and_the_reason_is_asked_for(cast, life, desk, errors):
    life.to("verified")
    manager = desk(cast.plan_manager)
    assert set(errors(manager.send(SIGN))) == {"agreed_at", "because"}
    typed = manager.typed(SIGN, agreed_at=cast.meeting.pk, because="Seen.")
    first, second = manager.post(SIGN, typed), manager.post(SIGN, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Step.objects.filter(verb="sign_off").count() == 1


# --- recorded, not yet confirmed -------------------------------------------------------------------------


def test_r21_what_is_recorded_for_another_is_not_confirmed_until_they_do(cast, life, desk):
    manager = desk(cast.plan_manager)
    life.ask_extension()
    mail.outbox.clear()
    manager.send(
        "1.4.3/extension/grant", decided_by=str(cast.chief_officer.pk), agreed_at="", received_by="phone", because="Agreed.",
        to_on="31 May 2016",
    )  # fmt: skip
    step = last("grant_extension")
    assert "recorded, not yet confirmed" in manager.read("1.4.3").content.decode()
    (message,) = mail.outbox
    link = f"/plans/the-plan/steps/{step.pk}/confirm/"
    assert message.to == [cast.chief_officer.email]
    assert link in message.body
    assert "Agreed." not in message.body
    chief = desk(cast.chief_officer)
    assert link in chief.read("/").content.decode()
    for _ in range(2):
        assert chief.read(link).status_code == 200
    assert "recorded, not yet confirmed" in manager.read("1.4.3").content.decode()
    chief.send(link)
    page = manager.read("1.4.3").content.decode()
    assert "confirmed by Chief officer, 6 April 2016" in page
    assert link not in chief.read("/").content.decode()
    for name in ("plan_manager", "officer", "member"):
        assert desk(getattr(cast, name)).read(link).status_code == 403


def test_a_bodys_decision_is_confirmed_by_its_minute(cast, life, desk):
    life.to("verified")
    life.sign_off(minute="")
    step = last("sign_off")
    link = f"/plans/the-plan/steps/{step.pk}/confirm/"
    page = desk(cast.plan_manager).read(link)
    assert page.context["form"].fields["minute"].required
    desk(cast.plan_manager).send(link, minute="14/16")
    assert "minute 14/16 attached" in desk(cast.officer).read("1.4.3").content.decode()


# --- who ---------------------------------------------------------------------------------------------------


def test_the_wrong_person_is_refused_and_reading_changes_nothing(cast, life, desk, everything):
    life.to("reported complete")
    before = everything()
    for page in (REPORT, VERIFY, SIGN, "1.4.3/take-back", "1.4.3/return", "1.4.3/reopen", "1.4.3/check"):
        for name in ("member", "scrutiny_officer", "executive_member", "reader", "information_governance"):
            assert desk(getattr(cast, name)).read(page).status_code == 403, (page, name)
        assert desk(cast.outsider).read(page).status_code == 404
    for page in (REPORT, "1.4.3/take-back"):
        assert desk(cast.officer).read(page).status_code == 200
    assert everything() == before
    assert Action.objects.get(pk=cast.action.pk).status == "reported complete"


# --- what a reader of this code tried ---------------------------------------------------------------------


def signs_by_post(cast, holder) -> Post:
    post = Post(title="Director", organisation=cast.council, holder=holder)
    set_up(post, cast.administrator)
    rules = {"signing_body": None, "signing_post": post, "waiver_because": "", "quarters": ""}
    set_rules(Plan.objects.get(pk=cast.plan.pk), changes=rules, because="Agreed.", **cast.as_manager())
    return post


@pytest.mark.parametrize("page", ["1.4.3/return", "1.4.3/sign-off"])
def test_a_post_that_nobody_holds_decides_nothing(cast, life, desk, errors, everything, page):
    signs_by_post(cast, None)
    life.to("verified")
    before = everything()
    answer = desk(cast.plan_manager).send(page, because="So.", received_by="phone")
    assert "Nobody holds the post Director" in errors(answer)["__all__"]
    assert everything() == before


@pytest.mark.parametrize("has_left", [False, True])
def test_what_a_post_decided_is_confirmed_by_who_held_it_then_unless_they_have_left(cast, life, desk, has_left):
    post = signs_by_post(cast, cast.chief_officer)
    life.to("verified")
    life.sign_off(by=post, agreed_at=None, minute="", received_by="phone")
    link = f"/plans/the-plan/steps/{last('sign_off').pk}/confirm/"
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.colleague, because="New.", **cast.as_manager())
    hold_post(post, holder=cast.colleague, because="Moved on.", plan=cast.plan, **cast.as_manager())
    if has_left:
        with written():
            User.objects.filter(pk=cast.chief_officer.pk).update(is_active=False)
    confirms, does_not = (cast.colleague, None) if has_left else (cast.chief_officer, cast.colleague)
    assert link in desk(confirms).read("/").content.decode()
    if does_not is not None:
        assert link not in desk(does_not).read("/").content.decode()
        assert desk(does_not).read(link).status_code == 403
    desk(confirms).send(link)
    assert "confirmed by" in desk(cast.plan_manager).read("1.4.3").content.decode()


def test_what_a_holder_recorded_of_her_own_post_waits_for_nobody_when_she_moves_on(cast, life, desk):
    post = signs_by_post(cast, cast.chief_officer)
    life.to("verified")
    life.sign_off(by=post, recorded_by=cast.chief_officer, agreed_at=None, minute="")
    hold_post(post, holder=cast.colleague, because="Moved on.", plan=cast.plan, **cast.as_manager())
    assert "not yet confirmed" not in desk(cast.plan_manager).read("1.4.3").content.decode()
    assert f"/steps/{last('sign_off').pk}/confirm/" not in desk(cast.colleague).read("/").content.decode()


def test_who_reported_does_not_record_that_somebody_verified_it(cast, life, everything):
    life = life.of(cast.action_elsewhere)
    life.show_everything()
    life.report_complete(by=cast.plan_manager, recorded_by=cast.plan_manager)
    before = everything()
    with pytest.raises(Refused, match="does not record that somebody verified it"):
        life.verify(recorded_by=cast.plan_manager, received_by="phone")
    assert everything() == before


@pytest.mark.parametrize("nothing", [" ", "\u200b", "\u2800\n"])
def test_a_waiver_and_a_reason_that_cannot_be_seen_are_none(cast, everything, nothing):
    before = everything()
    with pytest.raises(Refused, match="Say why"):
        rules(cast, waiver_because=nothing)
    with pytest.raises(Refused, match="Say why"):
        grant_role(cast.plan, role=Role.READER, holder=cast.outsider, because=nothing, **cast.as_manager())
    assert everything() == before


def test_a_post_that_nobody_holds_any_longer_reopens_nothing(cast, life):
    post = signs_by_post(cast, cast.chief_officer)
    life.to("verified")
    life.sign_off(by=post, agreed_at=None, minute="")
    hold_post(post, holder=None, because="Moved on.", plan=cast.plan, **cast.as_manager())
    with pytest.raises(Refused, match="Nobody holds"):
        life.reopen(by=Post.objects.get(pk=post.pk), agreed_at=None, minute="")


@pytest.mark.parametrize("status", ["reported complete", "verified"])
def test_what_is_no_longer_shown_is_neither_verified_nor_signed_off_but_returned(cast, life, status):
    life.to(status)
    life.withdraw_evidence()
    with pytest.raises(Refused, match="Evidence was withdrawn since this was reported"):
        life.verify() if status == "reported complete" else life.sign_off()
    life.return_report()
    assert life.action.status == "in progress"


def test_a_body_does_not_decide_before_there_is_anything_to_decide(cast, life, everything):
    early = set_up(Meeting(body=cast.sub_group, held_on=dt.date(2016, 4, 5)), cast.administrator)
    life.to("verified")
    before = everything()
    for decides in (life.sign_off, life.return_report):
        with pytest.raises(Refused, match="That meeting was held before it was done, on 6 April 2016"):
            decides(agreed_at=early)
    assert everything() == before
    life.sign_off()
    with pytest.raises(Refused, match="held before that was decided"):
        life.reopen(agreed_at=early)
    with pytest.raises(Refused, match="lies before its sign-off"):
        life.assurance_check(checked_on=dt.date(2016, 4, 5))


def test_who_verified_does_not_record_the_sign_off(cast, life, everything):
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.officer_elsewhere, because="Two.", **cast.as_manager())
    life.to("verified")
    before = everything()
    with pytest.raises(Refused, match="leads, reports or verifies an action does not record"):
        life.sign_off(recorded_by=cast.officer_elsewhere)
    assert everything() == before


@pytest.mark.parametrize("name", ["plan_manager", "chief_officer"])
def test_who_reported_does_not_record_what_a_body_decided_of_it(cast, life, everything, name):
    """Nor while the plan waives verification: with any minute typed in, one person would have signed her own work."""
    reporter = getattr(cast, name)
    rules(cast, waiver_because="Both are small.")
    grant_role(cast.plan, role=Role.PLAN_MANAGER, holder=cast.chief_officer, because="Two.", **cast.as_manager())
    life.show_everything()
    life.report_complete(by=reporter, recorded_by=reporter)
    life.waive_verification()
    before = everything()
    with pytest.raises(Refused, match="leads, reports or verifies an action does not record"):
        life.sign_off(recorded_by=reporter)
    assert everything() == before
    life.sign_off(recorded_by=cast.chief_officer if name == "plan_manager" else cast.plan_manager)


@pytest.mark.parametrize("page", [VERIFY, "1.4.3/return-at-verification", "1.4.3/return"])
def test_who_looks_and_who_decides_see_what_shows_it_criterion_by_criterion(cast, life, desk, page):
    life.to("reported complete")
    life.withdraw_evidence()
    person = cast.plan_manager if page.endswith("/return") else cast.officer_elsewhere
    shown = desk(person).read(page).content.decode()
    assert "Minutes of the panel" in shown
    assert "Shared drive" in shown
    assert shown.count("shown by nothing") == 1
