"""Packs of strangers, each of at most 1 MiB, and what reading them takes. Run as a program it reads them all."""

import io
import json
import resource
import stat
import sys
import tempfile
import warnings
import zipfile
from itertools import islice
from pathlib import Path

FILES = {
    "pack.yaml": b"id: small\nversion: 1.0\ntitle: S\nlicence: CC0-1.0\nlocale: en\nformat: 1\n",
    "pillars.yaml": b"- {id: warm, title: Warm, summary: Warmth.}\n",
    "scales.yaml": b"- {id: s, choices: [{value: 0, label: No}, {value: 1, label: Yes}]}\n",
    "forms.yaml": b"- {id: f, title: F, items: all, stem: {self: 'Do you {item}?'}}\n",
    "items/a.yaml": b"- {id: a, pillar: warm, scale: s, role: scored, text: {self: x}}\n",
}
"""A sound pack."""

_LARGEST = 262_144
_MOST_BYTES = 1 << 20
_MOST_MEMORY = 200 << 20
MOST_CALLS = 15_000_000
"""Calls of functions, of Python's own among them, that reading one pack takes at most: some two seconds."""


def _lines(template, count):
    return "".join(template % i for i in range(count)).encode()


def _filled(part):
    return part * (_LARGEST // len(part))


_ITEM = "- {id: %s%%d, pillar: warm, scale: s, role: scored, text: {self: x}}\n"
_LONG = "a" * 90

_TEXTS = {
    "alias bomb": b"- &a [x, x]\n" + b"".join(b"- &b%d [*a, *a, *a]\n" % i for i in range(300)),
    "merge bomb": b"- &a {x: y}\n" + b"- {<<: *a, <<: *a}\n" * 300,
    "open lists": b"[" * 60_000,
    "open mappings": b"{" * 60_000,
    "dashes": b"- " * 60_000,
    "indented": b"".join(b" " * i + b"- a:\n" for i in range(600)),
    "many values": b"[" + b"a," * 19_990 + b"]",
    "too many values": b"[" + b"a," * 90_000 + b"]",
    "comment": b"#" * _LARGEST,
    "comments": _filled(b"#\n"),
    "too many bytes": b"x" * (_LARGEST + 1),
    "one scalar": b"x" * _LARGEST,
    "one quoted scalar": b'"' + b"x" * (_LARGEST - 2) + b'"',
    "escapes": b'"' + b"\\x41" * 60_000 + b'"',
    "blanks": b" " * _LARGEST,
    "line feeds": b"\n" * _LARGEST,
    "carriage returns": b"\r" * _LARGEST,
    "words": _filled(b"a "),
    "lines": _filled(b"a\n"),
    "quoted lines": b'"' + b"a\n" * 131_000 + b'"',
    "folded": b"- >\n" + b"  a\n" * 65_000,
    "literal": b"- |\n" + b"  a\n" * 65_000,
    "quotes": b"'" * 240_000,
    "bangs": b"!" * 240_000,
    "ampersands": b"&" * 240_000,
    "stars": b"*" * 240_000,
    "colons": b":" * 240_000,
    "pairs": _filled(b"a:"),
    "question marks": b"? " * 120_000,
    "commas": b", " * 120_000,
    "percents": b"%" * 240_000,
    "bars": b"|" * 240_000,
    "equal keys": b"a: b\n" * 30_000,
    "unknown keys": _lines("k%d: x\n", 20_000),
    "documents": b"---\na\n" * 10_000,
    "tags": b"- !!python/object:os.system x\n" * 8000,
    "not UTF-8": b"\xff" * 1000,
    "UTF-16": "a: b".encode("utf-16"),
    "NUL": b"a: \0",
    "surrogates": b"\xed\xa0\x80",
}
"""What a file may hold that is no list of records, so that every file of records takes it alike."""

_RECORDS = {
    "escaped controls": b'- {id: "\\x1b]0;x\\a"}\n' * 9000,
    "long unknown keys": _lines("- {k%d" + _LONG + ": x}\n", 2400),
    "nulls": b"- ~\n" * 19_000,
    "empty records": b"- {}\n" * 19_000,
    "records with an id": _lines("- {id: x%d}\n", 6000),
    "equal ids": b"- {id: x}\n" * 6000,
    "near misses of known ids": _lines(_ITEM % ("k" + _LONG[:80] + "-"), 1200),
    "good records": _lines(_ITEM % "g", 2000),
    "unknown pillars": _lines("- {id: p%d, pillar: warmth, scale: t, role: scored, text: {self: x}}\n", 1300),
    "forms of everything": _lines("- {id: f%d, title: F, items: all, stem: {self: '{item}'}}\n", 2200),
    "ids that differ": b"- {id: f, title: F, items: [" + _lines("u%d, ", 19_000) + b"]}\n",
    "ids that are equal": b"- {id: f, title: F, items: [" + b"u, " * 19_000 + b"]}\n",
    "ids that are long": b"- {id: f, title: F, items: [" + _lines("u%d" + _LONG[:85] + ", ", 2400) + b"]}\n",
    "many anchors": b"- {id: f, title: F, items: {per_pillar: 1, anchors: [" + _lines("u%d, ", 19_000) + b"]}}\n",
    "many steps": b"- {id: p, steps: [" + b"x, " * 19_000 + b"]}\n",
    "huge numbers": b"- {id: s, choices: [" + b"{value: 999999999999999999, label: x}, " * 4000 + b"]}\n",
}
"""What a file of records may hold."""

BODIES = _TEXTS | _RECORDS

_CARD = (
    "- {id: p%s, pillar: warm, title: T, summary: S, minutes: 5, cadence: weekly, mode: solo, distance: 'yes', "
    "steps: [x], if_it_goes_badly: Stop., evidence: [{fit: craft}], %s}\n"
)
_PROGRAMME = "- {id: g%s, title: T, summary: S, stop: S, weeks: [%s]%s}\n"
_NORM = (
    "- {id: n%s, of: p, digest: 0123456789abcdef, population: P, n: 5, on: 2000-01-01, until: 2010-01-01, "
    "locale: en, source: s, group: g, mean: 1, sd: 1, table: {%s}, percentiles: {%s}}\n"
)
_SCORE = "- {id: x%s, title: T, %s}\n"


def _many(template, count):
    return ", ".join(template % i for i in range(count))


def _card(more):
    return (_CARD % ("", more)).encode()


def _cards(more, count):
    return "".join(_CARD % (i, more(i)) for i in range(count)).encode()


def _score(more):
    return (_SCORE % ("", f"items: [a], {more}")).encode()


def _norm(table):
    return (_NORM % (0, table, table)).encode()


BODIES_OF = {
    "practices/b.yaml": {
        "links to nobody": _card(f"easier: [{_many('u%d', 9000)}]"),
        "equal links": _card(f"easier: [{'u, ' * 9000}]"),
        "prompts of nobody": _card(f"prompts: [{_many('u%d', 9000)}]"),
        "a long chain": _cards(lambda i: f"easier: [p{i + 1}]", 600),
        "a long circle": _cards(lambda i: f"harder: [p{(i + 1) % 600}]", 600),
        "everything linked to everything": _cards(lambda i: f"easier: [{_many('p%d', 120)}]", 120),
        "long agreements": _card(f"ritual: {{anchor: waking, agree_on: [{'x, ' * 9000}]}}"),
        "many seasons": _card(f"date: {{budget: free, place: home, energy: low, seasons: [{'winter, ' * 9000}]}}"),
        "unknown words of a ritual": _card(f"ritual: {{{_many('k%d: x', 9000)}}}"),
    },
    "programmes/b.yaml": {
        "many weeks": (_PROGRAMME % ("", _many("{title: T, text: T, practices: [u%d]}", 1800), "")).encode(),
        "a week of many": (_PROGRAMME % ("", f"{{title: T, text: T, practices: [{'u, ' * 19_000}]}}", "")).encode(),
        "many programmes": "".join(_PROGRAMME % (i, "{title: T, text: T, form: f}", "") for i in range(1100)).encode(),
        "alone": (_PROGRAMME % ("", _many("{title: T, text: T, prompts: [u%d]}", 1800), ", alone: true")).encode(),
        "empty weeks": (_PROGRAMME % ("", "{}, " * 9000, "")).encode(),
    },
    "synonyms.yaml": {
        "many groups": _lines("- {id: w%d, text: a, means: b}\n", 2800),
        "a group of many words": b"- {id: w, text: '" + b"a, " * 80_000 + b"a', means: b}\n",
        "words that mean many": b"- {id: w, text: a, means: '" + b"b, " * 80_000 + b"b'}\n",
        "a word without end": b"- {id: w, text: '" + b"a" * 250_000 + b"', means: b}\n",
        "commas": b"- {id: w, text: '" + b"," * 250_000 + b"', means: ','}\n",
    },
    "scores.yaml": {
        "many levels": _score(f"levels: [{_many('{label: L, low: %d, high: 1}', 2400)}]"),
        "scores within scores": "".join(
            _SCORE % (i, f"scores: [x{i - 1}]" if i else "items: [a]") for i in range(2000)
        ).encode(),
        "scores of nobody": (_SCORE % ("", f"items: [{_many('u%d', 19_000)}]")).encode(),
    },
    "norms.yaml": {
        "a norm of many": _norm(", ".join(f"{i}: {i}" for i in range(4500))),
        "many norms": "".join(_NORM % (i, "0: 1", "0: 1, 1: 2") for i in range(1000)).encode(),
        "huge values": _norm(", ".join(f"{i}: 1e{i}" for i in range(1500))),
        "values of many digits": _norm("0: " + "9" * 100_000),
    },
}
"""What a file of one kind may hold: links, programmes, synonyms, norms, levels, rituals and dates."""

_WHOLE = (
    "many values",
    "too many values",
    "one scalar",
    "lines",
    "comments",
    "unknown keys",
    "long unknown keys",
    "empty records",
    "records with an id",
    "near misses of known ids",
    "good records",
    "unknown pillars",
    "nulls",
    "pairs",
)
"""Bodies of which whole packs are made, as many files of them as a pack of 1 MiB holds."""


_SOURCE = b"- {id: s, year: 2000, title: T, journal: J, finding: F, design: D, verified: true, verified_by: x}\n"
_SCALE = "- {id: s, choices: [{value: 0, label: No%s}, %s, {value: 9000, label: Yes%s}]}\n"
_CHOICE = "- {id: %s, pillar: warm, scale: s, role: choice, text: {self: x}, show_if: %s}\n"
_FORM = "- {id: f%s, title: F, items: all, roles: [scored, choice], order: %s, stem: {self: 'Do you {item}?'}}\n"


def _scale(points):
    """Return a scale of as many values as points, each of which adds what is given."""
    first, *others, last = [f", points: {each}" if each else "" for each in points]
    between = ", ".join(f"{{value: {i}{each}}}" for i, each in enumerate(others, 1))
    return (_SCALE % (first, between, last)).encode()


def _items(count, template=_ITEM % "g", per=1000):
    """Return files of so many items."""
    lines = [(template % i).encode() for i in range(count)]
    return {f"items/x{i}.yaml": b"".join(lines[i : i + per]) for i in range(0, count, per)}


def _all_of(count):
    return ", ".join(["a", *(f"g{i}" for i in range(count))])


def _primes(count):
    odd = range(100_000_001, 200_000_000, 2)
    return list(islice((n for n in odd if all(n % i for i in range(3, 10_100, 2))), count))


def slow_packs():
    """Yield the name and the files of each sound or unsound pack of which parts were compared with all others once."""
    rare = [f"'1/{prime}'" for prime in _primes(900)]
    points = ", ".join(f"{i}: {each}" for i, each in enumerate(rare))
    ones = ", ".join(["9000"] * 9000)
    asked = _CHOICE % ("c%d", "{score: z, at_least: 1}")
    sums = f"- {{id: z, title: T, reading: sum, items: [{_all_of(900)}]}}\n".encode()
    forms = "".join(
        (_FORM % (i or "", "listed")).replace("all,", f"{{per_pillar: {i + 800}}},") for i in range(150)
    ).encode()
    yield (
        "numbers that are compared",
        {"scales.yaml": _scale([""] * 5000), **_items(3, _CHOICE % ("c%d", f"{{item: a, one_of: [{ones}]}}"), 1)},
    )
    conditions = _items(800, asked, 400)
    more = {**_items(900), **{name.replace("x", "c"): body for name, body in conditions.items()}}
    yield "forms of many conditions", {"scores.yaml": sums, "forms.yaml": forms, **more}
    yield "points without a unit", {"scales.yaml": _scale(rare), **_items(50)}
    yield (
        "recoded points without a unit",
        {
            "scales.yaml": _scale([""] * 900),
            "scores.yaml": (_SCORE % ("", f"items: [{_all_of(20)}], recode: [{{points: {{{points}}}}}]")).encode(),
            **_items(20),
        },
    )
    few = ", ".join(f"{i}: {i % 7}" for i in [*range(39), 9000])
    yield (
        "recodes of many items",
        {
            "scales.yaml": _scale([""] * 40),
            "scores.yaml": (
                _SCORE % ("", f"items: [{_all_of(2000)}], recode: [{{points: {{{few}}}, items: [{_all_of(2000)}]}}]")
            ).encode(),
            **_items(2000),
        },
    )
    yield "items that offer too much", {"scales.yaml": _scale([""] * 5000), **_items(1500)}
    heavy = _items(20, "- {id: g%d, pillar: warm, scale: s, role: scored, weight: 1000, text: {self: x}}\n")
    levels = "levels: [{label: L, low: 0, high: 9999999}], levels_source: s"
    for reading in ("sum", "highest"):
        scores = "".join(
            _SCORE % (i, f"reading: {reading}, items: [{_all_of(20)}], {levels}") for i in range(250)
        ).encode()
        yield (
            f"many scores with levels, {reading}",
            {"scales.yaml": _scale([""] * 250), "scores.yaml": scores, "sources.yaml": _SOURCE, **heavy},
        )
    yield from _slow_rules()


def _slow_rules():
    """Yield the name and the files of each pack whose forms or scores had much to go through besides answers."""
    plain = "".join(_FORM % (i or "", "listed") for i in range(900)).encode()
    choices = (_ITEM % "g").replace("scored", "choice")
    one = (_SCORE % ("", "items: [a]")).encode()
    yield "many forms of items in no rule", {"forms.yaml": plain, "scores.yaml": one, **_items(900, choices)}
    spans = b"- {id: s, range: {low: 0, high: 10}}\n"
    rule = (_SCORE % ("", f"items: [{_all_of(900)}]")).encode()
    yield "many forms of ranges", {"scales.yaml": spans, "forms.yaml": plain, "scores.yaml": rule, **_items(900)}
    others = "".join(_SCORE % (i + 1, "scores: [x]") for i in range(1600)).encode()
    yield "many forms of scores of scores", {"forms.yaml": plain, "scores.yaml": one + others}
    for name in ("table", "bands"):
        entries = ", ".join(f"{i}: {i}" for i in range(4500))
        first = (_SCORE % ("", f"items: [a], reading: sum, {name}: {{{entries}}}")).encode()
        yield (
            f"many scores of one with a large {name}",
            {"scores.yaml": first + others[: others.index(b"- {id: x900,")]},
        )
    heavy = _items(1200, "- {id: g%d, pillar: warm, scale: s, role: scored, weight: 1000, text: {self: x}}\n")
    for reading in ("percent", "mean", "sum, in_proportion: true"):
        first = (_SCORE % ("", f"items: [{_all_of(1200)}], reading: {reading}")).encode()
        yield (
            f"a score of a {reading} of heavy items",
            {"scores.yaml": first + others[: others.index(b"- {id: x2,")], **heavy},
        )


def folders():
    """Yield the name and the files of each pack that is a folder."""
    for name, body in BODIES.items():
        for place in ("items/b.yaml", "pack.yaml", *(["forms.yaml"] if name in _RECORDS else [])):
            yield f"{name} in {place}", {**FILES, place: body}
    for place, bodies in BODIES_OF.items():
        for name, body in bodies.items():
            yield f"{name} in {place}", {**FILES, place: body}
    cards, programmes = BODIES_OF["practices/b.yaml"], BODIES_OF["programmes/b.yaml"]
    yield (
        "cards in many programmes",
        {**FILES, "practices/b.yaml": cards["a long chain"], "programmes/b.yaml": programmes["alone"]},
    )
    for name in _WHOLE:
        count = min(_MOST_BYTES // len(BODIES[name]) + 1, 30)
        yield f"{count} files of {name}", {**FILES, **{f"items/x{i}.yaml": BODIES[name] for i in range(count)}}
    known, forms = BODIES["near misses of known ids"], BODIES["ids that are long"]
    yield "near misses of many ids", {**FILES, "items/b.yaml": known, "forms.yaml": forms}
    yield (
        "many forms of many items",
        {
            **FILES,
            "items/b.yaml": BODIES["good records"],
            "forms.yaml": BODIES["forms of everything"],
        },
    )
    yield from ((name, {**FILES, **more}) for name, more in slow_packs())
    yield "2,000 files", {**FILES, **{f"{name}/f{i}.yaml": b"[]" for name in ("items", "prompts") for i in range(999)}}
    yield "too many files", {**FILES, **{f"items/f{i}.yaml": b"" for i in range(20_000)}}
    yield "odd names", {**FILES, **{f"items/{name}.yaml": b"- {id: b}\n" for name in ("\x1b[2J", "a\nb", "\u202e")}}


def member(name, *, kind=zipfile.ZIP_DEFLATED, mode=0):
    member = zipfile.ZipInfo("x")
    member.filename = name
    member.compress_type = kind
    member.external_attr = mode << 16
    return member


def zipped(more=(), files=None):
    """Return an archive of a pack with some members more, each with its content."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # names that are there twice
        for name, data in (FILES if files is None else files).items():
            archive.writestr(name, data)
        for member, data in more:
            archive.writestr(member, data)
    return file.getvalue()


ODD_NAMES = {
    "deep": "a/" * 32_000 + "x",
    "slashes": "/" * 60_000,
    "long": "a" * 60_000,
    "up": "../../x.yaml",
    "up from inside": "items/../../../etc/passwd.yaml",
    "absolute": "/etc/passwd",
    "backslash": "items\\x.yaml",
    "dots": "items/./x.yaml",
    "escape": "items/\x1b]0;x\x07.yaml",
    "line feed": "items/a\n0 problems.yaml",
    "override": "items/\u202egpj.yaml",
    "empty part": "items//x.yaml",
}
"""Names that no member of a pack has."""


def archives():
    """Yield the name and the bytes of each archive."""
    yield from small_archives()
    yield "deflated that swells", zipped([(member("items/b.yaml"), b"#" * (300 << 20))])
    for name in ("good records", "comment", "lines", "many values"):
        yield f"200 files of {name}", zipped([(member(f"items/x{i}.yaml"), BODIES[name]) for i in range(200)])


def small_archives():
    """Yield the name and the bytes of each archive that is made in no time."""
    yield "good", zipped()
    for name, odd in ODD_NAMES.items():
        yield f"name: {name}", zipped([(member(odd), b"x")])
        yield f"9 names: {name}", zipped([(member(f"{i}{odd}"), b"x") for i in range(9)])
    for name, kind in (("bzip2", zipfile.ZIP_BZIP2), ("LZMA", zipfile.ZIP_LZMA)):
        yield f"{name} that swells", zipped([(member("items/b.yaml", kind=kind), b"#" * (8 << 20))])
    for name, mode in (("link", stat.S_IFLNK), ("device", stat.S_IFCHR), ("pipe", stat.S_IFIFO)):
        yield f"member that is a {name}", zipped([(member("items/b.yaml", mode=mode | 0o644), b"/etc/passwd")])
    yield "member twice", zipped([(member("forms.yaml"), b"- {}\n")])
    yield "member in other letters", zipped([(member("FORMS.yaml"), b"- {}\n")])
    yield "file that is a folder, too", zipped([(member("items"), b"")])
    yield "folder that is a file", zipped([(member("pack.yaml/"), b"")])
    yield "many members", zipped([(member(f"x{i}"), b"") for i in range(8000)])
    yield "two thousand files", zipped([(member(f"items/x{i}.yaml"), b"[]") for i in range(1990)])
    yield "one folder deep", zipped(files={f"top/{name}": data for name, data in FILES.items()})
    yield "no members", zipped(files={})
    good = zipped()
    yield "cut short", good[:-30]
    yield "empty", b""
    yield "no archive", b"x" * 1000
    yield "junk before", b"x" * 9000 + good
    yield "flipped", good.replace(b"PK\x01\x02", b"PK\x01\x03", 1)
    yield "other packing", good.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00")
    yield "encrypted", good.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x01\x00\x08\x00")
    yield "large claims", good.replace(len(FILES["pack.yaml"]).to_bytes(4, "little"), b"\xff\xff\xff\xff")


def calls_of(function):
    """Return what a function returns, and how many calls of functions it took."""
    count = 0

    def called(*_):
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        value = function()
    finally:
        sys.setprofile(None)
    return value, count // 2


def outcome_of(check, path):
    """Return codes and the count of calls of a pack that is refused or sound, or what went wrong."""
    try:
        problems, calls = calls_of(lambda: check(path))
    except (Exception, MemoryError) as error:  # noqa: BLE001  # any is a failure
        return {"failed": type(error).__name__}
    text = "".join(map(str, problems))
    return {"codes": sorted({each.code for each in problems}), "problems": len(problems), "calls": calls} | (
        {} if text.isprintable() else {"failed": "a problem is not printable"}
    )


def main():
    """Read every pack on the pure parser in a limited memory, and print an outcome for each."""
    import yaml

    del yaml.CSafeLoader
    warnings.simplefilter("ignore")
    import intimacy_kit as ik
    from tests.support.memory_pack import Memory

    packs, zips = dict(folders()), dict(archives())
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (held + _MOST_MEMORY,) * 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pack.zip")
        for name, files in packs.items():
            _tell(name, outcome_of(ik.check_path, Memory(files)))
        for name, data in zips.items():
            path.write_bytes(data)
            _tell(f"zip: {name}", outcome_of(ik.check_path, path))


def _tell(name, outcome):
    sys.stdout.write(json.dumps({"name": name, **outcome}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
