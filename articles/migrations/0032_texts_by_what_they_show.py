from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from articles.models.shown import ShownIn

# Attributes as the sanitiser writes them. Most texts show nothing: those are not read by the expression. Its cost, that of
# fetching a long text, keeps the planner from walking through texts where the index says it at once.
_MAKE = """
CREATE OR REPLACE FUNCTION articles_shown_in(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
SELECT CASE WHEN pg_catalog.strpos(body, '<img ') > 0 THEN ARRAY(
    SELECT DISTINCT found[1]
    FROM pg_catalog.regexp_matches(body, '<img(?: [a-z]+="[^"]*")*? src="([^"]+)"', 'g') AS found
) ELSE '{}'::pg_catalog.text[] END
$$
"""


class Migration(migrations.Migration):
    atomic = False  # articles are read and saved while the index is made

    dependencies = [
        ("articles", "0031_draft_changes_shown_outside"),
    ]

    operations = [
        migrations.RunSQL(_MAKE, "DROP FUNCTION articles_shown_in(text)"),
        # One that was begun and not finished: made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS article_shown", migrations.RunSQL.noop),
        AddIndexConcurrently("article", GinIndex(ShownIn("body"), name="article_shown")),
    ]
