"""Tokens in logs, whoever logs them."""

import io
import logging

import pytest

from bot.ops.redact import Redact, redact_logs

TOKEN = "5550001:AAGsynthetic-token-for_tests"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/getMe", "POST https://api.telegram.org/<secret>/getMe"),
        (f"https://h/file/bot{TOKEN}/photos/1.jpg", "https://h/file/<secret>/photos/1.jpg"),
        (TOKEN.replace(":", "%3A"), "<secret>"),
        ("pass hunter22 word", "pass <secret> word"),
        ("m:700100200:12 at 12:30:45", "m:700100200:12 at 12:30:45"),
        ("c:3006927439872", "c:3006927439872"),
    ],
)
def test_clean(text, clean):
    assert Redact(["hunter22", "", "ab"]).clean(text) == clean


def test_every_part_of_a_record():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    redact = redact_logs(["hunter22"])
    try:
        log = logging.getLogger("some.library")
        log.warning("url %s", f"https://x/bot{TOKEN}/getMe")
        try:
            raise ValueError(f"the token `{TOKEN}` was rejected, hunter22")
        except ValueError:
            log.exception("failed")
        log.warning("odd %d", 5)
    finally:
        root.removeHandler(handler)
        for each in root.handlers:
            each.removeFilter(redact)
    written = stream.getvalue()
    assert "AAGsynthetic" not in written and "hunter22" not in written
    assert "url https://x/<secret>/getMe" in written and "ValueError" in written and "odd 5" in written
