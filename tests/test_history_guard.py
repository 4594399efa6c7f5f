"""Nothing changes without a Step and a history row: every way past them is closed, and stays closed.

What can be refused while the program runs is tried here on every tracked model. What cannot (SQL, the tables of the history
themselves, the block that lets a write through) is looked for in the code, where only the listed places may use it.
"""

import ast
import datetime as dt
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from simple_history.models import registered_models

from actions.extensions import ask_extension, grant_extension
from actions.models import Action, Ask, Extension, ProgressUpdate
from actions.record_check import RecordCheck
from actions.updates import HelpNeeded, submit_update
from people import clock
from people.models import KEPT_OF_AN_ACCOUNT, AccountChange, User
from people.tracking import LeavesNoHistory, Tracked, TrackedQuerySet, rewritten, written
from plans.models import Plan, Step
from reports.models import EarlierDigest, KeptDocument
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.conftest import make_cast

OURS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
TRACKED = [model for model in MODELS if issubclass(model, Tracked)]
# Written in the step of the row that they belong to, and so without a Step of their own.
RECORDS = (ProgressUpdate, Extension, Ask)


def named(model: type[models.Model]) -> str:
    return model.__name__


# --- while the program runs --------------------------------------------------------------------

WRITES: dict[str, Callable[[models.QuerySet], object]] = {
    "update": lambda rows: rows.update(version=7),
    "delete": lambda rows: rows.delete(),
    "bulk_create": lambda rows: rows.bulk_create([]),
    "bulk_update": lambda rows: rows.bulk_update([], ["version"]),
    "_raw_delete": lambda rows: rows._raw_delete(using="default"),
    "create": lambda rows: rows.create(),
}


def ways_past(model: type[models.Model], writes: dict[str, Callable] | None = None) -> list[str]:
    """Which writes on ``model`` are not refused. Asks no database: a refusal comes before it."""
    open_ways = []
    for manager in (model._default_manager, model._base_manager):
        for name, write in (writes or WRITES).items():
            try:
                write(manager.all())
            except LeavesNoHistory:
                continue
            except Exception as problem:
                open_ways.append(f"{manager.name}.{name}: {problem}")
            else:
                open_ways.append(f"{manager.name}.{name}")
    return open_ways


@pytest.mark.parametrize("model", TRACKED, ids=named)
def test_no_queryset_of_a_tracked_model_writes_outside_a_step(model):
    assert ways_past(model) == []


@pytest.mark.parametrize("model", TRACKED, ids=named)
def test_no_tracked_row_is_saved_or_deleted_outside_a_step(model):
    with pytest.raises(LeavesNoHistory):
        model().save()
    with pytest.raises(LeavesNoHistory):
        model(pk=1).delete()


def test_rows_are_not_written_through_their_relations_either(cast):
    for write in (
        lambda: cast.plan.actions.update(status="in progress"),
        lambda: cast.plan.actions.all().delete(),
        lambda: cast.objective.actions.create(plan=cast.plan),
        lambda: cast.other_plan.actions.add(cast.action),
    ):
        with pytest.raises(LeavesNoHistory):
            write()


def test_a_kept_document_is_neither_changed_nor_deleted():
    everything_but_making = {name: write for name, write in WRITES.items() if name != "create"}
    assert ways_past(KeptDocument, everything_but_making) == []
    with pytest.raises(TypeError):
        KeptDocument(pk=1).save()
    with pytest.raises(TypeError):
        KeptDocument(pk=1).delete()


def test_a_step_is_written_once_inside_the_private_step_and_never_taken_back():
    assert ways_past(Step) == []
    with pytest.raises(LeavesNoHistory):
        Step().save()
    with pytest.raises(TypeError):
        Step(pk=1).save()
    with pytest.raises(TypeError):
        Step(pk=1).delete()


@pytest.mark.parametrize("model", TRACKED, ids=named)
def test_the_history_itself_is_not_rewritten(model):
    """Neither through its own querysets nor row by row."""
    for rows in (model.history.all(), model.history.model.objects.all()):
        for write in WRITES.values():
            with pytest.raises(LeavesNoHistory):
                write(rows)
    with pytest.raises(LeavesNoHistory):
        model.history.model().save()
    with written(), pytest.raises(LeavesNoHistory):
        model.history.model(pk=1).delete()


def test_what_was_written_once_is_not_changed_inside_a_step_either(cast):
    """The block that a step opens adds to the past; another one, which redaction alone opens, changes it."""
    for write in (
        lambda: cast.action.history.update(history_change_reason="Another reason."),
        lambda: cast.plan.steps.update(because="Another reason."),
        lambda: KeptDocument.objects.update(text="{}"),
        lambda: AccountChange.objects.update(because="Another reason."),
        lambda: EarlierDigest.objects.update(before="0"),
    ):
        with written(), pytest.raises(LeavesNoHistory):
            write()
    with pytest.raises(RuntimeError, match="something else"), rewritten():
        raise RuntimeError("something else")
    with written(), pytest.raises(LeavesNoHistory):
        cast.plan.steps.update(because="Another reason.")


def test_an_earlier_digest_is_written_once_and_never_taken_back():
    assert ways_past(EarlierDigest) == []
    with pytest.raises(TypeError):
        EarlierDigest(pk=1).save()
    with pytest.raises(TypeError):
        EarlierDigest(pk=1).delete()


def test_history_is_not_rewritten_through_its_row_either(cast):
    for write in (
        lambda: cast.action.history.update(history_change_reason="Another reason."),
        lambda: cast.action.history.all().delete(),
        lambda: Action.history.filter(id=cast.action.pk).update(history_user=None),
        lambda: cast.plan.steps.update(because="Another reason."),
    ):
        with pytest.raises(LeavesNoHistory):
            write()


def test_the_block_that_lets_a_write_through_closes_behind_it_after_a_failure_too(cast):
    with written():
        Action.objects.filter(pk=cast.action.pk).update(position=4)
    assert ways_past(Action) == []
    with pytest.raises(RuntimeError, match="something else"), written():
        raise RuntimeError("something else")
    assert ways_past(Action) == []


def test_the_refusal_says_what_to_do():
    with pytest.raises(LeavesNoHistory, match=r"update\(\) on Action .* Nothing was changed\. Use the verb"):
        Action.objects.all().update(status="in progress")


def test_what_was_done_to_an_account_is_written_once_and_never_taken_back():
    assert ways_past(AccountChange) == []
    with pytest.raises(LeavesNoHistory):
        AccountChange().save()
    with pytest.raises(TypeError):
        AccountChange(pk=1).save()
    with written(), pytest.raises(TypeError):
        AccountChange(pk=1).delete()


@pytest.mark.parametrize("field", KEPT_OF_AN_ACCOUNT)
def test_what_is_kept_of_an_account_is_not_written_in_bulk(field):
    for manager in (User._default_manager, User._base_manager):
        for write in (
            lambda people: people.update(**{field: None}),
            lambda people: people.bulk_update([], [field]),
            lambda people: people.bulk_create([]),
        ):
            with pytest.raises(LeavesNoHistory):
                write(manager.all())


def test_people_are_ended_and_never_deleted(cast):
    for delete in (
        cast.outsider.delete,
        User.objects.filter(pk=cast.outsider.pk).delete,
        User._base_manager.all().delete,
        lambda: User._base_manager.all()._raw_delete(using="default"),
        cast.council.people.all().delete,
    ):
        with written(), pytest.raises(TypeError, match=r"People are ended, never deleted"):
            delete()
    assert User.objects.filter(pk=cast.outsider.pk).exists()


def test_nobody_becomes_an_administrator_by_the_command_that_asks_no_reason():
    with pytest.raises(LeavesNoHistory):
        User.objects.create_superuser(email="root@example.org", name="Root", password="four quiet words here")


def test_a_planted_hole_in_the_guard_is_found(monkeypatch):
    monkeypatch.setattr(TrackedQuerySet, "update", models.QuerySet.update)
    assert [way.partition(":")[0] for way in ways_past(Action)] == ["objects.update", "objects.update"]


# --- in the code -------------------------------------------------------------------------------

# By these a row, its history or its Step could be changed without a word.
WAYS_ROUND = {
    "written", "rewritten", "_writing", "_rewriting", "save_base",
    "_raw_delete", "_do_insert", "_do_update", "_insert", "_update",
    "raw", "RawSQL", "cursor", "execute", "executemany", "executescript", "extra", "RunSQL", "RunPython",
    "skip_history_when_saving", "bulk_create_with_history", "bulk_update_with_history", "loaddata",
}  # fmt: skip
# Calls that write, on the tables of the history or of the steps.
WRITES_ON = {"history", "Step", "steps"}
THAT_WRITE = {*WRITES, "update_or_create", "get_or_create", "save"}

ALLOWED = {
    (
        "actions/migrations/0004_answered_asks_name_the_answer.py",
        "RunPython",
    ): "one column takes over what two said",
    (
        "scrutiny/migrations/0003_earlier_closings_get_their_statement.py",
        "RunPython",
    ): "a statement that was drawn anew each time is kept",
    (
        "scrutiny/migrations/0003_earlier_closings_get_their_statement.py",
        "history.update",
    ): "the same, in its history",
    (
        "plans/migrations/0004_earlier_steps_name_who_held_the_post.py",
        "RunPython",
    ): "a column that says more of what is recorded already",
    (
        "reports/migrations/0003_what_left_and_delay_are_counted_from_the_text.py",
        "RunPython",
    ): "two columns beside a kept text are filled from it; the text stays",
    ("people/tracking.py", "_raw_delete"): "closes it outside the block that lets a write through",
    ("people/accounts.py", "written"): "keeps beside an account what was done to it, by whom and why",
    ("plans/confirming.py", "written"): "a confirmation is written once, beside the step that it confirms",
    ("plans/mailing.py", "written"): "a mail is recorded before it goes, and what became of it is added once",
    ("reports/redaction/rewriting.py", "rewritten"): "redaction, the only writer of the past",
    ("reports/redaction/rewriting.py", "history.update"): "the same: the words that were asked to go",
    ("plans/steps.py", "written"): "the one private step, which writes history and Step beside the row",
    ("actions/record_check.py", "cursor"): "check_records reads everything as of one moment",
    ("actions/record_check.py", "execute"): "the same: SET TRANSACTION … READ ONLY",
    ("people/views.py", "cursor"): "the health check asks the database whether it answers",
    ("people/views.py", "execute"): "the same: SELECT 1",
}


def ways_round(path: Path) -> Iterator[str]:
    """Each way round the step that a file uses."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in WAYS_ROUND:
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (name.name for name in node.names if name.name in WAYS_ROUND)
        elif isinstance(node, ast.Constant) and node.value in ("loaddata", "skip_history_when_saving"):
            yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in THAT_WRITE:
            yield from (f"{table}.{node.func.attr}" for table in names_in(node.func.value) & WRITES_ON)


def names_in(node: ast.AST) -> set[str]:
    """The names on the way to a call: ``action.history.all().delete()`` → action, history, all."""
    return {
        part.attr if isinstance(part, ast.Attribute) else part.id
        for part in ast.walk(node)
        if isinstance(part, (ast.Attribute, ast.Name))
    }


def ways_in_use(root: Path) -> set[tuple[str, str]]:
    code = (path for app in (*OURS, "config") for path in (root / app).rglob("*.py"))
    return {(path.relative_to(root).as_posix(), way) for path in code for way in ways_round(path)}


def test_only_the_listed_places_go_round_the_guard():
    assert ways_in_use(settings.BASE_DIR) - ALLOWED.keys() == set()


def test_an_exception_that_nobody_needs_is_taken_out():
    assert ways_in_use(settings.BASE_DIR) >= ALLOWED.keys()


@pytest.mark.parametrize(
    "code",
    [
        "from people.tracking import written\nwith written():\n    action.save()",
        "from people import tracking\nwith tracking.written():\n    pass",
        "from people.tracking import rewritten\nwith rewritten():\n    action.save()",
        "Action.objects.raw('UPDATE actions_action SET status = 1')",
        "connection.cursor()",
        "action.skip_history_when_saving = True",
        "action.history.all().delete()",
        "Action.history.filter(pk=1).update(history_user=None)",
        "Step.objects.filter(plan=plan).update(because='')",
        "plan.steps.all().delete()",
        "call_command('loaddata', 'plan.json')",
        "operations = [migrations.RunSQL('DELETE FROM plans_step')]",
    ],
)
def test_a_planted_way_round_the_guard_is_found(tmp_path, code):
    planted = tmp_path / "actions" / "planted.py"
    planted.parent.mkdir()
    planted.write_text(code)
    assert ways_in_use(tmp_path)


# --- in the schema -----------------------------------------------------------------------------


@pytest.mark.parametrize("model", TRACKED, ids=named)
def test_a_tracked_model_has_a_history_that_knows_who_and_why(model):
    history = model.history.model
    assert isinstance(history._meta.pk, models.BigAutoField)
    assert isinstance(history._meta.get_field("history_change_reason"), models.TextField)
    copied = {field.name for field in model._meta.concrete_fields}
    assert copied <= {field.name for field in history._meta.concrete_fields}
    assert {field.model for field in history._meta.concrete_fields} == {history}


@pytest.mark.parametrize("model", TRACKED, ids=named)
def test_a_tracked_model_has_nothing_that_its_history_could_not_copy(model):
    assert model._meta.many_to_many == ()
    generic = [field for field in model._meta.private_fields if field.is_relation]
    assert generic == []


def test_nothing_but_tracked_models_keeps_a_history():
    assert {model for model in registered_models.values() if not issubclass(model, Tracked)} == set()


def test_history_is_not_turned_back_in_the_administration():
    assert settings.SIMPLE_HISTORY_REVERT_DISABLED is True
    assert getattr(settings, "SIMPLE_HISTORY_ENABLED", True) is True


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_every_model_says_what_it_is_in_the_business(model):
    if model in {tracked.history.model for tracked in TRACKED}:
        return
    written_by_django = f"{model.__name__}({', '.join(field.name for field in model._meta.fields)})"
    assert model.__doc__
    assert model.__doc__ != written_by_django


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_every_relation_protects_what_it_names(model):
    if model in {tracked.history.model for tracked in TRACKED}:
        return
    loose = [
        field.name for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete is not models.PROTECT
    ]  # fmt: skip
    assert loose == []


# A person beside an instant that has another name.
AT_OF = {("Step", "recorded_by"): "at", ("Step", "received_by"): "at"}
# Not who did something, but what shows it, who is to do it, who bears it, what carries it on.
NOT_AN_ACT = ("brings_back_by", "shown_by", "done_by", "accepted_by", "carried_by")
# A reason that belongs to another day, or to none: a rule of the plan that stands.
DAY_OF = {
    ("SignOff", "waived_because"): "verified_on",
    ("Plan", "waiver_because"): "",
    ("Mark", "lifting_because"): "lifting_asked_on",
}


@pytest.mark.parametrize("model", [model for model in MODELS if not model.__name__.startswith("Historical")], ids=named)
def test_who_and_when_go_together(model):
    """``x_by`` has its ``x_at``, or ``x_on`` where the day counts; both are always there, or bound by a constraint."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name in (name for name in fields if name.endswith("_by") and name not in NOT_AN_ACT):
        stem = name.removesuffix("_by")
        partner = AT_OF.get((model.__name__, name), f"{stem}_on" if f"{stem}_on" in fields else f"{stem}_at")
        assert partner in fields, f"{model.__name__}.{name} has no {partner}"
        assert bound_together(model, fields[name], fields[partner]), f"{model.__name__}.{name} and {partner}"


@pytest.mark.parametrize("model", [model for model in MODELS if not model.__name__.startswith("Historical")], ids=named)
def test_a_day_and_its_reason_go_together(model):
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name in (name for name in fields if name.endswith("_because")):
        day = DAY_OF.get((model.__name__, name), name.removesuffix("_because") + "_on")
        if not day:
            continue
        assert day in fields
        assert bound_together(model, fields[name], fields[day]), f"{model.__name__}.{name} and {day}"


def bound_together(model: type[models.Model], one: models.Field, other: models.Field) -> bool:
    conditions = (
        {name.partition("__")[0] for name in names_of(constraint.condition)}
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    )
    always_there = not (one.null or one.blank) and not (other.null or other.blank)
    return always_there or any({one.name, other.name} <= condition for condition in conditions)


def names_of(condition: object) -> Iterator[str]:
    if isinstance(condition, models.Q):
        for child in condition.children:
            yield from names_of(child)
    else:
        yield condition[0]  # type: ignore[index]


# --- after a while of use ----------------------------------------------------------------------


def test_every_version_of_every_row_has_one_history_row_and_one_step(cast):
    how = {"by": cast.officer, "recorded_by": cast.officer}
    submit_update(
        cast.action, criterion=cast.amber, rationale="Two of five schools answered.", brings_back="A visit to each.",
        brings_back_by=dt.date(2016, 5, 31), help_needed=HelpNeeded("A letter to heads", "The Director"), **how,
    )  # fmt: skip
    ask_extension(cast.action, to_on=dt.date(2016, 6, 30), category="capacity", because="The post is vacant.", **how)
    grant_extension(
        cast.action,
        because="The post is filled.",
        by=cast.sub_group,
        recorded_by=cast.plan_manager,
        agreed_at=cast.meeting,
    )
    looked_at = 0
    for model in TRACKED:
        for row in model.objects.all():
            every = list(range(1, row.version + 1))
            assert sorted(row.history.values_list("version", flat=True)) == every, row
            steps = Step.objects.filter(kind=model._meta.model_name, key=row.pk).values_list("version", flat=True)
            assert sorted(steps) == ([] if model in RECORDS else every), row
            looked_at += 1
    assert looked_at > 30
    assert not Action.history.filter(history_user=None).exists()


def test_the_history_row_says_who_why_and_when_the_business_counted_it(cast):
    with clock.at(dt.datetime(2016, 4, 5, 17, 30, tzinfo=dt.UTC)):
        submit_update(
            cast.action, criterion=cast.green, rationale="All five schools answered.", by=cast.officer,
            recorded_by=cast.officer,
        )  # fmt: skip
    row = cast.action.history.latest()
    assert (row.history_user, row.history_change_reason) == (cast.officer, "All five schools answered.")
    assert row.history_date == dt.datetime(2016, 4, 5, 17, 30, tzinfo=dt.UTC)
    assert User.objects.filter(pk=cast.officer.pk).exists()


# --- migrations --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth(request):
    if request.config.getoption("nomigrations"):
        pytest.skip("the tables of this run were made without migrations")
    before = tables()
    try:
        migrate_to([(app, None) for app in ("reports", "actions", "objectives", "plans")])
        assert not {name for name in tables() if name.startswith(("reports_", "actions_", "objectives_", "plans_"))}
    finally:
        migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert tables() == before


@pytest.mark.django_db(transaction=True)
def test_asks_say_the_same_when_their_columns_go_back_and_forth(request):
    if request.config.getoption("nomigrations"):
        pytest.skip("the tables of this run were made without migrations")
    cast = make_cast()
    life = Life(cast)
    for _ in range(2):
        life.submit_update(
            criterion=cast.amber, rationale="It waits.", brings_back="Money.", brings_back_by=dt.date(2016, 5, 1),
            help_needed=HelpNeeded("Money", "The board"),
        )  # fmt: skip
        life.submit_update()
    life.answer_ask()
    before = [list(rows.order_by("pk").values()) for rows in (Ask.objects.all(), Ask.history.all())]
    try:
        migrate_to([("actions", "0002_an_actions_whole_life")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT asked_version, answered_version FROM actions_ask ORDER BY id")
            assert cursor.fetchall() == [(2, 6), (4, None)]
    finally:
        migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert [list(rows.order_by("pk").values()) for rows in (Ask.objects.all(), Ask.history.all())] == before
    assert list(RecordCheck().findings()) == []


@pytest.mark.django_db(transaction=True)
def test_what_stands_beside_a_kept_text_is_counted_anew_when_its_columns_come_back(request):
    """Of texts of this release and of the first schema, which knew of no day on which something was done."""
    if request.config.getoption("nomigrations"):
        pytest.skip("the tables of this run were made without migrations")
    cast = make_cast()
    life = Life(cast)
    life.show_everything()
    life.report_complete()
    life.of(cast.action_elsewhere).withdraw()
    kept = issue_to_members(Plan.objects.get(pk=cast.plan.pk), label="April", because="So.", **cast.as_manager())
    beside = (kept.gone, kept.delay)
    assert beside == ({"1.4.10": "withdrawn"}, {"late": 1, "extended": 0, "awaiting sign-off": 1})
    first_schema = re.sub(r'"done_on":[^,]*,', "", kept.text)
    try:
        migrate_to([("reports", "0001_kept_documents")])
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO reports_keptdocument (plan_id, number, label, text, digest, ratings, counts, as_on, kept_at,"
                " kept_by_id, kept_by_words, plan_version) SELECT plan_id, 2, label, %s, 'another', ratings, counts, as_on,"
                " kept_at, kept_by_id, kept_by_words, plan_version FROM reports_keptdocument",
                [first_schema],
            )
    finally:
        migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert [(one.gone, one.delay) for one in KeptDocument.objects.all()] == [beside, beside]
    assert KeptDocument.objects.get(number=1).text == kept.text


def migrate_to(targets: list[tuple[str, str | None]]) -> None:
    MigrationExecutor(connection).migrate(targets)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))
