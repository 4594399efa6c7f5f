"""A right that ends while its holder types: the page is refused, and what was typed is not lost."""

import pytest

from actions.models import Action
from actions.wording import reassign
from plans.models import Draft, PlanRole, Step
from plans.people_of_plan import end_role
from tests.sending import typed

UPDATE = "/plans/the-plan/actions/1.4.3/update/"
WHY = "The strategy is drafted, and two of three partners have signed it."


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.officer)
    return client


@pytest.fixture
def half_typed(cast, officer):
    return typed(officer, UPDATE, rationale=WHY, narrative="<b>Two</b> meetings & a letter.")


def gone(cast) -> None:
    reassign(
        Action.objects.get(pk=cast.action.pk), lead_post=cast.lead_elsewhere, because="Agreed.", **cast.as_manager()
    )


def test_the_refusal_shows_what_was_typed_and_nothing_is_stored_but_the_draft(cast, officer, half_typed):
    gone(cast)
    steps = Step.objects.count()
    answer = officer.post(UPDATE, half_typed)
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "What you typed is not lost" in said
    assert WHY in said
    assert "&lt;b&gt;Two&lt;/b&gt; meetings &amp; a letter." in said
    assert Step.objects.count() == steps
    assert Draft.objects.get().person == cast.officer


def test_it_can_be_read_again_and_thrown_away(cast, officer, half_typed):
    gone(cast)
    officer.post(UPDATE, half_typed)
    assert "Update of 1.4.3" in officer.get("/").content.decode()
    again = officer.get(UPDATE)
    assert (again.status_code, WHY in again.content.decode()) == (403, True)
    tokens = dict(again.wsgi_request.kept_tokens)
    after = officer.post(UPDATE, {**tokens, "discard_draft": "refused"}, follow=True)
    assert "The draft is thrown away." in after.content.decode()
    assert after.redirect_chain == [("/", 302)]
    assert not Draft.objects.exists()
    assert "What you typed" not in officer.get(UPDATE).content.decode()


def test_the_same_where_the_plan_is_no_longer_there_for_them(cast, officer, half_typed):
    role = PlanRole.objects.get(plan=cast.plan, person=cast.officer)
    with_end = end_role(role, because="Ends.", until_on=role.from_on, **cast.as_manager())
    assert with_end.verb == "end_role"
    answer = officer.post(UPDATE, half_typed)
    assert answer.status_code == 404
    assert WHY in answer.content.decode()


def test_nobody_is_shown_or_keeps_what_another_typed(cast, officer, half_typed, client):
    gone(cast)
    officer.post(UPDATE, half_typed)
    client.force_login(cast.member)
    for answer in (client.get(UPDATE), client.post(UPDATE, half_typed)):
        assert answer.status_code == 403
        assert WHY not in answer.content.decode()
    assert Draft.objects.get().person == cast.officer


def test_a_refusal_without_anything_typed_says_nothing_of_it(cast, client):
    client.force_login(cast.member)
    assert "What you typed" not in client.get(UPDATE).content.decode()
    assert "What you typed" not in client.post(UPDATE, {"rationale": WHY}).content.decode()
    assert not Draft.objects.exists()
