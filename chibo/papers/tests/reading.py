"""Read a PDF or a Word file back as text, without what stands in the margins."""

import io
import subprocess
from pathlib import Path

import docx
import pypdf
from docx.table import Table as WordTable

from chibo.papers.sheets import Sheet, text_lines


def squeezed(text: str) -> str:
    """Return the text without any white, for where a line breaks is not what it says."""
    return "".join(text.split())


def expected(sheet: Sheet) -> str:
    return squeezed("".join(text_lines(sheet)))


def pdf_pages(pdf: bytes) -> list[str]:
    """Return the text of each page inside the margins, in the order in which it was set."""
    count = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    # points: the text stands between 20 mm from the top and 20 mm from the bottom
    inside = ["-x", "0", "-y", "56", "-W", "596", "-H", "730", "-r", "72"]
    return [
        subprocess.run(
            ["pdftotext", "-raw", *inside, "-f", str(page), "-l", str(page), "-", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        ).stdout.decode()
        for page in range(1, count + 1)
    ]


def pdf_text(pdf: bytes) -> str:
    return squeezed("".join(pdf_pages(pdf)))


def pdf_fonts(pdf: bytes) -> set[str]:
    """Return the names of the fonts in the file, without the tag of the subset."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    embedded = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            embedded.add(font.get_object()["/BaseFont"].split("+")[1])
    return embedded


def docx_text(file: bytes) -> str:
    def text_of(place: object) -> str:
        if isinstance(place, WordTable):
            return "".join(
                text_of(part)
                for row in place.rows
                for cell in row.cells
                for part in cell.iter_inner_content()
            )
        return place.text

    return squeezed(
        "".join(text_of(part) for part in docx.Document(io.BytesIO(file)).iter_inner_content())
    )


def opened_by_libreoffice(file: bytes, folder: Path) -> bytes:
    """Return the Word file as LibreOffice prints it."""
    (folder / "paper.docx").write_bytes(file)
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "paper.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "paper.pdf").read_bytes()
