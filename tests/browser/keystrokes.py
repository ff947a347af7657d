"""A reader's hands: does what a reader does, and estimates how long it takes by the keystroke-level model.

Operators and seconds of Card, Moran and Newell (1980): a key 0.28 (an average typist), pointing 1.1, a press of the
mouse button 0.1 down and 0.1 up, moving the hand between mouse and keyboard 0.4, and 1.35 to make up one's mind before
each step.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

KEY, POINT, CLICK, HOME, MIND = 0.28, 1.1, 0.2, 0.4, 1.35
# What a question may cost, in seconds.
LIMIT = 20.0


@dataclass
class Hands:
    """One reader at one page; `seconds` is the estimate so far."""

    page: Page
    seconds: float = 0.0
    is_at_mouse: bool = True

    def click(self, target: Locator) -> None:
        """Make up one's mind, point and click."""
        self.seconds += MIND + POINT + CLICK + (0 if self.is_at_mouse else HOME)
        self.is_at_mouse = True
        target.click()

    def write(self, text: str) -> None:
        """Make up one's mind and type into what has the focus."""
        self.seconds += MIND + KEY * len(text) + (HOME if self.is_at_mouse else 0)
        self.is_at_mouse = False
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press one key more, such as Enter after a text."""
        self.seconds += KEY + (HOME if self.is_at_mouse else 0)
        self.is_at_mouse = False
        self.page.keyboard.press(key)
