"""The colours of statuses, as eyes see them that lack one kind of cone."""

import math
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

import services
from services.obligations.status import Stage
from services.rendering.status_picture import LAYOUTS

REPORT = Path(services.__file__).parent / "export" / "followup_report.typ"
LEAST = 15.0
"""The least distance of two statuses in CIE 1976 L*a*b*: from about 2 on two patches that touch are told apart."""

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]
Palette = tuple[dict[str, str], dict[str, str]]
"""The colour of each status, and its mark."""

EYES: dict[str, Matrix] = {
    "common": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Simulations in linear sRGB by Machado, Oliveira and Fernandes (2009), severity 1.0."""
TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE: Colour = (0.95047, 1.0, 1.08883)


def times(matrix: Matrix, colour: Colour) -> Colour:
    first, second, third = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return first, second, third


def linear(name: str) -> Colour:
    """The linear sRGB of a colour such as ``#c14f00``."""
    parts = (int(name[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def lab(colour: Colour) -> Colour:
    """The L*a*b* of a linear sRGB colour, under the light D65."""

    def f(part: float) -> float:
        return math.cbrt(part) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116

    x, y, z = (f(part / white) for part, white in zip(times(TO_XYZ, colour), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(name: str, eyes: str) -> Colour:
    red, green, blue = (min(1.0, max(0.0, part)) for part in times(EYES[eyes], linear(name)))
    return lab((red, green, blue))


def named(source: str) -> dict[str, str]:
    """The colours that a Typst file gives names to."""
    return {**dict(re.findall(r'#let (\w+) = rgb\("(#\w+)"\)', source)), "white": "#ffffff"}


def pictures() -> Palette:
    """The ground of each status in the pictures, and the pattern and edge that mark it besides."""
    source = LAYOUTS["style"].read_text("utf-8")
    colours = named(source)
    rows = re.findall(r"^  (\w+): \(ground: (\w+), fill: (.*), text: \w+, edge: (.*)\),$", source, re.MULTILINE)
    # A pattern is what is left of the fill without its colours; a plain fill is marked by its edge.
    marks = {stage: re.sub(r'rgb\("#\w+"\)', "", fill) if "(" in fill else edge for stage, _, fill, edge in rows}
    return {stage: colours[ground] for stage, ground, *_ in rows}, {
        stage: re.sub("|".join(colours), "", mark) for stage, mark in marks.items()
    }


def report() -> Palette:
    """The colour of each status in the follow-up report, and its mark."""
    source = REPORT.read_text("utf-8")
    colours = named(source)
    rows = re.findall(r'^  (\w+): \((?:rgb\("(#\w+)"\)|(\w+)), "(.)"\),$', source, re.MULTILINE)
    return {stage: code or colours[name] for stage, code, name, _ in rows}, {stage: mark for stage, *_, mark in rows}


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("palette", [pictures, report])
def test_no_two_statuses_look_alike(palette: Callable[[], Palette], eyes: str) -> None:
    colours, _ = palette()
    assert set(colours) == set(Stage)
    distances = {
        (one, other): math.dist(seen(colours[one], eyes), seen(colours[other], eyes))
        for one, other in combinations(colours, 2)
    }
    assert {pair: round(distance, 1) for pair, distance in distances.items() if distance < LEAST} == {}


@pytest.mark.parametrize("palette", [pictures, report])
def test_each_status_is_marked_by_more_than_its_colour(palette: Callable[[], Palette]) -> None:
    _, signs = palette()
    assert len(set(signs.values())) == len(Stage), signs
