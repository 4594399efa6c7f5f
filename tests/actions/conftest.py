"""One cast for all tests of a file, somebody at a browser, and how to see that nothing was left behind."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from actions.models import Action
from actions.updates import submit_update
from people import clock
from people.models import Post, User, british
from people.tracking import Tracked, written
from plans.models import Plan, Step
from plans.steps import one_step
from tests.conftest import NOW, Cast, make_cast
from tests.rolled_back import rolled_back
from tests.sending import everything as rows_of_all

# Making the cast takes longer than most tests: one for each file, and after each test what it wrote is taken back.


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db: None) -> Cast:
    with clock.at(NOW):
        return make_cast()


@pytest.fixture(autouse=True)
def leaves_nothing(db: None) -> Iterator[None]:
    with rolled_back():
        yield


class Desk:
    """A person who is signed in. ``send`` opens a page, fills its form in as a browser would, and sends it."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.client = Client()
        self.client.force_login(person)

    def read(self, page: str) -> Any:
        return self.client.get(address(page))

    def typed(self, page: str, **answers: Any) -> dict[str, Any]:
        """What the form of ``page`` holds, with ``answers`` put in: ready to be sent."""
        shown = self.read(page)
        assert shown.status_code == 200, f"{page} answered {shown.status_code}"
        form = shown.context["form"]
        standing = {name: as_typed(form[name].value()) for name in form.fields}
        return {
            name: value for name, value in {**standing, **answers}.items() if value is not None and value is not False
        }

    def post(self, page: str, typed: dict[str, Any], *, follow: bool = True) -> Any:
        return self.client.post(address(page), typed, follow=follow)

    def send(self, page: str, **answers: Any) -> Any:
        return self.post(page, self.typed(page, **answers))


def address(page: str) -> str:
    """``1.4.3/update`` → the page of that action's verb."""
    return page if page.startswith("/") else f"/plans/the-plan/actions/{page}/"


def as_typed(value: Any) -> Any:
    return british(value) if isinstance(value, dt.date) else "on" if value is True else value


@pytest.fixture
def desk() -> type[Desk]:
    return Desk


@pytest.fixture
def said() -> Callable[[Any], str]:
    """What a page says about what was just done."""

    def words(response: Any) -> str:
        return " ".join(str(message) for message in get_messages(response.wsgi_request))

    return words


@pytest.fixture
def everything() -> Callable[[], dict[str, list[Any]]]:
    """All rows of all our tables but the drafts, to see that nothing has changed."""
    return rows_of_all


@pytest.fixture
def errors() -> Callable[[Any], dict[str, str]]:
    """``{question: what is wrong}`` of the form that came back."""

    def by_field(response: Any) -> dict[str, str]:
        assert response.status_code == 200, f"answered {response.status_code}"
        return {name: " ".join(words) for name, words in response.context["form"].errors.items()}

    return by_field


@pytest.fixture
def updated(cast) -> Callable[..., Step]:
    """Let the lead have updated the action; what is not said is a plain Green."""

    def update(action: Action | None = None, **words: Any) -> Step:
        row = Action.objects.get(pk=(action or cast.action).pk)
        holder = row.lead_post.holder
        said = {
            "criterion": cast.green,
            "rationale": "The strategy is drafted and was checked.",
            "work_has_begun": True,
        }
        return submit_update(row, **{**said, "by": holder, "recorded_by": holder, **words})

    return update


@pytest.fixture
def off_track(cast) -> dict[str, Any]:
    """What an Amber update says beside its reason."""
    return {
        "criterion": cast.amber,
        "rationale": "One partner has not agreed the referral route.",
        "brings_back": "The trust’s board considers it.",
        "brings_back_by": dt.date(2016, 4, 19),
    }


# --- states that no verb leads to from here, or only a longer way -----------------------------------------


@pytest.fixture
def back_to_draft() -> Callable[[Plan], None]:
    """Make a plan in force a draft again, as no verb can, to see what its verbs say then."""
    return lambda plan: _set(plan, status="draft", in_force_on=None)


@pytest.fixture
def draft_again() -> Callable[[Plan], AbstractContextManager[None]]:
    """The same inside a block."""

    @contextmanager
    def inside(plan: Plan) -> Iterator[None]:
        _set(plan, status="draft", in_force_on=None)
        yield
        _set(plan, status="in force", in_force_on=plan.in_force_on)

    return inside


@pytest.fixture
def no_due_date() -> Callable[[Action], None]:
    return lambda action: _set(action, due_on=None, original_due_on=None)


@pytest.fixture
def hold(cast) -> Callable[[Post, User | None], None]:
    """Let somebody else hold a post, or nobody."""
    return lambda post, holder: _administer(cast, post, holder=holder)


@pytest.fixture
def end(cast) -> Callable[[Post], None]:
    """Let a post be lost."""
    return lambda post: _administer(
        cast, post, holder=None, ended_on=dt.date(2016, 3, 31), ended_because="Funding ended."
    )


def _set(row: Tracked, **columns: Any) -> None:
    with written():
        type(row)._base_manager.filter(pk=row.pk).update(**columns)


def _administer(cast: Cast, row: Tracked, **columns: Any) -> None:
    how = {"by": cast.administrator, "recorded_by": cast.administrator, "because": "Administered."}
    with one_step(row, "administer", **how) as fresh:
        for name, value in columns.items():
            setattr(fresh, name, value)
