"""A round in a few words: from its route to the version that members read, every verb by the person who would do it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from actions import at_the_table, returns
from actions.models import Action, ProgressUpdate
from people.models import GovernanceBody
from plans import rounds
from plans.models import Plan, RatingCriterion, Round, Step
from plans.rounds import RoundDates
from reports import versions
from reports.models import KeptDocument
from tests.actions.life import Life
from tests.conftest import TODAY, Cast

DATES = RoundDates(
    returns_due_on=TODAY + dt.timedelta(days=5),
    body_on=TODAY + dt.timedelta(days=13),
    members_meet_on=TODAY + dt.timedelta(days=30),
)


@dataclass
class ARound:
    """The round that runs in the cast's plan."""

    cast: Cast

    @property
    def plan(self) -> Plan:
        return Plan.objects.select_related("deciding_body").get(pk=self.cast.plan.pk)

    @property
    def round(self) -> Round:
        return Round.objects.select_related("plan").filter(plan=self.cast.plan).latest("number")

    @property
    def manager(self) -> dict[str, Any]:
        return self.cast.as_manager()

    @property
    def body(self) -> dict[str, Any]:
        """As the sub-group decided at its meeting of today."""
        cast = self.cast
        return {"by": cast.sub_group, "recorded_by": cast.plan_manager, "agreed_at": cast.meeting, "minute": "14/16"}

    # --- its way -----------------------------------------------------------------------------------

    def set_route(self, *bodies: GovernanceBody, **words: Any) -> "ARound":
        said = {"bodies": list(bodies) or [self.cast.sub_group], "rhythm": 3, "because": "Agreed by the board."}
        rounds.set_route(self.plan, **{**said, **self.manager, **words})
        return self

    def open(self, label: str = "April 2016", **words: Any) -> "ARound":
        said = {"label": label, "dates": DATES, "because": "The commission meets in May."}
        rounds.open_round(self.plan, **{**said, **self.manager, **words})
        return self

    def report(self, action: Action, rating: str = "G", **words: Any) -> ProgressUpdate:
        """The lead reports on one action."""
        criterion = RatingCriterion.objects.standing().get(plan=self.cast.plan, rating=rating)
        back = (
            {}
            if rating == "G"
            else {"brings_back": "A visit to each.", "brings_back_by": TODAY + dt.timedelta(days=60)}
        )
        life = Life(self.cast, action.pk)
        life.submit_update(**{"criterion": criterion, **back, **words})
        latest = life.action.latest_update
        assert latest is not None
        return latest

    def report_all(self) -> "ARound":
        for one in returns.returns_of(self.round):
            for action in one.missing:
                self.report(action)
        return self

    def freeze(self, **words: Any) -> "ARound":
        versions.put_before_body(self.round, **{"because": "All returns are in.", **self.manager, **words})
        return self

    def before_the_body(self) -> "ARound":
        """A round that lies before the sub-group, with a report on each action under way."""
        return self.set_route().open().report_all().freeze()

    def consider(self, **words: Any) -> Step:
        said = {"body": self.cast.sub_group, "because": "Read and discussed.", **self.body}
        return versions.consider(self.round, **{**said, **words})

    def issue(self, **words: Any) -> KeptDocument:
        said = {"because": "For the meeting of the commission.", **self.manager}
        return versions.issue_to_members(self.plan, **{**said, **words})

    # --- at the table ------------------------------------------------------------------------------

    def return_update(self, action: Action, **words: Any) -> Step:
        life = Life(self.cast, action.pk)
        said = {"round_": self.round, "update": life.action.latest_update, "because": "Not shown.", **self.body}
        return at_the_table.return_update(life.action, **{**said, **words})

    def re_rate(self, action: Action, rating: str = "R", **words: Any) -> Step:
        life = Life(self.cast, action.pk)
        criterion = RatingCriterion.objects.standing().get(plan=self.cast.plan, rating=rating)
        said = {
            "round_": self.round, "update": life.action.latest_update, "criterion": criterion,
            "because": "Two of five is not on track.", **self.body,
        }  # fmt: skip
        return at_the_table.re_rate(life.action, **{**said, **words})
