"""Something to talk about for two."""

from collections.abc import Collection

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, member, texts, whole_number
from intimacy_kit.checkin.draw import rotation, series_problems
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Prompt, is_asked_for, works_for
from intimacy_kit.content.vocabulary import Access, PromptKind
from intimacy_kit.couple.view import CoupleView
from intimacy_kit.errors import InvalidValue
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, state_problem


@sealed
def conversation_prompts(
    catalogue: Catalogue,
    view: CoupleView,
    *,
    seed: str,
    occasion: int = 0,
    max_depth: int = 2,
    exclude: Collection[str] = (),
    stage: str | None = None,
    distance: bool = False,
    access: Collection[str | Access] = (),
    safety: SafetyState = NOT_ASKED,
) -> tuple[Prompt, ...]:
    """Return something to talk about for each pillar that both share.

    It depends on which pillars are shared and on what this person asks for, so no
    question points at anybody's score. The pillars come in the catalogue's order; within
    one, no prompt comes back before all were shown. All are open questions that can be
    asked again: choices and what is asked once only belong to a question a day.

    Args:
        catalogue: Where the prompts come from.
        view: What both may see.
        seed: Any text that stays the same, such as the couple's pseudonym.
        occasion: Which time this is, counted from 0.
        max_depth: The greatest depth wanted, 1 to 5.
        exclude: Ids of prompts or pillars, or topics, that this person leaves out. Give each
            person's list only to the call whose outcome that person alone sees.
        stage: Their stage of life; prompts that are written for others are left out.
        distance: Whether the partners are apart, so that only what makes sense then is wanted.
        access: What this person wants to do without; a prompt about touch does not come to those who want none.
        safety: What the private questions came to for this person, as `assess` returns it. Give it only to the call
            whose outcome that person alone sees. Where it is apart, there is nothing to talk about.

    Raises:
        InvalidValue: When it is not a view, or the seed, the occasion, the depth or the list makes no sense.
    """
    expect(CoupleView, view, "view", "couple_view makes one; viewpoint has it as .shared")
    problems = series_problems(seed, occasion)
    whole_number(max_depth, "max_depth", problems, low=1, high=5)
    listed, wishes = texts(exclude, "exclude", problems), texts(access, "access", problems)
    needs = [member(Access, wish, "access", problems) for wish in wishes]
    problems += state_problem(safety)
    if problems:
        raise InvalidValue(problems)
    unwanted, shared = frozenset(listed), {pillar.pillar for pillar in view.pillars}
    chosen: list[Prompt] = []
    for pillar in catalogue.pillars:
        pool = {
            prompt.id: prompt
            for prompt in catalogue.prompts.values()
            if prompt.pillar == pillar
            and pillar in shared
            and prompt.kind is PromptKind.OPEN
            and not prompt.once
            and is_asked_for(prompt, topics=(), stage=stage)
            and prompt.depth <= max_depth
            and safety.offers(prompt)
            and works_for(prompt, distance=distance, access=[need for need in needs if need])
            and unwanted.isdisjoint((prompt.id, pillar, *prompt.topics))
        }
        if pool:
            round_, place = divmod(occasion, len(pool))
            chosen.append(pool[rotation(pool, seed, round_)[place]])
    return tuple(chosen)
