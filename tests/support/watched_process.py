"""The main job as a fresh process does it, watched from outside; as a program, how much memory many scores take."""

import _thread
import functools
import hashlib
import json
import os
import sys
import threading
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 23)


def job(locale=None, *, figures=True):
    """Do everything once, from the import to a figure, and return what came of it as plain data."""
    import intimacy_kit as ik
    from intimacy_kit import reports, safety
    from intimacy_kit.content.kinds import SHELVES

    catalogue = ik.load(locale=locale)
    done = [repr(catalogue), [each.to_dict() for name in SHELVES for each in getattr(catalogue, name).values()]]
    for perspective in ("self", "partner"):
        checkin = ik.draw(catalogue, form="standard", seed="pair-7", perspective=perspective)
        answers = {question.item_id: i % 5 for i, question in enumerate(checkin.questions)}
        response = ik.Response.from_dict(catalogue, checkin.answer(answers, on=DAY).to_dict())
        result = ik.Result.from_dict(ik.score(response).to_dict())
        shared = ik.Sharing().share("time", perspective=perspective)
        view = ik.couple_view(a=ik.Side(result, shared), b=ik.Side(result, shared))
        prompts = ik.conversation_prompts(catalogue, view, seed="pair-7")
        done += [[question.text for question in checkin.questions], response.to_dict(), result.to_dict()]
        done += [
            reports.couple_report(catalogue, view, prompts=prompts).to_text(),
            reports.report(catalogue, result).to_html(),
        ]
        if figures:
            done += [reports.figure(catalogue, each).chart.to_json() for each in (result, view)]
        done.append(safety.private_note(catalogue, response))
        if perspective == "self":
            done.append(
                reports.report(catalogue, ik.recommend(catalogue, response, safety=safety.assess({}))).to_text()
            )
    return [*done, safety.help_text(catalogue, None, country="NZ", on=DAY)]


def digest(value):
    """Return a short text that is the same for the same plain data."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


# Watching ------------------------------------------------------------------------

_STARTS = ("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pty.", "subprocess.")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("chmod", "chown", "link", "mkdir", "mkfifo", "mknod", "remove", "rename", "rmdir", "symlink", "truncate")
_NETWORK = ("ftplib.", "http.", "imaplib.", "smtplib.", "socket.", "urllib.", "webbrowser.")


def _broken(event, args):
    """Return which promise an audit event breaks, or None."""
    if event.startswith(_NETWORK):
        return "network"
    if event.startswith(_STARTS):
        return "starts"
    if event in ("os.putenv", "os.unsetenv"):
        return "environment"
    writes = event == "open" and (args[2] & _WRITES or set(args[1] or "") & set("wax+"))
    return (
        "writes" if writes or event.startswith((*(f"os.{each}" for each in _CHANGES), "shutil.", "tempfile.")) else None
    )


def _note_and_start(seen, start, *args, **kwargs):
    """Start a thread as the interpreter does, and note it."""
    seen.append("starts thread")
    return start(*args, **kwargs)


def watch():
    """Watch this process from now on, and return the growing list of broken promises."""
    seen = []

    class Recording(type(os.environ)):
        """The environment, which notes that it was read."""

        def __getitem__(self, key):
            seen.append(f"environment {key}")
            return super().__getitem__(key)

        def __iter__(self):
            seen.append("environment *")
            return super().__iter__()

    there = os.environ
    os.environ = Recording(there._data, there.encodekey, there.decodekey, there.encodevalue, there.decodevalue)  # noqa: B003  # a look-out is what is wanted

    def hook(event, args):
        if promise := _broken(event, args):
            seen.append(f"{promise} {event}")

    sys.addaudithook(hook)
    for name in ("start_new_thread", "start_joinable_thread"):  # Python 3.11 has neither an event nor the second
        if start := getattr(_thread, name, None):
            noting = functools.partial(_note_and_start, seen, start)
            for module, there in ((_thread, name), (threading, f"_{name}")):
                setattr(module, there, noting)
    return seen


# Memory --------------------------------------------------------------------------


def resident():
    """Return how many MiB of this process are in memory; Linux alone tells."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def score_many(scores, every, told):
    """Answer, score and read back so many different check-ins, and call a function now and then."""
    import intimacy_kit as ik

    catalogue = ik.load()
    checkin = ik.draw(catalogue, form="standard", seed="s")
    ids = [question.item_id for question in checkin.questions]
    for i in range(scores):
        if i % 500 == 0:
            answers = {id: (i // 500 * (at + 1) + at) % 5 for at, id in enumerate(ids)}
            response = ik.Response.from_dict(catalogue, checkin.answer(answers, on=DAY).to_dict())
        result = ik.score(response)
        if i % 500 == 0:
            ik.recommend(catalogue, result)
        if i % every == 0:
            told(i)


def main(scores):
    """Print how much memory is resident as that many check-ins are scored."""
    score_many(scores + 1, max(scores // 10, 1), lambda done: print(f"{done:>9,} scores  {resident():6.1f} MiB"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
