"""The verdict of the gate as a badge: a picture, and the JSON from which shields.io draws one."""

from __future__ import annotations

from unicodedata import east_asian_width

from scalecheck.errors import ExitCode
from scalecheck.gatereport import GateRun
from scalecheck.render.escape import for_json, for_terminal, for_xml

__all__ = ["to_badge", "to_shields"]

_LABEL = "scalecheck"

_COLORS = {"brightgreen": "#2f7d0c", "green": "#5a7a00", "red": "#c7331f", "lightgrey": "#6b6b6b"}
"""Names that shields.io knows, and what our picture draws for them: darker, so that white text can be read."""

_PADDING = 6


def to_shields(run: GateRun) -> str:
    """The JSON that the endpoint badge of shields.io reads, plain ASCII."""
    message, color = _verdict(run)
    return for_json({"schemaVersion": 1, "label": _LABEL, "message": message, "color": color})


def to_badge(run: GateRun) -> str:
    """A picture (SVG, plain ASCII) that needs no font and no other file. Screen readers read its title."""
    message, color = _verdict(run)
    left, right = (_width(text) + 2 * _PADDING for text in (_LABEL, message))
    whole = left + right
    title = for_xml(f"{_LABEL}: {message}")
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{title}">
<title>{title}</title>
<rect width="{whole}" height="20" rx="3" fill="{_COLORS[color]}"/>
<path d="M{left} 0v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#555"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
{_text(_LABEL, left / 2, left)}
{_text(message, left + right / 2, right)}
</g>
</svg>
"""


def _text(text: str, middle: float, room: int) -> str:
    return f'<text x="{middle:g}" y="14" textLength="{room - 2 * _PADDING}" aria-hidden="true">{for_xml(text)}</text>'


def _verdict(run: GateRun) -> tuple[str, str]:
    """The phase and whether the gate passes, and the color for it. A pass that needs an excuse shows it."""
    if run.exit_code is ExitCode.UNUSABLE:
        return run.words("badge.unjudged"), "lightgrey"
    failed = sum(not report.result.passed for report in run.reports)
    excused = sum(bool(row.excuse) for report in run.reports for row in report.rows)
    key, color = ("failed", "red") if failed else ("excused", "green") if excused else ("passed", "brightgreen")
    first = run.reports[0]
    phase = first.pack.phases[first.result.assessment.phase].title
    text = run.words(f"badge.{key}", count=len(run.reports), phase=phase, failed=failed, excused=excused)
    return for_terminal(text), color


# How wide the signs of Verdana are at 11 pixels, roughly; the browser stretches the text to what we reckon.
_WIDTHS = {
    **dict.fromkeys("ijl'", 3.2),
    **dict.fromkeys(" ,.!ft", 4.0),
    **dict.fromkeys('Ir"()-/:;J[\\]|', 4.9),
    **dict.fromkeys("cszFL?", 6.0),
    **dict.fromkeys("ABCDHKNRSUVXZ&", 7.8),
    **dict.fromkeys("GMOQmw#+<=>^~", 9.2),
    **dict.fromkeys("W@%", 11.0),
}


def _width(text: str) -> int:
    """Pixels that a text takes."""
    return round(sum(_WIDTHS.get(sign, 11 if east_asian_width(sign) in "WF" else 6.8) for sign in text))
