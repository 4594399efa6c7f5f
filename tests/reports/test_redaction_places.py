"""Every column that holds text has its line in the table of places; how words are found, and what stands instead."""

import datetime as dt
import re
import time

import pytest
from django.apps import apps
from django.db import connection, models

from people.tracking import Tracked
from reports.redaction.finding import columns_of, history_of, in_document, in_statement
from reports.redaction.needle import Needle, Removal, _pattern_of
from reports.redaction.places import PLACES, SHARED, Stays, Wired
from scrutiny.statement import ACTION, Part, Statement

TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.UUIDField, models.BinaryField)
# Tables of no model: which migrations ran, and how often somebody tried to sign in.
OF_NO_MODEL = {"django_migrations", "shared_cache"}


def text_columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if isinstance(field, TEXT)}


def without_line(every: list[type[models.Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{name}"
        for model in every
        for name in sorted(text_columns(model) - columns_of(model).keys())
    ]


EVERY = apps.get_models(include_auto_created=True)


def test_every_column_that_holds_text_has_its_line():
    assert without_line(EVERY) == []


def test_a_planted_column_without_a_line_is_found(monkeypatch):
    class Planted(models.Model):  # noqa: DJ008 - nobody reads it
        """A model that somebody adds."""

        motto = models.CharField(max_length=10)

        class Meta:
            app_label = "planted"

    del apps.all_models["planted"]
    apps.clear_cache()
    assert without_line([Planted]) == ["planted.Planted.motto"]
    monkeypatch.delitem(PLACES["actions.Ask"], "answer")
    assert sorted(without_line(EVERY)) == ["actions.Ask.answer", "actions.HistoricalAsk.answer"]


def test_a_line_that_no_column_needs_is_taken_out():
    for label, lines in PLACES.items():
        assert lines.keys() == text_columns(apps.get_model(label)), label


def test_the_reasons_in_a_history_are_looked_through_also_where_the_model_has_no_text():
    assert {model._meta.label for model in EVERY if issubclass(model, Tracked)} <= PLACES.keys()


def test_a_history_goes_by_the_lines_of_its_model():
    for model in EVERY:
        if issubclass(model, Tracked):
            copy = model.history.model
            assert history_of(copy) is model
            assert {name: columns_of(copy)[name] for name in columns_of(model)} == columns_of(model)


def test_what_is_left_alone_says_why():
    for lines in PLACES.values():
        for way in lines.values():
            if isinstance(way, (Stays, Wired)):
                assert len(way.because) > 5


def test_choices_are_not_replaced_and_nothing_else_is_called_one():
    for label, lines in PLACES.items():
        for name, way in lines.items():
            field = apps.get_model(label)._meta.get_field(name)
            if field.choices:
                assert isinstance(way, Stays), f"{label}.{name}"


def test_what_belongs_to_no_plan_is_chosen_by_kind():
    shared = {label for kind in SHARED.values() for label in kind.models}
    for label in PLACES:
        model = apps.get_model(label)
        names = {field.name for field in model._meta.concrete_fields}
        if label.split(".")[0] == "people" and not names & {"plan"} and text_columns(model):
            assert label in shared or all(isinstance(way, Stays) for way in PLACES[label].values()), label


@pytest.mark.django_db
def test_every_table_belongs_to_a_model():
    of_models = {model._meta.db_table for model in EVERY}
    assert set(connection.introspection.table_names()) - of_models <= OF_NO_MODEL


# --- the words -------------------------------------------------------------------------------------------

ON = dt.date(2016, 5, 12)
MARKER = "[removed 12 May 2016, personal data]"


def out_of(text: str, words: str = "Jane O'Neill-Smith", most: int | None = None) -> str:
    return Removal(Needle(words), "personal data", ON).out_of(text, most)


@pytest.mark.parametrize(
    "text",
    [
        "Jane O'Neill-Smith",
        "jane o'neill-smith",
        "JANE O'NEILL-SMITH",
        "Jane  O'Neill-Smith",
        "Jane\u00a0O'Neill-Smith",
        "Jane\u202fO'Neill-Smith",
        "Jane\nO'Neill-Smith",
        "Jane \r\n O'Neill-Smith",
        "Jane\tO'Neill-Smith",
        "Jane O’Neill-Smith",
        "Jane O‘Neill‐Smith",
        "Jane OʼNeill‑Smith",
        "Jane O`Neill–Smith",
        "Ja\u00adne O'Neill\u200b-Smith",
        "Jane.O'Neill-Smith",
        "Jane_O'Neill-Smith",
        "Jane%20O%27Neill-Smith",
    ],
)
def test_case_space_apostrophe_and_hyphen_make_no_difference(text):
    assert out_of(f"On Monday {text} came.") == f"On Monday {MARKER} came."


@pytest.mark.parametrize(
    "text",
    [
        "Jane – Smith",
        "Jane, Smith",
        "Jane. Smith",
        "Jane/Smith",
        "jane__smith",
        "Jane\u202cSmith",
        "Jane\u2066 Smith",
        "Ja\ufe0fne Smith",
        "Ja\u2060ne\u200b \ufeffSmith",
        "jane%2ESmith",
        "Jane&nbsp;Smith",
        "Jane &nbsp; Smith",
        "Ｊａｎｅ　Ｓｍｉｔｈ",
        "ｊane Smith",
    ],
)
@pytest.mark.parametrize("words", ["Jane Smith", "Jane – Smith", "Ｊane Smith", "- Jane\u200b Smith -"])
def test_what_parts_two_words_makes_no_difference(text, words):
    assert out_of(f"On Monday {text} came.", words) == f"On Monday {MARKER} came."


@pytest.mark.parametrize("text", ["JaneSmith", "Jane\u00adSmith", "Smith, Jane", "Jane and Smith", "Jane (Smith)"])
def test_other_orders_and_words_run_together_are_left_alone(text):
    assert out_of(text, "Jane Smith") == text


@pytest.mark.parametrize(
    "words",
    [
        "Jane\u200bSmith",
        "Jane %2E Smith",
        "a%20b c",
        "Dr. Smith",
        "1.4.3 - 1.4.4",
        "j.smith@example.org",
        "- - -",
        "C++ x",
    ],
)
def test_words_are_found_as_they_were_typed(words):
    assert Needle(words).stands_in(f"({words})")


HOSTILE = [
    "Jane" + "\u200b" * 200_000 + "x",
    "Jane" + " \u200b" * 100_000 + "x",
    "Jane" + "\ufeff\u00ad" * 100_000,
    "J" + "\u2060" * 200_000,
    "Jane" + "%20" * 60_000 + "x",
    "Jane" + ".-_" * 60_000 + "x",
    ("Jane" + "\u200b" * 50) * 4_000,
    "Jane " * 40_000,
    "%20" * 60_000,
    "- " * 100_000,
    "Jane Smith " * 20_000,
]


@pytest.mark.parametrize("words", ["Jane Smith", "20 smith", "- Smith", "Jane - Smith", "-Smith"])
@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:12]) for text in HOSTILE])
def test_no_text_holds_the_search_up(text, words):
    """In proportion to its length; were it with the square of it, each would take minutes."""
    begun = time.perf_counter()
    needle = Needle(words)
    needle.around(text)
    needle.replaced(text, "")
    assert time.perf_counter() - begun < 20


def test_what_may_repeat_in_the_search_gives_nothing_back():
    """Of two that may take the same characters, one that gives back makes the search as slow as a text is long."""
    outside_classes = re.sub(r"\[[^\]]*\]", "", _pattern_of("Jane O'Neill-Smith"))
    kept, others = re.subn(r"[*}]\+", "", outside_classes)[::-1]
    assert kept > 10
    assert not set("*+}") & set(others)


@pytest.mark.parametrize(("words", "text"), [("José Müller", "Jose\u0301 MU\u0308LLER"), ("Strauß", "STRAUSS")])
def test_an_accent_is_an_accent_however_it_is_written(words, text):
    assert out_of(f"{text}.", words) == f"{MARKER}."


@pytest.mark.parametrize("text", ["Joanna Smithers", "Banjo anna", "JoAnna", "xjo annax", "Jo Annabel"])
def test_parts_of_words_are_left_alone(text):
    assert out_of(text, "Jo Anna") == text


@pytest.mark.parametrize("text", ["Jo Anna’s mother", "(Jo Anna)", "“Jo Anna”, she", "Jo Anna: yes", "to Jo Anna"])
def test_whole_words_end_where_punctuation_begins(text):
    assert out_of(text, "Jo Anna") == text.replace("Jo Anna", MARKER)


@pytest.mark.parametrize(
    ("most", "instead"),
    [(200, MARKER), (30, "[removed 12 May 2016]"), (20, "[removed]"), (8, "[…]"), (None, MARKER)],
)
def test_where_there_is_no_room_it_says_less(most, instead):
    assert out_of("Mary", "Mary", most) == instead


def test_a_text_reads_alike_wherever_it_is_repeated():
    """The reason of an update fills its column; the step that repeats it has no limit."""
    text = "Mary " + "x" * 4_994
    assert out_of(text, "Mary", 5_000) == out_of(text, "Mary") == "[…] " + "x" * 4_994


@pytest.mark.parametrize(("words", "short"), [("Jo", True), ("J o", True), ("…", True), ("Jo.", True), ("Joe", False)])
def test_fewer_than_three_letters_take_out_too_much(words, short):
    assert Needle(words).is_too_short is short


def test_inside_a_document_what_addresses_and_sums_go_by_stays():
    text = (
        '{"slug":"granted","status":"granted","outcome":"granted","as_on":"2016-03-12","label":"granted","day":"2016-03-12",'
        '"themes":[{"objectives":[],"outcome":"It is granted.","url":"https://example.org/granted"}]}'
    )
    assert in_document(text, Removal(Needle("granted"), "personal data", ON)) == (
        '{"slug":"granted","status":"granted","outcome":"granted","as_on":"2016-03-12","label":"' + MARKER + '",'
        '"day":"2016-03-12","themes":[{"objectives":[],"outcome":"It is ' + MARKER + '.",'
        '"url":"https://example.org/removed"}]}'
    )
    assert in_document(text, Removal(Needle("2016-03-12"), "personal data", ON)) == text


def test_inside_a_closure_statement_what_its_parts_are_found_by_stays():
    part = Part(ACTION, 7, "moved", "It moved.", True, "moved to Another Plan", "moved on 6 April 2016", "moved")
    before = Statement("What moved", "Moved", [part], {ACTION: 1})
    said = [f"It {MARKER}.", True, f"{MARKER} to Another Plan", f"{MARKER} on 6 April 2016"]
    after = Statement(f"What {MARKER}", MARKER, [Part(ACTION, 7, "moved", *said, "moved")], {ACTION: 1})
    assert in_statement(before.to_text(), Removal(Needle("moved"), "personal data", ON)) == after.to_text()
    assert in_statement(before.to_text(), Removal(Needle("action"), "personal data", ON)) == before.to_text()
