"""What somebody finds in their mail."""

from email import message_from_bytes, policy


def parts_of(row):
    """The text and the HTML of a mail in the outbox."""
    message = message_from_bytes(bytes(row.message), policy=policy.default)
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
