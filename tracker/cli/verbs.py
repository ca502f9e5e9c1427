"""The verbs of the command line: what each takes, what it does, what it answers."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from tracker.cli import answers, streams
from tracker.domain import asked, words
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.spoilers import MEANS
from tracker.session.sitting import Session
from tracker.session.view import Done, View
from tracker.storage.places import settings_file

Argument = Literal[
    "entries", "entries?", "entry", "entry?", "time", "at", "text", "rating", "pass?", "all",
    "level?", "by", "per-week", "ics", "copy?", "replace", "what", "yes", "svg", "png",
    "shell?",
]  # fmt: skip


class NotDone(Exception):
    """Something was understood and is not to be done. The message is one line for the viewer."""


class Verb(NamedTuple):
    """One thing the command line can do."""

    summary: str
    run: Callable[[Session, Namespace], answers.Answer]
    takes: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    about: str = ""
    """What its words mean and what it does not do, where the summary leaves that open."""


def _watched(session: Session, given: Namespace) -> answers.Answer:
    when = asked.when(given.at, session.now()) if given.at else None
    done = session.watched(_entries(session, given), when)
    told = session.view.due if done.changed else ()
    if sys.stdout.isatty() and not given.json:
        session.read(told)
    return answers.done(done, session, told)


def _stopped(session: Session, given: Namespace) -> answers.Answer:
    entry = _entry(session, given)
    when = asked.when(given.at, session.now()) if given.at else None
    return answers.done(session.stopped(entry, asked.stopped(given.time, entry), when), session)


def _skip(session: Session, given: Namespace) -> Done:
    when = asked.when(given.at, session.now()) if given.at else None
    return session.skip(_entries(session, given), when)


def _remark(session: Session, given: Namespace) -> answers.Answer:
    entry = _entry(session, given)
    if not given.text:
        from tracker.cli import reports  # noqa: PLC0415  # most starts need none of it

        return reports.remarks(session.view, entry)
    text = streams.listen() if given.text == ["-"] else " ".join(given.text)
    if text is None:
        raise NotDone("there is no stdin to read your words from; nothing was recorded")
    return answers.done(session.remark(entry, text), session)


def _rate(session: Session, given: Namespace) -> Done:
    return session.rate(_entry(session, given), asked.rating(given.rating))


def _rewatch(session: Session, given: Namespace) -> Done:
    progress = session.view.progress
    question = f"{words.as_it_stands(progress)} Begin pass {progress.number + 1}?"
    _agree(question, given, "no pass was begun")
    return session.rewatch()


def _agree(question: str, given: Namespace, otherwise: str) -> None:
    """Go on only if that is meant: by ``--yes``, or by the answer to the question.

    Raises `NotUnderstood` where nobody can be asked, `NotDone` for any other answer.
    """
    meant = given.yes or streams.ask(question)
    if meant is None:
        raise NotUnderstood(f"{question} Say --yes if you mean it")
    if not meant:
        raise NotDone(otherwise)


def _notes(session: Session, given: Namespace) -> answers.Answer:
    answer = answers.notes(session.view, every=given.all)
    if sys.stdout.isatty() and not given.json:
        session.read(session.view.guide.notes)
    return answer


def _spoilers(session: Session, given: Namespace) -> answers.Answer:
    if given.level is None:
        return answers.spoiler_level(session.view)
    return answers.done(session.choose(given.level), session)


def _passes(session: Session, given: Namespace) -> answers.Answer:
    from tracker.cli import reports  # noqa: PLC0415  # most starts need none of it

    if given.number is None:
        return reports.passes(session)
    held = {str(one.number): one for one in session.view.progress.passes}
    if given.number not in held:
        known = ", ".join(held)
        raise NotUnderstood(f"no pass {quoted(given.number)}; there is {known}")
    return reports.diary(session.view, held[given.number])


def _stats(session: Session, _: Namespace) -> answers.Answer:
    from tracker.cli import reports  # noqa: PLC0415  # most starts need none of it

    return reports.stats(session)


def _plan(session: Session, given: Namespace) -> answers.Answer:
    from tracker.cli import reports  # noqa: PLC0415  # most starts need none of it
    from tracker.domain import plan  # noqa: PLC0415  # the same

    view = session.view
    if bool(given.by) == bool(given.per_week):
        raise NotUnderstood("a plan needs either --by DATE or --per-week N")
    wish = asked.coming(given.by, view.today) if given.by else asked.per_week(given.per_week)
    planned = plan.made(view.progress, view.today, wish)
    if given.ics is None:
        return reports.plan(view, planned)
    from tracker.formats import ics  # noqa: PLC0415  # the same

    usual = session.history().usual.minute
    calendar = ics.calendar(planned, view.progress, view.who, session.now(), usual)
    return reports.calendar(view, planned, calendar, given.ics)


def _card(session: Session, given: Namespace) -> answers.Answer:
    from tracker.cli import reports  # noqa: PLC0415  # most starts need none of it

    if given.svg is not None and given.png is not None:
        raise NotUnderstood("a card is written as --svg FILE or as --png FILE, one at a time")
    if given.png == "-":
        raise NotUnderstood("a PNG is not for the screen; say --png FILE")
    if given.svg is not None:
        return reports.card_as_svg(session.view, given.svg)
    if given.png is not None:
        return reports.card_as_png(session.view, given.png)
    return reports.card(session.view)


def _restore(session: Session, given: Namespace) -> answers.Answer:
    from tracker.session import care  # noqa: PLC0415  # most starts need none of it

    if given.copy is None:
        return answers.copies(session)
    copy = care.copy_named(session, given.copy)
    if not given.replace:
        return answers.done(care.restore(session, copy), session)
    streams.say(f"layzner: going back loses {care.lost_by(session, copy)}", sys.stderr)
    done = care.go_back(session, copy)
    return answers.done(_with_undo(done), session)


def _forget(session: Session, given: Namespace) -> answers.Answer:
    from tracker.session import care  # noqa: PLC0415  # the same

    try:
        [entry] = session.entries([given.what])
    except ValueError:  # no entry, or several
        name = care.profile_named(session, given.what)
        _agree_to_forget(f"all of profile {words.clean(name)}", given)
        return answers.done(care.forget_profile(session, name), session)
    _agree_to_forget(entry.name, given)
    return answers.done(care.forget_entry(session, entry), session)


def _agree_to_forget(what: str, given: Namespace) -> None:
    question = f"Forgetting {what} cannot be undone, not even from a copy. Forget it?"
    _agree(question, given, "nothing was forgotten")


def _reset(session: Session, given: Namespace) -> answers.Answer:
    watched = sum(len(one.watched) for one in session.view.progress.passes)
    question = f"This takes back all your marks, words and ratings ({watched} watched)."
    _agree(f"{question} Begin anew?", given, "nothing was reset")
    return answers.done(_with_undo(session.reset()), session)


def _with_undo(done: Done) -> Done:
    """What was done, and how to take it back."""
    return done._replace(text=f"{done.text}; layzner undo takes it back") if done.changed else done


def _completion(session: Session, given: Namespace) -> answers.Answer:
    from tracker.cli import completion  # noqa: PLC0415  # most starts need none of it

    if given.shell == "entries":
        return completion.entries(session.view)
    if given.shell not in completion.SHELLS:
        known = ", ".join(completion.SHELLS)
        if given.shell is None:
            raise NotUnderstood(f"name the shell to complete in: {known}")
        near = nearest(given.shell, completion.SHELLS) or f"; there is {known}"
        raise NotUnderstood(f"no shell {quoted(given.shell)}{near}")
    # argparse lists its options nowhere else.
    none = completion.Known("", "", given.parser_of(None)._actions)
    verbs = (
        completion.Known(name, verb.summary, given.parser_of(name)._actions)
        for name, verb in VERBS.items()
    )
    return completion.script(given.shell, (none, *verbs))


def _changing(verb: Callable[[Session, Namespace], Done]) -> Callable[..., answers.Answer]:
    return lambda session, given: answers.done(verb(session, given), session)


def _showing(answer: Callable[[View], answers.Answer]) -> Callable[..., answers.Answer]:
    return lambda session, _: answer(session.view)


VERBS: Mapping[str, Verb] = {
    "next": Verb("what to watch next", _showing(answers.next_up), (), ("next", "next --json")),
    "status": Verb(
        "how far you are, and the last time",
        _showing(answers.status),
        (),
        ("status", "status --json"),
        "layzner alone answers the same where there is no terminal to open the interface in.",
    ),
    "list": Verb(
        "the whole order, with the state of each entry",
        _showing(answers.order),
        (),
        ("list", "list --spoilers off"),
        "A title that the spoiler level hides is missing; --spoilers off shows it this once.",
    ),
    "watched": Verb(
        "mark the next entry as watched, or the entries named",
        _watched,
        ("entries?", "at"),
        ("watched", "watched 12", "watched 1-12 --at yesterday", "watched ova-1 --at 21:30"),
        "What is watched already keeps its date, unless --at gives it another. A range passes over"
        " what the guide leaves out, unless it is one of its ends. Everything named is one step for"
        " undo. The notes whose moment that was are told with the answer.",
    ),
    "stopped": Verb(
        "note where you stopped, to resume there",
        _stopped,
        ("time", "entry?", "at"),
        ("stopped 13:42", "stopped 13:42 15"),
        "TIME is how far into the entry you came. It is said until you mark the entry as watched.",
    ),
    "skip": Verb(
        "skip the next entry, or the entries named",
        _changing(_skip),
        ("entries?", "at"),
        ("skip", "skip ova-1", "skip ova-1 ova-2"),
        "What is skipped is never next up and does not count. clear takes the skip back. What is"
        " watched has to be cleared before it can be skipped.",
    ),
    "clear": Verb(
        "take back every mark of the entries named",
        _changing(lambda session, given: session.clear(_entries(session, given))),
        ("entries",),
        ("clear 12", "clear 10-12"),
        "The entries are to watch again. What you wrote on them and gave them stays, and so does"
        " every earlier pass.",
    ),
    "undo": Verb(
        "take back the last step",
        _changing(lambda session, _: session.undo()),
        (),
        ("undo",),
        "A step is all that one command or one key did. There is no limit, and a step can be taken"
        " back days later. The answer says what was undone.",
    ),
    "redo": Verb(
        "do again what was undone last",
        _changing(lambda session, _: session.redo()),
        (),
        ("redo",),
    ),
    "remark": Verb(
        "write down what you think of an entry, or read what you wrote",
        _remark,
        ("entry", "text"),
        ("remark 12", "remark 12 What a farewell", 'remark 12 ""', "remark 12 - < thoughts.txt"),
        "TEXT takes the place of what you wrote in this pass; earlier passes keep theirs. It needs"
        " no quotes, except around what your shell would take for itself.",
    ),
    "rate": Verb(
        "give an entry 1 to 10",
        _changing(_rate),
        ("entry", "rating"),
        ("rate 12 9", "rate 12 -"),
        "An entry has one RATING in each pass; another takes its place.",
    ),
    "rewatch": Verb(
        "begin another pass",
        _changing(_rewatch),
        ("yes",),
        ("rewatch", "rewatch --yes"),
        "Everything is to watch again, with dates, words and ratings of its own; nothing of an"
        " earlier pass changes. You are asked first; without a terminal, --yes is needed.",
    ),
    "passes": Verb(
        "every pass with its dates, or all of one",
        _passes,
        ("pass?",),
        ("passes", "passes 1"),
        "With PASS, it is read back from its first evening to its last.",
    ),
    "notes": Verb(
        "the notes whose moment has come, or all notes so far",
        _notes,
        ("all",),
        ("notes", "notes --all"),
        "On a terminal a note is told once, in a pipe as often as you ask. No note on what you have"
        " not reached is ever told.",
    ),
    "stats": Verb(
        "what you watched when, over all passes",
        _stats,
        (),
        ("stats", "stats --json"),
        "First the figures, then a year of evenings, the entries a week, and the walk of each"
        " pass.",
    ),
    "plan": Verb(
        "which evening which entries, to be done in time",
        _plan,
        ("by", "per-week", "ics"),
        ("plan --by 2026-12-24", "plan --by Friday", "plan --per-week 5 --ics layzner.ics"),
        "DATE is the day by which all is to be watched, N how many entries you want to watch in"
        " seven evenings; one of the two is needed. The plan is told, not kept: FILE is for your"
        " calendar program.",
    ),
    "card": Verb(
        "a picture of how far you are, to share, with no spoilers in it",
        _card,
        ("svg", "png"),
        ("card", "card --svg layzner.svg", "card --png layzner.png"),
        "Without FILE it is drawn as text. One picture is written at a time.",
    ),
    "spoilers": Verb(
        "what is hidden from you, or hide more or less of it",
        _spoilers,
        ("level?",),
        ("spoilers", "spoilers strict"),
        f"LEVEL is {'; '.join(f'{level} to {means}' for level, means in MEANS.items())}."
        " It holds for the pass and for every answer; --spoilers is for one answer alone.",
    ),
    "profiles": Verb(
        "the viewers who share the file",
        lambda session, _: answers.profiles(session),
        (),
        ("profiles", "watched 1 --profile Anna"),
        "A profile begins with its first mark, and never sees another's. Without --profile and"
        " LAYZNER_PROFILE you are the owner of the file.",
    ),
    "doctor": Verb(
        "check the file and its copies, and say what is wrong",
        lambda session, _: answers.doctor(session),
        (),
        ("doctor", "doctor --json"),
        "It changes nothing. What is wrong is told with what will be done about it.",
    ),
    "restore": Verb(
        "list the copies, or join one back",
        _restore,
        ("copy?", "replace"),
        ("restore", "restore day-20261120", "restore ~/backup/progress.json"),
        "What COPY holds and the file lacks comes back, and nothing goes. With --replace, all of it"
        " stands again as it stood in the copy, for every viewer; that is one step, and undo takes"
        " it back. What was forgotten stays forgotten.",
    ),
    "forget": Verb(
        "remove every trace of an entry or a profile, for good",
        _forget,
        ("what", "yes"),
        ("forget 38", "forget Anna --yes"),
        "It goes from the file and from all its copies on this machine, and from other machines"
        " when they sync. There is no undo, so you are asked first; without a terminal, --yes is"
        " needed. What another machine wrote unheard, or writes later, stands; a machine that never"
        " syncs again, a sync program's own versions and your backups keep what they have.",
    ),
    "reset": Verb(
        "take back everything so far, and begin anew",
        _reset,
        ("yes",),
        ("reset", "reset --yes"),
        "That is every mark, word and rating of yours in every pass; other profiles keep theirs. It"
        " is one step: undo takes it back, days later too. You are asked first; without a terminal,"
        " --yes is needed.",
    ),
    "where": Verb(
        "where the progress is kept",
        lambda session, _: answers.where(session.store.path, settings_file()),
        (),
        ("where", "where --data-dir ~/Sync/layzner"),
        "That is DIR where --data-dir or LAYZNER_DATA_DIR gives one, else your system's place for"
        " such files.",
    ),
    "completion": Verb(
        "a script that lets bash, zsh or fish complete all this",
        _completion,
        ("shell?",),
        (
            "completion bash > ~/.layzner.bash && echo '. ~/.layzner.bash' >> ~/.bashrc",
            "completion zsh > ~/.layzner.zsh && echo '. ~/.layzner.zsh' >> ~/.zshrc",
            "completion fish > ~/.config/fish/completions/layzner.fish",
        ),
        "Each example switches completion on in one shell, from the next one you open. The script"
        " asks the program which entries there are, so that it tells no more than your spoiler"
        " level does.",
    ),
}


def _entries(session: Session, given: Namespace) -> tuple[Entry, ...]:
    """The entries named, or the one next up; raises `NotUnderstood` if nothing is left."""
    view = session.view
    if given.entries:
        named = [given.entries] if isinstance(given.entries, str) else given.entries
        return session.entries(named)
    if view.progress.next_up is None:
        raise NotUnderstood("everything is watched; name an entry, or begin with layzner rewatch")
    return (view.guide.entry(view.progress.next_up),)


def _entry(session: Session, given: Namespace) -> Entry:
    """The one entry named, or the one next up."""
    entries = _entries(session, given)
    if len(entries) > 1:
        raise NotUnderstood(f"{quoted(given.entries)} is more than one entry; name one")
    return entries[0]
