# What the keeper has to know of PostgreSQL. Its program is the folder of PostgreSQL's programs; the
# server's folder holds `password` and `settings`.
pid_file=$data/postmaster.pid

control() {
    "$program/pg_ctl" -s -D "$data" -t 60 -w "$@"
}

initialize() {
    "$program/initdb" -D "$data" -U postgres --pwfile="$folder/password" --auth=password \
        --encoding=UTF8 --locale=C --no-sync &&
        cat "$folder/settings" >>"$data/postgresql.conf"
}

# On this port.
start() {
    control -l "$folder/log" -o "-p $1" start
}

# In this mode.
stop() {
    control -m "$1" stop
}

end() {
    control -m immediate stop || kill -KILL "$1"
}

keep
