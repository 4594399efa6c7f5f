"""A kept document is what it was when it was kept: whole, of one moment, and changed by nobody."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.extensions import ask_extension, grant_extension
from actions.models import Action
from plans.models import Plan, Step
from reports import document, versions
from reports.document import digest_of
from reports.models import KeptDocument
from reports.versions import DamagedDocument, issue_to_members, keep_todays_position, opened
from tests.conftest import TODAY, Cast, make_cast


@pytest.fixture
def version(cast: Cast) -> KeptDocument:
    versions._parsed.documents.clear()
    return issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def findings() -> list[str]:
    out = StringIO()
    try:
        call_command("check_records", stdout=out)
    except CommandError:
        return [line for line in out.getvalue().splitlines() if line.startswith(("kept document", "plan "))]
    return []


# --- of one moment -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_paper_of_today_is_read_under_the_plans_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two queries of the builder somebody would change the plan; the lock is taken before the first one."""
    cast = make_cast()
    locked = []
    build = document.build

    def watched(plan: Plan) -> document.PlanDocument:
        locked.append(connection.in_atomic_block)
        return build(plan)

    monkeypatch.setattr(versions, "build", watched)
    with CaptureQueriesContext(connection) as asked:
        keep_todays_position(cast.plan, cast.plan_manager)
    assert locked == [True]
    if connection.vendor == "postgresql":
        first = next(query["sql"] for query in asked.captured_queries if "FROM" in query["sql"])
        assert "FOR NO KEY UPDATE" in first


def test_what_changed_since_the_gate_read_the_plan_is_in_the_paper(cast: Cast) -> None:
    seen = cast.plan
    ask_extension(cast.action, to_on=TODAY.replace(month=9), category="capacity", because="Not written.", by=cast.officer,
                  recorded_by=cast.officer)  # fmt: skip
    grant_extension(Action.objects.get(pk=cast.action.pk), because="Agreed.", by=cast.chief_officer,
                    recorded_by=cast.chief_officer)  # fmt: skip
    made, kept = keep_todays_position(seen, cast.plan_manager)
    entry = made.action("1.4.3")
    assert (entry.times_extended, entry.extension_asked, len(entry.extensions_granted)) == (1, None, 1)
    assert kept.plan_version == Plan.objects.get(pk=seen.pk).version


def test_the_same_position_is_kept_once(cast: Cast) -> None:
    assert keep_todays_position(cast.plan, cast.plan_manager)[1] == keep_todays_position(cast.plan, cast.officer)[1]
    assert KeptDocument.objects.count() == 1


# --- changed by nobody ---------------------------------------------------------------------------


def test_a_version_whose_text_was_changed_is_shown_to_nobody(cast: Cast, version: KeptDocument, client) -> None:
    sql("UPDATE reports_keptdocument SET text = replace(text, 'strategy', 'tragedy')")
    client.force_login(cast.member)
    client.raise_request_exception = False
    for address in ("", "versions/1/", "actions/1.4.3/", "versions/1/papers/csv/", "versions/1/papers/word/"):
        answer = client.get(f"/plans/the-plan/{address}")
        assert answer.status_code == 500
        said = answer.content.decode()
        assert "This version cannot be shown" in said
        assert "restored from a backup" in said
        assert "tragedy" not in said
    with pytest.raises(DamagedDocument, match="Version 1, March 2016 of The Plan"):
        opened(KeptDocument.objects.get())


def test_a_kept_document_that_nobody_touched_agrees(cast: Cast, version: KeptDocument) -> None:
    keep_todays_position(cast.plan, cast.plan_manager)
    assert findings() == []


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ("text = replace(text, 'strategy', 'tragedy')", "its text does not have the digest"),
        ("label = 'April 2016'", "its number, label, day, correction, counts or ratings are not those of its text"),
        ("as_on = '2016-01-01'", "its number, label, day, correction, counts or ratings are not those of its text"),
        ("counts = '{}'", "its number, label, day, correction, counts or ratings are not those of its text"),
        (
            'gone = \'{"1.4.3": "moved"}\'',
            "its number, label, day, correction, counts or ratings are not those of its text",
        ),
        ("delay = '{}'", "its number, label, day, correction, counts or ratings are not those of its text"),
        ("ratings = '{}'", "its number, label, day, correction, counts or ratings are not those of its text"),
        ("number = 2", "its versions are not those that its steps issued"),
        ("plan_version = 1", "no step froze it"),
    ],
)
def test_a_kept_document_that_somebody_touched_is_named(version: KeptDocument, fault: str, finding: str) -> None:
    sql(f"UPDATE reports_keptdocument SET {fault}")
    found = findings()
    assert [line for line in found if finding in line and "restore it from a backup" in line], found


def test_a_text_changed_together_with_its_digest_is_found_by_what_stands_beside_it(version: KeptDocument) -> None:
    text = version.text.replace('"rating":""', '"rating":"G"')
    sql("UPDATE reports_keptdocument SET text = %s, digest = %s", text, digest_of(text))
    assert "counts or ratings are not those of its text" in findings()[0]


def test_a_version_that_is_gone_is_named(version: KeptDocument) -> None:
    sql("DELETE FROM reports_keptdocument")
    assert "plan the-plan: its versions are not those that its steps issued" in findings()[0]


def test_a_version_that_another_kept_is_named(cast: Cast, version: KeptDocument) -> None:
    sql("UPDATE reports_keptdocument SET kept_by_id = %s", cast.reader.pk)
    assert "tells another person, or another moment" in findings()[0]
    assert Step.objects.filter(verb="issue_to_members").count() == 1


def test_a_label_too_long_for_its_column_is_refused_on_both_databases(cast: Cast) -> None:
    with pytest.raises(versions.Refused, match="at most 100 characters"):
        issue_to_members(cast.plan, label="L" * 150, because="Considered.", **cast.as_manager())
    assert not KeptDocument.objects.exists()
