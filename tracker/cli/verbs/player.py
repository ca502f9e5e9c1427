"""The verbs of the video player: play an entry, and say where the files are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker.cli import answers, streams
from tracker.cli.answers import Answer
from tracker.cli.verbs.table import ENTRY_OR_NEXT, Given, NotDone, Option, verb
from tracker.cli.verbs.walk import entry_named, only
from tracker.domain import words
from tracker.domain.asked import NotUnderstood
from tracker.domain.progress import State
from tracker.domain.union import Json
from tracker.session.sitting import Session
from tracker.session.view import Done

if TYPE_CHECKING:
    from tracker.session.playing import Meaning, Playback

# Most starts need nothing of the player: each verb that does imports it itself.


@verb(
    "play",
    "play the next entry with mpv, or the entry named",
    ENTRY_OR_NEXT,
    Option("--yes", "[--yes]", "mark what was played to its end, without being asked"),
    examples=("play", "play 12", "play ova-1 --yes"),
    about="mpv begins where you stopped. When it ends, you are asked whether to mark the entry as"
    " watched; otherwise your position is kept. Without a terminal there is nobody to ask, and only"
    " the position is kept, unless --yes is given and at least half was actually played. ctrl+c"
    " keeps the position and leaves mpv playing.",
)
def _play(session: Session, given: Given) -> Answer:
    from tracker.player.mpv import NotPlaying  # noqa: PLC0415  # see above
    from tracker.session.films import Library, NoFilm  # noqa: PLC0415  # the same
    from tracker.session.playing import Playback  # noqa: PLC0415  # the same
    from tracker.storage import machine  # noqa: PLC0415  # the same

    with machine.playing(session.store.copies.directory) as is_free:
        if not is_free:
            raise NotDone("mpv is already playing, and another layzner follows it")
        _answer_left(session, given)
        playback = Playback(session, Library(session), entry_named(session, given))
        try:
            done = _watched(session, given, playback)
        except (NoFilm, NotPlaying) as error:
            raise NotDone(str(error)) from error
    return _answer(session, playback, done)


def _answer_left(session: Session, given: Given) -> None:
    """Ask about what was playing when another layzner ended; without a terminal, keep it."""
    from tracker.session import playing  # noqa: PLC0415  # see above

    for meant in playing.left(session):
        _, done = _settled(session, meant, given)
        streams.say(f"layzner: {done.text}", sys.stderr)
    session.settle()
    playing.forget_left(session)


def _watched(session: Session, given: Given, playback: Playback) -> list[tuple[Meaning, Done]]:
    """Play it until mpv ends, and do what follows from that."""
    from tracker.session import playing  # noqa: PLC0415  # see above

    start = playback.begin()
    since = f" from {words.position(start)}" if start else ""
    if sys.stderr.isatty():
        name = playback.entry.name
        streams.say(f"{name} is playing in mpv{since}; close mpv to go on", sys.stderr)
    try:
        for _ in playback.states():
            pass
    except KeyboardInterrupt:
        said = [each.text for each in playback.leave(session) if each.changed]
        streams.say(". ".join([*said, "mpv keeps playing"]) + ".", sys.stderr)
        raise
    if playback.wrong:
        raise NotDone(f"{playback.entry.in_sentence} was not played: {playback.wrong}")
    if playback.unwritten:
        why = words.clean(playback.unwritten)
        streams.say(f"layzner: the position could not be kept while it played: {why}", sys.stderr)
    done = [_settled(session, meant, given) for meant in playback.meanings(session)]
    session.settle()
    playing.forget_left(session)
    return done


def _settled(session: Session, meant: Meaning, given: Given) -> tuple[Meaning, Done]:
    """Do what a playing means, after asking if there is something to ask and someone to ask."""
    if not meant.question:
        return meant, meant.keep(session)
    if given.yes:
        return meant, (meant.yes if meant.is_sure else meant.keep)(session)
    means = streams.ask(meant.question, is_sudden=True)
    if means is None:
        return meant, meant.keep(session)
    return meant, (meant.yes if means else meant.no)(session)


def _answer(session: Session, playback: Playback, done: list[tuple[Meaning, Done]]) -> Answer:
    """What was played, and what came of it."""
    changed = [each for _, each in done if each.changed]
    said = ". ".join(each.text for each in changed or [each for _, each in done])
    text = said or f"Nothing of {playback.entry.in_sentence} was played"
    state = session.view.progress.state
    is_marked = any(each.changed and state(meant.entry) is State.WATCHED for meant, each in done)
    notes = session.view.due if is_marked else ()
    answer = answers.done(Done(text, changed=bool(changed)), session, notes)
    if sys.stdout.isatty():
        session.read(notes)
    played: list[Json] = [
        {
            "entry": meant.entry.id,
            "position": meant.playing.at(),
            "length": meant.playing.length,
            "played": round(meant.playing.played, 1),
            "finished": meant.playing.is_finished(meant.entry.seconds),
            "state": state(meant.entry).value,
            "said": each.text,
        }
        for meant, each in done
    ]
    return answer.with_data({"played": played})


@verb(
    "files",
    "which of your files is which entry",
    Option("what", "[DIR | ENTRY FILE]", "a folder, or an entry and its file", "WORD", "*", "file"),
    examples=("files", "files ~/Videos/Layzner", "files 12 ~/Videos/red-planet.mkv"),
    about="DIR and the folders below it are searched, and DIR is remembered on this machine; each"
    " play searches again. With ENTRY and FILE you set by hand which file an entry is; FILE may be"
    " the address of a stream. File names can give away what is to come, so those of entries you"
    " have not reached are shown only with --spoilers off.",
)
def _files(session: Session, given: Given) -> Answer:
    from tracker.cli import films  # noqa: PLC0415  # see above
    from tracker.session.films import Library, NoPlaceNamed  # noqa: PLC0415  # the same

    library = Library(session)
    if len(given.what) > 2:
        raise NotUnderstood("files takes a folder, or an entry and its file")
    if len(given.what) == 2:
        entry = only(session.entries(given.what[:1]), given.what[0])
        return films.settled(entry, library.settle(entry, given.what[1]))
    try:
        found = library.remember(given.what[0]) if given.what else library.look()
    except NoPlaceNamed as error:
        return films.unknown(str(error))
    if found.wrong:
        raise NotDone(found.wrong)
    return films.listed(session.view, library, found)
