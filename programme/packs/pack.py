"""A programme pack: one folder of data that makes the bot one province's. docs/pack.md says what is in each file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from programme.domain.model import SENSITIVE
from programme.domain.org_units import UnitTree
from programme.domain.periods import Regime
from programme.domain.programme import NOTICE, Programme
from programme.language.texts import LANGUAGES, flatten, load_texts
from programme.packs.agenda_files import read_agenda
from programme.packs.cast import read_cast
from programme.packs.charter import HEAD, read_campaigns, read_head, read_help, read_kinds
from programme.packs.mismatches import mismatches
from programme.packs.pack_tables import Fault
from programme.packs.targets import read_targets
from programme.packs.toml import line_of, read_toml
from programme.packs.unit_files import read_units

if TYPE_CHECKING:
    from programme.xlsform import Form

PACKS = Path(__file__).parent
FORM = re.compile(r"[a-z0-9-]+/[a-z0-9_-]+")


class PackFaults(Exception):
    """A pack that cannot be used: `faults` names all of its faults by file and row."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.folder, self.faults = folder, list(faults)
        super().__init__("\n".join(map(str, faults)))


def load_programme(path_or_name: str | Path) -> Programme:
    """The pack in that folder, or the one of that name among ours. Raises PackFaults with all faults at once."""
    programme, faults, _ = read_pack(find_pack(path_or_name))
    if programme is None or faults:
        raise PackFaults(find_pack(path_or_name), faults)
    return programme


def check(path_or_name: str | Path) -> tuple[list[Fault], list[Fault]]:
    """(faults, warnings) of a pack: faults keep it from being used, warnings are what its documents leave open."""
    _, faults, warnings = read_pack(find_pack(path_or_name))
    return faults, warnings


def find_pack(path_or_name: str | Path) -> Path:
    named = PACKS / path_or_name
    return named if re.fullmatch(r"[a-z0-9-]+", str(path_or_name)) and named.is_dir() else Path(path_or_name)


def read_pack(folder: Path) -> tuple[Programme | None, list[Fault], list[Fault]]:
    faults: list[Fault] = []
    if not folder.is_dir():
        return None, [Fault(str(folder), None, "there is no such pack")], []
    head = read_head(folder, faults)
    kinds = read_kinds(folder, faults)
    files = read_units(folder, kinds, faults)
    targets = read_targets(folder, files.units, kinds, faults)
    campaigns = read_campaigns(folder, faults)
    help_numbers = read_help(folder, faults)
    agenda = read_agenda(folder, campaigns, kinds, faults)
    texts = read_texts(folder, faults)
    forms = read_forms(folder, faults)
    demo = read_cast(folder, files.units, faults)
    warnings = mismatches(folder, files, targets, faults)
    faults.sort(key=lambda fault: (fault.file, fault.row or 0))
    if faults:
        return None, faults, warnings
    programme = Programme(
        name=head["name"],
        title=head["title"],
        issuer=head["issuer"],
        zone=head["zone"],
        regime=Regime(head["regime"]),
        unit_kinds=kinds,
        units=UnitTree(files.units.values()),
        forms=forms,
        campaigns=campaigns,
        help_numbers=help_numbers,
        agenda=agenda,
        indicators=targets.indicators,
        targets=tuple(targets.values.values()),
        texts=texts,
        demo=demo,
        folder=folder,
        notice=head.get("notice", NOTICE),
        sensitive=head.get("sensitive", frozenset(SENSITIVE)),
    )
    return programme, faults, warnings


def read_texts(folder: Path, faults: list[Fault]) -> dict[str, dict[str, str]]:
    """texts.vi.toml and texts.en.toml, both optional: keys of the programme's texts, in the pack's own words."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        file = f"texts.{language}.toml"
        if (folder / file).exists():
            table, text = read_toml(folder, file, faults)
            found[language] = flatten(table)
            for key, value in found[language].items():
                row = line_of(text, key.rsplit(".", 1)[-1])
                if key not in load_texts(language):
                    faults.append(Fault(file, row, f"unknown text {key!r}"))
                elif not isinstance(value, str):
                    faults.append(Fault(file, row, f"{key!r} is no text"))
    return found


def read_forms(folder: Path, faults: list[Fault]) -> dict[str, Form]:
    """Each XLSForm (.md, .xlsx) under forms/, by the file's name without its ending, and those shared by other packs,
    named as `pack/form` in programme.toml."""
    from programme.xlsform import FormFaults, load_form  # pyxform takes a while to import: only who reads a pack waits

    forms: dict[str, Form] = {}
    files = sorted(p for p in (folder / "forms").glob("*") if p.suffix in (".md", ".xlsx"))
    shared = [name for name in read_toml(folder, HEAD, [])[0].get("forms") or () if isinstance(name, str)]
    for name in shared:
        pack, _, form = name.partition("/")
        found = [p for p in (PACKS / pack / "forms").glob(f"{form}.*") if p.suffix in (".md", ".xlsx")]
        if not FORM.fullmatch(name) or not found:
            faults.append(Fault(HEAD, None, f"there is no form {name!r}; name it as pack/form of a pack of ours"))
        files += found[:1]
    if not files and not shared:
        faults.append(Fault("forms", None, "no form (.md or .xlsx)"))
    for path in files:
        file = f"forms/{path.name}" if path.is_relative_to(folder) else HEAD
        if path.stem in forms:
            faults.append(Fault(file, None, f"a second form named {path.stem!r}"))
        try:
            forms[path.stem] = load_form(path)
        except FormFaults as wrong:
            for fault in wrong.faults:
                words = (fault.sheet, fault.column, fault.name, fault.reason)
                faults.append(Fault(file, fault.row or None, ": ".join(word for word in words if word)))
        except OSError as error:
            faults.append(Fault(file, None, f"the file cannot be read: {error.strerror}"))
    return forms
