"""What the lead of an action does: report on it, and ask for more time."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import extensions, prepared, said, updates
from actions.finding import the_action
from actions.forms import AskExtensionForm, UpdateForm
from actions.models import Action
from actions.pages import gesture_page
from plans.gate import PlanRequest, right


@right("prepare_update", of=the_action)
def action_update(request: PlanRequest, action: Action) -> HttpResponse:
    form = UpdateForm(request, action)
    if request.method == "POST" and not form.may_submit and prepared.keep_for_the_lead(request):
        said.prepared(request, action)
        return redirect("reports:my-work")
    if form.sent and form.done(updates.submit_update, action, **form.answers):
        said.update_submitted(request, action, form)
        return (
            redirect("reports:my-return", action.plan.slug) if request.GET.get("from") == "return" else redirect(action)
        )
    return gesture_page(request, "actions/action_update.html", action, form, verb="submit_update")


@right("ask_extension", of=the_action)
def extension_ask(request: PlanRequest, action: Action) -> HttpResponse:
    form = AskExtensionForm(request, action)
    if form.sent and form.done(extensions.ask_extension, action, **form.answers):
        said.extension_asked(request, action)
        return redirect(action)
    asked = extensions.open_extension(action)
    return gesture_page(request, "actions/action_ask_extension.html", action, form, verb="ask_extension", asked=asked)
