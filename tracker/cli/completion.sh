# What bash and zsh have in common: how a word is read, and what the cursor stands on.
if [[ -n $wants ]]; then
    _layzner_ask "$wants" "$word"
    wants=
    continue
fi
case $word in
    # @values@
    --*=*) _layzner_ask "${word%%=*}" "${word#*=}" ;;
    -?*) ;;
    *) if [[ -n $verb ]]; then count=$((count + 1)); else verb=$word; fi ;;
esac

if [[ -n $wants ]]; then
    case $wants in
        # @wanted@
    esac
elif [[ $cur == -* ]]; then
    kind=option
else
    case $verb:$count in
        # @places@
    esac
fi
