"""Reading the XForm that pyxform compiles: model, binds, body and translations become a tree of parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from programme.xlsform.parts import Action, Fixed, Itemset, Part, Pieces, Text
from programme.xlsform.registry import FUNCTIONS
from programme.xlsform.sheet_rows import Row, of_element, tag
from programme.xlsform.xpath import JAVAROSA, BadXPath, XPath, parse

JR = f"{{{JAVAROSA}}}"
CONTROLS = {"input", "select", "select1", "rank", "range", "trigger", "upload"}
_ITEXT = re.compile(r"\s*jr:itext\('([^']*)'\)\s*\Z")
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")


class Compiled:
    """The parts, texts, lists and actions of an XForm; `broken` gives what could not be parsed as (path, property,
    reason), `files` the (id, address) of the lists that are in files."""

    def __init__(self, xform: str):
        html = fromstring(xform.encode(), forbid_dtd=True)
        model = next(e for e in html.iter() if tag(e) == "model")
        body = next(e for e in html.iter() if tag(e) == "body")
        self.broken: list[tuple[str, str, str]] = []
        self.actions: list[Action] = []
        self.parts: dict[str, Part] = {}
        self.texts: dict[str, dict[str, dict[str, Pieces]]] = {}
        self.default_language = ""
        self.instances: dict[str, Row] = {}
        self.files: list[tuple[str, str]] = []
        instances = [e for e in model if tag(e) == "instance"]
        self.root_element = instances[0][0]
        self.root = self._part(self.root_element, None)
        self._lists(instances[1:])
        for element in model:
            if tag(element) == "bind":
                self._bind(element)
            elif tag(element) == "itext":
                self._translations(element)
            elif tag(element) in ("setvalue", "setgeopoint"):
                self._action(element, "")
        self._body(body)
        for part in self.parts.values():
            part.kept = part.calculate is not None and (bool(part.control) or volatile(part.calculate.tree))

    def _part(self, element: Element, parent: Part | None, in_template: bool = False) -> Part:
        """The part of an element and of those inside it; a repeat's template and its first instance are one part."""
        name = tag(element)
        path = f"{parent.path if parent else ''}/{name}"
        part = self.parts.get(path)
        if part is None:
            text = "" if len(element) else (element.text or "").strip()
            part = self.parts[path] = Part(name, path, parent, default=text)
            if parent is not None:
                parent.parts[name] = part
        template = element.get(JR + "template") is not None
        if not template:
            part.initial += not in_template
            part.templated += in_template
        for child in element:
            self._part(child, part, in_template or template)
        return part

    def _lists(self, elements: list[Element]) -> None:
        for element in elements:
            key, source = element.get("id", ""), element.get("src", "")
            if source:
                self.files.append((key, source))
            self.instances[key] = of_element(element)

    # --- expressions --------------------------------------------------------------------------------------------------

    def _xpath(self, path: str, what: str, source: str | None) -> XPath | None:
        if source is None or not source.strip():
            return None
        try:
            return parse(source.strip())
        except BadXPath as err:
            self.broken.append((path, what, str(err)))
            return None

    def _truth(self, path: str, what: str, source: str | None) -> XPath | None:
        """As `_xpath`, without those that are always false: they are the same as none."""
        return None if (source or "").strip() == "false()" else self._xpath(path, what, source)

    def _bind(self, element: Element) -> None:
        path = element.get("nodeset", "")
        part = self.parts.get(path)
        if part is None:
            return  # the attributes of an entity: checked with its sheet
        part.type = (element.get("type") or "string").rpartition(":")[2]
        part.relevant = self._xpath(path, "relevant", element.get("relevant"))
        part.required = self._truth(path, "required", element.get("required"))
        part.read_only = self._truth(path, "read_only", element.get("readonly"))
        part.constraint = self._xpath(path, "constraint", element.get("constraint"))
        part.calculate = self._xpath(path, "calculation", element.get("calculate"))
        part.constraint_message = self._message(element.get(JR + "constraintMsg"))
        part.required_message = self._message(element.get(JR + "requiredMsg"))
        if element.get(JR + "preload"):
            part.preload = (element.get(JR + "preload", ""), element.get(JR + "preloadParams", ""))

    def _action(self, element: Element, source: str) -> None:
        path = element.get("ref", "")
        value = self._xpath(path, "default", element.get("value"))
        events = frozenset((element.get("event") or "").split())
        if tag(element) == "setvalue":
            self.actions.append(Action(path, events, value if value is not None else (element.text or ""), source))

    # --- texts --------------------------------------------------------------------------------------------------------

    def _pieces(self, element: Element) -> Pieces:
        pieces: list[str | XPath] = [element.text or ""]
        for child in element:
            found = self._xpath("", "label", child.get("value")) if tag(child) == "output" else None
            pieces += [found or "".join(child.itertext()), child.tail or ""]
        return tuple(piece for piece in pieces if piece != "")

    def _text(self, element: Element | None) -> Text | None:
        if element is None:
            return None
        ref = element.get("ref")
        if ref is None:
            return Text(self._pieces(element))
        fixed = _ITEXT.match(ref)
        return Text(key=fixed[1]) if fixed else Text(by=self._xpath("", "label", ref))

    def _message(self, source: str | None) -> Text | None:
        if not source:
            return None
        fixed = _ITEXT.match(source)
        return Text(key=fixed[1]) if fixed else Text((source,))

    def _translations(self, itext: Element) -> None:
        for translation in itext:
            language = translation.get("lang", "")
            if translation.get("default"):
                self.default_language = language
            self.texts[language] = {
                text.get("id", ""): {value.get("form", ""): self._pieces(value) for value in text}
                for text in translation
            }
        self.default_language = self.default_language or next(iter(self.texts), "")

    # --- body ---------------------------------------------------------------------------------------------------------

    def _body(self, element: Element) -> None:
        for child in element:
            kind = tag(child)
            path = child.get("ref") or child.get("nodeset") or ""
            part = self.parts.get(path)
            if kind in ("setvalue", "setgeopoint"):
                self._action(child, element.get("ref") or "")
            elif kind == "group":
                if part is not None:
                    part.label = self._text(_child(child, "label"))
                    part.appearance = frozenset((child.get("appearance") or "").split())
                self._body(child)
            elif kind == "repeat" and part is not None:
                part.repeat = True
                part.appearance |= frozenset((child.get("appearance") or "").split())
                part.count = self._xpath(path, "repeat_count", child.get(JR + "count"))
                part.fixed = child.get(JR + "noAddRemove") == "true()"
                self._body(child)
            elif kind in CONTROLS and part is not None:
                self._control(child, part)
                self._body(child)

    def _control(self, element: Element, part: Part) -> None:
        part.control = tag(element)
        part.appearance = frozenset((element.get("appearance") or "").split())
        part.attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        part.label = self._text(_child(element, "label"))
        part.hint = self._text(_child(element, "hint"))
        itemset = _child(element, "itemset")
        if itemset is not None:
            part.items = self._itemset(part.path, itemset)
        else:
            part.items = tuple(
                Fixed(_own(item, "value"), self._text(_child(item, "label")) or Text())
                for item in element
                if tag(item) == "item"
            )

    def _itemset(self, path: str, element: Element) -> Itemset | tuple[Fixed, ...]:
        source = element.get("nodeset", "")
        rows = self._xpath(path, "choice_filter", source)
        value, label = _child(element, "value"), _child(element, "label")
        if rows is None or value is None:
            return ()
        found = _INSTANCE.search(source)
        return Itemset(
            rows, value.get("ref", "name"), self._text(label) or Text(), found[1] if found else "", "[" in source
        )


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if tag(child) == name), None)


def _own(element: Element, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""


def volatile(tree: Any) -> bool:
    """Whether an expression may give another value without any of its arguments changing."""
    return anywhere(tree, lambda token: token.symbol in FUNCTIONS and FUNCTIONS[token.symbol].volatile)


def anywhere(tree: Any, holds: Callable[[Any], bool]) -> bool:
    return holds(tree) or any(anywhere(token, holds) for token in tree)
