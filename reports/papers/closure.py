"""The closure statement as a Word paper: what came in, where each went, and who confirmed that nothing was lost."""

import datetime as dt
import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from reports.papers.house_template import make_closure_template
from reports.papers.word import set_in


def closure_statement(told: Mapping[str, Any], made_at: dt.datetime) -> bytes:
    """The paper as a .docx file, from the words of ``reports.views.closing.told_of``."""
    title = f"{told['short_title']}: closure statement"
    return set_in(io.BytesIO(_template()), told, title=title, subject=f"Closed on {told['closed_on']}", made_at=made_at)


@lru_cache
def _template() -> bytes:
    return make_closure_template()
