"""The newsroom's side of asking: questions that wait, and answers that are published."""

from feedback.admin.answers import AnswerAdmin
from feedback.admin.questions import QuestionAdmin

__all__ = ["AnswerAdmin", "QuestionAdmin"]
