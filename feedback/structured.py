"""What a question and its answer are, for machines that read; says no more than the page shows."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from feedback.models import Answer
from portal.lib import links, sanitise

# Inside a script element nothing may look like its end.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def question_page(entry: Answer, *, whole: bool) -> SafeString:
    """JSON-LD of one question and the one answer our editors gave."""
    address = links.absolute(entry.get_absolute_url())
    us = {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.BASE_URL}
    given = {
        "@type": "Answer",
        "text": sanitise.text(entry.body) if whole else entry.abstract,
        "url": address,
        "datePublished": entry.published_at and entry.published_at.isoformat(),
        "author": us,
    }
    question = {"@type": "Question", "name": entry.title, "answerCount": 1, "acceptedAnswer": given}
    if entry.asked:
        question["text"] = entry.asked
    page = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "url": address,
        "inLanguage": entry.language,
        "isAccessibleForFree": whole,
        "publisher": us,
        "mainEntity": question,
    }
    return mark_safe(json.dumps(page, ensure_ascii=False).translate(_ESCAPES))
