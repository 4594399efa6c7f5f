"""A verb is done whole or not at all: whichever of its writes is the last before a failure, nothing stays behind."""

import datetime as dt

import pytest

from actions.asks import answer_ask
from actions.extensions import ask_extension, grant_extension, refuse_extension
from actions.models import Action, Ask
from actions.structure import DRAFTED, add_action, edit_action, remove_action
from actions.updates import Figure, HelpNeeded, submit_update
from actions.wording import correct, reassign, reword
from plans.steps import Refused
from tests.actions.life import LATER, Life, waive
from tests.breaks_after import assert_whole_or_not_at_all


def ask(cast):
    return ask_extension(
        Action.objects.get(pk=cast.action.pk),
        to_on=dt.date(2016, 5, 31),
        category="capacity",
        because="Two posts are vacant.",
        by=cast.officer,
        recorded_by=cast.officer,
    )


def update(cast):
    return submit_update(
        Action.objects.get(pk=cast.action.pk),
        criterion=cast.red,
        rationale="A milestone was missed.",
        figure=Figure("Schools reached", "11", "14", "School returns"),
        brings_back="A second trainer.",
        brings_back_by=dt.date(2016, 5, 1),
        help_needed=HelpNeeded("A second trainer", "The board"),
        work_has_begun=True,
        by=cast.officer,
        recorded_by=cast.officer,
    )


def answer(cast):
    return answer_ask(Ask.objects.get(), answer="Found one.", **cast.as_manager())


def grant(cast):
    return grant_extension(
        Action.objects.get(pk=cast.action.pk), because="Fine.", by=cast.chief_officer, recorded_by=cast.chief_officer
    )


def refuse(cast):
    return refuse_extension(
        Action.objects.get(pk=cast.action.pk), because="No.", by=cast.chief_officer, recorded_by=cast.chief_officer
    )


def new_wording(cast):
    return reword(
        Action.objects.get(pk=cast.action.pk),
        wording="Publish and use one early help strategy.",
        success_criteria="",
        partners="",
        because="Publishing alone helps nobody.",
        by=cast.sub_group,
        agreed_at=cast.meeting,
        recorded_by=cast.plan_manager,
    )


def correction(cast):
    action = Action.objects.get(pk=cast.action.pk)
    standing = {name: getattr(action, name) for name in ("success_criteria", "partners", "start_on", "due_on")}
    return correct(
        action,
        wording="Publish it.",
        original_due_on=action.original_due_on,
        because="Shorter.",
        **standing,
        **cast.as_manager(),
    )


def new_lead(cast):
    return reassign(
        Action.objects.get(pk=cast.action.pk), lead_post=cast.lead_elsewhere, because="Theirs.", **cast.as_manager()
    )


def addition(cast):
    return add_action(
        cast.objective,
        reference="1.4.11",
        wording="Train them.",
        lead_post=cast.lead,
        because="Agreed.",
        **cast.as_manager(),
    )


def edit(cast):
    changes = {**{name: getattr(cast.action, name) for name in DRAFTED}, "wording": "Publish it."}
    return edit_action(cast.action, reference="1.4.3", changes=changes, **cast.as_manager())


def removal(cast):
    return remove_action(cast.action, **cast.as_manager())


@pytest.mark.parametrize(
    ("verb", "writes", "before", "in_draft"),
    [
        (update, 7, (), False),  # update, ask and action, each with its history row; the step
        (answer, 5, (update,), False),
        (ask, 5, (), False),
        (grant, 5, (ask,), False),
        (refuse, 5, (ask,), False),
        (new_wording, 3, (), False),
        (correction, 3, (), False),
        (new_lead, 3, (), False),
        (addition, 3, (), False),
        (edit, 3, (), True),
        (removal, 3, (), True),
    ],
)
def test_a_failure_after_any_write_leaves_nothing_behind(cast, back_to_draft, verb, writes, before, in_draft):
    for earlier in before:
        earlier(cast)
    if in_draft:
        back_to_draft(cast.plan)
    assert_whole_or_not_at_all(lambda: verb(cast), writes)


# --- an action's whole life ------------------------------------------------------------------------


def led_to(status):
    """What comes before: the action stands there."""

    def lead(life):
        life.to(status)

    lead.__name__ = status.replace(" ", "_")
    return lead


reported, verified, complete = led_to("reported complete"), led_to("verified"), led_to("complete")


def waived(life):
    waive(life.cast)


def shown(life):
    life.submit_update()
    life.show_everything()


def proposed_outside(life):
    return life.propose_move(to_plan=None, to_outside="The Trust", outside_owner="Its director")


def agreed(life):
    life.propose_move()
    life.agree_move()
    life.place()  # the receiving plan has an objective, so that accepting does not make one


def agreed_outside(life):
    proposed_outside(life)
    life.agree_move()


def a_milestone_and_two_facts(life):
    life.add_milestone()
    life.note_fact()
    life.note_fact(kind="hard end", what="The law changes", day=LATER, way_out=None)


def taken_back(life):
    """Who proposed the move does so, not the body."""
    return life.refuse_move(**life.manager, agreed_at=None, minute="")


def evidence_of_an_update(life):
    return life.add_evidence(update=life.action.updates.get())


def evidence_of_a_criterion(life):
    return life.add_evidence(criterion="Strategy agreed", seen_by="The scrutineer", seen_on=dt.date(2016, 4, 1))


def hard_end(life):
    return life.note_fact(kind="hard end", what="The law changes", way_out=None)


def superseded_by_two(life):
    cast = life.cast
    another = Action.objects.filter(reference="1.4.11").first()
    return life.supersede(successors=[cast.action_elsewhere, another])


def another_action(life):
    addition(life.cast)


def accepted_to_another_day(life):
    """The receiving plan's body agrees to a later due date at once: it is asked and granted in the same breath."""
    cast = life.cast
    return life.accept_move(
        due_on=LATER, by=cast.sub_group, agreed_at=cast.meeting, minute="15/16", recorded_by=cast.outsider
    )


@pytest.mark.parametrize(
    ("verb", "writes", "before"),
    [
        # The action and the record, each with its history row; the step.
        (Life.add_milestone, 5, ()),
        (Life.reach_milestone, 5, (Life.add_milestone,)),
        (Life.redate_milestone, 5, (Life.add_milestone,)),
        (Life.drop_milestone, 5, (Life.add_milestone,)),
        (Life.add_evidence, 5, ()),
        (evidence_of_an_update, 5, (Life.submit_update,)),
        (evidence_of_a_criterion, 5, ()),
        (Life.withdraw_evidence, 5, (Life.add_evidence,)),
        (Life.note_fact, 5, ()),
        (hard_end, 5, ()),
        (Life.change_fact, 5, (Life.note_fact,)),
        (Life.end_fact, 5, (Life.note_fact,)),
        (Life.report_complete, 5, (shown,)),
        (Life.report_complete, 7, (shown, Life.ask_extension)),  # the extension lapses
        (Life.take_back, 5, (reported,)),
        (Life.verify, 5, (reported,)),
        (Life.waive_verification, 5, (waived, reported)),
        (Life.refuse_verification, 5, (reported,)),
        (Life.sign_off, 5, (verified,)),
        (Life.sign_off, 5, (waived, reported, Life.waive_verification)),
        (Life.return_report, 5, (reported,)),
        (Life.return_report, 5, (verified,)),
        (Life.reopen, 5, (complete,)),
        (Life.reopen, 5, (Life.withdraw,)),
        (Life.assurance_check, 5, (complete,)),
        (Life.propose_move, 5, ()),
        (proposed_outside, 5, ()),
        (Life.agree_move, 5, (Life.propose_move,)),
        (Life.refuse_move, 5, (Life.propose_move,)),
        (Life.refuse_move, 5, (agreed,)),
        (taken_back, 5, (Life.propose_move,)),
        (Life.refuse_move_in, 5, (agreed,)),
        (Life.accept_move_outside, 5, (agreed_outside,)),
        (Life.accept_move_outside, 7, (agreed_outside, Life.ask_extension)),
        (Life.supersede, 5, ()),
        (superseded_by_two, 9, (another_action, Life.ask_extension)),  # a record for each, and the extension
        (Life.withdraw, 5, ()),
        (Life.withdraw, 7, (Life.ask_extension,)),
        # In two plans: the action, its move and the step; its successor with another step.
        (Life.accept_move, 8, (agreed,)),
        # The extension lapses; a milestone and two facts go along.
        (Life.accept_move, 16, (a_milestone_and_two_facts, agreed, Life.ask_extension)),
        # An extension of the successor is asked and granted.
        (accepted_to_another_day, 18, (agreed,)),
        (accepted_to_another_day, 26, (a_milestone_and_two_facts, agreed, Life.ask_extension)),
    ],
)
def test_a_failure_in_the_life_of_an_action_leaves_nothing_behind(cast, verb, writes, before):
    life = Life(cast)
    for earlier in before:
        earlier(life)
    assert_whole_or_not_at_all(lambda: verb(life), writes)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"reference": "9.1"}, "taken"),
        ({"due_on": LATER}, "A due date moves when a body agrees"),
        ({"due_on": dt.date(2016, 1, 15), "by": "sub_group"}, "An extension goes to a later date"),
        ({"due_on": LATER + dt.timedelta(days=1), "by": "sub_group"}, "This action cannot go beyond"),
    ],
)
def test_a_move_that_is_refused_at_its_end_leaves_nothing_behind(cast, everything, answers, refusal):
    """Accepting is several steps, and the last of them may still be refused."""
    life = Life(cast)
    a_milestone_and_two_facts(life)
    agreed(life)
    life.ask_extension()
    how = {"lead_post": cast.lead, "because": "Agreed.", **life.receiving}
    add_action(life.place(), reference="9.1", wording="Another.", **how)
    if answers.get("by"):
        answers = {**answers, "by": cast.sub_group, "agreed_at": cast.meeting}
    stood = everything()
    with pytest.raises(Refused, match=refusal):
        life.accept_move(**answers)
    assert everything() == stood
