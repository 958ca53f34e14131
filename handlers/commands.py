"""Commands: slash names in both languages, and words that stand for them when they are the whole message."""

from __future__ import annotations

from programme.language.vietnamese import fold

COMMANDS: dict[str, tuple[str, ...]] = {
    "menu": ("menu", "menu", "trinh don"),
    "report": ("baocao", "report", "bao cao", "bao cao moi", "bc", "new report"),
    "nil": ("khongco", "nil", "bc 0", "khong co hoat dong", "no activity"),
    "sent": ("dagui", "sent", "xem", "bao cao da gui", "da gui"),
    "calendar": ("lich", "calendar", "lich va han", "han nop"),
    "help": ("trogiup", "help", "giup", "tro giup", "huong dan"),
    "back": ("lui", "back", "l", "quay lai"),
    "skip": ("boqua", "skip", "b", "bo qua"),
    "cancel": ("huy", "cancel", "huy bo"),
    "later": ("desau", "later", "de sau"),
    "resume": ("tieptuc", "resume", "tiep", "tiep tuc", "lam tiep"),
    "silent": ("chuabao", "silent", "chua bao", "ai chua bao", "ai chua bao?", "ai"),
    "nudge": ("nhac", "nudge", "nhac tat ca"),
    "figures": ("solieu", "figures", "so lieu", "so lieu nhanh"),
    "urgent": ("hoigap", "urgent", "hoi gap"),
    "addcampaign": ("themdot", "addcampaign", "them dot"),
    "campaigns": ("dotcaodiem", "campaigns", "dot cao diem", "dot cao diem, han"),
    "waiting": ("canxuly", "waiting", "can xu ly"),
    "behalf": ("nhapthay", "behalf", "nhap thay", "bao thay"),
    "people": ("doivien", "people", "doi vien", "thanh vien", "don vi, thanh vien", "9 doi vien"),
    "data": ("dulieu", "mydata", "du lieu cua toi", "my data"),
    "language": ("ngonngu", "language", "ngon ngu", "english", "tieng viet"),
}
"""Command → its Vietnamese and English slash names, then words (folded)."""

ESCAPES = ("menu", "help", "back", "skip", "cancel", "later")
"""Commands whose words leave an open question, or move about in it, when they are the whole message."""
SHOWN_COMMANDS = ("report", "nil", "sent", "resume", "calendar", "figures", "silent", "help", "menu", "language")
"""Those that an app's own command menu offers."""
_NAMED = {name: command for command, names in COMMANDS.items() for name in names}


COURTESIES = frozenset(
    "xin chao/chao/chao bot/chao anh/chao chi/alo/a lo/hello/hi/cam on/cam on nhe/xin cam on/cam on anh/cam on chi/"
    "thanks/thank you/ok/oke/vang/da/da vang".split("/")
)
"""Words, folded, that are no misunderstanding: they get the menu."""


def command(text: str) -> tuple[str, str]:
    """(`sent`, ``) for `/dagui`, `XEM` or `Báo cáo đã gửi`; ("", "") when the whole message is no command."""
    plain = fold(text).strip()
    if plain.startswith("/"):
        word, _, rest = plain[1:].partition(" ")
        name = word.split("@")[0]
        return (_NAMED.get(name, "unknown"), rest.strip()) if name != "start" else ("start", rest.strip())
    if plain in ("english", "tieng viet"):
        return "language", "en" if plain == "english" else "vi"
    return _NAMED.get(plain, ""), ""
