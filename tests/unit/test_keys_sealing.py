"""Seals: one holder, good keys only, heads read before anything else, a bound on work."""

from __future__ import annotations

import time

import pytest
from nacl.bindings import crypto_scalarmult
from nacl.exceptions import RuntimeError as NaclRuntimeError
from nacl.utils import random

from parley.cables.primitives.age_header import (
    MOST_HEADER,
    MOST_WORK,
    require_one_holder,
    require_work,
    stanzas,
)
from parley.cables.primitives.sealing import (
    new_sealing_secret,
    point_of,
    recipient_of,
    require_good_recipient,
    seal,
    seal_by_passphrase,
    unseal,
    unseal_by_passphrase,
)
from parley.kernel.errors import Refused
from tests.twins.age_literal import by_key, by_passphrase, encode_bech32, written
from tests.unit.key_support import PASSPHRASE, sealed_cheaply

_P = 2**255 - 19
_EIGHT = (
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
)
#: All 12 encodings of points of small order (Bernstein, "A state-of-the-art Diffie-Hellman
#: function"): five points, and other numbers for the same, of which five have the highest bit.
SMALL = (
    *(0, 1, *_EIGHT, _P - 1),
    *(_P, _P + 1, _P + _EIGHT[0], _P + _EIGHT[1]),
    *(2 * _P - 1, 2 * _P, 2 * _P + 1),
)
#: Made for these tests: a secret, its public key, and what was sealed to it.
SECRET = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN"
PUBLIC = "age15nsf9y4k28p83wth93tf7hafhvfajp45d2mge80ems45gz0c5gys3me64l"
SEALED = (
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e2058323535313920542f763857306f6c692f643470"
    "546d5754534b6c734555424b4f6e4c56784d5156783638557961306848410a517a50744d66356b394f6d596a2f"
    "434a6a363533496e6555477635706a417976377871384f5157334355340a2d3e203f25642d677265617365204c"
    "5d2f2c71224d44204a3f0a432f516d316f414b7632596b31377443764d706341416265457141566f4356423475"
    "356331625a78515479364b616c645a6f75444f7859534d457252376e6b0a2d2d2d20576c6547714f6a43574d2f"
    "714b347968724b325457366f447676504959726f4d4b563838556e366d5341510a558ff5c81be6b7adc12fbc38"
    "5b0ed1073663cd894dbc93787c50582e7058862b80fd60db4f989a02c1e2909587040671381e1188937ce1"
)


def test_a_file_of_yesterday_is_opened() -> None:
    """A fixed secret, its key, and a fixed file sealed to it."""
    assert recipient_of(SECRET) == PUBLIC
    assert unseal(bytes.fromhex(SEALED), SECRET) == b"four copies are printed"


def test_what_is_sealed_is_opened_by_its_holder_alone() -> None:
    """Every seal differs; another secret opens none; an older secret is found among several."""
    mine, other = new_sealing_secret(), new_sealing_secret()
    one, again = (seal(b"text", recipient_of(mine)) for _ in range(2))
    assert one != again
    assert unseal(one, mine) == unseal(one, other, mine) == b"text"
    with pytest.raises(Refused, match="your keys do not open"):
        unseal(one, other)
    with pytest.raises(Refused, match="changed or is not whole"):
        unseal(one[:-1], mine)


def test_the_library_reads_what_the_specification_says() -> None:
    """A file written step by step is opened, and its point is the key's."""
    secret = new_sealing_secret()
    point, file_key = point_of(recipient_of(secret)), random(16)
    assert encode_bech32("age", point) == recipient_of(secret)
    assert unseal(written(b"text", file_key, [by_key(file_key, point)]), secret) == b"text"


@pytest.mark.parametrize("value", SMALL)
def test_a_key_of_small_order_is_refused(value: int) -> None:
    """Whatever the secret, what is shared with it is the same: nothing may be sealed to it."""
    point = value.to_bytes(32, "little")
    if value < 2**255:  # the highest bit is passed over by some programs, and counts in others
        with pytest.raises(NaclRuntimeError):  # libsodium finds that nothing is shared
            crypto_scalarmult(random(32), point)
    recipient = encode_bech32("age", point)
    assert point_of(recipient) == point
    for refusing in (require_good_recipient, lambda key: seal(b"text", key)):
        with pytest.raises(Refused, match="large order"):
            refusing(recipient)


def test_the_list_of_small_points_is_whole() -> None:
    """Twelve encodings, as in the literature."""
    assert len(set(SMALL)) == 12
    assert sum(value < 2**255 for value in SMALL) == 7
    assert {value % _P for value in SMALL} == {0, 1, *_EIGHT, _P - 1}


@pytest.mark.parametrize("value", [_P + 2, _P + 18, 2**255 + 9, 2**256 - 1])
def test_a_second_form_of_a_point_is_refused(value: int) -> None:
    """Numbers beyond the field, and the bit that X25519 does not look at."""
    recipient = encode_bech32("age", value.to_bytes(32, "little"))
    with pytest.raises(Refused, match="only form"):
        require_good_recipient(recipient)


def test_a_good_point_is_taken() -> None:
    """The base point itself, and keys that were made by chance."""
    require_good_recipient(encode_bech32("age", (9).to_bytes(32, "little")))
    for _ in range(20):
        require_good_recipient(recipient_of(new_sealing_secret()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        PUBLIC.upper(),
        PUBLIC[:-1],
        PUBLIC[:-1] + ("q" if PUBLIC[-1] != "q" else "p"),
        f" {PUBLIC}",
        f"{PUBLIC}\n",
        encode_bech32("age", bytes(31)),
        encode_bech32("agf", bytes(32)),
        SECRET,
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    """Another case, length, prefix, check or white space."""
    with pytest.raises(Refused, match="sealing key: expected `age1`"):
        require_good_recipient(text)


def test_what_is_no_secret_is_refused_and_not_shown() -> None:
    """The message does not repeat it: it may be one with a slip."""
    with pytest.raises(Refused) as caught:
        recipient_of(SECRET[:-1])
    assert SECRET[20:40] not in str(caught.value)


def hostile_heads() -> dict[str, bytes]:
    """Heads that only a parser before the library keeps out; their checks are right."""
    file_key, point = random(16), point_of(PUBLIC)
    mine, scrypt = by_key(file_key, point), by_passphrase(file_key, PASSPHRASE, 1)
    grease = "-> x-grease\n\n"
    whole = written(b"", file_key, [mine])
    return {
        "two holders": written(b"", file_key, [mine, by_key(file_key, point)]),
        "a passphrase": written(b"", file_key, [scrypt]),
        "a key and a passphrase": written(b"", file_key, [mine, scrypt]),
        "nobody": written(b"", file_key, [grease]),
        "nothing at all": written(b"", file_key, []),
        "an unknown way": written(b"", file_key, [mine.replace("X25519", "X448")]),
        "two of grease": written(b"", file_key, [mine, grease, grease]),
        "two shares": written(b"", file_key, [mine.replace("X25519 ", "X25519 AAAA ")]),
        "a long body": written(b"", file_key, [mine + "-> x-grease\n" + "A" * 65 + "\n"]),
        "a head without end": whole[:60] + b"\n" * MOST_HEADER,
        "a long head": written(b"", file_key, [mine, "-> x-grease\n" + ("A" * 64 + "\n") * 40]),
        "blanks": whole.replace(b"X25519 ", b"X25519  ", 1),
        "line ends of Windows": whole.replace(b"\n", b"\r\n", 2),
        "letters": b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        "another version": whole.replace(b"/v1", b"/v2", 1),
        "empty": b"",
        "torn": whole[:70],
    }


@pytest.mark.parametrize("name", hostile_heads())
def test_a_copy_has_one_holder(name: str) -> None:
    """Everything else is refused before the library sees it."""
    with pytest.raises(Refused, match="sealed file: expected"):
        unseal(hostile_heads()[name], SECRET)


def test_the_stanza_that_opens_nothing_is_passed_over() -> None:
    """The library adds one, so that readers learn to skip; one is let through."""
    sealed = seal(b"text", PUBLIC)
    require_one_holder(sealed)
    kinds = [one.kind for one in stanzas(sealed)]
    assert kinds[0] == "X25519"
    assert all(kind.endswith("-grease") for kind in kinds[1:])


@pytest.mark.parametrize("work", ["22", "63", "99", "0", "010", "100", "-1", "1e1", "x"])
def test_work_above_the_bound_is_refused_at_once(work: str) -> None:
    """No file decides how long this machine works, and in how much memory."""
    sealed = sealed_cheaply(b"text").replace(b" 10\n", f" {work}\n".encode(), 1)
    before = time.process_time()
    with pytest.raises(Refused, match="rounds of scrypt"):
        unseal_by_passphrase(sealed, PASSPHRASE)
    assert time.process_time() - before < 0.1


def test_a_passphrase_stands_alone() -> None:
    """A file that a key opens as well, or that has two passphrases, is refused."""
    file_key = random(16)
    way = by_passphrase(file_key, PASSPHRASE, 1)
    for ways in ([way, by_key(file_key, point_of(PUBLIC))], [way, way], [way, "-> x-grease\n\n"]):
        with pytest.raises(Refused, match="a passphrase alone"):
            require_work(written(b"", file_key, ways))


def test_a_passphrase_opens_what_it_sealed_and_costs_what_it_may() -> None:
    """By the library itself: within the bound, and no less than 2^14 rounds."""
    sealed = seal_by_passphrase(b"text", PASSPHRASE)
    assert 14 <= require_work(sealed) <= MOST_WORK
    assert unseal_by_passphrase(sealed, PASSPHRASE) == b"text"


def test_a_passphrase_may_have_letters_with_marks() -> None:
    """Keyboards and systems write them in two ways; both open it."""
    sealed = sealed_cheaply(b"text", "za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105")
    assert unseal_by_passphrase(sealed, "zaz\u0307o\u0301\u0142c\u0301 ge\u0328s\u0301la\u0328")
    with pytest.raises(Refused, match="got another"):
        unseal_by_passphrase(sealed, "zazolc gesla")


def test_a_short_passphrase_is_refused() -> None:
    """Whoever finds the file can try a million of those."""
    with pytest.raises(Refused, match="at least 12 characters, got 6"):
        seal_by_passphrase(b"text", "secret")
