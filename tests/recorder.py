"""A reporter that keeps what it receives, for tests."""

from __future__ import annotations

from contextlib import nullcontext

from kg.runtime import Reporter


class Recorder(Reporter):
    """Keeps steps, progress and warnings."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.progress: list[tuple[int, int | None, str]] = []
        self.warnings: list[str] = []

    def step(self, name: str) -> nullcontext[None]:
        """Keep the name of a step."""
        self.steps.append(name)
        return nullcontext()

    def advance(self, done: int, total: int | None = None, item: str = "") -> None:
        """Keep how much is done."""
        self.progress.append((done, total, item))

    def warn(self, message: str) -> None:
        """Keep a warning."""
        self.warnings.append(message)
