"""Marks: marking, confirming, naming readers, releasing for a meeting, asking for the lifting, lifting and keeping."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.marking import of_action, of_update, text_beside
from actions.models import ProgressUpdate
from actions.wording import reassign
from people import clock
from people.models import Meeting, Membership
from plans import marks
from plans.confirming import mail_link
from plans.models import Mark, MarkGrant, Opening, Plan, Role, Step
from plans.people_of_plan import grant_role
from plans.steps import Refused
from plans.withheld import marks_for
from reports.versions import issue_to_members
from scrutiny.closing import account_for, begin_closing, close_plan, confirm_closing
from scrutiny.models import Closing
from tests.a_round import ARound
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, set_up
from tests.scrutiny.whole_life import list_of
from tests.sending import send, steps, typed

NEXT_YEAR = TODAY.replace(year=2017)
EXEMPT = {"kind": "exempt", "paragraphs": ["1", "2"], "review_on": NEXT_YEAR}


def whole(cast, action=None):
    return of_action(action or cast.action)


def a_mark(cast, kind="restricted", **words):
    said = {**EXEMPT, **words} if kind == "exempt" else {"kind": kind, **words}
    step = marks.mark(whole(cast), because="Named partners alone.", **said, **cast.as_manager())
    return Mark.objects.get(pk=step.key)


def proper_officer(cast):
    """The executive member’s seat: proper officer of the commission, which has a role on the plan."""
    set_up(
        Membership(body=cast.sub_group, person=cast.reader, capacity="proper officer", from_on=TODAY),
        cast.administrator,
    )
    return {"by": cast.reader, "recorded_by": cast.reader}


def reads(cast, who, roles):
    return bool(marks_for(cast.plan, getattr(cast, who), frozenset(roles)).seen)


def test_marking_leaves_one_step_and_one_history_row_that_say_who_and_why(cast):
    mark = a_mark(cast)
    (step,) = steps(mark)
    assert (step.verb, step.because, step.recorded_by) == ("mark", "Named partners alone.", cast.plan_manager)
    assert mark.history.count() == 1
    assert mark.marked_words == "Plan manager"


def test_an_officer_marks_her_own_organisations_words_and_no_others(cast):
    hers = {"kind": "restricted", "because": "Ours.", "by": cast.colleague, "recorded_by": cast.colleague}
    marks.mark(text_beside(cast.action, "Not for everyone."), **hers)
    for another in (text_beside(cast.action_elsewhere, "Theirs."), whole(cast)):
        with pytest.raises(PermissionDenied):
            marks.mark(another, **hers)
    assert Mark.objects.count() == 1


def test_a_whole_action_is_offered_to_be_marked_to_the_plan_manager_and_not_to_an_officer(cast, client):
    for who, offered in (("plan_manager", True), ("chief_officer", True), ("officer", False)):
        client.force_login(getattr(cast, who))
        page = client.get(f"/plans/the-plan/actions/{cast.action.slug}/mark/").content.decode()
        assert ("The whole action" in page) is offered, who


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "exempt", "review_on": NEXT_YEAR}, "paragraphs"),
        ({"kind": "exempt", "paragraphs": ["1"]}, "review_on"),
        ({"kind": "exempt", "paragraphs": ["1"], "review_on": TODAY}, "review_on"),
        ({"kind": "restricted", "because": " "}, "because"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_kept(cast, words, field):
    with pytest.raises(Refused) as refused:
        marks.mark(whole(cast), **{"because": "So.", **words}, **cast.as_manager())
    assert refused.value.field == field
    assert not Mark.objects.exists()


def test_a_second_mark_on_the_same_thing_is_refused(cast):
    a_mark(cast)
    with pytest.raises(Refused, match="marked already"):
        a_mark(cast, "confidential")


def test_the_form_marks_and_a_second_click_is_harmless(cast, client):
    client.force_login(cast.plan_manager)
    address = f"/plans/the-plan/actions/{cast.action.slug}/mark/"
    answers = {
        "what": f"action {cast.action.pk}", "kind": "exempt", "because": "About a person.", "paragraphs": ["1", "6a"],
        "review_on": "1 May 2017", "organisations": [cast.police.pk],
    }  # fmt: skip
    sent = typed(client, address, **answers)
    for _ in range(2):
        page = client.post(address, sent, follow=True)
        assert "Marked" in page.content.decode()
    mark = Mark.objects.get()
    assert (mark.paragraphs, mark.review_on) == ("1,6a", dt.date(2017, 5, 1))
    assert [grant.organisation for grant in mark.grants.all()] == [cast.police]


def test_a_text_of_its_own_is_read_by_those_who_may_and_counted_for_the_others(cast, client):
    client.force_login(cast.officer)
    page = send(
        client, f"/plans/the-plan/actions/{cast.action.slug}/mark/", what=f"text {cast.action.pk}",
        kind="restricted", because="For partners.", text="The panel meets at the school.",
    )  # fmt: skip
    assert "The panel meets at the school." in page.content.decode()
    client.force_login(cast.officer_elsewhere)
    theirs = client.get(f"/plans/the-plan/actions/{cast.action.slug}/").content.decode()
    assert "The panel" not in theirs
    assert "1 withheld" in theirs


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(cast, client):
    client.force_login(cast.plan_manager)
    page = send(
        client, f"/plans/the-plan/actions/{cast.action.slug}/mark/", what=f"text {cast.action.pk}", kind="exempt",
        because="For partners.",
    ).content.decode()  # fmt: skip
    assert "There is a problem" in page
    assert "For partners." in page
    assert not Mark.objects.exists()


# --- who reads it -----------------------------------------------------------------------------------------


def test_named_organisations_read_it_and_no_longer_once_that_is_ended(cast):
    mark = a_mark(cast)
    assert not reads(cast, "officer_elsewhere", {Role.OFFICER})
    marks.name_reader(mark, reader=cast.police, because="They work on it.", **cast.as_manager())
    assert reads(cast, "officer_elsewhere", {Role.OFFICER})
    grant = MarkGrant.objects.get()
    marks.end_grant(grant, because="They are done.", **cast.as_manager())
    assert not reads(cast, "officer_elsewhere", {Role.OFFICER})
    assert [step.verb for step in steps(grant)] == ["end_grant", "name_reader"]


def test_the_scrutineer_reads_what_is_exempt_where_she_is_named_alone(cast):
    mark = a_mark(cast, "exempt")
    assert not reads(cast, "scrutineer", {Role.SCRUTINEER})
    marks.name_reader(mark, reader=cast.scrutineer, because="She asked.", **cast.as_manager())
    assert reads(cast, "scrutineer", {Role.SCRUTINEER})


def test_what_is_restricted_goes_to_members_where_that_is_said(cast):
    a_mark(cast, may_go_to_members=True)
    assert reads(cast, "member", {Role.MEMBER})
    assert reads(cast, "scrutiny_officer", {Role.SCRUTINY_OFFICER})
    assert not reads(cast, "reader", {Role.READER})


def test_the_proper_officer_confirms_and_releases_it_for_one_meeting(cast):
    how = proper_officer(cast)
    mark = a_mark(cast, "exempt")
    marks.confirm_mark(mark, because="Paragraph 1 applies.", **how)
    mark.refresh_from_db()
    assert mark.confirmed_on == TODAY
    meeting = set_up(Meeting(body=cast.commission, held_on=TODAY + dt.timedelta(days=7)), cast.administrator)
    assert not reads(cast, "member", {Role.MEMBER})
    marks.release_mark(mark, meeting=meeting, because="They decide on it.", **how)
    assert reads(cast, "member", {Role.MEMBER})
    with clock.at(NOW + dt.timedelta(days=7)):
        assert reads(cast, "member", {Role.MEMBER})
    with clock.at(NOW + dt.timedelta(days=8)):
        assert not reads(cast, "member", {Role.MEMBER})


def test_a_meeting_that_is_over_releases_nothing(cast):
    how = proper_officer(cast)
    mark = a_mark(cast, "exempt")
    marks.confirm_mark(mark, because="Paragraph 1 applies.", **how)
    past = set_up(Meeting(body=cast.commission, held_on=TODAY - dt.timedelta(days=1)), cast.administrator)
    with pytest.raises(Refused, match="one to come"):
        marks.release_mark(mark, meeting=past, because="So.", **how)
    assert not MarkGrant.objects.exists()


def test_what_is_not_confirmed_to_be_exempt_is_not_released(cast):
    how = proper_officer(cast)
    mark = a_mark(cast, "exempt")
    meeting = set_up(Meeting(body=cast.commission, held_on=TODAY + dt.timedelta(days=7)), cast.administrator)
    with pytest.raises(Refused, match="Confirm first"):
        marks.release_mark(mark, meeting=meeting, because="They decide on it.", **how)
    assert not MarkGrant.objects.exists()


def test_nobody_but_the_proper_officer_confirms_or_releases(cast):
    mark = a_mark(cast, "exempt")
    for verb, words in ((marks.confirm_mark, {}), (marks.release_mark, {"meeting": cast.meeting})):
        with pytest.raises(PermissionDenied):
            verb(mark, because="So.", **words, **cast.as_manager())


def test_a_mark_follows_its_action_to_another_lead(cast):
    mark = a_mark(cast)
    reassign(cast.action, lead_post=cast.lead_elsewhere, because="They do it now.", **cast.as_manager())
    assert reads(cast, "officer_elsewhere", {Role.OFFICER})
    assert not reads(cast, "officer", {Role.OFFICER})
    assert [step.verb for step in steps(mark)] == ["move_mark", "mark"]


# --- lifting ------------------------------------------------------------------------------------------------


def test_lifting_is_asked_by_one_and_done_by_information_governance(cast, client):
    mark = a_mark(cast)
    how = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    with pytest.raises(Refused, match="Nobody has asked"):
        marks.lift_mark(mark, because="So.", **how)
    assert not reads(cast, "information_governance", {Role.INFORMATION_GOVERNANCE})
    marks.ask_lifting(mark, because="It is known by now.", **cast.as_manager())
    assert reads(cast, "information_governance", {Role.INFORMATION_GOVERNANCE})
    client.force_login(cast.information_governance)
    assert "lift it, or keep it" in client.get("/").content.decode()
    send(client, f"/plans/the-plan/marks/{mark.pk}/lift/", because="It is known.")
    mark.refresh_from_db()
    assert mark.lifted_words
    assert marks_for(cast.plan, cast.reader, frozenset({Role.READER})).withheld == ()


def test_a_mark_is_kept_and_its_lifting_can_be_asked_again(cast):
    mark = a_mark(cast)
    how = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    marks.ask_lifting(mark, because="It is known by now.", **cast.as_manager())
    with pytest.raises(Refused, match="information governance decides"):
        marks.ask_lifting(mark, because="Again.", **cast.as_manager())
    marks.keep_mark(mark, because="It is not.", **how)
    marks.ask_lifting(mark, because="Now it is.", **cast.as_manager())
    assert [step.verb for step in steps(mark)] == ["ask_lifting", "keep_mark", "ask_lifting", "mark"]


def test_who_asked_for_the_lifting_does_not_lift_it_by_another_role(cast):
    grant_role(
        cast.plan, role=Role.INFORMATION_GOVERNANCE, holder=cast.plan_manager, because="New.", **cast.as_manager()
    )
    mark = a_mark(cast)
    marks.ask_lifting(mark, because="It is known by now.", **cast.as_manager())
    with pytest.raises(Refused, match="Somebody else"):
        marks.lift_mark(mark, because="So.", **cast.as_manager())
    mark.refresh_from_db()
    assert mark.is_standing
    how = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    assert marks.lift_mark(mark, because="It is known.", **how)


def test_a_plan_manager_does_not_lift_what_she_marked(cast):
    mark = a_mark(cast)
    marks.ask_lifting(mark, because="It is known by now.", **cast.as_manager())
    with pytest.raises(PermissionDenied):
        marks.lift_mark(mark, because="So.", **cast.as_manager())


# --- what a mark does ---------------------------------------------------------------------------------------


def test_a_mark_acts_on_versions_that_were_issued_before_and_a_lifting_too(cast, client):
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    client.force_login(cast.member)
    address = f"/plans/the-plan/versions/1/actions/{cast.action.slug}/"
    assert client.get(address).status_code == 200
    mark = a_mark(cast)
    assert client.get(address).status_code == 404
    marks.ask_lifting(mark, because="It is known by now.", **cast.as_manager())
    how = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    marks.lift_mark(mark, because="It is known.", **how)
    assert client.get(address).status_code == 200


def test_opening_a_marked_thing_is_noted_for_information_governance(cast, client):
    a_mark(cast)
    client.force_login(cast.officer)
    client.get(f"/plans/the-plan/actions/{cast.action.slug}/")
    client.get(f"/plans/the-plan/actions/{cast.action_elsewhere.slug}/")
    (opening,) = Opening.objects.all()
    assert (opening.opened_by, opening.opened_words, opening.through) == (cast.officer, str(cast.lead), "page")
    client.force_login(cast.information_governance)
    page = client.get("/plans/the-plan/reading-log/").content.decode()
    assert "1 opening" in page
    assert str(cast.lead) in page


DRAWN_ON = [
    "/plans/the-plan/?actions=all",
    "/plans/the-plan/themes/1/",
    "/plans/the-plan/objectives/1.4/",
    "/plans/the-plan/actions/1.4.3/",
    "/plans/the-plan/versions/1/?actions=all",
    "/plans/the-plan/versions/1/themes/1/",
    "/plans/the-plan/versions/1/objectives/1.4/",
    "/plans/the-plan/versions/1/actions/1.4.3/",
    "/plans/the-plan/actions/1.4.3/mark/",
    "/plans/the-plan/actions/1.4.3/reopen/",
    "/plans/the-plan/closing/",
    "/plans/the-plan/versions/1/closing/",
    "/plans/the-plan/every-change/",
    "/search/?q=strategy",
]
# Of an officer who leads it, and of a plan manager: what these list is theirs to do.
DRAWN_FOR_OTHERS = [
    ("officer", "/plans/the-plan/my-return/"),
    ("plan_manager", "/plans/the-plan/several/report-complete/"),
    ("plan_manager", "/plans/the-plan/structure/"),
    ("plan_manager", "/plans/the-plan/actions/1.4.10/supersede/"),
]


def opened_by_reading(client, address):
    """The lines that one reading of ``address`` leaves, and what was read."""
    before = set(Opening.objects.values_list("pk", flat=True))
    answer = client.get(address)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(Opening.objects.exclude(pk__in=before)), body.decode()


@pytest.mark.parametrize(("who", "address"), [*(("chief_officer", address) for address in DRAWN_ON), *DRAWN_FOR_OTHERS])
def test_every_page_that_draws_the_words_of_a_marked_action_notes_who_opened_it(cast, client, who, address):
    issue_to_members(cast.plan, label="March 2016", because="For the meeting.", **cast.as_manager())
    ARound(cast).set_route().open()
    client.force_login(getattr(cast, who))
    assert opened_by_reading(client, address)[0] == []
    mark = a_mark(cast, "confidential")
    (opening,), page = opened_by_reading(client, address)
    # Search sets the word that it found apart.
    assert cast.action.wording in page.replace("<mark>", "").replace("</mark>", "")
    assert (opening.mark, opening.plan, opening.opened_by) == (mark, cast.plan, getattr(cast, who))
    assert opening.through == ("paper" if "every-change" in address else "page")


@pytest.mark.parametrize("address", [*DRAWN_ON, "/search/?q=1.4.10", "/plans/the-plan/"])
def test_who_reads_nothing_of_it_and_a_page_without_it_leave_no_line(cast, client, address):
    issue_to_members(cast.plan, label="March 2016", because="For the meeting.", **cast.as_manager())
    a_mark(cast, "confidential")
    client.force_login(cast.scrutineer if address in DRAWN_ON else cast.chief_officer)
    client.get(address)
    assert not Opening.objects.exists()


def test_the_list_of_a_closing_draws_no_update_so_a_mark_on_one_is_not_opened_by_it(cast, client):
    Life(cast).submit_update()
    marks.mark(of_update(ProgressUpdate.objects.get()), kind="confidential", because="So.", **cast.as_manager())
    client.force_login(cast.chief_officer)
    assert opened_by_reading(client, "/plans/the-plan/closing/")[0] == []
    assert len(opened_by_reading(client, "/plans/the-plan/objectives/1.4/")[0]) == 1


def test_a_closed_plans_statement_and_its_confirmation_note_it_too(cast, client):
    Life(cast).to("complete")
    Life(cast).of(cast.action_elsewhere).to("withdrawn")
    plan = Plan.objects.get(pk=cast.plan.pk)
    closing = begin_closing(plan, officers=[cast.chief_officer], because="It is over.", **cast.as_manager())
    account_for(closing, cast.objective, because="Daily work.", **cast.as_manager())
    a_mark(cast, "confidential")
    client.force_login(cast.chief_officer)
    officer = closing.officers.get()
    assert len(opened_by_reading(client, f"/plans/the-plan/closing/officers/{officer.pk}/confirm/")[0]) == 1
    hers = {"by": cast.chief_officer, "recorded_by": cast.chief_officer}
    confirm_closing(officer, list_seen=list_of(closing), because="Read.", **hers)
    close_plan(Closing.objects.get(pk=closing.pk), because="Nothing is left.", **cast.as_manager())
    assert len(opened_by_reading(client, "/plans/the-plan/closing/")[0]) == 1


@pytest.mark.parametrize("address", ["/search/?q=1.4", "/plans/the-plan/closing/", "/plans/the-plan/objectives/1.4/"])
def test_two_marked_things_are_noted_in_as_many_queries_as_one(cast, client, address):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    a_mark(cast, "confidential")
    client.force_login(cast.chief_officer)
    client.get(address)
    of_one = asked()
    marks.mark(whole(cast, cast.action_elsewhere), kind="confidential", because="So.", **cast.as_manager())
    before = Opening.objects.count()
    assert asked() == of_one
    assert Opening.objects.count() == before + 2


def test_a_plan_without_a_mark_costs_no_query_for_marks(cast, client):
    client.force_login(cast.officer)
    client.get("/plans/the-plan/")
    with CaptureQueriesContext(connection) as without:
        client.get("/plans/the-plan/")
    a_mark(cast)
    with CaptureQueriesContext(connection) as with_one:
        client.get("/plans/the-plan/")
    assert len(with_one) == len(without) + 1


def test_giving_somebody_a_role_lets_them_read_no_marked_thing(cast, client):
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    a_mark(cast, "confidential")
    grant_role(cast.plan, role=Role.READER, holder=cast.outsider, because="To read it.", **cast.as_manager())
    client.force_login(cast.outsider)
    assert client.get("/plans/the-plan/actions/1.4.10/").status_code == 200
    assert client.get(f"/plans/the-plan/actions/{cast.action.slug}/").status_code == 404


@pytest.mark.parametrize("who", ["reader", "member", "scrutiny_officer", "chief_officer"])
def test_somebody_who_reads_nothing_by_being_named_is_not_named(cast, who):
    mark = a_mark(cast, "exempt")
    with pytest.raises(Refused, match="holds no role by which anybody is named"):
        marks.name_reader(mark, reader=getattr(cast, who), because="She asked.", **cast.as_manager())
    assert not MarkGrant.objects.exists()


# --- what every gesture is asked --------------------------------------------------------------------------


@dataclass(frozen=True)
class Gesture:
    """One verb on a mark: its page, whose it is, a mark on which it is its turn, what is typed besides the reason."""

    verb: str
    page: str
    who: str
    kind: str = "exempt"
    lifting_asked: bool = False
    typed: str = ""

    def __str__(self) -> str:
        return self.verb


GESTURES = (
    Gesture("confirm_mark", "confirm", "proper_officer"),
    Gesture("name_reader", "name-a-reader", "plan_manager", typed="organisation"),
    Gesture("release_mark", "release", "proper_officer", typed="meeting"),
    Gesture("ask_lifting", "ask-to-lift", "plan_manager"),
    Gesture("lift_mark", "lift", "information_governance", lifting_asked=True),
    Gesture("keep_mark", "keep", "information_governance", lifting_asked=True),
)


@pytest.fixture
def place(cast):
    """``place(gesture)``: the mark on which it is its turn, who does it, the address of its page and what is typed."""
    proper = proper_officer(cast)["by"]
    meeting = set_up(Meeting(body=cast.commission, held_on=TODAY + dt.timedelta(days=7)), cast.administrator)

    def made(gesture: Gesture):
        mark = a_mark(cast, gesture.kind)
        if gesture.verb == "release_mark":
            marks.confirm_mark(mark, because="Paragraph 1 applies.", by=proper, recorded_by=proper)
            mark.refresh_from_db()
        if gesture.lifting_asked:
            marks.ask_lifting(mark, because="Known by now.", **cast.as_manager())
            mark.refresh_from_db()
        person = proper if gesture.who == "proper_officer" else getattr(cast, gesture.who)
        chosen = {"organisation": cast.police.pk, "meeting": meeting.pk}
        given = {gesture.typed: chosen[gesture.typed]} if gesture.typed else {}
        return mark, person, f"/plans/the-plan/marks/{mark.pk}/{gesture.page}/", given

    return made


@pytest.mark.parametrize("gesture", GESTURES, ids=str)
def test_it_is_done_once_by_a_click_that_is_repeated_and_says_who_and_why(cast, client, place, gesture):
    _, person, address, given = place(gesture)
    client.force_login(person)
    before = Step.objects.count()
    client.get(address)
    assert Step.objects.count() == before  # GET changes nothing
    sent = typed(client, address, because="It is so.", **given)
    for _ in range(2):
        client.post(address, sent)
    (step,) = Step.objects.filter(verb=gesture.verb)
    assert (step.because, step.recorded_by) == ("It is so.", person)
    assert Step.objects.count() == before + 1
    row = {"mark": Mark, "markgrant": MarkGrant}[step.kind].objects.get(pk=step.key)
    assert row.history.filter(version=step.version).count() == 1


@pytest.mark.parametrize("gesture", GESTURES, ids=str)
def test_the_reason_is_asked_for_and_nothing_is_kept(cast, client, place, gesture):
    _, person, address, given = place(gesture)
    client.force_login(person)
    page = send(client, address, because="", **given).content.decode()
    assert "There is a problem" in page
    assert not Step.objects.filter(verb=gesture.verb).exists()


@pytest.mark.parametrize("gesture", GESTURES, ids=str)
def test_the_wrong_person_is_refused(cast, client, place, gesture):
    _, _, address, given = place(gesture)
    for who in ("officer_elsewhere", "member", "scrutineer", "outsider", "executive_member"):
        client.force_login(getattr(cast, who))
        assert client.get(address).status_code in (403, 404), who
        assert client.post(address, {"because": "It is so.", **given}).status_code in (403, 404), who
    assert not Step.objects.filter(verb=gesture.verb).exists()


@pytest.mark.parametrize("gesture", GESTURES, ids=str)
def test_nothing_more_is_done_to_a_mark_that_was_lifted(cast, client, place, gesture):
    mark, person, address, given = place(gesture)
    governs = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    if mark.lifting_asked_on is None:
        marks.ask_lifting(mark, because="Known by now.", **cast.as_manager())
    marks.lift_mark(mark, because="It is known.", **governs)
    before = Step.objects.count()
    client.force_login(person)
    page = send(client, address, because="It is so.", **given).content.decode()
    assert "lifted" in page
    assert Step.objects.count() == before


def test_what_is_not_exempt_waits_for_no_proper_officer(cast):
    how = proper_officer(cast)
    with pytest.raises(Refused, match="what is exempt alone waits"):
        marks.confirm_mark(a_mark(cast, "confidential"), because="So.", **how)


def test_naming_is_ended_once(cast):
    mark = a_mark(cast)
    marks.name_reader(mark, reader=cast.police, because="They work on it.", **cast.as_manager())
    grant = MarkGrant.objects.get()
    marks.end_grant(grant, because="They are done.", **cast.as_manager())
    with pytest.raises(Refused, match="That ended on"):
        marks.end_grant(grant, because="Again.", **cast.as_manager())


def test_a_text_that_was_released_stands_on_its_action_for_everybody(cast, client):
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    step = marks.mark(
        text_beside(cast.action, "The panel meets at the school."),
        kind="restricted",
        because="So.",
        **cast.as_manager(),
    )
    mark = Mark.objects.get(pk=step.key)
    marks.ask_lifting(mark, because="It is known by now.", **cast.as_manager())
    how = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    marks.lift_mark(mark, because="It is known.", **how)
    for who in ("officer_elsewhere", "member", "reader"):
        client.force_login(getattr(cast, who))
        assert "The panel meets at the school." in client.get("/plans/the-plan/actions/1.4.3/").content.decode(), who


def test_what_a_body_decided_on_something_withheld_from_its_chair_is_not_mailed_to_him(cast, mailoutbox):
    life = Life(cast)
    life.ask_extension()
    set_up(Membership(body=cast.sub_group, person=cast.scrutineer, capacity="chair", from_on=TODAY), cast.administrator)
    a_mark(cast, "confidential")
    step = life.grant_extension()
    assert mail_link(step, "https://plans.example.org")
    assert cast.scrutineer.email not in [address for mail in mailoutbox for address in mail.to]


# --- a marked action that moves to another plan -------------------------------------------------------------


def carried_on(cast, life):
    life.propose_move()
    life.agree_move()
    successor = life.accept_move()
    return Mark.objects.get(plan=cast.other_plan, key=successor.pk)


LOOSE, STRICT = {"may_go_to_members": True}, {"may_go_to_members": False}


@pytest.mark.parametrize(
    ("on_the_whole", "on_a_text", "members", "named"),
    [
        ((STRICT, ""), (LOOSE, "police"), False, set()),
        ((LOOSE, "police"), (STRICT, ""), False, set()),
        ((LOOSE, "council police"), (LOOSE, "police"), True, {"police"}),
        ((LOOSE, "police"), ({"kind": "confidential"}, "police council"), False, {"police"}),
    ],
)
def test_what_carries_on_a_marked_action_is_marked_as_strictly_as_all_its_marks_together(
    cast, on_the_whole, on_a_text, members, named
):
    for hours, what, (words, to) in (
        (0, whole(cast), on_the_whole),
        (1, text_beside(cast.action, "A text."), on_a_text),
    ):
        organisations = [getattr(cast, name) for name in to.split()]
        said = {"kind": "restricted", "because": "For partners.", **words, "organisations": organisations}
        with clock.at(NOW + dt.timedelta(hours=hours)):
            marks.mark(what, **said, **cast.as_manager())
    with clock.at(NOW + dt.timedelta(hours=2)):
        carried = carried_on(cast, Life(cast))
    assert carried.kind == on_a_text[0].get("kind", "restricted")
    assert carried.may_go_to_members is members
    assert {grant.organisation for grant in carried.grants.all()} == {getattr(cast, name) for name in named}


def test_who_proposes_to_move_a_marked_action_is_told_who_reads_it_then(cast, client):
    client.force_login(cast.plan_manager)
    address, told = f"/plans/the-plan/actions/{cast.action.slug}/move/", "without being named as a reader"
    assert told not in client.get(address).content.decode()
    marks.mark(text_beside(cast.action, "A text."), kind="restricted", because="So.", **cast.as_manager())
    assert told in client.get(address).content.decode()


def test_who_is_to_accept_a_marked_action_reads_that_it_is_marked_and_is_noted_where_it_comes_from(cast, client):
    life = Life(cast)
    life.propose_move()
    life.agree_move()
    client.force_login(cast.outsider)
    there = "/plans/another-plan/moves-in/"
    pages = [there, f"{there}{life.move().pk}/accept/", f"{there}{life.move().pk}/refuse/"]
    for address in pages:
        assert "not for everyone" not in client.get(address).content.decode()
    assert not Opening.objects.exists()
    mark = a_mark(cast)
    for number, address in enumerate(pages, 1):
        assert "not for everyone" in client.get(address).content.decode()
        assert Opening.objects.count() == number
    assert {(one.plan, one.mark, one.opened_by) for one in Opening.objects.all()} == {(cast.plan, mark, cast.outsider)}
    client.force_login(cast.information_governance)
    assert "3 openings" in client.get("/plans/the-plan/reading-log/").content.decode()


def test_who_marks_an_action_that_moved_is_told_where_its_words_stand_too(cast, client):
    life = Life(cast)
    life.propose_move()
    life.agree_move()
    successor = life.accept_move()
    sides = (
        ("plan_manager", f"/plans/the-plan/actions/{cast.action.slug}/mark/", cast.action, successor),
        ("outsider", f"/plans/another-plan/actions/{successor.slug}/mark/", successor, cast.action),
    )
    for who, address, _, other in sides:
        client.force_login(getattr(cast, who))
        told = f"stand in {other.plan.short_title} under {other.reference}, by a move"
        assert told in client.get(address).content.decode()
    for (who, address, action, other), told in zip(sides, ("to mark them as well", "is as strict"), strict=True):
        client.force_login(getattr(cast, who))
        page = send(
            client, address, what=f"action {action.pk}", kind="confidential", because="The law."
        ).content.decode()
        assert told in page
        assert f"stand in {other.plan.short_title}" in page
    assert Mark.objects.count() == 2


def test_a_mark_on_an_action_that_never_moved_says_nothing_of_other_plans(cast, client):
    client.force_login(cast.plan_manager)
    address = f"/plans/the-plan/actions/{cast.action.slug}/mark/"
    assert "by a move" not in client.get(address).content.decode()
