"""A desk of the services, whose rows are backed up."""

from tests.services.conftest import address, desk

__all__ = ["address", "desk"]
