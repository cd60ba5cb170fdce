"""Queues are tried on the databases of the services' tests."""

from tests.services.conftest import address

__all__ = ["address"]
