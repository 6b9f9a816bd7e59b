"""An explanation added up again, by nothing but the numbers that it lists."""

from fractions import Fraction

TARIFFS = {
    "why.plain",
    "why.step",
    "why.step_gap",
    "why.step_overlap",
    "why.no_step",
    "why.mark",
    "why.nothing",
}
PRODUCTS = {"why.each", "why.per", "why.whole"}
TAKES = {
    "why.sum": sum,
    "why.highest": max,
    "why.lowest": min,
    "why.mean": lambda parts: Fraction(sum(parts)) / len(parts),
}
EDGES = {
    "why.floor": ("least", max),
    "why.ceiling": ("most", min),
}
EVER = {"why.ever_floor", "why.ever_ceiling"}


def points(item):
    """What an item came to, by its steps; a part by its own."""
    assert item.code == "why.item"
    value, parts = Fraction(0), []
    for step in item.because:
        code, params = step.code, step.params
        if code == "why.item":
            parts.append(points(step))
        elif code in TAKES:
            value = TAKES[code](parts)
        elif code == "why.records":
            value = records(step)
        elif code in TARIFFS | PRODUCTS:
            value = tariff(step)
        elif code == "why.counted":
            value = params["counted"]
        elif code == "why.own":
            value += params["own"]
            assert value == params["total"]
        elif code in EDGES:
            name, pick = EDGES[code]
            value = pick(value, params[name])
        elif code in EVER:
            value = params["limited"]
        elif code == "why.weight":
            value *= params["weight"]
        elif code == "why.rounded":
            value = rounded(value, params["decimals"])
    assert value == item.params["points"]
    return value


def tariff(step):
    """What one line of arithmetic comes to."""
    params = step.params
    if step.code in PRODUCTS:
        count = params["number"] / params["per"]
        count = Fraction(int(count)) if step.code == "why.whole" else count
        assert count * params["points"] == params["earned"]
    return params["earned"]


def records(step):
    """What records earned together."""
    for one in step.because:
        assert tariff(one.because[-1]) == one.params["earned"]
    assert sum(one.params["earned"] for one in step.because) == step.params["earned"]
    return step.params["earned"]


def rounded(number, decimals):
    """To so many decimals, halves away from 0."""
    scaled = abs(number) * 10**decimals
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if number > 0 else -whole, 10**decimals)


def walk(reasons):
    """Every reason of a tree."""
    for reason in reasons:
        yield reason
        yield from walk(reason.because)
