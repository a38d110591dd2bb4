"""Programs of ours in other languages, which feed the software of other systems."""

import json
import struct
import subprocess

from tests.support.paths import NODE


def run(node, script, work, *more, timeout=300):
    """Run a script of ours in Node, with the packages of that folder, and return what it says in that time."""
    done = subprocess.run(
        ["node", NODE / script, node, *more],
        input=json.dumps(work),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def run_java(jar, script, lines):
    """Run a program of ours in Java, with the classes of a jar, and return the lines that it says."""
    command = ["java", "-cp", jar, NODE / script]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def bits(tree):
    """Return a tree with each number as the bytes of its double; in JSON 2 and 2.0 are one number."""
    if isinstance(tree, dict):
        return {key: bits(each) for key, each in tree.items()}
    if isinstance(tree, list):
        return [bits(each) for each in tree]
    return struct.pack(">d", tree) if isinstance(tree, int | float) else tree
