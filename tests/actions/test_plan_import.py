"""Bringing a plan in from a spreadsheet: the template, sending it, what was understood, and the confirming of it."""

import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from actions.models import Action, PlanImport
from actions.plan_file import open_plan_file
from actions.plan_import import bring_in_plan, keep_file
from actions.record_check import RecordCheck
from objectives.models import StrategicObjective, Workstream
from people.models import Post
from plans.models import Plan, PlanRole, RatingCriterion, Role, Step
from plans.steps import Refused
from tests.actions.plan_in_a_file import WHOLE, changed, upload, whole, workbook
from tests.breaks_after import assert_whole_or_not_at_all
from tests.conftest import set_up

SEND, TEMPLATE = "/plans/new/from-a-spreadsheet/", "/plans/new/from-a-spreadsheet/template/"


def page_of(kept: PlanImport) -> str:
    return f"{SEND}{kept.pk}/"


@pytest.fixture
def sent(cast, desk):
    """The plan manager at her desk, who has sent a file; the page that came."""

    def send(content=None, name="Safety plan.xlsx", who=cast.plan_manager):
        person = desk(who)
        return person, person.client.post(SEND, {"file": upload(content, name)}, follow=True)

    return send


@pytest.fixture
def kept(cast):
    return keep_file(open_plan_file(io.BytesIO(whole()), "Safety plan.xlsx"), person=cast.plan_manager)


def words(page) -> str:
    return " ".join(page.content.decode().split())


# --- the template ------------------------------------------------------------------------------------


def test_the_template_holds_a_sheet_for_each_part_and_the_posts_that_are_known(cast, desk):
    answer = desk(cast.plan_manager).client.get(TEMPLATE)
    assert answer["Content-Disposition"] == 'attachment; filename="Plan template.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "Read me", "Plan", "Rating criteria", "Themes", "Objectives", "Workstreams", "Actions", "Posts",
    ]  # fmt: skip
    known = [[cell.value for cell in row] for row in book["Posts"].iter_rows(min_row=2)]
    assert ["Early Help Manager", "The Council", "CSE Sub-Group"] in known
    assert ["Detective Superintendent", "The Police"] in [row[:2] for row in known]


def test_an_empty_template_says_what_is_missing_and_writes_nothing(cast, desk, sent, everything):
    _, page = sent(desk(cast.plan_manager).client.get(TEMPLATE).content)
    assert "Plan!B2" in words(page)
    assert "“Title” needs an answer." in words(page)
    assert not Plan.objects.filter(short_title="Safety Plan").exists()


@pytest.mark.parametrize("page", ["/plans/", "/plans/new/"])
def test_the_way_stands_where_a_plan_is_started(cast, desk, page):
    assert f'href="{SEND}"' in desk(cast.plan_manager).client.get(page).content.decode()


# --- sending ------------------------------------------------------------------------------------------


def test_a_file_is_kept_and_shown_and_nothing_of_the_plan_is_written(cast, sent):
    before = Plan.objects.count(), Step.objects.count()
    _, page = sent()
    kept = PlanImport.objects.get()
    assert page.redirect_chain[-1][0] == page_of(kept)
    assert (kept.person, kept.file_name, kept.plan) == (cast.plan_manager, "Safety plan.xlsx", None)
    said = words(page)
    assert "2 themes, 2 objectives, 2 workstreams, 4 actions, 3 rating criteria." in said
    for there in ("1.1.10", "Visit every school.", "Streets are lit.", "Bring the plan in", "31 March 2016"):
        assert there in said
    assert "“July or August 2016” is read as between 1 July 2016 and 31 August 2016; the words are kept." in said
    assert (Plan.objects.count(), Step.objects.count()) == before


def test_all_that_cannot_be_read_is_said_at_once_by_cell(sent):
    _, page = sent(
        changed(
            ("Actions!E2", "Early Help Manger"),
            ("Actions!J2", "31 June 2016"),
            ("Objectives!B3", "9"),
            ("Themes!B2", None),
        )
    )
    said = words(page)
    assert "4 places to change" in said
    for cell in ("Actions!E2", "Actions!J2", "Objectives!B3", "Themes!B2"):
        assert cell in said
    assert "Is it “Early Help Manager”, The Council?" in said
    assert "Bring the plan in" not in said


def test_a_file_that_was_left_gives_way_to_the_next(cast, desk, sent):
    sent()
    first = PlanImport.objects.get()
    assert "Safety plan.xlsx</a> on 6 April 2016" in desk(cast.plan_manager).client.get(SEND).content.decode()
    sent(name="Another.xlsx")
    assert PlanImport.objects.get().file_name == "Another.xlsx"
    assert desk(cast.plan_manager).client.get(page_of(first)).status_code == 404


def test_a_file_can_be_thrown_away(cast, desk, kept, said, everything):
    page = desk(cast.plan_manager).client.post(f"{page_of(kept)}throw-away/", follow=True)
    assert said(page) == "Safety plan.xlsx is thrown away. Nothing of it was written."
    assert not PlanImport.objects.exists()
    assert desk(cast.plan_manager).client.post(f"{page_of(kept)}throw-away/").status_code == 404


def test_a_file_that_was_brought_in_is_not_thrown_away(cast, desk, kept, brought_in, everything):
    before = everything()
    assert desk(cast.plan_manager).client.get(f"{page_of(kept)}throw-away/").status_code == 405
    assert desk(cast.outsider).client.post(f"{page_of(kept)}throw-away/").status_code == 404
    assert desk(cast.reader).client.post(f"{page_of(kept)}throw-away/").status_code == 403
    desk(cast.plan_manager).client.post(f"{page_of(kept)}throw-away/")
    assert everything() == before


def test_what_is_no_file_is_asked_for(cast, desk, errors):
    client = desk(cast.plan_manager).client
    assert errors(client.post(SEND, {})) == {"file": "Choose the file."}
    assert "is empty" in errors(client.post(SEND, {"file": upload(b"")}))["file"]
    assert "no Excel workbook" in errors(client.post(SEND, {"file": upload(b"a,b\n", "plan.csv")}))["file"]


def test_looking_changes_nothing(cast, desk, kept, everything):
    before = everything()
    for page in (SEND, TEMPLATE, page_of(kept)):
        assert desk(cast.plan_manager).client.get(page).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("who", ["officer", "chief_officer", "member", "reader"])
def test_somebody_who_manages_no_plan_is_refused(cast, desk, kept, everything, who):
    client, before = desk(getattr(cast, who)).client, everything()
    for page in (SEND, TEMPLATE, page_of(kept)):
        assert client.get(page).status_code == 403
    assert client.post(SEND, {"file": upload()}).status_code == 403
    assert client.post(page_of(kept), {}).status_code == 403
    opened = open_plan_file(io.BytesIO(whole()), "Safety plan.xlsx")
    with pytest.raises(PermissionDenied):
        keep_file(opened, person=getattr(cast, who))
    with pytest.raises(PermissionDenied):
        bring_in_plan(kept, by=getattr(cast, who), recorded_by=getattr(cast, who))
    assert everything() == before


def test_a_file_is_there_for_whoever_sent_it_alone(cast, desk, kept):
    for other in (cast.outsider, cast.administrator):
        assert desk(other).client.get(page_of(kept)).status_code == 404
        assert desk(other).client.post(page_of(kept), {}).status_code == 404


def test_without_a_session_it_leads_to_sign_in(client, kept):
    for page in (SEND, TEMPLATE, page_of(kept)):
        assert client.get(page).headers["Location"].startswith("/accounts/login/")


# --- confirming ---------------------------------------------------------------------------------------


@pytest.fixture
def brought_in(cast, desk, kept):
    page = desk(cast.plan_manager).send(page_of(kept))
    return Plan.objects.get(slug="safety-plan"), page


def test_a_plan_comes_in_whole_as_a_draft_of_who_brought_it(cast, brought_in, said):
    plan, page = brought_in
    assert (plan.title, plan.manager_label, plan.status, plan.quarters) == (
        "Neighbourhood Safety Plan 2015–2018", "Business Manager", Plan.Status.DRAFT, "financial",
    )  # fmt: skip
    assert plan.purpose == "Streets are safe.\nSo are homes."
    role = PlanRole.objects.get(plan=plan)
    assert (role.role, role.person) == (Role.PLAN_MANAGER, cast.plan_manager)
    assert list(plan.criteria.values_list("rating", "words")) == [
        ("R", "A milestone is missed."), ("A", "At risk."), ("G", "Every milestone met."),
    ]  # fmt: skip
    assert list(plan.themes.values_list("number", "title", "outcome")) == [
        (1, "Prevent", "Fewer are harmed."), (2, "Protect", ""),
    ]  # fmt: skip
    first, second = StrategicObjective.objects.filter(plan=plan)
    assert (first.reference, first.accountable_post, first.responsible_body) == ("1.1", cast.lead, cast.sub_group)
    assert (second.reference, second.theme.number, second.accountable_post) == ("2.1", 2, None)
    assert list(Workstream.objects.filter(plan=plan).values_list("name", "lead_post")) == [
        ("Schools", cast.lead.pk), ("Lights", None),
    ]  # fmt: skip
    assert page.redirect_chain[-1][0] == "/plans/safety-plan/structure/"
    assert said(page).startswith("Safety Plan is there, as a draft that only you see.")
    assert "Visit every school." in words(page)


def test_an_action_comes_in_with_its_dates_and_the_words_of_both(cast, brought_in):
    plan, _ = brought_in
    leaflet, schools, lights, afraid = Action.objects.filter(plan=plan)
    assert (leaflet.reference, leaflet.success_criteria, leaflet.partners, leaflet.lead_post) == (
        "1.1.1", "It is printed\nIt is read", "The Police\nThe Trust", cast.lead,
    )  # fmt: skip
    assert [str(leaflet.start_on), str(leaflet.original_due_on), str(leaflet.due_on)] == [
        "2015-04-01",
        "2015-12-31",
        "2016-05-31",
    ]
    assert (leaflet.colour_in_file, leaflet.words_in_file) == ("G", "It is at the printer’s.")
    assert {str(action.file_as_at) for action in plan.actions.all()} == {"2016-03-31"}
    assert (schools.due_words, schools.original_due_words) == ("July or August 2016",) * 2
    assert str(schools.due_on) == str(schools.original_due_on) == "2016-08-31"
    assert (lights.colour_in_file, str(lights.due_on)) == ("", "2016-02-29")
    assert (afraid.due_words, str(afraid.due_on)) == ("Q1 2016/17", "2016-06-30")


def test_every_row_has_one_step_and_one_history_row_that_say_who_and_why(cast, brought_in):
    plan, _ = brought_in
    steps = Step.objects.filter(plan=plan)
    assert set(steps.values_list("because", flat=True)) == {
        "Brought in from “Safety plan.xlsx”, as at 31 March 2016.", "Created the plan.",
    }  # fmt: skip
    assert {(step.by_person, step.recorded_by, step.received_by) for step in steps} == {
        (cast.plan_manager, cast.plan_manager, "form")
    }
    for action in plan.actions.all():
        assert Step.objects.get(kind="action", key=action.pk).verb == "add_action"
        assert action.history.get().history_user == cast.plan_manager
    assert list(RecordCheck().findings()) == []


def test_afterwards_the_cells_are_taken_out_and_the_file_is_remembered(cast, kept, brought_in):
    kept.refresh_from_db()
    assert (kept.plan, kept.sheets, kept.others) == (brought_in[0], {}, [])


def test_a_second_click_is_harmless(cast, desk, kept, everything):
    person = desk(cast.plan_manager)
    typed = person.typed(page_of(kept))
    person.post(page_of(kept), typed)
    before = everything()
    again = person.post(page_of(kept), typed)
    assert again.redirect_chain[-1][0] == "/plans/safety-plan/structure/"
    assert "was brought in already" in words(again)
    assert everything() == before
    with pytest.raises(Exception, match="already sent"):
        bring_in_plan(kept, by=cast.plan_manager, recorded_by=cast.plan_manager)
    assert everything() == before


def test_the_same_file_sent_again_says_that_it_is_here(desk, brought_in, sent):
    _, page = sent()
    said = words(page)
    assert "You have brought in this same file before, on 6 April 2016" in said
    assert "Another plan has the address safety-plan." in said


def test_an_address_in_use_is_said_by_its_cell(sent):
    _, page = sent(changed(("Plan!B4", "the-plan")))
    assert "Plan!B4" in words(page)
    assert "Another plan has the address the-plan." in words(page)


def test_a_post_that_is_added_later_is_found_on_opening_the_page_again(cast, sent):
    person, page = sent(changed(("Actions!E2", "Printer")))
    assert "No post “Printer” of The Council is known." in words(page)
    set_up(Post(title="Printer", organisation=cast.council), cast.administrator)
    assert "Bring the plan in" in words(person.client.get(page_of(PlanImport.objects.get())))


def test_a_file_that_gave_way_to_another_is_not_brought_in(cast, kept, everything):
    keep_file(open_plan_file(io.BytesIO(workbook()), "Another.xlsx"), person=cast.plan_manager)
    before = everything()
    with pytest.raises(Refused, match="this one gave way to it"):
        bring_in_plan(kept, **cast.as_manager())
    assert everything() == before


def test_a_post_that_has_ended_meanwhile_is_refused_and_nothing_is_written(cast, desk, kept, end, everything):
    person = desk(cast.plan_manager)
    typed = person.typed(page_of(kept))
    end(cast.lead_elsewhere)
    before = everything()
    page = person.post(page_of(kept), typed)
    assert "Something in the file cannot be read by now" in words(page)
    assert "Actions!E3" in words(page)
    assert everything() == before
    with pytest.raises(Refused):
        bring_in_plan(kept, by=cast.plan_manager, recorded_by=cast.plan_manager)
    assert everything() == before


def test_it_is_written_whole_or_not_at_all(cast):
    few = workbook(Actions=WHOLE["Actions"][:1], Workstreams=[], Rating_criteria=[], Objectives=WHOLE["Objectives"][:1])
    kept = keep_file(open_plan_file(io.BytesIO(few), "Few.xlsx"), person=cast.plan_manager)
    # Each of plan, role, rules, two themes, objective and action with its history row and its step; then the file.
    assert_whole_or_not_at_all(lambda: bring_in_plan(kept, **cast.as_manager()), writes=22)


def test_a_plan_that_came_in_is_put_in_force_and_reported_on_like_any_other(cast, desk, brought_in, said):
    plan, _ = brought_in
    manager = desk(cast.plan_manager)
    manager.send("/plans/safety-plan/edit/", deciding_body=cast.sub_group.pk)
    manager.send("/plans/safety-plan/put-in-force/", because="Adopted in 2015.")
    green = RatingCriterion.objects.get(plan=plan, rating="G")
    page = manager.send(
        "/plans/safety-plan/actions/1.1.1/update/",
        criterion=green.pk,
        rationale="All of them are printed.",
        help_needed="no",
        work_has_begun="yes",
        whose="mine",
    )
    action = Action.objects.get(plan=plan, reference="1.1.1")
    assert (action.rating, action.colour_in_file, action.words_in_file) == ("G", "", "It is at the printer’s.")
    assert "Green in the file, not yet argued" in words(page)  # in the timeline: what it was before
    assert list(RecordCheck().findings()) == []


def test_the_two_due_dates_of_a_file_can_be_mended_in_the_draft(cast, desk, brought_in):
    plan, _ = brought_in
    manager = desk(cast.plan_manager)
    manager.send("/plans/safety-plan/actions/1.1.1/edit/", wording="Print a better leaflet.")
    action = Action.objects.get(plan=plan, reference="1.1.1")
    assert [str(action.original_due_on), str(action.due_on)] == ["2015-12-31", "2016-05-31"]
    manager.send("/plans/safety-plan/actions/1.1.1/edit/", original_due_on="30 November 2015")
    action.refresh_from_db()
    assert [str(action.original_due_on), str(action.due_on)] == ["2015-11-30", "2016-05-31"]
