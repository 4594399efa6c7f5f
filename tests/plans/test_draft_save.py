"""Keeping what is being typed."""

import datetime as dt

from people import clock
from plans.models import Draft
from tests.conftest import LONDON
from tests.sending import everything, send, typed

ADDRESS = "/drafts/"
FORM = "/plans/the-plan/themes/add/"


def test_what_is_typed_is_kept_and_the_answer_says_when(cast, client):
    client.force_login(cast.plan_manager)
    half = typed(client, FORM, title="Prot")
    with clock.at(dt.datetime(2016, 4, 6, 9, 2, tzinfo=LONDON)):
        answer = client.post(ADDRESS, half)
    assert answer.json() == {"saved_at": "9.02"}
    assert Draft.objects.get(person=cast.plan_manager).fields["title"] == ["Prot"]
    page = client.get(FORM)
    assert page.context["form"]["title"].value() == "Prot"
    assert "What you typed on 6 April 2016, 9.02 stands here again." in page.content.decode()


def test_the_last_keeping_stands_and_sending_forgets_it(cast, client):
    client.force_login(cast.plan_manager)
    for title in ("Prot", "Protect"):
        client.post(ADDRESS, typed(client, FORM, title=title))
    assert Draft.objects.get().fields["title"] == ["Protect"]
    send(client, FORM, number="2", because="Adopted.")
    assert not Draft.objects.exists()
    assert cast.plan.themes.get(number=2).title == "Protect"


def test_a_draft_can_be_thrown_away(cast, client):
    client.force_login(cast.plan_manager)
    sent = typed(client, FORM, title="Prot")
    client.post(ADDRESS, sent)
    page = client.post(FORM, {**sent, "discard_draft": "yes"}, follow=True)
    assert "The draft is thrown away." in page.content.decode()
    assert not Draft.objects.exists()
    assert page.context["form"]["title"].value() is None


def test_a_draft_of_one_plan_does_not_stand_in_the_form_of_another(cast, client):
    client.force_login(cast.administrator)
    client.post(ADDRESS, typed(client, FORM, title="Of the one plan"))
    assert "Of the one plan" not in client.get("/plans/another-plan/themes/add/").content.decode()


def test_nobody_keeps_a_draft_in_the_name_of_another(cast, client):
    client.force_login(cast.plan_manager)
    hers = typed(client, FORM, title="Hers")
    client.force_login(cast.officer)
    answer = client.post(ADDRESS, hers)
    assert answer.status_code == 403
    assert "Not saved" in answer.json()["problem"]
    client.logout()
    assert client.post(ADDRESS, hers).status_code == 403
    client.force_login(cast.plan_manager)
    assert client.post(ADDRESS, {**hers, "form_token": "made up"}).status_code == 403
    assert not Draft.objects.exists()


def test_looking_at_the_address_is_the_wrong_method_as_a_page(cast, client):
    client.force_login(cast.plan_manager)
    answer = client.get(ADDRESS)
    assert answer.status_code == 405
    assert "<h1>" in answer.content.decode()


def test_keeping_is_not_a_change(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    client.post(ADDRESS, typed(client, FORM, title="Prot"))
    after = everything()
    assert [name for name in after if after[name] != before[name]] == []
    assert Draft.objects.count() == 1


def test_what_is_refused_is_kept_too_and_stands_in_the_form_again(cast, client):
    """Whoever leaves the page that says what is wrong finds all of it the next time, without JavaScript too."""
    client.force_login(cast.plan_manager)
    refused = send(client, FORM, title="Protect", number="")
    assert refused.context["form"].errors
    page = client.get(FORM)
    assert page.context["form"]["title"].value() == "Protect"
    assert "It has not been sent." in page.content.decode()
    send(client, FORM, title="Protect", number="2", because="Adopted.")
    assert not Draft.objects.exists()


def test_a_session_that_ended_while_typing_loses_nothing(cast, client):
    client.force_login(cast.plan_manager)
    sent = typed(client, FORM, number="2", title="Protect", because="Adopted.")
    client.logout()
    answer = client.post(FORM, sent)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")
    client.force_login(cast.plan_manager)
    assert client.get(FORM).context["form"]["title"].value() == "Protect"


def test_what_was_chosen_for_a_leaver_is_kept_too(cast, client):
    client.force_login(cast.plan_manager)
    address = f"/plans/the-plan/people/{cast.officer.pk}/leaving/"
    client.post(ADDRESS, typed(client, address, **{f"post_{cast.lead.pk}": cast.colleague.pk}))
    assert str(client.get(address).context["form"][f"post_{cast.lead.pk}"].value()) == str(cast.colleague.pk)


def test_a_name_that_no_database_keeps_is_cleaned(cast, client):
    """PostgreSQL keeps no NUL in JSON, neither in a value nor in a name."""
    client.force_login(cast.plan_manager)
    answer = client.post(ADDRESS, {**typed(client, FORM, title="Prot\0"), "odd\0name": "x"})
    assert answer.status_code == 200
    assert Draft.objects.get().fields["oddname"] == ["x"]
