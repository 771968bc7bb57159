from django.urls import path, re_path

from articles import feeds, sitemaps
from articles.models import Page
from articles.views import addresses, finding, listing, previews, reading, sheets

app_name = "articles"
urlpatterns = [
    path("", reading.home, name="home"),
    re_path(f"^(?P<slug>{'|'.join(Page.Slug.values)})/$", reading.page, name="page"),
    path("sections/<slug:slug>/", listing.section, name="section"),
    path("keywords/<slug:slug>/", listing.keyword, name="keyword"),
    path("authors/<slug:slug>/", listing.author, name="author"),
    path("articles/<int:number>/", reading.article),
    path("articles/<int:number>/<str:slug>/", reading.article, name="article"),
    path("articles/<int:number>/<str:slug>/plain/", sheets.plain, name="plain"),
    path("articles/<int:number>/<str:slug>.md", sheets.markdown, name="markdown"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("preview/<str:token>/page/", previews.page, name="preview_page"),
    path("preview/draft/<int:number>/", previews.draft, name="draft"),
    path("preview/draft/<int:number>/page/", previews.draft_page, name="draft_page"),
    path("p/<int:number>", addresses.short, name="short"),
    path("p/<int:number>.html", addresses.short),
    path("p/<int:number>/qr.svg", addresses.qr_svg, name="qr_svg"),
    path("p/<int:number>/shared.jpg", addresses.share_picture, name="share_picture"),
    path("p/<int:number>/qr.png", addresses.qr_png, name="qr_png"),
    path("drawings/<slug:key>.svg", addresses.drawing, name="drawing"),
    path("search/", finding.search, name="search"),
    path("search/<path:words>", addresses.search_words),
    path("tags/<path:words>", addresses.tag),
    path("feeds/latest.atom", feeds.latest, {"form": "atom"}, name="feed"),
    path("feeds/latest.json", feeds.latest, {"form": "json"}, name="feed_json"),
    path("feeds/questions.atom", feeds.questions, {"form": "atom"}, name="questions_feed"),
    path("feeds/questions.json", feeds.questions, {"form": "json"}, name="questions_feed_json"),
    path("feeds/sections/<slug:slug>.atom", feeds.section, {"form": "atom"}, name="section_feed"),
    path("feeds/sections/<slug:slug>.json", feeds.section, {"form": "json"}, name="section_feed_json"),
    path("feeds/keywords/<slug:slug>.atom", feeds.keyword, {"form": "atom"}, name="keyword_feed"),
    path("feeds/keywords/<slug:slug>.json", feeds.keyword, {"form": "json"}, name="keyword_feed_json"),
    path("feeds/authors/<slug:slug>.atom", feeds.author, {"form": "atom"}, name="author_feed"),
    path("feeds/authors/<slug:slug>.json", feeds.author, {"form": "json"}, name="author_feed_json"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-authors.xml", sitemaps.authors, name="sitemap_authors"),
    path("sitemap-<int:place>.xml", sitemaps.entries, name="sitemap_range"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("<path:path>", addresses.old_address, name="old_address"),  # last: addresses of before
]
