"""How the form of Party documents numbers a paper and writes its number."""

KIND_CODES = {
    "minutes": "BB", "resolution": "NQ", "conclusion": "KL", "report": "BC", "plan": "KH",
    "programme": "CTr", "notice": "TB",
}  # fmt: skip


def symbol(kind: str, number: int) -> str:
    """Return number and code as a paper bears them: `05-NQ/CB`, `17-BB/CB`, `112-NQ/CB`.

    number: from 1; two digits under 10. kind: a key of KIND_CODES. CB: issued by a cell.
    Rule: QĐ 399-QĐ/TW; HD 36-HD/VPTW, annex 3, number and code.
    """
    return f"{number:02d}-{KIND_CODES[kind]}/CB"


def number_line(kind: str, number: int) -> str:
    """Return the line under the issuer: `Số 05-NQ/CB`, "Số" without a colon.

    Rule: HD 36-HD/VPTW, annex 3, number and code.
    """
    return f"Số {symbol(kind, number)}"
