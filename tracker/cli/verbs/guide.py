"""The verb that looks after the guides."""

from __future__ import annotations

from tracker.cli.answers import Answer
from tracker.cli.verbs.table import YES, Given, Option, agree, verb
from tracker.domain.asked import NotUnderstood, quoted
from tracker.session.sitting import Session

# Most starts need none of the guides' reports: each word imports them itself.


@verb(
    "guide",
    "the guides you have, and the one that layzner opens with",
    Option(
        "word",
        "[NAME | check FILE ... |",
        "a guide to read about; or check, add, use",
        "NAME",
        "?",
        "guide-word",
    ),
    Option(
        "files", "add FILE | use NAME]", "the file, or the name of a guide", "FILE", "*", "guide"
    ),
    YES,
    examples=(
        "guide",
        "guide check evangelion.toml",
        "guide add evangelion.toml",
        "guide use evangelion",
        "next --guide evangelion",
    ),
    about="check names everything that is wrong with a guide file, line by line; add puts it beside"
    " your progress, under its own name; use makes layzner open with it. If you already have one of"
    " that name, you see what changes and are asked first; the old one is kept aside. All guides"
    " share one progress file.",
)
def _guide(session: Session, given: Given) -> Answer:
    from tracker.cli import guides  # noqa: PLC0415  # see above

    word, files = given.word, given.files
    if word is None:
        return guides.listed(session)
    if word == "check":
        if not files:
            raise NotUnderstood("name the guide files to check")
        return guides.checked(session, files)
    if word not in ("add", "use"):
        if files:
            raise NotUnderstood(f"{quoted(files[0])} is one word too many: layzner guide {word}")
        return guides.about(session, word)
    if len(files) != 1:
        raise NotUnderstood(f"layzner guide {word} takes one {_TAKES[word]}")
    if word == "use":
        return guides.used(session, files[0])
    return _added(session, given, files[0])


def _added(session: Session, given: Given, file: str) -> Answer:
    from tracker.cli import guides  # noqa: PLC0415  # see above

    refused, question = guides.look(session, file)
    if refused:
        return refused
    if question:
        agree(question, given, "the guide stays as it is")
    return guides.added(session, file)


_TAKES = {"add": "FILE", "use": "NAME"}
