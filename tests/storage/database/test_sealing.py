"""What is sealed opens with its key alone."""

from __future__ import annotations

import pytest

from storage.database.sealing import SealFault, key_of, seal, unseal

PLAIN = "Chủ nhật họp ở khu 4".encode()


def test_what_is_sealed_opens_again_and_shows_nothing():
    key = key_of("bí mật", "aside")
    sealed = seal(key, PLAIN)
    assert unseal(key, sealed) == PLAIN
    assert not any(PLAIN[i : i + 6] in sealed for i in range(len(PLAIN) - 6))
    assert seal(key, PLAIN) != sealed


@pytest.mark.parametrize("other", [key_of("bí mật", "tokens"), key_of("bí mật khác", "aside")])
def test_no_other_secret_or_purpose_opens_it(other):
    with pytest.raises(SealFault):
        unseal(other, seal(key_of("bí mật", "aside"), PLAIN))


@pytest.mark.parametrize("damage", [lambda s: s[:-1], lambda s: b"", lambda s: s[:40] + bytes([s[40] ^ 1]) + s[41:]])
def test_what_is_damaged_does_not_open(damage):
    key = key_of("bí mật", "aside")
    with pytest.raises(SealFault):
        unseal(key, damage(seal(key, PLAIN)))
