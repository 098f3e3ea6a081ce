"""The figures of a report as sentences of an office."""

from collections.abc import Iterable

from chibo.assessments.indicators import GRADES
from chibo.core.indicators import FEWEST, Value
from chibo.members.indicators import DOWN, UP
from chibo.reports.issued.reading import Missed, Reading, month_of
from chibo.reports.issued.words import (
    BEFORE,
    PERIOD,
    YEAR_AGO,
    compared,
    long_words,
    n,
    of,
    rate,
)

GRADE_WORDS = dict(
    zip(GRADES, ("Tốt", "Khá", "Trung bình", "Kém", "Đạt", "Không đạt"), strict=True)
)
UP_WORDS = dict(
    zip(UP, ("kết nạp", "kết nạp lại", "chuyển đến", "ghi vào sổ", "tăng khác"), strict=True)
)
DOWN_WORDS = dict(
    zip(
        DOWN,
        ("chuyển đi", "xóa tên", "khai trừ", "cho ra khỏi Đảng", "từ trần", "giảm khác"),
        strict=True,
    )
)


def meetings(r: Reading) -> list[str]:
    """Return how many met, in time or late, who did not and why, of what kind, how long."""
    if not r.whole["due"].part and r.is_empty:
        return [f"Trong {long_words(r.months)} không có chi bộ nào phải họp, chưa họp buổi nào."]
    if r.is_empty:
        said = [f"Trong {long_words(r.months)} chưa có buổi họp nào được chốt biên bản."]
        return [*said, *_not_held(r)]
    return [
        _held(r), *_not_held(r), _kinds(r), *_length(r),
        *_compared(r, "held", "Tỷ lệ họp", not r.is_running),
    ]  # fmt: skip


def _held(r: Reading) -> str:
    held = r.whole["held"]
    period = f"Trong {long_words(r.months)}, "
    if r.unit.is_cell:
        said = f"chi bộ đã họp định kỳ {of(held)} tháng phải họp{rate(held)}"
    elif len(r.months) == 1:
        said = f"{of(held)} chi bộ đã họp định kỳ{rate(held)}"
    else:
        said = f"{of(held)} lượt chi bộ đã họp định kỳ{rate(held)}"
    late, unjudged = r.whole["held_late"].part, r.whole["held_unjudged"].part
    parts = [f"{n(r.whole['held_on_time'].part)} buổi đúng hạn", f"{n(late)} buổi muộn"]
    if unjudged:
        parts.append(f"{n(unjudged)} buổi chép từ giấy, chưa xét hạn")
    return f"{period}{said}, trong đó {', '.join(parts)}."


def _not_held(r: Reading) -> list[str]:
    said = []
    missed = r.whole["not_held"].part
    what = "tháng" if r.unit.is_cell else "chi bộ" if len(r.months) == 1 else "lượt"
    if missed > 0:
        explained = r.whole["not_held_explained"].part
        listed = _listed(r) if len(r.missed) == missed else ""
        said.append(
            f"{n(missed)} {what} không họp: {listed}."
            if listed
            else f"{n(missed)} {what} không họp, trong đó {n(explained)} {what} có ghi lý do."
        )
    elif not r.is_running:
        said.append("Không có tháng nào bỏ họp." if r.unit.is_cell else
                    "Không có chi bộ nào bỏ họp.")  # fmt: skip
    if r.whole["waiting"].part > 0:
        said.append(f"{n(r.whole['waiting'].part)} {what} còn chờ họp vì tháng chưa hết.")
    return said


def _listed(r: Reading) -> str:
    """Return `bản A (mưa lũ), bản B (chưa ghi lý do)`, each with its months where several."""
    if r.unit.is_cell or len(r.months) == 1:
        return "; ".join(
            f"{f'tháng {month_of(each.month)}' if r.unit.is_cell else each.cell} ({_why(each)})"
            for each in r.missed
        )
    cells: dict[str, list[Missed]] = {}
    for each in r.missed:
        cells.setdefault(each.cell, []).append(each)
    return "; ".join(
        f"{cell} " + ", ".join(f"tháng {month_of(each.month)} ({_why(each)})" for each in found)
        for cell, found in cells.items()
    )


def _why(missed: Missed) -> str:
    return missed.reason.rstrip(".") or "chưa ghi lý do"


def _kinds(r: Reading) -> str:
    parts = [
        (r.whole["regular_alone"].part, "buổi định kỳ"),
        (r.whole["both"].part, "buổi định kỳ nối tiếp chuyên đề"),
        (r.whole["thematic_alone"].part, "buổi chuyên đề riêng"),
        (r.whole["extraordinary"].part, "buổi bất thường"),
    ]
    return f"Theo loại: {', '.join(f'{n(count)} {word}' for count, word in parts)}."


def _length(r: Reading) -> list[str]:
    length, delegates = r.whole["length"], r.whole["delegates"]
    said = []
    if length.rate:
        said.append(f"Mỗi buổi định kỳ dài trung bình {n(round(length.rate))} phút.")
    if delegates.whole:
        said.append(f"{of(delegates)} buổi định kỳ có người của cấp trên dự{rate(delegates)}.")
    return said


def _compared(r: Reading, key: str, word: str, fair: bool = True) -> list[str]:
    """Return the comparison with the period before and the same one last year, as a sentence.

    A period of which the book holds no meeting is not compared with.
    """
    if not fair:
        return []
    spans = [(r.before, BEFORE[r.months.kind])]
    if r.months.before != r.months.year_ago:
        spans.append((r.year_ago, YEAR_AGO))
    held = [(stated, than) for stated, than in spans if stated["held"].part]
    found = [compared(r.whole[key], stated[key], than) for stated, than in held]
    found = [each for each in found if each]
    return [f"{word} {'; '.join(found)}."] if found else []


def attendance(r: Reading) -> list[str]:
    """Return who was there, of how many, and who stands outside the denominator."""
    here = r.whole["attendance"]
    if not here.whole:
        return ["Chưa có buổi định kỳ nào để tính tỷ lệ dự."]
    said = [f"Có mặt {of(here)} lượt đảng viên phải dự{rate(here)}."]
    if here.whole >= FEWEST:
        excused, unexcused = r.whole["excused"].part, r.whole["unexcused"].part
        said = [
            f"{said[0][:-1]}, trong đó {n(r.whole['late'].part)} lượt đến muộn; vắng có lý do "
            f"{n(excused)} lượt, vắng không lý do {n(unexcused)} lượt.",
            *_outside(r),
        ]
        spoke = r.whole["spoke"]
        if spoke.whole:
            said.append(f"{of(spoke)} lượt có mặt phát biểu ý kiến{rate(spoke)}.")
    return [*said, *_compared(r, "attendance", "Tỷ lệ có mặt")]


def _outside(r: Reading) -> list[str]:
    words = (
        ("exempt", "được miễn"), ("special_duty", "làm nhiệm vụ đặc biệt"),
        ("suspended", "bị đình chỉ sinh hoạt"), ("away", "sinh hoạt tạm thời nơi khác"),
    )  # fmt: skip
    found = [f"{n(r.whole[key].part)} lượt {word}" for key, word in words if r.whole[key].part]
    said = [f"Ngoài số phải dự: {', '.join(found)}."] if found else []
    if r.whole["here"].part:
        said.append(f"Nơi khác đến sinh hoạt tạm thời: {n(r.whole['here'].part)} lượt.")
    return said


def promises(r: Reading) -> list[str]:
    """Return what was promised and what became of what was promised before."""
    kept, made = r.whole["promises_kept"], r.whole["promises_made"].part
    if not kept.whole:
        return [f"Các buổi họp giao {n(made)} việc. Chưa có việc nào đến kỳ trả lời."]
    return [
        f"Các buổi họp giao {n(made)} việc mới. Trả lời {n(kept.whole)} lượt việc đã hứa: "
        f"xong {n(kept.part)}{rate(kept)}, chậm {n(r.whole['promises_late'].part)}, thôi theo "
        f"quyết nghị {n(r.whole['promises_dropped'].part)}.",
        *_compared(r, "promises_kept", "Tỷ lệ xong"),
    ]


def grades(r: Reading) -> list[str]:
    """Return how the meetings were graded."""
    found = [(r.whole[f"grade_{key}"], GRADE_WORDS[key]) for key in GRADES]
    graded = found[0][0].whole or 0
    if not graded:
        return ["Chưa có buổi định kỳ nào được xếp loại."]
    parts = [f"{word} {n(each.part)}{rate(each)}" for each, word in found if each.part]
    return [f"{n(graded)}/{n(r.whole['held'].part)} buổi định kỳ có xếp loại: {', '.join(parts)}."]


def members(r: Reading) -> list[str]:
    """Return how many members there were, why more or fewer, and how many there are."""
    start, end = r.whole["members_start"].part, r.whole["members"].part
    up, down, carried = (r.whole[key].part for key in ("up", "down", "carried"))
    broken = not is_few(r)
    said = f"Đầu {PERIOD[r.months.kind]} có {n(start)} đảng viên; tăng {n(up)}"
    said += _by(r, "up", UP_WORDS.items()) if broken else ""
    said += f"; giảm {n(down)}"
    said += _by(r, "down", DOWN_WORDS.items()) if broken else ""
    if carried:
        said += f"; do tổ chức lại {'tăng' if carried > 0 else 'giảm'} {n(abs(carried))}"
    when = "đến nay" if r.is_running else f"cuối {PERIOD[r.months.kind]}"
    said += f"; {when} có {n(end)} đảng viên"
    if broken:
        said += f", trong đó {n(r.whole['probationary'].part)} dự bị"
    recognised = r.whole["recognised"].part
    return [f"{said}.", f"Công nhận chính thức {n(recognised)} đảng viên."]


def is_few(r: Reading) -> bool:
    """Say whether so few members were there at an end of the period that kinds would name them."""
    return any(0 < r.whole[key].part < FEWEST for key in ("members_start", "members"))


def _by(r: Reading, side: str, words: Iterable[tuple[str, str]]) -> str:
    found = [
        f"{word} {n(r.whole[f'{side}_{key}'].part)}"
        for key, word in words if r.whole[f"{side}_{key}"].part
    ]  # fmt: skip
    return f" ({', '.join(found)})" if found else ""


def value_words(value: Value) -> str:
    """Return a figure alone: `38/40 (95,0 %)`, or `12`."""
    return n(value.part) if value.whole is None else f"{of(value)}{rate(value)}"
