"""The catalogue: an immutable index of a pack's content in which every reference resolves."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from intimacy_kit._html import card, table
from intimacy_kit._sealed import sealed
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.content.pack import Pack, Phrase, Pillar, Source, differing_placeholders
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.text import untranslated
from intimacy_kit.content.vocabulary import Missing, Role
from intimacy_kit.errors import PackError, Problem, Problems, UnknownId

if TYPE_CHECKING:
    from intimacy_kit.content.norm import Norm
    from intimacy_kit.content.practice import Practice, Prompt
    from intimacy_kit.content.programme import Programme, Synonyms
    from intimacy_kit.content.questionnaire import Form, Item
    from intimacy_kit.content.scale import Choice, ResponseScale
    from intimacy_kit.content.score_rule import ScoreRule

T = TypeVar("T")


class _Derived:
    """Values that depend on a catalogue alone, each made once. A pickle holds none of them."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[Hashable, Any] = {}

    def __reduce__(self) -> "tuple[type[_Derived], tuple[()]]":
        return _Derived, ()


def _shelf(name: str, *, eq: bool = True) -> Any:
    return attrs.field(default=(), converter=SHELVES[name].shelve, eq=eq)


@attrs.frozen(kw_only=True)
class Catalogue:
    """The content of a pack, a shelf for each kind, in which every reference resolves.

    Args:
        pack: The pack's own description.
        locale: The most specific language that its texts are in; the pack's own unless it is translated.
        pillars: The subscales.
        scales: The response scales.
        forms: The questionnaires that can be drawn.
        items: The questions.
        scores: The scoring rules; a pillar that none of them uses is one score.
        norms: What scores came to in populations.
        practices: Things to do.
        prompts: Things to talk about.
        programmes: Practices and prompts in an order, week by week.
        sources: What the content rests on.
        phrases: Its sentences for reports, plans, figures and safety texts.
        synonyms: Words that mean nearly the same to somebody who searches.
        kit_phrases: The kit's own sentences, for those that the pack does not have. Loading a pack
            gives them; a catalogue made by hand has those that it is given.

    Each shelf may be given as an iterable of values and is read as a mapping by id.

    Raises:
        PackError: When an id is there twice or a reference does not resolve; it lists every problem.
    """

    pack: Pack
    locale: str = attrs.field(default=attrs.Factory(lambda self: self.pack.locale, takes_self=True))
    pillars: Shelf[Pillar] = _shelf("pillars")  # noqa: RUF009  # a field, made by a function
    scales: "Shelf[ResponseScale]" = _shelf("scales")  # noqa: RUF009  # a field, made by a function
    forms: "Shelf[Form]" = _shelf("forms")  # noqa: RUF009  # a field, made by a function
    items: "Shelf[Item]" = _shelf("items")  # noqa: RUF009  # a field, made by a function
    scores: "Shelf[ScoreRule]" = _shelf("scores")  # noqa: RUF009  # a field, made by a function
    norms: "Shelf[Norm]" = _shelf("norms")  # noqa: RUF009  # a field, made by a function
    practices: "Shelf[Practice]" = _shelf("practices")  # noqa: RUF009  # a field, made by a function
    prompts: "Shelf[Prompt]" = _shelf("prompts")  # noqa: RUF009  # a field, made by a function
    programmes: "Shelf[Programme]" = _shelf("programmes")  # noqa: RUF009  # a field, made by a function
    sources: Shelf[Source] = _shelf("sources")  # noqa: RUF009  # a field, made by a function
    phrases: Shelf[Phrase] = _shelf("phrases")  # noqa: RUF009  # a field, made by a function
    synonyms: "Shelf[Synonyms]" = _shelf("synonyms")  # noqa: RUF009  # a field, made by a function
    kit_phrases: Shelf[Phrase] = _shelf("phrases", eq=False)  # noqa: RUF009  # a field, made by a function
    _derived: _Derived = attrs.field(factory=_Derived, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        from intimacy_kit.content.references import reference_problems  # noqa: PLC0415  # all classes, checked already in a compiled catalogue

        problems = reference_problems(self.pack, {name: getattr(self, name) for name in SHELVES})
        if problems:
            raise PackError(problems)

    def form_items(self, form: str) -> "tuple[Item, ...]":
        """Return every item that a form can ask, in the order in which it asks them.

        A form that lists its items keeps their order. All others go pillar by
        pillar, felt items after scored ones; choice items come after all
        pillars, and sentinels last.

        Args:
            form: The form's id.

        Raises:
            UnknownId: When there is no such form.
        """
        from intimacy_kit.content.questionnaire import form_items  # noqa: PLC0415  # as the classes of the shelves

        shape = self.forms[form]
        return once(self, ("items", shape.id), lambda: form_items(shape, self.pillars, self.items))

    def offered(self, form: str) -> "Mapping[str, tuple[Choice, ...]]":
        """Return the choices that each item of a form offers: those of its scale.

        Where any item of the catalogue has `needs_occasion`, the others do not offer "did not come up".

        Args:
            form: The form's id.

        Raises:
            UnknownId: When there is no such form.
        """
        return once(self, ("offered", self.forms[form].id), lambda: self._offered(form))

    def _offered(self, form: str) -> "Mapping[str, tuple[Choice, ...]]":
        everywhere = not any(item.needs_occasion for item in self.items.values())
        offered = {
            item.id: tuple(
                choice
                for choice in self.scales[item.scale].choices
                if everywhere or item.needs_occasion or choice.code is not Missing.DID_NOT_COME_UP
            )
            for item in self.form_items(form)
        }
        return FrozenMap(offered)

    @sealed
    def phrase(self, id: str, /, **values: object) -> str:
        """Return a sentence of the pack, or else of the kit, with its placeholders filled in.

        Args:
            id: The phrase's id.
            values: A value for each placeholder; further values are ignored.

        Raises:
            UnknownId: When neither has such a phrase.
            InvalidValue: When a placeholder has no value.
        """
        phrase = self.phrases.get(id) or self.kit_phrases.get(id)
        if phrase is None:
            raise UnknownId("phrase", id, [*self.phrases, *self.kit_phrases])
        return phrase.filled(values)

    def merge(self, other: "Catalogue") -> "Catalogue":
        """Return both catalogues as one, under this one's pack.

        Args:
            other: A catalogue whose content is added. A record that is identical in both
                is there once; another record of the same id is a problem,
                unless `other.pack.replaces` lists it. Its phrases replace those of this one.

        Raises:
            PackError: Listing every id that is taken, and every reference that then does not resolve.
        """
        values = {name: list(getattr(other, name).values()) for name in SHELVES}
        pack, shelves, taken = laid_on(self, other.pack, values)
        if taken:
            raise PackError(taken)
        return Catalogue(pack=pack, locale=self.locale, kit_phrases=self.kit_phrases, **shelves)

    def __repr__(self) -> str:
        shelves = ", ".join(f"{len(getattr(self, name))} {name}" for name in SHELVES)
        return f"<Catalogue {self.pack.id} {self.pack.version}: {shelves}>"

    def _repr_html_(self) -> str:
        """Return the counts of each pillar for a notebook."""
        counted = ("items", "practices", "prompts")
        rows = [
            [
                pillar.title,
                *(str(sum(each.pillar == pillar.id for each in getattr(self, name).values())) for name in counted),
            ]
            for pillar in self.pillars.values()
        ]
        facts = (
            f"{self.pack.id} {self.pack.version}, {self.pack.licence}, {self.locale}; forms: {', '.join(self.forms)}"
        )
        return card(self.pack.title, facts, table(["Pillar", "Items", "Practices", "Prompts"], rows))


def once(catalogue: Catalogue, what: Hashable, make: Callable[[], T]) -> T:
    """Return a value that depends on a catalogue alone, made when it is first asked for.

    Args:
        catalogue: The catalogue, which keeps the value.
        what: What tells it from all other values; a few values for each form, so that they can all be kept.
        make: Returns it.
    """
    values = catalogue._derived.values  # pyright: ignore[reportPrivateUsage]  # it is ours
    if what not in values:
        values.setdefault(what, make())  # threads that make it at the same time all get the first
    return cast(T, values[what])


def assemble(pack: Pack, shelves: Mapping[str, Shelf[Any]], kit_phrases: Shelf[Phrase] | None = None) -> Catalogue:
    """Return a catalogue whose references were checked already, by the reader or when the wheel was built.

    Args:
        pack: The pack's own description.
        shelves: A shelf for each name in `SHELVES`.
        kit_phrases: The kit's own phrases, for those that the pack does not have.
    """
    catalogue = object.__new__(Catalogue)
    phrases = SHELVES["phrases"].shelve(()) if kit_phrases is None else kit_phrases
    fields = {"pack": pack, "locale": pack.locale, "kit_phrases": phrases, "_derived": _Derived(), **shelves}
    for name, value in fields.items():
        object.__setattr__(catalogue, name, value)
    return catalogue


def laid_on(
    base: Catalogue | None, pack: Pack, values: Mapping[str, Iterable[Any]]
) -> tuple[Pack, dict[str, Any], tuple[Problem, ...]]:
    """Return a catalogue's shelves with the values of a pack on top.

    Args:
        base: The catalogue below, or None.
        pack: The upper pack's description; it may replace the ids that it lists.
        values: Shelf to the upper pack's values.

    Returns:
        The pack of both, the shelves of both, and a problem for each id that is taken
        by a record that is not identical, for each card that lacks a gate of the one that it replaces, for each
        item that was for the person alone and would be so no longer (all with a path of shelf, id and `id`), and for
        each phrase whose placeholders differ from those of the phrase below.
    """
    shelves: dict[str, Any] = {}
    taken = Problems()
    replaced = frozenset(pack.replaces)
    for name, kind in SHELVES.items():
        kept: dict[str, Any] = {} if base is None else dict(getattr(base, name))
        for value in values[name]:
            below = kept.get(value.id)
            if below is not None and untranslated(below.to_dict()) == untranslated(value.to_dict()):
                continue
            if below is not None and name == "phrases":
                if problem := differing_placeholders(value, below):
                    taken.append(problem)
            elif below is not None and value.id not in replaced:
                message = f"the id {value.id!r} is taken by the pack below"
                taken.add("duplicate-id", message, "rename it, or list it under replaces", name, value.id, "id")
            elif lost := _lost_gates(below, value):
                message = f"the id {value.id!r} stands for a card behind {', '.join(lost)}, and this one is open"
                taken.add("lost-gate", message, "keep each gate of what it replaces", name, value.id, "id")
            elif name == "items" and below is not None and _PRIVACY[value.role] < _PRIVACY[below.role]:
                message = (
                    f"the id {value.id!r} stands for a {below.role.value} item, and this one is {value.role.value}"
                )
                taken.add("lost-gate", message, "keep the role of what it replaces", name, value.id, "id")
            kept[value.id] = value
        shelves[name] = kind.shelve(kept.values())
    if base is None:
        return pack, shelves, ()
    numbers = {action.number for action in base.pack.actions}
    actions = (*base.pack.actions, *(action for action in pack.actions if action.number not in numbers))
    locales = {**pack.locales, **base.pack.locales}  # of a language that both have, most texts are the lower one's
    return attrs.evolve(base.pack, actions=actions, locales=locales), shelves, tuple(taken)


_PRIVACY = {Role.SCORED: 0, Role.FELT: 0, Role.CHOICE: 1, Role.SENTINEL: 2}
"""How much an item is for the person alone: what is scored can be shown to a partner, and none is asked a sentinel."""


def _lost_gates(below: Any, value: Any) -> list[str]:
    """Return the gates of a card that the one in its place does not have; other records have none."""
    kept = set(getattr(value, "gates", ()))
    return [gate.value for gate in getattr(below, "gates", ()) if gate not in kept]
