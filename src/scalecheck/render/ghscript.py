"""The plan as a shell script that opens an issue for every action with the GitHub CLI."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from scalecheck.render.escape import for_shell, for_terminal
from scalecheck.render.issues import LABEL, issues_of
from scalecheck.render.markdown import issue_text
from scalecheck.report import Report

__all__ = ["to_script"]

_LONGEST_TITLE = 256

_HEAD = """\
#!/bin/sh
# {title}
# {about}
# {again}
set -eu

gh label create {label} --color 1f6feb --force >/dev/null
there=$(gh issue list --label {label} --state all --limit 10000 --json body --jq '.[].body')
milestones=$(gh api --paginate 'repos/{{owner}}/{{repo}}/milestones?state=all&per_page=100' --jq '.[].title')

label() {{
  gh label create "$1" --color d4c5f9 --force >/dev/null
}}

milestone() {{
  printf '%s\\n' "$milestones" | grep -Fqx -e "$1" ||
    gh api --silent --method POST 'repos/{{owner}}/{{repo}}/milestones' -f title="$1"
}}

# mark, title, milestone, labels, text
issue() {{
  case $there in
    *"$1"*) printf '%s: %s\\n' {already} "$2"; return ;;
  esac
  gh issue create --title "$2" --milestone "$3" --label "$4" --body "$5

<!-- $1 -->"
  sleep 1 # GitHub asks for a pause between two writes
}}
"""


def to_script(report: Report) -> str:
    """A POSIX shell script. Run again, it opens only what has no issue yet: each one carries a mark of product and rule
    that nobody sees."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    words = report.words
    yield _HEAD.format(
        title=for_terminal(words("plan.title", product=report.product, phase=report.plan.title)),
        about=words("script.about"),
        again=words("script.again"),
        already=for_shell(words("script.already")),
        label=LABEL,
    )
    groups = dict.fromkeys(row.group for row in report.actions)
    phases = dict.fromkeys(row.action.phase for row in report.actions)
    labels = {group: f"{LABEL}: {words(f'group.{group}')}" for group in groups}
    yield from (f"label {for_shell(label)}" for label in labels.values())
    milestones = {phase: words("script.milestone", phase=report.pack.phases[phase].title) for phase in phases}
    yield from (f"milestone {for_shell(title)}" for title in milestones.values())
    product = sha256(report.product.encode("utf-8", "replace")).hexdigest()[:12]
    for issue in issues_of(report):
        row = issue.row
        mark = f"scalecheck:{product}:{row.rule}:"
        labeled = f"{LABEL},{labels[row.group]}"
        parts = (mark, issue.title[:_LONGEST_TITLE], milestones[row.action.phase], labeled, issue_text(issue))
        yield ""
        yield f"issue {' '.join(map(for_shell, parts))}"
