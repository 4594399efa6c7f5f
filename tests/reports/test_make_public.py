"""Make public: proposed by the plan manager, confirmed by somebody else, from a day on; and taken off again by one person."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.record_check import RecordCheck
from people import clock
from people.tracking import written
from plans.models import Plan, Release, Step
from plans.people_of_plan import grant_role
from plans.rounds import give_up_round
from plans.steps import AlreadyDone, ChangedMeanwhile, Refused
from plans.structure import create_plan
from reports.public import confirm_public, make_public, refuse_public, withdraw_from_public
from tests.a_release import as_chief_officer, confirm, issue, propose, propose_and_confirm, withdraw
from tests.a_round import ARound
from tests.actions.conftest import Desk, cast, db, desk, errors, leaves_nothing
from tests.conftest import NOW, TODAY
from tests.reports.reading import words
from tests.sending import everything, steps

__all__ = ["cast", "db", "desk", "errors", "leaves_nothing"]

VERSIONS = "/plans/the-plan/versions/"
PROPOSE, CONFIRM = f"{VERSIONS}1/make-public/", f"{VERSIONS}1/confirm-public/"
REFUSE, WITHDRAW = f"{VERSIONS}1/refuse-public/", f"{VERSIONS}1/withdraw-from-public/"
PUBLIC = "/public/the-plan/"
BECAUSE = "It goes with the agenda."


@pytest.fixture
def manager(cast) -> Desk:
    return Desk(cast.plan_manager)


@pytest.fixture
def chief_officer(cast) -> Desk:
    return Desk(cast.chief_officer)


def shown(answer) -> str:
    return words(answer.content.decode())


def is_public(client) -> bool:
    return client.get(PUBLIC).status_code == 200


@pytest.fixture
def another_manager(cast):
    grant_role(cast.plan, role="plan manager", holder=cast.reader, because="She helps.", **cast.as_manager())
    return cast.reader


# --- it works ------------------------------------------------------------------------------------


def test_it_is_proposed_by_the_plan_manager_and_confirmed_by_a_chief_officer_and_public_then_and_not_before(
    cast, manager, chief_officer, client
):
    assert not is_public(client)
    issue(cast)
    assert not is_public(client)  # issued to members is not public
    assert "Make it public" in shown(manager.read(VERSIONS))
    answer = manager.send(PROPOSE, because=BECAUSE)
    assert answer.redirect_chain[-1][0] == VERSIONS
    assert "It waits for a chief officer or another plan manager to confirm it" in shown(answer)
    assert not is_public(client)
    assert "Version 1 to be made public – confirm" in shown(chief_officer.read("/"))
    page = shown(chief_officer.read(CONFIRM))
    assert "Proposed by Plan manager on 6 April 2016, to be public from 6 April 2016" in page
    answer = chief_officer.send(CONFIRM, because="Read through; nobody is named.")
    assert "Confirmed: the public reads version 1" in shown(answer)
    assert is_public(client)
    assert "to be made public" not in shown(chief_officer.read("/"))
    assert list(RecordCheck().findings()) == []


def test_another_plan_manager_confirms_it_too(cast, another_manager, client):
    issue(cast)
    release = propose(cast)
    assert "Version 1 to be made public – confirm" in shown(Desk(another_manager).read("/"))
    confirm(cast, release, by=another_manager, recorded_by=another_manager)
    assert is_public(client)


def test_each_of_the_two_leaves_one_step_and_one_history_row_that_say_who_and_why(cast):
    issue(cast)
    before = everything()
    release = propose(cast)
    after = everything()
    assert {name: len(after[name]) - len(before[name]) for name in after if after[name] != before[name]} == {
        "plans.Release": 1, "plans.HistoricalRelease": 1, "plans.Step": 1,
    }  # fmt: skip
    confirm(cast, release)
    confirmed, proposed = steps(release)
    assert (proposed.verb, proposed.by_person, proposed.because) == ("make_public", cast.plan_manager, BECAUSE)
    assert (confirmed.verb, confirmed.by_person, confirmed.because) == (
        "confirm_public", cast.chief_officer, "Read through; nobody is named.",
    )  # fmt: skip
    assert confirmed.reference == "Version 1 to the public"
    assert (confirmed.was, confirmed.now) == ({"status": "proposed"}, {"status": "confirmed"})
    row = Release.objects.get().history.latest()
    assert (row.history_user, row.history_change_reason) == (cast.chief_officer, "Read through; nobody is named.")


def test_who_made_it_public_when_and_why_stands_under_versions(cast, manager):
    issue(cast)
    withdraw(cast, propose_and_confirm(cast))
    page = shown(manager.read(VERSIONS))
    assert "Made public, and taken off again 3" in page
    assert (
        f"Proposed to be made public – Version 1 to the public Plan manager · 6 April 2016 · because: {BECAUSE}" in page
    )
    assert "Confirmed: made public – Version 1 to the public" in page
    assert "Taken off the public pages – Version 1 to the public" in page
    assert "because: A name slipped in." in page


# --- the day --------------------------------------------------------------------------------------


def test_it_is_public_from_its_day_on(cast, client):
    issue(cast)
    propose_and_confirm(cast, from_on=TODAY + dt.timedelta(days=3))
    for days, expected in ((0, False), (2, False), (3, True), (30, True)):
        with clock.at(NOW + dt.timedelta(days=days)):
            assert is_public(client) == expected, days


def test_confirmed_after_its_day_it_is_public_from_that_day_and_says_so(cast, client):
    issue(cast)
    release = propose(cast)
    with clock.at(NOW + dt.timedelta(days=2)):
        assert not is_public(client)
        assert confirm(cast, release).from_on == TODAY + dt.timedelta(days=2)
        assert is_public(client)
        assert "Public since 8 April 2016" in shown(client.get(PUBLIC))
    assert steps(release)[0].now["from_on"] == "2016-04-08"


def test_an_earlier_day_is_refused_at_its_question(cast, manager, errors):
    issue(cast)
    answer = manager.send(PROPOSE, from_on="5 April 2016", because=BECAUSE)
    assert errors(answer) == {"from_on": "5 April 2016 has passed. It can be public from today on, or later."}
    assert not Release.objects.exists()


def test_today_is_what_the_form_offers(cast, manager):
    issue(cast)
    assert manager.read(PROPOSE).context["form"]["from_on"].value() == TODAY


# --- two people -----------------------------------------------------------------------------------


def test_whoever_proposed_it_does_not_confirm_it_whatever_else_she_is(cast, manager):
    issue(cast)
    grant_role(cast.plan, role="chief officer", holder=cast.plan_manager, because="Acting up.", **cast.as_manager())
    release = propose(cast)
    before = everything()
    assert manager.read(CONFIRM).status_code == 403
    assert manager.post(CONFIRM, {"because": "So."}).status_code == 403
    with pytest.raises(PermissionDenied):
        confirm_public(release, because="So.", **cast.as_manager())
    assert everything() == before
    page = manager.read(VERSIONS).content.decode()
    assert CONFIRM not in page
    assert "Take it back" in page
    assert "to be made public" not in shown(manager.read("/"))


def test_nobody_does_it_in_the_name_of_another(cast, another_manager):
    issue(cast)
    how = {"by": cast.chief_officer, "recorded_by": another_manager}
    with pytest.raises(Refused, match="in the name of another"):
        propose(cast, **how)
    release = propose(cast)
    for verb in (confirm_public, refuse_public):
        with pytest.raises(Refused, match="in the name of another"):
            verb(release, because="So.", **how)
    release = confirm(cast, release)
    with pytest.raises(Refused, match="in the name of another"):
        withdraw_from_public(release, because="So.", **how)


# --- taken back, refused, taken off ---------------------------------------------------------------


def test_its_proposer_takes_it_back_and_it_can_be_proposed_again(cast, manager, client):
    issue(cast)
    propose(cast)
    assert "Take back that version 1 is made public" in shown(manager.read(REFUSE))
    answer = manager.send(REFUSE, because="After the election.")
    assert "It can be proposed again" in shown(answer)
    assert "Not public: taken back on 6 April 2016" in shown(manager.read(VERSIONS))
    assert Release.objects.get().status == "taken back"
    assert steps(Release.objects.get())[0].because == "After the election."
    propose_and_confirm(cast)
    assert is_public(client)


def test_a_chief_officer_refuses_it_and_says_why(cast, chief_officer, client):
    issue(cast)
    propose(cast)
    assert "Refuse that version 1 is made public" in shown(chief_officer.read(REFUSE))
    chief_officer.send(REFUSE, because="A school can be recognised in 1.4.3.")
    assert Release.objects.get().status == "refused"
    assert "because: A school can be recognised in 1.4.3." in shown(chief_officer.read(VERSIONS))
    assert not is_public(client)


@pytest.mark.parametrize("who", ["plan_manager", "chief_officer", "information_governance"])
def test_one_person_takes_it_off_and_that_acts_at_once(cast, client, who):
    issue(cast)
    propose_and_confirm(cast)
    pages = ("", "versions/", "versions/1/", "actions/1.4.3/", "csv/", "json/")
    assert {client.get(PUBLIC + page).status_code for page in pages} == {200}
    answer = Desk(getattr(cast, who)).send(WITHDRAW, because="A name slipped in.")
    assert "Version 1 is off the public pages" in shown(answer)
    assert {client.get(PUBLIC + page).status_code for page in pages} == {404}
    assert Release.objects.get().status == "withdrawn"
    assert Desk(cast.member).read(f"{VERSIONS}1/").status_code == 200  # members read it as before


def test_what_is_confirmed_for_a_later_day_is_taken_off_before_it(cast, client):
    issue(cast)
    withdraw(cast, propose_and_confirm(cast, from_on=TODAY + dt.timedelta(days=3)))
    with clock.at(NOW + dt.timedelta(days=3)):
        assert not is_public(client)


# --- and is refused -------------------------------------------------------------------------------


def test_get_changes_nothing_and_says_what_will_happen(cast, manager, chief_officer):
    issue(cast)
    before = everything()
    page = shown(manager.read(PROPOSE))
    assert "Version 1, March 2016, as it stood on 6 April 2016: 2 actions." in page
    assert "Nothing is public yet when you send this." in page
    assert everything() == before
    propose(cast)
    before = everything()
    for address in (CONFIRM, REFUSE):
        assert chief_officer.read(address).status_code == 200
    confirm(cast, Release.objects.get())
    before = everything()
    assert "Nobody else needs to confirm this" in shown(chief_officer.read(WITHDRAW))
    assert everything() == before


def test_the_wrong_person_is_refused_and_a_plan_that_is_not_theirs_is_not_there(cast):
    issue(cast)
    propose(cast)
    allowed = {
        PROPOSE: {"plan_manager"},
        CONFIRM: {"chief_officer"},
        REFUSE: {"plan_manager", "chief_officer"},
        WITHDRAW: {"plan_manager", "chief_officer", "information_governance"},
    }
    everybody = ("plan_manager", "officer", "chief_officer", "scrutineer", "member", "reader", "information_governance")
    for address, may in allowed.items():
        for who in everybody:
            expected = 200 if who in may else 403
            assert Desk(getattr(cast, who)).read(address).status_code == expected, (address, who)
        assert Desk(cast.outsider).read(address).status_code == 404


def test_a_draft_a_version_not_issued_and_one_given_up_are_refused_in_words(cast):
    draft = create_plan(slug="a-draft", title="A draft", short_title="A draft", because="Begun.", **cast.as_manager())
    round_ = ARound(cast).before_the_body()
    for plan, version, reason in (
        (draft, 1, "A draft is not made public"),
        (cast.plan, 1, "Version 1 is not issued to members"),
        (cast.plan, 9, "Version 9 is not issued to members"),
    ):
        refused(cast, plan, version, reason)
    round_.consider()
    refused(cast, cast.plan, 1, "Version 1 is not issued to members")
    give_up_round(round_.round, because="The commission does not meet.", **cast.as_manager())
    refused(cast, cast.plan, 1, "Version 1 was given up")


def refused(cast, plan, version, reason):
    before = everything()
    with pytest.raises(Refused, match=reason):
        make_public(Plan.objects.get(pk=plan.pk), version=version, from_on=TODAY, because="So.", **cast.as_manager())
    assert everything() == before


def test_a_page_of_a_version_that_is_not_issued_offers_no_form(cast, manager):
    ARound(cast).before_the_body()
    page = manager.read(PROPOSE)
    assert "That comes first." in shown(page)
    assert "Propose to make it public</button>" not in page.content.decode()


def test_the_wrong_state_is_refused_and_leaves_no_trace(cast, manager, chief_officer, errors):
    issue(cast)
    release = propose(cast)
    with pytest.raises(Refused, match="public already, or waits"):
        propose(cast)
    with pytest.raises(Refused, match="not on the public pages: waits to be confirmed"):
        withdraw(cast, release)
    typed = chief_officer.typed(CONFIRM, because="Read.")
    refuse_public(release, because="No.", **as_chief_officer(cast))
    before = everything()
    answer = chief_officer.post(CONFIRM, typed)
    assert "Somebody changed this meanwhile" in errors(answer)["__all__"]
    assert "Read." in answer.content.decode()
    for verb in (confirm_public, refuse_public):
        with pytest.raises(Refused, match="does not wait to be confirmed: refused"):
            verb(Release.objects.get(), because="So.", **as_chief_officer(cast))
    assert everything() == before
    page = chief_officer.read(CONFIRM).content.decode()
    assert "does not wait to be confirmed" in page


@pytest.mark.parametrize("address", [PROPOSE, CONFIRM, REFUSE, WITHDRAW])
def test_the_reason_is_asked_for(cast, manager, chief_officer, errors, address):
    issue(cast)
    if address != PROPOSE:
        release = propose(cast)
        if address == WITHDRAW:
            confirm(cast, release)
    before = everything()
    who = manager if address == PROPOSE else chief_officer
    assert "because" in errors(who.send(address, because=" "))
    assert everything() == before


def test_the_verbs_ask_for_the_reason_too(cast):
    issue(cast)
    with pytest.raises(Refused, match="Say why"):
        propose(cast, because=" ")
    release = propose(cast)
    with pytest.raises(Refused, match="Say why"):
        confirm(cast, release, because="")


def test_a_second_click_is_harmless(cast, manager, chief_officer):
    issue(cast)
    typed = manager.typed(PROPOSE, because=BECAUSE)
    first, second = (manager.post(PROPOSE, typed) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain
    typed = chief_officer.typed(CONFIRM, because="Read.")
    for _ in range(2):
        chief_officer.post(CONFIRM, typed)
    assert Release.objects.count() == 1
    assert Step.objects.filter(kind="release").count() == 2


def test_the_verb_refuses_a_page_that_is_out_of_date_and_a_token_that_is_used(cast):
    issue(cast)
    release = propose(cast)
    seen = release.version
    confirm_public(release, because="Read.", version_seen=seen, form_token="once", **as_chief_officer(cast))
    with pytest.raises(AlreadyDone):
        confirm_public(release, because="Read.", version_seen=seen, form_token="once", **as_chief_officer(cast))
    with pytest.raises(ChangedMeanwhile):
        refuse_public(release, because="No.", version_seen=seen, **as_chief_officer(cast))


def test_a_closed_plan_is_made_public_and_taken_off_still(cast, client):
    issue(cast)
    plan = Plan.objects.get(pk=cast.plan.pk)
    with written():
        Plan._base_manager.filter(pk=plan.pk).update(status="closed", closed_on=TODAY)
    release = propose_and_confirm(cast)
    assert is_public(client)
    withdraw(cast, release)
    assert not is_public(client)
