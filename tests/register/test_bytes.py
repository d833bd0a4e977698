"""The bytes, fixed for ever from the first migration on: if these fail, old registers no longer verify."""

from __future__ import annotations

import json
from hashlib import sha256

import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.register import standalone, tree
from portal.register.encoding import Act, canonical, commitment, seal

LOG = "11111111-2222-4333-8444-555555555555"
SALT = bytes(range(32))
ACT = Act(
    type="commitments.confirmed",
    actor="aaaaaaaa-0000-4000-8000-000000000001",
    auth="login+mfa",
    object="bbbbbbbb-0000-4000-8000-000000000002",
    object_version=3,
    project="cccccccc-0000-4000-8000-000000000003",
    supersedes=6,
    payload={
        "actor": {"name": "李伟"},
        "details": {"note": "Two analysts,\n“from May”.", "terms": {"share_percent": 40, "valid_to": None}},
        "object": {"kind": "commitment", "label": "C-0007"},
        "project": {"label": "Store system"},
    },
)
ENTRY = (
    b'{"actor":"aaaaaaaa-0000-4000-8000-000000000001","auth":"login+mfa",'
    b'"body":"54a26986fe8f073500c050a7262444eb47b598ea073f057ccba2993e7d3a0795",'
    b'"log":"11111111-2222-4333-8444-555555555555","object":"bbbbbbbb-0000-4000-8000-000000000002",'
    b'"object_version":3,"project":"cccccccc-0000-4000-8000-000000000003","seq":7,"supersedes":6,'
    b'"ts":"2026-03-03T12:00:00.000Z","type":"commitments.confirmed","v":1}'
)
PAYLOAD = (
    '{"actor":{"name":"李伟"},"details":{"note":"Two analysts,\\n“from May”.","terms":{"share_percent":40,'
    '"valid_to":null}},"object":{"kind":"commitment","label":"C-0007"},"project":{"label":"Store system"}}'
).encode()

# The test vectors of RFC 6962 implementations: leaves, and the roots of the trees of 0 to 8 of them.
LEAVES = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # leaf, size → audit path (certificate-transparency-go)
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def frontiers(leaves: list[bytes]) -> list[list[bytes]]:
    """The frontier of every size, from none to all."""
    grown: list[list[bytes]] = [[]]
    for size, leaf in enumerate(leaves):
        frontier = list(grown[-1])
        tree.append(frontier, size, leaf)
        grown.append(frontier)
    return grown


def roots_of(ranges: list[tuple[int, int]], leaves: list[bytes]) -> list[bytes]:
    grown = frontiers(leaves)
    return [tree.range_root(low, high, grown[high - 1], leaves[high - 1]) for low, high in ranges]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return sha256(b"\x01" + naive_root(leaves[:middle]) + naive_root(leaves[middle:])).digest()


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2, word for word."""
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = tree.node_hash(sibling, first), tree.node_hash(sibling, second)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = tree.node_hash(second, sibling)
        fn, sn = fn >> 1, sn >> 1
    return (first, second, sn) == (old_root, new_root, 0)


def test_an_entry_and_its_payload_are_these_bytes() -> None:
    sealed = seal(ACT, log=LOG, seq=7, ts="2026-03-03T12:00:00.000Z", salt=SALT)
    assert sealed.payload == PAYLOAD
    assert (
        json.loads(ENTRY)["body"]
        == sha256(b"\x02\x20" + SALT + PAYLOAD).hexdigest()
        == commitment(SALT, PAYLOAD)
    )
    assert sealed.entry == ENTRY
    assert (
        tree.leaf_hash(sealed.entry).hex()
        == "63e8d6fc252f0c9d132585d5d93ba0936259e7380a710f1041cb12367523ecab"
    )


def test_roots_are_those_of_rfc_6962() -> None:
    leaves = [tree.leaf_hash(each) for each in LEAVES]
    assert [tree.fold(each).hex() for each in frontiers(leaves)] == ROOTS


def test_proofs_are_those_of_rfc_6962() -> None:
    leaves = [tree.leaf_hash(each) for each in LEAVES]
    for (leaf, size), path in INCLUSION.items():
        assert [each.hex() for each in roots_of(tree.inclusion_ranges(leaf, size), leaves)] == path, (
            leaf,
            size,
        )
    for (old, new), path in CONSISTENCY.items():
        assert [each.hex() for each in roots_of(tree.consistency_ranges(old, new), leaves)] == path, (
            old,
            new,
        )


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_proof_convinces_a_verifier_that_knows_only_the_rfc(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, size))
    leaf = data.draw(st.integers(0, size - 1))
    leaves = [tree.leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    root = naive_root(leaves)
    path = roots_of(tree.inclusion_ranges(leaf, size), leaves)
    assert tree.inclusion_root(leaf, size, leaves[leaf], path) == root
    proof = roots_of(tree.consistency_ranges(old, size), leaves)
    assert consistent(old, size, naive_root(leaves[:old]), root, proof)


@given(st.integers(1, 200))
@settings(max_examples=30, deadline=None)
def test_the_previous_frontier_is_the_proof_of_the_newest_entry(size: int) -> None:
    leaves = [tree.leaf_hash(bytes([number])) for number in range(size)]
    before, after = frontiers(leaves)[-2:]
    assert roots_of(tree.inclusion_ranges(size - 1, size), leaves) == before[::-1]
    assert tree.inclusion_root(size - 1, size, leaves[-1], before[::-1]) == tree.fold(after)
    assert standalone.root_of(standalone.grow(before, size - 1, leaves[-1])) == tree.fold(after)


# Names beyond U+FFFF and just below are where code points and UTF-16 sort differently.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\U0001f600\uffee\ue000\x00"\\\x7f'),
    max_size=8,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
@settings(max_examples=100, deadline=None)
def test_the_writers_and_the_verifiers_canonical_json_are_that_of_rfc_8785(value: dict[str, object]) -> None:
    text = rfc8785.dumps(value)  # type: ignore[arg-type]  # what hypothesis draws is what the alias means
    assert canonical(value) == text
    assert standalone.canonical(value).encode() == text
    assert standalone.parse(text.decode()) == value


def test_names_are_sorted_as_utf_16() -> None:
    assert canonical({"\ue000": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ue000":1}'.encode()
