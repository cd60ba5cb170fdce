"""The XForm that pyxform wrote, walked into a compiled form. Only the child process parses XML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from domain.forms.compiled.model import (
    Action,
    CompiledForm,
    Control,
    Element,
    Event,
    Itemset,
    Kind,
    Option,
    Table,
    Words,
)
from domain.forms.xpath.references import Place
from services.form_reading import attachments
from services.form_reading.conversion.binding import Binder
from services.form_reading.conversion.itext import Itext

XF = "{http://www.w3.org/2002/xforms}"
XH = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
_CONTROLS = {
    f"{XF}input": Control.INPUT,
    f"{XF}secret": Control.INPUT,
    f"{XF}select1": Control.SELECT_ONE,
    f"{XF}select": Control.SELECT_MULTIPLE,
    f"{ODK}rank": Control.RANK,
    f"{XF}range": Control.RANGE,
    f"{XF}trigger": Control.TRIGGER,
    f"{XF}upload": Control.UPLOAD,
}
_TYPES = {
    "select1": "string",
    "rank": "string",
    "odk:rank": "string",
    "integer": "int",
    "select": "string",
}
_KNOWN_TYPES = frozenset({"string", "int", "boolean", "decimal", "date", "time", "dateTime", "barcode", "intent"})
_KNOWN_TYPES |= {"geopoint", "geotrace", "geoshape", "binary"}
_ITEXT_OF_ITEM = re.compile(r"jr:itext\(\s*([\w.-]+)\s*\)")
_PRELOADS = {
    ("uid", ""): "uid",
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
}


def walk(
    xml: str, root_name: str, files: Mapping[str, bytes], lists: Mapping[str, Table], binder: Binder
) -> CompiledForm:
    """Walk an XForm whose root is named ``xf_root`` into a form whose root has its own name.

    ``lists`` are those of external choices, which are not in the XForm.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    document = etree.fromstring(xml.replace("xf_root", root_name).encode(), parser)
    return _Walk(document, files, lists, binder).form()


class _Walk:
    """One XForm: its model and body, indexed by place."""

    def __init__(
        self, document: etree._Element, files: Mapping[str, bytes], lists: Mapping[str, Table], binder: Binder
    ) -> None:
        model = document.find(f"{XH}head/{XF}model")
        body = document.find(f"{XH}body")
        if model is None or body is None:
            raise ValueError("the XForm has no model or no body")
        self._title = document.findtext(f"{XH}head/{XH}title") or ""
        self._model, self._body, self._files, self._lists, self._binder = model, body, files, lists, binder
        self._itext = Itext(model.find(f"{XF}itext"), binder)
        self._binds = {_place(bind.get("nodeset", "")): bind for bind in model.iterfind(f"{XF}bind")}
        self._controls: dict[Place, etree._Element] = {}
        self._groups: dict[Place, etree._Element] = {}
        self._repeats: dict[Place, etree._Element] = {}
        for element in body.iter(etree.Element):
            place = _place(element.get("ref") or element.get("nodeset") or "")
            if element.tag in _CONTROLS:
                self._controls.setdefault(place, element)
            elif element.tag == f"{XF}group":
                self._groups.setdefault(place, element)
            elif element.tag == f"{XF}repeat":
                self._repeats.setdefault(place, element)

    def form(self) -> CompiledForm:
        instances = self._model.findall(f"{XF}instance")
        root = next(child for child in instances[0] if isinstance(child.tag, str))
        place = (_name(root),)
        self._binder.places = set(_places(root, ()))
        own = {one.get("id", ""): self._table(one) for one in instances[1:] if one.get("id")}
        tables = {**self._lists, **own}
        children = self._children(root, place)
        return CompiledForm(
            root.get("id") or place[0],
            self._title,
            root.get("version") or "",
            self._itext.languages,
            Element(place[0], Kind.GROUP, children),
            tables,
            tuple(self._actions()),
        )

    def _children(self, parent: etree._Element, place: Place) -> tuple[Element, ...]:
        """Return the elements inside one; of a repeat's rows the template stands for all."""
        made: dict[str, Element] = {}
        rows: dict[str, int] = {}
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = _name(child)
            here = (*place, name)
            first = name not in made
            if first:
                made[name] = self._element(child, here)
            if here in self._repeats:
                is_row = child.get(f"{JR}template") is None
                if is_row and not rows.get(name) and not first:
                    made[name] = _with_rows(made[name], child)
                rows[name] = rows.get(name, 0) + is_row
        for name, count in rows.items():
            made[name] = self._repeat(made[name], (*place, name), count)
        return tuple(made.values())

    def _repeat(self, element: Element, place: Place, rows: int) -> Element:
        body, bind = self._repeats[place], _Attributes(self._binds.get(place))
        group = self._groups.get(place)
        count, fixed = body.get(f"{JR}count"), (body.get(f"{JR}noAddRemove") or "").strip() in ("true()", "true")
        return Element(
            element.name,
            Kind.REPEAT,
            element.children,
            appearance=body.get("appearance") or "",
            label=self._label(group, "label", place) if group is not None else {},
            relevant=self._binder.bind(place, "relevant", bind.get("relevant")),
            count=self._binder.bind(place, "repeat_count", count),
            rows=max(rows, 1) if fixed else rows,
            template_rows=rows,
            fixed=fixed and count is None,
        )

    def _element(self, node: etree._Element, place: Place) -> Element:
        bind = _Attributes(self._binds.get(place))
        relevant = self._binder.bind(place, "relevant", bind.get("relevant"))
        if len(node) or place in self._repeats or (place in self._groups and place not in self._controls):
            group = self._groups.get(place)
            label = self._label(group, "label", place) if group is not None else {}
            appearance = (group.get("appearance") or "") if group is not None else ""
            children = self._children(node, place)
            return Element(
                place[-1],
                Kind.GROUP,
                children,
                appearance=appearance,
                label=label,
                relevant=relevant,
                readonly=self._binder.bind(place, "readonly", bind.get("readonly")),
            )
        given = bind.get("type") or "string"
        kind = _TYPES.get(given, given).removeprefix("xsd:")
        control = self._controls.get(place)
        return Element(
            place[-1],
            Kind.FIELD,
            relevant=relevant,
            calculate=self._binder.bind(place, "calculation", bind.get("calculate")),
            constraint=self._binder.bind(place, "constraint", bind.get("constraint")),
            required=self._binder.bind(place, "required", bind.get("required")),
            readonly=self._binder.bind(place, "readonly", bind.get("readonly")),
            default=node.text or "",
            attributes={str(key): str(value) for key, value in node.attrib.items() if not str(key).startswith("{")},
            preload=self._preload(bind),
            constraint_message=self._message(bind.get(f"{JR}constraintMsg"), place),
            required_message=self._message(bind.get(f"{JR}requiredMsg"), place),
            **self._asked(control, place, kind if kind in _KNOWN_TYPES else "string"),
        )

    def _asked(self, control: etree._Element | None, place: Place, kind: str) -> dict[str, Any]:
        """The type of an element, and if it is asked its control, words and choices."""
        if control is None:
            return {"type": kind}
        bounds = (control.get("start"), control.get("end"), control.get("step"))
        options = tuple(self._option(item, place) for item in control.iterfind(f"{XF}item"))
        hint, guidance = self._hint(control, place)
        asked: dict[str, Any] = {
            "type": kind,
            "control": _CONTROLS[str(control.tag)],
            "appearance": control.get("appearance") or "",
            "label": self._label(control, "label", place),
            "media": self._itext.media(_itext_id(control.find(f"{XF}label"))),
            "hint": hint,
            "guidance": guidance,
            "options": options,
            "itemset": self._itemset(control, place),
        }
        if control.get("query"):
            asked["control"] = Control.SELECT_ONE
        if control.tag == f"{XF}range" and all(bounds):
            asked["bounds"] = bounds
        if control.tag == f"{XF}upload":
            asked["media"] = {"type": control.get("mediatype") or "*/*"}
            asked["type"] = "binary"
        return asked

    def _preload(self, bind: _Attributes) -> str:
        kind, parameter = bind.get(f"{JR}preload") or "", bind.get(f"{JR}preloadParams") or ""
        return _PRELOADS.get((kind, parameter), _PRELOADS.get((kind, ""), f"property:{parameter}" if kind else ""))

    def _label(self, holder: etree._Element, tag: str, place: Place) -> Words:
        return self._words(holder.find(f"{XF}{tag}"), place)

    def _words(self, element: etree._Element | None, place: Place) -> Words:
        if element is None:
            return {}
        if name := _itext_id(element):
            return self._itext.words(name, place)
        parts = self._binder.parts(element, place)
        return {self._itext.languages[0]: parts} if parts else {}

    def _hint(self, control: etree._Element, place: Place) -> tuple[Words, Words]:
        element = control.find(f"{XF}hint")
        name = _itext_id(element)
        return self._words(element, place), self._itext.words(name, place, "guidance") if name else {}

    def _message(self, given: str | None, place: Place) -> Words:
        if not given:
            return {}
        found = re.match(r"jr:itext\('(.*)'\)$", given.strip())
        return self._itext.words(found[1], place) if found else {self._itext.languages[0]: [given]}

    def _option(self, item: etree._Element, place: Place) -> Option:
        label = item.find(f"{XF}label")
        return Option(
            (item.findtext(f"{XF}value") or "").strip(), self._words(label, place), self._itext.media(_itext_id(label))
        )

    def _itemset(self, control: etree._Element, place: Place) -> Itemset | None:
        if query := self._binder.bind(place, "choice_filter", control.get("query")):
            return Itemset(query)
        itemset = control.find(f"{XF}itemset")
        if itemset is None:
            return None
        nodes = self._binder.bind(place, "choice_filter", itemset.get("nodeset"))
        if nodes is None:
            return None
        value, label = itemset.find(f"{XF}value"), itemset.find(f"{XF}label")
        ref = label.get("ref") or "" if label is not None else ""
        itext = _ITEXT_OF_ITEM.search(ref)
        return Itemset(nodes, value.get("ref") or "name" if value is not None else "name", itext[1] if itext else ref)

    def _table(self, instance: etree._Element) -> Table:
        """Return a secondary instance: choices of the form, or a file that came along."""
        root = next((child for child in instance if isinstance(child.tag, str)), None)
        source = instance.get("src")
        if source or root is None:
            return self._file(source or "")
        found = attachments.of_items([item for item in root if isinstance(item.tag, str)])
        if "itextId" not in found.columns:
            return found
        place = found.columns.index("itextId")
        return replace(found, labels=tuple(self._itext.words(row[place], ()) for row in found.rows))

    def _file(self, source: str) -> Table:
        """Return the table of a file; one of the last answers that were sent is never there."""
        name = source.rpartition("/")[2]
        data = self._files.get(name)
        if data is not None:
            try:
                return attachments.table(name, data)
            except ValueError as wrong:
                self._binder.warn("forms.warning.bad_file", file=name, reason=str(wrong)[:200])
        elif name and "last-saved" not in name:
            self._binder.warn("forms.warning.no_file", file=name)
        return Table((), ())

    def _actions(self) -> list[Action]:
        """Return the actions: of the model, of repeats, and of controls whose change is their event."""
        made = []
        for element in (*self._model.iter(f"{XF}setvalue"), *self._body.iter(f"{XF}setvalue")):
            events = tuple(Event(one) for one in (element.get("event") or "").split() if one in set(Event))
            target = _place(element.get("ref") or "")
            given = element.get("value")
            value = self._binder.action(target, given if given is not None else None, element.text or "")
            parent = element.getparent()
            source = _place(parent.get("ref") or "") if parent is not None and parent.tag in _CONTROLS else ()
            if events and value is not None:
                made.append(Action(events, target, value, source))
        return made


class _Attributes:
    """The attributes of a binding that may not be there."""

    def __init__(self, bind: etree._Element | None) -> None:
        self._bind = bind

    def get(self, name: str) -> str | None:
        given = self._bind.get(name) if self._bind is not None else None
        return str(given) if given is not None else None


def _with_rows(element: Element, row: etree._Element) -> Element:
    """Return the element of a template with the rows inside it that the form's own first row has."""
    counted = Counter(
        _name(child) for child in row if isinstance(child.tag, str) and child.get(f"{JR}template") is None
    )
    nodes = {_name(child): child for child in row if isinstance(child.tag, str)}
    children = []
    for child in element.children:
        inner = _with_rows(child, nodes[child.name]) if child.children and child.name in nodes else child
        children.append(replace(inner, rows=counted[child.name]) if child.kind is Kind.REPEAT else inner)
    return replace(element, children=tuple(children))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _place(path: str) -> Place:
    return tuple(part.strip() for part in path.strip().split("/") if part.strip())


def _places(element: etree._Element, above: Place) -> list[Place]:
    here = (*above, _name(element))
    inside = [place for child in element if isinstance(child.tag, str) for place in _places(child, here)]
    return [here, *inside]


def _itext_id(element: etree._Element | None) -> str:
    found = re.match(r"jr:itext\('(.*)'\)$", (element.get("ref") or "").strip()) if element is not None else None
    return found[1] if found else ""
