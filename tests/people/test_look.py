"""The look: one rating component, readable in grey; nothing vendored; every page in one frame."""

import datetime as dt
import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import override_settings
from django.urls import reverse

from people.look import packaged_files
from people.rating import (
    COMPLETE,
    HOLLOW,
    IN_FILE,
    NOT_RATED,
    SHOWN,
    WITHHELD,
    WORST_FIRST,
    Rating,
    extended_words,
    in_file,
    late_words,
    shown,
    slips_words,
)

STYLESHEET = settings.BASE_DIR / "static" / "css" / "followthrough.css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?!-)", re.IGNORECASE)

DIGESTS = {
    "look/bootstrap.min.css": "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
    "look/AtkinsonHyperlegible-Regular.ttf": "7fb917c89019896d0b52ee84b7cbb3304c18cb90b19a62f5e32712bd23e97669",
    "look/AtkinsonHyperlegible-Italic.ttf": "021beda4d3c6edfc78872e436d74009f9a1bcb294331908fe5747c61d3dcc514",
    "look/AtkinsonHyperlegible-Bold.ttf": "5a3b0c8cc8ca545155150b4512a1fa248298df121c50d6557e651e61fbdab92f",
    "look/AtkinsonHyperlegible-BoldItalic.ttf": "7a46f1b0ef2f64b61065c1a6b5a11fcb9b019b44062d88ba121a083cc39e86bf",
}


def drawn(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def stylesheet_colours() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLESHEET.read_text()))


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two ``#rrggbb``."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# --- colours -----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [value for value in WORST_FIRST if value not in (NOT_RATED, IN_FILE, WITHHELD)])
def test_a_rating_has_the_same_colours_on_paper_and_on_screen(value):
    colours, shown = stylesheet_colours(), SHOWN[value]
    assert colours[f"rating-{shown.name}"] == shown.fill
    assert colours[f"ink-on-{shown.name}"] == shown.ink


@pytest.mark.parametrize("value", [NOT_RATED, WITHHELD])
def test_not_yet_rated_and_withheld_are_grey_on_white_on_paper_and_on_screen(value):
    shown = SHOWN[value]
    assert (stylesheet_colours()["rating-grey"], stylesheet_colours()["page"]) == (shown.ink, shown.fill)


@pytest.mark.parametrize("value", HOLLOW)
def test_a_colour_of_a_file_has_its_colour_around_it_and_none_inside(value):
    colours, hollow = stylesheet_colours(), HOLLOW[value]
    assert (hollow.fill, hollow.ink) == (colours["page"], colours["ink"])
    assert hollow.edge == colours[f"rating-{hollow.hue}"]
    assert f".edge-{hollow.hue} {{ border-color: var(--rating-{hollow.hue}); }}" in STYLESHEET.read_text()


@pytest.mark.parametrize("value", [*WORST_FIRST, *HOLLOW])
def test_a_rating_can_be_read_on_its_colour(value):
    assert contrast(shown(value).fill, shown(value).ink) >= 4.5


def test_text_can_be_read_and_boxes_can_be_seen():
    colours = stylesheet_colours()
    for text in ("ink", "soft", "brand", "wrong"):
        for ground in ("page", "band", "sample", "added", "removed"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def test_colours_stand_only_in_the_stylesheet():
    places = [*(settings.BASE_DIR / "templates").rglob("*.html"), *(settings.BASE_DIR / "static").rglob("*.js")]
    found = {str(place): COLOUR.findall(place.read_text()) for place in places if COLOUR.search(place.read_text())}
    assert found == {}


def test_no_template_has_an_inline_style_or_script():
    inline = re.compile(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    found = [
        str(place) for place in (settings.BASE_DIR / "templates").rglob("*.html") if inline.search(place.read_text())
    ]
    assert found == []


# --- what comes from packages --------------------------------------------------------------------


def test_the_packaged_files_are_the_ones_that_were_looked_at():
    assert {name: sha256(path.read_bytes()).hexdigest() for name, path in packaged_files().items()} == DIGESTS


@pytest.mark.parametrize("name", DIGESTS)
def test_the_finder_finds_each_packaged_file(name):
    assert Path(finders.find(name)).name == Path(name).name


def test_the_finder_finds_nothing_else():
    assert finders.find("look/bootstrap.css") is None


def test_everything_is_collected_under_hashed_names(tmp_path):
    hashing = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=hashing):
        call_command("collectstatic", interactive=False, verbosity=0)
    bootstrap = next(tmp_path.glob("look/bootstrap.min.????????????.css")).read_text()
    assert "sourceMappingURL" not in bootstrap
    ours = next(tmp_path.glob("css/followthrough.????????????.css")).read_text()
    fonts = re.findall(r'url\("\.\./(look/[^"]+\.ttf)"\)', ours)
    assert len(fonts) == 4
    assert all((tmp_path / font).exists() for font in fonts)


# --- the rating and the facts beside it ------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Rating.RED, "R Red"),
        (Rating.AMBER, "A Amber"),
        (Rating.GREEN, "G Green"),
        (COMPLETE, "Complete B"),
        ("", "not yet rated"),
        (None, "not yet rated"),
        (in_file("G"), "G Green in the file, not yet argued"),
        (in_file("R"), "R Red in the file, not yet argued"),
        (in_file(""), "not yet rated"),
    ],
)
def test_r17_a_rating_is_a_shape_a_letter_and_a_word(value, said):
    html = drawn("{% rating value %}", value=value)
    assert words(html) == said
    assert html.count("<svg") == 1


def test_each_rating_has_a_shape_of_its_own():
    shapes = {
        re.search(r"<(rect|path|circle)[^>]*>", drawn("{% rating v %}", v=value)).group()
        for value in (*WORST_FIRST, *HOLLOW)
    }
    assert len(shapes) == len(WORST_FIRST) + len(HOLLOW)


def test_r17_lateness_is_a_fact_of_its_own_beside_the_rating():
    assert words(drawn("{% rating 'G' %} {% late 67 %}")) == "G Green late 67 days"
    assert drawn("{% late 0 %}{% late none %}") == ""


@pytest.mark.parametrize(
    ("days", "said"), [(-3, ""), (0, ""), (1, "late 1 day"), (67, "late 67 days"), (1200, "late 1,200 days")]
)
def test_late_is_said_in_words(days, said):
    assert late_words(days) == said


@pytest.mark.parametrize(
    ("times", "said"), [(0, ""), (1, "extended once"), (2, "extended twice"), (3, "extended 3 times")]
)
def test_extended_is_said_in_words(times, said):
    assert extended_words(times) == said


def test_from_when_slips_are_counted_is_said_where_that_is_not_from_the_beginning():
    assert slips_words(None) == ""
    assert words(drawn("{% slips_since day %}", day=dt.date(2016, 3, 31))) == "slips counted from 31 March 2016"
    assert drawn("{% slips_since day %}", day=None) == ""


def test_a_fact_is_escaped():
    assert "&lt;b&gt;" in drawn("{% fact words %}", words="<b>")


def test_a_bar_says_its_figures_worst_first():
    html = drawn("{% spread counts %}", counts={"G": 11, "B": 4, "F": 3, "R": 4, "": 2, "A": 11})
    assert words(html) == "4 red, 11 amber, 2 not yet rated, 3 in the file, not yet argued, 11 green, 4 complete"


def test_a_bar_takes_pairs_too_and_leaves_out_what_there_is_none_of():
    assert words(drawn("{% spread counts %}", counts={"R": 0, "G": 3})) == "3 green"


def test_a_bar_of_nothing_says_so():
    assert words(drawn("{% spread counts %}", counts={})) == "none yet"


def test_one_red_among_many_is_still_seen_and_the_bar_is_not_longer_than_itself():
    html = drawn("{% spread counts %}", counts={"R": 1, "G": 2499})
    segments = re.findall(r'class="fill-(?:red|green)" x="([\d.]+)" width="([\d.]+)"', html)
    assert float(segments[0][1]) > 0.5
    assert float(segments[-1][0]) + float(segments[-1][1]) <= 100


# --- the frame ---------------------------------------------------------------------------------------


def test_the_page_for_our_own_faults_needs_nothing():
    html = render_to_string("500.html")
    assert "whole or not at all" in html
    assert "{{" not in html


SIGN_IN_PAGES = """
    account_inactive base_confirm_code base_entrance confirm_email_verification_code confirm_login_code
    confirm_password_reset_code email email_confirm login logout password_change password_reset password_reset_done
    password_reset_from_key password_reset_from_key_done password_set reauthenticate request_login_code signup_closed
    verification_sent verified_email_required
"""


@pytest.mark.parametrize("name", SIGN_IN_PAGES.split())
def test_the_sign_in_pages_are_ours(name):
    assert Path(get_template(f"account/{name}.html").origin.name).is_relative_to(settings.BASE_DIR / "templates")


@pytest.mark.django_db
def test_the_sign_in_page_offers_a_code_and_a_new_password_and_no_sign_up(client):
    html = client.get(reverse("account_login")).content.decode()
    assert reverse("account_request_login_code") in html
    assert reverse("account_reset_password") in html
    assert reverse("account_signup") not in html
    assert "placeholder" not in html


@pytest.mark.django_db
def test_a_wrong_answer_is_told_in_the_title_and_in_a_summary_that_leads_to_the_box(client):
    html = client.post(reverse("account_login"), {"login": "not an address"}).content.decode()
    assert "<title>Error: Sign in – Followthrough</title>" in html
    assert '<a href="#id_password">Password: this field is required.</a>' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'aria-describedby="id_login_error"', html)
    assert 'id="id_login_error"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["accessibility", "privacy", "contact"])
def test_a_council_puts_its_own_words_on_the_legal_pages(client, page):
    address = reverse(f"people:{page}")
    assert "To be replaced" in client.get(address).content.decode()
    with override_settings(**{f"{page.upper()}_TEXT": "Our own words.\n\nA second <paragraph>."}):
        html = client.get(address).content.decode()
    assert "<p>Our own words.</p>" in html
    assert "A second &lt;paragraph&gt;." in html
    assert "To be replaced" not in html
