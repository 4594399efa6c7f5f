"""The public pages: read by anybody, signed in or not, the same for all; drawn without the request, so nobody is known here.

Each is kept by whoever likes and asked about again every time: a page that has not changed answers 304, before anything is drawn.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

from actions.marking import texts_released
from people import clock
from people.context import every_page
from plans.gate import refuse_unkeepable
from reports import handing_out
from reports.changes import by_kind
from reports.papers.columns import Imprint
from reports.papers.public_json import plan_as_json
from reports.papers.spreadsheet import plan_as_csv
from reports.public import (
    PublicPlan,
    PublicReading,
    public_changes,
    public_plan,
    public_plans,
    public_reading,
    stamp_of,
)
from reports.views.papers import file_name
from reports.views.reading import found, told_of_action, told_of_plan

KEPT_BY_ANYBODY = "public, no-cache"


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of a public page, ``view(request, public, **rest of the address)``: anybody may come in.

    ``public`` is the plan that the address names with its public versions; without one, every plan that has any. What is not
    public and what is not there get one answer (404). Of a page that the caller has already, nothing is read or drawn.
    """

    @wraps(view)
    def page(request: HttpRequest, plan: str | None = None, **address: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(("GET",))
        try:
            refuse_unkeepable(request)
            public = public_plans() if plan is None else public_plan(plan)
            plans = public if isinstance(public, list) else [public]
            for name in {"version", "before", "after"} & address.keys():
                plans[0].version(address[name])
            stamp = stamp_of(plans, request.get_full_path(), sample_minute(request))
            answer: HttpResponse | None = get_conditional_response(request, etag=stamp)
            answer = answer or view(request, public, **address)
        except Http404:
            return _drawn(request, "reports/public_not_there.html", {}, status=404)
        answer.headers["ETag"], answer.headers["Cache-Control"] = stamp, KEPT_BY_ANYBODY
        return answer

    return page


def sample_minute(request: HttpRequest) -> str:
    """What the band of the sample says: its clock goes on while the page stays."""
    stands_at = every_page(request)["sample_clock"]
    return f"{stands_at:%Y-%m-%d %H:%M}" if stands_at else ""


@public_page
def public_list(request: HttpRequest, plans: list[PublicPlan]) -> HttpResponse:
    """The plans of which a version is public."""
    return _drawn(request, "reports/public_list.html", {"plans": plans})


@public_page
def public_versions(request: HttpRequest, public: PublicPlan) -> HttpResponse:
    """Which versions of a plan are public, since when, and which corrects which."""
    versions = [(one, public.corrections_of(one.kept)) for one in public.versions]
    between = list(zip(public.versions[1:], public.versions, strict=False))
    context = {"public": public, "versions": versions, "between": between, "called": public.latest.release.title}
    return _drawn(request, "reports/public_version_list.html", context)


@public_page
def dashboard(request: HttpRequest, public: PublicPlan, version: int | None = None) -> HttpResponse:
    """The RAG dashboard of a public version."""
    reading = public_reading(public, version)
    return _show(request, "reports/public_dashboard.html", reading, told_of_plan(reading.document, request))


@public_page
def theme(request: HttpRequest, public: PublicPlan, number: int, version: int | None = None) -> HttpResponse:
    """One theme with all its actions."""
    reading = public_reading(public, version)
    return _show(request, "reports/public_theme.html", reading, {"theme": found(reading.document.theme(number))})


@public_page
def objective(request: HttpRequest, public: PublicPlan, objective: str, version: int | None = None) -> HttpResponse:
    """One strategic objective with its actions."""
    reading = public_reading(public, version)
    entry = found(reading.document.objective(objective))
    return _show(request, "reports/public_objective.html", reading, {"objective": entry})


@public_page
def action(request: HttpRequest, public: PublicPlan, action: str, version: int | None = None) -> HttpResponse:
    """One action: the case for its rating, its delay, its evidence."""
    reading = public_reading(public, version)
    entry = found(reading.document.action(action))
    released = texts_released(reading.version.release.plan, entry.key)
    context = {**told_of_action(reading.document, entry), "released": released}
    return _show(request, "reports/public_action.html", reading, context)


@public_page
def comparison(request: HttpRequest, public: PublicPlan, before: int, after: int) -> HttpResponse:
    """What differs between two public versions, an earlier and a later one."""
    if before >= after:
        raise Http404("An earlier version is compared with a later one.")
    earlier, later = public_reading(public, before), public_reading(public, after)
    changes = public_changes(earlier, later)
    groups = by_kind(changes)
    small = [(kind, of_kind) for kind, of_kind in groups if kind.is_small]
    context = {
        "earlier": earlier,
        "earlier_base": earlier.address("dashboard"),
        "large": [(kind, of_kind) for kind, of_kind in groups if not kind.is_small],
        "small": small,
        "small_number": sum(len(of_kind) for _, of_kind in small),
        "of": len(changes),
        "readings": {"before": {"words": earlier.document.label}, "after": {"words": later.document.label}},
    }
    return _show(request, "reports/public_comparison.html", later, context)


@public_page
def plan_csv(request: HttpRequest, public: PublicPlan, version: int | None = None) -> HttpResponse:
    """A public version as a table: a row for each action."""
    reading = public_reading(public, version)
    kept = reading.kept
    content = plan_as_csv(
        reading.document, Imprint(kept.digest, kept.kept_at, settings.SAMPLE and bool(clock.sample_offset()))
    )
    return handing_out.attachment(content, file_name(reading.document, "csv"), handing_out.CSV)


@public_page
def plan_json(request: HttpRequest, public: PublicPlan, version: int | None = None) -> HttpResponse:
    """A public version for other programs, in the shape that docs/public-pages.md promises."""
    reading = public_reading(public, version)
    public_from = reading.version.release.from_on
    content = plan_as_json(reading.document, reading.kept, public_from, reading.corrected_by)
    return HttpResponse(content, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


def _show(request: HttpRequest, template: str, reading: PublicReading, context: dict[str, Any]) -> HttpResponse:
    """A page of one reading, with ``base``, the address from which its links go out."""
    frame = {
        "public": reading.public,
        "reading": reading,
        "base": reading.address("dashboard"),
        "called": reading.document.short_title,
    }
    return _drawn(request, template, {**frame, **context})


def _drawn(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Drawn from nothing but ``context``: a page that anybody may keep depends on nobody's session."""
    page = render_to_string(template, {"is_public": True, **every_page(request), **context})
    return HttpResponse(page, status=status)
