"""What of an action can be marked as not for everyone: the whole, an update, a piece of evidence, or a text beside it."""

from collections.abc import Iterable

from actions.models import Action, Ask, Evidence, ProgressUpdate
from plans.marks import Marked
from plans.models import Mark, Plan

T = Mark.Thing


def of_action(action: Action) -> Marked:
    return _marked(action, T.ACTION, action.pk)


def of_update(update: ProgressUpdate) -> Marked:
    """With it go the asks that it made, whenever they are answered."""
    asked = Ask.history.filter(action_id=update.action_id, action_version=update.action_version)
    return _marked(update.action, T.UPDATE, update.pk, along=tuple(sorted(set(asked.values_list("id", flat=True)))))


def of_evidence(evidence: Evidence) -> Marked:
    return _marked(evidence.action, T.EVIDENCE, evidence.pk)


def text_beside(action: Action, text: str) -> Marked:
    return _marked(action, T.TEXT, action.pk, text=text)


def _marked(action: Action, thing: T, key: int, *, text: str = "", along: tuple[int, ...] = ()) -> Marked:
    return Marked(action.plan, thing, key, action.pk, action.reference, action.lead_post, text, along)


def marks_on_wholes(actions: Iterable[int]) -> list[Mark]:
    """The marks that stand on these actions as wholes, of whichever plan."""
    return list(Mark.objects.standing().filter(thing=T.ACTION, key__in=list(actions)))


def said_elsewhere(action: Action) -> list[str]:
    """For who marks it, where else its words stand by a move, since a mark acts on its own side only.

    One that is marked there as a whole goes unnamed: of what is withheld nobody learns the reference.
    """
    others = _along_its_moves(action)
    marked = {mark.key for mark in marks_on_wholes(other.pk for other in others)} if others else set()
    return [
        f"The same words stand in {other.plan.short_title} too, by a move, and are marked there. What you mark here changes "
        "nothing there: ask the manager of that plan whether the mark there is as strict."
        if other.pk in marked
        else f"The same words stand in {other.plan.short_title} under {other.reference}, by a move. What you mark here changes "
        "nothing there: ask the manager of that plan to mark them as well."
        for other in others
    ]


def _along_its_moves(action: Action) -> list[Action]:
    """What it carries on and what carries it on, the earliest first."""
    found: list[Action] = []
    actions = Action.objects.select_related("plan")
    key = action.moved_from_id
    while key is not None:
        earlier = actions.get(pk=key)
        found.insert(0, earlier)
        key = earlier.moved_from_id
    later = actions.filter(moved_from=action).first()
    while later is not None:
        found.append(later)
        later = actions.filter(moved_from=later).first()
    return found


def texts_released(plan: Plan, action: int) -> list[Mark]:
    """Texts beside an action that were not for publication until their mark was lifted. No query where there was never one."""
    if not getattr(plan, "any_mark", True):
        return []
    return list(Mark.objects.filter(plan=plan, within=action, thing=T.TEXT, lifted_at__isnull=False).order_by("pk"))
