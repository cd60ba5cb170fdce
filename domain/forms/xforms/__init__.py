"""Compiled forms that are filled in: their questions with types for a chat, rows, and the words for one reader."""
