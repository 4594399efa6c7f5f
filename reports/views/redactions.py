"""Redactions: asked for by whoever reads the plan, done or refused by information governance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from people import clock
from plans.gate import PlanRequest, right
from plans.models import Plan, Role
from plans.pages import plan_page
from reports.forms import AskRedactionForm, RedactForm, RefuseRedactionForm
from reports.models import Redaction
from reports.redaction import ask_redaction, redact, refuse_redaction
from reports.redaction.survey import removal_of, survey, the_redaction


@right("ask_redaction", methods=("GET",))
def redaction_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What was asked for, done and refused, without the words: all of it for information governance, else what one asked."""
    asked = Redaction.objects.filter(plan=plan).defer("words").select_related("plan", "asked_by")
    governs = Role.INFORMATION_GOVERNANCE in request.roles
    if not governs:
        asked = asked.filter(asked_by=request.user)
    return plan_page(request, "reports/redaction_list.html", {"redactions": list(asked), "governs": governs})


@right("ask_redaction")
def redaction_ask(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = AskRedactionForm(request, plan, request.GET.get("where", "")[:300])
    if form.sent and form.done(ask_redaction, plan, **form.answers):
        messages.success(
            request,
            "Asked. Information governance finds it in My work and decides; the words are held until then. To take your request "
            "back, ask them to refuse it.",
        )
        return redirect("reports:redaction-list", plan.slug)
    return plan_page(request, "reports/redaction_ask.html", {"form": form})


@right("redact", of=the_redaction)
def redaction_do(request: PlanRequest, redaction: Redaction) -> HttpResponse:
    """Everything that would go, and what would not; then the last word."""
    found = survey(redaction.plan, removal_of(redaction, clock.today())) if redaction.waits else None
    form = RedactForm(request, redaction, found.shared if found else [], found.files if found else [])
    if form.sent and form.done(redact, redaction, **form.answers):
        messages.success(
            request, "Taken out. That it was done stays on record, the words do not; this cannot be undone."
        )
        return redirect("reports:redaction-list", redaction.plan.slug)
    context = {"form": form, "redaction": redaction, "found": found}
    return plan_page(request, "reports/redaction_do.html", context)


@right("redact", of=the_redaction)
def redaction_refuse(request: PlanRequest, redaction: Redaction) -> HttpResponse:
    form = RefuseRedactionForm(request, redaction)
    if form.sent and form.done(refuse_redaction, redaction, **form.answers):
        messages.success(request, "Refused, and why is told to who asked. They can ask again, saying more.")
        return redirect("reports:redaction-list", redaction.plan.slug)
    return plan_page(request, "reports/redaction_refuse.html", {"form": form, "redaction": redaction})
