"""Secrets of the store lie sealed in it; a new key, an older release and a lost key lose no more than they must."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from storage.database.keyring import NONE, SEALED, Keyring
from storage.database.sealing import SealFault
from storage.database.session import open_store
from storage.messages import channel_tokens
from storage.messages.channel_tokens import UNOPENED, Pair
from storage.privacy import sealed_values
from storage.schema import tables

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
PAIR = Pair("access-7f3a", "refresh-99c1", NOW, "seed")
ONE, OTHER = "the first secret", "the second secret"


def kept(url: str, keys: Keyring, pair: Pair = PAIR) -> None:
    with closing(open_store(url, keys=keys)) as store:
        store.transact(lambda conn: channel_tokens.save(conn, "zalo_oa", pair, NOW)).result()


def found(url: str, keys: Keyring) -> Pair:
    with closing(open_store(url, keys=keys)) as store:
        return store.read(lambda conn: channel_tokens.load(conn, "zalo_oa"))


def raw(url: str) -> tuple[str, str]:
    with closing(open_store(url)) as store:
        c = tables.tokens.c
        return tuple(store.read(lambda conn: conn.execute(select(c.access, c.refresh)).one()))


def sealed_anew(url: str, keys: Keyring) -> int:
    with closing(open_store(url, keys=keys)) as store:
        return store.transact(sealed_values.seal_all).result()


def test_tokens_lie_sealed_and_are_read_as_they_were(store_url):
    kept(store_url, Keyring((ONE,)))
    assert all(value.startswith(SEALED) and "7f3a" not in value and "99c1" not in value for value in raw(store_url))
    assert found(store_url, Keyring((ONE,))) == PAIR


def test_what_an_older_release_kept_open_is_sealed_at_the_start(store_url):
    kept(store_url, NONE)
    assert raw(store_url) == ("access-7f3a", "refresh-99c1") and found(store_url, Keyring((ONE,))) == PAIR
    assert sealed_anew(store_url, Keyring((ONE,))) == 2 and sealed_anew(store_url, Keyring((ONE,))) == 0
    assert not any("7f3a" in value or "99c1" in value for value in raw(store_url))
    assert found(store_url, Keyring((ONE,))) == PAIR


def test_a_new_key_takes_over_and_the_old_one_may_go(store_url):
    kept(store_url, Keyring((ONE,)))
    assert found(store_url, Keyring((OTHER, ONE))) == PAIR
    assert sealed_anew(store_url, Keyring((OTHER, ONE))) == 2
    assert found(store_url, Keyring((OTHER,))) == PAIR
    assert found(store_url, Keyring((ONE,))).lost == UNOPENED


@pytest.mark.parametrize("keys", [Keyring((OTHER,)), NONE])
def test_with_a_lost_key_it_is_said_what_to_enter_anew_and_nothing_is_written_over(store_url, keys):
    kept(store_url, Keyring((ONE,)))
    before = raw(store_url)
    assert found(store_url, keys) == Pair("", "", NOW, "seed", UNOPENED)
    with closing(open_store(store_url, keys=keys)) as store:
        (told,) = store.read(sealed_values.unopened)
        assert "ZALO_OA_REFRESH_TOKEN" in told.anew
        store.transact(sealed_values.seal_all).result()
    assert raw(store_url) == before and found(store_url, Keyring((ONE,))) == PAIR, "the right key, found again"
    kept(store_url, Keyring((OTHER,)), Pair("new", "newer", NOW, "another"))
    assert found(store_url, Keyring((OTHER,))).access == "new"


def test_every_column_that_is_sealed_is_looked_through(store_url):
    """One value under a lost key in each of them is told of."""
    gone = Keyring(("gone",))
    with closing(open_store(store_url, keys=Keyring((ONE,)))) as store:
        assert store.read(sealed_values.unopened) == []
        rows = {
            "tokens": {"name": "x", "access": "", "refresh": gone.sealed("r", "tokens"), "seed": "", "lost": "",
                       "until": NOW, "at": NOW},
            "erasures": {"who": "w", "at": NOW, "photos": False, "sealed_key": gone.sealed("k", "erasures"),
                         "signs": [], "state": "over", "answer": ""},
        }  # fmt: skip
        assert set(rows) == {one.table.name for one in sealed_values.KEPT}
        for one in sealed_values.KEPT:
            row = rows[one.table.name]
            store.transact(lambda conn, one=one, row=row: conn.execute(insert(one.table), row)).result()
        assert store.read(sealed_values.unopened) == list(sealed_values.KEPT)


def test_a_ring_opens_what_is_open_and_nothing_that_is_damaged():
    ring = Keyring((ONE,))
    assert ring.opened("plain", "x") == "plain" and ring.sealed("", "x") == "" and NONE.sealed("a", "x") == "a"
    whole = ring.sealed("a", "x")
    for bad in (whole[:-3], SEALED, SEALED + "é", whole.replace(whole[-8:-4], "AAAA")):
        with pytest.raises(SealFault):
            ring.opened(bad, "x")
    with pytest.raises(SealFault):
        ring.opened(whole, "y")
    assert ONE not in repr(ring) and ring.name and ring.name != Keyring((OTHER,)).name
