"""A line filed, confirmed or sent back, over the real pack and a store that is only pretended."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.context import Context
from handlers.one_line import report_line
from handlers.one_line.unit_in_line import unit_named
from handlers.pipeline.stages import answer
from programme.domain.effects.reports import FileReport
from programme.domain.messages import CHANNELS, Inbound
from programme.domain.model import Member, Post
from programme.domain.numbered_choices import numbered
from programme.domain.sms_segments import segments
from programme.language.texts import LANGUAGES, load_texts
from programme.language.vietnamese import fold, plain
from programme.packs.pack import load_programme
from tests.support.contexts import context
from tests.support.text_uses import placeholders

NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)
PROGRAMME = load_programme("quang-ninh")


def situation(channel="kannel", posts=("hl.ha-tu",), state=None, language="vi", reply_to="", programme=PROGRAMME):
    posts = tuple(Post(unit, "member") for unit in posts)
    s = context(state, channel=channel, posts=posts, now=NOW, language=language, reply_to=reply_to)
    return replace(s, programme=programme)


def said(text: str, s: Context | None = None):
    s = s or situation()
    return answer(Inbound(s.traits.name, "0912345678", "k", NOW, text), s)


def back(text: str) -> str:
    """The line to send back in a reply."""
    found = re.search(r"(?:gui lai|Gui lai): (BC.*)", text)
    return found[1] if found else ""


# --- the examples of the wording ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, wanted, filed",
    [
        (
            "BC TT MT 15/6 45 NHA VH KHU 4",
            ["DA NHAN K7P2: 1. Truyen thong; 2. Ma tuy; 3. 15/6; 4. 1 buoi; 5. 45 luot"],
            True,
        ),
        ("bc tt 45", ["Hieu la", "Ma tuy (DOAN)", "Hom nay 15/6 (DOAN)", "nhan 1", "BC TT ?CHUDE ?NGAY 45"], False),
        ("BC TT MT,HIV 12-14/6 3 BUOI TREN 900 THCS", ["3. 12-14/6; 4. 3 buoi; 5. tren 900 luot; 7. THCS"], True),
        ("BC CK MD HN 44/44", ["5. da ky 44/44 co so"], True),
        ("BC 0", ["KHONG CO HOAT DONG", "HUY K7P2"], True),
        ("BC TT MT 31/6 4O KHU 4", ["CHUA NHAN. Ngay 31/6 khong co. 4O hieu la 40", "BC TT MT ?/6 40 KHU 4"], False),
    ],
)
def test_the_examples(text, wanted, filed):
    turn = said(text)
    for words in wanted:
        assert words in turn.replies[0].text
    assert any(isinstance(effect, FileReport) for effect in turn.effects) == filed


def test_a_yes_files_what_was_guessed():
    s = situation()
    turn = said("bc tt 45", s)
    for yes in ("1", "dung", "đúng"):
        after = said(yes, s.with_state(turn.state))
        assert [type(d) for d in after.effects] == [FileReport]
        assert after.state.draft is None


def test_what_lacks_is_asked_all_at_once_and_taken_in_any_words():
    s = situation()
    turn = said("BC TT MT 12-14/6", s)
    assert "so buoi, luot nguoi du" in turn.replies[0].text
    assert [type(d) for d in said("3 BUOI 45 NGUOI", s.with_state(turn.state)).effects] == [FileReport]
    one = said("3", s.with_state(turn.state))
    assert "5. Bao nhieu luot nguoi du" in one.replies[0].text


def test_the_same_line_is_one_report_on_every_channel():
    filed = {}
    for name in CHANNELS:
        turn = said("BC TT MT,HIV 15/6 TREN 45 20 NU 60 TO ROI NHA VH KHU 4", situation(name))
        report = next(d.report for d in turn.effects if isinstance(d, FileReport))
        filed[name] = (report.activities, report.period, report.unit)
    assert len(set(map(repr, filed.values()))) == 1
    assert [a.kind for a in filed["kannel"][0]] == ["communication", "visual"]


@pytest.mark.parametrize(
    "text", ["BC TT MT 15/6 45 DV CLB", "BC TT MT 15/6 45 dv clb sau cai", "BC DV CLB TT MT 15/6 45"]
)
def test_another_unit(text):
    turn = said(text, situation(posts=("hl.viet-hung", "hl.viet-hung.clb")))
    assert turn.effects[0].report.unit == "hl.viet-hung.clb"


def test_a_line_does_not_lose_the_report_that_is_half_done():
    s = situation("telegram")
    begun = said("báo cáo", s)
    which = said("BC TT MT 15/6 45", s.with_state(begun.state))
    assert which.effects == () and which.state.draft == begun.state.draft
    filed = said("Một báo cáo khác", s.with_state(which.state))
    assert [type(d) for d in filed.effects] == [FileReport]
    assert filed.state.draft == begun.state.draft
    answered = said("2", s.with_state(which.state))
    assert answered.effects == () and answered.state.draft.number == begun.state.draft.number
    assert answered.state.draft.saved["answers"]["/data/kind"] == "communication"
    lacking = said("BC TT MT 15/6", s.with_state(begun.state))
    assert lacking.state.draft.number == begun.state.draft.number and not lacking.effects


# --- for all lines --------------------------------------------------------------------------------------------------

NUMBERS = ["45", "4O", "TREN 900", "1.254", "44/45", "45-50", "9999999", "20 NU", "3 BUOI", "60 TO ROI", "7 VI PHAM"]
DAYS = ["15/6", "31/6", "20/6", "T6", "HQ", "12-14/6", "THANG 5", "mung 5", "32/13", "15/6 14/6"]
REST = ["KHU 4", "NHA VH", "?", "?/6", "DV XYZ", "TV", "chợ Hà Tu", "anh Hùng"]
LINES = st.lists(st.sampled_from(["TT", "CK", "KT", "TQ", "MT", "MD", *NUMBERS, *DAYS, *REST]), max_size=7)


@given(LINES)
@settings(max_examples=120, deadline=None)
def test_a_corrected_line_invents_nothing(parts):
    """Every number, day and place in it was sent; and sent again as it is, it is taken the same way or asks again."""
    text = "BC " + " ".join(parts)
    turn = said(text)
    reply = turn.replies[0].text
    assert segments(numbered(reply, turn.replies[0].choices)) == 1
    line = back(reply).rstrip(".")
    typed = fold(text).replace("4o", "40").replace("1.254", "1254")
    sent = set(re.findall(r"\d+", typed))
    assert set(re.findall(r"\d+", line)) <= sent
    codes = {
        "bc",
        "tt",
        "ck",
        "kt",
        "tq",
        "mt",
        "md",
        "loai",
        "chude",
        "ngay",
        "tren",
        "dv",
        "ky",
        "nguoi",
        "buoi",
        "vi",
        "pham",
    }
    codes |= {"to", "roi", "nu", "gop", "noi", "tong"}
    assert set(re.findall(r"[a-z]+", fold(line))) - codes <= set(re.findall(r"[a-z]+", typed))


WILD = st.one_of(st.text(max_size=60), st.text(st.sampled_from("BCTMDVSUA 0123456789/.,-?OoNGI"), max_size=40))


@given(WILD)
@settings(max_examples=150, deadline=None)
def test_nothing_raises(text):
    for head in ("", "BC ", "SUA ", "MUON LAN12 1234 BC ", "BC 0 "):
        turn = said(head + text)
        for reply in turn.replies:
            assert segments(numbered(reply.text, reply.choices)) <= 1


def test_lines_of_other_forms_are_no_fault():
    assert report_line.vocabulary(situation()) is not None
    assert report_line.vocabulary(situation(programme=SimpleNamespace(forms={}, texts={}))) is None


# --- one segment ----------------------------------------------------------------------------------------------------

LONGEST_UNIT = max(PROGRAMME.units, key=lambda unit: len(unit.name)).code
TALK = [
    *(
        "MENU",
        "1",
        "GIUP",
        "XEM",
        "LICH",
        "CAI DAT",
        "DU LIEU CUA TOI",
        "NGUNG",
        "MO",
        "PIN",
        "LIEN KET",
        "NHAM",
        "DUNG",
    ),
    *("KHONG", "BC", "BC TT", "BC 0", "SUA 5 54", "HUY", "TIEP", "xyz", "/gi", "AI CHUA BAO", "SO LIEU", "CAN XU LY"),
    *("BC TT MT 15/6 45 " + "nha van hoa rat la dai " * 6, "bc tt 45", "có người bị đánh, cứu với"),
    "hôm qua truyền thông ma túy, mại dâm, HIV ở trường trung học phổ thông " + "X" * 100 + ", 45 người",
]


@pytest.mark.parametrize("reply_to", ["", "0203 3 825 555"])
@pytest.mark.parametrize("role", ["member", "leader", "coordinator", "viewer"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_is_one_segment(language, role, reply_to):
    s = situation(posts=(LONGEST_UNIT,), language=language, reply_to=reply_to)
    posts, ways = (Post(LONGEST_UNIT, role),), (("kannel", "0912"),)
    member = Member("m1", "Nguyễn Thị Hồng Minh Nguyệt Ánh Dương", posts, ways, consent=PROGRAMME.notice)
    for text in TALK:
        turn = said(text, replace(s, member=member))
        for reply in turn.replies:
            whole = numbered(reply.text, reply.choices)
            assert segments(whole) == 1 and whole == plain(whole), (text, len(whole), whole)
            assert not reply_to or reply_to.replace(" ", "") in reply.text.replace(" ", "")


@pytest.mark.parametrize("kind", PROGRAMME.forms["activity"].question("/data/kind").choices)
def test_every_question_is_one_segment(kind):
    """The whole conversation, for each kind of activity: prompts, choices a page at a time, the review, the receipt."""
    s, text, seen = situation(posts=(LONGEST_UNIT,)), "m", 0
    turn = said("BAO CAO", s)
    answers = iter([PROGRAMME.forms["activity"].question("/data/kind").choices[kind]["sms_option"].split(",")[0]])
    while turn.state.draft and seen < 40:
        reply, seen = turn.replies[-1], seen + 1
        whole = numbered(reply.text, reply.choices)
        assert segments(whole) == 1, (len(whole), whole)
        pages = turn
        for _ in range(9):
            if not pages.state.more:
                break
            pages = said(str(len(pages.state.options)), s.with_state(pages.state))
            assert segments(numbered(pages.replies[-1].text, pages.replies[-1].choices)) == 1
        text = next(answers, "KHU 4" if turn.state.draft.at == "/data/place" else "1")
        turn = said(text, s.with_state(turn.state))
    assert turn.effects and isinstance(turn.effects[0], FileReport), turn.replies


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_short_text_fits(language):
    """Each text of its own, with the longest that may stand in it."""
    long = {
        "unit": "U" * 28,
        "units": "U" * 28,
        "name": "N" * 30,
        "numbers": "113, 115, 111, 114",
        "issuer": PROGRAMME.issuer,
    }
    long |= {
        "period": "tháng 12 (1–31/12)",
        "code": "K7P2AB",
        "pin": "4831",
        "ways": "Telegram → Zalo → SMS",
        "got": "G" * 20,
    }
    texts = load_texts(language)
    for key, text in texts.messages.items():
        if key.startswith("sms."):
            filled = texts(key, **{name: long.get(name, "9.999") for name in placeholders(text)})
            room = 160 - len(" Gui 0203 3 825 555")
            assert len(plain(filled)) <= room, (key, len(plain(filled)))


def test_a_long_list_goes_on():
    s = situation(posts=("qn",))
    now = [u.code for u in PROGRAMME.units.on(s.today) if PROGRAMME.kind_of(u.code).reports]
    units = tuple(Post(code, "member") for code in now)[:30]
    s = replace(s, member=Member("m1", "Lan", units, consent=PROGRAMME.notice))
    turn, shown = said("LICH", s), ""
    for _ in range(40):
        shown += turn.replies[0].text
        if not turn.state.more:
            break
        turn = said(str(len(turn.state.options)), s.with_state(turn.state))
    assert shown.count("han ") >= 25


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("ha tu tt mt", ("hl.ha-tu", 2)),
        ("doi ha tu", ("hl.ha-tu", 3)),
        ("doi", ("hl.ha-tu", 1)),
        ("ctxhtn ha tu", ("hl.ha-tu", 3)),
        ("ha lam tt mt", ("", 1)),
        ("ha long 45", ("", 1)),
        ("ha xyz", ("", 1)),
        ("ha", ("", 1)),
        ("cao xanh", ("", 1)),
    ],
)
def test_a_part_of_a_name_that_others_have_is_not_ones_own(said, named):
    assert unit_named(context())(said.split()) == named
