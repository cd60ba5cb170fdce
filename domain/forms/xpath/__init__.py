"""XPath as forms speak it: parsed into data, compiled into functions, with ODK's library of functions."""

from domain.forms.xpath import functions

__all__ = ["functions"]
