"""Sample pages: every part of the look once, in each state it has."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Clock, Count, Day, Pick, VietText

WAYS = [("hands", "Giơ tay"), ("ballots", "Phiếu kín trên giấy")]
PEOPLE = [
    "Lò Thị Ánh",
    "Quàng Văn Bun",
    "Giàng A Chống",
    "Lường Văn Chựa",
    "Cà Thị Dung",
    "Nguyễn Hoàng Thị Phương Khánh Thùy Dương",
    "Lò Văn Đôi",
    "Moong Văn Hặc",
    "Lò Văn Hòa",
    "Tòng Văn Inh",
]


class Everything(ActForm):
    words = VietText(
        label="Chi bộ quyết nghị điều gì?", lines=4, help_text="Ví dụ: góp 2 ngày công."
    )
    way = Pick(
        label="Cách biểu quyết", choices=WAYS, widget=Pick.widget(attrs={"class": "tiles--2"})
    )
    votes_for = Count(label="Tán thành")
    votes_against = Count(label="Không tán thành", empty_is_zero=True)
    votes_other = Count(label="Ý kiến khác", empty_is_zero=True)
    why = VietText(label="Vì sao bỏ phiếu kín?", required=False)
    who = Chosen(
        label="Ai chịu trách nhiệm?", choices=[("", ""), *((name, name) for name in PEOPLE)]
    )
    helper = Chosen(
        label="Ai giúp?",
        choices=[(name, name) for name in PEOPLE],
        widget=forms.RadioSelect,
    )
    due = Day(label="Bao giờ xong?", help_text="Ví dụ: 27/9/2026")
    start = Clock(label="Mấy giờ?")
    topics = forms.MultipleChoiceField(
        label="Nội dung đã bàn", choices=WAYS, widget=forms.CheckboxSelectMultiple
    )
    read = forms.BooleanField(label="Đã đọc trước chi bộ")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helper"].widget.template_name = "core/choice_list.html"


FILLED = {
    "act": "5f0c64a3-94f2-4b6e-9f16-9ab6ad4e7d5e",
    "words": "Mỗi hộ góp 2 ngày công đổ bê tông 350 m đường nội bản.",
    "way": "hands",
    "votes_for": "13",
    "votes_other": "1",
    "who": "Lò Văn Đôi",
    "helper": "Cà Thị Dung",
    "due_day": "20",
    "due_month": "11",
    "due_year": "2026",
    "start": "19h30",
    "topics": ["hands"],
    "read": "on",
}


def tabs(current: int = 0) -> list[SimpleNamespace]:
    words = [("home", "Việc của tôi"), ("meet", "Họp"), ("people", "Đảng viên"), ("more", "Thêm")]
    return [
        SimpleNamespace(url="/", icon=icon, word=word, current=at == current)
        for at, (icon, word) in enumerate(words)
    ]


def _request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def page(name: str, **context: Any) -> str:
    """Render the sample of this name as a page."""
    unit = {"superior": "Đảng bộ xã Mường Pồn", "issuer": "Chi bộ bản Púng Giắt 1"}
    known = {"letterhead": unit, "demo": True, "help_phone": "0900 000 100", "tabs": tabs()}
    source = Path(__file__).parent / "pages" / f"{name}.html"
    template = engines["django"].from_string(source.read_text())
    return template.render({**known, **context}, _request())


def all_pages() -> dict[str, str]:
    """Return each sample page under its name."""
    day = dt.date(2026, 12, 3)
    chips = [SimpleNamespace(day=day, word="Thứ Năm 03/12")]
    office = {
        "office": True,
        "letterhead": {
            "superior": "Đảng bộ tỉnh Điện Biên",
            "issuer": "Đảng bộ xã Mường Pồn",
            "person": "Nguyễn Thu Hà",
            "post": "Ban Xây dựng Đảng",
        },
    }
    states = ["fix", "doing", "todo", "done", "saved", "sending", "sent"]
    states += ["here", "late", "leave", "none", "unmarked"]
    request = _request()
    return {
        "form-empty": page("form", form=Everything(), chips=chips, drafting=True),
        "form-full": page("form", form=Everything(FILLED), chips=chips, drafting=True),
        "form-wrong": page(
            "form",
            form=Everything({"act": FILLED["act"], "due_day": "31", "due_month": "2"}),
            chips=chips,
        ),
        "ledger": page("ledger", states=states),
        "roll": page("roll", people=PEOPLE, marks=["unmarked"] * 10, drafting=True),
        "office": page("office", people=PEOPLE, **office),
        "error": render_to_string(
            "core/error.html",
            {"title": "Chưa tìm thấy trang này", "say": "Xem lại địa chỉ."},
            request,
        ),
    }
