"""Check a config file against its schema: every problem at once, with line and nearest key."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from console.config.schema import parts, schema
from console.errors import ConfigError
