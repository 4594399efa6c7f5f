"""Adding evidence, and withdrawing it. Reading pages hand files out (reports.evidence_file)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import evidence as verbs
from actions import evidence_store, said
from actions.finding import the_action, the_evidence
from actions.forms import EvidenceForm, EvidenceWithdrawForm
from actions.models import Action, Evidence
from actions.pages import gesture_page
from plans.gate import PlanRequest, right
from plans.models import Step


@right("evidence", of=the_action)
def evidence_add(request: PlanRequest, action: Action) -> HttpResponse:
    form = EvidenceForm(request, action)
    if form.sent and form.done(_keep_and_add, action, content=form.cleaned_data["file"], **form.answers):
        said.evidence_added(request, action, form)
        return redirect(action)
    return gesture_page(request, "actions/evidence_add.html", action, form, verb="add_evidence")


def _keep_and_add(action: Action, *, content: Any, source: verbs.Source, **words: Any) -> Step:
    """The file before its row: a file without a row is swept away one day, a row without its file is a hole."""
    evidence_store.keep(source.file, content)
    return verbs.add_evidence(action, source=source, **words)


@right("evidence", of=the_evidence)
def evidence_withdraw(request: PlanRequest, evidence: Evidence) -> HttpResponse:
    form = EvidenceWithdrawForm(request, evidence)
    if form.sent and form.done(verbs.withdraw_evidence, evidence, **form.answers):
        said.evidence_withdrawn(request, evidence)
        return redirect(evidence.action)
    return gesture_page(
        request, "actions/evidence_withdraw.html", evidence.action, form, verb="withdraw_evidence", evidence=evidence
    )
