"""What sites of many years hold: old and new editors, plug-ins, pictures in all sizes, moments never set."""

import time
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from articles.importing import classic
from articles.models import Article, Entry
from articles.tests.importing_made import bring
from articles.tests.pictures_made import noise, saved
from articles.tests.wordpress_made import FOOT, HEAD, attachment, export, meta, post, term

UPLOADS = "https://quay.example.org/wp-content/uploads/2020/05"
CATEGORY = (
    "<wp:category><wp:term_id>{}</wp:term_id><wp:category_nicename>{}</wp:category_nicename>"
    "<wp:category_parent>{}</wp:category_parent><wp:cat_name>{}</wp:cat_name></wp:category>"
)


def body(written):
    return classic.body(written, {}.get, [])[0].replace("\n", "")


def left_out(written):
    return classic.body(written, {}.get, [])[1]


def filed(slug, name, domain="category"):
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def of(parent):
    return f"<wp:post_parent>{parent}</wp:post_parent>"


@pytest.fixture
def take(tmp_path, capsys, db):
    """What becomes of posts, and what is said of them."""

    def take(*items, head="", status=0):
        path = export(tmp_path, head, *items)
        result = bring(path, capsys, publish=True)
        assert result.status == status, result.said
        return result

    return take


@pytest.fixture
def uploads(tmp_path):
    def put(name, *, size=(300, 200), seed=0):
        file = tmp_path / "2020" / "05" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(saved(noise(*size, seed=seed)))

    return put


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("<h2>Head</h2>\nOne.\nTwo.\n\nThree.", "<h2>Head</h2><p>One.<br>Two.</p><p>Three.</p>"),
        (
            "One:\n<ul>\n\t<li>A\nb</li>\n\n<li>C</li>\n</ul>\nTwo.",
            "<p>One:</p><ul><li>A<br>b</li><li>C</li></ul><p>Two.</p>",
        ),
        ("<blockquote>One.\n\nTwo.</blockquote>", "<blockquote><p>One.</p><p>Two.</p></blockquote>"),
        ("<p>One.\n\nTwo.</p>Three.", "<p>One.</p><p>Two.</p><p>Three.</p>"),
        ("One.<br />\nTwo.", "<p>One.<br>Two.</p>"),
        ("<a\nhref='/x/'>One</a>", "<p><a href='/x/'>One</a></p>"),
        ("One.\n\n<!--more-->\n\nTwo.<!--nextpage-->", "<p>One.</p><p>Two.</p>"),
        ("One.\n<hr />\nTwo.", "<p>One.</p><hr /><p>Two.</p>"),
        ("<pre>a\n\n<b>b</b></pre>\nOne.", "<pre>a<b>b</b></pre><p>One.</p>"),
    ],
)
def test_lines_and_blocks_of_the_old_editor(written, made):
    assert body(written) == made


def test_an_address_alone_on_its_line_becomes_a_link():
    played = "https://video.example/watch?v=1&t=2"
    link = f'<a href="{escape(played)}">{escape(played)}</a>'
    assert body(f"One.\n\n{played}\n\nTwo.") == f"<p>One.</p><p>{link}</p><p>Two.</p>"
    block = (
        '<!-- wp:embed {"url":"x"} --><figure class="wp-block-embed is-type-video"><div class="wrapper">\n'
        f"{played}\n</div></figure><!-- /wp:embed -->"
    )
    assert link in body(block) and "<figure" not in body(block)
    assert "<p>See https://x.example/ for more.</p>" in body("See https://x.example/ for more.")


def test_what_was_typed_between_and_in_blocks_has_its_paragraphs():
    written = (
        "Before.\n\nStill before.\n<!-- wp:paragraph -->\n<p>In a block.</p>\n<!-- /wp:paragraph -->\n"
        '<!-- wp:group {"layout":{"type":"flex"}} --><div><!-- wp:list --><ul><li>A</li></ul><!-- /wp:list --></div>'
        "<!-- /wp:group -->\n<!-- wp:spacer /-->\n<!-- wp:freeform -->Old.\n\nOlder.<!-- /wp:freeform -->"
    )
    assert body(written) == (
        "<p>Before.</p><p>Still before.</p><p>In a block.</p><div><ul><li>A</li></ul></div><p>Old.</p><p>Older.</p>"
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("<iframe width='5' src='https://video.example/embed/1'></iframe>", "player left out: https://video.example/embed/1"),
        ('<figure><audio controls src="/a.mp3"></audio></figure>', "player left out: /a.mp3"),
        ('<!-- wp:block {"ref":41} /-->', "block used in several posts left out: 41"),
        ('[contact-form-7 id="5" title="Ask"]', "plug-in’s words left in the text: contact-form-7"),
        ("[su_box]Words[/su_box]", "plug-in’s words left in the text: su_box"),
    ],
)  # fmt: skip
def test_what_cannot_come_is_named(written, says):
    assert left_out(written) == [says]


def test_brackets_of_the_writer_are_no_plug_in():
    assert left_out("“We was [sic] there” [1], [see below].") == []


def test_pictures_come_whole_and_in_the_words_of_the_library(take, uploads):
    uploads("port-300x200.jpg", size=(30, 20), seed=1)
    uploads("port-scaled.jpg", seed=2)
    uploads("quay.jpg", seed=3)
    uploads("quay-300x200.jpg", size=(30, 20), seed=4)
    shown = [f'<img class="wp-image-{n}" src="{UPLOADS}/{n}" alt="">' for n in ("port-300x200.jpg", "quay-300x200.jpg")]
    scaled = attachment(2, "2020/05/port-scaled.jpg", alt="The port")
    take(post(1, content=f"Words.\n\n{shown[0]}\n\n{shown[1]}", more=meta("_thumbnail_id", "2")), scaled)
    article = Article.objects.get()
    assert (article.picture.alt, article.picture.width) == ("The port", 300)
    assert article.body.count("<img ") == 1 and 'width="300"' in article.body


def test_a_picture_that_a_site_asks_to_be_scaled_is_found(take, uploads):
    uploads("port.jpg")
    asked = '<img src="https://quay.files.example/2020/05/port.jpg?w=150" alt="">'
    address = "https://quay.example.org/wp-content/uploads/"
    sent = attachment(2, "2020/05/port.jpg", alt="The port").replace(address, "https://quay.files.example/")
    take(post(1, content=f"Words.\n\n{asked}"), sent)
    assert Article.objects.get().picture.alt == "The port"


def test_a_gallery_without_numbers_shows_what_was_sent_with_the_post(take, uploads):
    for seed, name in enumerate(["a.jpg", "b.jpg", "c.jpg"]):
        uploads(name, seed=seed)
    attached = [attachment(n, f"2020/05/{name}.jpg", alt=name) for n, name in ((10, "b"), (9, "a"), (11, "c"))]
    own = [one.replace("</item>", f"{of(7 if place < 2 else 8)}</item>") for place, one in enumerate(attached)]
    take(post(7, content="Words.\n\n[gallery]"), *own)
    article = Article.objects.get()
    assert article.picture.alt == "a" and 'alt="b"' in article.body and 'alt="c"' not in article.body


@pytest.mark.parametrize("quotes", ['ids="10,9"', "ids='10,9'", "ids=10,9 columns=2", 'include="10, 9"'])
def test_a_gallery_names_its_pictures_in_several_ways(quotes):
    assert classic.numbers(f"[gallery {quotes}]") == {"9", "10"}


def test_a_caption_in_apostrophes_is_one():
    written = "[caption id='a' caption='By night']<img src='x.jpg'>[/caption]"
    assert body(written) == "<figure><img src='x.jpg'><figcaption>By night</figcaption></figure>"


UNSET = "0000-00-00 00:00:00"
NO_YEAR = "Wed, 30 Nov -0001 00:00:00 +0000"
NOON = datetime(2020, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "moment"),
    [
        ({"post_date_gmt": UNSET}, datetime(2020, 5, 4, 10, tzinfo=UTC)),
        ({"post_date_gmt": UNSET, "pubDate": NO_YEAR}, NOON),
        ({"post_date_gmt": "", "pubDate": ""}, NOON),
        ({"post_date_gmt": UNSET, "pubDate": "", "post_date": UNSET}, None),
    ],
)
def test_moments_that_were_never_set(take, values, moment):
    mailed = values.pop("pubDate", "Mon, 04 May 2020 10:00:00 +0000")
    take(post(1, **values).replace("Mon, 04 May 2020 10:00:00 +0000", mailed))
    assert Entry.objects.get().published_at == moment


def test_sections_are_the_upper_categories_or_what_writers_called_the_first(take):
    head = CATEGORY.format(5, "asia", "news", "Asia") + CATEGORY.format(6, "news", "", "News")
    both = filed("asia", "Asia") + filed("news", "News") + filed("uncategorized", "Allgemein")
    take(
        post(1, more=both),
        post(2, more=both + meta("_yoast_wpseo_primary_category", "5")),
        post(3, more=filed("asia", "Asia") + meta("_yoast_wpseo_primary_category", "6")),
        head=head,
    )
    sections = {article.imported.key[-1]: article.section.name for article in Article.objects.all()}
    assert sections == {"1": "News", "2": "Asia", "3": "Asia"}
    first = Article.objects.get(imported__key__endswith=":1")
    assert [keyword.name for keyword in first.keywords.all()] == ["Asia"]


def test_authors_and_language_that_plug_ins_give(take):
    more = filed("cap-ann", "ann", "author") + filed("cap-bo", "Bo Ek", "author") + filed("fr", "Français", "language")
    take(post(1, more=more))
    article = Article.objects.get()
    assert [author.name for author in article.authors.all()] == ["Ann Lee", "Bo Ek"]
    assert article.language == "fr"


def test_each_blog_of_a_site_has_its_own_numbers(take):
    blog = "<wp:base_blog_url>https://quay.example.org/{}</wp:base_blog_url>"
    take(post(7, title="Of trade"), head=blog.format("trade"))
    take(post(7, title="Of ports"), head=blog.format("ports"))
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Of ports", "Of trade"]
    take(post(7, title="Of the site"), head=blog.format(""))
    assert Article.objects.filter(imported__key="wordpress:quay.example.org:7").count() == 1


def test_types_that_are_neither_posts_nor_pages_are_named_and_workings_are_not(take):
    result = take(
        post(1, post_type="product", title="A crane"),
        post(2, post_type="wp_navigation"),
        post(3, post_type="wp_block"),
        post(4, post_type="custom_css"),
        post(5, post_type="product", status="trash"),
        post(6),
        status=1,
    )
    assert result.said.count("is no post or page") == 1
    assert "line 1, wordpress:quay.example.org:1: is no post or page, but of the type 'product'" in result.said
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("status", ["draft", "pending"])
def test_a_draft_is_called_one_and_has_no_old_address(take, status):
    unseen = post(1, status=status, post_date_gmt="0000-00-00 00:00:00").replace("/2020/1/", "/?p=1")
    out = take(unseen).out
    assert "kept as a draft, it was never published" in out
    assert "no date" not in out and "old address" not in out


def test_what_was_private_is_said_once(take):
    assert take(post(1, status="private")).out.count("× kept as a draft") == 1


def test_comments_stay_where_they_are(take):
    said = "<wp:comment><wp:comment_content><![CDATA[First!]]></wp:comment_content></wp:comment>"
    take(post(1, more=said + "<wp:is_sticky>1</wp:is_sticky>"))
    assert "First" not in Article.objects.get().body


def test_the_end_of_character_data_in_a_text_is_text(take):
    take(post(1, content="One ]]]]><![CDATA[> two."))
    assert Article.objects.get().body == "<p>One ]]&gt; two.</p>"


@pytest.mark.parametrize("wrong", [b"\xff", b"\xe9t\xe9", b"\xef\xbf\xbf", b"&#11;", b"&#x0B;"])
def test_a_wrong_byte_loses_no_article(tmp_path, capsys, db, wrong):
    path = export(tmp_path, post(1, title="Berth@7"), post(2))
    path.write_bytes(path.read_bytes().replace(b"@", wrong))
    assert bring(path, capsys, publish=True).status == 0
    assert Entry.objects.count() == 2


def test_an_old_encoding_is_read_by_its_name(tmp_path, capsys, db):
    path = tmp_path / "export.xml"
    whole = HEAD.replace("UTF-8", "ISO-8859-1") + post(1, title="Grue à Batoumi") + FOOT
    path.write_bytes(whole.encode("iso-8859-1"))
    bring(path, capsys, publish=True)
    assert Entry.objects.get().title == "Grue à Batoumi"
    path.write_text(whole.replace("ISO-8859-1", "x-quay"), encoding="utf-8")
    assert "encoding that nobody knows: x-quay" in bring(path, capsys).said


def test_a_post_without_a_slug_in_its_terms_keeps_them(take):
    take(post(1, more=term("category", "Ports") + term("post_tag", "Berths")))
    assert Article.objects.get().section.name == "Ports"


HOSTILE = (
    *("<pre>", "<!-- ", "<!-- wp:a ", "[caption x]", "[embed]", "[aa a="),
    *("<audio ", "<br", " \t", "\n ", "<figure wp-block-embed>"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_is_never_closed_costs_its_length_once(piece):
    started = time.process_time()
    classic.body(piece * (200_000 // len(piece)), {}.get, [])
    assert time.process_time() - started < 5
