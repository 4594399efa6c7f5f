"""Two people, one action, at the same moment: real threads, and a barrier after both have read the form.

Lost is an update that was neither kept nor answered with what the other had done meanwhile.
"""

import contextvars
import datetime as dt
import io
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client

from actions import reminders
from actions.models import Action, ProgressUpdate
from actions.plan_file import open_plan_file
from actions.plan_import import bring_in_plan, keep_file
from actions.record_check import RecordCheck
from actions.updates import submit_update
from people import clock
from people.models import User
from plans import steps
from plans.models import Plan, Reminder, SentMail, Step
from plans.steps import AlreadyDone, ChangedMeanwhile, Refused
from scrutiny.closing import account_for, begin_closing, close_plan, confirm_closing
from scrutiny.models import Closing
from tests.a_round import ARound
from tests.actions.life import Life
from tests.actions.plan_in_a_file import whole
from tests.conftest import LONDON, Cast, make_cast
from tests.scrutiny.whole_life import list_of

pytestmark = pytest.mark.django_db(transaction=True)

KEPT, TOLD, LOST = "kept", "told", "lost"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """In the database for every thread to see, not inside this test's transaction."""
    return make_cast()


@pytest.fixture(autouse=True)
def leaves_nothing() -> None:
    """These tests empty their tables themselves."""


def race(*runners: Callable[[threading.Barrier], str]) -> list[str]:
    """Let each run in a thread of its own, with the clock of this one; what became of each."""
    barrier = threading.Barrier(len(runners), timeout=60)
    outcomes = [""] * len(runners)

    def run(lane: int, runner: Callable[[threading.Barrier], str]) -> None:
        try:
            outcomes[lane] = runner(barrier)
        except Exception as problem:
            outcomes[lane] = repr(problem)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, lane, runner))
        for lane, runner in enumerate(runners)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def submitting(cast: Cast, person: User, words: str) -> Callable[[threading.Barrier], str]:
    """Read the action as the form shows it, wait for the other, submit."""

    def run(barrier: threading.Barrier) -> str:
        action = Action.objects.get(pk=cast.action.pk)
        barrier.wait()
        try:
            submit_update(
                action,
                criterion=cast.green,
                rationale=words,
                by=person,
                recorded_by=person,
                version_seen=action.version,
            )
        except ChangedMeanwhile:
            return TOLD
        except (Refused, IntegrityError):
            # The unique versions stop the second writer even so: nothing is overwritten, and nothing is explained.
            return LOST
        return KEPT

    return run


def run_races(cast: Cast, number: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for n in range(number):
        outcomes.update(
            race(
                submitting(cast, cast.officer, f"Race {n}, the officer."),
                submitting(cast, cast.plan_manager, f"Race {n}, the plan manager."),
            )
        )
    return outcomes


def test_of_two_at_once_one_is_kept_and_the_other_is_told(cast, figures, capsys):
    races = figures(20, 200)
    outcomes = run_races(cast, races)
    with capsys.disabled():
        print(f"\n{races} races on {connection.vendor}: {dict(outcomes)}")  # noqa: T201 - the figure is the finding
    assert outcomes == {KEPT: races, TOLD: races}
    action = Action.objects.get(pk=cast.action.pk)
    assert action.version == cast.action.version + races
    assert ProgressUpdate.objects.filter(action=action).count() == races
    assert list(
        Step.objects.filter(kind="action", key=action.pk).order_by("version").values_list("version", flat=True)
    ) == list(range(1, action.version + 1))
    assert set(action.history.values_list("version", flat=True)) == set(range(1, action.version + 1))


@pytest.mark.postgres_only
def test_without_the_lock_updates_are_lost(cast, figures, capsys, monkeypatch):
    """The control: what the lock is for. (SQLite lets one writer in at a time, lock or no lock.)"""

    def read_without_a_lock(thing):
        return thing if thing.pk is None else type(thing)._base_manager.get(pk=thing.pk)

    monkeypatch.setattr(steps, "_locked", read_without_a_lock)
    races = figures(20, 200)
    outcomes = run_races(cast, races)
    with capsys.disabled():
        print(f"\n{races} races on {connection.vendor} without the lock: {dict(outcomes)}")  # noqa: T201
    assert outcomes[LOST] >= races / 2


PAGE = "/plans/the-plan/actions/1.4.3/update/"


def read_form(person: User, **answers: object) -> tuple[Client, dict[str, object]]:
    """A browser of this person's with the form open, and what it would send."""
    client = Client()
    client.force_login(person)
    form = client.get(PAGE).context["form"]
    hidden = {name: form[name].value() for name in ("version_seen", "form_token")}
    return client, {**hidden, "rationale": f"Typed by {person}.", "work_has_begun": "yes", **answers}


def sending(client: Client, typed: dict[str, object]) -> Callable[[threading.Barrier], str]:
    def run(barrier: threading.Barrier) -> str:
        barrier.wait()
        answer = client.post(PAGE, typed)
        if answer.status_code == 302:
            return KEPT
        words = answer.content.decode()
        return TOLD if "What was done meanwhile" in words and str(typed["rationale"]) in words else LOST

    return run


def test_two_forms_sent_at_once_come_back_as_one_update_and_one_page_that_tells(cast):
    """The same from the browser: nothing typed is lost, whoever was second."""
    officer = read_form(cast.officer, criterion=cast.green.pk)
    manager = read_form(cast.plan_manager, criterion=cast.green.pk, whose="mine")
    assert sorted(race(sending(*officer), sending(*manager))) == [KEPT, TOLD]
    assert ProgressUpdate.objects.count() == 1


def test_one_form_sent_twice_at_once_has_one_effect(cast):
    client, typed = read_form(cast.officer, criterion=cast.green.pk)
    second = Client()
    second.cookies = client.cookies
    assert race(sending(client, typed), sending(second, typed)) == [KEPT, KEPT]
    assert ProgressUpdate.objects.count() == 1


# --- two different verbs at once ------------------------------------------------------------------


def doing(verb: Callable[..., object], life: Life, **words: object) -> Callable[[threading.Barrier], str]:
    """Read the action as the form shows it, wait for the other, do it."""

    def run(barrier: threading.Barrier) -> str:
        seen = life.action.version
        barrier.wait()
        try:
            verb(version_seen=seen, **words)
        except ChangedMeanwhile:
            return TOLD
        return KEPT

    return run


def assert_one_won(outcomes: list[str]) -> None:
    assert sorted(outcomes) == [KEPT, TOLD], outcomes
    assert list(RecordCheck().findings()) == []


def test_signed_off_and_returned_at_once_one_wins_and_the_other_is_told(cast):
    life = Life(cast).to("verified")
    assert_one_won(race(doing(life.sign_off, life), doing(life.return_report, life)))
    assert life.action.status in ("complete", "in progress")


def test_moved_and_updated_at_once_one_wins_and_the_other_is_told(cast):
    life = Life(cast)
    life.propose_move()
    life.agree_move()
    life.place()
    assert_one_won(race(doing(life.accept_move, life), doing(life.submit_update, life)))
    assert Action.objects.filter(moved_from=cast.action).exists() == (life.action.status == "moved")


def test_closed_and_reopened_at_once_nothing_is_half_done(cast):
    """The plan is closed while one of its actions is reopened: whichever comes second finds that it cannot be."""
    life = Life(cast).to("complete")
    life.of(cast.action_elsewhere).to("withdrawn")
    closing = begin_closing(cast.plan, officers=[cast.chief_officer], because="It is time.", **cast.as_manager())
    account_for(closing, cast.objective, because="Daily work.", **cast.as_manager())
    chief = {"by": cast.chief_officer, "recorded_by": cast.chief_officer}
    confirm_closing(closing.officers.get(), list_seen=list_of(closing), because="Read.", **chief)

    def close(barrier: threading.Barrier) -> str:
        fresh = Closing.objects.get(pk=closing.pk)
        barrier.wait()
        try:
            close_plan(fresh, because="Nothing is left.", **cast.as_manager())
        except Refused:
            return TOLD
        return KEPT

    def reopen(barrier: threading.Barrier) -> str:
        seen = life.action.version
        barrier.wait()
        try:
            life.reopen(version_seen=seen)
        except Refused:
            return TOLD
        return KEPT

    assert_one_won(race(close, reopen))
    closed = Plan.objects.get(pk=cast.plan.pk).status == Plan.Status.CLOSED
    assert closed == (life.action.status == "complete")


def test_a_file_that_is_confirmed_twice_at_once_is_one_plan(cast):
    kept = keep_file(open_plan_file(io.BytesIO(whole()), "Safety plan.xlsx"), person=cast.plan_manager)

    def confirming(barrier: threading.Barrier) -> str:
        barrier.wait()
        try:
            bring_in_plan(kept, by=cast.plan_manager, recorded_by=cast.plan_manager)
        except AlreadyDone:
            return TOLD
        return KEPT

    assert sorted(race(confirming, confirming)) == [KEPT, TOLD]
    assert Plan.objects.filter(slug="safety-plan").count() == 1
    assert list(RecordCheck().findings()) == []


# --- two servers whose timers go off at once -------------------------------------------------------------


def test_two_runs_at_once_remind_each_person_once(cast, monkeypatch, figures):
    """Each waits for the other once it has seen who is owed a reminder."""
    really, lane = reminders.due_now, threading.local()

    def due_now(rounds):
        planned = really(rounds)
        if barrier := vars(lane).pop("barrier", None):
            barrier.wait()
        return planned

    def run(barrier: threading.Barrier) -> str:
        lane.barrier = barrier
        return str(len(reminders.send_due(site="https://plans.example.org").sent))

    monkeypatch.setattr(reminders, "due_now", due_now)
    round_ = ARound(cast).open()
    for number in range(1, figures(5, 50) + 1):
        day = round_.round.returns_due_on + number * reminders.A_WEEK
        with clock.at(dt.datetime(day.year, day.month, day.day, 7, tzinfo=LONDON)):
            sent = race(run, run)
        assert sum(map(int, sent)) == 2, sent
        assert len(mail.outbox) == SentMail.objects.count() == Reminder.objects.given().count() == 2 * number


def test_two_clicks_at_once_remind_each_person_once(cast):
    round_ = ARound(cast).open().round

    def click(barrier: threading.Barrier) -> str:
        client = Client()
        client.force_login(cast.plan_manager)
        barrier.wait()
        return str(client.post(f"{round_.get_absolute_url()}reminders/").status_code)

    assert race(click, click) == ["302", "302"]
    assert sorted(one.to[0] for one in mail.outbox) == ["officer.elsewhere@example.org", "officer@example.org"]
