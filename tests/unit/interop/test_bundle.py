"""A bundle holds all that a program in another language needs, and answers to it come back."""

import json
from datetime import date
from fractions import Fraction

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Form, Item, Selection, Variant, Wording
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.translation import lay_over, texts
from intimacy_kit.content.vocabulary import Missing, Perspective, Role
from intimacy_kit.interop import _json, bundle
from intimacy_kit.interop._bundle_parts import condition_of
from tests.support import odd_catalogue, problems, rich_catalogue
from tests.support.catalogues import built_in

CATALOGUE = built_in()
SPANISH = built_in("es")
DAY = date(2026, 11, 23)
PULSE = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)
FIRST = PULSE.item_ids[0]
SCHEMA = jsonschema.Draft202012Validator(bundle.bundle_schema())


def written(catalogue, form, **options):
    """Return a bundle as another program reads it."""
    return json.loads(json.dumps(bundle.export_form(catalogue, form, **{"whole": False} | options).document))


def filled(**changes):
    """Return a response to the pulse as plain data, with changes."""
    plain = PULSE.answer(dict.fromkeys(PULSE.item_ids, 3), on=DAY, seconds={FIRST: 2.5}).to_dict()
    return plain | changes


def problems_of(document, catalogue=CATALOGUE):
    return problems.problems_of(bundle.import_response, catalogue, document)


# What is in it ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("form", CATALOGUE.forms)
def test_a_bundle_fits_its_schema(form):
    SCHEMA.validate(written(CATALOGUE, form, translations=[SPANISH], whole=form == "pulse"))


def test_a_whole_bundle_has_every_practice_prompt_and_source_with_its_texts_by_language():
    spanish = _lay_over(CATALOGUE, {"prompts": {FIRST_PROMPT: {"revision": 1, "text": "¿Qué?"}}})
    document = written(CATALOGUE, "pulse", translations=[spanish], whole=True)
    SCHEMA.validate(document)
    for shelf in ("practices", "prompts", "sources"):
        values = getattr(CATALOGUE, shelf).values()
        assert [value.to_dict() for value in values] == [in_english(each) for each in document[shelf]]
    assert {"en": CATALOGUE.prompts[FIRST_PROMPT].text, "es": "¿Qué?"} == document["prompts"][0]["text"]


def _lay_over(catalogue, plain):
    laid, problems = lay_over(catalogue, texts(plain), "es")
    assert () == problems
    return laid


FIRST_PROMPT = next(iter(CATALOGUE.prompts))


def in_english(tree):
    """Return a tree with each text in place of its languages."""
    if isinstance(tree, dict):
        return tree["en"] if "en" in tree else {key: in_english(each) for key, each in tree.items()}
    return [in_english(each) for each in tree] if isinstance(tree, list) else tree


@pytest.mark.slow
@given(testing.catalogues())
def test_a_bundle_of_any_pack_fits_its_schema_and_holds_the_whole_key(catalogue):
    document = written(catalogue, "form")
    SCHEMA.validate(document)
    key = ik.ScoringKey.from_dict(document["key"])
    assert ik.ScoringKey.from_form(catalogue, "form") == key
    assert document["form"]["digest"] == key.digest
    assert [item["id"] for item in document["items"]] == [item.id for item in key.items]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_a_bundle_of_a_rich_questionnaire_fits_its_schema_and_its_answers_come_back(number):
    catalogue = rich_catalogue.rich(number, order="drawn")
    document = written(catalogue, "form")
    SCHEMA.validate(document)
    assert ik.ScoringKey.from_form(catalogue, "form") == ik.ScoringKey.from_dict(document["key"])
    for response in rich_catalogue.generated(ik.draw(catalogue, form="form", seed="s"), 12):
        plain = json.loads(json.dumps(response.to_dict()))
        assert response.answers == bundle.import_response(catalogue, plain).answers


def test_a_condition_in_a_bundle_says_what_the_pack_says():
    both = Condition(all_=(Condition(item="a", one_of=(1, "0.5")), Condition(any_=(Condition(score="s", at_least=3),))))
    expected = {"all": [{"item": "a", "one_of": [1, 0.5]}, {"any": [{"score": "s", "at_least": 3}]}]}
    assert expected == condition_of(both)


def test_wordings_of_variants_are_told_as_missing():
    items = [*CATALOGUE.items.values()]
    items[0] = attrs.evolve(items[0], variants={"apart": Variant("phone", "phone")})
    losses = bundle.export_form(attrs.evolve(CATALOGUE, items=items), "full").losses
    assert ("The wordings of the variants apart are not in the bundle.",) == losses


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(bundle.bundle_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("bundle_version",), 2),
        (("scoring_version",), 0),
        (("pack", "id"), "Not an id"),
        (("pack", "title"), {}),
        (("locales",), []),
        (("locales",), ["en", "en"]),
        (("form", "digest"), "0"),
        (("form", "min_answered"), 0.625),
        (("form", "per_pillar"), 0),
        (("form", "extra"), 1),
        (("pillars",), []),
        (("scales", 0, "choices", 0, "code"), "did-not-come-up"),
        (("scales", 0, "choices", 0, "label", "English"), "Never"),
        (("items", 0, "role"), "scord"),
        (("items", 0, "question", "self"), None),
        (("subscales", 0, "role"), "choice"),
        (("subscales", 0, "terms"), []),
        (("subscales", 0, "terms", 0, "weight"), 0),
        (("subscales", 0, "needed", 0), -1),
        (("key", "items", 0, "keying"), "backward"),
        (("key", "min_answered"), "most"),
    ],
)
def test_a_bundle_that_was_tampered_with_does_not_fit(path, value):
    document = written(CATALOGUE, "pulse")
    *above, last = path
    node = document
    for step in above:
        node = node[step]
    node[last] = value
    assert not SCHEMA.is_valid(document)


def test_every_question_is_there_in_every_language_and_perspective():
    found = {item["id"]: item["question"] for item in written(CATALOGUE, "full", translations=[SPANISH])["items"]}
    for catalogue in (CATALOGUE, SPANISH):
        for view in Perspective:
            for question in ik.draw(catalogue, form="full", seed="-", perspective=view).questions:
                assert question.text == found[question.item_id][view.value][catalogue.locale]


def test_titles_labels_and_the_line_about_the_pack_are_there_in_every_language():
    document = written(CATALOGUE, "pulse", translations=[SPANISH])
    assert ["en", "es"] == document["locales"]
    assert {"en": "Pulse", "es": SPANISH.forms["pulse"].title} == document["form"]["title"]
    assert {"en": "Never", "es": "Nunca"} == document["scales"][0]["choices"][0]["label"]
    assert [SPANISH.pillars[id].summary for id in SPANISH.pillars] == [p["summary"]["es"] for p in document["pillars"]]
    assert {"en", "es"} == set(document["pack"]["about"])
    assert "CC-BY-4.0" == document["pack"]["licence"]


def test_what_has_no_wording_for_the_partner_and_no_line_about_it_is_null():
    document = written(CATALOGUE, "private")
    sentinels = [item for item in document["items"] if item["role"] == "sentinel"]
    assert sentinels
    assert [None] * len(sentinels) == [item["question"]["partner"] for item in sentinels]
    assert written(odd_catalogue.mixed(), "mixed")["pack"]["about"] is None


def test_a_text_that_a_language_lacks_is_not_there_in_it():
    plain = attrs.evolve(SPANISH, locale="es-MX")
    document = written(CATALOGUE, "pulse", translations=[plain])
    assert ["en", "es-MX"] == document["locales"]
    assert {"en", "es"} == set(document["form"]["title"])


def test_losses_tell_what_is_left_out_and_where_doubles_are_too_small():
    variants = "The wordings of the variants apart are not in the bundle."
    assert (variants,) == bundle.export_form(CATALOGUE, "pulse").losses
    left_out = bundle.export_form(CATALOGUE, "pulse", whole=False).losses
    assert ("Practices, prompts, programmes, sources and phrases are not in the bundle.", variants) == left_out
    wide = odd_catalogue.mixed(smallest=-999_998, largest=999_983)
    heavy = attrs.evolve(wide, items=[attrs.evolve(item, weight=1000) for item in wide.items.values()])
    assert () == bundle.export_form(wide, "mixed").losses
    assert [True] == ["2^53" in loss for loss in bundle.export_form(heavy, "mixed").losses]


def test_a_translation_of_another_form_and_an_unknown_form_are_refused():
    other = attrs.evolve(
        SPANISH, programmes=[], forms=[attrs.evolve(SPANISH.forms["pulse"], min_answered=Fraction(1, 3))]
    )
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        bundle.export_form(CATALOGUE, "pulse", translations=[other])
    with pytest.raises(ik.InvalidValue, match="language comes twice"):
        bundle.export_form(CATALOGUE, "pulse", translations=[CATALOGUE])
    with pytest.raises(ik.UnknownId):
        bundle.export_form(CATALOGUE, "puls")


# Responses on their way back ---------------------------------------------------------


@pytest.mark.slow
@given(st.data())
def test_a_response_comes_back_as_it_went(data):
    catalogue = data.draw(testing.catalogues())
    response = data.draw(testing.responses(catalogue=catalogue))
    times = data.draw(st.dictionaries(st.sampled_from(response.checkin.item_ids), st.floats(0, 1e6)))
    response = response.checkin.answer(response.answers, on=response.on, seconds=times)
    plain = response.to_dict()
    for document in (plain, json.dumps(plain), json.dumps(plain, ensure_ascii=False).encode()):
        assert response == bundle.import_response(catalogue, document)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", ("not-json", "")),
        ('{"answers": {', ("not-json", "")),
        ("nan", ("not-json", "")),
        ("9" * 5000, ("not-json", "")),
        (b"\xff\xfe{}", ("not-utf8", "")),
        ("[]", ("not-this-format", "")),
        ("3", ("not-this-format", "")),
        (None, ("not-this-format", "")),
        ([filled()], ("not-this-format", "")),
        ("[" * 100_000, ("too-deep", "")),
        ('{"a":' * 100_000, ("too-deep", "")),
        (" " * (_json.LARGEST + 1), ("too-large", "")),
        (b" " * (_json.LARGEST + 1), ("too-large", "")),
        (filled(**{str(i): i for i in range(50)}), ("too-large", "")),
        (filled(answers={str(i): 990_073 for i in range(100_000)}), ("too-large", "answers")),
        (filled(seconds={str(i): 1 for i in range(100_000)}), ("too-large", "seconds")),
        (filled(catalogue="another"), ("wrong-catalogue", "catalogue")),
        (filled(form="puls"), ("unknown-form", "form")),
        (filled(digest="0" * 16), ("form-changed", "digest")),
        (filled(occasion=-1), ("bad-number", "occasion")),
        (filled(perspective="both"), ("bad-choice", "perspective")),
        (filled(seed=7), ("wrong-kind", "seed")),
        (filled(seed="\u202e"), ("bad-character", "seed")),
        (filled(on="2026-02-30"), ("bad-date", "on")),
        (filled(on=None), ("bad-date", "on")),
        (filled(answers=None), ("wrong-type", "answers")),
        (filled(answers=[3]), ("wrong-type", "answers")),
        (filled(answers={FIRST: 990_073}), ("out-of-range", f"answers.{FIRST}")),
        (filled(answers={FIRST: "990073"}), ("wrong-type", f"answers.{FIRST}")),
        (filled(answers={FIRST: 1.0}), ("wrong-type", f"answers.{FIRST}")),
        (filled(answers={FIRST: True}), ("wrong-type", f"answers.{FIRST}")),
        (filled(answers={FIRST: "not-asked"}), ("not-offered", f"answers.{FIRST}")),
        (filled(answers={FIRST: [[[990_073]]]}), ("wrong-type", f"answers.{FIRST}")),
        (filled(answers={"listening.atention": 3}), ("unknown-item", "answers.listening.atention")),
        (filled(seconds=[1]), ("wrong-kind", "seconds")),
        (filled(seconds={FIRST: "long"}), ("bad-number", f"seconds.{FIRST}")),
        (filled(seconds={FIRST: -1}), ("bad-number", f"seconds.{FIRST}")),
        (filled(seconds={"x": 1}), ("not-asked", "seconds")),
        (filled(score=99), ("unknown-key", "score")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_said_with_its_place(document, problem):
    assert [problem] == problems_of(document)


@pytest.mark.parametrize(
    "document", [b'{"answers": "4711\xff"}', '{"answers": "4711"', "4711" * 2000, '["4711",' * 100_000]
)
def test_what_stands_behind_an_error_does_not_hold_the_document_either(document):
    with pytest.raises(ik.InvalidResponse) as error:
        bundle.import_response(CATALOGUE, document)
    assert error.value.__context__ is None


def test_an_item_of_another_occasion_is_not_this_one_s():
    other = next(id for id in PULSE.key.by_id if id not in PULSE.item_ids)
    assert [("not-asked", f"answers.{other}")] == problems_of(filled(answers={other: 3}))
    assert bundle.import_response(CATALOGUE, filled(answers={other: None})) == bundle.import_response(
        CATALOGUE, filled(answers={})
    )
    assert [("unknown-item", "answers.nobody")] == problems_of(filled(answers={"nobody": None}))


def test_the_digest_decides_whatever_the_version_of_the_content():
    asked = bundle.import_response(CATALOGUE, filled(version="1900.1"))
    assert asked == bundle.import_response(CATALOGUE, filled())


def test_a_response_without_a_digest_is_refused():
    plain = filled()
    del plain["digest"]
    assert [("missing-key", "digest")] == problems_of(plain)


def test_a_key_that_comes_twice_is_found_wherever_it_stands():
    text = json.dumps(filled()).replace(f'"{FIRST}": 3', f'"{FIRST}": 3, "{FIRST}": 2')
    assert [("repeated-answer", f"answers.{FIRST}")] == problems_of(text)
    text = json.dumps(filled()).replace('"occasion"', '"more": [{"a": 1, "a": 2}], "form": "pulse", "occasion"')
    assert {("repeated-answer", "form"), ("repeated-answer", "more.0.a"), ("unknown-key", "more")} == {
        *problems_of(text)
    }
    many = '{"more": [' + ",".join(['{"a": 1, "a": 2}'] * 500) + "]}"
    assert 100 == sum(code == "repeated-answer" for code, _ in problems_of(many))


def test_everything_that_is_wrong_is_said_at_once_and_nothing_of_an_answer():
    answers = dict(zip(PULSE.item_ids, [990_073, "canary-990073", [990_073], {}, 9.5, -1], strict=False))
    document = filled(on="canary-990073", seconds=["canary-990073"], answers=answers | {"x": 990_073})
    with pytest.raises(ik.InvalidResponse) as error:
        bundle.import_response(CATALOGUE, json.dumps(document))
    assert ["on", "seconds", *(f"answers.{id}" for id in answers), "answers.x"] == [
        problem.location for problem in error.value.problems
    ]
    assert "990073" not in str(error.value) + repr(error.value)


# Another language --------------------------------------------------------------------


def turning():
    """The built-in pack, with forms that rotate around anchors, and one that gives the same few each time."""
    shapes = {
        "anchored": Selection(per_pillar=3, rotate=True, anchors=("listening.finish", "time.new")),
        "fixed": Selection(per_pillar=2, anchors=("support.cheer",)),
        "many": Selection(per_pillar=5, rotate=True),
    }
    full = CATALOGUE.forms["full"]
    forms = [attrs.evolve(full, id=id, items=shape) for id, shape in shapes.items()]
    return attrs.evolve(CATALOGUE, forms=forms, programmes=())


def unlike():
    """A pack whose pillars have one range, another range below zero, and one item alone."""
    scales = [
        ResponseScale("low", tuple(Choice(str(value), value) for value in (-3, -1, 0, 4))),
        ResponseScale("odd", tuple([Choice(str(value), value) for value in (7, 3, 1)] + [_code("declined")])),
    ]
    items = [
        Item(f"p.{i}", "p", "low", Role.SCORED, Wording(f"do {i}", f"do {i}"), weight=i % 3 + 1) for i in range(7)
    ] + [Item("q.0", "q", "odd", Role.FELT, Wording("feel", None))]
    return ik.Catalogue(
        pack=Pack("unlike", "1.0", "Unlike", "CC0-1.0", "en", 1),
        pillars=[Pillar(id, id, id) for id in "pq"],
        scales=scales,
        forms=[
            Form(
                "form",
                "Form",
                Selection(per_pillar=2, rotate=True),
                (Role.SCORED, Role.FELT),
                Wording("Do you {item}?", "Do they {item}?"),
                Fraction(2, 3),
            )
        ],
        items=items,
    )


def _code(label):
    return Choice(label, code=Missing.DECLINED)
