"""Broadcasts: their audiences and contents, the sending in slices, receipts and the ledger."""
