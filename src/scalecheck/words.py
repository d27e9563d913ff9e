"""The words of reports: one catalog of texts, so that an edition in another language is another catalog."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scalecheck import document
from scalecheck.frozen import Frozen
from scalecheck.resources import bundled
from scalecheck.stored import stored

__all__ = ["Words", "load_words", "read_texts"]


class Words(Frozen):
    """Texts by key. Calling it fills one in: `words("ladder.lacks", count=3)`."""

    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with the values filled in; with a `count`, its `.one` or `.other` form when it has them."""
        if "count" in values:
            form = f"{key}.{'one' if values['count'] == 1 else 'other'}"
            key = form if form in self.texts else key
        return self.texts[key].format_map(values) if values else self.texts[key]

    def has(self, key: str) -> bool:
        """Whether there is a text for `key`, in one form or two."""
        return key in self.texts or f"{key}.other" in self.texts


@cache
def load_words() -> Words:
    """The shipped catalog."""
    source = bundled("templates") / "words.yaml"
    return Words(stored(source) or read_texts(source))


def read_texts(source: Path) -> Mapping[str, str]:
    """The texts of a catalog, read from its file."""
    root = document.read(source).root
    assert isinstance(root, document.Mapping)
    return {key: node.text for key, node in root.items.items() if isinstance(node, document.Scalar)}
