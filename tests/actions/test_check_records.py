"""``manage.py check_records``: rows, history rows and steps agree, or each disagreement is named with what to do."""

import datetime as dt
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.asks import answer_ask
from actions.extensions import ask_extension, grant_extension, refuse_extension
from actions.models import Action, Ask, Extension, ProgressUpdate
from actions.record_check import RESTORE
from actions.structure import add_action, remove_action
from actions.updates import HelpNeeded
from actions.wording import correct
from people.tracking import written
from plans.models import Step
from plans.structure import add_theme, create_plan, remove_theme

AGREE = r"\d[\d,]* rows, \d[\d,]* history rows, \d[\d,]* steps: all agree"


def check() -> list[str]:
    """The lines of a check that finds something."""
    out = StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("check_records", stdout=out)
    assert ended.value.returncode == 1
    lines = out.getvalue().splitlines()
    assert str(ended.value).endswith(f"{len(lines)} {'finding' if len(lines) == 1 else 'findings'}, named above.")
    return lines


def all_agree() -> str:
    out = StringIO()
    call_command("check_records", stdout=out)
    return out.getvalue().strip()


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def lived(cast, updated, off_track):
    """An action with a life: an ask answered, an extension refused, another granted, a correction."""
    updated(**off_track, help_needed=HelpNeeded("A decision", "The board"), forecast_on=dt.date(2016, 5, 20))
    fresh = lambda: Action.objects.get(pk=cast.action.pk)  # noqa: E731
    lead = {"by": cast.officer, "recorded_by": cast.officer}
    chief = {"by": cast.chief_officer, "recorded_by": cast.chief_officer}
    answer_ask(Ask.objects.get(), answer="Yes.", **cast.as_manager())
    ask_extension(fresh(), to_on=dt.date(2016, 7, 31), category="capacity", because="Two vacant posts.", **lead)
    refuse_extension(fresh(), because="Too long.", **chief)
    ask_extension(fresh(), to_on=dt.date(2016, 5, 31), category="capacity", because="One vacant post.", **lead)
    grant_extension(fresh(), because="Fine.", **chief)
    names = ("success_criteria", "partners", "start_on", "due_on", "original_due_on")
    standing = {name: getattr(fresh(), name) for name in names}
    correct(fresh(), wording="Publish one strategy.", because="Shorter.", **standing, **cast.as_manager())
    updated(rationale="Back on the way.")
    ask_extension(fresh(), to_on=dt.date(2016, 6, 30), category="funding", because="The grant is late.", **lead)
    return fresh()


def test_a_plan_that_was_only_changed_by_verbs_agrees(lived):
    assert re.fullmatch(AGREE, all_agree())


def test_a_part_removed_from_a_draft_agrees_too(cast):
    how = cast.as_manager()
    draft = create_plan(slug="draft", title="A draft", short_title="Draft", because="Wanted.", **how)
    theme = add_theme(draft, number=1, title="Tried", **how)
    remove_theme(theme, **how)
    assert re.fullmatch(AGREE, all_agree())


def test_a_part_removed_from_a_plan_in_force_is_found(cast, draft_again):
    with draft_again(cast.plan):
        how = cast.as_manager()
        action = add_action(cast.objective, reference="1.4.12", wording="Try.", lead_post=cast.lead, **how)
        remove_action(action, **how)
    found = [line for line in check() if "1.4.12" in line]
    assert len(found) == 1
    assert "it was removed though its plan is in force; restore row, history and steps from a backup." in found[0]


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        (
            "UPDATE actions_action SET wording = 'Publish nothing.' WHERE id = %s",
            "wording is 'Publish nothing.' on the row and 'Publish one strategy.' in its history row",
        ),
        (
            "UPDATE actions_action SET version = version + 1 WHERE id = %s",
            "the history row of version 11 is missing; restore it from a backup",
        ),
        (
            "DELETE FROM actions_historicalaction WHERE id = %s AND version = 2",
            "the history row of version 2 is missing; restore it from a backup",
        ),
        (
            "UPDATE actions_historicalaction SET wording = 'Publish nothing.' WHERE id = %s AND version = 2",
            "the step of version 2 hides that wording changed; restore it from a backup",
        ),
        (
            "UPDATE actions_historicalaction SET history_type = '-' WHERE id = %s AND version = 2",
            "the history row of version 2 is a false one",
        ),
        (
            "UPDATE actions_historicalaction SET history_user_id = NULL WHERE id = %s AND version = 2",
            "step and history row of version 2 disagree on who",
        ),
        (
            "DELETE FROM plans_step WHERE kind = 'action' AND key = %s AND version = 3",
            "the step of version 3 is missing; restore it from a backup",
        ),
        (
            "UPDATE plans_step SET because = 'Otherwise.' WHERE kind = 'action' AND key = %s AND version = 3",
            "step and history row of version 3 disagree on why",
        ),
        (
            "UPDATE plans_step SET at = '2015-01-01 09:00:00+00' WHERE kind = 'action' AND key = %s AND version = 3",
            "step and history row of version 3 disagree on when",
        ),
        (
            """UPDATE plans_step SET now = '{"criterion": null}' WHERE kind = 'action' AND key = %s AND version = 2""",
            "the step of version 2 tells criterion otherwise than history",
        ),
        (
            "UPDATE plans_step SET plan_id = NULL WHERE kind = 'action' AND key = %s AND version = 3",
            "step and history row of version 3 name different plans",
        ),
        (
            "UPDATE plans_step SET verb = 'reword' WHERE kind = 'action' AND key = %s AND version = 2",
            "its action has no step “submit_update” of version 2",
        ),
        ("UPDATE actions_action SET times_extended = 3 WHERE id = %s", "it counts 3 extensions and 1 were granted"),
        (
            "UPDATE actions_action SET due_on = '2016-12-31' WHERE id = %s",
            "it is due on 2016-12-31 and 2016-05-31 was agreed",
        ),
        ("UPDATE actions_action SET forecast_on = '2016-12-31' WHERE id = %s", "is not that of its latest update"),
        (
            "UPDATE actions_action SET extension_asked_to = NULL WHERE id = %s",
            "the extension asked for on its row is not the one that waits",
        ),
        (
            "UPDATE actions_progressupdate SET rating = 'G' WHERE action_id = %s AND rating = 'A'",
            "an update has another colour than the sentence it chose",
        ),
        (
            "UPDATE actions_ask SET answer = 'Otherwise.' WHERE action_id = %s",
            "answer is 'Otherwise.' on the row and 'Yes.' in its history row",
        ),
    ],
)
def test_each_fault_is_named_with_what_to_do(lived, fault, finding):
    sql(fault, lived.pk)
    lines = check()
    assert any(finding in line for line in lines), lines
    assert all(line.endswith(".") and "\n" not in line for line in lines)


def test_a_false_history_row_is_found(lived):
    copy = lived.history.get(version=lived.version)
    copy.pk, copy.version, copy.wording = None, lived.version + 1, "Never so."
    with written():
        copy.save()
    assert f"there is a history row of version {lived.version + 1} and the row is at {lived.version}" in check()[0]


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ("actions_extension SET outcome = 'granted' WHERE outcome = 'refused'", "its outcome is not that of step"),
        ("actions_extension SET decided_words = 'The board' WHERE outcome = 'granted'", "its decider is not that of"),
        ("actions_extension SET because = 'Just so.' WHERE outcome = ''", "its reason is not that of step"),
        ("actions_progressupdate SET rationale = 'All is well.'", "its reason is not that of step"),
        ("actions_progressupdate SET submitted_at = '2016-01-01 09:00:00+00:00'", "its moment is not that of step"),
        ("actions_ask SET answer = 'No.'", "its answer is not that of step"),
        ("plans_step SET by_words = 'Member' WHERE verb = 'submit_update'", "its author is not that of step"),
        ("plans_step SET verb = 'reword' WHERE verb = 'correct'", "is of no verb that leaves one"),
        ("plans_step SET minor = true WHERE verb = 'submit_update'", "is of no verb that leaves one"),
    ],
)
def test_a_step_and_its_record_that_say_different_things_are_found(lived, fault, finding):
    """Also where row and history were changed alike."""
    sql(f"UPDATE {fault}")
    if fault.startswith("actions_"):
        sql(f"UPDATE {fault.replace('actions_', 'actions_historical', 1)}")
    assert [line for line in check() if finding in line]


def test_whoever_has_left_and_still_holds_something_is_found(lived, cast):
    sql(
        "UPDATE people_user SET is_active = false, ended_on = '2016-04-01', ended_because = 'Left.' WHERE id = %s",
        cast.officer.pk,
    )
    found = [line for line in check() if "has left and still has the" in line]
    assert len(found) == 2
    assert "the post “Early Help Manager”" in found[0]
    assert "the plan role “Officer: Officer”" in found[1]


def test_a_row_that_is_gone_without_a_step_is_found(cast):
    sql("DELETE FROM actions_action WHERE id = %s", cast.action_elsewhere.pk)
    lines = check()
    assert f"action 1.4.10 (key {cast.action_elsewhere.pk}): the row is gone and nobody removed it" in lines[0]


def test_a_record_that_is_gone_is_found(lived):
    refused = Extension.objects.get(outcome="refused")
    sql("DELETE FROM actions_extension WHERE id = %s", refused.pk)
    sql("DELETE FROM actions_historicalextension WHERE id = %s", refused.pk)
    for line, (verb, version) in zip(check(), (("ask_extension", 4), ("refuse_extension", 5)), strict=True):
        assert f"the record that its step “{verb}” of version {version} wrote is missing; {RESTORE}." in line


def test_an_update_without_its_history_row_is_found(lived):
    update = ProgressUpdate.objects.latest("action_version")
    sql("DELETE FROM actions_historicalprogressupdate WHERE id = %s", update.pk)
    assert check() == [f"progress update (key {update.pk}): the history row of version 1 is missing; {RESTORE}."]


def test_a_reference_changed_in_a_plan_in_force_is_found(cast, draft_again, desk):
    manager = desk(cast.plan_manager)
    with draft_again(cast.plan):
        manager.send("1.4.3/edit", reference="1.4.33")
    assert any("its reference was changed though the plan is in force" in line for line in check())


def test_steps_of_a_kind_that_has_none_are_found(lived):
    sql("UPDATE plans_step SET kind = 'ghost' WHERE kind = 'theme'")
    assert check()[-1] == "step: 2 of kind “ghost”, which has none; find out who wrote what."


def test_other_kinds_are_compared_too(cast):
    sql("UPDATE people_post SET title = 'Another' WHERE id = %s", cast.lead.pk)
    sql("UPDATE plans_plan SET purpose = 'Another' WHERE id = %s", cast.plan.pk)
    sql("UPDATE objectives_strategicobjective SET wording = 'Another' WHERE id = %s", cast.objective.pk)
    lines = check()
    assert [line.split()[0] for line in lines] == ["post", "plan", "strategic"]


def test_nothing_is_changed_by_looking(lived, everything):
    before = everything()
    all_agree()
    sql("UPDATE actions_action SET wording = 'Publish nothing.' WHERE id = %s", lived.pk)
    wrong = everything()
    check()
    assert everything() == wrong != before


def test_more_rows_take_no_more_queries(cast, updated):
    with CaptureQueriesContext(connection) as few:
        all_agree()
    how = {"lead_post": cast.lead, "because": "Agreed.", **cast.as_manager()}
    for number in range(20, 30):
        updated(add_action(cast.objective, reference=f"1.4.{number}", wording="Train.", **how))
    with CaptureQueriesContext(connection) as many:
        all_agree()
    # The records that were not there before make a batch of their own.
    assert len(many) <= len(few) + 5
    assert Step.objects.count() > 20
