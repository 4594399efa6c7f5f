"""The eyes of the stateful test are opened: each fault that is planted here is found by what it looks at after every step."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from actions import sign_off
from actions.models import Action
from people.tracking import written
from plans import steps
from plans.models import Plan, Role
from plans.people_of_plan import end_role
from plans.steps import ChangedMeanwhile, Refused
from scrutiny import closing
from tests.actions.life import Life
from tests.conftest import TODAY
from tests.scrutiny.whole_life import World


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def by_hand(action: Action, **columns: object) -> None:
    """Straight into the table, past every verb, as a slip in the code or a hand in the database would."""
    with written(), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**columns)


def noticed(world: World, words: str) -> None:
    world.seen = {}  # whatever its version says
    with pytest.raises(AssertionError, match=words):
        world.assert_sound()


def test_without_a_fault_nothing_is_found(world):
    world.life.to("complete")
    world.seen = {}
    world.assert_sound()


def test_who_reported_verifies(world, monkeypatch):
    life = world.life.of(world.cast.action_elsewhere)
    life.show_everything()
    manager = world.cast.plan_manager
    life.report_complete(by=world.cast.lead_elsewhere, recorded_by=manager, received_by="phone")
    monkeypatch.setattr(sign_off, "_verifier", lambda action, report, how: how["by"])
    life.verify(by=manager, recorded_by=manager)
    life.sign_off(recorded_by=world.cast.chief_officer)
    noticed(world, "who reported it verified it")


def test_who_reported_signs(world, monkeypatch):
    """Here the database itself stands behind the verb."""
    life = world.life.to("verified")
    monkeypatch.setattr(sign_off, "_refuse_unless_signing", lambda action, report, how: None)
    with pytest.raises(Refused, match="three people"):
        life.sign_off(by=world.cast.officer, recorded_by=world.cast.plan_manager, agreed_at=None, minute="")


def test_the_origin_of_a_move_is_left_open(world):
    world.life.to("moved")
    by_hand(world.life.action, status="in progress")
    noticed(world, r"moved|status|never moved")


def test_a_successor_has_no_origin(world):
    world.life.to("moved")
    by_hand(Action.objects.get(moved_from=world.cast.action), moved_from=None)
    noticed(world, "moved")


def test_a_status_is_written_in_bulk_and_leaves_no_history(world):
    by_hand(world.life.action, status="in progress")
    noticed(world, "status is 'in progress' on the row and 'not started' in its history row")


def test_a_reference_is_used_again(world):
    by_hand(world.life.action, reference="9.9")
    noticed(world, r"was \(\d+, '1\.4\.3'\)")


def test_a_reopened_action_keeps_its_signer(world):
    """Here too the database refuses."""
    life = world.life.to("complete")
    life.reopen()
    with pytest.raises(IntegrityError):
        by_hand(life.action, signed_off_words="CSE Sub-Group")


def test_a_plan_is_closed_while_a_report_waits(world, monkeypatch):
    cast = world.cast
    world.life.to("reported complete")
    begun = closing.begin_closing(cast.plan, officers=[cast.chief_officer], because="So.", **cast.as_manager())
    monkeypatch.setattr(closing, "_refuse_unaccounted", lambda parts: None)
    monkeypatch.setattr(closing, "_refuse_unconfirmed", lambda row, digest: None)
    closing.close_plan(begun, because="So.", **cast.as_manager())
    assert Plan.objects.get(pk=cast.plan.pk).status == Plan.Status.CLOSED
    noticed(world, "closed")


def test_the_version_that_the_form_showed_is_not_looked_at(world, monkeypatch):
    """Then the second of two forms overwrites what the first has changed, which its writer never saw."""
    life = world.life
    seen = life.action.version
    life.reword(wording="Theirs.")
    assert lost_update(life, seen) is None
    monkeypatch.setattr("actions.wording.one_step", without_version(steps.one_step))
    assert lost_update(life, seen) == "Mine, from before theirs."


def lost_update(life: Life, seen: int) -> str | None:
    """The wording that overwrote another unseen; None where the form was told of it."""
    try:
        life.reword(wording="Mine, from before theirs.", version_seen=seen)
    except ChangedMeanwhile:
        return None
    return life.action.wording


def without_version(step: Any) -> Any:
    return lambda *args, version_seen=None, **words: step(*args, **words)


def test_a_role_ends_midway(world, monkeypatch):
    """Whoever asks for the right when the form is opened, and not under the lock, lets in somebody whose role has ended."""
    cast, life = world.cast, world.life
    asked_before = steps._right_of(cast.officer, "submit_update", life.action, None)
    role = cast.plan.plan_roles.get(person=cast.officer, role=Role.OFFICER)
    end_role(role, until_on=TODAY - dt.timedelta(days=1), because="Left.", **cast.as_manager())
    with pytest.raises(PermissionDenied):
        life.submit_update()
    monkeypatch.setattr(steps, "_right_of", lambda *_: asked_before)
    life.submit_update()
    with pytest.raises(AssertionError, match="Officer did submit_update as officer and holds"):
        world.assert_sound()


def test_a_verb_is_done_out_of_turn(world, monkeypatch):
    life = Life(world.cast).to("withdrawn")
    monkeypatch.setattr("actions.updates.refuse_out_of_turn", lambda action, verb: None)
    with pytest.raises(
        AssertionError, match=r"was done to an action that was withdrawn|it is in progress and its records"
    ):
        world.attempt("submit_update", sorted(world.references).index(life.action.pk))
