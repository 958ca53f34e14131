"""The papers say what is set and kept, mark what a person must fill in, and leave out what is not in use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.shared import Cm

from programme.domain.handling import Handling
from programme.domain.retention import Keep
from reports.dossier import docx
from reports.dossier.cross_border import cross_border
from reports.dossier.facts import Facts
from reports.dossier.impact import impact
from reports.dossier.markdown import markdown
from reports.dossier.register import register

MEASURES = (("Sao lưu hằng đêm", True, "14 bản"), ("Niêm phong bản sao lưu (mã hóa)", False, "tệp mở"))
FACTS = Facts(
    issuer="UBND tỉnh Quảng Ninh",
    title="Phòng, chống tệ nạn xã hội",
    today=date(2026, 12, 1),
    handling=Handling(("telegram", "zalo_oa", "kannel"), Keep(sent=45), "Tổ CNTT"),
    members=1234,
    restricted=2,
    reports=5678,
    units=120,
    photos=9,
    reached={"telegram": 700, "zalo": 300, "sms": 234},
    rights={"erase": 3},
    measures=MEASURES,
)
AT_HOME = replace(FACTS, handling=Handling(("zalo_oa",)))
PAPERS = (register, impact, cross_border)


def text(paper) -> str:
    return markdown(paper, FACTS.issuer)


@pytest.mark.parametrize("make", PAPERS)
@pytest.mark.parametrize("facts", [FACTS, AT_HOME])
def test_gaps_are_marked_and_counted(make, facts):
    paper = make(facts)
    said = text(paper)
    assert len(re.findall(r"\*\*\[ĐIỀN: (?!…)[^\]]+\]\*\*", said)) == paper.gaps > 4
    assert f"Còn {paper.gaps} chỗ" in said


def test_they_say_what_is_set():
    said = text(register(FACTS))
    for one in ("1.234 thành viên", "5.678 báo cáo", "45 ngày", "Tổ CNTT", "| 700 |", "| 300 |", "| 234 |", "CHƯA"):
        assert one in said
    assert "Zalo" in said and "Telegram" in said and "| 3 |" in said
    assert "Niêm phong" in text(impact(FACTS)).split("Chưa áp dụng:")[1][:60]


def test_what_is_not_in_use_is_left_out():
    assert "Telegram" not in text(register(AT_HOME)) and "SMS (" not in text(register(AT_HOME))
    one = text(cross_border(AT_HOME))
    assert "Không phải lập hồ sơ" in one and "Bên nhận ở nước ngoài" not in one
    assert "Bên nhận ở nước ngoài" in text(cross_border(FACTS))


@pytest.mark.parametrize("make", PAPERS)
def test_the_document_is_an_office_paper(make, tmp_path):
    paper, path = make(FACTS), tmp_path / "x.docx"
    docx.write(paper, FACTS.issuer, FACTS.today, path)
    document = Document(str(path))
    section = document.sections[0]
    sides = (section.page_width / Cm(1), section.page_height / Cm(1))
    assert sorted(round(side, 1) for side in sides) == [21, 29.7]
    assert document.styles["Normal"].font.name == "Times New Roman"
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(cell.width for cell in table.rows[0].cells) <= room + Cm(0.1)
    runs = [run for p in document.element.body.iter() if p.tag.endswith("}r") for run in [p]]
    marked = [run for run in runs if run.find(".//{*}highlight") is not None]
    assert len(marked) == paper.gaps
