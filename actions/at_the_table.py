"""At the table of a body: an entry of a round is returned with a comment, or rated otherwise.

On the action's row both act only while the update that lay before the body is still the one that stands. Which update stands,
and by which criterion, follows from updates and verdicts alone (``standing_update``).
"""

from dataclasses import dataclass
from typing import Unpack

from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, ProgressUpdate, SignOff, Verdict, Withdrawal
from people import clock
from plans.models import RatingCriterion, Round, Step
from plans.rounds import body_whose_turn, running_round
from plans.steps import How, Refused, keep_record, one_step, words_for


@dataclass(frozen=True)
class Standing:
    """The update by which an action is rated, and the criterion that counts: the body's where it rated otherwise."""

    update: ProgressUpdate
    criterion: RatingCriterion


def return_update(action: Action, *, round_: Round, update: ProgressUpdate, because: str, **how: Unpack[How]) -> Step:
    """The body returns the entry: criterion and expected finish fall back to those before, until it is mended."""
    with one_step(action, "return_update", right="consider", because=because, **how) as row:
        _lay_verdict(row, round_, update, Verdict.Kind.RETURNED, None, because, how)
        _let_what_stands_count(row)
    return row.last_step


def re_rate(
    action: Action,
    *,
    round_: Round,
    update: ProgressUpdate,
    criterion: RatingCriterion | None,
    because: str,
    **how: Unpack[How],
) -> Step:
    """The body chooses another criterion: its rating counts, the lead's stands beside it."""
    with one_step(action, "re_rate", right="consider", because=because, **how) as row:
        chosen = (
            RatingCriterion.objects.standing().filter(plan=row.plan_id, pk=criterion.pk if criterion else 0).first()
        )
        if chosen is None:
            raise Refused("Choose the sentence that the body holds to be true.", "criterion")
        stood = criterion_of(update)
        if chosen == stood:
            raise Refused(f"That is how it is rated: {stood}", "criterion")
        _lay_verdict(row, round_, update, Verdict.Kind.RE_RATED, chosen, because, how)
        _let_what_stands_count(row)
    return row.last_step


def standing_update(action: Action, *, before: ProgressUpdate | None = None) -> Standing | None:
    """The latest update (``before`` another) that no body has returned, since the action was last reopened."""
    ended = [
        *SignOff.objects.filter(action=action).values_list("reopened_version", flat=True),
        *Withdrawal.objects.filter(action=action).values_list("reopened_version", flat=True),
    ]
    since = max((version or 0 for version in ended), default=0)
    returned = Verdict.objects.filter(action=action, kind=Verdict.Kind.RETURNED).values("update")
    updates = ProgressUpdate.objects.filter(action=action, action_version__gt=since).exclude(pk__in=returned)
    if before is not None:
        updates = updates.filter(action_version__lt=before.action_version)
    update = updates.select_related("criterion").order_by("-action_version").first()
    return Standing(update, criterion_of(update)) if update else None


def round_of_update(action: Action) -> Round | None:
    """The round to which an update sent now belongs: the one that collects returns, or the one that returned its entry."""
    running = running_round(action.plan)
    if running is None or running.is_collecting:
        return running
    returned = Verdict.objects.filter(action=action, round=running, kind=Verdict.Kind.RETURNED).exists()
    return running if returned and running.status == Round.Status.BEFORE_THE_BODY else None


def criterion_of(update: ProgressUpdate) -> RatingCriterion:
    """The criterion that counts for an update: the one that a body chose last, else its lead's."""
    rated = update.verdicts.filter(kind=Verdict.Kind.RE_RATED).select_related("criterion").order_by("action_version")
    last = rated.last()
    return last.criterion if last is not None and last.criterion is not None else update.criterion


def _let_what_stands_count(action: Action) -> None:
    standing = standing_update(action)
    action.latest_update = standing.update if standing else None
    action.criterion = standing.criterion if standing else None
    action.forecast_on = standing.update.forecast_on if standing else None


def _lay_verdict(
    action: Action,
    round_: Round,
    update: ProgressUpdate,
    kind: Verdict.Kind,
    criterion: RatingCriterion | None,
    because: str,
    how: How,
) -> None:
    refuse_out_of_turn(action, kind_verb(kind))
    body = how["by"]
    fresh = Round.objects.get(pk=round_.pk, plan=action.plan_id)
    turn = body_whose_turn(fresh)
    if turn is None:
        raise Refused(f"The {fresh} is not before a body: {fresh.get_status_display().lower()}.")
    if body != turn:
        raise Refused(
            f"The {turn} has the {fresh} before it: it decides on an entry, at a meeting of its own.", "agreed_at"
        )
    if update.action_id != action.pk:
        raise Refused("That update is of another action.")
    if Verdict.objects.filter(update=update, kind=Verdict.Kind.RETURNED).exists():
        raise Refused("This entry was returned already.")
    assert fresh.edition is not None
    before = criterion_of(update)
    verdict = Verdict(
        plan=action.plan,
        action=action,
        action_version=action.version + 1,
        update=update,
        round=fresh,
        edition=fresh.edition,
        kind=kind,
        criterion=criterion,
        because=because.strip(),
        decided_on=clock.today(),
        decided_words=words_for(turn, action),
        decided_body=turn,
        decided_at=how["agreed_at"],
    )
    keep_record(verdict, because=because, recorded_by=how["recorded_by"])
    action.also_told["at_the_table"] = (str(before), str(criterion) if criterion else "returned")


def kind_verb(kind: str) -> str:
    """The verb that leaves a verdict of this kind."""
    return "return_update" if kind == Verdict.Kind.RETURNED else "re_rate"
