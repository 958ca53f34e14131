"""The table of XPath functions: a function is a name, how many arguments it takes, and its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FUNCTIONS: dict[str, Function] = {}


@dataclass(frozen=True, slots=True)
class Function:
    """`arity` is a number or (least, most or None). A lazy one gets its arguments unevaluated, as closures of a Focus;
    a volatile one may give another value for the same arguments, so its result is kept with the answers."""

    name: str
    arity: int | tuple[int, int | None]
    work: Callable
    lazy: bool = False
    volatile: bool = False


def function(name: str, arity: int | tuple[int, int | None], lazy: bool = False, volatile: bool = False) -> Callable:
    def register(work: Callable) -> Callable:
        FUNCTIONS[name] = Function(name, arity, work, lazy, volatile)
        return work

    return register
