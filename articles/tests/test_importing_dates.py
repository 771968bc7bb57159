import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing import bodies, datelines, dates, words

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2014-03-12T10:11:00-04:00", "2014-03-12T14:11:00"),
        ("2015-03-17 14:00:00 -4", "2015-03-17T18:00:00"),
        ("2016-03-23 9:00:00 -4", "2016-03-23T13:00:00"),
        ("2020-07-07T00:00:00.000Z", "2020-07-07T00:00:00"),
        ("2024-12-09T15:10:00+08:00", "2024-12-09T07:10:00"),
        ("2024-12-09T15:10:00+0530", "2024-12-09T09:40:00"),
        ("2024-12-09 15:10 UTC", "2024-12-09T15:10:00"),
        ("Tue, 24 Nov 2026 09:00:00 +0100", "2026-11-24T08:00:00"),
        ("2014-03-12T10:11", "2014-03-12T14:11:00"),
        ("2014-03-12", "2014-03-12T16:00:00"),
        ("2014/3/2", "2014-03-02T17:00:00"),
        ("20140302", "2014-03-02T17:00:00"),
        ("24 November 2026", "2026-11-24T17:00:00"),
        ("Nov. 24, 2026", "2026-11-24T17:00:00"),
        ("2023年4月28日", "2023-04-28T16:00:00"),
    ],
)
def test_every_shape_names_its_moment(written, moment):
    assert dates.moment(written, zone=NEW_YORK) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_day_without_a_time_is_the_same_day_for_us(zone):
    assert dates.moment("2021-06-30", zone=ZoneInfo(zone)).date().isoformat() == "2021-06-30"


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2021-02-30", "2021-13-01", "0001-01-01", "0000-00-00", "03/04/2020", "2026-11-24 25:00", "1606208400"]
    + ["2026-11-24 09:00 +99", "June 15", "9" * 10_000, "9999-12-31T23:00:00-20:00"],
)
def test_what_names_no_moment_is_refused(written):
    with pytest.raises(dates.NotADate):
        dates.moment(written, zone=UTC)


@given(st.text(max_size=80))
def test_no_text_breaks_it(written):
    with contextlib.suppress(dates.NotADate):
        assert dates.moment(written, zone=NEW_YORK).tzinfo is UTC


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("BEIJING, June 15 (Xinhua) -- China", "BEIJING, June 15 (Xinhua)"),
        ("<strong>BEIJING, June 15 (Wang Li) --</strong> China", "BEIJING, June 15 (Wang Li)"),
        ("WASHINGTON (Nov. 22, 2005) – Delaware’s", "WASHINGTON (Nov. 22, 2005)"),
        ("KHORGOS, Kazakhstan, Nov. 24 -- A", "KHORGOS, Kazakhstan, Nov. 24"),
        ("SÃO PAULO, Oct. 2 (Reuters) - Brazil", "SÃO PAULO, Oct. 2 (Reuters)"),
        ("URUMQI/ALMATY, March 3 (Xinhua) -- “Yes", "URUMQI/ALMATY, March 3 (Xinhua)"),
        ("LONDON (AP) — The", "LONDON (AP)"),
        ("WASHINGTON — Senator", "WASHINGTON"),
        ("NASA — in particular", ""),
        ("REMARKS (AS PREPARED) -- CITIZENSHIP", ""),
        ("U.S. Senate Republican Leader Mitch McConnell - a", ""),
        ("A - b", ""),
    ],
)
def test_dateline_is_told_from_other_openings(opening, dateline):
    found, rest = datelines.split(f"<p>{opening} said.</p><p>More.</p>")
    assert found == dateline
    assert rest.endswith("said.</p><p>More.</p>")
    assert rest.startswith("<p>") and ("--" not in rest or not dateline)


def test_abstract_ends_with_a_sentence():
    said = "Sen. Lee of St. Louis met Dr. Wu of the U.S. Navy on Nov. 3. "
    assert bodies.opening(f"<p>{said * 8}</p>") == (said * 4).strip()
    assert (
        bodies.opening("<p>Berths</p><p>The berth was closed since spring, and nobody says why that was so.</p>")[:9]
        == "The berth"
    )
    assert bodies.opening(f"<p>{'word ' * 200}</p>").endswith(" word…")
    assert bodies.opening("<p>台南市政府合作。本月起開始！</p>") == "台南市政府合作。本月起開始！"


@given(st.text(max_size=400), st.integers(min_value=2, max_value=300))
def test_cut_words_fit(text, limit):
    assert len(words.cut(text, limit)) <= limit
