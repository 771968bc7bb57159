"""Accounts and memberships, for administrators."""

from members.admin.accounts import AccountAdmin
from members.admin.memberships import MembershipAdmin

__all__ = ["AccountAdmin", "MembershipAdmin"]
