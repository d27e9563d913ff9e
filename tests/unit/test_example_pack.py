"""The worked pack under `examples/packs`: another public checklist, in this format and in our own words."""

from __future__ import annotations

import pytest

from conftest import ROOT, TODAY
from scalecheck.assessment import Assessment, assess
from scalecheck.cases import run_cases
from scalecheck.document import read
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import load_questionnaire

FOLDER = ROOT / "examples" / "packs" / "production-readiness"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


@pytest.fixture(scope="module")
def checkout(pack: Pack) -> Assessment:
    product = load_questionnaire(read(ROOT / "examples" / "packs" / "checkout.yaml"), pack, TODAY)
    return assess(product, pack, as_of=TODAY)


def test_its_cases_pass(pack: Pack) -> None:
    assert not [result for result in run_cases(pack) if not result.passed]


def test_it_stands_alone_and_names_its_source_and_license(pack: Pack) -> None:
    assert (pack.bases, pack.overrides, pack.disabled) == ((), (), ())
    (source,) = pack.sources
    assert "MIT License" in source.title
    assert source.url == "https://github.com/mercari/production-readiness-checklist"
    assert all(practice.references == (source.id,) for practice in pack.practices)


def test_each_level_asks_for_everything_that_the_one_before_asks(pack: Pack) -> None:
    before: set[str] = set()
    for phase in Phase:
        required = {practice.id for practice in pack.required(phase)}
        assert before < required
        before = required


def test_the_promise_points_to_the_level(checkout: Assessment) -> None:
    assert (checkout.declared, checkout.indication.phase) == (Phase.GROWTH, Phase.MATURITY)
    assert [item.rule for item in checkout.cautions if item.outcome == "fail"] == [
        "observability.promise-without-people"
    ]
