"""Dabir's own Word templates, and the script that made them (``python -m services.rendering.templates``)."""
