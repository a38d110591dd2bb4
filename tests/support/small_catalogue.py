"""A small pack whose scale no other number in a test looks like, and answers for two people."""

from fractions import Fraction

from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Pack, Pillar, Source
from intimacy_kit.content.practice import Evidence, Practice, Prompt
from intimacy_kit.content.questionnaire import Form, Item, Wording
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.vocabulary import Access, Cadence, Distance, Fit, Gate, Keying, Missing, Mode, Role
from tests.support.catalogues import built_in

LOW, HIGH = 7301, 7305
VALUES = tuple(range(LOW, HIGH + 1))
PILLARS = ("hearing", "opening", "resting")
EACH = 5  # scored items a pillar; the last one is reverse-keyed
GAPS = (Missing.DECLINED, Missing.DID_NOT_COME_UP, Missing.BLANK)


def scored_ids(pillar):
    return [f"{pillar}.s{i}" for i in range(EACH)]


def _items():
    for pillar in PILLARS:
        for i, id in enumerate(scored_ids(pillar)):
            keying = Keying.REVERSE if i == EACH - 1 else Keying.FORWARD
            words = Wording(f"do {id}", f"do {id} too")
            yield Item(id=id, pillar=pillar, scale="marked", role=Role.SCORED, text=words, keying=keying)
        words = Wording(f"feel {pillar}", f"seem to feel {pillar}")
        yield Item(id=f"{pillar}.felt", pillar=pillar, scale="marked", role=Role.FELT, text=words)
    yield Item(
        id="opening.choice", pillar="opening", scale="marked", role=Role.CHOICE, text=Wording("choose", "choose")
    )
    yield Item(id="opening.watch", pillar="opening", scale="marked", role=Role.SENTINEL, text=Wording("feel safe"))


def practice(id, pillar, *, gates=(), **changes):
    given = {
        "title": f"The {id}",
        "summary": "Something to do.",
        "steps": ["Do it."],
        "minutes": 10,
        "cadence": Cadence.WEEKLY,
        "mode": Mode.TOGETHER,
        "distance": Distance.YES,
        "if_it_goes_badly": "Stop.",
        "access": {Access.NO_SPEECH: f"Write the {id}."},
        "targets": (f"{pillar}.s0", f"{pillar}.s4"),
        "evidence": (Evidence("someone2001", Fit.ADAPTED),),
        "not_for": "Times of fear." if gates else None,
    }
    return Practice(id=id, pillar=pillar, gates=tuple(gates), **{**given, **changes})


def _practices():
    for pillar in PILLARS:
        yield practice(f"{pillar}.walk", pillar)
        yield practice(f"{pillar}.list", pillar, mode=Mode.SOLO, minutes=5)
    yield practice("hearing.talk", "hearing", gates=[Gate.CONFLICT])
    yield practice("opening.past", "opening", gates=[Gate.VULNERABILITY, Gate.TRAUMA])
    yield practice("resting.hug", "resting", gates=[Gate.TOUCH])


def build(*, practices=None, min_answered=Fraction(1, 5)):
    """Return the small catalogue, its two forms alike in all but their ids."""
    every = (Role.SCORED, Role.FELT, Role.CHOICE, Role.SENTINEL)
    stem = Wording("How often did you {item}?", "How often did your partner {item}?")
    labels = ("Never", "Rarely", "Sometimes", "Often", "Always")
    choices = [Choice(label=label, value=value) for label, value in zip(labels, VALUES, strict=True)]
    choices += [Choice(label="Pass", code=Missing.DECLINED), Choice(label="None", code=Missing.DID_NOT_COME_UP)]
    return Catalogue(
        pack=Pack(
            id="two-people",
            version="2026.11.0",
            title="Two people",
            licence="CC0-1.0",
            locale="en",
            format=1,
            pass_line="You can pass.",
        ),
        pillars=[Pillar(id, id.title(), "A part.") for id in PILLARS],
        scales=[ResponseScale("marked", tuple(choices))],
        forms=[
            Form(id=id, title=id.title(), roles=every, stem=stem, min_answered=min_answered) for id in ("long", "twin")
        ],
        items=_items(),
        practices=_practices() if practices is None else practices,
        kit_phrases=built_in().phrases,
        prompts=[
            Prompt(f"{pillar}.p{i}", pillar, f"What of {pillar}, {i}?", depth=1 + i, topics=("us",) if i % 2 else ())
            for pillar in PILLARS
            for i in range(3)
        ],
        sources=[
            Source(
                id="someone2001",
                authors="Someone, A.",
                year=2001,
                title="A study",
                journal="Journal, 1",
                finding="It helped.",
                design="experiment",
                verified=False,
                verified_by="nobody; made up for tests",
            )
        ],
    )


CATALOGUE = build()


def same_answers(value, **others):
    """Return an answer to every question, the same for all but those named (dots as underscores)."""
    answers = {id: value for pillar in PILLARS for id in (*scored_ids(pillar), f"{pillar}.felt")}
    answers |= {"opening.choice": value, "opening.watch": value}
    return answers | {id.replace("_", "."): other for id, other in others.items()}
