"""Do rows, history rows and steps agree? Three records of the same changes, written at once, compared one with another.

It stands in this room because actions are the lowest that sees people, plans, objectives and actions alike; a tracked
model of a higher room is found by itself. The number of queries goes by the batch, never by the row.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count, F, Max

from actions.at_the_table import kind_verb
from actions.models import (
    Action,
    Ask,
    AssuranceCheck,
    DatedFact,
    Evidence,
    Extension,
    Milestone,
    Move,
    ProgressUpdate,
    SignOff,
    Succession,
    Verdict,
    Withdrawal,
)
from objectives.models import StrategicObjective
from people.models import User
from people.tracking import Tracked
from plans.leavers import duties_of
from plans.models import Plan, Step
from plans.telling import DONE

BATCH = 500
# A step and its history row are written one after the other, each at its own reading of the clock.
SAME_MOMENT = dt.timedelta(minutes=1)
RESTORE = "restore it from a backup, it cannot be written anew"

# The steps that end the work, and with it an extension that nobody has decided.
ENDS = ("report_complete", "accept_move", "accept_move_outside", "supersede", "withdraw")

# Records have no step of their own: each of their versions names the version of the action whose step wrote it.
RECORDS: dict[type[Tracked], tuple[tuple[str, tuple[str, ...]], ...]] = {
    ProgressUpdate: (("action_version", ("submit_update",)),),
    SignOff: (
        ("reported_version", ("report_complete",)),
        ("verified_version", ("verify", "waive_verification")),
        ("decided_version", ("sign_off", "refuse_verification", "return_report", "take_back")),
        ("reopened_version", ("reopen",)),
    ),
    AssuranceCheck: (("action_version", ("assurance_check",)),),
    Verdict: (("action_version", ("return_update", "re_rate")),),
    Move: (
        ("proposed_version", ("propose_move",)),
        ("agreed_version", ("agree_move",)),
        ("decided_version", ("refuse_move", "refuse_move_in", "accept_move", "accept_move_outside")),
    ),
    Succession: (("action_version", ("supersede",)),),
    Withdrawal: (("withdrawn_version", ("withdraw",)), ("reopened_version", ("reopen",))),
    Extension: (
        ("asked_version", ("ask_extension",)),
        ("decided_version", ("grant_extension", "refuse_extension", *ENDS)),
    ),
}

# Records that may change any number of times: each version of theirs names, in ``action_version``, the step that wrote it.
# Milestones, facts and asks that are still open go with an action that moves: then it is a step of its successor.
REWRITTEN: dict[type[Tracked], tuple[str, ...]] = {
    Milestone: ("add_milestone", "reach_milestone", "redate_milestone", "drop_milestone", "take_over"),
    Evidence: ("add_evidence", "withdraw_evidence", "correct"),
    DatedFact: ("note_fact", "change_fact", "end_fact", "take_over"),
    Ask: ("submit_update", "answer_ask", "take_over"),
}

# Steps that may write such records besides what they are about; that they were taken does not say that one is there.
BESIDES = ("submit_update", "take_over", "correct")

OUTCOMES: dict[str, tuple[str, ...]] = {
    Extension.Outcome.GRANTED: ("grant_extension",),
    Extension.Outcome.REFUSED: ("refuse_extension",),
    Extension.Outcome.LAPSED: ENDS,
}
REPORT_OUTCOMES: dict[str, tuple[str, ...]] = {
    SignOff.Outcome.SIGNED_OFF: ("sign_off",),
    SignOff.Outcome.RETURNED: ("refuse_verification", "return_report"),
    SignOff.Outcome.TAKEN_BACK: ("take_back",),
}
MOVE_OUTCOMES: dict[str, tuple[str, ...]] = {
    Move.Outcome.ACCEPTED: ("accept_move", "accept_move_outside"),
    Move.Outcome.REFUSED: ("refuse_move", "refuse_move_in"),
    Move.Outcome.TAKEN_BACK: ("refuse_move",),
}


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it stands at one moment, while people go on working."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@dataclass
class Kept:
    """All that is kept of one row: the row itself unless it was removed, its history rows and its steps, in order."""

    model: type[Tracked]
    key: int
    row: Any
    copies: list[Any]
    steps: list[Step]

    @property
    def last_version(self) -> int:
        if self.row is not None:
            return int(self.row.version)
        return max((one.version for one in (*self.copies, *self.steps)), default=0)

    def says(self, words: str) -> str:
        """A finding about this row, in one line."""
        reference = self.steps[-1].reference if self.steps else ""
        return " ".join(f"{self.model._meta.verbose_name} {reference} (key {self.key}): {words}.".split())


_ALSO: list[Callable[[], Iterator[str]]] = []


def check_also(findings: Callable[[], Iterator[str]]) -> None:
    """Called once, when the program starts, by a higher room that keeps something of its own to be checked."""
    _ALSO.append(findings)


class RecordCheck:
    """One check of everything; ``rows``, ``history`` and ``steps`` count what was compared."""

    def __init__(self) -> None:
        self.rows = self.history = self.steps = 0
        # The step with which each plan's freedom to remove and renumber ended.
        entries = Step.objects.filter(verb="put_in_force", plan__status__in=[Plan.Status.IN_FORCE, Plan.Status.CLOSED])
        self.in_force: dict[int | None, int] = dict(entries.order_by().values_list("plan").annotate(Max("pk")))

    def findings(self) -> Iterator[str]:
        """A line for each disagreement, saying what to do about it."""
        tracked = [model for model in apps.get_models() if issubclass(model, Tracked)]
        for model in tracked:
            for keys in batches(_keys(model)):
                yield from self._batch(model, keys)
        for keys in batches(Action._base_manager.order_by("pk").values_list("pk", flat=True)):
            yield from _actions(keys)
        yield from self._references()
        yield from _steps_of_nothing(tracked)
        yield from _held_by_the_gone()
        for findings in _ALSO:
            yield from findings()

    def _batch(self, model: type[Tracked], keys: list[int]) -> Iterator[str]:
        rows = model._base_manager.in_bulk(keys)
        copies = grouped(model.history.filter(id__in=keys).order_by("version", "history_id"), "id")
        steps = grouped(Step.objects.filter(kind=model._meta.model_name, key__in=keys).order_by("version"), "key")
        is_record = model in RECORDS or model in REWRITTEN
        steps_named = _steps_named((*rows.values(), *chain(*copies.values()))) if is_record else {}
        self.rows += len(rows)
        self.history += sum(map(len, copies.values()))
        self.steps += sum(map(len, steps.values()))
        for key in keys:
            kept = Kept(model, key, rows.get(key), copies[key], steps[key])
            yield from _row_and_history(kept)
            if is_record:
                yield from _record(kept, steps_named)
            else:
                yield from _history_and_steps(kept)
                yield from self._removal(kept)

    def _removal(self, kept: Kept) -> Iterator[str]:
        last = kept.steps[-1] if kept.steps else None
        if kept.row is None and last is not None and last.pk > self.in_force.get(last.plan_id, last.pk):
            yield kept.says("it was removed though its plan is in force; restore row, history and steps from a backup")

    def _references(self) -> Iterator[str]:
        """Unique in a plan, and unchanged since it came into force."""
        for model in (StrategicObjective, Action):
            name = model._meta.verbose_name
            used = model._base_manager.order_by().values_list("plan__slug", "reference").annotate(times=Count("pk"))
            for plan, reference, times in used.filter(times__gt=1):
                yield f"{name} {reference}: {times} of plan {plan} have this reference; all but the first need another."
            renumbered = Step.objects.filter(kind=model._meta.model_name, version__gt=1, now__has_key="reference")
            for step in renumbered.filter(plan__in=self.in_force).exclude(verb__startswith="remove_"):
                if step.pk > self.in_force[step.plan_id]:
                    yield (
                        f"{name} {step.reference} (key {step.key}): its reference was changed though the plan is in "
                        "force; set it back, a used reference stays for good."
                    )


# --- the row and its history -------------------------------------------------------------------------------


def _row_and_history(kept: Kept) -> Iterator[str]:
    """Versions 1 to n stand in history once each, and the last of them is the row."""
    last = kept.last_version
    if kept.row is None and not (kept.copies and kept.copies[-1].history_type == "-"):
        yield kept.says("the row is gone and nobody removed it; restore it from a backup")
    yield from _holes(kept, "history row", [copy.version for copy in kept.copies])
    for copy in kept.copies:
        removes = kept.row is None and copy.version == last
        if copy.history_type != ("+" if copy.version == 1 else "-" if removes else "~"):
            yield kept.says(f"the history row of version {copy.version} is a false one; {RESTORE}")
    latest = next((copy for copy in kept.copies if copy.version == last), None)
    if kept.row is None or latest is None:
        return
    for field in kept.model._meta.concrete_fields:
        on_row, in_history = getattr(kept.row, field.attname), getattr(latest, field.attname)
        if on_row != in_history:
            yield kept.says(
                f"{field.name} is {on_row!r} on the row and {in_history!r} in its history row; somebody wrote past "
                "the verbs: set the row back, then use the verb"
            )


def _holes(kept: Kept, what: str, versions: list[int]) -> Iterator[str]:
    last = kept.last_version
    for version in sorted(set(range(1, last + 1)) - set(versions)):
        yield kept.says(f"the {what} of version {version} is missing; {RESTORE}")
    for version in sorted({version for version in versions if not 1 <= version <= last}):
        yield kept.says(f"there is a {what} of version {version} and the row is at {last}; find out who wrote which")
    for version in sorted({version for version in versions if versions.count(version) > 1}):
        yield kept.says(f"there are two {what}s of version {version}; find out which is the false one")


# --- history and steps -------------------------------------------------------------------------------------


def _history_and_steps(kept: Kept) -> Iterator[str]:
    """Each version has its step, which tells what the history rows show, and the same who, when and why."""
    yield from _holes(kept, "step", [step.version for step in kept.steps])
    copies = {copy.version: copy for copy in kept.copies}
    for step in kept.steps:
        if step.verb not in DONE or step.minor != (step.verb == "correct"):
            yield kept.says(f"the step of version {step.version} is of no verb that leaves one; {RESTORE}")
        copy, before = copies.get(step.version), copies.get(step.version - 1)
        if copy is None:
            continue
        yield from _who_when_why(kept, step, copy)
        if step.plan_id != (copy.id if kept.model is Plan else getattr(copy, "plan_id", None)):
            yield kept.says(f"step and history row of version {step.version} name different plans; {RESTORE}")
        if before is not None or step.version == 1:
            yield from _was_and_now(kept, step, before, copy)


def _who_when_why(kept: Kept, step: Step, copy: Any) -> Iterator[str]:
    for word, agree in (
        ("who", step.recorded_by_id == copy.history_user_id),
        ("when", abs(step.at - copy.history_date) < SAME_MOMENT),
        ("why", step.because == (copy.history_change_reason or "")),
    ):
        if not agree:
            yield kept.says(f"step and history row of version {copy.version} disagree on {word}; {RESTORE}")


def _was_and_now(kept: Kept, step: Step, before: Any, copy: Any) -> Iterator[str]:
    """``was`` and ``now`` of a step are what changed from one history row to the next."""
    for field in kept.model._meta.concrete_fields:
        if field.name in ("id", "version", *kept.model.untold_fields):
            continue
        was = _as_told(field, getattr(before, field.attname) if before else None)
        now = _as_told(field, None if copy.history_type == "-" else getattr(copy, field.attname))
        if field.name not in step.now:
            if was != now:
                yield kept.says(f"the step of version {step.version} hides that {field.name} changed; {RESTORE}")
        elif (_read(field, step.was.get(field.name)), _read(field, step.now[field.name])) != (was, now):
            yield kept.says(f"the step of version {step.version} tells {field.name} otherwise than history; {RESTORE}")


def _as_told(field: Any, value: Any) -> Any:
    """A column's value as a step tells it; of a relation the key alone, for words may change."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    return value.isoformat() if isinstance(value, dt.date) else value


def _read(field: Any, told: Any) -> Any:
    """What a step tells, to be compared with that."""
    if isinstance(told, dict) and field.is_relation:
        return told.get("key")
    if isinstance(told, str) and isinstance(field, models.DateTimeField):
        return dt.datetime.fromisoformat(told).astimezone(dt.UTC)
    return told


def _steps_of_nothing(tracked: Iterable[type[Tracked]]) -> Iterator[str]:
    """Steps of a kind that has none."""
    kinds = [model._meta.model_name for model in tracked if model not in RECORDS and model not in REWRITTEN]
    strangers = Step.objects.exclude(kind__in=kinds).order_by().values_list("kind").annotate(Count("pk"))
    for kind, number in strangers:
        yield f"step: {number} of kind “{kind}”, which has none; find out who wrote what."


def _held_by_the_gone() -> Iterator[str]:
    """Whoever has left holds nothing: a post that looks held while nobody does its work is the worst kind of *lead gone*."""
    for person in User.objects.filter(is_active=False, ended_on__isnull=False).order_by("pk"):
        held = duties_of(person)
        roles = [role for role in held.roles if role.until_on is None]
        seats = [seat for seat in held.seats if seat.until_on is None]
        for row in (*held.posts, *roles, *seats):
            what = row._meta.verbose_name
            yield f"person {person} (key {person.pk}): has left and still has the {what} “{row}”; hand it on."


# --- records and the steps that they name ----------------------------------------------------------------------


def _steps_named(records: Iterable[Any]) -> dict[tuple[int, int], Step]:
    """``{(action's key, version): step}`` of the actions that these records belong to."""
    keys = {record.action_id for record in records}
    return {(step.key, step.version): step for step in Step.objects.filter(kind="action", key__in=keys)}


def _record(kept: Kept, steps: dict[tuple[int, int], Step]) -> Iterator[str]:
    """Each version of a record was written with the step that it names."""
    if kept.row is None:
        return
    named = _named(kept)
    if kept.last_version != len(named):
        yield kept.says(f"it is at version {kept.last_version} and names {len(named)} steps of its action; {RESTORE}")
    copies = {copy.version: copy for copy in kept.copies}
    for number, (action, version, verbs) in enumerate(named, start=1):
        step = steps.get((action, version))
        if step is None or step.verb not in verbs:
            yield kept.says(f"its action has no step “{verbs[0]}” of version {version}; {RESTORE}")
        elif number in copies:
            yield from _who_when_why(kept, step, copies[number])
            for words in _told_otherwise(kept.row, step):
                yield kept.says(f"its {words} is not that of step “{step.verb}” of version {version}; {RESTORE}")


def _named(kept: Kept) -> list[tuple[int, int, tuple[str, ...]]]:
    """For each version of a record: the key of the action, the version of it that its step made, and which verbs write so."""
    if kept.model in REWRITTEN:
        return [(copy.action_id, copy.action_version, REWRITTEN[kept.model]) for copy in kept.copies]
    versions = [(getattr(kept.row, name), verbs) for name, verbs in RECORDS[kept.model]]
    return [(kept.row.action_id, version, verbs) for version, verbs in versions if version is not None]


def _told_otherwise(record: Any, step: Step) -> Iterator[str]:
    """What a record and the step that wrote it both say, where they differ."""
    said: tuple[tuple[str, object, object], ...] = ()
    if isinstance(record, ProgressUpdate):
        criterion = step.now.get("criterion") or {}
        said = (
            ("reason", record.rationale, step.because),
            ("author", record.by_words, step.by_words),
            ("rating", (record.rating, record.criterion_id), (criterion.get("rating"), criterion.get("key"))),
            ("moment", True, abs(record.submitted_at - step.at) < SAME_MOMENT),
        )
    elif isinstance(record, Ask):
        said = _ask_said(record, step)
    elif isinstance(record, Extension):
        said = _extension_said(record, step)
    elif isinstance(record, SignOff):
        said = _report_said(record, step)
    elif isinstance(record, Move):
        said = _move_said(record, step)
    elif isinstance(record, Withdrawal):
        reopens = step.verb == "reopen"
        words, because = (
            (record.reopened_words, record.reopened_because) if reopens else (record.withdrawn_words, record.because)
        )
        said = (("reason", because, step.because), ("decider", words, step.by_words))
    elif isinstance(record, AssuranceCheck):
        said = (("finding", record.finding, step.because), ("checker", record.checked_words, step.by_words))
    elif isinstance(record, Verdict):
        said = (
            ("reason", record.because, step.because),
            ("decider", (record.decided_words, record.decided_body_id), (step.by_words, step.by_body_id)),
            ("meeting", record.decided_at_id, step.agreed_at_id),
            ("kind", kind_verb(record.kind), step.verb),
        )
    yield from (words for words, on_record, in_step in said if on_record != in_step)


Said = tuple[tuple[str, object, object], ...]


def _ask_said(record: Ask, step: Step) -> Said:
    if step.verb == "answer_ask":
        return (("answer", record.answer, step.because),)
    return () if step.verb == "take_over" else (("asker", record.asked_words, step.by_words),)


def _extension_said(record: Extension, step: Step) -> Said:
    if step.verb == "ask_extension":
        return (("reason", record.because, step.because), ("asker", record.asked_words, step.by_words))
    outcome = ("outcome", True, step.verb in OUTCOMES.get(record.outcome, ()))
    if record.outcome == Extension.Outcome.LAPSED:
        return (outcome,)
    return (
        outcome,
        ("reason for the decision", record.decided_because, step.because),
        ("decider", (record.decided_words, record.decided_body_id), (step.by_words, step.by_body_id)),
        ("meeting", record.decided_at_id, step.agreed_at_id if record.decided_body_id else None),
    )


def _report_said(record: SignOff, step: Step) -> Said:
    if step.verb == "report_complete":
        return (("reason", record.reported_because, step.because), ("reporter", record.reported_words, step.by_words))
    if step.verb == "waive_verification":
        return (("waiver", record.verified_words, step.by_words),)
    if step.verb == "verify":
        return (("finding", record.verified_because, step.because), ("verifier", record.verified_words, step.by_words))
    if step.verb == "reopen":
        return (("reason", record.reopened_because, step.because), ("decider", record.reopened_words, step.by_words))
    return (
        ("outcome", True, step.verb in REPORT_OUTCOMES.get(record.outcome, ())),
        ("reason for the decision", record.decided_because, step.because),
        ("decider", (record.decided_words, record.decided_body_id), (step.by_words, step.by_body_id)),
        ("meeting", record.decided_at_id, step.agreed_at_id if record.decided_body_id else None),
    )


def _move_said(record: Move, step: Step) -> Said:
    if step.verb == "propose_move":
        return (("reason", record.proposed_because, step.because), ("proposer", record.proposed_words, step.by_words))
    if step.verb == "agree_move":
        return (
            ("reason", record.agreed_because, step.because),
            ("decider", (record.agreed_words, record.agreed_body_id), (step.by_words, step.by_body_id)),
            ("meeting", record.agreed_at_id, step.agreed_at_id),
        )
    return (
        ("outcome", True, step.verb in MOVE_OUTCOMES.get(record.outcome, ())),
        ("reason for the decision", record.decided_because, step.because),
        ("decider", record.decided_words, step.by_words),
    )


# --- an action and its records -----------------------------------------------------------------------------------


@dataclass
class Of:
    """All records of one action, by model."""

    action: Any
    records: dict[type[Tracked], list[Any]]

    def the(self, model: type[Tracked]) -> list[Any]:
        return self.records[model]

    @property
    def reopened_at(self) -> int:
        """The version of the action at which it was last reopened; its rating was asked anew then."""
        ended = (*self.the(SignOff), *self.the(Withdrawal))
        return max((record.reopened_version or 0 for record in ended), default=0)


def _actions(keys: list[int]) -> Iterator[str]:
    """What stands on the action's row is what its records say."""
    actions = (
        Action._base_manager.filter(pk__in=keys)
        .select_related("moved_from", "plan")
        .annotate(objective_plan=F("objective__plan"), gone_to=F("successor"))
        .order_by("pk")
    )
    found = {
        model: grouped(rows.filter(action__in=keys).order_by("pk"), "action_id")
        for model in (*RECORDS, *REWRITTEN)
        for rows in [_all(model)]
    }
    colours = dict(ProgressUpdate.objects.filter(action__in=keys).values_list("pk", "criterion__rating"))
    written = _written_records(keys, found)
    verbs = [verb for names in RECORDS.values() for _, these in names for verb in these if verb not in ENDS]
    verbs += [verb for these in REWRITTEN.values() for verb in these if verb not in BESIDES]
    verbs += ["report_complete", "accept_move", "accept_move_outside", "supersede", "withdraw"]
    steps = grouped(Step.objects.filter(kind="action", key__in=keys, verb__in=verbs).order_by("version"), "key")
    for action in actions:
        of = Of(action, {model: rows[action.pk] for model, rows in found.items()})
        for words in (
            *_wrong_plans(of),
            *_wrong_rating(of, colours),
            *_wrong_dates(of),
            *_wrong_status(of),
            *_left_open(of),
            *_steps_without_record(steps[action.pk], written[action.pk]),
        ):
            yield f"action {action.reference} (key {action.pk}): {words}."


def _all(model: Any) -> Any:
    return model._base_manager


def _written_records(keys: list[int], found: dict[Any, Any]) -> defaultdict[int, set[tuple[int, str]]]:
    """``{action's key: {(version, verb) that left a record}}``; of records that change often, by their history."""
    left: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    for model, names in RECORDS.items():
        for name, verbs in names:
            for record in chain(*found[model].values()):
                left[record.action_id].update((getattr(record, name), verb) for verb in verbs)
    for model, verbs in REWRITTEN.items():
        copies: Any = model.history
        for action, version in copies.filter(action__in=keys).values_list("action_id", "action_version"):
            left[action].update((version, verb) for verb in verbs if verb not in BESIDES)
    return left


def _wrong_plans(of: Of) -> Iterator[str]:
    action = of.action
    if action.objective_plan != action.plan_id:
        yield "it is of another plan than its objective; set the row back to what history says"
    if any(record.plan_id != action.plan_id for records in of.records.values() for record in records):
        yield "one of its records names another plan; set the record back to what history says"


def _wrong_rating(of: Of, colours: dict[int, str]) -> Iterator[str]:
    action, updates = of.action, sorted(of.the(ProgressUpdate), key=lambda update: update.action_version)
    verdicts = sorted(of.the(Verdict), key=lambda verdict: verdict.action_version)
    returned = {verdict.update_id for verdict in verdicts if verdict.kind == Verdict.Kind.RETURNED}
    rated = {verdict.update_id: verdict.criterion_id for verdict in verdicts if verdict.kind == Verdict.Kind.RE_RATED}
    standing = [one for one in updates if one.action_version > of.reopened_at and one.pk not in returned]
    latest = standing[-1] if standing else None
    says = (latest.pk, rated.get(latest.pk, latest.criterion_id), latest.forecast_on) if latest else (None, None, None)
    if (action.latest_update_id, action.criterion_id, action.forecast_on) != says:
        yield "its rating, expected finish or latest update is not that of its latest update; see who wrote which"
    if any(update.rating != colours[update.pk] for update in updates):
        yield "an update has another colour than the sentence it chose; set it back to what history says"


def _wrong_dates(of: Of) -> Iterator[str]:
    action = of.action
    extensions = sorted(of.the(Extension), key=lambda extension: extension.asked_version)
    granted = [extension for extension in extensions if extension.outcome == Extension.Outcome.GRANTED]
    asked = [extension for extension in extensions if not extension.outcome]
    before = action.moved_from
    brought = before.times_extended if before else 0
    if action.times_extended != brought + len(granted):
        yield (
            f"it counts {action.times_extended} extensions and {brought + len(granted)} were granted; see who wrote which"
        )
    # An action that nobody has extended is due when it was first to be, as corrected since; one that came extended keeps that,
    # and of one from a file nobody knows what was agreed before.
    if granted:
        due_on = granted[-1].to_on
    elif before and brought:
        due_on = before.due_on
    else:
        due_on = action.due_on if action.file_as_at else action.original_due_on
    if action.due_on != due_on:
        yield f"it is due on {action.due_on} and {due_on} was agreed; see who wrote which"
    if action.extension_asked_to != (asked[0].to_on if asked else None):
        yield "the extension asked for on its row is not the one that waits; see who wrote which"


def _wrong_status(of: Of) -> Iterator[str]:
    """The status is what its report, its move, its successors or its withdrawal say; a chain holds from both ends."""
    action = of.action
    signed = [one for one in of.the(SignOff) if one.outcome == SignOff.Outcome.SIGNED_OFF and not one.reopened_version]
    waiting = [one for one in of.the(SignOff) if not one.outcome]
    moved = [one for one in of.the(Move) if one.outcome == Move.Outcome.ACCEPTED]
    withdrawn = [one for one in of.the(Withdrawal) if not one.reopened_version]
    states = (
        [Action.Status.COMPLETE for _ in signed]
        + [Action.Status.VERIFIED if one.verified_version else Action.Status.REPORTED_COMPLETE for one in waiting]
        + [Action.Status.MOVED for _ in moved]
        + [Action.Status.SUPERSEDED for _ in of.the(Succession)[:1]]
        + [Action.Status.WITHDRAWN for _ in withdrawn]
    )
    if len(states) > 1 or (action.status not in Action.UNDER_WAY if not states else action.status != states[0]):
        told = " and ".join(states) or "under way"
        yield f"it is {action.status} and its records say {told}; see who wrote which"
    report = (signed or waiting or [None])[0]
    if action.done_on != (report.done_on if report else None):
        yield "the day on which it was done is not that of its report; see who wrote which"
    if action.signed_off_words != (signed[0].decided_words if signed else ""):
        yield "who signed it off is not who its report says; see who wrote which"
    inside = [one for one in moved if one.to_plan_id]
    if bool(inside) != bool(action.gone_to):
        yield "it moved to another plan and nothing there came from it, or the other way round; see who wrote which"
    if action.moved_from is not None and action.moved_from.status != Action.Status.MOVED:
        yield f"it came from {action.moved_from.reference}, which never moved; see who wrote which"


def _left_open(of: Of) -> Iterator[str]:
    """Of an action that is over nothing waits any more; of a closed plan no action does."""
    action = of.action
    over = action.status not in Action.UNDER_WAY
    if over and any(not one.outcome for one in (*of.the(Move), *of.the(Extension))):
        yield f"it is {action.status} and a move or an extension of it still waits; decide that"
    if action.plan.status == Plan.Status.CLOSED and action.status not in (Action.Status.COMPLETE, *Action.GONE):
        yield f"its plan is closed and it is {action.status}; reopen the plan, then account for it"


def _steps_without_record(steps: list[Step], left: set[tuple[int, str]]) -> Iterator[str]:
    """A step that submitted, asked or decided something left a record of it."""
    for step in steps:
        if (step.version, step.verb) not in left:
            yield f"the record that its step “{step.verb}” of version {step.version} wrote is missing; {RESTORE}"


# --- batches --------------------------------------------------------------------------------------------------------


def _keys(model: type[Tracked]) -> list[int]:
    """Of every row that is there, or that history or a step speaks of."""
    return sorted(
        {
            *model._base_manager.values_list("pk", flat=True),
            *model.history.order_by().values_list("id", flat=True).distinct(),
            *Step.objects.filter(kind=model._meta.model_name).order_by().values_list("key", flat=True).distinct(),
        }
    )


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch


def grouped(rows: Iterable[Any], by: str) -> defaultdict[int, list[Any]]:
    """Rows by the column ``by``, each group in the order in which they came."""
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups
