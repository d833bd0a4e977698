"""The Merkle tree of RFC 6962 / RFC 9162, kept as frontiers.

A *frontier* of size n is the list of the roots of the perfect subtrees that n leaves decompose into,
largest first (one per set bit of n). Appending needs only the last one; the inclusion proof of the newest
leaf *is* the previous frontier, reversed. Sizes and leaf numbers are counted in leaves; leaves are numbered
from 0, entries (`seq`) from 1.

The standalone verifier repeats the few lines it needs: it must not depend on the code whose work it checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

Frontier = list[bytes]
EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def append(frontier: Frontier, size: int, leaf: bytes) -> None:
    """Turn the frontier of `size` leaves into that of `size + 1`, in place."""
    frontier.append(leaf)
    while size & 1:
        right = frontier.pop()
        frontier[-1] = node_hash(frontier[-1], right)
        size >>= 1


def fold(frontier: Sequence[bytes]) -> bytes:
    """The root over subtrees, given largest first."""
    if not frontier:
        return EMPTY
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def split(packed: bytes) -> Frontier:
    """A stored frontier as its hashes."""
    return [packed[at : at + 32] for at in range(0, len(packed), 32)]


def _middle(low: int, high: int) -> int:
    """Where RFC 6962 splits a range: after the largest power of two smaller than its length."""
    return low + (1 << (high - low - 1).bit_length() - 1)


def inclusion_ranges(leaf: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots prove that `leaf` is in the tree of `size` (RFC 6962, 2.1.1)."""
    ranges, low, high = [], 0, size
    while high - low > 1:
        middle = _middle(low, high)
        if leaf < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def consistency_ranges(old: int, size: int) -> list[tuple[int, int]]:
    """The ranges whose roots prove that the first `old` leaves are a prefix of `size` (RFC 6962, 2.1.2)."""
    if old in (0, size):
        return []
    ranges, low, high = [], 0, size
    while old != high:
        middle = _middle(low, high)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1] if low == 0 else [(low, high), *ranges[::-1]]


def range_root(low: int, high: int, frontier: Sequence[bytes], leaf: bytes) -> bytes:
    """The root over the leaves `low` to `high - 1`, from the frontier of `high - 1` leaves and the last leaf.

    Holds for every range that a proof names: a frontier followed by one leaf folds to the root of both.
    """
    return fold([*_tail(frontier, high - 1, low), leaf])


def _tail(frontier: Sequence[bytes], size: int, low: int) -> Frontier:
    """Those subtrees of a frontier that begin at or after leaf `low`."""
    start, kept = 0, []
    bits = [bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]
    for bit, root in zip(bits, frontier, strict=True):
        if start >= low:
            kept.append(root)
        start += 1 << bit
    return kept


def inclusion_root(leaf: int, size: int, leaf_value: bytes, proof: Iterable[bytes]) -> bytes:
    """The root that a proof leads to; equal to the checkpoint's, the entry is in the tree."""
    root = leaf_value
    for (low, _high), sibling in zip(inclusion_ranges(leaf, size), proof, strict=True):
        root = node_hash(sibling, root) if low < leaf else node_hash(root, sibling)
    return root
