"""Makes the contract suite's assertions explain themselves, and names its slow tests."""

import pytest

pytest.register_assert_rewrite(*(f"tests.helpdesk.{m}" for m in ("reading", "saying", "changing")))


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "slow: makes a thousand escalations and more")
