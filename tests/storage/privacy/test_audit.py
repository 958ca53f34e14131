"""Who did what, when and why: every effect leaves a row, every command that shows or takes data too.

A row never has a word of a message.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import types
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from bot.commands.chat import Terminal
from bot.demo import settle
from programme.domain.approvals import Matter
from programme.domain.effects.addresses import Join, MakeLink
from programme.domain.effects.approvals import DecideMatter, GiveReason, RaiseMatter
from programme.domain.effects.messages import KeepWords
from programme.domain.effects.people import Decide, Enrol, MakeInvite, Propose, SetPosts
from programme.domain.effects.reports import FileReport, MergeReport, ReviseReport, StandReport, WithdrawReport
from programme.domain.effects.schedule import MoveCampaign, Nudge
from programme.domain.model import Activity, Figure, Invite, Report
from programme.packs.pack import load_programme
from storage import effects
from storage.database.session import open_store
from storage.people import accounts
from storage.privacy import audit

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def settled(store, programme):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    return store


EFFECTS = sorted((entry.effect for entry in effects.ENTRIES), key=lambda kind: kind.__name__)


def filler(name: str, hint: Any) -> Any:
    """A value that fits a field: the demo's people and units where the field names one."""
    names = {"member": "demo-lan", "by": "demo-ba", "unit": "hl.ha-tu", "code": "HATU26", "report": REPORT}
    names |= {"channel": "phone", "address": "lan", "invite": "", "role": "member", "quiet": (1320, 420)}
    if name in names and not (name == "invite" and hint is not str):
        return names[name]
    if get_origin(hint) in (Union, types.UnionType):
        return filler(name, next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) in (tuple, list):
        parts = get_args(hint)
        if len(parts) == 2 and parts[1] is ...:
            return ()
        return tuple(filler("", part) for part in parts)
    if get_origin(hint) is not None:
        return {}
    if dataclasses.is_dataclass(hint):
        return example(hint)
    plain = {str: f"{name}1", int: 1, bool: True, float: 1.0, datetime: NOW + timedelta(hours=1), date: NOW.date()}
    return plain.get(hint, "x")


def example(kind: type) -> Any:
    hints = get_type_hints(kind)
    given = {f.name: filler(f.name, hints[f.name]) for f in dataclasses.fields(kind) if _needed(f)}
    return kind(**given)


def _needed(field: dataclasses.Field) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


REPORT = Report(
    code="K7P2", form="activity", version="1", unit="hl.ha-tu", member="demo-lan", entered_by="demo-lan",
    channel="phone", period="2026-06", filed_at=NOW,
    activities=(Activity("communication", ("drug",), date(2026, 6, 15), {"sessions": Figure(1)}),),
)  # fmt: skip


def known(conn, kind: type) -> Any:
    """The effect, after what has to be there before it."""
    lan, ba = accounts.member(conn, "demo-lan"), accounts.member(conn, "demo-ba")
    filed = FileReport(REPORT)
    if kind in AFTER_A_REPORT:
        effects.apply(conn, [filed], "phone", "lan", NOW)
    if kind in MADE:
        return MADE[kind](conn, lan, ba)
    return example(kind)


def _join(conn, lan, ba):
    from programme.domain.model import Link

    effects.apply(conn, [MakeLink(Link("LK12345", "demo-lan", NOW + timedelta(hours=1)))], "phone", "lan", NOW)
    return Join("demo-lan", "LK12345")


def _set_posts(conn, lan, ba):
    return SetPosts("demo-lan", lan.posts, ba.posts, "demo-ba", "move", "why")


def _decide(conn, lan, ba):
    first = example(Propose)
    effects.apply(conn, [first], "phone", "lan", NOW)
    return Decide(first.proposal.id, "agreed", "demo-ba")


def _campaign(conn, lan, ba):
    days = date(2026, 6, 1), date(2026, 6, 26), date(2026, 6, 30), date(2026, 7, 5)
    return MoveCampaign("drug-month", 2026, 1, days, "CV 123", "demo-thu")


MATTER = Matter("m1", "alike", "K7P2", "hl.ha-tu", "hl.ha-tu", NOW, by="demo-lan")


def _raised(effect):
    def made(conn, lan, ba):
        effects.apply(conn, [RaiseMatter(MATTER)], "phone", "lan", NOW)
        return effect

    return made


MADE = {
    RaiseMatter: lambda conn, lan, ba: RaiseMatter(MATTER),
    DecideMatter: _raised(DecideMatter("m1", "agreed", "demo-ba", "why")),
    GiveReason: _raised(GiveReason("m1", "demo-lan", "why")),
    MergeReport: lambda conn, lan, ba: MergeReport("K7P2", "K7P2", "demo-ba"),
    StandReport: lambda conn, lan, ba: StandReport("K7P2", "returned", "demo-ba"),
    MakeInvite: lambda conn, lan, ba: MakeInvite(Invite("ABC123", "hl.ha-tu", "member"), "demo-ba"),
    FileReport: lambda conn, lan, ba: FileReport(REPORT),
    ReviseReport: lambda conn, lan, ba: ReviseReport(dataclasses.replace(REPORT, revision=2), "demo-lan"),
    WithdrawReport: lambda conn, lan, ba: WithdrawReport("K7P2", "demo-lan", "why"),
    Enrol: lambda conn, lan, ba: Enrol(lan, ""),
    Join: _join,
    MoveCampaign: _campaign,
    Nudge: lambda conn, lan, ba: Nudge(("hl.ha-tu",), "demo-hoa", "x2025-6652", NOW.date()),
    SetPosts: _set_posts,
    Decide: _decide,
}
AFTER_A_REPORT = (
    ReviseReport,
    WithdrawReport,
    RaiseMatter,
    DecideMatter,
    GiveReason,
    MergeReport,
    StandReport,
)


def rows(conn) -> list[audit.Entry]:
    return list(audit.entries(conn))


@pytest.mark.parametrize("kind", EFFECTS, ids=lambda kind: kind.__name__)
def test_every_effect_leaves_a_row(settled, kind):
    def work(conn):
        effect = known(conn, kind)
        before = len(rows(conn))
        effects.apply(conn, [effect], "phone", "lan", NOW)
        return rows(conn)[before:]

    found = settled.transact(work).result()
    assert found, f"{kind.__name__} leaves nothing in the trail"
    assert all(entry.at == NOW and entry.what for entry in found)
    assert any(entry.who for entry in found), "nobody did it"


# --- what is no effect of the chat ------------------------------------------------------------------------------------


def test_no_word_of_a_message_is_in_it(settled, programme, tmp_path):
    """A whole conversation, with words that stand nowhere else."""
    talk = Terminal(settled, programme, tmp_path, "phone", "lan", NOW)
    for line in (
        "/baocao",
        "truyền thông",
        "ma túy",
        "hôm nay",
        "4747",
        "không đếm riêng",
        "Nhà văn hóa Xyzzyx",
        "không",
    ):
        talk.now += timedelta(seconds=20)
        talk.say(line)
    for line in ("gửi", "Quxquux lạ lùng", "NGUNG", "XEM"):
        talk.now += timedelta(seconds=20)
        talk.say(line)
    found = settled.read(lambda conn: [" ".join(map(str, dataclasses.astuple(e))) for e in rows(conn)])
    assert found and not any(word in row for row in found for word in ("Xyzzyx", "Quxquux", "4747"))


def test_what_was_set_is_named(settled, programme, tmp_path):
    talk = Terminal(settled, programme, tmp_path, "phone", "lan", NOW)
    for line in ("NGUNG", "english"):
        talk.say(line)
    assert [e.why for e in settled.read(rows) if e.what == "prefer"] == ["stopped", "language"]


def test_read_by_unit_member_and_days(settled):
    def work(conn):
        effects.apply(conn, [FileReport(REPORT)], "phone", "lan", NOW)
        audit.note(conn, NOW + timedelta(days=1), "cli", "export", "hl.ha-tu", "csv")
        audit.note(conn, NOW + timedelta(days=2), "demo-hoa", "see phone", "demo-lan")
        audit.note(conn, NOW + timedelta(days=3), "demo-phu", "prefer", "demo-phu", "quiet")

    settled.transact(work).result()

    def read(**by):
        return [e.what for e in settled.read(lambda conn: list(audit.read(conn, **by)))]

    assert read(unit="hl.ha-tu") == ["file", "export", "see phone"]
    assert read(member="demo-lan") == ["file", "see phone"]
    assert read(member="demo-phu") == ["prefer"]
    assert read(since=NOW + timedelta(days=1), until=NOW + timedelta(days=2)) == ["export"]
    assert read(unit="cp.cua-ong") == ["prefer"] and read(unit="qn") == []


@pytest.fixture
def place(tmp_path):
    """A folder with a store, and `baocao` in it."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = open_store(url)
    settle(store, load_programme("quang-ninh"), datetime(2026, 1, 1, tzinfo=UTC))
    store.close()
    env = os.environ | {"BAOCAO_DATABASE_URL": url, "BAOCAO_DEMO": "0", "BAOCAO_MEDIA": str(tmp_path / "media")}

    def baocao(*words: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "bot", *words]
        return subprocess.run(call, env=env, capture_output=True, text=True, timeout=60)

    return baocao


def test_what_is_taken_or_seen_on_the_command_line(place, tmp_path):
    assert place("export", "--unit", "hl.ha-tu", "--from", "2026-06-01").returncode == 0
    assert place("members").returncode == 0
    assert place("backup", str(tmp_path / "b.tar")).returncode == 0
    assert place("member", "erase", "demo-ba").returncode == 2, "asks for --yes"
    gone = place("member", "erase", "demo-ba", "--yes", "--why", "by letter", "--json")
    assert json.loads(gone.stdout) == {"member": "demo-ba", "state": "erased", "reports": 0,
                                       "without_leader": ["hl.ha-tu"]}  # fmt: skip
    assert place("member", "erase", "demo-ba", "--yes").returncode == 2, "there is nobody now"
    assert "demo-ba" not in place("members").stdout
    shown = [json.loads(line) for line in place("trail", "--json").stdout.splitlines()]
    told = [(row["who"], row["what"], row["subject"], row["why"]) for row in shown]
    assert told == [
        ("cli", "export", "hl.ha-tu", "jsonl 2026-06-01.."),
        ("cli", "see members", "", ""),
        ("cli", "backup", "b.tar", ""),
        ("", "tell", "demo-hoa", ""),
        ("cli", "erase", "", "by letter"),
        ("cli", "see members", "", ""),
    ]
    assert all(datetime.fromisoformat(row["at"]).utcoffset() == timedelta(hours=7) for row in shown)
    assert place("trail", "--from", "2020-01-01", "--to", "2020-12-31", "--json").stdout == ""
    assert place("trail", "--member", "demo-ba").stdout == "", "that somebody was erased, not who"


def test_answers_that_were_not_given_are_on_it(settled):
    words = KeepWords("demo-lan", "phone", "k1", "{}", "flood")
    settled.transact(lambda conn: effects.apply(conn, [words], "phone", "lan", NOW)).result()
    assert [(e.who, e.what, e.why) for e in settled.read(rows)] == [("demo-lan", "kept", "flood")]
