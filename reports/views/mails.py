"""The mails of a plan: what went to whom, and what became of it."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpResponse

from plans.gate import PlanRequest, right
from plans.models import Plan, Reminder, Round, SentMail
from plans.pages import plan_page
from reports.filters import Choice

A_PAGE = 50


@right("reminders", methods=("GET",))
def mail_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """All mails about this plan, newest first; of one round, or those that did not arrive. What tells of other plans too is
    shown without its text."""
    choices = _choices(plan, request.GET.get("round", ""), "undelivered" in request.GET)
    chosen = next((choice for choice in choices if choice.chosen), None)
    mails, reminders = SentMail.objects.of(plan), Reminder.objects.filter(plan=plan)
    if chosen is not None and "round" in request.GET:
        mails = mails.filter(pk__in=reminders.filter(round__number=request.GET["round"]).values("mail"))
    elif chosen is not None:
        mails = mails.undelivered()
    told = Prefetch("reminders", queryset=reminders.select_related("round", "organisation"))
    rows = mails.select_related("person", "by").prefetch_related(told)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return plan_page(
        request,
        "reports/mail_list.html",
        {"page": page, "number": page.paginator.count, "choices": choices, "query": query.urlencode()},
    )


def _choices(plan: Plan, number: str, undelivered: bool) -> list[Choice]:
    """A link for each round of which there is a mail, and one for what did not arrive; the chosen one is taken back."""
    rounds = Round.objects.filter(plan=plan).annotate(mails=Count("reminders__mail", distinct=True)).order_by("-number")
    found = [
        Choice(label, mails, "?" if str(key) == number else f"?round={key}", str(key) == number)
        for key, label, mails in rounds.values_list("number", "label", "mails")
    ]
    lost = SentMail.objects.of(plan).undelivered().count()
    chosen = undelivered and not number
    found.append(Choice("not arrived", lost, "?" if chosen else "?undelivered=yes", chosen))
    return [choice for choice in found if choice.number or choice.chosen]
