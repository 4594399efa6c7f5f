"""Reading a page as a person does: its words, its rows, its links."""

import html
import re

from django.test import Client


def page_of(client: Client, address: str) -> str:
    """The page's HTML; anything but a page is a failure."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def words(part: str) -> str:
    """What stands there to be read, with single spaces."""
    without_shapes = re.sub(r"<svg.*?</svg>", " ", part, flags=re.DOTALL)
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without_shapes)).split())
    return re.sub(r" ([.,;:!?])", r"\1", said)


def row_of(page: str, reference: str) -> str:
    """The words of the table row that begins with this reference."""
    for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL):
        if re.search(rf'<th scope="row">\s*<a [^>]*>{re.escape(reference)}<', row):
            return words(row)
    raise AssertionError(f"no row of {reference}")


def main_of(page: str) -> str:
    """What lies between the frame's header and its footer."""
    return page.partition("<main")[2].partition("</main>")[0]


def title_of(page: str) -> str:
    return html.unescape(re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1).strip())


def section_of(page: str, heading: str) -> str:
    """The words of the section under the heading with this id."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, re.DOTALL)
    assert found, f"no section {heading}"
    return words(found.group())
