"""How old fonts wrote Vietnamese: TCVN3 (ABC) one byte a letter, VNI a letter and its marks.

Both stand in files as Western signs (Latin-1). TCVN3: TCVN 5712:1993, third set, as the .Vn fonts
draw it; checked against glibc's `TCVN`. VNI: the VNI Windows set. No kept library holds either.
"""

import re
import unicodedata

_TCVN3 = {
    "ĂÂÊÔƠƯĐăâêôơưđ": 0xA1, "àảãáạ": 0xB5, "ằẳẵắ": 0xBB, "ặầẩẫấậè": 0xC6, "ẻẽéẹềểễếệìỉ": 0xCE,
    "ĩíịò": 0xDC, "ỏõóọồổỗốộờởỡớợù": 0xE1, "ủũúụừửữứựỳỷỹýỵ": 0xF1,
}  # fmt: skip
TCVN3 = {code: sign for run, first in _TCVN3.items() for code, sign in enumerate(run, first)}
"""The byte of each letter. Capitals with a tone have none: a font with H draws them."""

_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_HATS = {"â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"}
_BREVES = {"ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ"}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ñ": "đ"}


def _vni() -> dict[str, str]:
    """Return what each sign, or pair of signs, means, in small letters."""
    found = dict(_ALONE)
    for written, base in (("ô", "ơ"), ("ö", "ư"), *((sign, sign) for sign in "aeouy")):
        for mark, tone in _TONES.items():
            if (written, mark) != ("y", "ï"):  # ỵ has a sign of its own
                found[written + mark] = unicodedata.normalize("NFC", base + tone)
    for base in "aeo":
        for mark, letter in _HATS.items():
            tone = unicodedata.normalize("NFD", letter)[1:]
            found[base + mark] = unicodedata.normalize("NFC", base + tone)
    return found | {"a" + mark: letter for mark, letter in _BREVES.items()}


_SMALL = _vni()
VNI = _SMALL | {written.upper(): letter.upper() for written, letter in _SMALL.items()}
"""The sign, or pair of signs, of each letter; small and capital."""

_VNI_MIXED = {
    written[0].upper() + written[1]: letter.upper() for written, letter in _SMALL.items()
    if len(written) == 2
} | VNI  # fmt: skip
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI_MIXED), key=len, reverse=True)))
_VNI_LEFT = re.compile("[À-ÿ]")
_TCVN3_LEFT = re.compile(f"[^\x00-\x7f\xa0\u0100-\uffff{''.join(map(chr, TCVN3))}]")


def from_tcvn3(text: str) -> str | None:
    """Return the text that Western signs mean in a .Vn font, or None where one means nothing."""
    return None if _TCVN3_LEFT.search(text) else text.translate(TCVN3)


def from_vni(text: str) -> str | None:
    """Return the text that Western signs mean in a VNI font, or None where a mark stands alone."""
    rest = _VNI_SIGN.sub("", text)
    return None if _VNI_LEFT.search(rest) else _VNI_SIGN.sub(lambda m: _VNI_MIXED[m[0]], text)


def to_tcvn3(text: str) -> str:
    """Return the text as Western signs for a .Vn font. Raises: KeyError for what it cannot write.

    Rows for tests and for sample files are made with it.
    """
    signs = {sign: chr(code) for code, sign in TCVN3.items()}
    return "".join(sign if sign.isascii() else signs[sign] for sign in text)


def to_vni(text: str) -> str:
    """Return the text as Western signs for a VNI font. Raises: KeyError."""
    signs = {letter: written for written, letter in VNI.items()}
    return "".join(sign if sign.isascii() else signs[sign] for sign in text)


_ONSET = "b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|p|ph|r|s|th?|tr|v|x"
_RHYMES = (
    "a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu "
    "i ia im in inh iu iêm iên iêng iêu o oi om on ong oa oai oam oan oang oanh oao oay oăm oăn "
    "oăng oe oen oeo oong ô ôi ôm ôn ông ơ ơi ơm ơn u ua ui um un ung uân uâng uây uê uênh uơ uôi "
    "uôm uôn uông uy uya uynh uyn uyu uyên ư ưa ưi ưm ưn ưng ưu ươi ươm ươn ương ươu y yêm yên "
    "yêng yêu"
)
_STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ic ich ip it iêc iêp iêt oc op ot oac oach "
    "oap oat oăc oăt oet ooc ôc ôp ôt ơp ơt uc up ut uât uêch uôc uôt uych uyp uyt uyêt ưc ưt ươc "
    "ươp ươt yêt"
)
_AFTER_Q = (
    "a ai an ang anh ao au ay ăm ăn ăng ân âng âu ây e em en eo ê ên ênh êu y yn ynh yên i inh ơ ơn"
)
_AFTER_Q_STOPPED = "ac ach at ăc ăp ăt âc ât et êt ich it yt yêt ych êch ôc"
_OPEN_SYLLABLE = re.compile(
    f"(?:{_ONSET})?(?:{_RHYMES.replace(' ', '|')})|qu(?:{_AFTER_Q.replace(' ', '|')})"
)
_STOPPED_SYLLABLE = re.compile(
    f"(?:{_ONSET})?(?:{_STOPPED.replace(' ', '|')})|qu(?:{_AFTER_Q_STOPPED.replace(' ', '|')})"
)
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def is_syllable(word: str) -> bool:
    """Say whether a word (NFC) could be written in Vietnamese: letters, tone, and their case.

    A syllable that ends in c, ch, p or t carries the tone sắc or nặng.
    """
    if word not in (word.lower(), word.upper(), word[:1].upper() + word[1:].lower()):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", apart.translate(_TONE_MARKS))
    if len(apart) - len(apart.translate(_TONE_MARKS)) > 1:
        return False
    if _OPEN_SYLLABLE.fullmatch(bare):
        return True
    return bool(_STOPPED_SYLLABLE.fullmatch(bare)) and ("\u0301" in apart or "\u0323" in apart)
