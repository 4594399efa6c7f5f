"""Impossible rows are refused by the database itself, also where no form and no verb has looked at them.

One name, one promise, one place in docs/constraints.md, at least one impossible row here.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from actions.extensions import ask_extension
from actions.models import Action, Ask, Extension, ProgressUpdate
from actions.updates import HelpNeeded, submit_update
from objectives.models import StrategicObjective, Workstream
from objectives.structure import add_workstream
from people.models import AccountChange, GovernanceBody, Meeting, Membership, Organisation, Post, User
from people.tracking import Tracked, written
from plans.models import Draft, Plan, PlanRole, RatingCriterion, Step, Theme
from reports.models import KeptDocument
from tests.conftest import NOW, Cast, make_cast
from tests.put_back import made_once
from tests.rolled_back import rolled_back

OURS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
PAGE = settings.BASE_DIR / "docs" / "constraints.md"
HISTORY = "_history_version_once"

BEFORE, DAY, AFTER = dt.date(2016, 2, 1), dt.date(2016, 3, 1), dt.date(2016, 4, 1)


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db):
    return made_once(make_cast)


@pytest.fixture(autouse=True)
def leaves_nothing(cast):
    with rolled_back():
        yield


def legal_row(model: type[models.Model], cast: Cast) -> models.Model:
    """A row that the database takes; each impossible one differs from it in what its constraint forbids."""
    plan, manager = cast.plan, cast.plan_manager
    made: dict[type[models.Model], Callable[[], models.Model]] = {
        User: lambda: User(email="somebody@example.org", name="Somebody", joined_at=NOW),
        AccountChange: lambda: AccountChange(
            person=manager, what="changed", at=NOW, by=cast.administrator, because="She married."
        ),
        Organisation: lambda: Organisation(name="An organisation"),
        Post: lambda: Post(title="A post", organisation=cast.council),
        GovernanceBody: lambda: GovernanceBody(name="A body", kind="board"),
        Membership: lambda: Membership(body=cast.sub_group, person=manager, capacity="member", from_on=DAY),
        Meeting: lambda: Meeting(body=cast.sub_group, held_on=DAY),
        Draft: lambda: Draft(person=manager, form="a form", about="action:1", words="", path="/", saved_at=NOW),
        Plan: lambda: Plan(slug="a-plan", title="A plan", short_title="A plan"),
        Theme: lambda: Theme(plan=plan, number=9, title="A theme"),
        RatingCriterion: lambda: RatingCriterion(plan=plan, rating="G", words="A sentence."),
        PlanRole: lambda: PlanRole(plan=plan, role="reader", person=cast.outsider, from_on=DAY),
        Step: lambda: Step(
            plan=plan, kind="action", key=999, reference="1.4.9", version=1, verb="add_action", at=NOW,
            by_person=manager, by_words="Plan manager", recorded_by=manager, recorded_words="Plan manager",
        ),
        StrategicObjective: lambda: StrategicObjective(
            plan=plan, theme=cast.theme, reference="1.9", slug="1.9", wording="An objective."
        ),
        Workstream: lambda: Workstream(plan=plan, objective=cast.objective, name="A strand"),
        Action: lambda: Action(
            plan=plan, objective=cast.objective, reference="1.4.9", slug="1.4.9", wording="An action.", lead_post=cast.lead
        ),
        ProgressUpdate: lambda: ProgressUpdate(
            plan=plan, action=cast.action, action_version=99, submitted_at=NOW, by_words="A post", criterion=cast.green,
            rating="G", rationale="Because it is so.",
        ),
        Extension: lambda: Extension(
            plan=plan, action=cast.action, asked_version=99, asked_on=DAY, asked_words="A post", from_on=DAY, to_on=AFTER,
            category="capacity", because="The post is vacant.",
        ),
        Ask: lambda: Ask(
            plan=plan, action=cast.action, asked_version=99, asked_on=DAY, asked_words="A post", help_needed="A letter",
            from_whom="The board",
        ),
        KeptDocument: lambda: KeptDocument(
            plan=plan, number=9, label="April", text="{}", digest="0" * 64, as_on=DAY, kept_at=NOW, kept_by=manager,
            kept_by_words="Plan manager", plan_version=9,
        ),
    }  # fmt: skip
    return made[model]()


@dataclass
class Impossible:
    """A row as the database must not take it. ``beside`` a legal one of the same kind, where only the two clash.

    ``before`` is what that one has otherwise.
    """

    name: str
    model: type[models.Model]
    changes: dict[str, Any]
    beside: bool = False
    before: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name}-{'-'.join(self.changes) or 'twice'}"


def decided(**changes: Any) -> dict[str, Any]:
    """An extension that was granted, but for ``changes``."""
    whole = {
        "outcome": "granted", "decided_on": DAY, "decided_version": 99, "decided_words": "CSE Sub-Group",
        "decided_because": "Agreed.",
    }  # fmt: skip
    return {**whole, **changes}


def of_cast(name: str) -> Callable[[Cast], Any]:
    """A value that only the cast has."""
    return lambda cast: getattr(cast, name)


IMPOSSIBLE = [
    Impossible("person_ended_has_a_reason", User, {"ended_on": DAY, "is_active": False}),
    Impossible("person_ended_has_a_reason", User, {"ended_because": "Retired."}),
    Impossible("person_ended_cannot_sign_in", User, {"ended_on": DAY, "ended_because": "Retired."}),
    Impossible("account_change_is_of_a_known_kind", AccountChange, {"what": "deleted"}),
    Impossible("account_change_says_why", AccountChange, {"because": ""}),
    Impossible("account_change_says_who", AccountChange, {"by": None}),
    Impossible("account_made_once", AccountChange, {"what": "invited"}, beside=True, before={"what": "made"}),
    Impossible("account_left_once", AccountChange, {"what": "left"}, beside=True, before={"what": "left"}),
    Impossible("post_title_once_in_an_organisation", Post, {}, beside=True),
    Impossible("post_ended_has_a_reason", Post, {"ended_on": DAY}),
    Impossible("post_ended_has_a_reason", Post, {"ended_because": "Cut."}),
    Impossible(
        "post_ended_has_no_holder", Post, {"ended_on": DAY, "ended_because": "Cut.", "holder": of_cast("officer")}
    ),
    Impossible("membership_open_once", Membership, {}, beside=True),
    Impossible("membership_ends_after_it_began", Membership, {"until_on": BEFORE}),
    Impossible("meeting_once_a_day_and_manner", Meeting, {}, beside=True),
    Impossible("draft_once", Draft, {"words": "Another"}, beside=True),
    Impossible("plan_in_force_since_a_day", Plan, {"status": "in force"}),
    Impossible("plan_in_force_since_a_day", Plan, {"in_force_on": DAY}),
    Impossible("plan_in_force_since_a_day", Plan, {"status": "finished"}),
    Impossible("plan_issues_only_in_force", Plan, {"issued_version": 1}),
    Impossible("plan_issues_only_in_force", Plan, {"status": "in force", "in_force_on": DAY, "issued_version": 0}),
    Impossible("theme_number_once_in_a_plan", Theme, {"title": "Another"}, beside=True),
    Impossible("criterion_stands_once", RatingCriterion, {"position": 9}, beside=True),
    Impossible("criterion_is_red_amber_or_green", RatingCriterion, {"rating": "B"}),
    Impossible("criterion_is_red_amber_or_green", RatingCriterion, {"rating": ""}),
    Impossible("plan_role_held_by_person_or_body", PlanRole, {"person": None}),
    Impossible("plan_role_held_by_person_or_body", PlanRole, {"body": of_cast("sub_group")}),
    Impossible("plan_role_ends_after_it_began", PlanRole, {"until_on": BEFORE}),
    Impossible("plan_role_open_once_for_a_person", PlanRole, {"from_on": AFTER}, beside=True),
    Impossible(
        "plan_role_open_once_for_a_body",
        PlanRole,
        {"role": "member", "person": None, "body": of_cast("commission"), "from_on": AFTER},
    ),
    Impossible("step_once_for_a_version", Step, {"verb": "reword"}, beside=True),
    Impossible("step_decided_by_one", Step, {"by_person": None}),
    Impossible("step_decided_by_one", Step, {"by_body": of_cast("sub_group")}),
    Impossible("step_decided_by_one", Step, {"by_person": None, "by_body": of_cast("sub_group"), "by_post": of_cast("lead")}),
    Impossible("step_of_a_body_names_its_meeting", Step, {"by_person": None, "by_body": of_cast("sub_group")}),
    Impossible("objective_reference_once_in_a_plan", StrategicObjective, {"slug": "1.10"}, beside=True),
    Impossible("objective_address_once_in_a_plan", StrategicObjective, {"reference": "1.9."}, beside=True),
    Impossible("workstream_once_in_an_objective", Workstream, {}, beside=True),
    Impossible("workstream_ended_has_a_reason", Workstream, {"ended_on": DAY}),
    Impossible("workstream_ended_has_a_reason", Workstream, {"ended_because": "Done."}),
    Impossible("action_reference_once_in_a_plan", Action, {"slug": "1.4.11"}, beside=True),
    Impossible("action_address_once_in_a_plan", Action, {"reference": "1.4(9)"}, beside=True),
    Impossible("action_due_after_it_starts", Action, {"start_on": DAY, "original_due_on": AFTER, "due_on": BEFORE}),
    Impossible(
        "action_originally_due_after_it_starts", Action, {"start_on": DAY, "original_due_on": BEFORE, "due_on": AFTER}
    ),
    Impossible("action_due_dates_go_together", Action, {"due_on": DAY}),
    Impossible("action_due_dates_go_together", Action, {"original_due_on": DAY}),
    Impossible("action_rated_by_an_update", Action, {"criterion": of_cast("green")}),
    Impossible("update_once_for_a_version_of_its_action", ProgressUpdate, {"rationale": "Another."}, beside=True),
    Impossible("update_says_why", ProgressUpdate, {"rationale": ""}),
    Impossible(
        "update_red_or_amber_says_what_brings_it_back", ProgressUpdate, {"rating": "R", "criterion": of_cast("red")}
    ),
    Impossible("update_red_or_amber_says_what_brings_it_back", ProgressUpdate, {"rating": "A", "brings_back": "A visit."}),
    Impossible("update_red_or_amber_says_what_brings_it_back", ProgressUpdate, {"rating": "A", "brings_back_by": DAY}),
    Impossible("update_figure_is_whole", ProgressUpdate, {"figure_what": "referrals", "figure_to": "88"}),
    Impossible("update_figure_is_whole", ProgressUpdate, {"figure_source": "weekly return"}),
    Impossible("extension_open_once_for_an_action", Extension, {"because": "Again."}, beside=True),
    Impossible("extension_is_later", Extension, {"from_on": AFTER, "to_on": AFTER}),
    Impossible("extension_says_why", Extension, {"because": ""}),
    Impossible("extension_decided_whole", Extension, decided(decided_on=None)),
    Impossible("extension_decided_whole", Extension, decided(decided_version=None)),
    Impossible("extension_decided_whole", Extension, decided(decided_words="")),
    Impossible("extension_decided_whole", Extension, decided(decided_because="")),
    Impossible("extension_decided_whole", Extension, decided(outcome="")),
    Impossible("extension_decided_whole", Extension, decided(outcome="perhaps")),
    Impossible(
        "extension_decided_at_a_meeting_of_the_body", Extension, decided(decided_body=of_cast("sub_group"))
    ),
    Impossible("extension_decided_at_a_meeting_of_the_body", Extension, decided(decided_at=of_cast("meeting"))),
    Impossible("ask_says_what_and_of_whom", Ask, {"help_needed": ""}),
    Impossible("ask_says_what_and_of_whom", Ask, {"from_whom": ""}),
    Impossible("ask_answered_has_an_answer", Ask, {"answered_on": DAY, "answered_version": 99}),
    Impossible("ask_answered_has_an_answer", Ask, {"answer": "Written.", "answered_version": 99}),
    Impossible("ask_answered_has_an_answer", Ask, {"answer": "Written.", "answered_on": DAY}),
    Impossible("version_number_once_in_a_plan", KeptDocument, {"digest": "1" * 64}, beside=True),
    Impossible("kept_document_once_in_a_plan", KeptDocument, {"number": 98}, beside=True),
    Impossible("version_has_number_and_label", KeptDocument, {"label": ""}),
    Impossible("version_has_number_and_label", KeptDocument, {"number": None}),
    Impossible("version_has_number_and_label", KeptDocument, {"number": 0}),
]  # fmt: skip


def changed(row: models.Model, changes: dict[str, Any], cast: Cast) -> models.Model:
    for name, value in changes.items():
        setattr(row, name, value(cast) if callable(value) else value)
    return row


def keep_past_every_check(row: models.Model) -> None:
    """Straight into the table: no form, no verb, no ``full_clean``, no history."""
    with written(), transaction.atomic():
        type(row)._default_manager.bulk_create([row])


def our_constraints() -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            yield from ((model, constraint) for constraint in model._meta.constraints)


def kind_of(name: str) -> type[models.BaseConstraint]:
    return next(type(constraint) for _, constraint in our_constraints() if constraint.name == name)


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=str)
def test_the_database_refuses_an_impossible_row(cast, case):
    if case.beside:
        keep_past_every_check(changed(legal_row(case.model, cast), case.before, cast))
    with pytest.raises(IntegrityError) as refusal:
        keep_past_every_check(changed(legal_row(case.model, cast), case.changes, cast))
    # SQLite names the columns of a unique constraint, not the constraint.
    if connection.vendor == "postgresql" or kind_of(case.name) is models.CheckConstraint:
        assert case.name in str(refusal.value)
    else:
        assert "UNIQUE" in str(refusal.value)


@pytest.mark.parametrize(
    "model", sorted({case.model for case in IMPOSSIBLE}, key=str), ids=lambda model: model.__name__
)
def test_the_database_takes_the_legal_row_beside_it(cast, model):
    keep_past_every_check(legal_row(model, cast))


TRACKED = [model for model in apps.get_models() if issubclass(model, Tracked)]


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_a_version_stands_in_the_history_once(cast, model):
    how = {"by": cast.officer, "recorded_by": cast.officer}
    add_workstream(cast.objective, name="A strand", because="Agreed.", **cast.as_manager())
    submit_update(
        cast.action, criterion=cast.amber, rationale="Two of five schools answered.", brings_back="A visit to each.",
        brings_back_by=dt.date(2016, 5, 31), help_needed=HelpNeeded("A letter to heads", "The Director"), **how,
    )  # fmt: skip
    ask_extension(cast.action, to_on=dt.date(2016, 6, 30), category="capacity", because="The post is vacant.", **how)
    row = model.history.latest()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic(), written():
        row.save()


# --- the page that lists them ------------------------------------------------------------------


def names_on_the_page() -> list[str]:
    return re.findall(r"^\| `(\w+)`", PAGE.read_text(), re.MULTILINE)


def test_the_page_lists_every_constraint_of_the_models_and_no_other():
    in_models = sorted(constraint.name for _, constraint in our_constraints())
    assert sorted(names_on_the_page()) == in_models


def test_every_constraint_on_the_page_has_an_impossible_row():
    tried = {case.name for case in IMPOSSIBLE} | {f"{model._meta.db_table}{HISTORY}" for model in TRACKED}
    assert set(names_on_the_page()) == tried


def test_every_check_has_words_for_the_person_who_meets_it():
    """A check that a form can meet says what is wrong; the Step's is met by no form."""
    said_by_django = "Constraint “%(name)s” is violated."
    silent = [
        constraint.name
        for _, constraint in our_constraints()
        if isinstance(constraint, models.CheckConstraint)
        and str(constraint.violation_error_message) == said_by_django
        and not constraint.name.startswith("step_")
    ]
    assert silent == []
