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
            # @values@
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
    # @known@
    not set -q argv[1]; or string match -q -- "$argv[1]:*" "$verb:$count:"
end

function __layzner_answered --description 'The entries that layzner may show now, or its guides'
    set -l words (commandline -opc)
    set -l asks
    set -l wants
    for word in $words[2..]
        if set -q wants[1]
            set -a asks $wants=(string replace -r -- '^~/' $HOME/ $word)
            set -e wants
        else if contains -- $word --data-dir --guide --profile --spoilers
            set wants $word
        else if string match -qr -- '^--(data-dir|guide|profile|spoilers)=' $word
            set -a asks $word
        end
    end
    # A value that only the shell can expand is not guessed at.
    string match -qr -- '[$(]' $asks; and return
    command -q layzner; or return
    command layzner completion $argv[1] $asks 2>/dev/null </dev/null |
        string match -r '^[a-zA-Z0-9-]+$'
end

complete -c layzner -f
# @verbs@
# @options@
# @places@
