"""Issue to members: today's position becomes a version, whole and for good, and members read it from that moment."""

import datetime as dt
import json

import pytest

from actions.extensions import ask_extension
from actions.updates import submit_update
from people import clock
from plans.drafts import new_token
from plans.models import Plan, Step
from plans.people_of_plan import end_role, grant_role
from plans.steps import AlreadyDone, ChangedMeanwhile, Refused
from plans.structure import create_plan, edit_plan, reword_theme
from reports.document import build, digest_of, from_json, to_json
from reports.models import KeptDocument
from reports.versions import issue_to_members, opened
from tests.conftest import NOW
from tests.reports.reading import main_of, page_of, words
from tests.sending import everything, send, steps, typed

PLAN = "/plans/the-plan/"
ISSUE = f"{PLAN}versions/issue/"


def as_it_stands(plan: Plan) -> Plan:
    return Plan.objects.select_related("deciding_body").get(pk=plan.pk)


def issue(cast, label="March 2016", **words):
    because = words.pop("because", "For the commission’s meeting.")
    return issue_to_members(as_it_stands(cast.plan), label=label, because=because, **{**cast.as_manager(), **words})


@pytest.fixture
def update(cast):
    """Let the lead say something of 1.4.3 that a version may hold or not."""

    def say(rationale, criterion=None):
        cast.action.refresh_from_db()
        how = {"by": cast.officer, "recorded_by": cast.officer}
        return submit_update(cast.action, criterion=criterion or cast.green, rationale=rationale, **how)

    return say


# --- it works ----------------------------------------------------------------------------------


def test_a_version_is_todays_position_with_a_number_and_a_name(cast, update):
    update("The strategy is agreed.")
    kept = issue(cast)
    assert (kept.number, kept.label, kept.as_on, kept.kept_by) == (
        1,
        "March 2016",
        dt.date(2016, 4, 6),
        cast.plan_manager,
    )
    document = from_json(kept.text)
    assert document == build(as_it_stands(cast.plan), number=1, label="March 2016")
    assert document.action("1.4.3").update.rationale == "The strategy is agreed."
    assert kept.ratings == {"1.4.3": "G", "1.4.10": ""}
    assert kept.counts == {"": 1, "G": 1}


def test_issuing_leaves_one_step_and_one_history_row_that_say_who_and_why(cast):
    before = everything()
    issue(cast)
    cast.plan.refresh_from_db()
    after = everything()
    assert {name: len(after[name]) - len(before[name]) for name in after if after[name] != before[name]} == {
        "plans.Plan": 0,
        "plans.HistoricalPlan": 1,
        "plans.Step": 1,
        "reports.KeptDocument": 1,
    }
    step = steps(cast.plan)[0]
    assert (step.verb, step.by_person, step.because) == (
        "issue_to_members",
        cast.plan_manager,
        "For the commission’s meeting.",
    )
    assert (step.was, step.now) == ({"issued_version": None}, {"issued_version": 1})
    assert step.version == KeptDocument.objects.get().plan_version == cast.plan.version
    row = cast.plan.history.latest()
    assert (row.history_user, row.history_change_reason) == (cast.plan_manager, "For the commission’s meeting.")


def test_the_digest_is_that_of_the_text_and_the_text_is_canonical(cast):
    kept = issue(cast)
    assert kept.digest == digest_of(kept.text) == digest_of(to_json(from_json(kept.text)))
    assert kept.short_digest == kept.digest[:12]
    assert kept.text == json.dumps(json.loads(kept.text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_r07_every_version_issued_is_kept(cast, client, update):
    update("Two of five schools have answered.")
    first = issue(cast, "January 2016")
    update("All five have answered.")
    second = issue(cast, "March 2016")
    assert [kept.number for kept in KeptDocument.objects.versions()] == [2, 1]
    assert KeptDocument.objects.get(pk=first.pk).text == first.text
    client.force_login(cast.member)
    for number, reason in ((1, "Two of five schools have answered."), (2, "All five have answered.")):
        assert reason in words(page_of(client, f"{PLAN}versions/{number}/actions/1.4.3/"))
    page = words(main_of(page_of(client, f"{PLAN}versions/")))
    assert "2 versions" in page
    of_second = "2, March 2016 6 April 2016 1 not yet rated, 1 green Plan manager because For the commission’s meeting."
    assert f"{of_second} Not public {second.short_digest}" in page
    assert first.short_digest in page


def test_a_version_never_changes_whatever_happens_to_the_plan(cast, client, update):
    update("Two of five schools have answered.")
    kept = issue(cast)
    before = KeptDocument.objects.get().text
    with clock.at(NOW + dt.timedelta(days=30)):
        update("All five have answered.")
        edit_plan(as_it_stands(cast.plan), changes={"title": "Another title"}, because="Agreed.", **cast.as_manager())
        assert KeptDocument.objects.get(pk=kept.pk).text == before
        client.force_login(cast.member)
        page = page_of(client, PLAN)
    assert "The Delivery Plan 2015–2018" in words(main_of(page))
    assert "late 67 days" in words(main_of(page_of(client, f"{PLAN}actions/1.4.3/")))  # as on its own day


def test_a_kept_text_is_read_once_in_a_process_and_is_still_the_same(cast, django_assert_num_queries):
    kept = issue(cast)
    first = opened(kept)
    with django_assert_num_queries(1):
        assert opened(KeptDocument.objects.lightly().get(pk=kept.pk)) is first


# --- who reads what, when ----------------------------------------------------------------------


def test_before_the_first_version_members_read_that_nothing_is_issued_yet(cast, client):
    for person in (cast.member, cast.scrutiny_officer, cast.reader, cast.information_governance):
        client.force_login(person)
        for page in ("", "actions/1.4.3/", "objectives/1.4/", "themes/1/", "asks/", "ratings/"):
            shown = words(main_of(page_of(client, f"{PLAN}{page}")))
            assert "Nothing is issued to members yet." in shown
            assert "Publish one early help strategy" not in shown
        assert "Nothing is issued to members yet." in words(main_of(page_of(client, f"{PLAN}versions/")))
        assert "Nothing is issued to members yet." in words(page_of(client, "/"))
        assert client.get(f"{PLAN}versions/1/").status_code == 404


def test_a_members_page_changes_when_a_version_is_issued_and_not_before(cast, client, update):
    update("Two of five schools have answered.")
    issue(cast, "January 2016")
    client.force_login(cast.member)
    before = main_of(page_of(client, f"{PLAN}actions/1.4.3/"))
    with clock.at(NOW + dt.timedelta(hours=1)):
        update("All five have answered.")
        client.force_login(cast.officer)
        assert "All five have answered." in page_of(client, f"{PLAN}actions/1.4.3/")
        client.force_login(cast.member)
        meanwhile = main_of(page_of(client, f"{PLAN}actions/1.4.3/"))
        assert "Two of five schools have answered." in meanwhile
        assert "All five have answered." not in meanwhile
        assert "1 newer update is in hand" in meanwhile
        assert meanwhile != before
        issue(cast, "March 2016")
        after = page_of(client, f"{PLAN}actions/1.4.3/")
    assert "All five have answered." in after
    assert "version 2, March 2016" in after


def test_an_extension_asked_after_a_version_is_not_in_it(cast, client):
    issue(cast)
    cast.action.refresh_from_db()
    how = {"by": cast.officer, "recorded_by": cast.officer}
    with clock.at(NOW + dt.timedelta(hours=1)):
        ask_extension(
            cast.action, to_on=dt.date(2016, 6, 30), category="capacity", because="The post is vacant.", **how
        )
    client.force_login(cast.member)
    assert "The post is vacant." not in page_of(client, f"{PLAN}actions/1.4.3/")
    client.force_login(cast.officer)
    assert "The post is vacant." in page_of(client, f"{PLAN}actions/1.4.3/")


def test_whoever_becomes_a_member_later_reads_the_versions_from_before(cast, client):
    issue(cast)
    grant_role(cast.plan, role="member", holder=cast.outsider, because="Elected.", **cast.as_manager())
    client.force_login(cast.outsider)
    assert "version 1, March 2016" in page_of(client, PLAN)


def test_whose_role_has_ended_reads_nothing_any_more(cast, client):
    issue(cast)
    role = cast.plan.plan_roles.get(person=cast.reader)
    end_role(role, because="Moved on.", **cast.as_manager())
    client.force_login(cast.reader)
    with clock.at(NOW + dt.timedelta(days=1)):
        assert client.get(PLAN).status_code == 404
        assert client.get(f"{PLAN}versions/1/").status_code == 404


# --- the page ----------------------------------------------------------------------------------


def test_the_page_says_what_will_happen_and_get_changes_nothing(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = words(main_of(page_of(client, ISSUE)))
    assert "Version 1 will hold 2 actions as they stand now, 6 April 2016: 2 not yet rated" in page
    assert "It never changes afterwards" in page
    assert everything() == before
    assert not KeptDocument.objects.exists()


def test_sending_it_issues_the_version_and_says_so(cast, client):
    client.force_login(cast.plan_manager)
    page = send(client, ISSUE, label="April 2016", because="For the meeting of 6 April.")
    assert page.redirect_chain[-1][0] == f"{PLAN}versions/"
    assert "Issued to members as “April 2016”. They read it from now on." in words(page.content.decode())
    kept = KeptDocument.objects.get()
    assert (kept.number, kept.label) == (1, "April 2016")


@pytest.mark.parametrize("missing", ["label", "because"])
def test_name_and_reason_are_asked_for_and_what_was_typed_still_stands(cast, client, missing):
    client.force_login(cast.plan_manager)
    answers = {"label": "April 2016", "because": "For the meeting."} | {missing: " "}
    page = send(client, ISSUE, **answers)
    assert missing in page.context["form"].errors
    assert not KeptDocument.objects.exists()
    kept = next(words for name, words in answers.items() if name != missing)
    assert kept in page.content.decode()


def test_a_second_click_issues_nothing_more_and_lands_on_the_same_page(cast, client):
    client.force_login(cast.plan_manager)
    answers = typed(client, ISSUE, label="April 2016", because="For the meeting.")
    first, second = (client.post(ISSUE, answers, follow=True) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert KeptDocument.objects.count() == 1
    assert Step.objects.filter(verb="issue_to_members").count() == 1


def test_somebody_who_was_quicker_is_shown_and_nothing_is_issued_twice(cast, client):
    client.force_login(cast.plan_manager)
    answers = typed(client, ISSUE, label="April 2016", because="For the meeting.")
    issue(cast, "April, by a colleague")
    page = client.post(ISSUE, answers)
    assert "Somebody changed this meanwhile" in words(page.content.decode())
    assert "Issued to members" in words(page.content.decode())
    assert KeptDocument.objects.count() == 1


def test_what_was_typed_survives_a_session_that_ended(cast, client):
    client.force_login(cast.plan_manager)
    answers = typed(client, ISSUE, label="April 2016", because="For the meeting of 6 April.")
    client.logout()
    assert client.post(ISSUE, answers).status_code == 302
    assert not KeptDocument.objects.exists()
    client.force_login(cast.plan_manager)
    assert "For the meeting of 6 April." in page_of(client, ISSUE)


# --- and is refused ----------------------------------------------------------------------------


def test_only_the_plan_manager_issues(cast, client):
    for person in (cast.officer, cast.chief_officer, cast.member, cast.scrutiny_officer, cast.reader):
        client.force_login(person)
        assert client.get(ISSUE).status_code == 403
        assert client.post(ISSUE, {"label": "April", "because": "So."}).status_code == 403
    client.force_login(cast.outsider)
    assert client.post(ISSUE, {"label": "April", "because": "So."}).status_code == 404
    assert not KeptDocument.objects.exists()


def refused(cast, plan, match):
    before = everything()
    with pytest.raises(Refused, match=match):
        issue_to_members(as_it_stands(plan), label="April", because="So.", **cast.as_manager())
    assert everything() == before
    assert not KeptDocument.objects.exists()


def test_a_draft_is_not_issued(cast):
    draft = create_plan(slug="a-draft", title="A draft", short_title="A draft", because="Begun.", **cast.as_manager())
    refused(cast, draft, "A draft is not issued")


def test_a_plan_without_actions_is_not_issued(cast):
    grant_role(
        cast.other_plan,
        role="plan manager",
        holder=cast.plan_manager,
        because="So.",
        by=cast.outsider,
        recorded_by=cast.outsider,
    )
    refused(cast, cast.other_plan, "There is nothing to issue yet")


def test_a_reason_is_asked_for_by_the_verb_too(cast):
    with pytest.raises(Refused, match="Say why"):
        issue(cast, because=" ")
    assert not KeptDocument.objects.exists()


def test_the_verb_refuses_a_page_that_is_out_of_date_and_a_token_that_is_used(cast):
    token = new_token(cast.plan_manager, "reports.issue", "plan:1", "/", "Issue").once
    seen = as_it_stands(cast.plan).version
    issue(cast, form_token=token, version_seen=seen)
    with pytest.raises(AlreadyDone):
        issue(cast, form_token=token, version_seen=seen)
    with pytest.raises(ChangedMeanwhile):
        issue(cast, version_seen=seen)
    assert KeptDocument.objects.count() == 1


def test_if_keeping_fails_nothing_is_issued(cast, monkeypatch):
    monkeypatch.setattr("reports.versions.keep", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issue(cast)
    assert as_it_stands(cast.plan).issued_version is None


def test_a_change_of_the_plans_own_frame_is_told_to_everybody_who_reads_it(cast, client):
    """Its name, its body, its themes; to whom reads versions alone, once the latest version holds it."""
    plan = Plan.objects.get(pk=cast.plan.pk)
    edit_plan(plan, changes={"short_title": "The New Plan"}, because="The board renamed it.", **cast.as_manager())
    theme = cast.plan.themes.get()
    reword_theme(theme, title="Prevent harm", outcome="", because="Clearer.", **cast.as_manager())
    for person, reads in ((cast.officer, True), (cast.scrutineer, True), (cast.member, False)):
        client.force_login(person)
        page = client.get("/plans/the-plan/versions/").content.decode()
        assert ("because: The board renamed it." in page) == reads
        assert ("Theme reworded – Theme 1" in page) == reads
    issue_to_members(Plan.objects.get(pk=plan.pk), label="April 2016", because="Considered.", **cast.as_manager())
    client.force_login(cast.member)
    page = client.get("/plans/the-plan/versions/").content.decode()
    for told in ("because: The board renamed it.", "The New Plan", "Theme reworded – Theme 1", "because: Clearer."):
        assert told in page


def test_a_version_goes_by_the_name_that_it_was_issued_under(cast, client):
    """In its title, its crumbs and its navigation, until a later one is issued."""
    issue(cast)
    renamed = {"short_title": "The New Plan", "title": "The New Delivery Plan"}
    edit_plan(as_it_stands(cast.plan), changes=renamed, because="The board renamed it.", **cast.as_manager())
    client.force_login(cast.member)
    for address in ("", "versions/1/", "themes/1/", "objectives/1.4/", "actions/1.4.3/", "asks/", "ratings/"):
        page = client.get(f"{PLAN}{address}").content.decode()
        assert "The Plan" in page
        assert "The New" not in page, address
    client.force_login(cast.officer)
    assert "The New Plan" in client.get(PLAN).content.decode()
