"""Fuzz the rules of packs, their conditions, scores, phrases and translations: a pack is refused, or does its work.

A pack that loads draws check-ins, whose scores are the same one by one and in a table, and whose page is one
document with two scripts.
`.ci/fuzz` runs it with the others. Needs atheris and Polars (the group `fuzz` and the extra `tables`).
"""

import sys
from html.parser import HTMLParser
from pathlib import Path

import atheris
import polars
import yaml

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit import packs, scoring  # noqa: F401  # loaded later otherwise, and not instrumented
    from intimacy_kit.interop import page
    from intimacy_kit.tables import score_frame

from tests.fuzz import shapes
from tests.support.memory_pack import Memory, folder
from tests.support.odd_catalogue import DAY
from tests.support.paths import DATA, GOOD, ROOT

NAMES = ("audit", "npi", "psqi", "rand-36", "eq5d-3l", "essi", "pcl5")
FOLDERS = [
    *(DATA / "cases" / name for name in ("children", "codes", "sliders", "sums")),
    *(DATA / "instruments" / name for name in NAMES),
    GOOD / "journey",
]
PHRASES = yaml.safe_load((ROOT / "data" / "phrases.yaml").read_text(encoding="utf-8"))[:12]
PACKS = [
    {name: yaml.safe_load(data) for name, data in folder(path).items() if name.endswith(".yaml")} for path in FOLDERS
]
COLUMNS = ("percent", "mean", "sum", "value", "level", "answered", "asked")


class Tags(HTMLParser):
    """The names of the tags of a page, in order."""

    def __init__(self, html):
        super().__init__()
        self.names = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):  # noqa: ARG002  # the name of a parameter of HTMLParser
        self.names.append(tag)


class Dumper(yaml.SafeDumper):
    """Writes whole numbers of more digits than Python prints, too."""


Dumper.add_representer(int, lambda dumper, n: dumper.represent_scalar("tag:yaml.org,2002:int", digits(n)))


def digits(number):
    """Return the digits of a whole number, hexadecimal ones where it has thousands."""
    return str(number) if number.bit_length() < 10_000 else hex(number)


def as_pack(files):
    """Return a pack in memory."""
    write = {"Dumper": Dumper, "allow_unicode": True, "sort_keys": False}
    return Memory({name: yaml.dump(tree, **write).encode() for name, tree in files})


def spoilt(choices):
    """Return the files of a pack, one of them with changes: most often one that has rules."""
    files = dict(choices.of(PACKS))
    if choices.below(4) == 0:
        files["phrases.yaml"] = PHRASES
    ruled = [name for name in files if name.startswith(("items/", "scores", "phrases", "norms", "locales/"))]
    name = choices.of(ruled if choices.below(4) else sorted(files))
    return files | {name: shapes.mutated(files[name], choices)}


def answered(checkin, choices):
    """Return a response in which each question that is shown has a number of its scale, or none."""
    answers = {}
    for item in checkin.key.items:
        if item.id in checkin.shown(answers) and choices.below(6):
            numbers = (item.range.low, item.range.high) if item.range else item.values
            answers[item.id] = item.stored(float(choices.of(numbers)))
    return checkin.answer(answers, on=DAY)


def wanted(response):
    """Return the cells of a row of scores, by way of `score`."""
    result = ik.score(response)
    scores = {**result.scores, **{f"{pillar}_felt": score for pillar, score in result.felt.items()}}
    return {f"{name}_{column}": getattr(score, column) for name, score in scores.items() for column in COLUMNS}


def score_twice(checkin, choices):
    """Score a few responses one by one, and in a table."""
    responses = [answered(checkin, choices) for _ in range(3)]
    types = dict.fromkeys(checkin.item_ids, polars.Float64)
    rows = [{id: answer_of(response, id) for id in types} for response in responses]
    frame = score_frame(polars.DataFrame(rows, schema=types), checkin)
    for row, response in zip(frame.to_dicts(), responses, strict=True):
        for name, value in wanted(response).items():
            if name in row and row[name] != value:
                raise AssertionError(f"{name} is {row[name]!r} and should be {value!r}")


def answer_of(response, id):
    """Return a number that was answered, or None."""
    found = response.answers.get(id)
    return None if found is None or isinstance(found, ik.Missing) else float(found)


def one(data: bytes) -> None:
    """Change a good pack, and do with it what is done with packs."""
    choices = shapes.Choices(data)
    pack = as_pack(spoilt(choices).items())
    problems = ik.check_path(pack)
    try:
        catalogue = ik.load_path(pack)
    except ik.PackError as error:
        if not problems or not str(error):
            raise AssertionError("check_path finds nothing in a pack that does not load") from error
        return
    if problems:
        raise AssertionError(f"a pack loads that has problems: {problems[0]}")
    for form in catalogue.forms:
        checkin = ik.draw(catalogue, form=form, seed="s")
        score_twice(checkin, choices)
        (html,) = page.export_form(catalogue, form).document.values()
        if Tags(html).names.count("script") != 2:
            raise AssertionError("a text has become a part of the page")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
