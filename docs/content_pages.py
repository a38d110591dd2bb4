"""Renders into the docs what the build itself makes.

The directive ``content KIND [ID]`` shows what data/ says, and ``picture NAME`` the figure that the examples of the
page give that name.
"""

import contextlib
import doctest
import io
import json
import re
import sys
from pathlib import Path

import attrs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import intimacy_kit as ik
from intimacy_kit.content import spoken_source
from intimacy_kit.errors import CODES
from intimacy_kit.packs.files import built_in
from intimacy_kit.plan import gates_of, related
from intimacy_kit.safety import SafetyState, Standing

MISSING = "–"
PHONE = 340
"""The width of a figure on a phone, in pixels."""
PROGRAMS = Path(__file__).parents[1] / "tests" / "data" / "programs.json"
EVERY_GATE = SafetyState(Standing.CLEAR, frozenset(ik.Gate))  # the docs show all of the content


class Content(SphinxDirective):
    """The directive: its argument names the renderer, and what to render."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        catalogue = ik.load()
        self.env.note_dependency(__file__)
        text = RENDERERS[self.arguments[0]](catalogue, *self.arguments[1:])
        return self.parse_text_to_nodes(text, allow_section_headings=True)


class Picture(SphinxDirective):
    """Draws what a variable of the page's own examples holds, as SVG in the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(__file__)
        name = self.arguments[0]
        page = Path(self.env.doc2path(self.env.docname))
        figure = examples(page)[name]
        # In the page itself, the picture takes the page's colours; on a phone there is one drawn for it.
        if figure.width <= PHONE:
            return [nodes.raw("", f"<p>{figure.to_svg()}</p>", format="html")]
        phone = attrs.evolve(figure, width=PHONE).to_svg()
        both = f'<p class="on-a-screen">{figure.to_svg()}</p><p class="on-a-phone">{phone}</p>'
        return [nodes.raw("", both, format="html")]


def examples(page: Path) -> dict[str, object]:
    """Return the names that the examples of a page leave behind."""
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    with contextlib.chdir(Path(__file__).parents[1]), contextlib.redirect_stdout(io.StringIO()):
        for block in blocks:
            for example in doctest.DocTestParser().get_examples(block):
                exec(compile(example.source, page.name, "single"), names)  # noqa: S102  # our own page
    return names


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def summary(catalogue: ik.Catalogue) -> str:
    rows = []
    for pillar in catalogue.pillars.values():
        counts = [
            sum(each.pillar == pillar.id for each in shelf.values())
            for shelf in (catalogue.items, catalogue.practices, catalogue.prompts)
        ]
        rows.append([f"[{pillar.title}]({pillar.id}.md)", pillar.summary, *map(str, counts)])
    about = f"{catalogue.pack.about} Version {catalogue.pack.version}, {catalogue.pack.licence}."
    return about + "\n\n" + table(["Pillar", "What it is about", "Items", "Practices", "Prompts"], rows)


def languages(catalogue: ik.Catalogue) -> str:
    rows = []
    for tag, translation in sorted(catalogue.pack.locales.items()):
        general = tag.rpartition("-")[0]
        if general in catalogue.pack.locales:
            rows.append([f"`{tag}`", translation.status.value, f"has only the words that differ from `{general}`"])
            continue
        missing = {problem.file for problem in ik.check_translation(built_in(), tag)}
        lacking = sorted({name.partition("/")[0].removesuffix(".yaml") for name in missing})
        signed = " ".join(map(str, filter(None, (translation.status.value, translation.reviewer, translation.on))))
        rows.append([f"`{tag}`", signed, ", ".join(lacking) or MISSING])
    return table(["Translation", "Draft or reviewed", "Not translated"], rows)


def fits(catalogue: ik.Catalogue) -> str:
    best = [min(_FITS.index(evidence.fit) for evidence in p.evidence) for p in catalogue.practices.values()]
    counts = [best.count(i) for i in range(len(_FITS))]
    return (
        f"Of the {len(best)} practices, {counts[0]} rest on a source that tested the activity or one very close to it, "
        f"{counts[1]} are adapted from what was tested, {counts[2]} go beyond what their sources studied, and "
        f"{counts[3]} are our own idea, on which no study was found."
    )


_FITS = tuple(ik.Fit)


def practices(catalogue: ik.Catalogue, pillar: str) -> str:
    """Return the cards of a pillar: exercises, rituals, dates, then phrases."""
    here = [each for each in catalogue.practices.values() if each.pillar == pillar]
    return "\n\n".join(_practice(catalogue, each) for kind in ik.CardKind for each in here if each.kind is kind)


def _practice(catalogue: ik.Catalogue, practice: ik.Practice) -> str:
    facts = [
        *_kind(practice),
        f"{practice.minutes} min",
        catalogue.phrase(f"cadence-{practice.cadence.value}"),
        practice.mode.value,
        {"yes": "works apart", "adapt": "apart with a change", "no": "not apart"}[practice.distance.value],
    ]
    if practice.gates:
        facts.append("opens by choice: " + ", ".join(gate.value for gate in practice.gates))
    parts = [f"### {practice.title}", f"*{' · '.join(facts)}* (`{practice.id}`)", practice.summary]
    parts.append("\n".join(f"{i}. {step}" for i, step in enumerate(practice.steps, 1)))
    agree_on = practice.ritual.agree_on if practice.ritual else ()
    other = [f"**Agree on**: {text}" for text in agree_on]
    if practice.phrase:
        other.append(f"**May grate**: {practice.phrase.grates}")
    other += [f"**{access.value.replace('-', ' ').capitalize()}**: {text}" for access, text in practice.access.items()]
    if practice.distance_how:
        other.append(f"**Apart**: {practice.distance_how}")
    if practice.not_for:
        other.append(f"**Not for**: {practice.not_for}")
    other.append(f"**If it goes badly**: {practice.if_it_goes_badly}")
    nearest = min(practice.evidence, key=lambda each: _FITS.index(each.fit)).source
    known = _known(catalogue.sources[nearest]) if nearest else "Nothing; this is our own idea."
    other.append(f"**What is known**: {known}")
    parts.append("\n".join(f"- {line}" for line in other))
    evidence = "; ".join(
        f"{each.fit.value}: {_cited(catalogue, each.source)}" if each.source else "our own idea, no study found"
        for each in practice.evidence
    )
    parts += _links(catalogue, practice)
    moves = ", ".join(f"“{catalogue.items[id].text.self_}”" for id in practice.targets)
    parts.append(
        f"Evidence, {evidence}. Meant to move: {moves or 'nothing scored'}. Covers {', '.join(practice.covers)}."
    )
    return "\n\n".join(parts)


def _kind(practice: ik.Practice) -> list[str]:
    """Return what makes a card a ritual, a date or a phrase, in a few words; nothing of an exercise."""
    if practice.ritual:
        return [f"ritual: {practice.ritual.anchor.value}"]
    if practice.phrase:
        return [f"phrase: {practice.phrase.job.value}"]
    if practice.date is None:
        return []
    date = practice.date
    times = ", ".join(each.value for each in (*date.seasons, *date.weather)) or "any time"
    children = "with children or without" if date.with_children else "without children"
    return [f"date: budget {date.budget.value}, {date.place.value}, energy {date.energy.value}, {times}, {children}"]


def _known(source: ik.Source) -> str:
    """Return what a source found, with what to keep in mind of it."""
    return " ".join(filter(None, (source.finding, source.caution)))


def _cited(catalogue: ik.Catalogue, key: str) -> str:
    source = catalogue.sources[key]
    known = [
        source.population,
        source.result and source.result.value,
        None if source.verified else "not fully confirmed",
    ]
    return f"[{spoken_source(catalogue, source)}](bibliography.md#{key}) ({', '.join(filter(None, known))})"


def prompts(catalogue: ik.Catalogue, pillar: str) -> str:
    found = [each for each in catalogue.prompts.values() if each.pillar == pillar]
    rows = [
        [str(each.depth), " ".join(filter(None, (_asked(each), each.pass_line))), ", ".join(each.topics)]
        for each in sorted(found, key=lambda each: each.depth)
    ]
    return f"On passing: {catalogue.pack.pass_line}\n\n" + table(["Depth", "Prompt", "Topics"], rows)


def _asked(prompt: ik.Prompt) -> str:
    """Return what a prompt asks, with what there is to choose from and what is asked next."""
    options = " / ".join(prompt.options)
    return " ".join(filter(None, (prompt.text, options and f"({options})", prompt.follow_up)))


def items(catalogue: ik.Catalogue, pillar: str) -> str:
    rows = [
        [
            f"`{each.id}`",
            each.role.value,
            each.keying.value,
            "may not have come up" if each.needs_occasion else "",
            " / ".join((each.text.self_, *(f"{name}: {v.self_}" for name, v in each.variants.items()))),
            each.text.partner or "never asked about a partner",
            ", ".join(each.covers),
        ]
        for each in catalogue.items.values()
        if each.pillar == pillar
    ]
    return table(["Item", "Role", "Keying", "Occasion", "Self", "Partner", "Covers"], rows)


def forms(catalogue: ik.Catalogue) -> str:
    parts = []
    for form in catalogue.forms.values():
        asked = len(ik.draw(catalogue, form=form.id, seed="docs").questions)
        stem = form.stem.self_ if form.stem else MISSING
        parts.append(
            f"## {form.title} (`{form.id}`)\n\nAsks {asked} questions. Stem: *{stem}* "
            f"A pillar needs {form.min_answered} of its questions answered for a score.\n\n> {form.instructions}"
        )
    for scale in catalogue.scales.values():
        rows = [
            [choice.label, str(choice.value) if choice.code is None else choice.code.value] for choice in scale.choices
        ]
        parts.append(f"## Response scale `{scale.id}`\n\n" + table(["Label", "Value or code"], rows))
    return "\n\n".join(parts)


def coverage(catalogue: ik.Catalogue) -> str:
    rows = []
    for action in catalogue.pack.actions:
        works = [f"[{p.title}]({p.pillar}.md)" for p in catalogue.practices.values() if action.number in p.covers]
        asks = [f"`{i.id}`" for i in catalogue.items.values() if action.number in i.covers]
        reason = action.not_covered or _REASONS[action.kind]
        rows.append(
            [action.number, action.kind.value, action.text, ", ".join(works) or reason, ", ".join(asks) or reason]
        )
    return table(["No.", "Kind", "Statement", "Practices", "Items"], rows)


_REASONS = {
    ik.ActionKind.CLAIM: "A claim: it needs a source or a hedge, not an exercise.",
    ik.ActionKind.FRAME: "A definition: there is nothing to do or to ask.",
    ik.ActionKind.DO: "",
    ik.ActionKind.AVOID: "",
}


def _links(catalogue: ik.Catalogue, practice: ik.Practice) -> list[str]:
    """Return what goes with a card, whichever side names it, as one paragraph; none without any."""
    beside = related(catalogue, practice.id, safety=EVERY_GATE)
    links = {
        "Asks less": [f"[{each.title}]({each.pillar}.md)" for each in beside.easier],
        "Asks more": [f"[{each.title}]({each.pillar}.md)" for each in beside.harder],
        "To talk about": [each.text for each in beside.prompts],
    }
    line = " ".join(f"**{label}**: {'; '.join(there)}{_stop(there)}" for label, there in links.items() if there)
    return [line] if line else []


def _stop(texts: list[str]) -> str:
    return "" if texts[-1].endswith(("?", "…")) else "."


def programmes(catalogue: ik.Catalogue) -> str:
    """Return each programme with its weeks, what it rests on and how to stop."""
    return "\n\n".join(_programme(catalogue, each) for each in catalogue.programmes.values())


def _programme(catalogue: ik.Catalogue, programme: ik.Programme) -> str:
    gates = ", ".join(gate.value for gate in gates_of(catalogue, programme))
    facts = [
        "for one person" if programme.alone else "for two",
        f"opens by choice: {gates}" if gates else "",
        f"`{programme.id}`",
    ]
    rows = [[week.title, week.text, _week(catalogue, week)] for week in programme.weeks]
    evidence = "; ".join(
        f"{each.fit.value}: {_cited(catalogue, each.source)}" if each.source else "our own idea, no study found"
        for each in programme.evidence
    )
    known = [_known(catalogue.sources[each.source]) for each in programme.evidence if each.source]
    lines = [f"**To stop**: {programme.stop}", *(f"**What is known**: {each}" for each in known)]
    return "\n\n".join(
        [
            f"## {programme.title}",
            f"*{' · '.join(filter(None, facts))}*",
            programme.summary,
            table(["Week", "What it is about", "What there is to do"], rows),
            "\n".join(f"- {line}" for line in lines),
            f"Evidence, {evidence}.",
        ]
    )


def _week(catalogue: ik.Catalogue, week: ik.Week) -> str:
    """Return what there is to do in a week, and how many weeks after the one before it opens, from two up."""
    cards = [catalogue.practices[id] for id in week.practices]
    there = [f"[{each.title}]({each.pillar}.md)" for each in cards]
    there += [f"“{catalogue.prompts[id].text}”" for id in week.prompts]
    there += [catalogue.phrase("check-in-form", title=catalogue.forms[week.form].title)] if week.form else []
    later = f" ({week.weeks_after} weeks after the one before)" if week.weeks_after > 1 else ""
    return "; ".join(there) + later


def bibliography(catalogue: ik.Catalogue) -> str:
    parts = []
    for source in sorted(catalogue.sources.values(), key=lambda each: each.authors or each.title):
        doi = f" [doi:{source.doi}](https://doi.org/{source.doi})" if source.doi else ""
        cited = [
            f"[{each.title}]({page}.md) ({evidence.fit.value})"
            for each, page in (
                *((p, p.pillar) for p in catalogue.practices.values()),
                *((p, "programmes") for p in catalogue.programmes.values()),
            )
            for evidence in each.evidence
            if evidence.source == source.id
        ]
        caution = f" Caution: {source.caution}" if source.caution else ""
        confirmed = "Confirmed" if source.verified else "**Not fully confirmed**"
        parts.append(
            f"({source.id})=\n**{spoken_source(catalogue, source)}** {source.authors or 'Authors not confirmed'}. "
            f"*{source.title}{'' if source.title.endswith('?') else '.'}* {source.journal}.{doi}\n\n"
            f"- {_studied(source)}: {source.finding}{caution}\n- {confirmed}: {source.verified_by}\n"
            f"- Cited by: {', '.join(cited) or 'no practice; background to the items, the scoring or the safety rules'}"
        )
    return "\n\n".join(parts)


def _studied(source: ik.Source) -> str:
    """Return how, on whom and with what result a source studied, as far as it says so."""
    return ", ".join(filter(None, (source.design, source.population, source.result and source.result.value)))


def error_codes(_: ik.Catalogue) -> str:
    return table(["Code", "What it means"], [[f"`{code}`", meaning] for code, meaning in sorted(CODES.items())])


def programs(_: ik.Catalogue) -> str:
    """Return what tests saw other programs do, a row each, with the place that a package is from."""
    rows = json.loads(PROGRAMS.read_text(encoding="utf-8"))
    return table(
        ["Program", "Version", "From", "What it does", "Equal"],
        [
            [
                row["program"],
                row["version"],
                "`{}`".format(row["package"].replace(":", " ")),
                row["does"],
                equal_of(row),
            ]
            for row in rows
        ],
    )


def equal_of(row: dict[str, object]) -> str:
    return "{what}: {equal:,} of {of:,}".format(**row)


RENDERERS = {
    name: getattr(sys.modules[__name__], name)
    for name in (
        "bibliography",
        "coverage",
        "error_codes",
        "fits",
        "forms",
        "items",
        "languages",
        "practices",
        "programmes",
        "programs",
        "prompts",
        "summary",
    )
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("content", Content)
    app.add_directive("picture", Picture)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
