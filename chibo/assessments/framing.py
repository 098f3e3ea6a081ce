"""Read a frame from data, and refuse one that does not add up."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from chibo.assessments.criteria import Band, Frame, Item, Step
from chibo.core import toml

BOUNDS = ("least", "above", "most", "below")
ORDER = (
    "key", "block", "title", "measure", "least", "above", "most", "below", "points", "words",
    "how", "bands", "steps", "when", "may_not_apply", "bonus", "veto", "after", "asks_in_gaps",
    "guidance", "source", "status",
)  # fmt: skip


def frame_of(code: str, content: Mapping[str, Any]) -> Frame:
    """Return the frame that this data describes. Raises: KeyError; TypeError; ValueError."""
    return Frame(
        code=code,
        total=Fraction(str(content["total"])),
        items=tuple(_item(each) for each in content["items"]),
        grades=tuple((str(name), Fraction(str(least))) for name, least in content["grades"]),
        may_exceed=bool(content.get("may_exceed", False)),
    )


def _item(data: Mapping[str, Any]) -> Item:
    known = {**data}
    bands, steps = known.pop("bands", ()), known.pop("steps", ())
    return Item(
        **{**known, "most": Fraction(str(known["most"]))},
        bands=tuple(_band(each) for each in bands),
        steps=tuple(Step(Fraction(str(each["points"])), str(each["words"])) for each in steps),
    )


def _band(data: Mapping[str, Any]) -> Band:
    bounds = {name: Fraction(str(data[name])) for name in BOUNDS if name in data}
    return Band(measure=str(data["measure"]), points=Fraction(str(data["points"])), **bounds)


def written(content: Mapping[str, Any]) -> str:
    """Return a frame's content as TOML, to be changed by hand."""
    head = [f"total = {toml.value(content['total'])}", f"grades = {toml.value(content['grades'])}"]
    if content.get("may_exceed"):
        head.insert(1, f"may_exceed = {toml.value(content['may_exceed'])}")
    return "\n".join([*head, *toml.tables("items", content["items"], ORDER)])
