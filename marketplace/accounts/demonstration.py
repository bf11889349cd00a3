"""How the demonstration's people sign in."""

DOMAIN = "demo.example"
PASSWORD = "demonstration"  # noqa: S105 - printed on the demonstration's sign-in page
