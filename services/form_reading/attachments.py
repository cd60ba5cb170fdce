"""Tables that come along with a form as files of their own: csv, xml and geojson."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from domain.forms.compiled.model import Table

_DELIMITERS = (",", ";", "\t", "|")


def table(name: str, data: bytes) -> Table:
    """Read a file as a table. Raises ValueError for one that is none."""
    text = data.decode("utf-8-sig", "replace")
    match name.lower().rpartition(".")[2]:
        case "csv":
            return _csv(text)
        case "xml":
            return _xml(data)
        case "geojson":
            return _geojson(text)
    raise ValueError("a table is a csv, xml or geojson file")


def of_items(items: list[etree._Element]) -> Table:
    """Return the items of an instance as rows, in the order of their elements."""
    return _of_rows(
        {etree.QName(cell).localname: cell.text or "" for cell in item if isinstance(cell.tag, str)} for item in items
    )


def _of_rows(given: Iterator[Mapping[str, str]]) -> Table:
    rows = list(given)
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Table(columns, tuple(tuple(row.get(column, "") for column in columns) for row in rows))


def _csv(text: str) -> Table:
    head = text.partition("\n")[0]
    # Excel parts cells by what the machine's settings say.
    delimiter = max(_DELIMITERS, key=head.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    columns = tuple(column.strip() for column in rows[0]) if rows else ()
    return Table(columns, tuple(tuple((row + [""] * len(columns))[: len(columns)]) for row in rows[1:] if any(row)))


def _xml(data: bytes) -> Table:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if etree.QName(root).localname != "root":
        raise ValueError("its outermost element is not <root>")
    return of_items([item for item in root if isinstance(item.tag, str) and etree.QName(item).localname == "item"])


def _geojson(text: str) -> Table:
    collection = json.loads(text)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise ValueError("it is no collection of features")
    return _of_rows(map(_feature, features))


def _feature(feature: Mapping[str, Any]) -> dict[str, str]:
    """Return a place as a row: its geometry as a form writes it, its id and its properties."""
    properties = feature.get("properties")
    found = {"geometry": _geometry(feature.get("geometry"))}
    given = properties if isinstance(properties, dict) else {}
    name = feature.get("id", given.get("id"))
    if name is not None:
        found["id"] = _written(name)
    return found | {column: _written(value) for column, value in given.items() if column != "id"}


def _geometry(geometry: Any) -> str:
    match geometry:
        case {"type": "Point", "coordinates": [*_] as point}:
            points = [point]
        case {"type": "LineString", "coordinates": [*points]} | {"type": "Polygon", "coordinates": [[*points], *_]}:
            pass
        case _:
            return ""
    return "; ".join(
        f"{_written(latitude)} {_written(longitude)} 0 0"
        for longitude, latitude in (point[:2] for point in points if isinstance(point, list) and len(point) >= 2)
    )


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
