from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from articles import indexing
from feedback import publishing
from feedback.models import Answer, Question
from members.models import User

_numbers = count(1)


def make_question(**values):
    """A waiting question whose asker agrees that it is published."""
    number = next(_numbers)
    defaults = {"text": f"Does form {number} expire in a free zone?", "email": f"asker{number}@example.org"}
    return Question.objects.create(**defaults | {"may_publish": True, "asked_at": timezone.now()} | values)


def make_answer(*, keywords=(), **values):
    """A published answer, indexed."""
    now = timezone.now()
    number = next(_numbers)
    defaults = {
        "title": f"Does certificate {number} expire while goods wait?",
        "abstract": "In most agreements it does.",
    }
    defaults |= {
        "section": publishing.faq(),
        "body": "<p>Twelve months from issue.</p>",
        "asked": "Ours is a year old.",
    }
    answer = Answer.objects.create(**defaults | {"published_at": now, "changed_at": now} | values)
    answer.keywords.set(keywords)
    indexing.reindex([answer.pk])
    return answer


def make_staff(role="editor", **values):
    """A person of the newsroom in the group of that role."""
    number = next(_numbers)
    defaults = {
        "username": f"{role}{number}",
        "email": f"{role}{number}@portal.example",
        "name": "Mira Okonjo",
        "is_staff": True,
    }
    user = User.objects.create_user(**defaults | values)
    user.groups.add(Group.objects.get(name=role))
    return user
