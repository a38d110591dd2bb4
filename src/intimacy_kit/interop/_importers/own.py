"""Forms that were exported from here: their names hold ids and pillars again."""

import re
from collections.abc import Iterable, Mapping

import attrs

from intimacy_kit.interop._importers.draft import Draft, Words
from intimacy_kit.interop._names import id_of, plain_id

_BETWEEN = " · "
_PAGE = re.compile(r"page_[0-9]+_([a-z0-9_]+)")


def own_questions(drafts: Iterable[Draft], identity: Mapping[str, object] | None) -> tuple[Draft, ...]:
    """Return the questions of an exported form with their ids; kinds of missing beside a range join it.

    Args:
        drafts: The questions as they were read.
        identity: The identity of the check-in, or None where the form was made elsewhere: then nothing changes.
    """
    listed = tuple(drafts)
    if identity is None:
        return listed
    codes = {id: each for each in listed if (id := id_of(each.name, "code")) is not None}
    found: list[Draft] = []
    for each in listed:
        id = each.id or id_of(each.name)
        if id is None:
            found += [each] if id_of(each.name, "code") is None else []
            continue
        offers = each.offers if id not in codes else codes[id].offers
        found.append(attrs.evolve(each, id=id, page=own_pillar(each.page), offers=offers))
    return tuple(found)


def own_pillar(page: str) -> str:
    """Return the pillar that a page or a group of an exported form is named after.

    Args:
        page: The name of the page; one of another make is returned as it is.
    """
    match = _PAGE.fullmatch(page)
    return page if match is None else plain_id(match[1])


def own_ends(hint: Words, low: str, high: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of the ends of a range, which an exported form has in one line.

    Args:
        hint: The line in each language, such as `0: Not at all · 100: Completely`.
        low: The low end as it is written there.
        high: The high end.
    """
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for tag, line in hint.items():
        first, between, second = line.rpartition(f"{_BETWEEN}{high}: ")
        if not between:
            first, second = ("", line.removeprefix(f"{high}: ")) if line.startswith(f"{high}: ") else (line, "")
        for words, text in zip(found, (first.removeprefix(f"{low}: "), second), strict=True):
            if text:
                words[tag] = text
    return found
