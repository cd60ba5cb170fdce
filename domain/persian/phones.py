"""Phone numbers as people write them."""

import phonenumbers

from domain.persian.text import latin_digits

SHORTEST = 8
"""Digits without the country's code: what is shorter is a service's number, or one that was broken off."""


def e164(words: str) -> str | None:
    """The number of «۰۹۱۵ ۱۲۳ ۴۵۶۷» or "+49 30 123456" as +98…, Iran being at home; None for what is no number."""
    try:
        number = phonenumbers.parse(latin_digits(words), "IR")
    except phonenumbers.NumberParseException:
        return None
    if len(str(number.national_number)) < SHORTEST or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
