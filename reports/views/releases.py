"""Made public and taken off again: each a page of its own that says what will happen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from people.models import british
from plans.gate import PlanRequest, right
from plans.models import Plan, Release
from plans.pages import plan_page
from plans.steps import words_for
from plans.verb_form import VerbForm
from reports.entries import counts_of
from reports.forms import ConfirmPublicForm, MakePublicForm, RefusePublicForm, WithdrawFromPublicForm
from reports.models import KeptDocument
from reports.public import confirm_public, make_public, refuse_public, withdraw_from_public
from reports.versions import opened
from reports.views.papers import the_version
from reports.visible import visible_to, withheld_from_public
from reports.without_names import UNNAMED, names_known, unnamed_in


def the_release(plan: Plan, version: int) -> Release:
    """Finder for the gate: the latest release of this version."""
    found = Release.objects.filter(plan=plan, version_number=version).select_related("proposed_by").first()
    if found is None:
        raise Http404("Nobody has proposed to make that version public.")
    found.plan = plan
    return found


@right("make_public", of=the_version)
def release_propose(request: PlanRequest, kept: KeptDocument) -> HttpResponse:
    form = MakePublicForm(request, kept.plan, kept.number or 0)
    if form.sent and form.done(make_public, kept.plan, **form.answers):
        messages.success(
            request,
            f"Proposed: version {kept.number} is to be public from {british(form.cleaned_data['from_on'])}. It waits for a chief "
            "officer or another plan manager to confirm it; until then it can be taken back.",
        )
        return redirect("reports:version-list", kept.plan.slug)
    running = Release.objects.running().filter(plan=kept.plan, version_number=kept.number or 0).first()
    return _page(request, "reports/release_propose.html", kept, form, running)


@right("confirm_public", of=the_release)
def release_confirm(request: PlanRequest, release: Release) -> HttpResponse:
    form = ConfirmPublicForm(request, release)
    if form.sent and form.done(confirm_public, release, **form.answers):
        messages.success(
            request,
            f"Confirmed: the public reads version {release.version_number} from the day that was proposed. It can be taken off "
            "again at any time.",
        )
        return redirect("reports:version-list", release.plan.slug)
    return _page(request, "reports/release_confirm.html", _kept(release), form, release)


@right("refuse_public", of=the_release)
def release_refuse(request: PlanRequest, release: Release) -> HttpResponse:
    form = RefusePublicForm(request, release)
    if form.sent and form.done(refuse_public, release, **form.answers):
        messages.success(
            request, f"Version {release.version_number} is not made public. It can be proposed again at any time."
        )
        return redirect("reports:version-list", release.plan.slug)
    return _page(request, "reports/release_refuse.html", _kept(release), form, release)


@right("withdraw_from_public", of=the_release)
def release_withdraw(request: PlanRequest, release: Release) -> HttpResponse:
    form = WithdrawFromPublicForm(request, release)
    if form.sent and form.done(withdraw_from_public, release, **form.answers):
        messages.success(
            request,
            f"Version {release.version_number} is off the public pages. To make it public again, it is proposed and confirmed "
            "anew.",
        )
        return redirect("reports:version-list", release.plan.slug)
    return _page(request, "reports/release_withdraw.html", _kept(release), form, release)


def _kept(release: Release) -> KeptDocument:
    return the_version(release.plan, release.version_number)


def _page(
    request: PlanRequest, template: str, kept: KeptDocument, form: VerbForm, release: Release | None
) -> HttpResponse:
    """``release``: the one that this is about; of a version that nobody has proposed, None."""
    document = visible_to(opened(kept), None, withheld_from_public(request.plan))
    context = {
        "form": form,
        "kept": kept,
        "release": release,
        "proposed_by": words_for(release.proposed_by) if release else "",
        "is_own": release is not None and release.proposed_by_id == request.user.pk,
        "number_of_actions": len(document.actions),
        "counts": counts_of(document.actions),
        "withheld": document.withheld,
        # Once it is proposed the public page goes by the names that were known then.
        "unnamed": unnamed_in(document, frozenset(release.names_known if release else names_known(document))),
        "unnamed_words": UNNAMED,
    }
    return plan_page(request, template, context)
