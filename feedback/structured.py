"""What a question and its answer are, for machines that read; says no more than the page shows."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Correction, Entry
from articles.structured import corrected
from feedback.models import Answer
from portal.lib import jsonld, links, sanitise


def question_page(entry: Answer, *, whole: bool, corrections: Iterable[Correction]) -> SafeString:
    """A FAQPage of one question, since nobody but our editors answers it, and its way from the front page."""
    address = links.absolute(entry.get_absolute_url())
    given: dict[str, object] = {
        "@type": "Answer",
        "text": sanitise.text(entry.body) if whole else entry.abstract,
        "url": address,
        "datePublished": entry.published_at and entry.published_at.isoformat(),
        "author": jsonld.publisher(),
    }
    if told := corrected(corrections):
        given["correction"] = told
    question = {"@type": "Question", "name": entry.title, "answerCount": 1, "acceptedAnswer": given}
    if entry.asked:
        question["text"] = entry.asked
    page = {
        "@type": "FAQPage",
        "url": address,
        "inLanguage": entry.language,
        "isAccessibleForFree": whole,
        "publisher": jsonld.publisher(),
        "mainEntity": [question],
    }
    steps = [(_("Questions and answers"), reverse("feedback:questions")), (entry.title, entry.get_absolute_url())]
    return jsonld.script([page, jsonld.way(steps)])


def questions(entries: Iterable[Entry], *, address: str) -> SafeString:
    """A page of the list of questions."""
    title = _("Questions and answers")
    listed = [(entry.title, entry.get_absolute_url()) for entry in entries]
    page = jsonld.collection(title, address, description="", entries=listed)
    return jsonld.script([page, jsonld.way([(title, reverse("feedback:questions"))])])
