"""The frame of the command line: languages, wrong calls, exit codes, broken pipes, odd consoles."""

from __future__ import annotations

import errno
import inspect
import os
import subprocess
import sys
from collections.abc import Callable

import click
import pytest

import svcdocs
from svcdocs.cli import console, main
from svcdocs.cli.command import Command
from svcdocs.cli.settings import read_settings
from svcdocs.errors import OutputError, PolicyError, UsageError
from svcdocs.texts import _, language

#: Every command as it is typed.
COMMANDS = [
    [],
    ["build"],
    ["check"],
    ["waive"],
    ["due"],
    ["render"],
    ["form"],
    ["verify"],
    ["read"],
    ["number"],
    ["number", "list"],
    ["number", "reserve"],
    ["number", "void"],
    ["number", "reissue"],
    ["doctor"],
    ["schema"],
    ["schema", "path"],
    ["policy"],
    ["policy", "show"],
    ["policy", "diff"],
    ["policy", "test"],
    ["policy", "freeze"],
    ["explain"],
    ["template"],
    ["template", "build"],
    ["template", "lint"],
    ["template", "fields"],
    ["new"],
    ["new", "project"],
    ["new", "type"],
    ["completion"],
]

Capture = pytest.CaptureFixture[str]


def svcdocs_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "svcdocs", *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Put a command `fail` into the table that raises what it is given."""

    def arrange(error: BaseException) -> None:
        def fail() -> int:
            raise error

        monkeypatch.setattr(main, "COMMANDS", {"fail": lambda: Command("fail", fail, [], "Fails.")})

    return arrange


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help(command: list[str], language: str, capsys: Capture) -> None:
    """`--help` works everywhere and explains every option."""
    assert main.run([*command, "--help", "--lang", language]) == 0

    shown = capsys.readouterr().out
    assert " ".join(["svcdocs", *command]) in shown
    assert "--debug" in shown
    unexplained = [
        line for line in shown.splitlines() if line.startswith("  -") and "  " not in line.strip()
    ]
    # click puts the words of a long option on the next line
    lines = shown.splitlines()
    for line in unexplained:
        assert lines[lines.index(line) + 1].startswith("      ")


def test_the_list_of_commands_is_complete() -> None:
    """The list above is the program's."""
    tops = {command[0] for command in COMMANDS if command}

    assert tops == set(main.COMMANDS)


@pytest.mark.parametrize("words", [command for command in COMMANDS if command], ids=" ".join)
def test_options_and_functions_agree(words: list[str]) -> None:
    """What click passes is what the function takes."""
    command: click.Command = main.program()
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    if isinstance(command, click.Group):
        return
    assert command.callback is not None

    taken = set(inspect.signature(command.callback).parameters)

    assert taken == {param.name for param in command.params if param.expose_value}


def test_version(capsys: Capture) -> None:
    """`--version` names the program and the version."""
    assert main.run(["--version"]) == 0

    assert capsys.readouterr().out == f"svcdocs {svcdocs.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "there is no command chek; did you mean check?"),
        (["frobnicate"], "there is no command frobnicate"),
        (["completion", "--shel"], "there is no option --shel; did you mean --help?"),
        (["completion"], "missing: bash|zsh|fish"),
        (["completion", "powershell"], "expected one of bash, zsh, fish"),
        (["completion", "bash", "zsh"], "unexpected argument: zsh"),
        (["completion", "bash", "--lang", "fr"], "--lang: expected one of zh, en"),
        (["schema", "path", "projekt"], "there is no schema projekt; did you mean 'project'?"),
        (["check", "x", "--as-of", "2026-02-30"], "--as-of: expected a date like 2026-03-31"),
        (["check", "x", "--as-of"], "option --as-of lacks its value"),
        (["check", "x", "--fail-on", "all"], "--fail-on: expected one of error, warning, info"),
        (["render", "x", "y", "--set", "number"], "--set: expected NAME=VALUE, found number"),
    ],
)
def test_a_wrong_call_is_refused_in_one_sentence(
    arguments: list[str], said: str, capsys: Capture
) -> None:
    """Exit code 2, what is wrong, what to do next; nothing on standard output."""
    assert main.run(["--lang", "en", *arguments]) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert "\nNext: " in shown.err
    assert "Traceback" not in shown.err


def test_no_command_shows_the_help_and_did_nothing(capsys: Capture) -> None:
    """A call without a command is wrong, but its author wants the help."""
    assert main.run(["--lang", "en"]) == 2

    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("no such path", hint="look again"), 2, "Error: no such path\nNext: look again"),
        (PolicyError("two problems", details=["a", "b"]), 3, "Error: two problems\n  a\n  b\n"),
        (OutputError("it is open"), 3, "Error: it is open\n"),
        (OSError(errno.ENOSPC, "No space left", "out/a.docx"), 3, "out/a.docx: No space left"),
        (ZeroDivisionError("division\nby zero"), 3, "(ZeroDivisionError: division by zero)"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (click.Abort(), 130, "interrupted"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.usefixtures("english")
def test_exit_codes(
    error: BaseException,
    code: int,
    said: str,
    failing: Callable[[BaseException], None],
    capsys: Capture,
) -> None:
    """Every kind of end has its code; nobody meets a traceback."""
    failing(error)

    assert main.run(["--lang", "en", "fail"]) == code

    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_debug_shows_where(failing: Callable[[BaseException], None], capsys: Capture) -> None:
    """`--debug` may stand at the end, where people put it."""
    failing(ZeroDivisionError("oh"))

    assert main.run(["fail", "--debug"]) == 3

    assert "Traceback" in capsys.readouterr().err


def test_our_own_mistake_says_how_to_report_it(
    failing: Callable[[BaseException], None], capsys: Capture
) -> None:
    """Two lines: what happened, what to send to whom."""
    failing(KeyError("x"))

    main.run(["--lang", "en", "fail"])

    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2
    assert f"svcdocs {svcdocs.__version__} made a mistake of its own" in lines[0]
    assert "--debug" in lines[1]


class TestLanguage:
    """Chinese by default; the command line beats the environment."""

    def test_the_environment_chooses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """SVCDOCS_LANG holds until somebody says otherwise."""
        monkeypatch.setenv("SVCDOCS_LANG", "en")
        assert read_settings(["check"], os.environ).language == "en"
        assert read_settings(["check", "--lang=zh"], os.environ).language == "zh"

    def test_a_wrong_environment_is_named(self, capsys: Capture) -> None:
        """A typing mistake in the environment is not passed over in silence."""
        del capsys
        done = svcdocs_process("--version", SVCDOCS_LANG="fr")

        assert done.returncode == 2
        assert b"SVCDOCS_LANG" in done.stderr

    def test_options_after_two_dashes_are_none(self) -> None:
        """`--` ends the options."""
        assert read_settings(["--", "--debug", "--lang", "en"], {}).language == "zh"
        assert not read_settings(["--", "--debug"], {}).debug

    def test_chinese_is_spoken(self, capsys: Capture) -> None:
        """Without a word said the help is Chinese."""
        assert main.run(["--help"]) == 0

        assert language() == "zh_CN"
        shown = capsys.readouterr().out
        assert _("Show the version.") in shown
        assert "Show the version." not in shown


class TestConsole:
    """Output that survives where it goes."""

    def test_a_gbk_console_survives_a_ticked_box(self) -> None:
        """GBK has no ☑; it comes out as a question mark."""
        program = (
            "from svcdocs.cli.console import prepare_streams, say;"
            "prepare_streams(); say('\u2611 验收合格')"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "gbk"},
            check=False,
        )

        assert done.returncode == 0
        assert done.stdout.decode("gbk").strip() == "? 验收合格"
        assert done.stderr == b""

    @pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
    def test_a_closed_pipe_is_silent(self) -> None:
        """`svcdocs … | head` ends without a word, with the code it would have had."""
        reading, writing = os.pipe()
        os.close(reading)
        program = (
            "import sys; from svcdocs.cli.console import say\n"
            "for number in range(3): say('line')\n"
            "sys.exit(1)"
        )

        done = subprocess.run(
            [sys.executable, "-c", program], stdout=writing, stderr=subprocess.PIPE, check=False
        )
        os.close(writing)

        assert done.returncode == 1
        assert done.stderr == b""

    def test_colour_is_for_terminals(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file gets none; NO_COLOR is obeyed."""
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        assert console.colourful()
        monkeypatch.setenv("NO_COLOR", "1")
        assert not console.colourful()
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
        assert not console.colourful()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    """The script alone, so that `eval` can take it."""
    done = svcdocs_process("completion", shell)

    assert done.returncode == 0
    assert b"_SVCDOCS_COMPLETE" in done.stdout


def test_completion_completes() -> None:
    """What the bash script asks for: the commands that begin so."""
    done = svcdocs_process(
        _SVCDOCS_COMPLETE="bash_complete", COMP_WORDS="svcdocs ch", COMP_CWORD="1"
    )

    assert done.stdout.decode().split() == ["plain,check"]


def test_ctrl_c_in_a_real_process() -> None:
    """An interrupt ends with 130 and one line."""
    program = (
        "import _thread, sys, time; from svcdocs.cli import main\n"
        "from svcdocs.cli.command import Command\n"
        "def wait():\n _thread.interrupt_main(); time.sleep(5)\n"
        "main.COMMANDS = {'wait': lambda: Command('wait', wait, [], 'Waits.')}\n"
        "sys.argv = ['svcdocs', '--lang', 'en', 'wait']; main.main()"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert done.returncode == 130
    assert done.stderr.decode().strip() == "interrupted"
