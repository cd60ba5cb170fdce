"""A plain Excel table with a row of headings as an XLSForm: a repeat whose questions are the columns."""
