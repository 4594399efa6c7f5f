"""The public pages: what anybody reads of a version that is public, and nothing else; asked about again every time, cheaply."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.updates import submit_update
from actions.withheld import OPEN
from actions.wording import reassign, reword
from benchmarks.big_plan import big_plan, made_public, people
from people import clock
from people.models import Post, User
from people.tracking import written
from plans.models import Plan, Release
from plans.steps import one_step
from plans.structure import edit_plan
from reports import public, versions
from reports.document import build
from reports.models import KeptDocument
from reports.visible import visible_to
from reports.without_names import UNNAMED, names_known, without_names
from tests.a_release import issue, propose, propose_and_confirm, withdraw
from tests.actions.conftest import Desk, cast, db, leaves_nothing
from tests.actions.life import Life
from tests.conftest import NOW, TODAY
from tests.reports.reading import main_of, words

__all__ = ["cast", "db", "leaves_nothing"]

PUBLIC = "/public/the-plan/"
OF_A_VERSION = ("", "themes/1/", "objectives/1.4/", "actions/1.4.3/", "csv/", "json/")
PAGES = (*OF_A_VERSION, *(f"versions/1/{page}" for page in OF_A_VERSION), "versions/")


def shown(answer) -> str:
    return words(answer.content.decode())


def update(cast, rationale, criterion=None, **said):
    cast.action.refresh_from_db()
    how = {"by": cast.officer, "recorded_by": cast.officer}
    return submit_update(cast.action, criterion=criterion or cast.green, rationale=rationale, **{**how, **said})


@pytest.fixture
def anybody() -> Client:
    return Client()


@pytest.fixture
def released(cast) -> Release:
    """Version 1 is public: the action is Green, "The strategy is agreed."."""
    update(cast, "The strategy is agreed.")
    issue(cast)
    return propose_and_confirm(cast)


@pytest.fixture
def two(cast, released) -> None:
    """Version 2 too: reworded for a reason, and updated twice, of which the later is in it."""
    with clock.at(NOW + dt.timedelta(hours=1)):
        how = {"by": cast.sub_group, "recorded_by": cast.plan_manager, "agreed_at": cast.meeting, "minute": "14/16"}
        cast.action.refresh_from_db()
        reword(
            cast.action, wording="Publish one early help strategy for all schools.", success_criteria="One route",
            partners="Schools", because="Academies were not named.", **how,
        )  # fmt: skip
        back = {"brings_back": "A visit.", "brings_back_by": TODAY + dt.timedelta(days=30)}
        update(cast, "A head teacher has refused.", cast.red, **back)
        update(cast, "Two schools are left.", cast.amber, **back)
        issue(cast, "April 2016")
        propose_and_confirm(cast, 2)


# --- what is public, and what is not --------------------------------------------------------------


def test_anybody_reads_a_public_version_and_no_cookie_is_set(cast, released, anybody):
    assert "The strategy is agreed." in shown(anybody.get(f"{PUBLIC}actions/1.4.3/"))
    page = shown(anybody.get(PUBLIC))
    assert "The Delivery Plan 2015–2018" in page
    assert "version 1, March 2016, as it stood on 6 April 2016. Public since 6 April 2016." in page
    for page in PAGES:
        answer = anybody.get(PUBLIC + page)
        assert (answer.status_code, dict(answer.cookies)) == (200, {}), page


def test_the_list_names_each_plan_with_its_latest_public_version(cast, two, anybody):
    page = shown(anybody.get("/public/"))
    assert "The Delivery Plan 2015–2018 Version 2, April 2016 6 April 2016 6 April 2016 2 versions" in page
    for release in Release.objects.all():
        withdraw(cast, release)
    assert "No plan is public today." in shown(anybody.get("/public/"))


def test_a_later_version_that_is_not_public_changes_nothing(cast, released, anybody):
    before = {page: main_of(anybody.get(PUBLIC + page).content.decode()) for page in PAGES}
    update(cast, "Not for the public yet.")
    edit_plan(
        Plan.objects.get(pk=cast.plan.pk), changes={"title": "A name of today", "short_title": "Today"}, because="Agreed.",
        **cast.as_manager(),
    )  # fmt: skip
    issue(cast, "April 2016")
    propose(cast, 2)
    for page in PAGES:
        text = anybody.get(PUBLIC + page).content.decode()
        assert main_of(text) == before[page], page
        for secret in ("Not for the public yet.", "A name of today", "April 2016, "):
            assert secret not in text
    assert "A name of today" not in anybody.get("/public/").content.decode()
    for page in OF_A_VERSION:
        assert anybody.get(f"{PUBLIC}versions/2/{page}").status_code == 404
    assert anybody.get(f"{PUBLIC}compare/1/2/").status_code == 404


def test_what_is_not_public_and_what_is_not_there_get_one_answer(cast, released, anybody):
    issue(cast, "April 2016")
    missing = [
        "/public/another-plan/", "/public/no-such-plan/", f"{PUBLIC}versions/2/", f"{PUBLIC}versions/99/",
        f"{PUBLIC}versions/{10**30}/", f"{PUBLIC}actions/9.9.9/", f"{PUBLIC}objectives/9/", f"{PUBLIC}themes/9/",
        f"{PUBLIC}compare/1/2/", f"{PUBLIC}compare/1/1/", "/public/%00/",
    ]  # fmt: skip
    answers = [anybody.get(address) for address in missing]
    assert [answer.status_code for answer in answers] == [404] * len(missing)
    assert len({answer.content for answer in answers}) == 1
    assert "There is no public page at this address" in shown(answers[0])
    for answer in answers:
        assert not {"ETag"} & set(answer.headers)
        assert "private" in answer.headers["Cache-Control"]
    # Also to whoever says that any copy will do.
    assert anybody.get(f"{PUBLIC}versions/2/", headers={"if-none-match": "*"}).status_code == 404


def test_a_page_is_the_same_for_whoever_is_signed_in(cast, released, anybody):
    for page in ("/public/", *(PUBLIC + page for page in PAGES)):
        for person in (cast.plan_manager, cast.outsider):
            assert Desk(person).read(page).content == anybody.get(page).content, page


def test_no_verb_and_no_link_into_the_signed_in_part_but_sign_in(cast, two, anybody):
    allowed = {"/accounts/login/", "/accessibility/", "/privacy/", "/contact/"}
    pages = (
        "/public/",
        f"{PUBLIC}compare/1/2/",
        *(PUBLIC + page for page in PAGES if not page.endswith(("csv/", "json/"))),
    )
    for address in pages:
        page = anybody.get(address).content.decode()
        links = re.findall(r'<a [^>]*href="([^"]+)"', page)
        inside = {link for link in links if link.startswith("/") and not link.startswith("/public/")}
        assert inside == allowed, address
        assert "<form" not in page, address
        assert "noindex" not in page, address


def test_every_link_between_public_pages_leads_to_one(cast, two, anybody):
    seen, waiting = set(), {"/public/"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = anybody.get(address)
        assert answer.status_code == 200, address
        if answer.headers["Content-Type"].startswith("text/html"):
            links = re.findall(r'href="([^"#]*)', answer.content.decode())
            found = {link.replace("&amp;", "&") for link in links}
            found = {f"{address.partition('?')[0]}{link}" if link.startswith("?") else link for link in found}
            waiting |= {link for link in found if link.startswith("/public/")} - seen
    assert {f"{PUBLIC}actions/1.4.3/", f"{PUBLIC}versions/1/themes/1/", f"{PUBLIC}compare/1/2/"} <= seen


def test_the_digest_of_the_version_stands_at_the_foot(cast, released, anybody):
    digest = KeptDocument.objects.get().digest
    for page in ("", "actions/1.4.3/", "versions/1/objectives/1.4/"):
        assert f"Its digest (SHA-256): {digest}" in shown(anybody.get(PUBLIC + page))


def test_the_figures_of_the_dashboard_lead_to_the_actions(cast, released, anybody):
    page = anybody.get(PUBLIC).content.decode()
    assert 'href="?rating=G#actions"' in page
    assert "The strategy is agreed." in shown(anybody.get(PUBLIC, {"rating": "G"}))
    assert "The strategy is agreed." not in shown(anybody.get(PUBLIC, {"rating": "none"}))


def test_what_stands_in_steps_and_tables_alone_is_on_no_page(cast, released, anybody):
    """Its timeline, what was typed for members when it was issued, and where its newer updates wait."""
    update(cast, "Of today.")
    for page in PAGES:
        text = anybody.get(PUBLIC + page).content.decode()
        for secret in (
            "For the commission’s meeting.",
            "It goes with the agenda.",
            "newer update",
            "Everything that happened",
        ):
            assert secret not in text, page


# --- posts, and no people -------------------------------------------------------------------------


def all_the_text(client, pages=PAGES) -> str:
    return " ".join(client.get(PUBLIC + page).content.decode() for page in pages)


@pytest.fixture
def oglethorpes(cast, monkeypatch) -> None:
    """Everybody is called so that the name is found wherever it stands."""
    with written():
        User.objects.update(name="Quentin Oglethorpe")
    for person in vars(cast).values():
        if isinstance(person, User):
            monkeypatch.setattr(person, "name", "Quentin Oglethorpe")


def test_no_name_of_anybody_is_on_any_page(cast, oglethorpes, anybody):
    """In the whole life of an action, where each record says who: also those who hold no post."""
    life = Life(cast)
    life.to("complete").assurance_check()
    life.reopen()
    life.add_milestone()
    life.note_fact()
    life.ask_extension(**cast.as_manager())
    life.grant_extension(by=cast.chief_officer, recorded_by=cast.chief_officer, agreed_at=None, minute="")
    issue(cast, "January 2016")
    propose_and_confirm(cast)
    life.reword()
    life.withdraw(accepted_by="Quentin Oglethorpe")
    life.of(cast.action_elsewhere).propose_move()
    issue(cast, "April 2016")
    propose_and_confirm(cast, 2)
    texts = KeptDocument.objects.order_by("number").values_list("text", flat=True)
    assert [text.count("Oglethorpe") > 1 for text in texts] == [True, True]
    for page in (*PAGES, "compare/1/2/", "actions/1.4.10/"):
        assert "Oglethorpe" not in anybody.get(PUBLIC + page).content.decode(), page
    page = shown(anybody.get(f"{PUBLIC}versions/1/actions/1.4.3/"))
    assert UNNAMED in page
    assert "Early Help Manager" in page
    assert "CSE Sub-Group" in page


def test_a_post_is_named_also_after_it_was_renamed_and_a_body_too(cast):
    Life(cast).to("complete")
    document = build(Plan.objects.get(pk=cast.plan.pk), number=1, label="April")
    known = names_known(document)
    assert {"Early Help Manager", "CSE Sub-Group"} <= set(known)
    assert not {person.name for person in User.objects.all()} & set(known)
    how = {"by": cast.administrator, "recorded_by": cast.administrator, "because": "Renamed."}
    with one_step(Post.objects.get(pk=cast.lead.pk), "administer", **how) as post:
        post.title = "Head of Early Help"
    assert names_known(document) == known


def test_every_field_that_says_who_is_left_unnamed_unless_it_is_known(cast):
    Life(cast).to("complete")
    document = build(Plan.objects.get(pk=cast.plan.pk), number=1, label="April")
    entry = without_names(document, frozenset()).action("1.4.3")
    said = [entry.signed_off_by, *(one.added_by for one in entry.evidence)]
    said += [name for one in entry.sign_offs for name in (one.reported_by, one.verified_by, one.decided_by)]
    assert len(said) >= 5
    assert set(said) == {UNNAMED}
    assert entry.lead == "Early Help Manager"
    known = without_names(document, frozenset(["Early Help Manager"])).action("1.4.3")
    assert known.report.reported_by == "Early Help Manager"
    assert known.report.decided_by == UNNAMED


def test_evidence_is_told_and_where_it_is_found_is_not(cast, anybody):
    life = Life(cast)
    life.add_evidence()
    issue(cast)
    propose_and_confirm(cast)
    held = life.action.evidence.get()
    page = shown(anybody.get(f"{PUBLIC}actions/1.4.3/"))
    assert held.what in page
    assert held.held_where
    assert held.held_where not in all_the_text(anybody)


# --- two public versions compared -----------------------------------------------------------------


def test_two_public_versions_are_compared_with_the_reasons_that_are_public(cast, two, anybody):
    page = shown(anybody.get(f"{PUBLIC}compare/1/2/"))
    assert "From version 1, March 2016 to version 2, April 2016." in page
    assert "for all schools." in page
    assert "because: Academies were not named. · agreed at CSE Sub-Group, 6 April 2016, minute 14/16" in page
    assert "because: Two schools are left." in page
    assert "A head teacher has refused." not in page  # an update that neither version shows
    assert cast.plan_manager.name not in page
    assert "recorded by" not in page


def test_an_update_that_members_alone_read_is_in_no_public_comparison(cast, two, anybody):
    """Versions 2 and 4 are public, 3 is not."""
    with clock.at(NOW + dt.timedelta(hours=2)):
        update(cast, "Members alone read this.", cast.green)
        issue(cast, "May 2016")
        update(cast, "All have agreed.", cast.green)
        issue(cast, "June 2016")
        propose_and_confirm(cast, 4)
    text = anybody.get(f"{PUBLIC}compare/2/4/").content.decode()
    assert "All have agreed." not in text or "because: All have agreed." in words(text)
    assert "Members alone read this." not in text


def test_somebody_without_a_post_is_named_by_the_role(cast, released, anybody):
    cast.action.refresh_from_db()
    reassign(cast.action, lead_post=cast.lead_elsewhere, because="The police lead it now.", **cast.as_manager())
    issue(cast, "April 2016")
    propose_and_confirm(cast, 2)
    page = shown(anybody.get(f"{PUBLIC}compare/1/2/"))
    assert "because: The police lead it now." in page
    assert "Plan manager · 6 April 2016" in page


# --- kept by anybody, and asked about again -------------------------------------------------------


CACHED = (
    "/public/",
    PUBLIC,
    f"{PUBLIC}actions/1.4.3/",
    f"{PUBLIC}csv/",
    f"{PUBLIC}json/",
    f"{PUBLIC}versions/",
    f"{PUBLIC}versions/1/",
)


def again(client, address, etag):
    return client.get(address, headers={"if-none-match": etag})


@pytest.mark.parametrize("address", CACHED)
def test_a_page_seen_before_answers_304_and_draws_nothing(cast, released, anybody, monkeypatch, address):
    first = anybody.get(address)
    etag = first.headers["ETag"]
    assert re.fullmatch('"[0-9a-f]{32}"', etag)  # a strong one
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.headers.get("Vary", "")
    for draws in ("render_to_string", "plan_as_csv", "plan_as_json", "public_reading"):
        monkeypatch.setattr(f"reports.views.public.{draws}", lambda *args, **kwargs: 1 / 0)
    with CaptureQueriesContext(connection) as queries:
        second = again(anybody, address, etag)
    assert (second.status_code, second.content) == (304, b"")
    assert (second.headers["ETag"], second.headers["Cache-Control"]) == (etag, "public, no-cache")
    assert len(queries) <= 2


@pytest.mark.parametrize("address", CACHED)
def test_it_is_drawn_anew_after_whatever_it_depends_on(cast, released, anybody, address):
    etags = [anybody.get(address).headers["ETag"]]
    issue(cast, "April 2016")
    assert again(anybody, address, etags[0]).status_code == 304  # issued is not public
    release = propose(cast, 2)
    assert again(anybody, address, etags[0]).status_code == 304  # proposed is not public
    public.refuse_public(release, because="Later.", **cast.as_manager())
    release = propose_and_confirm(cast, 2)
    etags.append(again(anybody, address, etags[0]).headers["ETag"])
    withdraw(cast, release)
    etags.append(again(anybody, address, etags[1]).headers["ETag"])
    withdraw(cast, released)
    propose_and_confirm(cast, 1)
    answer = again(anybody, address, etags[0])
    assert answer.status_code == 200
    etags.append(answer.headers["ETag"])
    assert len(set(etags)) == 3  # back to what it was when version 2 is off again
    assert etags[0] == etags[2] != etags[3]


def test_the_stamp_changes_with_the_day_on_which_a_version_becomes_public(cast, released, anybody):
    issue(cast, "April 2016")
    propose_and_confirm(cast, 2, from_on=TODAY + dt.timedelta(days=1))
    etag = anybody.get(PUBLIC).headers["ETag"]
    with clock.at(NOW + dt.timedelta(days=1)):
        assert again(anybody, PUBLIC, etag).status_code == 200


def test_another_program_draws_another_page(cast, released, anybody, monkeypatch):
    etag = anybody.get(PUBLIC).headers["ETag"]
    monkeypatch.setattr(public, "drawn_with", lambda: "another release")
    assert again(anybody, PUBLIC, etag).status_code == 200


def test_a_head_request_is_answered_and_any_other_is_not(cast, released, anybody):
    assert anybody.head(PUBLIC).headers["ETag"] == anybody.get(PUBLIC).headers["ETag"]
    for method in (anybody.post, anybody.put, anybody.delete):
        assert method(PUBLIC).status_code == 405


# --- as fast as it is large -----------------------------------------------------------------------


@pytest.mark.parametrize("actions", [5, 300])
def test_a_public_page_asks_at_most_four_queries_whatever_the_size(cast, anybody, actions):
    who = people(f"of-{actions}")
    plan = big_plan("big", who, actions=actions, updates_each=1)
    made_public(plan, who)
    for memory in (versions._parsed, public._filtered):
        memory.documents.clear()
    for cold, page in (
        (3, ""),
        (2, ""),
        (2, "?actions=all"),
        (2, "objectives/1.1/"),
        (2, "actions/1.1.1/"),
        (2, "csv/"),
        (2, "json/"),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert anybody.get(f"/public/big/{page}").status_code == 200
        assert len(queries) == cold <= 4, page


# --- for other programs ---------------------------------------------------------------------------


def test_the_csv_holds_each_action_once(cast, two, anybody):
    answer = anybody.get(f"{PUBLIC}csv/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="The-Plan-version-2-April-2016.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Ref"] for row in rows] == ["1.4.3", "1.4.10"]
    assert rows[0]["Digest (SHA-256)"] == KeptDocument.objects.get(number=2).digest


def test_the_json_has_the_shape_that_is_promised(cast, two, anybody):
    answer = anybody.get(f"{PUBLIC}versions/2/json/")
    assert answer.headers["Content-Type"] == "application/json"
    told = json.loads(answer.content)
    assert list(told) == ["schema", "plan", "version", "ratings", "counts", "withheld", "themes"]
    assert told["schema"] == 1
    assert told["version"] == {
        "number": 2, "label": "April 2016", "as_on": "2016-04-06", "public_from": "2016-04-06",
        "digest": KeptDocument.objects.get(number=2).digest, "corrects": None, "corrected_by": [],
    }  # fmt: skip
    assert told["counts"] == {"red": 0, "amber": 1, "green": 0, "complete": 0, "rating_withheld": 0, "unrated": 1}
    [objective] = told["themes"][0]["objectives"]
    first, second = objective["actions"]
    assert (first["reference"], first["rating"], first["due_on"], first["why"]) == (
        "1.4.3", "amber", "2016-01-30", "Two schools are left.",
    )  # fmt: skip
    assert second["rating"] is None
    assert told == json.loads(anybody.get(f"{PUBLIC}json/").content)


def test_every_key_of_the_json_is_documented(cast, two, anybody):
    page = (settings.BASE_DIR / "docs" / "public-pages.md").read_text()
    documented = set(re.findall(r"`(\w+)`", page))

    def keys(told) -> set[str]:
        if isinstance(told, dict):
            return set(told) | {key for value in told.values() for key in keys(value)}
        return {key for one in told for key in keys(one)} if isinstance(told, list) else set()

    life = Life(cast)
    life.add_milestone()
    life.ask_extension()
    life.grant_extension()
    issue(cast, "June 2016")
    propose_and_confirm(cast, 3)
    assert keys(json.loads(anybody.get(f"{PUBLIC}json/").content)) <= documented


# --- the one place ---------------------------------------------------------------------------------


def test_todays_position_is_refused_to_the_public(cast):
    with pytest.raises(PermissionDenied):
        visible_to(build(Plan.objects.get(pk=cast.plan.pk)), None, OPEN)


def test_a_text_that_was_tampered_with_is_shown_to_nobody(cast, released, anybody):
    for memory in (versions._parsed, public._filtered):
        memory.documents.clear()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_keptdocument SET text = replace(text, 'strategy', 'tragedy')")
    anybody.raise_request_exception = False
    answer = anybody.get(PUBLIC)
    assert answer.status_code == 500
    assert "tragedy" not in answer.content.decode()
