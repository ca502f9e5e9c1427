"""The verbs that import from other programs, and export to them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker.cli import answers, streams
from tracker.cli.answers import Answer
from tracker.cli.verbs.table import YES, Given, NotDone, Option, verb
from tracker.domain import words
from tracker.domain.asked import NotUnderstood, quoted
from tracker.session.sitting import Session
from tracker.session.view import Done

if TYPE_CHECKING:
    from tracker.domain.union import Json
    from tracker.session.bring import Import
    from tracker.session.leaving import Export

# Most starts need none of this: each verb that does imports it itself.

IMPORTS = ("csv", "mal", "anilist", "trakt", "simkl")
EXPORTS = ("json", "csv", "md", "mal")


@verb(
    "import",
    "take in what you watched according to another program or site",
    Option("file", "FILE", "the file; - is stdin", "FILE", offers="file"),
    Option(
        "--from",
        "[--from FORMAT]",
        f"{', '.join(IMPORTS)}; without it, the content decides",
        "FORMAT",
        choices=IMPORTS,
    ),
    YES,
    Option("--pass", "[--pass N|new]", "the pass it belongs to; without it, dates decide", "N"),
    Option(
        "--map",
        "[--map S00E02=ova-3]",
        "which entry that number of a season is; can be repeated",
        "S00E02=ENTRY",
        "+",
    ),
    examples=(
        "import animelist.xml.gz",
        "import trakt.zip --yes",
        "import gdpr_data.json --pass new",
    ),
    about="It reads layzner's own CSV, MyAnimeList's XML, AniList's gdpr_data.json, Trakt's history"
    " (JSON or ZIP) and Simkl's backup; another machine's progress file is joined. You see first"
    " what it would bring and what it would leave out; without a terminal, --yes is needed. Dates"
    " stay as exact as they are, no mark of yours is removed, and undo takes all of it back as one"
    " step.",
)
def _import(session: Session, given: Given) -> Answer:
    from tracker.formats import reading  # noqa: PLC0415  # see above
    from tracker.formats.packed import LIMIT  # noqa: PLC0415  # the same
    from tracker.session import bring, previews  # noqa: PLC0415  # the same
    from tracker.storage import files  # noqa: PLC0415  # the same

    from_stdin = given.file == "-"
    data = streams.listen_to_bytes(LIMIT) if from_stdin else files.load_named(given.file, LIMIT)
    name = "stdin" if from_stdin else given.file
    if reading.is_progress(data) and getattr(given, "from") is None:
        return _joined(session, given, data)
    wish = bring.Wish(
        getattr(given, "from"), _number(given), bring.mapped(session, given.map or ())
    )
    coming = bring.importing(session, name, data, wish)
    says = f"{words.clean(name)}: {previews.summary(coming)}"
    plan = "\n".join((says, *previews.lines(coming)))
    if not coming.is_any:
        return _answered(Answer(f"{plan}\nNothing has changed.", {}), coming, applied=False)
    meant = given.yes
    if not meant and not from_stdin and streams.can_ask():
        streams.say(plan, sys.stderr)
        if not streams.ask("Import this?"):
            raise NotDone("nothing was imported")
        meant, plan = True, ""
    if not meant:
        said = f"{plan}\nNothing has changed; add --yes to import it."
        return _answered(Answer(said, {}), coming, applied=False)
    if plan:
        streams.say(plan, sys.stderr)
    copy = bring.bring_in(session, coming)
    done = Done(f"Imported {says}{bring.kept_as(copy)}", changed=True)
    return _answered(answers.done(done, session), coming, applied=True)


def _joined(session: Session, given: Given, data: bytes) -> Answer:
    """Join a progress file, with its own preview."""
    from tracker.cli.verbs.bring import join_journals  # noqa: PLC0415  # see above
    from tracker.session import bring  # noqa: PLC0415  # the same

    if given.map or getattr(given, "pass"):
        raise NotUnderstood("a progress file is joined as it is, without --pass or --map")
    is_stdin = given.file == "-"
    read = bring.load_bytes("stdin", data) if is_stdin else bring.load_file(given.file)
    return join_journals(session, [given.file], [read], yes=given.yes)


def _number(given: Given) -> int | str | None:
    """The pass that was wanted."""
    wanted: str | None = getattr(given, "pass")
    if wanted is None or wanted == "new":
        return wanted
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 5):
        raise NotUnderstood(f"{quoted(wanted)} is not a pass; type its number, or new")
    return int(wanted)


def _answered(answer: Answer, coming: Import, *, applied: bool) -> Answer:
    from tracker.session import previews  # noqa: PLC0415  # see above

    return answer.with_data({"applied": applied, **previews.data(coming)})


@verb(
    "export",
    "write your passes to a file, for other programs or for yourself",
    Option("file", "[FILE]", "where to; without it, or with -, stdout", "FILE", "?", "file"),
    Option(
        "--to",
        "[--to FORMAT]",
        f"{', '.join(EXPORTS)}; without it, the ending of FILE decides",
        "FORMAT",
        choices=EXPORTS,
    ),
    Option("--pass", "[--pass N|all]", "only that pass, or all of them", "N"),
    Option("--force", "[--force]", "overwrite an existing file"),
    examples=("export layzner.csv", "export layzner.md --pass 1", "export --to mal list.xml.gz"),
    about="json is a progress file with everything in it, of every viewer; csv has every mark,"
    " remark and rating of yours, and can be imported again in full; md is a pass to read and to"
    " share; mal is MyAnimeList's XML, gzipped if FILE ends in .gz. What a format has no place for"
    " is named.",
)
def _export(session: Session, given: Given) -> Answer:
    from tracker.session import leaving  # noqa: PLC0415  # see above

    file = given.file or "-"
    export = leaving.export(session, leaving.format_of(file, given.to), _wanted(session, given))
    losses: list[Json] = [*export.losses]
    data: dict[str, Json] = {"format": export.format, "file": file, "bytes": len(export.data)}
    data["losses"] = losses
    for loss in export.losses:
        streams.say(f"layzner: {loss}", sys.stderr)
    if file == "-":
        return _on_stdout(export, data, as_json=given.json)
    said = leaving.write(export, file, force=given.force)
    return Answer(f"Wrote {export.what} to {words.clean(file)}" if said else "", data)


def _on_stdout(export: Export, data: dict[str, Json], *, as_json: bool) -> Answer:
    """The document alone, or as text within the data."""
    text = export.data.decode()
    return Answer("" if as_json else text.removesuffix("\n"), {**data, "text": text})


def _wanted(session: Session, given: Given) -> int | str | None:
    """The pass that was wanted, `ALL`, or None."""
    from tracker.session.leaving import ALL  # noqa: PLC0415  # see above

    wanted: str | None = getattr(given, "pass")
    if wanted is None or wanted == ALL:
        return wanted
    known = [str(each.number) for each in session.view.progress.passes]
    if wanted not in known:
        known_or_all = words.series([*known, ALL], "or")
        raise NotUnderstood(f"no pass {quoted(wanted)}; type {known_or_all}")
    return int(wanted)
