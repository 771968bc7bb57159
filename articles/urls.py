from django.urls import path

from articles import feeds, sitemaps
from articles.views import addresses, finding, reading

app_name = "articles"
urlpatterns = [
    path("", reading.home, name="home"),
    path("sections/<slug:slug>/", reading.section, name="section"),
    path("keywords/<slug:slug>/", reading.keyword, name="keyword"),
    path("authors/<slug:slug>/", reading.author, name="author"),
    path("articles/<int:number>/", reading.article),
    path("articles/<int:number>/<str:slug>/", reading.article, name="article"),
    path("preview/<str:token>/", reading.preview, name="preview"),
    path("p/<int:number>", addresses.short, name="short"),
    path("p/<int:number>.html", addresses.short),
    path("p/<int:number>/qr.svg", addresses.qr_svg, name="qr_svg"),
    path("p/<int:number>/qr.png", addresses.qr_png, name="qr_png"),
    path("search/", finding.search, name="search"),
    path("search/<path:words>", addresses.search_words),
    path("tags/<path:words>", addresses.tag),
    path("feeds/latest.atom", feeds.latest, name="feed"),
    path("feeds/sections/<slug:slug>.atom", feeds.section, name="section_feed"),
    path("feeds/keywords/<slug:slug>.atom", feeds.keyword, name="keyword_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemaps/<int:place>.xml", sitemaps.entries, name="sitemap_range"),
    path("robots.txt", addresses.robots, name="robots"),
    path("<path:path>", addresses.old_address),  # last: addresses of before
]
