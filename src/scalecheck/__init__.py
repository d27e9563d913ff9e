"""scalecheck: is this product ready for the phase it says it is in, what is missing, what is too early, and what next?

The library in three calls::

    pack = scalecheck.load_pack()
    product = scalecheck.load_questionnaire(scalecheck.read("project.yaml"), pack, as_of=date.today())
    result = scalecheck.assess(product, pack, as_of=date.today())

Everything is frozen, picklable and free of side effects, so `assess` can be mapped over thousands of products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scalecheck.assessment import Assessment, assess, explain
    from scalecheck.document import read
    from scalecheck.errors import Fault, InputError, ScalecheckError
    from scalecheck.gate import GateResult, judge
    from scalecheck.iterations import Capacity, Iteration, capacity_of, slice_plan
    from scalecheck.pack import Pack
    from scalecheck.packs import load_pack
    from scalecheck.phase import Phase
    from scalecheck.planning import Action, plan
    from scalecheck.policy import Policy, govern, load_policy
    from scalecheck.questionnaire import Questionnaire, load_questionnaire
    from scalecheck.resultfile import load_results
    from scalecheck.waiver import Waiver, load_waivers

__all__ = [
    "Action",
    "Assessment",
    "Capacity",
    "Fault",
    "GateResult",
    "InputError",
    "Iteration",
    "Pack",
    "Phase",
    "Policy",
    "Questionnaire",
    "ScalecheckError",
    "Waiver",
    "__version__",
    "assess",
    "capacity_of",
    "explain",
    "govern",
    "judge",
    "load_pack",
    "load_policy",
    "load_questionnaire",
    "load_results",
    "load_waivers",
    "plan",
    "read",
    "slice_plan",
]

__version__ = "0.1.0"

_HOMES = {
    "Action": "planning",
    "Assessment": "assessment",
    "Capacity": "iterations",
    "Fault": "errors",
    "GateResult": "gate",
    "InputError": "errors",
    "Iteration": "iterations",
    "Pack": "pack",
    "Phase": "phase",
    "Policy": "policy",
    "Questionnaire": "questionnaire",
    "ScalecheckError": "errors",
    "Waiver": "waiver",
    "assess": "assessment",
    "capacity_of": "iterations",
    "explain": "assessment",
    "govern": "policy",
    "judge": "gate",
    "load_pack": "packs",
    "load_policy": "policy",
    "load_questionnaire": "questionnaire",
    "load_results": "resultfile",
    "load_waivers": "waiver",
    "plan": "planning",
    "read": "document",
    "slice_plan": "iterations",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used: a command pays only for what it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value
