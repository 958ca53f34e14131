"""Debian's Kannel on loopback, started for a test: bearerbox and smsbox, and the handsets or the centre behind them."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import urllib.parse
from asyncio.subprocess import DEVNULL, Process
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

BOXES = {name: shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") for name in ("bearerbox", "smsbox")}
SMPP = os.environ.get("BAOCAO_TEST_SMPP", "")
"""A folder with the npm package `smpp` in its node_modules."""
KEY, USER, PASSWORD, SENDER = "in-key-1", "bot", "botpw", "8079"

CONFIG = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = adminpw
status-password = statpw
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
store-type = spool
store-location = "{folder}/spool"
dlr-storage = internal
sms-combine-concatenated-mo = true
sms-combine-concatenated-mo-timeout = 60
log-file = "{folder}/bearerbox.log"
log-level = 1

{centre}

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = 127.0.0.1
sendsms-chars = "0123456789+ "
mo-recode = true
http-request-retry = 25920
http-queue-delay = 1
http-timeout = 20
log-file = "{folder}/smsbox.log"
log-level = 1

group = sendsms-user
username = {user}
password = {password}
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
default-sender = "{sender}"
max-messages = 6
concatenation = true
omit-empty = true

group = sms-service
keyword = default
post-url = "http://127.0.0.1:{bot}/sms/kannel?key={key}&id=%I&from=%p&to=%P&ts=%T&smsc=%i&coding=%c&charset=%C"
send-sender = true
max-messages = 0
catch-all = true
omit-empty = true
accept-x-kannel-headers = true
"""

FAKE = """group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = {port}
connect-allow-ip = 127.0.0.1"""

SMPP_CENTRE = """group = smsc
smsc = smpp
smsc-id = SMPP
host = 127.0.0.1
port = {port}
smsc-username = kannel
smsc-password = pw
system-type = ""
transceiver-mode = true
reconnect-delay = 1
enquire-link-interval = 10"""


LINE = re.compile(r"(?P<sender>\S+) \S+ (?:udh (?P<udh>\S+) )?(?P<coding>text|ucs-2|data) ?(?P<text>.*)", re.S)
"""A message, or a part of one, as the fake centre writes it."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


async def connected(port: int, seconds: float = 20) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(seconds):
        while True:
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(0.05)


async def listening(port: int) -> None:
    _, writer = await connected(port)
    writer.close()


async def ended(process: Process, kill: bool = False) -> None:
    """Ends a process that was started here, and waits for it."""
    if process.returncode is None:
        process.kill() if kill else process.terminate()
        try:
            async with asyncio.timeout(5):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


@dataclass
class Gateway:
    """Both boxes of one configuration. `bot` is the port where the bot listens."""

    folder: Path
    bot: int
    centre: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    boxes: dict[str, Process] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ports = {name: free_port() for name in ("admin", "box", "send", "smsc")}
        (self.folder / "spool").mkdir(parents=True, exist_ok=True)
        centre = self.centre or FAKE.format(port=self.ports["smsc"])
        told = {"user": USER, "password": PASSWORD, "sender": SENDER, "key": KEY}
        config = CONFIG.format(folder=self.folder, bot=self.bot, centre=centre, **told, **self.ports)
        (self.folder / "kannel.conf").write_text(config)

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told of this gateway."""
        return {
            "KANNEL_SEND_URL": f"http://127.0.0.1:{self.ports['send']}/cgi-bin/sendsms",
            "KANNEL_USERNAME": USER,
            "KANNEL_PASSWORD": PASSWORD,
            "KANNEL_INBOUND_KEY": KEY,
        }

    async def start(self) -> None:
        for name, port in (("bearerbox", "box"), ("smsbox", "send")):
            if name not in self.boxes:
                self.boxes[name] = await asyncio.create_subprocess_exec(
                    BOXES[name], str(self.folder / "kannel.conf"), stdout=DEVNULL, stderr=DEVNULL
                )
                await listening(self.ports[port])

    async def stop(self, *names: str, kill: bool = False) -> None:
        for name in names or ("smsbox", "bearerbox"):
            if box := self.boxes.pop(name, None):
                await ended(box, kill)

    @asynccontextmanager
    async def running(self):
        try:
            await self.start()
            yield self
        finally:
            await self.stop()

    @asynccontextmanager
    async def handset(self, number: str, shown: str = SENDER):
        """A telephone in the net of the fake centre, on which our messages come from `shown`."""
        reader, writer = await connected(self.ports["smsc"])  # the fake centre serves one connection after the other
        phone = Handset(number, reader, writer, shown)
        try:
            yield phone
        finally:
            writer.close()


@dataclass
class Handset:
    """One connection to the fake centre: what it writes was sent by this number, what it reads was sent to it."""

    number: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    shown: str = SENDER
    codings: list[str] = field(default_factory=list)
    ahead: bytes = b""
    parts: int = 0

    async def say(self, text: str) -> None:
        """As a telephone would: GSM-7 where all letters are in it, else UCS-2."""
        if text.isascii():
            line = f"{self.number} {SENDER} text {text}"
        else:
            line = f"{self.number} {SENDER} ucs2 {''.join(f'%{b:02x}' for b in text.encode('utf-16-be'))}"
        self.writer.write(line.encode() + b"\n")
        await self.writer.drain()

    async def hear(self, seconds: float = 10, more_of_it: bool = False) -> str:
        """The next message that arrives, joined where it came in parts."""
        self.parts = self.parts if more_of_it else 0
        async with asyncio.timeout(seconds):
            line = self.ahead or await self.reader.readline()
        self.ahead = b""
        while b" text " in line and not self.ahead:  # the fake centre does not quote the line breaks of such a text
            try:
                async with asyncio.timeout(0.05):
                    more = await self.reader.readline()
            except TimeoutError:
                break
            if re.match(rf"{self.shown} \+\d+ ".encode(), more) or not more:
                self.ahead = more
            else:
                line += more
        found = LINE.fullmatch(line.decode("latin-1").removesuffix("\n"))
        assert found and found["sender"] == self.shown, line
        text = found["text"]
        if found["coding"] == "ucs-2":
            text = urllib.parse.unquote_to_bytes(text.replace("+", " ")).decode("utf-16-be")
        elif found["coding"] == "data":
            raw = urllib.parse.unquote_to_bytes(text.replace("+", " "))
            text = raw.decode("utf-16-be" if b"\0" in raw else "latin-1")
        self.codings.append(found["coding"])
        if found["udh"]:
            *_, count, number = urllib.parse.unquote_to_bytes(found["udh"])
            self.parts += 1
            assert number == self.parts
            return text + (await self.hear(seconds, True) if number < count else "")
        return text

    async def asks(self, text: str, seconds: float = 10) -> str:
        await self.say(text)
        return await self.hear(seconds)

    async def silent(self, seconds: float = 0.5) -> bool:
        try:
            await self.hear(seconds)
        except TimeoutError:
            return True
        return False


@dataclass
class Centre:
    """An SMPP centre (node-smpp) that tells each thing it does as a line of JSON."""

    process: Process
    port: int

    async def told(self, what: str, seconds: float = 10) -> dict:
        async with asyncio.timeout(seconds):
            while True:
                line = json.loads(await self.process.stdout.readline())
                if line["event"] == what:
                    return line

    async def bring(self, **message) -> None:
        """Has the centre deliver a message: sender, text, parts (their order)."""
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        await self.process.stdin.drain()


@asynccontextmanager
async def smpp_centre():
    port = free_port()
    environment = os.environ | {"NODE_PATH": str(Path(SMPP) / "node_modules")}
    script = Path(__file__).parent / "smpp_centre.js"
    process = await asyncio.create_subprocess_exec(
        "node", str(script), str(port), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment
    )
    try:
        yield Centre(process, port)
    finally:
        await ended(process)
