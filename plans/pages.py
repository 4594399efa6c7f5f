"""What every page of a plan carries in its frame."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from people import clock
from plans.gate import PlanRequest
from plans.models import Plan, PlanRole, Role


def plan_page(request: PlanRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page with the plan, the reader's roles on it, and whom to ask."""
    frame = {"plan": request.plan, "roles": request.roles, "who_do_i_ask": who_do_i_ask(request.plan)}
    return render(request, template, {**frame, **(context or {})}, status=status)


def who_do_i_ask(plan: Plan) -> str:
    """The plan manager's name, as this partnership calls the post. One query."""
    managers = (
        PlanRole.objects.filter(plan=plan, role=Role.PLAN_MANAGER, person__isnull=False)
        .current(clock.today())
        .values_list("person__name", flat=True)
    )
    return f"{plan.manager_label}: {', '.join(managers)}" if managers else ""
