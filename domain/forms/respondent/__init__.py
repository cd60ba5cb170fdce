"""A random respondent, who plays a form to its end and finds the questions that nobody could answer."""
