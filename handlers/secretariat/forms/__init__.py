"""The secretariat's side of forms: the list, a form's page, its upload, and to whom it is attached."""
