"""What of an action can be marked as not for everyone: the whole, an update, a piece of evidence, or a text beside it."""

from actions.models import Action, Ask, Evidence, ProgressUpdate
from plans.marks import Marked
from plans.models import Mark

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
