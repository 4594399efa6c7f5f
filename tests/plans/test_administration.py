"""The administration: organisations and bodies change through the private step; records are read there and never changed."""

import re

import pytest
from django.apps import apps
from django.contrib import admin

from people.models import GovernanceBody, Meeting, Organisation
from people.tracking import Tracked
from plans.administration import TrackedAdmin
from plans.models import Step
from tests.sending import everything, steps

ORGANISATIONS = "/admin/people/organisation/"
# Tracked rows of plans, and the steps themselves.
RECORDS = [
    model
    for model in apps.get_models()
    if (issubclass(model, Tracked) or model is Step) and not isinstance(admin.site.get_model_admin(model), TrackedAdmin)
]


@pytest.fixture
def administrator(cast, client):
    cast.administrator.is_superuser = False  # the one flag is enough
    cast.administrator.save()
    client.force_login(cast.administrator)
    return client


def test_an_organisation_is_added_with_a_reason_and_leaves_one_step(cast, administrator):
    administrator.post(
        f"{ORGANISATIONS}add/", {"name": "The Health Trust", "short_name": "", "lead_post": "", "because": "Joined."}
    )
    trust = Organisation.objects.get(name="The Health Trust")
    (step,) = steps(trust)
    assert (step.verb, step.because, step.by_person, step.role) == (
        "administer",
        "Joined.",
        cast.administrator,
        "administrator",
    )
    assert trust.history.count() == 1


def test_an_organisation_is_changed_with_a_reason(cast, administrator):
    address = f"{ORGANISATIONS}{cast.police.pk}/change/"
    form = administrator.get(address).context["adminform"].form
    sent = {"name": "The Constabulary", "short_name": "", "lead_post": "", "version_seen": form["version_seen"].value()}
    before = everything()
    page = administrator.post(address, sent)
    assert "because" in page.context["adminform"].form.errors
    assert everything() == before
    administrator.post(address, {**sent, "because": "Renamed by order."})
    cast.police.refresh_from_db()
    assert cast.police.name == "The Constabulary"
    assert (steps(cast.police)[0].because, steps(cast.police)[0].was) == ("Renamed by order.", {"name": "The Police"})
    assert cast.police.history.count() == 2
    before = everything()
    again = administrator.post(address, {**sent, "name": "The Force", "because": "Again."}, follow=True)
    assert "Somebody changed this meanwhile." in again.content.decode()
    assert everything() == before


def test_bodies_seats_and_meetings_are_added_there(cast, administrator):
    administrator.post(
        "/admin/people/governancebody/add/",
        {"name": "Improvement Board", "kind": "board", "because": "Set up in March."},
    )
    board = GovernanceBody.objects.get(name="Improvement Board")
    administrator.post(
        "/admin/people/membership/add/",
        {
            "body": board.pk,
            "person": cast.reader.pk,
            "capacity": "chair",
            "from_on": "2016-04-01",
            "until_on": "",
            "because": "Elected.",
        },
    )
    administrator.post(
        "/admin/people/meeting/add/",
        {"body": board.pk, "held_on": "2016-04-05", "title": "", "how": "meeting", "because": "Held."},
    )
    assert board.memberships.get().person == cast.reader
    assert Meeting.objects.get(body=board).version == 1


def test_there_is_something_to_read_and_it_is_every_tracked_model():
    tracked = {model for model in apps.get_models() if issubclass(model, Tracked)}
    missing = {model.__name__ for model in tracked if not admin.site.is_registered(model)}
    assert not missing


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_records_are_read_and_never_changed(cast, administrator, model):
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    before = everything()
    listed = administrator.get(base)
    assert listed.status_code == 200
    assert 'name="action"' not in listed.content.decode()
    assert administrator.get(f"{base}add/").status_code == 403
    row = model._base_manager.first()
    if row is not None:
        page = administrator.get(f"{base}{row.pk}/change/")
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert administrator.post(f"{base}{row.pk}/change/", {"wording": "Changed", "_save": "yes"}).status_code == 403
        assert administrator.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert administrator.get(f"{base}{row.pk}/history/").status_code == 200
    assert everything() == before


def test_history_is_read_there_and_not_written(cast, administrator):
    base = f"/admin/plans/plan/{cast.plan.pk}/history/"
    words = administrator.get(base).content.decode()
    assert "Adopted by the board." in words
    assert 'style="' not in words
    first = cast.plan.history.first()
    page = administrator.get(f"{base}{first.pk}/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    before = everything()
    administrator.post(f"{base}{first.pk}/", {"title": "Rewritten", "_save": "yes"})
    assert everything() == before
    cast.plan.refresh_from_db()
    assert cast.plan.title == "The Delivery Plan 2015–2018"


def test_nothing_is_deleted_there(cast, administrator):
    before = everything()
    for row in (cast.council, cast.lead, cast.sub_group, cast.meeting):
        base = f"/admin/people/{row._meta.model_name}/{row.pk}/"
        assert administrator.get(f"{base}delete/").status_code == 403
        assert administrator.post(f"{base}delete/", {"post": "yes"}).status_code == 403
    assert everything() == before


def test_the_door_is_our_own_sign_in(cast, client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    client.force_login(cast.plan_manager)
    assert client.get("/admin/", follow=True).status_code == 403


def test_its_pages_carry_no_inline_script_or_style(cast, administrator):
    account = f"/admin/people/user/{cast.officer.pk}"
    for page in (
        "/admin/", ORGANISATIONS, f"{ORGANISATIONS}add/", "/admin/people/user/", f"{account}/change/", f"{account}/history/",
        "/admin/actions/action/",
    ):  # fmt: skip
        words = administrator.get(page).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style|\sstyle=|\son\w+=", words)


def test_password_and_sign_out_have_their_pages_elsewhere(cast, administrator):
    assert administrator.get("/admin/password_change/").url == "/accounts/password/change/"
    assert administrator.post("/admin/logout/").url == "/accounts/logout/"
    words = administrator.get("/admin/").content.decode()
    assert "/admin/password_change/" not in words
    assert "/admin/logout/" not in words


def test_a_copy_in_the_history_is_never_sent_back(cast, administrator):
    """The history package would take it, and the row would stand as it once was."""
    copy = cast.council.history.first()
    address = f"/admin/people/organisation/{cast.council.pk}/history/{copy.pk}/"
    assert '<input type="text"' not in administrator.get(address).content.decode()
    before = everything()
    answer = administrator.post(address, {"name": "Other", "because": "I can.", "version_seen": "1"})
    assert answer.status_code == 405
    assert everything() == before
