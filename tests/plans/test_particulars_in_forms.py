"""A text that looks like a person's particulars: the form comes back once, says so at its question, and never blocks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import ProgressUpdate
from plans.models import Draft
from tests.actions.conftest import Desk, cast, db, desk, errors, leaves_nothing

__all__ = ["cast", "db", "desk", "errors", "leaves_nothing"]

UPDATE = "1.4.3/update"
EVIDENCE = "1.4.3/evidence/new"
NAMED = "Jane Smith, 14, was seen twice."


def typed(cast, officer: Desk, **answers) -> dict:
    said = {"criterion": cast.green.pk, "rationale": "All is met.", "work_has_begun": "yes", **answers}
    return officer.typed(UPDATE, **said)


def test_r48_free_text_warns_once_at_its_question_and_is_sent_all_the_same(cast, desk, errors):
    officer = desk(cast.officer)
    answers = typed(cast, officer, narrative=NAMED)
    page = officer.post(UPDATE, answers)
    assert set(errors(page)) == {"narrative"}
    told = page.content.decode()
    assert "This looks like a person’s particulars: “Jane Smith, 14” looks like a name beside an age." in told
    assert "The particulars must stand here: send it all the same" in told
    assert not ProgressUpdate.objects.exists()
    assert Draft.objects.get().fields["narrative"] == [NAMED]
    form = page.context["form"]
    assert form["narrative"].value() == NAMED
    officer.post(UPDATE, {**answers, "form_token": form["form_token"].value(), "all_the_same": "on"})
    assert ProgressUpdate.objects.get().narrative == NAMED
    assert not Draft.objects.exists()


def test_without_them_it_is_sent_with_no_word_more(cast, desk):
    officer = desk(cast.officer)
    answers = typed(cast, officer, narrative=NAMED)
    form = officer.post(UPDATE, answers).context["form"]
    officer.post(
        UPDATE, {**answers, "form_token": form["form_token"].value(), "narrative": "A girl of 14 was seen twice."}
    )
    assert ProgressUpdate.objects.get().narrative == "A girl of 14 was seen twice."


def test_it_warns_beside_what_is_wrong_and_the_tick_is_not_lost(cast, desk, errors):
    officer = desk(cast.officer)
    answers = typed(cast, officer, narrative=NAMED, rationale="")
    assert set(errors(officer.post(UPDATE, answers))) == {"narrative", "rationale"}
    page = officer.post(UPDATE, {**answers, "all_the_same": "on"})
    assert set(errors(page)) == {"rationale"}
    assert page.context["form"]["all_the_same"].value() is True


def test_a_chosen_file_is_asked_for_again(cast, desk, errors):
    """The browser sends it once; the form that comes back says so beside the warning."""
    officer = desk(cast.officer)
    answers = officer.typed(
        EVIDENCE, kind="file", what=f"Note: {NAMED}", shows="It was agreed.",
        file=SimpleUploadedFile("x.csv", b"a,b\n1,2\n"),
    )  # fmt: skip
    page = officer.post(EVIDENCE, answers)
    assert set(errors(page)) == {"what", "file"}
    assert "Choose the file again" in page.content.decode()


def test_the_box_is_not_there_where_nothing_looks_so(cast, desk):
    page = desk(cast.officer).read(UPDATE)
    assert "all_the_same" not in page.context["form"].fields
    assert "send it all the same" not in page.content.decode()


@pytest.mark.parametrize(
    ("who", "page", "answers"),
    [
        ("plan_manager", "1.4.3/reword", {"wording": NAMED, "because": "So."}),
        ("officer", "1.4.3/milestones/new", {"what": NAMED, "due_on": "31 May 2016", "because": "So."}),
        ("plan_manager", "/plans/the-plan/themes/1/objectives/add/", {"wording": NAMED, "reference": "1.9"}),
        ("plan_manager", "1.4.3/withdraw", {"because": NAMED}),
        ("plan_manager", "/plans/the-plan/closing/begin/", {"because": NAMED}),
    ],
)
def test_every_form_of_a_verb_warns(cast, desk, errors, who, page, answers):
    wrong = errors(desk(getattr(cast, who)).send(page, **answers))
    assert any("looks like a name beside an age" in str(said) for said in wrong.values())


def test_saving_for_later_asks_nothing(cast, desk):
    officer = desk(cast.officer)
    officer.post(UPDATE, {**typed(cast, officer, narrative=NAMED), "save_draft": "yes"})
    assert Draft.objects.get().fields["narrative"] == [NAMED]
