"""Asking for a redaction, doing it, refusing it: one asks, and information governance does it, never the same person."""

from collections.abc import Iterable
from typing import Unpack

from django.apps import apps
from django.db import transaction

from actions import evidence_store
from people import clock
from people.forms import can_be_seen
from people.models import User
from plans.models import Plan, Step
from plans.steps import How, Refused, one_step, together, words_for
from reports.models import Redaction
from reports.redaction.finding import Reach
from reports.redaction.needle import FEWEST_LETTERS, Needle, Removal
from reports.redaction.places import SHARED
from reports.redaction.rewriting import forget_the_words, take_out
from reports.redaction.survey import evidence_of, places_in

WITHOUT_THE_WORDS = "Say it without the words that are to go: this stays on record."


def ask_redaction(plan: Plan, *, words: str, kind: str, seen_where: str, because: str, **how: Unpack[How]) -> Step:
    """Ask that words are taken out of everything. They are held until information governance has decided, and no longer."""
    needle = Needle(words)
    if needle.is_too_short:
        raise Refused(
            f"Give at least {FEWEST_LETTERS} letters or figures: fewer would take out what has nothing to do with it.",
            "words",
        )
    for said, question in ((seen_where, "seen_where"), (because, "because")):
        if needle.stands_in(said):
            raise Refused(WITHOUT_THE_WORDS, question)
    asked = Redaction(plan=plan, kind=kind, asked_on=clock.today(), asked_by=how["recorded_by"])
    if Removal(needle, kind, clock.today()).leaves_the_words:
        raise Refused("What stands in their place would say the same. Give more of the words around them.", "words")
    with one_step(asked, "ask_redaction", because=because, **how) as row:
        if not can_be_seen(because):
            raise Refused("Say why they may not stand.", "because")
        row.words, row.seen_where, row.because = needle.words, seen_where.strip(), because.strip()
        row.asked_words = words_for(how["recorded_by"])
    return row.last_step


def redact(
    redaction: Redaction,
    *,
    because: str,
    shared: Iterable[str] = (),
    files: Iterable[int] = (),
    **how: Unpack[How],
) -> Step:
    """Take the words out of everything of the plan, for good.

    ``shared`` are the kinds of rows that belong to no plan and go along (``places.SHARED``), ``files`` the keys of the evidence
    whose file is deleted. All or nothing; files go once all else is done.
    """
    seen, chosen = how.get("version_seen"), frozenset(shared)
    with transaction.atomic():
        _lock_shared(chosen)
        reach = Reach.of(redaction.plan, chosen)
        with together(*reach.plans, how=how) as circumstances:
            first: How = {**circumstances(), "version_seen": seen}
            with one_step(redaction, "redact", because=because, **first) as row:
                _refuse_decided(row)
                needle = Needle(row.words)
                if needle.stands_in(because):
                    raise Refused(WITHOUT_THE_WORDS, "because")
                removal = Removal(needle, row.kind, clock.today())
                if removal.leaves_the_words:
                    raise Refused("These words were taken out already, at another request. Refuse this one, saying so.")
                going = list(evidence_of(reach).filter(pk__in=list(files)))
                row.places, row.files = places_in(reach, removal), len(going)
                _decide(row, Redaction.Outcome.DONE, because, how["recorded_by"])
            take_out(row, Reach.of(row.plan, chosen), removal, going)
            forget_the_words(row)
    digests = sorted({one.sha256 for one in going})
    transaction.on_commit(lambda: evidence_store.take_out(digests))
    return row.last_step


def refuse_redaction(redaction: Redaction, *, because: str, **how: Unpack[How]) -> Step:
    """Leave the words where they stand, and say why. What was asked for is no longer held."""
    with transaction.atomic():
        with one_step(redaction, "refuse_redaction", right="redact", because=because, **how) as row:
            _refuse_decided(row)
            if Needle(row.words).stands_in(because):
                raise Refused(WITHOUT_THE_WORDS, "because")
            _decide(row, Redaction.Outcome.REFUSED, because, how["recorded_by"])
        forget_the_words(row)
    return row.last_step


def _decide(row: Redaction, outcome: str, because: str, by: User) -> None:
    row.outcome, row.words = outcome, ""
    row.decided_on, row.decided_by, row.decided_words = clock.today(), by, words_for(by)
    row.decided_because = because.strip()


def _refuse_decided(row: Redaction) -> None:
    if not row.waits:
        raise Refused(f"This was decided already: {row.get_outcome_display().lower()}.")


def _lock_shared(kinds: frozenset[str]) -> None:
    """People and posts before plans, as everywhere."""
    for kind, shared in SHARED.items():
        if kind in kinds:
            rows = apps.get_model(shared.models[0])._base_manager.select_for_update(no_key=True).order_by("pk")
            list(rows.values_list("pk", flat=True))
