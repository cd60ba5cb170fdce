"""Phone numbers as people write them."""

import phonenumbers

from domain.persian.text import latin_digits

SHORTEST = 8
"""The fewest digits without the country's code: a shorter number is a service's, or was broken off."""


def e164(words: str) -> str | None:
    """Read a phone number into E.164: «۰۹۱۵ ۱۲۳ ۴۵۶۷» is "+989151234567", Iran being the home country.

    None for words that are no phone number.
    """
    try:
        number = phonenumbers.parse(latin_digits(words), "IR")
    except phonenumbers.NumberParseException:
        return None
    if len(str(number.national_number)) < SHORTEST or not phonenumbers.is_possible_number(number):
        return None
    # Whole numbers have ten digits in Iran, local ones eight: with nine, which the library allows, one was lost.
    if number.country_code == 98 and len(str(number.national_number)) == 9:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(words: str) -> str:
    """Write a number as it is dialled in Iran, "09151234567"; one of another country, or none, as it is."""
    number = e164(words)
    return f"0{number.removeprefix('+98')}" if number and number.startswith("+98") else number or words
