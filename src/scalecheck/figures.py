"""Figures that follow from other numbers: lifetime value, error budget, capacity runway and their like.

Every figure is one small function and one entry of the table `FORMULAS`. Where a source is named, it is an
id of `rules/sources.yaml`; everything else is plain arithmetic. What is marked "house" is our own judgement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Literal, NamedTuple

from scalecheck.frozen import Frozen

__all__ = [
    "FORMULAS",
    "Figure",
    "Formula",
    "NotComputable",
    "Reason",
    "compute",
    "compute_all",
    "inputs",
    "places_of",
    "samples",
]

LIFETIME_WITHOUT_CHURN = 60.0
"""Months that a customer is assumed to stay when nobody has left yet (house)."""

LONGEST_PAYBACK = 240.0
"""Months; stands for "never" where a customer does not earn back what it cost to win them."""

LONGEST_RUNWAY = 240.0
"""Months; stands for "no end in sight" of the capacity."""

LONGEST_STORAGE_RUNWAY = 1200.0
"""Months; stands for "no end in sight" of the storage, and for the slowest doubling worth a number."""

WORST_BURN_MULTIPLE = 1000.0
"""Stands for "infinite": money was burned and no revenue came of it."""

SMALLEST_ARR = 200_000.0
"""Yearly recurring revenue below which a burn multiple swings too much to say anything (burn-stage)."""

SAFE_LIMIT = 0.75
"""How full a resource may safely be when the team states no limit (az-scale, house)."""

SAFE_CONNECTIONS = 0.80
"""Share of the database connections up to which a peak still finds free ones (house)."""

OUTGROWN = 0.70
"""Write load, against the largest server on offer, from which one server no longer is a plan (shard-decide, house)."""

FULL_BUT_WELL = 0.70
"""Upper end of the good band of peak utilization (queue, house)."""

DEPLOY_OVERLAP = 2
"""Old and new instances run side by side during a deployment (house)."""

BUDGET_DAYS = 30
"""Window of an error budget in days (house)."""

MINUTES_PER_DAY = 24 * 60
MINUTES_PER_LINE = 30
"""Minutes that writing one line of code is assumed to take (sonar)."""

SMALLEST_SURVEY = 10
"""Answers below which a survey has no margin worth showing (house)."""

SMALLEST_USER_CHANGE = 0.05
"""Rise in users below which the elasticity of cost is mostly noise (house)."""

Z95 = 1.96
"""Standard deviations on both sides of the mean that hold 95 % of a normal distribution."""


_SAMPLE = ".sample"


Reason = Literal[
    "missing",
    "too_extreme",
    "shrinks_to_less_than_nothing",
    "churn_out_of_range",
    "no_margin",
    "no_acquisition_cost",
    "no_revenue_per_account",
    "little_revenue",
    "nothing_burned_or_added",
    "endless_growth",
    "few_answers",
    "promoters_do_not_fit",
    "share_out_of_range",
    "no_target",
    "no_events",
    "no_budget",
    "no_errors",
    "availability_out_of_range",
    "negative_dependencies",
    "few_instances",
    "no_instances",
    "no_load_growth",
    "full_queue",
    "backlog_stays",
    "no_revenue",
    "no_users",
    "few_new_users",
    "no_engineer",
    "no_positions",
    "no_maintainers",
    "nobody",
    "no_code",
]
"""Why a figure has no value; its words stand in the catalog (see `reasons`)."""


class NotComputable(Exception):  # noqa: N818 (an answer, not an error)
    """A figure cannot be computed. `missing` names what it needs, as places of a questionnaire."""

    def __init__(self, reason: Reason, missing: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.missing = missing


class Formula(Frozen):
    """How a figure is computed; the pack tells it in words (`Metric.formula`).

    `inputs` are ids of metrics (`cac`) or of number questions (`team.engineers`); `<metric>.sample` is over
    how many answers a metric was counted. `compute` takes their values in this order, then those of
    `optional`, which may be None.
    """

    inputs: tuple[str, ...]
    compute: Callable[..., float]
    optional: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All inputs in the order in which `compute` takes them."""
        return self.inputs + self.optional


class Figure(NamedTuple):
    """A computed value, or the reason why there is none.

    `given` are the numbers that it follows from, in the order of its formula, None for one that is not known; `missing`
    are the places of a questionnaire that lack one.
    """

    id: str
    value: float | None
    given: tuple[float | None, ...]
    reason: Reason | None = None
    missing: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[tuple[str, float], ...]:
        """The known numbers with their names."""
        pairs = zip(FORMULAS[self.id].names, self.given, strict=True)
        return tuple([(name, number) for name, number in pairs if number is not None])


_new = tuple.__new__


def compute(figure: str, known: Mapping[str, float]) -> Figure:
    """The figure with this id from the known numbers; inputs that are figures are computed on the way."""
    return compute_all((figure,), known)[figure]


def compute_all(figures: Iterable[str], known: Mapping[str, float]) -> dict[str, Figure]:
    """The figures with these ids; one that others are computed from is computed once."""
    numbers = _Numbers(known)
    return {figure: numbers.figure(figure) for figure in figures}


class _Numbers:
    """The known numbers, and the figures that were computed from them."""

    def __init__(self, known: Mapping[str, float]) -> None:
        self._known = known
        self._made: dict[str, Figure] = {}
        self._values = {**known}

    def figure(self, name: str) -> Figure:
        if name in self._made:
            return self._made[name]
        given: tuple[float | None, ...]
        value: float | None = None
        reason: Reason | None = None
        missing: tuple[str, ...] = ()
        take, compute = _calls()[name]
        try:
            try:
                given = take(self._values)
            except KeyError:
                formula = FORMULAS[name]
                given = tuple(map(self._known.get, formula.names))
                self._complete(formula)
                given = tuple(map(self._values.get, formula.names))
            value = compute(*given)
            if not math.isfinite(value):
                value, reason = None, "too_extreme"
        except NotComputable as why:
            reason, missing = why.reason, why.missing
        except OverflowError:
            reason = "too_extreme"
        if value is not None:
            self._values.setdefault(name, value)
        # Dozens are made for every product, and this way takes half as long.
        found = self._made[name] = _new(Figure, (name, value, given, reason, missing))
        return found

    def _complete(self, formula: Formula) -> None:
        """Compute the inputs of a formula that are figures. Raises `NotComputable` when one of its inputs has no
        value."""
        missing: dict[str, None] = {}
        figures = []
        for name in formula.inputs:
            if name in self._known:
                continue
            if name in FORMULAS:
                figures.append(self.figure(name))
                missing.update(dict.fromkeys(figures[-1].missing))
            else:
                missing[_place(name)] = None
        if missing:
            raise NotComputable("missing", tuple(missing))
        for figure in figures:
            if figure.value is None:
                raise NotComputable(figure.reason or "missing")


_Take = Callable[[Mapping[str, float]], tuple[float, ...]]


@cache
def _calls() -> Mapping[str, tuple[_Take, Callable[..., float]]]:
    """How to take the inputs of each figure from numbers by name, and to compute it; all inputs have to be there."""
    return {figure: (_taker(formula.names), formula.compute) for figure, formula in FORMULAS.items()}


def _taker(names: tuple[str, ...]) -> _Take:
    if len(names) > 1:
        return itemgetter(*names)
    (only,) = names
    return lambda numbers: (numbers[only],)


@cache
def inputs() -> Mapping[str, str]:
    """All numbers that some figure is computed from, each with the place where it stands in a questionnaire."""
    names = (name for formula in FORMULAS.values() for name in formula.names)
    return {name: _place(name) for name in names if not name.endswith(_SAMPLE)}


@cache
def samples() -> Mapping[str, str]:
    """The inputs that say over how many answers a metric was counted, each with the place of that metric."""
    names = (name for formula in FORMULAS.values() for name in formula.names)
    return {name: _place(name.removesuffix(_SAMPLE)) for name in names if name.endswith(_SAMPLE)}


def places_of(figure: str) -> tuple[str, ...]:
    """Where the inputs of a figure stand in a questionnaire; those that it can do without are left out."""
    return tuple(map(_place, FORMULAS[figure].inputs)) if figure in FORMULAS else ()


def _place(name: str) -> str:
    """Where an input stands in a questionnaire."""
    return name if "." in name and not name.endswith(_SAMPLE) else f"metrics.{name}"


def _require(holds: bool, otherwise: Reason) -> None:
    if not holds:
        raise NotComputable(otherwise)


def _without_noise(value: float) -> float:
    """A sum without the last digits that binary fractions add: 0.5 + 0.52 - 1 is 0.02."""
    return round(value, 9)


def _growing(rate: float, periods: float) -> float:
    _require(rate >= -1, "shrinks_to_less_than_nothing")
    return math.pow(1 + rate, periods)


def _kept(churn: float, months: int) -> float:
    _require(0 <= churn <= 1, "churn_out_of_range")
    return math.pow(1 - churn, months)


def _allowed(target: float) -> float:
    """The share of failures that an availability target allows."""
    _require(0 < target < 1, "no_target")
    return 1 - target


# Customers and money


def _churn_lifetime_months(churn: float) -> float:
    """Months that a customer stays on average at this monthly churn (skok); 60 when nobody has left yet."""
    _require(0 <= churn <= 1, "churn_out_of_range")
    return 1 / churn if churn else LIFETIME_WITHOUT_CHURN


def _annual_churn(churn: float) -> float:
    """Share of customers gone after twelve months of this monthly churn, 0 to 1."""
    return 1 - _kept(churn, 12)


def _ltv(arpa: float, margin: float, churn: float) -> float:
    """Gross profit from one customer until they leave, in money (skok)."""
    _require(margin > 0, "no_margin")
    return arpa * margin * _churn_lifetime_months(churn)


def _ltv_cac(ltv: float, cac: float) -> float:
    """Lifetime value per unit of money spent on winning the customer; 3 is the rule of thumb (skok)."""
    _require(cac > 0, "no_acquisition_cost")
    return ltv / cac


def _cac_payback_months(cac: float, arpa: float, margin: float) -> float:
    """Months until a customer has earned back what it cost to win them (skok); 240 if never."""
    if cac <= 0:
        return 0.0
    profit = arpa * margin
    return min(cac / profit, LONGEST_PAYBACK) if profit > 0 else LONGEST_PAYBACK


def _ltv_stated_gap(stated: float, arpa: float, margin: float, churn: float) -> float:
    """Distance of the stated lifetime value from the formula, as a share of the formula's result."""
    expected = _ltv(arpa, margin, churn)
    _require(expected > 0, "no_revenue_per_account")
    return abs(stated / expected - 1)


def _grr_gap(revenue_churn: float, grr: float) -> float:
    """Distance between yearly gross revenue retention and what monthly revenue churn makes of it, 0 to 1."""
    return abs(_kept(revenue_churn, 12) - grr)


def _margin_shortfall(cost_share: float, margin: float) -> float:
    """How far infrastructure cost and gross margin together exceed the revenue, as a share of it."""
    return max(0.0, _without_noise(cost_share + margin - 1))


def _burn_multiple(burn: float, new_arr: float, arr: float | None) -> float:
    """Money burned per unit of yearly recurring revenue added (sacks); 1,000 if nothing was added."""
    _require(arr is None or arr >= SMALLEST_ARR, "little_revenue")
    if new_arr > 0:
        return min(burn / new_arr, WORST_BURN_MULTIPLE)
    _require(burn > 0, "nothing_burned_or_added")
    return WORST_BURN_MULTIPLE


def _rule_of_40(growth: float, profit_margin: float) -> float:
    """Yearly revenue growth plus profit margin, as a ratio; 0.4 is the line (rule40)."""
    return growth + profit_margin


# Growth


def _annual_growth_multiple(monthly: float) -> float:
    """How many times larger something is after twelve months of this growth."""
    return _growing(monthly, 12)


def _weekly_growth_as_monthly(weekly: float) -> float:
    """Weekly growth as growth per month of 52/12 weeks (pg-growth)."""
    return _growing(weekly, 52 / 12) - 1


def _k_amplification(k: float) -> float:
    """Users in the end per user won elsewhere, when each brings `k` more and those do the same."""
    _require(0 <= k < 1, "endless_growth")
    return 1 / (1 - k)


def _organic_paid_gap(organic: float, paid: float) -> float:
    """Distance of the organic and the paid share of new users together from the whole, 0 to 1."""
    return abs(_without_noise(organic + paid - 1))


# Surveys


def _nps_margin(nps: float, answers: float, promoters: float | None) -> float:
    """Points by which a Net Promoter Score may be off, at 95 % confidence (nps-def).

    Without the share of promoters this is the largest margin that the score allows: nobody was undecided.
    """
    _require(answers >= SMALLEST_SURVEY, "few_answers")
    score = nps / 100
    decided = 1.0 if promoters is None else 2 * promoters - score
    _require(abs(score) <= decided <= 1, "promoters_do_not_fit")
    return 100 * Z95 * math.sqrt((decided - score * score) / answers)


def _pmf_interval_low(share: float, answers: float) -> float:
    """Lower end of the 95 % Wilson interval of a share, 0 to 1 (posthog-pmf on the survey)."""
    return max(0.0, _wilson(share, answers, -1))


def _pmf_interval_high(share: float, answers: float) -> float:
    """Upper end of the same interval."""
    return min(1.0, _wilson(share, answers, 1))


def _wilson(share: float, answers: float, side: int) -> float:
    _require(0 <= share <= 1, "share_out_of_range")
    _require(answers >= SMALLEST_SURVEY, "few_answers")
    spread = Z95 * math.sqrt(share * (1 - share) / answers + (Z95 / answers / 2) ** 2)
    return (share + Z95 * Z95 / (2 * answers) + side * spread) / (1 + Z95 * Z95 / answers)


# Reliability


def _error_budget_minutes(target: float, days: float = BUDGET_DAYS) -> float:
    """Minutes of outage that a target allows in `days` (gds-slo)."""
    return _allowed(target) * days * MINUTES_PER_DAY


def _error_budget_requests(target: float, valid: float) -> float:
    """Requests out of `valid` that may fail (gds-slo)."""
    return _allowed(target) * valid


def _error_budget_consumed(bad: float, target: float, valid: float) -> float:
    """Share of the error budget that is used; above 1 the target is missed (sre-ebp)."""
    budget = _error_budget_requests(target, valid)
    _require(budget > 0, "no_events")
    return bad / budget


def _error_budget_left(consumed: float) -> float:
    """Share of the error budget that is left, 0 to 1 (sre-ebp)."""
    return max(0.0, _without_noise(1 - consumed))


def _error_budget_days(burn_rate: float) -> float:
    """Days that a whole budget of 30 days lasts at this speed (sre-alert)."""
    _require(burn_rate > 0, "no_errors")
    return BUDGET_DAYS / burn_rate


def _outage_budget_share(outage: float, budget: float) -> float:
    """Share of the error budget, both in minutes, that outages used (gds-slo)."""
    _require(budget > 0, "no_budget")
    return outage / budget


def _burn_rate(error_rate: float, target: float) -> float:
    """Speed at which the budget is used; 1 lasts exactly to the end of the window (sre-alert)."""
    return error_rate / _allowed(target)


def _error_rate_excess(error_rate: float, availability: float) -> float:
    """Errors beyond twice what the availability gives up, as a share of requests (house)."""
    return max(0.0, _without_noise(error_rate - 2 * (1 - availability)))


def _serial_availability(availability: float, dependencies: float) -> float:
    """Availability of a journey that needs all of its equal, independent dependencies, 0 to 1."""
    _require(0 <= availability <= 1, "availability_out_of_range")
    _require(dependencies >= 0, "negative_dependencies")
    return math.pow(availability, dependencies)


# Capacity


def _headroom(utilization: float) -> float:
    """Free share of the tightest resource in the busiest hour, 0 to 1."""
    return 1 - utilization


def _n_plus_one_ceiling(instances: float) -> float:
    """Utilization up to which the others carry the load when one instance is lost, 0 to 1."""
    _require(instances >= 2, "few_instances")
    return FULL_BUT_WELL * (instances - 1) / instances


def _capacity_runway_months(utilization: float, growth: float, limit: float | None) -> float:
    """Months until the load reaches the safe limit (house); 0 when it has, 240 when it does not grow."""
    limit = SAFE_LIMIT if limit is None else limit
    if utilization >= limit:
        return 0.0
    if growth <= 0 or utilization <= 0:
        return LONGEST_RUNWAY
    return min(math.log(limit / utilization) / math.log1p(growth), LONGEST_RUNWAY)


def _connections_runway_months(utilization: float, growth: float) -> float:
    """Months until the connections to the database run short, if they grow with the load (house)."""
    return _capacity_runway_months(utilization, growth, SAFE_CONNECTIONS)


def _write_runway_months(utilization: float, growth: float) -> float:
    """Months until even the largest server no longer takes the writes, if they grow with the load (house)."""
    return _capacity_runway_months(utilization, growth, OUTGROWN)


def _doubling_months(growth: float) -> float:
    """Months until the load has doubled; at most 1,200."""
    _require(growth > 0, "no_load_growth")
    return min(math.log(2) / math.log1p(growth), LONGEST_STORAGE_RUNWAY)


def _linear_runway_months(limit: float, used: float, growth: float) -> float:
    """Months until storage that grows by a fixed amount is full; 1,200 when it does not grow."""
    if used >= limit:
        return 0.0
    return min((limit - used) / growth, LONGEST_STORAGE_RUNWAY) if growth > 0 else LONGEST_STORAGE_RUNWAY


def _wait_multiplier(utilization: float) -> float:
    """How many times longer a request takes than on an idle system: one queue, random arrivals (queue)."""
    _require(0 <= utilization < 1, "full_queue")
    return 1 / (1 - utilization)


def _workers_needed(arrivals: float, seconds: float) -> float:
    """Workers that carry the peak while each is busy 70 % of the time (little)."""
    return float(math.ceil(_without_noise(arrivals * seconds / FULL_BUT_WELL)))


def _concurrency(arrivals: float, latency_ms: float) -> float:
    """Requests in flight at the same moment (little); the median stands in for the mean."""
    return arrivals * latency_ms / 1000


def _backlog_drain_minutes(backlog: float, capacity: float, arrivals: float) -> float:
    """Minutes until waiting jobs are done while new ones keep coming."""
    _require(capacity > arrivals, "backlog_stays")
    return backlog / (capacity - arrivals) / 60


def _db_pool_start(cores: float) -> float:
    """Connections to start a load test with, all pools together: two a core and one for the disk (hikari)."""
    return cores * 2 + 1


def _pool_per_instance(pool: float, instances: float) -> float:
    """Connections that one instance gets when all share the pool to start with (hikari)."""
    _require(instances >= 1, "no_instances")
    return pool / instances


def _connections_total(instances: float, pool: float) -> float:
    """Connections that may be open while a deployment runs."""
    return instances * pool * DEPLOY_OVERLAP


# Cost


def _cloud_cost_pct_revenue(cost: float, revenue: float) -> float:
    """Infrastructure cost as a share of the revenue of the same month (cloudpct)."""
    _require(revenue > 0, "no_revenue")
    return cost / revenue


def _cost_per_user(cost: float, users: float) -> float:
    """Infrastructure cost of a month per person active in it, in money (finops-unit)."""
    _require(users > 0, "no_users")
    return cost / users


def _cost_to_arpu(cost_per_user: float, revenue: float, users: float) -> float:
    """Infrastructure cost per user as a share of revenue per user (cloudpct)."""
    _require(revenue > 0, "no_revenue")
    return cost_per_user * users / revenue


def _cost_elasticity(cost_change: float, users_change: float) -> float:
    """Change of cost per change of users over the same time; above 1 every new user costs more (house)."""
    _require(users_change > SMALLEST_USER_CHANGE, "few_new_users")
    return cost_change / users_change


# People and code


def _revenue_per_engineer(revenue: float, engineers: float) -> float:
    """Revenue of a year per engineer, in money (rpe-openview)."""
    _require(engineers >= 1, "no_engineer")
    return revenue / engineers


def _arr_per_fte(arr: float, fte: float) -> float:
    """Yearly recurring revenue per full-time position, in money (rpe-openview)."""
    _require(fte > 0, "no_positions")
    return arr / fte


def _engineer_share(engineers: float, people: float) -> float:
    """Engineers as a share of the people who work on the product."""
    _require(people > 0, "nobody")
    return engineers / people


def _services_per_engineer(services: float, maintainers: float | None, engineers: float | None) -> float:
    """Deployed services per person who keeps them running; all engineers, unless fewer people are named."""
    people = engineers if maintainers is None else maintainers
    if people is None:
        raise NotComputable("missing", ("team.engineers",))
    _require(people > 0, "no_maintainers")
    return services / people


def _tech_debt_ratio(remediation_minutes: float, lines: float) -> float:
    """Effort to repair the code as a share of the effort to write it (sonar)."""
    _require(lines > 0, "no_code")
    return remediation_minutes / (lines * MINUTES_PER_LINE)


FORMULAS: Mapping[str, Formula] = {
    "churn_lifetime_months": Formula(("logo_churn_monthly",), _churn_lifetime_months),
    "annual_churn": Formula(("logo_churn_monthly",), _annual_churn),
    "ltv": Formula(("arpa_monthly", "gross_margin", "logo_churn_monthly"), _ltv),
    "ltv_cac": Formula(("ltv", "cac"), _ltv_cac),
    "cac_payback_months": Formula(("cac", "arpa_monthly", "gross_margin"), _cac_payback_months),
    "ltv_stated_gap": Formula(("ltv", "arpa_monthly", "gross_margin", "logo_churn_monthly"), _ltv_stated_gap),
    "grr_gap": Formula(("revenue_churn_monthly", "grr_annual"), _grr_gap),
    "margin_shortfall": Formula(("cloud_cost_pct_revenue", "gross_margin"), _margin_shortfall),
    "burn_multiple": Formula(("net_burn", "net_new_arr"), _burn_multiple, optional=("arr",)),
    "rule_of_40": Formula(("revenue_growth_yearly", "profit_margin"), _rule_of_40),
    "annual_growth_multiple": Formula(("mau_growth_monthly",), _annual_growth_multiple),
    "weekly_growth_as_monthly": Formula(("weekly_growth",), _weekly_growth_as_monthly),
    "k_amplification": Formula(("k_factor",), _k_amplification),
    "organic_paid_gap": Formula(("organic_share", "paid_share"), _organic_paid_gap),
    "nps_margin": Formula(("nps", "nps.sample"), _nps_margin, optional=("nps_promoter_share",)),
    "pmf_interval_low": Formula(("pmf_score", "pmf_score.sample"), _pmf_interval_low),
    "pmf_interval_high": Formula(("pmf_score", "pmf_score.sample"), _pmf_interval_high),
    "error_budget_minutes": Formula(("target_availability",), _error_budget_minutes),
    "error_budget_requests": Formula(("target_availability", "valid_events"), _error_budget_requests),
    "error_budget_consumed": Formula(("bad_events", "target_availability", "valid_events"), _error_budget_consumed),
    "error_budget_left": Formula(("error_budget_consumed",), _error_budget_left),
    "error_budget_days": Formula(("burn_rate",), _error_budget_days),
    "outage_budget_share": Formula(("outage_minutes", "error_budget_minutes"), _outage_budget_share),
    "burn_rate": Formula(("error_rate", "target_availability"), _burn_rate),
    "error_rate_excess": Formula(("error_rate", "availability"), _error_rate_excess),
    "serial_availability": Formula(("dependency_availability", "hard_dependencies"), _serial_availability),
    "headroom": Formula(("peak_utilization",), _headroom),
    "n_plus_one_ceiling": Formula(("instances_minimum",), _n_plus_one_ceiling),
    "capacity_runway_months": Formula(
        ("peak_utilization", "growth_monthly"), _capacity_runway_months, optional=("safe_limit",)
    ),
    "connections_runway_months": Formula(("db_connection_utilization", "growth_monthly"), _connections_runway_months),
    "write_runway_months": Formula(("write_utilization_of_largest", "growth_monthly"), _write_runway_months),
    "doubling_months": Formula(("growth_monthly",), _doubling_months),
    "linear_runway_months": Formula(
        ("storage_limit_gb", "storage_used_gb", "storage_growth_gb_monthly"), _linear_runway_months
    ),
    "wait_multiplier": Formula(("peak_utilization",), _wait_multiplier),
    "workers_needed": Formula(("job_arrivals_per_second", "job_seconds"), _workers_needed),
    "concurrency": Formula(("requests_per_second", "latency_p50_ms"), _concurrency),
    "backlog_drain_minutes": Formula(
        ("backlog_jobs", "drain_capacity_per_second", "job_arrivals_per_second"), _backlog_drain_minutes
    ),
    "db_pool_start": Formula(("db_cores",), _db_pool_start),
    "pool_per_instance": Formula(("db_pool_start", "app_instances"), _pool_per_instance),
    "connections_total": Formula(("app_instances", "db_pool_size"), _connections_total),
    "cloud_cost_pct_revenue": Formula(("infra_cost_monthly", "revenue_monthly"), _cloud_cost_pct_revenue),
    "cost_per_user": Formula(("infra_cost_monthly", "monthly_active_users"), _cost_per_user),
    "cost_to_arpu": Formula(("cost_per_user", "revenue_monthly", "monthly_active_users"), _cost_to_arpu),
    "cost_elasticity": Formula(("infra_cost_change", "users_change"), _cost_elasticity),
    "revenue_per_engineer": Formula(("revenue_yearly", "engineers_mean"), _revenue_per_engineer),
    "arr_per_fte": Formula(("arr", "fte"), _arr_per_fte),
    "engineer_share": Formula(("team.engineers", "team.size"), _engineer_share),
    "services_per_engineer": Formula(
        ("architecture.services",),
        _services_per_engineer,
        optional=("architecture.service_maintainers", "team.engineers"),
    ),
    "tech_debt_ratio": Formula(("remediation_minutes", "lines_of_code"), _tech_debt_ratio),
}
