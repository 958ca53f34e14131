"""What kind of number an SMS comes from: a mobile phone can be answered, the others can't or should not."""

from __future__ import annotations

import re

SMS = ("kannel", "android_sms")
_MOBILE = re.compile(r"(?:\+?84|0)[35789]\d{8}")
_LANDLINE = re.compile(r"(?:\+?84|0)2\d{9}")
_ABROAD = re.compile(r"\+(?!84)\d{8,15}|00(?!84)\d{8,15}")


def kind(address: str) -> str:
    """mobile, landline, or short: a short code, a brandname, anything that no person answers from."""
    number = re.sub(r"[ .()-]", "", address)
    if _MOBILE.fullmatch(number) or _ABROAD.fullmatch(number):
        return "mobile"
    return "landline" if _LANDLINE.fullmatch(number) else "short"


def is_deaf(channel: str, address: str) -> bool:
    """Whether an SMS came from where no answer is read: a brandname, a short code."""
    return channel in SMS and kind(address) == "short"


def can_join(channel: str, address: str) -> bool:
    return channel not in SMS or kind(address) == "mobile"
