"""Makes a plan of any size, with any length of history, quickly: rows in bulk, with their history and their Steps."""

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any, TypeVar

from allauth.account.models import EmailAddress

from actions.models import Action, Ask, Extension, ProgressUpdate
from objectives.models import StrategicObjective
from people import clock
from people.models import GovernanceBody, Membership, Organisation, Post, User
from people.tracking import Tracked, written
from plans.models import Plan, PlanRole, RatingCriterion, Release, Role, Step, Theme
from reports.document import build
from reports.entries import ActionEntry
from reports.versions import keep

T = TypeVar("T", bound=Tracked)

WORDS = (
    "Partners agreed the route, tested it with two teams and wrote down what changed; the figure comes from the weekly "
    "return and was checked by another organisation before it was reported here."
)
ACTIONS_IN_AN_OBJECTIVE = 10
OBJECTIVES_IN_A_THEME = 7


def people(of: str = "benchmark") -> dict[str, User]:
    """A plan manager, an officer, a member, and nobody else."""
    made = {}
    for name in ("manager", "officer", "member"):
        person = User.objects.create_user(f"{name}@{of}.example.org", name.capitalize())
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        made[name] = person
    return made


def big_plan(slug: str, who: dict[str, User], *, actions: int, updates_each: int, version: bool = True) -> Plan:
    """A plan in force with ``actions`` actions, each with ``updates_each`` updates, and an issued version of it."""
    with written():
        organisation = _kept(Organisation(name=f"Organisation of {slug}"))
        posts = [
            _kept(Post(title=f"Post {n} of {slug}", organisation=organisation, holder=who["officer"])) for n in range(8)
        ]
        body = _kept(GovernanceBody(name=f"Commission of {slug}", kind="select commission"))
        _kept(Membership(body=body, person=who["member"], capacity="member", from_on=dt.date(2015, 1, 1)))
        plan = _kept(
            Plan(
                slug=slug,
                title=f"Plan of {actions} actions",
                short_title=slug,
                status="in force",
                in_force_on=dt.date(2015, 10, 1),
                deciding_body=body,
            )
        )
        for role, holder in (
            (Role.PLAN_MANAGER, {"person": who["manager"]}),
            (Role.OFFICER, {"person": who["officer"]}),
            (Role.MEMBER, {"body": body}),
        ):
            _kept(PlanRole(plan=plan, role=role, from_on=dt.date(2015, 10, 1), **holder))
        criteria = [
            _kept(RatingCriterion(plan=plan, rating=rating, words=f"{rating}: a sentence of this plan.", position=n))
            for n, rating in enumerate("RAG")
        ]
        _actions(plan, _objectives(plan, actions, posts), posts, criteria, actions, updates_each, who["officer"])
    if version:
        plan.issued_version = 1
        with written():
            plan.version = 2
            plan.save()
        keep(plan, build(plan, number=1, label="First"), who["manager"], plan_version=2)
    return plan


def second_version(plan: Plan, who: dict[str, User]) -> None:
    """The version that members read now: every action is re-rated, every second one re-dated and every third reworded."""
    number = itertools.count()

    def changed(action: ActionEntry) -> ActionEntry:
        n = next(number)
        more: dict[str, Any] = {}
        if n % 2:
            more["due_on"] = dt.date(2016, 12, 31)
        if n % 3 == 0:
            more["wording"] = f"{action.wording[:60]} and another end of the sentence than before."
        return replace(action, rating="R", criterion="Another sentence than before.", **more)

    document = build(plan, number=2, label="Second")
    themes = tuple(
        replace(
            theme,
            objectives=tuple(
                replace(objective, actions=tuple(map(changed, objective.actions))) for objective in theme.objectives
            ),
        )
        for theme in document.themes
    )
    plan.issued_version = 2
    with written():
        plan.version = 3
        plan.save()
    keep(plan, replace(document, themes=themes), who["manager"], plan_version=3)


def made_public(plan: Plan, who: dict[str, User]) -> None:
    """The version that members read now, for everybody."""
    today = clock.today()
    with written():
        _kept(
            Release(
                plan=plan,
                version_number=plan.issued_version,
                title=plan.title,
                status=Release.Status.CONFIRMED,
                from_on=today,
                proposed_on=today,
                proposed_by=who["manager"],
                confirmed_on=today,
                confirmed_by=who["officer"],
            )
        )


def _kept(row: T) -> T:
    row.version = 1
    row.save()
    return row


def _objectives(plan: Plan, actions: int, posts: list[Post]) -> list[StrategicObjective]:
    found: list[StrategicObjective] = []
    for n in range((actions + ACTIONS_IN_AN_OBJECTIVE - 1) // ACTIONS_IN_AN_OBJECTIVE):
        if n % OBJECTIVES_IN_A_THEME == 0:
            number = n // OBJECTIVES_IN_A_THEME + 1
            theme = _kept(Theme(plan=plan, number=number, title=f"Theme {number}", position=number))
        reference = f"{theme.number}.{n % OBJECTIVES_IN_A_THEME + 1}"
        found.append(
            _kept(
                StrategicObjective(
                    plan=plan,
                    theme=theme,
                    reference=reference,
                    slug=reference,
                    wording=f"Objective {reference}: {WORDS[:90]}",
                    accountable_post=posts[n % len(posts)],
                    position=n + 1,
                )
            )
        )
    return found


def _actions(
    plan: Plan,
    objectives: list[StrategicObjective],
    posts: list[Post],
    criteria: list[RatingCriterion],
    number: int,
    updates_each: int,
    officer: User,
) -> None:
    """Actions, their updates, extensions and asks, the Step of each update and the history rows, all in bulk."""
    now = clock.now()
    actions = Action.objects.bulk_create(
        Action(
            plan=plan,
            objective=objectives[n // ACTIONS_IN_AN_OBJECTIVE],
            reference=f"{objectives[n // ACTIONS_IN_AN_OBJECTIVE].reference}.{n % ACTIONS_IN_AN_OBJECTIVE + 1}",
            slug=f"{objectives[n // ACTIONS_IN_AN_OBJECTIVE].reference}.{n % ACTIONS_IN_AN_OBJECTIVE + 1}",
            wording=f"Action {n + 1}: {WORDS[:110]}",
            success_criteria="One route\nOne panel\nA strategy agreed",
            partners="Schools\nHealth trust",
            lead_post=posts[n % len(posts)],
            start_on=dt.date(2015, 12, 1),
            original_due_on=dt.date(2016, 1, 30),
            due_on=dt.date(2016, 1, 30) + dt.timedelta(days=(n % 9) * 30),
            times_extended=1 if n % 5 == 0 else 0,
            status="in progress",
            position=n + 1,
            version=updates_each + 1,
        )
        for n in range(number)
    )
    updates = ProgressUpdate.objects.bulk_create(
        (
            ProgressUpdate(
                plan=plan,
                action=action,
                action_version=u + 2,
                version=1,
                submitted_at=now - dt.timedelta(days=(updates_each - u) * 30),
                by_words=posts[0].title,
                criterion=criteria[(n + u) % 3],
                rating=criteria[(n + u) % 3].rating,
                rationale=WORDS,
                figure_what="referrals a month",
                figure_from="61",
                figure_to="88",
                figure_source="weekly return",
                narrative=WORDS,
                forecast_on=dt.date(2016, 8, 31),
                brings_back=WORDS,
                brings_back_by=dt.date(2016, 6, 30),
            )
            for (n, action), u in itertools.product(enumerate(actions), range(updates_each))
        ),
        batch_size=500,
    )
    Step.objects.bulk_create(
        (
            Step(
                plan=plan,
                kind="action",
                key=update.action_id,
                reference="1.1.1",
                version=update.action_version,
                verb="submit_update",
                at=update.submitted_at,
                by_person=officer,
                by_words=update.by_words,
                role="officer",
                recorded_by=officer,
                recorded_words=update.by_words,
                because=WORDS,
                was={"criterion": {"key": 1, "words": "x", "rating": "G"}},
                now={"criterion": {"key": 1, "words": "x", "rating": update.rating}},
            )
            for update in updates
        ),
        batch_size=500,
    )
    history = Action.history.model
    columns = [field.attname for field in Action._meta.concrete_fields if field.name != "version"]
    for u in range(updates_each + 1):
        history.objects.bulk_create(
            (
                history(
                    **{column: getattr(action, column) for column in columns},
                    version=u + 1,
                    history_date=now - dt.timedelta(days=(updates_each - u) * 30),
                    history_type="~" if u else "+",
                    history_change_reason=WORDS,
                )
                for action in actions
            ),
            batch_size=500,
        )
    if updates_each:
        latest = {update.action_id: update for update in updates}
        for action in actions:
            action.latest_update, action.criterion = latest[action.pk], latest[action.pk].criterion
        Action.objects.bulk_update(actions, ["latest_update", "criterion"], batch_size=500)
    Extension.objects.bulk_create(
        Extension(
            plan=plan,
            action=action,
            asked_version=1,
            version=1,
            asked_on=dt.date(2016, 1, 10),
            asked_words=posts[0].title,
            from_on=dt.date(2016, 1, 30),
            to_on=dt.date(2016, 4, 30),
            category="capacity",
            because=WORDS[:80],
            outcome="granted",
            decided_version=1,
            decided_on=dt.date(2016, 1, 20),
            decided_words="CSE Sub-Group",
            decided_because="The figures show why.",
        )
        for action in actions[::5]
    )
    Ask.objects.bulk_create(
        Ask(
            plan=plan,
            action=action,
            action_version=1,
            version=1,
            asked_on=dt.date(2016, 1, 10),
            asked_words=posts[0].title,
            help_needed=WORDS[:80],
            from_whom="The Police",
        )
        for action in actions[::7]
    )
