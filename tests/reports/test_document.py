"""One document of the plan: what it says is what the tables say, however large the plan, and the same when read again."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from actions.models import Action, Ask, Extension
from actions.withheld import OPEN
from benchmarks.big_plan import big_plan, people
from objectives.models import StrategicObjective
from people import clock
from people.models import User
from plans.models import Plan, RatingCriterion, Role
from reports.document import SCHEMA, UPGRADES, PlanDocument, build, counts_of, digest_of, from_json, to_json
from reports.visible import visible_to
from tests.conftest import NOW, TODAY, Cast, make_cast
from tests.reports.documents import documents
from tests.reports.rich_plan import make_rich
from tests.rolled_back import rolled_back

FEW, MANY = 25, 2_500


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db) -> Cast:
    """The cast, with everything on its plan that a document can say."""
    with clock.at(NOW):
        cast = make_cast()
        make_rich(cast)
    return cast


@pytest.fixture(scope="module")
def sizes(db) -> dict[str, User]:
    """The people of two plans that differ in size alone."""
    with clock.at(NOW):
        who = people()
        big_plan("few", who, actions=FEW, updates_each=1)
        big_plan("many", who, actions=MANY, updates_each=1)
    return who


@pytest.fixture
def document(cast) -> PlanDocument:
    return build(cast.plan)


# --- what it says ------------------------------------------------------------------------------


def test_it_holds_every_theme_objective_and_action_in_the_plans_order(cast, document):
    assert [theme.number for theme in document.themes] == [1, 2]
    objectives = StrategicObjective.objects.filter(plan=cast.plan)
    assert [one.reference for one in document.objectives] == [one.reference for one in objectives]
    assert [one.reference for one in document.actions] == [
        one.reference for one in Action.objects.filter(plan=cast.plan)
    ]


def test_an_entry_says_what_the_row_says(cast, document):
    rows = Action.objects.filter(plan=cast.plan).select_related(
        "lead_post__organisation", "criterion", "latest_update", "objective"
    )
    for row, entry in zip(rows, document.actions, strict=True):
        same = (
            ("pk", "key"),
            ("version", "version"),
            ("reference", "reference"),
            ("slug", "slug"),
            ("wording", "wording"),
        )
        same += ("start_on", "start_on"), ("original_due_on", "original_due_on"), ("due_on", "due_on")
        same += ("times_extended", "times_extended"), ("status", "status"), ("rating", "rating")
        for of_row, of_entry in same:
            assert getattr(row, of_row) == getattr(entry, of_entry), (entry.reference, of_row)
        assert entry.success_criteria == tuple(filter(None, row.success_criteria.split("\n")))
        assert entry.partners == tuple(filter(None, row.partners.split("\n")))
        assert (entry.lead, entry.organisation) == (row.lead_post.title, str(row.lead_post.organisation))
        assert entry.criterion == (row.criterion.words if row.criterion else "")
        assert (entry.update is None) == (row.latest_update is None)
        if entry.update and row.latest_update:
            assert entry.update.rationale == row.latest_update.rationale
            assert entry.forecast_on == row.latest_update.forecast_on == row.forecast_on
        kept = Extension.objects.filter(action=row).values_list(
            "to_on", "category", "because", "outcome", "decided_words"
        )
        told = [(one.to_on, one.category, one.because, one.outcome, one.decided_by) for one in entry.extensions]
        assert told == list(kept)
        kept = Ask.objects.filter(action=row).values_list("pk", "help_needed", "from_whom", "answered_on", "answer")
        assert [(one.key, one.help_needed, one.from_whom, one.answered_on, one.answer) for one in entry.asks] == list(
            kept
        )


def test_the_key_is_the_criteria_that_may_be_chosen_and_a_retired_one_is_kept_for_what_rests_on_it(cast, document):
    standing = RatingCriterion.objects.filter(plan=cast.plan).standing()
    assert [one.words for one in document.key] == [one.words for one in standing]
    assert len(document.criteria) == RatingCriterion.objects.filter(plan=cast.plan).count() > len(document.key)


def test_a_post_that_ended_and_one_without_a_holder_are_told_apart(cast, document):
    assert document.action("2.1.2").lead_is == "lost"
    assert document.action("1.4.3").lead_is == "held"
    with rolled_back():
        cast.lead.refresh_from_db()
        _leave_vacant(cast)
        assert build(cast.plan).action("1.4.3").lead_is == "gone"


def _leave_vacant(cast: Cast) -> None:
    from plans.posts import hold_post

    hold_post(cast.lead, plan=cast.plan, holder=None, because="Left.", **cast.as_manager())


def test_every_action_counts_once_worst_first(document):
    assert sum(document.themes[0].counts.values()) == len(document.themes[0].actions)
    counts = counts_of(document.actions)
    assert sum(counts.values()) == len(document.actions)
    assert list(counts) == [rating for rating in ("R", "A", "", "G", "B") if rating in counts]


def test_only_one_objective_or_action_is_built_and_the_others_stand_without_theirs(cast, document):
    narrowed = build(cast.plan, only={"objective__slug": "2.1"})
    assert narrowed.objective("2.1") == document.objective("2.1")
    assert [one.reference for one in narrowed.objectives] == [one.reference for one in document.objectives]
    assert narrowed.objective("1.4").actions == ()
    assert build(cast.plan, only={"slug": "1.4.3"}).actions == [document.action("1.4.3")]


def test_an_empty_plan_is_a_document_too(cast):
    assert build(cast.other_plan).actions == []


# --- delay, worked out from the document's own day ---------------------------------------------


@pytest.mark.parametrize(
    ("original", "due", "late", "slipped", "behind"),
    [
        (None, None, 0, 0, 0),
        (TODAY, TODAY, 0, 0, 0),
        (dt.date(2016, 4, 5), dt.date(2016, 4, 5), 1, 0, 1),
        (dt.date(2016, 1, 30), dt.date(2016, 4, 30), 0, 91, 67),
        (dt.date(2016, 1, 30), dt.date(2016, 3, 6), 31, 36, 67),
    ],
)
def test_lateness_slip_and_distance_from_the_original_date_are_three_things(
    document, original, due, late, slipped, behind
):
    entry = dataclasses.replace(document.action("1.4.3"), original_due_on=original, due_on=due)
    assert (entry.days_late, entry.days_slipped, entry.days_behind_original) == (late, slipped, behind)


def test_a_document_counts_from_the_day_it_was_drawn(cast, document):
    later = dataclasses.replace(document.action("1.4.3"), as_on=TODAY + dt.timedelta(days=10))
    assert later.days_late == document.action("1.4.3").days_late + 10
    with clock.at(NOW + dt.timedelta(days=10)):
        assert build(cast.plan).action("1.4.3").days_late == later.days_late
        assert document.action("1.4.3").days_late == later.days_late - 10


def test_a_forecast_after_the_due_date_is_noticed(document):
    entry = document.action("1.4.3")
    assert entry.forecast_is_later
    assert not dataclasses.replace(entry, due_on=entry.forecast_on).forecast_is_later
    assert not dataclasses.replace(entry, update=None).forecast_is_later


def test_what_waits_is_told_from_what_is_decided(document):
    late, waiting = document.action("1.4.3"), document.action("2.1.1")
    assert (len(late.extensions_granted), late.extension_asked) == (2, None)
    assert waiting.extension_asked.to_on == dt.date(2016, 7, 1)
    assert [ask.from_whom for ask in waiting.asks_open] == ["Police and Crime Commissioner"]


# --- who may read it ---------------------------------------------------------------------------

ABOUT_TODAY = {
    Role.PLAN_MANAGER: True,
    Role.OFFICER: True,
    Role.CHIEF_OFFICER: True,
    Role.SCRUTINEER: True,
    Role.EXECUTIVE_MEMBER: True,
    Role.MEMBER: False,
    Role.SCRUTINY_OFFICER: False,
    Role.READER: False,
    Role.INFORMATION_GOVERNANCE: False,
}


@pytest.mark.parametrize("role", Role)
def test_todays_position_is_for_some_and_versions_are_for_everybody(document, role):
    version = dataclasses.replace(document, number=1, label="March")
    assert visible_to(version, frozenset({role}), OPEN) == version
    if ABOUT_TODAY[role]:
        assert visible_to(document, frozenset({role}), OPEN) == document
    else:
        with pytest.raises(PermissionDenied):
            visible_to(document, frozenset({role}), OPEN)


def test_nobody_reads_anything_without_a_role(document):
    for one in (document, dataclasses.replace(document, number=1, label="March")):
        with pytest.raises(PermissionDenied):
            visible_to(one, frozenset(), OPEN)


# --- kept as text, and read again --------------------------------------------------------------


def test_a_document_read_again_is_the_same(document):
    assert from_json(to_json(document)) == document


@given(documents())
@hypothesis_settings(max_examples=60, deadline=None)
def test_every_document_read_again_is_the_same_and_so_is_its_text(random):
    text = to_json(random)
    assert from_json(text) == random
    assert to_json(from_json(text)) == text


@given(documents())
@hypothesis_settings(max_examples=25, deadline=None)
def test_the_text_is_canonical(random):
    """Keys in order, no spaces, letters as they are: so the same position always has the same digest."""
    text = to_json(random)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_digest_is_the_sha_256_of_the_text(document):
    text = to_json(document)
    assert digest_of(text) == hashlib.sha256(text.encode()).hexdigest()
    assert digest_of(to_json(dataclasses.replace(document, label="Another"))) != digest_of(text)


def test_what_is_worked_out_is_not_kept(document):
    kept = json.loads(to_json(document))
    action = kept["themes"][0]["objectives"][0]["actions"][0]
    assert {"as_on", "days_late", "days_slipped", "extension_asked"} & set(action) == set()
    assert kept["as_on"] == "2016-04-06"


def test_a_text_of_a_later_schema_is_refused_with_what_to_do(document):
    told = json.loads(to_json(document)) | {"schema": SCHEMA + 1}
    with pytest.raises(ValueError, match=r"schema 6; this release reads up to 5\. Install a later one"):
        from_json(json.dumps(told))


def test_a_text_of_an_older_schema_is_brought_up_to_todays(document, monkeypatch):
    monkeypatch.setitem(UPGRADES, SCHEMA - 1, lambda told: told | {"schema": SCHEMA, "label": told.pop("name")})
    older = json.loads(to_json(document)) | {"schema": SCHEMA - 1}
    older["name"] = older.pop("label")
    assert from_json(json.dumps(older)) == document


# --- however large the plan --------------------------------------------------------------------


def queries_of(client: Client, address: str) -> list[str]:
    """What one request asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in asked.captured_queries]


def test_the_builder_asks_four_questions_of_25_actions_and_of_2500(sizes, django_assert_num_queries):
    for slug, number in (("few", FEW), ("many", MANY)):
        plan = Plan.objects.select_related("deciding_body").get(slug=slug)
        with django_assert_num_queries(4):
            assert len(build(plan).actions) == number


# The action's page also reads its timeline, and the row on which its verbs act; *What changed* what was read last, and the last
# step that it tells of.
AT_MOST = {
    "": 12,
    "?actions=all": 12,
    "?rating=R&is=late": 12,
    "objectives/1.1/": 12,
    "themes/1/": 12,
    "asks/": 12,
    "versions/1/": 12,
    "changes/": 15,
    "actions/1.1.1/": 14,
}


@pytest.mark.parametrize(("page", "most"), AT_MOST.items())
@pytest.mark.parametrize("reader", ["manager", "member"])
def test_a_page_asks_as_many_questions_of_2500_actions_as_of_25(sizes, client, reader, page, most):
    client.force_login(sizes[reader])
    few = queries_of(client, f"/plans/few/{page}")
    many = queries_of(client, f"/plans/many/{page}")
    assert len(many) == len(few) <= most, "\n".join(many)


@pytest.mark.parametrize("page", ["/plans/many/", "/plans/many/versions/1/", "/plans/many/versions/1/?actions=all"])
def test_a_versions_dashboard_asks_four_questions_beside_session_person_and_rights(sizes, client, page):
    client.force_login(sizes["member"])
    frame = ("django_session", "people_user", "plans_plan", "plans_planrole")
    asked = queries_of(client, page)
    beside = [sql for sql in asked if not any(f'FROM "{table}"' in sql for table in frame)]
    assert len(asked) - len(beside) <= 5, "\n".join(asked)
    assert len(beside) <= 4, "\n".join(asked)
