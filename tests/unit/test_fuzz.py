"""No file ends in a traceback: whatever is spoiled in any of them, it is judged and told, or refused with its faults.

Here hypothesis looks for a moment; `tests/fuzz.py` runs the same tests for as long as you like.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, TODAY
from hostile import TEXTS
from scalecheck.assessment import assess
from scalecheck.cases import run_cases
from scalecheck.compare import compare
from scalecheck.condition import (
    Condition,
    Facts,
    Truth,
    by_subject,
    possible,
    representatives,
    smallest_change,
    still_open,
)
from scalecheck.document import Budget, assignment, parse
from scalecheck.errors import InputError, ScalecheckError
from scalecheck.fullyaml import read_full
from scalecheck.gate import judge
from scalecheck.gatereport import GateRun, make_gate_report
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES
from scalecheck.plainyaml import read_plain
from scalecheck.policy import Policy, govern, load_policy
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.render import GATE_RENDERERS, RENDERERS
from scalecheck.render.explain import explain_outcome, explain_rule
from scalecheck.report import make_report
from scalecheck.report.changes import with_changes
from scalecheck.resultfile import load_results
from scalecheck.sheet import Given, read_sheet, with_answers
from scalecheck.view import view_of
from scalecheck.waiver import Waiver, load_waivers
from scalecheck.words import load_words
from sound import ADDED, PACK, POLICY, QUESTIONNAIRE, WAIVERS, bytes_of
from spoiled import VALUES, spoiled, varied

SMALL = load_pack(ROOT / "tests" / "packs" / "small.yaml")
WORDS = load_words()
RULES = (*SMALL.practice, *SMALL.caution)


def read(data: bytes, name: str = "project.yaml") -> Questionnaire:
    return load_questionnaire(parse(data, name), SMALL, TODAY)


def told(
    format: str,
    product: Questionnaire,
    pack: Pack = SMALL,
    waivers: tuple[Waiver, ...] = (),
    policy: Policy = Policy(),
    before: str = "",
) -> str:
    """What a format says about a product; `before` is the result of an earlier run."""
    governed = govern(pack, policy)
    report = make_report(assess(product, governed, as_of=TODAY, waivers=waivers), governed, WORDS)
    earlier = None
    if before:
        (earlier,) = results(before)
        report = with_changes(report, compare(earlier, view_of(report)))
    if format in RENDERERS:
        return RENDERERS[format](report)
    result = judge(assess(product, governed, as_of=TODAY), policy, waivers, earlier, changes=None)
    return GATE_RENDERERS[format.removeprefix("gate ")](
        GateRun(words=WORDS, reports=(make_gate_report(result, governed, WORDS),))
    )


def results(text: str) -> Any:
    with TemporaryDirectory() as folder:
        (path := Path(folder, "result.json")).write_text(text, encoding="utf-8", errors="surrogatepass")
        return load_results(path)


def test_what_is_spoiled_is_sound_before() -> None:
    load_waivers(parse(bytes_of(WAIVERS)), SMALL.practice)
    load_policy(parse(bytes_of(POLICY)), SMALL)
    assert pack_of(PACK, ADDED).practices
    for tree in CONDITIONS:
        assert pack_of(with_condition(tree)).practices


FORMATS = st.sampled_from([*RENDERERS, *(f"gate {name}" for name in GATE_RENDERERS)])
PRODUCT = read(bytes_of(QUESTIONNAIRE))
BEFORE = told("json", PRODUCT)

bounded = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", settings().max_examples)), suppress_health_check=list(HealthCheck)
)


@bounded
@given(tree=spoiled(QUESTIONNAIRE), format=FORMATS)
def test_a_questionnaire(tree: Any, format: str) -> None:
    with suppress(InputError):
        told(format, read(bytes_of(tree)))


YAML_SIGNS = st.text(alphabet="ab1:-[]{}&*!|>'\"#%@`,?\n\t \r\u2028\ufeff~.<=+", max_size=6)


@bounded
@given(st.data())
def test_the_text_of_a_questionnaire(data: st.DataObject) -> None:
    text = (ROOT / "examples" / "mvp.yaml").read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(YAML_SIGNS) + text[start + data.draw(st.integers(0, 6)) :]
    with suppress(InputError):
        parse(text.encode())


@bounded
@given(st.lists(YAML_SIGNS).map("".join) | st.text(max_size=200))
def test_yaml_in_both_ways(text: str) -> None:
    plain = read_plain(text, Budget())
    if plain is not None:
        root, faults = read_full(text, "a.yaml", Budget())
        assert (repr(plain), ()) == (repr(root), faults)


@bounded
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(str.encode) | st.lists(YAML_SIGNS).map("".join).map(str.encode)
)
def test_any_bytes(data: bytes) -> None:
    with suppress(InputError):
        parse(data)


@bounded
@given(key=st.sampled_from([*SMALL.question, "metrics.churn", "x", "targets.churn", ""]), value=st.text() | st.builds(lambda tree: bytes_of(tree).decode(), VALUES))  # fmt: skip
def test_a_value_of_set(key: str, value: str) -> None:
    with suppress(InputError):
        load_questionnaire(parse(bytes_of(QUESTIONNAIRE), "project.yaml"), SMALL, TODAY, [assignment(f"{key}={value}")])


@bounded
@given(tree=spoiled(WAIVERS), format=FORMATS)
def test_waivers(tree: Any, format: str) -> None:
    with suppress(InputError):
        waivers = load_waivers(parse(bytes_of(tree), "waivers.yaml"), SMALL.practice)
        told(format, PRODUCT, waivers=waivers)


@bounded
@given(tree=spoiled(POLICY), format=FORMATS)
def test_a_policy(tree: Any, format: str) -> None:
    with suppress(InputError):
        told(format, PRODUCT, policy=load_policy(parse(bytes_of(tree), "policy.yaml"), SMALL))


def pack_of(*trees: Any) -> Pack:
    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.yaml") for number in range(len(trees))]
        for path, tree in zip(paths, trees, strict=True):
            path.write_bytes(bytes_of(tree))
        return load_pack(*paths)


def use(pack: Pack, format: str) -> None:
    """Everything that is done with a pack that was found to be sound."""
    run_cases(pack)
    for rule in (*pack.practice, *pack.caution):
        explain_rule(pack, rule, WORDS)
    tree = {"product": {"phase": "pmf", "name": "Plot"}, "practices": QUESTIONNAIRE["practices"]}
    with suppress(InputError):
        told(format, load_questionnaire(parse(bytes_of(tree), "p.yaml"), pack, TODAY), pack)


PACKS = (PACK, ADDED)


@bounded
@given(tree=spoiled(PACK) | varied(PACK, PACKS), format=FORMATS)
def test_a_pack(tree: Any, format: str) -> None:
    with suppress(InputError):
        use(pack_of(tree), format)


@bounded
@given(tree=spoiled(ADDED) | varied(ADDED, PACKS), format=FORMATS)
def test_a_pack_on_top_of_another(tree: Any, format: str) -> None:
    with suppress(InputError):
        use(pack_of(PACK, tree), format)


@bounded
@given(tree=spoiled(json.loads(BEFORE)), format=FORMATS)
def test_an_earlier_result(tree: Any, format: str) -> None:
    with suppress(InputError):
        told(format, PRODUCT, before=json.dumps(tree))


@bounded
@given(text=st.text(max_size=200) | st.text(alphabet='[]{}",:0e-+.\\u \n', max_size=80))
def test_any_text_as_a_result(text: str) -> None:
    with suppress(InputError):
        results(text)


CONDITIONS: list[Any] = [
    {"all": [{"answer": "team.size", "at_least": 4}, {"not": {"answer": "product.type", "is": "web"}}]},
    {"any": [{"metric": "churn", "reads": "good"}, {"metric": "users", "above": {"metric": "cac"}}]},
    {"at_least": 2, "of": [{"answered": "team.size"}, {"unanswered": "symptoms"}, {"phase": {"at_least": "pmf"}}]},
    {"all": [{"answer": "team.services", "between": [1, 5]}, {"answer": "symptoms", "includes": "slow"}]},
    {"any": [{"answer": "product.type", "in": ["web"]}, {"answer": "product.keeps_data", "is_not": "yes"}]},
    {"all": [{"practice": "safety.backups", "is": "fail"}, {"phase": {"in": ["mvp"]}}, {"phase": "growth"}]},
]
KNOWN: dict[str, Any] = {"team.size": 3, "product.type": "web", "symptoms": ("slow",), "metrics.users": 5, "metrics.cac": 0.5, "team.services": "n/a"}  # fmt: skip


def explored(condition: Condition) -> None:
    """Everything that is asked of a condition, on any facts."""
    looking = by_subject(condition)
    domains = {subject: representatives(looking[subject]) for subject in sorted(looking)[:3]}
    possible(condition, domains)
    for phase, values in product(
        PHASES[:2], ({}, KNOWN, *({name: value} for name in domains for value in domains[name]))
    ):
        facts = Facts(
            phase, values, {"churn": "good"}, {"signal.low-churn": Truth.TRUE, "practice.safety.backups": "fail"}
        )
        truth = condition.truth(facts)
        assert condition.explain(facts).truth is truth
        assert not still_open(condition, facts) or truth is Truth.UNKNOWN
        smallest_change(condition, facts, truth is not Truth.TRUE)


def with_condition(tree: Any) -> Any:
    return {**PACK, "cautions": [{**PACK["cautions"][0], "warn_when": tree}]}


NESTED = st.recursive(
    st.sampled_from([leaf for tree in CONDITIONS for leaf in (tree.get("all") or tree.get("any") or tree["of"])]),
    lambda inner: st.builds(lambda way, parts: {way: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=4))
    | st.builds(lambda part: {"not": part}, inner)
    | st.builds(lambda least, parts: {"at_least": least, "of": parts}, st.integers(1, 3), st.lists(inner, min_size=2, max_size=4)),
    max_leaves=8,
)  # fmt: skip


@bounded
@given(
    tree=st.sampled_from(CONDITIONS).flatmap(spoiled) | NESTED.flatmap(lambda tree: varied(tree, (*CONDITIONS, PACK)))
)
def test_a_condition(tree: Any) -> None:
    with suppress(InputError):
        explored(pack_of(with_condition(tree)).caution["shape.many-services"].warn_when)


@bounded
@given(tree=spoiled(QUESTIONNAIRE), key=st.sampled_from([*SMALL.question, "metrics.churn"]), value=st.sampled_from([*TEXTS, "yes", "no", "3", "n/a", "unknown"]), reason=st.sampled_from(["", *TEXTS]))  # fmt: skip
def test_an_answer_put_into_a_file(tree: Any, key: str, value: str, reason: str) -> None:
    with suppress(ScalecheckError):
        sheet = read_sheet(bytes_of(tree), "project.yaml", SMALL, TODAY)
        filled = with_answers(sheet, {key: Given(value, reason)}, SMALL, TODAY)
        assert sheet.questionnaire.answers.keys() <= filled.questionnaire.answers.keys()


@bounded
@given(tree=spoiled(QUESTIONNAIRE), rule=st.sampled_from(RULES))
def test_the_story_of_a_rule(tree: Any, rule: str) -> None:
    with suppress(InputError):
        explain_outcome(assess(read(bytes_of(tree)), SMALL, as_of=TODAY), SMALL, rule, WORDS)
