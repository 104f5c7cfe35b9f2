"""``python -m cpsti_portal.embedded <command>``: what the Makefile calls once the packages are installed."""

import sys

from . import commands, demo
from .console import Console
from .errors import EmbeddedError

COMMANDS = {
    "demo": demo.run,
    "test": commands.test,
    "check": commands.check,
    "bench-anonymisation": commands.bench_anonymisation,
    "bench-sitting": commands.bench_sitting,
    "format": commands.reformat,
    "story": commands.story,
    "leaks": commands.leaks,
    "shell": commands.shell,
    "manage": commands.manage,
    "stop": commands.stop,
    "clean": commands.clean,
}


def main(arguments: list[str]) -> int:
    console = Console()
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        console.error(f"Commande inconnue. Commandes\u00a0: {', '.join(COMMANDS)}.")
        return 2
    try:
        return command(console)
    except EmbeddedError as error:
        console.error(str(error))
    except PermissionError as error:
        console.error(
            f"Pas le droit d’écrire\u00a0: {error.filename} (ce dossier appartient à un autre compte)."
        )
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
