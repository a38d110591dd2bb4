"""The lock on items: what could move their scores, digested. Run this file to lock the present state."""

import hashlib
import json
from pathlib import Path

import intimacy_kit as ik

LOCK = Path(__file__).with_name("revisions.json")


def state(catalogue):
    """Return for each item its revision and a digest of wording, keying, role, weight, pillar and scale."""
    found = {}
    for item in catalogue.items.values():
        what = {key: value for key, value in item.to_dict().items() if key not in ("covers", "revision")}
        what["choices"] = catalogue.scales[item.scale].to_dict()["choices"]
        text = json.dumps(what, sort_keys=True)
        found[item.id] = {"revision": item.revision, "digest": hashlib.sha256(text.encode()).hexdigest()[:16]}
    return found


def locked():
    """Return the locked state."""
    return json.loads(LOCK.read_text(encoding="utf-8"))


def faults(before, now):
    """Return what changed without leave, and how to mend it."""
    found = []
    for id, was in before.items():
        if id not in now:
            found.append(f"{id}: has vanished; bring it back, and take it out of the forms instead")
        elif now[id]["digest"] != was["digest"] and now[id]["revision"] <= was["revision"]:
            revision = now[id]["revision"]
            found.append(
                f"{id}: could move scores and still has revision {revision}; raise it to {was['revision'] + 1}"
            )
    return found + [f"{id}: is new; lock it with python -m tests.content.revisions" for id in now if id not in before]


if __name__ == "__main__":
    LOCK.write_text(json.dumps(state(ik.load()), indent=1, sort_keys=True) + "\n", encoding="utf-8")
