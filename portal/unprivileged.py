"""How root runs PostgreSQL, which refuses to run as root, without opening a folder to others.

The programs and the data may lie where only root may enter. Of four ways the first that works is taken: as a
user of its own; the same with the one capability to pass closed folders; as root under another name, in a user
namespace; as that user again, with programs and data under /var/lib.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "portal-postgres"
PASSES_FOLDERS = "+dac_read_search"
REACHES = 'cd "$1" && "$2" --version'


class NoWay(Exception):
    """Root could not find a way to run PostgreSQL as somebody else."""


@dataclass(frozen=True)
class Way:
    """What stands before a command line, and who then owns the data (None: whoever runs us)."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None
    elsewhere: bool = False

    def give(self, folder: Path) -> None:
        """Make the folder, and make it and all in it the owner's, nobody else's to enter."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.owner is not None and folder.stat().st_uid != self.owner:
            for inside, folders, files in os.walk(folder):
                for name in (".", *folders, *files):
                    os.chown(Path(inside, name), self.owner, -1, follow_symlinks=False)
        folder.chmod(0o700)

    def reaches(self, folder: Path, program: Path) -> bool:
        if self.prefix and shutil.which(self.prefix[0]) is None:
            return False
        command = [*self.prefix, "sh", "-c", REACHES, "sh", str(folder), str(program)]
        return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode == 0


def account() -> pwd.struct_passwd:
    """The user that PostgreSQL runs as; made once, else nobody."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, check=False)
    try:
        return pwd.getpwnam(ACCOUNT)  # made by us just now, or by another run at the same moment
    except KeyError:
        return pwd.getpwnam("nobody")


def owners() -> set[int]:
    """Who may own what PostgreSQL has made for us, by whichever way it ran then."""
    return {0, account().pw_uid} if os.geteuid() == 0 else {os.geteuid()}


def ways() -> Iterator[Way]:
    if os.geteuid() != 0:
        yield Way()
        return
    user = account()
    as_user = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    plain = (*as_user, "--inh-caps=-all", "--")
    passing = (f"--inh-caps=-all,{PASSES_FOLDERS}", f"--ambient-caps={PASSES_FOLDERS}", "--")
    yield Way(plain, user.pw_uid)
    yield Way((*as_user, "--securebits=+no_setuid_fixup", *passing), user.pw_uid)
    yield Way(("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}", "--"), 0)
    yield Way(plain, user.pw_uid, elsewhere=True)


def settle(home: Path, programs: Path, *, name: str) -> tuple[Way, Path, Path]:
    """The way to run `programs`, with the folder for data and the programs that it reaches."""
    note = home.with_name("postgres-is-at")
    for way in ways():
        if way.elsewhere:
            home, programs = _move_elsewhere(home, programs, name=name)
            note.write_text(f"{home}\n")
        elif note.exists():
            continue  # the data has been moved: only that way finds it
        if way.reaches(home.parent, programs / "postgres"):
            way.give(home)
            return way, home, programs
    if note.exists():
        raise NoWay(f"The data was moved to {note.read_text().strip()} for root, which alone may start it there.")
    raise NoWay("PostgreSQL must not run as root, and this root may not run it as another user.")


def _move_elsewhere(home: Path, programs: Path, *, name: str) -> tuple[Path, Path]:
    """Copy the programs to /var/lib, and the data once; what was copied half is copied again."""
    root = Path("/var/lib") / name
    root.mkdir(mode=0o755, exist_ok=True)
    package = programs.parent.parent
    shutil.copytree(package, root / package.name, dirs_exist_ok=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, root / libraries.name, dirs_exist_ok=True)
    moved = root / "postgres"
    if not moved.exists() and home.exists():
        half = root / "postgres.half"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(home, half)
        half.rename(moved)
    return moved, root / package.name / "pginstall" / "bin"
