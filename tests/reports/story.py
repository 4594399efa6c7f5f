"""Four months of a small plan, played through the verbs at their dates: two versions, an extension, and news since.

11 January   1.4.3 is Amber, at risk
12 January   version 1, January 2016, is issued
20 January   an extension of 1.4.3 is asked, and granted on 1 February: from 30 January to 31 March
10 March     1.4.3 is Green
15 March     version 2, March 2016, is issued
 4 April     1.4.3 is reworded
 5 April     1.4.10 is Red and asks for help
 6 April     today: 1.4.3 is Green and late
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from actions.extensions import ask_extension, grant_extension
from actions.models import Action
from actions.updates import Figure, HelpNeeded, submit_update
from actions.wording import reword
from people import clock
from people.models import Meeting
from plans.models import Plan
from reports.versions import issue_to_members
from tests.conftest import LONDON, NOW, Cast, make_cast, set_up


@contextmanager
def on(month: int, day: int) -> Iterator[None]:
    with clock.at(dt.datetime(2016, month, day, 10, 0, tzinfo=LONDON)):
        yield


def cast_of_the_story() -> Cast:
    with clock.at(NOW):
        cast = make_cast()
        play(cast)
    return cast


def play(cast: Cast) -> None:
    lead = {"by": cast.officer, "recorded_by": cast.officer}
    with on(1, 11):
        submit_update(
            _now(cast.action), criterion=cast.amber, rationale="Two of five schools have answered.", work_has_begun=True,
            brings_back="A visit to each school.", brings_back_by=dt.date(2016, 2, 29), **lead,
        )  # fmt: skip
    with on(1, 12):
        issue(cast, "January 2016")
    with on(1, 20):
        ask_extension(
            _now(cast.action), to_on=dt.date(2016, 3, 31), category="capacity", because="The post was vacant.", **lead
        )
    with on(2, 1):
        meeting = set_up(Meeting(body=cast.sub_group, held_on=dt.date(2016, 2, 1)), cast.administrator)
        decided = {"by": cast.sub_group, "recorded_by": cast.plan_manager, "agreed_at": meeting, "minute": "14/16"}
        grant_extension(_now(cast.action), because="The post is filled now.", **decided)
    with on(3, 10):
        submit_update(
            _now(cast.action), criterion=cast.green, rationale="All five schools have answered.",
            figure=Figure("schools that answered", "2", "5", "the route’s register"), narrative="Each was visited.",
            forecast_on=dt.date(2016, 4, 29), **lead,
        )  # fmt: skip
    with on(3, 15):
        issue(cast, "March 2016")
    with on(4, 4):
        reword(
            _now(cast.action), wording="Publish one early help strategy for all schools.", success_criteria="One route",
            partners="Schools", because="Academies were not named.", **decided,
        )  # fmt: skip
    with on(4, 5):
        submit_update(
            _now(cast.action_elsewhere), criterion=cast.red, rationale="No analyst is in post.",
            brings_back="An analyst is lent.", brings_back_by=dt.date(2016, 5, 31),
            help_needed=HelpNeeded("An analyst for three months", "The Community Safety Partnership"),
            by=cast.officer_elsewhere, recorded_by=cast.officer_elsewhere,
        )  # fmt: skip
    for row in (cast.plan, cast.action, cast.action_elsewhere):
        row.refresh_from_db()


def issue(cast: Cast, label: str) -> None:
    plan = Plan.objects.get(pk=cast.plan.pk)
    issue_to_members(plan, label=label, because="For the commission’s meeting.", **cast.as_manager())


def _now(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)
