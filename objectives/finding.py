"""Finding what an address names in a plan, for the gate."""

from django.http import Http404

from objectives.models import StrategicObjective, Workstream
from plans.models import Plan


def the_objective(plan: Plan, objective: str) -> StrategicObjective:
    found = (
        StrategicObjective.objects.filter(plan=plan, slug=objective)
        .select_related("theme", "accountable_post", "responsible_body")
        .first()
    )
    if found is None:
        raise Http404("No such objective in this plan.")
    found.plan = found.theme.plan = plan
    return found


def the_workstream(plan: Plan, key: int) -> Workstream:
    found = Workstream.objects.filter(plan=plan, pk=key).select_related("objective").first()
    if found is None:
        raise Http404("No such workstream in this plan.")
    found.plan = plan
    return found
