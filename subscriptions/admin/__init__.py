"""The newsroom's rooms for the Weekly; importing them registers them."""

from subscriptions.admin.deliveries import DeliveryAdmin
from subscriptions.admin.issues import IssueAdmin
from subscriptions.admin.stories import EntryChoice
from subscriptions.admin.subscribers import SubscriberAdmin

__all__ = ["DeliveryAdmin", "EntryChoice", "IssueAdmin", "SubscriberAdmin"]
