"""Posts: adding one, changing its holder, ending it."""

import pytest

from people.models import Post
from tests.sending import everything, send, steps, typed

LIST = "/plans/the-plan/people/posts/"


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


def test_the_list_says_who_holds_what_and_what_the_plan_names_it_for(cast, manager):
    words = manager.get(LIST).content.decode()
    assert "Early Help Manager" in words
    assert "leads 1 action, answers for 1 objective" in _one_order(words)
    assert "The Council" in words
    assert "The Police" in words
    assert "To be settled" not in words


def _one_order(words: str) -> str:
    return words.replace("answers for 1 objective, leads 1 action", "leads 1 action, answers for 1 objective")


def test_a_post_is_added_and_held(cast, manager):
    page = send(
        manager, f"{LIST}add/", title="E-safety Officer", organisation=cast.council.pk, holder=cast.colleague.pk
    )
    post = Post.objects.get(title="E-safety Officer")
    (step,) = steps(post)
    assert (step.verb, step.role, step.because) == ("add_post", "plan manager", "Needed for The Plan.")
    assert post.holder == cast.colleague
    assert post.history.count() == 1
    assert "E-safety Officer is added" in page.content.decode()


def test_a_title_stands_once_in_an_organisation(cast, manager):
    before = everything()
    page = send(manager, f"{LIST}add/", title="early help manager", organisation=cast.council.pk)
    assert "has a post of this title already" in page.content.decode()
    assert everything() == before


def test_another_holder_is_named_with_a_reason(cast, manager):
    page = send(
        manager, f"{LIST}{cast.lead.pk}/holder/", holder=cast.colleague.pk, because="The officer moved to housing."
    )
    cast.lead.refresh_from_db()
    step = steps(cast.lead)[0]
    assert cast.lead.holder == cast.colleague
    assert (step.verb, step.because, step.was["holder"]["words"]) == (
        "hold_post",
        "The officer moved to housing.",
        "Officer",
    )
    assert "Colleague holds Early Help Manager now." in page.content.decode()


def test_a_holder_without_a_role_is_pointed_out(cast, manager):
    page = send(manager, f"{LIST}{cast.lead.pk}/holder/", holder=cast.outsider.pk, because="New in post.")
    assert "Outsider holds no role on this plan yet" in page.content.decode()


def test_lead_gone_is_told_and_listed(cast, manager):
    page = send(manager, f"{LIST}{cast.lead.pk}/holder/", holder="", because="Left, not yet filled.").content.decode()
    assert "Nobody holds Early Help Manager now. Lead gone: it" in page
    assert "To be settled in this plan" in page
    assert "Name a holder." in page
    assert "post lost" not in page


def test_post_lost_is_told_apart_from_lead_gone(cast, manager):
    page = send(
        manager, f"{LIST}{cast.lead.pk}/end/", ended_on="29 February 2016", because="Funding ended."
    ).content.decode()
    cast.lead.refresh_from_db()
    assert (cast.lead.holder, cast.lead.ended_on.isoformat(), cast.lead.ended_because) == (
        None,
        "2016-02-29",
        "Funding ended.",
    )
    assert steps(cast.lead)[0].verb == "end_post"
    assert cast.lead.history.count() == 2
    assert "Early Help Manager has ended. Post lost: it" in page
    assert "ended 29 February 2016: Funding ended." in page
    assert "lead gone" not in page


@pytest.mark.parametrize(
    ("page", "answers", "words"),
    [
        ("holder/", {"holder": "", "because": ""}, "“Why?” needs an answer."),
        ("holder/", {"because": "No change."}, "Nothing is different."),
        ("end/", {"because": ""}, "“Why did it end?” needs an answer."),
        ("end/", {"ended_on": "7 April 2016", "because": "Tomorrow."}, "That day is still to come."),
    ],
)
def test_what_is_wrong_is_said_and_leaves_no_trace(cast, manager, page, answers, words):
    before = everything()
    assert words in send(manager, f"{LIST}{cast.lead.pk}/{page}", **answers).content.decode()
    assert everything() == before


def test_an_ended_post_is_not_held_or_ended_again(cast, manager):
    send(manager, f"{LIST}{cast.lead.pk}/end/", because="Funding ended.")
    before = everything()
    for page, answers in (
        ("holder/", {"holder": cast.colleague.pk, "because": "Again."}),
        ("end/", {"because": "Again."}),
    ):
        assert (
            "This post has ended already." in send(manager, f"{LIST}{cast.lead.pk}/{page}", **answers).content.decode()
        )
    assert everything() == before


def test_somebody_was_quicker(cast, manager):
    address = f"{LIST}{cast.lead.pk}/holder/"
    mine = typed(manager, address, holder="", because="Left.")
    send(manager, address, holder=cast.colleague.pk, because="Covers for a month.")
    before = everything()
    page = manager.post(address, mine).content.decode()
    assert "Somebody changed this meanwhile." in page
    assert "Covers for a month." in page
    assert everything() == before


def test_a_second_click_is_harmless(cast, manager):
    address = f"{LIST}{cast.lead.pk}/holder/"
    sent = typed(manager, address, holder=cast.colleague.pk, because="New in post.")
    manager.post(address, sent)
    before = everything()
    assert manager.post(address, sent).status_code == 302
    assert everything() == before
