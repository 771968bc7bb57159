"""Static files as they are collected: what pages ask for is compressed, and nothing else."""

import pytest
from django.core.files.base import ContentFile

from portal.lib.collecting import CollectedFiles

SIZE = 5000


@pytest.fixture
def collected(tmp_path):
    storage = CollectedFiles(location=tmp_path, base_url="/static/")
    names = ["css/site.css", "js/site.js", "admin/jquery.js", "admin/jquery.min.js"]
    for name in names:
        storage.save(name, ContentFile(b"/* words */" * SIZE))
    told = storage.post_process({name: (storage, name) for name in names})
    assert not [done for *_, done in told if isinstance(done, Exception)]
    return storage


@pytest.mark.parametrize("name", ["css/site.css", "js/site.js", "admin/jquery.min.js"])
def test_what_pages_ask_for_is_compressed(collected, name):
    hashed = collected.stored_name(name)
    assert hashed != name
    assert collected.size(hashed + ".br") < collected.size(hashed) / 10
    assert collected.exists(hashed + ".gz")


def test_what_is_asked_for_without_a_list_of_hashes_is_too(collected):
    assert collected.exists("css/site.css.br")


@pytest.mark.parametrize("name", ["js/site.js", "admin/jquery.js", "admin/jquery.min.js"])
def test_other_names_stay_as_they_are(collected, name):
    assert collected.exists(name)
    assert not collected.exists(name + ".br")


def test_a_script_with_a_small_twin_stays_as_it_is(collected):
    assert not collected.exists(collected.stored_name("admin/jquery.js") + ".br")
