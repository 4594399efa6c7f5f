"""The plan itself and its themes: edited freely in draft, with a reason in force."""

import pytest

from plans.models import Plan, Theme
from plans.steps import Refused
from plans.structure import add_theme, create_plan, edit_plan, put_in_force
from tests.sending import everything, send, shown_by, steps, typed


@pytest.fixture
def draft(cast):
    """A draft of the plan manager's own, with one empty theme."""
    plan = create_plan(slug="draft", title="A Draft Plan", short_title="The Draft", because="", **cast.as_manager())
    add_theme(plan, number=1, title="Prevent", **cast.as_manager())
    return plan


# --- the plan ----------------------------------------------------------------------------------


def test_editing_a_plan_in_force_says_why(cast, client):
    client.force_login(cast.plan_manager)
    versions = cast.plan.history.count()
    page = send(client, "/plans/the-plan/edit/", short_title="CSE Plan", because="The board’s own name for it.")
    cast.plan.refresh_from_db()
    assert cast.plan.short_title == "CSE Plan"
    step = steps(cast.plan)[0]
    assert (step.verb, step.because, step.by_person) == ("edit_plan", "The board’s own name for it.", cast.plan_manager)
    assert step.was == {"short_title": "The Plan"}
    assert step.now == {"short_title": "CSE Plan"}
    assert cast.plan.history.count() == versions + 1
    assert "The plan is changed." in page.content.decode()
    assert "Plan edited – CSE Plan" in page.content.decode()


def test_the_reason_is_asked_for_in_force_and_not_in_draft(cast, client, draft):
    client.force_login(cast.plan_manager)
    assert "because" in client.get("/plans/the-plan/edit/").context["form"].fields
    assert "because" not in client.get("/plans/draft/edit/").context["form"].fields
    before = everything()
    page = send(client, "/plans/the-plan/edit/", short_title="CSE Plan")
    assert "“Why?” needs an answer." in page.content.decode()
    assert everything() == before
    send(client, "/plans/draft/edit/", short_title="Another name")
    draft.refresh_from_db()
    assert draft.short_title == "Another name"


def test_saving_without_a_change_leaves_no_trace(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, "/plans/the-plan/edit/", because="Nothing really.")
    assert "Nothing is different." in page.content.decode()
    assert everything() == before


def test_somebody_was_quicker_and_both_texts_stand_side_by_side(cast, client):
    client.force_login(cast.plan_manager)
    mine = typed(client, "/plans/the-plan/edit/", purpose="Mine.", because="I wrote it first.")
    edit_plan(cast.plan, changes={"purpose": "Hers."}, because="She was quicker.", **cast.as_manager())
    before = everything()
    page = client.post("/plans/the-plan/edit/", mine)
    words = page.content.decode()
    assert "Somebody changed this meanwhile." in words
    assert "She was quicker." in words
    assert "Hers." in words
    assert "Mine." in words
    assert everything() == before
    client.post("/plans/the-plan/edit/", shown_by(page.context["form"]))
    cast.plan.refresh_from_db()
    assert cast.plan.purpose == "Mine."


def test_a_second_click_on_save_is_harmless(cast, client):
    client.force_login(cast.plan_manager)
    sent = typed(client, "/plans/the-plan/edit/", short_title="CSE Plan", because="The board’s own name.")
    client.post("/plans/the-plan/edit/", sent)
    before = everything()
    assert client.post("/plans/the-plan/edit/", sent).status_code == 302
    assert everything() == before


# --- putting in force --------------------------------------------------------------------------


def test_the_page_names_what_is_missing_and_offers_nothing(cast, client, draft):
    client.force_login(cast.plan_manager)
    words = client.get("/plans/draft/put-in-force/").content.decode()
    assert "Name the body that decides on dates and wording." in words
    assert "Give each of Red, Amber and Green at least one criterion." in words
    assert "Put the plan in force" not in words


def test_a_draft_that_lacks_something_is_not_put_in_force(cast, draft):
    before = everything()
    with pytest.raises(Refused, match="name the body that decides"):
        put_in_force(draft, because="Adopted.", **cast.as_manager())
    assert everything() == before


def test_a_whole_draft_is_put_in_force_once_by_a_page_that_says_what_will_happen(cast, client, draft):
    client.force_login(cast.plan_manager)
    edit_plan(draft, changes={"deciding_body": cast.sub_group}, **cast.as_manager())
    for rating in "RAG":
        send(client, "/plans/draft/criteria/add/", rating=rating, words=f"A sentence for {rating}.")
    assert "References stay for good" in client.get("/plans/draft/put-in-force/").content.decode()
    sent = typed(client, "/plans/draft/put-in-force/", because="Adopted by the board.")
    client.post("/plans/draft/put-in-force/", sent)
    draft.refresh_from_db()
    assert draft.status == Plan.Status.IN_FORCE
    assert steps(draft)[0].because == "Adopted by the board."
    before = everything()
    client.post("/plans/draft/put-in-force/", sent)
    page = client.get("/plans/draft/put-in-force/").content.decode()
    assert "has been in force since 6 April 2016" in page
    assert '<button class="btn btn-first"' not in page
    assert everything() == before


# --- themes ------------------------------------------------------------------------------------


def test_a_theme_is_added_with_its_number_and_stands_in_the_structure(cast, client):
    client.force_login(cast.plan_manager)
    page = send(client, "/plans/the-plan/themes/add/", number="2", title="Protect", because="Adopted in March.")
    theme = Theme.objects.get(plan=cast.plan, number=2)
    (step,) = steps(theme)
    assert (step.verb, step.because, theme.history.count()) == ("add_theme", "Adopted in March.", 1)
    assert "Theme 2 · Protect" in page.content.decode()


def test_a_number_is_given_once(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, "/plans/the-plan/themes/add/", number="1", title="Again", because="Why not.")
    assert "Theme 1 is there already." in page.content.decode()
    assert "number" in page.context["form"].errors
    assert everything() == before


def test_a_theme_is_reworded_and_keeps_its_number(cast, client):
    client.force_login(cast.plan_manager)
    send(client, "/plans/the-plan/themes/1/reword/", title="Preventing", because="As agreed.")
    cast.theme.refresh_from_db()
    assert (cast.theme.number, cast.theme.title) == (1, "Preventing")
    assert steps(cast.theme)[0].was == {"title": "Prevent"}


def test_an_empty_theme_is_removed_from_a_draft_and_its_history_stays(cast, client, draft):
    client.force_login(cast.plan_manager)
    theme = draft.themes.get()
    page = send(client, "/plans/draft/themes/1/remove/")
    assert "Theme 1 Prevent is removed from the draft." in page.content.decode()
    assert not draft.themes.exists()
    assert Theme.history.filter(id=theme.pk).count() == 2


def test_a_theme_with_objectives_is_not_removed(cast, client, draft):
    client.force_login(cast.plan_manager)
    send(client, "/plans/draft/themes/1/objectives/add/", reference="1.1", wording="Everybody knows the signs.")
    before = everything()
    page = send(client, "/plans/draft/themes/1/remove/")
    assert "Remove its objectives first" in page.content.decode()
    assert everything() == before


def test_nothing_is_removed_from_a_plan_in_force(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, "/plans/the-plan/themes/1/remove/")
    assert "Nothing is removed from a plan in force" in page.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    "page", ["edit/", "put-in-force/", "themes/add/", "themes/1/reword/", "themes/1/remove/", "structure/"]
)
def test_building_is_the_plan_managers_alone_and_looking_changes_nothing(cast, client, page):
    before = everything()
    address = f"/plans/the-plan/{page}"
    client.force_login(cast.plan_manager)
    assert client.get(address).status_code == 200
    for other in (cast.officer, cast.chief_officer, cast.member):
        client.force_login(other)
        assert client.get(address).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404
    assert everything() == before


def test_a_theme_that_is_not_there_is_not_found(cast, client):
    client.force_login(cast.plan_manager)
    assert client.get("/plans/the-plan/themes/9/reword/").status_code == 404
