"""Kinds of card, kinds of prompt and programmes: what they hold, and what they refuse, in each language."""

import json

import jsonschema
import pytest
import yaml

import intimacy_kit as ik
from intimacy_kit.content import Anchor, Budget, Energy, Job, Place, Season, Weather
from intimacy_kit.content.links import circular_problems
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.errors import Problems
from intimacy_kit.interop import bundle
from intimacy_kit.packs import file_schema
from tests.support.memory_pack import Memory, folder
from tests.support.paths import GOOD, ROOT
from tests.support.problems import problems_of
from tests.support.small_catalogue import practice

MINIMAL = folder(GOOD / "minimal")
JOURNEY = ik.load_path(GOOD / "journey")
SPANISH = ik.load_path(GOOD / "journey", locale="es")
RITUAL = ik.Ritual(Anchor.BED, ("Who starts.",))
DATE = ik.DateIdea(Budget.FREE, Place.HOME, Energy.LOW)
PHRASE = ik.RepairPhrase(Job.PAUSE, "When it is said often.")


def prompt(**changes):
    return ik.Prompt(**{"id": "a.p", "pillar": "a", "text": "Which?", "depth": 1, **changes})


def test_a_card_is_an_exercise_unless_it_says_what_makes_it_something_else():
    kinds = {id: each.kind.value for id, each in JOURNEY.practices.items()}
    assert {
        "calm.bench": "exercise",
        "calm.chair": "exercise",
        "calm.porch": "ritual",
        "calm.start-again": "phrase",
        "zest.dance": "date",
        "zest.quarrel": "exercise",
        "zest.walk": "exercise",
    } == kinds
    date = JOURNEY.practices["zest.dance"].date
    assert ((Season.WINTER,), (Weather.RAIN, Weather.COLD), True) == (date.seasons, date.weather, date.with_children)


def test_a_card_is_of_one_kind():
    for several in ({"ritual": RITUAL, "date": DATE}, {"date": DATE, "phrase": PHRASE}):
        found = problems_of(practice, "a.p", "a", gates=[ik.Gate.CONFLICT], **several)
        assert [("bad-kind", "")] == found


def test_a_phrase_is_behind_the_gate_for_conflict():
    assert [("bad-kind", "gates")] == problems_of(practice, "a.p", "a", phrase=PHRASE, gates=[ik.Gate.TOUCH])


def test_only_a_date_or_a_phrase_can_do_without_steps():
    assert () == practice("a.p", "a", date=DATE, steps=()).steps
    assert () == practice("a.p", "a", phrase=PHRASE, gates=[ik.Gate.CONFLICT], steps=()).steps
    assert [("empty-text", "steps")] == problems_of(practice, "a.p", "a", ritual=RITUAL, steps=())


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("open", (0,), (1, 2)),
        ("finish-the-sentence", (0,), (1, 2)),
        ("choice", (2, 6), (0, 1, 7)),
        ("would-you-rather", (2,), (0, 1, 3)),
    ],
)
def test_each_kind_of_prompt_has_its_number_of_options(kind, good, bad):
    for count in good:
        assert count == len(prompt(kind=kind, options=["This"] * count).options)
    for count in bad:
        assert [("bad-options", "options")] == problems_of(prompt, kind=kind, options=["This"] * count)


def test_a_week_has_something_in_it():
    assert [("empty-week", "")] == problems_of(ik.Week, "Rest", "Rest.")
    assert "all" == ik.Week("Ask", "Ask.", form="all").form


SOUND = """\
- id: sitting
  title: Sitting
  summary: Sit down.
  weeks:
    - {title: The chair, text: Sit., practices: [calm.sit-down]}
  stop: Stand up.
"""
SAME = "- {id: sit, text: sitting, means: seat}\n"


def wrong(name, text):
    """What a pack is told of one more file, without the file's name."""
    return [str(each).removeprefix(f"{name}:") for each in ik.check_path(Memory({**MINIMAL, name: text.encode()}))]


def test_a_sound_programme_and_sound_synonyms_have_no_problems():
    assert [] == wrong("programmes/a.yaml", SOUND) == wrong("synonyms.yaml", SAME)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[calm.sit-down]", "[calm.sit]", "5:50 unknown-practice  programme 'sitting' names practice 'calm.sit'; "),
        ("practices: [calm.sit-down]", "prompts: [a]", "5:48 unknown-prompt  programme 'sitting' names prompt 'a'; "),
        ("practices: [calm.sit-down]", "form: long", "5:44 unknown-form  programme 'sitting' names form 'long'; "),
        (
            "  stop: Stand up.",
            "  stop: Stand up.\n  evidence: [{source: me, fit: tested}]",
            "7:23 unknown-source  programme 'sitting' names source 'me'; ",
        ),
        (
            "  stop: Stand up.",
            "  stop: Stand up.\n  evidence: [{fit: tested}]",
            "7:14 bad-evidence  source and fit do not go together; ",
        ),
        (", practices: [calm.sit-down]", "", "5:7 empty-week  the week has nothing in it; "),
        ("text: Sit.,", "text: '',", "5:32 empty-text  "),
        ("text: Sit., ", "", "5:7 missing-key  the key 'text' is missing; "),
        ("text: Sit.,", "text: Sit., weeks_after: 0,", "5:51 bad-number  "),
        ("text: Sit.,", "text: Sit., weeks_after: 53,", "5:51 bad-number  "),
        ("text: Sit.,", "text: Sit., day: 3,", "5:38 unknown-key  "),
        ("  stop: Stand up.\n", "", "1:3 missing-key  the key 'stop' is missing; "),
        ("  stop: Stand up.", "  stop: Stand up.\n  alone: maybe", "7:10 bad-choice  "),
        ("  stop: Stand up.", "  stop: Stand up.\n  alone: true", "5:50 not-alone  'calm.sit-down' is not done alone"),
        (SOUND, SOUND + SOUND, "7:7 duplicate-id  "),
        ("weeks:\n    - {title: The chair, text: Sit., practices: [calm.sit-down]}", "weeks: []", "4:10 empty-text  "),
    ],
)
def test_what_is_wrong_with_a_programme_is_named_with_its_place(old, new, expected):
    assert old in SOUND
    (line,) = wrong("programmes/a.yaml", SOUND.replace(old, new))
    assert line.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {id: sit, text: sitting}\n", "1:3 missing-key  the key 'means' is missing; "),
        ("- {id: sit, text: '', means: seat}\n", "1:19 empty-text  "),
        ("- {id: sit, text: [sitting], means: seat}\n", "1:19 wrong-kind  "),
        ("- {id: Sit, text: sitting, means: seat}\n", "1:8 bad-id  "),
        (SAME + SAME, "2:8 duplicate-id  "),
        ("sit: {text: sitting, means: seat}\n", "1:1 wrong-kind  "),
    ],
)
def test_what_is_wrong_with_synonyms_is_named_with_its_place(text, expected):
    (line,) = wrong("synonyms.yaml", text)
    assert line.startswith(expected)


@pytest.mark.parametrize("kind", ["programmes", "synonyms"])
def test_the_schema_for_editors_takes_what_is_there_and_refuses_what_is_not(kind):
    schema = file_schema(kind)
    found = {"programmes": SOUND, "synonyms": SAME}[kind]
    jsonschema.validate(yaml.safe_load(found), schema)
    for path in (GOOD / "journey", ROOT / "data"):
        files = [path / "synonyms.yaml"] if kind == "synonyms" else (path / kind).glob("*.yaml")
        for file in files:
            jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema)
    for without in schema["items"]["required"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([{k: v for k, v in yaml.safe_load(found)[0].items() if k != without}], schema)


def test_no_practice_is_easier_than_itself_however_long_the_way():
    chain = [practice(f"p{i}", "a", easier=[f"p{i - 1}"] if i else []) for i in range(4)]
    for cards, expected in [
        (chain, []),
        ([*chain[1:], practice("p0", "a", harder=["p9"])], []),
        ([*chain[1:], practice("p0", "a", easier=["p3"])], ["p1", "p2", "p3", "p0"]),
        ([practice("p0", "a", harder=["p0"])], ["p0"]),
    ]:
        problems = Problems()
        circular_problems(Shelf("practice", cards), problems)
        assert [("circular-link", ("practices", id)) for id in expected] == [(p.code, p.path) for p in problems]


def test_the_texts_of_all_these_are_there_in_another_language():
    porch, phrase = SPANISH.practices["calm.porch"], SPANISH.practices["calm.start-again"]
    assert ("Quién trae los cojines.", "Cuándo termina.") == porch.ritual.agree_on
    assert Anchor.BED is porch.ritual.anchor
    assert "Cuando se dice para acabar la charla." == phrase.phrase.grates
    assert ("La ventana", "El pasillo", "El suelo") == SPANISH.prompts["calm.prompt.seat"].options
    assert "¿Qué tiene de bueno?" == SPANISH.prompts["calm.prompt.seat"].follow_up
    weeks = SPANISH.programmes["two-weeks"].weeks
    assert ["Sentarse", "Bailar"] == [week.title for week in weeks]
    assert JOURNEY.programmes["two-weeks"].weeks[0].practices == weeks[0].practices
    assert "discutir, pelear, bronca" == SPANISH.synonyms["argue"].text


def test_a_translation_tells_which_texts_of_them_it_lacks():
    said = [str(problem) for problem in ik.check_translation(GOOD / "journey", "es")]
    assert any("programmes/all.yaml:16:3" in line and "title, summary, weeks, stop" in line for line in said)
    assert any("prompts/all.yaml:15:3" in line and "not translated: text, options;" in line for line in said)


def test_a_bundle_has_them_with_their_texts_by_language():
    document = json.loads(json.dumps(bundle.export_form(JOURNEY, "all", translations=[SPANISH]).document))
    jsonschema.validate(document, bundle.bundle_schema())
    by_id = {each["id"]: each for shelf in ("practices", "prompts", "programmes") for each in document[shelf]}
    ritual = by_id["calm.porch"]["ritual"]
    assert "bed" == ritual["anchor"]
    assert {"en": "When it ends.", "es": "Cuándo termina."} == ritual["agree_on"][1]
    assert by_id["calm.bench"]["ritual"] is None
    assert {"en": "The aisle", "es": "El pasillo"} == by_id["calm.prompt.seat"]["options"][1]
    week = by_id["two-weeks"]["weeks"][1]
    assert ({"en": "Dancing", "es": "Bailar"}, ["zest.walk"], "all") == (
        week["title"],
        week["practices"],
        week["form"],
    )


def test_an_editor_knows_the_words_of_each_vocabulary():
    fields = file_schema("practices")["items"]["properties"]
    assert [each.value for each in Job] == fields["phrase"]["properties"]["job"]["enum"]
    assert ["anchor", "agree_on"] == fields["ritual"]["required"]
    week = file_schema("programmes")["items"]["properties"]["weeks"]["items"]
    assert ["title", "text"] == week["required"]


def test_they_come_back_as_they_went():
    for shelf in ("practices", "prompts", "programmes", "synonyms"):
        for value in getattr(JOURNEY, shelf).values():
            assert value == type(value).from_dict(value.to_dict())
