"""A comparison or a shortlist as a file."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Table = Iterable[Sequence[str]]


def harmless(value: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if value.lstrip()[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def as_csv(rows: Table, name: str) -> HttpResponse:
    stream = io.StringIO()
    csv.writer(stream).writerows([harmless(str(value)) for value in row] for row in rows)
    # The mark tells spreadsheets that this is UTF-8.
    return _file("\ufeff" + stream.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(rows: Table, name: str) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([harmless(str(value)) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return _file(stream.getvalue(), XLSX, f"{name}.xlsx")


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
