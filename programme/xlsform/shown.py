"""Which conditional questions are relevant now: worked out once, then again only where an answer changed what they
read. It is kept with a draft, so that a step costs the same whether the live form was held or is made anew."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from programme.xlsform.parts import Part

MARKS = {True: "1", False: "0", None: "-"}


def settle(tree, changed: Iterable[Part]) -> None:
    """Looks again at the relevance of what reads a changed leaf, and of what reads that, as far as anything changes."""
    feeds = tree.form.feeds
    waiting = {part.path: part for one in changed for part in feeds.readers(one.path)} if tree.shown else {}
    while waiting:
        part = waiting.pop(next(iter(waiting)))
        differs = False
        for node in tree.nodes(part):
            before = tree.shown.get(node.ref)
            if before is None:
                continue  # nobody has asked, so nobody has it wrong
            now = tree.shown[node.ref] = tree.unread(lambda node=node: tree.weighed(node))
            if now != before:
                differs = True
                tree.shapes += 1
                tree.touched(node, "relevant")
        if differs:
            waiting |= {other.path: other for other in feeds.readers(part.path)}


def regrown(tree, part: Part, gone: tuple[str, ...] = ()) -> None:
    """A repeat has other instances now; those whose refs begin so are gone, or others moved there."""
    for ref in [ref for ref in tree.shown if gone and ref.startswith(gone)]:
        del tree.shown[ref]
    tree.shapes += 1
    settle(tree, [leaf for leaf in part.all() if leaf.leaf])


def forget(tree) -> None:
    """Everything is worked out from the answers once more: for the record, which trusts nothing that was kept."""
    refs = list(tree.shown)
    tree.shown.clear()
    for ref in refs:
        tree.touched(tree.node(ref), "relevant")


# --- kept with a draft ------------------------------------------------------------------------------------------------


def kept(tree) -> str:
    """A mark for each steady question outside of repeats, behind what they hold for."""
    marks = "".join([MARKS[tree.shown.get(path)] for path in tree.form.feeds.outside])
    return f"{_seal(tree)}:{marks}" if marks else ""


def restore(tree, text: str) -> None:
    """Takes up what was kept, if it was kept of the same form, day, language and person."""
    seal, _, marks = text.partition(":")
    paths = tree.form.feeds.outside if text else ()
    if text and seal == _seal(tree) and len(marks) == len(paths):
        tree.shown = {path: mark == "1" for path, mark in zip(paths, marks, strict=True) if mark != "-"}


def _seal(tree) -> str:
    env = tree.env
    told = f"{tree.form.print} {tree.now.date()} {env.zone} {env.language} {env.username}"
    return f"{zlib.crc32(told.encode()):08x}"


# --- counted ----------------------------------------------------------------------------------------------------------


def places(tree) -> dict[str, int]:
    """The place of every question among those that are asked now, by ref."""
    return {ref: place for place, ref in enumerate(_asked(tree, tree.root), 1)}


def _asked(tree, holder: Any) -> Iterator[str]:
    """The refs of the questions in a root or an instance that are asked now."""
    base, cut, shown = holder.ref, len(holder.part.path), tree.shown
    for part in tree.form.asked_in(holder.part):
        if part.repeat:
            for parent in tree.nodes(part.parent, holder):
                for node in tree.repeated(parent, part):
                    if tree.relevant_at(node):
                        yield from _asked(tree, node)
            continue
        ref = base + part.path[cut:]
        known = shown.get(ref) if part.conditional else True
        if known is None:
            known = tree.relevant_at(tree.node(ref))
        if known and not (part.lockable and tree.read_only_at(tree.node(ref))):
            yield ref
