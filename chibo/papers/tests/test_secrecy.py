"""The secrecy gate: 200 ordinary documents pass, each kind of stamp stops."""

import io
import itertools
import zipfile

import pytest
from docx import Document
from weasyprint import HTML

from chibo.papers.secrecy import GRADES, CannotRead, mark_in, stamp_in, text_of

ORDINARY_TITLES = (
    "Báo cáo mô hình nuôi ong lấy mật",
    "HƯỚNG DẪN KỸ THUẬT NUÔI ONG LẤY MẬT",
    "Kế hoạch phát triển mật ong bạc hà",
    "GIÁ MẬT ONG NĂM 2026",
    "Báo cáo mật độ dân số các bản",
    "MẬT ĐỘ CHĂN NUÔI",
    "Quy chế bảo mật thông tin",
    "QUY CHẾ BẢO MẬT THÔNG TIN",
    "Gặp mặt thân mật nhân Ngày thành lập Đảng",
    "GẶP MẶT THÂN MẬT",
    "Hướng dẫn bỏ phiếu kín",
    "Tuyên truyền Luật Bảo vệ bí mật nhà nước",
    "TUYÊN TRUYỀN LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Đổi mật khẩu máy tính",
    "ĐỔI MẬT KHẨU",
    "Phối hợp mật thiết với Mặt trận",
    "Quy định các độ TUYỆT MẬT, TỐI MẬT, MẬT",
    "Trồng mía, nấu mật",
    "Báo cáo tháng 10 của bí thư",
    "Bệnh sỏi mật ở người cao tuổi",
)
SENTENCES = (
    "Chi bộ bàn việc nuôi ong lấy mật, mỗi hộ 05 đàn.",
    "Mật độ trồng 1.600 cây/ha.",
    "Việc bỏ phiếu kín do tổ kiểm phiếu hướng dẫn, bảo đảm bí mật.",
    "Đảng viên giữ bí mật của Đảng, Nhà nước; không chụp tài liệu mật.",
    "Văn bản đóng dấu MẬT phải để riêng, không đưa lên mạng.",
    "Không khí buổi họp thân mật, cởi mở.",
    "Tổ công tác phối hợp mật thiết với trưởng bản.",
    "Các độ mật gồm: tuyệt mật, tối mật, mật.",
    "a) Tuyệt mật;",
    "b) Tối mật;",
    "c) Mật;",
    "Thu mua mật ong rừng, giá 150.000 đồng/lít.",
    "bảo",
    "mật",
    "thông tin trên máy tính.",
    "Mật khẩu phải đổi ba tháng một lần.",
)
HEADS = (
    "ĐẢNG BỘ XÃ MƯỜNG PỒN          ĐẢNG CỘNG SẢN VIỆT NAM",
    "CHI BỘ BẢN PÚNG GIẮT 1",
    "*",
    "Số 05-BC/CB          Mường Pồn, ngày 03 tháng 11 năm 2026",
)


def ordinary_documents() -> list[str]:
    """Return 200 documents that contain the syllable in ordinary words."""
    found = []
    for number in range(200):
        sentences = itertools.islice(itertools.cycle(SENTENCES), number, number + 9)
        title = ORDINARY_TITLES[number % len(ORDINARY_TITLES)]
        found.append("\n".join([*HEADS, title, *sentences]))
    return found


def stamped_documents() -> list[str]:
    """Return documents with a stamp where offices put it, in the ways it comes out as text."""
    ways = ("{}", "  {}  ", "[{}]", "* {} *", "Độ mật: {}", "Mức độ mật: {}", "{}   Bản số: 02",
            "Số 05-BC/CB     {}", "|{}|", "– {} –", "Số 05-BC/CB {}",
            "{} ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG BỘ XÃ MƯỜNG PỒN {}", "{} HỎA TỐC")  # fmt: skip
    found = []
    for grade, way in itertools.product(GRADES, ways):
        lines = [*HEADS]
        lines.insert(3, way.format(grade))
        found.append("\n".join([*lines, "BÁO CÁO", *SENTENCES[:4]]))
    spaced = [" ".join(grade.replace(" ", "")) for grade in GRADES]
    at_end = ["\n".join([*HEADS, *SENTENCES, grade]) for grade in (*GRADES, *spaced)]
    small = ["\n".join([*HEADS, grade.capitalize(), "BÁO CÁO"]) for grade in GRADES]
    plain = ["\n".join([*HEADS, word, "BAO CAO"]) for word in ("TUYET MAT", "TOI MAT")]
    return [*found, *at_end, *small, *plain]


def test_ordinary_documents_pass_with_at_most_one_false_stop_in_200() -> None:
    stopped = [text for text in ordinary_documents() if stamp_in(text)]

    assert len(stopped) == 0


def test_every_stamp_is_seen() -> None:
    documents = stamped_documents()

    missed = [text for text in documents if not stamp_in(text)]

    assert len(documents) >= 40
    assert not missed, missed[0]


@pytest.mark.parametrize("title", ORDINARY_TITLES)
def test_an_ordinary_title_passes(title: str) -> None:
    assert mark_in(title) == ""


@pytest.mark.parametrize(
    ("title", "grade"),
    [
        ("MẬT", "MẬT"),
        ("Kế hoạch diễn tập (MẬT)", "MẬT"),
        ("MẬT – Báo cáo tình hình biên giới", "MẬT"),
        ("Báo cáo TUYỆT MẬT tháng 10", "TUYỆT MẬT"),
        ("BÁO CÁO TÌNH HÌNH BIÊN GIỚI TỐI MẬT", "TỐI MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("bao-cao_TỐI MẬT.pdf", "TỐI MẬT"),
        ("Kế hoạch [TỐI  MẬT]", "TỐI MẬT"),
        ("Báo cáo (Tối mật)", "TỐI MẬT"),
        ("[Mật] Kế hoạch A", "MẬT"),
        ("Kế hoạch A - Mật", "MẬT"),
        ("Ba\u0301o ca\u0301o MẬT".replace("Ậ", "A\u0323\u0302"), "MẬT"),
    ],
)
def test_a_marked_title_is_seen(title: str, grade: str) -> None:
    assert mark_in(title).upper() == grade


def _docx(*lines: str) -> bytes:
    document = Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text = lines[0]
    for line in lines[1:]:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_stamp_is_seen_in_a_word_file_and_in_a_pdf() -> None:
    pdf = HTML(string="<p>ĐẢNG BỘ XÃ</p><p><b>TỐI MẬT</b></p><p>Báo cáo</p>").write_pdf()

    assert stamp_in(text_of(_docx("MẬT", "Báo cáo tháng"), "bao-cao.docx")) == "MẬT"
    assert stamp_in(text_of(pdf, "bao-cao.PDF")) == "TỐI MẬT"
    assert stamp_in(text_of(_docx("Chi bộ", "Giá mật ong"), "bao-cao.docx")) == ""


def test_a_file_that_unpacks_without_end_is_not_opened() -> None:
    file = io.BytesIO(_docx("Chi bộ", "Giá mật ong"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/x.bin", b"0" * 60_000_000)

    with pytest.raises(CannotRead):
        text_of(file.getvalue(), "bao-cao.docx")


def test_a_file_whose_text_cannot_be_read_is_not_judged() -> None:
    blank = HTML(string="<p></p>").write_pdf()

    for content, name in ((blank, "quet.pdf"), (b"\xff\xd8\xff", "anh.jpg"), (b"%PDF-1", "a.pdf"),
                          (b"PK", "a.docx"), (b"", "khong-duoi")):  # fmt: skip
        with pytest.raises(CannotRead):
            text_of(content, name)
