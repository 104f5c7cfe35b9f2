"""Where a page is covered. A box is four whole numbers, in thousandths of the page: left, top, right, bottom.

Thousandths hold at any resolution, and the same boxes always give the same pixels.
"""

from collections.abc import Iterable, Sequence

Box = tuple[int, int, int, int]
Sign = tuple[str, Box | None]  # one letter of a page and its place; the end of a line has none
WHOLE = 1000
PAGE: Box = (0, 0, WHOLE, WHOLE)
MOST = 250  # on one page; they travel in an address, eight characters each
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 8


def box_of(values: Sequence[int]) -> Box | None:
    """None when it is no box: not four whole numbers of the page, or an empty area."""
    if len(values) != 4 or not all(type(one) is int and 0 <= one <= WHOLE for one in values):
        return None
    left, top, right, bottom = values
    return (left, top, right, bottom) if left < right and top < bottom else None


def written(boxes: Iterable[Box]) -> str:
    """Boxes as they stand in an address: two signs a number."""
    return "".join(_DIGITS[one // 36] + _DIGITS[one % 36] for box in boxes for one in box)


def read(text: str) -> tuple[Box, ...] | None:
    """The boxes of an address, in their order and once each; None when it holds anything else, or too many."""
    parts = [text[at : at + _LENGTH] for at in range(0, len(text), _LENGTH)]
    if len(parts) > MOST or not set(text) <= set(_DIGITS) or len(text) % _LENGTH:
        return None
    boxes = [box_of([int(part[at : at + 2], 36) for at in range(0, _LENGTH, 2)]) for part in parts]
    return None if None in boxes else tuple(dict.fromkeys(box for box in boxes if box))


def covers(boxes: Iterable[Box], area: Box) -> bool:
    """One box alone covers the whole ``area``."""
    left, top, right, bottom = area
    return any(b[0] <= left and b[1] <= top and b[2] >= right and b[3] >= bottom for b in boxes)
