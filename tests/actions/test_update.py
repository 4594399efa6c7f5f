"""Submitting an update."""

import pytest

from actions.updates import submit_update
from plans.models import Step


def test_an_update_leaves_one_step_and_one_history_row(cast):
    before = cast.action.history.count()
    submit_update(
        cast.action, criterion=cast.green, rationale="Referrals rose from 61 to 88.", by=cast.officer, recorded_by=cast.officer,
        version_seen=cast.action.version, work_has_begun=True,
    )
    cast.action.refresh_from_db()
    assert cast.action.rating == "G"
    assert cast.action.history.count() == before + 1
    step = Step.objects.get(kind="action", key=cast.action.pk, version=cast.action.version)
    assert step.by_words == "Early Help Manager"
    assert step.was["criterion"] is None and step.now["criterion"]["rating"] == "G"
