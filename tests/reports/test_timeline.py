"""Everything that ever happened to an action, as one list: who, when, from → to, because."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from actions.models import Action
from actions.updates import submit_update
from actions.wording import correct, reassign
from objectives.structure import reassign_objective
from plans.models import Step
from plans.structure import reword_theme
from plans.telling import steps_of, tell
from reports.timeline import Timeline
from tests.conftest import Cast
from tests.put_back import made_once
from tests.reports.reading import page_of, section_of, words
from tests.reports.story import cast_of_the_story
from tests.rolled_back import rolled_back

ACTION = "/plans/the-plan/actions/1.4.3/"


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db) -> Cast:
    return made_once(cast_of_the_story)


@pytest.fixture(autouse=True)
def leaves_nothing(cast) -> Iterator[None]:
    with rolled_back():
        yield


@pytest.fixture
def officer(cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def timeline(client: Client, address: str = ACTION) -> str:
    return section_of(page_of(client, address), "timeline-title")


def told_of(action: Action) -> list:
    return steps_of("action", action.pk, action.version)


def test_it_begins_with_the_latest_and_ends_where_the_action_was_added(cast):
    assert [step.verb for step in told_of(cast.action)] == [
        "reword", "submit_update", "grant_extension", "ask_extension", "submit_update", "add_action",
    ]  # fmt: skip


def test_every_line_says_who_when_from_what_to_what_and_because(officer):
    page = timeline(officer)
    rated = "Updated A Amber → became G Green"
    assert rated in page
    assert "Early Help Manager · 10 March 2016 · because: All five schools have answered." in page
    assert "Updated not yet rated → became A Amber" in page
    assert "Due date: from 30 January 2016 → to 31 March 2016" in page
    granted = "CSE Sub-Group · 1 February 2016 · because: The post is filled now."
    assert f"{granted} · agreed at CSE Sub-Group, 1 February 2016, minute 14/16 · recorded by Plan manager" in page
    assert (
        "Wording: from Publish one early help strategy. → to Publish one early help strategy for all schools." in page
    )


def test_a_rating_that_stays_is_news_too(cast, officer):
    action = Action.objects.get(pk=cast.action.pk)
    how = {"by": cast.officer, "recorded_by": cast.officer}
    submit_update(action, criterion=cast.green, rationale="Still so: the panel met.", **how)
    assert "Updated, stays G Green" in timeline(officer)


def test_what_a_body_decided_is_marked_and_not_by_colour_alone(officer):
    page = page_of(officer, ACTION)
    assert page.count('<li class="by-body">') == 2
    assert "agreed at CSE Sub-Group" in timeline(officer)


def test_a_typing_correction_is_kept_and_folded_away(cast, officer):
    action = Action.objects.get(pk=cast.action.pk)
    correct(
        action, because="A letter was missing.", wording=action.wording + "!", success_criteria=action.success_criteria,
        partners=action.partners, start_on=action.start_on, original_due_on=action.original_due_on, due_on=action.due_on,
        **cast.as_manager(),
    )  # fmt: skip
    page = page_of(officer, ACTION)
    folded = page.partition('<ol class="timeline">')[2].partition("<details>")[2].partition("</details>")[0]
    assert "Corrected" in words(folded.partition("</summary>")[0])
    assert "because: A letter was missing." in words(folded)


def test_a_correction_of_a_date_is_no_slip(cast, officer):
    action = Action.objects.get(pk=cast.action_elsewhere.pk)
    correct(
        action, because="The month was mistyped.", wording=action.wording, success_criteria="", partners="",
        start_on=action.start_on, original_due_on=dt.date(2016, 10, 31), due_on=dt.date(2016, 10, 31), **cast.as_manager(),
    )  # fmt: skip
    page = words(page_of(officer, "/plans/the-plan/actions/1.4.10/"))
    assert "Due date now 31 October 2016" in page
    assert "Original date 31 October 2016 corrected from 30 September 2016" in page
    assert "extended" not in page


# --- narrowed by plain links -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("show", "verbs"),
    [
        ("updates", ["submit_update", "submit_update"]),
        ("decisions", ["reword", "grant_extension"]),
        ("dates", ["grant_extension", "ask_extension"]),
        ("nonsense", ["reword", "submit_update", "grant_extension", "ask_extension", "submit_update", "add_action"]),
    ],
)
def test_it_can_be_narrowed_and_what_nobody_knows_is_passed_over(cast, show, verbs):
    assert [step.verb for step in Timeline.of(told_of(cast.action), show).steps] == verbs


def test_each_link_says_how_many_it_leads_to(cast, officer):
    for link in Timeline.of(told_of(cast.action)).links:
        page = page_of(officer, f"{ACTION}?show={link.show}")
        shown = page.partition('<ol class="timeline">')[2].partition("</ol>")[0]
        assert shown.count("<li") == link.number
        assert f"{link.words} {link.number}" in timeline(officer)


def test_a_link_that_would_lead_to_nothing_is_left_out(cast):
    assert [link.words for link in Timeline.of(told_of(cast.action_elsewhere)).links] == ["updates", "all"]


def test_whatever_a_body_decided_is_among_the_decisions(cast):
    action = Action.objects.get(pk=cast.action_elsewhere.pk)
    how = {"by": cast.sub_group, "recorded_by": cast.plan_manager, "agreed_at": cast.meeting}
    reassign(action, lead_post=cast.lead, because="The Sub-Group asked.", **how)
    action.refresh_from_db()
    assert [step.verb for step in Timeline.of(told_of(action), "decisions").steps] == ["reassign"]


# --- of a version ------------------------------------------------------------------------------


def test_the_timeline_of_a_version_ends_where_the_version_was_frozen(cast):
    client = Client()
    client.force_login(cast.member)
    first = timeline(client, "/plans/the-plan/versions/1/actions/1.4.3/")
    assert "Two of five schools have answered." in first
    assert "The post was vacant." not in first
    second = timeline(client, "/plans/the-plan/versions/2/actions/1.4.3/")
    assert "All five schools have answered." in second
    assert "The post is filled now." in second
    assert "Academies were not named." not in second
    assert timeline(client) == second


def test_the_timeline_of_an_objective_is_told_in_the_same_way(cast, officer):
    reassign_objective(
        cast.objective, accountable_post=cast.lead_elsewhere, responsible_body=cast.sub_group, because="Agreed.",
        **cast.as_manager(),
    )  # fmt: skip
    told = timeline(officer, "/plans/the-plan/objectives/1.4/")
    assert "Accountable: from Early Help Manager → to Detective Superintendent" in told
    assert "Responsible body: CSE Sub-Group" in told


def test_a_theme_tells_what_changed_in_it_and_a_version_only_what_it_holds(cast, officer):
    title = cast.objective.theme.title
    reword_theme(cast.objective.theme, title="Prevent harm", outcome="", because="Clearer.", **cast.as_manager())
    told = timeline(officer, "/plans/the-plan/themes/1/")
    assert f"Title: from {title} → to Prevent harm" in told
    assert "because: Clearer." in told
    of_version = timeline(officer, "/plans/the-plan/versions/2/themes/1/")
    assert "Theme added" in of_version
    assert "Prevent harm" not in of_version


def test_the_dashboard_leads_to_what_changed_in_the_plan_itself(cast, officer):
    member = Client()
    member.force_login(cast.member)
    for reader, address in ((officer, "/plans/the-plan/"), (member, "/plans/the-plan/versions/1/")):
        assert 'href="/plans/the-plan/versions/#changes"' in page_of(reader, address)
        assert '<h2 id="changes">' in page_of(reader, "/plans/the-plan/versions/")


def test_every_verb_that_leaves_a_step_has_words_for_it(cast):
    for step in Step.objects.select_related("agreed_at__body"):
        told = tell(step)
        assert told.words
        assert told.by_words
