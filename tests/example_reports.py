"""The shipped examples, read, judged and told once for all tests: nothing of what comes out can be changed."""

from __future__ import annotations

from datetime import date
from functools import cache

from conftest import ROOT, TODAY
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.packs import load_pack
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.render.json_ import to_json
from scalecheck.report import Report, make_report
from scalecheck.words import load_words

__all__ = ["CASES", "EXAMPLES", "assessment_of", "json_of", "product_of", "report_on"]

EXAMPLES = ("mvp", "pmf", "growth", "maturity", "gaps")
CASES = tuple(f"cases/{path.stem}" for path in sorted((ROOT / "examples" / "cases").glob("*.yaml")))
"""The examples by their names below `examples`."""


@cache
def product_of(name: str, day: date = TODAY) -> Questionnaire:
    path = f"examples/{name}.yaml"
    return load_questionnaire(parse((ROOT / path).read_bytes(), path), load_pack(), day)


@cache
def assessment_of(name: str, day: date = TODAY) -> Assessment:
    return assess(product_of(name, day), load_pack(), as_of=day)


@cache
def report_on(name: str, day: date = TODAY) -> Report:
    return make_report(assessment_of(name, day), load_pack(), load_words())


@cache
def json_of(name: str) -> str:
    return to_json(report_on(name))
