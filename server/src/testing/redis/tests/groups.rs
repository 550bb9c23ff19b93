use ::redis::cluster::ClusterClient;
use ::redis::sentinel::{SentinelClientBuilder, SentinelServerType};
use ::redis::{AsyncCommands, Commands, ConnectionAddr};

use crate::testing::redis::{RedisCluster, RedisServer, SentinelGroup, until};

/// The password and the hosts of an address.
fn parts(url: &str) -> (String, Vec<String>) {
    let (_, rest) = url.split_once("://:").unwrap();
    let (password, hosts) = rest.split_once('@').unwrap();
    let hosts = hosts.split('/').next().unwrap();
    (password.to_owned(), hosts.split(',').map(str::to_owned).collect())
}

fn is_master(server: &RedisServer) -> bool {
    server.ask::<String>(&["INFO", "replication"]).contains("role:master")
}

/// Waits until so many keys are kept, replicas' copies among them.
fn until_copied(servers: &[RedisServer], count: usize) {
    let all = || servers.iter().map(|server| server.ask::<usize>(&["DBSIZE"])).sum::<usize>();
    until("the replicas have the keys", || (all() == count).then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_keeps_serving_when_a_master_is_killed() {
    let cluster = RedisCluster::start();
    let (password, hosts) = parts(&cluster.url());
    let nodes = hosts.iter().map(|host| format!("redis://:{password}@{host}"));
    let mut connection = ClusterClient::new(nodes).unwrap().get_async_connection().await.unwrap();
    let keys = ["a", "b", "c"];
    let ports = keys.map(|key| cluster.master_of(key).port());
    assert!(ports[0] != ports[1] && ports[1] != ports[2] && ports[0] != ports[2]);
    for key in keys {
        AsyncCommands::set::<_, _, ()>(&mut connection, key, key).await.unwrap();
    }
    until_copied(cluster.members(), 2 * keys.len());

    let old = cluster.kill_master_of("a");
    let new = cluster.wait_for_new_master("a");
    assert_ne!(new.port(), old.port());
    assert_eq!(new.ask::<String>(&["GET", "a"]), "a");
    for key in keys {
        assert_eq!(AsyncCommands::get::<_, String>(&mut connection, key).await.unwrap(), key);
    }
    old.start_again();
    until("it is a replica", || (!is_master(old)).then_some(()));
}

#[test]
fn sentinels_choose_another_master_when_it_is_killed() {
    let group = SentinelGroup::start();
    let (password, hosts) = parts(&group.url());
    let hosts = hosts.iter().map(|host| {
        let (host, port) = host.split_once(':').unwrap();
        ConnectionAddr::Tcp(host.to_owned(), port.parse().unwrap())
    });
    let kind = SentinelServerType::Master;
    let client = SentinelClientBuilder::new(hosts, "focus", kind).unwrap();
    let mut client = client.set_client_to_redis_password(password).build().unwrap();
    client.get_connection().unwrap().set::<_, _, ()>("seat", 1).unwrap();
    until_copied(group.servers(), 3);

    let old = group.kill_master();
    let new = group.wait_for_new_master();
    assert_ne!(new.port(), old.port());
    assert_eq!(new.port(), group.master().port());
    assert_eq!(client.get_connection().unwrap().incr::<_, _, i64>("seat", 1).unwrap(), 2);
    assert_eq!(new.ask::<i64>(&["GET", "seat"]), 2);
}

#[test]
fn sentinels_with_a_password_choose_another_master_when_it_hangs() {
    let group = SentinelGroup::start_guarded();
    let (password, hosts) = parts(&group.url());
    for sentinel in group.sentinels() {
        assert!(sentinel.url().contains(&password));
        assert!(hosts.contains(&format!("127.0.0.1:{}", sentinel.port())));
    }
    let old = group.freeze_master();
    let new = group.wait_for_new_master();
    assert_ne!(new.port(), old.port());
    old.resume();
    assert!(is_master(old) && is_master(new));
}
