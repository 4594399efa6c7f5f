"""Which body decides on a plan's dates and wording, and at which of its meetings."""

from typing import Any

from people import clock
from people.models import GovernanceBody, Meeting
from plans.models import Plan
from plans.steps import Decider, Refused


def refuse_another_body(plan: Plan, decider: Decider) -> None:
    """On dates and wording the body decides that the plan names for it; a commission that scrutinises does not."""
    if isinstance(decider, GovernanceBody) and decider != plan.deciding_body:
        raise Refused(f"In this plan the {plan.deciding_body} decides on dates and wording.", "agreed_at")


def meetings_held(body: GovernanceBody | None) -> Any:
    """Meetings of ``body`` that have taken place, newest first."""
    return Meeting.objects.filter(body=body, held_on__lte=clock.today()).select_related("body")
