"""How alike texts are: the cosine of their runs of four letters, where a run that many texts have weighs little.

A run weighs the number of times that a text has it, times the logarithm of the number of texts over the number of those
that have it (term frequency times inverse document frequency).
"""

import math
import re
from collections import Counter, defaultdict

LENGTH = 4


def runs(text):
    """Return how often a text has each run of letters; words keep their ends, and marks don't count."""
    letters = " ".join(["", *re.findall(r"\w+", text.lower()), ""])
    return Counter(letters[i : i + LENGTH] for i in range(len(letters) - LENGTH + 1))


def alike(texts, least):
    """Yield (cosine, id, id) for each two of the texts, which go by id, that are at least so alike."""
    counts = {id: runs(text) for id, text in texts.items()}
    having = Counter(run for each in counts.values() for run in each)
    weights = {run: math.log(len(texts) / number) for run, number in having.items()}
    before = defaultdict(list)
    for id, each in counts.items():
        vector = {run: count * weights[run] for run, count in each.items() if weights[run]}
        length = math.hypot(*vector.values())
        products = Counter()
        for run, value in vector.items():
            for other, there in before[run]:
                products[other] += value / length * there
            before[run].append((id, value / length))
        yield from ((cosine, other, id) for other, cosine in products.items() if cosine >= least)
