import tomllib
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.assessments.queries import Scored, Shown, points_words
from chibo.assessments.rules import Answer, Line
from chibo.core.asking import ActForm
from chibo.core.fields import Day, Pick, VietText, asked

NOT_APPLIED = "n"


class Points(forms.Field):
    """Points: 4 or 4,5; empty where nobody says otherwise."""

    def __init__(self, *, most: Fraction, **kwargs: Any) -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Fraction | None:
        text = str(value or "").strip().replace(",", ".")[:12]
        if not text:
            return None
        try:
            points = Fraction(text)
        except (ValueError, ZeroDivisionError):
            points = Fraction(-1)
        if not 0 <= points <= self.most or (points * 10).denominator != 1 or "/" in text:
            raise ValidationError(
                _("Ghi điểm từ 0 đến {most}, nhiều nhất một số lẻ.").format(
                    most=points_words(self.most)
                )
            )
        return points

    def prepare_value(self, value: Any) -> Any:
        return points_words(value) if isinstance(value, Fraction) else value


class ScoreForm(ActForm):
    """One question for each item that people judge; for the others a correction with its reason."""

    def __init__(self, *args: Any, scored: Scored, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scored = scored
        for each in scored.shown:
            self._add(each.line)

    def _add(self, line: Line) -> None:
        item, key = line.item, line.item.key
        answer = self.scored.answers.get(key, Answer())
        title = f"{key}. {item.title}"
        if line.computed is not None or (item.how == "bands"):
            self.fields[f"points-{key}"] = Points(
                most=item.most, initial=answer.points, label=_("Điểm chi bộ thấy đúng")
            )
            self.fields[f"reason-{key}"] = VietText(
                required=False, initial=answer.reason, label=_("Vì sao")
            )
            return
        self.fields[f"pick-{key}"] = asked(
            Pick(label=title, required=False, initial=_initial(answer), choices=_choices(line))
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for each in self.scored.shown:
            key = each.line.item.key
            corrected = data.get(f"points-{key}") is not None
            if corrected and each.line.computed is not None and not data.get(f"reason-{key}"):
                self.add_error(f"reason-{key}", _("Sửa điểm máy tính thì ghi lý do."))
        return data

    def answers(self) -> dict[str, Answer]:
        """Return what was said, by item; nothing for items left to the record."""
        found = {}
        for each in self.scored.shown:
            key = each.line.item.key
            picked = self.cleaned_data.get(f"pick-{key}", "")
            points = self.cleaned_data.get(f"points-{key}")
            if picked == NOT_APPLIED:
                found[key] = Answer(does_not_apply=True)
            elif picked:
                found[key] = Answer(points=Fraction(picked))
            elif points is not None:
                found[key] = Answer(points=points, reason=self.cleaned_data[f"reason-{key}"])
        return found

    def blocks(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the rows of the page by block of the frame."""
        found: dict[str, list[dict[str, Any]]] = {}
        for each in self.scored.shown:
            found.setdefault(each.line.item.block, []).append(self._row(each))
        return list(found.items())

    def _row(self, each: Shown) -> dict[str, Any]:
        key = each.line.item.key
        names = {part: f"{part}-{key}" for part in ("pick", "points", "reason")}
        fields = {part: self[name] for part, name in names.items() if name in self.fields}
        points = each.line.points
        return {
            "line": each.line, "item": each.line.item, "why": each.why,
            "points": None if points is None else points_words(points),
            "most": points_words(each.line.item.most),
            "wrong": any(field.errors for field in fields.values()),
            "points_field": fields.get("points"), "reason": fields.get("reason"),
            "pick": fields.get("pick"),
        }  # fmt: skip


class AfterForm(ActForm):
    """One question for each item that falls after the meeting, and the day it was done."""

    def __init__(self, *args: Any, scored: Scored, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.late = [] if scored.after.lapsed else scored.late
        for each in self.late:
            self._add(each.line)

    def _add(self, line: Line) -> None:
        item, key = line.item, line.item.key
        said = None if line.waits else line
        title = f"{key}. {item.title}"
        if item.how == "bands":
            self.fields[f"points-{key}"] = asked(
                Points(most=item.most, label=title, initial=said and said.points)
            )
        else:
            chosen = _initial(Answer(said.points, said.does_not_apply)) if said else ""
            self.fields[f"pick-{key}"] = asked(
                Pick(label=title, required=False, initial=chosen, choices=_choices(line))
            )
        self.fields[f"on-{key}"] = asked(
            Day(label=_("Làm xong ngày nào?"), required=False, initial=line.done_on,
                help_text=_("Chưa đạt thì để trống ngày."))
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.late and not self.errors and not self.answers():
            raise ValidationError(_("Chưa chọn mục nào: chọn rồi lưu."))
        return data

    def rows(self) -> list[dict[str, Any]]:
        """Return the questions of the page: the choice or the points, and the day."""
        return [
            {
                "asked": self[f"{'points' if each.line.item.how == 'bands' else 'pick'}-{key}"],
                "day": self[f"on-{key}"],
                "item": each.line.item,
            }
            for each in self.late
            for key in [each.line.item.key]
        ]

    def answers(self) -> dict[str, Answer]:
        """Return what was said, by item; nothing for items left for later."""
        found = {}
        for each in self.late:
            item = each.line.item
            picked = self.cleaned_data.get(f"pick-{item.key}", "")
            points = self.cleaned_data.get(f"points-{item.key}")
            if picked == NOT_APPLIED:
                found[item.key] = Answer(points=item.most, does_not_apply=True)
            elif picked or points is not None:
                points = Fraction(picked) if picked else points
                day = self.cleaned_data.get(f"on-{item.key}")
                found[item.key] = Answer(points=points, done_on=day if points else None)
        return found


def _choices(line: Line) -> list[tuple[str, str]]:
    item = line.item
    if item.how == "steps":
        return [
            (str(step.points), _("{points} điểm: {words}").format(
                points=points_words(step.points), words=step.words))
            for step in item.steps
        ]  # fmt: skip
    choices = [
        (str(item.most), _("Đạt: {points} điểm").format(points=points_words(item.most))),
        ("0", _("Chưa đạt: 0 điểm")),
    ]
    if item.may_not_apply:
        choices.append((NOT_APPLIED, _("Không áp dụng: tính đủ điểm")))
    return choices


def _initial(answer: Answer) -> str:
    if answer.does_not_apply:
        return NOT_APPLIED
    return "" if answer.points is None else str(answer.points)


class FrameForm(ActForm):
    """A frame as data, and from which day it holds."""

    from_on = Day(label=gettext_lazy("Dùng từ ngày nào?"))
    number = VietText(
        label=gettext_lazy("Theo văn bản số"),
        required=False,
        help_text=gettext_lazy("Để trống thì ghi là cách làm của đơn vị, chưa có văn bản."),
    )
    title = VietText(label=gettext_lazy("Tên khung"))
    content = VietText(
        label=gettext_lazy("Nội dung khung"),
        lines=16,
        longest=30_000,
        help_text=gettext_lazy("Giữ cách viết của khung mẫu: mỗi mục một đoạn [[items]]."),
    )

    def clean_content(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.cleaned_data["content"])
        except tomllib.TOMLDecodeError as problem:
            raise ValidationError(
                _("Chưa đọc được nội dung khung ({where}): so với khung mẫu.").format(where=problem)
            ) from None
