"""What the sample holds. It is loaded once for this file and taken back after it."""

import datetime as dt
import re
from collections import Counter
from functools import cache
from hashlib import sha256
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import models, transaction
from django.test import override_settings
from django.utils import timezone

from actions.models import Action, Ask, Extension, Verdict
from actions.returns import returns_of
from people import clock
from people.models import AccountChange, Meeting, Organisation, Post, SampleClock, User
from plans.models import Consideration, NoReturn, Plan, RatingCriterion, Role, Round, SentMail, Step
from plans.rights import roles_by_plan, roles_of
from reports.models import KeptDocument
from reports.sample import people
from reports.sample.shapes import CSE, IMPROVEMENT
from tests.conftest import LONDON, NOW, TODAY
from tests.reports.reading import words

OWN_APPS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
LISTED = {
    "plan.manager", "officer", "officer2", "chief.officer", "member", "scrutiny.officer", "scrutineer",
    "executive.member", "reader", "outsider", "information.governance", "proper.officer", "administrator",
}  # fmt: skip


# SHA-256 of each objective's wording as the public minutes print it, so that no word of it slips.
OFFICIAL = {
    "1.1": "3a401fc76ea22b4f5fe297cf27849cf1ab6124e82dd51a70f6432ad6f696d39e",
    "1.2": "fee411bf74184ec266659ced9c84b06ea0836d81bef21ffc25367893f017ec9c",
    "1.3": "9e0d7db36cf332f60a08337b9fe0de7299ab0e1578e1b29f748a5d342f1496f2",
    "1.4": "7e84fb653aa9a1255567de2faf204d15b16d1ca2fc8d2d7196784a96304ce397",
    "1.5": "4a017b1149c7a0bf98068c098eafd59a202a0f41570d531355abad2e14a804bd",
    "1.6": "4bb8cf949366d06c076611280b24cc6a4e8332c5a6640eaa32ef5c6b8baa899f",
    "1.7": "64cee660d5ca1c620f9a127a0e01cd52891cff2f675ed1204f49d8b04825f44f",
}
# The real people whom those minutes name, first names and surnames apart: the beginning of each one's SHA-256, since no
# file of ours names them.
REAL_PEOPLE = {
    "00a1fb196513ceec", "01f02bd2c41d411b", "10e497a0d917d152", "2b8bf06582253fd6", "2c56d70277fb3d0f", "3090ad7f5b83a40b",
    "55f21269c7d1d2af", "6926bbfd45520e2e", "78ae3ce3f04fbd00", "7f2cc2d8db905052", "8658ebf1edf52509", "869297c2681600bd",
    "88a78b3d3bd39f9b", "9f542590100424c9", "a6b54c20a7b96eea", "a7543250c8ef8c36", "beb5f267e132caaf", "c2793b826cc96e7f",
    "e0637dc1c5c69d7a", "e10d850954a8e611", "f3a38d6a63a8ad39", "f79ae4a08f87de37", "fac7c99f75e49b43", "fe16a94194b3857b",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def printed(django_db_setup, django_db_blocker):
    """What the command printed, with the sample loaded."""
    output = StringIO()
    with django_db_blocker.unblock(), override_settings(SAMPLE=True), transaction.atomic():
        call_command("load_sample", stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)
    clock._sample_offset = None


@pytest.fixture
def plan(printed):
    return Plan.objects.get(slug=CSE)


def test_the_prevent_theme_stands_with_its_seven_objectives(plan):
    prevent = plan.themes.get(number=1)
    assert prevent.title == "Prevent"
    assert [objective.reference for objective in prevent.objectives.all()] == [f"1.{number}" for number in range(1, 8)]
    assert 25 <= Action.objects.filter(objective__theme=prevent).count() <= 32
    assert plan.in_force
    assert plan.in_force_on.isoformat() == "2015-11-09"


def test_the_objectives_stand_in_their_official_wording(plan):
    wordings = plan.objectives.filter(theme__number=1).values_list("reference", "wording")
    assert {reference: sha256(wording.encode()).hexdigest() for reference, wording in wordings} == OFFICIAL


def test_two_more_themes_say_that_they_are_invented(plan):
    assert "invented" in plan.purpose
    assert "sample" in plan.purpose
    for theme in plan.themes.exclude(number=1):
        assert theme.outcome.startswith("Invented for this sample")
        assert 2 <= theme.objectives.count() + Action.objects.filter(objective__theme=theme).count() <= 8


def test_two_actions_are_on_e_safety_and_one_names_a_post_that_has_ended(plan):
    lost = Post.objects.get(title="E-Safety Officer")
    assert lost.ended_on.isoformat() == "2016-02-29"
    assert lost.holder is None
    visits, help_given = (plan.actions.get(reference=reference) for reference in ("1.4.3", "1.4.5"))
    assert "e-safety" in visits.wording
    assert "e-safety officer" in help_given.wording
    assert visits.lead_post.title == "Education and Skills Manager"
    assert not plan.actions.filter(lead_post=lost).exists()


def test_the_early_help_action_is_green_and_late_with_an_extension_asked(plan):
    early_help = plan.actions.get(reference="1.4.6")
    assert early_help.rating == "G"
    assert (TODAY - early_help.due_on).days == 67
    assert early_help.due_on == early_help.original_due_on
    assert Extension.objects.open().get(action=early_help).to_on.isoformat() == "2016-05-31"


def test_every_rating_and_every_turn_of_an_extension_is_there(plan):
    assert {action.rating for action in plan.actions.all()} == {"R", "A", "G", "B", ""}
    assert plan.actions.filter(criterion=None).count() == 2
    assert plan.actions.filter(due_on__lt=TODAY).count() >= 5
    assert plan.actions.filter(status=Action.Status.NOT_STARTED).exists()
    assert Extension.objects.open().count() == 2
    assert plan.actions.get(reference="1.1.3").times_extended == 2
    assert Extension.objects.filter(outcome=Extension.Outcome.REFUSED).count() == 1
    assert Ask.objects.open().count() >= 5
    assert Ask.objects.exclude(answer="").count() >= 4


def test_a_criterion_was_retired_and_its_successor_is_in_use(plan):
    retired = RatingCriterion.objects.get(retired_on__isnull=False)
    assert retired.rating == "G"
    assert plan.criteria.standing().filter(rating="G", actions__isnull=False).exists()


@pytest.mark.parametrize(
    "verb",
    [
        "reword", "correct", "reassign", "ask_extension", "grant_extension", "refuse_extension", "answer_ask",
        "issue_to_members", "retire_criterion", "hand_on", "end_post", "end_workstream", "record_meeting",
    ],
)  # fmt: skip
def test_every_verb_has_been_used(verb):
    assert Step.objects.filter(verb=verb).exists()


def test_no_step_lies_in_the_future_and_each_of_a_plan_in_force_has_its_reason(plan):
    steps = Step.objects.filter(plan=plan, at__gte=Step.objects.get(plan=plan, verb="put_in_force").at)
    assert not Step.objects.filter(at__gte=NOW).exists()
    assert not steps.filter(because="").exists()


def test_no_body_decided_before_it_met():
    for step in Step.objects.filter(agreed_at__isnull=False).select_related("agreed_at"):
        assert step.agreed_at.held_on <= step.at.date()
    assert set(Meeting.objects.values_list("how", flat=True)) == {"meeting", "circulation", "chair"}


def test_members_read_the_april_version_as_it_was_considered_in_march_and_what_came_since_is_newer(plan):
    versions = KeptDocument.objects.versions().order_by("number")
    assert [kept.label for kept in versions] == ["December 2015", "January 2016", "April 2016"]
    issued = versions.last()
    assert (issued.number, issued.as_on, issued.edition) == (plan.issued_version, dt.date(2016, 3, 11), 2)
    newer = Step.objects.filter(plan=plan, verb="submit_update", at__gt=dt.datetime(2016, 3, 11, 12, tzinfo=LONDON))
    assert newer.exclude(was__criterion__rating=models.F("now__criterion__rating")).exists()
    assert "met on 30 March" not in issued.text
    told = [str(one) for one in Consideration.objects.filter(plan=plan).order_by("pk")]
    assert told == [
        "considered by the CSE Sub-Group, 8 December 2015",
        "considered by the CSE Sub-Group, 22 January 2016 (by chair’s action)",
        "considered by the CSE Sub-Group, 15 March 2016",
    ]


def test_the_sample_has_an_entry_returned_and_mended_one_rated_at_the_table_and_a_round_that_is_open(plan):
    returned, rated = Verdict.objects.order_by("pk")
    assert (returned.action.reference, returned.kind, returned.round.label) == ("1.3.2", "returned", "January 2016")
    assert (rated.action.reference, rated.criterion.rating, rated.update.rating) == ("1.6.3", "A", "G")
    running = Round.objects.running().get(plan=plan)
    assert (running.label, running.status) == ("May 2016", "collecting")
    assert {one.words for one in returns_of(running)} >= {"partly in", "not in yet"}
    kinds = set(NoReturn.objects.filter(plan=plan).values_list("kind", flat=True))
    assert kinds == {"nothing", "held", "missed"}


def test_r07_comparing_january_with_april_answers_why_the_school_resources_were_worded_otherwise(client):
    """“This version … the January version … what was the rationale behind the change?”"""
    client.force_login(User.objects.get(email="member@example.org"))
    page = client.get(f"/plans/{CSE}/changes/", {"from": "2", "to": "3"}).content.decode()
    said = words(page)
    place = said.index("Meet all headteachers about education for healthy relationships")
    change = said[place - 200 : place + 900]
    assert "Give every school’s PSHE lead the resources for teaching healthy relationships" in change
    assert "Schools have many duties that compete" in change
    assert "CSE Sub-Group, 16 February 2016" in change


def test_nothing_of_the_receiving_plan_is_issued():
    receiving = Plan.objects.get(slug=IMPROVEMENT)
    assert receiving.in_force
    assert receiving.issued_version is None
    assert receiving.objectives.count() == 2
    assert receiving.actions.exists()


def test_everybody_who_is_printed_can_sign_in(printed):
    assert {person.account for person in people.PEOPLE} == LISTED
    for person in (*people.PEOPLE, *people.FURTHER_PEOPLE):
        email = f"{person.account}@example.org"
        assert email in printed
        found = authenticate(None, email=email, password=people.PASSWORD)
        assert found is not None, email
        assert found.name == person.name
        assert found.emailaddress_set.get().verified
    assert people.PASSWORD in printed


def test_who_has_left_cannot_sign_in():
    for person in people.FORMER_PEOPLE:
        assert authenticate(None, email=f"{person.account}@example.org", password=people.PASSWORD) is None
        assert User.objects.get(email=f"{person.account}@example.org").ended_because


def test_each_person_holds_the_role_of_the_name(plan):
    def held(account):
        return roles_of(User.objects.get(email=f"{account}@example.org"), plan)

    for role in Role:
        account = {"independent scrutineer": "scrutineer"}.get(role.value, role.value.replace(" ", "."))
        assert held(account) == {role}
    assert held("officer2") == {Role.OFFICER}
    assert held("commission.chair") == {Role.MEMBER}
    assert held("administrator") == frozenset()
    outsider = User.objects.get(email="outsider@example.org")
    assert roles_by_plan(outsider) == {}


def test_the_two_officers_lead_much_in_two_organisations(plan):
    for account, organisation in (("officer", "Borough Council"), ("officer2", "Police")):
        officer = User.objects.get(email=f"{account}@example.org")
        assert officer.posts.count() == 2
        assert officer.organisation.name == organisation
        assert plan.actions.filter(lead_post__holder=officer).count() >= 8


def test_every_organisation_is_led_by_a_post():
    assert not Organisation.objects.filter(lead_post=None).exists()


def test_nobody_in_it_is_a_real_person():
    for model in apps.get_models():
        if model._meta.app_label in OWN_APPS:
            for row in model._base_manager.values():
                assert not named(row) & REAL_PEOPLE, row


def test_a_real_person_would_be_found():
    somebody = {fingerprint("Somebody")}
    assert named({"because": "Said by\nSomebody-Else."}) & somebody
    assert not named({"because": "Ann said so to somebody."}) & somebody


def named(row: dict[str, object]) -> set[str]:
    """Every word of the row that begins with a capital letter, told as REAL_PEOPLE tells names."""
    return {fingerprint(word) for word in re.findall(r"\b[A-Z]\w+", str(row).replace("\\n", " "))}


@cache
def fingerprint(word: str) -> str:
    return sha256(word.encode()).hexdigest()[:16]


def test_its_records_agree_with_each_other():
    call_command("check_records", stdout=StringIO())


def test_every_account_says_who_made_it_and_why():
    for person in User.objects.all():
        made = AccountChange.objects.filter(person=person).last()
        assert (made.what, made.because) == ("made", "Made for the sample.")


def test_the_clock_stands_at_the_morning_of_the_meeting():
    started = SampleClock.objects.get()
    assert started.stood_at == NOW
    assert clock.sample_offset() == started.stood_at - started.started_at


def test_a_second_time_it_says_that_it_is_there_and_changes_nothing():
    before = Step.objects.count(), SampleClock.objects.get().started_at
    printed = StringIO()
    call_command("load_sample", stdout=printed)
    assert "here already" in printed.getvalue()
    assert (Step.objects.count(), SampleClock.objects.get().started_at) == before


def test_the_sample_has_reminders_at_their_dates_and_one_that_came_back(plan):
    days = Counter(timezone.localtime(mail.at).date() for mail in SentMail.objects.of(plan))
    assert days == {dt.date(2016, 3, 7): 8, dt.date(2016, 3, 10): 3}
    assert set(SentMail.objects.values_list("outcome", flat=True)) == {"sent"}
    back = SentMail.objects.came_back().get()
    assert (back.person.name, back.bounce_words) == ("Designated Nurse for Safeguarding", "552 5.2.2 Mailbox full")
