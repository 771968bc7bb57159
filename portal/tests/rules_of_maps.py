"""What sitemaps.org and Google's news maps ask of a map, as lists of faults."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

from portal.tests.rules_of_feeds import MOMENT

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOST, MOST_NEWS, LARGEST = 50_000, 1_000, 50 * 2**20
NEWS_FOR = timedelta(days=2)


def faults_of_index(text, *, address):
    return faults_of(text, root="sitemapindex", row="sitemap", address=address)


def faults_of_map(text, *, address):
    return faults_of(text, root="urlset", row="url", address=address)


def faults_of(text, *, root, row, address):
    """Faults of the map that was got from `address`: it names only what lies on the same host below itself."""
    try:
        found = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if found.tag != f"{MAP}{root}":
        return [f"{found.tag} is no {root}"]
    below = address.rpartition("/")[0] + "/"
    faults = [f"{child.tag} is no {row}" for child in found if child.tag != f"{MAP}{row}"]
    faults += ["too large"] if len(text) > LARGEST or len(found) > MOST else []
    places = [child.findtext(f"{MAP}loc") or "" for child in found]
    for child, place in zip(found, places, strict=True):
        faults += row_faults(child, place, below)
    return faults + [f"{place} stands twice" for place in {*places} if places.count(place) > 1]


def row_faults(row, place, below):
    names = [child.tag for child in row]
    faults = [f"{place} lies not below {below}"] if not place.startswith(below) else []
    faults += ["an address that is none"] if not 12 <= len(place) <= 2048 or not urlsplit(place).netloc else []
    faults += [f"{name} in a row" for name in names if name not in (f"{MAP}loc", f"{MAP}lastmod", f"{NEWS}news")]
    faults += ["something stands twice in a row"] if len(set(names)) < len(names) else []
    changed = row.findtext(f"{MAP}lastmod")
    return faults + ([f"lastmod is {changed!r}"] if changed is not None and not MOMENT.fullmatch(changed) else [])


def faults_of_news(text, *, address, at):
    """Faults of a news map that was got from `address` at the moment `at`."""
    faults = faults_of_map(text, address=address)
    if faults:
        return faults
    rows = ElementTree.fromstring(text).findall(f"{MAP}url")
    faults = ["more than a thousand"] if len(rows) > MOST_NEWS else []
    return faults + [fault for row in rows for fault in story_faults(row, at)]


def story_faults(row, at):
    news = row.find(f"{NEWS}news")
    if news is None:
        return ["a row without news"]
    wanted = ["publication", "publication_date", "title"]
    faults = (
        [] if [child.tag.removeprefix(NEWS) for child in news] == wanted else ["parts of news are missing or strange"]
    )
    for path in (f"{NEWS}publication/{NEWS}name", f"{NEWS}publication/{NEWS}language", f"{NEWS}title"):
        faults += [] if (news.findtext(path) or "").strip() else [f"{path} is empty"]
    language = news.findtext(f"{NEWS}publication/{NEWS}language") or ""
    if language not in ("zh-cn", "zh-tw") and not (len(language) in (2, 3) and language.isalpha()):
        faults.append(f"{language} is no language of news")
    moment = news.findtext(f"{NEWS}publication_date") or ""
    if not MOMENT.fullmatch(moment):
        return [*faults, f"publication_date is {moment!r}"]
    age = at - datetime.fromisoformat(moment)
    return faults + ([] if timedelta(seconds=-1) <= age <= NEWS_FOR else [f"{age} old"])
