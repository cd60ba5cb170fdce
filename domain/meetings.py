"""Bounds of what a meeting has, in the chat, in sheets and on the command line."""

MOST_NUMBER = 9999
"""The highest number of a meeting, and of a resolution in it."""
