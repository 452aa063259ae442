"""No input is a traceback, a hang or a full memory; what this does at length: tools/fuzz.py."""

from __future__ import annotations

import re
import sys

import pytest
from fuzzing import POLICY, PROJECT, TARGETS, call, files, limits, with_rule
from fuzzing_word import WORD_TARGETS

#: So many that all of it takes half a minute where nothing else runs.
CASES = 60
HOSTILE = [
    "'a' * 10**9",
    "[0]*9999999",
    "[0] * 9999999",
    "'%99999999d' % 1",
    "(" * 500 + "1" + ")" * 500,
    "not " * 500 + "true",
    "[" * 100 + "]" * 100,
    "1" + " + 1" * 5000,
    "it.__class__.__mro__",
    "it|attr('__class__')",
    "range(10**9)",
    "x" * 100_000,
    "{'a': 1}",
    "9" * 100_000,
    "1e999999999",
    "'\\x00' == 1",
    "lipsum() if 1 else 2",
    "it['a':'b']",
]


ALL = TARGETS | WORD_TARGETS


@pytest.mark.parametrize("name", ALL)
def test_whatever_comes_in(name: str) -> None:
    """A documented exit code and a word about it, in time."""
    limits(CASES, same=True)(ALL[name])()


@pytest.mark.parametrize("expression", HOSTILE, ids=[text[:20] for text in HOSTILE])
def test_a_hostile_expression_is_refused_at_its_place(expression: str) -> None:
    """When the policy loads: nothing of it is ever evaluated."""
    written = expression.replace("\\", "\\\\").replace('"', '\\"')
    policy = with_rule(f'assert: "{written}"')
    line = policy[: policy.index("    assert:")].count("\n") + 1
    with files({"p.yaml": PROJECT, "policies/benchmark/policy.yaml": policy}) as folder:
        code, _output, said = call(["check", str(folder / "p.yaml"), "--lang", "en"], "gbk")
    assert code == 3
    found = re.search(rf"benchmark/policy\.yaml:{line}:(\d+): ", said)
    assert found
    # Inside the expression, which begins behind `    assert: "`.
    assert 14 <= int(found[1]) <= 14 + len(written)


def test_a_bomb_of_aliases_and_a_deep_nest(capfd: pytest.CaptureFixture[str]) -> None:
    """They are findings: found before anything grows."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    for text in (bomb, "name: " + "[" * 200_000, "name: " + "{a: " * 100_000):
        contents = {"p.yaml": text, "policies/benchmark/policy.yaml": POLICY}
        with files(contents) as folder:
            assert call(["check", str(folder / "p.yaml")]).code == 1
    assert not capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak of the memory")
def test_memory_stays_small() -> None:
    """The largest a file may be, nothing but fields: 500 MB is far above what it takes."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    text = PROJECT + "remedies:\n" + "".join(f"  - {{id: R-{n}}}\n" for n in range(40_000))
    with files({"p.yaml": text, "policies/benchmark/policy.yaml": POLICY}) as folder:
        call(["check", str(folder / "p.yaml")])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit - before < 500_000_000
