#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds tests/parity.md to the CLI's reference: every command, flag and endpoint of tests/commands.txt has a row with a
place in the window whose control exists and a test that exists. Where the reference itself lies beside the repository
(../shared/seed, or RUN402_SEED), the list is held to it as well.
Usage: parity.py ROOT [--self-test]"""
import os
import pathlib
import re
import sys

ROW = re.compile(r"^\|(.+)\|\s*$")
CODE = re.compile(r"`([^`]+)`")
TEST = re.compile(r"^(tests/[a-z]+/tst_\w+\.cpp):\s*(\w+)$")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def rows_of(text):
    """Cells of every table row, heads and rules left out, with the line's number."""
    rows = []
    head_next = True
    for number, line in enumerate(text.splitlines(), 1):
        match = ROW.match(line)
        if not match:
            head_next = True
            continue
        cells = [cell.strip() for cell in match.group(1).split("|")]
        if head_next or all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            head_next = False
            continue
        rows.append((number, cells))
    return rows


def wanted_of(text):
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


class Names:
    """Object names that ui/ and app/ give, whole or put together."""

    def __init__(self, sources):
        self.literals = set()
        for text in sources:
            self.literals.update(LITERAL.findall(text))
        self.patterns = [re.compile(re.sub(r"%\d", "[^.]+", re.escape(s).replace(r"\%", "%"))) for s in self.literals
                         if "%1" in s and re.fullmatch(r"[\w.%-]+", s)]

    def has(self, name):
        if name in self.literals:
            return True
        if any(p.fullmatch(name) for p in self.patterns):
            return True
        dots = [i for i, c in enumerate(name) if c == "."]
        for i in dots:  # "wallet.faucet." + rail, or "history" + ".list"
            if i and name[: i + 1] in self.literals and len(name) > i + 1:
                return True
            if name[:i] in self.literals and name[i:] in self.literals:
                return True
        return False


def check(table, wanted, names, has_test):
    """What is wrong with the table, one line each."""
    problems = []
    seen = {}
    for number, cells in rows_of(table):
        where = f"parity.md:{number}"
        commands = CODE.findall(cells[0])
        if len(commands) != 1 or cells[0] != f"`{commands[0]}`":
            problems.append(f"{where}: the first column is one command, flag or endpoint in backquotes: {cells[0]}")
            continue
        if commands[0] in seen:
            problems.append(f"{where}: {commands[0]} stands in line {seen[commands[0]]} already")
        seen[commands[0]] = number
        if len(cells) != 4:
            problems.append(f"{where}: {commands[0]}: four columns are expected, {len(cells)} are there")
            continue
        if len(re.findall(r"\w+", cells[1])) < 2:
            problems.append(f"{where}: {commands[0]}: no place in words")
        controls = CODE.findall(cells[2])
        if not controls:
            problems.append(f"{where}: {commands[0]}: no control")
        for control in controls:
            if not names.has(control):
                problems.append(f"{where}: {commands[0]}: no control of ui/ or app/ is named {control}")
        tests = CODE.findall(cells[3])
        if not tests:
            problems.append(f"{where}: {commands[0]}: no test")
        for test in tests:
            match = TEST.match(test)
            if not match:
                problems.append(f"{where}: {commands[0]}: a test is written tests/gui/tst_x.cpp: function, not {test}")
            elif not has_test(match.group(1), match.group(2)):
                problems.append(f"{where}: {commands[0]}: there is no test {test}")
    for name in wanted:
        if name not in seen:
            problems.append(f"{name} has no row")
    for name in seen:
        if name not in wanted:
            problems.append(f"parity.md:{seen[name]}: {name} is not in tests/commands.txt")
    return problems


def check_seed(text, wanted):
    """Every command, flag and endpoint the reference's own text still holds. Its placeholders are lost, and with them
    the words of some commands, so it can only be asked whether what is left is known."""
    problems = []
    begin, end = text.find("## Command Reference"), text.find("## REST API")
    reference = text[begin if begin >= 0 else 0: end if end >= 0 else len(text)]
    commands = {name.split(" --")[0] for name in wanted if not re.match(r"[A-Z]+ /", name)}
    for snippet in CODE.findall(reference):
        if not snippet.startswith("run402 "):
            continue
        words = []
        for word in snippet.split()[1:]:
            if not re.fullmatch(r"[a-z]+", word):
                break
            words.append(word)
        command = " ".join(words)
        # What follows a command may be its argument: "message send hello".
        fits = [c for c in commands if c == command or c.startswith(command + " ") or command.startswith(c + " ") or not command]
        if not fits:
            problems.append(f"the reference has the command {command or snippet}, tests/commands.txt does not")
        for flag in re.findall(r"--[a-z-]+", snippet):
            if not any(f"{c} {flag}" in wanted for c in fits):
                problems.append(f"the reference has {command} {flag}, tests/commands.txt does not")
    endpoints = {re.sub(r"^[A-Z]+ ", "", name) for name in wanted if re.match(r"[A-Z]+ /", name)}
    for path in set(re.findall(r"/(?:rest|auth)/v1/[\w/{}]+(?:\?grant_type=\w+)?", text)):
        base = re.sub(r"(/rest/v1/).*", r"\1{table}", path)
        if not any(e == base or e.startswith(base + "?") for e in endpoints):
            problems.append(f"the reference has the endpoint {path}, tests/commands.txt does not")
    return problems


def self_test():
    """Each thing that can be wrong is found; a whole table is fine."""
    names = Names(['setObjectName(u"a.one"_s); u"a.many."_s + id; u"tier.%1.action"_s; List("past"); prefix + ".list"'])
    fine = "| Command | Place | Control | Test |\n|---|---|---|---|\n| `go` | Pane Go, button One | `a.one` | `tests/gui/tst_a.cpp: goes` |\n"
    tested = lambda file, function: (file, function) == ("tests/gui/tst_a.cpp", "goes")
    assert check(fine, ["go"], names, tested) == []
    for control in ("a.many.x", "tier.hobby.action", "past.list"):
        assert check(fine.replace("a.one", control), ["go"], names, tested) == [], control
    for old, new, say in (("`a.one`", "", "no control"), ("`a.one`", "`a.two`", "named a.two"), ("Pane Go, button One", "", "no place"),
                          ("`tests/gui/tst_a.cpp: goes`", "", "no test"), ("goes", "stays", "there is no test"),
                          ("`tests/gui/tst_a.cpp: goes`", "`somewhere`", "is written"), ("`go`", "go", "first column"),
                          ("| `a.one` ", "", "four columns")):
        found = check(fine.replace(old, new), ["go"], names, tested)
        assert any(say in line for line in found), (say, found)
    assert any("has no row" in line for line in check(fine, ["go", "go --far"], names, tested))
    assert any("not in tests" in line for line in check(fine, [], names, tested))
    seed = "## Command Reference ### go - `run402 go ` - `run402 go [--far ]` ## REST API fetch(API + '/rest/v1/items')"
    assert check_seed(seed, ["go on", "go on --far", "GET /rest/v1/{table}"]) == []
    assert len(check_seed(seed, ["stay"])) == 4, check_seed(seed, ["stay"])


def main():
    root = pathlib.Path(sys.argv[1])
    self_test()
    wanted = wanted_of((root / "tests/commands.txt").read_text(encoding="utf-8"))
    sources = [p.read_text(encoding="utf-8") for folder in ("ui", "app") for p in sorted((root / folder).rglob("*")) if p.suffix in (".cpp", ".h")]

    def has_test(file, function):
        path = root / file
        return path.is_file() and re.search(rf"\bvoid {function}\(\)", path.read_text(encoding="utf-8")) is not None

    problems = check((root / "tests/parity.md").read_text(encoding="utf-8"), wanted, Names(sources), has_test)
    seed = pathlib.Path(os.environ.get("RUN402_SEED", root.parent / "shared" / "seed"))
    read = 0
    for path in sorted(seed.glob("*.txt")) if seed.is_dir() else []:
        problems += check_seed(path.read_text(encoding="utf-8"), wanted)
        read += 1
    if problems:
        print("\n".join(problems))
        print(f"{len(problems)} findings")
        sys.exit(1)
    print(f"parity: {len(wanted)} rows, each with a place and a test" + (", held to the reference" if read else ""))


main()
