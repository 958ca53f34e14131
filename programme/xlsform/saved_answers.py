"""A finished record back into what `Instance.load` takes, so that it can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from programme.xlsform.form import Form


def restore(form: Form, record: Mapping[str, Any]) -> dict[str, Any]:
    """The saved shape of a nested record of this form; what the form does not have is left out."""
    answers: dict[str, str] = {}
    repeats: dict[str, int] = {}
    for ref, path, value in _leaves(f"/{form.root.name}", f"/{form.root.name}", record, repeats):
        if path in form.parts and value is not None:
            answers[ref] = " ".join(value) if isinstance(value, list) else _written(value)
    return {"answers": answers, "repeats": {r: n for r, n in repeats.items() if _known(form, r)}}


def _leaves(ref: str, path: str, group: Mapping[str, Any], repeats: dict[str, int]) -> Iterator[tuple[str, str, Any]]:
    for name, value in group.items():
        inner, below = f"{ref}/{name}", f"{path}/{name}"
        if isinstance(value, Mapping):
            yield from _leaves(inner, below, value, repeats)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            repeats[inner] = len(value)
            for place, row in enumerate(value, 1):
                yield from _leaves(f"{inner}[{place}]", below, row, repeats)
        else:
            yield inner, below, value


def _written(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _known(form: Form, ref: str) -> bool:
    path = "/".join(step.partition("[")[0] for step in ref.split("/"))
    return path in form.parts and form.parts[path].repeat
