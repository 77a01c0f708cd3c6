"""A real headless Chromium for tests, driven by its DevTools protocol through a pair of pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS = 60.0
QUIET = ("disable-gpu", "disable-background-networking", "disable-component-update", "disable-sync", "no-first-run",
         "disable-default-apps", "disable-extensions", "disable-dev-shm-usage", "mute-audio")  # fmt: skip


class Browser:
    """One browser with one page. It can reach this machine only; what it asks for is kept in ``requests``."""

    def __init__(self, profile: Path) -> None:
        self._number = 0
        self._buffer = b""
        self._session: str | None = None
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        ours, their_output = os.pipe()
        their_input, self._to = os.pipe()
        self._from = ours
        arguments = [f"--{flag}" for flag in QUIET] + [
            "--headless=new",
            "--no-sandbox",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "about:blank",
        ]
        # Chromium reads descriptor 3 and writes 4; the shell puts the pipes there.
        script = f'exec 3<&{their_input} 4>&{their_output}; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", script, "bash", str(PROGRAM), *arguments],
            pass_fds=(their_input, their_output),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(their_input)
        os.close(their_output)
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> Any:
        """Call a method of the protocol; return its result. Raises ``RuntimeError`` for an error."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer = self._until(lambda received: received.get("id") == number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, url: str, settle: float = 0.5) -> None:
        """Load a page, forget what earlier ones did, and wait until it has been quiet for ``settle`` seconds."""
        self.requests.clear(), self.dialogs.clear(), self.errors.clear()
        self.send("Page.navigate", url=url)
        self._until(lambda received: received.get("method") == "Page.loadEventFired")
        self.wait(settle)

    def wait(self, seconds: float) -> None:
        """Take in what happens in the next ``seconds``."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._receive(left)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page, as JSON has it."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def resize(self, width: int, height: int, mobile: bool = False) -> None:
        """The size of the window, in pixels; ``mobile``: as a telephone lays pages out."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def prefer(self, scheme: str = "light", media: str = "") -> None:
        """What the reader wants: "light" or "dark", and "print" to see on the screen what is printed."""
        self.send("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def allow_scripts(self, allowed: bool = True) -> None:
        """Let :meth:`evaluate` run what the policy of a page forbids, and a page load what its policy would keep out."""
        self.send("Page.setBypassCSP", enabled=allowed)

    def press(self, key: str) -> None:
        """Press and release a key, such as "Tab"."""
        code = {"Tab": 9, "Enter": 13, "ArrowDown": 40}[key]
        typed = {"text": "\r"} if key == "Enter" else {}
        for kind, more in (("keyDown" if typed else "rawKeyDown", typed), ("keyUp", {})):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)

    def type(self, text: str) -> None:
        """Write a text where the keyboard is."""
        self.send("Input.insertText", text=text)

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        printed = self.send("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)
        return base64.b64decode(printed["data"])

    def screenshot(self, path: Path, width: int = 1200) -> None:
        """Save a picture of the whole page."""
        self.resize(width, 100)
        self.resize(width, min(self.evaluate("document.documentElement.scrollHeight"), 8000))
        self.first_screen(path)
        self.send("Emulation.clearDeviceMetricsOverride")

    def first_screen(self, path: Path) -> None:
        """Save a picture of what is in the window."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(timeout=SECONDS)
        os.close(self._to)
        os.close(self._from)

    def _until(self, wanted: Callable[[Any], bool]) -> Any:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            message = self._receive(end - time.monotonic())
            if message is not None and wanted(message):
                return message
        raise TimeoutError(f"Chromium has not answered for {SECONDS:.0f} seconds.")

    def _receive(self, seconds: float) -> Any:
        """The next message, taken note of; None if none comes in time."""
        while b"\0" not in self._buffer:
            if not select.select([self._from], [], [], max(seconds, 0))[0]:
                return None
            data = os.read(self._from, 1 << 20)
            if not data:
                raise RuntimeError("Chromium has ended.")
            self._buffer += data
        raw, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(raw)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, event: str | None, params: Any) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif event == "Page.javascriptDialogOpening":
            self.dialogs.append(params["message"])
            self._number += 1
            message = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            os.write(self._to, json.dumps({**message, "sessionId": self._session}).encode() + b"\0")
        elif event == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"].get("exception", {}).get("description", "?"))
        elif event == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"])
