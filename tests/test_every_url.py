"""Every address × every role: who gets the page, who is told it is not theirs, and for whom it does not exist.

The answers are typed out here and not asked of the table of rights. An address without a line fails.

    2 the page   X 403, not your verb   4 404, not there for you   3 on to another page (sign-in, or done)   5 405

Columns: plan manager, officer (leads 1.4.3), colleague (same organisation, leads nothing), officer elsewhere (leads 1.4.10),
chief officer, scrutineer, member, scrutiny officer, executive member, reader, information governance, outsider (manages
another plan), nobody signed in.
"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from actions import evidence_store
from actions.evidence import Source
from actions.evidence_files import inspect
from actions.extensions import ask_extension
from actions.marking import text_beside
from actions.models import Ask, Evidence
from actions.plan_file import open_plan_file
from actions.plan_import import keep_file
from actions.structure import add_action
from actions.updates import HelpNeeded, submit_update
from objectives.structure import add_workstream
from people.models import Post
from plans.marks import ask_lifting, mark, name_reader
from plans.models import Mark, MarkGrant, PlanRole, RatingCriterion, Step
from reports.models import Redaction
from reports.redaction import ask_redaction
from reports.versions import issue_to_members
from scrutiny.closing import begin_closing
from tests.a_release import issue, propose, propose_and_confirm
from tests.actions.life import Life
from tests.actions.plan_in_a_file import whole
from tests.conftest import TODAY, Cast

PEOPLE = (
    "plan_manager", "officer", "colleague", "officer_elsewhere", "chief_officer", "scrutineer", "member",
    "scrutiny_officer", "executive_member", "reader", "information_governance", "outsider", None,
)  # fmt: skip
CODES = {200: "2", 403: "X", 404: "4", 302: "3", 405: "5"}

# name, words of the address (see ``places``), answers to GET, answers to an empty POST
#                                                                        POCECSMSERIO-  POCECSMSERIO-
#                                                                        MFLHHCEOXEGU   MFLHHCEOXEGU
LINES = """
reports:dashboard              plan                                      2222222222243  5555555555555
reports:theme                  plan number                               2222222222243  5555555555555
reports:objective              plan objective                            2222222222243  5555555555555
reports:action                 plan action                               2222222222243  5555555555555
reports:ask-list               plan                                      2222222222243  5555555555555
reports:rating-key             plan                                      2222222222243  5555555555555
reports:version-dashboard      plan version                              2222222222243  5555555555555
reports:version-theme          plan version number                       2222222222243  5555555555555
reports:version-objective      plan version objective                    2222222222243  5555555555555
reports:version-action         plan version action                       2222222222243  5555555555555
reports:version-ask-list       plan version                              2222222222243  5555555555555
reports:version-rating-key     plan version                              2222222222243  5555555555555
reports:version-list           plan                                      2222222222243  5555555555555
reports:version-issue          plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
reports:paper-list             plan                                      2222222222243  5555555555555
reports:paper-word             plan                                      5555555555555  2222222222243
reports:paper-csv              plan                                      5555555555555  2222222222243
reports:version-paper-list     plan version                              2222222222243  5555555555555
reports:version-paper-word     plan version                              2222222222243  5555555555555
reports:version-paper-csv      plan version                              2222222222243  5555555555555
reports:my-work                -                                         2222222222223  5555555555555
reports:plan-list              -                                         2222222222223  5555555555555
reports:search                 -                                         2222222222223  5555555555555
reports:plan-list-csv          -                                         2222222222223  5555555555555
reports:help                   -                                         2222222222223  5555555555555
reports:help-for               role                                      2222222222223  5555555555555
plans:who-can-see-what         plan                                      2222222222243  5555555555555
plans:plan-new                 -                                         2XXXXXXXXXX23  2XXXXXXXXXX23
plans:plan-edit                plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:plan-put-in-force        plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:theme-add                plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:theme-reword             plan number                               2XXXXXXXXXX43  2XXXXXXXXXX43
plans:theme-remove             plan number                               2XXXXXXXXXX43  2XXXXXXXXXX43
plans:criterion-list           plan                                      2XXXXXXXXXX43  5555555555555
plans:criterion-add            plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:criterion-retire         plan key=criterion                        2XXXXXXXXXX43  2XXXXXXXXXX43
plans:people                   plan                                      2XXXXXXXXXX43  5555555555555
plans:person-invite            plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:invitation-send          plan person                               5555555555555  3XXXXXXXXXX43
plans:person-leaving           plan person                               2XXXXXXXXXX43  2XXXXXXXXXX43
plans:role-give                plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:role-give-to-body        plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:role-end                 plan key=role                             2XXXXXXXXXX43  2XXXXXXXXXX43
plans:post-list                plan                                      2XXXXXXXXXX43  5555555555555
plans:post-add                 plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:post-hold                plan key=post                             2XXXXXXXXXX43  2XXXXXXXXXX43
plans:post-end                 plan key=post                             2XXXXXXXXXX43  2XXXXXXXXXX43
plans:meeting-list             plan                                      2XXXXXXXXXX43  5555555555555
plans:meeting-record           plan                                      2XXXXXXXXXX43  2XXXXXXXXXX43
plans:draft-save               -                                         5555555555555  XXXXXXXXXXXXX
actions:plan-bring-in          -                                         2XXXXXXXXXX23  2XXXXXXXXXX23
actions:plan-template          -                                         2XXXXXXXXXX23  5555555555555
actions:plan-import            key=import                                2XXXXXXXXXX43  2XXXXXXXXXX43
actions:plan-import-throw-away  key=import                               5555555555555  3XXXXXXXXXX43
objectives:objective-add       plan number                               2XXXXXXXXXX43  2XXXXXXXXXX43
objectives:objective-reword    plan objective                            2XXXXXXXXXX43  2XXXXXXXXXX43
objectives:objective-reassign  plan objective                            2XXXXXXXXXX43  2XXXXXXXXXX43
objectives:objective-renumber  plan objective                            2XXXXXXXXXX43  2XXXXXXXXXX43
objectives:objective-remove    plan objective                            2XXXXXXXXXX43  2XXXXXXXXXX43
objectives:workstream-add      plan objective                            2XXXXXXXXXX43  2XXXXXXXXXX43
objectives:workstream-end      plan key=workstream                       2XXXXXXXXXX43  2XXXXXXXXXX43
actions:structure              plan                                      2XXXXXXXXXX43  5555555555555
actions:action-add             plan objective                            2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-edit            plan action                               2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-remove          plan action                               2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-update          plan action                               222XXXXXXXX43  222XXXXXXXX43
actions:action-update          plan action=elsewhere                     2XX2XXXXXXX43  2XX2XXXXXXX43
actions:action-ask-extension   plan action                               222XXXXXXXX43  222XXXXXXXX43
actions:action-ask-extension   plan action=elsewhere                     2XX2XXXXXXX43  2XX2XXXXXXX43
actions:action-grant-extension  plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-refuse-extension plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-reword          plan action                               2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-correct         plan action                               2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-reassign        plan action                               2XXXXXXXXXX43  2XXXXXXXXXX43
actions:ask-answer             plan ask                                  2XXXXXXXXXX43  2XXXXXXXXXX43
actions:milestone-add          plan action                              222XXXXXXXX43  222XXXXXXXX43
actions:evidence-add           plan action                              222XXXXXXXX43  222XXXXXXXX43
actions:fact-note              plan action                              222XXXXXXXX43  222XXXXXXXX43
actions:action-take-back       plan action                              222XXXXXXXX43  222XXXXXXXX43
actions:milestone-reach        plan milestone                           222XXXXXXXX43  222XXXXXXXX43
actions:milestone-redate       plan milestone                           222XXXXXXXX43  222XXXXXXXX43
actions:milestone-drop         plan milestone                           222XXXXXXXX43  222XXXXXXXX43
actions:evidence-withdraw      plan evidence                            222XXXXXXXX43  222XXXXXXXX43
actions:fact-change            plan fact                                222XXXXXXXX43  222XXXXXXXX43
actions:fact-end               plan fact                                222XXXXXXXX43  222XXXXXXXX43
actions:action-report-complete plan action                              22XXXXXXXXX43  22XXXXXXXXX43
actions:action-verify          plan action                              XXX2X2XXXXX43  XXX2X2XXXXX43
actions:action-verify          plan action=elsewhere                    222X22XXXXX43  222X22XXXXX43
actions:action-refuse-verification plan action                              XXX2X2XXXXX43  XXX2X2XXXXX43
actions:action-refuse-verification plan action=elsewhere                    222X22XXXXX43  222X22XXXXX43
actions:action-check           plan action                              XXX2X2XXXXX43  XXX2X2XXXXX43
actions:action-check           plan action=elsewhere                    222X22XXXXX43  222X22XXXXX43
actions:action-waive-verification plan action                              2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-sign-off        plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-return-report   plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-reopen          plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-agree-move      plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-refuse-move     plan action                              2XXX2XXXXXX43  2XXX2XXXXXX43
actions:action-move            plan action                              2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-accept-outside  plan action                              2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-supersede       plan action                              2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-withdraw        plan action                              2XXXXXXXXXX43  2XXXXXXXXXX43
actions:move-in-list           plan                                     2XXXXXXXXXX43  5555555555555
actions:move-in-accept         plan move                                2XXXXXXXXXX43  2XXXXXXXXXX43
actions:move-in-refuse         plan move                                2XXXXXXXXXX43  2XXXXXXXXXX43
actions:several-choose         plan                                     22222XXXXXX43  5555555555555
actions:several-do             plan gesture                             22222XXXXXX43  22222XXXXXX43
plans:plan-rules               plan                                     2XXXXXXXXXX43  2XXXXXXXXXX43
plans:step-confirm             plan step                                XXXX2XXXXXX43  XXXX2XXXXXX43
plans:step-dispute             plan step                                XXXX2XXXXXX43  XXXX2XXXXXX43
reports:evidence-file          plan evidence                            2222222222243  5555555555555
reports:version-evidence-file  plan version evidence                    2222222222243  5555555555555
reports:closing                plan                                     2222222222243  5555555555555
reports:audit-csv              plan                                     2222222222243  5555555555555
reports:comparison             plan                                     2222222222243  5555555555555
reports:comparison-csv         plan                                     2222222222243  5555555555555
reports:comparison-word        plan                                     5555555555555  2222222222243
reports:comparison-read        plan                                     5555555555555  3333333333343
reports:version-closing        plan version                             2222222222243  5555555555555
reports:closing-statement      plan closing                             4444444444443  5555555555555
reports:route-set              plan                                     2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-open             plan                                     2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-change           plan number=round                        2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-give-up          plan number=round                        2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-freeze           plan number=round                        2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-mended           plan number=frozen                       2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-considered       plan number=frozen                       2XXXXXXXXXX43  2XXXXXXXXXX43
reports:round-not-considered   plan number=frozen                       2XXXXXXXXXX43  2XXXXXXXXXX43
reports:entry-return           plan number=frozen action                2XXXXXXXXXX43  2XXXXXXXXXX43
reports:entry-rate             plan number=frozen action                2XXXXXXXXXX43  2XXXXXXXXXX43
reports:no-return              plan number=round post                   22XXXXXXXXX43  22XXXXXXXXX43
reports:round-remind           plan number=round                        2XXXXXXXXXX43  3XXXXXXXXXX43
reports:mail-list              plan                                     2XXXXXXXXXX43  5555555555555
plans:my-mails                 -                                        2222222222223  3333333333333
reports:my-return              plan                                     222222XX2XX43  333333XX3XX43
reports:return-fill-in         plan number=round post                   222XXXXXXXX43  333XXXXXXXX43
reports:round-list             plan                                     222222XX2XX43  5555555555555
reports:round                  plan number=round                        222222XX2XX43  5555555555555
reports:round-table            plan number=frozen                       2222224424443  5555555555555
reports:redaction-list         plan                                     2222222222243  5555555555555
reports:redaction-ask          plan                                     2222222222243  2222222222243
reports:redaction-do           plan key=redaction                       XXXXXXXXXX243  XXXXXXXXXX243
reports:redaction-refuse       plan key=redaction                       XXXXXXXXXX243  XXXXXXXXXX243
actions:action-rhythm          plan action                              2XXXXXXXXXX43  2XXXXXXXXXX43
actions:action-mark            plan action                              222X2XXXXXX43  222X2XXXXXX43
reports:mark-list              plan                                     2222222222243  5555555555555
reports:mark                   plan key=mark                            2224224424243  5555555555555
reports:reading-log            plan                                     XXXXXXXXXX243  5555555555555
plans:mark-confirm             plan key=mark                            XXX4XX44X4X43  XXX4XX44X4X43
plans:mark-release             plan key=mark                            XXX4XX44X4X43  XXX4XX44X4X43
plans:mark-name-reader         plan key=mark                            22242XXXXXX43  22242XXXXXX43
plans:mark-end-grant           plan key=grant                           22242XXXXXX43  22242XXXXXX43
plans:mark-ask-lifting         plan key=mark                            22242XXXXXX43  22242XXXXXX43
plans:mark-lift                plan key=mark                            XXXXXXXXXX243  XXXXXXXXXX243
plans:mark-keep                plan key=mark                            XXXXXXXXXX243  XXXXXXXXXX243
scrutiny:closing-begin         plan                                     2XXXXXXXXXX43  2XXXXXXXXXX43
scrutiny:closing-give-up       plan                                     2XXXXXXXXXX43  2XXXXXXXXXX43
scrutiny:closing-close         plan                                     2XXXXXXXXXX43  2XXXXXXXXXX43
scrutiny:closing-account       plan kind key=objective                  2XXXXXXXXXX43  2XXXXXXXXXX43
scrutiny:closing-confirm       plan officer                             2XXX2XXXXXX43  2XXX2XXXXXX43
scrutiny:closing-replace       plan officer                             2XXXXXXXXXX43  2XXXXXXXXXX43
scrutiny:plan-reopen           plan                                     2XXX2XXXXXX43  2XXX2XXXXXX43
reports:release-propose        plan version=new                         2XXXXXXXXXX43  2XXXXXXXXXX43
reports:release-confirm        plan version=proposed                    XXXX2XXXXXX43  XXXX2XXXXXX43
reports:release-refuse         plan version=proposed                    2XXX2XXXXXX43  2XXX2XXXXXX43
reports:release-withdraw       plan version                             2XXX2XXXXX243  2XXX2XXXXX243
reports:public-list            -                                        2222222222222  5555555555555
reports:public-dashboard       plan                                     2222222222222  5555555555555
reports:public-theme           plan number                              2222222222222  5555555555555
reports:public-objective       plan objective                           2222222222222  5555555555555
reports:public-action          plan action                              2222222222222  5555555555555
reports:public-csv             plan                                     2222222222222  5555555555555
reports:public-json            plan                                     2222222222222  5555555555555
reports:public-version-list    plan                                     2222222222222  5555555555555
reports:public-version-dashboard plan version                             2222222222222  5555555555555
reports:public-version-theme   plan version number                      2222222222222  5555555555555
reports:public-version-objective plan version objective                   2222222222222  5555555555555
reports:public-version-action  plan version action                      2222222222222  5555555555555
reports:public-version-csv     plan version                             2222222222222  5555555555555
reports:public-version-json    plan version                             2222222222222  5555555555555
reports:public-comparison      plan before after                        2222222222222  5555555555555
people:accessibility           -                                         2222222222222  5555555555555
people:privacy                 -                                         2222222222222  5555555555555
people:contact                 -                                         2222222222222  5555555555555
people:health                  -                                         2222222222222  5555555555555
"""

# Pages of the sign-in library: it guards them itself, and tests/people/test_sign_in.py goes through them.
OF_SIGN_IN = {
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate", "account_email",
    "account_email_verification_sent", "account_change_password", "account_set_password", "account_reset_password",
    "account_confirm_login_code", "account_confirm_email", "account_reset_password_from_key_done",
    "account_reset_password_from_key", "account_reset_password_done", "account_request_login_code",
}  # fmt: skip
ROWS = [line.rsplit(maxsplit=2) for line in LINES.strip().splitlines()]


def every_name(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every URL name that the resolver knows, but for the Django admin's (tests/plans/test_administration.py)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from every_name(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_has_a_line() -> None:
    written = {place.split()[0] for place, _, _ in ROWS}
    assert set(every_name()) == written | OF_SIGN_IN


@pytest.fixture
def places(cast: Cast) -> dict[str, Any]:
    """What an address can name, on a plan that was issued and has one of everything."""
    help_needed = HelpNeeded("A data extract.", "The Police")
    submit_update(
        cast.action, criterion=cast.red, rationale="No strategy yet.", brings_back="A writer starts.", brings_back_by=TODAY,
        help_needed=help_needed, by=cast.officer, recorded_by=cast.officer,
    )  # fmt: skip
    content = io.BytesIO(b"Visited on,By\n2016-03-02,Early help\n")
    fit = inspect(content, "Visits.csv")
    evidence_store.keep(fit, content)
    Life(cast).add_evidence(source=Source(file=fit))
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    _made_public(cast)
    later = TODAY.replace(month=9)
    ask_extension(
        cast.action, to_on=later, category="capacity", because="Not written.", by=cast.officer, recorded_by=cast.officer
    )
    workstream = add_workstream(cast.objective, name="E-safety", because="Agreed.", **cast.as_manager())
    beyond = _whole_life(cast)
    return {
        **beyond,
        "plan": "the-plan",
        "number": 1,
        "objective": "1.4",
        "action": "1.4.3",
        "action=elsewhere": "1.4.10",
        "version": 1,
        "before": 1,
        "after": 2,
        "version=proposed": 3,
        "version=new": 4,
        "role": "member",
        "person": cast.reader.pk,
        "ask": Ask.objects.get().pk,
        "key=criterion": RatingCriterion.objects.filter(plan=cast.plan).first().pk,
        "key=role": PlanRole.objects.filter(plan=cast.plan, role="reader").get().pk,
        "key=post": Post.objects.get(title="Early Help Manager").pk,
        "key=workstream": workstream.pk,
        "key=import": keep_file(open_plan_file(io.BytesIO(whole()), "Plan.xlsx"), person=cast.plan_manager).pk,
    }


def _made_public(cast: Cast) -> None:
    """Versions 1 and 2 are public, 3 is proposed, 4 is for members alone."""
    for label in ("April 2016", "May 2016", "June 2016"):
        issue(cast, label)
    propose_and_confirm(cast, 1)
    propose_and_confirm(cast, 2)
    propose(cast, 3)


def _whole_life(cast: Cast) -> dict[str, Any]:
    """Records that addresses name, a move into this plan, a step recorded for the chief officer, and a closing that goes on."""
    life = Life(cast)
    life.add_milestone()
    life.note_fact()
    life.lay_before_the_body()
    moving = add_action(
        life.place(),
        reference="9.1",
        wording="It goes on elsewhere.",
        lead_post=cast.lead,
        because="So.",
        **life.receiving,
    )
    theirs = life.of(moving)
    theirs.propose_move()
    theirs.agree_move()
    other = life.of(cast.action_elsewhere)
    other.ask_extension(**cast.as_manager())
    other.grant_extension(
        by=cast.chief_officer, recorded_by=cast.plan_manager, agreed_at=None, minute="", received_by="phone"
    )
    beside = text_beside(cast.action, "Not for everyone.")
    marked = mark(beside, kind="restricted", because="Named partners alone.", **cast.as_manager())
    of_it = Mark.objects.get(pk=marked.key)
    name_reader(of_it, reader=cast.colleague, because="To know it.", **cast.as_manager())
    ask_lifting(of_it, because="It is known by now.", **cast.as_manager())
    reader = {"by": cast.reader, "recorded_by": cast.reader, "because": "It names a child."}
    ask_redaction(cast.plan, words="A Name", kind="personal data", seen_where="1.4.3", **reader)
    closing = begin_closing(cast.plan, officers=[cast.chief_officer], because="Three years.", **cast.as_manager())
    return {
        "milestone": life.milestone().pk,
        "fact": life.fact().pk,
        "evidence": Evidence.objects.get().pk,
        "move": theirs.move().pk,
        "step": Step.objects.get(verb="grant_extension").pk,
        "gesture": "lead",
        "kind": "objective",
        "key=objective": cast.objective.pk,
        "officer": closing.officers.get().pk,
        "closing": closing.pk,
        "key=mark": of_it.pk,
        "key=grant": MarkGrant.objects.get().pk,
        "post": cast.lead.pk,
        "key=redaction": Redaction.objects.get().pk,
        "number=round": 1,
        "number=frozen": 1,
    }


def address(name: str, words: list[str], places: dict[str, Any]) -> str:
    return reverse(name, kwargs={word.split("=")[0]: places[word] for word in words if word != "-"})


def clients(cast: Cast) -> list[Client]:
    """One client for each of PEOPLE."""
    found = []
    for who in PEOPLE:
        client = Client()
        if who:
            client.force_login(getattr(cast, who))
        found.append(client)
    return found


def codes(answers: list[Any]) -> str:
    return "".join(CODES.get(answer.status_code, "?") for answer in answers)


def test_every_address_answers_each_role_as_it_should(cast: Cast, places: dict[str, Any]) -> None:
    everybody = clients(cast)
    wrong = []
    for place, expected, _ in ROWS:
        name, *words = place.split()
        path = address(name, words, places)
        found = codes([client.get(path) for client in everybody])
        if found != expected:
            wrong.append(f"GET  {place:<70}{expected} but {found}")
    assert not wrong, "\n".join(["", *wrong])


def test_every_empty_post_is_answered_as_it_should(cast: Cast, places: dict[str, Any]) -> None:
    everybody = clients(cast)
    wrong = []
    for place, _, expected in ROWS:
        name, *words = place.split()
        path = address(name, words, places)
        found = codes([client.post(path) for client in everybody])
        if found != expected:
            wrong.append(f"POST {place:<70}{expected} but {found}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_plan_that_is_not_yours_is_not_there(cast: Cast, places: dict[str, Any]) -> None:
    """Every address of another plan answers 404 to everybody with a role on this one alone, whatever it names."""
    everybody = clients(cast)[: PEOPLE.index("outsider")]
    for place, expected, _ in ROWS:
        name, *words = place.split()
        if "plan" in words:
            path = address(name, words, {**places, "plan": "another-plan"})
            asked = [client.post(path) if expected.startswith("5") else client.get(path) for client in everybody]
            assert codes(asked) == "4" * len(everybody), f"{place} of another plan"


def test_refusals_are_pages(cast: Cast, places: dict[str, Any], client: Client) -> None:
    """403, 404 and 405 come as pages in our look, with a way on."""
    client.force_login(cast.reader)
    for answer, words in (
        (client.get("/plans/the-plan/people/"), 403),
        (client.get("/plans/another-plan/"), 404),
        (client.post("/plans/the-plan/"), 405),
    ):
        assert answer.status_code == words
        page = answer.content.decode()
        assert "<h1>" in page
        assert 'id="main"' in page
        assert settings.STATIC_URL in page
    assert client.post("/plans/the-plan/").headers["Allow"] == "GET"
