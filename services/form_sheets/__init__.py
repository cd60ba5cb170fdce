"""Excel sheets of forms that are filled in: written from a form and what is answered, and read back."""
