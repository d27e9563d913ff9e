"""The twenty checks as a plugin of repo-review. A check returns False when it fires; its docstring is the answer."""

import yaml

WANTED = (
    "infrastructure.caching",
    "infrastructure.cdn",
    "practices.testing.unit",
    "practices.testing.integration",
    "practices.testing.e2e",
    "practices.operations.runbooks",
    "practices.operations.on_call",
    "practices.performance.load_testing",
    "practices.reliability.backups",
    "practices.reliability.restore_drill",
    "practices.reliability.circuit_breakers",
    "practices.reliability.recovery_plan",
)
FIRES_WHEN = {
    "infrastructure.rate_limiting": lambda of: (
        yes(of("product.traits.public_api")) and not yes(of("infrastructure.rate_limiting"))
    ),
    "practices.performance.bundle_budget": lambda of: (
        yes(of("product.traits.web_frontend")) and not yes(of("practices.performance.bundle_budget"))
    ),
    "metrics.latency_p95_ms": lambda of: of("metrics.latency_p95_ms") > 300,
    "metrics.availability": lambda of: of("metrics.availability") < 0.999,
    "metrics.change_fail_rate": lambda of: of("metrics.change_fail_rate") > 0.15,
    "metrics.test_coverage": lambda of: of("metrics.test_coverage") < 0.6,
    "metrics.cash_runway_months": lambda of: of("metrics.cash_runway_months") < 6,
    "architecture.services": lambda of: of("architecture.services") > 3 and of("team.engineers") < 10,
}


def yes(answer):
    return answer in ("yes", True)


class Check:
    family = "scaling"

    def __init__(self, answer, fires):
        self.__doc__ = answer
        self._fires = fires

    def check(self, answers):
        def of(path):
            node = answers
            for name in path.split("."):
                node = node[name]
            return node.get("answer", node.get("value")) if isinstance(node, dict) else node

        return not self._fires(of)


def answers(root):
    return yaml.load(root.joinpath("growth.yaml").read_text(), yaml.CSafeLoader)


def repo_review_checks():
    wanted = {path: lambda of, path=path: not yes(of(path)) for path in WANTED}
    named = enumerate((wanted | FIRES_WHEN).items(), start=1)
    return {f"SC{number:02}": Check(path, fires) for number, (path, fires) in named}
