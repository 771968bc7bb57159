"""A WordPress export as its exporter writes one, small."""

from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.8" created="2026-11-01 10:00" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Quay News</title><link>https://quay.example.org</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://quay.example.org</wp:base_site_url>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login>
<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>ports</wp:category_nicename><wp:cat_name><![CDATA[Ports]]></wp:cat_name></wp:category>
"""
FOOT = "</channel>\n</rss>\n"


def post(number, title="A berth", content="Ships come.", **values):
    """An <item>; `more` is put in as it is."""
    fields = {
        "status": "publish",
        "post_type": "post",
        "post_date": "2020-05-04 12:00:00",
        "post_date_gmt": "2020-05-04 10:00:00",
        "post_password": "",
        "excerpt": "",
        "more": "",
    } | values
    inner = "".join(
        f"<wp:{name}>{escape(str(fields[name]))}</wp:{name}>"
        for name in ("status", "post_type", "post_date", "post_date_gmt", "post_password")
    )
    return (
        f"<item><title>{escape(title)}</title><link>https://quay.example.org/2020/{number}/</link>"
        f"<pubDate>Mon, 04 May 2020 10:00:00 +0000</pubDate><dc:creator><![CDATA[ann]]></dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{fields['excerpt']}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>{inner}{fields['more']}</item>\n"
    )


def attachment(number, file, *, alt="", caption=""):
    more = (
        f"<wp:attachment_url>https://quay.example.org/wp-content/uploads/{file}</wp:attachment_url>"
        f"<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{alt}]]></wp:meta_value></wp:postmeta>"
    )
    return post(number, file, "", post_type="attachment", status="inherit", excerpt=caption, more=more)


def meta(key, value):
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


def term(domain, name):
    return f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'


def export(folder, *items, foot=FOOT):
    path = folder / "export.xml"
    path.write_text(HEAD + "".join(items) + foot, encoding="utf-8")
    return path
