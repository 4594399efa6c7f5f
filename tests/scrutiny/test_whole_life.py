"""Whatever is done to two plans, by whom, in which order: nothing is lost, and what is complete was signed by three people."""

import contextlib
from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from plans.steps import Refused
from tests.actions.life import waive
from tests.conftest import make_cast
from tests.put_back import made_once
from tests.rolled_back import rolled_back
from tests.scrutiny.whole_life import PEOPLE, VARIED, VERBS, World

STEPS = 50

verbs = st.sampled_from(VERBS)
numbers = st.integers(0, 5)
plans = st.sampled_from(["plan", "other_plan"])


class WholeLife(RuleBasedStateMachine):
    """Two plans with two actions, in a transaction that is taken back at the end."""

    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.block = rolled_back()
        self.block.__enter__()
        self.world = World(made_once(make_cast))
        self.waives = False
        self.closings = 0

    @rule(verb=verbs, action=numbers)
    def do(self, verb: str, action: int) -> None:
        self.world.attempt(verb, action)

    @rule(action=numbers, which=st.integers(0, 1_000))
    def do_in_turn(self, action: int, which: int) -> None:
        """A verb whose turn it is; otherwise most of what is tried would be refused, and the rare ones never done."""
        self.world.attempt(self.world.in_turn(action, which), action)

    @rule(verb=verbs, action=numbers, who=st.sampled_from(PEOPLE))
    def do_by_anybody(self, verb: str, action: int, who: str) -> None:
        self.world.attempt(verb, action, who)

    @rule(verb=st.sampled_from(sorted(VARIED)), action=numbers)
    def do_otherwise(self, verb: str, action: int) -> None:
        for words in VARIED[verb]:
            self.world.attempt(verb, action, **words(self.world))

    @rule(action=numbers)
    def go_on(self, action: int) -> None:
        """The next step of the way to sign-off; otherwise few actions would ever be complete."""
        self.world.go_on(action)

    @rule()
    def go_round(self) -> None:
        """A round of the first plan goes on: so updates lie before a body, and bodies decide on them."""
        self.world.go_round()

    @rule(step=st.sampled_from(["begin", "account", "confirm", "close", "give up", "reopen it"]), plan=plans)
    def close(self, step: str, plan: str) -> None:
        self.world.close(step, getattr(self.world.cast, plan))

    @precondition(lambda self: self.world.done.total() >= 8 * (self.closings + 1))  # it leaves little to be done
    @rule(plan=plans)
    def end_and_close(self, plan: str) -> None:
        self.closings += 1
        one = getattr(self.world.cast, plan)
        self.world.end_all(one)
        for step in ("begin", "account", "confirm", "close"):
            self.world.close(step, one)

    @precondition(lambda self: not self.waives)
    @rule()
    def waive(self) -> None:
        with contextlib.suppress(Refused):  # the plan is closed, or waives it already
            waive(self.world.cast)
            self.waives = True

    def teardown(self) -> None:
        self.done.update(self.world.done)
        self.refused.update(self.world.refused)
        self.block.__exit__(None, None, None)


@pytest.mark.django_db
def test_nothing_is_lost_whatever_is_done(figures, long):
    machine = settings(
        max_examples=figures(10, 1_000),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=not long,  # the daily run is the same every day; the long one looks further each time
    )
    run_state_machine_as_test(WholeLife, settings=machine)
    done, refused = WholeLife.done, WholeLife.refused
    rarest = min(VERBS, key=lambda verb: done[verb])
    figures.say(
        f"{done.total()} done and {refused.total()} refused, each leaving no trace; of {len(VERBS)} verbs the rarest, "
        f"{rarest}, was done {done[rarest]} times; plans closed {done['close']} times, reopened {done['reopen it']} times; "
        f"rounds frozen {done['freeze']} times, considered {done['consider']}, issued {done['issue']}"
    )
    assert done.total() > refused.total() / 5, (done, refused)
    assert not long or done[rarest], f"{rarest} was never done"
