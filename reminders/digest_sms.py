"""A digest in one SMS: what matters least is left out until it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from programme.domain.programme import Programme
from programme.domain.sms_segments import segments
from programme.language.texts import Texts
from programme.language.vietnamese import plain
from reminders.digest_words import leading
from reports.summary import Summary
from reports.sums_in_words import period_name, sums_words

NAMED = 12  # more names than go into one segment


def compose_sms(programme: Programme, t: Texts, summary: Summary) -> str:
    """One segment of GSM-7, with the number to answer to. Details are left out first, then the unit's name is
    shortened; how many have reported is always said."""
    c, unit, answer = summary.completeness, programme.units[summary.unit], plain(t.tail)
    period = period_name(t, programme.regime, summary.period)

    def head(name: str) -> str:
        if c.expected:
            return t("digest.sms.head", period=period, unit=name, count=len(c.reported), of=len(c.expected))
        return t("digest.sms.none", period=period, unit=name)

    for name in shortening(unit.name, unit.aliases):
        for said in details(programme, t, summary) if name == unit.name else ((),):
            if segments(text := plain(" ".join((head(name), *said))) + answer) <= 1:
                return text
    return plain(head("")) + answer


def details(programme: Programme, t: Texts, summary: Summary) -> Iterator[Sequence[str]]:
    """What may follow the head, the fullest first."""
    names = [programme.units[u].name for u in summary.completeness.missing]
    sums = sums_words(t, {n: v for n, v in leading(summary.totals).items() if n.startswith("communication.")})
    tail = [t("digest.sms.results", sums=sums)] if sums else []
    decide = [t("digest.sms.decide", count=summary.to_decide)] if summary.to_decide else []
    keys = [t("digest.sms.keys")] if names else []
    count = []
    for some in range(min(len(names), NAMED), -1, -1):
        missing = [t("digest.sms.missing", units=", ".join(names))] if some else []
        if rest := len(names) - some:
            missing = [t("digest.sms.more" if some else "digest.sms.count", units=", ".join(names[:some]), count=rest)]
        yield *missing, *tail, *decide, *keys
        yield *missing, *tail, *decide
        count = missing
    yield from ((*tail, *decide), (*count, *decide), decide, count, ())


def shortening(name: str, aliases: Sequence[str]) -> Iterator[str]:
    """The name, its shorter ones, then the shortest cut letter by letter."""
    names = [name, *sorted((alias for alias in aliases if len(alias) < len(name)), key=len, reverse=True)]
    yield from names
    for end in range(len(names[-1]) - 1, 0, -1):
        yield names[-1][:end].strip()
