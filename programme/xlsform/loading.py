"""From an XLSForm's file to a Form, or to every reason why it can't be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from programme import xforms
from programme.xforms import LARGEST, XForm
from programme.xlsform.assembly import assemble
from programme.xlsform.form import Form
from programme.xlsform.form_faults import Fault, FormFaults

Compiler = Callable[[str, bytes, Path | None, Mapping[str, bytes | Path]], XForm]
"""Makes an XForm of a file's name and bytes and its lists, beside it or by name. Raises FormFaults."""


def load_form(path: Path, extra: Mapping[str, bytes | Path] | None = None) -> Form:
    """Load a form from a .md, .xlsx, .xlsm, .xls or .csv file; its lists are beside it or in `extra` by file name.

    Raises FormFaults with everything that is wrong with it, and OSError where the file can't be opened."""
    path = Path(path)
    if path.stat().st_size > LARGEST:
        raise FormFaults([Fault(path.name, "", 0, "", "", f"the file has more than {LARGEST // 1_000_000} MB")])
    return _load(path.name, path.read_bytes(), path.parent, extra or {})


def load_form_text(markdown: str, name: str = "form", extra: Mapping[str, bytes | Path] | None = None) -> Form:
    """Load a form from XLSForm Markdown. Raises FormFaults."""
    return _load(f"{name}.md", markdown.encode(), None, extra or {})


def load_form_bytes(
    file: str, content: bytes, extra: Mapping[str, bytes | Path] | None = None, compile_: Compiler | None = None
) -> Form:
    """Load a form from its file's name and bytes; its lists are in `extra` by file name. Raises FormFaults."""
    return _load(file, content, None, extra or {}, compile_)


def _load(
    file: str, content: bytes, beside: Path | None, extra: Mapping[str, bytes | Path], compile_: Compiler | None = None
) -> Form:
    stem, key = Path(file).stem, xforms.key_of(file, content)
    xform = xforms.kept.find(key)
    if xform is not None:
        found = assemble(xform, stem, beside, extra)
        if found.sound:
            return found.form  # else it is compiled once more, which says what is wrong by row and column
    xform = (compile_ or compiler)(file, content, beside, extra)
    xforms.kept.keep(key, xform)
    return assemble(xform, stem, beside, extra).form


def compile_here(file: str, content: bytes, beside: Path | None, extra: Mapping[str, bytes | Path]) -> XForm:
    """Compiles in this process. Raises FormFaults."""
    from programme.xlsform.form_compiler import compile_form  # with pyxform, which takes 23 MB and a while to import

    return compile_form(file, content, beside, extra)


compiler: Compiler = compile_here
"""Who compiles what is not kept, if nobody is named. A process that serves has it done elsewhere."""
