"""getUpdates: what is asked, the mark that comes of it, and what a refusal means."""

import json

import pytest

from bot.channels.base import Later, Polled
from tests.bot.channels.test_telegram_sending import telegram
from tests.support.fake_telegram import KILLED, refusal, too_many

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")


async def test_the_mark_confirms_what_came_before_it_and_is_dropped_when_nothing_came():
    async with telegram(poll_seconds=3) as (channel, api):
        api.script["getUpdates"] += [[{"update_id": 41}, {"update_id": 42, "odd": None}], [], [{"update_id": 7}]]
        first = await channel.poll(None)
        assert first.mark == 43 and [json.loads(raw)["update_id"] for raw in first.updates] == [41, 42]
        assert await channel.poll(43) == Polled((), None)
        assert (await channel.poll(None)).mark == 8  # after an idle week the ids begin anew, perhaps lower
    asked = [fields for method, fields in api.asked if method == "getUpdates"]
    assert [fields.get("offset") for fields in asked] == [None, "43", None]
    assert {fields["timeout"] for fields in asked} == {"3"}
    assert json.loads(asked[0]["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_what_is_no_update_comes_through_to_be_put_aside():
    async with telegram() as (channel, api):
        api.script["getUpdates"] += [["junk", {"update_id": "x"}, {"update_id": 5, "message": 3}]]
        found = await channel.poll(None)
    assert found.mark == 6 and len(found.updates) == 3


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (refusal(409, "Conflict: terminated by other getUpdates request"), 5),
        (refusal(401, "Unauthorized"), 300),
        (too_many(9), 9),
        (refusal(500, "Internal"), None),
        (KILLED, None),
        (b"junk", None),
        ((200, {"ok": True, "result": {"a": 1}}), None),
    ],
)
async def test_refusals(answer, seconds):
    async with telegram() as (channel, api):
        api.script["getUpdates"].append(answer)
        result = await channel.poll(None)
    assert isinstance(result, Later) and result.seconds == seconds
