"""Versions are compared with digests kept outside: who changes a text and its digest alike in the database is found."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from reports.document import digest_of
from reports.models import KeptDocument
from tests.a_round import ARound


def told(**options) -> str:
    output = StringIO()
    call_command("verify_versions", stdout=output, **options)
    return output.getvalue()


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def listed(cast, tmp_path):
    """Two editions of a version, and the list of their digests."""
    round_ = ARound(cast).before_the_body()
    round_.re_rate(cast.action, "R")
    round_.consider()
    round_.issue()
    path = tmp_path / "digests.txt"
    assert f"2 digests written to {path}" in told(write=str(path))
    return path


def test_what_is_as_it_was_is_said_and_what_is_newer_too(cast, listed):
    assert "All 2 versions of the list are what they were." in told(against=str(listed))
    ARound(cast).open("May 2016").report_all().freeze()
    assert "; 1 newer ones are not in the list" in told(against=str(listed))


def test_a_version_altered_by_hand_is_named_also_with_its_digest_recomputed(listed):
    kept = KeptDocument.objects.get(edition=2)
    text = kept.text.replace("Two of five is not on track.", "All is well.")
    assert text != kept.text
    sql("UPDATE reports_keptdocument SET text = %s, digest = %s WHERE id = %s", text, digest_of(text), kept.pk)
    output = StringIO()
    with pytest.raises(CommandError, match="1 of 2 versions are not what they were"):
        call_command("verify_versions", against=str(listed), stdout=output)
    assert "plan the-plan, version 1, edition 2: its text was changed" in output.getvalue()


def test_a_version_that_is_gone_is_named(listed):
    sql("DELETE FROM reports_keptdocument WHERE edition = 1")
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_versions", against=str(listed), stdout=output)
    assert "version 1, edition 1: it is gone" in output.getvalue()


def test_a_list_is_not_replaced_and_what_is_none_is_told_so(listed, tmp_path):
    with pytest.raises(CommandError, match="there already"):
        told(write=str(listed))
    with pytest.raises(CommandError, match="cannot be read"):
        told(against=str(tmp_path / "nothing.txt"))
    listed.write_text("the-plan one 1 abc")
    with pytest.raises(CommandError, match="is no list of digests"):
        told(against=str(listed))


def test_each_paper_prints_the_digest_that_the_list_has(cast, listed):
    digests = {line.split()[3] for line in listed.read_text().splitlines() if not line.startswith("#")}
    assert KeptDocument.objects.get(edition=2).digest in digests
