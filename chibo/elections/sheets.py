"""What is printed around a round of ballots: the tally sheet, the minutes of counting."""

from dataclasses import replace

from chibo.core import viet
from chibo.elections import queries
from chibo.elections.models import Election
from chibo.elections.queries import ShownLine
from chibo.organizations.models import Role
from chibo.papers.issuers import Issuer, issuer_of
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Sheet, Signatory, Table
from chibo.rulebook.queries import in_force
from chibo.rulebook.rules import VoteRule

SEATS: dict[str, str] = {
    Role.SECRETARY: "bí thư", Role.DEPUTY_SECRETARY: "phó bí thư",
    Role.COMMITTEE_MEMBER: "chi ủy",
}  # fmt: skip
BASES = {
    "official_members": "đảng viên chính thức của chi bộ được bỏ phiếu",
    "present_voters": "người được phát phiếu",
}
EMPTY = "\u200b"  # a line without a sign: room for strokes by hand


def title_of(election: Election) -> str:
    """Return what is voted on, as papers say it: `Bầu phó bí thư`."""
    if election.what == Election.What.RECOGNITION:
        return "Công nhận đảng viên chính thức"
    return election.title or f"Bầu {SEATS[election.seat]}"


def occasion_of(election: Election) -> str:
    """Return the day and, of a congress, the congress."""
    opening = "Đại hội chi bộ " if election.what == Election.What.CONGRESS else ""
    return viet.capital(f"{opening}{viet.long_date(election.held_on)}")


def tally_sheet(election: Election) -> Sheet:
    """Return the sheet on which one counter makes strokes; nothing of a result is in it."""
    totals = (
        Column("Số phiếu", 40), Column("Phát ra", 15, centred=True),
        Column("Thu về", 15, centred=True), Column("Hợp lệ", 15, centred=True),
        Column("Không hợp\u00a0lệ", 15, centred=True),
    )  # fmt: skip
    columns = (
        Column("TT", 6, centred=True), Column("Họ và tên, nội dung", 24), Column("Đồng ý", 26),
        Column("Cộng", 9), Column("Không đồng\u00a0ý", 17), Column("Cộng", 9),
        Column("Để trống", 9),
    )  # fmt: skip
    lines = queries.lines_of(election)
    room = "\n".join([EMPTY] * (3 if len(lines) < 6 else 2))
    rows = tuple(
        (str(n), shown.name, room, "", room, "", "") for n, shown in enumerate(lines, start=1)
    )
    body: list[Block] = [
        Paragraph(f"{occasion_of(election)}. Mỗi người kiểm phiếu đếm và ghi một tờ riêng."),
        Table(totals, (("Đếm được", f"{EMPTY}\n{EMPTY}", "", "", ""),)),
        Table(columns, rows),
        Paragraph(
            "Thu về = hợp lệ + không hợp lệ. Mỗi dòng: đồng ý + không đồng ý + để trống = hợp lệ. "
            "Nhập số vào sổ xong, hai tờ khớp nhau thì cùng ký."
        ),
    ]
    return _signed(election, "tally_sheet", "PHIẾU GHI KẾT QUẢ KIỂM PHIẾU", body, ("", ""))


def minutes_sheet(election: Election) -> Sheet:
    """Return the minutes of counting, filled with the totals on which two counters agreed."""
    issuer = issuer_of(election.cell_id, on=election.held_on)
    lines = queries.lines_of(election)
    rule = in_force(election.cell_id, on=election.held_on).vote(election.kind)
    body: list[Block] = [*_ballots(election, issuer), *_votes(lines)]
    body += _result(election, lines, rule)
    counters = tuple(
        each.person.name if each else ""
        for each in (election.first_counter, election.second_counter)
    )
    sheet = _signed(election, "count_minutes", "BIÊN BẢN KIỂM PHIẾU", body, counters)
    return replace(sheet, closing="Biên bản lập thành hai bản, đã đọc trước chi bộ.")


def _ballots(election: Election, issuer: Issuer) -> list[Block]:
    issued, returned = election.issued or 0, election.returned or 0
    rows = (
        ("Phát ra", str(issued)), ("Thu về", str(returned)),
        ("Không thu về", str(issued - returned)), ("Hợp lệ", str(election.valid)),
        ("Không hợp lệ", str(election.invalid)),
    )  # fmt: skip
    about = f", bầu {election.seats} người" if election.seats else ""
    return [
        Paragraph(f"{issuer.name}, {occasion_of(election)}{about}."),
        Heading("I. SỐ PHIẾU"),
        Table((Column("Phiếu", 70), Column("Số lượng", 30, centred=True)), rows),
    ]


def _votes(lines: list[ShownLine]) -> list[Block]:
    columns = (
        Column("TT", 6, centred=True), Column("Họ và tên, nội dung", 36),
        Column("Đồng ý", 18, centred=True), Column("Không đồng ý", 15, centred=True),
        Column("Để trống", 10, centred=True), Column("Tính trên", 15, centred=True),
    )  # fmt: skip
    rows = tuple(
        (
            str(n), shown.name,
            f"{vote.votes_for} ({viet.percent(vote.votes_for, vote.base_size)})",
            str(vote.votes_against), str(vote.votes_other), str(vote.base_size),
        )
        for n, shown in enumerate(lines, start=1) if (vote := shown.vote)
    )  # fmt: skip
    return [Heading("II. KẾT QUẢ"), Table(columns, rows)]


def _result(election: Election, lines: list[ShownLine], rule: VoteRule) -> list[Block]:
    share = "quá nửa" if rule.share == (1, 2) else "từ hai phần ba"
    found = queries.outcome_of(election, lines)
    through = [shown.name for place, shown in enumerate(lines) if place in found.elected]
    level = [shown.name for place, shown in enumerate(lines) if place in found.level]
    word = "Trúng cử" if election.is_personnel else "Được thông qua"
    said = [
        Paragraph(f"Mức thông qua: {share} số {BASES[rule.base]}."),
        Paragraph(f"{word}: {', '.join(through) or 'không có'}.", bold=True),
    ]
    if level:
        said.append(Paragraph(f"Bằng phiếu nhau ở chỗ cuối, bầu lại: {', '.join(level)}."))
    return [*said]


def _signed(
    election: Election, kind: str, title: str, body: list[Block], names: tuple[str, ...]
) -> Sheet:
    issuer = issuer_of(election.cell_id, on=election.held_on)
    sheet = issuer.sheet(
        kind=kind, day=election.held_on, title=title, about=title_of(election), body=body
    )
    left, right = (Signatory(("NGƯỜI KIỂM PHIẾU",), name) for name in names)
    return replace(sheet, left=left, right=right)
