"""Nobody is shut out: axe finds nothing on any page, in any state, on a wide screen or at 320 px, where nothing scrolls
sideways.

Every address of tests/test_every_url.py is visited as the role that sees most and as a member, on the sample, which is
full; on plans that are empty, half built and newly in force; and each form after it was sent empty. An address that is
neither visited nor excused fails.
"""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from axe_playwright_python.base import AXE_SCRIPT
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import Model
from django.http import QueryDict
from django.test import override_settings
from django.urls import URLPattern, resolve, reverse
from playwright.sync_api import Browser, Page, expect

from actions.evidence import Source, add_evidence
from actions.extensions import ask_extension, grant_extension, refuse_extension
from actions.leaving import agree_move, propose_move
from actions.models import Action, Ask, DatedFact, Evidence, Milestone, Move, PlanImport
from actions.plan_file import open_plan_file
from actions.plan_import import keep_file
from actions.plan_template import plan_template
from actions.sign_off import report_complete
from actions.structure import add_action
from actions.updates import submit_update
from config.administration import administration
from objectives.models import Workstream
from objectives.structure import add_objective
from people import clock
from people.accounts import account_without_password
from people.models import GovernanceBody, Meeting, Organisation, Post, User
from people.password_link import password_link
from plans.confirming import dispute
from plans.drafts import keep, new_token
from plans.models import Mark, MarkGrant, Plan, PlanRole, RatingCriterion, Role, Step
from plans.people_of_plan import grant_role
from plans.structure import add_criterion, add_theme, create_plan, edit_plan, put_in_force
from reports.models import KeptDocument, Redaction
from reports.public import make_public
from reports.versions import DamagedDocument
from scrutiny.closing import account_for, begin_closing
from tests.actions.plan_in_a_file import WHOLE
from tests.browser.conftest import WIDE, new_context, session_of
from tests.conftest import NOW
from tests.test_every_url import OF_SIGN_IN, PEOPLE, ROWS, every_name

NARROW = {"width": 320, "height": 640}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}

EXCUSED = {
    "people:health": "two letters for a machine",
    "plans:draft-save": "answers a script, never a person",
    "plans:invitation-send": "a button of the page of people; its answer is that page",
    "actions:plan-template": "a file",
    "actions:plan-import-throw-away": "a button of the page of the file; its answer is another page",
    "reports:paper-word": "a button of the page of papers; its answer is a file",
    "reports:paper-csv": "a button of the page of papers; its answer is a file",
    "reports:version-paper-word": "a file",
    "reports:version-paper-csv": "a file",
    "reports:evidence-file": "a file",
    "reports:version-evidence-file": "a file",
    "reports:closing-statement": "a file, once the plan is closed",
    "reports:comparison-csv": "a file",
    "reports:comparison-word": "a button of the page of what changed; its answer is a file",
    "reports:comparison-read": "a button of the page of what changed; its answer is that page",
    "reports:plan-list-csv": "a file",
    "reports:audit-csv": "a file",
    **{f"reports:public-{page}": "a file" for page in ("csv", "json", "version-csv", "version-json")},
}

# --- what is looked at ---------------------------------------------------------------------------


def problems(page: Page) -> list[str]:
    """What axe finds on the page as it stands, wide and narrow, and whether it scrolls sideways at 320 px."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        at = f"{size['width']} px"
        for violation in page.evaluate("async (rules) => (await axe.run(rules)).violations", RULES):
            found += [f"{at}: {violation['id']}: {node['html'][:300]}" for node in violation["nodes"]]
        if size is NARROW and (too_wide := page.evaluate(WHAT_STICKS_OUT)):
            found.append(f"{at}: scrolls sideways: {too_wide}")
    page.set_viewport_size(WIDE)
    return found


# What is cut off by its own scrolling frame may be as wide as it likes.
WHAT_STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const out = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return out.slice(-3).map((one) => one.outerHTML.slice(0, 200)).join(" … ") || "the page";
}"""


def assert_open_to_everybody(page: Page) -> None:
    found = problems(page)
    assert not found, "\n  ".join([f"{page.url} “{page.title()}”", *found])
    assert page.locator("h1").count() == 1, f"{page.url} has not one heading of the first level"


# --- who and what there is -----------------------------------------------------------------------


@dataclass
class Standing:
    """The sample, three more plans, and who looks at them."""

    people: dict[str, User | None]
    places: dict[str, dict[str, Any]]  # plan → what its addresses can name
    pages: dict[str, Page] = field(default_factory=dict)


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """These tests read one and the same set of rows; another thread serves it, so it stands in the database for real."""
    with django_db_blocker.unblock(), override_settings(SAMPLE=True):
        call_command("load_sample", stdout=StringIO())
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def standing(db: None, browser: Browser, site: str) -> Iterator[Standing]:
    with clock.at(NOW):
        people = {name: User.objects.get(email=f"{address}@example.org") for name, address in ACCOUNTS.items()}
        build_more_plans(people["plan_manager"])
        let_more_wait(people["plan_manager"], people["chief_officer"])
        seen = Standing({**people, "nobody": None}, {"full": places_of_sample(), **PLACES})
    contexts = []
    for name, person in seen.people.items():
        context = new_context(browser, site)
        if person:
            context.add_cookies([session_of(person)])
        contexts.append(context)
        seen.pages[name] = context.new_page()
    yield seen
    for context in contexts:
        context.close()


ACCOUNTS = {
    "plan_manager": "plan.manager",
    "officer": "officer",
    "chief_officer": "chief.officer",
    "member": "member",
    "scrutiny_officer": "scrutiny.officer",
    "outsider": "outsider",
    "reader": "reader",
    "administrator": "administrator",
    "information_governance": "information.governance",
    "proper_officer": "proper.officer",
}

PLACES = {
    "empty": {"plan": "empty-plan"},
    "half built": {"plan": "half-built-plan", "number": 1, "objective": "1.1", "action": "1.1.1"},
    "new": {"plan": "new-plan", "number": 1, "objective": "1.1", "action": "1.1.1"},
    "no actions": {"plan": "plan-without-actions", "number": 1, "objective": "1.1"},
}


def build_more_plans(manager: User) -> None:
    """An empty draft; a draft half built; a plan in force of which nothing was reported or issued; one without actions."""
    how = {"by": manager, "recorded_by": manager}
    body = GovernanceBody.objects.order_by("pk").last()
    post = Post.objects.filter(ended_on__isnull=True).first()

    def plan(slug: str) -> Plan:
        return create_plan(slug=slug, title=slug.replace("-", " ").title(), short_title=slug, because="New.", **how)

    plan("empty-plan")
    for slug in ("half-built-plan", "new-plan", "plan-without-actions"):
        built = plan(slug)
        for rating in "RAG":
            add_criterion(built, rating=rating, words=f"A sentence for {rating}.", **how)
        theme = add_theme(built, number=1, title="The one theme", **how)
        objective = add_objective(theme, reference="1.1", wording="Something is better.", accountable_post=post, **how)
        if slug != "plan-without-actions":
            add_action(objective, reference="1.1.1", wording="Do it.", lead_post=post, **how)
        if slug != "half-built-plan":
            edit_plan(built, changes={"deciding_body": body}, **how)
            put_in_force(built, because="Adopted.", **how)
            grant_role(
                built, role=Role.MEMBER, holder=User.objects.get(email="member@example.org"), because="New.", **how
            )


def let_more_wait(manager: User, chief: User) -> None:
    """What the sample does not leave waiting: a report of another organisation, a move in, a decision to confirm, a closing."""
    how = {"by": manager, "recorded_by": manager}
    plan, other = Plan.objects.get(slug="cse-delivery-plan"), Plan.objects.get(slug="cyps-improvement-plan")

    def action(reference: str, of: Plan = plan) -> Action:
        return Action.objects.select_related("plan", "lead_post__holder").get(plan=of, reference=reference)

    reported = action("2.1.3")
    lead = {"by": reported.lead_post.holder, "recorded_by": reported.lead_post.holder}
    for criterion in reported.success_criteria_lines:
        add_evidence(
            action("2.1.3"), source=Source(held_where="Health trust"), what="Log", shows="All of it.", criterion=criterion,
            **lead,
        )  # fmt: skip
    report_complete(action("2.1.3"), done_on=clock.today(), because="All are offered one.", **lead)
    board = Meeting.objects.filter(body=other.deciding_body_id).first()
    propose_move(action("1.1.2", other), to_plan=plan, because="It belongs there.", **how)
    agree_move(action("1.1.2", other), because="Yes.", by=board.body, recorded_by=manager, agreed_at=board)
    ask_extension(
        action("3.1.1"), to_on=dt.date(2016, 12, 30), category="capacity", because="Two reviewers are ill.", **how
    )
    grant_extension(action("3.1.1"), because="Agreed.", by=chief, recorded_by=manager, received_by="phone")
    ask_extension(action("3.1.1"), to_on=dt.date(2017, 3, 31), category="capacity", because="One is ill still.", **how)
    refused = refuse_extension(
        action("3.1.1"), because="Not twice.", by=chief, recorded_by=manager, received_by="phone"
    )
    dispute(refused, because="It was not refused yet.", by=chief, recorded_by=chief)
    make_public(plan, version=1, from_on=clock.today(), because="The first one too.", **how)
    closing = begin_closing(plan, officers=[chief], because="Three years are over.", **how)
    account_for(closing, plan.objectives.last(), carried_words="The board", because="Its daily work.", **how)


def file_of(manager: User) -> PlanImport:
    """A plan in a file, as it was sent, led by a post of the sample; the dates in words are noted."""
    post = Post.objects.filter(ended_on__isnull=True).select_related("organisation").first()
    led = {"post": post.title, "organisation": post.organisation.name}
    rows = {
        **WHOLE,
        "Objectives": [{**row, **led, "body": ""} for row in WHOLE["Objectives"]],
        "Workstreams": [],
        "Actions": [{**row, **led} for row in WHOLE["Actions"]],
    }
    return keep_file(open_plan_file(io.BytesIO(plan_template(rows=rows)), "Safety plan.xlsx"), person=manager)


def places_of_sample() -> dict[str, Any]:
    plan = Plan.objects.get(slug="cse-delivery-plan")
    asked = Action.objects.filter(plan=plan, extension_asked_to__isnull=False).first()
    return {
        "plan": plan.slug,
        "number": 1,
        "number=round": 4,
        "number=frozen": 3,
        "post": Post.objects.get(title="Healthy Schools Lead").pk,
        "objective": "1.4",
        "action": asked.slug,
        "action=elsewhere": "2.1.3",
        "milestone": Milestone.objects.open().filter(plan=plan).first().pk,
        "fact": DatedFact.objects.standing().filter(plan=plan).exclude(kind="hard end").first().pk,
        "evidence": Evidence.objects.standing().filter(plan=plan, kind="file").first().pk,
        "move": Move.objects.open().get(to_plan=plan).pk,
        "step": Step.objects.get(verb="grant_extension", by_person__isnull=False, received_by="phone").pk,
        "gesture": "move",
        "kind": "objective",
        "key=objective": plan.objectives.first().pk,
        "officer": plan.named_officers.first().pk,
        "action=officer": Action.objects.filter(plan=plan, lead_post__holder__email="officer@example.org").first().slug,
        "version": plan.issued_version,
        "before": 2,
        "after": plan.issued_version,
        "version=proposed": 1,
        "version=new": 1,
        "role": "officer",
        "person": User.objects.get(email="officer@example.org").pk,
        "ask": Ask.objects.open().filter(action__plan=plan).first().pk,
        "key=criterion": RatingCriterion.objects.filter(plan=plan).standing().first().pk,
        "key=role": PlanRole.objects.filter(plan=plan, role=Role.READER).first().pk,
        "key=post": Post.objects.get(title="Healthy Schools Lead").pk,
        "key=import": file_of(User.objects.get(email="plan.manager@example.org")).pk,
        # Of the sample one mark is exempt and confirmed, the other waits to be lifted; one more waits for the proper officer.
        "key=mark": Mark.objects.get(plan=plan, lifting_asked_on__isnull=False).pk,
        "key=grant": MarkGrant.objects.filter(plan=plan).first().pk,
        "key=redaction": Redaction.objects.open().get(plan=plan).pk,
        "key=workstream": Workstream.objects.filter(plan=plan, ended_on__isnull=True).first().pk,
    }


# --- every address -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """One page: of which plan, by whom, by which name, with which words of the address."""

    plan: str
    who: str
    name: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.plan, self.who, self.name, *(word for word in self.words if "=" in word)))


# Who, besides the plan manager and the member, sees something of their own where.
ALSO = {
    "reports:my-work": ("officer", "chief_officer", "scrutiny_officer", "outsider"),
    "reports:plan-list": ("outsider",),
    "reports:action": ("officer", "chief_officer"),
    "actions:action-update": ("officer",),
    "actions:action-ask-extension": ("officer",),
    "actions:action-grant-extension": ("chief_officer",),
    "actions:action-refuse-extension": ("chief_officer",),
    "reports:my-return": ("officer",),
    "reports:no-return": ("officer",),
    "reports:return-fill-in": ("officer",),
    "plans:step-confirm": ("chief_officer",),
    "plans:step-dispute": ("chief_officer",),
    "scrutiny:closing-confirm": ("chief_officer",),
    "reports:release-confirm": ("chief_officer",),
    **{
        f"reports:public-{page}": ("nobody",)
        for page in (
            "list",
            "dashboard",
            "theme",
            "objective",
            "action",
            "version-list",
            "version-dashboard",
            "version-action",
            "comparison",
        )
    },
    "reports:mark-list": ("information_governance", "proper_officer"),
    "reports:mark": ("information_governance",),
    "reports:reading-log": ("information_governance",),
    "plans:mark-lift": ("information_governance",),
    "plans:mark-keep": ("information_governance",),
    "plans:mark-confirm": ("proper_officer",),
    "plans:mark-release": ("proper_officer",),
    "reports:redaction-do": ("information_governance",),
    "reports:redaction-refuse": ("information_governance",),
    "reports:redaction-list": ("information_governance",),
    "people:accessibility": ("nobody",),
    "people:privacy": ("nobody",),
    "people:contact": ("nobody",),
}


READERS = ("plan_manager", "member")

# Forms that ask or say something else in a draft, or where there is nothing yet.
OTHERWISE_ELSEWHERE = {
    "reports:version-issue", "plans:plan-put-in-force", "plans:theme-remove", "plans:criterion-add", "plans:meeting-record",
    "objectives:objective-add", "objectives:objective-remove", "objectives:objective-renumber", "actions:action-edit",
    "actions:action-remove", "actions:action-update", "actions:action-reword", "actions:action-grant-extension",
}  # fmt: skip


def visits() -> Iterator[Visit]:
    for place, to_get, to_post in ROWS:
        name, *words = place.split()
        if name in EXCUSED:
            continue
        readers = [who for who in READERS if to_get[PEOPLE.index(who)] == "2"]
        if "version" in words:  # read as it stands there whoever reads it
            readers = ["plan_manager"]
        for who in (*readers, *ALSO.get(name, ())):
            yield Visit("full", who, name, tuple(words))
        is_form = "2" in to_post
        for plan, named in PLACES.items():
            if (
                "plan" in words
                and set(words) <= set(named)
                and not name.startswith("reports:public-")
                and (not is_form or name in OTHERWISE_ELSEWHERE)
            ):
                for who in readers if plan == "new" else readers[:1]:
                    yield Visit(plan, who, name, tuple(words))


def forms() -> Iterator[Visit]:
    """Every address where the plan manager fills in a form."""
    column = PEOPLE.index("plan_manager")
    for place, to_get, to_post in ROWS:
        name, *words = place.split()
        if to_get[column] == to_post[column] == "2" and name not in EXCUSED:
            for plan, named in {"full": set(words), **PLACES}.items():
                if plan == "full" or (
                    plan == "half built" and name in OTHERWISE_ELSEWHERE and set(words) <= set(named)
                ):
                    yield Visit(plan, "plan_manager", name, tuple(words))


def go(standing: Standing, visit: Visit) -> Page:
    named, page = standing.places[visit.plan], standing.pages[visit.who]
    if visit.who == "proper_officer":
        named = {**named, "key=mark": Mark.objects.get(kind=Mark.Kind.EXEMPT).pk}
    if visit.who == "officer":
        named = {**named, "action": named["action=officer"], "action=elsewhere": "1.4.3"}
    address = reverse(visit.name, kwargs={word.split("=")[0]: named[word] for word in visit.words if word != "-"})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address} answers {answer.status} to {visit.who}"
    return page


def test_every_address_is_visited_or_excused() -> None:
    visited = {visit.name for visit in visits()}
    assert set(every_name()) == visited | set(EXCUSED) | OF_SIGN_IN
    assert not visited & set(EXCUSED)
    assert set(OF_SIGN_IN) == {name for _, names in ENTRANCES for name in names}


@pytest.mark.parametrize("visit", list(visits()), ids=str)
def test_every_page_is_open_to_everybody(standing: Standing, visit: Visit) -> None:
    assert_open_to_everybody(go(standing, visit))


@pytest.mark.parametrize(
    "query", ["", "?q=x", "?q=giraffe", "?q=school", "?q=1.4.3&plan=cse-delivery-plan", f"?q={'long+' * 50}"]
)
def test_every_state_of_the_search_is_open_to_everybody(standing: Standing, query: str) -> None:
    for who in READERS:
        page = standing.pages[who]
        assert opened(page, f"/search/{query}") == 200
        assert_open_to_everybody(page)


@pytest.mark.parametrize("where", ["", "objectives/1.4/", "actions/1.4.3/"])
def test_the_table_of_a_trend_is_open_to_everybody_once_it_is_unfolded(standing: Standing, where: str) -> None:
    page = standing.pages["plan_manager"]
    assert opened(page, f"/plans/cse-delivery-plan/{where}") == 200
    page.locator("section[aria-labelledby=trend] summary").click()
    page.locator("section[aria-labelledby=trend] table").wait_for()
    assert_open_to_everybody(page)


def test_every_state_of_my_return_is_open_to_everybody(standing: Standing) -> None:
    """Begun, prepared by a colleague, stopped with errors, and sent; each wide and one action at a time."""
    page, address = standing.pages["officer"], "/plans/cse-delivery-plan/my-return/"
    assert opened(page, address) == 200
    first, second = page.locator("[data-entry]:not(.return-sent)").nth(0), page.locator("[data-entry]").nth(1)
    first.locator("[data-rating=A]").first.check()
    second.locator("[data-rating=G]").first.check()
    second.locator("[name$=rationale]").fill("All of it was played.")
    with page.expect_navigation():
        page.get_by_role("button", name="Submit all that are ready").click()
    page.locator(".error-summary").wait_for()
    assert_open_to_everybody(page)
    assert opened(page, address) == 200
    expect(page.locator(".state-sent")).not_to_have_count(0)
    expect(page.locator(".state-prepared")).not_to_have_count(0)
    assert_open_to_everybody(page)
    page.get_by_role("button", name="Take it over").click()
    expect(page.locator("main")).to_contain_text("Read it through and change what you like.")
    assert_open_to_everybody(page)


# How many questions the page's form asks, all of them emptied.
EMPTIED = """() => {
  const questions = document.querySelectorAll(`main form:has([name=form_token])
    :is(input:not([type=hidden]), textarea, select)`);
  for (const box of questions) {
    if (box.type === "radio" || box.type === "checkbox") box.checked = false;
    else box.value = "";
  }
  return questions.length;
}"""
SENT = "document.querySelector('main form:has([name=form_token])').submit()"


@pytest.mark.parametrize("visit", list(forms()), ids=str)
def test_every_form_sent_empty_is_open_to_everybody(standing: Standing, visit: Visit) -> None:
    page = go(standing, visit)
    if page.evaluate(EMPTIED) == 0:
        return  # a button alone, or the page says why there is nothing to fill in
    with page.expect_navigation():
        page.evaluate(SENT)
    page.locator(".error-summary").wait_for()
    assert page.title().startswith("Error: ")
    assert_open_to_everybody(page)


# --- the pages of sign-in ------------------------------------------------------------------------


def send(page: Page, **answers: str) -> None:
    for name, answer in answers.items():
        page.fill(f"main [name={name}]", answer)
    with page.expect_navigation():
        page.click("main .btn-first")


def sign_in_pages(page: Page, standing: Standing) -> Iterator[str]:
    page.goto("/accounts/login/")
    yield "account_login"
    send(page, login="nobody@example.org", password="a wrong one")
    yield "account_login"
    page.goto("/accounts/signup/")
    yield "account_signup"
    page.goto("/accounts/inactive/")
    yield "account_inactive"


def code_pages(page: Page, standing: Standing) -> Iterator[str]:
    page.goto("/accounts/login/code/")
    yield "account_request_login_code"
    send(page, email="")
    yield "account_request_login_code"
    send(page, email="officer@example.org")
    yield "account_confirm_login_code"
    send(page, code="wrong")
    yield "account_confirm_login_code"


def new_password_pages(page: Page, standing: Standing) -> Iterator[str]:
    page.goto("/accounts/password/reset/")
    yield "account_reset_password"
    send(page, email="not an address")
    yield "account_reset_password"
    send(page, email="officer@example.org")
    yield "account_reset_password_done"
    link = password_link(account_without_password("invited@example.org", "Invited", by=None, because="To look at."), "")
    page.goto(link)
    yield "account_reset_password_from_key"
    send(page, password1="short", password2="other")
    yield "account_reset_password_from_key"
    send(page, password1="four quiet words here", password2="four quiet words here")
    yield "account_reset_password_from_key_done"
    page.goto(link)
    yield "account_reset_password_from_key"


def confirmation_pages(page: Page, standing: Standing) -> Iterator[str]:
    page.goto("/accounts/confirm-email/")
    yield "account_email_verification_sent"
    address = EmailAddress.objects.create(user=standing.people["reader"], email="second@example.org")
    page.goto(f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/")
    yield "account_confirm_email"
    page.goto("/accounts/confirm-email/not-a-key/")
    yield "account_confirm_email"


def own_account_pages(page: Page, standing: Standing) -> Iterator[str]:
    page.context.add_cookies([session_of(standing.people["reader"])])
    for name in ("account_change_password", "account_email", "account_reauthenticate"):
        page.goto(reverse(name))
        yield name
        page.locator("main .btn-first").click()
        yield name
    page.goto("/accounts/logout/")
    yield "account_logout"


def first_password_pages(page: Page, standing: Standing) -> Iterator[str]:
    page.context.add_cookies(
        [session_of(account_without_password("no.password@example.org", "No password", by=None, because="To look at."))]
    )
    page.goto("/accounts/password/set/")
    yield "account_set_password"
    send(page, password1="short", password2="other")
    yield "account_set_password"


# The pages that each way leads through, in its order.
ENTRANCES = [
    (sign_in_pages, ["account_login", "account_login", "account_signup", "account_inactive"]),
    (code_pages, ["account_request_login_code"] * 2 + ["account_confirm_login_code"] * 2),
    (
        new_password_pages,
        ["account_reset_password"] * 2
        + ["account_reset_password_done"]
        + ["account_reset_password_from_key"] * 2
        + ["account_reset_password_from_key_done", "account_reset_password_from_key"],
    ),
    (confirmation_pages, ["account_email_verification_sent"] + ["account_confirm_email"] * 2),
    (
        own_account_pages,
        ["account_change_password"] * 2 + ["account_email"] * 2 + ["account_reauthenticate"] * 2 + ["account_logout"],
    ),
    (first_password_pages, ["account_set_password"] * 2),
]


@pytest.fixture
def fresh(standing: Standing, browser: Browser, site: str) -> Iterator[Page]:
    """A page of nobody, with cookies of its own."""
    cache.clear()
    with new_context(browser, site) as context:
        yield context.new_page()


@pytest.mark.parametrize(("way", "expected"), ENTRANCES, ids=lambda one: getattr(one, "__name__", ""))
def test_every_page_of_sign_in_is_open_to_everybody(
    fresh: Page, standing: Standing, way: Any, expected: list[str]
) -> None:
    found = []
    for name in way(fresh, standing):
        assert resolve(urlsplit(fresh.url).path).url_name == name
        assert_open_to_everybody(fresh)
        found.append(name)
    assert found == expected


# --- refusals ------------------------------------------------------------------------------------


def opened(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def sent(page: Page, address: str, boxes: int = 0) -> int:
    """Send a form of our own making to ``address``, as no page of the site would."""
    page.goto("/contact/")
    with page.expect_navigation() as answer:
        page.evaluate(
            """([address, boxes]) => {
              const form = document.body.appendChild(document.createElement("form"));
              form.method = "post";
              form.action = address;
              for (let i = 0; i < boxes; i++) form.appendChild(document.createElement("input")).name = "box" + i;
              setTimeout(() => form.submit());
            }""",
            [address, boxes],
        )
    return answer.value.status


def test_refusals_are_open_to_everybody(standing: Standing, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000  # a form of twenty thousand boxes takes a browser too long
    member, manager, nobody = (standing.pages[who] for who in ("member", "plan_manager", "nobody"))

    def breaks(*args: Any) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("reports.views.reading.work_of", breaks)
    for page, status, found in (
        (manager, 400, lambda: sent(manager, "/plans/new/", boxes=1_001)),
        (member, 403, lambda: opened(member, "/plans/cse-delivery-plan/people/")),
        (nobody, 403, lambda: sent(nobody, "/accounts/login/")),
        (manager, 404, lambda: opened(manager, "/plans/cse-delivery-plan/actions/9.9.9/")),
        (nobody, 404, lambda: opened(nobody, "/nothing/")),
        (member, 405, lambda: opened(member, "/plans/cse-delivery-plan/papers/word/")),
        (manager, 500, lambda: opened(manager, "/")),
    ):
        assert found() == status
        assert_open_to_everybody(page)


def test_what_was_typed_for_a_page_that_is_refused_is_open_to_everybody(standing: Standing) -> None:
    member, path = standing.people["member"], "/plans/cse-delivery-plan/actions/1.4.3/update/"
    assert member is not None
    keep(new_token(member, "update", "action:0", path, "Update of 1.4.3"), QueryDict("rationale=What+I+had+typed."))
    page = standing.pages["member"]
    assert opened(page, path) == 403
    page.get_by_role("heading", name="What you typed is not lost").wait_for()
    assert_open_to_everybody(page)


def test_a_version_that_was_damaged_is_open_to_everybody(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(kept: KeptDocument) -> None:
        raise DamagedDocument(kept)

    monkeypatch.setattr("reports.reading.opened", damaged)
    page = standing.pages["member"]
    assert opened(page, "/plans/cse-delivery-plan/") == 500
    page.get_by_role("heading", name="This version cannot be shown").wait_for()
    assert_open_to_everybody(page)


def test_the_page_after_too_many_attempts_is_open_to_everybody(fresh: Page) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        for _ in range(2):
            fresh.goto("/accounts/login/")
            send(fresh, login="", password="")
        assert fresh.locator("h1").inner_text() == "Too many attempts"
        assert_open_to_everybody(fresh)


# --- states of a form, and of lists ----------------------------------------------------------------


def test_somebody_was_quicker(standing: Standing) -> None:
    """The page that keeps both texts, of the richest form."""
    visit = Visit("full", "officer", "actions:action-update", ("plan", "action"))
    page = go(standing, visit)
    action = Action.objects.get(plan__slug="cse-delivery-plan", slug=standing.places["full"]["action=officer"])
    officer, green = standing.people["officer"], action.plan.criteria.standing().filter(rating="G").first()
    submit_update(action, criterion=green, rationale="What was quicker.", by=officer, recorded_by=officer)
    page.locator("input[data-rating=G]").first.check()
    page.fill("[name=rationale]", "What I typed meanwhile.")
    page.click("main .btn-first")
    page.get_by_role("heading", name="What was done meanwhile").wait_for()
    assert_open_to_everybody(page)


def test_a_form_that_was_begun_and_my_work_that_lists_it(standing: Standing) -> None:
    visit = Visit("full", "officer", "actions:action-update", ("plan", "action"))
    page = go(standing, visit)
    page.locator("input[data-rating=R]").first.check()  # what only Red and Amber are asked stands open
    assert_open_to_everybody(page)
    page.fill("[name=rationale]", "Some good progress.")
    page.click("[name=save_draft]")
    page.get_by_role("heading", name="Begun and not sent").wait_for()
    assert_open_to_everybody(page)
    page = go(standing, visit)
    page.get_by_text("You began this").wait_for()
    assert_open_to_everybody(page)
    page.click("[name=discard_draft]")
    page.get_by_text("The draft is thrown away").wait_for()
    assert_open_to_everybody(page)


@pytest.mark.parametrize(
    "address",
    [
        "?actions=all",
        "?rating=A&is=late",
        "?rating=G&is=late&theme=3",
        "actions/1.4.3/",
        "versions/1/?actions=all",
    ],
)
def test_lists_that_a_filter_opens(standing: Standing, address: str) -> None:
    page = standing.pages["plan_manager"]
    page.goto(f"/plans/cse-delivery-plan/{address}")
    assert_open_to_everybody(page)


# --- the administration ----------------------------------------------------------------------------


# Name of an address of the administration → why nobody is shut out by it.
NO_PAGES_OF_ITS_OWN = {
    "login": "leads to our own sign-in",
    "logout": "our own button signs out",
    "password_change": "our own page changes a password",
    "password_change_done": "our own page says so",
    "jsi18n": "a script",
    "autocomplete": "answers a script",
    "view_on_site": "leads to another page",
    None: "adds the slash that was forgotten",
}
OFFICES = [f"{model._meta.app_label}_{model._meta.model_name}" for model in administration._registry]
PAGES = ("changelist", "add", "change", "history", "simple_history", "delete")


def test_every_address_of_the_administration_is_visited_or_excused() -> None:
    patterns = [pattern for pattern in administration.urls[0] if isinstance(pattern, URLPattern)]
    for resolver in administration.urls[0]:
        patterns += getattr(resolver, "url_patterns", [])
    names = {pattern.name for pattern in patterns}
    visited = {f"{office}_{page}" for office in OFFICES for page in PAGES} | {"index", "app_list"}
    assert names <= visited | set(NO_PAGES_OF_ITS_OWN)


def test_the_first_pages_of_the_administration_are_open_to_everybody(standing: Standing) -> None:
    page = standing.pages["administrator"]
    for address in (reverse("admin:index"), reverse("admin:app_list", args=["people"])):
        assert opened(page, address) == 200
        assert_open_to_everybody(page)


# Of each way in which the administration treats rows, one kind: the others are drawn by the same templates.
SEEN_WHOLE = (User, Organisation, Action)


@pytest.mark.parametrize("model", administration._registry, ids=OFFICES)
def test_the_administration_is_open_to_everybody(standing: Standing, model: type[Model], long: bool) -> None:
    """Lists, forms and histories; the daily run leaves out what is drawn alike. What nobody may do there is refused, by
    the page seen above."""
    page = standing.pages["administrator"]
    row = model._base_manager.order_by("pk").last()
    assert row is not None
    for kind in PAGES if long or model in SEEN_WHOLE else ("changelist", "change"):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}"
        keys = {"changelist": [], "add": []}.get(kind, [row.pk])
        if kind == "simple_history":
            if not hasattr(row, "history"):
                continue
            keys.append(row.history.first().pk)
        if opened(page, reverse(name, args=keys)) == 200:
            assert_open_to_everybody(page)
