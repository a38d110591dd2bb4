"""What people in a pilot read or are asked aloud, and what experts fill in, made from the phrases and the items."""

from collections.abc import Iterator

from intimacy_kit._outside_text import cell_of
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import Item
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective
from intimacy_kit.pilot.codebook import table, wording
from intimacy_kit.pilot.plan import PilotPlan

CONTACT = "[CONTACT]"
"""Where a lab writes how it can be reached."""


def consent(catalogue: Catalogue) -> str:
    """Return what a person reads before taking part, as Markdown.

    Args:
        catalogue: Whose phrases it is made of.
    """
    paragraphs = [
        f"# {catalogue.phrase('pilot-consent-title')}",
        catalogue.phrase("pilot-consent-about"),
        catalogue.phrase("pilot-consent-choice"),
        catalogue.phrase("pilot-consent-apart"),
        catalogue.phrase("pilot-consent-partner"),
        catalogue.phrase("pilot-consent-data"),
        catalogue.phrase("pilot-consent-contact", contact=CONTACT),
        f"- [ ] {catalogue.phrase('pilot-consent-agree')}",
    ]
    return "\n\n".join(paragraphs) + "\n"


def distress(catalogue: Catalogue) -> str:
    """Return what stands at the end of every page of the survey, as Markdown.

    Args:
        catalogue: Whose phrases it is made of.
    """
    title, text = catalogue.phrase("pilot-distress-title"), catalogue.phrase("pilot-distress-text")
    return f"# {title}\n\n{text}\n\n{catalogue.phrase('help-text')}\n"


def interviews(catalogue: Catalogue, plan: PilotPlan) -> str:
    """Return a guide for cognitive interviews as Markdown: each item with what to ask about it, the riskiest first.

    Args:
        catalogue: Whose items and phrases it is made of.
        plan: The plan.
    """
    form = catalogue.forms[plan.form]
    lines = [f"# {catalogue.phrase('pilot-interview-title')}"]
    items = sorted(catalogue.form_items(plan.form), key=lambda item: -len(_own_probes(catalogue, plan, item)))
    for item in items:
        lines.append(f"\n## {item.id}\n")
        for view in plan.perspectives:
            if text := wording(form, item, view):
                lines.append(f"> {text}\n")
        lines += [f"- {probe}" for probe in (*_probes(catalogue), *_own_probes(catalogue, plan, item))]
        lines.append(f"- {catalogue.phrase('pilot-probe-fit')}")
    return "\n".join(lines) + "\n"


def experts(catalogue: Catalogue, plan: PilotPlan) -> str:
    """Return a sheet on which experts rate how relevant and how clear each item is, as CSV that no spreadsheet runs.

    A row for each pillar follows, where they say what is missing from it.

    Args:
        catalogue: Whose items it is made of.
        plan: The plan.
    """
    form, actions = catalogue.forms[plan.form], {str(each.number): each.text for each in catalogue.pack.actions}
    items = catalogue.form_items(plan.form)
    empty = {"relevance_1_to_4": "", "clarity_1_to_4": "", "comment": ""}
    rows = [
        {
            "item": item.id,
            "pillar": item.pillar,
            "question": wording(form, item, Perspective.SELF) or "",
            "of_the_partner": wording(form, item, Perspective.PARTNER) or "",
            "asks_about": "; ".join(str(actions.get(str(number), number)) for number in item.covers),
            **empty,
        }
        for item in items
    ]
    for id in dict.fromkeys(item.pillar for item in items):
        title = str(catalogue.pillars[id].title)
        rows.append({"item": "", "pillar": id, "question": title, "of_the_partner": "", "asks_about": "", **empty})
    return table([{name: cell_of(cell) for name, cell in row.items()} for row in rows])


def _probes(catalogue: Catalogue) -> Iterator[str]:
    yield catalogue.phrase("pilot-probe-words")
    yield catalogue.phrase("pilot-probe-moments")
    yield catalogue.phrase("pilot-probe-choice")


def _own_probes(catalogue: Catalogue, plan: PilotPlan, item: Item) -> list[str]:
    """Return what is asked of this item beyond what is asked of all."""
    found: list[str] = []
    for choice in catalogue.offered(plan.form)[item.id]:
        if choice.code is Missing.DID_NOT_COME_UP:
            found.append(catalogue.phrase("pilot-probe-occasion", label=choice.text))
    if item.keying is Keying.REVERSE:
        found.append(catalogue.phrase("pilot-probe-reverse"))
    return found
