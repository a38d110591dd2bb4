"""Names of other systems as ids."""

import re
import unicodedata

from intimacy_kit._values.fields import ID, LONGEST_ID
from intimacy_kit.interop._names import numbered

_NOT_OF_IDS = re.compile(r"[^a-z0-9.]+")


class Names:
    """Gives ids, no two the same.

    Args:
        noun: What an id begins with where a name has nothing that an id can hold.
    """

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._taken: set[str] = set()

    def new(self, name: str) -> str:
        """Return an id that is not taken, as like the name as it can be.

        Args:
            name: The name of another system; it may be empty.

        >>> names = Names("item")
        >>> names.new("EV_walk"), names.new("ev-walk"), names.new("")
        ('ev-walk', 'ev-walk-2', 'item-1')
        """
        own = id_from(name)
        found = own or f"{self._noun}-1"
        if found in self._taken:
            found = numbered(own or self._noun, self._taken, joint="-", longest=LONGEST_ID)
        self._taken.add(found)
        return found


def id_from(name: str) -> str:
    """Return a name as an id; empty where nothing of it can stand in one.

    Args:
        name: Any text.

    >>> id_from("Día_2 (b)"), id_from("a..b-")
    ('dia-2-b', 'a.b')
    """
    if ID.fullmatch(name) and len(name) <= LONGEST_ID:
        return name
    plain = unicodedata.normalize("NFKD", name[: 4 * LONGEST_ID])
    plain = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    plain = re.sub(r"[.-]*[-.][.-]*", lambda match: match[0][0], _NOT_OF_IDS.sub("-", plain))
    return plain[:LONGEST_ID].strip(".-")
