"""The verbs that care for the file, and for the shell."""

from __future__ import annotations

import sys

from tracker.cli import answers, streams
from tracker.cli.answers import Answer
from tracker.cli.verbs.table import VERBS, YES, Given, Option, agree, verb
from tracker.cli.verbs.walk import only
from tracker.domain import words
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.session.sitting import Session
from tracker.session.view import Done
from tracker.storage.places import rule, settings_file

# Most starts need none of the care: each verb that does imports it itself.


@verb(
    "doctor",
    "check the file and its copies, and say what is wrong",
    examples=("doctor", "doctor --json"),
    about="It changes nothing. Each problem is named, with what will be done about it.",
)
def _doctor(session: Session, _: Given) -> Answer:
    return answers.doctor(session)


@verb(
    "restore",
    "list the copies, or bring one back",
    Option("copy", "[COPY]", "a name from the list, or a path", "COPY", "?", "file"),
    Option("--replace", "[--replace]", "go back to it: everything becomes as it was then"),
    examples=("restore", "restore day-20261120", "restore ~/backup/progress.json"),
    about="What COPY holds and the file lacks comes back, and nothing is lost. With --replace,"
    " everything becomes as it was in the copy, for every viewer; that is one step, and undo takes"
    " it back. What was forgotten stays forgotten.",
    does_harm=True,
)
def _restore(session: Session, given: Given) -> Answer:
    from tracker.session import care  # noqa: PLC0415  # see above

    if given.copy is None:
        return answers.copies(session)
    copy = care.copy_named(session, given.copy)
    if not given.replace:
        return answers.done(care.restore(session, copy), session)
    streams.say(f"layzner: going back loses {care.lost_by(session, copy)}", sys.stderr)
    return answers.done(_with_undo(care.go_back(session, copy)), session)


@verb(
    "forget",
    "remove every trace of an entry or a profile, for good",
    Option(
        "what", "ENTRY|PROFILE", "12, tv-12, or a profile's name", "ENTRY|PROFILE", offers="entry"
    ),
    YES,
    examples=("forget 38", "forget Anna --yes"),
    about="It goes from the file and from all its copies on this machine, and from other machines"
    " when they sync. There is no undo, so you are asked first; without a terminal, --yes is"
    " needed. What another machine writes later, or wrote before it heard of this, stays; a machine"
    " that never syncs again, a sync program's own versions and your backups keep what they have.",
    does_harm=True,
)
def _forget(session: Session, given: Given) -> Answer:
    from tracker.session import care, several  # noqa: PLC0415  # see above

    try:
        entries = session.entries([given.what])
    except NotUnderstood:
        name = care.profile_named(session, given.what)
        guides = several.of_profile(session, name)
        where = f", in {words.series(guides)}," if len(guides) > 1 else ""
        _agree_to_forget(f"all of profile {words.clean(name)}{where}", given)
        return answers.done(care.forget_profile(session, name), session)
    entry = only(entries, given.what)
    if nothing := care.nothing_of(session, entry):
        return answers.done(nothing, session)
    _agree_to_forget(entry.in_sentence, given)
    return answers.done(care.forget_entry(session, entry), session)


def _agree_to_forget(what: str, given: Given) -> None:
    question = f"Forgetting {what} cannot be undone, not even from a copy. Forget it?"
    agree(question, given, "nothing was forgotten")


@verb(
    "reset",
    "take back everything so far, and start over",
    YES,
    examples=("reset", "reset --yes"),
    about="That is every mark, remark and rating of yours in every pass of this guide; other guides"
    " and other profiles keep theirs. It is one step: undo takes it back, even days later. You are"
    " asked first; without a terminal, --yes is needed.",
    does_harm=True,
)
def _reset(session: Session, given: Given) -> Answer:
    from tracker.session import several  # noqa: PLC0415  # see above

    watched = sum(len(each.watched) for each in session.view.progress.passes)
    of, others = several.beside(session)
    what = f"all your marks, remarks and ratings{of} ({watched} watched)"
    agree(f"This takes back {what}{others}. Start over?", given, "nothing was reset")
    return answers.done(_with_undo(session.reset()), session)


def _with_undo(done: Done) -> Done:
    """What was done, and how to take it back."""
    return done._replace(text=f"{done.text}; layzner undo takes it back") if done.changed else done


@verb(
    "where",
    "where the progress is kept",
    examples=("where", "where --data-dir ~/Sync/layzner"),
    about="That is DIR if --data-dir or LAYZNER_DATA_DIR names one, else your system's usual place."
    " The answer says what chose it, and where it leads if it is a link.",
)
def _where(session: Session, given: Given) -> Answer:
    return answers.where(session.store.path, rule(given.data_dir), settings_file())


@verb(
    "completion",
    "a script that lets bash, zsh or fish complete commands",
    Option(
        "shell",
        "SHELL",
        "bash, zsh or fish; or entries or guides, to list what can be typed for one now",
        "SHELL",
        "?",
        "shell",
    ),
    examples=(
        "completion bash > ~/.layzner.bash && echo '. ~/.layzner.bash' >> ~/.bashrc",
        "completion zsh > ~/.layzner.zsh && echo '. ~/.layzner.zsh' >> ~/.zshrc",
        "completion fish > ~/.config/fish/completions/layzner.fish",
    ),
    about="Each example turns completion on for one shell, from the next one you open. The script"
    " asks the program which entries there are, so it shows no more than your spoiler level does.",
)
def _completion(session: Session, given: Given) -> Answer:
    from tracker.cli import completion  # noqa: PLC0415  # most starts need none of it

    if given.shell == "entries":
        return completion.entries(session.view)
    if given.shell == "guides":
        from tracker.cli import guides  # noqa: PLC0415  # see above

        return guides.names(session)
    if given.shell in completion.SHELLS:
        return completion.script(given.shell)
    known = words.series(completion.SHELLS, "or")
    if given.shell is None:
        raise NotUnderstood(f"name the shell to complete in: {known}")
    near = nearest(given.shell, completion.SHELLS) or f"; type {known}"
    raise NotUnderstood(f"no shell {quoted(given.shell)}{near}")


@verb(
    "help",
    "this overview, or help for one verb",
    Option("about", "[VERB]", "a verb; without it, all of them", "VERB", "?", "verb"),
    examples=("help", "help watched"),
    about="layzner VERB --help says the same.",
)
def _help(_: Session, given: Given) -> Answer:
    from tracker.cli import arguments, natural  # noqa: PLC0415  # these know all verbs

    if given.about is not None and given.about not in VERBS:
        raise natural.no_verb(given.about)
    text = arguments.help_of(VERBS[given.about] if given.about else None)
    return Answer(text, {"verb": given.about, "help": text})
