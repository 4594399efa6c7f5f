"""The plan on one page, as its manager builds it."""

from actions.plan_structure import parts_of
from objectives.structure import add_objective
from tests.sending import send

ADDRESS = "/plans/the-plan/structure/"


def test_every_part_stands_in_its_place(cast, client):
    client.force_login(cast.plan_manager)
    words = client.get(ADDRESS).content.decode()
    places = [
        words.index(part) for part in ("Theme 1 · Prevent", "1.4 Healthy", "Publish one early", "Share intelligence")
    ]
    assert places == sorted(places)
    assert "1 theme, 1 objective, 2 actions." in words
    assert "In force since 1 December 2015" in words


def test_in_force_nothing_can_be_removed_or_edited_there(cast, client):
    client.force_login(cast.plan_manager)
    words = client.get(ADDRESS).content.decode()
    for verb in ("/remove/", "/renumber/", "/actions/1.4.3/edit/", "put-in-force"):
        assert verb not in words
    for verb in (
        "/themes/1/reword/",
        "/objectives/1.4/reword/",
        "/objectives/1.4/reassign/",
        "/themes/add/",
        "/workstreams/add/",
    ):
        assert verb in words


def test_a_draft_says_what_is_missing_and_offers_to_remove_what_is_empty(cast, client):
    client.force_login(cast.plan_manager)
    words = send(client, "/plans/new/", title="A Draft Plan", short_title="Draft").content.decode()
    assert "The plan has no theme yet." in words
    assert "Add a theme." in words
    words = send(client, "/plans/draft/themes/add/", number="1", title="Prevent").content.decode()
    assert "/plans/draft/themes/1/remove/" in words
    assert "No objective yet." in words
    words = send(client, "/plans/draft/themes/1/objectives/add/", reference="1.1", wording="Known.").content.decode()
    assert "/plans/draft/objectives/1.1/remove/" in words
    assert "/plans/draft/themes/1/remove/" not in words


def test_the_number_of_queries_does_not_grow_with_the_plan(cast, django_assert_num_queries):
    with django_assert_num_queries(4):
        small = parts_of(cast.plan)
    for number in range(5, 12):
        add_objective(cast.theme, reference=f"1.{number}", wording="Another.", because="More.", **cast.as_manager())
    with django_assert_num_queries(4):
        large = parts_of(cast.plan)
    assert len(large[0].objectives) == len(small[0].objectives) + 7
