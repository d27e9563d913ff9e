package checks

said(answer) := answer.answer if is_object(answer)

said(answer) := answer.value if is_object(answer)

said(answer) := answer if not is_object(answer)

yes(answer) if said(answer) in {"yes", true}

wanted := {
    "infrastructure.caching": input.infrastructure.caching,
    "infrastructure.cdn": input.infrastructure.cdn,
    "practices.testing.unit": input.practices.testing.unit,
    "practices.testing.integration": input.practices.testing.integration,
    "practices.testing.e2e": input.practices.testing.e2e,
    "practices.operations.runbooks": input.practices.operations.runbooks,
    "practices.operations.on_call": input.practices.operations.on_call,
    "practices.performance.load_testing": input.practices.performance.load_testing,
    "practices.reliability.backups": input.practices.reliability.backups,
    "practices.reliability.restore_drill": input.practices.reliability.restore_drill,
    "practices.reliability.circuit_breakers": input.practices.reliability.circuit_breakers,
    "practices.reliability.recovery_plan": input.practices.reliability.recovery_plan,
}

fires contains check if {
    some check, answer in wanted
    not yes(answer)
}

fires contains "infrastructure.rate_limiting" if {
    yes(input.product.traits.public_api)
    not yes(input.infrastructure.rate_limiting)
}

fires contains "practices.performance.bundle_budget" if {
    yes(input.product.traits.web_frontend)
    not yes(input.practices.performance.bundle_budget)
}

fires contains "metrics.latency_p95_ms" if said(input.metrics.latency_p95_ms) > 300

fires contains "metrics.availability" if said(input.metrics.availability) < 0.999

fires contains "metrics.change_fail_rate" if said(input.metrics.change_fail_rate) > 0.15

fires contains "metrics.test_coverage" if said(input.metrics.test_coverage) < 0.6

fires contains "metrics.cash_runway_months" if said(input.metrics.cash_runway_months) < 6

fires contains "architecture.services" if {
    input.architecture.services > 3
    input.team.engineers < 10
}
