"""Opening a workbook that somebody sent: what may be opened at all, and the cells that stand in it.

Nothing in the file is believed because the file says so (see actions.evidence_files). What is read is kept as text, each cell
with what it was; what that means for a plan is settled later (actions.plan_reading), each time anew.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from actions.evidence_files import FitFile, UnfitFile, inspect
from actions.plan_sheets import POSTS, READ_ME, SHEETS
from people.forms import can_be_kept, first_unkeepable, one_kind_of_line_ending
from people.models import british

LARGEST = 5 * 1024 * 1024  # bytes of the file
_LARGEST_UNPACKED = 40 * 1024 * 1024
_MOST_ROWS = 5_000  # of a sheet, empty ones included
_MOST_COLUMNS = 40
_MOST_SHEETS = 60
_MOST_TEXT = 4_000_000  # characters of all cells, each counted as ten more

_WHAT_TO_SEND = (
    "Send the template, filled in and saved as an Excel workbook (.xlsx) without password, macros or objects."
)

# What a cell was: of a formula the text is the formula, of an unkeepable one the text without the character.
TEXT, NUMBER, DAY, FORMULA, ERROR, UNKEEPABLE = "text", "number", "day", "formula", "error", "unkeepable"

# ``[row's number, [[kind, text], …]]`` of the rows that hold something; JSON keeps it as it is.
KeptRow = list[Any]
Sheets = dict[str, list[KeptRow]]


@dataclass(frozen=True)
class OpenedFile:
    """A workbook that could be opened. ``sheets`` hold the cells of every sheet that is read; ``others`` names the rest."""

    fit: FitFile
    sheets: Sheets
    others: tuple[str, ...]


def open_plan_file(file: BinaryIO, name: str) -> OpenedFile:
    """The cells of the workbook ``file``; UnfitFile, which says what to do, where it cannot be opened."""
    file.seek(0, io.SEEK_END)
    if file.tell() > LARGEST:
        raise UnfitFile(f"This file is larger than {LARGEST // 1024**2} MB. Take pictures and other sheets out of it.")
    try:
        fit = inspect(file, name)
    except UnfitFile as reason:
        # The rest of what is said there is advice about evidence.
        raise UnfitFile(f"{str(reason).partition('. ')[0].rstrip('.')}. {_WHAT_TO_SEND}") from reason
    if fit.suffix != ".xlsx":
        raise UnfitFile(f"This is no Excel workbook (.xlsx). {_WHAT_TO_SEND}")
    _refuse_odd_markup(file)
    return OpenedFile(fit, *_read(file))


def _refuse_odd_markup(file: BinaryIO) -> None:
    """Sheets are read by an XML parser: nothing that unfolds, and no second way to write it, comes near that."""
    with zipfile.ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
            raise UnfitFile(
                f"This file unpacks to more than a plan can be. Take other sheets out of it. {_WHAT_TO_SEND}"
            )
        for name in archive.namelist():
            content = archive.read(name)
            declared = _OTHER_ENCODING.match(content)
            if declared or content[:2] in _WIDE_MARKS or any(mark in content for mark in _DEFINITIONS):
                raise UnfitFile(f"The markup of this file is written as no Office program writes it. {_WHAT_TO_SEND}")


_DEFINITIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_OTHER_ENCODING = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE
)


def _read(file: BinaryIO) -> tuple[Sheets, tuple[str, ...]]:
    read = {sheet.name.casefold(): sheet.name for sheet in SHEETS}
    found: Sheets = {}
    others: list[str] = []
    left = _MOST_TEXT
    try:
        with warnings.catch_warnings():
            # It warns of what it does not read: validations, styles. We read none of that either.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True, keep_links=False, keep_vba=False)
            if len(book.worksheets) > _MOST_SHEETS:
                raise UnfitFile(f"This file has more sheets than can be looked through. {_WHAT_TO_SEND}")
            for page in book.worksheets:
                name = read.get(" ".join(page.title.split()).casefold())
                if name is None or name in found:
                    others.append(page.title)
                    continue
                found[name] = []
                for row in _rows(page):
                    left -= sum(len(text) + 10 for _, text in row[1])
                    if left < 0:
                        raise UnfitFile(f"There is more text in this file than a plan can hold. {_WHAT_TO_SEND}")
                    found[name].append(row)
    except UnfitFile:
        raise
    except Exception as problem:  # whatever the library trips over is a file that cannot be read
        raise UnfitFile(f"This file cannot be read as a workbook: it is damaged or odd. {_WHAT_TO_SEND}") from problem
    finally:
        file.seek(0)
    return found, tuple(name for name in others if name not in (READ_ME, POSTS))


def _rows(page: Any) -> Iterator[KeptRow]:
    # A sheet says how far it goes; what stands beyond that would be left out without a word.
    page.reset_dimensions()
    for number, cells in enumerate(page.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            raise UnfitFile(
                f"The sheet “{page.title[:31]}” goes on beyond row {_MOST_ROWS:,}. Delete the empty rows at its end, "
                "save it and send it again."
            )
        row = [_told(cell) for cell in cells]
        while row and row[-1] == [TEXT, ""]:
            row.pop()
        if row:
            yield [number, row]


def _told(cell: Any) -> list[str]:
    """``[what it was, its text]``."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return [TEXT, ""]
    if kind == "f" or isinstance(value, (ArrayFormula, DataTableFormula)):
        return [FORMULA, _keepable(str(getattr(value, "text", value) or "="))[:100]]
    if kind == "e":
        return [ERROR, _keepable(str(value))[:100]]
    if isinstance(value, dt.datetime):
        return [DAY, british(value.date())]
    if isinstance(value, dt.date):
        return [DAY, british(value)]
    if isinstance(value, bool):
        return [TEXT, "TRUE" if value else "FALSE"]
    if isinstance(value, (int, float)):
        return [NUMBER, repr(value)]
    text = one_kind_of_line_ending(_unescaped(str(value)))
    if first_unkeepable(text) is not None:
        return [UNKEEPABLE, _keepable(text)]
    return [TEXT, text.strip()]


def _unescaped(text: str) -> str:
    """Excel writes what XML cannot hold as _x000B_, and the line ends of old files as _x000D_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _keepable(text: str) -> str:
    return "".join(character for character in text if can_be_kept(character))
