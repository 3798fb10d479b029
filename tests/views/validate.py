#!/usr/bin/env python3
"""Validate JSON Lines against a JSON Schema (2020-12).

usage: validate.py SCHEMA [PROGRAM ARGUMENT… --] CAPTURE…

Each capture is read by the program with --json (or taken as JSON Lines itself, without a program) and
each line of its output is held against the schema. Only the standard library is used: the keywords
below are those that our schema uses, and any other makes the validator stop.
"""
import json
import re
import subprocess
import sys

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
ANNOTATIONS = {"$schema", "$defs", "title", "description"}


def has_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def same(a, b):
    return type(a) is type(b) and a == b


class Validator:
    """Yields what is wrong with a value, as (path, message)."""

    def __init__(self, root):
        self.root = root

    def resolve(self, reference):
        node = self.root
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        return node

    def faults(self, schema, value, path="$"):
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS:
                continue
            check = getattr(self, "check_" + keyword.lstrip("$"), None)
            if check is None:
                raise SystemExit(f"the schema uses a keyword that is not known here: {keyword}")
            yield from check(wanted, value, path, schema)

    def check_ref(self, reference, value, path, _):
        yield from self.faults(self.resolve(reference), value, path)

    def check_type(self, names, value, path, _):
        names = [names] if isinstance(names, str) else names
        if not any(has_type(value, name) for name in names):
            yield path, f"{value!r} is not of type {names}"

    def check_const(self, wanted, value, path, _):
        if not same(value, wanted):
            yield path, f"{value!r} is not {wanted!r}"

    def check_enum(self, wanted, value, path, _):
        if not any(same(value, one) for one in wanted):
            yield path, f"{value!r} is none of {wanted}"

    def check_pattern(self, pattern, value, path, _):
        if isinstance(value, str) and not re.search(pattern, value):
            yield path, f"{value!r} does not match {pattern}"

    def check_minimum(self, least, value, path, _):
        if has_type(value, "number") and value < least:
            yield path, f"{value} is less than {least}"

    def check_maximum(self, most, value, path, _):
        if has_type(value, "number") and value > most:
            yield path, f"{value} is more than {most}"

    def check_minItems(self, least, value, path, _):
        if isinstance(value, list) and len(value) < least:
            yield path, f"fewer than {least} items"

    def check_maxItems(self, most, value, path, _):
        if isinstance(value, list) and len(value) > most:
            yield path, f"more than {most} items"

    def check_items(self, schema, value, path, _):
        for i, item in enumerate(value if isinstance(value, list) else []):
            yield from self.faults(schema, item, f"{path}[{i}]")

    def check_required(self, names, value, path, _):
        for name in names:
            if isinstance(value, dict) and name not in value:
                yield path, f"{name} is missing"

    def check_properties(self, properties, value, path, _):
        for name, schema in properties.items():
            if isinstance(value, dict) and name in value:
                yield from self.faults(schema, value[name], f"{path}.{name}")

    def check_additionalProperties(self, allowed, value, path, schema):
        if allowed is False and isinstance(value, dict):
            for name in value.keys() - schema["properties"].keys():
                yield path, f"{name} is not allowed"

    def check_anyOf(self, schemas, value, path, _):
        if all(list(self.faults(schema, value, path)) for schema in schemas):
            yield path, "matches no alternative"

    def check_oneOf(self, schemas, value, path, _):
        tried = [list(self.faults(schema, value, path)) for schema in schemas]
        matches = sum(not faults for faults in tried)
        if matches == 0:
            yield min(tried, key=len)[0]
        elif matches > 1:
            yield path, f"matches {matches} alternatives"


def lines_of(program, capture):
    if not program:
        with open(capture, encoding="utf-8") as file:
            return file.read().splitlines()
    run = subprocess.run(program + [capture], capture_output=True, timeout=600)
    return run.stdout.decode("utf-8").splitlines()


def order_faults(records):
    """The first record is the capture, the last the summary, and neither stands elsewhere."""
    types = [record.get("type") for record in records]
    if types[:1] != ["capture"] or types[-1:] != ["summary"]:
        yield "the records do not begin with capture and end with summary"
    if types.count("capture") > 1 or types.count("summary") > 1:
        yield "more than one capture or summary record"


def main(arguments):
    schema, *rest = arguments
    program, captures = [], rest
    if "--" in rest:
        cut = rest.index("--")
        program, captures = rest[:cut], rest[cut + 1 :]
    with open(schema, encoding="utf-8") as file:
        root = json.load(file)
    validator, bad, count = Validator(root), 0, 0
    for capture in captures:
        records = [json.loads(line) for line in lines_of(program, capture)]
        for fault in order_faults(records):
            bad += 1
            print(f"{capture}: {fault}")
        for number, record in enumerate(records, 1):
            count += 1
            for path, message in validator.faults(root, record):
                bad += 1
                print(f"{capture}:{number}: {path}: {message}")
    print(f"captures={len(captures)} records={count} faults={bad}")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
