"""Of what is marked, those without the right read nothing anywhere; one with it reads all of it.

Every text field of the models under one action holds a word of its own, in the rows, in the steps and in two versions. The
action is marked each way, and each person goes over every page, file and error page that there is for them.
"""

import io

import pytest
from django.test import Client

from actions import evidence_store
from actions.evidence import Source
from actions.evidence_files import inspect
from actions.marking import of_action, of_evidence, of_update, text_beside
from actions.models import Action, Ask, Evidence, ProgressUpdate
from actions.updates import Figure, HelpNeeded
from plans.confirming import mail_link
from plans.marks import Marked, mark
from plans.models import Step
from reports import visible
from reports.models import Redaction
from reports.redaction import ask_redaction, redact
from reports.versions import keep_todays_position
from tests.a_release import issue, propose_and_confirm
from tests.a_round import ARound
from tests.actions.life import Life
from tests.conftest import TODAY, Cast
from tests.reports.canaries import canaries_in, canary, crawl, one_word_everywhere, put_in, put_under, starts

PEOPLE = (
    "plan_manager", "officer", "colleague", "officer_elsewhere", "chief_officer", "scrutineer", "member",
    "scrutiny_officer", "executive_member", "reader", "information_governance", "outsider", None,
)  # fmt: skip
# Who reads what is marked so; typed out from the table of the domain, and not asked of the program.
READ = {
    "restricted": {"plan_manager", "officer", "colleague", "chief_officer", "scrutineer", "executive_member"},
    "exempt": {"plan_manager", "officer", "colleague", "chief_officer"},
    "confidential": {"plan_manager", "officer", "colleague", "chief_officer"},
}


@pytest.fixture
def lived(cast: Cast) -> tuple[Action, set[str]]:
    """An action that has been through everything, with its canaries; two versions hold them."""
    life = Life(cast)
    content = io.BytesIO(b"Visited on,By\n2016-03-02,canaryinsideafilez\n")
    fit = inspect(content, "canarynameofafilez.csv")
    evidence_store.keep(fit, content)
    life.submit_update(
        criterion=cast.amber, rationale="At risk.", narrative="Two met.", brings_back="A writer.", brings_back_by=TODAY,
        help_needed=HelpNeeded("A letter", "The Director"),
    )  # fmt: skip
    life.answer_ask()
    for verb in (
        life.ask_extension, life.refuse_extension, life.add_milestone, life.note_fact, life.propose_move, life.refuse_move,
        life.reword,
    ):  # fmt: skip
        verb()
    life.add_evidence(source=Source(file=fit))
    life.to("complete").assurance_check()
    life.reopen()
    life.add_evidence()
    life.submit_update(
        criterion=cast.red, rationale="Late.", narrative="No.", brings_back="Two.", brings_back_by=TODAY,
        help_needed=HelpNeeded("A post", "The board"),
    )  # fmt: skip
    put = put_under(cast.action)
    issue(cast)
    propose_and_confirm(cast)
    round_ = ARound(cast).set_route().open()
    round_.report_all().freeze()
    put |= put_under(cast.action)
    return cast.action, put


def mark_it(cast: Cast, kind: str, what: Marked | None = None) -> None:
    of = {"paragraphs": ["1"], "review_on": TODAY.replace(year=2017)} if kind == "exempt" else {}
    mark(what or of_action(cast.action), kind=kind, because="canarymarkgroundz", **of, **cast.as_manager())


def client_of(cast: Cast, who: str | None) -> Client:
    client = Client(raise_request_exception=False)
    if who is not None:
        client.force_login(getattr(cast, who))
    return client


def read_by(cast: Cast, who: str | None, action: Action) -> dict[str, list[str]]:
    """``{canary: addresses where this person reads it}``."""
    found: dict[str, list[str]] = {}
    for address, answer in crawl(client_of(cast, who), starts(cast.plan.slug, action)):
        assert answer.status_code != 500, address
        for one in canaries_in(answer):
            found.setdefault(one, []).append(address)
    return found


@pytest.mark.parametrize("kind", READ)
def test_none_for_those_without_the_right(cast, lived, kind):
    action, _ = lived
    mark_it(cast, kind)
    for who in PEOPLE:
        if who not in READ[kind]:
            assert read_by(cast, who, action) == {}, who


def test_all_for_one_with_it(cast, lived):
    action, put = lived
    mark_it(cast, "confidential")
    found = read_by(cast, "plan_manager", action)
    assert put - found.keys() == OF_A_REPORT_REOPENED


# Of a report that was given back by reopening the steps tell, and no page the record itself.
OF_A_REPORT_REOPENED = {
    canary(f"signoff{name}")
    for name in (
        "decidedwords",
        "reportedwords",
        "verifiedwords",
        "decidedbecause",
        "reportedbecause",
        "verifiedbecause",
    )
}


@pytest.fixture
def updated(cast: Cast) -> tuple[ProgressUpdate, set[str]]:
    """An update with its ask, its evidence, what a body made of it and what came after; two versions hold it."""
    life = Life(cast)
    life.submit_update(
        criterion=cast.amber, rationale="At risk.", narrative="Two met.", brings_back="A writer.", brings_back_by=TODAY,
        forecast_on=TODAY.replace(year=2017), help_needed=HelpNeeded("A letter", "The Director"),
        figure=Figure("referrals", "61", "88", "case system"), shows_it="It is so.",
    )  # fmt: skip
    update = ProgressUpdate.objects.get()
    step = Step.objects.filter(kind="action", key=cast.action.pk).first()
    life.add_evidence(update=update, criterion="")
    life.answer_ask()
    after = Step.objects.filter(kind="action", key=cast.action.pk).exclude(pk=step.pk).filter(version__gt=step.version)
    rows = [
        ProgressUpdate.objects.filter(pk=update.pk), Ask.objects.filter(action=cast.action),
        Evidence.objects.filter(update=update),
    ]  # fmt: skip
    put = put_in(rows, Step.objects.filter(pk__in=[step.pk, *after.values_list("pk", flat=True)]))
    issue(cast)
    propose_and_confirm(cast)
    return update, put


@pytest.mark.parametrize("goes_on", [False, True], ids=["the latest", "an earlier one"])
def test_of_a_marked_update_none_for_those_without_the_right_and_all_for_one_with_it(cast, updated, goes_on):
    update, put = updated
    mark_it(cast, "exempt", of_update(update))
    if goes_on:
        Life(cast).submit_update(criterion=cast.red, rationale="Open words.", brings_back="Two.", brings_back_by=TODAY)
    ARound(cast).set_route().open().report(cast.action_elsewhere)
    for who in (
        "officer_elsewhere",
        "scrutineer",
        "member",
        "reader",
        "information_governance",
        "executive_member",
        None,
    ):
        found = read_by(cast, who, cast.action)
        assert found == {}, who
    assert put - read_by(cast, "chief_officer", cast.action).keys() == set()


def test_of_marked_evidence_and_of_a_text_none_for_those_without_the_right(cast):
    life = Life(cast)
    life.add_evidence()
    evidence = Evidence.objects.get()
    put = put_in([Evidence.objects.all()], Step.objects.filter(verb="add_evidence"))
    issue(cast)
    propose_and_confirm(cast)
    mark_it(cast, "confidential", of_evidence(evidence))
    mark_it(cast, "restricted", text_beside(cast.action, "canarytextofitsownz"))
    for who in ("officer_elsewhere", "member", "scrutiny_officer", "reader", "information_governance", None):
        assert read_by(cast, who, cast.action) == {}, who
    assert read_by(cast, "scrutineer", cast.action).keys() == {"canarytextofitsownz", "canarymarkgroundz"}
    assert (put | {"canarytextofitsownz", "canarymarkgroundz"}) - read_by(cast, "officer", cast.action).keys() == set()


def test_a_search_a_filter_and_a_count_tell_of_what_is_left(cast, lived):
    """One action of two is withheld: the counts are those of the other, and say that one is withheld."""
    mark_it(cast, "exempt")
    page = client_of(cast, "member").get(f"/plans/{cast.plan.slug}/").content.decode()
    assert "1 withheld" in page
    listed = client_of(cast, "member").get(f"/plans/{cast.plan.slug}/?actions=all").content.decode()
    assert "1.4.10" in listed
    assert "1.4.3" not in listed


def test_the_open_part_of_a_paper_holds_none_and_the_closed_part_all_that_its_reader_may_read(cast, lived):
    mark_it(cast, "exempt")
    client = client_of(cast, "plan_manager")
    for address in (f"/plans/{cast.plan.slug}/papers/word/", f"/plans/{cast.plan.slug}/papers/csv/"):
        assert canaries_in(client.post(address)) == set()
        closed = canaries_in(client.post(f"{address}?part=closed"))
        assert "canaryactionwordingz" in closed
    assert (
        client_of(cast, "reader").get(f"/plans/{cast.plan.slug}/versions/1/papers/word/?part=closed").status_code == 404
    )


def test_the_crawl_finds_what_nobody_takes_out(cast, lived, monkeypatch):
    """Were the filter gone, a member would read it: so the silence of the others is the filter's doing."""
    mark_it(cast, "exempt")
    monkeypatch.setattr(visible, "open_part", lambda document, withheld: document)
    assert "canaryactionwordingz" in read_by(cast, "member", cast.action)


def test_a_mail_about_what_is_marked_holds_a_reference_and_a_link(cast, lived, mailoutbox):
    mark_it(cast, "confidential")
    step = Life(cast).submit_update(
        criterion=cast.green,
        rationale="canaryreasonz",
        by=cast.lead,
        recorded_by=cast.plan_manager,
        received_by="phone",
    )
    assert mail_link(step, "https://plans.example.org")
    (mail,) = mailoutbox
    assert "1.4.3" in mail.body
    assert "canary" not in f"{mail.subject} {mail.body} {mail.extra_headers}".lower()


def test_after_a_redaction_none_for_anyone(cast, lived):
    """One word in every text under an action, in rows, copies, steps and a version: nobody reads it anywhere afterwards.

    That everything still verifies then is asked in test_redaction, of words that came by verbs.
    """
    one_word_everywhere(cast.action, "canaryofonenamez")
    keep_todays_position(cast.plan, cast.officer)  # what a paper was made from holds it too
    assert "canaryofonenamez" in read_by(cast, "plan_manager", cast.action)
    asked = ask_redaction(
        cast.plan, words="canaryofonenamez", kind="personal data", seen_where="1.4.3", because="A child is named.",
        **cast.as_manager(),
    )  # fmt: skip
    governs = {"by": cast.information_governance, "recorded_by": cast.information_governance}
    redact(Redaction.objects.get(pk=asked.key), because="It is a name.", **governs)
    for who in PEOPLE:
        assert "canaryofonenamez" not in read_by(cast, who, cast.action), who
