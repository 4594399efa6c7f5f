"""A correction is a new version that says which one it corrects and what was wrong. The corrected one stays as it is."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from actions.record_check import RecordCheck
from plans.models import Plan, Round, Step
from plans.rounds import Correction, refuse_false_correction
from plans.steps import Refused
from reports.document import from_json
from reports.models import KeptDocument
from reports.versions import issue_to_members
from tests.a_release import issue, propose_and_confirm
from tests.a_round import ARound
from tests.actions.conftest import Desk, cast, db, desk, errors, leaves_nothing
from tests.reports.reading import words
from tests.sending import everything

__all__ = ["cast", "db", "desk", "errors", "leaves_nothing"]

VERSIONS = "/plans/the-plan/versions/"
ISSUE = f"{VERSIONS}issue/"
WRONG = "The due date of 1.4.3 was a month too early."
SAID = Correction(1, WRONG)


@pytest.fixture
def manager(cast) -> Desk:
    return Desk(cast.plan_manager)


def shown(answer) -> str:
    return words(answer.content.decode())


def test_a_plan_without_a_route_says_it_when_it_issues(cast, manager):
    first = issue(cast, "January 2016")
    before = KeptDocument.objects.get(pk=first.pk)
    answer = manager.send(
        ISSUE, label="January 2016, corrected", corrects="1", corrects_words=WRONG, because="Seen by a school."
    )
    kept = KeptDocument.objects.get(number=2)
    assert (kept.corrects, kept.corrects_words) == (1, WRONG)
    document = from_json(kept.text)
    assert (document.corrects, document.corrects_words) == (1, WRONG)
    after = KeptDocument.objects.get(pk=first.pk)
    assert (after.text, after.digest) == (before.text, before.digest)
    page = shown(answer)
    assert f"2, January 2016, corrected corrects version 1: {WRONG}" in page
    assert f"1, January 2016 corrected by version 2: {WRONG}" in page
    assert Step.objects.filter(verb="issue_to_members").count() == 2
    assert list(RecordCheck().findings()) == []


def test_both_versions_say_so_at_the_top_and_no_other_page_does(cast):
    issue(cast, "January 2016")
    issue(cast, "January 2016, corrected", corrects=SAID)
    issue(cast, "March 2016")
    member = Desk(cast.member)
    for page in ("", "actions/1.4.3/", "objectives/1.4/", "themes/1/"):
        assert f"Corrected by version 2, January 2016, corrected: {WRONG}" in shown(member.read(f"{VERSIONS}1/{page}"))
        assert f"This version corrects version 1: {WRONG}" in shown(member.read(f"{VERSIONS}2/{page}"))
        assert WRONG not in shown(member.read(f"{VERSIONS}3/{page}"))
        assert WRONG not in shown(member.read(f"/plans/the-plan/{page}"))


def test_a_version_corrected_twice_names_both(cast):
    issue(cast, "January 2016")
    issue(cast, "Second", corrects=SAID)
    issue(cast, "Third", corrects=Correction(1, "So was the lead."))
    page = shown(Desk(cast.member).read(f"{VERSIONS}1/"))
    assert f"Corrected by version 2, Second: {WRONG}" in page
    assert "Corrected by version 3, Third: So was the lead." in page


def test_it_costs_the_page_of_a_version_no_query_more(cast):
    issue(cast, "January 2016")
    issue(cast, "March 2016")
    member = Desk(cast.member)
    member.read(f"{VERSIONS}1/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            member.read(f"{VERSIONS}1/")
        return len(queries)

    before = asked()
    issue(cast, "Corrected", corrects=SAID)
    assert asked() == before


def test_a_round_says_it_when_it_is_opened_and_it_goes_the_route_like_every_version(cast, manager):
    round_ = ARound(cast).before_the_body()
    round_.consider()
    round_.issue()
    page = "/plans/the-plan/rounds/open/"
    assert "It corrects version 1, April 2016" in manager.read(page).content.decode()
    manager.send(
        page,
        label="April 2016, corrected",
        corrects="1",
        corrects_words=WRONG,
        returns_due_on="11 April 2016",
        because="Seen.",
    )
    opened = Round.objects.latest("number")
    assert (opened.corrects, opened.corrects_words) == (1, WRONG)
    assert f"Corrects version 1: {WRONG}" in shown(manager.read("/plans/the-plan/rounds/2/"))
    round_.report_all().freeze()
    member = Desk(cast.member)
    assert WRONG not in shown(member.read(f"{VERSIONS}1/"))  # before the body it is nobody's correction yet
    assert "corrects" not in manager.read(ISSUE).context["form"].fields
    round_.consider()
    assert f"This one corrects version 1: {WRONG}" in shown(manager.read(ISSUE))
    manager.send(ISSUE, because="For the commission.")
    kept = KeptDocument.objects.versions().get(number=2)
    assert (kept.corrects, from_json(kept.text).corrects_words) == (1, WRONG)
    assert f"Corrected by version 2, April 2016, corrected: {WRONG}" in shown(member.read(f"{VERSIONS}1/"))
    assert list(RecordCheck().findings()) == []


def test_an_edition_after_the_body_has_decided_still_says_what_it_corrects(cast):
    round_ = ARound(cast).before_the_body()
    round_.consider()
    round_.issue()
    round_.open("Corrected", corrects=SAID).report_all().freeze()
    round_.re_rate(cast.action, "R")
    round_.consider()
    round_.issue()
    assert [(kept.edition, kept.corrects) for kept in KeptDocument.objects.filter(number=2).order_by("edition")] == [
        (1, 1), (2, 1),
    ]  # fmt: skip


def test_its_papers_say_it(cast):
    issue(cast, "January 2016")
    issue(cast, "January 2016, corrected", corrects=SAID)
    member = Desk(cast.member)
    said = f"Version 2, January 2016, corrected. This version corrects version 1: {WRONG}"
    table = member.read(f"{VERSIONS}2/papers/csv/").content.decode("utf-8-sig")
    assert {row["Reading"] for row in csv.DictReader(io.StringIO(table))} == {said}
    paper = Document(io.BytesIO(member.read(f"{VERSIONS}2/papers/word/").content))
    assert any(said in paragraph.text for paragraph in paper.paragraphs)
    earlier = member.read(f"{VERSIONS}1/papers/csv/").content.decode("utf-8-sig")
    assert WRONG not in earlier


def test_public_pages_say_it_as_far_as_both_are_public(cast, client):
    issue(cast, "January 2016")
    issue(cast, "January 2016, corrected", corrects=SAID)
    propose_and_confirm(cast, 1)
    assert WRONG not in shown(client.get("/public/the-plan/versions/1/"))  # its correction is not public yet
    propose_and_confirm(cast, 2)
    assert f"Corrected by version 2, January 2016, corrected: {WRONG}" in shown(
        client.get("/public/the-plan/versions/1/")
    )
    page = client.get("/public/the-plan/").content.decode()
    assert f"This version corrects version 1: {WRONG}" in words(page)
    assert 'href="/public/the-plan/versions/1/"' in page
    page = shown(client.get("/public/the-plan/versions/"))
    assert f"2, January 2016, corrected corrects version 1: {WRONG}" in page
    assert f"corrected by version 2: {WRONG}" in page


def test_half_a_correction_is_asked_about_and_what_was_typed_stays(cast, manager, errors):
    issue(cast, "January 2016")
    answer = manager.send(ISSUE, label="Second", corrects="1", because="Seen.")
    assert errors(answer) == {"corrects_words": "Say what was wrong in it."}
    answer = manager.send(ISSUE, label="Second", corrects="", corrects_words=WRONG, because="Seen.")
    assert errors(answer) == {"corrects": "Say which version it corrects."}
    assert WRONG in answer.content.decode()
    assert KeptDocument.objects.count() == 1


@pytest.mark.parametrize("number", [1, 2, 0, -1])
def test_only_an_issued_version_is_corrected(cast, number):
    """Version 1 lies before a body, and the others are not there."""
    round_ = ARound(cast).before_the_body()
    with pytest.raises(Refused, match="was not issued to members"):
        refuse_false_correction(round_.plan, Correction(number, WRONG))


def test_what_a_round_corrects_is_not_said_again_when_it_is_issued(cast):
    round_ = ARound(cast).before_the_body()
    round_.consider()
    before = everything()
    plan = Plan.objects.get(pk=cast.plan.pk)
    with pytest.raises(Refused, match="said when it is opened"):
        issue_to_members(plan, because="So.", corrects=SAID, **cast.as_manager())
    assert everything() == before


def test_where_nothing_is_issued_nobody_is_asked(cast, manager):
    for page in (ISSUE, "/plans/the-plan/rounds/open/"):
        assert "corrects" not in manager.read(page).context["form"].fields
