import pytest

from articles.tables import framed

TABLE = (
    "<table><thead><tr><th>Goods</th><th>Boxes</th><th>Change</th></tr></thead>"
    "<tbody><tr><td>Tea</td><td>4,180</td><td>−3%</td></tr><tr><td>Tiles</td><td><p>612</p></td><td>–</td></tr></tbody></table>"
)


def test_columns_of_figures_stand_at_the_end_edge():
    table = framed(TABLE)
    assert '<th>Goods</th><th class="number">Boxes</th><th class="number">Change</th>' in table
    assert '<th scope="row">Tea</th><td class="number">4,180</td><td class="number">−3%</td>' in table
    assert "<td>Tea</td>" in framed(TABLE.replace("4,180", "many").replace("−3%", "unknown"))


def test_a_column_with_one_word_in_it_is_no_column_of_figures():
    assert "number" not in framed(TABLE.replace("4,180", "many").replace("−3%", "unknown"))


def test_a_table_is_reached_by_the_keyboard():
    assert framed(f"<p>One</p>{TABLE}").startswith('<p>One</p><div class="table-frame" tabindex="0"')


def test_joined_cells_are_left_alone():
    assert "number" not in framed(TABLE.replace("<td>4,180</td>", '<td colspan="2">4,180</td>'))


def test_text_without_a_table_is_left_as_it_is():
    assert framed("<p>1,000 boxes</p>") == "<p>1,000 boxes</p>"


@pytest.mark.parametrize("head", ['<th scope="col"></th>', "<th><p></p></th>"])  # of an archive, of the editor
def test_a_head_without_words_names_nothing(head):
    assert '<tr><td></td><th class="number">Boxes</th>' in framed(TABLE.replace("<th>Goods</th>", head))


def test_a_table_made_in_the_editor_is_no_table_of_joined_cells():
    cell = '<td colspan="1" rowspan="1"><p>{}</p></td>'.format
    made = (
        f"<table><tbody><tr>{cell('20-foot')}{cell('410')}</tr><tr>{cell('40-foot')}{cell('640')}</tr></tbody></table>"
    )
    shown = framed(made)
    assert '<td class="number"><p>410</p></td>' in shown and '<th scope="row"><p>40-foot</p></th>' in shown
