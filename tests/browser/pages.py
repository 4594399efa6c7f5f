"""What every journey does on a page: read its heading, answer its form."""

from playwright.sync_api import Page, expect


def heading(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_contain_text(words)


def send(page: Page, **answers: str) -> None:
    """Fill in boxes and lists by their names, and press the page's first button."""
    for name, answer in answers.items():
        box = page.locator(f"main [name={name}]")
        if box.first.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value='{answer}']").check()
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=answer)
        else:
            box.fill(answer)
    page.locator("main form .btn-first").click()
