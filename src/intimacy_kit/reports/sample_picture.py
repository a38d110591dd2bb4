"""A picture of the answers of many people: how many of them lie where on the answer range."""

import math
import statistics
from collections.abc import Iterable, Mapping

from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.wording import spoken_number
from intimacy_kit.reports.picture import Picture, Row, answer_words
from intimacy_kit.scoring.wording import title_of

FEWEST_PEOPLE = 10
"""Below this many people nothing is drawn of a pillar: a bar would be one of them."""

_BARS = 10


def of_sample(catalogue: Catalogue, form: str, percents: Mapping[str, Iterable[float | None]]) -> Picture:
    """Return for each pillar the share of people in each tenth of the answer range.

    Args:
        catalogue: Where the words come from.
        form: The id of the form that they answered.
        percents: Pillar to the percent of each person; None and NaN are left out.
    """
    rows: list[Row] = []
    said: list[str] = []
    count = 0
    for id, values in percents.items():
        known = [float(each) for each in values if each is not None and not math.isnan(each)]
        title, count = title_of(catalogue, id), max(count, len(known))
        if len(known) < FEWEST_PEOPLE:
            outcome = catalogue.phrase("sample-few", count=len(known), fewest=FEWEST_PEOPLE)
            rows.append(Row(title, "", None, outcome=outcome))
        else:
            low, _, high = map(spoken_number, statistics.quantiles(known, n=4, method="inclusive"))
            outcome = catalogue.phrase("sample-pillar", count=len(known), low=low, high=high)
            rows += _bars(title, known, outcome)
        said.append(catalogue.phrase("alt-course", title=title, points=outcome.rstrip(".")))
    return Picture(
        catalogue.phrase("sample-title", form=catalogue.forms[form].title, count=count),
        rows=tuple(rows),
        scale=answer_words(catalogue, percents),
        said=tuple(said),
        notes=(catalogue.phrase("sample-note"),),
        kind="spreads",
    )


def _bars(title: str, known: list[float], outcome: str) -> Iterable[Row]:
    """Yield a row for each tenth of the range; the last of them has its upper end, too."""
    counts = [0] * _BARS
    for each in known:
        counts[min(int(each * _BARS / 100), _BARS - 1)] += 1
    for i, number in enumerate(counts):
        low, high = 100 * i / _BARS, 100 * (i + 1) / _BARS
        yield Row(title, "", 100 * number / len(known), outcome=outcome, low=low, high=high)
