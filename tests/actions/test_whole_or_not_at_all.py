"""A verb is done whole or not at all: whichever of its writes is the last before a failure, nothing stays behind."""

import datetime as dt

import pytest

from actions.asks import answer_ask
from actions.extensions import ask_extension, grant_extension, refuse_extension
from actions.models import Action, Ask
from actions.structure import DRAFTED, add_action, edit_action, remove_action
from actions.updates import Figure, HelpNeeded, submit_update
from actions.wording import correct, reassign, reword
from tests.breaks_after import assert_whole_or_not_at_all


def ask(cast):
    return ask_extension(
        Action.objects.get(pk=cast.action.pk),
        to_on=dt.date(2016, 5, 31),
        category="capacity",
        because="Two posts are vacant.",
        by=cast.officer,
        recorded_by=cast.officer,
    )


def update(cast):
    return submit_update(
        Action.objects.get(pk=cast.action.pk),
        criterion=cast.red,
        rationale="A milestone was missed.",
        figure=Figure("Schools reached", "11", "14", "School returns"),
        brings_back="A second trainer.",
        brings_back_by=dt.date(2016, 5, 1),
        help_needed=HelpNeeded("A second trainer", "The board"),
        work_has_begun=True,
        by=cast.officer,
        recorded_by=cast.officer,
    )


def answer(cast):
    return answer_ask(Ask.objects.get(), answer="Found one.", **cast.as_manager())


def grant(cast):
    return grant_extension(
        Action.objects.get(pk=cast.action.pk), because="Fine.", by=cast.chief_officer, recorded_by=cast.chief_officer
    )


def refuse(cast):
    return refuse_extension(
        Action.objects.get(pk=cast.action.pk), because="No.", by=cast.chief_officer, recorded_by=cast.chief_officer
    )


def new_wording(cast):
    return reword(
        Action.objects.get(pk=cast.action.pk),
        wording="Publish and use one early help strategy.",
        success_criteria="",
        partners="",
        because="Publishing alone helps nobody.",
        by=cast.sub_group,
        agreed_at=cast.meeting,
        recorded_by=cast.plan_manager,
    )


def correction(cast):
    action = Action.objects.get(pk=cast.action.pk)
    standing = {name: getattr(action, name) for name in ("success_criteria", "partners", "start_on", "due_on")}
    return correct(
        action,
        wording="Publish it.",
        original_due_on=action.original_due_on,
        because="Shorter.",
        **standing,
        **cast.as_manager(),
    )


def new_lead(cast):
    return reassign(
        Action.objects.get(pk=cast.action.pk), lead_post=cast.lead_elsewhere, because="Theirs.", **cast.as_manager()
    )


def addition(cast):
    return add_action(
        cast.objective,
        reference="1.4.11",
        wording="Train them.",
        lead_post=cast.lead,
        because="Agreed.",
        **cast.as_manager(),
    )


def edit(cast):
    changes = {**{name: getattr(cast.action, name) for name in DRAFTED}, "wording": "Publish it."}
    return edit_action(cast.action, reference="1.4.3", changes=changes, **cast.as_manager())


def removal(cast):
    return remove_action(cast.action, **cast.as_manager())


@pytest.mark.parametrize(
    ("verb", "writes", "before", "in_draft"),
    [
        (update, 7, (), False),  # update, ask and action, each with its history row; the step
        (answer, 5, (update,), False),
        (ask, 5, (), False),
        (grant, 5, (ask,), False),
        (refuse, 5, (ask,), False),
        (new_wording, 3, (), False),
        (correction, 3, (), False),
        (new_lead, 3, (), False),
        (addition, 3, (), False),
        (edit, 3, (), True),
        (removal, 3, (), True),
    ],
)
def test_a_failure_after_any_write_leaves_nothing_behind(cast, back_to_draft, verb, writes, before, in_draft):
    for earlier in before:
        earlier(cast)
    if in_draft:
        back_to_draft(cast.plan)
    assert_whole_or_not_at_all(lambda: verb(cast), writes)
