# Keeps a server for the process that holds the other end of stdin: does what each line says and
# answers it with a line. When that end closes, in whatever way the process ended, the server is
# ended and the folder removed.
#
# Arguments: the server's folder, and where its program is. What follows this text knows the server:
# it sets `pid_file`, defines `initialize`, `start`, `stop` and `end`, and calls `keep`.
set -u
folder=$1
program=$2
data=$folder/data

# The server's first process, if it runs: the number in a file that was left behind may be anyone's.
first() {
    pid=$(head -n 1 "$pid_file") && [ -n "$pid" ] || return 1
    # A process that ended, but that nobody asked about yet, has no words.
    { tr '\0' ' ' <"/proc/$pid/cmdline" || ps -o command= -p "$pid"; } | grep -qF -- "$folder" || return 1
    echo "$pid"
}

runs() {
    first >/dev/null
}

# The processes that another has started. Not every server is a process group: PostgreSQL's
# processes make one each.
children() {
    if [ -r "/proc/$1/stat" ]; then
        for stat in /proc/[0-9]*/stat; do
            read -r line <"$stat" || continue
            # Number, name in parentheses, state, number of the parent.
            set -- "$1" ${line##*) }
            number=${stat#/proc/}
            [ "$3" != "$1" ] || echo "${number%/stat}"
        done
    else
        ps -A -o pid= -o ppid= | while read -r number parent; do
            [ "$parent" != "$1" ] || echo "$number"
        done
    fi
}

freeze() {
    pid=$(first) || return 1
    # The first one first, so that it starts no more.
    kill -STOP "$pid" || return 1
    for child in $(children "$pid"); do kill -STOP "$child"; done
    return 0
}

resume() {
    pid=$(first) || return 1
    for child in $(children "$pid"); do kill -CONT "$child"; done
    kill -CONT "$pid"
}

leave() {
    if pid=$(first); then
        resume
        end "$pid"
    fi
    cd /
    # The lock last: without it nobody would take this for a leftover.
    rm -rf "$data" && rm -rf "$folder"
}

keep() {
    trap '' PIPE
    trap 'exit 1' HUP INT TERM
    trap 'leave >/dev/null 2>&1' EXIT
    while read -r verb arguments; do
        case $verb in
        # In words, as they were written.
        initialize | start | stop | runs | freeze | resume | clear) "$verb" $arguments ;;
        *) false ;;
        esac </dev/null >>"$folder/log" 2>&1 && echo done || echo failed
    done
}
