"""The closure statement as a Word paper: what came in, where each went, and who confirmed that nothing was lost."""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from reports.papers.house_template import make_closure_template
from reports.papers.word import set_whole


def closure_statement(told: Mapping[str, Any]) -> bytes:
    """The paper as a .docx file, from the words of ``reports.views.closing.told_of``."""
    paper = DocxTemplate(io.BytesIO(_template()))
    paper.render(dict(told), SandboxedEnvironment(autoescape=True, finalize=set_whole, undefined=StrictUndefined))
    saved = io.BytesIO()
    paper.save(saved)
    return saved.getvalue()


@lru_cache
def _template() -> bytes:
    return make_closure_template()
