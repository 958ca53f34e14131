"""Campaign days, year by year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.domain.campaigns import Run, at_or_after, in_year
from programme.domain.programme import Campaign

JUNE = Campaign("june", "", "", (6, 1), (6, 26), (6, 30), "drug")
HIV = Campaign("hiv", "", "", (11, 10), (12, 1), (12, 10), "hiv")
TET = Campaign("tet", "", "", (12, 20), (1, 1), (2, 29), "drug")


@pytest.mark.parametrize(
    "campaign, day, run",
    [
        (JUNE, date(2026, 6, 15), Run(date(2026, 6, 1), date(2026, 6, 26), date(2026, 6, 30))),
        (JUNE, date(2026, 7, 1), Run(date(2027, 6, 1), date(2027, 6, 26), date(2027, 6, 30))),
        (HIV, date(2026, 12, 10), Run(date(2026, 11, 10), date(2026, 12, 1), date(2026, 12, 10))),
        (TET, date(2027, 2, 10), Run(date(2026, 12, 20), date(2027, 1, 1), date(2027, 2, 28))),
        (TET, date(2028, 2, 29), Run(date(2027, 12, 20), date(2028, 1, 1), date(2028, 2, 29))),
    ],
)
def test_the_campaign_that_runs_or_comes_next(campaign, day, run):
    assert at_or_after(campaign, day) == run


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from([JUNE, HIV, TET]))
def test_it_is_never_over_and_in_order(day, campaign):
    run = at_or_after(campaign, day)
    assert run.end >= day
    assert run.start <= run.peak <= run.end
    assert run == in_year(campaign, run.start.year)
