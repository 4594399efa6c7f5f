"""Evidence: adding it to an action, an update or a success criterion, and withdrawing it with a reason."""

import datetime as dt
from dataclasses import dataclass
from typing import Unpack
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from actions.evidence_files import FitFile
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, Evidence, ProgressUpdate
from actions.models.evidence import EvidenceQuerySet
from actions.updates import refuse_for_a_stranger
from people import clock
from people.models import british
from plans.models import Step
from plans.steps import How, Refused, keep_record, one_step, words_for

ADDRESS = URLValidator(schemes=("http", "https"))


@dataclass(frozen=True)
class Source:
    """Where the evidence is: a kept file, an address, or a place; one of the three."""

    file: FitFile | None = None
    url: str = ""
    held_where: str = ""

    @property
    def kind(self) -> Evidence.Kind:
        if self.file is not None:
            return Evidence.Kind.FILE
        return Evidence.Kind.LINK if self.url else Evidence.Kind.HELD


def add_evidence(
    action: Action,
    *,
    source: Source,
    what: str,
    shows: str,
    criterion: str = "",
    update: ProgressUpdate | None = None,
    seen_by: str = "",
    seen_on: dt.date | None = None,
    **how: Unpack[How],
) -> Step:
    """Add what shows that something was done; ``shows`` says what, and is the step's reason.

    A file has been inspected and kept by its content before this is called (``actions.evidence_store``).
    """
    with one_step(action, "add_evidence", right="evidence", because=shows, **how) as row:
        refuse_out_of_turn(row, "add_evidence")
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        _refuse_odd_source(source)
        if criterion and criterion not in row.success_criteria_lines:
            raise Refused("That success criterion has changed meanwhile. Choose again.", "of")
        if update is not None and update.action_id != row.pk:
            raise Refused("That update is of another action. Choose again.", "of")
        if bool(seen_by.strip()) != (seen_on is not None):
            raise Refused("Say who has seen it and when, or neither.", "seen_on" if seen_by.strip() else "seen_by")
        if seen_on is not None and seen_on > clock.today():
            raise Refused(f"{british(seen_on)} is still to come.", "seen_on")
        file = source.file
        evidence = Evidence(
            plan=row.plan,
            action=row,
            action_version=row.version + 1,
            update=update,
            criterion=criterion,
            kind=source.kind,
            what=what.strip(),
            shows=shows.strip(),
            url=source.url.strip(),
            held_where=source.held_where.strip(),
            seen_by=seen_by.strip(),
            seen_on=seen_on,
            file_name=file.name if file else "",
            media_type=file.media_type if file else "",
            size=file.size if file else None,
            sha256=file.sha256 if file else "",
            added_on=clock.today(),
            added_words=words_for(how["by"], row),
        )
        row.also_told["evidence"] = ("", f"{evidence.what} ({evidence.get_kind_display().lower()})")
        keep_record(evidence, because=shows, recorded_by=how["recorded_by"])
    return row.last_step


def withdraw_evidence(evidence: Evidence, *, because: str, **how: Unpack[How]) -> Step:
    """Say that it no longer counts, and why. What it was stays told; a file is not handed out any more."""
    with one_step(evidence.action, "withdraw_evidence", right="evidence", because=because, **how) as row:
        refuse_out_of_turn(row, "withdraw_evidence")
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        fresh = Evidence.objects.get(pk=evidence.pk, action=row)
        if fresh.withdrawn_on is not None:
            raise Refused(f"This evidence was withdrawn on {british(fresh.withdrawn_on)}.")
        fresh.withdrawn_on, fresh.withdrawn_because = clock.today(), because.strip()
        fresh.withdrawn_words = words_for(how["by"], row)
        fresh.action_version = row.version + 1
        row.also_told["evidence"] = (f"{fresh.what} ({fresh.get_kind_display().lower()})", "withdrawn")
        keep_record(fresh, because=because, recorded_by=how["recorded_by"])
    return row.last_step


def evidence_of(action: Action) -> EvidenceQuerySet:
    """What stands for it, and for the actions of other plans that it carries on: what was shown once need not be shown again."""
    chain, before = [action.pk], action.moved_from
    while before is not None:
        chain.append(before.pk)
        before = before.moved_from
    return Evidence.objects.filter(action__in=chain).standing()


def shown_by(action: Action) -> list[tuple[str, list[Evidence]]]:
    """``[(success criterion, what stands for it)]``, and last what stands for the action as a whole."""
    standing = list(evidence_of(action).select_related("action__plan").order_by("pk"))
    lines = action.success_criteria_lines
    found = [(line, [one for one in standing if one.criterion == line]) for line in lines]
    rest = [one for one in standing if one.criterion not in lines]
    return [*found, ("", rest)] if rest else found


def criteria_not_shown(action: Action) -> list[str]:
    """The success criteria against which no evidence stands, in their order."""
    shown = set(evidence_of(action).values_list("criterion", flat=True))
    return [line for line in action.success_criteria_lines if line not in shown]


def _refuse_odd_source(source: Source) -> None:
    if source.kind == Evidence.Kind.HELD and not source.held_where.strip():
        raise Refused("Say where it is held.", "held_where")
    if source.kind == Evidence.Kind.LINK:
        try:
            ADDRESS(source.url.strip())
            odd = bool(urlsplit(source.url).username or urlsplit(source.url).password)
        except (ValidationError, ValueError):
            odd = True
        if odd:
            raise Refused("An address begins with https:// and names a page: https://example.org/report.", "url")
