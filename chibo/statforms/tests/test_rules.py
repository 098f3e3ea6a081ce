"""A form's text: what is one, what is none and why, and how typed totals add up."""

import pytest

from chibo.assessments.catalogue import indicators
from chibo.statforms.queries import form_of, shipped
from chibo.statforms.rules import Wrong, added_up, read_form
from chibo.statforms.words import SENTENCES, sentence_of

pytestmark = pytest.mark.once

GOOD = """
number = "3-BTCTW"
title = "Đội ngũ"
source = "HD 11"

[[column]]
key = "all"
name = "Đảng viên"
indicator = "members"

[[column]]
key = "women"
name = "Nữ"
register = { of = "members", sex = "female" }

[[column]]
key = "other"
name = "Khác"
typed = true

[[column]]
key = "sum"
name = "Cộng"
sum = ["women", "other"]
"""


def test_every_form_that_comes_with_the_product_is_one() -> None:
    forms = {number: form_of(text) for number, text in shipped().items()}

    assert list(forms)[:5] == ["1-BTCTW", "2-BTCTW", "2B-BTCTW", "3-BTCTW", "4-BTCTW"]
    assert {"5-BTCTW", "6-BTCTW", "7-BTCTW", "10-BTCTW", "11-BTCTW", "12C-BTCTW"} <= set(forms)
    for number, form in forms.items():
        assert form.number == number
        assert form.status == "unverified"  # nobody has opened the guidance's own tables
        assert form.source
        assert not [each for each in form.columns if each.status == "verified"]


def test_ethnicity_and_religion_are_totals_typed_above_the_cell() -> None:
    words = ("dân tộc", "tôn giáo", "phật giáo", "công giáo", "tin lành")
    for text in shipped().values():
        form = form_of(text)
        for column in form.columns:
            if any(word in column.name.lower() for word in words) and column.way != "heading":
                assert (column.way, column.above_cells) == ("typed", True)
                assert not set(form.keys_of(column)) & set(form.typed_keys(at_cell=True))


@pytest.mark.parametrize(
    ("before", "after", "code", "says"),
    [
        ('"members"\n', '"member"\n', "indicator", "không có chỉ số member"),
        ('key = "women"', 'key = "all"', "doubled", "mã all đã dùng"),
        ('title = "Đội ngũ"\n', "", "missing", "thiếu title"),
        ('name = "Nữ"\n', "", "missing", "thiếu name"),
        ("typed = true", "", "ways", "đúng một trong"),
        ("typed = true", 'typed = true\nindicator = "members"', "ways", "indicator, typed"),
        ("typed = true", "typed = 1", "true", "typed = true"),
        ("typed = true", "tpyed = true", "unknown", "tpyed"),
        ('sex = "female"', 'ethnic = "x"', "register", "không đếm được ethnic"),
        ('sex = "female"', 'sex = "nu"', "register", "sex = nu"),
        ('sex = "female"', "age_from = true", "register", "age_from = True"),
        ('["women", "other"]', '["women", "men"]', "sum", "không cộng được men"),
        ('["women", "other"]', '["sum"]', "sum", "không cộng được sum"),
        ('"3-BTCTW"', '"Biểu 3"', "number", "Biểu 3"),
        ('key = "women"', 'key = "Nữ"', "key", "Nữ"),
        ("typed = true", 'typed = true\nstatus = "ok"', "status", "ok"),
        ("typed = true", 'typed = true\nview = "now"', "view", "now"),
        ('source = "HD 11"\n', 'source = "HD 11"\nacross = ["a"]\n', "across_typed", "ghi tay"),
        ('source = "HD 11"\n', 'source = "HD 11"\nacross = "a"\n', "across", "ngoặc vuông"),
        ('title = "Đội ngũ"', 'title = "Đội ngũ', "toml", "Dòng 3 của bản ghi"),
        (GOOD[GOOD.index("[[") :], "", "no_column", "Chưa có dòng nào"),
        (GOOD[GOOD.index("[[") :], "column = [1]", "column", "[[column]]"),
        ('indicator = "members"', 'indicator = ["members"]', "indicator", "['members']"),
        ('["women", "other"]', "[{ a = 1 }]", "sum", "không cộng được"),
        ('["women", "other"]', '"=1+1"', "sum", "không cộng được =1+1"),
        ('sex = "female"', "age_from = 99999999999999999999", "register", "age_from"),
        ('sex = "female"', "years_from = 5000", "register", "years_from = 5000"),
        ('"Đội ngũ"', f'"{"A" * 501}"', "long_name", "title dài quá 500 chữ"),
        ("typed = true", "typed = true\n" + "[[column]]\n" * 201, "many", "quá 200 dòng"),
        ("typed = true", f"typed = {'9' * 5000}", "toml", "viết chưa đúng"),
        ("typed = true", f"typed = {'[' * 9000}", "toml", "viết chưa đúng"),
        ("number", "x" * 200_001 + "\nnumber", "long", "dài quá"),
    ],
)
def test_a_text_that_is_no_form_says_why(before: str, after: str, code: str, says: str) -> None:
    text = GOOD.replace(before, after, 1)
    assert text != GOOD

    with pytest.raises(Wrong) as caught:
        read_form(text, indicators=indicators().keys())

    assert caught.value.code == code
    assert says in sentence_of(caught.value)


def test_every_fault_has_a_sentence() -> None:
    for code in SENTENCES:
        assert sentence_of(Wrong(code, "1", "x"))


def test_typed_totals_add_up_from_below_each_once() -> None:
    chains = {
        "cell 1": ["cell 1", "commune", "province"], "cell 2": ["cell 2", "commune", "province"],
        "far": ["far", "other", "province"], "commune": ["commune", "province"],
    }  # fmt: skip
    typed = {"cell 1": {"a": 1, "b": 1}, "cell 2": {"a": 2}, "far": {"a": 10}}
    units = ["province", "commune", "other"]
    assert added_up(typed, chains, units) == {
        "province": {"a": 13, "b": 1}, "commune": {"a": 3, "b": 1}, "other": {"a": 10},
    }  # fmt: skip

    typed["commune"] = {"a": 5}
    assert added_up(typed, chains, units) == {
        "province": {"a": 15, "b": 1}, "commune": {"a": 5, "b": 1}, "other": {"a": 10},
    }  # fmt: skip
