"""One small table in the words of many systems: how each writes it, and the layout that reads it again."""

import csv
import io
import json
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pyreadstat

import intimacy_kit as ik
from intimacy_kit.tables import layout_of, with_labels
from tests.support.paths import TESTS

PACK = TESTS / "data" / "exports" / "pack"
CATALOGUE = ik.load_path(PACK)
KEY = ik.ScoringKey.from_form(CATALOGUE, "short")
ITEMS = list(KEY.scored)
TRUST, FUN = ITEMS[:3], ITEMS[3:]
LABELS = {1: "Not at all", 2: "A little", 3: "Somewhat", 4: "Mostly", 5: "Completely", "declined": "No answer"}
SPANISH = {1: "Nada", 2: "Un poco", 3: "Algo", 4: "Bastante", 5: "Del todo", "declined": "Sin respuesta"}
UNDER = {id: id.replace(".", "_") for id in ITEMS}
QUESTIONS = {id: CATALOGUE.items[id].text.self_ for id in ITEMS}


def text_of(rows, names, *, separator=",", head=(), bom="", quote=csv.QUOTE_MINIMAL, end="\r\n", tail=""):
    """Return a table as text; `head` are rows between the names and the people."""
    out = io.StringIO(newline="")
    out.write(bom)
    writer = csv.writer(out, delimiter=separator, quoting=quote, lineterminator=end)
    writer.writerow(names)
    writer.writerows([*head, *rows])
    return out.getvalue() + tail


def coded(people, codes, *, declined="", blank="", ids=ITEMS):
    """Return a row of cells for each person, each answer in the words of `codes`."""
    words = {None: blank, "declined": declined, **codes}
    return [[who, *[words[answers[id]] for id in ids]] for who, answers in people]


PLAIN = {value: str(value) for value in range(1, 6)}


def plain(people):
    return "in.csv", text_of(coded(people, PLAIN), ["who", *ITEMS]), {"ids": "who"}


def redcap(people):
    rows = coded(people, PLAIN, declined="-99")
    names = ["record_id", *UNDER.values(), "short_form_complete"]
    layout = {"preset": "redcap", "columns": UNDER, "codes": {-99: "prefer-not-to-say"}}
    return "data.csv", text_of([[*row, 2] for row in rows], names), layout


def redcap_labels(people):
    rows = coded(people, LABELS, declined=LABELS["declined"])
    layout = {"preset": "redcap", "columns": UNDER}
    return "labels.csv", text_of(rows, ["record_id", *UNDER.values()]), layout


def redcap_events(people):
    rows = coded(people, PLAIN, declined="-99")
    events = [[who, "baseline_arm_1", "", *cells] for who, *cells in rows]
    first = [[who, "screening_arm_1", "", *[""] * len(ITEMS)] for who, *_ in rows]
    names = ["record_id", "redcap_event_name", "redcap_repeat_instance", *UNDER.values()]
    layout = {
        "preset": "redcap-events",
        "columns": UNDER,
        "codes": {-99: "prefer-not-to-say"},
        "without": {"redcap_event_name": "screening_arm_1"},
    }
    return "events.csv", text_of([*first, *events], names), layout


def redcap_headings(people):
    """Return labels below headings, two of which are the same."""
    rows = [[*row, "Complete", "Incomplete"] for row in coded(people, LABELS, declined=LABELS["declined"])]
    names = ["Record ID", *QUESTIONS.values(), "Complete?", "Complete?"]
    layout = {"preset": "redcap", "ids": ["Record ID"], "columns": QUESTIONS}
    return "headings.csv", text_of(rows, names), layout


def redcap_single_events(people):
    """Return a project with events and without repeated instruments."""
    rows = [[who, "baseline_arm_1", *cells] for who, *cells in coded(people, PLAIN, declined="999")]
    names = ["record_id", "redcap_event_name", *UNDER.values()]
    return (
        "once.tsv",
        text_of(rows, names, separator="\t"),
        {"preset": "redcap-events", "columns": UNDER, "codes": {999: "prefer-not-to-say"}},
    )


def qualtrics_labels(people):
    """Return choice texts in UTF-16 with tabs, with a trial of the form and somebody who did not come to the end."""
    names = ["Status", "Finished", "ResponseId", *[f"Q{i}" for i in range(6)]]
    rows = [["IP Address", "True", *row] for row in coded(people, LABELS, declined=LABELS["declined"])]
    others = [["Survey Preview", "True", "R_p"], ["IP Address", "False", "R_q"]]
    rows += [[*row, *[LABELS[4]] * 6] for row in others]
    head = [["Response Type", "Finished", "Response ID", *QUESTIONS.values()], [f'{{"ImportId":"{n}"}}' for n in names]]
    columns = dict(zip(ITEMS, names[3:], strict=True))
    layout = {"preset": "qualtrics", "columns": columns, "only": {"Finished": ["True", 1]}}
    return "labels.tsv", text_of(rows, names, separator="\t", head=head).encode("utf-16"), layout


def qualtrics(people):
    numbers = {1: 21, 2: 22, 3: 30, 4: 23, 5: 24}
    rows = coded(people, numbers, declined=31, blank=-99)
    names = ["ResponseId", *[f"Q1_{i}" for i in range(6)], "Status"]
    questions = ["Response ID", *[f"How true is it?\n\nThink - {text}" for text in QUESTIONS.values()], "Type"]
    ids = [json.dumps({"ImportId": name}) for name in names]
    tries = ["R_try", *[21] * 6, 1]
    layout = {
        "preset": "qualtrics",
        "columns": dict(zip(ITEMS, names[1:-1], strict=True)),
        "values": {"*": {**{number: value for value, number in numbers.items()}, 31: "prefer-not-to-say"}},
    }
    return "q.csv", text_of([*[[*row, 0] for row in rows], tries], names, head=[questions, ids], bom="\ufeff"), layout


def limesurvey(people):
    codes = {value: f"A{value}" for value in range(1, 6)}
    backwards = {value: f"A{6 - value}" for value in range(1, 6)}
    left = coded(people, codes, declined="A6", ids=TRUST)
    right = coded(people, backwards, declined="A6", ids=FUN)
    names = ["token", *[f"G1Q1[SQ{i}]" for i in range(3)], *[f"G2Q1[SQ{i}]" for i in range(3)]]
    layout = {
        "preset": "limesurvey",
        "ids": ["token"],
        "columns": dict(zip(ITEMS, names[1:], strict=True)),
        "codes": {"A6": "prefer-not-to-say"},
        "values": {"trust": {cell: v for v, cell in codes.items()}, "fun": {c: v for v, c in backwards.items()}},
    }
    rows = [[*a, *b[1:]] for a, b in zip(left, right, strict=True)]
    text = text_of(rows, names, separator=";", bom="\ufeff", quote=csv.QUOTE_ALL, tail="\r\n")
    return "results.csv", text, layout


def kobo(people):
    codes = {1: "not_at_all", 2: "a_little", 3: "somewhat", 4: "mostly", 5: "completely"}
    names = ["_uuid", *[f"grp/{name}" for name in UNDER.values()]]
    layout = {
        "preset": "kobo",
        "columns": dict(zip(ITEMS, names[1:], strict=True)),
        "skip": 1,
        "values": {"five": {**{cell: v for v, cell in codes.items()}, "none": "prefer-not-to-say"}},
    }
    head = [["#meta", *["#indicator"] * 6]]
    rows = coded(people, codes, declined="none")
    return "kobo.csv", text_of(rows, names, separator=";", head=head, quote=csv.QUOTE_ALL), layout


def google(people):
    words = {**SPANISH, 2: "un poco ", 5: "DEL TODO"}
    names = ["Timestamp", *[f"How true is it? [{text}]" for text in QUESTIONS.values()]]
    layout = {"preset": "google-forms", "columns": dict(zip(ITEMS, names[1:], strict=True))}
    rows = coded(people, words, declined=words["declined"])
    return "form.csv", text_of(rows, names, quote=csv.QUOTE_ALL).rstrip("\r\n"), layout


def surveyjs(people):
    lines = []
    for i, (who, answers) in enumerate(people):
        words = {id: (answer if i % 2 else str(answer)) for id, answer in answers.items() if isinstance(answer, int)}
        words |= {id: "other" for id, answer in answers.items() if answer == "declined"}
        grid = {id.partition(".")[2]: words[id] for id in TRUST if id in words}
        rest = {UNDER[id]: words[id] for id in FUN if id in words}
        lines.append(
            json.dumps({"pid": who, **({"grid": grid} if grid else {}), **rest, "seen": [1, 2], "extra": None})
        )
    every = {"pid": "nobody", "grid": {"rely": 1, "word": 1, "doubt": 1}, **dict.fromkeys(map(UNDER.get, FUN), 1)}
    columns = {id: f"grid.{id.partition('.')[2]}" for id in TRUST} | {id: UNDER[id] for id in FUN}
    layout = {"preset": "surveyjs", "ids": "pid", "columns": columns, "without": {"pid": "nobody"}}
    return "results.jsonl", "\n".join([*lines, "", json.dumps(every)]), layout


def surveyjs_list(people):
    """Return one list of records that hold the survey's data."""
    records = [
        {"id": who, "data": {id: float(answer) if isinstance(answer, int) else "none" for id, answer in given.items()}}
        for who, answers in people
        for given in [{id: answer for id, answer in answers.items() if answer is not None}]
    ]
    every = {"id": "nobody", "data": dict.fromkeys(ITEMS, 1)}
    layout = {"preset": "surveyjs", "ids": "id", "columns": {id: f"data.{id}" for id in ITEMS}}
    return "all.json", json.dumps([every, *records]), {**layout, "without": {"id": "nobody"}}


def r_table(people):
    """Return what R writes: a column of row names without a name, and NA."""
    rows = [[i, *row] for i, row in enumerate(coded(people, PLAIN, declined="NA", blank="NA"), 1)]
    text = text_of(rows, ["", "who", *UNDER.values()], quote=csv.QUOTE_NONNUMERIC, end="\n")
    return "frame.csv", text, {"ids": "who", "columns": UNDER, "codes": {"NA": "left-blank"}}


def tailed(people):
    """Return what a spreadsheet writes of columns that were emptied: separators behind each row."""
    text = text_of(coded(people, PLAIN), ["who", *ITEMS], end="\r\n").replace("\r\n", ",,\r\n")
    return "tailed.csv", text, {"ids": "who"}


def spreadsheet(people):
    words = {value: f"{value - 1},0" for value in range(1, 6)}
    text = text_of(coded(people, words, declined="-1,00"), ["who", *ITEMS], separator=";")
    return "excel.csv", "sep=;\r\n" + text, {"ids": "who", "offset": 1, "codes": {-1: "prefer-not-to-say"}}


def tabs(people):
    words = {value: f" {value} - {LABELS[value]}" for value in range(1, 6)}
    text = text_of(coded(people, words, declined="no"), ["who", *ITEMS], separator="\t", end="\n")
    return "tabs.txt", text, {"ids": "who", "codes": {"no": "prefer-not-to-say"}}


def old_words(people):
    text = text_of(coded(people, PLAIN, declined="weiß nicht"), ["who", *ITEMS], separator="|")
    layout = {"ids": "who", "codes": {"weiß nicht": "prefer-not-to-say"}, "dialect": {"encoding": "cp1252"}}
    return "old.csv", text.encode("cp1252"), layout


def utf16(people):
    return "wide.csv", text_of(coded(people, PLAIN), ["who", *ITEMS], separator="\t").encode("utf-16"), {"ids": "who"}


def titled(people):
    text = "Made by hand\r\n\r\nsecond line\r\n" + text_of(coded(people, PLAIN), ["who", *ITEMS])
    return "titled.csv", text, {"ids": "who", "dialect": {"names_in": 3}}


def long(people):
    rows = [
        [who, "monday", f"T{i}", {None: "NA", "declined": "-77.0"}.get(answers[id], f"{answers[id]}.0")]
        for who, answers in people
        for i, id in enumerate(ITEMS)
    ]
    layout = {
        "shape": "long",
        "person": "who",
        "ids": ["day"],
        "item": "question",
        "columns": {id: f"T{i}" for i, id in enumerate(ITEMS)},
        "codes": {-77: "prefer-not-to-say", "NA": "left-blank"},
    }
    return "diary.tsv", text_of(rows, ["who", "day", "question", "value"], separator="\t"), layout


def jspsych(people):
    rows = []
    for who, answers in people:
        rows.append([who, "intro", "", "html"])
        trust = {id[6:]: 9 if answers[id] == "declined" else answers[id] - 1 for id in TRUST if answers[id]}
        fun = {f"Q{i}": LABELS.get(answers[id], "") for i, id in enumerate(FUN)}
        rows += [[who, "trust", json.dumps(trust), "likert"], [who, "fun", json.dumps(fun), "choice"]]
    layout = {
        "shape": "long",
        "person": "who",
        "item": "block",
        "value": "response",
        "unpack": True,
        "only": {"block": ["trust", "fun"]},
        "columns": {**{id: id for id in TRUST}, **{id: f"fun.Q{i}" for i, id in enumerate(FUN)}},
        "offset": {"trust": 1},
        "codes": {9: "prefer-not-to-say"},
    }
    return "jspsych.csv", text_of(rows, ["who", "block", "response", "type"]), layout


def jspsych_json(people):
    """Return what jsPsych writes as JSON: trials of everybody in one list, with the answers as objects."""
    _, text, layout = jspsych(people)
    trials = [dict(row) for row in csv.DictReader(io.StringIO(text))]
    for trial in trials:
        trial["response"] = json.loads(trial["response"]) if trial["response"] else None
    return "trials.json", json.dumps(trials), layout


def surveymonkey(people):
    """Return names in two rows: questions above, and rows of a grid below."""
    names = ["Respondent ID", "IP Address", "How true is it?", "", "", *[QUESTIONS[id] for id in FUN]]
    below = ["", "", *[QUESTIONS[id] for id in TRUST], *["Response"] * 3]
    rows = [[who, "", *cells] for who, *cells in coded(people, LABELS, declined=LABELS["declined"])]
    columns = {id: f"How true is it? / {QUESTIONS[id]}" for id in TRUST}
    columns |= {id: f"{QUESTIONS[id]} / Response" for id in FUN}
    layout = {"ids": "Respondent ID", "columns": columns, "dialect": {"names_in": [1, 2]}}
    return "survey.csv", text_of(rows, names, head=[below], bom="\ufeff"), layout


def parquet(people):
    data = io.BytesIO()
    rows = coded(people, {v: float(v - 1) for v in PLAIN}, declined=-9.0, blank=None)
    pl.DataFrame(rows, schema=["who", *ITEMS], orient="row", infer_schema_length=None).write_parquet(data)
    return "data.parquet", data.getvalue(), {"ids": "who", "offset": 1, "codes": {-9: "prefer-not-to-say"}}


def workbook(people):
    book = openpyxl.Workbook()
    book.active.title = "Codebook"
    sheet = book.create_sheet("Answers")
    words = {1: 1, 2: "2 - A little", 3: " 3 ", 4: 4.0, 5: "Completely"}
    for row in [["Pilot"], ["who", *ITEMS], *coded(people, words, declined="n/a", blank=None)]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    layout = {"ids": "who", "codes": {"n/a": "left-blank"}, "dialect": {"sheet": "Answers", "names_in": 2}}
    return "pilot.xlsx", out.getvalue(), layout


def program(people, ending, declined, **said):
    numbers = {value: float(value) for value in range(1, 6)}
    rows = coded(people, numbers, declined=declined, blank=None)
    frame = pd.DataFrame(rows, columns=["who", *UNDER.values()])
    frame = frame.astype({name: float for name in UNDER.values() if not frame[name].eq("a").any()})  # gaps alone, too
    labels = {value: label for value, label in LABELS.items() if value != "declined"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"study.{ending}"
        writer = pyreadstat.write_dta if ending == "dta" else pyreadstat.write_sav
        writer(frame, str(path), variable_value_labels=dict.fromkeys(UNDER.values(), labels), **said)
        return path.name, path.read_bytes(), {"ids": "who", "columns": UNDER}


def spss(people):
    return program(people, "sav", 9.0, missing_ranges={key: [9] for key in UNDER.values()})


def stata(people):
    return program(people, "dta", "a", missing_user_values={key: ["a"] for key in UNDER.values()})


WRITERS = {
    each.__name__: each
    for each in (
        *(plain, redcap, redcap_labels, redcap_events, qualtrics, limesurvey, kobo, google, surveyjs, spreadsheet),
        *(redcap_headings, redcap_single_events, qualtrics_labels, surveyjs_list, r_table, tailed),
        *(tabs, old_words, utf16, titled, long, jspsych, jspsych_json, surveymonkey, parquet, workbook, spss, stata),
    )
}
"""Each gives the name of a file, its content, and plain data of a layout."""


def write(folder, name, people):
    """Write people as a system does; return the file, and the layout that reads it."""
    file, content, data = WRITERS[name](people)
    path = Path(folder) / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path, with_labels(layout_of(data), CATALOGUE, "short", translations=[ik.load_path(PACK, locale="es")])
