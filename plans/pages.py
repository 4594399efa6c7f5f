"""What every page of a plan carries in its frame."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from plans.gate import PlanRequest


def plan_page(
    request: PlanRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page with the plan, the reader's roles on it, and whom to ask, as this partnership calls the post. No query."""
    frame = {
        "plan": request.plan,
        "called": request.plan.short_title,  # a version goes by the name that it was issued under
        "roles": request.roles,
        "who_do_i_ask": who_do_i_ask(request),
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def who_do_i_ask(request: PlanRequest) -> str:
    names, label = ", ".join(request.managers), request.plan.manager_label
    return names if not names or label.lower() in names.lower() else f"{names} ({label.lower()})"
