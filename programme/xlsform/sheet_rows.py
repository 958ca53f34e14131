"""The lists that come with a form: choices, and .csv, .xml and .geojson files, as nodes that XPath can walk."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

LIMIT = 20_000_000
"""Bytes that a list may have."""


class BadList(ValueError):
    """A file that is no list; the text says why."""


class Row:
    """A node that never changes: a list, one of its rows, or a cell of a row."""

    __slots__ = ("_text", "kids", "name", "parent")

    def __init__(self, name: str, text: str = "", parent: Row | None = None):
        self.name = name
        self.parent = parent
        self.kids: list[Row] = []
        self._text = text

    def add(self, name: str, text: str = "") -> Row:
        kid = Row(name, text, self)
        self.kids.append(kid)
        return kid

    def named(self, name: str) -> list[Row]:
        return [kid for kid in self.kids if kid.name == name]

    def children(self) -> list[Row]:
        return self.kids

    def text(self) -> str:
        return "".join(kid.text() for kid in self.kids) if self.kids else self._text

    def cells(self) -> dict[str, str]:
        return {kid.name: kid.text() for kid in self.kids}

    def rows(self) -> Iterator[Row]:
        """The rows of a list that was made by this module or by pyxform: `root/item`."""
        for root in self.kids:
            yield from root.kids


def tag(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def of_element(element: Element, parent: Row | None = None) -> Row:
    row = Row(tag(element), element.text or "", parent)
    row.kids = [of_element(child, row) for child in element]
    return row


def empty(name: str = "instance") -> Row:
    whole = Row(name)
    whole.add("root")
    return whole


def parse(source: str, data: bytes) -> Row:
    """The list in a file, by the end of its name. Raises BadList."""
    if len(data) > LIMIT:
        raise BadList(f"{source} has more than {LIMIT // 1_000_000} MB")
    try:
        if source.endswith(".geojson"):
            return _geojson(json.loads(data))
        if source.endswith(".xml"):
            whole = Row("instance")
            whole.kids = [of_element(fromstring(data, forbid_dtd=True), whole)]
            return whole
        return _table(data.decode("utf-8-sig"))
    except (ParseError, DefusedXmlException) as err:
        raise BadList(f"{source} is not plain XML: {type(err).__name__}") from None
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as err:
        raise BadList(f"{source} can't be read: {err}") from None


def _table(text: str) -> Row:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip() for name in next(lines, [])]
    if not any(header):
        raise BadList("it has no header")
    whole = empty()
    for line in lines:
        if any(line):
            row = whole.kids[0].add("item")
            for name, cell in zip(header, line, strict=False):
                if name:
                    row.add(name, cell.strip())
    return whole


def _geojson(found: dict) -> Row:
    whole = empty()
    for feature in found["features"]:
        row = whole.kids[0].add("item")
        cells = {**(feature.get("properties") or {})}
        if "id" in feature:
            cells["id"] = feature["id"]
        shape = feature.get("geometry") or {}
        if shape.get("type") == "Point":
            longitude, latitude, *_ = shape["coordinates"]
            row.add("geometry", f"{latitude} {longitude} 0 0")
        for name, cell in cells.items():
            row.add(name, "" if cell is None else str(cell))
    return whole
