"""An action's whole life in a few words: every verb by the person who would do it, with everything it asks for.

``Life(cast)`` acts on the first action unless told otherwise; ``life.to("verified")`` leads an action to a status by verbs alone.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from actions import (
    asks,
    at_the_table,
    evidence,
    extensions,
    facts,
    leaving,
    milestones,
    returns,
    sign_off,
    updates,
    wording,
)
from actions.models import Action, Ask, DatedFact, Evidence, Milestone, Move, ProgressUpdate
from objectives.models import StrategicObjective
from objectives.structure import add_objective
from people import clock
from plans import rounds
from plans.models import Plan, RatingCriterion, Round, Step
from plans.structure import set_rules
from reports import versions
from tests.conftest import Cast

T = TypeVar("T")

LATER = dt.date(2016, 12, 31)
WAY_OUT = facts.WayOut("The board is asked for money.", "Finance Manager", LATER, "", "The work stops.")


@dataclass
class Life:
    """Verbs of one action of the cast's plan, each as it would be done."""

    cast: Cast
    key: int = 0

    @property
    def action(self) -> Action:
        return Action.objects.select_related("plan", "lead_post__holder").get(pk=self.key or self.cast.action.pk)

    def of(self, action: Action) -> "Life":
        return Life(self.cast, action.pk)

    # --- who ---------------------------------------------------------------------------------------

    @property
    def lead(self) -> dict[str, Any]:
        holder = self.action.lead_post.holder
        return {"by": holder, "recorded_by": holder}

    @property
    def manager(self) -> dict[str, Any]:
        """The manager of the plan in which the action stands now."""
        return self.manager_of(self.action.plan_id)

    def manager_of(self, plan: int) -> dict[str, Any]:
        person = self.cast.outsider if plan == self.cast.other_plan.pk else self.cast.plan_manager
        return {"by": person, "recorded_by": person}

    @property
    def body(self) -> dict[str, Any]:
        return {
            "by": self.cast.sub_group,
            "recorded_by": self.manager["recorded_by"],
            "agreed_at": self.cast.meeting,
            "minute": "14/16",
        }

    @property
    def elsewhere(self) -> dict[str, Any]:
        """Somebody of another organisation than the lead's."""
        same = self.action.lead_post.organisation_id == self.cast.council.pk
        person = self.cast.officer_elsewhere if same else self.cast.colleague
        return {"by": person, "recorded_by": person}

    @property
    def receiving(self) -> dict[str, Any]:
        """The manager of the other plan than the one in which the action stands."""
        own = self.action.plan_id == self.cast.plan.pk
        return self.manager_of(self.cast.other_plan.pk if own else self.cast.plan.pk)

    # --- verbs -------------------------------------------------------------------------------------

    def submit_update(self, **words: Any) -> Step:
        criterion = RatingCriterion.objects.standing().filter(plan=self.action.plan, rating="G").first()
        last = self.action.updates.count()
        said = {"criterion": criterion, "rationale": f"It is shown {last}.", "work_has_begun": True, **self.lead}
        return updates.submit_update(self.action, **{**said, **words})

    def ask_extension(self, **words: Any) -> Step:
        due_on = self.action.due_on
        to_on = (due_on or LATER) + dt.timedelta(days=30)
        said = {"to_on": to_on, "category": "capacity", "because": "Nobody is there.", **self.lead}
        return extensions.ask_extension(self.action, **{**said, **words})

    def grant_extension(self, **words: Any) -> Step:
        return extensions.grant_extension(self.action, **{"because": "So be it.", **self.body, **words})

    def refuse_extension(self, **words: Any) -> Step:
        return extensions.refuse_extension(self.action, **{"because": "No.", **self.body, **words})

    def answer_ask(self, **words: Any) -> Step:
        ask = _there(Ask.objects.filter(action=self.action).open().first())
        return asks.answer_ask(ask, **{"answer": "Half of it.", **self.manager, **words})

    def reword(self, **words: Any) -> Step:
        action = self.action
        said = {
            "wording": f"{action.wording} Anew.", "success_criteria": action.success_criteria, "partners": action.partners,
            "because": "It was narrow.", **self.body,
        }  # fmt: skip
        return wording.reword(action, **{**said, **words})

    def correct(self, **words: Any) -> Step:
        action = self.action
        names = (
            "success_criteria", "partners", "start_on", "original_due_on", "due_on", "start_words", "original_due_words",
            "due_words",
        )  # fmt: skip
        stands = {name: getattr(action, name) for name in names}
        said = {"wording": f"{action.wording}.", "because": "A stop was missing.", **self.manager}
        return wording.correct(action, **{**stands, **said, **words})

    def reassign(self, **words: Any) -> Step:
        post = self.cast.lead if self.action.lead_post_id != self.cast.lead.pk else self.cast.lead_elsewhere
        return wording.reassign(self.action, **{"lead_post": post, "because": "Theirs.", **self.manager, **words})

    def add_milestone(self, **words: Any) -> Step:
        number = Milestone.objects.filter(action=self.action).count()
        said = {"what": f"Pack {number} sent", "due_on": LATER, "because": "Schools wait for it.", **self.lead}
        return milestones.add_milestone(self.action, **{**said, **words})

    def milestone(self) -> Milestone:
        found = Milestone.objects.filter(action=self.action).open().select_related("action__plan").first()
        return _there(found)

    def reach_milestone(self, **words: Any) -> Step:
        said = {"reached_on": clock.today(), "because": "The list of postage.", **self.lead}
        return milestones.reach_milestone(self.milestone(), **{**said, **words})

    def redate_milestone(self, **words: Any) -> Step:
        milestone = self.milestone()
        due_on = (milestone.due_on or LATER) + dt.timedelta(days=7)
        said = {"due_on": due_on, "because": "Printing takes longer.", **self.lead}
        return milestones.redate_milestone(milestone, **{**said, **words})

    def drop_milestone(self, **words: Any) -> Step:
        return milestones.drop_milestone(self.milestone(), **{"because": "Nobody needs it.", **self.lead, **words})

    def add_evidence(self, **words: Any) -> Step:
        said = {
            "source": evidence.Source(held_where="Shared drive"), "what": "Minutes of the panel", "shows": "It was agreed.",
            **self.lead,
        }  # fmt: skip
        return evidence.add_evidence(self.action, **{**said, **words})

    def withdraw_evidence(self, **words: Any) -> Step:
        found = Evidence.objects.filter(action=self.action).standing().select_related("action__plan").last()
        found = _there(found)
        return evidence.withdraw_evidence(found, **{"because": "Of another year.", **self.lead, **words})

    def note_fact(self, **words: Any) -> Step:
        said = {
            "kind": "funding ends", "what": "The grant", "day": LATER, "way_out": WAY_OUT, "because": "Two posts hang on it.",
            **self.lead,
        }  # fmt: skip
        return facts.note_fact(self.action, **{**said, **words})

    def fact(self) -> DatedFact:
        standing = DatedFact.objects.filter(action=self.action).standing().exclude(kind="hard end")
        found = standing.select_related("action__plan").first()
        return _there(found)

    def change_fact(self, **words: Any) -> Step:
        fact = self.fact()
        raised_to = f"{fact.raised_to} the board".strip()
        said = {"raised_to": raised_to, "way_out": WAY_OUT, "because": "The board knows.", **self.lead}
        return facts.change_fact(fact, **{**said, **words})

    def end_fact(self, **words: Any) -> Step:
        return facts.end_fact(self.fact(), **{"because": "Paid for another year.", **self.lead, **words})

    def show_everything(self) -> None:
        """Evidence against each success criterion, and no milestone open."""
        for line in evidence.criteria_not_shown(self.action):
            self.add_evidence(criterion=line)
        if not Evidence.objects.filter(action=self.action).standing().exists():
            self.add_evidence()
        while Milestone.objects.filter(action=self.action).open().exists():
            self.reach_milestone()

    def report_complete(self, **words: Any) -> Step:
        said = {"done_on": clock.today(), "because": "All of it is done.", **self.lead}
        return sign_off.report_complete(self.action, **{**said, **words})

    def take_back(self, **words: Any) -> Step:
        return sign_off.take_back(self.action, **{"because": "One school is missing.", **self.lead, **words})

    def verify(self, **words: Any) -> Step:
        said = {"looked_on": clock.today(), "because": "Read the minutes.", **self.elsewhere}
        return sign_off.verify(self.action, **{**said, **words})

    def waive_verification(self, **words: Any) -> Step:
        return sign_off.waive_verification(self.action, **{"because": "As agreed.", **self.manager, **words})

    def refuse_verification(self, **words: Any) -> Step:
        return sign_off.refuse_verification(self.action, **{"because": "Not shown.", **self.elsewhere, **words})

    def sign_off(self, **words: Any) -> Step:
        return sign_off.sign_off(self.action, **{"because": "Convincing.", **self.body, **words})

    def return_report(self, **words: Any) -> Step:
        return sign_off.return_report(self.action, **{"because": "Not convincing.", **self.body, **words})

    def reopen(self, **words: Any) -> Step:
        return sign_off.reopen(self.action, **{"because": "It slid back.", **self.body, **words})

    def assurance_check(self, **words: Any) -> Step:
        said = {"checked_on": clock.today(), "because": "It still stands.", **self.elsewhere}
        return sign_off.assurance_check(self.action, **{**said, **words})

    def propose_move(self, **words: Any) -> Step:
        own = self.action.plan_id == self.cast.plan.pk
        to_plan = self.cast.other_plan if own else self.cast.plan
        said = {"to_plan": to_plan, "because": "It belongs there.", **self.manager}
        return leaving.propose_move(self.action, **{**said, **words})

    def agree_move(self, **words: Any) -> Step:
        return leaving.agree_move(self.action, **{"because": "Agreed.", **self.body, **words})

    def refuse_move(self, **words: Any) -> Step:
        return leaving.refuse_move(self.action, **{"because": "It stays.", **self.body, **words})

    def move(self) -> Move:
        found = Move.objects.filter(action=self.action).open().select_related("plan", "to_plan", "action__plan").first()
        return _there(found)

    def refuse_move_in(self, **words: Any) -> Step:
        return leaving.refuse_move_in(self.move(), **{"because": "Not ours.", **self.receiving, **words})

    def accept_move(self, **words: Any) -> Action:
        said = {
            "objective": self.place(), "reference": f"9.{Action.objects.count()}", "because": "Ours now.", **self.receiving,
        }  # fmt: skip
        return leaving.accept_move(self.move(), **{**said, **words})

    def place(self) -> StrategicObjective:
        """An objective of the receiving plan."""
        if self.action.plan_id != self.cast.plan.pk:
            return self.cast.objective
        plan: Plan = self.cast.other_plan
        return StrategicObjective.objects.filter(plan=plan).first() or add_objective(
            plan.themes.get(), reference="9", wording="What comes from elsewhere.", because="Needed.", **self.receiving
        )

    def accept_move_outside(self, **words: Any) -> Step:
        said = {"shown_by": "A letter.", "because": "We take it.", **self.manager}
        return leaving.accept_move_outside(self.action, **{**said, **words})

    def supersede(self, **words: Any) -> Step:
        said = {"successors": [self.cast.action_elsewhere], "because": "One does for both.", **self.body}
        return leaving.supersede(self.action, **{**said, **words})

    def withdraw(self, **words: Any) -> Step:
        said = {
            "risk": "Some are not reached.", "accepted_by": "CSE Sub-Group", "alternative": "The national line.",
            "because": "Too dear.", **self.body,
        }  # fmt: skip
        return leaving.withdraw(self.action, **{**said, **words})

    # --- rounds --------------------------------------------------------------------------------------

    def set_rhythm(self, **words: Any) -> Step:
        said = {
            "rhythm": 12 if self.action.rhythm is None else None,
            "because": "Once a year is enough.",
            **self.manager,
        }
        return returns.set_rhythm(self.action, **{**said, **words})

    def lay_before_the_body(self) -> None:
        """A round of the cast's plan lies before its deciding body, with an update of this action in it."""
        plan, how = Plan.objects.get(pk=self.cast.plan.pk), self.cast.as_manager()
        if not rounds.route_of(plan):
            rounds.set_route(plan, bodies=[self.cast.sub_group], rhythm=None, because="Agreed.", **how)
            plan.refresh_from_db()
        label = f"Round {Round.objects.count() + 1}"
        dates = rounds.RoundDates(returns_due_on=clock.today())
        opened = rounds.open_round(plan, label=label, dates=dates, because="It is time.", **how)
        for one in returns.returns_of(opened):
            for action in one.missing:
                self.of(action).submit_update(work_has_begun=False)
        versions.put_before_body(Round.objects.get(pk=opened.pk), because="All in.", **how)

    def before_the_body(self) -> dict[str, Any]:
        """The round that lies there, and the action's update in it."""
        found = Round.objects.running().filter(plan=self.action.plan, version_number__isnull=False).first()
        update = ProgressUpdate.objects.filter(action=self.action, round=found).order_by("action_version").last()
        return {"round_": _there(found), "update": _there(update)}

    def return_update(self, **words: Any) -> Step:
        said = {"because": "Not shown.", **self.before_the_body(), **self.body}
        return at_the_table.return_update(self.action, **{**said, **words})

    def re_rate(self, **words: Any) -> Step:
        before = self.before_the_body()
        standing = RatingCriterion.objects.standing().filter(plan=self.action.plan)
        criterion = standing.exclude(pk=at_the_table.criterion_of(before["update"]).pk).first()
        said = {"criterion": criterion, "because": "It is not so.", **before, **self.body}
        return at_the_table.re_rate(self.action, **{**said, **words})

    # --- to a status -------------------------------------------------------------------------------

    def to(self, status: str) -> "Life":
        """Lead the action there by verbs alone."""
        way: dict[str, list[Callable[[], Any]]] = {
            "not started": [],
            "in progress": [self.submit_update],
            "reported complete": [self.submit_update, self.show_everything, self.report_complete],
            "moved": [self.propose_move, self.agree_move, self.accept_move],
            "superseded": [self.supersede],
            "withdrawn": [self.withdraw],
        }
        way["verified"] = [*way["reported complete"], self.verify]
        way["complete"] = [*way["verified"], self.sign_off]
        for verb in way[status]:
            verb()
        assert self.action.status == status
        return self


class NothingThere(Exception):
    """A verb of a record, and there is none."""


def _there(found: T | None) -> T:
    if found is None:
        raise NothingThere
    return found


def waive(cast: Cast) -> None:
    """Let the plan waive verification."""
    rules = {"signing_body": None, "signing_post": None, "waiver_because": "Small actions only.", "quarters": ""}
    plan = Plan.objects.get(pk=cast.plan.pk)
    set_rules(plan, changes=rules, because="Agreed.", **cast.as_manager())
