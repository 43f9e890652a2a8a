"""How places in a file are named."""

from collections.abc import Iterable


def numbered_places(numbers: Iterable[int]) -> str:
    """Return numbers as ranges.

    >>> numbered_places([2, 3, 4, 7])
    '2–4 en 7'
    """
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    shown = [str(each[0]) if len(each) == 1 else f"{each[0]}–{each[-1]}" for each in ranges]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " en " + shown[-1]
