"""A reader of PDF files with text: from glyphs and rules on pages to paragraphs and tables in reading order."""
