"""Evidence: a file, a link, something held; never replaced, withdrawn with a reason, handed out as an attachment alone."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from actions import evidence_store
from actions.evidence import withdraw_evidence
from actions.evidence_files import inspect
from actions.models import Evidence
from plans.models import Step
from plans.steps import Refused
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.actions.test_evidence_files import HOSTILE, content_of

PAGE = "1.4.3/evidence/new"
HELD = {"of": "action", "what": "Minutes", "shows": "It was agreed.", "kind": "held", "held_where": "Shared drive"}
CSV = b"Visited on,By\n2016-03-02,Early help\n"


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path: Path) -> Iterator[str]:
    """A folder of its own, and then Django's storage in memory: nothing may rest on there being a folder."""
    backend = "django.core.files.storage.InMemoryStorage"
    kept = {"BACKEND": backend}
    if request.param == "folder":
        kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    with override_settings(STORAGES={**settings.STORAGES, "evidence": kept}):
        yield request.param


def a_file(name: str = "Visits.csv", content: bytes = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def handed_out(answer: Any) -> bytes:
    """What was handed out; its file is closed, and not the test's database with it."""
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


def names_in_store() -> list[str]:
    return sorted(evidence_store._names())


# --- three kinds ----------------------------------------------------------------------------------------


def test_a_file_is_kept_by_its_content_and_leaves_a_step(cast, desk, store):
    desk(cast.officer).send(PAGE, of="action", what="List of visits", shows="Two schools.", kind="file", file=a_file())
    kept = Evidence.objects.get()
    assert (kept.kind, kept.file_name, kept.media_type, kept.size) == ("file", "Visits.csv", "text/csv", len(CSV))
    with evidence_store.opened(kept) as file:
        assert file.read() == CSV
    step = Step.objects.get(verb="add_evidence")
    assert (step.because, step.recorded_by) == ("Two schools.", cast.officer)
    assert kept.history.get().history_user == cast.officer


def test_the_same_content_twice_is_one_file(cast, desk, store):
    for what in ("List of visits", "The same list"):
        desk(cast.officer).send(PAGE, of="action", what=what, shows="Two schools.", kind="file", file=a_file())
    assert Evidence.objects.count() == 2
    assert len(names_in_store()) == 1


def test_another_file_with_the_same_answers_is_another_sending(cast, desk, store):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, of="action", what="List", shows="Two schools.", kind="file")
    officer.post(PAGE, {**typed, "file": a_file()})
    officer.post(PAGE, {**typed, "file": a_file()})
    assert Evidence.objects.count() == 1
    page = officer.post(PAGE, {**typed, "file": a_file(content=CSV + b"2016-03-03,Police\n")})
    assert "sent before" in " ".join(page.context["form"].errors["__all__"])
    assert Evidence.objects.count() == 1


def test_a_link_and_what_is_held_say_where(cast, desk, errors, everything):
    officer = desk(cast.officer)
    officer.send(PAGE, **HELD, seen_by="Nurse, Health Trust", seen_on="4 April 2016")
    page = officer.send(
        PAGE,
        of="criterion One referral route",
        what="The page",
        shows="One route.",
        kind="link",
        url="https://example.org/a",
    ).content.decode()
    assert 'href="https://example.org/a" rel="noopener noreferrer nofollow"' in page
    assert "seen by Nurse, Health Trust, 4 April 2016" in page
    assert "nobody of another organisation has seen it" in page
    before = everything()
    for url in (
        "javascript:alert(1)",
        "https://me:secret@example.org/",
        "ftp://example.org/",
        "example",
        "data:text/html,x",
    ):
        answer = officer.send(PAGE, of="action", what="x", shows="x", kind="link", url=url)
        assert "begins with https://" in errors(answer)["url"]
    assert everything() == before


def test_only_what_is_chosen_is_taken_and_it_is_whole(cast, desk, errors, everything):
    before = everything()
    officer = desk(cast.officer)
    for words, field in (
        ({"kind": "file", "held_where": ""}, "file"),
        ({"kind": "link", "held_where": ""}, "url"),
        ({"held_where": ""}, "held_where"),
        ({"url": "https://example.org/"}, "url"),
        ({"seen_by": "A nurse"}, "seen_on"),
        ({"what": ""}, "what"),
        ({"shows": ""}, "shows"),
        ({"of": "criterion Something else"}, "of"),
    ):
        blank = {"url": "", "held_where": "", "seen_by": "", "seen_on": ""}
        assert field in errors(officer.send(PAGE, **{**blank, **HELD, **words})), words
    assert everything() == before


def test_it_belongs_to_a_criterion_the_latest_update_or_the_whole(cast, life, desk):
    life.submit_update()
    update = life.action.latest_update
    officer = desk(cast.officer)
    for of in ("criterion One referral route", f"update {update.pk}", "action"):
        officer.send(PAGE, **{**HELD, "of": of})
    first, second, third = Evidence.objects.order_by("pk")
    assert (first.criterion, second.update, third.update, third.criterion) == ("One referral route", update, None, "")


# --- withdrawn --------------------------------------------------------------------------------------------


def test_it_is_withdrawn_with_a_reason_and_stays_told_whatever_became_of_the_action(cast, life, desk, errors):
    life.to("complete")
    kept = Evidence.objects.first()
    page = f"/plans/the-plan/evidence/{kept.pk}/withdraw/"
    assert set(errors(desk(cast.officer).send(page))) == {"because"}
    words = desk(cast.officer).send(page, because="Of another year.").content.decode()
    assert "Of another year." in words
    assert f"<del>{kept.what}</del>" in words
    with pytest.raises(Refused, match="withdrawn on"):
        withdraw_evidence(kept, because="Again.", **life.lead)


# --- handed out --------------------------------------------------------------------------------------------


def with_file(cast, desk) -> Evidence:
    desk(cast.officer).send(
        PAGE, of="action", what="List", shows="Two.", kind="file", file=a_file("Žluté “visits”.csv")
    )
    return Evidence.objects.get()


def test_a_file_is_handed_out_as_an_attachment_that_nothing_runs_in(cast, desk, store):
    kept = with_file(cast, desk)
    answer = desk(cast.scrutineer).read(f"/plans/the-plan/evidence/{kept.pk}/")
    assert handed_out(answer) == CSV
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "text/csv"


def test_who_reads_versions_gets_it_once_a_version_names_it(cast, desk):
    kept = with_file(cast, desk)
    address = f"/plans/the-plan/evidence/{kept.pk}/"
    issue_to_members(cast.plan, label="April", because="So.", **cast.as_manager())
    for one in (address, f"/plans/the-plan/versions/1/evidence/{kept.pk}/"):
        assert handed_out(desk(cast.member).read(one)) == CSV
    desk(cast.officer).send(
        PAGE, of="action", what="Later", shows="x", kind="file", file=a_file("Later.csv", CSV + b"x,y\n")
    )
    later = Evidence.objects.get(what="Later")
    assert desk(cast.member).read(f"/plans/the-plan/evidence/{later.pk}/").status_code == 404
    assert desk(cast.outsider).read(address).status_code == 404


def test_another_plans_evidence_by_a_changed_number_and_what_is_withdrawn_is_not_there(cast, life, desk, store):
    kept = with_file(cast, desk)
    assert desk(cast.outsider).read(f"/plans/another-plan/evidence/{kept.pk}/").status_code == 404
    assert desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk + 1}/").status_code == 404
    storages["evidence"].delete(evidence_store.name_of(kept.sha256))
    assert desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk}/").status_code == 500
    evidence_store.keep(inspect(io.BytesIO(CSV), "a.csv"), io.BytesIO(CSV))
    there = desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk}/")
    assert handed_out(there) == CSV
    life.withdraw_evidence()
    assert desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk}/").status_code == 404


def damage(kept: Evidence, content: bytes) -> None:
    name = evidence_store.name_of(kept.sha256)
    storages["evidence"].delete(name)
    storages["evidence"].save(name, ContentFile(content))


def test_a_damaged_file_is_not_handed_out_is_named_by_the_check_and_mended_by_the_next_sending(cast, desk, store):
    kept = with_file(cast, desk)
    assert list(evidence_store.findings()) == []
    damage(kept, CSV[:4])
    assert desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk}/").status_code == 500
    (found,) = evidence_store.findings()
    assert "its file is gone or changed" in found
    evidence_store.keep(inspect(io.BytesIO(CSV), "Visits.csv"), io.BytesIO(CSV))
    assert list(evidence_store.findings()) == []


def test_what_the_store_lost_is_a_page_that_says_so(cast, desk, store, monkeypatch):
    kept = with_file(cast, desk)
    damage(kept, CSV[:4])
    page = desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk}/")
    assert page.status_code == 500
    assert "This file cannot be handed out" in page.content.decode()
    assert f"“{kept.what}” was kept under a seal" in page.content.decode()

    def does_not_answer(*_args: Any) -> None:
        raise ConnectionError("no route to the store")

    monkeypatch.setattr(evidence_store, "_is_whole", does_not_answer)
    page = desk(cast.officer).read(f"/plans/the-plan/evidence/{kept.pk}/")
    assert page.status_code == 500
    assert "the store does not answer" in page.content.decode()
    assert "no route" not in page.content.decode()


def test_where_the_store_takes_no_file_nothing_typed_is_lost_and_nothing_half_written_stays(
    cast, desk, errors, store, monkeypatch
):
    officer, backend = desk(cast.officer), type(storages["evidence"])

    def stops_midway(self: Any, name: str, content: Any) -> str:
        self._real_save(name, ContentFile(CSV[:5]))
        raise OSError("no space left")

    monkeypatch.setattr(backend, "_real_save", backend._save, raising=False)
    monkeypatch.setattr(backend, "_save", stops_midway)
    typed = officer.typed(PAGE, of="action", what="Visits", shows="Each visit.", kind="file")
    page = officer.post(PAGE, {**typed, "file": a_file()})
    assert page.status_code == 200
    assert "could not be kept just now" in errors(page)["file"]
    assert names_in_store() == []
    assert not Evidence.objects.exists()
    assert officer.read(PAGE).context["form"]["shows"].value() == "Each visit."
    monkeypatch.undo()
    typed = officer.typed(PAGE, of="action", what="Visits", shows="Each visit.", kind="file")
    officer.post(PAGE, {**typed, "file": a_file()})
    assert Evidence.objects.count() == 1


def test_the_sweep_deletes_files_without_rows_and_never_a_row(cast, desk, store, monkeypatch):
    kept = with_file(cast, desk)
    stray = b"Nobody,sent,this\n"
    evidence_store.keep(inspect(io.BytesIO(stray), "stray.csv"), io.BytesIO(stray))
    assert len(names_in_store()) == 2
    assert evidence_store.sweep() == []  # it may be on its way to its row
    monkeypatch.setattr(evidence_store, "YOUNG", dt.timedelta(0))
    assert len(evidence_store.sweep()) == 1
    assert names_in_store() == [evidence_store.name_of(kept.sha256)]
    assert Evidence.objects.count() == 1


# --- hostile -----------------------------------------------------------------------------------------------


def test_hostile_uploads_by_the_page_are_refused_or_kept_as_an_attachment_and_the_table_says_which(cast, desk, store):
    """The table of hostile files, through the page itself: nothing refused is stored in table or store."""
    officer, refused = desk(cast.officer), 0
    for hostile in HOSTILE:
        try:
            sent = a_file(hostile.name, content_of(hostile))
        except SuspiciousFileOperation:  # a name that no browser sends and no framework takes
            refused += 1
            continue
        typed = officer.typed(PAGE, of="action", what="x", shows="x", kind="file")
        before = names_in_store(), Evidence.objects.count()
        page = officer.post(PAGE, {**typed, "file": sent})
        if Evidence.objects.count() == before[1]:
            refused += 1
            assert page.context["form"].errors["file"], hostile.what
            assert names_in_store() == before[0], hostile.what
            continue
        one = Evidence.objects.order_by("pk").last()
        assert hostile.fit_because, f"{hostile.what} was kept"
        answer = officer.read(f"/plans/the-plan/evidence/{one.pk}/")
        assert answer["Content-Disposition"].startswith("attachment;"), hostile.what
        assert answer["Content-Security-Policy"].startswith("sandbox"), hostile.what
        handed_out(answer)
    assert refused >= 60


@pytest.mark.parametrize("page", [PAGE])
def test_the_wrong_person_is_refused_and_the_wrong_state_says_so(cast, life, desk, everything, page):
    before = everything()
    for name in ("officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"):
        assert desk(getattr(cast, name)).read(page).status_code == 403
        assert desk(getattr(cast, name)).post(page, HELD).status_code == 403
    assert desk(cast.outsider).read(page).status_code == 404
    assert everything() == before
    life.to("complete")
    assert "Reopen it first" in desk(cast.officer).read(page).content.decode()
