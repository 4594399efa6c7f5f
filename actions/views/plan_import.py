"""Bringing a plan in from a spreadsheet: the template, sending it, what was understood, and the confirming of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from actions.forms.plan_import import PlanFileForm, PlanImportForm
from actions.models import PlanImport
from actions.plan_import import bring_in_plan, brought_in_before, keep_file, throw_away, understood_of
from actions.plan_template import plan_template
from actions.plan_told import known_now
from plans.gate import PersonRequest, signed_in
from plans.rights import may_create_plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in("GET", "POST")
def plan_bring_in(request: PersonRequest) -> HttpResponse:
    """What to do, the template, and the box for the file."""
    _refuse_a_stranger(request)
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    if request.method == "POST" and form.is_valid() and form.opened is not None:
        kept = keep_file(form.opened, person=request.user)
        return redirect("actions:plan-import", kept.pk)
    waiting = PlanImport.objects.filter(person=request.user, plan__isnull=True).first()
    return render(request, "actions/plan_bring_in.html", {"form": form, "waiting": waiting})


@signed_in("GET")
def plan_template_file(request: PersonRequest) -> HttpResponse:
    """The template, with the posts and bodies that are known today."""
    _refuse_a_stranger(request)
    known = known_now()
    headers = {
        "Content-Disposition": content_disposition_header(True, "Plan template.xlsx") or "attachment",
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(plan_template(known.posts, known.bodies), content_type=XLSX, headers=headers)


@signed_in("GET", "POST")
def plan_import(request: PersonRequest, key: int) -> HttpResponse:
    """What was understood of the file, each cell that was not, and the button that writes the plan."""
    kept = _the_file(request, key)
    if kept.plan is not None:
        messages.info(request, f"{kept.file_name} was brought in already: it is this plan.")
        return redirect("actions:structure", kept.plan.slug)
    form = PlanImportForm(request)
    if form.sent and form.done(bring_in_plan, kept, by=request.user):
        kept.refresh_from_db()
        messages.success(
            request,
            f"{kept.plan} is there, as a draft that only you see. Colours are hollow until somebody argues them. "
            "What is not as it should be you change here, or take out.",
        )
        return redirect("actions:structure", kept.plan.slug if kept.plan else "")
    said = understood_of(kept)
    page = {"form": form, "kept": kept, "said": said, "before": brought_in_before(kept)}
    return render(request, "actions/plan_import.html", page)


@signed_in("POST")
def plan_import_throw_away(request: PersonRequest, key: int) -> HttpResponse:
    """The file is forgotten, without a plan."""
    kept = _the_file(request, key)
    if kept.plan is None:
        throw_away(kept)
        messages.success(request, f"{kept.file_name} is thrown away. Nothing of it was written.")
    return redirect("actions:plan-bring-in")


def _the_file(request: PersonRequest, key: int) -> PlanImport:
    """A file that this person sent; 404 for anybody else."""
    _refuse_a_stranger(request)
    kept = PlanImport.objects.filter(pk=key, person=request.user).select_related("plan").first()
    if kept is None:
        raise Http404("No such file of this person.")
    return kept


def _refuse_a_stranger(request: PersonRequest) -> None:
    if not may_create_plan(request.user):
        raise PermissionDenied("create_plan")
