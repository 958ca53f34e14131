"""Commands: slash names in each language, and words that stand for them when they are the whole message."""

from __future__ import annotations

from programme.language.texts import LANGUAGES
from programme.language.vietnamese import fold
from programme.language.words import meanings, names_in, words_for

COMMANDS: dict[str, tuple[str, ...]] = {name: words_for(f"command.{name}") for name in names_in("command")}
"""Command → its slash names and the words for it, folded, in every language."""

ESCAPES = ("menu", "help", "back", "skip", "cancel", "later")
"""Commands whose words leave an open question, or move about in it, when they are the whole message."""
SHOWN_COMMANDS = ("report", "nil", "sent", "resume", "calendar", "figures", "silent", "help", "menu", "language")
"""Those that an app's own command menu offers."""
_LANGUAGES = {word: language for language in LANGUAGES for word in words_for("language.own", language)}
_NAMED = meanings("command") | dict.fromkeys(_LANGUAGES, "language")

GREETINGS, THANKS = frozenset(words_for("courtesy.greetings")), frozenset(words_for("courtesy.thanks"))
COURTESIES = GREETINGS | THANKS
"""Words, folded, that are no misunderstanding: a greeting gets the menu, thanks a word back."""


def slash_name(name: str, language: str) -> str:
    """`baocao` for the command `report` in Vietnamese: what an app's own command menu shows."""
    return words_for(f"command.{name}", language)[0]


def command(text: str) -> tuple[str, str]:
    """(`sent`, ``) for `/dagui`, `XEM` or `Báo cáo đã gửi`; ("", "") when the whole message is no command."""
    plain = fold(text).strip()
    if plain.startswith("/"):
        word, _, rest = plain[1:].partition(" ")
        name = word.split("@")[0]
        return (_NAMED.get(name, "unknown"), rest.strip()) if name != "start" else ("start", rest.strip())
    if plain in _LANGUAGES:
        return "language", _LANGUAGES[plain]
    return _NAMED.get(plain, ""), ""
