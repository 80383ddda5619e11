"""One window for one workspace: a second start brings the first to the front."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 500
_LONGEST = 8_192
"""Bytes of a path."""


class SingleInstance(QObject):
    """Whether this process is the one window of a workspace.

    Args:
        folder: of the workspace, which exists.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._name = f"steward-{digest}"
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale when its process is gone, never by its age
        self._server: QLocalServer | None = None

    def first(self) -> bool:
        """Whether no other window is open; this one then stays the only one until `close`."""
        return self._lock.tryLock(0)

    def listen(self, raise_window: Callable[[], None], take: Callable[[str], None] = lambda _file: None) -> None:
        """Do this when a second start asks for the window.

        Args:
            take: gets the file that the second start was asked to open.
        """
        QLocalServer.removeServer(self._name)  # left over by a process that was killed
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._greet(server, raise_window, take))
        server.listen(self._name)
        self._server = server

    @staticmethod
    def _greet(server: QLocalServer, raise_window: Callable[[], None], take: Callable[[str], None]) -> None:
        connection = server.nextPendingConnection()
        if connection is not None:
            connection.setReadBufferSize(_LONGEST)
            connected = connection.state() is QLocalSocket.LocalSocketState.ConnectedState
            told = partial(_told, connection, raise_window, take)
            if connected:
                connection.disconnected.connect(told)
            else:
                told()

    def call_first(self, file: str = "") -> bool:
        """Ask the window that is open to come to the front.

        Args:
            file: that it is to open; "" for none.
        """
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        reached = socket.waitForConnected(_PATIENCE_MS)
        if reached and file:
            socket.write(file.encode())
            socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_PATIENCE_MS)
        return reached

    def close(self) -> None:
        """Let the next one be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _told(connection: QLocalSocket, raise_window: Callable[[], None], take: Callable[[str], None]) -> None:
    """The second start has said what it wants."""
    said = bytes(connection.read(_LONGEST).data()).decode(errors="replace")
    connection.deleteLater()
    raise_window()
    if said:
        take(said)
