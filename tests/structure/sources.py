"""sources.py ROOT: the files of src/ and include/ keep three rules.

  circles  No file includes, by way of others, itself. A header counts as its source: tracker.h, wherever it
           stands, and tracker.c of the same layer are one.
  tags     No two structs have the same tag.
  strays   What a header declares is defined in the file of its name.

`python3 -m unittest` in this folder shows that each is found where it is broken.
"""
import pathlib
import re
import sys

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
DIRECTIVE = re.compile(r"^\s*#(?:\\\n|[^\n])*", re.MULTILINE)
TAG = re.compile(r"\bstruct\s+(\w+)\s*\{")
NAME_BEFORE_PARAMETERS = re.compile(r"(\w+)\s*\($")


def files(root):
    """Path below `root` -> text, of all C sources."""
    found = {}
    for folder in ("include", "src"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".c", ".h", ".def"):
                found[path.relative_to(root).as_posix()] = path.read_text()
    return found


def node(path):
    """What a header and its source are called together: the layer, and the file's name without its end."""
    parts = pathlib.PurePosixPath(path).parts
    layer = parts[2] if parts[0] == "include" and len(parts) > 3 else parts[1]
    return f"{layer}/{pathlib.PurePosixPath(path).stem}"


def resolve(name, sources):
    """The file that an include directive means; None: it is not the project's."""
    for folder in ("include/", "src/"):
        if folder + name in sources:
            return folder + name
    return None


def include_graph(sources):
    graph = {node(path): set() for path in sources}
    for path, text in sources.items():
        for name in INCLUDE.findall(text):
            included = resolve(name, sources)
            if included is not None and node(included) != node(path):
                graph[node(path)].add(node(included))
    return graph


def reachable(graph, start):
    seen, waiting = set(), list(graph[start])
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting.extend(graph[at])
    return seen


def circles(sources):
    """The sets of files that include each other, each as a sorted list."""
    graph = include_graph(sources)
    reach = {name: reachable(graph, name) for name in graph}
    found = {tuple(sorted(other for other in reach[name] if name in reach[other]))
             for name in graph if name in reach[name]}
    return [list(circle) for circle in sorted(found)]


def code(text):
    """Without comments, words in quotes and directives."""
    return DIRECTIVE.sub("", COMMENT_OR_STRING.sub(" ", text))


def double_tags(sources):
    places = {}
    for path, text in sources.items():
        for tag in TAG.findall(code(text)):
            places.setdefault(tag, []).append(path)
    return {tag: paths for tag, paths in places.items() if len(paths) > 1}


def top_level(text):
    """The pieces of a file outside braces, each with whether a body follows it."""
    depth, piece = 0, []
    for character in code(text):
        if character == "{":
            if depth == 0:
                yield "".join(piece), True
                piece = []
            depth += 1
        elif character == "}":
            depth -= 1
            piece = []
        elif character == ";" and depth == 0:
            yield "".join(piece), False
            piece = []
        elif depth == 0:
            piece.append(character)


def function_name(piece):
    """The name that a declaration gives a function; None: it is not one of a function that is visible elsewhere."""
    piece = re.sub(r"__attribute__\s*\(\(.*?\)\)+", " ", piece, flags=re.DOTALL)
    words = piece.split("(")[0].split()
    if "(" not in piece or "=" in piece.split("(")[0] or "static" in words or "typedef" in words or len(words) < 2:
        return None
    match = NAME_BEFORE_PARAMETERS.search(piece[:piece.index("(") + 1])
    return match.group(1) if match else None


def functions(text, defined):
    names = (function_name(piece) for piece, body in top_level(text) if body == defined)
    return {name for name in names if name is not None}


def strays(sources):
    """Header -> the functions that it declares and no source of its name defines."""
    defined = {}
    for path, text in sources.items():
        if path.endswith(".c"):
            defined.setdefault(node(path), set()).update(functions(text, True))
    found = {}
    for path, text in sources.items():
        if path.endswith(".h"):
            missing = functions(text, False) - defined.get(node(path), set())
            if missing:
                found[path] = sorted(missing)
    return found


def main():
    sources = files(pathlib.Path(sys.argv[1]))
    broken = [f"a circle of includes: {' '.join(circle)}" for circle in circles(sources)]
    broken += [f"struct {tag} is defined in {' and '.join(paths)}" for tag, paths in double_tags(sources).items()]
    broken += [f"{path} declares what no file of its name defines: {' '.join(names)}"
               for path, names in strays(sources).items()]
    print("\n".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
