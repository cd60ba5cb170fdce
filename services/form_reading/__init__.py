"""Reading of XLSForms: guarded, repaired, converted by pyxform in a child process, and compiled to data."""
