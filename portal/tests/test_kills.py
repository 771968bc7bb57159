"""The kill trial of bench/, in small: each part once."""

from bench.kill_trial import Trial, say
from portal.lib.tests.listener import Listener


def test_no_promise_breaks_when_each_part_is_killed(tmp_path):
    with Listener(delay=0.2) as listener:
        trial = Trial(tmp_path, listener, kills=4, seed=7, readers=40, items=500, pause=1.5, say=say)
        assert trial.run() == []
