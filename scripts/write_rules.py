#!/usr/bin/env python3
"""Write docs/rules.md: every function of the regulations' arithmetic with what it rests on."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rules.md"
HEAD = """# Rules

The arithmetic of the regulations, room by room. The numbers stand in the packs of `rulebook`, each
with its document and first day. *house*: no document is known, the choice is ours.
Made by `scripts/write_rules.py` from the docstrings; a test compares.

| Function | What it says | Rule |
| --- | --- | --- |
"""


def rules() -> Iterator[tuple[str, str, str]]:
    """Yield name, first sentence and rule of each public function of a `rules.py` or folder."""
    house = ROOT / "chibo"
    for path in sorted([*house.glob("*/rules.py"), *house.glob("*/rules/*.py")]):
        room = path.relative_to(house).parts[0]
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                text = ast.get_docstring(node) or ""
                _before, _mark, rule = text.partition("Rule:")
                says = text.split("\n\n")[0].replace("\n", " ")
                yield f"{room}.{node.name}", says, " ".join(rule.split())


def page() -> str:
    """Return the page as it should be."""
    return HEAD + "".join(f"| `{name}` | {says} | {rule} |\n" for name, says, rule in rules())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
