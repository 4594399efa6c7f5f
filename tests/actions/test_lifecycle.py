"""From status to status: the table of the domain typed out again, against what the verbs do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from actions import asks, facts, leaving, milestones
from actions.lifecycle import ALWAYS, MAY_BE_DONE
from actions.models import Action, Ask
from actions.updates import HelpNeeded
from people.tracking import written
from plans.models import Plan
from plans.steps import Refused
from tests.actions.life import WAY_OUT, Life, waive
from tests.conftest import TODAY

STATUSES = (
    "not started", "in progress", "reported complete", "verified", "complete", "moved", "superseded", "withdrawn",
)  # fmt: skip

# Y: it may be done to an action that stands there. Columns: the statuses above, in their order.
TABLE = """
submit_update         YY------
ask_extension         YY------
grant_extension       YY------
refuse_extension      YY------
reword                YY------
reassign              YY------
set_rhythm            YY------
return_update         YYY-----
re_rate               YYY-----
add_milestone         YY------
reach_milestone       YY------
redate_milestone      YY------
drop_milestone        YY------
add_evidence          YY------
note_fact             YY------
change_fact           YY------
end_fact              YY------
report_complete       YY------
propose_move          YY------
agree_move            YY------
refuse_move           YY------
refuse_move_in        YY------
accept_move           YY------
accept_move_outside   YY------
supersede             YY------
withdraw              YY------
verify                --Y-----
waive_verification    --Y-----
refuse_verification   --Y-----
take_back             --Y-----
return_report         --YY----
sign_off              ---Y----
assurance_check       ----Y---
reopen                ----Y--Y
correct               YYYYYYYY
answer_ask            YYYYY-YY
withdraw_evidence     YYYYYYYY
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
ALLOWED = [
    pytest.param(verb, status, id=f"{verb} {status}")
    for verb, answers in ROWS
    for status, answer in zip(STATUSES, answers, strict=True)
    if answer == "Y"
]

# Where each verb leads, when it is its turn.
LEADS_TO = {
    "report_complete": "reported complete", "verify": "verified", "waive_verification": "verified", "sign_off": "complete",
    "refuse_verification": "in progress", "return_report": "in progress", "take_back": "in progress",
    "reopen": "in progress", "accept_move": "moved", "accept_move_outside": "moved", "supersede": "superseded",
    "withdraw": "withdrawn", "submit_update": "in progress",
}  # fmt: skip


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


def made_ready(life: Life, verb: str) -> None:
    """What must be there before the verb makes sense, laid down while the action is under way."""
    before = {
        "grant_extension": [life.ask_extension],
        "refuse_extension": [life.ask_extension],
        "reach_milestone": [life.add_milestone],
        "redate_milestone": [life.add_milestone],
        "drop_milestone": [life.add_milestone],
        "change_fact": [life.note_fact],
        "end_fact": [life.note_fact],
        "report_complete": [life.show_everything],
        "withdraw_evidence": [life.add_evidence],
        "agree_move": [life.propose_move],
        "refuse_move": [life.propose_move],
        "refuse_move_in": [life.propose_move, life.agree_move],
        "accept_move": [life.propose_move, life.agree_move],
        "answer_ask": [lambda: asked_for_help(life)],
        "return_update": [life.lay_before_the_body],
        "re_rate": [life.lay_before_the_body],
    }
    if verb == "waive_verification":
        waive(life.cast)
    if verb == "accept_move_outside":
        life.propose_move(to_plan=None, to_outside="Health plan", outside_owner="Director of Nursing")
        life.agree_move()
    for step in before.get(verb, []):
        step()


def asked_for_help(life: Life) -> None:
    life.submit_update(
        criterion=life.cast.amber, rationale="It waits.", brings_back="Money.", brings_back_by=dt.date(2016, 5, 1),
        help_needed=HelpNeeded("Money", "The board"), work_has_begun=False,
    )  # fmt: skip


# Laid down before the action goes on to its status; an open milestone, move or extension would stand in its way.
LASTS = ("return_update", "re_rate", "withdraw_evidence", "answer_ask", "waive_verification", "change_fact", "end_fact")


@pytest.mark.parametrize(("verb", "status"), ALLOWED)
def test_what_the_table_allows_is_done_and_leads_where_it_says(life, verb, status):
    under_way = status in ("not started", "in progress")
    if verb in LASTS and not under_way:
        made_ready(life, verb)
    life.to(status)
    if under_way:
        made_ready(life, verb)
    getattr(life, verb)()
    assert life.action.status == LEADS_TO.get(verb, life.action.status)


@pytest.mark.parametrize("status", STATUSES)
def test_what_the_table_does_not_allow_is_refused_and_says_where_the_action_stands(life, everything, status):
    """Everything that a verb could be about is there; the status alone stands in its way, and is asked first."""
    records = everything_there(life)
    life.place()
    life.to(status)
    before = everything()
    for verb, answers in ROWS:
        if answers[STATUSES.index(status)] != "Y":
            with pytest.raises(Refused, match=r"^This action "):
                attempt(life, verb, records)
    assert everything() == before


def everything_there(life: Life) -> dict[str, Any]:
    """One of each record that a verb acts on, as it was found before the action went on."""
    life.add_milestone()
    life.note_fact()
    life.add_evidence()
    asked_for_help(life)
    records = {"milestone": life.milestone(), "fact": life.fact(), "ask": Ask.objects.get()}
    life.propose_move()
    life.agree_move()
    records["move"] = life.move()
    life.refuse_move_in()
    life.reach_milestone()
    life.lay_before_the_body()
    return records


def attempt(life: Life, verb: str, records: dict[str, Any]) -> None:
    """The verb on the record that was there, whatever has become of the action."""
    action, body, manager, lead = life.action, life.body, life.manager, life.lead
    of_milestone = records["milestone"]
    of_milestone.action = records["fact"].action = records["move"].action = records["ask"].action = action
    special: dict[str, Callable[[], object]] = {
        "reach_milestone": lambda: milestones.reach_milestone(of_milestone, reached_on=TODAY, because="So.", **lead),
        "redate_milestone": lambda: milestones.redate_milestone(of_milestone, due_on=TODAY, because="So.", **lead),
        "drop_milestone": lambda: milestones.drop_milestone(of_milestone, because="So.", **lead),
        "answer_ask": lambda: asks.answer_ask(records["ask"], answer="Half of it.", **manager),
        "change_fact": lambda: facts.change_fact(records["fact"], raised_to="", way_out=WAY_OUT, because="So.", **lead),
        "end_fact": lambda: facts.end_fact(records["fact"], because="So.", **lead),
        "accept_move": lambda: leaving.accept_move(
            records["move"], objective=life.place(), reference="9.9", because="So.", **life.receiving
        ),
        "refuse_move_in": lambda: leaving.refuse_move_in(records["move"], because="So.", **life.receiving),
        "accept_move_outside": lambda: leaving.accept_move_outside(action, shown_by="So.", because="So.", **manager),
        "agree_move": lambda: leaving.agree_move(action, because="So.", **body),
    }
    special.get(verb, getattr(life, verb))()


@pytest.mark.parametrize("verb", ["report_complete", "supersede", "withdraw", "propose_move"])
def test_while_a_move_is_open_the_action_does_not_end_otherwise(life, everything, verb):
    life.show_everything()
    life.propose_move()
    before = everything()
    with pytest.raises(Refused, match="open"):
        getattr(life, verb)()
    assert everything() == before


def test_in_a_closed_plan_only_a_check_is_still_done(life, everything):
    """Closed as no verb closes it here, to see what the verbs of actions say then."""
    life.to("complete")
    other = life.of(life.cast.action_elsewhere)
    with written():
        Plan.objects.filter(pk=life.cast.plan.pk).update(status="closed", closed_on=dt.date(2016, 4, 6))
    before = everything()
    for verb in ("reopen", "correct"):
        with pytest.raises(Refused, match="closed"):
            getattr(life, verb)()
    for verb in ("submit_update", "report_complete", "add_milestone", "propose_move", "withdraw"):
        with pytest.raises(Refused, match="closed"):
            getattr(other, verb)()
    assert everything() == before
    life.assurance_check()
    assert life.action.status == "complete"


def test_every_status_of_the_model_is_a_column_and_every_verb_a_row():
    assert list(STATUSES) == list(Action.Status.values)
    assert {row[0] for row in ROWS} == ALWAYS.union(*MAY_BE_DONE.values())
