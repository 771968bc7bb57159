"""The Weekly goes out by the same sender as every other mail; importing this adds its rows."""

from portal.lib.outgoing import KINDS
from subscriptions.sending import Deliveries

KINDS.append(Deliveries())
