"""Keeping the plan's document: issuing it to members, and keeping what a paper was made from."""

from threading import Lock
from typing import Any, Unpack

from django.db import transaction

from people import clock
from people.models import User
from plans.models import Plan
from plans.steps import How, Refused, one_step, words_for
from reports.document import PlanDocument, build, counts_of, digest_of, from_json, to_json
from reports.entries import delay_of
from reports.models import LONGEST_LABEL, KeptDocument


class DamagedDocument(Exception):
    """The text of a kept document was changed behind the program's back; nobody is shown it."""

    def __init__(self, kept: KeptDocument) -> None:
        super().__init__(f"{kept} of {kept.plan}: the text does not have the digest that was kept with it.")
        self.kept = kept


def issue_to_members(plan: Plan, *, label: str, because: str, **how: Unpack[How]) -> KeptDocument:
    """Freeze today's position as the next version. From this moment members read it, whole and unchanged."""
    with one_step(plan, "issue_to_members", because=because, **how) as row:
        if row.is_draft:
            raise Refused("A draft is not issued. Put the plan in force first.")
        row.issued_version = (row.issued_version or 0) + 1
        document = build(row, number=row.issued_version, label=label.strip())
        if not document.actions:
            raise Refused("There is nothing to issue yet: the plan has no actions.")
        # The step being taken is the row's next version.
        return keep(row, document, how["recorded_by"], plan_version=row.version + 1)


def keep_todays_position(plan: Plan, kept_by: User) -> tuple[PlanDocument, KeptDocument]:
    """Today's position of which a paper is made, read under the plan's lock: nobody changes it between two queries."""
    with transaction.atomic():
        locked = Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("deciding_body")
        fresh = locked.get(pk=plan.pk)
        document = build(fresh)
        return document, keep(fresh, document, kept_by, plan_version=fresh.version)


def keep(plan: Plan, document: PlanDocument, kept_by: User, *, plan_version: int) -> KeptDocument:
    """Keep ``document`` as text beside its digest; the same text made again on the same day is kept once.

    Called under the plan's lock.
    """
    text = to_json(document)
    digest = digest_of(text)
    kept = KeptDocument.objects.lightly().filter(plan=plan, digest=digest).first()
    if kept is not None:
        return kept
    kept = KeptDocument(
        plan=plan,
        number=document.number,
        label=document.label,
        text=text,
        digest=digest,
        **counted(document),
        as_on=document.as_on,
        kept_at=clock.now(),
        kept_by=kept_by,
        # Of a version readers are told by which post; what a paper was made from is looked up by its digest alone.
        kept_by_words=words_for(kept_by) if document.number else str(kept_by),
        plan_version=plan_version,
    )
    if len(kept.label) > LONGEST_LABEL:
        raise Refused(f"Say it in at most {LONGEST_LABEL} characters.", "label")
    kept.save()
    return kept


def counted(document: PlanDocument) -> dict[str, dict[str, Any]]:
    """What stands beside the text of ``document``, field by field."""
    actions = document.actions
    return {
        "ratings": {action.reference: action.rating for action in actions},
        "counts": counts_of(actions),
        "gone": {action.reference: action.status for action in actions if action.is_gone},
        "delay": delay_of(actions),
    }


def opened(kept: KeptDocument) -> PlanDocument:
    """The document of a kept text. Parsed once in a process; ``kept`` may have its text deferred.

    Raises ``DamagedDocument`` where the text is not the one whose digest was kept with it.
    """
    document = _parsed.get(kept.digest)
    if document is None:
        if digest_of(kept.text) != kept.digest:
            raise DamagedDocument(kept)
        document = from_json(kept.text)
    with _remembering:
        _parsed.pop(kept.digest, None)
        _parsed[kept.digest] = document  # last in, last to go
        while len(_parsed) > _KEPT_PARSED:
            del _parsed[next(iter(_parsed))]
    return document


_KEPT_PARSED = 16
_parsed: dict[str, PlanDocument] = {}
_remembering = Lock()  # a server answers several readers at once
