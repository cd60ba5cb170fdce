"""Screens and moves that compiled forms alone have: long lists of options, a calendar, rows, a summary by section."""
