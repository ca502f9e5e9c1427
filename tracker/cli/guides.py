"""What the command line answers about guides: which there are, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from tracker import guides
from tracker.cli.answers import Answer, text_width
from tracker.domain import outlook, words
from tracker.domain.asked import NotUnderstood, quoted
from tracker.domain.guide import Guide
from tracker.domain.progress import Progress, State
from tracker.domain.union import Json
from tracker.guides import check
from tracker.guides.parse import GuideError
from tracker.session import shelf
from tracker.session.sitting import Session


def names(session: Session) -> Answer:
    """What may be typed for a guide, one a line."""
    found: list[Json] = [*session.shelf.names()]
    return Answer("\n".join(map(str, found)), {"guides": found})


def listed(session: Session) -> Answer:
    """Every guide: its name, its title, how far, and the last evening."""
    lines, listed = [], list[Json]()
    today = session.view.today
    for name, found in _all(session).items():
        mark = "*" if name == session.guide_name else " "
        if isinstance(found, GuideError):
            lines.append(f"{mark} {name:16} cannot be used: {words.clean(str(found))}")
            listed.append({"name": name, "wrong": list(found.lines)})
            continue
        progress = session.far(found, session.journal, session.who)
        texts = [found.title, _how_far(progress)]
        if last := outlook.last_time(progress, today):
            texts.append(words.day(last.evening, today))
        lines.append(f"{mark} {name:16} {' · '.join(texts)}")
        listed.append(_data(session, name, found))
    return Answer("\n".join(lines), {"guides": listed})


def about(session: Session, word: str) -> Answer:
    """What to know about a guide before watching by it, as far as it may be shown."""
    from textwrap import fill  # noqa: PLC0415  # only where a guide is told about

    guide = session.shelf.guide(word)
    progress = session.far(guide, session.journal, session.who)
    tally = progress.tally
    left = words.duration(tally.left)
    lines = [" · ".join(text for text in (guide.title, guide.title_ja) if text)]
    if guide.about:
        lines.append(fill(guide.about, text_width()))
    if guide.by:
        lines.append(f"By {guide.by}.")
    lines.append(
        f"{_how_far(progress)}, {left} left" if tally.watched else f"{tally.total} to watch, {left}"
    )
    if word not in guides.BUILT_IN:
        path = os.path.abspath(word) if shelf.is_file(word) else session.shelf.path(word)
        lines.append(words.clean(path))
    return Answer("\n".join(lines), _data(session, word, guide))


def checked(session: Session, files: Sequence[str]) -> Answer:
    """Everything that is wrong with guide files, what to look at, and what is in them."""
    lines: list[str] = []
    data: list[Json] = []
    read: dict[str, Guide] = {}
    is_wrong = False
    for file in files:
        wrong, guide = _wrong_with(session, file, read)
        is_wrong |= bool(wrong)
        if guide:
            read[file] = guide
        warned = check.warnings(guide) if guide else ()
        lines += [words.clean(line) for line in wrong]
        lines += [f"{words.clean(file)}  {each.place}  {each.reason}" for each in warned]
        if guide and not wrong:
            lines.append(f"{words.clean(file)}: {check.counts(guide)}. It can be used.")
        elif wrong:
            many = words.count(len(wrong), "error")
            lines.append(f"{words.clean(file)}: {many}; it cannot be used as it is.")
        data.append(
            {
                "file": file,
                "errors": list(wrong),
                "warnings": [f"{each.place}  {each.reason}" for each in warned],
                "entries": len(guide.entries) if guide else None,
                "notes": len(guide.notes) if guide else None,
            }
        )
    return Answer("\n".join(lines), {"files": data}, code=int(is_wrong))


def look(session: Session, file: str) -> tuple[Answer | None, str]:
    """Why a file cannot be added, if it cannot; and what to ask first if it replaces a guide.

    Raises `NotUnderstood` for a file whose name cannot name a guide.
    """
    name = shelf.name_for(file)
    wrong, guide = _wrong_with(session, file, {})
    if wrong or guide is None:
        return checked(session, [file]), ""
    if name not in session.shelf.names():
        return None, ""
    return None, f"{_changes(session, name, guide)} Replace {name}?"


def added(session: Session, file: str) -> Answer:
    """Put a file among the guides."""
    name = shelf.name_for(file)
    known = name in session.shelf.names()
    session.shelf.add(name, file)
    guide = session.shelf.guide(name)
    text = f"Added {name}: {guide.title}, {check.counts(guide)}."
    if known:
        text += f"\nThe old one is kept as {words.clean(session.shelf.path(name) + shelf.ASIDE)}."
    text += f"\nlayzner guide use {name} makes layzner open with it from now on;"
    text += f" --guide {name} does so once."
    return Answer(text, _data(session, name, guide))


def used(session: Session, name: str) -> Answer:
    """Have layzner open with a guide."""
    if shelf.is_file(name):
        raise NotUnderstood(f"{quoted(name)} is a file; add it first with layzner guide add")
    guide = session.shelf.guide(name)
    session.shelf.choose(name)
    session.take_up(name, guide)
    return Answer(f"From now on layzner opens with {guide.title}.", _data(session, name, guide))


def _all(session: Session) -> dict[str, Guide | GuideError]:
    """Every guide by name, including one that was opened as a file."""
    found = session.shelf.all()
    if session.guide_name not in found and shelf.is_file(session.guide_name):
        found[session.guide_name] = shelf.load(session.guide_name)
    return found


def _wrong_with(
    session: Session, file: str, others: dict[str, Guide]
) -> tuple[tuple[str, ...], Guide | None]:
    """What is wrong with a guide file, alone and beside others of its id; and the guide."""
    try:
        guide = shelf.load(file)
    except GuideError as error:
        lines = (
            f"{file}:{problem.line}  {problem.place}  {problem.reason}"
            if problem.line
            else f"{file}  {problem.reason}"
            for problem in error.problems
        )
        return tuple(lines), None
    name = os.path.basename(file).removesuffix(".toml")
    apart = [
        *session.shelf.strangers(name, guide),
        *(line for path, other in others.items() for line in shelf.differences(guide, other, path)),
    ]
    return tuple(f"{file}  the guide  {line}" for line in apart), guide


def _changes(session: Session, name: str, guide: Guide) -> str:
    """What changes for the viewer if a guide replaces the known one of its name, in words."""
    try:
        known = session.shelf.guide(name)
    except GuideError:
        return f"The {name} you have cannot be used."
    if known.id != guide.id:
        return f"The {name} you have is another guide, {known.id}, with progress of its own."
    now = session.far(known, session.journal, session.who)
    change = shelf.change(known, guide)
    watched = sum(
        now.state(entry) is State.WATCHED for entry in change.gone if entry.id in now.guide.place
    )
    ahead = guide.place.get(now.next_up or "", len(guide.entries))
    new = sum(guide.place[entry.id] < ahead for entry in change.fresh)
    texts = [
        *(
            [f"{words.count(watched, 'watched entry goes', 'watched entries go')}"]
            if watched
            else []
        ),
        *([f"{len(change.fresh)} are new, {new} of them before next up"] if change.fresh else []),
    ]
    return f"{words.upper('; '.join(texts) or 'nothing changes for you')}."


def _how_far(progress: Progress) -> str:
    return f"{progress.tally.watched} of {progress.tally.total}"


def _data(session: Session, name: str, guide: Guide) -> dict[str, Json]:
    progress = session.far(guide, session.journal, session.who)
    last = outlook.last_time(progress, session.view.today)
    return {
        "name": name,
        "id": guide.id,
        "title": guide.title,
        "about": guide.about,
        "by": guide.by,
        "now": name == session.guide_name,
        "watched": progress.tally.watched,
        "total": progress.tally.total,
        "last": last.evening.isoformat() if last else None,
        "wrong": [],
    }
