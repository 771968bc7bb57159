"""Makes .venv hold what requirement files lock, once for each state of them.

Runs before any library is there. Two at the same moment wait for each other; one that was killed half way is
begun anew. `--look` only says whether all is in place, by exit code.
"""

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
VENV = HOUSE / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = HOUSE / ".venv.unfinished"
# Everything is locked, with the packages it needs: nothing is looked for besides.
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--require-hashes", "--no-deps"]
BUILDS_SOURCES = "setuptools=="


def state(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()


def stamp(requirements: Path) -> Path:
    return VENV / f"holds.{requirements.name}"


def is_done(requirements: Path) -> bool:
    """Whether .venv holds these. Asked by its own Python, so that another version of that counts as another state."""
    noted = stamp(requirements)
    return not UNFINISHED.exists() and noted.exists() and noted.read_text() == state(requirements)


def look(names: list[str]) -> int:
    command = [str(PYTHON), "-I", "-S", __file__, "--look", *names]
    return subprocess.run(command, check=False).returncode if PYTHON.exists() else 1


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def run(command: list[str]) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:
        say("Setting up did not work; the lines above say why.")
        sys.exit(1)


def begin() -> None:
    """Until all is in place, what is there counts for nothing."""
    try:
        UNFINISHED.touch()
    except OSError as error:
        say(f".venv cannot be made in {HOUSE}: {error.strerror}. Whoever may write there has to open this door once.")
        sys.exit(1)


def make_venv() -> None:
    """Anew, unless one of this Python stands there finished."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if UNFINISHED.exists() or not PYTHON.exists() or not (VENV / "lib" / version).exists():
        begin()
        say("Making the virtual environment .venv (once).")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(requirements: Path) -> None:
    """With hashes; what comes as source only is built by the locked setuptools, not by whatever is newest."""
    text = requirements.read_text()
    say(f"Installing the libraries of {requirements.name} ({text.count('==')}, once).")
    begin()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as tools:
        tools.write(block(text, BUILDS_SOURCES))
        tools.flush()
        run([str(PYTHON), *PIP, "-r", tools.name])
    run([str(PYTHON), *PIP, "--no-build-isolation", "--use-pep517", "-r", str(requirements)])
    own_state = subprocess.run(
        [str(PYTHON), "-I", "-S", __file__, "--state", requirements.name], check=True, capture_output=True, text=True
    )
    stamp(requirements).write_text(own_state.stdout)
    UNFINISHED.unlink()


def block(text: str, start: str) -> str:
    """The lines of one package with its hashes."""
    lines = text[text.index(f"\n{start}") + 1 :].splitlines(keepends=True)
    end = next(number for number, line in enumerate(lines) if not line.rstrip().endswith("\\"))
    return "".join(lines[: end + 1])


def set_up(names: list[str]) -> None:
    with (HOUSE / "requirements.txt").open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another one is setting up here; waiting for it.")
            fcntl.flock(held, fcntl.LOCK_EX)
        make_venv()
        for name in names:
            if look([name]):
                install(HOUSE / name)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--look", *names]:
            sys.exit(not all(is_done(HOUSE / name) for name in names))
        case ["--state", name]:
            sys.stdout.write(state(HOUSE / name))
        case names:
            set_up(names)
