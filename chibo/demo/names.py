"""Invented people with right-looking names, and invented villages. Nobody here exists."""

import random
from dataclasses import dataclass

from chibo.people.models import Sex

THAI = ("Lò", "Quàng", "Lường", "Cà", "Tòng", "Lèo", "Đèo", "Mè", "Bạc", "Vì")
HMONG = ("Giàng", "Vàng", "Mùa", "Sùng", "Thào", "Hạng", "Hờ", "Lý")
KHMU = ("Moong", "Cụt", "Quàng", "Lường")
KINH = ("Nguyễn", "Trần", "Vũ", "Phạm", "Đỗ", "Bùi")
HANI = ("Pờ", "Lỳ", "Khoàng", "Chang")
MEN = (
    "Bun", "Chựa", "Đôi", "Hặc", "Inh", "Nọi", "Ượng", "Panh", "Chống", "Khua", "Dế", "Lử", "Phanh",
    "Ọi", "Nghĩa", "Thương", "Sơn", "Hoan", "Thoan", "Ín", "Ếnh", "Sử", "Páo", "Chứ", "Dính", "Kỷ",
    "Tủa", "Vừ", "Xuân", "Điêng", "Ánh", "Đức", "Hòa", "Minh", "Ổn", "Pản", "Thịnh", "Ươn", "Yên",
)  # fmt: skip
WOMEN = (
    "Ánh", "Dung", "Mai", "Ón", "Pà", "Thơm", "Xiên", "Hạnh", "Pọm", "Dợ", "Mỷ", "Chia", "Hương",
    "Lả", "Nhung", "Phương", "Tươi", "Vân", "Xuyến", "Ươm", "Đoan", "Ngoan", "Bích", "Loan", "Ín",
)  # fmt: skip
HANI_LAST = ("Chừ", "Xè", "Lòng", "Hừ", "Pá", "Tư", "Go", "Sừ")
HEADS = (
    "Huổi", "Nậm", "Pá", "Pú", "Co", "Hua", "Phiêng", "Nà", "Tin", "Bó", "Lọng", "Ta", "Háng", "Xa",
)  # fmt: skip
TAILS = (
    "Ho", "Ty", "Múa", "Chạy", "Đèo", "Un", "Trả", "Tốc", "Lĩnh", "Chả", "Cuông", "Meo", "Sang",
    "Hốc", "Lơi", "Nhọt", "Khôm", "Ten", "Pục", "Bon", "Cẩu", "Đứa", "Só", "Vang", "Ngám", "Liếng",
)  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """A person to be entered: name, sex, year of birth."""

    name: str
    sex: Sex
    born: int


def person(dice: random.Random) -> Invented:
    """Return an invented person of working age."""
    woman = dice.random() < 0.35
    sex = Sex.FEMALE if woman else Sex.MALE
    people = dice.random()
    given = dice.choice(WOMEN if woman else MEN)
    if people < 0.5:
        name = f"{dice.choice(THAI)} {'Thị' if woman else 'Văn'} {given}"
    elif people < 0.75:
        name = f"{dice.choice(HMONG)} {'Thị' if woman else 'A'} {given}"
    elif people < 0.87:
        name = f"{dice.choice(KINH)} {'Thị' if woman else dice.choice(('Văn', 'Đức'))} {given}"
    elif people < 0.95:
        name = f"{dice.choice(KHMU)} {'Thị' if woman else 'Văn'} {given}"
    else:
        name = f"{dice.choice(HANI)} {dice.choice(HANI_LAST)} {dice.choice(HANI_LAST)}"
    return Invented(name, sex, dice.randint(1958, 1998))


def villages(dice: random.Random, count: int) -> list[str]:
    """Return so many different invented village names, `bản Huổi Ho 2`."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = f"bản {dice.choice(HEADS)} {dice.choice(TAILS)}"
        if dice.random() < 0.25:
            name += f" {dice.randint(1, 3)}"
        found[name] = None
    return list(found)


PUNG_GIAT = (
    ("Lò Thị Ánh", 1979), ("Quàng Văn Bun", 1968), ("Giàng A Chống", 1990),
    ("Lường Văn Chựa", 1972), ("Cà Thị Dung", 1985),
    ("Nguyễn Hoàng Thị Phương Khánh Thùy Dương", 1993), ("Lò Văn Đôi", 1975),
    ("Moong Văn Hặc", 1981), ("Lò Văn Hòa", 1966), ("Lò Văn Hòa", 1983), ("Tòng Văn Inh", 1967),
    ("Sùng A Khua", 1988), ("Lèo Thị Mai", 1998), ("Quàng Văn Nọi", 1969), ("Cụt Thị Ón", 1977),
    ("Vàng Thị Pà", 1987), ("Lò Văn Panh", 1970), ("Trần Đức Sơn", 1995), ("Lò Thị Thơm", 1982),
    ("Quàng Văn Ượng", 1978), ("Lường Thị Xiên", 1974),
)  # fmt: skip


def pung_giat() -> list[Invented]:
    """Return the 21 invented members of the cell bản Púng Giắt 1."""
    return [
        Invented(name, Sex.FEMALE if " Thị " in name else Sex.MALE, born)
        for name, born in PUNG_GIAT
    ]
