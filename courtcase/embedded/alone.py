"""Run one command beside the demonstration's servers alone, without web, worker and beat: what a restore needs.

`python -m courtcase.embedded.alone -- python manage.py restore SET`
"""

from __future__ import annotations

import os
import sys

from courtcase.embedded import here, servers
from courtcase.embedded.children import stop
from courtcase.embedded.place import make_folders, place_for
from courtcase.embedded.serve import Stopped, ask_no_more, data_dir, only_one, stop_on_signals
from courtcase.embedded.stages import EmbeddedError, say
from courtcase.embedded.with_servers import run_child


def run(command: list[str]) -> int:
    """Start the servers the environment lacks, run `command` to its end, stop them; return its exit status.

    1 with a sentence where the servers cannot start, or the demonstration is running.
    """
    folder = data_dir().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    place = place_for(folder)
    make_folders(place)
    started = None
    try:
        with only_one(place):
            started = servers.start(place, environment=os.environ)
            servers.wait_until_up(started)
            found = {**os.environ, **here.environment(folder), **started.environment()}
            return run_child(command, {"COURTCASE_MODE": "demo"} | found)
    except EmbeddedError as error:
        say(f"\n{error}")
        return 1
    except Stopped:
        return 130
    finally:
        ask_no_more()
        if started:
            stop(started.processes(), within=10.0)


def main(words: list[str]) -> int:
    """Run the command after `--` and return its exit status."""
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        say("usage: python -m courtcase.embedded.alone -- COMMAND [ARGUMENT ...]")
        return 2
    stop_on_signals()
    return run(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
