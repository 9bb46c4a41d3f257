#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails on files and functions that outgrew their budget; names those that are about to.

    tools/check_sizes.py [--soft] [ROOT]

    .cc 800 lines (aim 400) · .h 400 (aim 200) · function 60 (aim 40) · 5 parameters (aim 3)

`// SIZE: reason` lifts a limit: for the file when it stands in its first ten lines, for a function
when it stands inside it or on one of the three lines above. --soft lists what is above the aim.
Functions are found by their braces, not by a compiler: macros that open a brace are not understood.
"""
import pathlib
import re
import sys

HARD = {".cc": 800, ".h": 400, ".py": 800, "function": 60, "parameters": 5}
SOFT = {".cc": 400, ".h": 200, ".py": 400, "function": 40, "parameters": 3}
FOLDERS = ("src", "bench", "tests", "tools")
LIFT = re.compile(r"//\s*SIZE:\s*\S|#\s*SIZE:\s*\S")
# What is no code: comments, raw strings, strings, characters. Newlines stay, so that lines count.
NO_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|\bR"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
CONTAINER = re.compile(r"(^|[\s>])(namespace|class|struct|union|enum|extern)\b[^()=]*$")
GROUP = re.compile(r"[\w>\]=!<+*/&|^~%()-]\s*\(")


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def parameters(head):
    """How many parameters the function whose text up to its brace is `head` takes."""
    opened = GROUP.search(head)
    if not opened:
        return 0
    depth, angle, commas, empty = 0, 0, 0, True
    for char in head[opened.end() - 1:]:
        if char in "([{":
            depth += 1
            continue
        if char in ")]}":
            depth -= 1
            if depth == 0:
                break
            continue
        if depth == 1 and char in "<>":
            angle += 1 if char == "<" else -1
        if depth == 1 and angle <= 0 and char == ",":
            commas += 1
        empty = empty and char.isspace()
    return 0 if empty else commas + 1


def is_container(head):
    head = re.sub(r"template\s*<[^{}]*?>\s*(?=(class|struct|union)\b)", "", head)
    return bool(CONTAINER.search(head.strip())) or head.strip() == ""


def functions(text):
    """(first line, last line, head) of every function body that is in no other function."""
    code = DIRECTIVE.sub(blank, NO_CODE.sub(blank, text))
    stack, start, line = [], 0, 1
    for pos, char in enumerate(code):
        if char == "\n":
            line += 1
        elif char == ";" and not any(kind == "function" for kind, *_ in stack):
            start = pos + 1
        elif char == "{":
            head = code[start:pos]
            inside = any(kind in ("function", "data", "value") for kind, *_ in stack)
            head_line = line - head.lstrip().count("\n")
            kind = "inner" if inside else kind_of(head)
            if kind == "function" and not code[pos - 1].isspace():
                kind = "value"  # member_{x} in a constructor's list: its body is still to come
            stack.append((kind, head_line, head))
            if kind in ("function", "container"):
                start = pos + 1
        elif char == "}" and stack:
            kind, first, head = stack.pop()
            if kind == "function":
                yield first, line, head
            if kind in ("function", "container"):
                start = pos + 1


def kind_of(head):
    if is_container(head):
        return "container"
    plain = re.sub(r"operator\s*[^\s(]+", "operator", head)
    plain = re.sub(r"\([^()]*\)", "()", re.sub(r"\([^()]*\)", "()", plain))
    if "(" in plain and not re.search(r"(?<![=!<>])=(?!=)", plain):
        return "function"
    return "data"


def faults_of(rel, text, budget):
    lines = text.split("\n")
    count = len(lines) - 1
    limit = budget.get(rel.suffix)
    if limit and count > limit and not any(LIFT.search(line) for line in lines[:10]):
        yield f"{rel}: {count} lines, budget {limit}"
    if rel.suffix not in (".cc", ".h"):
        return
    for first, last, head in functions(text):
        lifted = any(LIFT.search(line) for line in lines[max(0, first - 4):last])
        if lifted:
            continue
        name = " ".join(head.split())[-60:]
        if last - first + 1 > budget["function"]:
            yield f"{rel}:{first}: a function of {last - first + 1} lines, budget {budget['function']}: …{name}"
        if parameters(head) > budget["parameters"]:
            yield f"{rel}:{first}: {parameters(head)} parameters, budget {budget['parameters']}: …{name}"


def check(root, budget=None):
    faults, count = [], 0
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cc", ".py") and path.is_file():
                count += 1
                rel = path.relative_to(root)
                faults += faults_of(rel, path.read_text(errors="replace"), budget or HARD)
    return faults, count


def main():
    words = [word for word in sys.argv[1:] if word != "--soft"]
    root = pathlib.Path(words[0] if words else ".").resolve()
    faults, count = check(root)
    if "--soft" in sys.argv:
        print("\n".join(check(root, SOFT)[0]))
        return 0
    print("\n".join(faults) or f"sizes: {count} files, within their budgets")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
