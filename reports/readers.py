"""What of the figures about persons each reader is shown: exact to a unit's own people, "<5" to all others.

A reader who looks over several units sees one table: each figure by unit, by topic and by the months and longer periods
of a year. What it hides is worked out for the whole table, so that a question, a digest and a file never differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from programme.domain.model import Activity, Post
from programme.domain.org_units import UnitTree
from programme.domain.periods import DAY
from programme.domain.programme import Programme
from reports.persons_table import OWN, PersonsTable, Span, periods, table_of
from reports.queries import FigureQueries
from reports.scope import day_of_now
from reports.small_counts import FEW, Hidden
from reports.totals import Total, totals

LOOSE = Hidden(False, FEW[-1])
"""Of days that are no period of months: no more than that it is none of FEW."""
WRITES = ("member", "leader", "coordinator", "admin")


def hide(total: Total, how: Hidden | None) -> Total:
    """The total as its reader is shown it: a 0 stays."""
    if how is None or not total.value:
        return total
    if how.few:
        return Total(FEW[-1] + 1, "max", hidden=True)
    return Total(how.over, "min", hidden=True)


def shown_figures(done: Activity, sensitive: Collection[str]) -> dict[str, Total]:
    """An activity's figures by their full names, of `sensitive` ones only whether they are few."""
    found = totals([done])
    return {name: hide(total, _loosely(total.value)) if name in sensitive else total for name, total in found.items()}


def own_people(tree: UnitTree, posts: Iterable[Post], today: date) -> frozenset[str]:
    """The units whose figures are the posts' own: theirs, and those right below an office that no other office is
    below, such as the teams of a commune. Who only views has none."""
    found: set[str] = set()
    for post in posts:
        if post.role in WRITES and post.unit in tree:
            found.add(post.unit)
            below = tree.subtree(post.unit, today)
            if post.role in ("coordinator", "admin") and not any(
                tree.children(child, today) for child in below if child != post.unit
            ):
                found.update(below)
    return frozenset(found)


@dataclass
class Reader:
    """Who looks, over the `roots` and all below them; `near` are the units that they see exactly, None all of them."""

    programme: Programme
    figures: FigureQueries
    today: date
    roots: tuple[str, ...] = ()
    near: Collection[str] | None = None
    _tables: dict[tuple[str, int], PersonsTable] = field(default_factory=dict)

    def sums(self, unit: str, span: Span, sums: Mapping[str, Total], topic: str = "") -> dict[str, Total]:
        """The sums of a unit ("" for all the roots) and days as this reader is shown them; read anew, not added up."""
        return {name: hide(total, self.how(unit, span, name, total.value, topic)) for name, total in sums.items()}

    def how(self, unit: str, span: Span, name: str, value: int, topic: str = "") -> Hidden | None:
        """How a figure is hidden; None where it is shown."""
        if not value or self.near is None or name not in self.programme.sensitive:
            return None
        units = [unit] if unit else [*self.roots]
        if all(one in self.near for one in units) and not any(map(self._above_others, units)):
            return None
        found = [self._of(one, span, name, value if len(units) == 1 else 0, topic) for one in units]
        if not any(found):
            return None
        return found[0] if len(units) == 1 else _loosely(value)

    def sees_all_of(self, unit: str) -> bool:
        return self.near is None or unit in self.near

    def activity(self, unit: str, done: Activity) -> dict[str, Total]:
        """The figures of one activity of a unit as this reader is shown them."""
        return shown_figures(done, () if self.sees_all_of(unit) else self.programme.sensitive)

    def any_hidden(self, span: Span, names: Iterable[str]) -> bool:
        """Whether anything of these figures is hidden in the year of the days, so that no other cut may show them."""
        if self.near is None:
            return False
        tables = [self._table(root, year) for root in self.roots for year in self._years(span)]
        return any(cell[3] in names for table in tables for cell in table.hidden)

    def _above_others(self, unit: str) -> bool:
        return any(code not in (self.near or ()) for code in self._below(unit))

    def _below(self, unit: str) -> Sequence[str]:
        return self.programme.units.subtree(unit, self._day(unit))

    def _day(self, unit: str) -> date:
        return day_of_now(self.programme.units, unit, self.today)

    def _years(self, span: Span) -> range:
        first, last = (int(self.programme.regime.period_of(day, "yearly")) for day in span)
        return range(first, last + 1)

    def _of(self, unit: str, span: Span, name: str, value: int, topic: str) -> Hidden | None:
        root = next((root for root in self.roots if unit.removeprefix(OWN) in self._below(root)), None)
        if root is None:
            return _loosely(value)
        years = self._years(span)
        period = periods(self.programme.regime, years[0]).get(span)
        table = self._table(root, years[0])
        if period and value in (0, table.values.get((unit, period, topic, name))):
            return table.hidden.get((unit, period, topic, name))
        if unit in self.roots and value not in self._few(unit) and self._open(root, span, name, topic):
            return None
        return _loosely(value)

    def _few(self, unit: str) -> Collection[int]:
        return () if self.near is not None and unit in self.near else FEW

    def _open(self, root: str, span: Span, name: str, topic: str) -> bool:
        """Whether the root's own sum of these days may be shown: all their months are, and a reader to whom few
        persons are hidden asks for no more than a week."""
        if self._few(root) and (span[1] - span[0] != 6 * DAY or span[0].weekday()):
            return False
        regime = self.programme.regime
        return not any(
            (root, period, topic, name) in self._table(root, year).hidden
            for year in self._years(span)
            for days, period in periods(regime, year).items()
            if period.isdigit() and days[0] <= span[1] and span[0] <= days[1]
        )

    def _table(self, root: str, year: int) -> PersonsTable:
        if (root, year) not in self._tables:
            self._tables[root, year] = table_of(
                self.programme, self.figures, root, year, self.near or (), self._day(root)
            )
        return self._tables[root, year]


def _loosely(value: int) -> Hidden:
    return Hidden(True) if value in FEW else LOOSE


def reader_of(programme: Programme, figures: FigureQueries, unit: str, posts: Iterable[Post], today: date) -> Reader:
    """Who looks at a unit and all below it by these posts; without any, nothing is shown exactly."""
    near, tree = own_people(programme.units, posts, today), programme.units
    all_near = near.issuperset(tree.subtree(unit, day_of_now(tree, unit, today)))
    return Reader(programme, figures, today, (unit,), None if all_near else near)


def officers_of(programme: Programme, figures: FigureQueries, unit: str, today: date) -> Reader:
    """The reader that a unit's own officers are."""
    return reader_of(programme, figures, unit, [Post(unit, "coordinator")], today)
