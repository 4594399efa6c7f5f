"""What changed as Word: read back, and compared with what the page says."""

import datetime as dt
import re

import pytest
from django.test import Client, override_settings
from docx.oxml.ns import qn

from people import clock
from people.models import User
from reports.changes import Kind
from reports.models import KeptDocument
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.reports.reading import main_of, page_of, words
from tests.reports.test_papers import cells, read, table_after
from tests.sending import everything

PAGE = "/plans/the-plan/changes/"
ODD = "Publish <one> {{ strategy }} {%tr & more %} for all schools."


@pytest.fixture
def life(cast) -> Life:
    """Two versions; between them 1.4.3 is reworded, re-rated and re-dated, and 1.4.10 is withdrawn."""
    life = Life(cast)
    life.submit_update()
    issue_to_members(cast.plan, label="January 2016", because="Considered.", **cast.as_manager())
    life.reword(wording=ODD, because="Academies were not named.")
    life.submit_update(
        criterion=cast.amber, rationale="Two are left.", brings_back="A visit.", brings_back_by=dt.date(2016, 5, 1)
    )
    life.ask_extension()
    life.grant_extension(because="The post is filled now.")
    life.add_milestone()
    life.of(cast.action_elsewhere).to("withdrawn")
    plan = life.action.plan
    issue_to_members(plan, label="April 2016", because="Considered.", **cast.as_manager())
    life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
    return life


def download(person: User, query: str = "") -> object:
    client = Client()
    client.force_login(person)
    return client.post(f"{PAGE}word/{query}")


def paper_of(person: User, query: str = ""):
    answer = download(person, query)
    assert answer.status_code == 200
    return read(answer.content)


def headings(paper) -> list[str]:
    return [one.text for one in paper.paragraphs if one.style.name.lower() == "heading 1"]


def runs_in(cell, style: str) -> list[str]:
    return [run.text for paragraph in cell.paragraphs for run in paragraph.runs if run.style.name == style]


def test_r07_the_paper_has_the_same_groups_as_the_page_and_what_is_gone_on_top(cast, life):
    client = Client()
    client.force_login(cast.member)
    page = main_of(page_of(client, PAGE))
    told = headings(paper_of(cast.member))
    assert told == [
        "No longer there, and where to: 1", "Reworded: 1", "Re-rated: 1", "Re-dated: 1", "Milestones: 1",
        "What the ratings mean in this plan",
    ]  # fmt: skip
    assert [words(one) for one in re.findall("<h2.*?</h2>", page, re.DOTALL)] == [
        one.replace(":", "") for one in told[:-1]
    ]


def test_r07_each_difference_stands_on_paper_with_reason_who_when_and_meeting(cast, life):
    paper = paper_of(cast.member)
    meeting = (
        "CSE Sub-Group · 6 April 2016 · because: {} · agreed at CSE Sub-Group, 6 April 2016, minute 14/16 · "
        "recorded by Plan manager"
    )
    ((what, was, now, who),) = cells(table_after(paper, "No longer there"))
    assert what.startswith("1.4.10 Share intelligence each week.")
    assert was == "Where to\nnot started"
    assert now == "Where to\nwithdrawn; the risk is accepted by CSE Sub-Group"
    assert who == meeting.format("Too dear.")
    ((_, was, now, who),) = cells(table_after(paper, "Re-dated"))
    assert was == "Due date\n30 January 2016"
    assert now == "Due date\n29 February 2016\n30 days later"
    assert who.startswith(meeting.format("The post is filled now."))
    ((_, was, now, who),) = cells(table_after(paper, "Re-rated"))
    assert was == f"\u00a0● G Green\nGreen: {cast.green.words}"
    assert now == f"\u00a0▲ A Amber\nAmber: {cast.amber.words}\nworse"
    assert who == "Early Help Manager · 6 April 2016 · because: Two are left."


def test_changed_words_are_marked_on_paper_and_not_by_colour_alone(cast, life):
    paper = paper_of(cast.member)
    was, now = table_after(paper, "Reworded").rows[1].cells[1:3]
    assert now.text.endswith(ODD)
    assert runs_in(was, "Gone")
    assert runs_in(now, "Come")
    looks = {
        style.name: {part.tag for part in style.element.find(qn("w:rPr"))}
        for style in paper.styles
        if style.name in ("Gone", "Come")
    }
    assert qn("w:strike") in looks["Gone"]
    assert {qn("w:b"), qn("w:u")} <= looks["Come"]


def test_it_names_both_readings_and_the_digest_of_each_on_every_page(cast, life):
    paper = paper_of(cast.member)
    digests = list(KeptDocument.objects.versions().order_by("number").values_list("digest", flat=True))
    foot = "\n".join(one.text for one in paper.sections[0].footer.paragraphs)
    assert "From version 1, January 2016 to version 2, April 2016" in foot
    assert re.findall("[0-9a-f]{64}", foot) == digests
    first = "\n".join(one.text for one in paper.sections[0].first_page_footer.paragraphs)
    assert re.findall("[0-9a-f]{64}", first) == digests
    assert "The Plan: what changed" in paper.sections[0].header.paragraphs[0].text
    assert paper.core_properties.title == "The Plan: what changed"
    said = [one.text for one in paper.paragraphs]
    assert "From version 1, January 2016, as it stood on 6 April 2016." in said
    assert "5 differences: no longer there 1, reworded 1, re-rated 1, re-dated 1, milestones 1." in said


def test_today_is_kept_when_a_paper_is_made_of_it(cast, life):
    versions = KeptDocument.objects.count()
    paper = paper_of(cast.officer)
    kept = KeptDocument.objects.get(number=None)
    assert kept.digest in "\n".join(one.text for one in paper.sections[0].footer.paragraphs)
    assert headings(paper)[0] == "Reassigned: 1"
    paper_of(cast.officer)
    assert KeptDocument.objects.count() == versions + 1


def test_a_paper_of_two_versions_keeps_nothing(cast, life):
    before = everything()
    paper_of(cast.officer, "?from=1&to=2")
    assert everything() == before


def test_who_reads_versions_alone_gets_no_word_of_today(cast, life):
    for query in ("?to=today", "?from=today&to=today"):
        answer = download(cast.member, query)
        assert answer.status_code == 200
        assert "Reassigned: 1" not in headings(read(answer.content))
    assert not KeptDocument.objects.filter(number=None).exists()


def test_it_is_narrowed_as_the_page_is_and_says_so(cast, life):
    paper = paper_of(cast.member, "?kind=re-rated&theme=1")
    assert headings(paper)[0] == "Re-rated: 1"
    assert "Not everything: re-rated; theme 1" in [one.text for one in paper.paragraphs]
    paper = paper_of(cast.member, "?from=2&to=2")
    assert "Nothing changed between the two." in [one.text for one in paper.paragraphs]


def test_the_button_stands_on_the_page_and_carries_the_choice(cast, life):
    client = Client()
    client.force_login(cast.member)
    page = page_of(client, f"{PAGE}?from=1&to=2&kind=gone")
    assert 'action="/plans/the-plan/changes/word/?from=1&amp;to=2&amp;kind=gone"' in page
    assert client.get(f"{PAGE}word/").status_code == 405


def test_its_name_says_what_it_is(cast, life):
    answer = download(cast.member)
    assert 'filename="The-Plan-what-changed-to-version-2-April-2016.docx"' in answer["Content-Disposition"]


def test_of_a_sample_it_says_so(cast, life):
    with override_settings(SAMPLE=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "sample_offset", lambda: dt.timedelta(days=-1))
        assert paper_of(cast.member).paragraphs[0].text.startswith("This is a sample.")
    assert "sample" not in "".join(one.text for one in paper_of(cast.member).paragraphs).lower()


def test_every_kind_has_words_of_its_own_on_paper_and_in_addresses():
    assert len({kind.slug for kind in Kind}) == len({kind.heading for kind in Kind}) == len(Kind)
