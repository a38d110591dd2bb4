"""How easily a text reads: the Flesch-Kincaid grade, a school year of the United States.

Source: Kincaid, Fishburne, Rogers and Chissom (1975), Navy Research Branch Report 8-75. Syllables are the
places where Pyphen's dictionary for American English allows a hyphen, plus one.
"""

import re

from pyphen import Pyphen

HYPHENS = Pyphen(lang="en_US")


def grade(text):
    """Return the grade of a text that has at least one word, rounded to a tenth."""
    words = re.findall(r"[\w'’]+(?:-[\w'’]+)*", text.lower())
    sentences = [part for part in re.split(r"[.!?]+(?:\s|$)", text) if len(part.split()) > 2] or [text]
    syllables = sum(len(HYPHENS.positions(re.sub(r"\W", "", word))) + 1 for word in words)
    return round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59, 1)
