"""Who belongs to a plan: roles, invitations, the leaver's page."""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from people import clock
from people.models import Membership, User, british
from plans.finding import InPlan, the_person, the_role
from plans.forms import BodyRoleForm, InvitationForm, LeavingForm, RoleEndForm, RoleForm
from plans.gate import PlanRequest, right
from plans.invitations import invite, is_awaited, mail_invitation
from plans.leavers import duties_of, foreign_plans, hand_on
from plans.models import Plan, PlanRole, Role, Step
from plans.pages import plan_page
from plans.people_of_plan import bodies_named, end_role, grant_role
from plans.posts import named_for
from plans.steps import Refused
from plans.telling import TOLD_WITH

# How many steps the page tells.
LATEST = 100


@right("people", methods=("GET",))
def people(request: PlanRequest, plan: Plan) -> HttpResponse:
    roles = PlanRole.objects.filter(plan=plan).select_related("person__organisation", "body")
    today = clock.today()
    running = [role for role in roles if role.until_on is None or role.until_on >= today]
    bodies = [role.body_id for role in running if role.body_id]
    seats = list(Membership.objects.current(today).filter(body__in=bodies).select_related("body", "person"))
    here = [role.person for role in running if role.person] + [seat.person for seat in seats]
    return plan_page(
        request,
        "plans/people.html",
        {
            "held_by_people": sorted((role for role in running if role.person), key=_in_table_order),
            "held_by_bodies": sorted((role for role in running if role.body), key=_in_table_order),
            "seats": seats,
            "awaited": {person.pk for person in here if is_awaited(person)},
            "ended": [role for role in roles if role not in running],
            "steps": Step.objects.filter(plan=plan, kind="planrole").select_related(*TOLD_WITH)[:LATEST],
            "mail_to_console": settings.SAMPLE,
        },
    )


def _in_table_order(role: PlanRole) -> tuple[int, str]:
    return Role.values.index(role.role), str(role.person or role.body)


@right("people")
def role_give(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = RoleForm(request, PlanRole(plan=plan))
    if form.sent and form.done(grant_role, plan, **form.answers, by=request.user):
        messages.success(
            request, f"{form.cleaned_data['holder']} is {form.role_words} from today on. End the role to take it back."
        )
        return redirect("plans:people", plan.slug)
    return plan_page(request, "plans/planrole_give.html", {"form": form})


@right("people")
def role_give_to_body(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = BodyRoleForm(request, PlanRole(plan=plan))
    if form.sent and form.done(grant_role, plan, **form.answers, by=request.user):
        messages.success(
            request,
            f"Whoever sits on {form.cleaned_data['holder']} is {form.role_words} from today on. "
            "End the role to take it back.",
        )
        return redirect("plans:people", plan.slug)
    return plan_page(request, "plans/planrole_give_to_body.html", {"form": form})


@right("people")
def person_invite(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = InvitationForm(request, PlanRole(plan=plan))
    if form.sent and (invited := form.done(invite, plan, **form.answers, by=request.user)):
        if isinstance(invited, Step):  # a second click: the first one's mail is on its way
            person = PlanRole.objects.get(pk=invited.key).person
            messages.success(request, f"{person} is {form.role_words} from today on.")
        else:
            person, _ = invited
            _mail_and_say(request, person, f"{person} is {form.role_words} from today on. ")
        return redirect("plans:people", plan.slug)
    return plan_page(request, "plans/person_invite.html", {"form": form, "mail_to_console": settings.SAMPLE})


@right("people", of=the_person, methods=("POST",))
def invitation_send(request: PlanRequest, found: InPlan[User]) -> HttpResponse:
    _mail_and_say(request, found.row)
    return redirect("plans:people", found.plan.slug)


def _mail_and_say(request: PlanRequest, person: User, done: str = "") -> None:
    """Mail the invitation to whoever is still awaited, and say what came of it."""
    if not is_awaited(person):
        messages.success(request, f"{done}{person} has an account and can sign in: no invitation was sent.")
        return
    try:
        mail_invitation(person, request.plan, request.build_absolute_uri("/"))
    except (SMTPException, OSError, Refused) as problem:
        messages.warning(
            request,
            f"{done}The invitation to {person.email} could not be sent ({problem}). Send it again from this page.",
        )
        return
    where = " In the sample, mail is printed in the window in which the program runs." if settings.SAMPLE else ""
    messages.success(
        request,
        f"{done}An invitation has gone to {person.email}; its link works once, for seven days, and can be sent again.{where}",
    )


@right("people", of=the_role)
def role_end(request: PlanRequest, role: PlanRole) -> HttpResponse:
    form = RoleEndForm(request, role, initial={"until_on": clock.today()})
    if form.sent and form.done(end_role, role, **form.answers, by=request.user):
        messages.success(
            request,
            f"{role.person or role.body} is {role.get_role_display().lower()} until {british(form.cleaned_data['until_on'])}. "
            "The role can be given again.",
        )
        return redirect("plans:people", role.plan.slug)
    return plan_page(request, "plans/planrole_end.html", {"form": form, "role": role})


@right("people", of=the_person)
def person_leaving(request: PlanRequest, found: InPlan[User]) -> HttpResponse:
    """Two pages at one address: the choices, then what will happen; only the second changes anything."""
    leaver, plan = found.row, found.plan
    held = duties_of(leaver)
    form = LeavingForm(request, leaver, held, bodies_named(plan))
    page = {"form": form, "leaver": leaver, "held": held, "foreign": foreign_plans(request.user, held.roles)}
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        if "confirm" not in request.POST:
            return plan_page(request, "plans/person_leaving_check.html", {**page, "lines": form.lines(named_for(plan))})
        if form.done(hand_on, leaver, plan=plan, **form.answers, by=request.user):
            messages.success(request, f"{leaver} has left, and nothing they held is lost. {form.left_open()}".strip())
            return redirect("plans:people", plan.slug)
    return plan_page(request, "plans/person_leaving.html", page)
