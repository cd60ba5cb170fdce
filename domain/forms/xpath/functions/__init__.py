"""The library of functions that ODK's forms may call: each module registers its own."""

from domain.forms.xpath.functions import choices, dates, geo, logic, nodesets, numbers, texts

__all__ = ["choices", "dates", "geo", "logic", "nodesets", "numbers", "texts"]
