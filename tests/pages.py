"""Pages read as a browser reads them: the fields of a form with what stands in them."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    """Collects the fields of every posted form of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Fields] = []
        self._inside = False
        self._text: tuple[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self._inside = found.get("method", "").lower() == "post"
            if self._inside:
                self.forms.append({})
        elif not self._inside:
            return
        elif tag == "input" and name:
            self._input(name, found)
        elif tag == "textarea":
            self._text = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            self._put(self._select, found.get("value", ""))

    def _input(self, name: str, found: dict[str, str]) -> None:
        if found.get("type") not in {"radio", "checkbox"} or "checked" in found:
            self._put(name, found.get("value", ""))

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            name, parts = self._text
            self._put(name, "".join(parts).replace("\r\n", "\n").removeprefix("\n"))
            self._text = None
        elif tag == "form":
            self._inside = False


def text_of(response: HttpResponse) -> str:
    """Return the page."""
    return response.content.decode()


def fields_of(response: HttpResponse) -> Fields:
    """Return the fields of the first form that carries an act, as they stand in the page."""
    reader = _Forms()
    reader.feed(text_of(response))
    return next(form for form in reader.forms if "act" in form)


def filled(client: Client, url: str, changes: dict[str, str | list[str]]) -> Fields:
    """Open a page and return its whole form, changed as somebody would fill it in."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    new = {name: [value] if isinstance(value, str) else value for name, value in changes.items()}
    return {**fields_of(response), **new}


def without_tokens(response: HttpResponse) -> str:
    """Return the page without what differs at each request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text_of(response))
