"""The table of routes: one line a feature. The order of lines is the order in which phrases are tried. With it, what
each role's menu lists."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import menu
from handlers.approvals import correction_request, inbox, late_report, outlier
from handlers.attachments import photo_question
from handlers.campaigns import add_campaign, calendar, calendar_feed, campaign_list, reminder_answers
from handlers.draft import conversation
from handlers.figures import quick_figures, silent_units, sms_cost, urgent_answer, urgent_question
from handlers.form_library import form_line, offered_forms
from handlers.free_words import meant, not_understood, report_named, second_report, several_reports, told_for_unit
from handlers.menu import Menu
from handlers.one_line import edit_by_text, report_line
from handlers.people import (
    account_state,
    borrowed_phone,
    close_unit,
    handover,
    invite_by_sms,
    invites,
    join,
    link_address,
    proposal_decision,
    successor_units,
    transfer,
    unit_members,
)
from handlers.pipeline.route import Answer, Command, Press
from handlers.privacy import data_handling, kept_words, my_data, own_copy, silent_members
from handlers.reporting import begin_report, nothing_to_report, sent_reports
from handlers.settings import help, keypad_words, language, preferences
from handlers.state import Prompt, StateCodec
from handlers.wording import sms_fit
from programme.domain.buttons.approvals import Inbox
from programme.domain.buttons.button import Button, ButtonKinds
from programme.domain.buttons.campaigns import Calendar, Campaigns
from programme.domain.buttons.figures import AskUrgentQuestion, QuickFigures, SilentUnits
from programme.domain.buttons.menu import Help, Language, MyData, Settings
from programme.domain.buttons.people import UnitMembers
from programme.domain.buttons.reporting import EnterForUnit, NewReport, NothingToReport, OfferedForms, SentReports

FEATURES = (
    report_line.ROUTE,
    form_line.ROUTE,
    second_report.ROUTE,
    several_reports.ROUTE,
    told_for_unit.ROUTE,
    photo_question.ROUTE,
    not_understood.ROUTE,
    my_data.ROUTE,
    own_copy.ROUTE,
    data_handling.ROUTE,
    silent_members.ROUTE,
    kept_words.ROUTE,
    link_address.ROUTE,
    borrowed_phone.ROUTE,
    invite_by_sms.ROUTE,
    sms_cost.ROUTE,
    keypad_words.ROUTE,
    edit_by_text.ROUTE,
    outlier.ROUTE,
    sent_reports.ROUTE,
    report_named.ROUTE,
    join.ROUTE,
    begin_report.ROUTE,
    conversation.ROUTE,
    nothing_to_report.ROUTE,
    inbox.ROUTE,
    late_report.ROUTE,
    correction_request.ROUTE,
    urgent_question.ROUTE,
    urgent_answer.ROUTE,
    reminder_answers.ROUTE,
    silent_units.ROUTE,
    quick_figures.ROUTE,
    campaign_list.ROUTE,
    add_campaign.ROUTE,
    calendar.ROUTE,
    calendar_feed.ROUTE,
    unit_members.ROUTE,
    account_state.ROUTE,
    transfer.ROUTE,
    handover.ROUTE,
    close_unit.ROUTE,
    proposal_decision.ROUTE,
    successor_units.ROUTE,
    invites.ROUTE,
    offered_forms.ROUTE,
    preferences.ROUTE,
    language.ROUTE,
    help.ROUTE,
    sms_fit.ROUTE,
    meant.ROUTE,
)
TEAM = (NewReport, OfferedForms, NothingToReport, SentReports, Calendar, Help)
OFFICE = (SilentUnits, QuickFigures, Inbox, AskUrgentQuestion, EnterForUnit, Campaigns, *TEAM, UnitMembers)
OWN = (Settings, MyData, Language)
MENUS: Mapping[str, tuple[type[Button], ...]] = {
    "member": (*TEAM, *OWN),
    "leader": (*TEAM, SilentUnits, QuickFigures, UnitMembers, *OWN),
    "coordinator": (*OFFICE, *OWN),
    "admin": (*OFFICE, *OWN),
    "viewer": (OfferedForms, QuickFigures, Calendar, Help, *OWN),
}
"""What each role's menu lists, in its order."""
MENU = Menu({entry.kind: entry for route in FEATURES for entry in route.menu}, MENUS)
ROUTES = (*FEATURES, menu.route(MENU))


def merged(tables: list[Mapping]) -> dict:
    """The tables as one. ValueError where two routes claim the same."""
    found: dict = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"two routes claim {twice}")
        found |= table
    return found


PRESSES: dict[type[Button], Press] = merged([route.buttons for route in ROUTES])
PROMPTS: dict[type[Prompt], Answer] = merged([route.prompts for route in ROUTES])
COMMANDS: dict[str, Command] = merged([route.commands for route in ROUTES])
BUTTONS = ButtonKinds(PRESSES)
STATES = StateCodec(PROMPTS)
