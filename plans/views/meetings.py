"""Meetings of the bodies that a plan names: decisions refer to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from people import clock
from people.models import Meeting
from plans.forms import MeetingForm
from plans.gate import PlanRequest, right
from plans.models import Plan
from plans.pages import plan_page
from plans.people_of_plan import bodies_named, record_meeting


@right("record_meeting", methods=("GET",))
def meeting_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    bodies = bodies_named(plan)
    meetings = list(Meeting.objects.filter(body__in=bodies).select_related("body"))
    today = clock.today()
    return plan_page(
        request,
        "plans/meeting_list.html",
        {
            "bodies": bodies,
            "planned": [meeting for meeting in reversed(meetings) if meeting.held_on > today],
            "held": [meeting for meeting in meetings if meeting.held_on <= today],
        },
    )


@right("record_meeting")
def meeting_record(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = MeetingForm(request, Meeting())
    if form.sent and form.done(record_meeting, plan, **form.answers, by=request.user):
        messages.success(
            request,
            "The meeting is recorded: decisions can name it now. A mistyped day is put right by an administrator.",
        )
        return redirect("plans:meeting-list", plan.slug)
    return plan_page(request, "plans/meeting_record.html", {"form": form, "bodies": bodies_named(plan)})
