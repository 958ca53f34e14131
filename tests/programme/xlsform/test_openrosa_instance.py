"""The OpenRosa instance that a form ends with, judged by JavaRosa, the engine of ODK Collect, which ODK Validate brings
along in pyxform: it takes it as a saved form, works every value out anew, finds it valid, and keeps every answer.

What is calculated is not compared: of empty answers JavaRosa makes other sums than ODK Web Forms, our witness.

Needs a JDK: its one source file is compiled when it is run.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import shutil
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from pyxform.xls2xform import convert

from programme.xlsform import Ask, Env, Instance, Refused, RepeatAsk, load_form_text
from tests.programme.xlsform.test_web_forms import said
from tests.support.witness_forms import FILES, FORMS

JUDGE = Path(__file__).parents[2] / "javarosa" / "Accepts.java"
JAR = Path(importlib.util.find_spec("pyxform").origin).parent / "validators/odk_validate/bin/ODK_Validate.jar"
ZONE = "Asia/Ho_Chi_Minh"
LACKS = {"choices": "pulldata", "functions": "floor", "defaults and once": "last"}
"""Forms that JavaRosa alone can't work out (Collect adds functions to it), and the function."""
MEDIA = """
| survey | | | | |
| | type | name | label | default |
| | start | began | | |
| | end | ended | | |
| | today | day | | |
| | username | who | | |
| | begin_group | g | G | |
| | image | photo | Photo | |
| | audio | voice | Voice | |
| | geopoint | place | Place | |
| | dateTime | at | At | |
| | rank l | order | Order | |
| | acknowledge | ok | OK | |
| | decimal | n | N | 2.50 |
| | end_group | | | |
| choices | | | | |
| | list_name | name | label | |
| | l | a | A | |
| | l | b | B | |
| settings | | | | |
| | form_id | version | | |
| | media & more | 2026.1 "b" | | |
"""


def judge() -> bool:
    if shutil.which("java") is None or not JAR.is_file():
        return False
    modules = subprocess.run(["java", "--list-modules"], capture_output=True, text=True, check=False).stdout
    return "jdk.compiler" in modules


pytestmark = pytest.mark.skipif(not judge(), reason="needs a JDK, and the ODK_Validate.jar that pyxform ships")


def filled(name: str, sheet: str, seed: int) -> Instance:
    """Answered at random until nothing is wrong with it."""
    chance = random.Random(f"{name} {seed}")
    form = load_form_text(sheet, "data", {file: text.encode() for file, text in FILES.items()})
    env = Env(datetime(2026, 6, 15, 3, tzinfo=UTC), "en", ZoneInfo(ZONE), f"u{seed}", username="lan")
    one = Instance.new(form, env)
    for _ in range(40):
        stop = chance.choice([s for s in one.walk() if isinstance(s, Ask | RepeatAsk)])
        try:
            if isinstance(stop, Ask):
                one.answer(stop.ref, answer(chance, one, stop))
            elif not stop.exists and int(stop.ref.rpartition("[")[2][:-1]) < 4:
                one.add_repeat(stop.ref)
        except Refused:
            pass
    for _ in range(200):  # a floor that was raised later, a required answer that was never given
        for ref, kind, _ in one.faults()[:1]:
            stop = next(s for s in one.walk() if isinstance(s, Ask) and s.ref == ref)
            with suppress(Refused, KeyError):
                if "]" in ref and chance.random() < 0.3:
                    one.remove_repeat(ref[: ref.rindex("]") + 1])
                else:
                    one.answer(ref, "" if kind == "constraint" and not one.required(ref) else answer(chance, one, stop))
    assert one.faults() == []
    return one


def answer(chance: random.Random, one: Instance, stop: Ask) -> str | list[str]:
    own = {
        "image": "p1.jpg",
        "audio": "v1.oga",
        "geopoint": "20.95 107.07 0 0",
        "dateTime": "2026-06-15T14:30:00.000+07:00",
    }
    return own.get(stop.question.type) or said(chance, one, stop)


def values(xml: str) -> list[tuple[str, str]]:
    root = ElementTree.fromstring(xml)
    return [(e.tag.rpartition("}")[2], " ".join((e.text or "").split())) for e in root.iter() if len(e) == 0]


def alike(ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """The same value; JavaRosa adds the zone to a time, and writes numbers in its own way."""
    (name, one), (other_name, other) = ours, theirs
    if name != other_name:
        return False
    if re.match(r"\d\d:\d\d:", one):
        return one[:8] == other[:8]
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return [part.rstrip("0").rstrip(".") for part in one.split()] == [
            part.rstrip("0").rstrip(".") for part in other.split()
        ]


def test_javarosa_accepts_every_instance_and_keeps_every_answer(tmp_path):
    told, cases = [], [(n, FORMS[n], seed) for n in FORMS if n not in LACKS for seed in range(4)]
    for number, (name, sheet, seed) in enumerate([*cases, ("media", MEDIA, 0), ("media", MEDIA, 1)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        one = filled(name, sheet, seed)
        xform = convert(xlsform=sheet, file_type=".md", form_name="data").xform
        (folder / "form.xml").write_text(xform)
        (folder / "instance.xml").write_text(one.xml())
        told.append((name, seed, folder, one))
    run = subprocess.run(
        ["java", f"-Duser.timezone={ZONE}", "-cp", str(JAR), str(JUDGE)],
        input="".join(f"{folder}\n" for _, _, folder, _ in told),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": ZONE},
        timeout=120,
    )
    verdicts, unlike = run.stdout.splitlines(), []
    assert len(verdicts) == len(told)
    for (name, seed, _, one), verdict in zip(told, verdicts, strict=True):
        assert verdict.startswith("accepted "), (name, seed, verdict[:500])
        ours, theirs = values(one.xml()), values(verdict.partition("?>")[2])
        assert len(ours) == len(theirs), (name, seed, ours, theirs)
        differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if not alike(a, b)]
        asked = {question.name for question in one.form.questions if question.asked}
        unlike += [(name, seed, pair) for pair in differing if pair[0][0] in asked]
    assert unlike == []


def test_root_id_version_and_media_are_those_of_the_form():
    one = filled("media", MEDIA, 0)
    one.answer("/data/g/photo", "p1.jpg")
    root = ElementTree.fromstring(one.xml())
    assert root.tag == "data" and dict(root.attrib) == {"id": "media & more", "version": '2026.1 "b"'}
    assert root.find("meta/instanceID").text == "uuid:u0"
    assert root.find("g/photo").text == "p1.jpg"


def test_javarosa_refuses_what_is_wrong(tmp_path):
    """The judge judges: another form's id, a required answer that is missing, an answer out of its constraint."""
    sheet = FORMS["relevance"]
    xform = convert(xlsform=sheet, file_type=".md", form_name="data").xform
    good = filled("relevance", sheet, 1).xml()
    name = ElementTree.fromstring(good).find("name").text
    wrong = [
        good.replace('id="data"', 'id="x"'),
        good.replace(f"<name>{name}</name>", "<name/>"),
        re.sub(r"<size>.*?</size>|<size/>", "<size>99</size>", good),
    ]
    for number, instance in enumerate(wrong):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "form.xml").write_text(xform)
        (tmp_path / str(number) / "instance.xml").write_text(instance)
    lines = "".join(f"{tmp_path / str(n)}\n" for n in range(len(wrong)))
    command = ["java", "-cp", str(JAR), str(JUDGE)]
    run = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, timeout=120)
    verdicts = run.stdout.splitlines()
    assert [v.partition(":")[0] for v in verdicts] == ["another id", "not valid", "not valid"]
