"""ODK's own engine as a witness: the same answers give the same questions, choices, refusals and record, step by step.

Needs node with what tests/web_forms/package.json names (`npm install` there, or BAOCAO_WEB_FORMS names its folder).
"""

import json
import os
import random
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from pyxform.xls2xform import convert

from programme.xlsform import Ask, Env, Instance, Refused, RepeatAsk, load_form_text
from tests.support.witness_forms import FILES, FORMS

HERE = Path(__file__).parents[2] / "web_forms"
FOLDER = Path(os.environ.get("BAOCAO_WEB_FORMS") or HERE)
ZONE = "Asia/Ho_Chi_Minh"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (FOLDER / "node_modules/@getodk/xforms-engine").is_dir(),
    reason="needs node and `npm install` in tests/web_forms",
)


class Witness:
    """ODK's engine with one form open."""

    def __init__(self, markdown: str):
        environment = {**os.environ, "TZ": ZONE}
        words = ["node", str(HERE / "witness.mjs"), str(FOLDER.resolve())]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self.state = self.tell(load=convert(xlsform=markdown, file_type=".md", form_name="data").xform, files=FILES)

    def tell(self, **command) -> dict:
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.process.stderr.read()[-2000:])
        self.state = json.loads(line)
        assert "error" not in self.state, self.state["error"]
        return self.state

    def close(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=10)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def theirs(state: dict) -> list[tuple]:
    return [
        (
            stop["ref"],
            squeezed(stop["label"]),
            stop["value"],
            stop["required"],
            stop["readonly"],
            [tuple(c) for c in stop["choices"]],
        )
        for stop in state["stops"]
    ]


def ours(one: Instance) -> list[tuple]:
    return [
        (
            stop.ref,
            squeezed(one.label(stop.ref)),
            one.value(stop.ref),
            one.required(stop.ref),
            one.read_only(stop.ref),
            [(c.name, c.label) for c in one.choices(stop.ref)],
        )
        for stop in one.walk()
        if not isinstance(stop, RepeatAsk)
    ]


def tree(xml: str):
    def of(element):
        name = element.tag.rpartition("}")[2]
        return (
            name,
            (element.text or "").strip() if name != "instanceID" else "",
            [of(child) for child in element],
            dict(element.attrib),
        )

    return of(ElementTree.fromstring(xml))


TEXTS = ["", "x", "abc", "xyz", "Lan Anh", " a  b ", "12", "2026-06-15", "P1", "K2"]


def said(chance: random.Random, one: Instance, stop: Ask) -> str | list[str]:
    """An answer that may be right, out of its constraint, or nothing."""
    names = [choice.name for choice in one.choices(stop.ref)]
    kind = stop.question.type
    if chance.random() < 0.12:
        return ""
    if kind == "rank":
        return chance.sample(names, len(names))
    if kind in ("select_one", "select_multiple"):
        count = 1 if kind == "select_one" else chance.randint(1, max(1, len(names)))
        return chance.sample(names, min(count, len(names)))
    return {
        "text": chance.choice(TEXTS),
        "integer": str(chance.randint(-2, 22)),
        "decimal": chance.choice(["0", "0.5", "2.5", "3", "7.25", "-1.5"]),
        "range": str(chance.randint(1, 10)),
        "date": f"2026-0{chance.randint(1, 6)}-{chance.randint(1, 28):02}",
        "time": f"{chance.randint(0, 23):02}:30:00",
        "acknowledge": "OK",
    }[kind]


def step(chance: random.Random, one: Instance, witness: Witness) -> str:
    """Say the same to both; the words are for the message of a failed test."""
    stops = [s for s in one.walk() if isinstance(s, Ask | RepeatAsk)]
    stop = chance.choice(stops)
    if isinstance(stop, RepeatAsk):
        if not stop.exists and int(stop.ref.rpartition("[")[2].rstrip("]")) <= 3:
            one.add_repeat(stop.ref)
            witness.tell(add=stop.ref)
            return f"add {stop.ref}"
        if stop.exists and chance.random() < 0.5:
            one.remove_repeat(stop.ref)
            witness.tell(remove=stop.ref)
            return f"remove {stop.ref}"
        return "nothing"
    value, before = said(chance, one, stop), one.value(stop.ref)
    try:
        one.answer(stop.ref, value)
    except Refused as refused:
        if refused.kind == "constraint":
            witness.tell(set=stop.ref, value=value)
            at = next(s for s in witness.state["stops"] if s["ref"] == stop.ref)
            assert not at["valid"], f"{stop.ref} = {value}: refused by us alone"
            old = before.split() if stop.question.type in ("select_multiple", "rank") else before
            witness.tell(set=stop.ref, value=old)
        return f"{stop.ref} refuses {value} ({refused.kind})"
    witness.tell(set=stop.ref, value=value)
    at = next((s for s in witness.state["stops"] if s["ref"] == stop.ref), None)
    assert at is None or at["valid"], f"{stop.ref} = {value}: refused by them alone"
    return f"{stop.ref} = {value}"


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("seed", range(int(os.environ.get("BAOCAO_WITNESS_RUNS", "3"))))
def test_the_same_as_odks_own_engine(name, seed):
    chance = random.Random(f"{name} {seed}")
    form = load_form_text(FORMS[name], "data", {file: text.encode() for file, text in FILES.items()})
    zone = ZoneInfo(ZONE)
    one = Instance.new(form, Env(now=datetime.now(zone), language="en", zone=zone, uuid="witness"))
    witness = Witness(FORMS[name])
    history: list[str] = []
    try:
        for _ in range(30):
            told = "\n".join(history)
            assert ours(one) == theirs(witness.state), told
            assert tree(one.xml()) == tree(witness.state["xml"]), told
            history.append(step(chance, one, witness))
    finally:
        witness.close()
