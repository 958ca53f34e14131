"""How sure we are of who writes. The sender's number of an SMS can be forged, so what an SMS does by itself is no more
than to file, mend and read one's own; everything else waits for a second proof: the code that is sent back to that
number, which only its holder gets (`handlers/pipeline/second_proof.py`).

Zalo and Telegram tell us who writes, signed or under a secret; there no second proof is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.context import Acting
from programme.domain.effects import Effect, addresses, approvals, messages, people, privacy, reports, schedule
from programme.domain.messages import Traits


def always(s: Acting, effect: Any) -> bool:
    return True


def of_own_report(s: Acting, effect: reports.ReviseReport | reports.WithdrawReport) -> bool:
    """Whether the report is one that the member sent or entered."""
    report = effect.report if isinstance(effect, reports.ReviseReport) else s.reports.get(effect.code)
    return report is not None and s.member is not None and s.member.id in (report.member, report.entered_by)


BY_SMS_ALONE: Mapping[type[Effect], Callable[[Acting, Any], bool]] = {
    # reports, and what they lead to
    reports.FileReport: always,
    reports.ReviseReport: of_own_report,
    reports.WithdrawReport: of_own_report,
    reports.StandReport: lambda s, effect: effect.state == "filed",  # its sender says that it is right as it is
    approvals.RaiseMatter: always,
    approvals.GiveReason: always,
    approvals.DecideMatter: lambda s, effect: effect.state == "open",  # its sender has said something to it
    # what reminders and urgent questions ask
    schedule.AnswerUrgent: always,
    schedule.Settle: always,
    schedule.RemindAgain: always,
    # oneself: what is sent, and how
    people.Prefer: always,
    privacy.Agree: always,
    schedule.Subscribe: always,  # the address goes back to the number
    addresses.Reach: always,
    addresses.MakeLink: lambda s, effect: not effect.link.cut,  # so does the code for a further phone
    addresses.KeepPin: lambda s, effect: not effect.new,  # tries are counted
    people.Enrol: lambda s, effect: all(post.role == "member" for post in effect.member.posts),
    # what goes with any of these
    messages.Tell: always,
    messages.FetchMedium: always,
    messages.ForgetMedium: always,  # with the draft that is given up
    messages.KeepWords: always,
    privacy.Noted: always,
    privacy.LiftRestriction: always,  # back to what they agreed to
}
"""Effect → whether an SMS alone may have it."""
PROVED: Mapping[type[Effect], str] = {
    people.MakeInvite: "invite",
    messages.SendInvitation: "invite",
    people.RevokeInvite: "revoke",
    people.Enrol: "join",
    people.SetPosts: "posts",
    people.SetStanding: "account",
    people.Propose: "propose",
    people.Decide: "decide",
    addresses.Join: "phone",
    addresses.MakeLink: "phone",
    addresses.CutOff: "phone",
    addresses.Leave: "leave",
    addresses.KeepPin: "pin",
    privacy.Rename: "name",
    privacy.Erase: "erase",
    privacy.Restrict: "restrict",
    reports.ReviseReport: "mend",
    reports.WithdrawReport: "withdraw",
    reports.MergeReport: "decide",
    reports.StandReport: "decide",
    reports.TakeForm: "form",
    reports.WithdrawForm: "form",
    approvals.DecideMatter: "decide",
    schedule.MoveCampaign: "campaign",
    schedule.Nudge: "nudge",
    schedule.AskUrgently: "urgent",
}
"""Effect → what a second proof is asked for, as the text `proof.of.<name>` says it."""


def wants_proof(s: Acting, traits: Traits, effects: tuple[Effect, ...]) -> str:
    """What a message on a channel of these traits wants a second proof for, "" for nothing."""
    if not traits.forgeable:
        return ""
    return next((PROVED[type(effect)] for effect in effects if not _alone(s, effect)), "")


def _alone(s: Acting, effect: Effect) -> bool:
    allowed = BY_SMS_ALONE.get(type(effect))
    return allowed is not None and allowed(s, effect)
