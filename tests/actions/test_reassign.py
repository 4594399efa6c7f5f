"""Giving an action to another lead post."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from actions.models import Action
from actions.updates import HelpNeeded
from actions.wording import reassign
from people.models import Post
from plans.models import Step
from plans.steps import Refused

PAGE = "1.4.3/reassign"


def by_command(cast, **words):
    return reassign(
        Action.objects.get(pk=cast.action.pk),
        **{"lead_post": cast.lead_elsewhere, "because": "The police lead it now.", **cast.as_manager(), **words},
    )


def test_reassigning_leaves_one_step_and_one_history_row_saying_who_and_why(cast, desk):
    desk(cast.plan_manager).send(PAGE, lead_post=cast.lead_elsewhere.pk, because="The police lead it now.")
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.lead_post, action.version) == (cast.lead_elsewhere, cast.action.version + 1)
    step = Step.objects.get(verb="reassign")
    assert (step.by_person, step.because) == (cast.plan_manager, "The police lead it now.")
    assert step.was["lead_post"]["words"] == "Early Help Manager"
    assert step.now["lead_post"]["words"] == "Detective Superintendent"
    assert action.history.get(version=action.version).history_user == cast.plan_manager


def test_where_a_body_agreed_it_is_the_bodys_decision(cast, desk):
    desk(cast.plan_manager).send(
        PAGE, lead_post=cast.lead_elsewhere.pk, because="Agreed.", agreed_at=cast.meeting.pk, minute="9/15"
    )
    step = Step.objects.get(verb="reassign")
    assert (step.by_body, step.agreed_at, step.minute) == (cast.sub_group, cast.meeting, "9/15")


def test_from_then_on_the_new_lead_reports_and_the_old_one_does_not(cast, desk):
    by_command(cast)
    assert desk(cast.officer_elsewhere).read("1.4.3/update").context["form"].may_submit
    assert desk(cast.officer).read("1.4.3/update").status_code == 403


def test_what_the_old_lead_was_typing_is_kept_for_the_new_one_of_the_same_organisation(cast, desk, said, hold):
    officer = desk(cast.officer)
    typed = officer.typed("1.4.3/update", criterion=cast.green.pk, rationale="Met on Monday.", work_has_begun="yes")
    hold(cast.lead, cast.colleague)
    page = officer.post("1.4.3/update", typed)
    assert "Saved for the lead to submit" in said(page)
    assert "Met on Monday." in desk(cast.colleague).read("1.4.3/update").content.decode()


def test_the_page_says_what_was_done_and_how_to_undo_it(cast, desk, said):
    page = desk(cast.plan_manager).send(PAGE, lead_post=cast.lead_elsewhere.pk, because="The police lead it now.")
    assert said(page) == (
        "1.4.3 is led by Detective Superintendent from now on. To undo that, give it to another lead."
    )
    assert "Detective Superintendent" in page.content.decode()


def test_neither_the_lead_of_today_nor_a_lost_post_takes_it(cast, desk, errors, everything, end):
    manager = desk(cast.plan_manager)
    typed = manager.typed(PAGE, lead_post=cast.lead_elsewhere.pk, because="The police lead it now.")
    end(cast.lead_elsewhere)
    before = everything()
    assert "lead_post" in errors(manager.post(PAGE, typed))
    with pytest.raises(Refused, match="has ended"):
        by_command(cast, lead_post=Post.objects.get(pk=cast.lead_elsewhere.pk))
    page = manager.send(PAGE, lead_post=cast.lead.pk, because="They lead it.")
    assert errors(page) == {"lead_post": "That post leads this action already."}
    assert everything() == before


def test_the_reason_is_asked_for(cast, desk, errors, everything):
    before = everything()
    assert set(errors(desk(cast.plan_manager).send(PAGE))) == {"lead_post", "because"}
    with pytest.raises(Refused, match="Say why"):
        by_command(cast, because=" ")
    assert everything() == before


def test_reading_the_form_changes_nothing(cast, desk, everything):
    before = everything()
    desk(cast.plan_manager).read(PAGE)
    assert everything() == before


@pytest.mark.parametrize("role", ["officer", "officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, everything, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(PAGE).status_code == 403
    assert desk(person).post(PAGE, {"because": "Mine."}).status_code == 403
    with pytest.raises(PermissionDenied):
        by_command(cast, by=person, recorded_by=person)
    assert everything() == before


def test_a_plan_that_is_not_theirs_answers_404(cast, desk):
    assert desk(cast.outsider).read(PAGE).status_code == 404


def test_a_draft_is_edited_instead(cast, back_to_draft):
    back_to_draft(cast.plan)
    with pytest.raises(Refused, match="still a draft"):
        by_command(cast)


def test_a_second_click_is_harmless(cast, desk):
    manager = desk(cast.plan_manager)
    typed = manager.typed(PAGE, lead_post=cast.lead_elsewhere.pk, because="The police lead it now.")
    first, second = manager.post(PAGE, typed), manager.post(PAGE, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Step.objects.filter(verb="reassign").count() == 1


def test_what_an_earlier_lead_asked_stays_theirs(cast, desk, updated, off_track):
    """On the page, on the list, on paper: the post that leads now did not ask."""
    updated(**off_track, help_needed=HelpNeeded("A decision on the form", "The board"))
    fresh = Action.objects.get(pk=cast.action.pk)
    reassign(fresh, lead_post=cast.lead_elsewhere, because="Agreed.", **cast.as_manager())
    manager = desk(cast.plan_manager)
    for page in ("/plans/the-plan/asks/", "/plans/the-plan/actions/1.4.3/"):
        assert "asked by Early Help Manager, 6 April 2016" in manager.read(page).content.decode()
    table = manager.post("/plans/the-plan/papers/csv/", {}).content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(table)) if row["Ref"] == "1.4.3")
    assert row["Help asked, open: asked by"] == "Early Help Manager"
    paper = Document(io.BytesIO(manager.post("/plans/the-plan/papers/word/", {}).content))
    cells = [cell.text for each in paper.tables for line in each.rows for cell in line.cells]
    assert any("Early Help Manager" in text and "6 April 2016" in text for text in cells)
