"""Sample pages: every part of the look once, in each state it has."""

import datetime as dt
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
    words = VietText(label="Chi bộ quyết nghị điều gì?", lines=4, help_text="Ví dụ: góp 2 ngày công.")
    way = Pick(label="Cách biểu quyết", choices=WAYS, widget=Pick.widget(attrs={"class": "tiles--2"}))
    votes_for = Count(label="Tán thành")
    votes_against = Count(label="Không tán thành", empty_is_zero=True)
    votes_other = Count(label="Ý kiến khác", empty_is_zero=True)
    why = VietText(label="Vì sao bỏ phiếu kín?", required=False)
    who = Chosen(label="Ai chịu trách nhiệm?", choices=[("", ""), *((name, name) for name in PEOPLE)])
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

FORM_PAGE = """{% extends "core/base.html" %}
{% block title %}Quyết nghị 1{% endblock %}
{% block main %}
  {% include "core/_back.html" with url="/" word="Buổi họp" %}
  {% include "core/_errors.html" %}
  <h1>Quyết nghị 1</h1>
  <form id="decision" method="post" action="/" data-draft="/drafts/"
        data-vote="votes_for votes_against votes_other" novalidate>
    {% csrf_token %}
    {% for field in form.hidden_fields %}{{ field }}{% endfor %}
    {{ form.words.as_field_group }}
    {{ form.way.as_field_group }}
    <div data-show-when="way=ballots">{{ form.why.as_field_group }}</div>
    {% include "core/_boxes.html" with legend="Số người chọn từng ý" hint="14 người được biểu quyết" one=form.votes_for two=form.votes_against three=form.votes_other class="vote" %}
    {% include "core/_vote_sum.html" with base=14 whole=19 %}
    <p class="chips gap"><button class="chip js-only" type="button" data-fill="14" data-for="votes_for">Cả 14 tán thành</button></p>
    {{ form.who.as_field_group }}
    {{ form.helper.as_field_group }}
    {{ form.due.as_field_group }}
    {% include "core/_day_chips.html" with field="due" %}
    {{ form.start.as_field_group }}
    <p class="chips"><button class="chip js-only" type="button" data-clock="19:30" data-for="start">19:30</button></p>
    {{ form.topics.as_field_group }}
    {{ form.read.as_field_group }}
  </form>
  <details class="help"><summary>Vì sao là 14 người?</summary><div><p>16 người có mặt − 2 đảng viên dự bị = 14.</p></div></details>
  <p id="message">Mời họp chi bộ thứ Năm 03/12.</p>
  <button class="btn js-only" type="button" data-copy="#message" data-copied-text="Đã chép">Chép lời nhắn</button>
{% endblock %}
{% block bar %}{% include "core/_bar.html" with form_id="decision" word="Lưu quyết nghị 1" %}{% endblock %}
"""

LEDGER_PAGE = """{% extends "core/base.html" %}
{% block title %}Việc của tôi{% endblock %}
{% block main %}
  <h1>Việc của tôi</h1>
  <section class="card" aria-labelledby="tonight"><h2 id="tonight" class="flush">Tối nay họp chi bộ</h2>
    <p>19 giờ 30, nhà văn hóa bản</p><a class="btn btn--main" href="/">Vào buổi họp</a></section>
  <h2>Cần xử lý</h2>
  <ol class="ledger">
    {% for state in states %}
      <li><a class="row" href="/"><span class="row__no">{{ forloop.counter }}</span><span class="row__main"><b>Vận động 6 hộ làm nhà vệ sinh</b><small>Hạn 31/10/2026, còn 2 hộ</small></span><span class="row__end">{% include "core/_state.html" with state=state only %}</span></a></li>
    {% endfor %}
  </ol>
  <details class="confirm"><summary>Hủy buổi họp này</summary><p>Hủy rồi thì không mở lại được.</p><button class="btn btn--careful" type="button">Hủy buổi họp</button></details>
{% endblock %}
"""

ROLL_PAGE = """{% extends "core/base.html" %}
{% block title %}Điểm danh{% endblock %}
{% block main %}
  {% include "core/_back.html" with url="/" word="Buổi họp" %}
  <h1>Điểm danh</h1>
  {% include "core/_counter.html" with here=0 base=10 late=0 excused=0 unexcused=0 unmarked=10 %}
  {% include "core/_roll_states.html" %}
  <form id="roll" method="post" action="/" data-roll-call data-base="10" data-draft="/drafts/"
        data-absent-text="Đã ghi vắng: {name}" data-all-text="Đã ghi {count} người có mặt" novalidate>
    {% csrf_token %}
    <p class="hint">Chạm vào tên người vắng hoặc đến muộn.</p>
    <button class="btn" type="submit" name="all" value="present" data-all-present>{% include "core/_icon.html" with name="done" %}Tất cả có mặt</button>
    <ol class="ledger gap">
      {% for name in people %}{% with id=forloop.counter %}
        <li><details class="person" data-person="{{ name }}"><summary class="row"><span class="row__no">{{ id }}</span><span class="row__main"><b>{{ name }}</b><small data-reason></small></span><span class="row__end" data-badge>{% include "core/_state.html" with state="unmarked" only %}</span></summary>
          <fieldset class="person__ask"><legend class="away">{{ name }}: có mặt hay vắng?</legend>
            <div class="tiles tiles--2">
              <div class="tile"><input type="radio" name="mark-{{ id }}" id="p{{ id }}" value="present"><label for="p{{ id }}">Có mặt</label></div>
              <div class="tile"><input type="radio" name="mark-{{ id }}" id="l{{ id }}" value="late"><label for="l{{ id }}">Đến muộn</label></div>
              <p class="tiles__group">Vắng có lý do</p>
              <div class="tile"><input type="radio" name="mark-{{ id }}" id="e1{{ id }}" value="excused:far"><label for="e1{{ id }}">Đi làm xa</label></div>
              <div class="tile"><input type="radio" name="mark-{{ id }}" id="e2{{ id }}" value="excused:ill"><label for="e2{{ id }}">Sức khỏe</label></div>
              <p class="tiles__group">Vắng không lý do</p>
              <div class="tile tile--all"><input type="radio" name="mark-{{ id }}" id="u{{ id }}" value="unexcused"><label for="u{{ id }}">Không lý do</label></div>
            </div>
            <div class="boxes boxes--late" data-show-when="mark-{{ id }}=late"><div class="year"><label for="t{{ id }}">Đến lúc</label><input id="t{{ id }}" name="late-{{ id }}" type="text" inputmode="numeric" value="19:50"></div></div>
          </fieldset></details></li>
      {% endwith %}{% endfor %}
    </ol>
  </form>
{% endblock %}
{% block bar %}{% include "core/_bar.html" with form_id="roll" word="Xong điểm danh" %}{% endblock %}
"""

OFFICE_PAGE = """{% extends "core/base.html" %}
{% block title %}Tháng 11/2026{% endblock %}
{% block main %}
  <div class="head"><div><h1>Tháng 11/2026 của 38 chi bộ</h1><p class="hint">Tính đến 8 giờ, thứ Sáu 06/11/2026.</p></div>
    <div class="chips"><a class="chip" href="/">Tháng 10</a><a class="chip" aria-current="true" href="/">Tháng 11</a><a class="btn btn--short" href="/">Tải Excel</a></div></div>
  <dl class="figures">
    <div class="figure"><dt>Chi bộ đã họp</dt><dd><span class="figure__n">27<small> / 38</small></span><br><span class="figure__of">Chờ 8, quá hạn 3</span></dd></div>
    <div class="figure"><dt>Có mặt</dt><dd><span class="figure__n">80,9 %</span><br><span class="figure__of"><a href="/">342/423</a>: 436 đảng viên − 13 được miễn</span></dd></div>
  </dl>
  <form class="filters" role="search" method="get" action="/"><div class="grow"><label class="label" for="q">Tìm theo tên, không cần gõ dấu</label><input id="q" name="q" type="search"></div><button class="btn btn--short" type="submit">Tìm</button></form>
  <table class="grid grid--cards"><caption>38 chi bộ theo ba nhóm</caption>
    <thead><tr><th class="tt" scope="col">TT</th><th scope="col">Chi bộ</th><th class="num" scope="col">Ngày họp</th><th scope="col">Điện thoại</th></tr></thead>
    <tbody><tr class="group"><th colspan="4" scope="colgroup">{% include "core/_state.html" with state="fix" word="Quá hạn" %} <span>3 chi bộ</span> <small>Gọi hỏi trước.</small></th></tr>
      {% for name in people %}<tr><td class="tt">{{ forloop.counter }}</td><th scope="row"><a href="/">Bản Huổi Ho {{ forloop.counter }}</a></th><td class="num" data-word="Ngày họp">hẹn 03/11</td><td class="nb" data-word="Điện thoại"><a href="tel:0900000115">0900 000 115</a></td></tr>{% endfor %}</tbody>
  </table>
{% endblock %}
"""


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


def page(source: str, **context: Any) -> str:
    """Render template text as a page."""
    unit = {"superior": "Đảng bộ xã Mường Pồn", "issuer": "Chi bộ bản Púng Giắt 1"}
    known = {"letterhead": unit, "demo": True, "help_phone": "0900 000 100", "tabs": tabs()}
    template = engines["django"].from_string(source)
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
    states = ["fix", "doing", "todo", "done", "here", "late", "leave", "none", "saved", "sending", "sent", "unmarked"]
    request = _request()
    return {
        "form-empty": page(FORM_PAGE, form=Everything(), chips=chips, drafting=True),
        "form-full": page(FORM_PAGE, form=Everything(FILLED), chips=chips, drafting=True),
        "form-wrong": page(FORM_PAGE, form=Everything({"act": FILLED["act"], "due_day": "31", "due_month": "2"}), chips=chips),
        "ledger": page(LEDGER_PAGE, states=states),
        "roll": page(ROLL_PAGE, people=PEOPLE, marks=["unmarked"] * 10, drafting=True),
        "office": page(OFFICE_PAGE, people=PEOPLE, **office),
        "error": render_to_string("core/error.html", {"title": "Chưa tìm thấy trang này", "say": "Xem lại địa chỉ."}, request),
    }
