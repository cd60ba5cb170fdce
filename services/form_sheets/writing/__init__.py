"""Writing of forms' workbooks: instructions, pages with lists and validations, lists of choices."""
