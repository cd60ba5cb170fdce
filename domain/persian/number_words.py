"""Whole numbers in words, Persian and English: «یک میلیون و دویست هزار»."""

_UNITS = (
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS = ("بیست سی چهل پنجاه شصت هفتاد هشتاد نود", "twenty thirty forty fifty sixty seventy eighty ninety")
_HUNDREDS = ["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
_SCALES = (("تریلیون", "میلیارد", "میلیون", "هزار"), ("trillion", "billion", "million", "thousand"))


def in_words(number: int, language: str = "fa") -> str:
    """Write a whole number below 10**15 in words; a larger one in digits."""
    if abs(number) >= 10**15:
        return str(number)
    english = language != "fa"
    if number < 0:
        return f"{'minus' if english else 'منفی'} {in_words(-number, language)}"
    parts = []
    for place, scale in enumerate(_SCALES[english]):
        count, number = divmod(number, 10 ** (12 - 3 * place))
        if count:
            # «هزار» and not «یک هزار»; but «یک میلیون».
            parts.append(scale if count == 1 and place == 3 and not english else f"{_below(count, english)} {scale}")
    if number or not parts:
        parts.append(_below(number, english))
    return (" " if english else " و ").join(parts)


def _below(number: int, english: bool) -> str:
    """Write a number below 1000."""
    units, tens = _UNITS[english].split(), _TENS[english].split()
    hundreds, rest = divmod(number, 100)
    parts = [f"{units[hundreds]} hundred" if english else _HUNDREDS[hundreds - 1]] if hundreds else []
    if rest >= 20:
        parts.append(tens[rest // 10 - 2])
        rest %= 10
        if rest and english:
            parts[-1] += f"-{units[rest]}"
            rest = 0
    if rest or not parts:
        parts.append(units[rest])
    return (" " if english else " و ").join(parts)
