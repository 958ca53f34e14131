"""One person at many addresses: which numbers can join, link codes, PINs, and what the store keeps of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.people import borrowed_phone, link_address, phone_numbers
from programme.domain.effects.addresses import Join, KeepPin, Leave, MakeLink
from programme.domain.effects.people import Enrol, Prefer
from programme.domain.model import Link, Member, Pin
from storage import effects
from storage.database.session import open_store
from storage.database.store_faults import Stale
from storage.people import accounts, link_codes

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "address, kind",
    [
        ("0912345678", "mobile"),
        ("+84912345678", "mobile"),
        ("84 912 345 678", "mobile"),
        ("0352345678", "mobile"),
        ("+4915112345678", "mobile"),
        ("02033825555", "landline"),
        ("+842033825555", "landline"),
        ("0203 3825 555", "landline"),
        ("9029", "short"),
        ("191", "short"),
        ("VIETTEL", "short"),
        ("09123", "short"),
        ("0112345678", "short"),
        ("", "short"),
    ],
)
def test_kinds_of_numbers(address, kind):
    assert phone_numbers.kind(address) == kind


def test_only_sms_asks_for_a_mobile_number():
    assert phone_numbers.can_join("telegram", "5001") and not phone_numbers.can_join("kannel", "9029")
    assert phone_numbers.is_deaf("android_sms", "VIETTEL") and not phone_numbers.is_deaf("kannel", "02033825555")


@pytest.mark.parametrize(
    "text, code",
    [
        ("LK12345", "LK12345"),
        ("lien ket lk12345", "LK12345"),
        ("Liên kết LK12345", "LK12345"),
        ("/link LK12345", "LK12345"),
        ("/start LK12345", "LK12345"),
        ("DK LK12345", "LK12345"),
        ("LK1234", ""),
        ("LK123456", ""),
        ("HATU26", ""),
        ("lien ket", ""),
    ],
)
def test_link_codes(text, code):
    assert link_address.named(text) == code


@pytest.mark.parametrize(
    "text, is_one",
    [
        ("MUON BA27 4831 BC TT MT 45", True),
        ("mượn ba27 4831 bc 0", True),
        ("MUON BA27 BC TT", True),  # the PIN lacks: that is said, and counts as a wrong one
        ("muon bao cao", False),
        ("MUON BA27", False),
        ("muốn hỏi 2 việc này", False),
    ],
)
def test_what_a_borrowed_phone_sends(text, is_one):
    assert borrowed_phone.is_borrowed(text) is is_one


def test_a_pin_is_not_kept_as_it_is():
    pin = Pin("m1", "BA27", borrowed_phone.hashed("4831", "salt"))
    assert "4831" not in pin.hash
    assert (
        borrowed_phone.matches(pin, "4831")
        and not borrowed_phone.matches(pin, "4832")
        and not borrowed_phone.matches(pin, "")
    )


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    done(store, Enrol(Member("m1", "Lan", consented_at=NOW), ""), "kannel", "0912345678")
    yield store
    store.close()


def done(store, effect, channel="telegram", address="7", at=NOW):
    return store.transact(lambda conn: effects.apply(conn, [effect], channel, address, at)).result()


def test_a_link_joins_once(store):
    done(store, MakeLink(Link("LK00001", "m1", NOW + timedelta(minutes=15))))
    done(store, Join("m1", "LK00001"))
    member = store.read(lambda conn: accounts.member_at(conn, "telegram", "7"))
    assert member.addresses == (("kannel", "0912345678"), ("telegram", "7"))
    with pytest.raises(Stale):
        done(store, Join("m1", "LK00001"), address="8")
    done(store, Leave("m1"))
    assert store.read(lambda conn: accounts.member_at(conn, "telegram", "7")) is None


def test_a_newer_link_replaces_the_older(store):
    for code in ("LK00001", "LK00002"):
        done(store, MakeLink(Link(code, "m1", NOW + timedelta(minutes=15))))
    assert store.read(lambda conn: link_codes.link(conn, "LK00001")) is None
    assert store.read(lambda conn: link_codes.link(conn, "LK00002")).member == "m1"


def test_pins_and_wishes_are_kept(store):
    pin = Pin("m1", "LAN58", "salt$hash", 2, NOW)
    done(store, KeepPin(pin))
    assert store.read(lambda conn: link_codes.pin(conn, "LAN58")) == pin
    assert store.read(lambda conn: link_codes.pin_of(conn, "m1")) == pin
    assert store.read(lambda conn: link_codes.pin(conn, "LAN59")) is None
    with pytest.raises(Stale):
        done(store, KeepPin(Pin("m2", "LAN58", "x")))
    done(store, Prefer("m1", channel="telegram,kannel", stopped=True))
    assert store.read(lambda conn: accounts.member(conn, "m1")).preferred == "telegram,kannel"
