"""The ticks are tried at the desk of the services' tests."""

from tests.services.conftest import address, desk

__all__ = ["address", "desk"]
