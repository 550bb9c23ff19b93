use std::path::Path;
use std::time::Duration;

use ::redis::{Client, Connection, ErrorKind, RedisResult, ServerErrorKind};

use crate::testing::keeper;
use crate::testing::keeper::user::User;
use crate::testing::keeper::victim::Victim;
use crate::testing::redis::program::program;
use crate::testing::redis::{RedisServer, until};

const SHORT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(5);

fn connect(url: &str) -> Connection {
    let connection = Client::open(url).unwrap().get_connection_with_timeout(LONG).unwrap();
    connection.set_read_timeout(Some(LONG)).unwrap();
    connection
}

fn ping(connection: &mut Connection) -> RedisResult<String> {
    ::redis::cmd("PING").query(connection)
}

fn until_gone(folder: &Path) {
    until(&format!("{} is gone", folder.display()), || (!folder.exists()).then_some(()));
}

#[test]
fn a_server_answers_whoever_knows_its_password_and_saves_nothing() {
    let server = RedisServer::start();
    assert_eq!(ping(&mut connect(&server.url())).unwrap(), "PONG");
    for refused in ["", ":wrong@"] {
        let url = format!("redis://{refused}127.0.0.1:{}", server.port());
        let client = Client::open(url).unwrap();
        client.get_connection().and_then(|mut connection| ping(&mut connection)).unwrap_err();
    }
    for (name, value) in [
        ("save", ""),
        ("appendonly", "no"),
        ("maxmemory-policy", "noeviction"),
        ("bind", "127.0.0.1"),
    ] {
        let wanted = (name.to_owned(), value.to_owned());
        assert_eq!(server.ask::<(String, String)>(&["CONFIG", "GET", name]), wanted);
    }
    let pid = format!("process_id:{}\r\n", server.pid());
    assert!(server.ask::<String>(&["INFO", "server"]).contains(&pid));
}

#[test]
fn two_servers_do_not_see_each_other() {
    let servers = [RedisServer::start(), RedisServer::start()];
    servers[0].ask::<()>(&["SET", "seat", "1"]);
    assert_eq!(servers[1].ask::<i64>(&["DBSIZE"]), 0);
}

#[test]
fn what_is_refused_is_told() {
    let server = RedisServer::start_with("rename-command FLUSHALL \"\"");
    server.ask::<()>(&["SET", "seat", "one"]);
    let refused = server.try_ask::<i64>(&["INCR", "seat"]).unwrap_err();
    assert!(refused.to_string().contains("not an integer"), "{refused}");
    server.try_ask::<()>(&["FLUSHALL"]).unwrap_err();
}

#[test]
fn a_frozen_server_answers_nothing_until_it_goes_on_and_can_be_dropped() {
    let server = RedisServer::start();
    let mut connection = connect(&server.url());
    server.freeze();
    connection.set_read_timeout(Some(SHORT)).unwrap();
    assert!(ping(&mut connection).unwrap_err().is_timeout());
    server.resume();
    assert_eq!(server.ask::<String>(&["PING"]), "PONG");

    let folder = server.keeper().folder().to_owned();
    server.freeze();
    drop(server);
    assert!(!folder.exists());
}

#[test]
fn a_server_that_was_stopped_or_killed_starts_again_with_what_it_saved() {
    for (lines, kept) in [("", 0), (RedisServer::KEEPS, 1)] {
        let server = RedisServer::start_with(lines);
        for take_down in [RedisServer::stop, RedisServer::kill] {
            server.ask::<()>(&["SET", "seat", "1"]);
            let mut connection = connect(&server.url());
            // A frozen one goes as well.
            server.freeze();
            take_down(&server);
            ping(&mut connection).unwrap_err();
            server.try_ask::<()>(&["PING"]).unwrap_err();
            server.start_again();
            assert_eq!(server.ask::<i64>(&["DBSIZE"]), kept, "{lines}");
        }
        server.ask::<()>(&["SET", "seat", "1"]);
        server.start_empty();
        assert_eq!(server.ask::<i64>(&["DBSIZE"]), 0);
        server.kill();
        server.start_empty();
    }
}

#[test]
fn a_replica_has_the_data_and_refuses_writes_until_it_is_promoted() {
    let servers = [RedisServer::start(), RedisServer::start()];
    servers[0].ask::<()>(&["SET", "seat", "1"]);
    servers[1].replicate(&servers[0]);
    assert_eq!(servers[1].ask::<i64>(&["GET", "seat"]), 1);
    let refused = servers[1].try_ask::<i64>(&["INCR", "seat"]).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Server(ServerErrorKind::ReadOnly));
    servers[1].promote();
    assert_eq!(servers[1].ask::<i64>(&["INCR", "seat"]), 2);
    assert_eq!(servers[0].ask::<i64>(&["GET", "seat"]), 1);
}

#[test]
fn a_server_is_gone_when_its_process_was_killed() {
    const NAME: &str = "testing::redis::tests::one::a_server_is_gone_when_its_process_was_killed";
    let victim = Victim::of(NAME, || {
        let server = RedisServer::start();
        let (folder, url) = (server.keeper().folder().to_owned(), server.url());
        (server, folder, url)
    });
    let Some(mut victim) = victim else { return };
    let mut connection = connect(&victim.url);
    victim.kill();
    let blocked = ::redis::cmd("BLPOP").arg("nothing").arg(60).query::<()>(&mut connection);
    assert!(!blocked.unwrap_err().is_timeout());
    until_gone(&victim.folder);
}

#[test]
fn a_server_whose_keeper_was_killed_is_removed_as_a_leftover() {
    let server = RedisServer::start();
    let folder = server.keeper().folder().to_owned();
    let mut connection = connect(&server.url());
    server.keeper().kill();
    drop(server);
    assert_eq!(ping(&mut connection).unwrap(), "PONG");
    keeper::remove_leftovers(&keeper::parent(), &program().unwrap(), &User::Same);
    until_gone(&folder);
    ping(&mut connection).unwrap_err();
}
