"""Mutants of files: flipped, cut, swapped, spliced with another, with bytes put in, with numbers in their places."""

import random
import struct
from collections.abc import Iterator


def mutants(whole: bytes, other: bytes, seed: int, count: int) -> Iterator[bytes]:
    """Mutants, none of which is one of the two files.

    Args:
        whole: what is changed.
        other: a file of the same kind, with which it is spliced.
        seed: the same one makes the same mutants.
        count: how many are tried; one that changed nothing is left out.
    """
    chance, size = random.Random(seed), len(whole)

    def flip() -> bytes:
        at = chance.randrange(size)
        return whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]

    def cut() -> bytes:
        at = chance.randrange(size)
        return whole[:at] + whole[at + chance.randrange(1, 200) :]

    def swap() -> bytes:
        a, b = sorted(chance.sample(range(size), 2))
        long = min(chance.randrange(1, 60), b - a, size - b)
        return whole[:a] + whole[b : b + long] + whole[a + long : b] + whole[a : a + long] + whole[b + long :]

    def splice() -> bytes:
        at = chance.randrange(min(size, len(other)))
        return whole[:at] + other[at:]

    def insert() -> bytes:
        at = chance.randrange(size + 1)
        return whole[:at] + chance.randbytes(chance.randrange(1, 40)) + whole[at:]

    def number() -> bytes:
        at = chance.randrange(size - 4)
        return whole[:at] + struct.pack("<I", chance.choice([0, 1, 2**16, 2**31, 2**32 - 1])) + whole[at + 4 :]

    for _ in range(count):
        mutant = chance.choice([flip, flip, cut, swap, splice, insert, number])()
        if mutant not in (whole, other):
            yield mutant
