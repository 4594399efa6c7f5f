"""One plan that holds everything a paper has to say, made through the verbs at their dates."""

import datetime as dt

from actions.asks import answer_ask
from actions.extensions import ask_extension, grant_extension, refuse_extension
from actions.models import Action, Ask, Extension
from actions.structure import add_action
from actions.updates import Figure, HelpNeeded, submit_update
from objectives.structure import add_objective, add_workstream
from people import clock
from people.models import Meeting
from plans.models import Step
from plans.posts import add_post, end_post
from plans.structure import add_criterion, add_theme, retire_criterion
from tests.conftest import LONDON, Cast, set_up

ODD = "a < b & c > d \"quoted\" 'so' </w:t> {{ 7 * 7 }} {% if %} {_{ %_} 🌻 žluťoučký"


def make_rich(cast: Cast) -> None:
    """Late, extended, refused, waiting, asked, answered, unrated, undated, and words that break a careless paper."""
    manager = cast.as_manager()
    officer = {"by": cast.officer, "recorded_by": cast.officer}
    on = lambda month, day: clock.at(dt.datetime(2016, month, day, 10, 0, tzinfo=LONDON))  # noqa: E731
    with clock.at(dt.datetime(2015, 12, 2, 10, 0, tzinfo=LONDON)):
        lost = add_post(cast.plan, title="E-Safety Officer", organisation=cast.council, because="Needed.", **manager)
        theme = add_theme(cast.plan, number=2, title="Protect & pursue", because="A second theme.", **manager)
        second = add_objective(
            theme,
            reference="2.1",
            wording=ODD,
            responsible_body=cast.sub_group,
            because="The Sub-Group asked.",
            **manager,
        )
        add_objective(theme, reference="2.2", wording="Nothing stands here yet.", because="Reserved.", **manager)
        add_workstream(second, name="Schools", lead_post=cast.lead, because="A strand of it.", **manager)
        waiting = _action(
            cast, second, "2.1.1", "=SUM(A1:A9) is what this is called", cast.lead, due_on=dt.date(2016, 5, 1)
        )
        undated = _action(cast, second, "2.1.2", ODD, lost, due_on=None)
        _action(
            cast,
            second,
            "2.1.3",
            "Nobody has said anything of this one.",
            cast.lead_elsewhere,
            due_on=dt.date(2016, 2, 1),
        )
        milestone = add_criterion(cast.plan, rating="G", words="Some good progress.", because="Agreed.", **manager)
    with on(1, 11):
        set_up(Meeting(body=cast.sub_group, held_on=dt.date(2016, 1, 12)), cast.administrator)
        update(cast, cast.action, cast.amber, "At risk.", brings_back="A writer.", brings_back_by=dt.date(2016, 2, 1))
        submit_update(_fresh(undated), criterion=milestone, rationale="Some.", **manager)
        ask_extension(
            _fresh(cast.action), to_on=dt.date(2016, 2, 29), category="capacity", because="Nobody writes it.", **officer
        )
    with on(1, 13):
        decided = {
            "by": cast.sub_group,
            "recorded_by": cast.plan_manager,
            "agreed_at": Meeting.objects.get(held_on=dt.date(2016, 1, 12)),
        }
        grant_extension(_fresh(cast.action), because="A short one,\nand the last.", **decided)
        retire_criterion(milestone, because="It says nothing.", **manager)
        end_post(lost, plan=cast.plan, because="Not funded any more.", **manager)
    with on(2, 20):
        ask_extension(
            _fresh(cast.action),
            to_on=dt.date(2016, 3, 31),
            category="consultation",
            because="Schools are asked first.",
            **officer,
        )
        grant_extension(_fresh(cast.action), because="Agreed again.", to_on=dt.date(2016, 3, 20), **decided)
    with on(3, 7):
        update(
            cast, cast.action, cast.green, ODD, shows_it="The panel’s minutes.", narrative="Two workshops.\nOne more to come.",
            figure=Figure("referrals a month", "61", "88", "case system"), forecast_on=dt.date(2016, 5, 31),
        )  # fmt: skip
        update(
            cast, waiting, cast.red, "-1 of 3 done", brings_back="Money.", brings_back_by=dt.date(2016, 6, 30),
            help_needed=HelpNeeded("£6,000 for a form <now>", "Community Safety Partnership"),
        )  # fmt: skip
        ask_extension(_fresh(waiting), to_on=dt.date(2016, 6, 1), category="funding", because="+ no money.", **officer)
    with on(3, 8):
        refuse_extension(_fresh(waiting), because="Not for money alone.", **decided)
        answer_ask(Ask.objects.get(action=waiting), answer="Half of it is found.", **manager)
    with on(4, 5):
        update(
            cast, waiting, cast.red, "Half is missing.", brings_back="@ the board: money.", brings_back_by=dt.date(2016, 7, 1),
            figure=Figure("forms sent", "", "3", "form log"),
            help_needed=HelpNeeded("The other half.", "Police and Crime Commissioner"),
        )  # fmt: skip
        ask_extension(
            _fresh(waiting), to_on=dt.date(2016, 7, 1), category="funding", because="Half the money.", **officer
        )
    cast.plan.refresh_from_db()


def update(cast, action, criterion, rationale, **words):
    submit_update(
        _fresh(action), criterion=criterion, rationale=rationale, work_has_begun=True, by=cast.officer,
        recorded_by=cast.officer, **words,
    )  # fmt: skip


def _action(cast, objective, reference, wording, lead, due_on):
    return add_action(
        objective, reference=reference, wording=wording, lead_post=lead, success_criteria="One\nTwo & three",
        partners="The Police\nSchools", due_on=due_on, because="Added.", **cast.as_manager(),
    )  # fmt: skip


def _fresh(row: Action) -> Action:
    return Action.objects.get(pk=row.pk)


def decider_of(extension: Extension) -> str:
    """Who decided, as papers say it: a body whose minute nobody has named has not confirmed it."""
    step = Step.objects.filter(kind="action", key=extension.action_id, version=extension.decided_version).first()
    waits = step is not None and step.by_body_id is not None and not step.minute
    return f"{extension.decided_words} (recorded, not yet confirmed)" if waits else extension.decided_words
