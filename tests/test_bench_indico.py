"""The comparison with Indico, without Indico: what is listed, refused, read and divided."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.asked import notes
from bench.indico import __main__ as main
from bench.indico import compare, peer

ROOT = Path(__file__).parent.parent
TOLD = {"category": 7, "events": [3, 4], "cookie": "indico_session=x"}


def _lines(target: str) -> str:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:.*\n(?:\t.*\n)+", makefile, re.MULTILINE)
    assert found, target
    return found[0]


@pytest.mark.once
def test_the_comparison_is_a_target_of_its_own_with_pinned_releases() -> None:
    assert "-m bench.indico" in _lines("bench-indico")
    assert "indico" not in _lines("bench")
    assert "indico" not in _lines("test")
    lock = peer.LOCK.read_text(encoding="utf-8")
    releases = re.findall(r"^(\S+)==\S+.*\\\n    --hash=", lock, re.MULTILINE)
    assert "indico==3.2.9 " in lock
    assert len(releases) == len(re.findall(r"^\S+==", lock, re.MULTILINE)) > 100


@pytest.mark.once
def test_it_ends_with_a_clear_sentence_where_indico_cannot_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHIBO_BENCH", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert main.main() == 1
    assert "not measured. Indico 3.2.9 needs Python 3.11" in capsys.readouterr().err
    monkeypatch.setattr(shutil, "which", lambda _name: "/bin/false")
    assert main.main() == 1
    assert "could not be installed" in capsys.readouterr().err
    assert not (tmp_path / "bench-indico" / "venv" / "ready").exists()


class _Pages(BaseHTTPRequestHandler):
    """Answers as Indico's pages do, as far as they are looked at; notes what was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[int, str]] = []

    def do_GET(self) -> None:
        if self.headers["Cookie"] not in ("a=b", TOLD["cookie"]):
            return self._give(403, b"")
        self.asked.append((self.client_address[1], self.path))
        item, row = b'<i class="event-title"></i>', b'<i class="row__no"></i>'
        page = b'<div data-event-list-before="2026-10"></div><link rel="stylesheet" href="/a.css">'
        if "event-list" in self.path:
            page = b'{"html": "<i class=\\"event-title\\"></i>"}'
        return self._give(200, page + item + 2 * row if page.startswith(b"<") else page)

    def _give(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    _Pages.asked.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.once
def test_both_are_read_in_turn_each_over_one_connection(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "asked", lambda *_words: (9, 1.5))
    ours = compare.Site("ours", port, os.getpid(), "a=b", "x", {"meeting_list": ("/ours/",)})
    theirs = compare.indico_site(port, os.getpid(), TOLD)
    compare.proved(ours, theirs, meetings=2, participants=0)
    _Pages.asked.clear()
    found = compare.compare(ours, theirs, "", rounds=2)
    list_of_theirs = ["/category/7/", "/category/7/event-list?before=2026-10"]
    assert [path for _from, path in _Pages.asked][:9] == ["/ours/", *list_of_theirs] * 3
    assert len({sender for sender, _path in _Pages.asked}) == 2
    assert set(found) == {"meeting_list_indico_over_ours"}
    assert "9 queries, 1.5 ms in the database" in " ".join(notes())
    with pytest.raises(AssertionError, match="lists 2 meetings"):
        compare.proved(ours, theirs, meetings=24, participants=0)
    stranger = compare.Site("ours", port, os.getpid(), "c=d", "x", {})
    with pytest.raises(RuntimeError, match="403"):
        stranger.get("/ours/")


@pytest.mark.once
def test_the_figure_says_how_many_times_as_long_theirs_takes() -> None:
    found = compare.told("meeting_page", ours=0.020, theirs=0.130)
    figure = {"value": 6.5, "goal": 5.0, "better": "higher"}
    assert found == {"meeting_page_indico_over_ours": figure}
    assert any("Indico" in sentence for sentence in compare.ABOUT)
