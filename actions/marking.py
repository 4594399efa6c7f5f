"""What of an action can be marked as not for everyone: the whole, an update, a piece of evidence, or a text beside it."""

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


def texts_released(plan: Plan, action: int) -> list[Mark]:
    """Texts beside an action that were not for publication until their mark was lifted. No query where there was never one."""
    if not getattr(plan, "any_mark", True):
        return []
    return list(Mark.objects.filter(plan=plan, within=action, thing=T.TEXT, lifted_at__isnull=False).order_by("pk"))
