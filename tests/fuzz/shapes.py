"""Bytes to documents: a good one with a few changes, so that a fuzzer reaches what is deep in a reader."""

import copy
import json
import math
import re

MARK = "4711"
"""What no error may quote; nothing else in a document looks like it."""

_LEAVES = (
    *(None, True, False, 0, 1, -1, 2, 3, 7, 10**7, 2**53, 2**64, 10**400, 10**5000),
    *(0.0, -0.0, 0.5, 1.0, 1e300, math.nan, math.inf, -math.inf),
    *("", " ", "0", "-1", "1.0", "skipped", "not-asked", "left-blank", "did-not-come-up", "prefer-not-to-say"),
    *("2026-11-23", "2026-02-30", "2026-11-23T10:00:00Z", "\ud800", "\x00", "\u202e", "\ufeff", "é", "x" * 300),
)
_MARKS = (f"{MARK}-secret", 4711471, 4711.25, f"{MARK}47", -471147114711)
_PIECES = ("", "/", "|", "=", ";", "%", "%41", "%ff", ".", "-", "_", "0", "9", ",", '"', "{", "}", "[", "\n", "\r", ":")
_NAME = re.compile(r"[/:.]")


class Choices:
    """What the fuzzer decides, byte after byte: 0 once there are none left."""

    def __init__(self, data):
        self._data, self._at = data, 0

    def __bool__(self):
        return self._at < len(self._data)

    def below(self, limit):
        """Return a whole number from 0 to below a limit, of two bytes where one is not enough."""
        size = 1 if limit <= 256 else 2
        piece = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(piece, "big") % limit

    def of(self, options):
        return options[self.below(len(options))]

    def rest(self):
        """Return the bytes that are left."""
        piece, self._at = self._data[self._at :], len(self._data)
        return piece


def words(document):
    """Return every key and leaf of a document once, in order."""
    found = {}
    left = [document]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            found |= dict.fromkeys((type(key), key) for key in node)
            left += node.values()
        elif isinstance(node, list):
            left += node
        else:
            found[type(node), node] = None
    return [each for _, each in found]


def value(choices, known, depth=0):
    """Return any JSON-like value: numbers and texts of all kinds, words of the good document, lists and mappings."""
    kind = choices.below(8 if depth < 4 else 6)
    if kind <= 1:
        return choices.of(_MARKS)
    if kind <= 3:
        return choices.of(_LEAVES)
    if kind == 4:
        return choices.of(known)
    if kind == 5:
        return edited(str(choices.of(known)), choices, known)
    size = choices.below(4)
    if kind == 6:
        return [value(choices, known, depth + 1) for _ in range(size)]
    return {_key(choices, known): value(choices, known, depth + 1) for _ in range(size)}


def mutated(document, choices, *, most=6):
    """Return a document with up to so many changes, each in a place of its own."""
    known = words(document)
    tree = [copy.deepcopy(document)]
    for _ in range(choices.below(most + 1)):
        holder, key = _place(tree, choices)
        if key is not None:
            choices.of(_CHANGES)(holder, key, choices, known, tree)
    return tree[0] if tree else None


def edited(text, choices, known=("",)):
    """Return a text of which a piece is cut out, repeated, or replaced by another."""
    start = choices.below(len(text) + 1)
    end = start + choices.below(5)
    piece = (choices.of(_PIECES), chr(choices.below(0x250)), str(choices.of(known))[:400], text[start:end] * 2)
    return text[:start] + choices.of(piece) + text[end:]


def spliced(data, choices, *, most=6):
    """Return bytes in which some pieces are cut out, repeated, or replaced by others."""
    for _ in range(choices.below(most + 1)):
        start = choices.below(len(data) + 1)
        end = start + choices.below(16)
        piece = (b"", bytes([choices.below(256)]), choices.of(_PIECES).encode(), data[start:end] * 2, MARK.encode())
        data = data[:start] + choices.of(piece) + data[end:]
    return data


def as_json(tree):
    """Return a tree as JSON text, or None where it has a number or a key that JSON does not get."""
    try:
        return json.dumps(tree)
    except (TypeError, ValueError):
        return None


def said(error):
    """Return all that an error and those behind it say."""
    texts = []
    while error is not None:
        texts += [str(error), repr(error)]
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


def keeps_quiet(error, document, public=()):
    """Fail where an error says a marked leaf of a document that stands under no public key, and in no key.

    Args:
        error: What was raised.
        document: The tree that was read.
        public: Keys whose values may be quoted.
    """
    text = said(error)
    if MARK not in text:
        return
    open_, hidden = [], []
    left = [(document, False)]
    while left:
        node, shown = left.pop()
        if isinstance(node, dict):
            open_ += [str(key) for key in node if isinstance(key, str)]
            left += [(each, shown or _NAME.split(str(key))[-1] in public) for key, each in node.items() if _short(key)]
        elif isinstance(node, list):
            left += [(each, shown) for each in node]
        elif _short(node):
            (open_ if shown else hidden).append(str(node))
    spoken = "\n".join(open_)
    for leaf in hidden:
        if MARK in leaf and leaf not in spoken and (leaf in text or ascii(leaf)[1:-1] in text):
            raise AssertionError("an error quotes what was hidden") from error


def _short(leaf):
    return not isinstance(leaf, int) or abs(leaf) < 10**1000


def _key(choices, known):
    kind = choices.below(8)
    if kind == 0:
        return choices.of((None, 0, 1, True, 10**5000, b"a", 0.5))
    return f"{MARK}-key" if kind == 1 else str(choices.of(known))[:400]


def _place(tree, choices):
    """Return a container in the tree and a key or position in it; None for a key where there is nothing."""
    holder, key = tree, 0 if tree else None
    while key is not None and isinstance(holder[key], dict | list) and holder[key] and choices.below(8):
        holder = holder[key]
        key = choices.of(list(holder)) if isinstance(holder, dict) else choices.below(len(holder))
    return holder, key


def _replace(holder, key, choices, known, tree):  # noqa: ARG001  # all changes are called alike
    holder[key] = value(choices, known)


def _delete(holder, key, choices, known, tree):  # noqa: ARG001
    del holder[key]


def _edit(holder, key, choices, known, tree):  # noqa: ARG001
    leaf = holder[key]
    if isinstance(leaf, str):
        holder[key] = edited(leaf, choices, known)
    elif isinstance(leaf, int):
        holder[key] = int(leaf) + choices.below(256) - 128
    else:
        holder[key] = [leaf]


def _copy(holder, key, choices, known, tree):  # noqa: ARG001
    other, place = _place(tree, choices)
    if place is not None:
        holder[key] = copy.deepcopy(other[place])


def _rename(holder, key, choices, known, tree):  # noqa: ARG001
    if isinstance(holder, dict):
        old = holder.pop(key)
        holder[edited(key, choices, known) if isinstance(key, str) else key] = old
    else:
        holder.insert(key, copy.deepcopy(holder[key]))


def _add(holder, key, choices, known, tree):  # noqa: ARG001
    if isinstance(holder, dict):
        holder[_key(choices, known)] = value(choices, known)
    else:
        holder.insert(key, value(choices, known))


_CHANGES = (_replace, _replace, _delete, _edit, _edit, _copy, _rename, _add)
