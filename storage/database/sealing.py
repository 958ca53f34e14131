"""What the store keeps sealed: bytes that nobody reads without the key.

A key is made of a secret (BAOCAO_SECRET_KEY) and of what it is for, so that what is sealed for one purpose opens for no
other."""

from __future__ import annotations

from hashlib import blake2b

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox


class SealFault(Exception):
    """What was sealed does not open: with another key, or it is damaged."""


def key_of(secret: str, purpose: str) -> bytes:
    """The 32 bytes that seal for `purpose`, one of at most 16 ASCII letters."""
    return blake2b(secret.encode(), digest_size=SecretBox.KEY_SIZE, person=purpose.encode("ascii")).digest()


def seal(key: bytes, plain: bytes) -> bytes:
    """`plain` sealed; twice the same gives two that differ."""
    return bytes(SecretBox(key).encrypt(plain))


def unseal(key: bytes, sealed: bytes) -> bytes:
    """What was sealed under `key`. Raises SealFault."""
    try:
        return SecretBox(key).decrypt(sealed)
    except (CryptoError, ValueError):
        raise SealFault("sealed with another key, or damaged") from None
