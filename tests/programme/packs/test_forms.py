"""The forms of a pack: compiled when it is loaded, their faults told with its own."""

import shutil

from programme.packs.pack import PACKS, check, load_programme

QUANG_NINH = PACKS / "quang-ninh"


def test_its_forms():
    assert set(load_programme("quang-ninh").forms) == {"activity"}


def test_a_fault_of_a_form_is_a_fault_of_the_pack(tmp_path):
    shutil.copytree(QUANG_NINH, tmp_path / "broken")
    form = tmp_path / "broken" / "forms" / "activity.md"
    form.write_text(form.read_text("utf-8").replace("select_multiple topic", "select_multiple subject", 1), "utf-8")
    faults, _ = check(tmp_path / "broken")
    assert faults and {f.file for f in faults} == {"forms/activity.md"}


def test_a_pack_without_a_form(tmp_path):
    shutil.copytree(QUANG_NINH, tmp_path / "broken", ignore=shutil.ignore_patterns("forms"))
    assert [str(f) for f in check(tmp_path / "broken")[0]] == ["forms: no form (.md or .xlsx)"]
