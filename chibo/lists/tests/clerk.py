"""A clerk at the pages of a list, who counts what is clicked."""

import html
import re
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chibo.lists.models import ListImport
from tests.pages import Fields, fields_of, text_of


class Clerk:
    """Brings a list, answers, takes it. clicks: links, boxes entered, choices, buttons."""

    def __init__(self, client: Client, unit: UUID, kind: str = "members") -> None:
        self.client, self.url = client, f"/units/{unit}/lists/{kind}/"
        self.clicks, self.here = 0, ""
        self.status, self.text, self.fields = 0, "", Fields()
        self._touched: dict[str, str] = {}

    def _show(self, response: Any) -> None:
        self.status = response.status_code
        if self.status == 302:
            self.here = response["Location"]
            response = self.client.get(self.here)
        self.raw = text_of(response)
        said = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.raw)))
        self.text = re.sub(r" ([.,:;)])", r"\1", said)
        self.fields = fields_of(response) if 'name="act"' in self.raw else Fields()

    def bring(self, content: bytes | str, name: str = "ds.xlsx", **fields: str) -> None:
        """Open the page, choose a file or paste a text, look."""
        self._show(self.client.get(self.url))
        brought: dict[str, Any] = {**self.fields, **fields}
        if isinstance(content, str):
            brought["table"] = content
        else:
            brought["file"] = SimpleUploadedFile(name, content)
        self.clicks += 4  # open the page, the box, the file in it, the button
        self._show(self.client.post(self.url, brought))

    def answer(self, name: str, value: str, clicks: int = 1) -> None:
        """Choose an answer or enter a value; it is sent with the next button."""
        assert f'name="{name}"' in html.unescape(self.raw), name
        self.clicks += clicks
        self._touched[name] = value

    def press(self, do: str) -> None:
        self.clicks += 1
        self._show(self.client.post(self.here, {**self.fields, **self._touched, "do": do}))
        self._touched = {}

    def take(self) -> None:
        self.press("take")

    @property
    def made(self) -> ListImport:
        return ListImport.objects.latest("brought_at")

    def counts(self) -> list[int]:
        """Return how many lines are new, changed, same, doubtful, refused, as the page says."""
        words = ("Mới", "Thay đổi", "Như trong sổ", "Cần hỏi", "Chưa ghi được")
        return [int(re.search(rf"{word}:? (\d+)", self.text)[1]) for word in words]  # type: ignore[index]
