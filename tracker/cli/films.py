"""What the command line answers about the viewer's files."""

from __future__ import annotations

from tracker.cli.answers import Answer
from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.domain.union import Json
from tracker.player.folder import MOST
from tracker.session.films import Films, Library
from tracker.session.view import View


def settled(entry: Entry, path: str) -> Answer:
    """Which file an entry plays from now on."""
    said = f"{entry.name} now plays {words.clean(path)}"
    return Answer(f"{said}.", {"said": said, "entry": entry.id, "file": path})


def unknown(why: str) -> Answer:
    """That no folder is known."""
    return Answer(f"{words.upper(why)}.", {"folder": None, "entries": [], "unmatched": 0})


def listed(view: View, library: Library, films: Films) -> Answer:
    """Each entry with its file, then what is missing, what is shared, and what matches nothing."""
    folder, found = films.settled.folder, films.found
    lines = [words.clean(folder) if folder else "No folder; the files were set one by one."]
    rows: list[Json] = []
    for entry in view.guide.entries:
        line, row = _entry(entry, library, films)
        lines += [line] if line else []
        rows.append(row)
    lines += _lacking(view, films)
    lines += _joint(view, library, films)
    names, many = [words.clean(name) for name in found.unmatched], len(found.unmatched)
    if many and view.level == "off":
        lines += ["", "These names match no entry:", *(f"  {name}" for name in names)]
    elif many:
        what = words.count(many, "file matches", "files match")
        lines += ["", f"{what} no entry; layzner files --spoilers off names them."]
    if not films.is_all:
        lines += ["", f"There are more than {MOST:,} files; the rest were not looked at."]
    unmatched: Json = [*found.unmatched] if view.level == "off" else many
    data: dict[str, Json] = {
        "folder": folder or None,
        "entries": rows,
        "unmatched": unmatched,
        "complete": films.is_all,
    }
    return Answer("\n".join(lines), data)


def _entry(entry: Entry, library: Library, films: Films) -> tuple[str, Json]:
    """An entry with its file, as far as that may be named; empty text if there is none."""
    path, may_name = films.files.get(entry.id), library.may_name(entry.id)
    several = () if path else films.found.ambiguous.get(entry.id, ())
    data: Json = {
        "id": entry.id,
        "found": path is not None,
        "file": path if may_name else None,
        "ambiguous": bool(several),
        "candidates": [*several] if may_name else None,
    }
    if not (path or several):
        return "", data
    named = [_short(path, films.settled.folder)] if path else [*several]
    names = " or ".join(map(words.clean, named)) if may_name else ""
    text = names or ("found" if path else f"{len(several)} files")
    unclear = "" if path else f"; layzner files {entry.id} FILE says which"
    return f"  {entry.label:>3}  {text}{unclear}", data


def _lacking(view: View, films: Films) -> list[str]:
    """Which entries have no file."""
    held = {*films.files, *films.found.ambiguous, *_of_joint(films)}
    lacking = [entry for entry in view.guide.entries if entry.id not in held]
    counting = [entry for entry in lacking if not entry.is_left_out]
    if not counting:
        return []
    return ["", f"Missing: {words.span_in_sentence(counting, view.guide.entries)}"]


def _joint(view: View, library: Library, films: Films) -> list[str]:
    """The files that hold several entries, which are not played on their own."""
    lines = []
    for path, ids in films.found.joint:
        shown = [view.guide.entry(entry) for entry in ids if entry in view.guide.place]
        if shown:
            what = words.span_in_sentence(shown, view.guide.entries)
            may_name = all(map(library.may_name, ids))
            name = f": {words.clean(path)}" if may_name else ""
            lines.append(f"One file holds {what}{name}; layzner files ENTRY FILE assigns it.")
    return ["", *lines] if lines else []


def _of_joint(films: Films) -> set[str]:
    return {entry for _, ids in films.found.joint for entry in ids}


def _short(path: str, folder: str) -> str:
    """A path relative to the folder, if it lies there."""
    return path.removeprefix(f"{folder.rstrip('/')}/") if folder else path
