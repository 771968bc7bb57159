"""What the difference of two long versions costs, by how much of the text was changed.

    bin/manage shell -c "from bench import differences; differences.main()"

Joins real articles to a text of 20 000 words, changes it in five ways, takes another text for it in two, and compares
each with the first: median CPU of five. Ends with 1 where one costs more than the budget, with 2 where the archives
are not there.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from statistics import median

from articles import comparing
from bench.load import DATA
from portal.lib import sanitise

WORDS = 20_000
BUDGET = 0.200
TIMES = 5
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_TAGS = re.compile(r"</?p>")


def main(words: int = WORDS) -> None:
    texts, others = paragraphs_of(words), paragraphs_of(2 * words)
    others = others[len(texts) :]
    made = {name: "".join(change(texts)) for name, change in CHANGES.items()}
    made |= {"another text altogether": "".join(others), "another in one paragraph": _TAGS.sub(" ", "".join(others))}
    worst = max(report(name, "".join(texts), new) for name, new in made.items())
    sys.exit(1 if worst > BUDGET else 0)


def paragraphs_of(words: int) -> list[str]:
    """The first of the archive that have so many words together; ends with 2 where it is not there."""
    archive = DATA / "articles-en-18f" / "articles.jsonl"
    if not archive.exists():
        say(f"There is no {archive}.")
        sys.exit(2)
    found: list[str] = []
    with archive.open() as lines:
        for line in lines:
            found += _PARAGRAPH.findall(sanitise.body(json.loads(line)["body_html"] or ""))
            if sum(len(paragraph.split()) for paragraph in found) >= words:
                break
    return found


def each(change: Callable[[str], str], every: int = 1) -> Callable[[list[str]], list[str]]:
    """`change` in one of so many paragraphs."""
    return lambda texts: [change(text) if place % every == 0 else text for place, text in enumerate(texts)]


CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "one paragraph in twenty": each(lambda text: text.replace("the ", "this "), every=20),
    "a word in every paragraph": each(lambda text: text.replace(" ", " really ", 1)),
    "each 'the' and 'a'": each(lambda text: text.replace(" the ", " those ").replace(" a ", " one ")),
    "a paragraph put in after each": lambda texts: [t for text in texts for t in (text, f"<p>New: {text[3:90]}</p>")],
    "all paragraphs turned round": lambda texts: texts[::-1],
}


def report(name: str, old: str, new: str) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        comparing.paragraphs(old, new)
        taken.append(time.process_time() - begun)
    say(f"{name:30} {median(taken) * 1000:6.0f} ms")
    return median(taken)


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # for a person
