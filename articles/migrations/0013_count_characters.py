from django.db import migrations

# Texts in Chinese, Japanese and Korean are measured by their characters from now on.
COUNT = r"""
UPDATE articles_entry
   SET words = char_length(regexp_replace(body, '[^\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]', '', 'g'))
  FROM articles_article
 WHERE entry_ptr_id = number AND split_part(language, '-', 1) IN ('zh', 'ja', 'ko')
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_front_pages")]

    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
