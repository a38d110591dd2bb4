"""Fuzz the importers of forms: any document gives a pack that loads as it is, or problems of our own.

`.ci/fuzz` runs it with the others. Needs atheris (the group `fuzz`).
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit.interop import fhir, qualtrics, redcap, reproschema, surveyjs, xlsform

from tests.fuzz import shapes
from tests.support.memory_pack import Memory
from tests.support.paths import DATA, GOOD, ROOT

FORMATS = (fhir, qualtrics, redcap, reproschema, surveyjs, xlsform)
PACKS = (GOOD / "five", DATA / "cases" / "children", DATA / "cases" / "sliders", DATA / "cases" / "sums")
EXAMPLES = ROOT / "docs" / "examples"


def form_of(module, catalogue):
    """Return a form of a catalogue in the words of a system: text where it is a file of text."""
    checkin = ik.draw(catalogue, form=next(iter(catalogue.forms)), seed="s")
    export = module.export_form(checkin)
    if module is redcap:
        return redcap.data_dictionary(export)
    return export.document["text"] if module is qualtrics else dict(export.document)


FORMS = [(module, form_of(module, ik.load_path(pack))) for pack in PACKS for module in FORMATS]
FORMS += [(redcap, (EXAMPLES / "evening-hours.csv").read_text(encoding="utf-8"))]


def changed(document, choices):
    """Return a document with changes: of its tree, or of its text."""
    if not isinstance(document, str):
        return shapes.mutated(document, choices)
    for _ in range(choices.below(6)):
        document = shapes.edited(document, choices, ("calc", "radio", "1, Yes | 0, No", "[q_a] = '1'", "[[Choices]]"))
    return document


def one(data: bytes) -> None:
    """Change a good form of one of the systems, and import it."""
    choices = shapes.Choices(data)
    module, good = choices.of(FORMS)
    document = changed(good, choices)
    try:
        form = module.import_form(document, locale="en")
    except ik.InvalidValue:
        return
    files = Memory({name: text.encode("utf-8", "surrogatepass") for name, text in form.files.items()})
    if problems := ik.check_path(files):
        raise AssertionError(f"the pack does not load: {problems[0]}")
    if ik.load_path(files) != form.catalogue:
        raise AssertionError("the pack does not come back as it was made")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
