"""Telephone numbers as addresses: E.164, and what kind of number it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

REGION = "VN"
DIALLED = re.compile(r"\+?[\d\s().\-/]+")

Kind = Literal["mobile", "landline", "short", "wrong"]


@dataclass(frozen=True, slots=True)
class Phone:
    """`number` is E.164 (+84901234567), empty for what is no person's: a short code, a brandname, nonsense."""

    number: str
    kind: Kind


def phone(text: str, region: str = REGION) -> Phone:
    """The number that somebody typed or a gateway named. `wrong` is what no telephone has; `short` a service's code."""
    text = text.strip()
    if not DIALLED.fullmatch(text):
        return Phone("", "wrong")
    digits = re.sub(r"\D", "", text)
    if not text.startswith("+") and not digits.startswith("00") and 3 <= len(digits) <= 6:
        return Phone("", "short")
    spelt = f"+{digits[2:]}" if digits.startswith("00") else f"+{digits}" if text.startswith("+") else digits
    for said in (spelt, f"+{digits}"):  # gateways leave out the + of 84901234567
        try:
            found = phonenumbers.parse(said, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(found):
            line = phonenumbers.number_type(found)
            fixed = line in (PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.TOLL_FREE)
            number = phonenumbers.format_number(found, PhoneNumberFormat.E164)
            return Phone(number, "landline" if fixed else "mobile")
    return Phone("", "wrong")


def sender(text: str, region: str = REGION) -> str:
    """The address of who sent an SMS, "" for what is no person: a short code, a brandname. A range that is newer than
    our tables is taken as it is, for a gateway knows who sent."""
    found = phone(text, region)
    if found.number or found.kind == "short":
        return found.number
    digits = re.sub(r"\D", "", text) if DIALLED.fullmatch(text.strip()) else ""
    if not 9 <= len(digits) <= 15:
        return ""
    code = phonenumbers.country_code_for_region(region)
    if digits.startswith("0") and not digits.startswith("00"):
        return f"+{code}{digits[1:]}"
    return f"+{digits.removeprefix('00')}"


def spellings(number: str) -> tuple[str, ...]:
    """The ways in which a number of the region (E.164) may be kept as an address: +84901234567 and 0901234567."""
    home = f"+{phonenumbers.country_code_for_region(REGION)}"
    if number.startswith(home):
        return number, f"0{number.removeprefix(home)}"
    return (number, f"{home}{number[1:]}") if re.fullmatch(r"0[1-9]\d+", number) else (number,)
