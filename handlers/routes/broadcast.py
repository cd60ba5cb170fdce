"""Routes of broadcasts: drafts, audiences, the sending, the ledger, receipts, and the right to one audience."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route
from handlers.secretariat.broadcast import audience, broadcasts, content, ledger, parts, receipts, rights, sending

ROUTES: list[Route] = [
    OnCommand("broadcast", broadcasts.show, permissions.reads_broadcasts),
    OnTap("bc", broadcasts.page, permissions.reads_broadcasts),
    OnTap("bc.open", broadcasts.open_one, permissions.reads_broadcasts),
    OnTap("bc.names", audience.names, permissions.reads_broadcasts),
    OnTap("bc.show", sending.show, permissions.reads_broadcasts),
    OnTap("bc.sample", sending.sample, permissions.reads_broadcasts),
    # Drafts: the audience, the message, the question.
    OnTap("bc.new", audience.new, permissions.broadcasts),
    OnTap("bc.audience", audience.show, permissions.secretary),
    OnTap("bc.part", audience.ask, permissions.secretary),
    OnSent(parts.PART, audience.sent, permissions.secretary),
    OnTap("bc.part_back", audience.back, permissions.secretary),
    OnTap("bc.write", content.ask_words, permissions.broadcasts),
    OnSent(content.WRITE, content.words_sent, permissions.broadcasts),
    OnSent(content.CLASH, content.clash_decided, permissions.broadcasts),
    OnTap("bc.ask", content.ask_question, permissions.broadcasts),
    OnSent(content.ASK, content.question_sent, permissions.broadcasts),
    OnTap("bc.unask", content.drop_question, permissions.broadcasts),
    OnTap("bc.receipt", content.choose_receipt, permissions.broadcasts),
    OnTap("bc.discard", broadcasts.ask_to_discard, permissions.broadcasts),
    OnTap("bc.discard_sure", broadcasts.discard, permissions.broadcasts),
    # The sending, and what can be done about it.
    OnTap("bc.preview", sending.preview, permissions.broadcasts),
    OnTap("bc.send", sending.send, permissions.broadcasts),
    OnTap("bc.when", sending.ask_when, permissions.broadcasts),
    OnSent(sending.WHEN, sending.when_sent, permissions.broadcasts),
    OnTap("bc.unwhen", sending.unschedule, permissions.broadcasts),
    OnTap("bc.stop", sending.stop, permissions.broadcasts),
    OnTap("bc.undo", sending.ask_undo, permissions.broadcasts),
    OnTap("bc.undo_sure", sending.undo, permissions.broadcasts),
    OnTap("bc.correct", content.ask_correction, permissions.broadcasts),
    OnSent(content.CORRECT, content.words_sent, permissions.broadcasts),
    # The ledger, which the chair reads too.
    OnTap("bc.ledger", ledger.show, permissions.reads_broadcasts),
    OnTap("bc.find", ledger.find, permissions.reads_broadcasts),
    OnSent(ledger.FIND, ledger.find_sent, permissions.reads_broadcasts),
    OnTap("bc.remind", ledger.remind, permissions.broadcasts),
    OnTap("bc.excel", ledger.ask_for_excel, permissions.reads_broadcasts),
    OnJob("broadcast.ledger", ledger.excel_ready, permissions.reads_broadcasts),
    # Recipients, also those who have left since.
    OnTap("bc.seen", receipts.seen, permissions.anyone),
    OnTap("bc.answer", receipts.answer, permissions.anyone),
    # The right of a member to one audience.
    OnTap("bc.right", rights.show, permissions.secretary),
    OnTap("bc.right_ask", rights.ask, permissions.secretary),
    OnTap("bc.right_end", rights.revoke, permissions.secretary),
]
