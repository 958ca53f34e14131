"""The recipes of docs/developer.md, followed in a copy of the house: what they say is enough, and it works."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_floors import MAY_USE

ROOT = Path(__file__).parents[2]
RECIPES = (ROOT / "docs/developer.md").read_text("utf-8")

MORE_FILES = {"A channel": 4}
"""Recipes that name more than three files of code."""


class House:
    """A copy of the house: files are added to it as a recipe says, then a script runs in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.changed: set[str] = set()
        for room in (*MAY_USE, "tests/support"):
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "tests/__init__.py").touch()

    def new(self, file: str, text: str) -> None:
        path = self.folder / file
        assert not path.exists(), file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.changed.add(file)

    def add(self, file: str, after: str, text: str) -> None:
        """Puts lines behind the one line that `after`, a pattern, matches."""
        path = self.folder / file
        whole = path.read_text("utf-8")
        found = list(re.finditer(rf"^{after}\n", whole, re.M))
        assert len(found) == 1, (file, after, len(found))
        path.write_text(whole[: found[0].end()] + text + whole[found[0].end() :], "utf-8")
        self.changed.add(file)

    def code(self) -> set[str]:
        """The files of code that were touched."""
        return {file for file in self.changed if file.endswith(".py")}

    def run(self, *words: str, **environ: str) -> str:
        """What Python prints there; its rooms are those of the copy."""
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=os.environ | {"PYTHONPATH": str(self.folder)} | environ,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def house(tmp_path):
    return House(tmp_path / "house")


def named(recipe: str) -> str:
    """The words of one recipe."""
    found = re.search(rf"^### {recipe}\n(.*?)(?=^##)", RECIPES, re.M | re.S)
    assert found, recipe
    return found[1]


def files_of(recipe: str) -> set[str]:
    """The files of code that its steps name; `<…>` stands for any name."""
    return set(re.findall(r"^\d\. `(\S+\.py)`: ", named(recipe), re.M))


def covered(touched: set[str], *recipes: str) -> bool:
    """Whether all files that were touched are named in the recipes."""
    files = {file for recipe in recipes for file in files_of(recipe)}
    patterns = [re.sub(r"<[a-z_]+>", r"[a-z_]+", re.escape(file)) for file in files]
    return all(any(re.fullmatch(pattern, file) for pattern in patterns) for file in touched)


@pytest.mark.parametrize(
    "recipe",
    ["A question type", "A channel", "A menu item", "A command", "A typed question in the chat", "A role",
     "A kind of activity", "A campaign", "An indicator", "An effect"],
)  # fmt: skip
def test_a_recipe_names_three_files_at_most(recipe):
    steps = files_of(recipe)
    assert len(steps) <= MORE_FILES.get(recipe, 3)
    assert steps or "No code." in named(recipe)


# --- a route: menu item, prompt, button -------------------------------------------------------------------------------

BUTTON = '''

class DutyPhone(Button):
    """Asks who answers the phone today, or with `who` takes them at once."""

    wire: ClassVar[str] = "m:duty"
    who: str = ""
'''
FEATURE = '''"""Who answers the phone today."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from handlers.state import Prompt
from programme.domain.buttons.menu import DutyPhone


class WhoAnswers(Prompt, frozen=True, tag="who_answers"):
    """Who answers the phone today."""


def ask(s: Context, button: DutyPhone) -> Turn:
    if button.who:
        return take(s, WhoAnswers(), button.who)
    return s.ask(WhoAnswers(), Reply(s.texts("duty.ask"), (DutyPhone("112").labelled("112"),)))


def take(s: Context, prompt: WhoAnswers, text: str) -> Turn:
    if len(text) < 3:
        return s.ask_again(prompt, Reply(s.texts("duty.ask")))
    return s.turn(Reply(s.texts("duty.taken", who=text)))


ROUTE = Route(
    "duty phone",
    buttons={DutyPhone: ask},
    prompts={WhoAnswers: take},
    menu=(MenuEntry(DutyPhone, lambda s: s.texts("menu.duty"), lambda s: DutyPhone()),),
)
'''
TALK = """
from handlers.pipeline.stages import answer
from handlers.pipeline.routes import STATES
from programme.domain.messages import Inbound
from tests.support.contexts import NOW, context

s = context()

def say(text="", choice=""):
    global s
    turn = answer(Inbound("telegram", "1", "k", NOW, text, choice), s)
    s = context(STATES.from_json(STATES.to_json(turn.state)))
    print([reply.text for reply in turn.replies], [c.label for reply in turn.replies for c in reply.choices])
    return {choice.label: choice.value for reply in turn.replies for choice in reply.choices}

entry = say("menu")["Trực điện thoại"]
say(choice=entry)
say("ok")
say("BC giấy do Lan trực")
say("Trực điện thoại")
say("1")
say(choice="m:duty:0912")
"""


def test_a_route(house):
    house.add("programme/domain/buttons/menu.py", r'    wire: ClassVar\[str\] = "m:help"', BUTTON)
    house.new("handlers/settings/duty_phone.py", FEATURE)
    house.add("handlers/pipeline/routes.py", r"FEATURES = \(", "    duty_phone.ROUTE,\n")
    house.add(
        "handlers/pipeline/routes.py",
        r"from handlers\.pipeline\.route import .*",
        "from handlers.settings import duty_phone  # noqa\n",
    )
    house.add("handlers/pipeline/routes.py", r"OWN = \(.*\)", "TEAM = (*TEAM, duty_phone.DutyPhone)\n")
    for language, entry, ask, taken in (
        ("vi", "Trực điện thoại", "Hôm nay ai trực?", "Đã ghi: {who}."),
        ("en", "Duty phone", "Who answers today?", "Noted: {who}."),
    ):
        texts = f"programme/language/texts/{language}.toml"
        house.add(texts, r"\[menu\]", f'duty = "{entry}"\n')
        house.add(texts, r"\[prompt\]\ndropped = .*", f'\n[duty]\nask = "{ask}"\ntaken = "{taken}"\n')
    assert covered(house.code(), "A menu item", "A typed question in the chat")
    assert len(house.code()) == 3
    said = house.run("-c", TALK).splitlines()
    assert "'Trực điện thoại'" in said[0]
    assert said[1] == "['Hôm nay ai trực?'] ['112']"
    assert said[2] == "['Hôm nay ai trực?'] []"  # refused, and asked again
    assert said[3] == "['Đã ghi: BC giấy do Lan trực.'] []"  # the open question has the words first
    assert said[4] == said[1]  # the label, typed
    assert said[5] == "['Đã ghi: 112.'] []" and said[6] == "['Đã ghi: 0912.'] []"


# --- a channel --------------------------------------------------------------------------------------------------------

CHANNEL = '''"""Pigeons: a loft posts what they brought, and takes what they carry."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.channels.base import Channel, Later, Refused, Sending, Sent, Surroundings, Unreadable
from bot.channels.http_calls import Calls, Unreached
from programme.domain.messages import Inbound, Outbound
from programme.domain.numbered_choices import numbered


class Pigeon(Channel):
    name = "pigeon"
    path = "/pigeon"

    @classmethod
    def configured(cls, around: Surroundings) -> Pigeon:
        return cls(around.settings.pigeon_url, around.settings.pigeon_key, clock=around.clock)

    def __init__(self, url: str, key: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._url, self._key, self._clock, self._calls = url, key, clock, Calls()

    async def close(self) -> None:
        await self._calls.close()

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        if not hmac.compare_digest(headers.get("X-Ring", "").encode(), self._key.encode()):
            raise Refused

    def parse(self, raw: bytes) -> list[Inbound]:
        try:
            came = json.loads(raw)
            return [Inbound(self.name, came["loft"], came["ring"], self._clock(), came["words"])]
        except (ValueError, KeyError, TypeError) as fault:
            raise Unreadable(raw) from fault

    async def send(self, out: Outbound) -> Sending:
        what = {"loft": out.address, "words": numbered(out.text, out.choices)}
        try:
            answer = await self._calls.ask("POST", self._url, json=what)
        except Unreached as fault:
            return Later(str(fault), scope="everyone")
        return Sent(out.key) if answer.status == 200 else Later(str(answer.status))


CHANNEL = Pigeon
'''
TRAITS = """        Traits("pigeon", buttons=False, limit=500),
"""
SETTINGS = """    pigeon_url: Address = ""
    pigeon_key: Hidden = ""
"""
FLIGHT = """
import asyncio
import json
from datetime import UTC, datetime
from aiohttp import web
from bot.channels.base import Refused
from bot.channels.configured import served
from bot.inbound.receive import Receiver
from bot.settings import load
from programme.domain.messages import CHANNELS
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import outbox
from sqlalchemy import text

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)

async def main():
    carried = []
    async def loft(request):
        carried.append(await request.json())
        return web.Response()
    app = web.Application()
    app.router.add_post("/", loft)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    settings = load({"PIGEON_URL": f"http://127.0.0.1:{port}/", "PIGEON_KEY": "ring-1"})
    programme, store = load_programme("quang-ninh"), open_store("sqlite:///pigeon.db")
    [pigeon] = served(settings, programme, store, lambda: NOW)
    print(settings.demo, pigeon.name, pigeon.traits.limit, "pigeon" in CHANNELS, repr(settings.pigeon_key))
    body = json.dumps({"loft": "L1", "ring": "r1", "words": "xin chào"}).encode()
    try:
        pigeon.read({}, {}, body)
    except Refused:
        print("refused")
    [inbound] = pigeon.read({"X-Ring": "ring-1"}, {}, body)
    await Receiver(store, programme)(inbound)
    for out in await asyncio.to_thread(waiting, store):
        print(type(await pigeon.send(out)).__name__, carried)
    await pigeon.close()
    await runner.cleanup()
    store.close()

def waiting(store):
    from programme.domain.messages import Outbound, Choice
    rows = store.read(lambda conn: conn.execute(text("select address, text, key from outbox")).all())
    return [Outbound("pigeon", a, t, (Choice("m:menu", "Trình đơn"),), key=k) for a, t, k in rows]

asyncio.run(main())
"""


def test_a_channel(house):
    house.new("bot/channels/pigeon/__init__.py", '"""Pigeons."""\n')
    house.new("bot/channels/pigeon/channel.py", CHANNEL)
    house.add("programme/domain/messages.py", r'        Traits\("zalo_bot", .*', TRAITS)
    house.add("bot/settings.py", r'    telegram_token: Hidden = ""', SETTINGS)
    house.add("bot/settings.py", r"SWITCHES = \{", '    "pigeon": "pigeon_url",\n')
    for language in ("vi", "en"):
        house.add(f"programme/language/texts/{language}.toml", r"\[channel\]", 'pigeon = "bồ câu"\n')
    touched = house.code() - {"bot/channels/pigeon/__init__.py"}
    assert covered(touched, "A channel") and len(touched) == 3
    said = house.run("-c", FLIGHT).splitlines()
    assert said[0] == "False pigeon 500 True '**********'" and said[1] == "refused"
    assert said[2].startswith("Sent [{'loft': 'L1', 'words': 'UBND tỉnh Quảng Ninh") and "1. Trình đơn" in said[2]


# --- an indicator -----------------------------------------------------------------------------------------------------

LINE = """{"form":"activity","version":"1","unit":"hl.ha-tu","joint_units":[],"member":"m1","entered_by":"m1",\
"channel":"phone","state":"filed","merged_into":null,"period":"2026-06","filed_at":"2026-06-15T08:00:00+00:00",\
"activities":[{"kind":"visual","scope":"event","topics":["drug"],"date":"2026-06-15","date_to":null,"place":"",\
"figures":{"leaflets":{"value":250}},"note":""}]}
"""


def test_an_indicator(house):
    pack = house.folder / "programme/packs/quang-ninh"
    row = "leaflets,Tờ rơi đã phát,Leaflets handed out,sum,visual.leaflets,,,,,,KH mẫu\n"
    house.add("programme/packs/quang-ninh/indicators.csv", "name,vi,.*", row)
    with (pack / "targets.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    place = len(head) - 1
    rows = [[*cells[:place], "", cells[place]] for cells in rows]
    rows.append(["2026", "qn", *[""] * (place - 2), "1000", "KH mẫu"])
    with (pack / "targets.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*head[:place], "leaflets", head[place]], *rows])
    assert house.code() == set() and files_of("An indicator") == set()
    (house.folder / "report.jsonl").write_text(LINE, "utf-8")
    store = {"BAOCAO_DATABASE_URL": "sqlite:///store.db", "BAOCAO_DEMO": "1"}
    house.run("-m", "bot", "import", "report.jsonl", **store)
    said = house.run("-m", "bot", "digest", "--unit", "qn", "--period", "2026", "--json", **store)
    assert '{"indicator":"leaflets","value":250,"target":1000,"percent":25.0' in said.replace(" ", "")
