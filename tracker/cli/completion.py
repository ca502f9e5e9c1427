"""Completion in bash, zsh and fish: a script for each, made from the table of verbs.

No script holds an entry: how many there are is told by the program when it is asked, and only as
far as the viewer may know it. What the program answers is compared and offered, never run.
"""

from __future__ import annotations

from argparse import SUPPRESS, Action
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.cli.answers import Answer
from tracker.domain import spoilers
from tracker.domain.journal import Json
from tracker.session.view import View

SHELLS = ("bash", "zsh", "fish")
"""The shells that there is a script for."""

_KINDS: Mapping[str, str] = {
    "ENTRY": "entry",
    "ENTRY|PROFILE": "entry",
    "LEVEL": "level",
    "SHELL": "shell",
    "FILE": "file",
    "COPY": "file",
    "DIR": "directory",
}
"""What is offered in the place of a word of the help; nothing for any other."""
_VALUES: Mapping[str, Mapping[str, str]] = {
    "level": {str(level): means for level, means in spoilers.MEANS.items()},
    "shell": dict.fromkeys(SHELLS, ""),
}
"""What is offered that never changes, and what each means."""


class Known(NamedTuple):
    """A verb as its script has to know it. The one without a name stands for no verb so far."""

    name: str
    summary: str
    actions: Sequence[Action]
    """Its words and options as the parser has them."""

    @property
    def options(self) -> list[Action]:
        """Its options, those of every verb too."""
        return [action for action in self.actions if action.option_strings]

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        """Where something is offered after it, as ``verb:words before``, and what."""
        words = (one for one in self.actions if not one.option_strings and one.help != SUPPRESS)
        for before, action in enumerate(words):
            if kind := _kind(action):
                yield f"{self.name}:{'*' if action.nargs in ('*', '+') else before}", kind


def entries(view: View) -> Answer:
    """What may be typed for each entry that may be shown, one a line."""
    first = view.guide.entries[0].kind
    typed: list[Json] = [
        str(entry.number) if entry.kind == first else entry.id for entry in view.guide.entries
    ]
    return Answer("\n".join(map(str, typed)), {"entries": typed})


def script(shell: str, table: Sequence[Known]) -> Answer:
    """The script for a shell, for a table of which the first is no verb yet."""
    text = {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](table)
    return Answer(text.rstrip("\n"), {"shell": shell, "script": text})


def _kind(action: Action) -> str:
    return _KINDS.get(str(action.metavar), "")


def _with_value(table: Sequence[Known]) -> dict[str, str]:
    """The options that a value follows, and what is offered for it."""
    return {
        name: _kind(action)
        for known in table
        for action in known.options
        if action.nargs != 0
        for name in action.option_strings
    }


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What leads to each kind."""
    found: dict[str, list[str]] = {}
    for pattern, kind in pairs:
        if kind:
            found.setdefault(kind, []).append(pattern)
    return found


def _quoted(text: str) -> str:
    """One word for bash and zsh, whatever is in it."""
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    """One word for fish, whatever is in it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _filled(template: str, **lines: Iterable[str]) -> str:
    """The template, each ``@NAME@`` replaced by its lines, as deep in as it stands."""
    filled = []
    for line in template.splitlines():
        name = line.strip().strip("@")
        if line.strip() == f"@{name}@":
            indent = line[: line.index("@")]
            filled += [f"{indent}{one}" for one in lines[name]]
        else:
            filled.append(line)
    return "\n".join(filled).lstrip("\n") + "\n"


def _cases(table: Sequence[Known]) -> dict[str, list[str]]:
    """The branches that bash and zsh have in common."""
    values = _with_value(table)
    places = [(":0", "verb"), *(place for known in table for place in known.places)]
    return {
        "values": [f"{' | '.join(values)}) wants=$word ;;"],
        "wanted": [
            f"{' | '.join(names)}) kind={kind} ;;"
            for kind, names in _grouped(values.items()).items()
        ],
        "places": [
            f"{' | '.join(patterns)}) kind={kind} ;;" for kind, patterns in _grouped(places).items()
        ],
    }


def _bash(table: Sequence[Known]) -> str:
    return _filled(
        _BASH,
        **_cases(table),
        verbs=[f"verb) offered=({' '.join(known.name for known in table if known.name)}) ;;"],
        options=[
            f"{pattern}) offered=({' '.join(name for name, _ in options)}) ;;"
            for pattern, options in _options(table)
        ],
        fixed=[f"{kind}) offered=({' '.join(values)}) ;;" for kind, values in _VALUES.items()],
    )


def _zsh(table: Sequence[Known]) -> str:
    return _filled(
        _ZSH,
        **_cases(table),
        verbs=_listed(
            _described((known.name, known.summary) for known in table if known.name), "verb"
        ),
        options=[
            line
            for pattern, options in _options(table)
            for line in _listed(_described(options), pattern)
        ],
        fixed=[
            line
            for kind, values in _VALUES.items()
            for line in _listed(_described(values.items()), kind)
        ],
    )


def _options(table: Sequence[Known]) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """The verbs that have the same options, as a pattern, and the options, each with its help."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for known in table:
        options = tuple(
            (name, action.help or "") for action in known.options for name in action.option_strings
        )
        found.setdefault(options, []).append(known.name or _quoted(""))
    for options, names in found.items():
        yield " | ".join(names), options


def _described(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [_quoted(f"{name}:{means}" if means else name) for name, means in pairs]


def _listed(words: Iterable[str], pattern: str) -> list[str]:
    """A branch with a word a line."""
    return [f"{pattern})", "    offered=(", *(f"        {one}" for one in words), "    ) ;;"]


def _fish(table: Sequence[Known]) -> str:
    none, *verbs = table
    common = {action.dest for action in none.options}
    return _filled(
        _FISH,
        values=[f"case {' '.join(_with_value(table))}", "    set wants $word"],
        known=[f"contains -- \"$verb\" '' {' '.join(known.name for known in verbs)}; or return"],
        verbs=[
            f"complete -c layzner -n '__layzner_at :0' -a {known.name}"
            f" -d {_fish_quoted(known.summary)}"
            for known in verbs
        ],
        options=[
            *(_fish_option(action, "__layzner_at") for action in none.options),
            *(
                _fish_option(action, f"'__layzner_at {known.name}'")
                for known in verbs
                for action in known.options
                if action.dest not in common
            ),
        ],
        places=[
            f"complete -c layzner -n '__layzner_at {place.removesuffix(':*')}' {_fish_offers(kind)}"
            for known in verbs
            for place, kind in known.places
        ],
    )


def _fish_option(action: Action, condition: str) -> str:
    names = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
        for name in action.option_strings
    ]
    value = ""
    if action.nargs != 0:
        kind = _kind(action)
        value = f" -r {_fish_offers(kind)}" if kind else " -x"
    told = _fish_quoted(action.help or "")
    return f"complete -c layzner -n {condition} {' '.join(names)} -d {told}{value}"


def _fish_offers(kind: str) -> str:
    if kind == "file":
        return "-F"
    if kind == "directory":
        return "-f -a '(__fish_complete_directories)'"
    if kind == "entry":
        return "-k -a '(__layzner_entries)'"
    told = " ".join(_fish_quoted(word) for pair in _VALUES[kind].items() for word in pair)
    return "-f -k -a " + _fish_quoted(rf"(printf '%s\t%s\n' {told})")


_BASH = r"""
# Completion of layzner for bash, from 3.2 on.
_layzner() {
    local -a words offered asks
    local kind= verb= wants= count=0 n=-1 i word glued cur before=
    # bash breaks a word at a colon and at an equals sign; to the program it is one.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $n -ge 0 && ( $glued || ( $word && ! ${word//[:=]/} ) ) ]]; then
            words[n]=${words[n]}$word
        else
            n=$((n + 1))
            words[n]=$word
        fi
        glued=
        [[ $i -gt 0 && $word && ! ${word//[:=]/} ]] && glued=yes
    done
    cur=${words[n]}
    for ((i = 1; i < n; i++)); do
        word=${words[i]}
        if [[ $wants ]]; then
            _layzner_ask "$wants" "$word"
            wants=
            continue
        fi
        case $word in
            @values@
            --*=*) _layzner_ask "${word%%=*}" "${word#*=}" ;;
            -?*) ;;
            *) if [[ $verb ]]; then count=$((count + 1)); else verb=$word; fi ;;
        esac
    done
    if [[ ! $wants && $cur == --*=* ]]; then
        wants=${cur%%=*}
        [[ $COMP_WORDBREAKS == *=* ]] || before=$wants=
        cur=${cur#*=}
    fi
    if [[ $wants ]]; then
        case $wants in
            @wanted@
        esac
    elif [[ $cur == -* ]]; then
        kind=option
    else
        case $verb:$count in
            @places@
        esac
    fi
    COMPREPLY=()
    case $kind in
        @verbs@
        option)
            case $verb in
                @options@
            esac ;;
        @fixed@
        entry)
            compopt -o nosort 2> /dev/null
            _layzner_entries ;;
        file) _layzner_files default -f ;;
        directory) _layzner_files dirnames -d ;;
    esac
    for word in ${offered[@]+"${offered[@]}"}; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$before$word")
    done
}

# Whose entries are asked for. A value that only the shell could work out is not guessed at.
_layzner_ask() {
    local value=$2
    case $1 in
        --data-dir | --profile | --spoilers) ;;
        *) return ;;
    esac
    case $value in
        \'*\' | \"*\") value=${value:1:${#value}-2} ;;
        '~/'*) value=$HOME/${value:2} ;;
    esac
    [[ $2 == [\'\"]* || $value == *\\\\* ]] || value=${value//\\/}
    case $value in
        *[\'\"\`\$\\]*) asks=(unknown) ;;
        *) [[ ${asks[0]-} == unknown ]] || asks+=("$1=$value") ;;
    esac
}

_layzner_entries() {
    local one told
    [[ ${asks[0]-} == unknown ]] && return
    told=$(command layzner completion entries ${asks[@]+"${asks[@]}"} 2> /dev/null < /dev/null)
    while IFS= read -r one; do
        case $one in
            '' | *[!a-zA-Z0-9-]*) ;;
            *) offered+=("$one") ;;
        esac
    done <<< "$told"
}

# Names of files are left to the shell, which knows how to quote them; bash 3.2 has to be told.
_layzner_files() {
    local one
    compopt -o "$1" 2> /dev/null && return
    while IFS= read -r one; do
        [[ $one ]] && COMPREPLY+=("$before$(printf %q "$one")")
    done <<< "$(compgen "$2" -- "$cur")"
}

complete -F _layzner layzner
"""

_ZSH = r"""
#compdef layzner
# Completion of layzner for zsh.
_layzner() {
    local -a offered asks ids
    local kind= verb= wants= word
    local -i count=0 i
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if [[ -n $wants ]]; then
            _layzner_ask "$wants" "$word"
            wants=
            continue
        fi
        case $word in
            @values@
            --*=*) _layzner_ask "${word%%=*}" "${word#*=}" ;;
            -?*) ;;
            *) if [[ -n $verb ]]; then count+=1; else verb=$word; fi ;;
        esac
    done
    if [[ -z $wants && $PREFIX == --*=* ]]; then
        wants=${PREFIX%%=*}
        compset -P 1 '*='
    fi
    if [[ -n $wants ]]; then
        case $wants in
            @wanted@
        esac
    elif [[ $PREFIX == -* ]]; then
        kind=option
    else
        case $verb:$count in
            @places@
        esac
    fi
    case $kind in
        @verbs@
        option)
            case $verb in
                @options@
            esac ;;
        @fixed@
        entry)
            (( ${asks[(I)unknown]} )) && return 1
            ids=(${(f)"$(command layzner completion entries $asks 2> /dev/null < /dev/null)"})
            compadd -V entries -- ${ids:#*[^a-zA-Z0-9-]*}
            return ;;
        file) _files; return ;;
        directory) _files -/; return ;;
        *) return 1 ;;
    esac
    _describe -V -t "${kind}s" $kind offered
}

# Whose entries are asked for. A value that only the shell could work out is not guessed at.
_layzner_ask() {
    local value=${(Q)2}
    case $1 in
        --data-dir | --profile | --spoilers) ;;
        *) return ;;
    esac
    case $2 in
        *[\`\$]*) asks+=(unknown) ;;
        \~/*) asks+=("$1=$HOME/${value[3,-1]}") ;;
        *) asks+=("$1=$value") ;;
    esac
}

if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _layzner "$@"
else
    (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
    compdef _layzner layzner
fi
"""

_FISH = r"""
# Completion of layzner for fish.
function __layzner_at --description 'Whether the cursor stands after these words of layzner'
    set -l words (commandline -opc)
    set -l wants
    set -l verb
    set -l count 0
    for word in $words[2..]
        if set -q wants[1]
            set -e wants
            continue
        end
        switch $word
            @values@
            case '-*'
                test $word = -; and set count (math $count + 1)
            case '*'
                if set -q verb[1]
                    set count (math $count + 1)
                else
                    set verb $word
                end
        end
    end
    @known@
    not set -q argv[1]; or string match -q -- "$argv[1]:*" "$verb:$count:"
end

function __layzner_entries --description 'The entries that layzner may show now'
    set -l words (commandline -opc)
    set -l asks
    set -l wants
    for word in $words[2..]
        if set -q wants[1]
            set -a asks $wants=(string replace -r -- '^~/' $HOME/ $word)
            set -e wants
        else if contains -- $word --data-dir --profile --spoilers
            set wants $word
        else if string match -qr -- '^--(data-dir|profile|spoilers)=' $word
            set -a asks $word
        end
    end
    # A value that only the shell could work out is not guessed at.
    string match -qr -- '[$(]' $asks; and return
    command -q layzner; or return
    command layzner completion entries $asks 2>/dev/null </dev/null |
        string match -r '^[a-zA-Z0-9-]+$'
end

complete -c layzner -f
@verbs@
@options@
@places@
"""
