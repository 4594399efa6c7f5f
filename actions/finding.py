"""Finding what an address names in a plan, for the gate."""

from dataclasses import dataclass
from typing import TypeVar

from django.http import Http404

from actions.models import Action, Ask, DatedFact, Evidence, Milestone, Move
from actions.models.action import OfAnAction
from plans.models import Plan


def the_action(plan: Plan, action: str) -> Action:
    """The action whose reference stands in the address, with what its pages print; 404 where there is none."""
    found = (
        Action.objects.filter(plan=plan, slug=action)
        .select_related(
            "objective", "lead_post__organisation", "lead_post__holder", "criterion", "latest_update__criterion"
        )
        .first()
    )
    if found is None:
        raise Http404("No such action in this plan.")
    found.plan = plan
    return found


def the_ask(plan: Plan, ask: int) -> Ask:
    return _record(Ask, plan, ask)


def the_milestone(plan: Plan, milestone: int) -> Milestone:
    return _record(Milestone, plan, milestone)


def the_evidence(plan: Plan, evidence: int) -> Evidence:
    return _record(Evidence, plan, evidence)


def the_fact(plan: Plan, fact: int) -> DatedFact:
    return _record(DatedFact, plan, fact)


def the_move_in(plan: Plan, move: int) -> "MoveIn":
    """A move into ``plan`` that waits for its answer: its action belongs to another plan, of which nothing else is shown."""
    found = (
        Move.objects.open()
        .filter(to_plan=plan, pk=move, agreed_version__isnull=False)
        .select_related("plan", "to_plan", "action__plan", "action__lead_post__holder", "action__objective")
        .first()
    )
    if found is None:
        raise Http404("No such move waits for this plan.")
    return MoveIn(plan, found)


@dataclass(frozen=True)
class MoveIn:
    """A move as the receiving plan sees it; rights are asked of ``plan``, the receiving one."""

    plan: Plan
    move: Move


R = TypeVar("R", bound=OfAnAction)


def _record(model: type[R], plan: Plan, key: int) -> R:
    found = (
        model._base_manager.filter(plan=plan, pk=key)
        .select_related("action__lead_post__organisation", "action__lead_post__holder", "action__criterion")
        .first()
    )
    if found is None:
        raise Http404(f"No such {model._meta.verbose_name} in this plan.")
    found.plan = found.action.plan = plan
    return found
