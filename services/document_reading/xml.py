"""Access to WordprocessingML by local names, so that the transitional and the strict namespace read alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if element is not None:
        yield from (inner for inner in element if local(inner) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute `name` in whichever namespace, None without it."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), None)


def switched_on(properties: etree._Element | None, name: str) -> bool:
    """Tell whether a toggle such as w:strike is there and not set to off."""
    toggle = child(properties, name)
    return toggle is not None and value(toggle) not in {"0", "false", "off", "none"}
