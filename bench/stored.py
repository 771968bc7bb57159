"""How fast a stored page is beside nginx with the same bytes in a file, itself and behind nginx as docs/operation.md
sets it up; over many addresses; and after a change.

    bin/manage shell -c "from bench import stored; stored.main()"

Needs nginx and wrk (Debian: nginx-light, wrk), util-linux' taskset and ../shared/data. Makes a database of its own
beside the configured one and drops it. One server on one core, the clients on another. Ends with 1 where a bar is
not kept: RATIO of nginx, and BEHIND of it behind nginx; GROWTH of memory once all is stored; the slowest hundredth of
the last tenth against the first; a change seen by every reader within a second.
"""

import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from articles.models import Entry
from bench.reading import filled, switch_to
from portal.lib import pages
from portal.tests.house import free_port
from portal.tests.served import Served

RATIO, BEHIND, GROWTH, TAIL, SEEN = 0.60, 0.95, 20.0, 1.2, 1.0
OPERATION = settings.BASE_DIR / "docs" / "operation.md"
ADDRESSES, REQUESTS, ROUNDS, SECONDS = 5_000, 100_000, 5, 4
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; gzip_static on; open_file_cache max=100; default_type text/html;
  keepalive_requests 100000000; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
{behind}
}}
"""


def main(addresses: int = ADDRESSES, requests: int = REQUESTS) -> None:
    ours, kept = connection.settings_dict["NAME"], []
    name = filled(ours, addresses)
    try:
        with tempfile.TemporaryDirectory() as folder, Served(folder, workers=1) as served:
            workers = _children(served.process.pid)
            for pid in workers:
                _pin(pid, 0)
            os.sched_setaffinity(0, {1})
            kept += [against_nginx(served, Path(folder)), many(served, workers, requests), change(served)]
    finally:
        switch_to(name)
        connection.creation.destroy_test_db(ours, verbosity=0)
    sys.exit(0 if all(kept) else 1)


def against_nginx(served, folder: Path) -> bool:
    """In turns, so that whatever else the machine does falls on all three."""
    address = Entry.objects.order_by("pk")[7].get_absolute_url()
    served.get(address)
    _, sent = served.get(address, **{"Accept-Encoding": "gzip"})
    www, port, before = folder / "www", free_port(), free_port()
    www.mkdir()
    folder.chmod(0o755)
    (www / "page.html").write_bytes(served.get(address)[1])
    (www / "page.html.gz").write_bytes(sent)
    behind = _documented(folder, ours=served.port, listens=before)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, behind=behind))
    nginx = subprocess.Popen(
        ["taskset", "-c", "0", shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-c", folder / "nginx.conf"]
    )
    try:
        time.sleep(1)
        rounds = [(_wrk(served.port, address), _wrk(before, address), _wrk(port, "/page.html")) for _ in range(ROUNDS)]
    finally:
        nginx.terminate()
        nginx.wait()
    best = [max(each) for each in zip(*rounds, strict=True)]
    say(f"{len(sent):,} bytes, gzip, a second: ours {best[0]:,.0f}, behind nginx {best[1]:,.0f}, nginx {best[2]:,.0f}")
    alone, behind = (statistics.median(each[place] / each[2] for each in rounds) for place in (0, 1))
    say(f"median of ratios: {alone:.2f}, behind nginx {behind:.2f}")
    return alone >= RATIO and behind >= BEHIND


def _documented(folder: Path, *, ours: int, listens: int) -> str:
    """What docs/operation.md says nginx should do, for these ports."""
    block = re.search(r"( {4}proxy_cache_path .*?)\n\n", OPERATION.read_text(), re.DOTALL)[1]
    moved = {"/var/cache/nginx/portal": f"{folder}/cache", "server_name portal.example": f"listen 127.0.0.1:{listens}"}
    moved["127.0.0.1:8000"] = f"127.0.0.1:{ours}"
    for said, here in moved.items():
        block = block.replace(said, here)
    return block


def _wrk(port: int, address: str) -> float:
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c16", f"-d{SECONDS}", "-H", "Accept-Encoding: gzip"]
    told = subprocess.run([*command, f"http://127.0.0.1:{port}{address}"], capture_output=True, text=True, check=True)
    if "Non-2xx" in told.stdout:
        raise RuntimeError(told.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)[1])


def many(served, workers: list[int], requests: int) -> bool:
    addresses = [entry.get_absolute_url() for entry in Entry.objects.only("number", "slug", "kind")]
    chance, client, times = random.Random(1), served.connect(), []
    for address in (each for each in addresses for _ in range(2)):  # all is stored, and known to be asked for again
        _timed(client, address)
    before = _resident(workers)
    for _ in range(requests):
        times.append(_timed(client, chance.choice(addresses)))
    growth, tenth = _resident(workers) - before, requests // 10
    first, last = _slowest(times[:tenth]), _slowest(times[-tenth:])
    say(f"{requests:,} requests over {len(addresses):,} addresses: memory grew by {growth:.1f} MB")
    each = " ".join(f"{_slowest(times[start : start + tenth]):.2f}" for start in range(0, requests, tenth))
    say(f"slowest hundredth of each tenth, in ms: {each}; last to first {last / first:.2f}")
    return growth <= GROWTH and last <= TAIL * first


def change(served, readers: int = 16) -> bool:
    """Seconds until the last of many readers, all asking as fast as they can, has seen a change."""
    entry, seen = Entry.objects.order_by("pk")[11], []

    def read():
        client = served.connect()
        while True:
            client.request("GET", entry.get_absolute_url())
            if b"A change of the trial" in client.getresponse().read():
                seen.append(time.monotonic())
                return

    reading = [threading.Thread(target=read) for _ in range(readers)]
    for reader in reading:
        reader.start()
    time.sleep(2)
    with transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(title="A change of the trial")
        pages.changed()
    changed = time.monotonic()
    for reader in reading:
        reader.join()
    say(f"A change under full load was seen by {readers} readers within {max(seen) - changed:.2f} s")
    return max(seen) - changed <= SEEN


def _timed(client, address: str) -> float:
    began = time.perf_counter()
    client.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = client.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return time.perf_counter() - began


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def _pin(pid: int, core: int) -> None:
    subprocess.run(["taskset", "-acp", str(core), str(pid)], check=True, stdout=subprocess.DEVNULL)


def _slowest(times: list[float]) -> float:
    """The time of the fastest of the slowest hundredth, in milliseconds."""
    return sorted(times)[-len(times) // 100] * 1000


def _resident(pids: list[int]) -> float:
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page for pid in pids) / 1e6


def say(words: str) -> None:
    print(words, file=sys.stdout, flush=True)  # noqa: T201  # figures for a person
