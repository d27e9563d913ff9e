"""What a pack may not say. Each case breaks the small pack in one place and names the one fault that must come of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from each import each
from scalecheck.errors import InputError
from scalecheck.packfile import read_pack
from scalecheck.packs import load_pack

SMALL = (Path(__file__).parents[1] / "packs" / "small.yaml").read_text(encoding="utf-8")


def faults(tmp_path: Path, old: str, new: str) -> list[str]:
    assert SMALL.count(old) >= 1, old
    path = tmp_path / "pack.yaml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_pack(path)
    return [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]


CAUTION = "warn_when: {answer: team.services, at_least: 4}"
BACKUPS = "  effort: S\n  impact: 5\n  critical: true\n"
BORDERS = "  guide: [growth.patterns.1]\n"


@each(
    ("old", "new", "fault"),
    [
        # conditions
        (CAUTION, "warn_when: {answer: team.servces, at_least: 4}", "warn_when: team.servces is not a known question (did you mean team.services?) [caution shape.many-services]"),
        (CAUTION, "warn_when: {metric: chrun, above: 0.1}", "warn_when: chrun is not a known metric (did you mean churn?) [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: team.services, is: 4}", "warn_when: is does not fit team.services (whole); use at_least, at_most, above, below, between [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: product.type, at_least: 4}", "warn_when: at_least does not fit product.type (choice); use is, is_not, in, not_in [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: product.type, is: wep}", "warn_when: product.type is never wep; it can be web, app [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: product.keeps_data, is: partial}", "warn_when: product.keeps_data is never partial; it can be yes, no [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: team.services, at_least: 4000}", "warn_when: team.services is never 4000; it lies from 0 to 1000 [caution shape.many-services]"),
        (CAUTION, "warn_when: {metric: users, reads: good}", "warn_when: users is never judged, so it has no reading [caution shape.many-services]"),
        (CAUTION, "warn_when: {metric: churn, reads: fine}", "warn_when: reads must be one of good, watch, bad [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: product.name, is: x}", "warn_when: is does not fit product.name (text); it cannot be compared [caution shape.many-services]"),
        (CAUTION, "warn_when: {answered: team.sise}", "warn_when: team.sise is not a known question (did you mean team.size?) [caution shape.many-services]"),
        (CAUTION, "warn_when: {signal: low-churn}", "warn_when: signal: cannot be used here [caution shape.many-services]"),
        (CAUTION, "warn_when: {practice: safety.backup, is: fail}", "warn_when: safety.backup is not a known practice (did you mean safety.backups?) [caution shape.many-services]"),
        (CAUTION, "warn_when: {answer: team.services, at_least: 0}", "warn_when: warn_when can never be false, whatever is answered [caution shape.many-services]"),
        (CAUTION, "warn_when: {all: [{answer: team.services, above: 5}, {answer: team.services, below: 4}]}", "warn_when: warn_when can never be true, whatever is answered [caution shape.many-services]"),
        (CAUTION, f"{CAUTION}\n  not_yet: {{title: Services, of: [team.service]}}", "not_yet: team.service is not a known answer of its warn_when (did you mean team.services?) [caution shape.many-services]"),
        # what the pack as a whole needs
        ("product.phase, kind: choice,", "product.phase, kind: choices,", "needs a question product.phase, a choice of mvp, pmf, growth, maturity"),
        # the grammar itself
        (CAUTION, "warn_when: {all: []}", "cautions[0].warn_when.all: must be a list with at least one condition"),
        (CAUTION, "warn_when: {al: [{answer: team.size, above: 3}]}", "cautions[0].warn_when: must have exactly one of all, any, not, of, answer, metric, phase, answered, unanswered, signal, gate, practice; it has none (did you mean all?)"),
        (CAUTION, "warn_when: {answer: team.size, abov: 3}", "cautions[0].warn_when.abov: is not part of this condition (did you mean above?)"),
        (CAUTION, "warn_when: {answer: team.size}", "cautions[0].warn_when: must have exactly one of is, is_not, in, not_in, at_least, at_most, above, below, between, includes"),
        (CAUTION, "warn_when: {answer: team.size, between: [9, 3]}", "cautions[0].warn_when.between: must be two numbers, the lower one first"),
        (CAUTION, "warn_when: {answer: team.size, above: many}", "cautions[0].warn_when.above: must be a number, not 'many'"),
        (CAUTION, "warn_when: {at_least: 3, of: [{answer: team.size, above: 3}]}", "cautions[0].warn_when.at_least: must be a whole number from 1 to 1"),
        (CAUTION, "warn_when: {phase: groth}", "cautions[0].warn_when.phase: must be one of mvp, pmf, growth, maturity (did you mean growth?)"),
        (CAUTION, "warn_when: yes", "cautions[0].warn_when: must be a condition such as {answer: team.size, at_least: 10}"),
        # practices
        ("  after: [safety.backups]", "  after: [shape.borders]", "after: shape.borders is first asked for in pmf, later than this practice (mvp) [practice tests.layers]"),
        ("  after: [safety.backups]", "  after: [safety.backup]", "after: safety.backup is not a known practice (did you mean safety.backups?) [practice tests.layers]"),
        (BACKUPS, f"{BACKUPS}  after: [tests.layers]\n", "after: goes in a circle: safety.backups > tests.layers > safety.backups [practice safety.backups]"),
        (BORDERS, f"{BORDERS}  require: {{answer: practices.shape.borders, is: no}}\n", "require: a better answer to practices.shape.borders makes it worse [practice shape.borders]"),
        (BORDERS, f"{BORDERS}  require: {{not: {{answer: practices.shape.borders, in: [yes, partial]}}}}\n", "require: a better answer to practices.shape.borders makes it worse [practice shape.borders]"),
        (BORDERS, f"{BORDERS}  require: {{metric: churn, reads: bad}}\n", "require: a better reading of churn makes it worse [practice shape.borders]"),
        (BORDERS, "", "references: are missing: name a source or a point of the guide [practice shape.borders]"),
        (BORDERS, f"{BORDERS}  references: [nowhere]\n", "references: nowhere is not a known source [practice shape.borders]"),
        (BORDERS, f"{BORDERS}  valid_for: 0\n", "valid_for: must be from 1 to 3,650 days [practice shape.borders]"),
        ("Are borders checked?\", partial: Some.", "Are borders checked?\", partial: Some., valid_for: 9999", "must be from 1 to 3,650 days [question practices.shape.borders]"),
        ("area: shape\n  levels", "area: shap\n  levels", "area: shap is not a known area (did you mean shape?) [practice shape.borders]"),
        ("  - {expect: fail, answers: {practices.shape.borders: no}}\n", "", "tests: have no case that expects fail [practice shape.borders]"),
        ("Are borders checked?\", partial: Some.", "Are borders checked?\"", "partial: must say when the honest answer is partial [question practices.shape.borders]"),
        ("- id: shape.borders\n", "- id: shape.borders\n  colour: red\n", "practices[2].colour: is not a known key"),
        ("  impact: 2\n", "  impact: 9\n", "practices[2].impact: must be one of 1, 2, 3, 4, 5"),
        ("  effort: M\n", "", "practices[2].effort: is missing"),
        ("levels: {pmf: recommended,", "levels: {pmf: recomended,", "practices[2].levels.pmf: must be one of required, recommended, optional (did you mean recommended?)"),
        # questions and metrics
        ("- {id: team.founded, kind: date", "- {id: team.size.now, kind: date", "id: team.size.now stands below team.size, which is itself a question [question team.size.now]"),
        ("- {id: team.founded, kind: date", "- {id: Team, kind: date", "id: must be a dotted path of lower-case words such as team.size [question Team]"),
        ("choices: {web: A web product, app: An app}", "choices: {web: A web product}", "choices: must offer at least two choices [question product.type]"),
        ("bounds: [0, 1000]}\n- {id: team.services", "bounds: [9, 1]}\n- {id: team.services", "bounds: must be two numbers, the lower one first [question team.size]"),
        ("pmf: [0.05, 0.1]", "pmf: [0.1, 0.05]", "targets.pmf: target of pmf is not in the order of direction down [metric churn]"),
        ("pmf: [0.05, 0.1]", "pmf: [0.05, 1.1]", "targets.pmf: target of pmf lies outside the bounds [metric churn]"),
        ("pmf: [0.05, 0.1]", "pmf: [0.05]", "targets.pmf: target of pmf must be [good, bad] [metric churn]"),
        ("definition: A share., basis: house, expect: pmf", "definition: A share., basis: cited, expect: pmf", "sources: are missing: the basis is cited [metric churn]"),
        ("unit: ratio, bounds: [0, 1], direction: down", "unit: percent, bounds: [0, 1], direction: down", "unit: must be one of ratio, times"),
        ("direction: info, definition: A count.", "direction: info, computed: true, definition: A count.", "computed: no formula is known for it"),
        ("- {id: users, title: Users", "- {id: headroom, computed: true, title: Users", "formula: formula must not be empty [metric headroom]"),
        # everything else
        ("- {id: symptoms, kind: choices,", "- {id: signs, kind: text,", "symptoms: need a question with the id symptoms that asks for them [challenge speed]"),
        ("  remedies: [tests.layers, shape.borders]", "  remedies: [tests.layers]\nbalances:\n- {id: pace, title: Pace, sides: [{title: Fast, metrics: [users], practices: [tests.layer]}, {title: Safe, metrics: [churn]}], leaning: [a, b], even: c, rule: d}", "sides: tests.layer is not a known practice (did you mean tests.layers?) [balance pace]"),
        ("remedies: [tests.layers, shape.borders]", "remedies: [tests.layer]", "remedies: tests.layer is not a known practice (did you mean tests.layers?) [challenge speed]"),
        ("about: [team.services, metrics.users]", "about: [team.service]", "about: team.service is not a known question (did you mean team.services?) [check people]"),
        ("when: {signal: low-churn}", "when: {signal: low-chrun}", "when: low-chrun is not a known signal (did you mean low-churn?) [gate pmf]"),
        ("- id: shape.borders\n", "- id: tests.layers\n", "id: tests.layers is already defined at"),
    ],
)  # fmt: skip
def test_what_a_pack_may_not_say(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults(tmp_path, old, new)
    matching = [line for line in found if fault in line]
    assert matching, found
    line, column, _ = matching[0].split(":", 2)
    assert int(line) > 1
    assert int(column) >= 1


def test_the_fault_of_a_pack_says_where(tmp_path: Path) -> None:
    (only,) = faults(tmp_path, "impact: 2", "impact: two")
    assert only == "80:11: practices[2].impact: must be one of 1, 2, 3, 4, 5"


def test_a_pack_needs_a_head_and_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.yaml file"):
        load_pack(tmp_path)
    (tmp_path / "a.yaml").write_text("questions: []\n")
    with pytest.raises(InputError, match="pack: must be given in exactly one file; 0 have it"):
        load_pack(tmp_path)
    (tmp_path / "a.yaml").write_text(
        "pack: {name: a, version: '1', title: A, phases: {mvp: {title: M, about: First.}}}\n"
    )
    with pytest.raises(InputError) as caught:
        load_pack(tmp_path)
    assert [fault.message for fault in caught.value.faults] == [
        "needs a question product.phase, a choice of mvp, pmf, growth, maturity",
        "must name all phases, unless the pack extends another one; pmf, growth, maturity are missing",
    ]
    (tmp_path / "a.yaml").write_text("- 1\n")
    with pytest.raises(InputError, match="must hold sections such as practices: and metrics:"):
        load_pack(tmp_path)


def test_a_pack_may_be_spread_over_files_and_its_digest_follows_every_byte(tmp_path: Path) -> None:
    head, rest = SMALL.split("\nquestions:\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "head.yaml").write_text(head)
    (tmp_path / "sub" / "rest.yaml").write_text("questions:\n" + rest)
    spread = read_pack(tmp_path)
    assert spread.pack.practice.keys() == {"safety.backups", "tests.layers", "shape.borders"}
    assert spread.places["practices tests.layers"].path == str(tmp_path / "sub" / "rest.yaml")
    (tmp_path / "head.yaml").write_text(head + "# a comment\n")
    assert read_pack(tmp_path).pack.digest != spread.pack.digest


def test_a_practice_that_looks_at_no_answer_cannot_be_acted_on(tmp_path: Path) -> None:
    asked = '  questions:\n  - {id: practices.shape.borders, prompt: "Are borders checked?", partial: Some.}\n'
    found = faults(tmp_path, asked, "  require: {phase: growth}\n")
    assert any("require: must look at an answer, or nobody can tell what to do" in line for line in found)


def test_the_nearest_name_is_looked_for_only_so_often(tmp_path: Path) -> None:
    wrong = ", ".join(f"safety.backup{number}" for number in range(60))
    found = faults(tmp_path, "  after: [safety.backups]", f"  after: [{wrong}]")
    hinted = [fault for fault in found if "(did you mean safety.backups?)" in fault]
    assert (len(found), len(hinted)) == (60, 50)


def test_a_folder_of_something_else_is_not_read_through(tmp_path: Path) -> None:
    for number in range(1_001):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(InputError, match=r": holds more than 1,000 \.yaml files; name the folder of one pack$"):
        load_pack(tmp_path)
    with (large := tmp_path / "0.yaml").open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(InputError, match=r"0\.yaml: holds more than 16,000,000 bytes of rules$"):
        load_pack(large)


def test_what_has_more_faults_than_anybody_reads_is_looked_at_no_further(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.yaml").write_text("".join(f"key{key}: 1\n" for key in range(501)))
    with pytest.raises(InputError) as raised:
        load_pack(tmp_path)
    assert len(raised.value.faults) == 1_002
    assert str(raised.value.faults[0]) == (
        f"{tmp_path}: has more than 1,000 faults; what stands behind them was not looked at"
    )


PRACTICE = (
    "{id: delivery.x, area: delivery, title: x, levels: {mvp: required}, why: x, how: [x], verify: x, effort: S, impact: 1,"
    " require: {answer: practices.delivery.continuous_integration, is: yes}, after: [AFTER]}"
)
NUMBERS = range(1_002)
MANY = {
    "the linter finds": f"practices: [{PRACTICE.replace('AFTER', ', '.join(f'x.y{number}' for number in NUMBERS))}]",
    "is there twice": "sources:\n" + "".join("- {id: one, title: One}\n" for _ in NUMBERS),
    "is to change but not there": "overrides:\n"
    + "".join(f"- {{id: x.y{number}, reason: x, why: x}}\n" for number in NUMBERS),
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_so_it_is_with_what(text: str, tmp_path: Path) -> None:
    (path := tmp_path / "pack.yaml").write_text("pack: {name: x, version: '1', title: x, extends: guide}\n" + text)
    with pytest.raises(InputError) as raised:
        load_pack(path)
    assert (
        str(raised.value.faults[0]) == f"{path}: has more than 1,000 faults; what stands behind them was not looked at"
    )


def test_packs_with_more_values_than_any_packs_have_are_read_no_further(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        for number in range(4):
            (tmp_path / name / f"{number}.yaml").write_text("[a, " * 100_000)
    with pytest.raises(InputError) as raised:
        load_pack(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    told = [str(fault).partition(": makes it more than 600,000 values in all") for fault in raised.value.faults]
    assert [path for path, more, _ in told if more] == [str(tmp_path / "b" / "2.yaml")]
    assert not [path for path, _, _ in told if path.startswith((str(tmp_path / "b" / "3"), str(tmp_path / "c")))]
