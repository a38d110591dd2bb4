"""The folder of a pilot: written from a form, and filled with couples who are made up."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files as resources
from pathlib import Path
from string import Template
from typing import Any

import attrs

from intimacy_kit._atomic_file import whole_folder
from intimacy_kit._values.arguments import member, seed_text, whole_number
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._version import __version__
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Perspective, Role
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.pilot import sheets
from intimacy_kit.pilot.codebook import codebook, table
from intimacy_kit.pilot.plan import PilotPlan, System, blocks_of, r_seed_of
from intimacy_kit.pilot.stored import dump, read_pilot, replace_file
from intimacy_kit.pilot.surveys import surveys_of
from intimacy_kit.scoring_key.key import ScoringKey

_TEMPLATES = ("README.md", "preregistration.md", "analysis.R", "report.qmd")
_SHIFT = 0.8
"""By how much one item is shifted for simulated couples that live apart, so that the analysis has one to find."""


def write_pilot(  # the one thing that this package is for
    folder: str | Path,
    catalogue: Catalogue,
    *,
    form: str,
    system: str | System,
    translations: Iterable[Catalogue] = (),
    seed: str = "pilot",
    blocks: int = 3,
) -> Path:
    """Write all that a pilot of a form needs into a new folder.

    Args:
        folder: The folder, which must not exist yet, in one that does.
        catalogue: Where the form is, in the first language of the pilot.
        form: The form's id.
        system: The survey system: `redcap`, `qualtrics`, `limesurvey` or `kobo`.
        translations: The same catalogue in other languages.
        seed: What the order of the questions depends on.
        blocks: In how many versions the survey comes, each without another part of the scored items: planned missing
            answers. 1 leaves nothing out; with 2, some items would never be together, so it takes 3 to 6 otherwise.

    Returns:
        The folder.

    Raises:
        UnknownId: When there is no such form.
        InvalidValue: When an argument makes no sense, something is in the folder's place, or it cannot be written.
        MissingExtra: When the system is `kobo` and the extra `xlsform` is not installed.
    """
    problems: list[Problem] = []
    kind = member(System, system, "system", problems)
    seed_text(seed, problems)
    if whole_number(blocks, "blocks", problems, low=1, high=6) and blocks == 2:
        message = "with two versions some items would never be asked together"
        problems.append(Problem("bad-number", message, "take 1, or from 3 to 6", ("blocks",)))
    key = ScoringKey.from_form(catalogue, form)
    if not key.scored:
        message = f"the form {form!r} asks nothing that is scored"
        problems.append(Problem("empty-form", message, "pilot another form", ("form",)))
    if problems or kind is None:
        raise InvalidValue(problems)
    catalogues = (catalogue, *translations)
    plan = PilotPlan(
        form=form,
        system=kind,
        locales=tuple(each.locale for each in catalogues),
        perspectives=_perspectives(catalogue, form),
        seed=seed,
        r_seed=r_seed_of(seed),
        digest=key.digest,
        blocks=blocks_of(key, blocks),
    )
    return _write(Path(folder), _files(catalogues, key, plan))


def simulate_pilot(folder: str | Path, *, couples: int, seed: int = 1) -> Path:
    """Fill the folder of a pilot with couples who are made up, and with the truth about them.

    They answer twice, from each perspective of the pilot. One item of the first pillar whose items go together means
    something else to couples that live apart. `data.csv` and `truth.json` are replaced.

    Args:
        folder: A folder that `write_pilot` made.
        couples: How many couples, from 2 to 100,000.
        seed: What the chance depends on, a whole number from 0.

    Returns:
        The file with the answers.

    Raises:
        InvalidValue: When the folder is not that of a pilot, cannot be written, or an argument makes no sense.
        MissingExtra: When the extra `stats` is not installed.
    """
    from intimacy_kit.stats import simulate  # noqa: PLC0415  # numpy is slow to import, and needed here alone

    folder = Path(folder)
    plan, key = read_pilot(folder)
    together = [item.id for item in key.items if item.role is Role.SCORED and item.pillar not in key.indexes]
    shifted = [id for id in together if key.by_id[id].range is None]
    made = simulate(
        key,
        couples=couples,
        seed=seed,
        occasions=2,
        perspectives=plan.perspectives,
        locales=plan.locales,
        left_out=plan.blocks,
        shifts_apart=dict.fromkeys(shifted[:1], _SHIFT),
    )
    scored = {each: [i for i in made.items if (i.pillar, i.role) == (each, Role.SCORED)] for each in key.pillars}
    exact = [each for each, items in scored.items() if items and all(i.thresholds for i in items)]
    truth = {
        "truth": made.truth.to_dict(),
        "seed": seed,
        "digest": made.digest,
        "items": [each.to_dict() for each in made.items],
        "alpha": {each: made.alpha(each) for each in exact if each not in key.indexes and len(scored[each]) > 1},
        "couple_correlation": {each: made.couple_correlation(each) for each in exact},
    }
    rows: dict[str, Sequence[Any]] = {name: cells for name, cells in made.columns.items() if name not in key.by_id}
    rows["version"] = [1 + (couple - 1) % len(plan.blocks) for couple in rows["couple"]]
    for item, coding in plan.codings.items():
        rows[coding.column] = [None if cell is None else coding.cells.get(cell, cell) for cell in made.columns[item]]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows)
    writer.writerows(zip(*rows.values(), strict=True))
    replace_file(folder / "truth.json", dump(truth))
    return replace_file(folder / "data.csv", text.getvalue().encode())


def _perspectives(catalogue: Catalogue, form: str) -> tuple[Perspective, ...]:
    """Return from where a form can be asked."""
    shape, items = catalogue.forms[form], catalogue.form_items(form)
    stem = shape.stem is None or shape.stem.partner is not None
    of_partner = stem and any(item.text.partner is not None for item in items)
    return (Perspective.SELF, Perspective.PARTNER) if of_partner else (Perspective.SELF,)


def _files(catalogues: Sequence[Catalogue], key: ScoringKey, plan: PilotPlan) -> dict[str, bytes]:
    """Return the files of a pilot by their paths in its folder."""
    surveys, codings = surveys_of(catalogues, plan)
    plan = attrs.evolve(plan, codings=FrozenMap(codings))
    rows = codebook(catalogues, key, plan)
    found = {f"survey/{name}": content for name, content in surveys.items()}
    found |= {
        "pilot.json": dump(plan.to_dict()),
        "scoring-key.json": dump(key.to_dict()),
        "codebook.csv": table(rows).encode(),
        "codebook.json": dump({"digest": key.digest, "form": plan.form, "items": rows}),
    }
    for catalogue in catalogues:
        texts = {
            "consent": sheets.consent(catalogue),
            "distress": sheets.distress(catalogue),
            "interviews": sheets.interviews(catalogue, plan),
        }
        found |= {f"people/{name}-{catalogue.locale}.md": text.encode() for name, text in texts.items()}
        found[f"people/experts-{catalogue.locale}.csv"] = sheets.experts(catalogue, plan).encode()
    facts = _facts(catalogues[0], key, plan)
    for name in _TEMPLATES:
        text = (resources("intimacy_kit.pilot") / "templates" / name).read_text(encoding="utf-8")
        found[name] = (Template(text).substitute(facts) if name.endswith(".md") else text).encode()
    return found


def _facts(catalogue: Catalogue, key: ScoringKey, plan: PilotPlan) -> dict[str, str]:
    """Return what the templates say of this pilot."""
    scored = [item for item in key.items if item.role is Role.SCORED]
    pillars = dict.fromkeys(item.pillar for item in scored)
    titles = {each: f"{catalogue.pillars[each].title} (`{each}`)" for each in pillars}
    return {
        "title": str(catalogue.forms[plan.form].title),
        "form": plan.form,
        "pack": f"{catalogue.pack.id} {catalogue.pack.version}",
        "digest": key.digest,
        "version": __version__,
        "system": plan.system.value,
        "locales": ", ".join(plan.locales),
        "perspectives": ", ".join(plan.perspectives),
        "items": str(len(key.items)),
        "scored": str(len(scored)),
        "versions": str(len(plan.blocks)),
        "seed": plan.seed,
        "note": _NOTES[plan.system],
        "reflective": "\n".join(f"- {title}" for each, title in titles.items() if each not in key.indexes) or "- none",
        "indexes": "\n".join(f"- {title}" for each, title in titles.items() if each in key.indexes) or "- none",
    }


_NOTES: Mapping[System, str] = FrozenMap(
    {
        System.REDCAP: "In REDCap each file is the data dictionary of a project; send each person a link of their own.",
        System.QUALTRICS: "In Qualtrics import each file as a survey (TXT), and use personal links.",
        System.LIMESURVEY: "In LimeSurvey import each file (.txt), and turn on participant tokens.",
        System.KOBO: "In KoboToolbox upload each file as a project (XLSForm).",
    }
)
"""How a survey is brought into each system."""


def _write(folder: Path, files: Mapping[str, bytes]) -> Path:
    try:
        with whole_folder(folder) as part:
            for name, content in files.items():
                (part / name).parent.mkdir(parents=True, exist_ok=True)
                (part / name).write_bytes(content)
    except FileExistsError:
        message, remedy = "something is there already, and was left alone", "name a new folder"
        problem = Problem("file-exists", message, remedy, ("folder",))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that is not a name of a folder"
        problem = Problem("unwritable", f"the folder cannot be written ({reason})", "name another", ("folder",))
    else:
        return folder
    raise InvalidValue([problem])
