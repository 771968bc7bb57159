"""Root with the checkout where only root may enter: PostgreSQL is somebody else, and nothing is opened to others."""

import os
import shutil
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from portal import embedded, unprivileged
from portal.tests.house import CHECKOUT, House

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="Only root can close a folder to the user PostgreSQL runs as."
)

PASSES_CLOSED_FOLDERS = 1 << 2  # CAP_DAC_READ_SEARCH
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", "var", "__pycache__", ".*_cache", "node_modules")


@pytest.fixture
def closed(tmp_path):
    folder = tmp_path / "only root" / "may enter"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    return folder


def ids_and_rights(pid):
    fields = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    return {int(uid) for uid in fields["Uid"].split()}, int(fields["CapEff"], 16)


def link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A checkout of its own, with its own environment, served from such a folder."""
    folder = tmp_path_factory.mktemp("only root")
    folder.chmod(0o700)
    checkout = folder / "may enter" / "check out"
    shutil.copytree(CHECKOUT, checkout, ignore=LEFT_OUT)
    shutil.copytree(CHECKOUT / ".venv", checkout / ".venv", symlinks=True, copy_function=link_or_copy)
    house = House(checkout / "var", checkout=checkout)
    yield house.open()
    house.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_whole_checkout_serves_from_there(served):
    (head,) = [pid for pid, heads in served.postgres().items() if heads]
    uids, rights = ids_and_rights(head)
    assert 0 not in uids
    assert rights == PASSES_CLOSED_FOLDERS
    assert served.status("/") == 200
    assert stat.S_IMODE((served.data_dir / "postgres").stat().st_mode) == 0o700


def test_code_that_cannot_be_prepared_leaves_what_runs(served):
    settings = served.checkout / "portal" / "settings.py"
    whole = settings.read_text()
    settings.write_text(f"{whole}\nraise RuntimeError('half a deploy')\n")
    try:
        os.kill(served.process.pid, signal.SIGHUP)
        served.line("what runs goes on as it was", within=60)
        assert served.status("/") == 200
    finally:
        settings.write_text(whole)


def test_in_an_open_folder_it_has_no_rights_at_all():
    folder = Path("/var/tmp") / f"portal-open-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        server = embedded.Server(folder)
        process = server.start()
        try:
            uids, rights = ids_and_rights(process.pid)
        finally:
            server.stop(process, within=5)
        assert 0 not in uids
        assert rights == 0
    finally:
        shutil.rmtree(folder)


class TestWaysOfARootWithFewerRights:
    """In a container root may lack the capability, or be kept from user namespaces too."""

    START = (
        "import sys; from pathlib import Path; from portal import embedded; s = embedded.Server(Path(sys.argv[1])); "
    )
    TRY = START + "p = s.start(); print(p.args[0], s.answers()); s.stop(p, within=5)"

    def start(self, folder, **environment):
        python = [str(CHECKOUT / ".venv" / "bin" / "python"), "-c", self.TRY, str(folder)]
        without = ["setpriv", "--bounding-set=-dac_read_search", "--inh-caps=-dac_read_search", "--"]
        done = subprocess.run(
            [*without, *python], cwd=CHECKOUT, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    def test_a_user_namespace(self, closed):
        assert self.start(closed) == ["unshare", "True"]
        assert not (closed / "postgres-is-at").exists()

    def test_programs_and_data_elsewhere_and_named(self, closed, tmp_path):
        for program in ("setpriv", "sh", "useradd"):
            (tmp_path / program).symlink_to(shutil.which(program))
        try:
            for _ in range(2):
                assert self.start(closed, PATH=str(tmp_path)) == ["setpriv", "True"]
            named = Path((closed / "postgres-is-at").read_text().strip())
            assert (named / "data" / "PG_VERSION").exists()
            assert self.start(closed) == ["setpriv", "True"], "where it was moved it stays"
        finally:
            shutil.rmtree(Path("/var/lib") / embedded.name_of(closed))

    def test_the_account_is_no_door(self):
        account = unprivileged.account()
        assert account.pw_uid != 0
        assert account.pw_shell.endswith("nologin")
