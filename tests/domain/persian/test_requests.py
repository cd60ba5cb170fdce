"""Questions that are called by what they ask for, over a column, under a photo and on a button."""

import pytest

from domain.persian.requests import as_name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("عکس کارگاه را بفرستید.", "عکس کارگاه"),
        ("لطفاً یک عکس از محل ارسال کنید.", "عکس از محل"),
        ("عکسی از محله بفرستید.", "عکس از محله"),
        ("اگر عکسی هست، بفرستید.", "عکس"),
        ("اگر می‌توانید، مکان آن را روی نقشه بفرستید.", "مکان آن را روی نقشه"),
        ("نام سرپرست چیست؟", "نام سرپرست"),
        ("نام محله را بنویسید.", "نام محله"),
        ("تاریخ بازدید چه روزی است؟", "تاریخ بازدید"),
        ("مساحت آن چند متر مربع است؟", "مساحت آن چند متر مربع است"),
        ("بفرستید.", "بفرستید"),
        ("یکی از گزینه‌ها", "یکی از گزینه‌ها"),
        ("تصویری", "تصویر"),
        ("Photo of the place:", "Photo of the place"),
        ("", ""),
    ],
)
def test_a_request_is_called_by_what_it_asks_for(asked: str, name: str) -> None:
    assert as_name(asked) == name
