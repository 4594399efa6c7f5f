"""What stands beside the form of an update: what was said last, what was begun, what colleagues prepared, help still asked for.

Read for one action or for all of a return, in the same number of queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from actions import prepared
from actions.models import Action, Ask, ProgressUpdate
from people.models import User
from plans import drafts
from plans.models import Draft, RatingCriterion, Role, Step


@dataclass
class Beside:
    """For one action and one reader."""

    criteria: list[RatingCriterion]  # the sentences of the plan that may be chosen
    last_figure: ProgressUpdate | None = None  # the latest update that gave a figure
    asks: list[Ask] = field(default_factory=list)  # still open
    draft: Draft | None = None  # the reader's own
    others_stepped_last: int = 0  # the action's version after the latest step that the reader did not record
    prepared: list[Draft] = field(default_factory=list)  # by colleagues


def beside_of(reader: User, actions: Sequence[Action], roles: frozenset[Role]) -> dict[int, Beside]:
    """``{action's key: what stands beside its form}``, for actions of one plan. At most seven queries."""
    if not actions:
        return {}
    criteria = list(actions[0].plan.criteria.standing())
    found = {action.pk: Beside(criteria) for action in actions}
    _add_figures(found, actions)
    for ask in Ask.objects.open().filter(action__in=found):
        found[ask.action_id].asks.append(ask)
    by_about = {drafts.about(action): action.pk for action in actions}
    for draft in Draft.objects.filter(person=reader, form=prepared.FORM, about__in=by_about):
        found[by_about[draft.about]].draft = draft
    begun = [key for key, one in found.items() if one.draft is not None]
    stepped = Step.objects.filter(kind="action", key__in=begun).exclude(recorded_by=reader).order_by()
    if begun:
        for key, version in stepped.values_list("key").annotate(Max("version")):
            found[key].others_stepped_last = version
    for key, colleagues in prepared.prepared_for(reader, actions, roles).items():
        found[key].prepared = colleagues
    return found


def _add_figures(found: dict[int, Beside], actions: Sequence[Action]) -> None:
    """The figure of the latest update, or of the latest before it that gave one."""
    without = []
    for action in actions:
        if action.latest_update is not None and action.latest_update.figure_what:
            found[action.pk].last_figure = action.latest_update
        elif action.latest_update is not None:
            without.append(action.pk)
    if without:
        for update in (
            ProgressUpdate.objects.filter(action__in=without).exclude(figure_what="").order_by("action_version")
        ):
            found[update.action_id].last_figure = update
