"""The small mistakes that can be made in a file of C: one operator, bound, constant or condition each."""
import re
from typing import NamedTuple

TOKEN = re.compile(r"""
    (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<directive>(?:(?<=\n)|\A)[ \t]*\#(?:\\\n|[^\n])*)
  | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
  | (?P<name>[A-Za-z_]\w*)
  | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
  | (?P<operator><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w])
""", re.VERBOSE | re.DOTALL)

SWAPPED = {"&&": "||", "||": "&&", "==": "!=", "!=": "==", "+": "-", "-": "+"}
SHIFTED = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<")}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)")
# What stands in these is checked where it stands, and no test can see it.
ASSERTIONS = {"assert", "static_assert", "_Static_assert"}
# Behind these a sign belongs to the number that follows.
BEFORE_A_SIGN = {"return", "case", "sizeof"}


class Token(NamedTuple):
    kind: str
    text: str
    start: int


class Change(NamedTuple):
    line: int
    start: int
    end: int
    text: str


def tokens_of(source):
    """-> the tokens that may be changed: no comments, no directives, and nothing inside an assertion."""
    tokens = [Token(match.lastgroup, match.group(), match.start()) for match in TOKEN.finditer(source)
              if match.lastgroup not in ("comment", "directive")]
    kept, at = [], 0
    while at < len(tokens):
        if tokens[at].text in ASSERTIONS:
            at = closing(tokens, at + 1) + 1
        else:
            kept.append(tokens[at])
            at += 1
    return kept


def closing(tokens, at):
    """-> where the parenthesis that opens at `at` closes."""
    depth = 0
    while at < len(tokens):
        depth += {"(": 1, ")": -1}.get(tokens[at].text, 0)
        if depth == 0:
            return at
        at += 1
    return at


def is_between_values(tokens, at):
    before = tokens[at - 1] if at > 0 else Token("operator", ";", 0)
    return (before.kind == "number" or before.text in (")", "]")
            or (before.kind == "name" and before.text not in BEFORE_A_SIGN))


def replacements(tokens, at):
    token = tokens[at]
    if token.kind == "number":
        integer = INTEGER.fullmatch(token.text)
        if integer:
            value, suffix = int(integer[1], 16 if integer[1][:2] in ("0x", "0X") else 10), integer[2]
            for other in (value + 1, value - 1):
                if other >= 0:
                    yield f"{other:#x}{suffix}" if integer[1][:2] in ("0x", "0X") else f"{other}{suffix}"
    elif token.kind == "operator":
        if token.text in SHIFTED:
            yield from SHIFTED[token.text]
        elif token.text in SWAPPED and (token.text not in "+-" or is_between_values(tokens, at)):
            yield SWAPPED[token.text]


def changes_of(source):
    """-> every Change of a source, in the order of the places."""
    tokens, changes = tokens_of(source), []
    for at, token in enumerate(tokens):
        line = source.count("\n", 0, token.start) + 1
        for text in replacements(tokens, at):
            changes.append(Change(line, token.start, token.start + len(token.text), text))
        if token.text == "if" and at + 1 < len(tokens):
            start, end = tokens[at + 1].start, tokens[closing(tokens, at + 1)].start + 1
            changes.append(Change(line, start, end, f"(!{source[start:end]})"))
    return changes


def apply(source, change):
    return source[:change.start] + change.text + source[change.end:]


def lines_of(source, change):
    """-> the line as it is, and as the change makes it; blanks at the ends are nobody's concern."""
    return (source.splitlines()[change.line - 1].strip(),
            apply(source, change).splitlines()[change.line - 1].strip())
