"""The simulator's channel: what is sent is on the screen, what is said comes in as on every channel."""

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Dead, Later, Sent, Unreadable
from bot.channels.phone.channel import KEPT_SECONDS, MOST_PHONES, MOST_SHOWN, Phone
from bot.inbound.intake import Intake
from pages.phone_protocol import MOST_PHOTO, NotTaken, Upload
from programme.domain.messages import CHANNELS, LOOKS, Attachment, Choice, Outbound, looks_of, phone_address, traits_of

NOON = datetime(2026, 6, 15, 5, tzinfo=UTC)
CHOICES = (
    Choice("q:1:a:=1", "Truyền thông"),
    Choice("q:1:a:=2", "Tư vấn"),
    Choice("q:1:a:=3", "Băng rôn, pa-nô, tờ rơi"),
)
PHOTO = Upload(b"\xff\xd8\xff picture", 11, "image/jpeg", "buoi.jpg")


def opened(file):
    if file.ref == "gone":
        raise FileNotFoundError
    return b"%PDF"


@pytest.fixture
def phone(tmp_path):
    return Phone(tmp_path / "incoming", opened, lambda: NOON)


def line(phone, *, fails=False):
    """The page's line to a bot that notes what it hears, or fails to store it."""
    heard = []

    async def receive(inbound):
        if fails:
            raise OSError("disk full")
        heard.append(inbound)

    async def aside(channel, raw, why):
        heard.append((channel, raw, why))

    return phone.line(Intake(receive, aside)), heard


# --- looks


@pytest.mark.parametrize(
    ("address", "looks", "buttons", "plain"),
    [
        ("lan", "telegram", True, False),
        ("lan/zalo", "zalo", False, False),
        ("lan/sms", "sms", False, True),
        ("lan/telegram", "telegram", True, False),
        ("lan/other", "telegram", True, False),
        ("sms", "telegram", True, False),
        ("", "telegram", True, False),
    ],
)
def test_the_address_says_what_the_phone_can_show(address, looks, buttons, plain):
    traits = traits_of("phone", address)
    assert looks_of(address) == looks
    assert (traits.name, traits.buttons, traits.plain) == ("phone", buttons, plain)


@pytest.mark.parametrize("channel", [name for name in CHANNELS if name != "phone"])
def test_on_other_channels_the_address_decides_nothing(channel):
    assert traits_of(channel, "x/sms") is CHANNELS[channel]


@given(st.text(st.characters(exclude_characters="/")), st.sampled_from(sorted(LOOKS)))
def test_a_person_has_an_address_for_each_looks(person, looks):
    assert looks_of(phone_address(person, looks)) == looks
    assert phone_address(person, looks).partition("/")[0] == person


# --- out


async def test_buttons_are_laid_out_as_on_telegram(phone):
    assert isinstance(await phone.send(Outbound("phone", "lan", "Hoạt động gì?", CHOICES)), Sent)
    [shown] = phone.screen("lan")
    assert shown.text == "Hoạt động gì?" and not shown.mine and shown.at == NOON
    assert [[c.label for c in row] for row in shown.rows] == [["Truyền thông", "Tư vấn"], ["Băng rôn, pa-nô, tờ rơi"]]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("lan/zalo", "Hoạt động gì?\n1. Truyền thông\n2. Tư vấn\n3. Băng rôn, pa-nô, tờ rơi"),
        ("lan/sms", "Hoat dong gi?\n1. Truyen thong\n2. Tu van\n3. Bang ron, pa-no, to roi"),
    ],
)
async def test_without_buttons_choices_are_numbered_lines(phone, address, text):
    await phone.send(Outbound("phone", address, "Hoạt động gì?", CHOICES))
    [shown] = phone.screen(address)
    assert shown.text == text and shown.rows == ()


async def test_a_press_edits_the_message_in_its_place(phone):
    first = await phone.send(Outbound("phone", "lan", "1. Hoạt động gì?", CHOICES))
    await phone.send(Outbound("phone", "lan", "Nhắc hạn báo cáo"))
    assert await phone.send(Outbound("phone", "lan", "2. Khi nào?", edits=first.ref)) == first
    assert [m.text for m in phone.screen("lan")] == ["2. Khi nào?", "Nhắc hạn báo cáo"]


async def test_number_looks_edit_nothing(phone):
    first = await phone.send(Outbound("phone", "lan/zalo", "1."))
    await phone.send(Outbound("phone", "lan/zalo", "2.", edits=first.ref))
    assert [m.text for m in phone.screen("lan/zalo")] == ["1.", "2."]


async def test_a_message_of_another_run_is_edited_under_its_own_name(phone):
    assert await phone.send(Outbound("phone", "lan", "2.", edits="f" * 32)) == Sent("f" * 32)
    assert [m.ref for m in phone.screen("lan")] == ["f" * 32]


async def test_nothing_to_show_is_dead(phone):
    assert isinstance(await phone.send(Outbound("phone", "lan", " \n")), Dead)
    assert phone.screen("lan") == ()


async def test_a_screen_forgets_the_oldest_and_so_do_phones(phone):
    for n in range(MOST_SHOWN + 2):
        await phone.send(Outbound("phone", "lan", str(n)))
    assert [m.text for m in phone.screen("lan")[:2]] == ["2", "3"] and len(phone.screen("lan")) == MOST_SHOWN
    for n in range(MOST_PHONES):
        await phone.send(Outbound("phone", f"khach-{n}", "x"))
    assert phone.screen("lan") == () and phone.screen(f"khach-{MOST_PHONES - 1}")


async def test_waiting_ends_when_something_is_sent_there(phone):
    talk, _ = line(phone)
    waiting = asyncio.create_task(talk.changed("lan", 0, 5))
    await asyncio.sleep(0)
    await phone.send(Outbound("phone", "ba", "không phải cho Lan"))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await phone.send(Outbound("phone", "lan", "cho Lan"))
    assert await waiting == phone.screen("lan")[0].changed
    assert await talk.changed("lan", phone.screen("lan")[0].changed, 0.01) == phone.screen("lan")[0].changed


# --- in


async def test_words_are_heard_and_shown(phone):
    talk, heard = line(phone)
    await talk.hear("lan/sms", text="BC TT 45")
    [said] = heard
    assert (said.channel, said.address, said.text, said.at) == ("phone", "lan/sms", "BC TT 45", NOON)
    assert said.key.startswith("p:")
    [shown] = talk.transcript("lan/sms")
    assert shown.mine and shown.text == "BC TT 45"


async def test_a_press_is_heard_with_its_message_and_leaves_no_bubble(phone):
    talk, heard = line(phone)
    await talk.hear("lan", choice="q:1:a:=1", message="m1")
    assert (heard[0].choice, heard[0].message, heard[0].text) == ("q:1:a:=1", "m1", "")
    assert talk.transcript("lan") == ()


async def test_two_messages_have_two_keys_and_one_sent_twice_has_one(phone):
    talk, heard = line(phone)
    await talk.hear("lan", text="45")
    await talk.hear("lan", text="45")
    for _ in range(2):
        await talk.hear("lan", text="46", id="0123456789abcdef")
    keys = [said.key for said in heard]
    assert len(set(keys)) == 3 and keys[2] == keys[3] == "p:0123456789abcdef"
    assert [m.text for m in talk.transcript("lan")] == ["45", "45", "46"]


@pytest.mark.parametrize("id", ["", "short", "x" * 65, "p:0123456789abcdef", "é" * 20])
def test_a_strange_id_makes_no_key(phone, id):
    assert phone.say("lan", text="a", id=id).key != phone.say("lan", text="a", id=id).key


def test_half_characters_are_mended(phone):
    said = phone.say("lan", text="a\ud83db", choice="\udc00", message="\udc00")
    assert (said.text + said.choice + said.message).encode()


async def test_what_was_not_stored_is_taken_back_and_said(phone):
    talk, _ = line(phone, fails=True)
    with pytest.raises(NotTaken):
        await talk.hear("lan", text="45")
    assert talk.transcript("lan") == ()


async def test_a_photo_waits_until_it_is_fetched(phone):
    talk, heard = line(phone)
    await talk.hear("lan", photo=PHOTO)
    [medium] = heard[0].media
    assert (medium.kind, medium.mime, medium.size, medium.name) == ("photo", "image/jpeg", 11, "buoi.jpg")
    assert await phone.fetch(medium.ref) == PHOTO.data
    assert await phone.fetch(medium.ref) == PHOTO.data  # the store may have failed after the first time
    assert await talk.photo(talk.transcript("lan")[0].photo) == PHOTO.data


async def test_of_a_photo_too_big_only_the_size_is_passed_on(phone, tmp_path):
    talk, heard = line(phone)
    await talk.hear("lan", photo=Upload(b"", MOST_PHOTO + 1, "image/jpeg", "to.jpg"))
    assert heard[0].media[0].size == MOST_PHOTO + 1 and heard[0].media[0].ref == ""
    assert not list(tmp_path.rglob("*.*"))


async def test_another_file_is_a_document(phone):
    talk, heard = line(phone)
    await talk.hear("lan", photo=Upload(b"%PDF", 4, "application/pdf", "kh.pdf"))
    assert heard[0].media[0].kind == "document"


async def test_a_photo_that_cannot_be_kept_is_not_taken(tmp_path):
    (tmp_path / "file").write_text("in the way")
    talk, heard = line(Phone(tmp_path / "file" / "incoming", opened))
    with pytest.raises(NotTaken):
        await talk.hear("lan", photo=PHOTO)
    assert heard == []


@pytest.mark.parametrize("ref", ["", "../secret", "a" * 32, "A" * 32, "a" * 31 + "/"])
async def test_what_is_no_photo_of_ours_is_not_there(phone, tmp_path, ref):
    (tmp_path / "secret").write_text("secret")
    assert isinstance(await phone.fetch(ref), Dead)


async def test_a_folder_that_cannot_be_read_is_tried_again(phone, tmp_path):
    (tmp_path / "incoming" / ("a" * 32)).mkdir(parents=True)
    assert isinstance(await phone.fetch("a" * 32), Later)


async def test_old_photos_are_swept_at_the_start(phone, tmp_path):
    await phone.open()
    old, new = await phone.keep(PHOTO), await phone.keep(PHOTO)
    past = time.time() - KEPT_SECONDS - timedelta(hours=1).total_seconds()
    os.utime(tmp_path / "incoming" / old, (past, past))
    await phone.open()
    assert isinstance(await phone.fetch(old), Dead) and await phone.fetch(new) == PHOTO.data


async def test_files_that_were_sent_can_be_opened(phone):
    talk, _ = line(phone)
    assert await talk.attachment(Attachment("here", "a.pdf", "application/pdf")) == b"%PDF"
    assert await talk.attachment(Attachment("gone", "a.pdf", "application/pdf")) is None


def test_no_gateway_posts_here(phone):
    assert phone.path == "" and not phone.polls
    with pytest.raises(Unreadable):
        phone.parse(b"{}")
