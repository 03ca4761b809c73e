"""The one exception by which a command tells a person what is wrong: nobody is shown a traceback for it."""


class CommandError(Exception):
    """A command cannot do what was asked; the text is shown after "tidewaiter: " and the exit code is 1."""
