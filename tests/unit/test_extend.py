"""One pack on top of another: what it adds, changes and leaves out, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TODAY
from each import each
from scalecheck.assessment import assess
from scalecheck.cases import run_cases
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import load_questionnaire
from scalecheck.report import make_report
from scalecheck.view import view_of
from scalecheck.words import load_words

SMALL = Path(__file__).parents[1] / "packs" / "small.yaml"
HEAD = "pack: {name: house, version: '2', title: House rules, extends: small}\n"
OWN = """
practices:
- id: safety.locks
  title: Doors are locked
  area: safety
  levels: {mvp: required}
  guide: [maturity.reliability.3]
  after: [safety.backups]
  questions:
  - {id: practices.safety.locks, prompt: "Are the doors locked?", partial: Some are.}
  why: People come in.
  how: [Lock them.]
  verify: Try one.
  effort: S
  impact: 3
  tests:
  - {expect: pass, answers: {practices.safety.locks: yes}}
  - {expect: fail, answers: {practices.safety.locks: no}}
"""
BALANCE = "balances: [{id: growing, title: Growing, sides: [{title: More, metrics: [users]}, {title: Stay, metrics: [users, churn]}], leaning: [a, b], even: c, rule: d}]\n"
ASKING = "signals: [{id: has-borders, title: It has borders, phase: pmf, weight: 1, when: {answer: practices.shape.borders, is: yes}, tests: [{expect: yes, answers: {practices.shape.borders: yes}}, {expect: no, answers: {practices.shape.borders: no}}]}]\n"
WHY = "reason: our auditors ask for it"

Build = Callable[..., Pack]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """The small pack with the text of another one on top."""

    def built(text: str, head: str = HEAD) -> Pack:
        (tmp_path / "house.yaml").write_text(head + text)
        return load_pack(SMALL, tmp_path / "house.yaml")

    return built


def faults(build: Build, text: str, head: str = HEAD) -> list[str]:
    with pytest.raises(InputError) as caught:
        build(text, head)
    return [f"{Path(fault.path).name}:{fault.line}: {fault.key}: {fault.message}" for fault in caught.value.faults]


def test_a_pack_adds_its_rules_to_those_below(build: Build, small: Pack) -> None:
    pack = build(OWN)
    assert pack.practices[:-1] == small.practices
    assert (pack.practices[-1].id, pack.required(Phase.MVP)[-1].id) == ("safety.locks", "safety.locks")
    assert pack.phases == small.phases
    assert all(result.passed for result in run_cases(pack))


def test_a_merged_pack_has_the_name_of_its_top_and_pins_what_is_below(
    build: Build, small: Pack, tmp_path: Path
) -> None:
    pack = build(OWN)
    assert pack.name_and_version == "house 2 on small 0.1"
    assert pack.bases == (small.pin,)
    assert pack.digest not in (small.digest, load_pack(SMALL).digest)
    assert build(OWN + "# a comment\n").digest != pack.digest
    changed = tmp_path / "small.yaml"
    changed.write_bytes(SMALL.read_bytes() + b"# a comment\n")
    assert load_pack(changed, tmp_path / "house.yaml").digest != build(OWN).digest


def test_results_pin_the_whole_stack(build: Build, small: Pack) -> None:
    pack = build(OWN)
    product = load_questionnaire(parse(b"product: {phase: mvp}"), pack, TODAY)
    report = make_report(assess(product, pack, as_of=TODAY), pack, load_words())
    view = view_of(report)
    assert (view.pack.name, view.pack.digest) == ("house", pack.digest)
    assert [(item.name, item.digest) for item in view.pack.bases] == [("small", small.digest)]
    assert "house 2 on small 0.1" in report.edition


def test_levels_targets_and_texts_are_overridden_with_a_reason(build: Build, small: Pack) -> None:
    pack = build(
        "overrides:\n"
        f"- {{id: shape.borders, levels: {{pmf: required, growth: none}}, why: The audit asks., {WHY}}}\n"
        f"- {{id: churn, targets: {{growth: [0.01, 0.02]}}, {WHY}}}\n"
        f"- {{id: practices.testing.e2e, help: See the wiki., {WHY}}}\n"
        f"- {{id: shape.many-services, severity: info, {WHY}}}\n"
    )
    borders, churn = pack.practice["shape.borders"], pack.metric["churn"]
    assert (borders.levels, borders.why) == ({Phase.PMF: "required"}, "The audit asks.")
    assert borders.how == small.practice["shape.borders"].how
    assert (churn.targets[Phase.PMF], churn.targets[Phase.GROWTH]) == ((0.05, 0.1), (0.01, 0.02))
    assert pack.question["practices.testing.e2e"].help == "See the wiki."
    assert pack.caution["shape.many-services"].severity == "info"
    assert [item.reason for item in pack.overrides] == ["our auditors ask for it"] * 4


def test_questions_of_one_practice_are_overridden_together_and_with_the_practice(build: Build, small: Pack) -> None:
    pack = build(
        "overrides:\n"
        f"- {{id: practices.testing.unit, help: See the wiki., {WHY}}}\n"
        f"- {{id: tests.layers, why: The audit asks., {WHY}}}\n"
        f"- {{id: practices.testing.e2e, prompt: And from end to end?, {WHY}}}\n"
    )
    layers = pack.practice["tests.layers"]
    told = [(question.id, question.prompt, question.help) for question in layers.questions]
    assert told == [
        ("practices.testing.unit", "Are there unit tests?", "See the wiki."),
        ("practices.testing.e2e", "And from end to end?", ""),
    ]
    assert layers.why == "The audit asks."
    assert list(pack.practice) == list(small.practice)


def test_new_targets_lose_the_authority_of_the_source(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    text = f"overrides:\n- {{id: lcp_ms, targets: {{growth: [1000, 2000]}}, {WHY}}}\n"
    path.write_text(HEAD.replace("small", "guide") + text)
    before, after = load_pack().metric["lcp_ms"], load_pack(path).metric["lcp_ms"]
    assert (before.basis, after.basis) == ("cited", "house")
    assert after.targets[Phase.GROWTH] == (1000, 2000)


def test_what_is_left_out_disappears_from_every_list(build: Build) -> None:
    pack = build(f"disabled:\n- {{id: tests.layers, {WHY}}}\n- {{id: safety.backups, {WHY}}}\n")
    assert list(pack.practice) == ["shape.borders"]
    assert "practices.testing.unit" not in pack.question
    assert pack.challenges[0].remedies == ("shape.borders",)
    assert [item.id for item in pack.disabled] == ["tests.layers", "safety.backups"]


def test_a_practice_that_is_left_out_no_longer_speaks_for_a_balance_or_suits_a_band(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(HEAD.replace("small", "guide") + f"disabled:\n- {{id: quality.coding-standards, {WHY}}}\n")
    pack = load_pack(path)
    named = {rule for balance in pack.balances for side in balance.sides for rule in side.practices}
    assert "quality.comprehensive-tests" in named
    assert "quality.coding-standards" not in named | {rule for band in pack.bands for rule in band.practices}


def test_a_balance_without_numbers_needs_none(build: Build) -> None:
    silent = BALANCE.replace("metrics: [users]", "metrics: []")
    pack = build(f"{silent}disabled:\n- {{id: shape.borders, {WHY}}}\n")
    assert "shape.borders" not in pack.practice


def test_a_rule_can_be_replaced_by_one_that_asks_the_same_questions(build: Build) -> None:
    own = OWN.replace("practices.safety.locks", "practices.safety.backups").replace("  after: [safety.backups]\n", "")
    pack = build(own + f"disabled:\n- {{id: safety.backups, {WHY}}}\n")
    assert pack.practice_of["practices.safety.backups"].id == "safety.locks"


@each(
    ("text", "fault"),
    [
        (f"overrides:\n- {{id: shape.border, levels: {{pmf: required}}, {WHY}}}\n", "house.yaml:3: id: shape.border is not in small 0.1 (did you mean shape.borders?)"),
        (f"disabled:\n- {{id: chrun, {WHY}}}\n", "house.yaml:3: id: chrun is not in small 0.1 (did you mean churn?)"),
        ("overrides:\n- {id: shape.borders, levels: {pmf: required}}\n", "house.yaml:3: overrides[0].reason: is missing"),
        ("disabled:\n- {id: churn}\n", "house.yaml:3: disabled[0].reason: is missing"),
        ("disabled:\n- {id: users, reason: no}\n", "house.yaml:3: reason: must say why in at least 10 characters"),
        (f"overrides:\n- {{id: shape.borders, {WHY}}}\n", "house.yaml:3: id: changes nothing; say what, such as levels: or why:"),
        (f"overrides:\n- {{id: shape.borders, targets: {{pmf: [1, 2]}}, {WHY}}}\n", "house.yaml:3: targets: is nothing that a practice has"),
        (f"overrides:\n- {{id: shape.borders, colour: red, {WHY}}}\n", "house.yaml:3: overrides[0].colour: is not a known key"),
        (f"overrides:\n- {{id: shape.borders, levels: {{pmf: must}}, {WHY}}}\n", "house.yaml:3: overrides[0].levels.pmf: must be one of required, recommended, optional, none"),
        (f"overrides:\n- {{id: churn, targets: {{growth: [0.9, 0.1]}}, {WHY}}}\n", "house.yaml:3: targets.growth: target of growth is not in the order of direction down [metric churn]"),
        (f"overrides:\n- {{id: shape.borders, why: '', {WHY}}}\n", "house.yaml:3: why: why must not be empty [practice shape.borders]"),
        (f"overrides:\n- {{id: safety.backups, levels: {{mvp: none}}, {WHY}}}\n", "house.yaml:3: after: safety.backups is first asked for in pmf, later than this practice (mvp) [practice safety.backups]"),
        (f"disabled:\n- {{id: churn, {WHY}}}\n", "house.yaml:3: id: churn is needed by signal low-churn; leave that out too"),
        (f"{ASKING}disabled:\n- {{id: shape.borders, {WHY}}}\n", "house.yaml:4: id: shape.borders is needed by signal has-borders; leave that out too, or make it optional with overrides:"),
        (f"disabled:\n- {{id: team.services, {WHY}}}\n", "house.yaml:3: id: team.services is needed by caution shape.many-services; leave that out too"),
        (f"{BALANCE}disabled:\n- {{id: users, {WHY}}}\n", "house.yaml:4: id: users is needed by balance growing; leave that out too"),
        (f"disabled:\n- {{id: low-churn, {WHY}}}\n", "house.yaml:3: id: low-churn is needed by gate pmf; leave that out too"),
        (f"overrides:\n- {{id: churn, title: C, {WHY}}}\n- {{id: churn, title: D, {WHY}}}\n", "house.yaml:4: id: churn is already defined at"),
        (f"disabled:\n- {{id: users, {WHY}}}\noverrides:\n- {{id: users, title: U, {WHY}}}\n", "house.yaml:5: id: users is left out under disabled:"),
        (OWN.replace("safety.locks\n", "safety.backups\n"), "house.yaml:4: id: safety.backups is already in small 0.1; change it under overrides:"),
        (OWN.replace("practices.safety.locks", "practices.safety.backups"), "house.yaml:4: id: practices.safety.backups is already in small 0.1; change it under overrides:"),
        (OWN.replace("[safety.backups]", "[safety.backup]"), "house.yaml:9: after: safety.backup is not a known practice (did you mean safety.backups?) [practice safety.locks]"),
        ("metrics:\n- {id: users.new, title: N, prompt: n?, area: safety, unit: users, bounds: [0, 9], direction: info, definition: d, basis: house}\n", "house.yaml:3: id: metrics.users.new stands below metrics.users, which is itself a question [metric users.new]"),
    ],
)  # fmt: skip
def test_what_a_pack_on_top_may_not_say(build: Build, text: str, fault: str) -> None:
    found = faults(build, text)
    assert any(line.startswith(fault) for line in found), found


def test_all_faults_of_a_merge_come_at_once(build: Build) -> None:
    text = "overrides:\n- {id: a, title: A, reason: x}\ndisabled:\n- {id: b, reason: x}\n"
    assert [line.split(":")[1] for line in faults(build, text)] == ["3", "3", "5", "5"]


@each(
    ("heads", "fault"),
    [
        ({"a": "guid"}, "a.yaml: extends: guid is not a pack that is in use (did you mean guide?)"),
        ({"a": "elsewhere"}, "a.yaml: extends: elsewhere is not a pack that is in use; give its path too"),
        ({"a": "b", "b": "a"}, "a.yaml: extends: goes in a circle"),
        ({"a": "a"}, "a.yaml: extends: goes in a circle"),
        ({"a": "", "b": ""}, "b.yaml: extends: is missing: only one of the packs in use can stand alone"),
        ({"a": "guide", "b": ""}, "b.yaml: extends: is missing: only one of the packs in use can stand alone"),
    ],
)
def test_packs_that_do_not_fit_together(heads: dict[str, str], fault: str, tmp_path: Path) -> None:
    for name, base in heads.items():
        (tmp_path / f"{name}.yaml").write_text(f"pack: {{name: {name}, version: '1', title: T, extends: '{base}'}}\n")
    with pytest.raises(InputError) as caught:
        load_pack(*(tmp_path / f"{name}.yaml" for name in heads))
    assert fault in [f"{Path(item.path).name}: {item.key}: {item.message}" for item in caught.value.faults]


def test_two_packs_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(HEAD)
    with pytest.raises(InputError, match="name: is the name of two packs"):
        load_pack(SMALL, tmp_path / "a.yaml", tmp_path / "b.yaml")


def test_packs_are_stacked_in_their_order_and_each_after_the_one_that_it_extends(tmp_path: Path) -> None:
    for name, base in (("top", "middle"), ("middle", "small"), ("side", "small")):
        (tmp_path / f"{name}.yaml").write_text(f"pack: {{name: {name}, version: '1', title: T, extends: {base}}}\n")
    pack = load_pack(*(tmp_path / f"{name}.yaml" for name in ("top", "side", "middle")), SMALL)
    assert pack.name_and_version == "top 1 on middle 1 on side 1 on small 0.1"


def test_a_pack_on_the_guide_is_read_again_only_when_a_file_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(HEAD.replace("small", "guide"))
    first = load_pack(path)
    assert load_pack(path) is first
    path.write_text(HEAD.replace("small", "guide") + "# changed\n")
    assert load_pack(path) is not first
