"""The first line of every view of a plan: who may come in, and to what."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from people.models import User
from plans import drafts, rights
from plans.models import Plan, Role, Step
from plans.withheld import Marks, is_withheld, marks_for, with_any_mark

View = Callable[..., HttpResponse]
Finder = Callable[..., Any]


class PersonRequest(HttpRequest):
    """A request of somebody signed in."""

    user: User


class PlanRequest(PersonRequest):
    """A request that has passed the gate of a plan."""

    plan: Plan
    roles: frozenset[Role]
    marks: Marks  # what of the plan is withheld from this person, and what she sees through
    managers: list[str]


def this_plan(plan: Plan) -> Plan:
    """Finder for verbs on the plan itself."""
    return plan


def right(verb: str, of: Finder = this_plan, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """Let a request through to ``view(request, thing)`` where the person may do ``verb`` to it.

    The plan is named by the address. Not signed in: sign-in, with what was typed kept. A plan that is not yours, or a row
    that is not there: 404. A verb that is not yours: 403, also for rows that are not there. A wrong method: 405.
    ``of(plan, **rest of the address)`` finds the row or raises ``Http404``.
    """

    def gate(view: View) -> View:
        @wraps(view)
        def enter(request: Any, plan: str, **address: Any) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            refuse_unkeepable(request)
            if not request.user.is_authenticated:
                return sign_in_first(request)
            if set_aside := drafts.set_aside(request):
                return set_aside
            try:
                request.plan, request.roles, request.managers = plan_of(request.user, plan)
                request.marks = marks_for(request.plan, request.user, request.roles)
                thing = _allowed(request, verb, of, address)
            except (PermissionDenied, Http404):
                if done := done_before(request):
                    return done
                drafts.keep_refused(request)
                raise
            return view(request, thing)

        enter.right = verb  # type: ignore[attr-defined]
        return enter

    return gate


def _allowed(request: PlanRequest, verb: str, of: Finder, address: dict[str, Any]) -> Any:
    """The row that the address names, where the person may do ``verb`` to it. What is withheld from her is not there."""
    if not rights.might(verb, request.roles):
        raise PermissionDenied(verb)
    thing = of(request.plan, **address)
    if is_withheld(thing, request.marks):
        raise Http404("Not for this person.")
    if not rights.may(request.user, verb, thing, request.roles):
        raise PermissionDenied(verb)
    return thing


def signed_in(*methods: str) -> Callable[[View], View]:
    """Let a signed-in person through to a page that belongs to no one plan."""

    def gate(view: View) -> View:
        @wraps(view)
        def enter(request: Any, **address: Any) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                return sign_in_first(request)
            return drafts.set_aside(request) or view(request, **address)

        enter.right = "signed in"  # type: ignore[attr-defined]
        return enter

    return gate


def done_before(request: PersonRequest) -> HttpResponse | None:
    """Answer to a second click on what the first has done away with: a move accepted, a plan closed. None for all else."""
    token = drafts.read_token(request.POST.get("form_token", ""))
    if token is None or token.person != request.user.pk:
        return None
    once = f"{token.once}:{drafts.digest(request.POST)}"
    step = Step.objects.filter(form_token=once).select_related("plan").first()
    if step is None or step.plan is None:
        return None
    messages.info(request, f"This was done already, by your first click: {step.reference}.")
    return redirect(step.plan)


def refuse_unkeepable(request: HttpRequest) -> None:
    """An address with a NUL names nothing, and PostgreSQL does not even look for it."""
    if "\x00" in request.path:
        raise Http404("No such address.")


def plan_of(person: User, slug: str) -> tuple[Plan, frozenset[Role], list[str]]:
    """The plan, the person's roles on it, its managers' names: two queries. 404 where it does not exist for this person."""
    plan = with_any_mark(Plan.objects.filter(slug=slug)).select_related("deciding_body").first()
    if plan is None:
        raise Http404("No such plan.")
    roles, managers = rights.roles_and_managers(person, plan)
    if not rights.may_see(plan, roles):
        raise Http404("No such plan for this person.")
    return plan, roles, managers


def sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return drafts.without_session(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
