"""Buttons of the menu, of help and of what members set for themselves."""

from __future__ import annotations

from typing import ClassVar

from programme.domain.buttons.button import Button


class OpenMenu(Button):
    """`page` is "2" for the rest of a menu that does not show all at once."""

    wire: ClassVar[str] = "m:menu"
    page: str = ""


class Help(Button):
    wire: ClassVar[str] = "m:help"


class NextPage(Button):
    """The choices that did not fit one SMS."""

    wire: ClassVar[str] = "+"


class Language(Button):
    wire: ClassVar[str] = "m:language"
    code: str = ""


class Settings(Button):
    """`channel` is tried first from now on."""

    wire: ClassVar[str] = "m:settings"
    channel: str = ""


class QuietHours(Button):
    """`choice` counts the hours that are offered."""

    wire: ClassVar[str] = "m:quiet"
    choice: str = ""


class StopMessages(Button):
    wire: ClassVar[str] = "m:stop"
    yes: ClassVar[bool] = True


class ResumeMessages(Button):
    wire: ClassVar[str] = "m:again"


class WithDiacritics(Button):
    wire: ClassVar[str] = "m:accents"


class WithoutDiacritics(Button):
    wire: ClassVar[str] = "m:plain"


class NotPersonal(Button):
    """What was doubted in the last words is no name and no home."""

    wire: ClassVar[str] = "m:nobody"


class MyData(Button):
    wire: ClassVar[str] = "m:data"


class ChangeMyName(Button):
    wire: ClassVar[str] = "m:data:name"


class CopyMyData(Button):
    wire: ClassVar[str] = "m:data:copy"


class WhoHandlesMyData(Button):
    wire: ClassVar[str] = "m:data:who"


class RestrictMyData(Button):
    """Asks whether what is kept of the member is to be used no more."""

    wire: ClassVar[str] = "m:data:halt"


class RestrictMe(Button):
    wire: ClassVar[str] = "m:data:off"
    yes: ClassVar[bool] = True


class LiftMyRestriction(Button):
    wire: ClassVar[str] = "m:data:on"


class LeaveProgramme(Button):
    """Asks whether all that leads to the member is to be erased."""

    wire: ClassVar[str] = "m:data:leave"


class EraseMe(Button):
    """`until` is the second, in hex, after which the button is asked about again; `photos` is "photos" where those of
    the member's reports go too."""

    wire: ClassVar[str] = "m:data:gone"
    until: str = ""
    photos: str = ""


class AcceptNotice(Button):
    """A member agrees to a notice that has changed."""

    wire: ClassVar[str] = "e:agree"


class DeclineNotice(Button):
    wire: ClassVar[str] = "e:refuse"
