"""The secrets of this bot (BAOCAO_SECRET_KEY), and what the store keeps sealed under them: text that says so in its
first letters, so that what an older release kept open is still read, and sealed at the next start."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import blake2b

from sqlalchemy import Connection, Engine

from storage.database.sealing import SealFault, key_of, seal, unseal

SEALED = "sealed:"
"""Begins what is sealed. No token of a channel has a colon there."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`secrets`: the one in use first, then those that still open what they sealed. Without any, nothing is sealed."""

    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.secrets)

    @property
    def name(self) -> str:
        """Which secret is in use: eight letters that tell nothing of it, "" for none."""
        return blake2b(self.secrets[0].encode(), digest_size=4, person=b"baocao name").hexdigest() if self else ""

    def sealed(self, text: str, purpose: str) -> str:
        """The text under the secret in use; "" stays so."""
        if not text or not self:
            return text
        return SEALED + b64encode(seal(key_of(self.secrets[0], purpose), text.encode())).decode()

    def opened(self, text: str, purpose: str) -> str:
        """What was sealed, under whichever secret; what is not sealed as it is. Raises SealFault."""
        if not text.startswith(SEALED):
            return text
        for secret in self.secrets:
            try:
                return self._with(secret, text, purpose)
            except SealFault:
                continue
        raise SealFault("no secret of ours opens it")

    def is_current(self, text: str, purpose: str) -> bool:
        """Whether the secret in use opens it already, or there is nothing to seal."""
        if not text or not self:
            return True
        if not text.startswith(SEALED):
            return False
        try:
            self._with(self.secrets[0], text, purpose)
        except SealFault:
            return False
        return True

    @staticmethod
    def _with(secret: str, text: str, purpose: str) -> str:
        try:
            return unseal(key_of(secret, purpose), b64decode(text.removeprefix(SEALED))).decode()
        except ValueError:
            raise SealFault("damaged") from None


NONE = Keyring()


def with_keys(engine: Engine, keys: Keyring) -> Engine:
    """The engine, whose connections know the keys."""
    return engine.execution_options(keys=keys)


def keys_of(conn: Connection) -> Keyring:
    """The keys that the store was opened with."""
    return conn.get_execution_options().get("keys", NONE)
