"""What must hold of two plans whatever is done to them, and the doing: for the stateful test and for planted faults."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from actions import record_check
from actions.models import Action, Ask, DatedFact, Evidence, Extension, Milestone, Move, ProgressUpdate, SignOff
from actions.record_check import RECORDS, REWRITTEN, RecordCheck
from actions.updates import HelpNeeded
from objectives.models import StrategicObjective
from people.models import User
from people.tracking import Tracked
from plans import rounds
from plans.models import Draft, Plan, Role, Round, Step
from plans.people_of_plan import grant_role
from plans.rights import roles_of
from plans.steps import Refused
from reports import version_check, versions
from scrutiny import closing
from scrutiny.models import Closing
from scrutiny.statement import digest_of
from tests.actions.life import LATER, Life, NothingThere
from tests.actions.test_lifecycle import ROWS, STATUSES
from tests.conftest import Cast
from tests.sending import OURS

ALLOWED = {
    verb: {status for status, answer in zip(STATUSES, answers, strict=True) if answer == "Y"} for verb, answers in ROWS
}
VERBS = sorted(ALLOWED)
# The people who try things, each with what they are.
PEOPLE = (
    "plan_manager", "outsider", "officer", "colleague", "officer_elsewhere", "chief_officer", "scrutineer", "member", "reader",
)  # fmt: skip

EARLIER = dt.date(2016, 1, 15)
ANSWERED_THERE = {"accept_move", "refuse_move_in"}  # steps of an action, taken by the manager of the other plan
ENDS = {"withdraw", "supersede", "accept_move", "accept_move_outside"}
ONWARD = {"reported complete": "verify", "verified": "sign_off", "complete": "assurance_check"}


def _moves(key: int, **where: Any) -> bool:
    return Move.objects.open().filter(action=key, **where).exists()


# What a verb acts on besides the action, by the action's key: is there one?
NEEDS: dict[str, Callable[[int], bool]] = {
    **dict.fromkeys(("grant_extension", "refuse_extension"), lambda key: _open(Extension, key)),
    **dict.fromkeys(("reach_milestone", "redate_milestone", "drop_milestone"), lambda key: _open(Milestone, key)),
    **dict.fromkeys(("change_fact", "end_fact"), lambda key: DatedFact.objects.filter(action=key).standing().exists()),
    "answer_ask": lambda key: _open(Ask, key),
    "withdraw_evidence": lambda key: Evidence.objects.filter(action=key).standing().exists(),
    "agree_move": lambda key: _moves(key, agreed_on=None),
    "refuse_move": _moves,
    "refuse_move_in": lambda key: _moves(key, to_plan__isnull=False),
    "return_update": lambda key: _before_the_body(key),
    "re_rate": lambda key: _before_the_body(key),
    "accept_move": lambda key: _moves(key, agreed_on__isnull=False, to_plan__isnull=False),
    "accept_move_outside": lambda key: _moves(key, agreed_on__isnull=False, to_plan=None),
}


def _before_the_body(key: int) -> bool:
    """An update of the action lies before the body, and it has not returned it."""
    running = Round.objects.filter(status=Round.Status.BEFORE_THE_BODY, plan__actions=key).first()
    sent = ProgressUpdate.objects.filter(action=key, round=running).order_by("action_version").last()
    return running is not None and sent is not None and not sent.verdicts.filter(kind="returned").exists()


def _open(model: Any, key: int) -> bool:
    return bool(model.objects.open().filter(action=key).exists())


class World:
    """Two plans, their people, and what was seen of them so far."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        other = {"by": cast.outsider, "recorded_by": cast.outsider, "because": "Both plans are theirs."}
        for name, role in (
            ("officer", Role.OFFICER), ("officer_elsewhere", Role.OFFICER), ("colleague", Role.OFFICER),
            ("chief_officer", Role.CHIEF_OFFICER), ("scrutineer", Role.SCRUTINEER),
        ):  # fmt: skip
            grant_role(cast.other_plan, role=role, holder=getattr(cast, name), **other)
        self.life = Life(cast)
        self.life.place()
        self.references: dict[int, tuple[int, str]] = {}
        self.objectives = set(StrategicObjective.objects.values_list("pk", flat=True))
        self.seen: dict[int, int] = {}
        self.last_step = Step.objects.latest("pk").pk
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self.assert_sound()

    # --- doing -----------------------------------------------------------------------------------------

    def attempt(self, verb: str, action: int, who: str = "", **words: Any) -> bool:
        """Try a verb on an action, by whom it is meant for or by ``who``; what is refused leaves no trace."""
        self.tried[verb] += 1
        life = self.life_of(action)
        before, status = self._trace(), life.action.status
        if who:
            person: User = getattr(self.cast, who)
            words = {"by": person, "recorded_by": person, **words}
        try:
            getattr(life, verb)(**words)
        except (Refused, PermissionDenied, NothingThere):
            self._assert_left_nothing(before, verb)
            return False
        self.done[verb] += 1
        assert status in ALLOWED[verb], f"{verb} was done to an action that was {status}"
        self.assert_sound()
        return True

    def in_turn(self, action: int, which: int) -> str:
        """Of the verbs that this action's status and records allow, the one tried least so far; an end now and then only."""
        life = self.life_of(action)
        status = life.action.status
        ready = [verb for verb in VERBS if status in ALLOWED[verb] and (verb not in NEEDS or NEEDS[verb](life.key))]
        lasting = [verb for verb in ready if verb not in ENDS]
        choice = ready if which % 5 == 0 else lasting
        return min(choice[which % len(choice) :] + choice[: which % len(choice)], key=lambda verb: self.tried[verb])

    def go_on(self, action: int) -> None:
        """The next step of the way to sign-off and of the way into another plan, wherever this action stands on it."""
        life = self.life_of(action)
        status = life.action.status
        if status in Action.UNDER_WAY and NEEDS["agree_move"](life.key):
            self.attempt("agree_move", action)
        elif status in Action.UNDER_WAY and NEEDS["accept_move"](life.key):
            self.attempt("accept_move", action)
        elif status in ("not started", "in progress"):
            self.prepare(action)
            self.attempt("report_complete", action)
        elif status in ONWARD:
            self.attempt(ONWARD[status], action)

    def life_of(self, action: int) -> Life:
        keys = sorted(self.references)
        return Life(self.cast, keys[action % len(keys)])

    def _assert_left_nothing(self, before: tuple[Any, ...], verb: str) -> None:
        assert self._trace() == before, f"{verb} was refused and left a trace"
        self.refused[verb] += 1

    def prepare(self, action: int) -> None:
        """Evidence and milestones in order, so that reports of completion happen at all."""
        life = self.life_of(action)
        try:
            life.show_everything()
        except (Refused, PermissionDenied):
            return
        self.assert_sound()

    def close(self, step: str, plan: Plan) -> bool:
        """One step of closing a plan, or of reopening it."""
        before = self._trace()
        how = self.life.manager_of(plan.pk)
        fresh = Plan.objects.get(pk=plan.pk)
        going_on = closing.open_closing(fresh)
        chief = self.cast.chief_officer
        try:
            if step == "begin":
                closing.begin_closing(fresh, officers=[chief], because="It is time.", **how)
            elif step == "reopen it":
                closing.reopen_plan(fresh, because="It slid back.", **how)
            elif going_on is None:
                return False
            elif step == "give up":
                closing.give_up_closing(going_on, because="Not yet.", **how)
            elif step == "account":
                others = StrategicObjective.objects.exclude(plan=plan).select_related("plan")
                for one in StrategicObjective.objects.filter(plan=plan):
                    carried = {"carried_by": others.first()} if one.pk % 2 else {"carried_words": "The board"}
                    closing.account_for(going_on, one, because="Its work.", **carried, **how)
            elif step == "confirm":
                officer = going_on.officers.get()
                closing.confirm_closing(
                    officer, list_seen=list_of(officer.closing), because="Read.", by=chief, recorded_by=chief
                )
            else:
                closing.close_plan(going_on, because="Nothing is left.", **how)
        except (Refused, PermissionDenied):
            if step != "account":  # several verbs, of which the first may have been done
                self._assert_left_nothing(before, step)
            return False
        self.done[step] += 1
        self.assert_sound()
        return True

    def go_round(self) -> None:
        """The next step of a round of the first plan: opened and frozen, considered, issued; what is refused leaves no trace."""
        plan, how = Plan.objects.get(pk=self.cast.plan.pk), self.cast.as_manager()
        running, before = rounds.running_round(plan), self._trace()
        step = "issue" if running and running.status == Round.Status.AGREED else "consider" if running else "freeze"
        try:
            if running is not None and running.is_collecting:  # begun when nothing was left to freeze
                rounds.give_up_round(running, because="Nothing to report.", **how)
            elif running is None:
                Life(self.cast, self.cast.action.pk).lay_before_the_body()
            elif step == "consider":
                body = {
                    "by": self.cast.sub_group,
                    "agreed_at": self.cast.meeting,
                    "recorded_by": self.cast.plan_manager,
                }
                versions.consider(running, body=self.cast.sub_group, because="Read.", **body)
            else:
                versions.issue_to_members(plan, because="For members.", **how)
        except (Refused, PermissionDenied):
            if step != "freeze":  # several verbs, of which the first may have been done
                self._assert_left_nothing(before, step)
            return
        self.done[step] += 1
        self.assert_sound()
        found = [*version_check.findings()]
        assert not found, "\n".join(found)

    def end_all(self, plan: Plan) -> None:
        """End every action of a plan by the shortest way, so that plans are closed at all."""
        for key in list(Action.objects.filter(plan=plan, status__in=Action.UNDER_WAY).values_list("pk", flat=True)):
            life = Life(self.cast, key)
            for verb in ("refuse_move", "withdraw"):
                try:
                    getattr(life, verb)(**({**life.manager, "because": "It stays."} if verb == "refuse_move" else {}))
                except (Refused, PermissionDenied):
                    continue
        running = rounds.running_round(plan)
        if running is not None:
            rounds.give_up_round(running, because="The plan ends.", **self.life.manager_of(plan.pk))
        self.assert_sound()

    # --- what must hold --------------------------------------------------------------------------------

    def assert_sound(self) -> None:
        """Everything that was promised, of what has changed since this was last asked."""
        versions = dict(Action.objects.values_list("pk", "version"))
        changed = [key for key, version in versions.items() if self.seen.get(key) != version]
        self._assert_whole()
        self._assert_records(changed)
        self._assert_roles()
        for action in Action.objects.filter(pk__in=changed).select_related("plan", "lead_post", "moved_from"):
            self._assert_three_people(action)
            self._assert_chain(action)
        self._assert_closed(bool(changed))
        self.seen = versions

    def _assert_whole(self) -> None:
        """No action and no objective is ever lost, and none changes its plan or its reference."""
        here = {
            key: (plan, reference) for key, plan, reference in Action.objects.values_list("pk", "plan", "reference")
        }
        for key, told in self.references.items():
            assert here.get(key) == told, f"action {key} was {told} and is {here.get(key)}"
        assert len(set(here.values())) == len(here), "a reference is used twice"
        assert self.objectives <= set(StrategicObjective.objects.values_list("pk", flat=True))
        self.references = here

    def _assert_records(self, keys: list[int]) -> None:
        """``check_records``, of the actions that changed and all their records."""
        if not keys:
            return
        check = RecordCheck()
        found: list[str] = list(check._batch(Action, keys))
        for model, of_these in _records_of(keys).items():
            found += check._batch(model, of_these)
        found += record_check._actions(keys)
        assert not found, "\n".join(found)

    def _assert_roles(self) -> None:
        """Whoever recorded a step held the role that it names, on its plan, or on the plan that was asked to take over."""
        for step in Step.objects.filter(pk__gt=self.last_step).select_related("recorded_by", "plan").order_by("pk"):
            self.last_step = step.pk
            assert step.plan is not None
            plans = [self.cast.plan, self.cast.other_plan] if step.verb in ANSWERED_THERE else [step.plan]
            held = frozenset().union(*(roles_of(step.recorded_by, plan) for plan in plans))
            assert step.role in held, f"{step.recorded_by} did {step.verb} as {step.role} and holds {set(held)}"

    def _assert_three_people(self, action: Action) -> None:
        standing = SignOff.objects.filter(action=action, outcome="signed off", reopened_version__isnull=True)
        if action.status != Action.Status.COMPLETE:
            assert not standing.exists(), "signed off, and not complete"
            assert not action.signed_off_words, "a reopened action still says who signed it"
            return
        report = standing.get()
        steps = {
            step.verb: step
            for step in Step.objects.filter(
                kind="action", key=action.pk,
                version__in=[report.reported_version, report.verified_version, report.decided_version],
            )
        }  # fmt: skip
        reporter, signer = report.reported_by_id, report.decided_by_id
        hands = {reporter, steps["report_complete"].recorded_by_id}
        if not report.waived_because:
            assert report.verified_by_id not in (None, *hands), "who reported it verified it"
        assert signer is None or signer not in (*hands, report.verified_by_id), "who had a hand in it signed it"
        assert signer is not None or report.decided_body_id is not None, "nobody signed"
        recorder = steps["sign_off"].recorded_by
        assert recorder.pk not in (reporter, report.verified_by_id), "who had a hand in it recorded the sign-off"

    def _assert_chain(self, action: Action) -> None:
        """A chain of moves can be walked from both ends."""
        accepted = Move.objects.filter(action=action, outcome="accepted", to_plan__isnull=False).first()
        successor = Action.objects.filter(moved_from=action).first()
        assert bool(accepted) == bool(successor), "a move without a successor, or a successor without a move"
        if successor is not None and accepted is not None:
            assert action.status == Action.Status.MOVED
            assert successor.plan_id == accepted.to_plan_id
            began = successor.history.earliest(
                "version"
            )  # its dates may be corrected later, those of the moved one not
            assert (began.original_due_on, began.due_on) == (action.original_due_on, action.due_on), "it lost its dates"
            assert successor.times_extended >= action.times_extended
        if action.moved_from is not None:
            assert action.moved_from.status == Action.Status.MOVED, "its origin was left open"

    def _assert_closed(self, of_an_action: bool) -> None:
        closed = list(Plan.objects.filter(status=Plan.Status.CLOSED))
        if of_an_action and not closed:
            return
        for plan in closed:
            left = Action.objects.filter(plan=plan).exclude(status__in=(Action.Status.COMPLETE, *Action.GONE))
            assert not left.exists(), f"closed, and open: {list(left)}"
            assert not Extension.objects.open().filter(plan=plan).exists()
            assert not Move.objects.open().filter(plan=plan).exists()
            assert not SignOff.objects.open().filter(plan=plan).exists()
        assert list(closing.findings()) == []

    def _trace(self) -> tuple[Any, ...]:
        """Any write shows here: rows are counted, and versions summed up, in every table. One query."""
        with connection.cursor() as cursor:
            cursor.execute(TRACE)
            return tuple(cursor.fetchone())


def _trace_query() -> str:
    models = [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    tables = [model._meta.db_table for model in models if model is not Draft]
    counts = [f'(SELECT COUNT(*) FROM "{table}")' for table in tables]
    sums = [f'(SELECT SUM(version) FROM "{model._meta.db_table}")' for model in models if issubclass(model, Tracked)]
    return f"SELECT {', '.join([*counts, *sums])}"


TRACE = _trace_query()


def _records_of(actions: list[int]) -> dict[type[Tracked], list[int]]:
    """The keys of every record of these actions, and of those that history alone still knows. One query."""
    models: list[type[Tracked]] = [*RECORDS, *REWRITTEN]
    these = ", ".join(map(str, actions))
    parts = [
        f'SELECT {number} AS model, id FROM "{table}" WHERE action_id IN ({these})'
        for number, model in enumerate(models)
        for table in (model._meta.db_table, model.history.model._meta.db_table)
    ]
    found: dict[type[Tracked], list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION '.join(parts)} ORDER BY 1, 2")
        for number, key in cursor.fetchall():
            found.setdefault(models[number], []).append(key)
    return found


def list_of(going_on: Closing) -> str:
    """What a chief officer reads who opens the page to confirm now."""
    return digest_of(closing.parts_of(going_on.plan, going_on))


# Words that a verb can be given besides those that it usually has.
VARIED: dict[str, list[Callable[[World], dict[str, Any]]]] = {
    "submit_update": [
        lambda world: {
            "criterion": world.cast.amber,
            "rationale": "It waits.",
            "brings_back": "Money.",
            "brings_back_by": LATER,
            "help_needed": HelpNeeded("Money", "The board"),
        },
    ],
    "propose_move": [
        lambda world: {"to_plan": None, "to_outside": "Health plan", "outside_owner": "Director of Nursing"},
    ],
    "note_fact": [lambda world: {"kind": "hard end", "way_out": None, "day": dt.date(2016, 11, 30)}],
    "ask_extension": [lambda world: {"to_on": LATER}],
    "correct": [lambda world: {"due_on": EARLIER, "original_due_on": EARLIER}],
    "supersede": [lambda world: {"successors": list(Action.objects.exclude(status__in=Action.GONE)[:2])}],
}
