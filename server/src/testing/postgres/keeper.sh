# Keeps a PostgreSQL server for the process that holds the other end of stdin: does what each line
# says and answers it with a line. When that end closes, in whatever way the process ended, the
# server is ended and the folder removed.
#
# Arguments: PostgreSQL's bin folder, and the server's folder, which holds `password` and `settings`.
set -u
bin=$1
folder=$2
data=$folder/data

control() {
    "$bin/pg_ctl" -s -D "$data" -t 60 -w "$@"
}

initialize() {
    "$bin/initdb" -D "$data" -U postgres --pwfile="$folder/password" --auth=password \
        --encoding=UTF8 --locale=C --no-sync &&
        cat "$folder/settings" >>"$data/postgresql.conf"
}

# The server's first process, if it runs: the number in a file that was left behind may be anyone's.
postmaster() {
    pid=$(head -n 1 "$data/postmaster.pid") && [ -n "$pid" ] || return 1
    { tr '\0' ' ' <"/proc/$pid/cmdline" || ps -o command= -p "$pid"; } | grep -qF -- "$data" || return 1
    echo "$pid"
}

# The processes that another has started. PostgreSQL's are no process group: each makes its own.
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
    pid=$(postmaster) || return 1
    # The first one first, so that it starts no more.
    kill -STOP "$pid" || return 1
    for child in $(children "$pid"); do kill -STOP "$child"; done
    return 0
}

resume() {
    pid=$(postmaster) || return 1
    for child in $(children "$pid"); do kill -CONT "$child"; done
    kill -CONT "$pid"
}

leave() {
    if pid=$(postmaster); then
        resume
        control -m immediate stop || kill -KILL "$pid"
    fi
    cd /
    # The lock last: without it nobody would take this for a leftover.
    rm -rf "$data" && rm -rf "$folder"
}

trap '' PIPE
trap 'exit 1' HUP INT TERM
trap 'leave >/dev/null 2>&1' EXIT

while read -r verb argument; do
    case $verb in
    initialize) initialize ;;
    start) control -l "$folder/log" -o "-p $argument" start ;;
    stop) control -m "$argument" stop ;;
    freeze) freeze ;;
    resume) resume ;;
    *) false ;;
    esac </dev/null >>"$folder/log" 2>&1 && echo done || echo failed
done
