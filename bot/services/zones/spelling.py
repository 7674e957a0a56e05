"""How names are written so that they can be compared: "São Paulo" and "sao-paulo" are one."""

import re
import unicodedata

_APART = re.compile(r"[\W_]+")


def spelling(name: str) -> str:
    """The letters alone, small and without accents, with single spaces between words.

    >>> spelling("Köln"), spelling("SAO-Paulo"), spelling("Washington, D.C.")
    ('koln', 'sao paulo', 'washington d c')
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _APART.sub(" ", plain).strip()
