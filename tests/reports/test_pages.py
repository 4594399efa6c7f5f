"""The reading pages: what each reader sees of a plan, today and in its versions."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from actions.updates import HelpNeeded
from objectives.structure import add_objective, add_workstream
from people.models import User
from plans.models import Role
from plans.structure import add_criterion, add_theme, create_plan, retire_criterion
from reports.help import PAGES
from tests.actions.life import Life
from tests.conftest import TODAY, Cast, a_person
from tests.put_back import made_once
from tests.reports.reading import main_of, page_of, row_of, section_of, title_of, words
from tests.reports.story import cast_of_the_story
from tests.rolled_back import rolled_back

PLAN = "/plans/the-plan/"
READS_TODAY = ("plan_manager", "officer", "colleague", "chief_officer", "scrutineer", "executive_member")
READS_VERSIONS = ("member", "scrutiny_officer", "reader", "information_governance")
LISTS = ("?actions=all", "themes/1/", "objectives/1.4/")


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


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(cast) -> Client:
    return signed_in(cast.officer)


@pytest.fixture
def member(cast) -> Client:
    return signed_in(cast.member)


@pytest.fixture
def manager(cast) -> Client:
    return signed_in(cast.plan_manager)


# --- what is being read ------------------------------------------------------------------------


@pytest.mark.parametrize("name", READS_TODAY)
def test_who_works_on_the_plan_or_oversees_it_reads_todays_position(cast, name):
    page = words(page_of(signed_in(getattr(cast, name)), PLAN))
    assert "You are reading today’s position, 6 April 2016, not yet considered." in page
    assert "Members read version 2, March 2016, as it stood on 15 March 2016." in page
    assert "1 update since then is not in it." in page


@pytest.mark.parametrize("name", READS_VERSIONS)
def test_who_scrutinises_it_reads_the_latest_version(cast, name):
    page = words(page_of(signed_in(getattr(cast, name)), PLAN))
    assert "You are reading version 2, March 2016, as it stood on 15 March 2016" in page
    assert "today’s position" not in page


def test_an_address_with_a_number_is_that_version_for_everybody(officer, member):
    for reader in (officer, member):
        page = page_of(reader, f"{PLAN}versions/1/")
        assert "You are reading version 1, January 2016, as it stood on 12 January 2016" in words(page)
        assert "A later version is issued: version 2" in words(page)
        assert f'href="{PLAN}versions/1/objectives/1.4/"' in page
        assert f'href="{PLAN}objectives/1.4/"' not in main_of(page)


@pytest.mark.parametrize("page", ["", "themes/1/", "objectives/1.4/", "actions/1.4.3/", "asks/", "ratings/"])
@pytest.mark.parametrize("version", [0, 3, 99999999999999999999999999])
def test_a_version_that_was_never_issued_is_not_found(officer, page, version):
    assert officer.get(f"{PLAN}versions/{version}/{page}").status_code == 404


@pytest.mark.parametrize(
    "page", ["themes/9/", "themes/99999999999999999999/", "objectives/9.9/", "actions/9.9.9/", "actions/1.4.3%00/"]
)
def test_what_the_plan_does_not_hold_is_not_found(officer, member, page):
    for reader in (officer, member):
        assert reader.get(f"{PLAN}{page}").status_code == 404
        assert reader.get(f"{PLAN}versions/2/{page}").status_code == 404


def test_every_reading_page_has_a_title_of_its_own(officer):
    pages = (
        "",
        "themes/1/",
        "objectives/1.4/",
        "actions/1.4.3/",
        "actions/1.4.10/",
        "asks/",
        "ratings/",
        "versions/",
        "papers/",
    )
    titles = [title_of(page_of(officer, f"{PLAN}{page}")) for page in pages]
    titles += [title_of(page_of(officer, f"{PLAN}versions/1/{page}")) for page in pages[:7]]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith("– The Plan") for title in titles)


def test_every_page_of_a_plan_says_whom_to_ask(officer, member):
    for reader in (officer, member):
        assert "Who do I ask? Administrator, Plan manager" in words(page_of(reader, f"{PLAN}actions/1.4.3/"))


# --- the dashboard -----------------------------------------------------------------------------


def test_r03_the_dashboard_says_how_many_actions_of_each_rating_and_how_many_are_late(officer):
    page = page_of(officer, PLAN)
    figures = words(page.partition('class="figures"')[2].partition("</nav>")[0])
    assert "2 actions" in figures
    assert "1 red" in figures
    assert "1 green" in figures
    assert "1 late" in figures
    assert "1 extended" in figures
    assert "1 help asked" in figures
    assert "amber" not in figures
    row = row_of(page, "1.4")
    assert "Healthy relationships are understood. Early Help Manager" in row
    assert "1 red, 1 green 1 1" in row  # its spread, late, extended


def test_a_versions_dashboard_counts_as_it_stood(member):
    figures = words(page_of(member, f"{PLAN}versions/1/").partition('class="figures"')[2].partition("</nav>")[0])
    assert "1 amber" in figures
    assert "1 not yet rated" in figures
    assert "0 late" in figures


def test_the_plan_manager_finds_the_paper_and_the_issue_and_others_only_the_paper(manager, officer, member):
    assert f'href="{PLAN}versions/issue/"' in page_of(manager, PLAN)
    for reader in (officer, member):
        page = page_of(reader, PLAN)
        assert f'href="{PLAN}versions/issue/"' not in page
        assert f'href="{PLAN}papers/"' in page
    assert f'href="{PLAN}versions/1/papers/"' in page_of(member, f"{PLAN}versions/1/")
    assert f'href="{PLAN}versions/issue/"' not in page_of(manager, f"{PLAN}versions/1/")


def test_a_plan_without_actions_says_what_to_do_next(cast):
    outsider = signed_in(cast.outsider)
    page = page_of(outsider, "/plans/another-plan/")
    assert "This plan has no actions yet." in words(page)
    assert 'href="/plans/another-plan/structure/"' in page


# --- theme, objective, action ------------------------------------------------------------------


def test_a_theme_shows_its_outcome_its_objectives_and_their_actions(officer):
    page = words(page_of(officer, f"{PLAN}themes/1/"))
    assert "Theme 1 · Prevent Children are safe." in page
    assert "Healthy relationships are understood." in page
    assert "Share intelligence each week." in page


def test_an_objective_shows_who_answers_for_it_and_its_workstreams(cast, officer):
    add_workstream(cast.objective, name="Schools", lead_post=cast.lead, because="A strand.", **cast.as_manager())
    page = words(page_of(officer, f"{PLAN}objectives/1.4/"))
    assert "Accountable Early Help Manager" in page
    assert "Workstreams Schools Early Help Manager" in page
    assert "1 late. 1 extended." in page


def test_an_objective_without_actions_says_so_and_whoever_builds_is_led_on(cast, manager, officer):
    add_objective(cast.theme, reference="1.5", wording="Nothing yet.", because="Agreed.", **cast.as_manager())
    for reader, leads_on in ((manager, True), (officer, False)):
        page = page_of(reader, f"{PLAN}objectives/1.5/")
        assert "This objective has no actions yet." in words(page)
        assert (f'href="{PLAN}objectives/1.5/actions/new/"' in page) == leads_on


def test_an_action_shows_the_whole_case_for_its_rating(officer):
    why = section_of(page_of(officer, f"{PLAN}actions/1.4.3/"), "why")
    assert "Why green? Criterion met: Every milestone met so far, with evidence." in why
    assert "All five schools have answered." in why
    assert "schools that answered, from 2 to 5 (source: the route’s register)" in why
    assert "Early Help Manager · update of 10 March 2016" in why


def test_an_action_off_track_says_what_brings_it_back_by_when_and_what_help_is_asked(officer):
    page = page_of(officer, f"{PLAN}actions/1.4.10/")
    assert section_of(page, "back") == "What brings it back An analyst is lent. By 31 May 2016"
    asks = section_of(page, "asks")
    assert "of The Community Safety Partnership · asked by Detective Superintendent, 5 April 2016 · open" in asks


def test_an_action_that_nobody_has_reported_on_says_so(member):
    page = words(page_of(member, f"{PLAN}versions/1/actions/1.4.10/"))
    assert "Not yet rated Nobody has reported on this action yet. Its lead is Detective Superintendent." in page


def test_an_action_offers_only_what_this_reader_may_do(cast, officer, member):
    verbs = {"update/", "extension/", "reword/", "reassign/", "correct/"}

    def offered(reader: Client, address: str) -> set[str]:
        page = page_of(reader, address)
        return {verb for verb in verbs if f'href="{PLAN}actions/1.4.3/{verb}"' in page}

    assert offered(officer, f"{PLAN}actions/1.4.3/") == {"update/", "extension/"}
    assert offered(signed_in(cast.plan_manager), f"{PLAN}actions/1.4.3/") == verbs
    assert offered(signed_in(cast.scrutineer), f"{PLAN}actions/1.4.3/") == set()
    assert offered(member, f"{PLAN}actions/1.4.3/") == set()
    assert offered(signed_in(cast.plan_manager), f"{PLAN}versions/2/actions/1.4.3/") == set()


def test_what_people_typed_is_shown_and_never_run(cast, officer):
    add_theme(cast.plan, number=2, title="<script>alert(1)</script> & more", because="Agreed.", **cast.as_manager())
    page = page_of(officer, PLAN)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


# --- what the members asked for ----------------------------------------------------------------


@pytest.mark.parametrize("page", [f"{PLAN}{page}" for page in LISTS] + ["/"])
def test_r17_green_and_late_are_both_said(officer, page):
    row = row_of(page_of(officer, page), "1.4.3")
    assert "Green" in row
    assert "late 6 days" in row


def test_r17_green_and_late_are_both_said_on_the_actions_page(officer):
    top = words(page_of(officer, f"{PLAN}actions/1.4.3/").partition('class="ratings-line"')[2].partition("</p>")[0])
    assert "G Green late 6 days extended once" in top


@pytest.mark.parametrize("page", [f"{PLAN}{page}" for page in LISTS] + ["/"])
def test_r16_original_date_date_now_slip_and_extensions_stand_in_every_list(officer, page):
    row = row_of(page_of(officer, page), "1.4.3")
    assert "30 Jan 2016 31 Mar 2016 extended once 61 days" in row


@pytest.mark.parametrize("page", [f"{PLAN}{page}" for page in LISTS] + ["/"])
def test_r16_category_words_and_deciding_body_stand_beside_an_extension(officer, page):
    row = row_of(page_of(officer, page), "1.4.3")
    assert "asked: capacity or staffing, The post was vacant. · agreed by CSE Sub-Group, 1 Feb 2016" in row


def test_r16_the_actions_page_tells_the_whole_delay(officer):
    delay = section_of(page_of(officer, f"{PLAN}actions/1.4.3/"), "delay")
    assert "Original date 30 January 2016 Due date now 31 March 2016, 6 days ago" in delay
    assert "61 days later than the original date" in delay
    assert "Extended from 30 January 2016 to 31 March 2016 Capacity or staffing: The post was vacant." in delay
    assert "granted by CSE Sub-Group, 1 February 2016: The post is filled now." in delay
    assert "Expected finish 29 April 2016 later than the due date" in delay


KEY = "Every milestone met so far, with evidence."


@pytest.mark.parametrize(
    "page",
    ["/", "/plans/", *(f"{PLAN}{page}" for page in (
        "", "themes/1/", "objectives/1.4/", "actions/1.4.3/", "asks/", "ratings/", "versions/", "versions/issue/", "papers/",
        "versions/1/", "versions/1/themes/1/", "versions/1/objectives/1.4/", "versions/1/actions/1.4.3/", "versions/1/asks/",
        "structure/", "actions/1.4.3/update/",
    ))],
)  # fmt: skip
def test_r04_the_key_is_one_click_away_wherever_ratings_are(manager, page):
    shown = page_of(manager, page)
    on_the_page = 'id="key"' in shown and KEY in shown
    one_click_away = f'href="{PLAN}ratings/"' in shown and KEY in page_of(manager, f"{PLAN}ratings/")
    assert on_the_page or one_click_away


def test_r04_a_versions_key_is_the_one_that_stood_then(cast, manager, member):
    add_criterion(cast.plan, rating="G", words="A later sentence.", because="Agreed.", **cast.as_manager())
    assert "A later sentence." in page_of(manager, PLAN)
    assert "A later sentence." not in page_of(member, PLAN)
    assert "A later sentence." not in page_of(manager, f"{PLAN}versions/1/ratings/")


def test_r04_every_change_to_the_criteria_is_told(cast, manager):
    changed = words(page_of(manager, f"{PLAN}ratings/"))
    assert "Rating criterion added" in changed
    add_criterion(cast.plan, rating="G", words="Better.", because="The old one said too little.", **cast.as_manager())
    retire_criterion(cast.green, because="It said too little.", **cast.as_manager())
    changed = section_of(page_of(manager, f"{PLAN}ratings/"), "changes")
    assert "Rating criterion retired" in changed
    assert "because: It said too little." in changed


def test_r12_an_update_says_which_version_holds_it(officer, member):
    held = section_of(page_of(officer, f"{PLAN}actions/1.4.3/"), "why")
    assert "update of 10 March 2016 · issued to members in version 2, March 2016" in held
    waiting = section_of(page_of(officer, f"{PLAN}actions/1.4.10/"), "why")
    assert "update of 5 April 2016 · in no version that members read yet" in waiting
    earlier = section_of(page_of(member, f"{PLAN}versions/1/actions/1.4.3/"), "why")
    assert "update of 11 January 2016 · issued to members in version 1, January 2016" in earlier


def test_r12_every_update_of_the_timeline_says_by_which_version_members_read_it(officer):
    told = section_of(page_of(officer, f"{PLAN}actions/1.4.3/?show=updates"), "timeline-title")
    march, january = (
        told.split("All five schools have answered.")[1],
        told.split("Two of five schools have answered.")[1],
    )
    assert march.startswith(" · issued to members in version 2, March 2016")
    assert january.startswith(" · issued to members in version 1, January 2016")
    waiting = section_of(page_of(officer, f"{PLAN}actions/1.4.10/?show=updates"), "timeline-title")
    assert waiting.endswith("No analyst is in post. · in no version that members read yet: no round is open")


@pytest.mark.parametrize("page", ["", "themes/1/", "objectives/1.4/", "actions/1.4.3/", "asks/"])
def test_r12_a_reader_of_a_version_is_told_of_newer_updates(member, page):
    latest = words(page_of(member, f"{PLAN}{page}"))
    assert "1 newer update is in hand and stands in no version yet." in latest
    first = words(page_of(member, f"{PLAN}versions/1/{page}"))
    assert "A later version is issued: version 2" in first
    assert "1 newer update is in hand and stands in no version yet." in first


# --- the list of asks --------------------------------------------------------------------------


def test_the_list_of_asks_says_what_of_whom_and_since_when(officer):
    page = section_of(page_of(officer, f"{PLAN}asks/"), "open")
    assert "Open 1" in page
    assert "1.4.10 Share intelligence each week." in page
    assert "of The Community Safety Partnership · asked by Detective Superintendent, 5 April 2016" in page
    assert "Record the answer" not in page


def test_the_plan_manager_records_the_answer_from_there_and_not_on_a_version(manager):
    assert "Record the answer to 1.4.10" in section_of(page_of(manager, f"{PLAN}asks/"), "open")
    assert "Record the answer" not in words(page_of(manager, f"{PLAN}versions/2/asks/"))


def test_r11_the_list_of_help_asked_for_begins_with_the_oldest(cast, manager):
    life = Life(cast)
    first = HelpNeeded("A writer", "The board")
    asked = {"criterion": cast.amber, "brings_back": "A visit.", "brings_back_by": TODAY + dt.timedelta(days=30)}
    life.submit_update(rationale="Nobody writes it.", help_needed=first, **asked)
    page = section_of(page_of(manager, f"{PLAN}asks/"), "open")
    # 1.4.10 stands behind 1.4.3 in the plan, and asked a day before it.
    assert page.index("An analyst for three months") < page.index("A writer")


def test_a_version_holds_the_asks_of_its_day(member):
    assert "No help is asked for." in words(page_of(member, f"{PLAN}asks/"))


# --- plans -------------------------------------------------------------------------------------


def test_a_person_finds_the_plans_of_their_own_and_no_other(cast, officer):
    page = words(main_of(page_of(officer, "/plans/")))
    assert "The Delivery Plan 2015–2018" in page
    assert "Version 2, March 2016, as it stood on 15 March 2016 · your role: officer" in page
    assert "1 plan that you may read." in page
    assert "Another Plan" not in page


def test_a_draft_is_its_managers_alone(cast, officer, manager):
    create_plan(slug="a-draft", title="A draft", short_title="A draft", because="Begun.", **cast.as_manager())
    assert "A draft" in words(page_of(manager, "/plans/"))
    assert "A draft" not in words(page_of(officer, "/plans/"))
    assert officer.get("/plans/a-draft/").status_code == 404
    assert "This plan has no actions yet." in words(page_of(manager, "/plans/a-draft/"))


def test_who_has_no_role_is_told_what_to_do(db):
    nobody = words(page_of(signed_in(a_person("somebody new")), "/plans/"))
    assert "You have no role on any plan yet. A plan manager gives roles; ask the one who invited you." in nobody


# --- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_every_role_has_a_page_of_help_of_a_screen_and_a_half(officer, page):
    shown = page_of(officer, f"/help/{page.slug}/")
    assert title_of(shown) == f"Help: {page.role.label} – Followthrough"
    assert f"<h1>{page.role.label}: {page.title}</h1>" in shown
    assert 150 < len(words(main_of(shown)).split()) < 450


def test_there_is_a_page_of_help_for_each_role():
    assert [page.role for page in PAGES] == sorted(Role, key=[page.role for page in PAGES].index)


def test_help_shows_ones_own_roles_first(cast):
    page = main_of(page_of(signed_in(cast.scrutiny_officer), "/help/"))
    assert page.index("/help/scrutiny-officer/") < page.index("/help/officer/")


def test_help_leads_to_the_key_of_each_of_ones_plans(officer):
    assert f'href="{PLAN}ratings/"' in page_of(officer, "/help/officer/")


def test_help_for_nobody_is_not_found(officer):
    assert officer.get("/help/wizard/").status_code == 404
