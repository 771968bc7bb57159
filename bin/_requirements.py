"""Keeps requirements*.txt in step with requirements*.in.

`compile` writes the .txt files with pip-tools; `check` needs no network: each .txt names the digest of the .in it
was made from, and every pin of the .in stands in it unchanged.
"""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
NAMES = ("requirements", "requirements-dev")
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)(?:\[[a-z0-9,._-]+\])?==(?P<version>[^ ;\\]+)", re.IGNORECASE | re.MULTILINE)
OPTIONS = ("--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header", "--no-emit-index-url")
QUIET = ("--no-emit-find-links", "--no-emit-trusted-host", "--quiet")


def pins(text: str) -> dict[str, str]:
    return {match["name"].lower(): match["version"] for match in PIN.finditer(text)}


def header(name: str) -> str:
    source = (HOUSE / f"{name}.in").read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    return f"# Made from {name}.in by bin/_requirements.py compile; not edited by hand.\n# sha256 of it: {digest}\n"


def compile_one(name: str) -> None:
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *QUIET, "-o", f"{name}.txt", f"{name}.in"]
    # Machines may add sources of their own; hashes of files that only they hold would fail everywhere else.
    environment = os.environ | {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    subprocess.run(command, cwd=HOUSE, env=environment, check=True)
    target = HOUSE / f"{name}.txt"
    target.write_text(header(name) + target.read_text())


def faults(name: str) -> list[str]:
    """What is out of step between one .in file and its .txt, in words."""
    text = (HOUSE / f"{name}.txt").read_text()
    found = []
    if not text.startswith(header(name)):
        found.append(f"{name}.txt was not made from {name}.in as it stands")
    locked = pins(text)
    for package, version in pins((HOUSE / f"{name}.in").read_text()).items():
        if locked.get(package) != version:
            found.append(f"{name}.in asks for {package} {version}, {name}.txt has {locked.get(package, 'none')}")
    found += [f"{name}.txt names a source of packages: {line}" for line in text.splitlines() if line.startswith("--")]
    return found


def disagreements() -> list[str]:
    """Packages that both files hold must be the same in both: they go into one environment."""
    run, dev = (pins((HOUSE / f"{name}.txt").read_text()) for name in NAMES)
    return [
        f"{package} is {run[package]} and {dev[package]}"
        for package in run.keys() & dev.keys()
        if run[package] != dev[package]
    ]


def main() -> int:
    if sys.argv[1:] == ["compile"]:
        for name in NAMES:
            compile_one(name)
        return 0
    found = [fault for name in NAMES for fault in faults(name)] + disagreements()
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
