# Completion of layzner for bash, from 3.2 on.
_layzner() {
    local -a words offered asks
    local kind='' verb='' wants='' count=0 n=-1 i word glued cur before=''
    # bash splits words at colons and equals signs; the program does not.
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
        # @words@
    done
    if [[ ! $wants && $cur == --*=* ]]; then
        wants=${cur%%=*}
        [[ $COMP_WORDBREAKS == *=* ]] || before=$wants=
        cur=${cur#*=}
    fi
    # @kind@
    COMPREPLY=()
    case $kind in
        # @verbs@
        option)
            case $verb in
                # @options@
            esac ;;
        # @fixed@
        entry)
            compopt -o nosort 2> /dev/null
            _layzner_answered entries ;;
        guide)
            _layzner_answered guides
            _layzner_files default -f ;;
        guide-word)
            offered=(check add use)
            _layzner_answered guides ;;
        file) _layzner_files default -f ;;
        directory) _layzner_files dirnames -d ;;
    esac
    for word in ${offered[@]+"${offered[@]}"}; do
        [[ $word == "$cur"* ]] || continue
        [[ $word == *' '* ]] && word=${word// /\\ }
        COMPREPLY+=("$before$word")
    done
}

# Whose entries to ask for. A value that only the shell can expand is not guessed at.
_layzner_ask() {
    local value=$2
    case $1 in
        --data-dir | --guide | --profile | --spoilers) ;;
        *) return ;;
    esac
    case $value in
        \'*\' | \"*\") value=${value:1:${#value}-2} ;;
        \~/*) value=$HOME/${value:2} ;;
    esac
    [[ $2 == [\'\"]* || $value == *\\\\* ]] || value=${value//\\/}
    case $value in
        *[\'\"\`\$\\]*) asks=(unknown) ;;
        *) [[ ${asks[0]-} == unknown ]] || asks+=("$1=$value") ;;
    esac
}

# What the program answers: its entries, or its guides.
_layzner_answered() {
    local line answer
    [[ ${asks[0]-} == unknown ]] && return
    answer=$(command layzner completion "$1" ${asks[@]+"${asks[@]}"} 2> /dev/null < /dev/null)
    while IFS= read -r line; do
        case $line in
            '' | *[!a-zA-Z0-9-]*) ;;
            *) offered+=("$line") ;;
        esac
    done <<< "$answer"
}

# File names are left to the shell, which knows how to quote them; bash 3.2 needs help.
_layzner_files() {
    local line
    compopt -o "$1" 2> /dev/null && return
    while IFS= read -r line; do
        [[ $line ]] && COMPREPLY+=("$before$(printf %q "$line")")
    done <<< "$(compgen "$2" -- "$cur")"
}

complete -F _layzner layzner
