"""The page of the search: what was typed stays in the address, and every state of it is a page."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render

from plans.gate import PersonRequest, signed_in
from plans.models import Opening, Plan
from plans.openings import note_opened
from reports.filters import Choice
from reports.search import LONGEST, SHORTEST, Found, Hit, Wanted, search

A_PAGE = 50


@dataclass(frozen=True)
class PlanFound:
    """One plan's hits on this page."""

    plan: Plan
    reading: str
    number: int  # in the whole plan
    hits: list[Hit]


@signed_in("GET")
def search_page(request: PersonRequest) -> HttpResponse:
    """What was found in everything that this person may read, grouped by plan."""
    wanted = Wanted.of(request.GET.get("q", ""))
    context = {"asked": wanted.typed[: LONGEST + 1], "wanted": wanted, "shortest": SHORTEST, "longest": LONGEST}
    if wanted.can_be_found:
        found = search(request.user, wanted)
        numbers = found.by_plan
        chosen = request.GET.get("plan", "")
        chosen = chosen if chosen in {plan.slug for plan, _ in numbers} else ""
        hits = [hit for hit in found.hits if chosen in ("", hit.plan.slug)]
        page = Paginator(hits, A_PAGE).get_page(request.GET.get("page"))
        note_opened(request, found.seen_in(page), Opening.Through.PAGE)  # what is drawn, not all that was found
        context |= {
            "found": found,
            "number": len(hits),
            "choices": _choices(wanted, numbers, chosen),
            "groups": _grouped(found, page),
            "page": page,
            "query": _query(wanted, chosen),
        }
    return render(request, "reports/search.html", context)


def _choices(wanted: Wanted, numbers: list[tuple[Plan, int]], chosen: str) -> list[Choice]:
    """A link for each plan in which something was found; the chosen one is taken back by its own."""
    return [
        Choice(
            plan.short_title,
            number,
            f"?{_query(wanted, '' if plan.slug == chosen else plan.slug)}",
            plan.slug == chosen,
        )
        for plan, number in numbers
    ]


def _query(wanted: Wanted, plan: str) -> str:
    return urlencode({"q": wanted.typed, **({"plan": plan} if plan else {})})


def _grouped(found: Found, page: "Page[Hit]") -> list[PlanFound]:
    numbers = dict(found.by_plan)
    return [
        PlanFound(plan, found.reading_of(plan), numbers[plan], list(hits))
        for plan, hits in groupby(page.object_list, key=lambda hit: hit.plan)
    ]
