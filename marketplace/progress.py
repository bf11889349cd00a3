"""A progress line for commands that take longer than two seconds."""

import time
from typing import Any


class Progress:
    """`with Progress(stderr, "importing") as progress: progress(done, total)`; redraws at most five times a second."""

    def __init__(self, stream: Any, label: str) -> None:
        self.stream, self.label, self.last, self.drawn = stream, label, 0.0, False
        self.terminal = bool(getattr(stream, "isatty", lambda: False)())

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, done: int, total: int) -> None:
        pause = 0.2 if self.terminal else 5.0
        now = time.monotonic()
        if now - self.last < pause and done < total:
            return
        self.last, self.drawn = now, True
        width = 24 * done // max(1, total)
        bar = "█" * width + "·" * (24 - width)
        self.stream.write(f"{self.label} {bar} {done}/{total}", ending="\r" if self.terminal else "\n")
        if hasattr(self.stream, "flush"):
            self.stream.flush()

    def __exit__(self, *error: object) -> None:
        if self.drawn and self.terminal:
            self.stream.write("")
