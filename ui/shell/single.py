"""One window for one workspace: a second start brings the first to the front."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 500


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

    def listen(self, raise_window: Callable[[], None]) -> None:
        """Do this when a second start asks for the window."""
        QLocalServer.removeServer(self._name)  # left over by a process that was killed
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._greet(server, raise_window))
        server.listen(self._name)
        self._server = server

    @staticmethod
    def _greet(server: QLocalServer, raise_window: Callable[[], None]) -> None:
        connection = server.nextPendingConnection()
        if connection is not None:
            connection.disconnectFromServer()
            connection.deleteLater()
            raise_window()

    def call_first(self) -> bool:
        """Ask the window that is open to come to the front."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        reached = socket.waitForConnected(_PATIENCE_MS)
        socket.abort()
        return reached

    def close(self) -> None:
        """Let the next one be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()
