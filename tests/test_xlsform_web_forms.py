# ruff: noqa: E501 – forms are tables
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

HERE = Path(__file__).parent / "web_forms"
FOLDER = Path(os.environ.get("BAOCAO_WEB_FORMS") or HERE)
ZONE = "Asia/Ho_Chi_Minh"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (FOLDER / "node_modules/@getodk/xforms-engine").is_dir(),
    reason="needs node and `npm install` in tests/web_forms",
)

FORMS = {
    "relevance": """
| survey | | | | | | | |
| | type | name | label | relevant | constraint | required | calculation |
| | text | name | Name | | string-length(.) > 1 | yes | |
| | integer | size | Size of ${name} | | . > 0 and . < 20 | | |
| | select_one yn | farm | Farm? | ${size} != 3 | | | |
| | begin_group | land | Land | ${farm} = 'yes' | | | |
| | decimal | area | Area for ${size} | | . >= ${size} div 10 | ${size} > 3 | |
| | begin_group | soil | Soil | ${area} > 2 | | | |
| | select_multiple s | kinds | Kinds | | count-selected(.) < 3 | | |
| | calculate | first | | | | | selected-at(${kinds}, 0) |
| | end_group | | | | | | |
| | calculate | each | | | | | round(${area} div ${size}, 2) |
| | end_group | | | | | | |
| | note | told | ${each} each, ${first} first | ${each} != '' | | | |
| | calculate | all | | | | | concat(${name}, '-', ${size} + 1, '-', ${kinds}, if(${farm} = 'yes', ' farm', ' none')) |
| | rank s | order | Order | selected(${kinds}, 'b') | | | |
| | acknowledge | ok | OK? | not(${size} > 5) | | | |
| | range | mark | Mark | | | | |
| choices | | | | | | | |
| | list_name | name | label | | | | |
| | yn | yes | Yes | | | | |
| | yn | no | No | | | | |
| | s | a | Sand | | | | |
| | s | b | Clay | | | | |
| | s | c | Loam | | | | |
""",
    "repeats": """
| survey | | | | | | | |
| | type | name | label | relevant | constraint | default | calculation |
| | integer | floor | Least age | | | 2 | |
| | begin_repeat | person | Person | ${floor} < 50 | | | |
| | text | who | Who | | | concat('P', position(..)) | |
| | integer | age | Age of ${who} | | . >= ${floor} | | |
| | select_one yn | school | School | ${age} < 18 | | | |
| | begin_repeat | toy | Toy | ${age} < 12 | | | |
| | text | what | What for ${who} | | . != ${who} | | |
| | calculate | mark | | | | | concat(${who}, position(..), ${what}) |
| | end_repeat | | | | | | |
| | calculate | older | | | | | count(${person}[age > current()/../age]) |
| | calculate | toys | | | | | count(${toy}) |
| | calculate | before | | | | | indexed-repeat(${age}, ${person}, position(..) - 1) |
| | end_repeat | | | | | | |
| | calculate | people | | | | | count(${person}) |
| | calculate | oldest | | | | | max(${age}) |
| | calculate | names | | | | | join(', ', ${who}) |
| | calculate | pupils | | | | | count(${person}[school = 'yes']) |
| | note | end | ${people} people, ${names} | ${people} > 1 | | | |
| choices | | | | | | | |
| | list_name | name | label | | | | |
| | yn | yes | Yes | | | | |
| | yn | no | No | | | | |
""",
    "counted": """
| survey | | | | | | |
| | type | name | label | repeat_count | calculation | default |
| | integer | n | How many? | | | 1 |
| | begin_repeat | kid | Kid | if(${n} > 4, 4, ${n}) | | |
| | text | name | Name | | | concat('K', position(..)) |
| | integer | m | Toys? | | | |
| | end_repeat | | | | | |
| | calculate | names | | | join(' ', ${name}) | |
| | calculate | sum | | | sum(${m}) | |
| | begin_repeat | two | Two | 2 | | |
| | text | t | T | | | |
| | end_repeat | | | | | |
""",
    "choices": """
| survey | | | | | | |
| | type | name | label | choice_filter | calculation | relevant |
| | select_one province | province | Province | | | |
| | select_one district | district | District | province = ${province} | | |
| | select_multiple ward | wards | Wards | district = ${district} | | ${district} != '' |
| | select_one_from_file places.csv | place | Place | kind = ${province} | | |
| | calculate | said | | | jr:choice-name(${district}, '${district}') | |
| | calculate | pulled | | | pulldata('places', 'label', 'name', ${place}) | |
| | calculate | n | | | count-selected(${wards}) | |
| | select_one ward or_other | other | Other | | | |
| | select_one ward | mixed | Mixed | true() | | |
| choices | | | | | | |
| | list_name | name | label | province | district | |
| | province | qn | Quảng Ninh | | | |
| | province | hp | Hải Phòng | | | |
| | district | hl | Hạ Long | qn | | |
| | district | mc | Móng Cái | qn | | |
| | district | lc | Lê Chân | hp | | |
| | ward | ht | Hà Tu | | hl | |
| | ward | cx | Cao Xanh | | hl | |
| | ward | tp | Trần Phú | | mc | |
| | ward | ab | An Biên | | lc | |
""",
    "dates": """
| survey | | | | | | |
| | type | name | label | constraint | calculation | relevant |
| | date | from | From | . <= today() | | |
| | date | to | To | . >= ${from} | | |
| | time | at | At | | | |
| | calculate | days | | | ${to} - ${from} + 1 | |
| | calculate | whole | | | int(decimal-date-time(${to})) - int(decimal-date-time(${from})) | |
| | calculate | shown | | | format-date(${from}, '%d/%m/%Y %e %n %y') | |
| | calculate | later | | | format-date(date(decimal-date-time(${from}) + 7), '%Y-%m-%d') | |
| | text | why | Why so long? | | | ${days} > 30 |
| | calculate | month | | | number(substr(${from}, 5, 7)) | |
| | calculate | same | | | if(${from} = ${to}, 'one day', 'several') | |
| | integer | year | Year | . < 2100 and . > 1900 | number(format-date(${to}, '%Y')) | |
""",
    "functions": """
| survey | | | | |
| | type | name | label | calculation |
| | text | t | T | |
| | integer | i | I | |
| | decimal | d | D | |
| | select_multiple s | m | M | |
| | calculate | c1 | | concat(string-length(${t}), substr(${t}, 1, 3), substr(${t}, -2), contains(${t}, 'a'), starts-with(${t}, 'x')) |
| | calculate | c2 | | translate(normalize-space(${t}), 'abc', 'AB') |
| | calculate | c3 | | ${i} + ${d} * 2 - ${i} mod 3 |
| | calculate | c4 | | round(${d} div ${i}, 3) |
| | calculate | c5 | | if(${t} = '' or ${i} > 3, coalesce(${t}, 'none'), string(${d} >= ${i})) |
| | calculate | c6 | | checklist(1, 2, ${i} > 1, ${d} > 1, selected(${m}, 'a')) |
| | calculate | c7 | | weighted-checklist(2, 5, ${i} > 1, 2, ${d} > 1, 3) |
| | calculate | c8 | | regex(${t}, '^[a-z]+$') |
| | calculate | c9 | | digest(${t}, 'SHA-256', 'hex') |
| | calculate | e1 | | join('-', ${t}, ${i}, ${d}) |
| | calculate | e2 | | max(${i}, ${d}) |
| | calculate | e3 | | min(${i}, ${d}, 3) |
| | calculate | e4 | | int(${d}) |
| | calculate | e5 | | pow(${i}, 2) |
| | calculate | e6 | | selected-at(${m}, 1) |
| | calculate | e7 | | boolean-from-string(${i} = 1) |
| | calculate | e8 | | not(${t}) |
| | calculate | e9 | | count-non-empty(/data/t) + count-non-empty(/data/i) |
| | calculate | f1 | | ${i} = ${d} |
| | calculate | f2 | | ${i} != '' and ${d} != '' |
| | calculate | f3 | | number(${t}) |
| | calculate | f4 | | floor(${d}) + ceiling(${d}) + abs(${i}) |
| | calculate | f5 | | ends-with(${t}, 'z') |
| | calculate | f6 | | substring-before(${t}, 'b') |
| | calculate | f7 | | boolean(${i}) |
| | calculate | f8 | | - ${i} |
| | calculate | f9 | | ${i} div 0 |
| choices | | | | |
| | list_name | name | label | |
| | s | a | A | |
| | s | b | B | |
| | s | c | C | |
""",
    "triggers": """
| survey | | | | | | | |
| | type | name | label | calculation | trigger | read_only | repeat_count |
| | integer | a | A | | | |
| | integer | b | B | | | ${a} > 5 |
| | calculate | sum | | ${a} + ${b} | | |
| | calculate | last | | ${a} * 10 | ${b} | |
| | text | copy | Copy | concat('was ', ${b}) | ${a} | |
| | text | typed | Typed | concat('is ', ${a}) | | |
| | begin_repeat | r | R | | | | 2 |
| | integer | x | X | | | |
| | calculate | y | | ${x} + 1 | ${x} | |
| | end_repeat | | | | | |
""",
}
FILES = {"places.csv": "name,label,kind\np1,Chợ Hạ Long,qn\np2,Bến phà,hp\np3,Trường,qn\n"}


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
@pytest.mark.parametrize("seed", range(int(os.environ.get("BAOCAO_WITNESS_RUNS", "4"))))
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
