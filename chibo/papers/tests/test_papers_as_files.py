"""The PDF and the Word file: the same words, the right fonts, two pages, signatures in place."""

import io
import zipfile
from dataclasses import replace

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from lxml import etree
from weasyprint.urls import FatalURLFetchingError

from chibo.core.viet import name_key
from chibo.papers import html, pdf
from chibo.papers.docx import as_docx
from chibo.papers.measures import FULL, TIGHTER
from chibo.papers.pdf import as_pdf
from chibo.papers.sheets import BOX, BOX_MARKED, Column, Heading, Lettered, Paragraph, Table, stamp
from chibo.papers.testing import make_minutes, make_resolution
from chibo.papers.tests.reading import (
    docx_text,
    expected,
    opened_by_libreoffice,
    pdf_fonts,
    pdf_pages,
    pdf_text,
    squeezed,
)

pytestmark = pytest.mark.once

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
LETTERS = " ".join(f"{sign}{sign.upper()}" for sign in f"{VOWELS}đ")
LONG_NAME = "Nguyễn Hoàng Phương Thảo Nguyên Khương Ý"
HARD_WORDS = "<script>alert(1)</script> & <b>đậm</b> &amp; {{ số }} {% if %} \"ngoặc\" 'đơn'"


def absent(count):
    """Return the minutes with so many absent, and as many lines of opinions as names."""
    names = sorted(
        (f"{LONG_NAME} {place} (đi làm xa, có báo trước)" for place in range(count)), key=name_key
    )
    return make_minutes(
        body=(*make_minutes().body, Paragraph(f"Vắng có lý do: {', '.join(names)}."))
    )


@pytest.mark.parametrize("make", [make_minutes, make_resolution])
def test_files_say_the_same_words_when_made_from_one_sheet(make):
    sheet = make()

    assert pdf_text(as_pdf(sheet)) == expected(sheet)
    assert docx_text(as_docx(sheet)) == expected(sheet)


@pytest.mark.parametrize("make", [make_minutes, make_resolution])
def test_pdf_has_two_pages_and_only_the_given_fonts_when_the_meeting_was_ordinary(make):
    file = as_pdf(make())

    assert len(pdf_pages(file)) == 2
    assert {name.split("-")[0] for name in pdf_fonts(file)} == {"Tinos"}


def test_pdf_is_tagged_vietnamese_and_titled_when_opened():
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(make_minutes())))

    assert reader.metadata.title == "Biên bản số 17-BB/CB"
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_pdf_bears_stamp_and_page_number_in_the_margins_when_there_are_two_pages():
    sheet = make_minutes()

    first, second = (
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(sheet))).pages
    )

    assert stamp(sheet) in first
    assert stamp(sheet) in second
    assert "2" in second.splitlines()
    assert "1" not in first.replace(stamp(sheet), "").splitlines()[-3:]


def test_pdf_is_the_same_to_the_byte_when_made_twice():
    assert as_pdf(make_resolution()) == as_pdf(make_resolution())


def test_demo_mark_is_on_the_paper_only_when_the_data_are_invented():
    real = make_minutes(demo=False)

    assert "MINH HỌA" not in "".join(pdf_pages(as_pdf(real)))
    assert "MINHHỌA" not in docx_text(as_docx(real))
    assert "MINH HỌA" not in html.foot_css(real)
    assert "MINH HỌA" in html.foot_css(make_minutes())


@pytest.mark.parametrize("make", [make_minutes, make_resolution])
def test_paper_has_no_state_motto_when_made(make):
    words = pdf_text(as_pdf(make())) + docx_text(as_docx(make()))

    assert "CỘNGHÒA" not in words.upper()
    assert "Độclập" not in words


def test_every_vietnamese_letter_survives_when_regular_bold_or_in_a_table():
    body = (
        Heading(LETTERS),
        Paragraph(LETTERS),
        Paragraph(LETTERS, bold=True),
        Table((Column("TT", 10), Column(LETTERS, 90)), (("1", LETTERS),)),
    )
    sheet = make_minutes(body=body, place=LETTERS)
    file = as_pdf(sheet)

    assert pdf_text(file) == expected(sheet)
    assert docx_text(as_docx(sheet)) == expected(sheet)
    assert {name.split("-")[0] for name in pdf_fonts(file)} == {"Tinos"}


def test_letterhead_and_tables_hold_when_names_are_long():
    name = LONG_NAME.upper()
    row = ("1", LONG_NAME, "Nghiêng" * 9, "25/10/2026")
    columns = (
        Column("TT", 6, True),
        Column("Tên", 40),
        Column("Việc", 39),
        Column("Hạn", 15, True),
    )
    sheet = make_minutes(
        superior=f"ĐẢNG BỘ {name}",
        issuer=f"CHI BỘ {name}",
        body=(Table(columns, (row,)),),
        right=replace(make_minutes().right, name=LONG_NAME),
    )

    assert len(LONG_NAME) == 40
    assert pdf_text(as_pdf(sheet)) == expected(sheet)
    assert docx_text(as_docx(sheet)) == expected(sheet)


def test_hard_words_stay_words_when_they_look_like_code():
    body = (Paragraph(HARD_WORDS), Lettered((HARD_WORDS,)), Heading(HARD_WORDS, 2))
    sheet = make_minutes(about=HARD_WORDS, body=body, closing=HARD_WORDS, recipients=(HARD_WORDS,))

    assert pdf_text(as_pdf(sheet)) == expected(sheet)
    assert docx_text(as_docx(sheet)) == expected(sheet)
    assert "<script>" not in html.as_html(sheet)


def test_files_are_made_when_a_text_has_emoji_line_ends_and_control_signs():
    sheet = make_minutes(body=(Paragraph("Vui 😀 quá\n\nDòng hai\x0b\x00\ufffe cuối"),))

    assert "😀" in docx_text(as_docx(sheet))
    assert "Dònghaicuối" in docx_text(as_docx(sheet))
    assert "Dònghaicuối" in pdf_text(as_pdf(sheet))


@pytest.mark.parametrize("count", [5, 14, 23, 32, 41, 50, 60])
def test_closing_sentence_stands_with_the_signatures_when_many_are_absent(count):
    sheet = absent(count)

    *_, last = pdf_pages(as_pdf(sheet))

    assert squeezed(sheet.closing) in squeezed(last)
    assert squeezed(last).endswith("CHỦTRÌTòngVănInh")
    assert not squeezed(last).startswith(squeezed(sheet.closing))


@pytest.mark.parametrize("lines", [3, 5, 7, 9, 11])
def test_last_row_or_line_goes_along_when_the_closing_moves_to_a_new_page(lines):
    rows = tuple((str(place), "Một việc") for place in range(lines + 24))
    table = Table((Column("TT", 10, True), Column("Việc", 90)), rows)
    sheet = make_minutes(body=(table,))

    *_, last = pdf_pages(as_pdf(sheet))

    assert not squeezed(last).startswith(squeezed(sheet.closing))
    assert squeezed(last).endswith("CHỦTRÌTòngVănInh")


def test_table_head_repeats_when_the_table_runs_on_to_a_second_page():
    rows = tuple((str(place), f"Việc {place}") for place in range(60))
    sheet = make_minutes(body=(Table((Column("TT", 10), Column("Cột việc", 90)), rows),))

    pages = pdf_pages(as_pdf(sheet))

    assert ["Cột việc" in page for page in pages] == [True] * len(pages)


def test_boxes_are_drawn_without_letters_when_not_marked():
    columns = (Column("Họ và tên", 60), Column("Có mặt", 20, True), Column("Vắng", 20, True))
    sheet = make_minutes(
        body=(Table(columns, (("Cà Thị Dung", BOX, BOX_MARKED), ("Lò Văn Đôi", BOX, BOX))),)
    )
    file, word_file = as_pdf(sheet), as_docx(sheet)

    assert pdf_text(file) == expected(sheet)
    assert docx_text(word_file) == expected(sheet)
    assert {name.split("-")[0] for name in pdf_fonts(file)} == {"Tinos"}
    assert html.article(sheet).count('class="pp-box"') == 4
    frames = docx.Document(io.BytesIO(word_file)).element.body.iter(qn("w:bdr"))
    assert [frame.get(qn("w:val")) for frame in frames] == ["dashed", *["single"] * 4]


def test_recipients_stand_beneath_when_two_persons_sign():
    sheet = make_minutes(recipients=("- Lưu Chi bộ.",))

    assert pdf_text(as_pdf(sheet)) == expected(sheet)
    assert docx_text(as_docx(sheet)) == expected(sheet)
    assert expected(sheet).endswith("TòngVănInhNơinhận:-LưuChibộ.")


@pytest.mark.parametrize("extra", [1, 4, 9])
def test_paper_is_set_tighter_only_when_that_saves_the_third_page(extra):
    more = tuple(Paragraph("Thêm một ý kiến ngắn.") for _line in range(extra))
    sheet = make_minutes(body=(*make_minutes().body, *more))

    measure = pdf.measure_of(sheet)

    full = len(pdf._laid_out(sheet, FULL).pages)
    pages = len(pdf_pages(as_pdf(sheet)))
    assert (full == 2 and measure == FULL) or (full == 3 and measure in TIGHTER)
    assert pages == 2


def test_paper_keeps_full_sizes_when_it_is_far_over_two_pages():
    assert pdf.measure_of(absent(60)) == FULL


@pytest.mark.parametrize(
    "url", ["https://example.org/a.css", "file:///etc/passwd", "data:text/css,a", "http://[::1]/"]
)
def test_nothing_is_fetched_when_it_is_not_a_font(url):
    with pytest.raises(FatalURLFetchingError):
        pdf.FontsOnly().fetch(url)


def test_word_file_is_sound_when_its_parts_are_read():
    file = as_docx(make_resolution())

    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(part))
    document = docx.Document(io.BytesIO(file))
    normal = document.styles["Normal"].element.rPr
    fonts = normal.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert normal.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert document.core_properties.title == "Nghị quyết số 17-NQ/CB"
    assert document.core_properties.comments == ""
    assert "PAGE" in document.sections[0].header._element.xml
    assert "PAGE" not in document.sections[0].first_page_header._element.xml


def test_word_file_keeps_rows_whole_and_repeats_heads_when_it_has_tables():
    document = docx.Document(io.BytesIO(as_docx(make_minutes())))

    _letterhead, *ruled, _signatures = document.tables

    for table in ruled:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


@pytest.mark.parametrize(
    "last", [Paragraph("Hết."), Table((Column("Việc", 100),), (("Một",), ("Hai",)))]
)
def test_word_file_keeps_what_comes_last_with_closing_and_signatures_when_pages_break(last):
    sheet = make_minutes(body=(last,))

    file = docx.Document(io.BytesIO(as_docx(sheet)))

    *_, white, closing, gap, signatures, _end = file.iter_inner_content()
    row = file.tables[-2].rows[-1].cells[0].paragraphs[0]
    assert closing.text == sheet.closing
    kept = [white, closing, gap, signatures.rows[0].cells[0].paragraphs[0]]
    assert all(line.paragraph_format.keep_with_next for line in kept)
    assert row.paragraph_format.keep_with_next or isinstance(last, Paragraph)


def test_word_file_opens_in_libreoffice_when_there_are_sixty_absent(tmp_path):
    sheet = absent(60)

    printed = opened_by_libreoffice(as_docx(sheet), tmp_path)

    pages = [squeezed(page) for page in pdf_pages(printed)]
    assert "".join(pages) == expected(sheet)
    assert squeezed(sheet.closing) in pages[-1]
    assert not pages[-1].startswith(squeezed(sheet.closing))
