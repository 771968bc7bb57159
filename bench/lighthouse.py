"""Lighthouse on a phone: front page, article, list, search and its results; the median of several runs of each.

    .venv/bin/python -m bench.lighthouse http://127.0.0.1:8000 [--runs 5]

Asks a portal that runs (BASE_URL as given). Needs node, chromium and the npm package `lighthouse`: `npm install
lighthouse` here, or its folder in LIGHTHOUSE. Ends with 1 where a median is under its bar, with 2 where Lighthouse is
not there. The bars of performance hold for a machine that does nothing else.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.pages_of import of_every_kind

HOME = Path(os.environ.get("LIGHTHOUSE", "node_modules/lighthouse"))
BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# milliseconds, but for the shift
LIMITS = {"largest-contentful-paint": 1500.0, "total-blocking-time": 100.0, "cumulative-layout-shift": 0.02}
FLAGS = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"

Run = dict[str, float]


def main(base: str, runs: int) -> int:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not (browser and shutil.which("node") and (HOME / "cli" / "index.js").is_file()):
        say("Lighthouse is not there: it needs node, chromium and `npm install lighthouse`.")
        return 2
    pages = of_every_kind(base)
    chosen = {"front page": pages["/"], "article": pages["articles"], "list": pages["sections"]}
    chosen |= {"search": pages["/search/"], "results": pages["/search/?q=gauge"]}
    kept = [report(name, [measured(address, browser) for _ in range(runs)]) for name, address in chosen.items()]
    return 0 if all(kept) else 1


def measured(address: str, browser: str) -> Run:
    """One run: the four scores in per cent, and the figures that have limits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "told.json")  # of what it prints, the end is lost now and then
        command = ["node", HOME / "cli" / "index.js", address, "--quiet", "--output=json", FLAGS, "--output-path", path]
        subprocess.run(command, capture_output=True, check=True, env=os.environ | {"CHROME_PATH": browser})
        told = json.loads(path.read_bytes())
    scores = {name: round(100 * told["categories"][name]["score"]) for name in BARS}
    return scores | {name: told["audits"][name]["numericValue"] for name in LIMITS}


def report(name: str, runs: list[Run]) -> bool:
    """Print the medians of a page; whether all keep their bars. Results are `noindex` on purpose."""
    middle = {figure: statistics.median(run[figure] for run in runs) for figure in runs[0]}
    bars = {category: bar for category, bar in BARS.items() if (name, category) != ("results", "seo")}
    low = [category for category, bar in bars.items() if middle[category] < bar]
    slow = [figure for figure, limit in LIMITS.items() if middle[figure] > limit]
    scores = "/".join(f"{middle[category]:.0f}" for category in BARS)
    say(
        f"{name:10} {scores:16} LCP {middle['largest-contentful-paint']:.0f} ms  "
        f"blocked {middle['total-blocking-time']:.0f} ms  CLS {middle['cumulative-layout-shift']:.3f}"
        + (f"   NOT KEPT: {', '.join(low + slow)}" if low or slow else "")
    )
    return not low and not slow


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # for a person


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("base")
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args()
    sys.exit(main(given.base.rstrip("/"), given.runs))
