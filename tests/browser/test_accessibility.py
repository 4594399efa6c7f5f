"""Nobody is shut out: axe finds nothing on any page, in any state, on a wide screen or at 320 px, where nothing scrolls
sideways.

Every address of tests/test_every_url.py is visited as the role that sees most and as a member, on the sample, which is
full; on plans that are empty, half built and newly in force; and each form after it was sent empty. An address that is
neither visited nor excused fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Browser, Page

from actions.models import Action, Ask
from actions.structure import add_action
from objectives.models import Workstream
from objectives.structure import add_objective
from people import clock
from people.models import GovernanceBody, Post, User
from plans.models import Plan, PlanRole, RatingCriterion, Role
from plans.people_of_plan import grant_role
from plans.structure import add_criterion, add_theme, create_plan, edit_plan, put_in_force
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
    "reports:paper-word": "a button of the page of papers; its answer is a file",
    "reports:paper-csv": "a button of the page of papers; its answer is a file",
    "reports:version-paper-word": "a file",
    "reports:version-paper-csv": "a file",
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
    "administrator": "administrator",
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


def places_of_sample() -> dict[str, Any]:
    plan = Plan.objects.get(slug="cse-delivery-plan")
    asked = Action.objects.filter(plan=plan, extension_asked_to__isnull=False).first()
    return {
        "plan": plan.slug,
        "number": 1,
        "objective": "1.4",
        "action": asked.slug,
        "action=elsewhere": "1.4.3",
        "action=officer": Action.objects.filter(plan=plan, lead_post__holder__email="officer@example.org").first().slug,
        "version": plan.issued_version,
        "role": "officer",
        "person": User.objects.get(email="officer@example.org").pk,
        "ask": Ask.objects.open().filter(action__plan=plan).first().pk,
        "key=criterion": RatingCriterion.objects.filter(plan=plan).standing().first().pk,
        "key=role": PlanRole.objects.filter(plan=plan, role=Role.READER).first().pk,
        "key=post": Post.objects.get(title="Healthy Schools Lead").pk,
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
            if "plan" in words and set(words) <= set(named) and (not is_form or name in OTHERWISE_ELSEWHERE):
                for who in readers if plan == "new" else ["plan_manager"]:
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
    if visit.who == "officer":
        named = {**named, "action": named["action=officer"]}
    address = reverse(visit.name, kwargs={word.split("=")[0]: named[word] for word in visit.words if word != "-"})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address} answers {answer.status} to {visit.who}"
    return page


def test_every_address_is_visited_or_excused() -> None:
    visited = {visit.name for visit in visits()}
    assert set(every_name()) == visited | set(EXCUSED) | OF_SIGN_IN
    assert not visited & set(EXCUSED)
    assert set(OF_SIGN_IN) == {name for names, _ in ENTRANCES for name in names}


@pytest.mark.parametrize("visit", list(visits()), ids=str)
def test_every_page_is_open_to_everybody(standing: Standing, visit: Visit) -> None:
    assert_open_to_everybody(go(standing, visit))


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


ENTRANCES = []
