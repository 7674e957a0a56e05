"""The words of a language that tell which way a clause looks, as its grammar file lists them under [cues]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cues:
    """Word lists by name; a name the file does not have is an empty list."""

    words: Mapping[str, frozenset[str]]
    telling: frozenset[str] = field(repr=False)
    past_endings: tuple[str, ...]
    genitive: tuple[str, ...]
    present_endings: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Sequence[str]]) -> "Cues":
        words = {name: frozenset(those) for name, those in data.items()}
        named = [word for name in ("future", "ahead", "past", "boundary") for word in data.get(name, ())]
        looks = [word.partition(" ")[0] for word in named]
        endings = tuple(data.get("past_endings", ()))
        genitive, present = tuple(data.get("genitive", ())), tuple(data.get("present_endings", ()))
        return cls(words, frozenset(looks), endings, genitive, present)

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words.get(name, frozenset())

    def may_tell(self, word: str) -> bool:
        """Quick look: False for the many words that say nothing of direction."""
        return word in self.telling or word.endswith(self.past_endings)
