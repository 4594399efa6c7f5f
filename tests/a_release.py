"""A version made public in a few words: proposed by the plan manager, confirmed by the chief officer."""

import datetime as dt
from typing import Any

from people import clock
from plans.models import Plan, Release
from reports import public
from reports.models import KeptDocument
from reports.versions import issue_to_members
from tests.conftest import Cast


def as_chief_officer(cast: Cast) -> dict[str, Any]:
    return {"by": cast.chief_officer, "recorded_by": cast.chief_officer}


def issue(cast: Cast, label: str = "March 2016", **words: Any) -> KeptDocument:
    """Today's position, to members."""
    plan = Plan.objects.select_related("deciding_body").get(pk=cast.plan.pk)
    return issue_to_members(
        plan, label=label, **{"because": "For the commission’s meeting.", **cast.as_manager(), **words}
    )


def propose(cast: Cast, version: int | None = 1, *, from_on: dt.date | None = None, **words: Any) -> Release:
    plan = Plan.objects.get(pk=cast.plan.pk)
    said = {"because": "It goes with the agenda.", "from_on": from_on or clock.today(), **cast.as_manager()}
    return public.make_public(plan, version=version or 0, **{**said, **words})


def confirm(cast: Cast, release: Release, **words: Any) -> Release:
    said = {"because": "Read through; nobody is named.", **as_chief_officer(cast)}
    public.confirm_public(release, **{**said, **words})
    return Release.objects.get(pk=release.pk)


def propose_and_confirm(cast: Cast, version: int | None = 1, **words: Any) -> Release:
    return confirm(cast, propose(cast, version, **words))


def withdraw(cast: Cast, release: Release, **words: Any) -> Release:
    said = {"because": "A name slipped in.", **as_chief_officer(cast)}
    public.withdraw_from_public(Release.objects.get(pk=release.pk), **{**said, **words})
    return Release.objects.get(pk=release.pk)
