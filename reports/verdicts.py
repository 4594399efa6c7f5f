"""A version once a body has decided: its entries with what was said at the table, and nothing else changed.

What was done since the version was frozen is not in it; so the frozen entries themselves are changed, not drawn anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from actions.at_the_table import standing_update
from actions.models import ProgressUpdate, Verdict
from people.rating import COMPLETE, NOT_RATED
from reports.document import PlanDocument
from reports.entries import ActionEntry, UpdateEntry, VerdictEntry


def with_entries(document: PlanDocument, entries: Mapping[int, ActionEntry]) -> PlanDocument:
    """``document`` with these entries in place of those of the same keys."""
    themes = tuple(
        replace(
            theme,
            objectives=tuple(
                replace(objective, actions=tuple(entries.get(action.key, action) for action in objective.actions))
                for objective in theme.objectives
            ),
        )
        for theme in document.themes
    )
    return replace(document, themes=themes)


def decided(document: PlanDocument, verdicts: Iterable[Verdict]) -> PlanDocument:
    """``document`` with ``verdicts`` (in their order) in the entries that they are about."""
    entries = {action.key: action for action in document.actions}
    changed: dict[int, ActionEntry] = {}
    for verdict in verdicts:
        entry = changed.get(verdict.action_id) or entries.get(verdict.action_id)
        if entry is not None:
            changed[verdict.action_id] = _decided(entry, verdict)
    return with_entries(document, changed)


def _decided(entry: ActionEntry, verdict: Verdict) -> ActionEntry:
    told = replace(entry, verdicts=(*entry.verdicts, entry_of(verdict)))
    if entry.update is None or entry.update.key != verdict.update_id:
        return told
    if verdict.criterion is not None:
        return _rated(told, verdict.criterion.rating, verdict.criterion.words)
    before = standing_update(verdict.action, before=verdict.update)
    if before is None:
        return _rated(replace(told, update=None), NOT_RATED, "")
    return _rated(replace(told, update=update_entry(before.update)), before.criterion.rating, before.criterion.words)


def _rated(entry: ActionEntry, rating: str, criterion: str) -> ActionEntry:
    return replace(entry, rating=COMPLETE if entry.is_complete else rating, criterion=criterion)


def entry_of(verdict: Verdict) -> VerdictEntry:
    """As the document tells a verdict."""
    lead, body = verdict.update.criterion, verdict.criterion
    return VerdictEntry(
        key=verdict.pk,
        of_update=verdict.update_id,
        kind=verdict.kind,
        rating=body.rating if body else "",
        criterion=body.words if body else "",
        leads_rating=lead.rating,
        leads_criterion=lead.words,
        because=verdict.because,
        decided_on=verdict.decided_on,
        decided_by=verdict.decided_words,
    )


def update_entry(update: ProgressUpdate) -> UpdateEntry:
    """As the document tells an update."""
    return UpdateEntry(
        key=update.pk,
        submitted_at=update.submitted_at,
        by=update.by_words,
        rationale=update.rationale,
        shows_it=update.shows_it,
        figure_what=update.figure_what,
        figure_from=update.figure_from,
        figure_to=update.figure_to,
        figure_source=update.figure_source,
        narrative=update.narrative,
        forecast_on=update.forecast_on,
        brings_back=update.brings_back,
        brings_back_by=update.brings_back_by,
    )
