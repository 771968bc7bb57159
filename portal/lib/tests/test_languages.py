from portal.lib.templatetags.languages import lang


def test_a_language_is_said_where_it_is_not_the_pages_own():
    assert lang("en") == "" and lang("zh-hant") == ' lang="zh-hant"'


def test_what_is_no_language_breaks_out_of_no_attribute():
    assert lang('"><b>') == ' lang="&quot;&gt;&lt;b&gt;"'
