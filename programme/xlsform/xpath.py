"""XPath as XForms use it: parsed once by elementpath, compiled once to Python closures, run over live nodes.

elementpath gives the grammar and the parse tree; its own evaluation wants a frozen tree and XPath 2's types, so each
token becomes a closure `Focus -> Value` with XForms' weak types instead. The functions are those of `functions.py`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from elementpath.exceptions import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath1 import XPath1Parser

from programme.xlsform import axes
from programme.xlsform.functions import FUNCTIONS
from programme.xlsform.values import Node, Value, boolean, equal, number, ordered

JAVAROSA = "http://openrosa.org/javarosa"
NAMESPACES = {
    "jr": JAVAROSA,
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "h": "http://www.w3.org/1999/xhtml",
    "entities": "http://www.opendatakit.org/xforms/entities",
}


class Focus:
    """Where an expression stands: the node, its place among those selected, the node of the whole expression."""

    __slots__ = ("current", "node", "position", "size", "world")

    def __init__(self, node: Node, world: Any, current: Node | None = None, position: int = 1, size: int = 1):
        self.node = node
        self.world = world
        self.current = node if current is None else current
        self.position = position
        self.size = size


Run = Callable[[Focus], Value]


class BadXPath(ValueError):
    """An expression that can't be used; the text says why, in a few words."""


@dataclass(frozen=True, slots=True)
class XPath:
    """A compiled expression: `run(Focus)`; `tree` is its parse tree, for asking what it refers to."""

    source: str
    run: Run
    tree: Any


class XFormsParser(XPath1Parser):
    """XPath 1.0's grammar with exactly the functions that XForms has here; a path may start at a function's nodes."""

    PATH_STEP_LABELS = (*XPath1Parser.PATH_STEP_LABELS, "function")
    PATH_STEP_SYMBOLS = XPath1Parser.PATH_STEP_SYMBOLS | {"("}

    def parse(self, source: str):
        return Parser.parse(self, source)  # without the static evaluation: the tree is compiled, not evaluated


def _register() -> None:
    for symbol, token in list(XFormsParser.symbol_table.items()):
        if token.label == "function":
            XFormsParser.unregister(symbol)
    for name, known in FUNCTIONS.items():
        token = XFormsParser.function(name.removeprefix("jr:"), nargs=known.arity)
        if name.startswith("jr:"):
            token.namespace = JAVAROSA
    XFormsParser.build()


_register()


@lru_cache(maxsize=20_000)
def parse(source: str) -> XPath:
    """Compile `source`. Raises BadXPath: what is wrong with it, or the name of a function that we don't have."""
    try:
        tree = XFormsParser(namespaces=NAMESPACES).parse(source.strip())
        return XPath(source, compiled(tree), tree)
    except BadXPath:
        raise
    except (ElementPathError, SyntaxError, ValueError, TypeError, RecursionError) as err:
        raise BadXPath(_reason(str(err))) from None


def _reason(text: str) -> str:
    text = text.split("] ", 1)[-1]
    return text if text.startswith("unknown function") else f"not a valid expression: {text}"


_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def _divide(a: float, b: float) -> float:
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
    return float(a) / b


def _modulo(a: float, b: float) -> float:
    return math.nan if b == 0 or math.isinf(a) or math.isnan(a) else math.fmod(a, b)


_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "div": _divide, "mod": _modulo}


def compiled(token: Any) -> Run:
    """The closure for a parse tree."""
    symbol = token.symbol
    if symbol in ("(integer)", "(decimal)", "(float)"):
        constant: Value = float(token.value)
        return lambda focus: constant
    if symbol == "(string)":
        text: Value = token.value
        return lambda focus: text
    if symbol in ("or", "and"):
        return _logic(symbol, compiled(token[0]), compiled(token[1]))
    if symbol in ("=", "!="):
        return _equality(compiled(token[0]), compiled(token[1]), symbol == "=")
    if symbol in _COMPARE:
        return _comparison(compiled(token[0]), compiled(token[1]), _COMPARE[symbol])
    if symbol in _ARITHMETIC and len(token) == 2:
        return _calculation(compiled(token[0]), compiled(token[1]), _ARITHMETIC[symbol])
    if symbol in ("+", "-") and len(token) == 1:
        sign, one = (1.0 if symbol == "+" else -1.0), compiled(token[0])
        return lambda focus: sign * number(one(focus), focus.world.zone)
    if symbol == "|":
        left, right = compiled(token[0]), compiled(token[1])
        return lambda focus: axes.union(left(focus), right(focus))
    if symbol == "(":
        return compiled(token[0])
    if symbol == ":" and token[1].label == "function":
        return _call(f"jr:{token[1].symbol}", token[1])
    if token.label == "function":
        return _call(symbol, token)
    if symbol == "$":
        raise BadXPath("variables are not known in XForms")
    return axes.path(token, compiled, Focus)


def _logic(symbol: str, left: Run, right: Run) -> Run:
    if symbol == "or":
        return lambda focus: boolean(left(focus)) or boolean(right(focus))
    return lambda focus: boolean(left(focus)) and boolean(right(focus))


def _equality(left: Run, right: Run, wanted: bool) -> Run:
    return lambda focus: equal(left(focus), right(focus), focus.world.zone, wanted)


def _comparison(left: Run, right: Run, holds: Callable) -> Run:
    return lambda focus: ordered(left(focus), right(focus), focus.world.zone, holds)


def _calculation(left: Run, right: Run, work: Callable) -> Run:
    def run(focus: Focus) -> float:
        zone = focus.world.zone
        try:
            return float(work(float(number(left(focus), zone)), float(number(right(focus), zone))))
        except OverflowError:
            return math.inf

    return run


def _call(name: str, token: Any) -> Run:
    known = FUNCTIONS.get(name)
    if known is None:
        raise BadXPath(f"unknown function '{name}'")
    arguments = tuple(compiled(part) for part in token)
    work = known.work
    if known.lazy:
        return lambda focus: work(focus, *arguments)
    if len(arguments) == 0:
        return lambda focus: work(focus)
    if len(arguments) == 1:
        only = arguments[0]
        return lambda focus: work(focus, only(focus))
    if len(arguments) == 2:
        first, second = arguments
        return lambda focus: work(focus, first(focus), second(focus))
    return lambda focus: work(focus, *[argument(focus) for argument in arguments])
