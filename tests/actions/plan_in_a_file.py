"""A plan in a workbook, as a plan manager fills it in; and what a test changes in it."""

import io
import zipfile
from functools import cache
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.plan_template import plan_template

COUNCIL = {"post": "Early Help Manager", "organisation": "The Council"}
POLICE = {"post": "Detective Superintendent", "organisation": "The Police"}

WHOLE = {
    "Plan": [
        {
            "title": "Neighbourhood Safety Plan 2015–2018",
            "short_title": "Safety Plan",
            "purpose": "Streets are safe.\nSo are homes.",
            "manager_label": "Business Manager",
            "as_at": "31 March 2016",
            "quarters": "financial year",
        }
    ],
    "Rating criteria": [
        {"rating": "Red", "words": "A milestone is missed."},
        {"rating": "Amber", "words": "At risk."},
        {"rating": "Green", "words": "Every milestone met."},
    ],
    "Themes": [
        {"number": "1", "title": "Prevent", "outcome": "Fewer are harmed."},
        {"number": "2", "title": "Protect"},
    ],
    "Objectives": [
        {"reference": "1.1", "theme": "1", "wording": "People know whom to ask.", **COUNCIL, "body": "CSE Sub-Group"},
        {"reference": "2.1", "theme": "2", "wording": "Streets are lit."},
    ],
    "Workstreams": [{"objective": "1.1", "name": "Schools", **COUNCIL}, {"objective": "2.1", "name": "Lights"}],
    "Actions": [
        {
            "reference": "1.1.1",
            "objective": "1.1",
            "wording": "Print a leaflet.",
            "success_criteria": "It is printed\nIt is read",
            **COUNCIL,
            "partners": "The Police\nThe Trust",
            "start": "1 April 2015",
            "original_due": "31 December 2015",
            "due": "31 May 2016",
            "colour": "Green",
            "words": "It is at the printer’s.",
        },
        {
            "reference": "1.1.10",
            "objective": "1.1",
            "wording": "Visit every school.",
            **POLICE,
            "due": "July or August 2016",
            "colour": "red",
        },
        {"reference": "2.1.1", "objective": "2.1", "wording": "Mend the lights.", **POLICE, "due": "29 February 2016"},
        {"reference": "2.1.2", "objective": "2.1", "wording": "Ask who is afraid.", **COUNCIL, "due": "Q1 2016/17"},
    ],
}  # fmt: skip


@cache
def whole() -> bytes:
    """The whole plan as a file, the same letter by letter in one run."""
    return plan_template(rows=WHOLE)


def workbook(**sheets: Any) -> bytes:
    """The whole plan as a file; ``Actions=[…]`` and the like take the place of a sheet's rows (blanks written as _)."""
    return plan_template(rows={**WHOLE, **{name.replace("_", " "): rows for name, rows in sheets.items()}})


def changed(*cells: tuple[str, Any], of: bytes | None = None) -> bytes:
    """The file with other cells: ``("Actions!F2", "=A1")``; what is None is emptied."""
    book = openpyxl.load_workbook(io.BytesIO(of or whole()))
    for place, value in cells:
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def without(sheet: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(whole()))
    del book[sheet]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_part(name: str, content: bytes, *, of: bytes | None = None) -> bytes:
    """The file with one part more, or another in its place."""
    packed = io.BytesIO(of or whole())
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def part(name: str, *, of: bytes | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(of or whole())) as packed:
        return packed.read(name)


def upload(content: bytes | None = None, name: str = "Safety plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, whole() if content is None else content)
