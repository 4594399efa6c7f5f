"""Closing a plan: nothing is lost. Every part is accounted for, each chief officer confirms, and the list adds up.

Later rooms of scrutiny (questions, undertakings, recommendations) add their parts to ``parts_of``.
"""

from collections.abc import Iterator
from typing import Unpack

from django.db.models import QuerySet

from actions.models import Action, Milestone, Move, Succession
from objectives.models import StrategicObjective, Workstream
from people import clock
from people.models import User, british
from plans.models import Plan, Role, Step
from plans.rights import roles_of
from plans.rounds import running_round
from plans.steps import How, Refused, one_step, standing, together, words_for
from scrutiny.models import Account, Closing, NamedOfficer
from scrutiny.statement import ACTION, MILESTONE, OBJECTIVE, WORKSTREAM, Part, Statement, digest_of, sums_of

# --- what there is -----------------------------------------------------------------------------------


def parts_of(plan: Plan, closing: Closing | None = None) -> list[Part]:
    """Every objective, workstream, action and milestone of ``plan``, in its order. Eight queries at most."""
    accounts = _accounts(closing)
    return [*_objectives(plan, accounts), *_workstreams(plan, accounts), *_actions(plan), *_milestones(plan)]


def statement_of(closing: Closing) -> Statement:
    """Everything as it is accounted for now, to be kept. Twelve queries."""
    plan = closing.plan
    return Statement(plan.title, plan.short_title, parts_of(plan, closing), came_in(plan))


def came_in(plan: Plan) -> dict[str, int]:
    """How many of each kind the plan ever held, counted from history and not from the list, so that the list can be wrong.

    What was removed while the plan was drawn up never came in. Four queries.
    """
    found = {}
    for kind, model in (
        (OBJECTIVE, StrategicObjective),
        (WORKSTREAM, Workstream),
        (ACTION, Action),
        (MILESTONE, Milestone),
    ):
        removed = model.history.filter(plan=plan, history_type="-").values("id")
        held = model.history.filter(plan=plan).exclude(id__in=removed)
        found[kind] = held.values("id").distinct().count()
    return found


def _accounts(closing: Closing | None) -> dict[tuple[str, int], Account]:
    if closing is None:
        return {}
    found = Account.objects.filter(closing=closing).select_related("carried_by__plan", "closing")
    return {
        (OBJECTIVE, account.objective_id) if account.objective_id else (WORKSTREAM, account.workstream_id or 0): account
        for account in found
    }


def _objectives(plan: Plan, accounts: dict[tuple[str, int], Account]) -> Iterator[Part]:
    for one in StrategicObjective.objects.filter(plan=plan):
        told = _told(accounts.get((OBJECTIVE, one.pk)))
        yield Part(OBJECTIVE, one.pk, one.reference, one.wording, *told, one.slug)


def _workstreams(plan: Plan, accounts: dict[tuple[str, int], Account]) -> Iterator[Part]:
    for one in Workstream.objects.filter(plan=plan).select_related("objective"):
        if one.ended_on is not None:
            told = (True, "ended", f"{british(one.ended_on)}: {one.ended_because}")
        else:
            told = _told(accounts.get((WORKSTREAM, one.pk)))
        yield Part(WORKSTREAM, one.pk, one.objective.reference, one.name, *told, one.objective.slug)


def _told(account: Account | None) -> tuple[bool, str, str]:
    """Whether a part is accounted for, where it goes, and why. A plan that is closed carries nothing on; of a closing that is
    done the account stays as it was then."""
    if account is None:
        return False, "nobody has said what carries it on", ""
    carrier = account.carried_by
    if carrier is not None and not carrier.plan.in_force and not account.closing.outcome:
        return False, f"the plan that was to carry it on is closed: {carrier.plan}", ""
    return True, "ends" if account.where == "ends" else f"carried on by {account.where}", account.because


def _actions(plan: Plan) -> Iterator[Part]:
    moves = {
        move.action_id: move
        for move in Move.objects.filter(plan=plan, outcome=Move.Outcome.ACCEPTED).select_related(
            "to_plan", "action__successor"
        )
    }
    others: dict[int, list[str]] = {}
    for action, reference in Succession.objects.filter(plan=plan).values_list("action_id", "successor__reference"):
        others.setdefault(action, []).append(reference)
    for one in Action.objects.filter(plan=plan).select_related("objective"):
        is_accounted, where, how = _where_an_action_goes(one, moves.get(one.pk), others.get(one.pk, []))
        yield Part(ACTION, one.pk, one.reference, one.wording, is_accounted, where, how, one.slug)


def _where_an_action_goes(action: Action, move: Move | None, others: list[str]) -> tuple[bool, str, str]:
    if action.status == Action.Status.COMPLETE:
        done = british(action.done_on) if action.done_on else ""
        return True, "complete", f"done {done}, signed off by {action.signed_off_words}"
    if move is not None:
        successor = getattr(action, "successor", None) if move.to_plan else None
        return True, f"moved to {move.destination}", f"as {successor.reference}" if successor else move.decided_because
    if action.status == Action.Status.SUPERSEDED:
        return True, "superseded", f"by {', '.join(others)}"
    if action.status == Action.Status.WITHDRAWN:
        return True, "withdrawn", "its risk and who accepts it stand on its page"
    return False, action.get_status_display().lower(), ""


def _milestones(plan: Plan) -> Iterator[Part]:
    """Those of the plan's actions, and those that went with an action into another plan: these stand under its successor."""
    for one in Milestone.objects.filter(plan=plan).select_related("action"):
        if one.reached_on is not None:
            told = (True, "reached", british(one.reached_on))
        elif one.dropped_on is not None:
            told = (True, "dropped", one.dropped_because)
        elif one.action.status == Action.Status.MOVED:
            told = (True, "gone on with its action, outside", "")
        elif one.action.status in Action.GONE:
            told = (True, f"ended with its action, {one.action.get_status_display().lower()}", "")
        else:
            told = (False, "neither reached nor dropped", one.due_said)
        yield Part(MILESTONE, one.pk, one.action.reference, one.what, *told, one.action.slug)
    for one, action in _milestones_gone_on(plan):
        where, as_what = f"gone on to {one.plan.short_title}", f"with {action.reference}, as {one.action.reference}"
        yield Part(MILESTONE, one.pk, action.reference, one.what, True, where, as_what, action.slug)


def _milestones_gone_on(plan: Plan) -> Iterator[tuple[Milestone, Action]]:
    """``(milestone, the action of this plan that it belonged to last)``. Its history knows; the row is another plan's."""
    copies = Milestone.history.filter(plan=plan).order_by("version")
    belonged = dict(copies.values_list("id", "action_id"))
    gone = Milestone.objects.filter(pk__in=belonged).exclude(plan=plan).select_related("plan", "action")
    actions = Action.objects.in_bulk(set(belonged.values()))
    for one in gone.order_by("pk"):
        yield one, actions[belonged[one.pk]]


# --- verbs ---------------------------------------------------------------------------------------------


def begin_closing(plan: Plan, *, officers: list[User], because: str, **how: Unpack[How]) -> Closing:
    """Begin to close the plan: name the chief officers who confirm it. Work goes on as before."""
    closing = Closing(plan=plan, begun_on=clock.today(), begun_because=because.strip())
    with standing(*officers, field="officers"), together(plan, how=how) as circumstances:
        with one_step(closing, "begin_closing", because=because, **circumstances()) as row:
            if not row.plan.in_force:
                raise Refused("Only a plan in force is closed.")
            if open_closing(row.plan) is not None:
                raise Refused("This plan is being closed already.")
            if not officers:
                raise Refused("Name at least one chief officer: each of them confirms the closing.", "officers")
            for officer in officers:
                if Role.CHIEF_OFFICER not in roles_of(officer, row.plan):
                    raise Refused(f"{officer} is no chief officer of this plan.", "officers")
        for officer in officers:
            named = NamedOfficer(plan=plan, closing=row, person=officer, words=words_for(officer))
            with one_step(named, "name_officer", right="begin_closing", because=because, **circumstances()):
                pass
    return row


def give_up_closing(closing: Closing, *, because: str, **how: Unpack[How]) -> Step:
    """Leave the plan in force after all. What was accounted for stays told."""
    with one_step(closing, "give_up_closing", right="begin_closing", because=because, **how) as row:
        _refuse_ended(row)
        row.outcome, row.ended_on = Closing.Outcome.GIVEN_UP, clock.today()
    return row.last_step


def account_for(
    closing: Closing,
    thing: StrategicObjective | Workstream,
    *,
    carried_by: StrategicObjective | None = None,
    carried_words: str = "",
    because: str,
    **how: Unpack[How],
) -> Step:
    """Say which objective of which plan carries it on, or who outside; or, with neither, why it ends."""
    is_objective = isinstance(thing, StrategicObjective)
    standing_one = Account.objects.filter(
        closing=closing, **({"objective": thing} if is_objective else {"workstream": thing})
    ).first()
    account = standing_one or Account(
        plan=closing.plan,
        closing=closing,
        objective=thing if isinstance(thing, StrategicObjective) else None,
        workstream=thing if isinstance(thing, Workstream) else None,
    )
    with one_step(account, "account_for", right="begin_closing", because=because, **how) as row:
        _refuse_ended(Closing.objects.get(pk=row.closing_id))
        if thing.plan_id != row.plan_id:
            raise Refused("That belongs to another plan.")
        if carried_by is not None and (carried_by.plan_id == row.plan_id or not carried_by.plan.in_force):
            raise Refused("What carries it on is an objective of another plan that is in force.", "carried_by")
        if carried_by is not None and carried_words.strip():
            raise Refused("Choose an objective, or say who carries it on, not both.", "carried_words")
        row.carried_by, row.carried_words, row.because = carried_by, carried_words.strip(), because.strip()
    return row.last_step


def confirm_closing(officer: NamedOfficer, *, list_seen: str, because: str, **how: Unpack[How]) -> Step:
    """A chief officer who was named says that nothing is lost; the plan manager may record it for them.

    ``list_seen`` is the digest of the list that was read: another list is not what was confirmed.
    """
    with one_step(officer, "confirm_closing", because=because, **how) as row:
        closing = Closing.objects.get(pk=row.closing_id)
        _refuse_ended(closing)
        if how["by"] != row.person:
            raise Refused(f"{row.words} was named to confirm this.", "decided_by")
        parts = parts_of(row.plan, closing)
        _refuse_unaccounted(parts)
        _refuse_unequal(row.plan, parts)
        digest = digest_of(parts)
        if list_seen != digest:
            raise Refused("What is accounted for has changed since this list was shown. Read it again, then confirm.")
        if row.confirmed_list == digest:
            raise Refused("This is confirmed already.")
        row.confirmed_on, row.confirmed_list = clock.today(), digest
    return row.last_step


def replace_officer(officer: NamedOfficer, *, person: User, because: str, **how: Unpack[How]) -> Step:
    """Another chief officer confirms instead: whoever was named has left, or is no longer the one to ask."""
    with (
        standing(person, field="person"),
        one_step(officer, "replace_officer", right="begin_closing", because=because, **how) as row,
    ):
        _refuse_ended(Closing.objects.get(pk=row.closing_id))
        if Role.CHIEF_OFFICER not in roles_of(person, row.plan):
            raise Refused(f"{person} is no chief officer of this plan.", "person")
        if NamedOfficer.objects.filter(closing=row.closing_id, person=person).exists():
            raise Refused(f"{person} is named already.", "person")
        row.person, row.words = person, words_for(person)
        row.confirmed_on, row.confirmed_list = None, ""
    return row.last_step


def close_plan(closing: Closing, *, because: str, **how: Unpack[How]) -> Step:
    """Close the plan, once everything is accounted for and each named officer has confirmed that. Refused, naming what is not."""
    seen = how.get("version_seen")
    # The plans that carry its parts on are locked with it: two plans that close at once do not each rely on the other.
    carriers = Plan.objects.filter(objectives__carries_on__closing=closing).distinct()
    with together(closing.plan, *carriers, how=how) as circumstances:
        first: How = {**circumstances(), "version_seen": seen}
        with one_step(closing, "end_closing", right="begin_closing", because=because, **first) as row:
            _refuse_ended(row)
            parts = parts_of(row.plan, row)
            _refuse_unaccounted(parts)
            _refuse_unequal(row.plan, parts)
            _refuse_moves_in(row.plan)
            _refuse_round_running(row.plan)
            _refuse_unconfirmed(row, digest_of(parts))
            row.outcome, row.ended_on = Closing.Outcome.CLOSED, clock.today()
            row.statement = statement_of(row).to_text()
        with one_step(row.plan, "close_plan", right="begin_closing", because=because, **circumstances()) as plan:
            plan.status, plan.closed_on = Plan.Status.CLOSED, clock.today()
    return plan.last_step


def reopen_plan(plan: Plan, *, because: str, **how: Unpack[How]) -> Step:
    """Put a closed plan back in force, so that an action of it can be reopened. That it was closed stays told."""
    seen = how.get("version_seen")
    with together(plan, how=how) as circumstances:
        first: How = {**circumstances(), "version_seen": seen}
        with one_step(plan, "reopen_plan", because=because, **first) as row:
            if row.status != Plan.Status.CLOSED:
                raise Refused("This plan is not closed.")
            row.status, row.closed_on = Plan.Status.IN_FORCE, None
        closing = Closing.objects.get(plan=row, outcome=Closing.Outcome.CLOSED, reopened_on__isnull=True)
        with one_step(closing, "undo_closing", right="reopen_plan", because=because, **circumstances()) as ended:
            ended.reopened_on = clock.today()
    return row.last_step


def open_closing(plan: Plan) -> Closing | None:
    """The closing that has begun and is not over."""
    return Closing.objects.open().filter(plan=plan).first()


def waiting_closings(person: User) -> QuerySet[NamedOfficer]:
    """Where ``person`` was named to confirm a closing that goes on, and has not done so."""
    return NamedOfficer.objects.filter(person=person, closing__outcome="", confirmed_on__isnull=True)


def latest_closing(plan: Plan) -> Closing | None:
    """The closing that goes on, or by which the plan is closed."""
    return Closing.objects.filter(plan=plan, reopened_on__isnull=True).exclude(outcome="given up").order_by("pk").last()


def _refuse_ended(closing: Closing) -> None:
    if closing.outcome:
        raise Refused(f"This closing is over: {closing.get_outcome_display().lower()}.")


def _refuse_unaccounted(parts: list[Part]) -> None:
    """Named one by one, so that the refusal is the list of what is to be done."""
    missing = [part for part in parts if not part.is_accounted]
    if not missing:
        return
    told = []
    for kind in (OBJECTIVE, WORKSTREAM, ACTION, MILESTONE):
        names = [_name(part) for part in missing if part.kind == kind]
        if names:
            told.append(f"{kind}{'s' if len(names) > 1 else ''} {', '.join(names)}")
    raise Refused(
        f"Not accounted for yet, {len(missing)} in all: {'; '.join(told)}. “What remains” has a line for each, with what "
        "is missing."
    )


def _name(part: Part) -> str:
    """An objective and an action by the reference alone, what has none by its words too."""
    return part.reference if part.kind in (OBJECTIVE, ACTION) else f"“{part.words[:80]}” ({part.reference})"


def _refuse_unequal(plan: Plan, parts: list[Part]) -> None:
    for one in sums_of(parts, came_in(plan)):
        if one.number_in != one.number_out:
            raise Refused(
                f"{one.number_in} {one.words} came into this plan, and the list has {one.number_out}: something is lost. Ask "
                "whoever runs this service to check its records."
            )


def _refuse_moves_in(plan: Plan) -> None:
    waiting = Move.objects.open().filter(to_plan=plan, agreed_version__isnull=False).select_related("action", "plan")
    names = [f"{move.plan} {move.action.reference}" for move in waiting]
    if names:
        raise Refused(f"Moves into this plan wait for its answer: {', '.join(names)}. Accept or refuse them first.")


def _refuse_round_running(plan: Plan) -> None:
    running = running_round(plan)
    if running is not None:
        raise Refused(f"The {running} is running: issue it to members, or give it up first.")


def _refuse_unconfirmed(closing: Closing, digest: str) -> None:
    missing = [one.words for one in closing.officers.all() if one.confirmed_list != digest]
    if missing:
        raise Refused(
            f"Not confirmed as it stands now: {'; '.join(missing)}. Each chief officer named confirms this list; what "
            "changed after a confirmation is confirmed anew."
        )


def findings() -> Iterator[str]:
    """For ``check_records``: a plan is closed exactly when a closing of it stands, with everybody's confirmation of its
    statement."""
    standing_ones = Closing.objects.filter(outcome=Closing.Outcome.CLOSED, reopened_on__isnull=True)
    closed = set(standing_ones.values_list("plan", flat=True))
    for plan in Plan.objects.all():
        if (plan.status == Plan.Status.CLOSED) != (plan.pk in closed):
            yield f"plan {plan.slug} (key {plan.pk}): it is {plan.status} and its closings say otherwise; see who wrote which."
        if plan.pk in closed:
            parts = parts_of(plan, latest_closing(plan))
            for one in sums_of(parts, came_in(plan)):
                if one.number_in != one.number_out:
                    yield f"plan {plan.slug} (key {plan.pk}): {one.number_in} {one.words} came in, {one.number_out} went out."
            for part in (part for part in parts if not part.is_accounted):
                yield f"plan {plan.slug} (key {plan.pk}): closed, and {part.kind} {part.reference} is not accounted for."
    for closing in Closing.objects.filter(outcome=Closing.Outcome.CLOSED).select_related("plan"):
        yield from (f"{closing} (key {closing.pk}): {words}" for words in _statement_findings(closing))


def _statement_findings(closing: Closing) -> Iterator[str]:
    """The statement adds up, and is what each officer named confirmed; also where the plan was reopened since."""
    try:
        statement = Statement.from_text(closing.statement)
    except (ValueError, KeyError, TypeError):
        yield "its closure statement cannot be read; its history has what it was."
        return
    for one in statement.sums:
        if one.number_in != one.number_out:
            yield f"in its statement {one.number_in} {one.words} came in, {one.number_out} went out."
    for officer in closing.officers.all():
        if officer.confirmed_on is None:
            yield f"closed without the confirmation of {officer.words}."
        elif officer.confirmed_list != statement.digest:
            yield f"its statement is not the list that {officer.words} confirmed."
