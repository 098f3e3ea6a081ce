"""Numbers and filing, against the database."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from chibo.papers import sheets
from chibo.papers.commands import file_paper, next_number
from chibo.papers.models import Paper, Series
from chibo.papers.testing import make_minutes

UNIT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
NOON = dt.datetime(2026, 11, 4, 5, tzinfo=dt.UTC)


def filed(**changes):
    asked = {
        "id": uuid.uuid4(),
        "province": uuid.UUID(int=9),
        "unit": UNIT,
        "kind": "minutes",
        "number": 5,
        "period": "2026",
        "signed_on": dt.date(2026, 11, 3),
        "sheet": make_minutes(),
        "entered_at": NOON,
    }
    return file_paper(**{**asked, **changes})


@pytest.mark.django_db
def test_numbers_run_from_one_when_asked_again_and_apart_by_unit_kind_and_period():
    given = [
        next_number(unit=UNIT, kind="minutes", period="2026"),
        next_number(unit=UNIT, kind="minutes", period="2026"),
        next_number(unit=OTHER, kind="minutes", period="2026"),
        next_number(unit=UNIT, kind="resolution", period="2026"),
        next_number(unit=UNIT, kind="minutes", period="2027"),
        next_number(unit=UNIT, kind="minutes", period="2026"),
    ]

    assert given == [1, 2, 1, 1, 1, 3]


@pytest.mark.django_db
def test_number_comes_back_when_the_act_fails():
    next_number(unit=UNIT, kind="minutes", period="2026")

    failing = transaction.atomic()
    failing.__enter__()
    given = next_number(unit=UNIT, kind="minutes", period="2026")
    failing.__exit__(ValueError, ValueError(), None)

    assert given == 2
    assert next_number(unit=UNIT, kind="minutes", period="2026") == 2


@pytest.mark.django_db(transaction=True)
def test_number_is_refused_when_there_is_no_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        next_number(unit=UNIT, kind="minutes", period="2026")

    assert not Series.objects.exists()


@pytest.mark.django_db
def test_paper_says_what_was_filed_when_read_back():
    sheet = make_minutes(version=2)

    paper = Paper.objects.get(pk=filed(sheet=sheet).pk)

    assert paper.sheet == sheet
    assert paper.is_intact
    assert (paper.symbol, paper.version) == ("05-BB/CB", 2)
    assert paper.content_hash == sheets.content_hash(sheet)
    assert str(paper) == f"05-BB/CB {paper.pk}"


@pytest.mark.django_db
def test_paper_is_not_intact_when_a_word_was_changed_behind_our_back():
    paper = filed()

    paper.content["closing"] = "Khác."

    assert not paper.is_intact


@pytest.mark.django_db
def test_second_paper_is_refused_when_number_and_version_are_taken():
    filed()

    with pytest.raises(IntegrityError), transaction.atomic():
        filed()

    filed(sheet=make_minutes(version=2))
    assert Paper.objects.count() == 2


@pytest.mark.django_db
def test_papers_without_number_are_filed_side_by_side_when_they_bear_none():
    filed(number=None)
    filed(number=None)

    assert list(Paper.objects.values_list("symbol", flat=True)) == ["", ""]
