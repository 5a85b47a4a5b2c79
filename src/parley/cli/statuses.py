"""The exit statuses of `parley`."""

__all__ = ["BROKEN_PIPE", "DEFECT", "FOUND", "INTERRUPTED", "UNUSABLE"]

FOUND = 1  # an error among the findings; files to format; conflicts of a merge or of sources
UNUSABLE = 2  # the input or the command line cannot be used
DEFECT = 70  # parley itself failed (EX_SOFTWARE of sysexits.h)
INTERRUPTED = 130  # Ctrl-C, as shells count it: 128 + SIGINT
BROKEN_PIPE = 141  # whoever read the output stopped: 128 + SIGPIPE
