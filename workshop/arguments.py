"""Values that follow a task without the name of their option: ``./inv rollback 20261123-0730``.

Invoke takes such a value only where it must be there; here it may be left out.
"""

from collections.abc import Mapping, Sequence


def named(words: Sequence[str], options: Mapping[str, str]) -> list[str]:
    """Return the words of a command with the option before a value that follows its task at once.

    ``options`` are the names of tasks, each with the option that such a value belongs to.
    """
    found: list[str] = []
    for place, word in enumerate(words):
        if place and words[place - 1] in options and not word.startswith("-") and word not in options:
            found.append(options[words[place - 1]])
        found.append(word)
    return found
