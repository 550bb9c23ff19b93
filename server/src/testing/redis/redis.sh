# What the keeper has to know of Redis. Its program is redis-server; the server's folder holds
# `redis.conf`.
pid_file=$folder/pid

initialize() {
    mkdir "$data"
}

# On this port, with these further arguments. Whether it answers is found out by asking it.
start() {
    "$program" "$folder/redis.conf" --dir "$data" --port "$@" &
    echo "$!" >"$pid_file"
}

# With this signal.
stop() {
    pid=$(first) || return 1
    kill "-$1" "$pid"
    # It may be frozen.
    kill -CONT "$pid"
    gone "$pid"
}

gone() {
    wait "$1"
    # A shell that did not start it cannot wait for it.
    while runs; do sleep 0.02; done
}

# As a new server has it.
clear() {
    ! runs && rm -rf "$data" && initialize
}

end() {
    kill -KILL "$1"
    gone "$1"
}

keep
