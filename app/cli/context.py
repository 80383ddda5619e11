"""What every command may use: settings, secrets, the open workspace. The stores are loaded when they are opened."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import Output
from app.domain.words import Words
from app.errors import MissingSecret, StewardError, UnreadableFile, WorkspaceExists
from app.files import read_text
from app.logs import Log
from app.settings import Settings

if TYPE_CHECKING:
    from app.keys.store import KeyStore
    from app.operations.desk import Desk
    from app.start import Workspace

LONGEST_ANSWER = 32 * 1024
"""Characters that a browser's answer to a sign-in has at most."""

RECOVERY = Words("恢复口令", "Recovery passphrase")
"""What opens a workspace."""


def _inside(term: str) -> str:
    return term[:1].lower() + term[1:]


@dataclass
class Context:
    """One run of the command line.

    Attributes:
        passphrase, token: as the environment gave them; it has forgotten them since.
    """

    settings: Settings
    out: Output
    log: Log
    passphrase: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @cached_property
    def key_store(self) -> "KeyStore":
        """The system's key store, asked for only when it is needed: it is slow to load."""
        from app.keys.store import system_key_store  # noqa: PLC0415

        return system_key_store()

    @contextmanager
    def workspace(self) -> Iterator["Workspace"]:
        """The workspace, open until the block ends."""
        from app.start import open_workspace  # noqa: PLC0415

        workspace = open_workspace(
            self.settings, self.key_store, passphrase=self._passphrase_to_open(), token=self.token
        )
        try:
            yield workspace
        finally:
            workspace.close()

    @contextmanager
    def desk(self) -> Iterator["Desk"]:
        """The desk of the person who acts, until the block ends."""
        with self.workspace() as workspace:
            yield workspace.desk()

    def open_or_create(self, server: str | None) -> "Workspace":
        """The workspace, made when there is none.

        Raises:
            WorkspaceExists: a server was named, but the workspace is there with a record of its own.
        """
        from app.start import create_workspace, open_workspace, workspace_exists  # noqa: PLC0415

        if not workspace_exists(self.settings.workspace):
            return create_workspace(self.settings, self.new_passphrase(), self.key_store, server=server)
        if server is not None:
            raise WorkspaceExists(path=self.settings.workspace)
        return open_workspace(self.settings, self.key_store, passphrase=self._passphrase_to_open())

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to be asked."""
        return sys.stdin is not None and sys.stdin.isatty()

    def asked_token(self, missing: StewardError | None = None) -> str:
        """The token to connect with: from the environment, or typed in.

        Raises:
            MissingSecret: neither is possible, and there is no `missing`, which else is raised.
        """
        if self.token:
            return self.token
        token = self._ask("社区令牌：", "Community token: ").strip()
        if not token:
            words = {"what_zh": "社区令牌", "what_en": "The community token", "variable": "STEWARD_TOKEN"}
            raise missing or MissingSecret(**words)
        self.token = token
        self.log.hide(token)
        return token

    def asked_answer(self, missing: StewardError) -> str:
        """What a browser showed after a sign-in: pasted when asked, or standard input where nobody can be asked.

        Raises:
            StewardError: there was nothing: `missing`.
        """
        if self.can_ask:
            answer = self._ask("粘贴授权码：", "Paste the code: ")
        else:
            answer = sys.stdin.read(LONGEST_ANSWER) if sys.stdin is not None else ""
        if not answer.strip():
            raise missing
        return answer

    def asked_passphrase(self, what: Words = RECOVERY) -> str:
        """A passphrase, that of the workspace unless another is named: from the environment, or typed in.

        Raises:
            MissingSecret: neither is possible.
        """
        passphrase = self.passphrase or self._ask(f"{what.zh}：", f"{what.en}: ")
        if not passphrase:
            raise MissingSecret(what_zh=what.zh, what_en=f"The {_inside(what.en)}", variable="STEWARD_PASSPHRASE")
        self.log.hide(passphrase)
        return passphrase

    def new_passphrase(self, what: Words = RECOVERY) -> str:
        """A passphrase for something new; where it is typed in, twice.

        Raises:
            MissingSecret: there is none, or the two differ.
        """
        if self.passphrase:
            return self.passphrase
        first = self.asked_passphrase(what)
        if first != self._ask("再输入一次：", "Once more: "):
            raise MissingSecret(
                what_zh=f"{what.zh}（两次输入不一致）",
                what_en=f"The {_inside(what.en)} (the two differ)",
                variable="STEWARD_PASSPHRASE",
            )
        return first

    def message(self, path: str) -> str:
        """The text of a message: a file's, or standard input's for "-".

        Raises:
            UnreadableFile: it can't be read, or is not UTF-8.
        """
        if path != "-":
            return read_text(Path(path))
        if sys.stdin is None:
            raise UnreadableFile(path="-", why=Words("没有标准输入", "there is no standard input"))
        try:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UnreadableFile(path="-", why=Words("不是 UTF-8 文本", "it is not UTF-8 text")) from None

    def _passphrase_to_open(self) -> str | None:
        from app.start import key_is_known, workspace_exists  # noqa: PLC0415

        if self.passphrase or not workspace_exists(self.settings.workspace):
            return self.passphrase
        if key_is_known(self.settings.workspace, self.key_store):
            return None
        return self.asked_passphrase()

    def _ask(self, zh: str, en: str) -> str:
        if not self.can_ask:
            return ""
        try:
            return getpass.getpass(zh if self.out.language == "zh" else en)
        except EOFError:
            return ""
