"""The one filter: what one reader may read of a document. It runs before anything is counted, derived or drawn."""

from collections.abc import Set
from dataclasses import replace

from django.core.exceptions import PermissionDenied

from actions.withheld import Withheld
from people.models import User
from people.rating import COMPLETE, WITHHELD
from plans.gate import PlanRequest
from plans.models import Plan, Role
from plans.rights import BY_VERB
from plans.withheld import marks_for
from reports.document import PlanDocument
from reports.entries import ActionEntry, ObjectiveEntry
from reports.models import KeptDocument
from reports.versions import DamagedDocument, counted, opened

# Told of marks, who set them and why: those who set them and those who lift them.
TOLD_OF_MARKS = frozenset({Role.PLAN_MANAGER, Role.CHIEF_OFFICER, Role.INFORMATION_GOVERNANCE})


def withheld_from(person: User, plan: Plan, roles: frozenset[Role]) -> Withheld:
    """What ``person``, holding ``roles`` on ``plan``, may not read of it."""
    return Withheld(marks_for(plan, person, roles), tells_marks=bool(TOLD_OF_MARKS & roles))


def withheld_from_public(plan: Plan) -> Withheld:
    """What nobody in particular may not read of it: all that is marked."""
    return Withheld(marks_for(plan, None, frozenset()), tells_marks=False)


def withheld_by(request: PlanRequest) -> Withheld:
    """What the marks of the plan withhold from who reads it, as the gate has read them."""
    return Withheld(request.marks, tells_marks=bool(TOLD_OF_MARKS & request.roles))


def visible_to(document: PlanDocument, roles: frozenset[Role] | None, withheld: Withheld) -> PlanDocument:
    """What holders of these roles may read of ``document``: nothing of today's position where they read versions alone,
    and nothing of what is ``withheld``. Of that each objective says how much it is.

    ``roles`` is None for the public, who holds none: it reads versions (``reports.public.public_reading``).
    """
    if document.number is None:
        allowed = roles is not None and bool(roles & BY_VERB["read_today"].roles.keys())
    else:
        allowed = roles is None or bool(roles & BY_VERB["read_issued"].roles.keys())
    if not allowed:
        raise PermissionDenied("This reading is not for this person.")
    return open_part(document, withheld)


def open_part(document: PlanDocument, withheld: Withheld) -> PlanDocument:
    """``document`` without what is withheld."""
    if not withheld:
        return document
    called = _called(document, withheld)
    themes = tuple(
        replace(theme, objectives=tuple(_objective(objective, withheld, called) for objective in theme.objectives))
        for theme in document.themes
    )
    return replace(document, themes=themes)


def _called(document: PlanDocument, withheld: Withheld) -> Set[str]:
    """The slugs by which ``document`` names the actions that are withheld: a version names them as they were called then.
    One query where it is a part of today's position, and binds an action to one outside of that part."""
    actions = document.actions
    bound = {one.slug for action in actions for one in (*action.superseded_by, *action.supersedes)}
    called = {action.slug for action in actions if action.key in withheld.actions}
    return called | withheld.names if bound - {action.slug for action in actions} else called


def closed_part(mine: PlanDocument, marked: Withheld) -> PlanDocument:
    """Of what one reader reads the actions under which something is ``marked``, and nothing else."""
    within = {mark.within for mark in marked.marks.withheld}
    themes = [
        replace(
            theme,
            objectives=tuple(
                replace(objective, actions=actions)
                for objective in theme.objectives
                if (actions := tuple(action for action in objective.actions if action.key in within))
            ),
        )
        for theme in mine.themes
    ]
    return replace(mine, themes=tuple(theme for theme in themes if theme.objectives))


def figures_seen(kept: KeptDocument, withheld: Withheld) -> KeptDocument:
    """``kept`` with the figures beside it counted of what may be read of it; none where its text is damaged."""
    if not withheld:
        return kept
    try:
        figures = counted(open_part(opened(kept), withheld))
    except DamagedDocument:
        figures = {"ratings": {}, "counts": {}, "gone": {}, "delay": {}}
    for name, beside in figures.items():
        setattr(kept, name, beside)
    return kept


def _objective(objective: ObjectiveEntry, withheld: Withheld, called: Set[str]) -> ObjectiveEntry:
    gone = [action.key for action in objective.actions if action.key in withheld.actions]
    actions = tuple(
        _action(action, withheld, called) for action in objective.actions if action.key not in withheld.actions
    )
    return replace(objective, actions=actions, withheld=len(gone) + sum(action.withheld for action in actions))


def _action(action: ActionEntry, withheld: Withheld, called: Set[str]) -> ActionEntry:
    """``action`` without what is withheld under it; ``called``: the slugs of the actions that are withheld as a whole."""
    number = withheld.number_under(action.key)
    bound = action.superseded_by or action.supersedes
    if not number and not bound:
        return action
    told = replace(
        action,
        evidence=tuple(
            one for one in action.evidence if one.key not in withheld.evidence and one.of_update not in withheld.updates
        ),
        asks=tuple(one for one in action.asks if one.key not in withheld.asks),
        verdicts=tuple(one for one in action.verdicts if one.of_update not in withheld.updates),
        superseded_by=tuple(one for one in action.superseded_by if one.slug not in called),
        supersedes=tuple(one for one in action.supersedes if one.slug not in called),
        withheld=number,
    )
    if action.update is None or action.update.key not in withheld.updates:
        return told
    return replace(told, update=None, criterion="", rating=COMPLETE if action.is_complete else WITHHELD)
