"""How a text looks: whether anything of it is seen, and what looks the same to a reader."""

import unicodedata

_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅοανΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwABEKMHOPCTYXIJSoavABEZHIKMNOPTYX",
)
"""Letters of Cyrillic and Greek to the Latin ones that look the same. It is our own list, and not a complete one."""

_UNSEEN = ("C", "Z")


def is_seen(text: str) -> bool:
    """Whether a text has a character that a reader sees.

    >>> is_seen(" ")
    False
    """
    return any(unicodedata.category(each)[0] not in _UNSEEN for each in text)


def look_of(text: str) -> str:
    """Return a text that is the same for two that a reader can hardly tell apart.

    Width, blanks, marks of direction, and letters of other scripts with the same shape make no difference.

    Args:
        text: Any text.

    >>> look_of("Nеver") == look_of("Never")
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE)
    return " ".join("".join(each for each in plain if unicodedata.category(each) != "Cf").split())
