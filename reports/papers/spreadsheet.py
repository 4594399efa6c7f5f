"""The plan as CSV: one row for each action, every column, readable by any spreadsheet.

UTF-8 with a byte order mark, rows end in CRLF, days as 2016-04-14. A text that a spreadsheet would take for a formula gets
a ``'`` in front, which an import takes off again.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from reports.document import PlanDocument
from reports.papers.columns import EVERY_COLUMN, OF_A_CLOSED_PART, Column, Imprint, Line, Value, printable, rows_of

STARTS_A_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def plan_as_csv(document: PlanDocument, imprint: Imprint, columns: Sequence[Column] = EVERY_COLUMN) -> bytes:
    """A header row, then a row for each action in the plan's order."""
    if imprint.grounds:
        columns = (*OF_A_CLOSED_PART, *columns)
    values = [column.value for column in columns]
    rows = ([value(row) for value in values] for row in rows_of(document, imprint))
    return table_as_csv([column.heading for column in columns], rows)


def table_as_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Any table in that form."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(headings)
    table.writerows([_cell(value) for value in row] for row in rows)
    return printable(text.getvalue()).encode("utf-8-sig")


def _cell(value: Value) -> str | int | None:
    # Text first: nearly every cell is one.
    if isinstance(value, str):
        return f"'{value}" if value[:1] in STARTS_A_FORMULA else value
    if isinstance(value, tuple):
        return _cell("\n".join(map(_line, value)))
    return value.isoformat() if isinstance(value, dt.date) else value


def _line(line: Line) -> str:
    return line.isoformat() if isinstance(line, dt.date) else line or ""
