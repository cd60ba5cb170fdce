"""The instance of a compiled form: nodes with values, kept right after each answer by what depends on what."""
