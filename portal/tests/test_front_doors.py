"""The front doors as a person and an operator use them: real processes, killed for real."""

import http.client
import os
import re
import signal
import stat
import threading

import pytest

from portal.tests.house import House, eventually


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """One that runs, for all tests that leave it running."""
    house = House(tmp_path_factory.mktemp("front doors") / "with space")
    yield house.open()
    if house.process.poll() is None:
        house.close()


@pytest.fixture
def house(opened):
    """Running, whatever the last test did to it."""
    if opened.process.poll() is not None:
        opened.open()
    return opened


class TestServing:
    def test_the_first_page_opens_by_production_rules(self, house):
        assert house.status("/") == 200
        assert house.status("/no-such-page/") == 404
        key = house.data_dir / "secret_key"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert len(key.read_text()) >= 50

    def test_files_that_pages_need_are_kept_in_memory_as_small_as_they_get(self, house):
        client = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
        client.request("GET", "/")
        address = re.search(rb'href="(/static/css/site\.[^"]+)"', client.getresponse().read())[1].decode()
        sizes = {}
        for encoding in ("br", "br", "gzip", "identity"):
            client.request("GET", address, headers={"Accept-Encoding": encoding})
            answer = client.getresponse()
            sizes[encoding] = len(answer.read())
            assert "immutable" in answer.headers["Cache-Control"] and answer.headers["Age"]
        assert sizes["br"] < sizes["gzip"] < sizes["identity"] / 3

    def test_it_says_what_it_does(self, house):
        for words in ("Starting PostgreSQL", "Bringing the database up to date", "Collecting", "Starting the web"):
            assert house.line(words)

    def test_a_second_run_says_where_the_first_is(self, house):
        second = house.door("run")
        assert second.returncode == 1
        assert house.url in second.stderr
        assert house.status() == 200

    def test_a_taken_port_is_named_and_nothing_is_started(self, house, tmp_path):
        other = House(tmp_path, PORT=str(house.port))
        refused = other.door("run")
        assert refused.returncode == 1
        assert f"PORT={house.port + 1}" in refused.stderr
        assert {file.name for file in tmp_path.iterdir()} == {"run.lock"}

    def test_the_database_is_on_no_network(self, house):
        (head,) = [pid for pid, heads in house.postgres().items() if heads]
        for table in ("tcp", "tcp6"):
            with open(f"/proc/{head}/net/{table}") as rows:  # noqa: PTH123
                assert ":1538 " not in rows.read()  # 5432


class TestManaging:
    def test_a_command_works_on_the_same_database(self, house):
        house.manage("shell", "-c", "from members.models import User; User.objects.create_user('ann')")
        count = house.manage("shell", "-v0", "-c", "from members.models import User; print(User.objects.count())")
        assert count.stdout == "1\n"

    def test_exit_code_and_streams_are_the_commands_own(self, house):
        code = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.exit(7)"
        done = house.manage("shell", "-v0", "-c", code, input="words\n")
        assert (done.returncode, done.stdout) == (7, "WORDS\n")

    def test_two_commands_at_once_start_the_database_and_stop_it(self, tmp_path):
        closed = House(tmp_path)
        answers = []
        commands = [threading.Thread(target=lambda: answers.append(closed.manage("check"))) for _ in range(2)]
        for command in commands:
            command.start()
        for command in commands:
            command.join()
        assert [answer.returncode for answer in answers] == [0, 0], answers
        eventually(lambda: not closed.postgres(), within=30)

    def test_a_killed_command_leaves_no_database_behind(self, tmp_path):
        closed = House(tmp_path)
        code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        assert closed.manage("shell", "-c", code).returncode == -signal.SIGKILL
        eventually(lambda: not closed.postgres(), within=30)

    def test_production_without_its_secret_is_refused_by_name(self, tmp_path):
        house = House(tmp_path, BASE_URL="https://portal.example")
        for door in (house.door("run"), house.manage("check")):
            assert door.returncode == 1
            assert door.stderr.startswith("SECRET_KEY must be set where BASE_URL begins with https://. This makes one:")
            assert door.stderr.count("\n") == 1
        assert not (tmp_path / "postgres").exists()


class TestKilled:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("portal.web", "The web server ended (killed by SIGKILL)"),
            ("manage.py worker", "The worker ended (killed by SIGKILL)"),
            ("bin/postgres", "The database ended (killed by SIGKILL)"),
        ],
    )
    def test_a_part_that_dies_alone_is_started_again(self, house, words, said):
        before, lines = house.part(words), len(house.lines)
        os.kill(before, signal.SIGKILL)
        house.line(said, after=lines)
        eventually(lambda: house.part(words) not in (None, before), within=40)
        eventually(lambda: house.status("/readyz") == 200, within=40)
        assert house.status("/") == 200

    def test_a_web_worker_that_dies_alone_is_started_again(self, house):
        master = house.part("portal.web")
        victim = max(pid for pid, command in house.descendants().items() if "portal.web" in command and pid != master)
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: len(web_workers(house)) == 2 and victim not in web_workers(house), within=40)
        assert house.status("/") == 200

    def test_the_supervisor_takes_all_with_it(self, house):
        below = house.descendants()
        os.kill(house.process.pid, signal.SIGKILL)
        house.process.wait(10)
        eventually(lambda: not any(alive(pid, command) for pid, command in below.items()), within=40)
        assert not house.postgres()

    def test_after_everything_was_killed_the_next_run_starts_with_nothing_lost(self, house):
        made = "from members.models import User; User.objects.create_user('kept')"
        assert house.manage("shell", "-c", made).returncode == 0
        house.kill_everything()
        house.open()
        found = house.manage(
            "shell", "-v0", "-c", "from members.models import User; print(User.objects.get(username='kept'))"
        )
        assert found.stdout == "kept\n"


class TestReloading:
    def test_no_request_is_lost_on_new_and_on_kept_connections(self, house):
        before, worker, lines = web_workers(house), house.part("manage.py worker"), len(house.lines)
        done, answers = threading.Event(), {"new": [], "kept": []}

        def ask_anew():
            while not done.is_set():
                answers["new"].append(house.status())

        def ask_on():
            connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
            while not done.is_set():
                connection.request("GET", "/healthz")
                answers["kept"].append(connection.getresponse().read())

        asking = [threading.Thread(target=ask) for ask in (ask_anew, ask_on, ask_on)]
        for thread in asking:
            thread.start()
        os.kill(house.process.pid, signal.SIGHUP)
        house.line("Reloading", after=lines)
        eventually(lambda: not before & web_workers(house) and len(web_workers(house)) == 2, within=40)
        eventually(lambda: house.part("manage.py worker") not in (None, worker), within=40)
        assert all(thread.is_alive() for thread in asking), "one met an error"
        done.set()
        for thread in asking:
            thread.join()
        assert (set(answers["new"]), set(answers["kept"])) == ({200}, {b"ok\n"})
        assert not [line for line in house.lines[lines:] if "ended" in line]


class TestStopping:
    @pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
    def test_all_stops_in_time_and_leaves_nothing(self, house, sent):
        below = house.descendants()
        house.process.send_signal(sent)
        assert house.process.wait(10) == 0
        assert house.lines[-2:] == ["Stopping.", "Stopped."]
        assert not any(alive(pid, command) for pid, command in below.items())
        assert not (house.data_dir / "postgres" / "data" / "postmaster.pid").exists()

    def test_it_can_be_stopped_while_it_starts(self, tmp_path):
        house = House(tmp_path)
        house.begin()
        house.line("Starting PostgreSQL")
        house.process.terminate()
        assert house.process.wait(10) == 0
        assert not house.postgres()


def web_workers(house):
    master = house.part("portal.web")
    return {pid for pid, command in house.descendants().items() if "portal.web" in command and pid != master}


def alive(pid, command):
    """Whether this very process is there; its number may have been given to another."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:  # noqa: PTH123
            return file.read().replace(b"\0", b" ").decode() == command
    except OSError:
        return False
