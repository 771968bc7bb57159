import json

from demo.make import check
from demo.make.gather import TARGET
from portal.lib import sanitise


def test_the_content_has_no_fault(capsys):
    assert check.main() == 0, capsys.readouterr().out


def test_cleaning_takes_nothing_from_a_body():
    bodies = [json.loads(line).get("body_html") for line in TARGET.read_text().splitlines()]
    for body in filter(None, bodies):
        assert sanitise.body(body).split() == body.split()
