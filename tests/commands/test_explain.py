"""`scalecheck explain` and `scalecheck why`: which of both stories is told, and what is told of unknown names."""

from __future__ import annotations

from commandline import run
from scalecheck.pack import Pack


def test_an_answer_leads_to_its_question(guide: Pack) -> None:
    result = run("explain", "timeouts")
    title = guide.question["symptoms"].choices["timeouts"]
    assert (result.code, result.stderr) == (
        2,
        f"timeouts: is an answer of symptoms ({title}); see `scalecheck explain symptoms`\n",
    )


def test_what_has_no_outcome_names_the_rules_that_read_it() -> None:
    drill = run("why", "practices.reliability.restore_drill", "examples/growth.yaml")
    assert drill.code == 2
    assert drill.stderr.endswith(
        "not a question; it is read by reliability.restore-drill "
        "(try `scalecheck why reliability.restore-drill examples/growth.yaml`)\n"
    )
    for name in ("nps", "metrics.nps"):
        metric = run("why", name, "examples/growth.yaml")
        assert metric.code == 2
        assert "not a metric; it is read by " in metric.stderr


def test_the_command_prints_both_and_why_is_another_name() -> None:
    given = ("reliability.restore-drill", "examples/growth.yaml", "--as-of", "2026-11-23")
    assert run("why", *given) == run("explain", *given)
    assert run("why", *given, "-f", "markdown").stdout.startswith("# reliability")
    what_if = run("why", *given, "--set", "practices.reliability.restore_drill=yes").stdout
    assert "Outcome: in place" in what_if
    assert "practices.reliability.restore_drill is yes: yes (--set)" in what_if
    unasked = run("explain", "reliability.restore-drill", "--set", "team.size=3")
    assert (unasked.code, "needs a FILE to judge" in unasked.stderr) == (2, True)
