"""The command line: words to operations, errors to exit codes."""

import argparse
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.cli import screen
from app.cli.context import Context
from app.cli.output import Output, harmless
from app.errors import Language, NotText, StewardError, WrongUse
from app.logs import Log
from app.settings import Settings, language_of, take_secret

FAILED, WRONG_USE = 1, 2
DEFAULTS = {"demo": False, "work": None, "json": False, "workspace": None, "pictures": None}


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says: 0 done, 1 it failed and says why, 2 wrong use."""
    language = language_of(os.environ)
    parsed = _parsed(arguments, language)
    _speak_plainly(json=parsed.json)
    settings = Settings.read(os.environ, parsed.workspace)
    log = Log(settings.logs)
    context = Context(
        settings,
        Output(language, json=parsed.json),
        log,
        passphrase=take_secret("STEWARD_PASSPHRASE"),
        token=take_secret("STEWARD_TOKEN"),
    )
    log.hide(context.passphrase, context.token)
    try:
        _check_text(parsed)
        return _work(context, parsed)
    except StewardError as error:
        print(harmless(f"steward: {error.sentence(language)}"), file=sys.stderr)  # noqa: T201
        return WRONG_USE if isinstance(error, WrongUse) else FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        if sys.stderr is not None:  # as in a program without a console
            sys.stderr.close()  # whoever read our output has gone; nothing is left to say
        return FAILED
    except Exception as error:
        log.report_bug(error)
        return FAILED
    finally:
        log.close()


def _parsed(arguments: Sequence[str], language: Language) -> argparse.Namespace:
    if not arguments:
        return argparse.Namespace(**DEFAULTS)  # the window does not wait for a grammar that it has no words for
    from app.cli.grammar import parser  # noqa: PLC0415

    return parser(language).parse_args(_opening(arguments), argparse.Namespace(**DEFAULTS))


def _opening(arguments: Sequence[str]) -> list[str]:
    """The arguments; a file in the place of a command, as after a double click, has the command that opens it."""
    words = list(arguments)
    first = _first_word(words)
    if first is not None and ".steward" in words[first].casefold():
        from app.operations.seat_files import FOR_SEATS, kind_of  # noqa: PLC0415

        if kind_of(words[first]) in FOR_SEATS:
            words[first:first] = ["seat", "window"]
    return words


def _first_word(words: Sequence[str]) -> int | None:
    """Where the first argument stands that is no option, nor the value of one."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in ("--workspace", "--pictures") else 1
    return at if at < len(words) else None


def _check_text(parsed: argparse.Namespace) -> None:
    """Refuse words that no store can keep; files may have any name.

    Raises:
        NotText: bytes that are no text, which Python keeps as half characters.
    """
    for said in _words_of(vars(parsed).values()):
        if any("\ud800" <= char <= "\udfff" for char in said):
            raise NotText(shown=said.encode(errors="backslashreplace").decode())


def _words_of(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _words_of(value)


def _speak_plainly(*, json: bool) -> None:
    """A character that a console can't show must not end the program; JSON is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _work(context: Context, parsed: argparse.Namespace) -> int:
    if parsed.demo:
        return _demo(context, parsed.pictures)
    if parsed.work is None:
        return _window(context)
    done: int = parsed.work(context, parsed)
    return done


def _demo(context: Context, pictures: Path | None) -> int:
    """The demo on the screen, or, where there is none, told step by step."""
    if pictures is None and not context.out.json and screen.lacking() is None:
        return screen.show(context, demo=True)
    from app.cli.demo import demo  # noqa: PLC0415

    return demo(context, pictures)


def _window(context: Context) -> int:
    """Open the window, or say what is missing."""
    lacking = screen.lacking()
    if lacking is None:
        return screen.show(context, demo=False)
    context.out.hint(
        f"steward：打不开窗口：{lacking.zh}。命令行可用：steward --help；演示：steward --demo",
        f"steward: no window can be opened: {lacking.en}. "
        "The command line works: steward --help; the demo: steward --demo",
    )
    return WRONG_USE
