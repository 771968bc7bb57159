"""load_demo: the demonstration content and an account for each role, once, into an empty portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal import demo
from portal.demo import Account


class Command(BaseCommand):
    help = "Loads demo/ into an empty portal and prints the staff accounts with their passwords, once."

    def handle(self, **_: Any) -> None:
        if not demo.load(at=timezone.now(), show=self.show):
            self.stdout.write("The portal has content already; nothing was loaded.")

    def show(self, accounts: list[Account]) -> None:
        """The one time the passwords can be read."""
        rows = [("Username", "Role", "Password"), *((one.username, one.role, one.password) for one in accounts)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
        self.stdout.write("\nStaff accounts, for /admin/. The passwords are shown this once:\n\n")
        for line in lines:
            self.stdout.write(f"  {line.rstrip()}")
        self.stdout.write("")
        self.stdout.flush()
