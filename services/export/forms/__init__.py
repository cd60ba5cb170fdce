"""Answers to forms as sheets in Kobo's layout: one for each form and one for each repeat of it."""
