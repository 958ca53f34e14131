"""demo.toml of a pack: the invented people and invite codes that serve the demonstration, tests and documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from programme.domain.messages import LOOKS, phone_address
from programme.domain.model import ROLES, Invite, Member, Post, Unit
from programme.domain.programme import Cast
from programme.packs.pack_tables import Fault
from programme.packs.toml import head_line, line_of, read_toml

FILE = "demo.toml"
MEMBER = {"id": str, "name": str, "phone": str, "posts": list}
POST = {"unit": str, "role": str}
INVITE = {"code": str, "unit": str, "role": str, "uses": int}
AGREED = datetime(2026, 1, 1, tzinfo=UTC)  # demo people have agreed to the notice


def read_cast(folder: Path, units: Mapping[str, Unit], faults: list[Fault]) -> Cast:
    """The cast of the pack; an empty one where it has no demo.toml."""
    if not (folder / FILE).exists():
        return Cast()
    table, text = read_toml(folder, FILE, faults)
    for key in table:
        if key not in ("member", "invite"):
            faults.append(Fault(FILE, line_of(text, key), f"unknown key {key!r}"))
    members: list[Member] = []
    invites: list[Invite] = []
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries(table.get("member", []))):
        row = line_of(text, str(entry.get("id", "")), "id") or head_line(text, "member", number)
        posts = entries(entry.get("posts", []))
        wrong = misfits(entry, MEMBER) + [m for p in posts for m in misfits(p, POST) or post_faults(p, units)]
        wrong += repeats(entry, ("id", "phone"), seen)
        faults.extend(Fault(FILE, row, reason) for reason in wrong)
        if not wrong:
            members.append(
                Member(
                    id=entry["id"],
                    name=entry["name"],
                    posts=tuple(Post(p["unit"], p["role"]) for p in posts),
                    addresses=tuple(("phone", phone_address(entry["phone"], looks)) for looks in LOOKS),
                    consented_at=AGREED,
                    consent="demo",
                )
            )
    for number, entry in enumerate(entries(table.get("invite", []))):
        row = line_of(text, str(entry.get("code", "")), "code") or head_line(text, "invite", number)
        wrong = misfits(entry, INVITE) or post_faults(entry, units)
        if type(entry.get("uses")) is int and entry["uses"] < 1:
            wrong.append("uses is below 1")
        if not re.fullmatch(r"[A-Z0-9]{4,12}", str(entry.get("code")), re.ASCII):
            wrong.append(f"code {entry.get('code')!r} is not 4 to 12 capitals and digits")
        wrong += repeats(entry, ("code",), seen)
        faults.extend(Fault(FILE, row, reason) for reason in wrong)
        if not wrong:
            invites.append(Invite(entry["code"], entry["unit"], entry["role"], entry["uses"]))
    return Cast(tuple(members), tuple(invites))


def entries(value: Any) -> list[dict[str, Any]]:
    return [entry if isinstance(entry, dict) else {} for entry in value] if isinstance(value, list) else [{}]


def misfits(entry: Mapping[str, Any], shape: Mapping[str, type]) -> list[str]:
    """What of the entry is missing, unknown, or of another type."""
    wrong = [f"unknown key {key!r}" for key in entry if key not in shape]
    for key, kind in shape.items():
        if type(entry.get(key)) is not kind or entry[key] in ("", []):
            wrong.append(f"{key} is missing or of the wrong type")
    return wrong


def repeats(entry: Mapping[str, Any], keys: tuple[str, ...], seen: set[tuple[str, str]]) -> list[str]:
    """What another entry has already; remembers the rest."""
    wrong = []
    for pair in ((key, str(entry.get(key))) for key in keys):
        if pair in seen:
            wrong.append(f"{pair[0]} {pair[1]!r} is taken already")
        seen.add(pair)
    return wrong


def post_faults(entry: Mapping[str, Any], units: Mapping[str, Unit]) -> list[str]:
    wrong = [] if entry["role"] in ROLES else [f"role {entry['role']!r} is not one of {', '.join(ROLES)}"]
    unit = units.get(entry["unit"])
    if unit is None:
        wrong.append(f"unknown unit {entry['unit']!r}")
    elif not unit.exists_on(date.max):
        wrong.append(f"unit {entry['unit']!r} exists no more")
    return wrong
