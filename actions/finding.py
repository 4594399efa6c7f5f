"""Finding what an address names in a plan, for the gate."""

from django.http import Http404

from actions.models import Action, Ask
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
    found = Ask.objects.filter(plan=plan, pk=ask).select_related("action__lead_post").first()
    if found is None:
        raise Http404("No such ask in this plan.")
    found.plan = found.action.plan = plan
    return found
