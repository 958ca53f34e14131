"""Settings: the environment before `.env`, the demo's rules, a line for every fault, and every name written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot import settings
from bot.settings import LOOPBACK, TOKENS, Settings, SettingsFault, load, read_env

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"(BAOCAO|TELEGRAM|ZALO|KANNEL|ANDROID_SMS)_[A-Z_]+\Z")
TO_COME = {"ZALO_BOT_TOKEN", "ZALO_OA_APP_ID", "KANNEL_SEND_URL", "ANDROID_SMS_URL"} & set(TOKENS)
"""Tokens that the demo refuses already, of channels whose other settings are not read yet."""


@pytest.fixture
def folder(tmp_path):
    def written(text: str) -> Path:
        (tmp_path / ".env").write_text(text, "utf-8")
        return tmp_path

    return written


# --- the registry -----------------------------------------------------------------------------------------------------


def names_read() -> set[str]:
    """Every setting that is read, and every one that a line for the operator names."""
    texts = re.findall(r"\b[A-Z][A-Z_]+\b", Path(settings.__file__).read_text("utf-8"))
    return {field.alias for field in Settings.model_fields.values()} | {text for text in texts if NAME.match(text)}


def names_offered() -> set[str]:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    return {line.split("=")[0] for line in lines if line and not line.startswith("#")}


def test_every_setting_is_in_the_example_and_every_example_is_read():
    assert names_read() - TO_COME == names_offered() - TO_COME


def test_every_setting_of_the_example_has_a_word_on_it():
    """A comment stands over it, or over the group that it is in."""
    commented = False
    for number, line in enumerate((ROOT / ".env.example").read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            commented = True
        elif not line:
            commented = False
        else:
            assert commented, f".env.example line {number}: {line} is not explained"


def test_the_example_as_it_is_serves_no_channel_and_is_no_demo(folder):
    found = load({}, folder((ROOT / ".env.example").read_text("utf-8")))
    assert (found.demo, found.telegram_token, found.telegram_mode) == (False, "", "polling")
    assert (found.host, found.port, found.programme) == ("127.0.0.1", 8080, "quang-ninh")
    assert found.database_url == "sqlite:///var/baocao.db"


# --- the demo ---------------------------------------------------------------------------------------------------------


def test_nothing_set_is_the_demo(tmp_path):
    found = load({}, tmp_path)
    assert (found.demo, found.database_url, found.media) == (True, "sqlite:///var/demo.db", Path("var/demo-media"))
    assert (found.host, found.port) == ("127.0.0.1", 8080)


@pytest.mark.parametrize("token", TOKENS)
def test_the_demo_refuses_every_token(tmp_path, token):
    with pytest.raises(SettingsFault, match=f"unset {token}"):
        load({"BAOCAO_DEMO": "1", token: "5550001:AAGsynthetic"}, tmp_path)


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_alone_is_no_demo(tmp_path, token):
    assert not load({token: "5550001:AAGsynthetic"}, tmp_path).demo


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_the_demo_refuses_another_host(tmp_path, host):
    with pytest.raises(SettingsFault, match=re.escape(host)):
        load({"BAOCAO_HOST": host}, tmp_path)
    assert load({"BAOCAO_HOST": host, "BAOCAO_DEMO": "0"}, tmp_path).host == host


@pytest.mark.parametrize("host", LOOPBACK)
def test_the_demo_takes_this_machine(tmp_path, host):
    assert load({"BAOCAO_HOST": host}, tmp_path).host == host


@pytest.mark.parametrize(("text", "demo"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("no", False)])
def test_the_demo_is_asked_for(folder, text, demo):
    assert load({}, folder(f"BAOCAO_DEMO={text}\n")).demo is demo


def test_a_file_of_settings_is_no_demo(folder):
    assert not load({}, folder("")).demo


# --- .env -------------------------------------------------------------------------------------------------------------


def test_the_file_as_people_write_it(folder):
    text = """# a comment
    BAOCAO_PORT = 9000
export BAOCAO_HOST=0.0.0.0
TELEGRAM_TOKEN="555:AA=B#C"

BAOCAO_SECRET_KEY='a b'
BAOCAO_PROGRAMME=
TELEGRAM_PROXY="
BAOCAO_PUBLIC_URL=https://báo.example/#x\r
"""
    assert read_env(folder(text) / ".env") == {
        "BAOCAO_PORT": "9000",
        "BAOCAO_HOST": "0.0.0.0",
        "TELEGRAM_TOKEN": "555:AA=B#C",
        "BAOCAO_SECRET_KEY": "a b",
        "TELEGRAM_PROXY": '"',
        "BAOCAO_PUBLIC_URL": "https://báo.example/#x",
    }


def test_the_environment_goes_before_the_file(folder):
    where = folder("BAOCAO_PORT=9000\nBAOCAO_HOST=::1\nTELEGRAM_TOKEN=1:A\n")
    found = load({"BAOCAO_PORT": "9001", "BAOCAO_HOST": "", "HOME": "/"}, where)
    assert (found.port, found.host, found.telegram_token) == (9001, "::1", "1:A")


def test_the_public_address_has_no_slash_at_its_end(tmp_path):
    assert load({"BAOCAO_PUBLIC_URL": "https://bao.example/"}, tmp_path).public_url == "https://bao.example"


def test_secrets_do_not_show(tmp_path):
    secrets = {
        "TELEGRAM_TOKEN": "1:SECRET",
        "TELEGRAM_WEBHOOK_SECRET": "SECRET",
        "TELEGRAM_PROXY": "http://u:SECRET@p:1",
    }
    assert "SECRET" not in repr(load(secrets, tmp_path))


def test_no_secret_shows_in_whatever_holds_it_and_the_log_knows_all_of_them(tmp_path):
    hidden = [name for name in names_offered() if name.endswith(("TOKEN", "SECRET", "PASSWORD", "KEY", "PROXY"))]
    values = {name: f"SECRET-{number}" for number, name in enumerate(hidden)}
    values["BAOCAO_DATABASE_URL"] = "postgresql+psycopg://u:PASSWORD@h/n"
    found = load(values, tmp_path)
    assert len(hidden) >= 12 and set(found.secrets) == {values[name] for name in hidden}
    shown = f"{found!r} {found} {found.secrets} {[found.telegram_token]} {dict(found)['kannel_password']!r}"
    assert "SECRET" not in shown and "PASSWORD" not in shown
    assert f"/bot{found.telegram_token}/" == f"/bot{values['TELEGRAM_TOKEN']}/"  # where it is meant it is itself
    assert repr(found.secret_key) == "'**********'" and repr(load({}, tmp_path).secret_key) == "''"


def test_a_fault_shows_no_secret(tmp_path):
    with pytest.raises(SettingsFault) as fault:
        load({"BAOCAO_PORT": "x", "BAOCAO_DEMO": "0", "TELEGRAM_TOKEN": "1:SECRET"}, tmp_path)
    assert "SECRET" not in str(fault.value) and fault.value.__cause__ is None and fault.value.__suppress_context__


# --- faults -----------------------------------------------------------------------------------------------------------

FAULTS = [
    ({"BAOCAO_PORT": "http"}, "BAOCAO_PORT"),
    ({"BAOCAO_PORT": "65536"}, "BAOCAO_PORT"),
    ({"BAOCAO_PORT": "-1"}, "BAOCAO_PORT"),
    ({"BAOCAO_PORT": "²"}, "BAOCAO_PORT"),
    ({"BAOCAO_PORT": "9" * 5000}, "BAOCAO_PORT"),
    ({"BAOCAO_DEMO": "perhaps"}, "BAOCAO_DEMO"),
    ({"TELEGRAM_MODE": "push"}, "TELEGRAM_MODE"),
]


@pytest.mark.parametrize(("environ", "name"), FAULTS, ids=lambda v: str(v)[:30])
def test_a_fault_is_a_line_that_names_the_setting(tmp_path, environ, name):
    with pytest.raises(SettingsFault) as fault:
        load(environ, tmp_path)
    assert name in str(fault.value) and "\n" not in str(fault.value)


LINES = [
    ({"BAOCAO_PORT": "http"}, "BAOCAO_PORT is a port number from 0 to 65535, not http"),
    ({"BAOCAO_DEMO": "perhaps"}, "BAOCAO_DEMO is 1 or 0, not perhaps"),
    ({"TELEGRAM_MODE": "push"}, "TELEGRAM_MODE is polling or webhook, not push"),
    ({"ZALO_BOT_MODE": "push"}, "ZALO_BOT_MODE is webhook or polling, not push"),
    ({"BAOCAO_LOG": "xml"}, "BAOCAO_LOG is text or json, not xml"),
    ({"BAOCAO_SMS_PRICE": "1.000"}, "BAOCAO_SMS_PRICE is a whole number without dots, not 1.000"),
    ({"BAOCAO_BACKUP_KEEP": " 7"}, "BAOCAO_BACKUP_KEEP is a whole number without dots, not  7"),
    (
        {"TELEGRAM_MODE": "webhook", "TELEGRAM_TOKEN": "1:A"},
        "TELEGRAM_MODE=webhook needs BAOCAO_PUBLIC_URL, the address that Telegram can reach",
    ),
    (
        {"BAOCAO_DEMO": "1", "KANNEL_SEND_URL": "http://h", "TELEGRAM_TOKEN": "1:A"},
        "demo mode serves no real channel: unset TELEGRAM_TOKEN, KANNEL_SEND_URL or set BAOCAO_DEMO=0",
    ),
]


@pytest.mark.parametrize(("environ", "line"), LINES, ids=lambda v: str(v)[:30])
def test_the_lines_as_the_operator_reads_them(tmp_path, environ, line):
    with pytest.raises(SettingsFault) as fault:
        load(environ, tmp_path)
    assert str(fault.value) == line


@pytest.mark.parametrize("line", ["BAOCAO_PORT 9000", "=x", "BAOCAO-PORT=1", "1A=x"])
def test_a_line_that_is_no_setting_is_told_by_its_number(folder, line):
    with pytest.raises(SettingsFault, match="line 2") as fault:
        load({}, folder(f"# first\n{line}\n"))
    assert "\n" not in str(fault.value) and "NAME=value" in str(fault.value)


def test_a_file_that_is_no_text_is_a_line(tmp_path):
    (tmp_path / ".env").write_bytes(b"BAOCAO_PORT=\xff\xfe9000\n")
    with pytest.raises(SettingsFault, match=r"\.env"):
        load({}, tmp_path)


def test_a_file_saved_by_notepad_is_read(tmp_path):
    (tmp_path / ".env").write_bytes("\ufeffBAOCAO_PORT=9000\r\n".encode())
    assert load({}, tmp_path).port == 9000


def test_settings_stand_still(tmp_path):
    found = load({}, tmp_path)
    with pytest.raises(ValidationError):
        found.port = 1
    assert found.port == 8080 and found.model_copy(update={"port": 1}).port == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BAOCAO_KEEP_KEYS", "30", "100 days or more, or 0 for ever"),
        ("BAOCAO_KEEP_SENT", "-1", "a whole number"),
        ("BAOCAO_KEEP_TRAIL", "40000", "36500 days at most"),
    ],
)
def test_times_that_can_not_be_kept(folder, name, value, said):
    with pytest.raises(SettingsFault, match=f"{name} is {said}"):
        load({name: value}, folder(""))


def test_times_that_things_are_kept(folder):
    kept = load({"BAOCAO_KEEP_KEYS": "0", "BAOCAO_KEEP_ASIDE": "7"}, folder("")).keep
    assert (kept.keys, kept.aside, kept.trail) == (0, 7, 1825)
