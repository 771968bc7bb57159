"""What the doors do before any library is there, as far as it needs no network."""

import importlib.util
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import django
import psycopg
import pytest

from portal import cluster, embedded, environment, processes, web
from portal.address import Address
from portal.children import Backoff
from portal.cluster import PORTAL
from portal.locks import Lock
from portal.tests.house import CHECKOUT, PLAIN, House

LOCKED = """\
# made from requirements.in
asgiref==3.13.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via django
setuptools==84.2.1 \\
    --hash=sha256:cc
    # via -r requirements.in
whitenoise==6.12.0 \\
    --hash=sha256:dd
"""


def load(name):
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / "bin" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setup(tmp_path):
    module = load("_setup")
    module.VENV = tmp_path / ".venv"
    module.UNFINISHED = tmp_path / ".venv.unfinished"
    module.VENV.mkdir()
    return module


class TestSettingUp:
    def test_what_builds_sources_is_taken_with_its_hashes(self, setup):
        assert setup.block(LOCKED, "setuptools==") == "setuptools==84.2.1 \\\n    --hash=sha256:cc\n"

    def test_another_state_of_the_file_is_set_up_again(self, setup, tmp_path):
        file = tmp_path / "requirements.txt"
        file.write_text(LOCKED)
        assert not setup.is_done(file)
        setup.stamp(file).write_text(setup.state(file))
        assert setup.is_done(file)
        file.write_text(LOCKED + "more==1 \\\n    --hash=sha256:ee\n")
        assert not setup.is_done(file)

    def test_one_killed_half_way_counts_for_nothing(self, setup, tmp_path):
        file = tmp_path / "requirements.txt"
        file.write_text(LOCKED)
        setup.stamp(file).write_text(setup.state(file))
        setup.UNFINISHED.touch()
        assert not setup.is_done(file)

    def test_where_nobody_may_write_it_says_so(self, setup, tmp_path, capsys):
        setup.UNFINISHED = tmp_path / "not there" / ".venv.unfinished"
        with pytest.raises(SystemExit, match="1"):
            setup.make_venv()
        assert str(setup.HOUSE) in (told := capsys.readouterr().err) and told.count("\n") == 1

    def test_where_nothing_can_make_an_environment_the_package_is_named(self, tmp_path):
        """With no Python in reach and no right to install one."""
        for program in ("sh", "dirname", "readlink", "id"):
            (tmp_path / program).symlink_to(f"/usr/bin/{program}")
        (tmp_path / "bin").mkdir()
        for name in ("run", "_door"):
            text = (CHECKOUT / "bin" / name).read_text().replace("/usr/bin/python3 ", "")
            (tmp_path / "bin" / name).write_text(text)
        done = subprocess.run(
            [tmp_path / "sh", tmp_path / "bin" / "run"],
            env={"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr.rstrip().endswith("apt-get install python3-venv")

    def test_a_door_is_found_through_a_link(self, tmp_path):
        (tmp_path / "manage").symlink_to(CHECKOUT / "bin" / "manage")
        environment = PLAIN | {"DATA_DIR": str(tmp_path / "var")}
        done = subprocess.run(
            [tmp_path / "manage", "version"], env=environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (0, f"{django.__version__}\n")


class TestFindingABrowser:
    """Without Debian's, and without the right to install it."""

    @pytest.fixture
    def find(self, tmp_path):
        for program in ("readlink", "id", "grep"):
            (tmp_path / program).symlink_to(f"/usr/bin/{program}")
        (tmp_path / "bin" / "snap").mkdir(parents=True)
        environment = {"PATH": str(tmp_path), "HOME": str(tmp_path), "PYTHON": "python"}
        command = ["/bin/sh", "-euc", f". '{CHECKOUT}/bin/_chromium'; echo \"$CHROMIUM\""]
        return lambda: subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    @staticmethod
    def put(path, code=0):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\nexit {code}\n")
        path.chmod(0o755)
        return path

    def test_one_that_runs_is_taken(self, find, tmp_path):
        self.put(tmp_path / "chromium", code=1)
        chrome = self.put(tmp_path / "google-chrome")
        assert find().stdout == f"{chrome}\n"

    def test_one_that_only_says_what_to_install_is_none(self, find, tmp_path):
        self.put(tmp_path / "chromium-browser", code=1)
        found = find()
        assert found.stdout == "\n"
        assert found.stderr.count("\n") == 1 and "playwright install chromium" in found.stderr

    def test_nor_is_a_snap(self, find, tmp_path):
        (tmp_path / "chromium").symlink_to(self.put(tmp_path / "bin" / "snap" / "chromium"))
        assert find().stdout == "\n"

    def test_playwrights_own_is_taken(self, find, tmp_path):
        own = self.put(tmp_path / ".cache/ms-playwright/chromium-1/chrome-linux/chrome")
        assert find().stdout == f"{own}\n"


class TestRequirements:
    def check(self, tmp_path):
        for name in ("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"):
            if not (tmp_path / name).exists():
                (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "_requirements.py").write_bytes((CHECKOUT / "bin" / "_requirements.py").read_bytes())
        command = [sys.executable, tmp_path / "bin" / "_requirements.py", "check"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_they_are_in_step(self, tmp_path):
        assert self.check(tmp_path).returncode == 0

    def test_a_changed_pin_is_found(self, tmp_path):
        text = (CHECKOUT / "requirements.in").read_text()
        (tmp_path / "requirements.in").write_text(text.replace("qrcode==8.2", "qrcode==8.1"))
        found = self.check(tmp_path)
        assert found.returncode == 1
        assert "requirements.in asks for qrcode 8.1, requirements.txt has 8.2" in found.stderr

    def test_a_source_of_packages_is_found(self, tmp_path):
        text = (CHECKOUT / "requirements.txt").read_text()
        (tmp_path / "requirements.txt").write_text(f"{text}--find-links wheels\n")
        assert "names a source of packages" in self.check(tmp_path).stderr


class TestRefusals:
    @pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
    def test_a_port_that_is_none(self, monkeypatch, port):
        monkeypatch.setenv("PORT", port)
        with pytest.raises(environment.Wrong, match="PORT is"):
            Address()

    def test_a_folder_that_cannot_be(self, tmp_path):
        (tmp_path / "file").touch()
        refused = House(tmp_path / "file" / "var").door("run")
        assert refused.returncode == 1
        assert "DATA_DIR" in refused.stderr

    def test_arguments(self, tmp_path):
        refused = House(tmp_path).door("run", "--help")
        assert refused.returncode == 2
        assert "PORT" in refused.stderr


class TestLocks:
    def test_one_holder_and_what_it_says(self, tmp_path):
        first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
        assert first.take()
        first.write("here")
        assert not second.take()
        assert not second.take(shared=True)
        assert second.read() == "here"
        first.release()
        assert second.take()

    def test_it_ends_with_its_process(self, tmp_path):
        lock = Lock(tmp_path / "lock")
        child = os.fork()
        if child == 0:
            os._exit(0 if lock.take() else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert lock.take()


class TestBackoff:
    def test_waits_grow_while_it_does_not_hold_and_start_anew_once_it_has(self):
        backoff = Backoff()
        assert [backoff.after(0) for _ in range(8)] == [0, 1, 2, 4, 8, 16, 30, 30]
        assert backoff.after(60) == 0
        assert backoff.after(0) == 1


def test_a_database_that_could_not_be_made_whole_is_not_kept(monkeypatch, tmp_path):
    """As on a full disk: what could be made would be taken for all at the next start."""
    monkeypatch.setattr(cluster, "FIRST_WORDS", "CREATE ROLE portal LOGIN;\nSELECT 1 / 0;\n")
    with pytest.raises(cluster.DidNotStart, match="division by zero"):
        embedded.Server(tmp_path).start()
    assert not list((tmp_path / "postgres").iterdir())


def test_on_a_disk_that_is_nearly_full_none_is_begun(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=40_000_000))
    with pytest.raises(cluster.DidNotStart, match="40 MB left; a new portal needs 200"):
        embedded.Server(tmp_path).start()
    assert not list((tmp_path / "postgres").iterdir())


class TestAnOrdinaryUserWhoLogsOut:
    """Where systemd keeps the logins, it then removes what that user has in /dev/shm."""

    def test_the_database_has_nothing_there(self, monkeypatch, tmp_path):
        monkeypatch.setattr(processes, "shared_memory_lasts", lambda: False)
        server = embedded.Server(tmp_path)
        process = server.start()
        try:
            with psycopg.connect(host=str(server.sockets), user=PORTAL, dbname=PORTAL) as session:
                assert session.execute("SHOW dynamic_shared_memory_type").fetchone() == ("mmap",)
        finally:
            server.stop(process, within=10)

    @pytest.mark.parametrize(("lasts", "place"), [(False, "/tmp"), (True, "/dev/shm")])
    def test_nor_has_the_web_server(self, monkeypatch, tmp_path, lasts, place):
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
        monkeypatch.setattr(web, "shared_memory_lasts", lambda: lasts)
        folder = web.own_folder(60_000)
        assert str(folder.parent) == place
        folder.rmdir()
