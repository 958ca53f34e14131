"""Functions of text and of truth (ODK XForms: String, Boolean and Select Functions)."""

from __future__ import annotations

import base64
import hashlib
import math

from programme.xlsform.patterns import pattern
from programme.xlsform.registry import function
from programme.xlsform.values import Value, boolean, number, number_of, string, strings

DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("string", (0, 1))
def _string(focus, *value: Value) -> str:
    return string(value[0]) if value else focus.node.text()


@function("concat", (1, None))
def _concat(focus, *values: Value) -> str:
    return "".join(text for value in values for text in strings(value))


@function("join", (1, None))
def _join(focus, glue: Value, *values: Value) -> str:
    return string(glue).join(text for value in values for text in strings(value))


@function("substr", (2, 3))
def _substr(focus, value: Value, start: Value, end: Value = math.inf) -> str:
    text, zone = string(value), focus.world.zone
    first, last = number(start, zone), number(end, zone)
    if math.isnan(first) or math.isnan(last):
        return ""
    size = len(text)
    first, last = (max(0, size + n if n < 0 else n) for n in (first, last))
    return text[int(min(first, size)) : int(min(last, size))]


@function("substring", (2, 3))
def _substring(focus, value: Value, start: Value, length: Value = math.inf) -> str:
    text, zone = string(value), focus.world.zone
    first, count = number(start, zone), number(length, zone)
    if math.isnan(first) or math.isnan(count) or math.isinf(first):
        return ""
    first = math.floor(first + 0.5)
    last = math.inf if math.isinf(count) else first + math.floor(count + 0.5)
    return "".join(letter for at, letter in enumerate(text, start=1) if first <= at < last)


@function("substring-before", 2)
def _before(focus, value: Value, mark: Value) -> str:
    before, found, _ = string(value).partition(string(mark)) if string(mark) else ("", "", "")
    return before if found else ""


@function("substring-after", 2)
def _after(focus, value: Value, mark: Value) -> str:
    return string(value).partition(string(mark))[2] if string(mark) else string(value)


@function("translate", 3)
def _translate(focus, value: Value, old: Value, new: Value) -> str:
    table: dict[int, str | None] = {}
    for at, letter in enumerate(string(old)):
        table.setdefault(ord(letter), string(new)[at : at + 1] or None)
    return string(value).translate(table)


@function("string-length", (0, 1))
def _length(focus, *value: Value) -> float:
    return float(len(_string(focus, *value)))


@function("normalize-space", (0, 1))
def _normalize(focus, *value: Value) -> str:
    return " ".join(_string(focus, *value).split())


@function("contains", 2)
def _contains(focus, value: Value, part: Value) -> bool:
    return string(part) in string(value)


@function("starts-with", 2)
def _starts(focus, value: Value, part: Value) -> bool:
    return string(value).startswith(string(part))


@function("ends-with", 2)
def _ends(focus, value: Value, part: Value) -> bool:
    return string(value).endswith(string(part))


@function("regex", 2)
def _regex(focus, value: Value, source: Value) -> bool:
    """Whether the pattern is found anywhere, as ODK Web Forms does; most forms write ^ and $ themselves."""
    return pattern(string(source)).search(string(value))


@function("digest", (2, 3))
def _digest(focus, value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = DIGESTS.get(string(algorithm))
    if name is None:
        return ""
    raw = hashlib.new(name, string(value).encode(), usedforsecurity=False).digest()
    return raw.hex() if string(encoding) == "hex" else base64.b64encode(raw).decode()


@function("base64-decode", 1)
def _base64(focus, value: Value) -> str:
    try:
        return base64.b64decode(string(value), validate=True).decode()
    except ValueError:
        return ""


@function("uuid", (0, 1), volatile=True)
def _uuid(focus, *length: Value) -> str:
    bits = focus.world.chance(focus.current)
    size = number(length[0], focus.world.zone) if length else 36
    if math.isnan(size) or math.isinf(size):
        return ""
    text = ""
    while len(text) < size:
        raw = bits.getrandbits(128) & ~(0xF << 76) & ~(3 << 62) | 4 << 76 | 2 << 62
        text += f"{raw >> 96:08x}-{raw >> 80 & 0xFFFF:04x}-{raw >> 64 & 0xFFFF:04x}-"
        text += f"{raw >> 48 & 0xFFFF:04x}-{raw & 0xFFFFFFFFFFFF:012x}"
    return text[: int(max(size, 0))]


# --- truth ------------------------------------------------------------------------------------------------------------


@function("true", 0)
def _true(focus) -> bool:
    return True


@function("false", 0)
def _false(focus) -> bool:
    return False


@function("boolean", 1)
def _boolean(focus, value: Value) -> bool:
    return boolean(value)


@function("boolean-from-string", 1)
def _from_string(focus, value: Value) -> bool:
    return string(value) in ("1", "true")


@function("not", 1)
def _not(focus, value: Value) -> bool:
    return not boolean(value)


@function("if", 3, lazy=True)
def _if(focus, condition, then, otherwise) -> Value:
    return then(focus) if boolean(condition(focus)) else otherwise(focus)


@function("coalesce", 2, lazy=True)
def _coalesce(focus, first, second) -> str:
    return string(first(focus)) or string(second(focus))


@function("once", 1, lazy=True, volatile=True)
def _once(focus, value) -> str:
    """The value the node has; where it has none, the argument's. It reads its own node without depending on it."""
    return focus.world.raw(focus.node) or string(value(focus))


@function("checklist", (2, None))
def _checklist(focus, least: Value, most: Value, *values: Value) -> bool:
    zone = focus.world.zone
    return _between(least, most, sum(_ticked(text, zone) for value in values for text in _each(value)), zone)


@function("weighted-checklist", (4, None))
def _weighted(focus, least: Value, most: Value, *pairs: Value) -> bool:
    zone, total = focus.world.zone, 0.0
    for values, weights in zip(pairs[::2], pairs[1::2], strict=False):
        for value, weight in zip(_each(values), _each(weights), strict=False):
            total += number(weight, zone) if _ticked(value, zone) else 0
    return _between(least, most, total, zone)


def _each(value: Value) -> list:
    return [node.text() for node in value] if isinstance(value, list) else [value]


def _ticked(value: Value, zone) -> bool:
    if not isinstance(value, str):
        return boolean(value)
    as_number = number_of(value, zone)
    return bool(value) if math.isnan(as_number) else as_number > 0


def _between(least: Value, most: Value, count: float, zone) -> bool:
    low, high = number(least, zone), number(most, zone)
    return (low == -1 or count >= low) and (high == -1 or count <= high)


# --- selects ----------------------------------------------------------------------------------------------------------


@function("selected", 2)
def _selected(focus, values: Value, one: Value) -> bool:
    return string(one).strip() in string(values).split()


@function("selected-at", 2)
def _selected_at(focus, values: Value, index: Value) -> str:
    names, at = string(values).split(), number(index, focus.world.zone)
    return names[int(at)] if 0 <= at < len(names) else ""


@function("count-selected", 1)
def _count_selected(focus, values: Value) -> float:
    return float(len(string(values).split()))


@function("jr:choice-name", 2)
def _choice_name(focus, value: Value, path: Value) -> str:
    return focus.world.choice_name(focus, string(value), string(path))


@function("jr:itext", 1)
def _itext(focus, key: Value) -> str:
    return focus.world.itext(string(key), focus.current)
