"""Functions of numbers (ODK XForms: Number Functions)."""

from __future__ import annotations

import math
from collections.abc import Callable

from programme.xlsform.registry import function
from programme.xlsform.values import NAN, Moment, Value, number, numbers


def _plain(name: str, work: Callable[[float], float]) -> None:
    """Register a function of one number; outside its domain it is NaN."""

    @function(name, 1)
    def run(focus, value: Value) -> float:
        try:
            return float(work(float(number(value, focus.world.zone))))
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf


def _log(value: float) -> float:
    return -math.inf if value == 0 else math.log(value)


def _log10(value: float) -> float:
    return -math.inf if value == 0 else math.log10(value)


def _whole(work: Callable[[float], int]) -> Callable[[float], float]:
    return lambda value: value if math.isinf(value) or math.isnan(value) else work(value)


for _name, _work in {
    "abs": abs,
    "acos": math.acos,
    "asin": math.asin,
    "atan": math.atan,
    "cos": math.cos,
    "exp": math.exp,
    "exp10": lambda value: 10.0**value,
    "int": _whole(math.trunc),
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}.items():
    _plain(_name, _work)


@function("number", (0, 1))
def _number(focus, *value: Value) -> float:
    """A date becomes its whole days since 1970 (UTC)."""
    found = number(value[0] if value else [focus.node], focus.world.zone)
    return float(math.floor(found)) if isinstance(found, Moment) else found


@function("atan2", 2)
def _atan2(focus, y: Value, x: Value) -> float:
    return math.atan2(number(y, focus.world.zone), number(x, focus.world.zone))


@function("pow", 2)
def _pow(focus, base: Value, power: Value) -> float:
    try:
        result = float(number(base, focus.world.zone)) ** float(number(power, focus.world.zone))
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return math.inf
    return NAN if isinstance(result, complex) else result


@function("pi", 0)
def _pi(focus) -> float:
    return math.pi


@function("random", 0, volatile=True)
def _random(focus) -> float:
    return focus.world.chance(focus.current).random()


@function("round", (1, 2))
def _round(focus, value: Value, places: Value = 0.0) -> float:
    """Half goes away from zero."""
    zone = focus.world.zone
    amount, decimals = float(number(value, zone)), number(places, zone)
    if math.isnan(amount) or math.isnan(decimals) or math.isinf(amount):
        return NAN if math.isnan(decimals) else amount
    scale = 10.0 ** int(decimals)
    return math.copysign(math.floor(abs(amount) * scale + 0.5) / scale, amount) + 0.0


@function("sum", 1)
def _sum(focus, values: Value) -> float:
    """Of no nodes it is NaN, as ODK Web Forms has it."""
    found = numbers(values, focus.world.zone)
    return float(sum(found)) if found else NAN


@function("max", (1, None))
def _max(focus, *values: Value) -> float:
    return _extreme(max, focus, values)


@function("min", (1, None))
def _min(focus, *values: Value) -> float:
    return _extreme(min, focus, values)


def _extreme(pick: Callable, focus, values: tuple[Value, ...]) -> float:
    found = [n for value in values for n in numbers(value, focus.world.zone)]
    return NAN if not found or any(math.isnan(n) for n in found) else pick(found)
