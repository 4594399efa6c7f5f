"""The sentences that stand for Red, Amber and Green."""

from plans.models import RatingCriterion
from tests.sending import everything, send, steps, typed

ADD = "/plans/the-plan/criteria/add/"
LIST = "/plans/the-plan/criteria/"


def test_r04_criteria_belong_to_the_plan(cast, client):
    client.force_login(cast.plan_manager)
    words = client.get(LIST).content.decode()
    for criterion in (cast.red, cast.amber, cast.green):
        assert criterion.words in words
    assert "Another sentence." not in words
    assert client.get(f"/plans/the-plan/criteria/{cast.other_plan.criteria.first().pk}/retire/").status_code == 404


def test_r04_changes_to_criteria_are_history(cast, client):
    client.force_login(cast.plan_manager)
    send(
        client,
        ADD,
        rating="G",
        words="On track: every milestone met, with evidence.",
        because="The board asked for evidence.",
    )
    page = send(client, f"/plans/the-plan/criteria/{cast.green.pk}/retire/", because="It did not ask for evidence.")
    new = RatingCriterion.objects.get(plan=cast.plan, words__startswith="On track")
    cast.green.refresh_from_db()
    assert cast.green.retired_on.isoformat() == "2016-04-06"
    assert [step.verb for step in (*steps(cast.green), *steps(new))] == [
        "retire_criterion",
        "add_criterion",
        "add_criterion",
    ]
    assert (cast.green.history.count(), new.history.count()) == (2, 1)
    told = page.content.decode()
    for words in (
        "Rating criterion added",
        "Rating criterion retired",
        "The board asked for evidence.",
        "It did not ask for evidence.",
    ):
        assert words in told
    assert "1 retired" in told


def test_a_criterion_needs_its_rating_its_sentence_and_its_reason(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = client.post(ADD, typed(client, ADD))
    assert set(page.context["form"].errors) == {"rating", "words", "because"}
    assert everything() == before


def test_the_same_sentence_does_not_stand_twice(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, ADD, rating="R", words=cast.red.words, because="Again.")
    assert "This sentence stands for Red already." in page.content.decode()
    assert everything() == before


def test_the_last_criterion_of_a_colour_stays_while_the_plan_is_in_force(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, f"/plans/the-plan/criteria/{cast.red.pk}/retire/", because="Too harsh.")
    assert "Add another Red criterion first" in page.content.decode()
    assert everything() == before


def test_a_second_click_adds_no_second_criterion(cast, client):
    client.force_login(cast.plan_manager)
    sent = typed(client, ADD, rating="A", words="Slipping, and the way back is agreed.", because="Wanted.")
    client.post(ADD, sent)
    before = everything()
    client.post(ADD, sent)
    assert everything() == before


def test_criteria_are_the_plan_managers_alone_and_looking_changes_nothing(cast, client):
    before = everything()
    for address in (LIST, ADD, f"/plans/the-plan/criteria/{cast.red.pk}/retire/"):
        client.force_login(cast.plan_manager)
        assert client.get(address).status_code == 200
        client.force_login(cast.officer)
        assert client.get(address).status_code == 403
        client.force_login(cast.outsider)
        assert client.get(address).status_code == 404
    assert everything() == before


def test_a_draft_without_criteria_says_what_to_do(cast, client):
    client.force_login(cast.plan_manager)
    send(client, "/plans/new/", title="A Draft Plan", short_title="Draft")
    words = client.get("/plans/draft/criteria/").content.decode()
    assert "This plan has no criteria yet." in words
    assert "No criterion for Red and Amber and Green yet." in words
