"""The inbox, open conversations, leases and media, on both databases; and the codes of reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from programme.domain import codes
from programme.domain.effects.messages import FetchMedium
from programme.domain.messages import Choice, Outbound
from storage.database import leases
from storage.database.keyring import Keyring
from storage.database.session import open_store
from storage.messages import conversations, media, message_keys, outbox
from storage.schema import tables

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


# --- the inbox --------------------------------------------------------------------------------------------------------


def test_a_message_is_new_once_per_channel(write):
    assert write(message_keys.claim, "telegram", "m:5:1", NOW)
    assert not write(message_keys.claim, "telegram", "m:5:1", after(9))
    assert write(message_keys.claim, "kannel", "m:5:1", NOW)


def test_the_inbox_keeps_the_outcome_and_no_words(write, read):
    write(message_keys.claim, "telegram", "m:5:1", NOW)
    write(message_keys.outcome, "telegram", "m:5:1", "answered")
    row = read(lambda conn: conn.execute(select(tables.inbox)).one())
    assert tuple(row) == ("telegram", message_keys.digest("m:5:1"), NOW, "answered")


def test_what_could_not_be_parsed_is_kept_whole_for_a_while(write, read):
    raw = b'{"a": "\xff\x00'
    write(message_keys.put_aside, "telegram", "u:1", raw, NOW, "no JSON")
    write(message_keys.put_aside, "telegram", "u:1", b"again", after(1), "no JSON")
    write(message_keys.put_aside, "telegram", "u:2", "lone \ud800", after(60), "no message")
    kept = read(lambda conn: conn.execute(select(tables.aside.c.raw).order_by(tables.aside.c.key)).scalars().all())
    assert [one.raw for one in read(message_keys.aside)] == [raw, b"lone \xed\xa0\x80"]
    assert not any(b"lone" in bytes(each) or b'"a"' in bytes(each) for each in kept)


def test_without_a_key_only_that_it_came_is_kept(store_url):
    opened = open_store(store_url)
    opened.transact(lambda conn: message_keys.put_aside(conn, "telegram", "u:1", b"secret", NOW, "no JSON")).result()
    [kept] = opened.read(message_keys.aside)
    opened.close()
    assert (kept.raw, kept.why) == (b"", "no JSON")


def test_what_is_fleeting_waits_sealed_and_goes_out_as_it_was(write, read):
    row = Outbound("phone", "lan", "“Hếnh” là tên?", (Choice("a", "Lưu: Hếnh"),), key="k", fleeting=True)
    write(outbox.queue, [row], NOW)
    assert "Hếnh" not in str(read(lambda conn: conn.execute(select(tables.outbox)).all()))
    (claimed,) = write(outbox.claim, "phone", NOW, 1, 60, "me")
    assert (claimed.outbound.text, claimed.outbound.choices) == (row.text, row.choices)
    write(outbox.sent, claimed.id, "ref", NOW)
    assert read(lambda conn: conn.execute(select(tables.outbox.c.text, tables.outbox.c.choices)).one()) == ("", [])


def test_a_prompt_that_is_replaced_before_it_went_out_is_blanked_too(write, read):
    for key in ("1", "2"):
        write(
            outbox.queue, [Outbound("phone", "lan", "x", (Choice("a", "b"),), key=key, prompt=True, fleeting=True)], NOW
        )
    rows = read(lambda conn: conn.execute(select(tables.outbox.c.state, tables.outbox.c.text)).all())
    assert ("replaced", "") in [tuple(row) for row in rows]


def test_what_a_lost_key_sealed_is_given_up(store_url):
    for keys, claims in ((Keyring(("a",)), False), (Keyring(("b",)), True)):
        opened = open_store(store_url, keys=keys)
        if not claims:
            row = Outbound("phone", "lan", "x", key="k", fleeting=True)
            opened.transact(lambda conn, row=row: outbox.queue(conn, [row], NOW)).result()
        else:
            assert opened.transact(lambda conn: outbox.claim(conn, "phone", NOW, 1, 60, "me")).result() == []
            [line] = opened.read(lambda conn: list(outbox.rows(conn, NOW)))
            assert (line.state, line.error) == ("dead", "no secret of ours opens it")
        opened.close()


# --- conversations ----------------------------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1))
def test_a_conversation_is_loaded_as_it_was_saved(store, state):
    def there_and_back(conn):
        conversations.save(conn, "m:1", "{}", NOW)
        conversations.save(conn, "m:1", state, NOW)
        return conversations.load(conn, "m:1")

    no_text = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    assert store.transact(there_and_back).result(20) == state.translate(no_text)


def test_an_empty_conversation_is_forgotten(write, read):
    write(conversations.save, "a:kannel:84905", "{1}", NOW)
    assert read(conversations.load, "a:kannel:84905") == "{1}"
    write(conversations.save, "a:kannel:84905", "", NOW)
    assert read(conversations.load, "a:kannel:84905") == ""
    assert read(lambda conn: conn.execute(select(tables.conversations)).all()) == []


def test_two_messages_of_one_person_are_decided_one_after_the_other(store):
    """Both load, wait a little, and count on: without a lock one would be lost."""
    import time

    def count_on(conn):
        count = int(conversations.load(conn, "m:1") or 0)
        time.sleep(0.05)
        conversations.save(conn, "m:1", str(count + 1), NOW)

    for future in [store.transact(count_on) for _ in range(6)]:
        future.result(20)
    assert store.read(lambda conn: conversations.load(conn, "m:1")) == "6"


# --- leases -----------------------------------------------------------------------------------------------------------


def test_a_lease_is_held_by_one_and_kept_by_asking_again(write):
    assert write(leases.hold, "send:telegram", "p1", NOW, 30)
    assert not write(leases.hold, "send:telegram", "p2", after(29), 30)
    assert write(leases.hold, "send:telegram", "p1", after(29), 30)
    assert not write(leases.hold, "send:telegram", "p2", after(58), 30)
    assert write(leases.hold, "send:kannel", "p2", NOW, 30)


def test_a_lease_that_ran_out_goes_to_who_asks(write):
    assert write(leases.hold, "send:telegram", "p1", NOW, 30)
    assert write(leases.hold, "send:telegram", "p2", after(30), 30)
    assert not write(leases.hold, "send:telegram", "p1", after(31), 30)


def test_a_lease_is_released_by_its_owner_only(write):
    write(leases.hold, "send:telegram", "p1", NOW, 30)
    write(leases.release, "send:telegram", "p2")
    assert not write(leases.hold, "send:telegram", "p2", NOW, 30)
    write(leases.release, "send:telegram", "p1")
    assert write(leases.hold, "send:telegram", "p2", NOW, 30)


def test_of_many_who_ask_at_once_one_gets_the_lease(store):
    asked = [store.transact(lambda conn, n=n: leases.hold(conn, "tick", f"p{n}", NOW, 30)) for n in range(20)]
    assert sum(future.result(20) for future in asked) == 1


# --- media ------------------------------------------------------------------------------------------------------------


def test_a_medium_is_fetched_once_and_tried_again_after_a_failure(write, read):
    write(media.wanted, FetchMedium("p1", "telegram", "ref"), NOW)
    write(media.wanted, FetchMedium("p1", "telegram", "other"), NOW)
    assert read(media.due, after(-1), 9) == []
    assert read(media.due, NOW, 9) == [media.Due("p1", "telegram", "ref", "image/jpeg", 0)]
    write(media.failed, "p1", after(60), "HTTP 500")
    assert read(media.due, after(59), 9) == []
    assert [due.attempts for due in read(media.due, after(60), 9)] == [1]
    write(media.fetched, "p1", "ab" * 32, "image/jpeg", 9)
    assert read(media.due, after(999), 9) == []


def test_a_medium_given_up_is_not_tried_again(write, read):
    write(media.wanted, FetchMedium("p1", "telegram", "ref"), NOW)
    write(media.failed, "p1", None, "gone")
    assert read(media.due, after(999), 9) == []


def test_the_longest_waiting_media_come_first(write, read):
    for n in (3, 1, 2):
        write(media.wanted, FetchMedium(f"p{n}", "telegram", "ref"), after(n))
    assert [due.name for due in read(media.due, after(9), 2)] == ["p1", "p2"]


def test_bytes_are_kept_once_under_their_sum_and_nothing_else_is_left(tmp_path):
    digest = media.keep(tmp_path / "media", b"photo")
    assert digest == media.keep(tmp_path / "media", b"photo") == sha256(b"photo").hexdigest()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [media.place(tmp_path / "media", digest)]
    assert str(files[0]).endswith(f"/{digest[:2]}/{digest[2:]}") and files[0].read_bytes() == b"photo"


def test_a_write_that_fails_leaves_no_half_medium(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        media.keep(tmp_path, b"photo")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# --- codes ------------------------------------------------------------------------------------------------------------


def test_codes_of_four_signs_are_all_different_and_then_come_five():
    room = codes.capacity(4)
    all_of_four = {codes.code(n) for n in range(room)}
    assert len(all_of_four) == room == 405_352
    assert {len(code) for code in all_of_four} == {4}
    assert len(codes.code(room)) == 5


@given(st.integers(0, 10**9))
def test_a_code_starts_with_a_letter_holds_a_digit_and_no_look_alike(number):
    code = codes.code(number)
    assert code[0].isalpha() and any(sign.isdigit() for sign in code) and not set(code) & set("01OIL")
    assert set(code) <= set(codes.SIGNS)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_two_numbers_never_have_the_same_code(one, other):
    assert (codes.code(one) == codes.code(other)) == (one == other)


def test_codes_that_follow_one_another_do_not_look_alike():
    for start in range(0, 20_000, 997):
        assert len({codes.code(n)[:2] for n in range(start, start + 10)}) == 10
