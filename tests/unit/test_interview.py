"""The questions of a phase: their order, what is left out, and how somebody walks through them. Without a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY
from each import each
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.interview import Interview, Move, Reply, Step, conduct, key_of, parts
from scalecheck.menu import menu_of
from scalecheck.pack import Pack, Question
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.relevance import Relevance
from scalecheck.sheet import Given, Sheet, read_sheet, with_answers

GUIDE = load_pack()


def asked(pack: Pack, phase: Phase, everything: bool = False) -> list[str]:
    return [key_of(item) for part in parts(pack, phase, everything) for item in part.questions]


class Talk:
    """A person with replies at hand, in a talk whose answers are kept in memory."""

    def __init__(self, pack: Pack, text: str = "", phase: Phase | None = None) -> None:
        self.pack = pack
        self.base = read_sheet(text.encode(), "project.yaml", pack, TODAY)
        self.given: dict[str, Given] = {}
        self.interview = Interview(pack, self.base.questionnaire, phase)
        self.steps: list[Step] = []

    def reply(self, *replies: Reply | str) -> list[str]:
        """Give the replies, then stop. Returns the keys of the questions that were asked."""
        left = iter(replies)

        def ask(step: Step) -> Reply:
            self.steps.append(step)
            reply = next(left, Move.STOP)
            return Given(reply) if isinstance(reply, str) else reply

        conduct(self.interview, ask, self.keep)
        return [key_of(step.asked) for step in self.steps]

    def keep(self, key: str, given: Given) -> Questionnaire:
        sheet = with_answers(self.base, {**self.given, key: given}, self.pack, TODAY)
        self.given[key] = given
        return sheet.questionnaire


class TestOrder:
    def test_the_product_and_its_phase_come_first_then_facts_numbers_and_practices_by_area(self) -> None:
        order = [(part.kind, part.name) for part in parts(GUIDE, Phase.GROWTH)]
        facts = [name for kind, name in order if kind == "facts"]
        assert asked(GUIDE, Phase.GROWTH)[:2] == ["product.name", "product.phase"]
        assert facts == ["product", "product.traits", "team", "architecture", "symptoms"]
        for kind in ("numbers", "practices"):
            areas = list(dict.fromkeys(name for other, name in order if other == kind))
            assert areas == [area for area in GUIDE.areas if area in areas]
        assert list(dict.fromkeys(kind for kind, _ in order)) == ["facts", "numbers", "practices"]

    @each("phase", PHASES)
    def test_a_phase_asks_for_what_it_requires_or_recommends_once(self, phase: Phase) -> None:
        keys = asked(GUIDE, phase)
        assert len(keys) == len(set(keys))
        wanted = {
            question.id
            for practice in GUIDE.practices
            if practice.levels.get(phase) in ("required", "recommended")
            for question in practice.questions
        }
        assert wanted == set(keys) & GUIDE.practice_of.keys()
        assert not {metric.key for metric in GUIDE.metrics if metric.computed} & set(keys)

    def test_everything_is_every_question_and_every_number_once(self) -> None:
        keys = asked(GUIDE, Phase.MVP, everything=True)
        assert sorted(keys) == sorted([*GUIDE.question, *(metric.key for metric in GUIDE.metrics)])

    def test_in_an_area_what_is_required_comes_first(self) -> None:
        for part in parts(GUIDE, Phase.GROWTH):
            if part.kind == "practices":
                levels = [GUIDE.practice_of[key_of(item)].levels[Phase.GROWTH] for item in part.questions]
                assert levels == sorted(levels, key=["required", "recommended"].index)

    def test_a_number_that_needs_a_practice_comes_after_it(self) -> None:
        keys = asked(GUIDE, Phase.GROWTH)
        assert keys.index("metrics.cache_hit_ratio") > keys.index("infrastructure.caching")


class TestLeftOut:
    def idle(self, text: str) -> frozenset[str]:
        product = load_questionnaire(parse(text.encode()), GUIDE, TODAY)
        return Relevance(GUIDE).idle(product, product.phase)

    def test_nothing_is_left_out_before_anything_is_known(self) -> None:
        assert self.idle("product: {phase: mvp}") == frozenset()

    def test_what_hangs_on_an_answer_is_left_out_when_that_rules_it_out(self) -> None:
        without = self.idle("product: {phase: growth, traits: {own_database: no}}\narchitecture: {event_sourcing: no}")
        assert {
            "infrastructure.read_replicas",
            "metrics.replica_lag_seconds",
            "architecture.event_sourcing_scope",
        } <= without
        unsure = self.idle("product: {phase: mvp, traits: {own_database: unknown}}")
        assert unsure == frozenset()

    def test_what_is_only_shown_or_counted_is_never_left_out(self) -> None:
        text = (
            "product: {phase: mvp, traits: {own_database: no, web_frontend: no, mobile_app: no}}\nteam: {engineers: 1}"
        )
        assert not self.idle(text) & {"product.name", "product.description", "symptoms", "team.size"}


VALUES: Mapping[str, tuple[str, ...]] = {"practice": ("yes", "partial", "no"), "yes_no": ("yes", "no")}


def values_for(question: Question) -> tuple[str, ...]:
    if question.choices:
        return tuple(question.choices)
    if question.bounds:
        return tuple(
            str(number) for number in (0, 1, 3, 8, 20, 60, 1000) if question.bounds[0] <= number <= question.bounds[1]
        )
    return VALUES.get(question.kind, ("2026-01-01",) if question.kind == "date" else ("text",))


@st.composite
def products(draw: st.DrawFn) -> Sheet:
    keys = draw(st.sets(st.sampled_from(sorted(GUIDE.question.keys() - {"product.phase"})), max_size=60))
    answers = {key: Given(draw(st.sampled_from(values_for(GUIDE.question[key])))) for key in sorted(keys)}
    answers["product.phase"] = Given(draw(st.sampled_from([str(phase) for phase in PHASES])))
    return with_answers(read_sheet(b"", "p.yaml", GUIDE, TODAY), answers, GUIDE, TODAY)


@given(products(), st.data())
def test_an_answer_to_what_was_left_out_changes_no_outcome(sheet: Sheet, data: st.DataObject) -> None:
    idle = sorted(Relevance(GUIDE).idle(sheet.questionnaire, sheet.questionnaire.phase) & GUIDE.question.keys())
    if not idle:
        return
    keys = data.draw(st.lists(st.sampled_from(idle), unique=True, min_size=1))
    answers = {key: Given(data.draw(st.sampled_from(values_for(GUIDE.question[key])))) for key in keys}
    before = assess(sheet.questionnaire, GUIDE, as_of=TODAY)
    after = assess(with_answers(sheet, answers, GUIDE, TODAY).questionnaire, GUIDE, as_of=TODAY)
    assert [item.outcome for item in after.findings] == [item.outcome for item in before.findings]
    assert [item.outcome for item in after.cautions] == [item.outcome for item in before.cautions]
    assert (after.verdict.kind, after.attained, after.indication.phase) == (
        before.verdict.kind,
        before.attained,
        before.indication.phase,
    )
    assert (after.outcomes, after.contradictions) == (before.outcomes, before.contradictions)


class TestWalk:
    def test_questions_follow_each_other_until_there_are_none(self, small: Pack) -> None:
        talk = Talk(small)
        replies = [
            "Shop",
            "pmf",
            "web",
            "yes",
            "14",
            "2",
            "2020-01-01",
            "slow",
            "0.03",
            "100",
            "1",
            "0.5",
            "yes",
            "yes",
            "no",
            "no",
        ]
        assert talk.reply(*replies) == asked(small, Phase.PMF)
        assert talk.interview.open() == []
        assert talk.interview.questionnaire.answers["practices.shape.borders"].value == "no"

    def test_only_what_is_missing_is_asked(self, small: Pack) -> None:
        talk = Talk(small, "product: {name: Shop, phase: pmf, type: web}\nteam: {size: 3, services: 1}\n")
        assert talk.reply("yes", "2020-01-01")[:2] == ["product.keeps_data", "team.founded"]

    def test_what_nobody_knew_comes_last(self, small: Pack) -> None:
        text = "product: {name: Shop, phase: mvp, type: unknown, keeps_data: no}\nteam: {size: '?', services: 1}\n"
        keys = Talk(small, text).reply(*[Move.SKIP] * 20)
        assert keys[-2:] == ["product.type", "team.size"]
        assert len(keys) == len(set(keys))

    def test_what_was_skipped_is_not_asked_again_but_stays_open(self, small: Pack) -> None:
        talk = Talk(small, "product: {phase: mvp}\n")
        keys = talk.reply(*[Move.SKIP] * 50)
        assert len(keys) == len(set(keys)) == len(talk.interview.open())

    def test_what_nobody_knows_is_written_down_and_not_asked_again(self, small: Pack) -> None:
        talk = Talk(small, "product: {name: Shop, phase: mvp}\n")
        assert talk.reply("unknown", Move.SKIP)[:2] == ["product.type", "product.keeps_data"]
        assert talk.interview.questionnaire.unknown == {"product.type"}
        assert "product.type" in [key_of(item) for _, item in talk.interview.open()]

    def test_one_can_go_back_and_answer_anew(self, small: Pack) -> None:
        talk = Talk(small)
        keys = talk.reply("Shop", "mvp", Move.BACK, "growth", Move.BACK, Move.BACK, "Store")
        assert keys == [
            "product.name",
            "product.phase",
            "product.type",
            "product.phase",
            "product.type",
            "product.phase",
            "product.name",
            "product.type",
        ]
        assert [step.so_far.value for step in talk.steps if step.so_far] == ["mvp", "growth", "Shop"]
        assert (talk.interview.questionnaire.name, talk.interview.phase) == ("Store", Phase.GROWTH)

    def test_back_at_the_first_question_stays_there(self, small: Pack) -> None:
        talk = Talk(small)
        assert talk.reply(Move.BACK, "Shop") == ["product.name", "product.name", "product.phase"]
        assert [step.first for step in talk.steps] == [True, True, False]

    def test_going_back_and_on_again_keeps_the_answer(self, small: Pack) -> None:
        talk = Talk(small)
        talk.reply("Shop", "mvp", Move.BACK, Move.SKIP)
        assert talk.interview.phase is Phase.MVP

    def test_a_part_can_be_left_behind(self, small: Pack) -> None:
        talk = Talk(small, "product: {phase: pmf}\n")
        assert talk.reply("Shop", Move.NEXT_PART, Move.NEXT_PART, Move.BACK)[1:] == [
            "product.type",
            "team.size",
            "symptoms",
            "team.size",
        ]

    def test_a_refused_answer_is_asked_for_again_with_the_reason(self, small: Pack) -> None:
        talk = Talk(small, "product: {name: Shop, phase: mvp, type: web, keeps_data: no}\n")
        assert talk.reply("many", "3") == ["team.size", "team.size", "team.services"]
        assert [step.problem for step in talk.steps] == ["", "must be a whole number, not 'many'", ""]

    def test_progress_counts_what_is_left_once_the_phase_is_known(self, small: Pack) -> None:
        talk = Talk(small)
        talk.reply("Shop", "mvp", "web", Move.SKIP)
        total = len(asked(small, Phase.MVP))
        assert [step.left for step in talk.steps] == [0, 0, total - 2, total - 3, total - 4]
        assert [step.here for step in talk.steps] == [0, 0, 2, 1, 3]

    def test_answers_that_cannot_both_be_true_raise_a_doubt_at_once(self, small: Pack) -> None:
        talk = Talk(
            small,
            "product: {phase: mvp, name: Shop, type: web, keeps_data: no}\nteam: {size: 1, founded: 2020-01-01}\nsymptoms: []\nmetrics: {churn: 0, users: 3}\n",
        )
        talk.reply("901", Move.BACK, "9", Move.STOP)
        assert [step.doubts for step in talk.steps] == [(), ("More services than users",), (), ()]

    def test_another_phase_can_be_asked_for_without_declaring_it(self, small: Pack) -> None:
        talk = Talk(small, "product: {phase: mvp}\n", Phase.GROWTH)
        assert "practices.shape.borders" in talk.reply(*[Move.SKIP] * 50)
        assert talk.interview.questionnaire.phase is Phase.MVP


class TestMenu:
    def step(self, key: str, pack: Pack, first: bool = False) -> Step:
        found = ((part, item) for part in parts(pack, Phase.MATURITY, everything=True) for item in part.questions)
        part, item = next((part, item) for part, item in found if key_of(item) == key)
        return Step(part=part, asked=item, phase=Phase.MATURITY, first=first)

    @each(
        ("key", "typed", "reply"),
        [
            ("practices.testing.unit", "y", Given("yes")),
            ("practices.testing.unit", "P", Given("partial")),
            ("practices.testing.unit", "l", Given("planned")),
            ("practices.testing.unit", "planned", Given("planned")),
            ("practices.testing.unit", "u", Given("unknown")),
            ("practices.testing.unit", "x", None),
            ("practices.testing.e2e", "x", Given("n/a")),
            ("practices.testing.unit", "", None),
            ("practices.testing.unit", "s", Move.SKIP),
            ("practices.testing.unit", "b", Move.BACK),
            ("practices.testing.unit", ">", Move.NEXT_PART),
            ("practices.testing.unit", "q", Move.STOP),
            ("practices.testing.unit", "k", None),
            ("product.keeps_data", "n", Given("no")),
            ("product.keeps_data", "p", None),
            ("product.phase", "2", Given("pmf")),
            ("product.phase", "growth", Given("growth")),
            ("product.phase", "", None),
            ("product.phase", "u", None),
            ("product.phase", ">", None),
            ("product.name", "Q", Given("Q")),
            ("product.name", "q", Move.STOP),
            ("product.name", "u", Given("u")),
            ("metrics.churn", " 0.03 ", Given("0.03")),
            ("metrics.churn", "u", Given("unknown")),
            ("metrics.churn", "3 %", Given("3 %")),
            ("symptoms", "1", Given("slow")),
            ("symptoms", "2, 1", Given(("timeouts", "slow"))),
            ("symptoms", "slow 2", Given(("slow", "timeouts"))),
            ("symptoms", "0", Given(())),
            ("symptoms", "9", Given(("9",))),
        ],
    )
    def test_what_is_typed_stands_for_a_reply(self, small: Pack, key: str, typed: str, reply: Reply | None) -> None:
        assert menu_of(self.step(key, small)).reply(typed) == reply

    def test_there_is_no_way_back_from_the_first_question(self, small: Pack) -> None:
        assert menu_of(self.step("product.keeps_data", small, first=True)).reply("b") is None

    def test_long_lists_are_chosen_from_on_a_line(self) -> None:
        menu = menu_of(self.step("product.type", GUIDE))
        assert (menu.line, menu.keys, menu.reply("12"), menu.reply("game")) == (
            True,
            (),
            Given("other"),
            Given("game"),
        )
