"""Conversations about broadcasts: their drafts, the audience, the sending, the ledger, receipts, and rights to them."""
