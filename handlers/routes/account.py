"""Routes of the start of a chat, of one's account, and of help."""

from domain.access import permissions
from handlers import start
from handlers.account import (
    colleague_link,
    help_page,
    leaves,
    linked_accounts,
    linking,
    my_neighbourhoods,
    profile,
    registration,
    settings,
)
from handlers.core.turn import OnCommand, OnSent, OnTap, Route, Source

ROUTES: list[Route] = [
    # The start of a chat.
    OnCommand("start", start.show, permissions.anyone),
    OnTap("menu", start.menu, permissions.anyone),
    OnTap("go", start.run_command, permissions.anyone),
    OnTap("active", start.choose_agency, permissions.of_agency),
    # Account: registration and profile.
    OnTap("join", registration.join, permissions.anyone),
    OnTap("join.withdraw", registration.withdraw, permissions.anyone),
    OnSent(registration.FORM, registration.sent, permissions.anyone),
    OnTap("profile", registration.edit_profile, permissions.member),
    OnTap("me", profile.show, permissions.member),
    OnTap("me.one", profile.show_role, permissions.member),
    OnTap("me.colleague", colleague_link.show, permissions.of_agency),
    OnTap("mine", my_neighbourhoods.show, permissions.facilitates),
    OnTap("mine.withdraw", my_neighbourhoods.withdraw, permissions.facilitates),
    OnTap("mine.choose", my_neighbourhoods.choose, permissions.facilitates),
    OnSent(my_neighbourhoods.FORM, my_neighbourhoods.chosen, permissions.facilitates),
    OnTap("leave", profile.ask_to_leave, permissions.member),
    OnTap("leave.sure", profile.leave, permissions.member),
    OnTap("handover", profile.hand_over, permissions.member),
    OnSent(profile.HANDOVER, profile.hand_over_sent, permissions.member),
    Source("colleagues", profile.colleagues),
    # Account: one person on several platforms.
    OnCommand("link", linking.start, permissions.anyone),
    OnTap("link.ask", linking.ask, permissions.anyone),
    OnTap("link.yes", linking.agree, permissions.anyone),
    OnTap("link.no", linking.decline, permissions.anyone),
    OnTap("link.code", linking.show_code, permissions.member),
    OnTap("link.enter", linking.ask_for_code, permissions.anyone),
    OnSent(linking.FORM, linking.sent, permissions.anyone),
    OnTap("link.join", linking.join, permissions.anyone),
    OnTap("link.undo", linking.undo, permissions.anyone),
    OnTap("accounts", linked_accounts.show, permissions.member),
    OnTap("accounts.cut", linked_accounts.ask_to_unlink, permissions.member),
    OnTap("accounts.cut_sure", linked_accounts.unlink, permissions.member),
    OnTap("accounts.messages", linked_accounts.choose_platform, permissions.member),
    # Account: settings and help.
    OnCommand("settings", settings.show, permissions.member),
    OnTap("settings.hours", settings.ask_hours, permissions.member),
    OnSent(settings.HOURS, settings.set_hours, permissions.member),
    OnTap("settings.no_quiet", settings.clear_hours, permissions.member),
    OnTap("settings.language", settings.switch_language, permissions.member),
    OnTap("settings.agency", settings.choose_agency, permissions.of_agency),
    OnTap("away", leaves.show, permissions.represents),
    OnTap("away.new", leaves.ask, permissions.represents),
    OnSent(leaves.FORM, leaves.sent, permissions.represents),
    OnTap("away.end", leaves.end, permissions.represents),
    Source("leave.colleagues", leaves.colleagues),
    OnCommand("help", help_page.show, permissions.anyone),
]
