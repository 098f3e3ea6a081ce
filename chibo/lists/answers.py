"""What was answered about a list, as it is kept with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Answers:
    """What was answered about a list, as it is kept."""

    columns: dict[str, str] = field(default_factory=dict)  # title to field
    cells: dict[str, str] = field(default_factory=dict)  # name to cell
    asked: dict[str, str] = field(default_factory=dict)  # question to answer
    doubles: dict[str, str] = field(default_factory=dict)  # pair to one, two, later
    fixes: dict[str, dict[str, str]] = field(default_factory=dict)  # line to field to text
    sheets: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Answers":
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    def yes(self, question: str) -> bool:
        return self.asked.get(question) == "yes"
