"""The documents that are made of the code say what the code says."""

import runpy
from pathlib import Path

from django.apps import apps

import chibo
from chibo.assessments.catalogue import indicators

ROOT = Path(chibo.__file__).parent.parent


def test_rules_cite_their_source_when_listed() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "write_rules.py"))

    assert [name for name, says, rule in script["rules"]() if not (says and rule)] == []
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == script["page"]()


def test_indicators_say_what_the_catalogue_says_when_listed() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "write_indicators.py"))

    assert (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8") == script["page"]()


def test_no_figure_counts_speeches_marks_or_grades_of_a_person_when_listed() -> None:
    for each in indicators().values():
        words = f"{each.name} {each.counts} {each.whole_counts} {each.unit}".lower()
        if each.opens == "members":  # lists of who came and went, and nothing else
            assert each.source == "7-HSĐV", each.key
        if "phát biểu" in words or each.key.startswith("grade_"):
            assert each.opens == "meetings", each.key
        for rank in ("xếp hạng", "thứ hạng", "đứng đầu", "đứng cuối", "thi đua", "điểm của"):
            assert rank not in words, each.key


def test_glossary_names_what_the_code_uses_when_compared() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|")[2] for line in glossary.splitlines() if line.startswith("| ")]
    words = {word.strip(" `") for row in rows for word in row.split(",")} - {"Identifier", "---"}
    models = {m.__name__ for m in apps.get_models() if m.__module__.startswith("chibo.")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("chibo/**/*.py"))

    assert models - words == set()
    assert {word for word in words if word not in code} == set()
