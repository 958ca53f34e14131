"""Whatever a gateway, or somebody who plays one, posts: it is read or it is unreadable, and nothing else happens.

Captured payloads with bytes turned over, cut off and doubled, and with parts of other kinds in the place of parts.
`FUZZ=100000` tries that many of each channel with other dice; usually it is a few hundred.
"""

from __future__ import annotations

import copy
import json
import os
import random

import pytest

from bot.channels.base import Unreadable
from bot.inbound.intake import arrival
from programme.domain.messages import Inbound
from storage.schema.columns import storable
from tests.bot.channels.test_channels import HERE, MADE

MANY = int(os.environ.get("FUZZ", "0"))
ODD = (
    *(None, True, False, 0, -1, 2**63, 10**400, 1e308, float("nan"), "", " ", "\x00", "\ud800", "0" * 5000, "𝟜𝟝"),
    *([], {}, [[]], [None], {"": None}, [[[[[[[[{}]]]]]]]], "null", "1970-01-01", "-9" * 20, "/" * 300, "\u202e" * 9),
)


def payloads(name: str) -> list[tuple[dict, bytes]]:
    """(query, body) of what was captured on its way in."""
    found = []
    for file in sorted((HERE / name).glob("*.json")):
        case = json.loads(file.read_text("utf-8"))
        body = case.get("body", case.get("update"))
        if not file.stem.startswith("out-") and (body is not None or "raw" in case):
            raw = case["raw"].encode("utf-8", "surrogatepass") if "raw" in case else json.dumps(body).encode()
            found.append((case.get("query", {}), raw))
    return found


def places(value: object, path: tuple = ()) -> list[tuple]:
    """Where anything is, all the way down."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))]


def other(value: object, chance: random.Random) -> object:
    """The same with something else in one place, or without it."""
    value = copy.deepcopy(value)
    path = chance.choice(places(value))
    if not path:
        return chance.choice(ODD)
    parent = value
    for key in path[:-1]:
        parent = parent[key]
    if chance.random() < 0.3:
        del parent[path[-1]]
    else:
        parent[path[-1]] = chance.choice(ODD)
    return value


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.6:
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            pass
        else:
            for _ in range(chance.randint(1, 3)):
                value = other(value, chance)
            return json.dumps(value).encode("utf-8", "surrogatepass")
    data = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        what = chance.random()
        if what < 0.4:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif what < 0.6:
            del data[at:]
        elif what < 0.8:
            data[at:at] = data[: chance.randrange(len(data) + 1)]
        else:
            data[at:at] = chance.choice((b"[" * 3000, b"\xff\xfe", b"\x00", b'"', b"}", b"1e999", "đ".encode()))
    return bytes(data)


@pytest.mark.parametrize("name", MADE)
def test_whatever_is_posted(name):
    channel, known = MADE[name]("http://127.0.0.1:9", {}), payloads(name)
    chance = random.Random() if MANY else random.Random(name)
    read = 0
    for _ in range(MANY or 600):
        query, raw = chance.choice(known)
        raw = spoilt(raw, chance)
        if query and chance.random() < 0.5:
            query = other(query, chance)
            words = query.items() if isinstance(query, dict) else ()
            query = {str(key): str(value) for key, value in words}
        try:
            raw = channel.whole(query, raw)
            channel.parse(raw)
        except Unreadable:
            continue
        except Exception as fault:
            raise AssertionError(f"{type(fault).__name__} for {query} {raw[:2000]!r}") from fault
        for inbound in arrival(channel.parse, raw).inbounds or ():
            if isinstance(inbound, Inbound):
                read += 1
                assert inbound.channel == name and inbound.key and inbound.address, raw[:2000]
                assert all(isinstance(text, str) for text in (inbound.key, inbound.address, inbound.text))
                storable(inbound.key + inbound.address + inbound.text).encode()
    assert read > (MANY or 600) // 50  # not all of it is spoilt beyond reading
