"""Which workbooks are opened at all: hostile ones with what is said of each, and honest ones that must pass."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from actions.evidence_files import UnfitFile
from actions.evidence_unfit import OLE
from actions.plan_file import DAY, ERROR, FORMULA, LARGEST, NUMBER, TEXT, UNKEEPABLE, open_plan_file
from tests.actions.plan_in_a_file import changed, part, whole, with_part

SHEET = "xl/worksheets/sheet7.xml"  # the actions, behind the sheet that explains


def refused(content: bytes, name: str = "plan.xlsx") -> str:
    with pytest.raises(UnfitFile) as reason:
        open_plan_file(io.BytesIO(content), name)
    return str(reason.value)


def in_sheet(old: bytes, new: bytes) -> bytes:
    there = part(SHEET)
    assert old in there
    return with_part(SHEET, there.replace(old, new, 1))


FAR_BELOW = b'<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
# Forty-four megabytes that pack to a hundredth.
NOISE = b"".join(bytes([n % 251, n % 241, n % 239] * 20) * 12 for n in range(61_000))

HOSTILE = {
    "nothing": (b"", "plan.xlsx", "This file is empty."),
    "an old workbook, or one with a password": (OLE + bytes(600), "plan.xlsx", "or one with a password"),
    "another ending": (whole(), "plan.xlsm", "ends in “.xlsm”"),
    "a program": (whole(), "plan.xlsx.exe", "ends in “.exe”"),
    "no ending": (whole(), "plan", "has no ending"),
    "text": (b"a,b\n1,2\n", "plan.csv", "This is no Excel workbook (.xlsx)."),
    "text under our ending": (b"a,b\n1,2\n", "plan.xlsx", "that is not what is in it"),
    "a zip": (with_part("a.txt", b"a")[:100], "plan.xlsx", "is not whole"),
    "half of it": (whole()[: len(whole()) // 2], "plan.xlsx", "is not whole"),
    "more behind its end": (whole() + b"more", "plan.xlsx", "added before its beginning or after its end"),
    "macros": (with_part("xl/vbaProject.bin", b"\0"), "plan.xlsx", "has macros"),
    "a program inside": (with_part("xl/media/a.exe", b"MZ"), "plan.xlsx", "a program packed into it"),
    "a bomb of zeros": (with_part("xl/media/zeros.bin", bytes(30 * 1024**2)), "plan.xlsx", "would unpack to far more"),
    "more than a plan can be": (
        with_part("xl/media/noise.bin", NOISE), "plan.xlsx", "unpacks to more than a plan can be",
    ),
    "an entity that unfolds": (
        in_sheet(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><worksheet'), "plan.xlsx", "defines abbreviations",
    ),
    "the same in wide letters": (
        with_part(SHEET, part(SHEET).decode().replace("UTF-8", "UTF-16").encode("utf-16")), "plan.xlsx", "as no Office program",
    ),
    "another encoding": (in_sheet(b'encoding="UTF-8"', b'encoding="cp037"'), "plan.xlsx", "as no Office program"),
    "a definition in a part of another name": (
        with_part("xl/media/odd.bin", b'<!DOCTYPE a [<!ENTITY b "b">]>'), "plan.xlsx", "as no Office program",
    ),
    "a sheet that is no markup": (with_part(SHEET, b"<worksheet"), "plan.xlsx", "damaged or odd"),
    "a row far below": (in_sheet(b"</sheetData>", FAR_BELOW), "plan.xlsx", "goes on beyond row 5,000"),
    "more text than a plan": (
        changed(*[(f"Actions!L{row}", "x" * 32_000) for row in range(2, 140)]), "plan.xlsx", "more text in this file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_opened_is_refused_with_what_to_send(name):
    content, called, words = HOSTILE[name]
    found = refused(content, called)
    assert any(one in found for one in words.split("|")), found
    assert "evidence" not in found.lower()


def test_a_file_too_large_is_refused_before_it_is_looked_into():
    assert f"larger than {LARGEST // 1024**2} MB" in refused(bytes(LARGEST + 1))


def test_a_locked_archive_is_refused():
    content = bytearray(whole())
    with zipfile.ZipFile(io.BytesIO(whole())) as packed:
        first = packed.infolist()[0]
    content[first.header_offset + 6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert "password" in refused(bytes(content))


@pytest.mark.parametrize("make", [whole, lambda: changed(("Plan!B2", "As Excel saves it"))])
def test_an_honest_file_passes_and_stands_at_its_beginning(make):
    file = io.BytesIO(make())
    opened = open_plan_file(file, "C:\\Plans\\Safety plan.XLSX")
    assert (opened.fit.name, opened.others, file.tell()) == ("Safety plan.xlsx", (), 0)
    assert list(opened.sheets) == ["Plan", "Rating criteria", "Themes", "Objectives", "Workstreams", "Actions"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("=1+1", [FORMULA, "=1+1"]),
        (ArrayFormula("C2", "=SUM(A1:A2)"), [FORMULA, "=SUM(A1:A2)"]),
        ("#DIV/0!", [ERROR, "#DIV/0!"]),
        (7, [NUMBER, "7"]),
        (1.1, [NUMBER, "1.1"]),
        (True, [TEXT, "TRUE"]),
        ("  words ", [TEXT, "words"]),
        ("a_x0001_b", [UNKEEPABLE, "ab"]),
        ("a\r\nb", [TEXT, "a\nb"]),
    ],
)
def test_a_cell_is_kept_as_text_with_what_it_was(value, kept):
    opened = open_plan_file(io.BytesIO(changed(("Actions!C2", value))), "plan.xlsx")
    number, cells = opened.sheets["Actions"][1]
    assert (number, cells[2]) == (2, kept)


def test_a_day_of_excels_own_is_kept_as_a_day():
    opened = open_plan_file(io.BytesIO(changed(("Actions!J2", dt.date(2016, 5, 31)))), "plan.xlsx")
    assert opened.sheets["Actions"][1][1][9] == [DAY, "31 May 2016"]


def test_rows_beyond_what_a_sheet_says_of_itself_are_read_all_the_same():
    lying = in_sheet(b'<dimension ref="A1:L5"', b'<dimension ref="A1:B2"')
    assert len(open_plan_file(io.BytesIO(lying), "plan.xlsx").sheets["Actions"]) == 5


def test_nothing_in_the_template_is_a_formula_or_a_link():
    book = openpyxl.load_workbook(io.BytesIO(changed(("Actions!C2", "http://example.org"), of=whole())))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.hyperlink]
