"""A whole return on one page, by keyboard at a desk and one action at a time on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from actions.models import Action, ProgressUpdate
from plans.models import Draft
from tests.a_return import MY_RETURN, more_actions
from tests.a_round import ARound
from tests.browser.conftest import Open, new_context, session_of
from tests.conftest import Cast

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def actions(cast: Cast) -> list[Action]:
    """Three actions of one lead, in a round that collects returns."""
    more_actions(cast, 2)
    ARound(cast).set_route().open()
    return list(Action.objects.filter(lead_post=cast.lead))


@pytest.fixture
def with_scripts(browser: Browser, site: str, cast: Cast) -> Iterator[Page]:
    context = new_context(browser, site)
    context.add_cookies([session_of(cast.officer)])
    yield context.new_page()
    context.close()


def box(page: Page, action: Action, question: str) -> str:
    return f"[name=a{action.pk}-{question}]"


def by_keyboard(page: Page, action: Action, why: str) -> None:
    """The last sentence, the reason and that work has begun, without a mouse."""
    page.locator(f"{box(page, action, 'criterion')} >> nth=0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")  # round to the last: Green
    page.keyboard.press("Tab")
    page.keyboard.type(why)
    page.locator(f"{box(page, action, 'work_has_begun')}[value=yes]").focus()
    page.keyboard.press("Space")


def test_an_officer_fills_two_actions_in_by_keyboard_saves_and_submits_them(
    cast: Cast, actions: list[Action], signed_in: Open
) -> None:
    page = signed_in(cast.officer)
    page.goto(MY_RETURN)
    by_keyboard(page, actions[0], "The strategy is agreed.")
    by_keyboard(page, actions[1], "Eleven families were visited.")
    save = page.locator(f"#a{actions[1].pk}").get_by_role("button", name="Save")
    save.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{MY_RETURN}#a{actions[1].pk}")
    expect(page.locator(box(page, actions[0], "rationale"))).to_have_value("The strategy is agreed.")
    expect(page.locator(".return-contents")).to_contain_text("ready")
    assert Draft.objects.count() == 2, "the third was not touched"
    page.get_by_role("button", name="Submit all that are ready").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Submitted: 1.4.3 is Green; 1.4.20 is Green.")
    expect(page.locator("main")).to_contain_text("Not begun, and so not sent: 1.4.21.")
    assert ProgressUpdate.objects.count() == 2
    assert not Draft.objects.exists()


def test_what_is_not_complete_comes_back_with_the_way_to_each_question(
    cast: Cast, actions: list[Action], signed_in: Open
) -> None:
    page = signed_in(cast.officer)
    page.goto(MY_RETURN)
    by_keyboard(page, actions[0], "The strategy is agreed.")
    page.locator(f"{box(page, actions[1], 'criterion')} >> nth=1").check()
    page.get_by_role("button", name="Submit all that are ready").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("1.4.20, “Why this rating?”: Say why: every rating gives its reason.")
    summary.get_by_role("link", name="Why this rating?").click()
    if page.evaluate("document.activeElement.tagName") != "TEXTAREA":  # without scripts it is a jump to it
        expect(page.locator(f"#id_a{actions[1].pk}-rationale")).to_be_in_viewport()
    assert ProgressUpdate.objects.get().action == actions[0]


def test_it_is_saved_as_it_goes_and_seen_after_a_reload(with_scripts: Page, actions: list[Action]) -> None:
    page = with_scripts
    page.goto(MY_RETURN)
    page.fill(box(page, actions[1], "narrative"), "Two visits in March.")
    expect(page.locator("[data-saved]")).to_contain_text("Saved 9.0")
    expect(page.locator(f"[data-state=a{actions[1].pk}]")).to_have_text("begun")
    page.reload()
    expect(page.locator(box(page, actions[1], "narrative"))).to_have_value("Two visits in March.")
    assert [draft.words for draft in Draft.objects.all()] == ["Update of 1.4.20"]
    # Taken out again it is saved as taken out.
    page.fill(box(page, actions[1], "narrative"), "")
    expect(page.locator("[data-saved]")).to_contain_text("Saved 9.0")
    page.reload()
    expect(page.locator(box(page, actions[1], "narrative"))).to_have_value("")


def test_enter_in_a_box_saves_and_sends_nothing(with_scripts: Page, actions: list[Action]) -> None:
    page = with_scripts
    page.goto(MY_RETURN)
    page.fill(box(page, actions[1], "figure_to"), "14")
    page.locator(box(page, actions[1], "figure_to")).press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Saved 9.0", timeout=2000)
    assert not ProgressUpdate.objects.exists()


def test_saving_that_fails_is_said_and_tried_again(with_scripts: Page, actions: list[Action]) -> None:
    page = with_scripts
    page.goto(MY_RETURN)
    page.context.set_offline(True)
    page.fill(box(page, actions[0], "rationale"), "Typed on a train.")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved 9.0")
    assert Draft.objects.get().fields["rationale"] == ["Typed on a train."]


def test_on_a_phone_one_action_at_a_time_is_shown(with_scripts: Page, actions: list[Action]) -> None:
    page = with_scripts
    page.set_viewport_size(PHONE)
    page.goto(MY_RETURN)
    entry = page.locator("[data-entry]:visible")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Action 1 of 3")
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Submit all that are ready")).to_be_hidden()
    page.fill(box(page, actions[0], "rationale"), "The strategy is agreed.")
    page.get_by_role("button", name="Save and next").click()
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Action 2 of 3")
    expect(entry).to_be_focused()
    page.get_by_role("button", name="Save and next").click()
    expect(entry).to_contain_text("Action 3 of 3")
    expect(page.locator("[data-saved]")).to_contain_text("Saved 9.0")
    expect(page.get_by_role("button", name="Save and next")).to_be_hidden()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(entry).to_contain_text("Action 2 of 3")
    page.locator(".return-contents summary").click()
    page.locator(".return-contents").get_by_role("link", name="1.4.3").click()
    expect(entry).to_contain_text("Action 1 of 3")
    expect(page.locator(box(page, actions[0], "rationale"))).to_have_value("The strategy is agreed.")
    # What is sent from here and refused opens at the action that stopped it.
    page.evaluate("document.querySelector('[name=submit]').click()")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(entry).to_contain_text("Action 1 of 3")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_a_phone_shows_all_of_them_with_links_to_each(
    browser: Browser, site: str, cast: Cast, actions: list[Action]
) -> None:
    context = new_context(browser, site, javascript=False)
    context.add_cookies([session_of(cast.officer)])
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(MY_RETURN)
    expect(page.locator("[data-entry]:visible")).to_have_count(3)
    page.locator(".return-contents").get_by_role("link", name="1.4.21").click()
    expect(page.locator(f"#a{actions[2].pk} h2")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_asked_only_where_its_own_action_is_red_or_amber(with_scripts: Page, actions: list[Action]) -> None:
    page = with_scripts
    page.goto(MY_RETURN)
    page.locator(f"{box(page, actions[1], 'criterion')}[data-rating=A]").check()
    expect(page.locator(box(page, actions[1], "brings_back"))).to_be_visible()
    expect(page.locator(box(page, actions[0], "brings_back"))).to_be_hidden()
