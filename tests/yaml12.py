"""YAML 1.2 with the types of its core schema, as editors and other tools read our files. None of it is ours."""

from __future__ import annotations

from typing import Any, ClassVar

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.resolver import implicit_resolvers

__all__ = ["loaded", "quickly_loaded"]


class _Core(SafeConstructor):
    """The core schema has no days: they stay text."""


_Core.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def loaded(text: str) -> Any:
    """What an independent loader makes of a text. A key that stands twice is an error."""
    loader = YAML(typ="safe", pure=True)
    loader.Constructor = _Core
    return loader.load(text)


class _Quick(yaml.CSafeLoader):
    """Tells the types apart as that loader does."""

    yaml_implicit_resolvers: ClassVar = {}


for _versions, _tag, _pattern, _first in implicit_resolvers:
    if (1, 2) in _versions and not _tag.endswith((":timestamp", ":value")):
        _Quick.add_implicit_resolver(_tag, _pattern, _first)


def quickly_loaded(text: str) -> Any:
    """The same for long files that are sound, by libyaml, more than ten times as quickly."""
    return yaml.load(text, _Quick)
