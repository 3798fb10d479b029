#!/usr/bin/env python3
"""Every diagram that --mermaid writes is drawn by mermaid itself, in Chromium.

usage: mermaid.py PROGRAM MERMAID.min.js CAPTURE…

`.ci/install page` brings tests/page/node_modules/mermaid/dist/mermaid.min.js. Status 77: that file or Chromium
is absent.
"""
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIP = 77
ESCAPE = re.compile(r"#(35|37|38|59|60|62|96);")  # one that was not read as such
PAGE = """<!doctype html><meta charset="utf-8"><pre id="result"></pre><script src="{script}"></script><script>
const diagrams = {diagrams};
(async () => {{
  const results = [];
  mermaid.initialize({{ startOnLoad: false }});
  for (const [i, diagram] of diagrams.entries()) {{
    try {{
      const {{ svg }} = await mermaid.render("d" + i, diagram);
      const text = new DOMParser().parseFromString(svg, "text/html").body.textContent;
      results.push({{ arrows: (svg.match(/class="messageLine[01]"/g) || []).length, text }});
    }} catch (error) {{
      results.push({{ error: String(error) }});
    }}
  }}
  document.getElementById("result").textContent = "RESULT" + JSON.stringify(results) + "END";
}})();
</script>"""


def diagrams_of(program, capture, folder):
    path = Path(folder) / "flows.md"
    subprocess.run([program, "--count", "--mermaid", path, "-nn", "-r", capture], check=True, capture_output=True,
                   timeout=600)
    return re.findall(r"^```mermaid\n(.*?)^```$", path.read_text(), re.M | re.S)


def drawn(script, diagrams, folder):
    page = Path(folder) / "page.html"
    page.write_text(PAGE.format(script=Path(script).absolute().as_uri(),
                                diagrams=json.dumps(diagrams).replace("<", "\\u003c")))
    run = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/user",
                          "--virtual-time-budget=60000", "--dump-dom", page.as_uri()],
                         check=True, capture_output=True, timeout=600)
    found = re.search(r"RESULT(\[.*?\])END", run.stdout.decode(), re.S)
    return json.loads(html.unescape(found.group(1)))


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__)
    program, script, *captures = arguments
    if not Path(script).is_file() or not shutil.which("chromium"):
        print("skipped: mermaid or chromium is absent")
        return SKIP
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        diagrams = [d for c in captures for d in diagrams_of(program, c, folder)]
        for diagram, result in zip(diagrams, drawn(script, diagrams, folder), strict=True):
            arrows = len(re.findall(r"^    [CS]-", diagram, re.M))
            if "error" in result or result["arrows"] != arrows or ESCAPE.search(result["text"]):
                bad += 1
                print(diagram, result)
    print(f"captures={len(captures)} diagrams={len(diagrams)} bad={bad}")
    return 1 if bad or not diagrams else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
