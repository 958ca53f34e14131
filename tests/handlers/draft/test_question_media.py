"""Pictures, sounds and films of questions and choices: sent where the channel shows them, named where it does not."""

from __future__ import annotations

import pytest

from programme.packs.pack import load_programme
from programme.xlsform import load_form_text
from tests.support.form_chat import Chat

SHEET = """
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | hint::Tiếng Việt (vi) | media::image::Tiếng Việt (vi) | media::audio::Tiếng Việt (vi) |
| | note | map | Bản đồ thôn | | map.png | |
| | select_one water | water | Lấy nước ở đâu? | Nhìn hình | well.jpg | ask.mp3 |
| | select_multiple water | other | Còn ở đâu? | | | |
| choices | | | | | | |
| | list_name | name | label::Tiếng Việt (vi) | media::image::Tiếng Việt (vi) | | |
| | water | well | Giếng | well.png | | |
| | water | river | Sông | river.png | | |
| | water | none | Không | | | |
| settings | | | | | | |
| | form_id | version | default_language | | | |
| | water | 1 | Tiếng Việt (vi) | | | |
"""  # noqa: E501 – a form is a table
GIVEN = {name: name.upper() for name in ("map.png", "well.jpg", "ask.mp3", "well.png", "river.png")}


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


def chat(programme, channel: str, given: dict[str, str]) -> Chat:
    form = load_form_text(SHEET, "water")
    form.media = given
    one = Chat(programme, form, channel)
    one.begin()
    return one


def sent(one: Chat) -> list[tuple[str, str]]:
    return [(file.name, file.caption) for reply in one.replies for file in reply.attachments]


def test_a_chat_with_pictures_gets_those_of_labels_and_choices(programme):
    one = chat(programme, "telegram", GIVEN)
    assert "không xem được" not in one.replies[-1].text
    assert sent(one) == [
        *(("map.png", ""), ("ask.mp3", ""), ("well.jpg", "")),
        *(("well.png", "Giếng"), ("river.png", "Sông")),
    ]
    one.say("nonsense")
    assert sent(one) == []  # not once more with each slip
    one.press("Giếng")
    assert sent(one) == [("well.png", "Giếng"), ("river.png", "Sông")]


def test_zalo_shows_pictures_and_names_sounds(programme):
    one = chat(programme, "zalo_oa", GIVEN)
    assert [name for name, _ in sent(one)] == ["map.png", "well.jpg", "well.png", "river.png"]
    assert "không xem được ở đây: ask.mp3" in one.replies[-1].text


@pytest.mark.parametrize(("channel", "given"), [("kannel", GIVEN), ("zalo_bot", GIVEN), ("telegram", {})])
def test_what_can_not_be_shown_is_named(programme, channel, given):
    one = chat(programme, channel, given)
    text = "\n".join(reply.text for reply in one.replies)
    assert sent(one) == []
    assert all(name in text for name in ("map.png", "ask.mp3", "well.jpg"))
    one.say("1")
    assert "well.png" in one.replies[-1].text and "river.png" in one.replies[-1].text
