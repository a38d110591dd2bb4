"""The documents that others read and write, as they are kept in `formats/`. Run this to renew them.

A small check-in with a translation goes out in every format, and its answers come back; so do answers in which
one place after another is broken, each with what is said of it.
"""

import copy
import json
import sys

import attrs

import intimacy_kit as ik
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.interop import bundle, fhir, json_schema, reproschema, surveyjs, xlsform
from intimacy_kit.interop._form import Export
from intimacy_kit.interop._names import name_of
from intimacy_kit.packs.json_schema import file_schema
from tests.support import odd_catalogue
from tests.support.paths import GOLDEN

KEPT = GOLDEN
CATALOGUE = odd_catalogue.mixed()
CHECKIN = ik.draw(CATALOGUE, form="mixed", seed="pair 17/é", occasion=2)
SPANISH = attrs.evolve(
    CHECKIN,
    title="Mezcla",
    locale="es",
    questions=[attrs.evolve(each, text=f"¿{each.text[:-1]} (es)?", locale="es") for each in CHECKIN.questions],
)
ANSWERS = {"1.2": -3, "1-2": "did-not-come-up", "a": -4, "a.b": 1}
RESPONSE = CHECKIN.answer(ANSWERS, on=odd_catalogue.DAY, seconds={"a": 1.5})
FULL = CHECKIN.answer({each.item_id: each.choices[0].answer for each in CHECKIN.questions}, on=odd_catalogue.DAY)


def exported(export):
    return {"document": export.document, "losses": export.losses}


DOCUMENTS = {
    "bundle": lambda: exported(bundle.export_form(CATALOGUE, "mixed")),
    "bundle-schema": bundle.bundle_schema,
    "fhir-observations": lambda: [
        *fhir.observations(ik.score(RESPONSE), subject="Patient/7", derived_from="QuestionnaireResponse/1"),
        *fhir.observations(ik.score(FULL)),
    ],
    "fhir-r4": lambda: exported(fhir.export_form(CHECKIN, translations=[SPANISH])),
    "fhir-r5": lambda: exported(fhir.export_form(CHECKIN, release="R5", base_url="urn:example:fhir/")),
    "fhir-response": lambda: fhir.export_response(RESPONSE, subject="Patient/7"),
    "json-schema-check-in": lambda: exported(json_schema.export_form(CHECKIN)),
    "json-schema-form": lambda: exported(json_schema.export_form(CHECKIN.key)),
    "openapi": lambda: json_schema.openapi_fragment(CHECKIN.key),
    "pack-schemas": lambda: {kind: file_schema(kind) for kind in sorted(KINDS)},
    "reproschema": lambda: exported(reproschema.export_form(CHECKIN, translations=[SPANISH])),
    "response": RESPONSE.to_dict,
    "result": lambda: ik.score(FULL).to_dict(),
    "result-schema": json_schema.result_schema,
    "result-schema-check-in": lambda: json_schema.result_schema(CHECKIN),
    "surveyjs": lambda: exported(surveyjs.export_form(CHECKIN, translations=[SPANISH])),
    "xlsform": lambda: exported(xlsform.export_form(CHECKIN, translations=[SPANISH])),
}
"""What makes each document, by the name of its file."""


# What comes back ----------------------------------------------------------------


def survey_entries(value):
    """Return what a survey collects, with each answer as `value` makes it."""
    answers = {name_of("q", id): value(each) for id, each in RESPONSE.to_dict()["answers"].items() if each is not None}
    return {"checkin": encode(CHECKIN), "on": odd_catalogue.DAY.isoformat(), **answers, "score_row": 50}


def responses_of_reproschema():
    """Return what the user interface of ReproSchema stores."""
    files = reproschema.export_form(CHECKIN).document
    activity = next(path for path in files if path.endswith("_activity"))
    folder = activity.rpartition("/")[0]
    found = [{"@type": "reproschema:ResponseActivity", "endedAtTime": "2026-11-23T20:15:00.000Z"}]
    for id, answer in RESPONSE.to_dict()["answers"].items():
        about = f"https://example.org/{folder}/items/{name_of('q', id)}"
        if answer is not None:
            found.append({"@type": "reproschema:Response", "isAbout": about, "value": answer})
    return found


ANSWERED = responses_of_reproschema()
READERS = {
    "bundle": (bundle.import_response, RESPONSE.to_dict()),
    "fhir": (fhir.import_response, fhir.export_response(RESPONSE)),
    "reproschema": (reproschema.import_response, ANSWERED),
    "stored": (ik.Response.from_dict, RESPONSE.to_dict()),
    "surveyjs": (surveyjs.import_response, survey_entries(lambda answer: answer)),
    "xlsform": (xlsform.import_response, survey_entries(str)),
}
BROKEN = {
    "no more": None,
    "null": lambda _: None,
    "a truth": lambda _: True,
    "a number": lambda _: 97,
    "a fraction": lambda _: 0.5,
    "another text": lambda _: "zz",
    "longer": lambda each: f"{each}!",
    "a list": lambda each: [each, each],
    "a mapping": lambda each: {"zz": each},
}


def places(tree, path=()):
    """Yield the path of every part of a document."""
    for key, each in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield (*path, key)
        yield from places(each, (*path, key))


def broken(tree):
    """Yield where and how a document was broken, with what it has become."""
    for path in places(tree):
        for how, change in BROKEN.items():
            found = copy.deepcopy(tree)
            inside = found
            for key in path[:-1]:
                inside = inside[key]
            if change is None:
                del inside[path[-1]]
            else:
                inside[path[-1]] = change(inside[path[-1]])
            yield ".".join(map(str, path)), how, found
    if isinstance(tree, dict):
        yield "", "two more", {**tree, "q_zz": 1, "zz": 1}


def lines(problems):
    """Return what is said of problems, all of which have words."""
    assert all(isinstance(each.remedy, str) for each in problems)
    return [str(each) for each in problems]


def said(read, document):
    """Return what comes of a document: the problems, or which answers there are."""
    try:
        response = read(CATALOGUE, document)
    except ik.InvalidResponse as error:
        return lines(error.problems)
    kept = response.to_dict()
    return [f"read: {kept['on']} {json.dumps({id: each for id, each in kept['answers'].items() if each is not None})}"]


def refused(name):
    """Return what is said of each broken document of a format."""
    read, document = READERS[name]
    found = {f"{place}: {how}": said(read, each) for place, how, each in broken(document)}
    return {"as it is": said(read, document), **found}


def row(**changes):
    """Return a row of a CSV file of submissions, and the names above it."""
    entries = {**survey_entries(str), **changes}
    quoted = ([f'"{each}"' for each in part] for part in (entries, entries.values()))
    return "\n".join(",".join(part) for part in quoted) + "\n"


LARGE = "1" * 1_048_577
NESTED = {"x": 1}
for _ in range(25):
    NESTED = {"x": NESTED}


def exported_losses():
    """Return what the exports of a check-in lose whose texts mean something in other formats."""
    odd = [
        attrs.evolve(each, text="Is ${a} {b}?", locale="fr" if each.item_id == "a" else "en")
        for each in CHECKIN.questions
    ]
    checkin = attrs.evolve(
        ik.draw(odd_catalogue.mixed(smallest=-999_998, largest=999_983), form="mixed", seed="x" * 400), questions=odd
    )
    spanish = attrs.evolve(checkin, locale="es")
    exports = surveyjs.export_form, xlsform.export_form, fhir.export_form, reproschema.export_form
    huge = odd_catalogue.mixed(smallest=-999_998, largest=999_983, weight=300)
    hugely = ik.draw(huge, form="mixed", seed="x")
    return [
        *(export(checkin, translations=[spanish]).losses for export in exports),
        *(export(hugely).losses for export in exports),
        bundle.export_form(huge, "mixed").losses,
        *(
            reproschema.export_form(attrs.evolve(CHECKIN, seed="x" * length, occasion=occasion)).losses
            for length, occasion in ((3_693, 10), (3_694, 2))  # a folder of 5,000 letters, and one of 5,001
        ),
    ]


ODD = {
    # name: a call that has to do with text and bytes, with tables, or with what no person would send
    **{
        f"{name} of {what}": lambda read=read, text=text: read(CATALOGUE, text)
        for name, read in (("bundle", bundle.import_response), ("reproschema", reproschema.import_response))
        for what, text in {
            "nothing": "",
            "words": "not JSON",
            "half": '{"a":\n [1,',
            "bytes of another encoding": b"\xff\xfe",
            "an endless number": '{"a": ' + "9" * 5000 + "}",
            "brackets": "[" * 100_000,
            "too much": LARGE,
            "a number": "7",
            "none": None,
            "a list of lists": [[1]],
            "keys that come twice": '{"on": 1, "on": 2, "answers": {"a": 1, "a": 1}}',
            "too many keys": {str(i): i for i in range(40)},
            "too many answers": {**RESPONSE.to_dict(), "answers": {str(i): i for i in range(99)}},
            "too many entries": [{"@type": "reproschema:Response"}] * 99,
        }.items()
    },
    **{
        f"{name} of {what}": lambda read=read, tree=tree: read(CATALOGUE, tree)
        for name, read in (
            ("fhir", fhir.import_response),
            ("stored", ik.Response.from_dict),
            ("surveyjs", surveyjs.import_response),
            ("xlsform", xlsform.import_response),
        )
        for what, tree in {
            "none": None,
            "text": "{}",
            "a list": [],
            "nothing": {},
            "a number as a key": {3: 1, "checkin": encode(CHECKIN)},
            "too many items": {"resourceType": "QuestionnaireResponse", "item": [{}] * 2_001},
            "too many levels": NESTED,
            "the same twice": {**survey_entries(str), "group": {"q_a": "-4"}},
            "what changes its meaning": {**fhir.export_response(RESPONSE), "implicitRules": "x"},
        }.items()
    },
    **{
        f"table of {what}": lambda text=text: xlsform.import_table(CATALOGUE, text)
        for what, text in {
            "none": None,
            "nothing": "",
            "names alone": '"checkin","on"\n',
            "half": '"checkin',
            "one submission": row(),
            "two submissions": row() + row().split("\n")[1] + "\n",
            "two with faults": row(on="today") + row(q_a="9").split("\n")[1] + "\n",
            "a column twice": '"on","on","x","x"\n"1","2","3","4"\n',
            "a short row": row() + '"a"\n',
        }.items()
    },
    **{
        f"reproschema of {what}": lambda tree=tree: reproschema.import_response(CATALOGUE, tree)
        for what, tree in {
            "an empty list": [],
            "an activity alone": ANSWERED[:1],
            "the same answer twice": [*ANSWERED, ANSWERED[1]],
            "two check-ins": [
                *ANSWERED,
                {**ANSWERED[1], "isAbout": ANSWERED[1]["isAbout"].replace("~self~2~", "~self~3~")},
            ],
            "two days": [*ANSWERED, {**ANSWERED[0], "endedAtTime": "2026-11-22T20:15:00.000Z"}],
            "keys in a list that come twice": '[{"@type": "reproschema:Response", "value": 1, "value": 2}]',
            "two URLs of nobody": [ANSWERED[0], *[{**each, "isAbout": "x"} for each in ANSWERED[1:3]]],
            **{
                f"a URL of {length:,} letters": [
                    ANSWERED[0],
                    {**ANSWERED[1], "isAbout": ANSWERED[1]["isAbout"].rjust(length, "/")},
                ]
                for length in (10_000, 10_001)
            },
            "as many entries as there may be": [{}] * 48,
            "one entry more": [{}] * 49,
        }.items()
    },
    **{
        f"{name} of {count:,} entries{where}": lambda read=read, entries=entries: read(CATALOGUE, entries)
        for count in (9_997, 9_998, 9_999, 10_000, 10_001)
        for answers in [{f"x_{i}": 1 for i in range(count)}]
        for name, read, where, entries in (
            ("surveyjs", surveyjs.import_response, "", answers),
            ("xlsform", xlsform.import_response, "", answers),
            ("xlsform", xlsform.import_response, " in a group", {"group": answers}),
        )
    },
    **{
        f"fhir of {what}": lambda items=items: fhir.import_response(
            CATALOGUE, {**fhir.export_response(RESPONSE), "item": items}
        )
        for items_ in [fhir.export_response(RESPONSE)["item"]]
        for what, items in {
            "as many items as there may be": [{"linkId": "score_row"}] * 2_000,
            "one item more": [{"linkId": "score_row"}] * 2_001,
            "scores": [*items_, {"linkId": "score_row"}, {"linkId": "felt_row"}],
            "the same question twice, and no item": [*items_, items_[0], 7],
        }.items()
    },
    "another check-in as a translation": lambda: surveyjs.export_form(
        CHECKIN, translations=[attrs.evolve(SPANISH, occasion=3), SPANISH, SPANISH]
    ),
    "a base URL that ends with an X": lambda: [
        fhir.export_form(CHECKIN, base_url="https://example.org/X/").document["url"]
    ],
    "a release of nobody": lambda: fhir.export_form(CHECKIN, release="R3"),
    "a base URL of nobody": lambda: fhir.export_form(CHECKIN, base_url="not a url"),
    "a text that no cell holds": lambda: xlsform.workbook(
        Export({"survey": [{"label": "a" * 32_768, "hint": "\x07", "name": "a" * 32_767}]})
    ),
    "texts that mean something elsewhere": exported_losses,
}


def said_of_odd():
    """Return what comes of each odd call."""
    found = {}
    for name, call in ODD.items():
        try:
            result = call()
        except (ik.InvalidResponse, ik.InvalidValue) as error:
            found[name] = lines(error.problems)
        else:
            found[name] = result if isinstance(result, list) else "read"
    return found


def written(document):
    """Return a document as a file holds it."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.iterdir():
        old.unlink()
    for name, make in DOCUMENTS.items():
        (KEPT / f"{name}.json").write_text(written(make()), encoding="utf-8")
    (KEPT / "odd.json").write_text(written(said_of_odd()), encoding="utf-8")
    for name in READERS:
        (KEPT / f"{name}-refused.json").write_text(written(refused(name)), encoding="utf-8")
    sys.stdout.write(f"{KEPT.name}: {len(DOCUMENTS) + len(READERS) + 1} files\n")
