"""Notices to systemd: that the program runs, that it stops, and that its loop is alive.

The protocol is one datagram (sd_notify(3)); the libraries for it are older than Python 3.11, or bring systemd's own.
"""

import asyncio
import os
import socket


def notify(state: str) -> None:
    """Tell systemd a state, such as ``READY=1``; nothing happens where no systemd waits for it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        # An address of Linux's abstract namespace begins with @ in the variable, and with a zero byte for the socket.
        sender.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        sender.sendall(state.encode())


async def feed_watchdog() -> None:
    """Tell systemd, at half of the time that it allows, that the loop is alive; for ever. Return where none asks."""
    microseconds, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not microseconds or process not in ("", str(os.getpid())):
        return
    while True:
        notify("WATCHDOG=1")
        await asyncio.sleep(int(microseconds) / 2_000_000)
