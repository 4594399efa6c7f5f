"""Search: every word in what one reads, and no word of anything else."""

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from actions.structure import add_action
from objectives.structure import add_objective
from people.models import User
from plans.people_of_plan import grant_role
from plans.structure import add_theme, create_plan
from reports import versions
from reports.folding import folded, holds, spans_of
from reports.search import LONGEST, Wanted, around, marked
from reports.templatetags.reading import with_marks
from reports.views.search import A_PAGE
from tests.actions.life import Life
from tests.conftest import Cast, a_person
from tests.put_back import made_once
from tests.reports.reading import main_of, page_of, title_of, words
from tests.reports.story import cast_of_the_story, issue
from tests.rolled_back import rolled_back

READS_TODAY = ("plan_manager", "officer", "colleague", "chief_officer", "scrutineer", "executive_member")
READS_VERSIONS = ("member", "scrutiny_officer", "reader", "information_governance")


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db) -> Cast:
    """The story, and a second plan, the outsider's, with words that stand nowhere else."""
    return made_once(with_another_plan)


def with_another_plan() -> Cast:
    cast = cast_of_the_story()
    theme = cast.other_plan.themes.get()
    objective = add_objective(theme, reference="1.1", wording="Homes are warm.", because="New.", **outsider(cast))
    add_action(
        objective, reference="1.4.3", wording="Insulate the attics.", lead_post=cast.lead, because="New.",
        success_criteria="Zanzibar felt is laid", **outsider(cast),
    )  # fmt: skip
    return cast


@pytest.fixture(autouse=True)
def leaves_nothing(cast) -> Iterator[None]:
    with rolled_back():
        yield


def outsider(cast: Cast) -> dict[str, User]:
    return {"by": cast.outsider, "recorded_by": cast.outsider}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: User, typed: str, **more: object) -> str:
    return main_of(page_of(signed_in(person), f"/search/?{urlencode({'q': typed, **more})}"))


def found(person: User, typed: str, **more: object) -> list[str]:
    """The addresses of what was found, in order."""
    listed = re.findall(r'<ul class="list found">.*?</ul>', page(person, typed, **more), re.DOTALL)
    return re.findall(r'<a href="([^"]*)"', " ".join(listed))


ACTION = "/plans/the-plan/actions/1.4.3/"
ELSEWHERE = "/plans/the-plan/actions/1.4.10/"
OBJECTIVE = "/plans/the-plan/objectives/1.4/"


# --- what is found -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("early help strategy", ACTION),  # the wording
        ("intelligence", ELSEWHERE),
        ("answered", ACTION),  # why this rating
        ("visited", ACTION),  # what has been done
        ("register", ACTION),  # where the figure comes from
        ("detective superintendent", ELSEWHERE),  # the lead
        ("Early Help Manager", OBJECTIVE),  # who answers for it
        ("analyst lent", ELSEWHERE),  # what brings it back
        ("Community Safety Partnership", ELSEWHERE),  # of whom help is asked
        ("three months", ELSEWHERE),
        ("healthy relationships", OBJECTIVE),
        ("prevent", "/plans/the-plan/themes/1/"),
        ("children are safe", "/plans/the-plan/themes/1/"),
        ("1.4.10", ELSEWHERE),
        ("1.4", OBJECTIVE),
    ],
)
def test_words_are_found_wherever_the_page_has_them(cast, typed, where):
    assert found(cast.plan_manager, typed)[0] == where


def test_milestones_evidence_criteria_facts_and_answers_are_found(cast):
    life = Life(cast)
    life.add_milestone(what="Packs posted to parishes")
    life.add_evidence(what="Ledger of visits", shows="Nineteen parishes")
    life.note_fact(what="The hardship grant")
    life.of(cast.action_elsewhere).answer_ask(answer="Lent from Doncaster.")
    for typed in ("parishes posted", "ledger", "nineteen", "hardship", "one route"):
        assert found(cast.officer, typed) == [ACTION], typed
    assert found(cast.officer, "doncaster") == [ELSEWHERE]


def test_of_withdrawn_evidence_no_more_is_found_than_its_page_shows(cast):
    life = Life(cast)
    life.add_evidence(what="Ledger of visits", shows="Nineteen parishes")
    life.withdraw_evidence()
    assert found(cast.officer, "ledger") == [ACTION]
    assert found(cast.officer, "nineteen") == []


def test_all_words_must_be_found_wherever_in_the_action_they_stand(cast):
    assert found(cast.plan_manager, "strategy answered") == [ACTION]
    assert found(cast.plan_manager, "strategy intelligence") == []


def test_a_word_is_found_by_its_beginning_and_not_from_its_middle(cast):
    assert found(cast.plan_manager, "strat") == [ACTION]
    assert found(cast.plan_manager, "trategy") == []


@pytest.mark.parametrize("typed", ["STRATEGY", "strategy", "stratégy", "ＳＴＲＡＴＥＧＹ", "  strategy \n "])
def test_case_accents_and_spaces_do_not_matter(cast, typed):
    assert found(cast.plan_manager, typed) == [ACTION]


def test_accents_of_the_plan_do_not_matter_either(cast):
    life = Life(cast)
    life.submit_update(rationale="Zoë’s café – the Straße – is naïve’s own.")
    for typed in ("zoe's", "cafe", "strasse", "naive’s", "ZOË"):
        assert found(cast.officer, typed) == [ACTION], typed
    assert "<mark>Zoë’s</mark> <mark>café</mark> – the <mark>Straße</mark>" in page(cast.officer, "zoe's cafe strasse")


# --- in which order ----------------------------------------------------------------------------


def test_an_exact_reference_stands_first_then_wordings_then_the_rest(cast):
    life = Life(cast)
    add_action(
        cast.objective, reference="1.4.30", wording="As 1.4.3, for academies.", lead_post=cast.lead, because="New.",
        **cast.as_manager(),
    )  # fmt: skip
    assert found(cast.officer, "1.4.3") == [ACTION, "/plans/the-plan/actions/1.4.30/"]
    life.submit_update(rationale="Academies were asked.")
    assert found(cast.officer, "academies") == ["/plans/the-plan/actions/1.4.30/", ACTION]


def test_results_are_grouped_by_plan_the_plan_with_the_best_one_first(cast):
    grant_role(cast.other_plan, role="officer", holder=cast.officer, because="So.", **outsider(cast))
    both = found(cast.officer, "1.4.3")
    assert sorted(both) == ["/plans/another-plan/actions/1.4.3/", ACTION]
    told = words(page(cast.officer, "early help"))
    assert "2 found in today’s position" in told
    assert told.index("The Plan") < told.index("Another Plan 1 found in today’s position")  # where it is but the lead
    insulating = words(page(cast.officer, "the attics"))
    assert "Another Plan 1 found in today’s position" in insulating


def test_one_plan_can_be_chosen_and_given_back(cast):
    grant_role(cast.other_plan, role="officer", holder=cast.officer, because="So.", **outsider(cast))
    assert 'href="?q=early+help&amp;plan=another-plan">Another Plan 1</a>' in page(cast.officer, "early help")
    assert found(cast.officer, "early help", plan="another-plan") == ["/plans/another-plan/actions/1.4.3/"]
    chosen = page(cast.officer, "early help", plan="another-plan")
    assert 'href="?q=early+help" aria-current="true"' in chosen
    assert "1 found, with all of these words." in words(chosen)
    assert len(found(cast.officer, "the", plan="no-such-plan")) == len(found(cast.officer, "the"))


def test_a_plan_that_is_not_mine_cannot_be_chosen(cast):
    assert found(cast.officer, "the", plan="another-plan") == found(cast.officer, "the")
    assert "Another Plan" not in page(cast.officer, "the", plan="another-plan")


# --- whose words -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READS_TODAY)
def test_who_reads_today_finds_today(cast, name):
    reader = getattr(cast, name)
    assert found(reader, "all schools") == [ACTION]  # reworded since the version
    assert found(reader, "analyst") == [ELSEWHERE]
    assert "found in today’s position" in page(reader, "analyst")


@pytest.mark.parametrize("name", READS_VERSIONS)
def test_who_reads_versions_finds_the_latest_version_and_nothing_since_or_before(cast, name):
    reader = getattr(cast, name)
    assert found(reader, "strategy") == [ACTION]
    assert "found in version 2, March 2016" in page(reader, "strategy")
    assert found(reader, "analyst") == []  # of the week after it
    assert found(reader, "academies") == []
    assert found(reader, "two of five") == []  # version 1 said so
    issue(cast, "April 2016")
    assert found(reader, "analyst") == [ELSEWHERE]


@pytest.mark.parametrize("name", [*READS_TODAY, *READS_VERSIONS])
def test_words_of_a_plan_that_is_not_mine_are_never_found(cast, name):
    for typed in ("zanzibar", "insulate", "homes", "attics"):
        shown = page(getattr(cast, name), typed)
        assert "Nothing was found in The Plan" in words(shown)
        assert "Another Plan" not in shown
        assert "Zanzibar" not in shown
    assert all(address.startswith("/plans/the-plan/") for address in found(getattr(cast, name), "1.4.3"))


def test_an_outsider_finds_her_own_plan_alone(cast):
    assert found(cast.outsider, "zanzibar") == ["/plans/another-plan/actions/1.4.3/"]
    for typed in ("strategy", "analyst", "intelligence", "1.4.10", "healthy"):
        assert found(cast.outsider, typed) == []


def test_a_draft_is_found_by_its_manager_alone(cast):
    draft = create_plan(slug="draft", title="A draft", short_title="A draft", because="Begun.", **cast.as_manager())
    grant_role(draft, role="officer", holder=cast.officer, because="So.", **cast.as_manager())
    add_theme(draft, number=1, title="Unfinished symphony", **cast.as_manager())
    assert found(cast.plan_manager, "symphony") == ["/plans/draft/themes/1/"]
    assert found(cast.officer, "symphony") == []


def test_where_nothing_is_issued_a_reader_of_versions_finds_nothing(cast):
    grant_role(cast.other_plan, role="reader", holder=cast.reader, because="So.", **outsider(cast))
    assert found(cast.reader, "zanzibar") == []
    newcomer = a_person("a newcomer")
    assert "Nothing was found in your plans: there is none that you can read yet." in words(page(newcomer, "strategy"))


def test_a_role_that_ended_finds_nothing(cast):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE plans_planrole SET until_on = %s WHERE person_id = %s", [dt.date(2016, 4, 5), cast.officer.pk]
        )
    assert found(cast.officer, "strategy") == []


def test_a_damaged_version_is_not_searched_and_the_page_says_so(cast):
    versions._parsed.documents.clear()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_keptdocument SET text = replace(text, 'strategy', 'tragedy')")
    for typed in ("tragedy", "strategy"):
        shown = words(page(cast.member, typed))
        assert "The version of The Plan that you read cannot be searched" in shown
        assert found(cast.member, typed) == []


# --- what the page says ------------------------------------------------------------------------


def test_what_was_typed_stays_in_the_box_the_title_and_the_address(cast):
    client = signed_in(cast.member)
    whole = page_of(client, "/search/?q=early+%22help%22+%26+more")
    assert 'name="q" value="early &quot;help&quot; &amp; more"' in re.sub(r"\s+", " ", whole)
    assert title_of(whole) == '“early "help" & more” – search – Followthrough'


def test_without_words_the_page_says_what_can_be_searched_and_asks_for_nothing(cast):
    with CaptureQueriesContext(connection) as queries:
        for typed in ("", "   ", "\t\x00"):
            assert "Type a reference (1.4.3) or words" in words(page(cast.member, typed))
    assert not any("plans_plan" in query["sql"] for query in queries.captured_queries)


def test_a_single_letter_and_a_whole_page_are_not_searched(cast):
    assert "Type at least 2 letters or figures" in words(page(cast.member, "a"))
    assert "longer than 200 characters" in words(page(cast.member, "strategy " * 30))
    assert found(cast.member, "x" * LONGEST) == []


def test_nothing_found_says_where_it_was_looked_for(cast):
    told = words(page(cast.member, "giraffe"))
    assert "Nothing was found in The Plan (version 2, March 2016)." in told
    assert "Search for “giraffe”" in told


def test_it_says_how_many_and_where_and_marks_the_words(cast):
    shown = page(cast.plan_manager, "schools help")
    assert "1 found, with all of these words." in words(shown)
    assert "early <mark>help</mark> strategy for all <mark>schools</mark>." in shown
    assert re.search(r'<span class="label">Why this rating</span>All five <mark>schools</mark> have answered\.', shown)


def test_more_than_fifty_are_shown_page_by_page(cast):
    for number in range(A_PAGE + 3):
        add_action(
            cast.objective, reference=f"1.4.{100 + number}", wording=f"Plant tree {number}.", lead_post=cast.lead,
            because="New.", **cast.as_manager(),
        )  # fmt: skip
    first, second = found(cast.plan_manager, "plant tree"), found(cast.plan_manager, "plant tree", page=2)
    assert (len(first), len(second)) == (50, 3)
    assert not set(first) & set(second)
    shown = re.sub(r"\s+", " ", page(cast.plan_manager, "plant tree"))
    assert "53 found, with all of these words. 1 to 50 are shown." in words(shown)
    assert 'rel="next" href="?q=plant+tree&amp;page=2"' in shown
    assert 'rel="prev" href="?q=plant+tree&amp;page=1"' in re.sub(
        r"\s+", " ", page(cast.plan_manager, "plant tree", page=2)
    )
    for wrong in ("0", "99", "x", "-1", ""):
        assert found(cast.plan_manager, "plant tree", page=wrong)


def test_every_page_has_the_box_for_whoever_is_signed_in(cast):
    for address in ("/", "/plans/", "/plans/the-plan/", "/help/", "/contact/", "/accounts/password/change/"):
        whole = page_of(signed_in(cast.officer), address)
        assert '<form class="search" role="search" method="get" action="/search/">' in re.sub(r"\s+", " ", whole)
        assert '<label class="visually-hidden" for="search-words">' in whole
    assert 'role="search"' not in page_of(Client(), "/contact/")
    assert Client().get("/search/?q=strategy").status_code == 302


# --- odd characters ----------------------------------------------------------------------------

ODD = [
    "<script>alert(1)</script>", "%", "_", "\\", "' OR 1=1 --", "{{ 7*7 }}", "{% if %}", "\u202e", "\u0301", "﷽", "🌻🌻",
    "((((", "[a-z]+", ".*", "😀", "ﬀ ﬃ", "İi", "ǅ", "\u00ad\u00ad",
    "&amp;", "a\x00b", "\x7f\x80", "１．４．３",
]  # fmt: skip


@pytest.mark.parametrize("typed", ODD)
def test_odd_characters_are_words_like_any_other(cast, typed):
    for reader in (cast.member, cast.plan_manager):
        shown = page(reader, typed)
        assert "<script>" not in shown
    for raw in ("%00", "%ED%A0%80", "%FF%FE", "%F0%9F"):
        assert signed_in(cast.member).get(f"/search/?q={raw}{quote('strategy')}").status_code == 200


def test_figures_of_another_width_are_the_same_figures(cast):
    assert found(cast.member, "１．４．３")[0] == ACTION


@given(st.text(max_size=60), st.text(max_size=12))
def test_marking_changes_no_letter_of_a_text_and_finds_what_the_search_finds(text, typed):
    wanted = Wanted.of(typed)
    pieces = marked(text, wanted.words)
    assert "".join(piece for _, piece in pieces) == text
    assert folded(text) == "".join(map(folded, text))
    if wanted.words and holds(wanted.words, folded(text)):
        assert any(was_found for was_found, _ in pieces)


@given(st.text(max_size=400), st.text(min_size=1, max_size=5))
def test_what_is_shown_around_a_word_is_part_of_the_text(text, typed):
    shown = around(text, Wanted.of(typed).words)
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split())


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=10))))
def test_marks_are_the_only_markup(pieces):
    shown = with_marks(pieces).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in shown
    assert ">" not in shown


def test_a_long_text_is_cut_around_the_word_and_keeps_it():
    text = f"{'before ' * 60}the needle {'after ' * 60}"
    shown = around(text, ("needle",))
    assert "the needle after" in shown
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert len(shown) < 300
    unbroken = f"{'x' * 3000} needle {'y' * 3000}"
    assert "needle" in around(unbroken, ("needle",))
    assert len(around(unbroken, ("needle",))) < 500


def test_spans_are_apart_and_in_order():
    assert spans_of(("help", "he", "elp"), "Help, he helps") == [(0, 4), (6, 8), (9, 13)]
    assert spans_of(("cafe",), "cafe\u0301 society") == [(0, 5)]


# --- what it costs -----------------------------------------------------------------------------


def asked(person: User, typed: str) -> list[str]:
    client = signed_in(person)
    page_of(client, f"/search/?q={typed}")
    with CaptureQueriesContext(connection) as queries:
        page_of(client, f"/search/?q={typed}")
    return [query["sql"] for query in queries.captured_queries]


def test_todays_position_costs_four_questions_a_plan_and_a_version_none_once_it_was_read(cast):
    one = asked(cast.plan_manager, "the")
    assert len(one) == 4 + 4, "\n".join(one)  # session, person, her roles, her plans
    create_plan(slug="second", title="Second", short_title="Second", because="New.", **cast.as_manager())
    assert len(asked(cast.plan_manager, "the")) == 8 + 4
    of_version = asked(cast.member, "the")
    assert len(of_version) == 5, "\n".join(of_version)
    assert not any('"reports_keptdocument"."text"' in sql for sql in of_version)


def test_what_is_found_costs_nothing_more(cast):
    assert len(asked(cast.plan_manager, "giraffe")) == len(asked(cast.plan_manager, "the"))


def test_no_database_is_asked_for_a_word(cast):
    assert not any("giraffe" in sql.lower() for sql in asked(cast.plan_manager, "giraffe"))
