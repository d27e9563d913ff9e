"""A questionnaire that is filled in keeps its comments, its notes, its order and every answer, however it is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import ROOT, TODAY
from each import each
from scalecheck.errors import InputError
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.questionnaire import Answer, Questionnaire
from scalecheck.sheet import Given, Notebook, RefusedError, Sheet, read_sheet, with_answers

PACK = load_pack(Path(__file__).parents[1] / "packs" / "small.yaml")

# What every question of the small pack can be answered with.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "product.name": ("Shop", "no", "it's: a #1"),
    "product.phase": ("mvp", "growth"),
    "product.type": ("web",),
    "product.keeps_data": ("yes", "no"),
    "team.size": ("14",),
    "team.services": ("0",),
    "team.founded": ("2020-01-31",),
    "metrics.churn": ("0.03",),
    "metrics.users": ("120000", "1e3"),
    "metrics.cac": ("1.50",),
    "metrics.load": ("0",),
    "practices.safety.backups": ("yes", "partial", "planned", "no"),
    "practices.testing.unit": ("yes", "no"),
    "practices.testing.e2e": ("partial", "unknown"),
    "practices.shape.borders": ("no",),
    "symptoms": ("slow", "[slow, timeouts]", "[]"),
}
MISSING = ("", "~", "null", "unknown", "'unknown'", '"?"')
COMMENTS = ("# why\tnot", "#no space", "# key: value, {not} [yaml] 'here'", "# ünï ‏שלום 日本 😀", "#", "# - item")


def sheet(text: str) -> Sheet:
    return read_sheet(text.encode(), "project.yaml", PACK, TODAY)


def add(text: str, **answers: str) -> str:
    given = {key.replace("__", "."): Given(value) for key, value in answers.items()}
    return with_answers(sheet(text), given, PACK, TODAY).text


def bare(questionnaire: Questionnaire) -> dict[str, Answer]:
    return {key: answer._replace(line=0, column=0) for key, answer in questionnaire.answers.items()}


class Hand:
    """Somebody who writes YAML by hand, with habits that change from line to line."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.newline = self.one("\n", "\r\n")

    def one(self, *values: str) -> str:
        return self.draw(st.sampled_from(values))

    def often(self) -> bool:
        return self.draw(st.booleans())

    def comment(self) -> str:
        return "" if self.often() else self.one(*COMMENTS)

    def between(self) -> list[str]:
        """Comments and empty lines at any distance from the left."""
        return [self.one("", "  ", "      ") + self.comment() for _ in range(self.draw(st.integers(0, 2)))]

    def scalar(self, value: str) -> str:
        if value.startswith("["):
            return value
        double = value.replace("\\", "\\\\").replace('"', '\\"')
        single = value.replace("'", "''")
        plain = [] if ": " in value or " #" in value else [value]
        return self.one(f'"{double}"', f"'{single}'", *plain)

    def value(self, key: str, flow: bool, indent: str) -> list[str]:
        """What stands behind the colon, and the lines below it."""
        missing = self.often()
        text = self.one(*MISSING) if missing else self.scalar(self.one(*ANSWERS[key]))
        shapes = ["short", "short", "braces", "text"]
        shape = self.one(*shapes[: 3 if flow else 4])
        if shape == "short":
            return [text]
        if shape == "braces":
            inside = self.one(f"answer: {text}, note: kept", f"note: 'kept: so', answer: {text}", "note: only this")
            return ["{" + inside + self.one("}", ", }")]
        header = self.one("|", "|-", "|+", ">", ">+")
        note = [
            f"{indent}note: {header}",
            f"{indent}  kept # no comment",
            "",
            f"{indent}  so",
            *self.one("", "\n", "\n\n").split("\n")[1:],
        ]
        answer = [f"{indent}answer: {text} {self.comment()}".rstrip()]
        return ["", *(note + answer if self.often() else answer + note)]

    def section(self, tree: Mapping[str, object], prefix: str, indent: str) -> list[str]:
        step = indent + self.one(" ", "  ", "    ")
        lines: list[str] = []
        for name in self.draw(st.permutations(sorted(tree))):
            if self.often() and self.often():
                continue
            lines += self.between()
            key = f"{prefix}.{name}".lstrip(".")
            label = self.one(name, f'"{name}"', f"'{name}'")
            inside = tree[name]
            if isinstance(inside, dict):
                shape = self.one("block", "block", "flow", "lines", "empty")
                below = self.section(inside, key, step) if shape == "block" else []
                if any(line.strip() and not line.strip().startswith("#") for line in below):
                    lines += [f"{indent}{label}: {self.comment()}".rstrip(), *below]
                elif shape in ("flow", "lines"):
                    lines += self.braces(f"{indent}{label}: ", inside, key, step if shape == "lines" else "")
                else:
                    lines += below
                    lines.append(f"{indent}{label}: {self.one('', '~', 'null')} {self.comment()}".rstrip())
            else:
                first, *rest = self.value(key, flow=False, indent=step)
                lines += [f"{indent}{label}: {first} {self.comment() if not rest else ''}".rstrip(), *rest]
        return lines

    def braces(self, start: str, tree: Mapping[str, object], prefix: str, indent: str) -> list[str]:
        """A section in braces, on one line, or on several if there is an indent."""
        parts: list[str] = []
        for name, inside in tree.items():
            key = f"{prefix}.{name}".lstrip(".")
            if isinstance(inside, dict):
                parts.append("".join(self.braces(f"{name}: ", inside, key, "")))
            elif self.often():
                parts.append(f"{name}: {self.value(key, flow=True, indent='')[0]}")
        comma = self.one("", ",") if parts else ""
        if not indent:
            return [f"{start}{{{', '.join(parts)}{comma}}}"]
        lines = [
            f"{indent}{part}{comma if place == len(parts) else ','} {self.comment()}".rstrip()
            for place, part in enumerate(parts, 1)
        ]
        return [f"{start}{{ {self.comment()}".rstrip(), *lines, f"{indent}}}"]


TREE: dict[str, dict[str, object] | None] = {"symptoms": None}
for known in ANSWERS:
    *parents, last = known.split(".")
    inner: dict[str, object] = TREE  # type: ignore[assignment]
    for parent in parents:
        inner = inner.setdefault(parent, {})  # type: ignore[assignment]
    inner[last] = None


@st.composite
def files(draw: st.DrawFn) -> str:
    """A questionnaire as somebody may have written it."""
    hand = Hand(draw)
    start = hand.between() + ([] if hand.often() else ["---"])
    body = hand.section(TREE, "", "") if hand.often() or hand.often() else hand.braces("", TREE, "", hand.one("", "  "))
    text = hand.newline.join([*start, *body, *hand.between()])
    mark = hand.one("", "\ufeff")
    return mark + text + hand.one("", hand.newline)


@given(files(), st.data())
def test_whatever_is_added_to_a_file_written_by_hand_nothing_of_it_is_lost(text: str, data: st.DataObject) -> None:
    before = sheet(text)
    missing = sorted(key for key in ANSWERS if key not in before.questionnaire.answers)
    assume(missing)
    keys = data.draw(st.lists(st.sampled_from(missing), min_size=1, unique=True))
    given = {key: Given(ANSWERS[key][0] if key != "symptoms" else ("slow",)) for key in keys}
    after = with_answers(before, given, PACK, TODAY)
    found = bare(after.questionnaire)
    assert {key: answer for key, answer in found.items() if key not in given} == bare(before.questionnaire)
    assert found.keys() >= given.keys()
    assert [after.text.count(comment) for comment in COMMENTS] == [text.count(comment) for comment in COMMENTS]
    kept = [line for line in text.splitlines() if line.strip().startswith("#")]
    assert [line for line in after.text.splitlines() if line.strip().startswith("#")] == kept
    assert after.text.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in after.text, "\r\n" in text) in ((True, True), (False, False))


def test_a_commented_file_gets_its_answers_where_they_belong() -> None:
    text = """\
# Our shop, filled in by Ann.
product: {name: Shop, phase: growth}   # as of autumn
practices:
  testing:
    # Bob knows this better.
    unit: {answer: unknown, note: ask Bob, owner: qa}
    e2e:    # none so far

team:
  size: 14
"""
    assert (
        add(text, practices__testing__unit="yes", practices__testing__e2e="no", team__services="2", symptoms="slow")
        == """\
# Our shop, filled in by Ann.
product: {name: Shop, phase: growth}   # as of autumn
practices:
  testing:
    # Bob knows this better.
    unit: {answer: yes, note: ask Bob, owner: qa}
    e2e: no    # none so far

team:
  size: 14
  services: 2

symptoms: slow
"""
    )


def test_what_does_not_apply_is_written_with_its_reason() -> None:
    given = {"practices.testing.e2e": Given("n/a", 'no "pages": only an API')}
    for text, written in (
        ("product: {phase: mvp}\n", 'practices:\n  testing:\n    e2e:\n      answer: n/a\n      reason: "no \\"pages\\": only an API"\n'),
        ("practices: {testing: {e2e: unknown}}\n", 'e2e: {answer: n/a, reason: "no \\"pages\\": only an API"}'),
        ("practices: {testing: {e2e: {note: ask, answer: , reason: ''}}}\n", 'e2e: {note: ask, answer: n/a, reason: "no \\"pages\\": only an API"}'),
    ):  # fmt: skip
        after = with_answers(sheet(text), given, PACK, TODAY)
        assert written in after.text
        assert after.questionnaire.answers["practices.testing.e2e"].reason == 'no "pages": only an API'


def test_not_known_is_an_answer_that_is_kept() -> None:
    after = sheet(add("product: {phase: mvp}\n", team__size="unknown"))
    assert after.questionnaire.unknown == {"team.size"}
    assert "team.size" not in after.questionnaire.answers


@each(
    ("key", "given", "message"),
    [
        ("metrics.churn", Given("37"), "is a ratio from 0 to 1, so write 0.37 instead of 37"),
        ("metrics.churn", Given("3%"), "is a ratio from 0 to 1, so write 0.03 instead of 3%"),
        ("metrics.users", Given("many"), "must be a number, not 'many'"),
        ("team.size", Given("1.5"), "must be a whole number, not 1.5"),
        ("team.size", Given("1001"), "must be from 0 to 1,000, not 1001"),
        ("team.founded", Given("last year"), "must be a date such as 2026-11-01, not 'last year'"),
        ("product.type", Given("wev"), "must be one of web, app, not 'wev' (did you mean web?)"),
        ("symptoms", Given(("slow", "loud")), "must be one of slow, timeouts, not 'loud'"),
        ("product.name", Given("x" * 2_001), "is longer than 2,000 characters"),
    ],
)
def test_an_answer_is_judged_as_the_reader_of_files_judges_it(key: str, given: Given, message: str) -> None:
    with pytest.raises(RefusedError) as caught:
        with_answers(sheet("product: {phase: mvp}\n"), {key: given}, PACK, TODAY)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "product: {phase: mvp}\nteam: &t {size: 1}\nmetrics: *t\n".replace("metrics: *t", "practices: {safety: &s {}, testing: *s}"),
        "product: {phase: mvp}\npractices:\n  testing: {unit: &later unknown, e2e: *later}\n",
        "? product\n: phase: mvp\n",
    ],
)  # fmt: skip
def test_where_an_answer_would_change_another_one_it_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"cannot be put into project\.yaml"):
        with_answers(sheet(text), {"practices.testing.unit": Given("yes"), "product.name": Given("Shop")}, PACK, TODAY)


def test_an_alias_can_be_answered_without_what_it_stands_for() -> None:
    text = "product: {phase: mvp}\npractices:\n  testing:\n    unit: &later unknown\n    e2e: *later\n"
    assert add(text, practices__testing__e2e="no") == text.replace("*later", "no")


@each("text", ["", "\n", "# Nothing yet.\n", "---\n", "scalecheck: 1", "\ufeff"])
def test_a_file_without_answers_is_a_beginning(text: str) -> None:
    after = read_sheet(add(text, product__name="Shop", product__phase="pmf").encode(), "p.yaml", PACK, TODAY)
    assert (after.questionnaire.name, str(after.questionnaire.phase)) == ("Shop", "pmf")
    assert "scalecheck: 1\n" in after.text
    assert after.text.startswith(text.rstrip())


def test_a_file_with_faults_is_not_touched() -> None:
    with pytest.raises(InputError, match="did you mean size"):
        sheet("product: {phase: mvp}\nteam: {sise: 3}\n")


class TestNotebook:
    """Answers are in the file as soon as they are given."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "project.yaml"

    def notebook(self, path: Path) -> Notebook:
        return Notebook(str(path), PACK, TODAY, "Answers.")

    def test_a_new_file_comes_with_the_first_answer(self, path: Path) -> None:
        notebook = self.notebook(path)
        assert not path.exists()
        notebook.keep("product.name", Given("Shop"))
        assert path.read_text() == "# Answers.\n\nscalecheck: 1\n\nproduct:\n  name: Shop\n"
        notebook.keep("product.phase", Given("mvp"))
        assert self.notebook(path).questionnaire.answers.keys() == {"product.name", "product.phase"}

    def test_an_answer_can_be_given_anew_in_the_same_session(self, path: Path) -> None:
        notebook = self.notebook(path)
        notebook.keep("practices.testing.e2e", Given("n/a", "no pages"))
        notebook.keep("product.name", Given("Shop"))
        notebook.keep("practices.testing.e2e", Given("partial"))
        assert path.read_text().endswith("practices:\n  testing:\n    e2e: partial\n\nproduct:\n  name: Shop\n")

    def test_what_somebody_else_writes_meanwhile_stays(self, path: Path) -> None:
        notebook = self.notebook(path)
        notebook.keep("product.name", Given("Shop"))
        path.write_text(path.read_text() + "team: {size: 3}   # Bob\nsymptoms: []\n")
        notebook.keep("team.services", Given("2"))
        assert path.read_text().endswith("product:\n  name: Shop\nteam: {size: 3, services: 2}   # Bob\nsymptoms: []\n")
        assert notebook.questionnaire.answers["symptoms"].value == ()

    def test_who_answers_otherwise_meanwhile_is_not_overruled_and_not_silently(self, path: Path) -> None:
        ann, bob = self.notebook(path), self.notebook(path)
        ann.keep("product.name", Given("Shop"))
        ann.keep("symptoms", Given(()))
        before = path.read_bytes()
        for key, answer, theirs in (
            ("product.name", "Store", "Shop (PATH:6)"),
            ("symptoms", "slow", "none (PATH:8)"),
        ):
            with pytest.raises(RefusedError) as caught:
                bob.keep(key, Given(answer))
            assert str(caught.value).replace(str(path), "PATH") == f"was answered by others meanwhile: {theirs}"
        assert path.read_bytes() == before
        bob.keep("product.name", Given("Shop"))
        bob.keep("symptoms", Given("unknown"))
        assert path.read_bytes() == before
        bob.keep("team.size", Given("3"))
        assert path.read_bytes() == before + b"\nteam:\n  size: 3\n"

    def test_what_was_given_here_is_not_changed_in_a_file_that_others_have_changed(self, path: Path) -> None:
        notebook = self.notebook(path)
        notebook.keep("product.name", Given("Shop"))
        path.write_text(path.read_text() + "team: {size: 3}\n")
        with pytest.raises(RefusedError, match="by others meanwhile: Shop"):
            notebook.keep("product.name", Given("Store"))

    def test_an_answer_that_others_have_dropped_by_an_older_text_comes_back(self, path: Path) -> None:
        notebook = self.notebook(path)
        notebook.keep("product.name", Given("Shop"))
        path.write_text("team: {size: 3}\n")
        notebook.keep("product.phase", Given("mvp"))
        assert notebook.questionnaire.answers.keys() == {"product.name", "product.phase", "team.size"}

    def test_a_refused_answer_leaves_the_file_as_it_was(self, path: Path) -> None:
        notebook = self.notebook(path)
        notebook.keep("product.name", Given("Shop"))
        before = path.read_bytes()
        with pytest.raises(RefusedError):
            notebook.keep("team.size", Given("many"))
        notebook.keep("team.size", Given("3"))
        assert path.read_bytes() == before + b"\nteam:\n  size: 3\n"

    def test_a_file_that_becomes_unreadable_meanwhile_is_not_replaced(self, path: Path) -> None:
        notebook = self.notebook(path)
        notebook.keep("product.name", Given("Shop"))
        path.write_text("product: [")
        with pytest.raises(InputError):
            notebook.keep("team.size", Given("3"))
        assert path.read_text() == "product: ["

    def test_it_can_only_be_kept_where_files_can_be(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="does not exist"):
            self.notebook(tmp_path / "none" / "project.yaml").keep("product.name", Given("Shop"))
        with pytest.raises(InputError, match="is a folder"):
            self.notebook(tmp_path)


@each(
    "path",
    sorted([*(ROOT / "examples").glob("*.yaml"), *(ROOT / "examples" / "cases").glob("*.yaml")]),
)
def test_the_examples_take_every_missing_answer_of_their_kind(path: Path, guide: Pack) -> None:
    text = path.read_text(encoding="utf-8")
    before = read_sheet(text.encode(), str(path), guide, TODAY)
    open_ = [key for key in guide.practice_of if key not in before.questionnaire.answers]
    after = with_answers(before, dict.fromkeys(open_, Given("planned")), guide, TODAY)
    assert len(after.questionnaire.answers) == len(before.questionnaire.answers) + len(open_)
    lines = iter(after.text.splitlines())
    assert all(line in lines for line in text.splitlines() if ": unknown" not in line and not line.endswith(":"))
