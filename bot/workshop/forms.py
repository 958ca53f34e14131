"""Forms compiled in the workshop: pyxform is loaded there and not in the bot."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.workshop import jobs
from bot.workshop.parent import Bench, Failed
from programme.xforms import XForm
from programme.xlsform import Fault, FormFaults, loading

log = logging.getLogger(__name__)

Lists = Mapping[str, bytes | Path]


def compile_at(bench: Bench, file: str, content: bytes, beside: Path | None, extra: Lists) -> XForm:
    """The form compiled at the bench. Raises FormFaults, also where the work came to nothing."""
    made = bench.do(jobs.compile_form, file, content, beside, dict(extra), seconds=jobs.FORM)
    if isinstance(made, Failed):
        raise FormFaults([Fault(file, "", 0, "", "", f"checking it came to nothing ({made.why})")])
    return jobs.xform_of(made)


def compile_surely(bench: Bench, file: str, content: bytes, beside: Path | None, extra: Lists) -> XForm:
    """A form that the bot can't do without: where the bench fails, it is compiled in this process. Raises
    FormFaults."""
    made = bench.do(jobs.compile_form, file, content, beside, dict(extra), seconds=jobs.FORM)
    if isinstance(made, Failed):
        log.warning("a form is compiled in the bot's own process")
        return loading.compile_here(file, content, beside, extra)
    return jobs.xform_of(made)


@contextmanager
def compiled_at(bench: Bench) -> Iterator[None]:
    """Meanwhile the forms of packs and of the store are compiled there, where they are not kept."""
    before, loading.compiler = loading.compiler, partial(compile_surely, bench)
    try:
        yield
    finally:
        loading.compiler = before
