"""The table of a Request Tracker in the config."""

from __future__ import annotations

from typing import Any

import pytest

from console import errors
from console.helpdesk.rt import RequestTracker, RtSettings
from console.http import Endpoint, Http
from tests.helpdesk.rt_samples import SETTINGS


class TestSettings:
    """The table of the config."""

    def test_defaults(self):
        """A token is enough."""
        settings = RtSettings.from_options({"token": "1-2-x"})
        assert settings.query == "Status = '__Active__'"
        assert "1-2-x" not in repr(settings)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({}, "token"),
            ({"user": "a"}, "password"),
            ({"token": "x", "ques": []}, "ques"),
            ({"token": 7}, "token"),
            ({"token": "x", "queues": "Esc"}, "queues"),
            ({"token": "x", "status_map": {"new": "fresh"}}, "status_map.new"),
            ({"token": "x", "status_map": []}, "status_map"),
            ({"token": "x", "priority_map": {"low": "1"}}, "priority_map.low"),
            ({"token": "x", "priority_map": {"lowest": 1}}, "lowest"),
            ({"token": "x", "timezone": "Mars/Base"}, "timezone"),
        ],
    )
    def test_refused(self, options: dict[str, Any], said: str):
        """What is wrong is named."""
        with pytest.raises(errors.ConfigError, match=said):
            RtSettings.from_options(options)

    def test_nearest_key(self):
        """A misspelt key is answered with the right one."""
        with pytest.raises(errors.ConfigError) as caught:
            RtSettings.from_options({"token": "x", "qeues": []})
        assert "queues" in caught.value.hint

    @pytest.mark.parametrize(
        "endpoint",
        [
            Endpoint("https://rt.example.com/REST/2.0"),
            Endpoint("https://rt.example.com", user_agent="Mozilla/5.0"),
        ],
    )
    def test_endpoint(self, endpoint: Endpoint):
        """An url of the API, and a browser's user agent, are refused at once."""
        with pytest.raises(errors.ConfigError):
            RequestTracker("rt", Http(endpoint), SETTINGS)
