"""pyxform's own example forms: those that a chat can ask run to the end with generated answers, the others are refused
with their reason.

They are not ours to keep, so they come with a pinned pyxform that still shipped them (`tests/support/examples.lock`),
which `make setup-dev` unpacks into the environment. BAOCAO_EXAMPLE_FORMS names another folder.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pytest

from programme.packs.pack import load_programme
from programme.xlsform import FormFaults, load_form
from tests.handlers.draft.test_any_form import run
from tests.support.form_chat import Chat

FOLDER = Path(os.environ.get("BAOCAO_EXAMPLE_FORMS") or Path(sys.prefix) / "example-forms")
FOUND = {
    path.name: path
    for path in sorted(FOLDER.rglob("*.*"))
    if path.suffix in (".xlsx", ".xlsm", ".xls", ".csv", ".md") and path.name not in ("fruits.csv", "widgets.md")
}
pytestmark = pytest.mark.skipif(not FOUND, reason="no example forms: `make setup-dev` unpacks them")

REFUSED = {
    "bad_calc": "not a valid expression",
    "calculate_without_calculation": "Missing calculation",
    "cascades_old": "Could not find the name",
    "cascading_select_test": "Unknown question type",
    "choice_name_as_type": "select_one_external",
    "duplicate_columns": "Duplicate column header",
    "gps": "no label or hint",
    "group_name_test": "no name",
    "include": "has not been included",
    "not_closed_group_test": "Unmatched",
    "old_cascades": "Unknown question type",
    "select_one_external": "",
    "simple_loop": "not in columns sheet",
    "text_and_integer_xlsx": "no label or hint",
    "unknown_question_type": "",
    "xl_date_ambiguous": "not a valid expression",
}
"""Those that pyxform does not take, or a chat can't ask, by the beginning of their names, and what is said of them."""


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.mark.parametrize("name", FOUND)
def test_an_example_runs_to_the_end_or_is_refused_with_its_reason(name, programme):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, of what it does not read in a workbook
            form = load_form(FOUND[name])
    except FormFaults as wrong:
        reason = next((why for stem, why in REFUSED.items() if Path(name).stem.startswith(stem)), None)
        assert reason is not None and all(fault.reason for fault in wrong.faults)
        assert any(reason in fault.reason for fault in wrong.faults)
        return
    form.version = form.version or "1"
    run(Chat(programme, form), seed=1)


def test_most_of_them_can_be_asked():
    taken = [name for name in FOUND if not any(Path(name).stem.startswith(stem) for stem in REFUSED)]
    assert len(taken) >= 40
