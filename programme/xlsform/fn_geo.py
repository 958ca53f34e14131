"""Functions of places on Earth (ODK XForms: Geographic Functions)."""

from __future__ import annotations

import math
from itertools import pairwise

from programme.xlsform.registry import function
from programme.xlsform.values import Value, strings

EARTH = 6_378_100.0
"""Radius at the equator in metres, as ODK's engines take it."""

Point = tuple[float, float]


def points(*values: Value) -> list[Point] | None:
    """Latitude and longitude of every point in nodes or in one geotrace; None where a text is no point."""
    found = []
    for value in values:
        for text in strings(value):
            for part in text.split(";"):
                numbers = part.split()
                if not numbers:
                    continue
                try:
                    found.append((float(numbers[0]), float(numbers[1])))
                except (ValueError, IndexError):
                    return None
    return found


@function("area", 1)
def _area(focus, value: Value) -> float:
    shape = points(value) or []
    if len(shape) < 3:
        return 0.0
    if shape[0] != shape[-1]:
        shape = [*shape, shape[0]]
    total = sum(
        math.radians(b[1] - a[1]) * (2 + math.sin(math.radians(b[0])) + math.sin(math.radians(a[0])))
        for a, b in pairwise(shape)
    )
    return abs(_rounded(total * EARTH * EARTH / 2))


@function("distance", (1, None))
def _distance(focus, *values: Value) -> float:
    line = points(*values)
    if line is None:
        return math.nan
    return abs(_rounded(sum(_between(a, b) for a, b in pairwise(line))))


def _between(a: Point, b: Point) -> float:
    lat_a, lat_b, turn = math.radians(a[0]), math.radians(b[0]), math.radians(a[1] - b[1])
    cosine = math.sin(lat_a) * math.sin(lat_b) + math.cos(lat_a) * math.cos(lat_b) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH


@function("geofence", 2)
def _geofence(focus, point: Value, shape: Value) -> bool:
    """Whether the point is inside the closed shape (the even-odd rule)."""
    where, fence = points(point), points(shape)
    if not where or not fence or len(fence) < 2 or fence[0] != fence[-1]:
        return False
    (lat, lon), inside = where[0], False
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(fence):
        if (lat_b > lat) != (lat_a > lat) and lon < (lon_a - lon_b) * (lat - lat_b) / (lat_a - lat_b) + lon_b:
            inside = not inside
    return inside


def _rounded(metres: float) -> float:
    return math.floor(metres * 100 + 0.5) / 100
