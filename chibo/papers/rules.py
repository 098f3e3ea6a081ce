"""How the form of Party documents numbers a paper and writes its number."""

KIND_CODES = {
    "minutes": "BB", "resolution": "NQ", "conclusion": "KL", "report": "BC", "plan": "KH",
    "programme": "CTr", "notice": "TB",
}  # fmt: skip


ISSUER_CODES = {
    "province": "TU", "district": "HU", "commune": "ĐU", "section": "ĐU", "other": "ĐU",
    "cell": "CB",
}  # fmt: skip


def issuer_code(unit_kind: str) -> str:
    """Return the code of who issues a paper: `CB` for a cell, `ĐU` for a commune's committee.

    Rule: QĐ 399-QĐ/TW; HD 36-HD/VPTW, annex 3, number and code; ĐU of a section: unverified.
    """
    return ISSUER_CODES[unit_kind]


def symbol(kind: str, number: int, issuer: str = "CB") -> str:
    """Return number and code as a paper bears them: `05-NQ/CB`, `17-BB/CB`, `112-BC/ĐU`.

    number: from 1; two digits under 10. kind: a key of KIND_CODES. issuer: of `issuer_code`.
    Rule: QĐ 399-QĐ/TW; HD 36-HD/VPTW, annex 3, number and code.
    """
    return f"{number:02d}-{KIND_CODES[kind]}/{issuer}"


def number_line(kind: str, number: int) -> str:
    """Return the line under the issuer: `Số 05-NQ/CB`, "Số" without a colon.

    Rule: HD 36-HD/VPTW, annex 3, number and code.
    """
    return f"Số {symbol(kind, number)}"
