"""Settings, read once at the start and handed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from platformdirs import user_data_path, user_log_path

from app.errors import Language

APPLICATION = "Steward"
READ_TIMEOUT = 15.0


def _own_seat() -> Path:
    return user_data_path(APPLICATION, appauthor=False) / "seat"


@dataclass(frozen=True, slots=True)
class Settings:
    """How this run behaves.

    Attributes:
        workspace: the folder of the workspace.
        logs: the folder of the log file.
        language: of everything shown.
        connect_timeout, read_timeout: of every request, in seconds.
        patience: how long a headless sync waits for a pause or a back-off to end before it leaves the rest, in
            seconds.
        seat: the folder of a council member.
    """

    workspace: Path
    logs: Path
    language: Language = "zh"
    connect_timeout: float = 3.05
    read_timeout: float = READ_TIMEOUT
    patience: timedelta = timedelta(seconds=20)
    seat: Path = field(default_factory=_own_seat)

    @classmethod
    def read(cls, environment: Mapping[str, str], workspace: Path | None = None) -> "Settings":
        """The settings that the environment and the command line ask for."""
        return cls(
            workspace=workspace or user_data_path(APPLICATION, appauthor=False) / "workspace",
            seat=workspace or _own_seat(),
            logs=user_log_path(APPLICATION, appauthor=False),
            language=language_of(environment),
            read_timeout=_seconds(environment.get("STEWARD_READ_TIMEOUT", ""), READ_TIMEOUT),
        )


def _seconds(text: str, default: float) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return default
    return seconds if 0 < seconds < 3600 else default


def language_of(environment: Mapping[str, str]) -> Language:
    """The language to speak: STEWARD_LANGUAGE, else the system's; Chinese where that can't be told."""
    for name in ("STEWARD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value.startswith("en"):
            return "en"
        if value.startswith("zh"):
            return "zh"
    return "zh"


def take_secret(name: str) -> str | None:
    """A secret from the environment, which forgets it, so that no child process or crash report inherits it."""
    return os.environ.pop(name, None) or None
