"""Taking the words out: the only writer of the past.

All of it in one transaction, under the locks of the plans concerned. What stood there before is kept nowhere but as the digest
of a document, which proves to whoever kept it outside that this and nothing else was done to its text.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction

from actions.models import Evidence
from people.tracking import rewritten
from plans.models import Plan, SentMail
from reports.document import digest_of, from_json
from reports.models import EarlierDigest, KeptDocument, Redaction
from reports.redaction.finding import BESIDE_A_DOCUMENT, Reach, Row, in_document, limit_of, rows_with
from reports.redaction.needle import Removal
from reports.versions import beside
from scrutiny.closing import open_closing, parts_of
from scrutiny.models import Closing, NamedOfficer
from scrutiny.statement import Statement
from scrutiny.statement import digest_of as digest_of_list

MOST_ALIKE = 500  # rows of one table that would read alike


def forget_the_words(redaction: Redaction) -> None:
    """Once it is decided nothing says any more what was asked to go."""
    with rewritten():
        Redaction.history.filter(id=redaction.pk).update(words="")


def take_out(redaction: Redaction, reach: Reach, removal: Removal, files: list[Evidence]) -> None:
    """Write every row in which the words stand anew. ``files`` are those whose content goes too."""
    with rewritten():
        # A mail about several plans: the redaction of another of them waits, and finds what this one leaves.
        list(reach.rows(SentMail).select_for_update(no_key=True).values_list("pk", flat=True))
        confirmed = _lists_confirmed(reach.plan)
        _rewrite_rows(reach, removal)
        _mark_files(files, removal)
        _rewrite_documents(redaction, removal, {one.pk for one in files})
        _follow_lists(reach.plan, confirmed)
        _take_out_of_other_requests(redaction, removal)


def _rewrite_rows(reach: Reach, removal: Removal) -> None:
    numbers: defaultdict[tuple[str, int], int] = defaultdict(lambda: 1)
    for row in rows_with(reach, removal, numbers.__getitem__):
        while not _written(row, last_try=numbers[row.of] == MOST_ALIKE):
            numbers[row.of] += 1
            row.take_out(removal, numbers[row.of])


def _written(row: Row, *, last_try: bool) -> bool:
    """False where two rows of a table would read alike and each must stand once: then a number tells them apart."""
    try:
        with transaction.atomic():
            _table(row.model).filter(pk=row.key).update(**row.changes)
    except IntegrityError:
        if last_try:
            raise
        return False
    return True


def _table(model: Any) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model._base_manager.all()
    return rows


def _mark_files(files: Iterable[Evidence], removal: Removal) -> None:
    for one in files:
        for model in (Evidence, Evidence.history.model):
            key = "pk" if model is Evidence else "id"
            _table(model).filter(**{key: one.pk}).update(file_name=removal.file_marker)


# --- kept documents ------------------------------------------------------------------------------------


def _rewrite_documents(redaction: Redaction, removal: Removal, files: set[int]) -> None:
    kept: Any = KeptDocument.objects.filter(plan=redaction.plan).order_by("pk")
    for one in kept.iterator(chunk_size=20):
        changes: dict[str, Any] = {
            name: removal.out_of(getattr(one, name), limit_of(KeptDocument, name))
            for name in BESIDE_A_DOCUMENT
            if removal.needle.stands_in(getattr(one, name))
        }
        text = in_document(one.text, removal, files)
        if text != one.text:
            text = _told_apart(one, text)
            changes |= {"text": text, "digest": digest_of(text), **beside(from_json(text))}
            EarlierDigest(document=one, redaction=redaction, before=one.digest, after=changes["digest"]).save()
        if changes:
            KeptDocument.objects.filter(pk=one.pk).update(**changes)


def _told_apart(kept: KeptDocument, text: str) -> str:
    """Two positions may differ in nothing but the words; each is kept, and an empty line at the end gives it its own digest."""
    others = KeptDocument.objects.filter(plan=kept.plan_id).exclude(pk=kept.pk)
    while others.filter(digest=digest_of(text)).exists():
        text += "\n"
    return text


# --- what was confirmed when a plan was closed ----------------------------------------------------------------


def _lists_confirmed(plan: Plan) -> dict[int, str]:
    """``{key of a closing: digest of the list by which it is, or would be, closed}``."""
    found = {
        one.pk: Statement.from_text(one.statement).digest
        for one in Closing.objects.filter(plan=plan, outcome=Closing.Outcome.CLOSED)
    }
    going_on = open_closing(plan)
    return {**found, going_on.pk: digest_of_list(parts_of(plan, going_on))} if going_on else found


def _follow_lists(plan: Plan, before: dict[int, str]) -> None:
    """What was confirmed stays confirmed: the list is the same but for the words."""
    now = _lists_confirmed(plan)
    for closing, digest in before.items():
        if now[closing] == digest:
            continue
        for model in (NamedOfficer, NamedOfficer.history.model):
            _table(model).filter(closing=closing, confirmed_list=digest).update(confirmed_list=now[closing])


# --- other requests --------------------------------------------------------------------------------------


def _take_out_of_other_requests(redaction: Redaction, removal: Removal) -> None:
    """Two people may have asked for the same: the second request does not go on holding the words."""
    for other in Redaction.objects.open().filter(plan=redaction.plan).exclude(pk=redaction.pk):
        if removal.needle.stands_in(other.words):
            for model in (Redaction, Redaction.history.model):
                key = "pk" if model is Redaction else "id"
                words = removal.out_of(other.words, Redaction.LONGEST_WORDS)
                _table(model).filter(**{key: other.pk}).exclude(words="").update(words=words)
