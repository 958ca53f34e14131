"""Photos, albums, forwarded messages and places as gateways bring them, through the real readers of the channels and a
real store: what comes in any order, late or twice is in one report, once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count, permutations

import pytest

from bot.channels.telegram.channel import Telegram
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_oa.channel import ZaloOa
from bot.inbound.receive import SETTLES, Receiver
from handlers.attachments.loose_photos import MOST
from handlers.pipeline.routes import STATES
from programme.domain.effects.people import Enrol
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import conversations, outbox
from storage.people import accounts, units
from storage.reports import reports
from storage.schema import tables

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
REPORT = "Hôm qua truyền thông ma túy ở khu 4, 45 người dự"
LINE = "BC TT MT 14/6 45 KHU 4"
CHAT = {"telegram": "700100200", "zalo_bot": "6ede9afa66b88fe6d6a9", "zalo_oa": "2512523625412515"}
USER = {"id": 700100200, "is_bot": False, "first_name": "An"}


class Phone:
    """Lan's telephone on one channel: what she sends is read by the channel's own module."""

    def __init__(self, store, programme, channel: str):
        self.store, self.name, self.now, self.numbers = store, channel, NOW, count(1)
        self.receiver = Receiver(store, programme)
        clock = lambda: self.now  # noqa: E731
        more = {"clock": clock, "open_attachment": lambda file: b""}
        oa = {"webhook_secret": "s", "refresh_token": "r", "keeper": None}
        made = {
            "telegram": lambda: Telegram("5550001:token", **more),
            "zalo_bot": lambda: ZaloBot("7770001:token", clock=clock),
            "zalo_oa": lambda: ZaloOa("360001", "secret", **oa, **more),
        }
        self.reader = made[channel]()
        new = Member("lan", "Nguyễn Thị Lan", (Post("hl.ha-tu", "member"),), tuple(CHAT.items()), consented_at=NOW,
                     consent=programme.notice)  # fmt: skip
        at = NOW
        store.transact(lambda conn: units.bring_up(conn, programme.units, at)).result()
        store.transact(lambda conn: accounts.enrol(conn, Enrol(new, ""), "telegram", CHAT["telegram"], at)).result()

    def bring(self, update: dict) -> None:
        """The gateway brings an update."""
        for inbound in self.reader.parse(json.dumps(update).encode()):
            fresh = f"{next(self.numbers):032x}"
            self.store.transact(lambda conn, i=inbound, f=fresh: self.receiver.turn(conn, i, f)).result()

    def say(self, text: str, later: float = 60) -> None:
        self.now += timedelta(seconds=later)
        self.bring(self.message(text=text))

    def message(self, **what) -> dict:
        """An update of the channel with this in it."""
        number = next(self.numbers)
        if self.name == "telegram":
            chat = {"id": USER["id"], "type": "private"}
            message = {"message_id": number, "from": USER, "chat": chat, "date": int(self.now.timestamp()), **what}
            return {"update_id": number, "message": message}
        if self.name == "zalo_bot":
            event = "image" if "photo_url" in what else "text"
            who = {"id": CHAT["zalo_bot"], "chat_type": "PRIVATE"}
            message = {"date": 1, "chat": who, "message_id": f"z{number}", "from": {"id": who["id"]}, **what}
            return {"event_name": f"message.{event}.received", "message": message}
        kind = what.get("attachments", [{"type": "text"}])[0]["type"]
        return {"event_name": f"user_send_{kind}", "sender": {"id": CHAT["zalo_oa"]}, "recipient": {"id": "1"},
                "timestamp": "1", "message": {"msg_id": f"o{number}", **what}}  # fmt: skip

    # --- what came of it

    def reports(self):
        return self.store.read(lambda conn: list(reports.between(conn, None)))

    def media(self) -> dict[str, str]:
        rows = self.store.read(lambda conn: conn.execute(tables.media.select()).all())
        return {row.ref: row.state for row in rows}

    def state(self):
        return STATES.from_json(self.store.read(lambda conn: conversations.load(conn, "m:lan")))

    def told(self) -> list[str]:
        """What goes out in a moment, and is gone then."""
        found = []
        until = self.now + timedelta(minutes=1)

        def take(conn):
            rows = outbox.claim(conn, self.name, until, 50, 0, "test")
            for row in rows:
                outbox.sent(conn, row.id, "", until)
            return [row.outbound.text for row in rows]

        while some := self.store.transact(take).result():
            found += some
        return found

    def waiting(self) -> list:
        rows = self.store.read(lambda conn: list(outbox.rows(conn, self.now)))
        return [row for row in rows if row.state == "waiting"]


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def phone(tmp_path, programme, sqlite_template):
    import shutil

    store = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    yield lambda channel: Phone(store, programme, channel)
    store.close()


def sizes(ref: str) -> list[dict]:
    return [{"file_id": ref, "file_unique_id": ref, "width": 1280, "height": 960, "file_size": 150_000}]


def file(ref: str, name="IMG_1.jpg", mime="image/jpeg", size=3_000_000) -> dict:
    return {"file_id": ref, "file_unique_id": ref, "file_name": name, "mime_type": mime, "file_size": size}


def forwarded(phone: Phone, **what) -> dict:
    origin = {"type": "hidden_user", "sender_user_name": "Ba", "date": int(phone.now.timestamp()) - 60}
    return phone.message(forward_origin=origin, **what)


# --- one photo --------------------------------------------------------------------------------------------------------


def one_photo(phone: Phone, words: str) -> dict:
    """A photo with words under it, as the channel brings it."""
    if phone.name == "telegram":
        return phone.message(photo=sizes("ref-1"), caption=words)
    if phone.name == "zalo_bot":
        return phone.message(photo_url="https://f.zdn.vn/1.jpg", caption=words)
    payload = {"url": "https://f.zdn.vn/1.jpg", "thumbnail": "https://f.zdn.vn/t.jpg"}
    return phone.message(text=words, attachments=[{"type": "image", "payload": payload}])


def one_file(phone: Phone, words: str) -> dict:
    """A picture that was sent as a file."""
    if phone.name == "telegram":
        return phone.message(document=file("ref-1"), caption=words)
    payload = {"url": "https://f.zdn.vn/1.jpg", "name": "a.jpg", "type": "jpg", "size": "3000000"}
    return phone.message(text=words, attachments=[{"type": "file", "payload": payload}])


SENT = [(name, one_photo) for name in CHAT] + [("telegram", one_file), ("zalo_oa", one_file)]


@pytest.mark.parametrize(("channel", "sent"), SENT)
@pytest.mark.parametrize(("words", "yes"), [(REPORT, True), (LINE, False)])
def test_a_caption_is_read_like_any_text_and_its_photo_goes_with_it(phone, channel, sent, words, yes):
    lan = phone(channel)
    update = sent(lan, words)
    for _ in range(2):  # the gateway brings it again
        lan.bring(update)
    if yes:
        assert lan.reports() == []
        lan.say("đúng")
    (report,) = lan.reports()
    assert report.activities[0].figures["participants"].value == 45
    assert len(report.media) == 1 and list(lan.media().values()) == ["wanted"] and lan.state().photos == ()


@pytest.mark.parametrize(("channel", "sent"), SENT)
def test_a_photo_sent_just_before_a_line_belongs_to_it(phone, channel, sent):
    lan = phone(channel)
    lan.bring(sent(lan, ""))
    assert any("1 ảnh chưa thuộc báo cáo nào" in text for text in lan.told())
    lan.say(LINE)
    assert [len(report.media) for report in lan.reports()] == [1] and lan.state().photos == ()


@pytest.mark.parametrize(("channel", "sent"), SENT)
def test_a_photo_of_another_day_is_asked_about_and_never_put_into_a_report_in_silence(phone, channel, sent):
    lan = phone(channel)
    lan.bring(sent(lan, ""))
    lan.told()
    lan.say(LINE, later=20 * 3600)
    (report,) = lan.reports()
    assert report.media == () and len(lan.state().photos) == 1
    assert any("1 ảnh chưa thuộc báo cáo nào (gửi 15/6)" in text for text in lan.told())
    lan.say("2")  # into the report that was just sent
    (report,) = lan.reports()
    assert len(report.media) == 1 and report.revision == 2 and lan.state().photos == ()


# --- an album ---------------------------------------------------------------------------------------------------------


def album(phone: Phone, captioned: int, kind: str) -> list[dict]:
    """Three photos that were chosen together on Telegram, the words under one of them."""
    made = {"photo": lambda n: {"photo": sizes(f"ref-{n}")}, "document": lambda n: {"document": file(f"ref-{n}")}}
    captions = [{"caption": REPORT} if n == captioned else {} for n in range(3)]
    return [phone.message(media_group_id="13733", **made[kind](n), **captions[n]) for n in range(3)]


@pytest.mark.parametrize("kind", ["photo", "document"])
@pytest.mark.parametrize("captioned", [0, 1, 2])
def test_an_album_that_comes_at_once_is_one_report_and_one_answer(phone, captioned, kind):
    lan = phone("telegram")
    for update in album(lan, captioned, kind):
        lan.bring(update)
    (text,) = lan.told()
    assert "XEM LẠI TRƯỚC KHI GỬI" in text and text.endswith("Ảnh: 3")
    lan.say("đúng")
    assert [len({medium.name for medium in report.media}) for report in lan.reports()] == [3]


@pytest.mark.parametrize("filed_after", [1, 2, 3])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_album_in_any_order_minutes_apart_and_twice_is_in_its_report_once(phone, order, filed_after):
    """The first may be brought last, when the report was sent long ago, and each of them again and again."""
    lan = phone("telegram")
    updates = album(lan, 0, "photo")
    for place, n in enumerate(order, 1):
        lan.bring(updates[n])
        lan.bring(updates[order[0]])
        lan.now += timedelta(minutes=7)
        if place >= filed_after and lan.state().draft is not None:
            lan.say("đúng")
    (report,) = lan.reports()
    assert len(report.media) == 3 == len({medium.name for medium in report.media})
    assert sorted(lan.media()) == ["ref-0", "ref-1", "ref-2"] and lan.state().photos == ()
    assert lan.state().draft is None


def test_a_late_photo_of_an_album_finds_its_report_while_another_is_open(phone):
    lan = phone("telegram")
    updates = album(lan, 0, "photo")
    lan.bring(updates[0])
    lan.say("đúng")
    lan.say("bao cao")
    lan.say("Tư vấn")
    before = lan.state().draft
    lan.told()
    lan.bring(updates[1])
    assert lan.state().draft == before
    (report,) = lan.reports()
    (text,) = lan.told()
    assert len(report.media) == 2 and f"báo cáo {report.code}, nay có 2 ảnh" in text and "2. Chủ đề?" in text


def test_an_album_that_came_into_the_wrong_report_goes_with_the_words_under_it(phone):
    """Its second photo is brought first, while a report is being filled in; the words are under its first."""
    lan = phone("telegram")
    lan.say("bao cao")
    lan.say("Truyền thông")
    updates = album(lan, 0, "photo")
    updates[0]["message"]["caption"] = LINE
    lan.bring(updates[1])
    assert len(held(lan.state().draft)) == 1
    lan.bring(updates[0])
    lan.say("1")  # another report
    (report,) = lan.reports()
    assert len(report.media) == 2 and held(lan.state().draft) == []
    lan.bring(updates[2])
    assert [len(report.media) for report in lan.reports()] == [3] and held(lan.state().draft) == []


def held(draft) -> list[str]:
    return [value for ref, value in draft.saved["answers"].items() if "/photos" in ref]


def test_an_album_whose_report_was_given_up_is_asked_about(phone):
    lan = phone("telegram")
    updates = album(lan, 0, "photo")
    lan.bring(updates[0])
    lan.say("hủy")
    assert lan.media() == {"": "gone"}
    lan.told()
    lan.bring(updates[1])
    assert "1 ảnh chưa thuộc báo cáo nào" in lan.told()[-1] and len(lan.state().photos) == 1


def test_an_album_that_was_dropped_stays_so(phone):
    lan = phone("telegram")
    updates = album(lan, 9, "photo")
    lan.bring(updates[0])
    lan.say("bỏ ảnh")
    lan.bring(updates[1])
    assert "cùng loạt" in lan.told()[-1] and lan.state().photos == () and list(lan.media().values()) == ["gone"]


@pytest.mark.parametrize("words", [REPORT, LINE])
def test_photos_that_zalo_brings_one_by_one_are_one_report_s(phone, words):
    lan = phone("zalo_bot")
    for n in range(3):
        lan.bring(lan.message(photo_url=f"https://f.zdn.vn/{n}.jpg", caption=words if n == 0 else ""))
        lan.now += timedelta(seconds=2)
    if words == REPORT:
        lan.say("đúng")
    assert [len(report.media) for report in lan.reports()] == [3] and lan.state().photos == ()


def test_several_images_in_one_event_of_an_account_are_one_report_s(phone):
    lan = phone("zalo_oa")
    images = [{"type": "image", "payload": {"url": f"https://f.zdn.vn/{n}.jpg"}} for n in range(3)]
    lan.bring(lan.message(text=LINE, attachments=images))
    assert [len(report.media) for report in lan.reports()] == [3] and len(lan.media()) == 3


# --- what is forwarded, or comes at once ------------------------------------------------------------------------------

BATCH = (REPORT, "Mời họp lúc 8 giờ", "sáng nay treo 5 băng rôn ma túy ở khu 2")


def test_forwarded_messages_are_one_card_with_one_yes(phone):
    lan = phone("telegram")
    for text in BATCH:
        lan.bring(forwarded(lan, text=text))
    lan.bring(forwarded(lan, photo=sizes("ref-1"), caption="13/6 truyền thông mại dâm 20 người ở khu 6"))
    (card,) = lan.told()
    assert "đọc được 3 hoạt động" in card and "Mời họp" in card and "khu 6, Ảnh: 1" in card
    lan.say("đúng")
    found = {report.activities[0].kind: len(report.media) for report in lan.reports()}
    assert len(lan.reports()) == 3 and found == {"communication": 1, "visual": 0}


def test_a_forwarded_message_that_is_brought_late_joins_the_list_once(phone):
    lan = phone("telegram")
    updates = [forwarded(lan, text=text) for text in BATCH]
    lan.bring(updates[0])
    assert "đọc được 1 hoạt động" in lan.told()[-1]
    lan.now += timedelta(minutes=9)
    for _ in range(2):
        lan.bring(updates[2])
    assert "đọc được 2 hoạt động" in lan.told()[-1]
    lan.say("đúng")
    assert len(lan.reports()) == 2


def test_the_days_of_a_forwarded_message_are_told_from_when_it_was_written(phone):
    lan = phone("telegram")
    update = forwarded(lan, text="Hôm nay truyền thông ma túy ở khu 4, 45 người dự")
    update["message"]["forward_origin"]["date"] -= 2 * 86400
    lan.bring(update)
    lan.bring(forwarded(lan, text="Truyền thông mại dâm ở khu 2, 20 người dự"))
    assert "13/6" in lan.told()[-1]
    lan.say("đúng")
    assert [str(report.activities[0].date) for report in lan.reports()] == ["2026-06-13", "2026-06-15"]


@pytest.mark.parametrize("channel", ["zalo_bot", "zalo_oa"])
def test_where_nothing_marks_them_messages_that_come_at_once_are_one_card(phone, channel):
    lan = phone(channel)
    lan.say(REPORT, later=0)
    lan.say("sáng nay treo 5 băng rôn ma túy ở khu 2", later=1)
    (card,) = lan.told()
    assert "đọc được 2 hoạt động" in card
    lan.say("đúng")
    assert len(lan.reports()) == 2


@pytest.mark.parametrize("channel", CHAT)
def test_a_report_that_comes_later_is_no_part_of_them(phone, channel):
    lan = phone(channel)
    lan.say(REPORT)
    lan.say("sáng nay treo 5 băng rôn ma túy ở khu 2")
    assert "đọc được" not in "".join(lan.told()) and lan.state().draft is not None


def test_only_what_may_be_one_of_several_waits_for_the_others(phone):
    lan = phone("telegram")
    lan.say(REPORT)
    assert [row.not_before for row in lan.waiting()] == [None]
    lan.told()
    lan.bring(forwarded(lan, text=REPORT))
    assert [row.not_before for row in lan.waiting()] == [lan.now + SETTLES]


# --- files and places -------------------------------------------------------------------------------------------------

DECLINED = [
    (file("r", "bien-ban.pdf", "application/pdf"), "không phải ảnh"),
    (file("r", "IMG_1.HEIC", "image/heic"), "Ảnh dạng HEIC"),
    (file("r", "IMG_1.HEIC", ""), "Ảnh dạng HEIC"),
    (file("r", "anh.jpg", "image/jpeg", 11 * 1024 * 1024), "lớn quá 10 MB"),
    (file("r", "anh.jpg", "image/jpeg", 0), "trống hoặc hỏng"),
    (file("r", "so-lieu.xlsx", "application/vnd.ms-excel"), ""),
]


@pytest.mark.parametrize(("document", "said"), DECLINED)
@pytest.mark.parametrize("words", ["", REPORT])
def test_a_file_that_is_no_picture_is_said_so_and_the_words_under_it_are_read(phone, document, said, words):
    lan = phone("telegram")
    lan.bring(lan.message(document=document, **({"caption": words} if words else {})))
    told = lan.told()
    assert said in told[0] and lan.media() == {} and lan.state().photos == ()
    if said:
        assert (lan.state().draft is not None) is bool(words)


def test_a_film_is_not_kept_and_the_words_under_it_are_read(phone):
    lan = phone("telegram")
    film = file("v", "a.mp4", "video/mp4") | {"width": 1, "height": 1, "duration": 1}
    lan.bring(lan.message(video=film, caption=REPORT))
    assert lan.state().draft is not None and lan.media() == {}


COORDINATES = {"latitude": "20.9517", "longitude": "107.0797"}
WHERE = {
    "telegram": {"location": {"latitude": 20.9517, "longitude": 107.0797}},
    "zalo_oa": {"attachments": [{"type": "location", "payload": {"coordinates": COORDINATES}}]},
}
VENUE = {"venue": {**WHERE["telegram"], "title": "Nhà văn hóa khu 3", "address": "Hà Tu"}}


@pytest.mark.parametrize(
    ("channel", "what", "place"),
    [
        ("telegram", WHERE["telegram"] | VENUE, "Nhà văn hóa khu 3, Hà Tu"),
        ("telegram", WHERE["telegram"], "vị trí gửi lúc 19:05 15/6"),
        ("zalo_oa", WHERE["zalo_oa"], "vị trí gửi lúc 19:05 15/6"),
    ],
)
def test_a_place_on_a_map_is_taken_where_one_is_asked_and_coordinates_are_kept_nowhere(phone, channel, what, place):
    lan = phone(channel)
    for text in ("bao cao", "Truyền thông", "Ma túy", "hôm nay", "45"):
        lan.say(text)
    lan.say("Không đếm riêng", later=0)
    lan.bring(lan.message(**what))
    assert lan.state().draft.saved["answers"]["/data/place"] == place
    kept = lan.store.read(lambda conn: [str(conn.execute(table.select()).all()) for table in tables_of(conn)])
    assert not any("20.95" in text or "107.07" in text for text in kept)


def tables_of(conn):
    return [table for table in tables.media.metadata.sorted_tables if not table.name.startswith("form")]


# --- many -------------------------------------------------------------------------------------------------------------


def test_a_long_batch_is_no_flood_and_loses_nothing(phone):
    lan = phone("telegram")
    for n in range(1, 15):
        lan.bring(forwarded(lan, text=f"{n}/6 truyền thông ma túy ở khu {n}, {20 + n} người dự"))
        lan.bring(forwarded(lan, photo=sizes(f"ref-{n}")))
    (card,) = lan.told()
    assert "đọc được 14 hoạt động" in card and card.count("Ảnh: 1") == 14
    lan.say("đúng")
    found = {report.activities[0].date.day: report for report in lan.reports()}
    assert {day: report.activities[0].figures["participants"].value for day, report in found.items()} == {
        n: 20 + n for n in range(1, 15)
    }
    assert all(len(report.media) == 1 for report in found.values())


def test_as_many_photos_as_are_kept_without_a_report_and_one_more(phone):
    lan = phone("telegram")
    for n in range(MOST + 1):
        lan.bring(lan.message(photo=sizes(f"ref-{n}")))
        lan.now += timedelta(seconds=20)
    assert len(lan.state().photos) == MOST == len(lan.media())
    assert f"Đang giữ {MOST} ảnh" in lan.told()[-1]
