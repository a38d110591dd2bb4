"""A check-in goes out as ReproSchema files that its own models take, and what its user interface stores comes back."""

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit._values.leaves import UNSAFE
from intimacy_kit.checkin.checkin import identity
from intimacy_kit.content.condition import Condition
from intimacy_kit.interop import reproschema
from intimacy_kit.interop._form import form_of
from tests.support import odd_catalogue, problems, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

CATALOGUE = built_in()
SPANISH = built_in("es")
DAY = date(2026, 11, 23)
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)
BASE = "https://example.org/instruments/activities/"

# The models are asked in a process of their own: the package looks for news on the network when it is imported,
# unless NO_ET is set, and it sets up logging for everybody.
MODELS = """
import json, sys
from reproschema.models import identify_model_class
from reproschema.utils import ALLOWTYPE_MAPPING

def as_validated(document):
    # its own validator first gives what is allowed its newer names
    text = json.dumps(document)
    for old, new in ALLOWTYPE_MAPPING.items():
        text = text.replace(*(f'"reproschema:{each.rpartition("/")[2]}"' for each in (old, new)))
    return json.loads(text)

def refused(document):
    document = as_validated(document)
    kind = identify_model_class(document.get("category") or document["@type"])
    plain = {key: each for key, each in document.items() if key not in ("@context", "@type")}
    try:
        kind(**{"id" if key == "@id" else key: each for key, each in plain.items()})
    except ValueError as error:
        return str(error)

print(json.dumps([refused(document) for document in json.load(sys.stdin)]))
"""


def models_say(documents):
    """Return what the models of reproschema refuse of each document, or None."""
    done = subprocess.run(
        [sys.executable, "-c", MODELS],
        input=json.dumps(documents),
        env={**os.environ, "NO_ET": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def stored(response, *, base=BASE, skip="skipped"):
    """Return what the user interface stores of a response."""
    files = iter(reproschema.export_form(response.checkin).document)
    protocol, activity = next(files), next(files)
    entries = []
    for i, (path, (id, answer)) in enumerate(zip(files, response.to_dict()["answers"].items(), strict=True)):
        asked = f"{base}{path}"
        entries += [
            {
                "@context": "https://raw.githubusercontent.com/ReproNim/reproschema/1.0.0/contexts/reproschema",
                "@type": "reproschema:ResponseActivity",
                "@id": f"uuid:activity-{i}",
                "used": [asked, f"{base}{activity}", f"{base}{protocol}"],
                "inLanguage": "en",
                "startedAtTime": f"{response.on}T10:00:{i % 60:02}.000Z",
                "endedAtTime": f"{response.on}T10:00:{i % 60:02}.500Z",
                "wasAssociatedWith": {"version": "1.0.0", "url": "https://example.org/ui/"},
                "generated": f"uuid:response-{id}",
            },
            {
                "@context": "https://raw.githubusercontent.com/ReproNim/reproschema/1.0.0/contexts/reproschema",
                "@type": "reproschema:Response",
                "@id": f"uuid:response-{id}",
                "wasAttributedTo": {"subject_id": "somebody"},
                "isAbout": asked,
                "value": skip if answer is None else answer,
            },
        ]
    return entries


ANSWERED = CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 3), on=DAY)


def changed(place, **changes):
    """Return what was stored, with changes to one entry."""
    entries = stored(ANSWERED)
    entries[place] |= changes
    return entries


def problems_of(document, catalogue=CATALOGUE):
    return problems.problems_of(reproschema.import_response, catalogue, document)


# Files -----------------------------------------------------------------------------


def test_reproschema_s_own_models_take_every_file_and_what_is_made_of_them(saw):
    checkins = odd_catalogue.checkins()
    files = [each for checkin in checkins for each in reproschema.export_form(checkin).document.values()]
    spanish = ik.draw(SPANISH, form="pulse", seed="pair-7", occasion=3)
    files += reproschema.export_form(CHECKIN, translations=[spanish]).document.values()
    files += stored(ANSWERED)
    assert len(files) > 100
    refused = models_say(files)
    assert [None] * len(files) == refused
    does = "takes every file and what its user interface would store"
    saw("PyPI:reproschema", "reproschema", does, equal=refused.count(None), of=len(files), what="documents")


def test_the_models_refuse_what_is_not_of_the_format():
    protocol, activity, item, *_ = reproschema.export_form(CHECKIN).document.values()
    wrong = [
        protocol | {"order": []},
        activity | {"ui": activity["ui"] | {"allow": ["Skip"]}},
        item | {"question": "How often?"},
    ]
    assert None not in models_say(wrong)


def test_every_path_that_a_file_names_is_there():
    files = reproschema.export_form(CHECKIN).document
    protocol, activity, *items = files
    [asked] = files[protocol]["ui"]["order"]
    assert f"../{activity}" == asked
    folder = activity.rpartition("/")[0]
    assert items == [f"{folder}/{path}" for path in files[activity]["ui"]["order"]]
    for path, content in files.items():
        assert path.rpartition("/")[2] == content["id"]
    for content in (files[protocol], files[activity]):
        assert content["ui"]["order"] == [each["isAbout"] for each in content["ui"]["addProperties"]]


def test_every_text_is_there_in_every_language():
    spanish = ik.draw(SPANISH, form="pulse", seed="pair-7", occasion=3)
    _, activity, *items = reproschema.export_form(CHECKIN, translations=[spanish]).document.values()
    assert {"en": "Pulse", "es": spanish.title} == activity["prefLabel"]
    for item, question, other in zip(items, CHECKIN.questions, spanish.questions, strict=True):
        assert {"en": question.text, "es": other.text} == item["question"]
        assert [choice.answer for choice in question.choices if choice.code is None] == [
            each["value"] for each in item["responseOptions"]["choices"] if isinstance(each["value"], int)
        ]
        labels = {"en": question.choices[0].label, "es": other.choices[0].label}
        assert labels == item["responseOptions"]["choices"][0]["name"]
    one_language = reproschema.export_form(spanish).document.values()
    assert {"es": spanish.title} == next(iter(one_language))["prefLabel"]


def test_a_translation_that_lacks_a_text_is_not_passed_off_as_one():
    five = ik.load_path(GOOD / "five")
    checkin = ik.draw(five, form="five", seed="x")
    other = attrs.evolve(checkin, locale="fr")
    _, activity, *_ = reproschema.export_form(checkin, translations=[other]).document.values()
    assert [checkin.locale] == list(activity["prefLabel"])


def test_losses_tell_of_scores_and_of_a_seed_that_is_too_long():
    assert "puts 0 where a question was skipped" in reproschema.export_form(CHECKIN).losses[0]
    long = ik.draw(CATALOGUE, form="pulse", seed="x" * 6_000)
    assert 1 == sum("seed" in loss for loss in reproschema.export_form(long).losses)


# Responses -------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=400).filter(lambda text: not UNSAFE.search(text))


@given(st.data())
def test_a_response_comes_back_as_it_went(data):
    catalogue = data.draw(testing.catalogues())
    checkin = ik.draw(
        catalogue,
        form="form",
        seed=data.draw(texts),
        occasion=data.draw(st.integers(0, 10**20)),
        perspective=data.draw(st.sampled_from(["self", "partner"])),
    )
    response = data.draw(testing.responses(checkin))
    skip = data.draw(st.sampled_from(["skipped", "reproschema:Skipped", "http://schema.repronim.org/Skipped", None]))
    base = data.draw(st.sampled_from(["", BASE, "https://example.org/activities/a/1.0/b/"]))
    entries = stored(response, skip=skip, base=base)
    assert response == reproschema.import_response(catalogue, entries)
    assert response == reproschema.import_response(catalogue, json.dumps(entries).encode())
    given = [each for each in entries if "value" not in each or each["value"] != skip]
    if any("value" in each for each in given):
        assert response == reproschema.import_response(catalogue, given)


def test_the_day_is_that_of_the_last_answer():
    entries = stored(ANSWERED)
    entries[0]["endedAtTime"] = f"{DAY + timedelta(1)}T00:00:01.000Z"
    assert DAY + timedelta(1) == reproschema.import_response(CATALOGUE, entries).on


def test_of_an_answer_that_was_changed_the_last_one_counts_in_whatever_order_they_stand():
    entries = stored(ANSWERED)
    activity, answer = (dict(each) for each in entries[:2])
    activity |= {"endedAtTime": f"{DAY}T11:00:00.000Z", "generated": "uuid:again"}
    answer |= {"@id": "uuid:again", "value": 0}
    later = [activity, answer]
    for changed_mind in ([*entries, *later], [*later, *entries], [answer, *entries, activity]):
        response = reproschema.import_response(CATALOGUE, changed_mind)
        assert [0, *[3] * 6] == list(response.answers.values())
    same_time = [*entries, activity | {"endedAtTime": entries[0]["endedAtTime"]}, answer]
    assert 0 == next(iter(reproschema.import_response(CATALOGUE, same_time).answers.values()))


def test_what_the_user_interface_stores_of_a_question_that_was_skipped_is_left_out():
    skipped = "http://schema.repronim.org/Skipped"
    entries = [*stored(CHECKIN.answer({}, on=DAY), skip=skipped), "t", "t"]
    assert [ik.Missing.BLANK] * 7 == list(reproschema.import_response(CATALOGUE, entries).answers.values())


def test_each_question_of_an_activity_may_be_skipped_as_the_user_interface_looks_for_it():
    protocol, activity, *_ = reproschema.export_form(CHECKIN).document.values()
    assert [["reproschema:Skipped"]] * 7 == [each["allow"] for each in activity["ui"]["addProperties"]]
    assert "allow" not in protocol["ui"]["addProperties"][0]


ITEM = stored(ANSWERED)[1]["isAbout"]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", ("not-json", "")),
        ("[" * 100_000, ("too-deep", "")),
        (" " * 2_000_000, ("too-large", "")),
        ("{}", ("not-this-format", "")),
        ({}, ("not-this-format", "")),
        (None, ("not-this-format", "")),
        ("[]", ("bad-date", "")),
        ([{}] * 10_000, ("too-large", "")),
        ([7], ("not-this-format", "0")),
        ([{"@type": "reproschema:Activity"}], ("not-this-format", "0")),
        (stored(ANSWERED)[::2], ("not-this-format", "")),
        (stored(ANSWERED)[1::2], ("bad-date", "")),
        (changed(0, endedAtTime="today"), ("bad-date", "0.endedAtTime")),
        (changed(0, endedAtTime=None), ("bad-date", "0.endedAtTime")),
        (changed(0, endedAtTime=20261123), ("bad-date", "0.endedAtTime")),
        (changed(1, isAbout="https://example.org/activities/PHQ-9/items/phq9_1"), ("not-this-format", "1.isAbout")),
        (changed(1, isAbout=None), ("not-this-format", "1.isAbout")),
        (changed(1, isAbout=ITEM + "x" * 20_000), ("not-this-format", "1.isAbout")),
        (changed(1, isAbout=ITEM.replace("items/q_", "items/x_")), ("not-this-format", "1.isAbout")),
        (changed(1, isAbout=ITEM.replace("~cGFpci03~", "~c~")), ("not-this-format", "1.isAbout")),
        (changed(1, isAbout=ITEM.replace("~cGFpci03~", "~_w~")), ("not-this-format", "1.isAbout")),
        (changed(3, isAbout=stored(ANSWERED)[3]["isAbout"].replace("~3~", "~4~")), ("not-this-format", "3.isAbout")),
        ([*changed(3, isAbout=ITEM)[:2], changed(3, isAbout=ITEM)[3]], ("repeated-answer", "2.isAbout")),
        ([*changed(2, endedAtTime=f"{DAY}")[:3], changed(3, isAbout=ITEM)[3]], ("repeated-answer", "3.isAbout")),
        ([*changed(2, endedAtTime=f"{DAY} at ten")[:3], changed(3, isAbout=ITEM)[3]], ("repeated-answer", "3.isAbout")),
        ([*stored(ANSWERED)[:3], "u"], ("not-this-format", "3")),
        (changed(1, isAbout=ITEM[: ITEM.index("q_")] + "q_no_such"), ("unknown-item", "1.value")),
        (changed(1, value=990_073), ("out-of-range", "1.value")),
        (changed(1, value="3"), ("wrong-type", "1.value")),
        (changed(1, value=[3]), ("wrong-type", "1.value")),
        (changed(1, value={"@value": [[990_073]]}), ("wrong-type", "1.value")),
        (changed(1, value="dontknow"), ("wrong-type", "1.value")),
        (changed(1, value="not-asked"), ("not-offered", "1.value")),
    ],
    ids=lambda value: str(value)[-60:],
)
def test_what_is_wrong_is_said_with_its_place(document, problem):
    assert [problem] == problems_of(document)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("intimacy-kit", "another-kit", ("wrong-catalogue", "catalogue")),
        ("~pulse~", "~pulsation~", ("unknown-form", "form")),
        (CHECKIN.key.digest, "0" * 16, ("form-changed", "digest")),
    ],
)
def test_a_foreign_questionnaire_is_refused(old, new, problem):
    assert [problem] == problems_of(json.dumps(stored(ANSWERED)).replace(old, new))


def test_a_key_that_comes_twice_is_found():
    text = json.dumps(stored(ANSWERED)).replace('"value": 3', '"value": 3, "value": 2', 1)
    assert [("repeated-answer", "1.value")] == problems_of(text)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_of_an_answer():
    entries = stored(ANSWERED)
    for place, value in zip(range(1, len(entries), 2), [990_073, "canary-990073", [990_073]], strict=False):
        entries[place]["value"] = value
    entries[0]["endedAtTime"] = "canary-990073"
    entries.append("canary-990073")
    with pytest.raises(ik.InvalidResponse) as error:
        reproschema.import_response(CATALOGUE, entries)
    assert ["0.endedAtTime", str(len(entries) - 1), "1.value", "3.value", "5.value"] == [
        problem.location for problem in error.value.problems
    ]
    assert "990073" not in str(error.value) + repr(error.value)


@pytest.mark.parametrize("seed", ["abW", "W", "XX", "", "abc", "é" * 300])
def test_a_seed_finds_its_way_back_through_the_paths_of_reproschema(seed):
    checkin = attrs.evolve(CHECKIN, seed=seed)
    path = next(each for each in reproschema.export_form(checkin).document if "/items/" in each)
    found = reproschema._item_of(f"https://example.org/{path}")
    assert {**identity(checkin), "seed": seed} == found[0]


# Conditions and ranges ---------------------------------------------------------------


def activity_of(checkin):
    files = reproschema.export_form(checkin).document
    return next(content for path, content in files.items() if path.endswith("_activity"))


def visible(text, values):
    """Return whether an expression holds, given values by name; texts and gaps compare with nothing."""
    names = {name: float("nan") for name in re.findall("q_[a-z0-9_]+", text)}
    names |= {name: value for name, value in values.items() if not isinstance(value, str)}
    return eval(text.replace("&&", "and").replace("||", "or").replace("false", "False"), names)


@pytest.mark.slow
def test_a_question_is_visible_when_we_show_it():
    outcomes = set()
    for checkin in rich_catalogue.checkins(30):
        properties = activity_of(checkin)["ui"]["addProperties"]
        for response in rich_catalogue.generated(checkin, 11):
            for id, each in zip(checkin.item_ids, properties, strict=True):
                if each["isVis"] is not True:
                    shown = id in checkin.shown(response.answers)
                    assert shown == visible(each["isVis"], rich_catalogue.entries(response))
                    outcomes.add(shown)
    assert {True, False} == outcomes


def test_what_a_range_and_a_condition_lose_is_told():
    checkin = rich_catalogue.checkins(1)[0]
    losses = " ".join(reproschema.export_form(checkin).losses)
    for words in ("counts as 0 in conditions", "steps of a range", "beside a range", "labels at the ends"):
        assert words in losses


@pytest.mark.slow
def test_a_condition_on_a_score_is_told_as_lost():
    told = set()
    for checkin in rich_catalogue.checkins(12):
        comparisons = [each for item in checkin.key.items if item.show_if for each in item.show_if.comparisons]
        scores = any(each.score for each in comparisons)
        assert scores == any("a certain score" in loss for loss in reproschema.export_form(checkin).losses)
        told.add(scores)
    assert {True, False} == told


def test_a_condition_on_what_is_not_asked_never_holds():
    form = form_of(CHECKIN)
    item = attrs.evolve(CHECKIN.key.items[0], show_if=Condition(item="nowhere", equals=1))
    assert "false" == reproschema._visibility(form, item)


def test_a_number_has_its_bounds_and_instructions_go_before():
    checkin = rich_catalogue.checkins(1)[0]
    files = reproschema.export_form(checkin).document
    assert {"en": checkin.instructions} == activity_of(checkin)["preamble"]
    numbers = [each["responseOptions"] for each in files.values() if each["category"] == "reproschema:Item"]
    assert {"valueType": ["xsd:decimal"], "minValue": 0, "maxValue": 100} in numbers
    assert {"valueType": ["xsd:integer"], "minValue": -5, "maxValue": 20} in numbers


@pytest.mark.slow
def test_the_models_take_files_of_any_feature():
    documents = [
        each for checkin in rich_catalogue.checkins(3) for each in reproschema.export_form(checkin).document.values()
    ]
    assert {None} == set(models_say(documents))
