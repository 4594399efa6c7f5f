"""What becomes of a mark: confirmed, read by others all the same, released, lifted or kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from plans import marks
from plans.finding import the_grant, the_mark
from plans.gate import PlanRequest, right
from plans.mark_forms import MarkReasonForm, NameReaderForm, ReleaseForm
from plans.models import Mark, MarkGrant
from plans.pages import plan_page
from plans.verb_form import VerbForm


@right("confirm_mark", of=the_mark)
def mark_confirm(request: PlanRequest, mark: Mark) -> HttpResponse:
    form = MarkReasonForm(request, mark, "confirm_mark", "Why is it exempt?")
    if form.sent and form.done(marks.confirm_mark, mark, **form.answers):
        messages.success(request, "Confirmed: it is exempt. You can release it to members for one meeting.")
        return redirect(mark)
    return _page(request, "plans/mark_confirm.html", mark, form)


@right("name_reader", of=the_mark)
def mark_name_reader(request: PlanRequest, mark: Mark) -> HttpResponse:
    form = NameReaderForm(request, mark)
    if form.sent and form.done(marks.name_reader, mark, **form.answers):
        messages.success(request, f"{form.cleaned_data['reader']} reads it from now on. That can be ended here.")
        return redirect(mark)
    return _page(request, "plans/mark_name_reader.html", mark, form)


@right("release_mark", of=the_mark)
def mark_release(request: PlanRequest, mark: Mark) -> HttpResponse:
    form = ReleaseForm(request, mark)
    if form.sent and form.done(marks.release_mark, mark, **form.answers):
        messages.success(
            request,
            f"Released for the {form.cleaned_data['meeting']}: who sits there reads it up to the end of that day. Ending it "
            "takes it back.",
        )
        return redirect(mark)
    return _page(request, "plans/mark_release.html", mark, form)


@right("name_reader", of=the_grant)
def mark_end_grant(request: PlanRequest, grant: MarkGrant) -> HttpResponse:
    form = MarkReasonForm(request, grant, "end_grant", "Why do they read it no longer?")
    if form.sent and form.done(marks.end_grant, grant, **form.answers):
        messages.success(request, f"{grant.to} reads it no longer. They can be named again.")
        return redirect(grant.mark)
    return _page(request, "plans/mark_end_grant.html", grant.mark, form, grant=grant)


@right("mark", of=the_mark)
def mark_ask_lifting(request: PlanRequest, mark: Mark) -> HttpResponse:
    form = MarkReasonForm(request, mark, "ask_lifting", "Why should it be lifted?")
    if form.sent and form.done(marks.ask_lifting, mark, **form.answers):
        messages.success(request, "Asked. Information governance reads it now, and lifts the mark or keeps it.")
        return redirect(mark)
    return _page(request, "plans/mark_ask_lifting.html", mark, form)


@right("lift_mark", of=the_mark)
def mark_lift(request: PlanRequest, mark: Mark) -> HttpResponse:
    form = MarkReasonForm(request, mark, "lift_mark", "Why is it lifted?")
    if form.sent and form.done(marks.lift_mark, mark, **form.answers):
        messages.success(request, "Lifted: everybody who reads the plan reads it, also in what was issued before.")
        return redirect("reports:mark-list", mark.plan.slug)
    return _page(request, "plans/mark_lift.html", mark, form, waits=True)


@right("lift_mark", of=the_mark)
def mark_keep(request: PlanRequest, mark: Mark) -> HttpResponse:
    form = MarkReasonForm(request, mark, "keep_mark", "Why is it kept?")
    if form.sent and form.done(marks.keep_mark, mark, **form.answers):
        messages.success(request, "The mark is kept. Its lifting can be asked for again.")
        return redirect("reports:mark-list", mark.plan.slug)
    return _page(request, "plans/mark_keep.html", mark, form, waits=True)


def _page(request: PlanRequest, template: str, mark: Mark, form: VerbForm, **more: object) -> HttpResponse:
    return plan_page(request, template, {"form": form, "mark": mark, **more})
