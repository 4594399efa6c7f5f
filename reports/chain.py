"""The chain of moves that an action stands in: what it was in other plans, and what it has become there.

Records are never copied: each belongs to one action, and the page walks the chain. Of another plan a reader sees what its own
page would show; without a right there, what its latest issued version holds, and no other page of it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from actions.models import Action
from actions.withheld import Withheld
from people.models import User
from plans.models import Plan
from plans.rights import may_see, roles_of
from plans.telling import ToldStep, steps_of
from reports.document import build
from reports.entries import ActionEntry
from reports.models import KeptDocument
from reports.reading import reads_today
from reports.versions import opened
from reports.visible import open_part, visible_to, withheld_from, withheld_from_public

# No chain is as long as this; a slip in the data does not hang a page.
LONGEST = 20


@dataclass(frozen=True)
class Link:
    """One action of another plan in the chain: ``entry`` is what this reader sees of it, ``address`` where she may go there."""

    plan: Plan
    reference: str  # empty where it is withheld from this reader
    entry: ActionEntry | None
    until: dt.datetime | None  # what is told ends here; None: all of it
    address: str
    is_before: bool
    steps: list[ToldStep]


def chain_of(person: User, action: Action, *, until: dt.datetime | None = None) -> list[Link]:
    """Every other action of the chain, the one just before or after first. No query where nothing has moved.

    ``until``: the moment of the version that is being read; what happened later elsewhere is not told with it.
    """
    before = [_link(person, one, until, is_before=True) for one in _before(action)]
    after: list[Link] = []
    for one in _after(action):
        link = _link(person, one, until, is_before=False)
        after.append(link)
        # Where it went from there this reader is told by what she sees of it, and not before.
        if link.entry is None or not link.entry.is_gone:
            break
    return [*before, *after]


def steps_of_chain(links: list[Link]) -> list[ToldStep]:
    """What happened to the others, each step with the plan and reference under which it happened; newest first."""
    told = [
        replace(step, words=f"{step.words} – {link.plan.short_title} {link.reference}")
        for link in links
        for step in link.steps
    ]
    return sorted(told, key=lambda step: step.at, reverse=True)


def _before(action: Action) -> Iterator[Action]:
    key = action.moved_from_id
    for _ in range(LONGEST):
        if key is None:
            return
        earlier = Action.objects.select_related("plan").get(pk=key)
        yield earlier
        key = earlier.moved_from_id


def _after(action: Action) -> Iterator[Action]:
    later: Action | None = action
    for _ in range(LONGEST):
        if later is None or later.status != Action.Status.MOVED:
            return
        later = Action.objects.select_related("plan").filter(moved_from=later).first()
        if later is not None:
            yield later


def _link(person: User, action: Action, until: dt.datetime | None, *, is_before: bool) -> Link:
    plan, roles = action.plan, roles_of(person, action.plan)
    here = may_see(plan, roles)
    withheld = withheld_from(person, plan, roles) if here else withheld_from_public(plan)
    if action.pk in withheld.actions:
        return Link(plan, "", None, None, "", is_before, [])
    if here and reads_today(roles) and until is None:
        entry = visible_to(build(plan, only={"slug": action.slug}), roles, withheld).action(action.slug)
        return Link(
            plan, action.reference, entry, None, action.get_absolute_url(), is_before, _steps(action, None, withheld)
        )
    kept = _kept(plan, until)
    entry = open_part(opened(kept), withheld).action(action.slug) if kept else None
    address = action.get_absolute_url() if here and entry else ""
    # Without a version there is nothing to tell but that the action is there.
    steps = _steps(action, entry.version, withheld) if entry else []
    return Link(plan, action.reference, entry, kept.kept_at if kept else None, address, is_before, steps)


def _kept(plan: Plan, until: dt.datetime | None) -> KeptDocument | None:
    """The latest issued version of the other plan; of those that stood at ``until``, where a version is read."""
    versions = KeptDocument.objects.versions().filter(plan=plan)
    return (versions.filter(kept_at__lte=until) if until else versions).order_by("-number").first()


def _steps(action: Action, version: int | None, withheld: Withheld) -> list[ToldStep]:
    return steps_of("action", action.pk, action.version if version is None else version, withheld)
