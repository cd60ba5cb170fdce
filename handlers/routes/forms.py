"""Routes of forms: the secretariat's, and those of the people who fill them in."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route, Source
from handlers.representative.forms import due_list, filled_card, offers, opening, parts, sheets
from handlers.secretariat.forms import (
    all_rows,
    attaching,
    filled_forms,
    form_card,
    form_list,
    form_upload,
    table_columns,
)

ROUTES: list[Route] = [
    # Secretariat: the forms of the office, which the chair reads too.
    OnCommand("forms", form_list.show, permissions.reads_all),
    OnTap("forms", form_list.page, permissions.reads_all),
    OnTap("form.find", form_list.find, permissions.reads_all),
    OnSent(form_list.FIND, form_list.find_sent, permissions.reads_all),
    Source("forms", form_list.listing),
    OnTap("form.shipped", form_list.shipped, permissions.secretary),
    OnTap("form.take_shipped", form_list.take_shipped, permissions.secretary),
    # Secretariat: a form that is sent as an Excel file.
    OnTap("form.new", form_upload.ask, permissions.secretary),
    OnTap("form.put", form_upload.ask_for_version, permissions.secretary),
    OnSent(form_upload.FORM, form_upload.sent, permissions.secretary),
    OnTap("form.kept", form_upload.read_kept, permissions.secretary),
    OnTap("form.stop", form_upload.stop, permissions.secretary),
    OnJob("form.read", form_upload.ready, permissions.secretary),
    OnTap("form.report", form_upload.report_page, permissions.secretary),
    OnTap("form.keep", form_upload.keep, permissions.secretary),
    OnTap("form.column", table_columns.ask, permissions.secretary),
    OnTap("form.typed", form_upload.typed, permissions.secretary),
    OnTap("form.columns", form_upload.keep_table, permissions.secretary),
    OnTap("form.of_table", form_upload.of_resolution, permissions.secretary),
    OnTap("form.tables", form_upload.ask_for_tables, permissions.secretary),
    OnSent(form_upload.TABLES, form_upload.tables_sent, permissions.secretary),
    # Secretariat: one form.
    OnTap("form", form_card.show, permissions.reads_all),
    OnTap("form.publish", form_card.publish, permissions.secretary),
    OnTap("form.discard", form_card.discard, permissions.secretary),
    OnTap("form.withdraw", form_card.withdraw, permissions.secretary),
    OnTap("form.restore", form_card.restore, permissions.secretary),
    OnTap("form.file", form_card.download, permissions.reads_all),
    OnTap("form.try", form_card.trial, permissions.secretary),
    # Secretariat: to whom a form is attached.
    OnTap("form.targets", attaching.targets, permissions.secretary),
    OnTap("form.attach", attaching.ask, permissions.secretary),
    OnTap("form.attach_to", attaching.ask_for_form, permissions.secretary),
    OnSent(attaching.FORM, attaching.chosen, permissions.secretary),
    OnSent(attaching.SURE, attaching.sure, permissions.secretary),
    OnTap("form.detach", attaching.detach, permissions.secretary),
    OnTap("form.attach_again", attaching.attach_again, permissions.secretary),
    OnTap("res.forms", attaching.of_resolution, permissions.secretary),
    Source("forms.published", attaching.published),
    Source("form.resolutions", attaching.resolutions_listing),
    Source("form.items", attaching.items),
    Source("form.obligations", attaching.obligations_listing),
    # Secretariat: what was sent.
    OnTap("filled_forms", filled_forms.waiting, permissions.secretary),
    OnTap("form.filled", filled_forms.of_form, permissions.reads_all),
    OnTap("filled.accept", filled_forms.accept, permissions.secretary),
    OnTap("filled.back", filled_forms.give_back, permissions.secretary),
    OnSent(filled_forms.BACK, filled_forms.given_back, permissions.secretary),
    # Whoever fills in a form; each handler asks whether it is theirs.
    OnCommand("data", due_list.show, permissions.member),
    OnTap("data", due_list.page, permissions.member),
    OnTap("fill", opening.open_one, permissions.member),
    OnTap("fill.carry", opening.carry, permissions.member),
    OnTap("fill.parts", parts.show, permissions.member),
    OnTap("fill.take", parts.take, permissions.member),
    OnTap("filled", filled_card.show, permissions.member),
    OnTap("filled.again", opening.again, permissions.member),
    OnTap("filled.files", filled_card.files, permissions.member),
    OnTap("form.rows", all_rows.show, permissions.reads_all),
    # Members: what agencies offer.
    OnCommand("services", offers.show, permissions.member),
    OnTap("offers", offers.page, permissions.member),
    OnTap("offers.find", offers.find, permissions.member),
    OnSent(offers.FIND, offers.find_sent, permissions.member),
    Source("offers", offers.listing),
    OnTap("offers.hood", offers.ask_for_hood, permissions.member),
    OnSent(offers.HOOD, offers.hood_sent, permissions.member),
    Source("offers.hoods", offers.hood_listing),
    OnTap("offer", offers.show_one, permissions.member),
    OnTap("offer.photos", offers.show_photos, permissions.member),
    # The same in Excel.
    OnTap("sheet.send", sheets.send, permissions.member),
    OnJob("form.sheet.write", sheets.made, permissions.member),
    OnTap("sheet.stop", sheets.stop, permissions.member),
    OnJob("form.sheet.read", sheets.read, permissions.member),
]
