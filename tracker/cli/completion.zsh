#compdef layzner
# Completion of layzner for zsh.
_layzner() {
    local -a offered asks
    local kind= verb= wants= word cur=$PREFIX
    local -i count=0 i
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        # @words@
    done
    if [[ -z $wants && $PREFIX == --*=* ]]; then
        wants=${PREFIX%%=*}
        compset -P 1 '*='
    fi
    # @kind@
    case $kind in
        # @verbs@
        option)
            case $verb in
                # @options@
            esac ;;
        # @fixed@
        entry)
            _layzner_answered entries
            return ;;
        guide)
            _layzner_answered guides
            _files
            return ;;
        guide-word)
            compadd -V words -- check add use
            _layzner_answered guides
            return ;;
        file) _files; return ;;
        directory) _files -/; return ;;
        *) return 1 ;;
    esac
    _describe -V -t "${kind}s" $kind offered
}

# What the program answers: its entries, or its guides.
_layzner_answered() {
    local -a lines
    (( ${asks[(I)unknown]} )) && return 1
    lines=(${(f)"$(command layzner completion $1 $asks 2> /dev/null < /dev/null)"})
    compadd -V $1 -- ${lines:#*[^a-zA-Z0-9-]*}
}

# Whose entries to ask for. A value that only the shell can expand is not guessed at.
_layzner_ask() {
    local value=${(Q)2}
    case $1 in
        --data-dir | --guide | --profile | --spoilers) ;;
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
