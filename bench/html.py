"""Holds one page of every kind to the Nu HTML checker.

    .venv/bin/python -m bench.html http://127.0.0.1:8000

Asks a portal that runs (BASE_URL as given). Needs Java 11 or newer and the checker's vnu.jar, from the npm package
`vnu-jar`: name it in VNU_JAR, or let `npm install vnu-jar` put it under node_modules here. Ends with 1 where a page
has an error, with 2 where the checker is not there.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.pages_of import of_every_kind, read

JAR = Path(os.environ.get("VNU_JAR", "node_modules/vnu-jar/build/dist/vnu.jar"))


def main(base: str) -> int:
    if not shutil.which("java") or not JAR.is_file():
        say("The checker is not there: it needs java (Debian: default-jre-headless) and vnu.jar (npm install vnu-jar).")
        return 2
    pages = of_every_kind(base)
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (kind, address) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_bytes(read(address))
            files[file.as_uri()] = kind
        faults = checked(list(files))
    for fault in faults:
        say(f"{files.get(fault.get('url', ''), '?')} line {fault.get('lastLine')}: {fault['type']}: {fault['message']}")
    errors = [fault for fault in faults if fault["type"] != "info" or fault.get("subType") == "warning"]
    say(f"{len(pages)} pages: {len(errors)} errors and warnings")
    return 1 if errors else 0


def checked(files: list[str]) -> list[dict[str, str]]:
    command = ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(done.stderr)["messages"])


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # for a person


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
