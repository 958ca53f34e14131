"""No test without a claim: each one asserts something that can fail, itself or by what it calls."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
RAISING = {"raises", "fail", "warns"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[tuple[str, Function]]:
    """(class name or "", function) of all that stand in a module, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from ((node.name, each) for each in node.body if isinstance(each, Function))
    inside = {id(each) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in node.body}
    yield from (("", node) for node in ast.walk(tree) if isinstance(node, Function) and id(node) not in inside)


def claims(node: ast.AST) -> bool:
    """Whether something here fails by itself: an assertion of more than a constant, or `pytest.raises` and the like."""
    match node:
        case ast.Assert(test):
            return not isinstance(test, ast.Constant)
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="pytest"), attr=name)):
            return name in RAISING
        case ast.Call(func=ast.Attribute(attr=name)):
            return name.startswith("assert_")
    return False


def called(function: Function) -> set[str]:
    """The names that a function calls; a fixture that it asks for is called too."""
    names = {argument.arg for argument in function.args.args}
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                names.add(name)
            case ast.Call(func=ast.Call(func=ast.Name(id=name))):
                names.add(name)
    return names


def without_claim(sources: dict[str, str]) -> list[str]:
    """`path::name` of the tests that claim nothing. A helper is found by its name, in its own module first."""
    known: dict[str, dict[str, list[Function]]] = {}
    anywhere: dict[str, list[tuple[str, Function]]] = defaultdict(list)
    for path, source in sources.items():
        known[path] = defaultdict(list)
        for _, function in functions(ast.parse(source)):
            known[path][function.name].append(function)
            if not function.name.startswith("test_"):
                anywhere[function.name].append((path, function))

    def claiming(path: str, function: Function, seen: frozenset[int]) -> bool:
        if any(claims(node) for node in ast.walk(function)):
            return True
        for name in called(function):
            here = [(path, each) for each in known[path].get(name, ())]
            for where, helper in here or anywhere.get(name, ()):
                if id(helper) not in seen and claiming(where, helper, seen | {id(helper)}):
                    return True
        return False

    return [
        f"{path}::{function.name}"
        for path, named in known.items()
        for name, some in named.items()
        if name.startswith("test_") and Path(path).name.startswith("test_")
        for function in some
        if not claiming(path, function, frozenset({id(function)}))
    ]


def test_every_test_claims_something():
    sources = {file.relative_to(TESTS).as_posix(): file.read_text("utf-8") for file in sorted(TESTS.rglob("*.py"))}
    assert len(sources) > 100
    assert without_claim(sources) == []


def test_what_is_no_claim_is_seen():
    here = """
import pytest
def test_empty(): pass
def test_constant(): assert True
def test_calls(): look()
def test_unknown(): print(1)
def look(): return 1
def test_asserts(): assert look() == 1
def test_by_helper(): check()
def test_by_method(): Person().sees()
async def test_raises():
    with pytest.raises(ValueError): int("x")
def check(): deeper()
def deeper(): assert look()
"""
    there = "class Person:\n    def sees(self):\n        assert self\n"
    found = without_claim({"test_here.py": here, "person.py": there})
    assert found == [f"test_here.py::test_{name}" for name in ("empty", "constant", "calls", "unknown")]
