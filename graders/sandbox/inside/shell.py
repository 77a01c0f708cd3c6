"""Runs inside the sandbox: an IPython session whose outputs are collected as nbformat 4 has them, up to a limit."""

import io
import json
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

TRUNCATED = "\n... output truncated: a cell may show {} bytes ...\n"


class Outputs:
    """The outputs of the running cell, as nbformat has them, up to ``limit`` bytes a cell."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.start()

    def start(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._used = 0
        self._full = False
        self._clear_next = False

    def add(self, output: dict[str, Any]) -> None:
        """Append an output; once the limit is reached say so, once, and drop the rest."""
        if self._full:
            return
        if output["output_type"] == "stream":
            output["text"] = output["text"][: self.limit + 1]
        if self._clear_next:
            self.clear(wait=False)
        size = _size(output)
        if size is None:
            return
        self._used += size
        if self._used > self.limit:
            self._full = True
            output = {"output_type": "stream", "name": "stderr", "text": TRUNCATED.format(self.limit)}
        last = self.items[-1] if self.items else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            self.items.append(output)

    def update(self, shown: dict[str, Any], output: dict[str, Any]) -> None:
        """Put an output in the place of one that is ``shown``; what it is larger counts like an output."""
        size = _size(output)
        if size is None:
            return
        grown = max(size - (_size(shown) or 0), 0)
        if self._used + grown > self.limit:
            self.add(output)  # which says so
        else:
            self._used += grown
            shown.update(output)

    def clear(self, wait: bool) -> None:
        self._clear_next = wait
        if not wait:
            self.items.clear()


def _size(output: dict[str, Any]) -> int | None:
    """Bytes in the message; None for a display object with data that no notebook could hold."""
    try:
        return len(json.dumps(output))
    except (TypeError, ValueError, RecursionError):
        return None


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the student's code."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs, descriptor: int) -> None:
        self.name = name
        self._outputs = outputs
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._outputs.add({"output_type": "stream", "name": self.name, "text": text})
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor


class Publisher(DisplayPublisher):
    """``display(...)``: appends to the cell's outputs; updates of an earlier display replace it within its cell."""

    outputs: Outputs
    shown: dict[str, dict[str, Any]]

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        identity = (transient or {}).get("display_id")
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        if update and identity in self.shown:
            self.outputs.update(self.shown[identity], output)
            return
        self.outputs.add(output)
        if identity is not None:
            self.shown[identity] = output

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear(wait)


class Hook(DisplayHook):
    """The value of a cell's last expression: an ``execute_result``."""

    outputs: Outputs

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.outputs.add(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython's own shell, with tracebacks, displays and results going to ``outputs``."""

    outputs: Outputs

    def init_io(self) -> None:
        pass

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = [stb] if isinstance(stb, str) else [str(line) for line in stb]
        name = getattr(etype, "__name__", str(etype))
        self.outputs.add({"output_type": "error", "ename": name, "evalue": str(evalue), "traceback": lines})


def make_shell(outputs: Outputs) -> Shell:
    """A fresh IPython session without history, profile or terminal."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "Neutral"
    Shell.displayhook_class = Hook
    Shell.display_pub_class = Publisher
    shell = Shell.instance(config=config)
    shell.outputs = shell.displayhook.outputs = shell.display_pub.outputs = outputs
    shell.display_pub.shown = {}
    # ipykernel has all the rich formats on; the base class shows text only.
    shell.display_formatter.active_types = list(shell.display_formatter.format_types)
    return shell


def refuse_input(*args: Any, **kwargs: Any) -> str:
    raise RuntimeError("input() can't be answered while a notebook is graded.")
