# ruff: noqa: E501 – forms are tables
"""Any form in the chat: to the end, with the record that the terminal gives for the same answers."""

from __future__ import annotations

import random
from zoneinfo import ZoneInfo

import pytest

from handlers.form_library.terminal_fill import Filling
from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.reports import FileReport
from programme.language.texts import load_texts
from programme.packs.pack import load_programme
from programme.xlsform import Env, Instance, bare, load_form_text
from programme.xlsform.sms_columns import parts
from programme.xlsform.types import FILES
from tests.support.form_chat import Chat
from tests.support.witness_forms import FILES as MEDIA
from tests.support.witness_forms import FORMS


def askable():
    for name, sheet in FORMS.items():
        form = load_form_text(sheet, name, {name: text.encode() for name, text in MEDIA.items()})
        form.version = form.version or "1"
        yield pytest.param(form, id=name)


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


def generated(instance: Instance, ref: str, chance: random.Random) -> str:
    """An answer as somebody types it."""
    question = instance.form.question(bare(ref))
    names = [i.name for i in instance.choices(ref)]
    if question.type == "rank":
        return ", ".join(chance.sample(names, len(names)))
    if question.type in ("select_one", "select_multiple"):
        return chance.choice(names) if names else ""
    if question.type == "range":
        return question.parameters.get("start", "1")
    return {
        "integer": str(chance.randint(1, 40)),
        "decimal": f"{chance.randint(1, 40)}.5",
        "date": "2026-06-10",
        "time": "14:30",
        "dateTime": "2026-06-10 14:30",
        "geopoint": "20.95, 107.07",
        "acknowledge": "có",
        "barcode": "A12",
    }.get(question.type, "abc")


def run(chat: Chat, seed: int) -> None:
    """To the end, both ways, with the same answers."""
    chance, form = random.Random(seed), chat.form
    chat.begin()
    env = Env(now=chat.now, language="vi", zone=ZoneInfo("Asia/Ho_Chi_Minh"), uuid="u1", username="m1")
    filling = Filling(Instance.new(form, env), load_texts("vi"))
    filling.start()
    for _ in range(400):
        ref = chat.at
        if not ref:
            break
        assert filling.stop is not None and filling.stop.ref == ref, (filling.stop, ref)
        if ref.endswith("]"):
            said = "có" if int(ref.rpartition("[")[2][:-1]) <= 2 and chance.random() < 0.7 else "không"
        else:
            said = generated(filling.instance, ref, chance)
        kind = "" if ref.endswith("]") else form.question(bare(ref)).type
        if not said:
            chat.press("Bỏ qua")
            filling.said("")
        elif kind in FILES:
            chat.send(
                {"image": "photo", "file": "document"}.get(kind, kind),
                "a.bin",
                {"image": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4"}.get(kind, "application/pdf"),
            )
            filling.said(next(d.name for d in reversed(chat.effects) if isinstance(d, FetchMedium)))
        else:
            chat.say(said)
            filling.said(said)
        if chat.at == ref:  # out of its constraint: both say so
            assert filling.stop.ref == ref
            other = next(
                (
                    w
                    for w in ("2030-01-01", "1", "18", "50", "2000", "b" * 3, "abcdefghij")
                    if _takes(chat, filling, ref, w)
                ),
                None,
            )
            assert other, (form.id, ref, said, chat.replies)
    assert not chat.at and chat.state.draft.walked
    chat.press("Gửi báo cáo") if "Gửi báo cáo" in chat.labels else chat.say("gửi báo cáo")
    report = next(d.report for d in chat.effects if isinstance(d, FileReport))
    assert filling.done
    times = {q.name for q in form.questions if q.type in ("start", "end")} | {"end", "start"}
    assert without(report.answers, times) == without(filling.instance.record(), times)
    assert (report.form, report.version) == (form.id, form.version)


def _takes(chat: Chat, filling: Filling, ref: str, said: str) -> bool:
    chat.say(said)
    filling.said(said)
    return chat.at != ref


def without(record, names):
    if isinstance(record, dict):
        return {k: without(v, names) for k, v in record.items() if k not in names}
    return [without(v, names) for v in record] if isinstance(record, list) else record


@pytest.mark.parametrize("form", list(askable()))
def test_forms_run_to_the_end_as_in_the_terminal(form, programme):
    for seed in range(2):
        run(Chat(programme, form), seed)


# --- long forms -------------------------------------------------------------------------------------------------------


def long_form(count: int, relevants: int):
    """Questions of which every other is asked only if the one before it was answered so."""
    rows = ["| survey | | | | |", "| | type | name | label | relevant |"]
    for n in range(count):
        relevant = f"${{q{n - 1}}} != 999" if 0 < n <= 2 * relevants and n % 2 else ""
        rows.append(f"| | integer | q{n} | Câu hỏi {n} | {relevant} |")
    return load_form_text("\n".join([*rows, "| settings | |", "| | version |", "| | 1 |"]), f"long{count}")


def test_a_draft_of_300_answers_is_reviewed_in_parts(programme):
    chat = Chat(programme, long_form(300, 150))
    chat.begin()
    for n in range(300):
        chat.say(str(n))
    assert not chat.at
    seen = set()
    while True:
        text = chat.replies[-1].text
        assert len(text) <= 4096
        if text in seen:
            break
        seen.add(text)
        chat.press(next(label for label in chat.labels if label.startswith("Xem tiếp")))
    assert len(seen) > 1 and all(any(f"{n}. Câu hỏi" in text for text in seen) for n in (1, 150, 300))
    chat.say("sửa 200 77")
    assert chat.session().instance.value("/data/q199") == "77"
    assert "7/300" in chat.say("7") and chat.at == "/data/q6"


HOUSE = """
| survey | | | | | |
| | type | name | label | required | relevant |
| | begin_group | house | Hộ gia đình | | |
| | text | village | Tên thôn? | yes | |
| | begin_repeat | person | Thành viên | | |
| | integer | age | Tuổi? | yes | |
| | begin_repeat | skill | Nghề | | |
| | text | what | Nghề gì? | yes | |
| | end_repeat | | | | |
| | end_repeat | | | | |
| | end_group | | | | |
| | integer | note | Tổng? | | |
| settings | | |
| | form_id | version |
| | house | 2 |
"""


@pytest.fixture(scope="module")
def house():
    return load_form_text(HOUSE, "house")


def test_repeats_are_asked_counted_and_named(programme, house):
    chat = Chat(programme, house)
    assert chat.begin() == "— Hộ gia đình —\n\nCâu 1/4. Tên thôn?"
    assert chat.say("Đông").endswith("Thêm Thành viên? (thứ 1)")
    assert chat.say("có") == "— Thành viên 1 —\n\nCâu 2/4. Tuổi?"
    assert "Thêm Nghề? (thứ 1)" in chat.say("30")
    assert "— Nghề 1 —" in chat.say("có")
    assert "Thêm Nghề? (thứ 2)" in chat.say("nông")
    assert "Thêm Thành viên? (thứ 2)" in chat.say("không")
    assert chat.say("không") == "Câu 4/4. Tổng?"


def test_back_goes_across_groups_and_repeats(programme, house):
    chat = Chat(programme, house)
    chat.begin()
    trail = []
    for said in ("Đông", "có", "30", "có", "nông", "không", "có", "20", "không", "không"):
        trail.append(chat.at)
        chat.say(said)
    for before in reversed(trail):
        chat.say("/lui")
        assert chat.at == before
    assert "đầu tiên" in chat.say("/lui")


def test_no_to_an_instance_takes_it_away(programme, house):
    chat = Chat(programme, house)
    chat.begin()
    for said in ("Đông", "có", "30", "không", "có", "20", "không", "không", "/lui", "/lui", "/lui", "/lui", "không"):
        chat.say(said)
    assert chat.at == "/data/note"
    assert [row["age"] for row in chat.session().instance.record()["house"]["person"]] == [30]


def test_repeats_are_added_and_removed_at_the_review(programme, house):
    chat = Chat(programme, house)
    chat.begin()
    for said in ("Đông", "có", "30", "không", "có", "20", "không", "không", "7"):
        chat.say(said)
    chat.press("Sửa một câu")
    chat.press("✕ Bỏ Thành viên 1")
    assert [row["age"] for row in chat.session().instance.record()["house"]["person"]] == [20]
    chat.press("+ Thêm Thành viên 2")
    assert "Tuổi?" in chat.replies[-1].text
    for said in ("40", "có", "thợ", "không", "không"):
        chat.say(said)
    assert not chat.at
    record = chat.session().instance.record()["house"]["person"]
    assert [(row["age"], row.get("skill", [{"what": None}])[0]["what"]) for row in record] == [(20, None), (40, "thợ")]


def test_a_voice_message_is_an_answer_only_where_one_is_wanted(programme):
    form = load_form_text(
        "| survey | | | |\n| | type | name | label |\n| | text | a | A? |\n| | audio | b | B? |\n| settings | |\n| | version |\n| | 1 |",
        "v",
    )
    chat = Chat(programme, form)
    chat.begin()
    assert "tin thoại" in chat.send("audio", mime="audio/ogg", oddity="voice") and chat.at == "/data/a"
    chat.say("1")
    assert chat.at == "/data/b" and "ghi âm" in chat.say("abc")
    assert "20 MB" in chat.send("audio", mime="audio/ogg", size=30_000_000, oddity="voice")
    chat.send("audio", mime="audio/ogg", oddity="voice")
    fetch = next(d for d in chat.effects if isinstance(d, FetchMedium))
    assert not chat.at and fetch.mime == "audio/ogg" and fetch.name.endswith(".oga")


def test_many_choices_are_found_by_a_part_of_the_name(programme):
    names = "Hà Tu,Hà Lầm,Hồng Gai,Cao Xanh,Bãi Cháy,Giếng Đáy,Việt Hưng,Hà Khẩu,Đại Yên,Tuần Châu,Hùng Thắng,Cao Thắng"
    rows = "".join(f"| | p | x{i} | {n} |\n" for i, n in enumerate(names.split(",")))
    form = load_form_text(
        f"| survey | | | |\n| | type | name | label |\n| | select_one p | p | Phường? |\n| choices | | | |\n| | list_name | name | label |\n{rows}| settings | |\n| | version |\n| | 1 |",
        "p",
    )
    chat = Chat(programme, form)
    chat.begin()
    assert len(chat.labels) == 12 and "12 lựa chọn" in chat.replies[0].text
    chat.say("thang")
    assert chat.labels == ["Hùng Thắng", "Cao Thắng", "Bỏ qua"]
    chat.press("Cao Thắng")
    assert chat.session().instance.value("/data/p") == "x11"


def test_a_report_of_another_form_is_not_nil(programme, house):
    chat = Chat(programme, house)
    chat.begin()
    for said in ("Đông", "không", "7", "gửi báo cáo"):
        chat.say(said)
    report = next(d.report for d in chat.effects if isinstance(d, FileReport))
    assert not report.nil and not report.activities and report.version == "2"
    assert report.answers == {"house": {"village": "Đông"}, "note": 7}


def test_a_form_in_one_line(programme, house):
    assert parts(house, "HOUSE A thon Dong B 12")[0][1] == "thon Dong"
    assert [(f.word, v) for f, v in parts(house, "house A thôn Đông B 12")] == [("A", "thôn Đông"), ("B", "12")]
    assert parts(house, "BC TT") is None
