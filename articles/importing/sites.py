"""What the head of a WordPress export says of the site, and what its posts mean by it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

HEAD = ("author", "base_site_url", "base_blog_url", "language", "link", "category")
# A plug-in asks its writers which of a post's categories comes first.
_FIRST = "_yoast_wpseo_primary_category"


@dataclass
class Site:
    address: str = ""  # of all of its blogs
    blog: str = ""
    link: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)  # a login's name as readers see it
    lower: set[str] = field(default_factory=set)  # the slugs of categories that stand in another
    slugs: dict[str, str] = field(default_factory=dict)  # of categories, by their number

    def hear(self, element: Element) -> None:
        """An element of the head."""
        match element.tag:
            case "base_site_url":
                self.address = element.text or ""
            case "base_blog_url":
                self.blog = element.text or ""
            case "link":
                self.link = self.link or element.text or ""
            case "language":
                self.language = element.text or ""
            case "author":
                self.authors[text(element, "author_login")] = text(element, "author_display_name")
            case "category":
                self.slugs[text(element, "term_id")] = slug = text(element, "category_nicename")
                if text(element, "category_parent"):
                    self.lower.add(slug)

    @property
    def name(self) -> str:
        """Tells one site's posts from another's, also where several blogs of one site count from 1."""
        if not self.address or not self.blog or _bare(self.blog) == _bare(self.address):
            return urlsplit(self.address or self.blog or self.link).netloc
        return _bare(self.blog)

    def filed(self, post: Element) -> tuple[str | None, list[str]]:
        """The section, and all else as keywords.

        The section is the category that its writers called the first, else the first that stands in no other.
        """
        categories = _terms(post, "category")
        chosen = self.slugs.get(meta(post).get(_FIRST, ""))
        first = [name for slug, name in categories if slug == chosen]
        upper = [name for slug, name in categories if slug not in self.lower]
        section = next(iter((*first, *upper, *(name for _slug, name in categories))), None)
        names = [name for _slug, name in (*categories, *_terms(post, "post_tag"))]
        return section, [name for name in dict.fromkeys(names) if name != section]

    def wrote(self, post: Element) -> list[str]:
        """The authors whom a plug-in names beside the one of the post, else that one."""
        logins = [name for _slug, name in _terms(post, "author")] or [text(post, "creator")]
        return [self.authors.get(login) or login for login in logins if login]

    def speaks(self, post: Element) -> str:
        """The language that a plug-in gives the post, else the site's."""
        return next((slug for slug, _name in _terms(post, "language")), self.language)


def _bare(address: str) -> str:
    return address.partition("://")[2].strip("/")


def _terms(post: Element, domain: str) -> list[tuple[str, str]]:
    """Slugs and names, in their order."""
    terms = (one for one in post.iterfind("category") if one.get("domain") == domain)
    found = [(one.get("nicename") or "", (one.text or "").strip()) for one in terms]
    return [(slug, name) for slug, name in found if name not in ("", "Uncategorized") and slug != "uncategorized"]


def meta(element: Element) -> dict[str, str]:
    return {text(one, "meta_key"): text(one, "meta_value") for one in element.iterfind("postmeta")}


def text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
