"""What a corrected paper says of itself: which version it is, what it replaces, and why."""

import datetime as dt
from dataclasses import replace

from chibo.core import viet
from chibo.minutes.sheets.parts import sentence
from chibo.papers.sheets import Paragraph, Sheet, name


def as_version(sheet: Sheet, version: int, note: str) -> Sheet:
    """Return the sheet as a version, with the note as its first paragraph."""
    body = (Paragraph(note), *sheet.body) if note else sheet.body
    return replace(sheet, version=version, body=body)


def replaces(before: int, version: int, *, on: dt.date, reason: str) -> str:
    """Return the sentence of a paper that stands in place of an earlier version of itself."""
    return sentence(f"Bản {version}, sửa {viet.long_date(on)}, thay bản {before}. Lý do: {reason}")


def in_place_of(old: Sheet, *, on: dt.date, reason: str) -> str:
    """Return the sentence of a paper of another kind that stands in place of a spoiled number."""
    return sentence(f"Lập {viet.long_date(on)}, thay {_name(old)}. Lý do: {reason}")


def _name(sheet: Sheet) -> str:
    """Return `nghị quyết số 05-NQ/CB` with its number as written."""
    called = name(sheet)
    return called[:1].lower() + called[1:]
