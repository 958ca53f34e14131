"""The simulator's routes over a bot that is played: what they pass on, show and refuse."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.inbound.intake import Intake
from bot.inbound.webhooks import make_app
from pages import phone as page
from pages.phone_protocol import MOST_PHOTO, NotTaken, Shown
from programme.domain.messages import Attachment, Choice
from programme.domain.model import Invite, Member, Post, Unit
from programme.domain.org_units import UnitTree
from programme.domain.periods import Regime
from programme.domain.programme import Cast, Programme

MORNING = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)  # 8:30 in Ha Long
LAN = Member("demo-lan", "Lan <mẫu>", (Post("hl.ha-tu", "member"),), (("phone", "lan/sms"), ("phone", "lan")))
PROGRAMME = Programme(
    name="here",
    title="Nơi này",
    issuer="UBND",
    zone="Asia/Ho_Chi_Minh",
    regime=Regime("calendar"),
    unit_kinds={},
    units=UnitTree([Unit("hl.ha-tu", "Đội Hà Tu", "team")]),
    demo=Cast((LAN,), (Invite("HATU26", "hl.ha-tu", "leader", 20),)),
)
PNG = b"\x89PNG\r\n\x1a\n picture"


class Bot:
    """Plays the line: `heard` is what was passed on, `screen` what is shown."""

    epoch = "e1"

    def __init__(self):
        self.heard, self.screen, self.fails = [], [], False
        self.waited = None

    async def hear(self, address, **said):
        if self.fails:
            raise NotTaken
        self.heard.append((address, {name: value for name, value in said.items() if value}))

    def transcript(self, address):
        return self.screen if address == "lan" else []

    async def changed(self, address, since, timeout):
        self.waited = (address, since)
        return max((shown.changed for shown in self.transcript(address)), default=since)

    async def photo(self, ref):
        return {"png": PNG, "page": b"<script>"}.get(ref)

    async def attachment(self, file):
        return None if file.ref == "gone" else b"bytes"


class Clock:
    def __init__(self):
        self.time = MORNING

    def now(self):
        return self.time

    def forward(self, by):
        self.time += by


async def nothing(*_):
    raise AssertionError


def reads(text, unit, day, language):
    return f"{text} | {unit} | {day} | {language}"


@asynccontextmanager
async def opened(**headers):
    bot, clock = Bot(), Clock()
    app = make_app([], Intake(nothing, nothing), extra_routes=page.routes(bot, PROGRAMME, clock, reads))
    async with TestClient(TestServer(app)) as client:
        origin = f"http://127.0.0.1:{client.port}"
        client.session.headers.update({"Origin": origin} | headers)
        client.bot, client.clock, client.origin = bot, clock, origin
        yield client


# --- the page


async def test_it_opens_with_the_first_demo_member():
    async with opened() as client:
        response = await client.get("/phone")
        text = await response.text()
        assert response.status == 200 and str(response.url.relative()) == "/phone?who=lan&looks=telegram"
        assert 'data-address="lan"' in text and "Lan &lt;mẫu&gt;" in text and "Đội Hà Tu – tình nguyện viên" in text
        assert "HATU26" not in text
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["?new=1", "?invite=HATU26", "?who=&new=1"])
async def test_a_newcomer_has_an_address_of_their_own_and_codes_to_tap(query):
    async with opened() as client:
        pages = [await client.get(f"/phone{query}") for _ in range(2)]
        text = await pages[0].text()
        assert len({response.url.query["who"] for response in pages}) == 2
        assert 'data-say="HATU26"' in text and "Đội Hà Tu – đội trưởng" in text
        assert (">HATU26</textarea>" in text) == ("invite" in query)


@pytest.mark.parametrize(("looks", "address"), [("telegram", "lan"), ("zalo", "lan/zalo"), ("sms", "lan/sms")])
async def test_each_looks_has_its_address(looks, address):
    async with opened() as client:
        text = await (await client.get(f"/phone?who=lan&looks={looks}")).text()
        assert f'data-address="{address}"' in text and f'<body class="{looks}">' in text
        assert ('id="photo"' in text) == (looks != "sms") and ('class="keypad"' in text) == (looks == "sms")


@pytest.mark.parametrize("query", ["who=%3Cscript%3E", "who=a/b", "who=" + "x" * 41, "looks=fax", "lang=xx", "who=%00"])
async def test_a_strange_address_line_opens_the_page_all_the_same(query):
    async with opened() as client:
        response = await client.get(f"/phone?{query}")
        assert response.status == 200 and "<script>" not in (await response.text()).replace("<script type", "")


async def test_the_page_speaks_english_where_asked():
    async with opened() as client:
        text = await (await client.get("/phone?who=lan&lang=en")).text()
        assert '<html lang="en">' in text and "Who holds the phone" in text and "lang=en" in text


@pytest.mark.parametrize(
    ("name", "status"), [("phone.js", 200), ("phone.css", 200), ("x.js", 404), ("..%2Fphone.py", 404)]
)
async def test_only_our_own_files_are_served(name, status):
    async with opened() as client:
        assert (await client.get(f"/phone/static/{name}")).status == status


# --- who may


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8080", 200),
        ("LOCALHOST:8080", 200),
        ("[::1]:8080", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example:8080", 403),
        ("192.168.1.5:8080", 403),
        ("127.0.0.1:8080@evil.example", 403),
    ],
)
@pytest.mark.parametrize("path", ["/phone?who=lan", "/phone/messages?address=lan", "/phone/static/phone.js"])
async def test_another_host_name_is_refused(path, host, status):
    async with opened(Host=host) as client:
        assert (await client.get(path)).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
@pytest.mark.parametrize("path", ["/phone/messages", "/phone/photo?address=lan", "/phone/clock"])
async def test_another_page_can_do_nothing(path, headers, status):
    async with opened() as client:
        body = {"address": "lan", "text": "a", "hours": 1}
        response = await client.post(path, json=body, headers=headers)
        assert response.status == status
        assert bool(client.bot.heard or client.clock.time != MORNING) == (status == 200)


# --- talking


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ({"address": "lan", "text": "45"}, ("lan", {"text": "45"})),
        ({"address": "lan/sms", "text": " 2\n"}, ("lan/sms", {"text": " 2\n"})),
        ({"address": "ai-do", "text": "chào"}, ("ai-do", {"text": "chào"})),
        ({"address": "lan", "text": "x" * 10000, "id": "i"}, ("lan", {"text": "x" * 10000, "id": "i"})),
        ({"address": "lan", "text": "\u202e\x00\ud83d👍"}, ("lan", {"text": "\u202e\x00\ud83d👍"})),
        (
            {"address": "lan", "choice": "q:1:a:=1", "message": "m1", "text": "no"},
            ("lan", {"choice": "q:1:a:=1", "message": "m1"}),
        ),
    ],
)
async def test_what_is_said_is_passed_on(said, heard):
    async with opened() as client:
        response = await client.post("/phone/messages", json=said)
        assert (response.status, await response.json()) == (200, {"now": "2026-06-15T01:30:00+00:00"})
        assert client.bot.heard == [heard]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
async def test_blank_words_are_no_message(text):
    async with opened() as client:
        assert (await client.post("/phone/messages", json={"address": "lan", "text": text})).status == 200
        assert client.bot.heard == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        b'{"text": "a"}',
        b'{"address": "", "text": "a"}',
        b'{"address": "lan/fax", "text": "a"}',
        b'{"address": "lan/", "text": "a"}',
        b'{"address": ["lan"], "text": "a"}',
        b'{"address": "lan", "text": 45}',
        b'{"address": "lan", "text": "' + b"x" * 2_000_000 + b'"}',
        b'{"address": "lan", "choice": "' + b"x" * 65 + b'"}',
        b'{"address": "lan", "choice": "a", "message": "' + b"x" * 65 + b'"}',
    ],
)
async def test_what_is_no_message_is_refused(body):
    async with opened() as client:
        assert (await client.post("/phone/messages", data=body)).status == 400
        assert client.bot.heard == []


async def test_what_could_not_be_stored_is_said():
    async with opened() as client:
        client.bot.fails = True
        assert (await client.post("/phone/messages", json={"address": "lan", "text": "a"})).status == 503


async def test_the_page_is_told_what_changed_since_its_mark():
    async with opened() as client:
        client.bot.screen = [
            Shown("p:1", MORNING, 3, "45 < 46", mine=True),
            Shown("m1", MORNING, 4, "Khi nào?", rows=((Choice("a", "Hôm nay"),),)),
        ]
        first = await (await client.get("/phone/messages?address=lan")).json()
        assert client.bot.waited is None and first["mark"] == "e1.4" and first["now"] == MORNING.isoformat()
        assert [m["ref"] for m in first["messages"]] == ["p:1", "m1"]
        assert first["messages"][1] == {
            "ref": "m1",
            "mine": False,
            "text": "Khi nào?",
            "day": "15/6/2026",
            "time": "08:30",
            "rows": [[{"value": "a", "label": "Hôm nay"}]],
            "photo": "",
            "files": [],
        }
        later = await (await client.get("/phone/messages?address=lan&since=e1.3")).json()
        assert client.bot.waited == ("lan", 3) and [m["ref"] for m in later["messages"]] == ["m1"]


@pytest.mark.parametrize("since", ["", "other.99", "e1", "e1.x", "e1.-1", "e1.9999999999999999999"])
async def test_a_mark_of_another_run_shows_everything(since):
    async with opened() as client:
        client.bot.screen = [Shown("m1", MORNING, 1, "a")]
        news = await (await client.get(f"/phone/messages?address=lan&since={since}")).json()
        assert (news["mark"], len(news["messages"])) == ("e1.1", 1)


async def test_no_address_has_no_messages():
    async with opened() as client:
        assert (await client.get("/phone/messages")).status == 400


# --- photos and files


@pytest.mark.parametrize(("size", "kept"), [(1, True), (MOST_PHOTO, True), (MOST_PHOTO + 1, False)])
async def test_a_photo_is_passed_on_and_of_a_big_one_the_size(size, kept):
    async with opened() as client:
        response = await client.post(
            "/phone/photo?address=lan&name=buổi.jpg&id=i", data=b"x" * size, headers={"Content-Type": "image/jpeg"}
        )
        [(address, said)] = client.bot.heard
        photo = said["photo"]
        assert response.status == 200 and address == "lan" and said["id"] == "i"
        assert (photo.size, len(photo.data), photo.mime, photo.name) == (size, size * kept, "image/jpeg", "buổi.jpg")


async def test_a_huge_upload_is_read_to_its_end_and_thrown_away():
    async def flood():
        for _ in range(40):
            yield bytes(1024 * 1024)
            await asyncio.sleep(0)

    async with opened() as client:
        assert (await client.post("/phone/photo?address=lan", data=flood())).status == 200
        photo = client.bot.heard[0][1]["photo"]
        assert (photo.size, photo.data) == (40 * 1024 * 1024, b"")


async def test_an_empty_file_is_no_message():
    async with opened() as client:
        assert (await client.post("/phone/photo?address=lan", data=b"")).status == 200
        assert client.bot.heard == []


@pytest.mark.parametrize(("ref", "status"), [("png", 200), ("page", 404), ("none", 404)])
async def test_an_uploaded_picture_is_shown_and_nothing_else(ref, status):
    async with opened() as client:
        response = await client.get(f"/phone/photo/{ref}")
        assert response.status == status and response.headers["X-Content-Type-Options"] == "nosniff"


async def test_files_of_a_message_can_be_opened():
    files = (
        Attachment("a", "số liệu.xlsx", "application/vnd.ms-excel"),
        Attachment("b", "biểu đồ.png", "image/png"),
        Attachment("gone", "c.pdf", "application/pdf"),
        Attachment("d", "trang.html", "text/html"),
    )
    async with opened() as client:
        client.bot.screen = [Shown("m1", MORNING, 1, "Số liệu", attachments=files)]
        [message] = (await (await client.get("/phone/messages?address=lan")).json())["messages"]
        got = [await client.get(file["url"]) for file in message["files"]]
        assert [response.status for response in got] == [200, 200, 404, 200]
        assert [file["picture"] for file in message["files"]] == [False, True, False, False]
        assert "Content-Disposition" not in got[1].headers
        assert got[3].headers["Content-Disposition"] == "attachment; filename*=UTF-8''trang.html"


@pytest.mark.parametrize("query", ["", "address=lan&message=m1&n=4", "address=ba&message=m1&n=0", "message=m1&n=²"])
async def test_other_files_are_not_there(query):
    async with opened() as client:
        client.bot.screen = [Shown("m1", MORNING, 1, attachments=(Attachment("a", "a", "image/png"),))]
        assert (await client.get(f"/phone/file?{query}")).status == 404


# --- the clock


@pytest.mark.parametrize(
    ("asked", "ahead"),
    [
        ({"hours": 1}, timedelta(hours=1)),
        ({"hours": 24}, timedelta(days=1)),
        ({"to": "16/6"}, timedelta(days=1)),
        ({"to": " 16.06.2026 "}, timedelta(days=1)),
        ({"to": "15/6"}, timedelta(days=365)),  # the next one
        ({"to": "14-6"}, timedelta(days=364)),
        ({"to": "15/6/2027"}, timedelta(days=365)),
    ],
)
async def test_the_clock_goes_forward(asked, ahead):
    async with opened() as client:
        response = await client.post("/phone/clock", json=asked)
        assert client.clock.time == MORNING + ahead
        assert await response.json() == {"now": (MORNING + ahead).isoformat()}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"hours": 0},
        {"hours": -1},
        {"hours": True},
        {"hours": 1e9},
        {"hours": 10**9},
        {"hours": "1"},
        {"to": "15/6/2026"},
        {"to": "1/1/2025"},
        {"to": "30/2"},
        {"to": "29/2"},  # the next year has none
        {"to": "0/0/0000"},
        {"to": "31/12/9999"},
        {"to": "١/٢"},
        {"to": 16},
        {"to": "hôm qua"},
        {"to": None},
    ],
)
async def test_the_clock_goes_nowhere_else(asked):
    async with opened() as client:
        assert (await client.post("/phone/clock", json=asked)).status == 400
        assert client.clock.time == MORNING


# --- how a text is read


async def test_a_text_is_read_for_the_unit_of_who_holds_the_phone_on_the_day_of_the_bots_clock():
    async with opened() as client:
        client.clock.forward(timedelta(hours=20))  # 15/6 8:30 in Ha Long, and on to 16/6
        said = {"text": "45 người", "who": "lan", "language": "vi"}
        answer = await client.post("/phone/reading", json=said)
        assert (await answer.json())["reading"] == "45 người | hl.ha-tu | 2026-06-16 | vi"
        stranger = await client.post("/phone/reading", json=said | {"who": "khach-1", "language": "en"})
        assert (await stranger.json())["reading"] == "45 người |  | 2026-06-16 | en"
        assert client.bot.heard == []


@pytest.mark.parametrize("said", [{"text": 5, "language": "vi"}, {"text": "a", "language": "xx"}, {"text": "a"}, []])
async def test_what_is_no_text_is_not_read(said):
    async with opened() as client:
        assert (await client.post("/phone/reading", json=said)).status == 400


async def test_blank_words_have_no_reading():
    async with opened() as client:
        answer = await client.post("/phone/reading", json={"text": "  ", "language": "vi"})
        assert (await answer.json())["reading"] == ""
