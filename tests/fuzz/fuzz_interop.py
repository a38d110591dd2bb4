"""Fuzz the readers of foreign answers: any document gives responses, or errors that quote no answer.

A response that was read has to be the one that was exported where nothing was changed. JSON Schema has no reader.
`.ci/fuzz` runs it with the others. Needs atheris (the group `fuzz`).
"""

import csv
import io
import json
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit import packs  # noqa: F401  # loaded later otherwise, and not instrumented
    from intimacy_kit.checkin.identity import encode
    from intimacy_kit.interop import bundle, fhir, reproschema, surveyjs, xlsform
    from intimacy_kit.interop._names import name_of

from tests.fuzz import shapes
from tests.fuzz.samples import PUBLIC, SAMPLES

FOREIGN = (*PUBLIC, "checkin", "questionnaire", "linkId", "isAbout")


def in_surveyjs(response):
    """Return the result of a filled-in form."""
    plain = response.to_dict()
    answers = {name_of("q", id): answer for id, answer in plain["answers"].items() if answer is not None}
    return {"checkin": encode(response.checkin), "on": plain["on"], **answers, "score_a": 50.0}


def in_groups(response):
    """Return a submission of an XLSForm: groups within it, and all as text."""
    entries = {name: str(each) for name, each in in_surveyjs(response).items()}
    odd = {name: entries.pop(name) for name in [each for each in entries if each.startswith("q_")][::2]}
    return {**entries, "page_1": odd, "__system": {"submissionDate": "2026-11-23T10:00:00Z", "attachments": []}}


def in_rows(response):
    """Return two submissions of an XLSForm as a table."""
    entries = {f"page/{name}": str(each) for name, each in in_surveyjs(response).items()}
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([entries, entries.values(), entries.values()])
    return stream.getvalue()


def in_reproschema(response):
    """Return what the user interface of ReproSchema stores."""
    paths = list(reproschema.export_form(response.checkin).document)[2:]
    stored = [{"@type": "reproschema:ResponseActivity", "endedAtTime": f"{response.on}T10:00:00.500Z"}]
    for path, answer in zip(paths, response.to_dict()["answers"].values(), strict=True):
        value = "skipped" if answer is None else answer
        stored.append({"@type": "reproschema:Response", "isAbout": f"https://x.org/{path}", "value": value})
    return stored


READERS = (
    ("fhir", fhir.import_response, fhir.export_response),
    ("surveyjs", surveyjs.import_response, in_surveyjs),
    ("xlsform", xlsform.import_response, in_groups),
    ("xlsform-table", xlsform.import_table, in_rows),
    ("bundle", bundle.import_response, lambda response: response.to_dict()),
    ("reproschema", reproschema.import_response, in_reproschema),
)
OF_JSON = ("bundle", "reproschema")
EXPORTS = {
    (name, i, j): export(response)
    for name, _, export in READERS
    for i, (_, responses) in enumerate(SAMPLES)
    for j, response in enumerate(responses)
}


def tree_of(name, document):
    """Return what a document says, whoever reads it."""
    if name == "xlsform-table" and isinstance(document, str):
        try:
            names, *rows = csv.reader(io.StringIO(document, newline=""))
        except (csv.Error, ValueError):
            return document
        return [dict(zip(names, row, strict=False)) | {"names": dict.fromkeys(names)} for row in rows]
    if isinstance(document, str | bytes):
        try:
            return json.loads(document)
        except (ValueError, RecursionError):
            return str(document)
    return document


def changed(name, document, choices):
    """Return a document with changes: of its tree, of its text, or of both."""
    if name == "xlsform-table":
        text = document
        for _ in range(choices.below(5)):
            text = shapes.edited(text, choices, (shapes.MARK, "on", "q_a", "checkin"))
        return text
    tree = shapes.mutated(document, choices)
    way = choices.below(4) if name in OF_JSON else 0
    text = shapes.as_json(tree) if way else None
    if text is None:
        return tree
    if way == 1:
        return text
    data = shapes.spliced(text.encode(), choices)
    return data if way == 2 else data.decode("utf-8", "surrogateescape")


def one(data: bytes) -> None:
    """Change a good document of one of the formats, and read it."""
    choices = shapes.Choices(data)
    name, read, _ = choices.of(READERS)
    sample = choices.below(len(SAMPLES))
    catalogue, responses = SAMPLES[sample]
    which = choices.below(len(responses))
    document = changed(name, EXPORTS[name, sample, which], choices)
    try:
        found = read(catalogue, document)
    except ik.InvalidResponse as error:
        shapes.keeps_quiet(error, tree_of(name, document), FOREIGN)
        return
    for response in found if isinstance(found, tuple) else (found,):
        if ik.Response.from_dict(catalogue, response.to_dict()) != response:
            raise AssertionError("the response does not come back as it went")
        if document == EXPORTS[name, sample, which] and response.answers != responses[which].answers:
            raise AssertionError("the answers are not those that were exported")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
