"""A form with a row for each work of a firm, and such a row."""

from tests.xlsforms import form

WAGES = form(
    """
survey:
type | name | label::Persian (fa) | required | constraint | constraint_message::Persian (fa) | choice_filter | relevant
text | firm | نام شرکت | yes
date | since | از چه تاریخی؟
begin_repeat | work | کارها
text | activity | نام فعالیت | yes
select_one city | city | شهر
select_one hood | hood | محله | | | | city=${city}
integer | wage | دستمزد | yes | . > 0 and . <= 1000000 | دستمزد از ۱ تا ۱٬۰۰۰٬۰۰۰ ریال است.
select_multiple day | days | روزها
date | begins | آغاز
text | phone | تلفن | | regex(., '^09[0-9]{9}$') | شماره با ۰۹ آغاز می‌شود و یازده رقم دارد.
text | why | چرا کم؟ | | | | | ${wage} < 1000
image | photo | عکس
end_repeat
choices:
list_name | name | label::Persian (fa) | city
city | m | مشهد
city | s | سبزوار
hood | g | گلشهر | m
hood | t | التیمور | m
hood | k | کوی کارگران | s
day | sat | شنبه
day | sun | یک‌شنبه
day | mon | دوشنبه
"""
)
WORKS = "کارها"
SEWING = {"نام فعالیت": "خیاطی", "شهر": "مشهد", "محله": "گلشهر", "دستمزد": 200_000}
