"""Word templates of the organisation: their kinds with the fields of each, and its own files in place of Dabir's."""
