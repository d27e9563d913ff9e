"""Asking a person at a terminal: one key where that is enough, a line otherwise."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scalecheck.cli.outputs import is_dumb, show
from scalecheck.condition import NOT_APPLICABLE
from scalecheck.errors import ENDINGS
from scalecheck.menu import EXPLAIN, menu_of
from scalecheck.render.escape import for_terminal
from scalecheck.sheet import Given

if TYPE_CHECKING:
    from prompt_toolkit.application import Application

    from scalecheck.interview import Reply, Step
    from scalecheck.render.asking import Asking

__all__ = ["Terminal"]

PROMPT = "> "
Read = Callable[[str, Mapping[str, str], Collection[str], bool], str]


class Terminal:
    """Shows questions and reads replies."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._read: Read = _read_line if is_dumb() else _read_key

    def ask(self, step: Step) -> Reply:
        """The reply to a question, once there is one that is on its menu. Raises `EOFError` when there are no more."""
        asking, menu = self._asking, menu_of(step)
        labels = asking.labels(step, menu)
        legend = asking.legend(menu, labels)
        show(asking.question(step, menu))
        while True:
            typed = self._read(legend, labels, menu.keys, menu.line)
            if typed.strip() == EXPLAIN:
                show(asking.explanation(step))
                continue
            reply = menu.reply(typed)
            if reply is None:
                show(asking.words("init.no_key") + "\n" if typed.strip() else "")
            elif reply != Given(NOT_APPLICABLE):
                return reply
            elif reason := self._read(asking.words("init.reason"), {}, (), True).strip():
                return Given(NOT_APPLICABLE, reason)


def _read_line(legend: str, labels: Mapping[str, str], keys: Collection[str], line: bool) -> str:
    show(f"{legend}\n")
    return input(PROMPT)


def _read_key(legend: str, labels: Mapping[str, str], keys: Collection[str], line: bool) -> str:
    """One of the keys, or a line if there may be one. The legend makes room for the reply, or for what `labels` says
    that it stands for."""
    # The prompt has no use for the place of the cursor, and some terminals never answer when they are asked for it.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application.current import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.keys import Keys

    bindings = KeyBindings()
    untouched = Condition(lambda: not get_app().current_buffer.text)

    def take(key: str) -> Callable[[KeyPressEvent], None]:
        return lambda event: event.app.exit(result=key)

    for key in keys:
        for sign in {key, key.upper()}:
            bindings.add(sign, filter=untouched)(take(key))
    for idle in () if line else (Keys.Enter, Keys.Any, Keys.BracketedPaste):
        bindings.add(idle)(lambda event: None)
    session: PromptSession[str] = PromptSession(f"{legend}\n{PROMPT}", key_bindings=bindings, erase_when_done=True)
    with _signals_wait_for(session.app) as starts:
        typed = session.prompt(pre_run=starts, handle_sigint=False)
    if typed.strip() not in ("", EXPLAIN):
        show(f"{PROMPT}{for_terminal(labels.get(typed.strip(), typed))}\n")
    return typed


@contextmanager
def _signals_wait_for(prompt: Application[str]) -> Iterator[Callable[[], None]]:
    """Signals that would end the program take the prompt down first. Yields what to call once the prompt runs.

    Cut short in one of its tasks, a prompt leaves the terminal without echo and cursor.
    """
    handlers = {number: handler for number in ENDINGS if callable(handler := signal.getsignal(number))}
    come: list[int] = []

    def leave() -> None:
        if come and prompt.future and not prompt.future.done():
            prompt.exit(result="")

    def wait(number: int, _: object) -> None:
        come.append(number)
        if prompt.loop:
            prompt.loop.call_soon_threadsafe(leave)

    for number in handlers:
        signal.signal(number, wait)
    try:
        yield leave
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for arrived in come:
            signal.raise_signal(arrived)
