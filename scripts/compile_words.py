"""Compile the English words (.po) for the program; Vietnamese is what the code is written in."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

for source in Path("chibo/locale").glob("*/LC_MESSAGES/django.po"):
    with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(text))
