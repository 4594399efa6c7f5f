"""Keeping the plan's document: issuing it to members, and keeping what a paper was made from."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock
from typing import Any, Unpack

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from actions.models import Action, Verdict
from actions.returns import asked_now, not_in
from people import clock
from people.models import GovernanceBody, User
from plans.models import Consideration, Plan, Round, Step
from plans.rounds import Correction, body_whose_turn, refuse_false_correction, route_of, running_round
from plans.steps import ChangedMeanwhile, How, Refused, one_step, steps_since, together, words_for
from reports.document import PlanDocument, build, counts_of, digest_of, from_json, to_json
from reports.entries import delay_of
from reports.models import LONGEST_LABEL, KeptDocument
from reports.verdicts import decided, with_entries


class DamagedDocument(Exception):
    """The text of a kept document was changed behind the program's back; nobody is shown it."""

    def __init__(self, kept: KeptDocument) -> None:
        super().__init__(f"{kept} of {kept.plan}: the text does not have the digest that was kept with it.")
        self.kept = kept


# --- a round's version: frozen, mended, considered -----------------------------------------------------


def put_before_body(round_: Round, *, because: str, **how: Unpack[How]) -> KeptDocument:
    """Freeze the plan's document as the round's version. Refused, naming each, while a return is owed and nobody says why not.

    Where the route names no body nobody considers it, and it can be issued.
    """
    with one_step(round_, "put_before_body", right="rounds", because=because, **how) as row:
        if not row.is_collecting:
            raise Refused(f"This round is not collecting returns: {row.get_status_display().lower()}.")
        if missing := not_in(row):
            names = "; ".join(one.post.title for one in missing)
            raise Refused(f"Not in yet, and nobody has said why: {names}. Record that there was nothing, or why not.")
        row.version_number, row.edition, row.frozen_at = next_number(row.plan), 1, clock.now()
        row.asked = asked_now(row)
        document = build(row.plan, number=row.version_number, label=row.label, corrects=correction_of(row))
        if not document.actions:
            raise Refused("There is nothing to freeze yet: the plan has no actions.")
        row.status = Round.Status.BEFORE_THE_BODY if route_of(row.plan) else Round.Status.AGREED
        return keep(row.plan, document, how["recorded_by"], plan_version=row.plan.version)


def freeze_again(round_: Round, *, actions: list[Action], because: str, **how: Unpack[How]) -> KeptDocument:
    """Take mended entries into the version that is before the body: these alone are replaced. The edition before is kept."""
    with one_step(round_, "freeze_again", right="rounds", because=because, **how) as row:
        if row.status != Round.Status.BEFORE_THE_BODY:
            raise Refused(f"This round is not before a body: {row.get_status_display().lower()}.")
        mended = {action.pk: action for action in mended_entries(row)}
        if not actions:
            raise Refused("Choose the entries that are mended.", "actions")
        if strangers := [action.reference for action in actions if action.pk not in mended]:
            raise Refused(f"Not returned, or not reported on since: {', '.join(strangers)}.", "actions")
        before = opened(version_before_body(row))
        anew = build(row.plan, only={"pk__in": [action.pk for action in actions]}).actions
        entries = {entry.key: replace(entry, as_on=before.as_on) for entry in anew}
        document = with_entries(decided(before, _pending(row)), entries)
        row.edition = (row.edition or 0) + 1
        return keep(row.plan, document, how["recorded_by"], plan_version=row.plan.version, edition=row.edition)


def consider(round_: Round, *, body: GovernanceBody, because: str, **how: Unpack[How]) -> Step:
    """The body whose turn it is has considered the version, at a meeting of its (``agreed_at``), by circulation or its chair."""
    meeting = how.get("agreed_at")
    if meeting is None:
        raise Refused(
            "Name the meeting, the circulation or the chair’s action at which it was considered.", "agreed_at"
        )
    return _settle(round_, body, "consider", Consideration(meeting=meeting), because, how)


def not_considered(round_: Round, *, body: GovernanceBody, because: str, **how: Unpack[How]) -> Step:
    """The body whose turn it is has not considered the version, and why. Members read that."""
    return _settle(round_, body, "not_considered", Consideration(why_not=because.strip()), because, how)


def mended_entries(round_: Round) -> list[Action]:
    """The actions whose entry was returned in this round and reported on since, and that are not in its version yet."""
    if round_.status != Round.Status.BEFORE_THE_BODY:
        return []
    in_version = {one.key: one.update.key if one.update else 0 for one in opened(version_before_body(round_)).actions}
    returned = Verdict.objects.filter(round=round_, kind=Verdict.Kind.RETURNED).order_by("action_version")
    last = {verdict.action_id: verdict.update for verdict in returned.select_related("update")}
    actions = Action.objects.filter(pk__in=last, latest_update__isnull=False).select_related("latest_update")
    return [
        action
        for action in actions
        if action.latest_update is not None
        and action.latest_update.action_version > last[action.pk].action_version
        and action.latest_update.pk != in_version.get(action.pk)
    ]


def correction_of(round_: Round) -> Correction | None:
    """What the version of this round puts right, where it does."""
    return Correction(round_.corrects, round_.corrects_words) if round_.corrects else None


def version_before_body(round_: Round) -> KeptDocument:
    """The latest edition of a round's version."""
    return KeptDocument.objects.editions().lightly().get(plan=round_.plan_id, number=round_.version_number)


def _settle(round_: Round, body: GovernanceBody, verb: str, said: Consideration, because: str, how: How) -> Step:
    seen = how.get("version_seen")
    with together(round_.plan, how=how) as circumstances:
        fresh = Round.objects.select_related("plan").get(pk=round_.pk)
        if seen is not None and seen != fresh.version:
            raise ChangedMeanwhile(fresh, steps_since(fresh, seen))
        if fresh.status != Round.Status.BEFORE_THE_BODY:
            raise Refused(f"This round is not before a body: {fresh.get_status_display().lower()}.")
        turn = body_whose_turn(fresh)
        if body != turn:
            raise Refused(f"It is the turn of the {turn}.", "agreed_at")
        if (
            said.meeting is not None
            and fresh.frozen_at
            and said.meeting.held_on < timezone.localtime(fresh.frozen_at).date()
        ):
            raise Refused("That meeting was held before the version was put before the body.", "agreed_at")
        said.plan, said.round, said.body = fresh.plan, fresh, body
        said.edition, said.said_on = fresh.edition or 1, clock.today()
        with one_step(said, verb, right="consider", because=because, **circumstances()) as row:
            pass
        if turns := _pending(fresh):
            _freeze_decided(fresh, turns, because, circumstances())
        if body_whose_turn(fresh) is None:
            with one_step(fresh, "round_considered", right="consider", because=because, **circumstances()) as done:
                done.status = Round.Status.AGREED
    return row.last_step


def _freeze_decided(round_: Round, verdicts: list[Verdict], because: str, how: How) -> None:
    """The next edition, in which what was said at the table counts."""
    with one_step(round_, "freeze_again", right="consider", because=because, **how) as row:
        document = decided(opened(version_before_body(row)), verdicts)
        row.edition = (row.edition or 0) + 1
        keep(row.plan, document, how["recorded_by"], plan_version=row.plan.version, edition=row.edition)


def _pending(round_: Round) -> list[Verdict]:
    """What was said at the table of the edition that lies there, in its order."""
    said = Verdict.objects.filter(round=round_, edition=F("round__edition")).order_by("pk")
    return list(said.select_related("action", "update__criterion", "criterion"))


def next_number(plan: Plan) -> int:
    """A number is given once, also where members never read its version."""
    highest = KeptDocument.objects.filter(plan=plan).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


# --- issued to members ----------------------------------------------------------------------------------


def issue_to_members(
    plan: Plan, *, because: str, label: str = "", corrects: Correction | None = None, **how: Unpack[How]
) -> KeptDocument:
    """From this moment members read it, whole and unchanged: the version that the route has considered, as it was frozen.

    A plan whose route names no body freezes today's position, as ``label``, in the same step; it says that nobody considered
    it, and may say which version it ``corrects``. Of a round that was said when it was opened.
    """
    seen = how.get("version_seen")
    with together(plan, how=how) as circumstances:
        running = running_round(plan)
        first: How = {**circumstances(), "version_seen": seen}
        with one_step(plan, "issue_to_members", because=because, **first) as row:
            if row.is_draft:
                raise Refused("A draft is not issued. Put the plan in force first.")
            # A plan that is closed has no more rounds: what its officers confirmed is issued as it stands.
            by_route = running is not None or (row.in_force and route_of(row))
            if by_route and corrects is not None:
                raise Refused("What a round corrects is said when it is opened.", "corrects")
            kept = _frozen(row, running) if by_route else _freeze_today(row, label, corrects, how["recorded_by"])
            row.issued_version = kept.number
        if running is not None:
            with one_step(
                running, "issue_round", right="issue_to_members", because=because, **circumstances()
            ) as ended:
                ended.status, ended.ended_on = Round.Status.ISSUED, clock.today()
    return kept


def _frozen(plan: Plan, running: Round | None) -> KeptDocument:
    if running is None:
        bodies = ", then ".join(body.name for body in route_of(plan))
        raise Refused(f"In this plan a round goes before the {bodies} first: open one.")
    if running.status != Round.Status.AGREED:
        raise Refused(f"The {running} is not considered yet: {running.get_status_display().lower()}.")
    return version_before_body(running)


def _freeze_today(plan: Plan, label: str, corrects: Correction | None, kept_by: User) -> KeptDocument:
    if corrects is not None:
        refuse_false_correction(plan, corrects)
    document = build(plan, number=next_number(plan), label=label.strip(), corrects=corrects)
    if not document.actions:
        raise Refused("There is nothing to issue yet: the plan has no actions.")
    # The step being taken is the row's next version.
    return keep(plan, document, kept_by, plan_version=plan.version + 1)


# --- keeping ----------------------------------------------------------------------------------------------


def keep_todays_position(plan: Plan, kept_by: User) -> tuple[PlanDocument, KeptDocument]:
    """Today's position of which a paper is made, read under the plan's lock: nobody changes it between two queries."""
    with transaction.atomic():
        locked = Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("deciding_body")
        fresh = locked.get(pk=plan.pk)
        document = build(fresh)
        return document, keep(fresh, document, kept_by, plan_version=fresh.version)


def keep(plan: Plan, document: PlanDocument, kept_by: User, *, plan_version: int, edition: int = 1) -> KeptDocument:
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
        edition=edition,
        text=text,
        digest=digest,
        **beside(document),
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


def beside(document: PlanDocument) -> dict[str, Any]:
    """What stands beside the text of ``document``, field by field."""
    return {
        "number": document.number,
        "label": document.label,
        "as_on": document.as_on,
        "corrects": document.corrects,
        "corrects_words": document.corrects_words,
        **counted(document),
    }


def counted(document: PlanDocument) -> dict[str, dict[str, Any]]:
    """The figures of it."""
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

    def parsed() -> PlanDocument:
        if digest_of(kept.text) != kept.digest:
            raise DamagedDocument(kept)
        return from_json(kept.text)

    return _parsed.get(kept.digest, parsed)


class Remembered:
    """The documents that this process used last, so that none is parsed or filtered again for every reader."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.documents: dict[Hashable, PlanDocument] = {}
        self.lock = Lock()  # a server answers several readers at once

    def get(self, key: Hashable, make: Callable[[], PlanDocument]) -> PlanDocument:
        """The document of this key, made where it is not remembered."""
        document = self.documents.get(key) or make()
        with self.lock:
            self.documents.pop(key, None)
            self.documents[key] = document  # last in, last to go
            while len(self.documents) > self.most:
                del self.documents[next(iter(self.documents))]
        return document


_parsed = Remembered(16)
