//! A Redis Cluster of a test.

use super::server::{Role, new_password};
use super::{RedisServer, at_once, until};

const MASTERS: usize = 3;
const SLOTS: usize = 16_384;
/// A member that is silent for so long counts as failed. A replica is never too old to take over.
const SETTINGS: &str = "
cluster-config-file nodes.conf
cluster-node-timeout 1000
cluster-replica-validity-factor 0
";

/// Three masters with a replica each, which share a password. Dropping it ends all of them and
/// removes their files.
///
/// While a slot has no master, the members refuse every key (CLUSTERDOWN), as they do by default.
pub struct RedisCluster {
    /// The masters at first, then their replicas in the same order.
    members: Vec<RedisServer>,
    password: String,
}

impl RedisCluster {
    /// Starts one, in about two seconds.
    ///
    /// # Panics
    /// When Redis is missing or does not start: a test that cannot start has failed.
    #[must_use]
    pub fn start() -> Self {
        let password = new_password();
        let members = at_once(0..2 * MASTERS, |_| {
            RedisServer::start_as(Role::Member, Some(password.clone()), SETTINGS)
        });
        let cluster = Self { members, password };
        cluster.form();
        cluster
    }

    /// All members: `redis+cluster://:password@127.0.0.1:port,127.0.0.1:port,…`.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts: Vec<String> =
            self.members.iter().map(|it| format!("127.0.0.1:{}", it.port())).collect();
        format!("redis+cluster://:{}@{}", self.password, hosts.join(","))
    }

    /// All members: the first three were masters at first, each followed by its replica three
    /// further on.
    #[must_use]
    pub fn members(&self) -> &[RedisServer] {
        &self.members
    }

    /// The master that serves a key, as the members see it; it may be gone.
    ///
    /// # Panics
    /// When no member tells one for half a minute.
    pub fn master_of(&self, key: &str) -> &RedisServer {
        let look = || self.members.iter().find_map(|member| self.seen_by(member, key));
        until("the key has a master", look)
    }

    /// Kills the master that serves a key, and tells which it was.
    ///
    /// # Panics
    /// As [`master_of`](Self::master_of).
    pub fn kill_master_of(&self, key: &str) -> &RedisServer {
        let master = self.master_of(key);
        master.kill();
        master
    }

    /// Waits until all members that answer see the same master of a key, one that answers, and serve
    /// their keys again: about two seconds after the old one was killed or frozen.
    ///
    /// # Panics
    /// When that takes longer than half a minute.
    pub fn wait_for_new_master(&self, key: &str) -> &RedisServer {
        until("the key has a new master", || {
            let mut seen: Vec<&RedisServer> = Vec::new();
            for member in &self.members {
                // Those that do not answer are away.
                let Some(is_well) = is_well(member) else { continue };
                seen.push(self.seen_by(member, key).filter(|_| is_well)?);
            }
            let master = seen.pop()?;
            let is_agreed = seen.iter().all(|other| other.port() == master.port());
            (is_agreed && is_well(master)?).then_some(master)
        })
    }

    /// Which master serves a key, as this member sees it.
    fn seen_by(&self, member: &RedisServer, key: &str) -> Option<&RedisServer> {
        let slot = member.answers(&["CLUSTER", "KEYSLOT", key])?;
        let nodes: String = member.answers(&["CLUSTER", "NODES"])?;
        let serves = |line: &&str| Node::parse(line).is_some_and(|node| node.serves(slot));
        let port = Node::parse(nodes.lines().find(serves)?)?.port;
        self.members.iter().find(|member| member.port() == port)
    }

    /// Makes the members know each other and share out slots and parts.
    fn form(&self) {
        let (masters, replicas) = self.members.split_at(MASTERS);
        for (index, master) in masters.iter().enumerate() {
            let [first, end] = [index, index + 1].map(|it| it * SLOTS / MASTERS);
            let [first, last] = [first, end - 1].map(|it| it.to_string());
            master.ask::<()>(&["CLUSTER", "ADDSLOTSRANGE", &first, &last]);
            // Of two with the same number one would have to step back.
            master.ask::<()>(&["CLUSTER", "SET-CONFIG-EPOCH", &(index + 1).to_string()]);
        }
        // Each the later ones: that they hear of each other takes longer.
        for (index, member) in self.members.iter().enumerate() {
            for other in self.members.iter().skip(index + 1) {
                let [port, bus] = [other.port(), other.bus_port()].map(|it| it.to_string());
                member.ask::<()>(&["CLUSTER", "MEET", "127.0.0.1", &port, &bus]);
            }
        }
        for (replica, master) in replicas.iter().zip(masters) {
            let master: String = master.ask(&["CLUSTER", "MYID"]);
            // As soon as it knows it.
            let follow = ["CLUSTER", "REPLICATE", &master];
            until("the replica follows", || replica.try_ask::<()>(&follow).ok());
        }
        let is_formed = |member: &RedisServer| {
            let nodes: String = member.answers(&["CLUSTER", "NODES"]).unwrap_or_default();
            let nodes: Vec<Node> = nodes.lines().filter_map(Node::parse).collect();
            is_well(member) == Some(true)
                && nodes.len() == 2 * MASTERS
                && nodes.iter().filter(|node| node.is_replica).count() == MASTERS
        };
        for member in &self.members {
            until("the cluster is formed", || is_formed(member).then_some(()));
        }
        for replica in replicas {
            until("the replica has everything", || replica.has_all().then_some(()));
        }
    }
}

/// Whether a member serves its keys, if it answers.
fn is_well(member: &RedisServer) -> Option<bool> {
    let info: String = member.answers(&["CLUSTER", "INFO"])?;
    Some(info.contains("cluster_state:ok"))
}

/// A member, as another one tells it: its name, `address:port@bus`, flags, master, three numbers of
/// when it was heard, its link, and its slots.
struct Node {
    port: u16,
    is_replica: bool,
    /// The first and the last of each range.
    slots: Vec<(u16, u16)>,
}

impl Node {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ').skip(1);
        let (address, _) = words.next()?.split_once('@')?;
        let port = address.rsplit_once(':')?.1.parse().ok()?;
        let is_replica = words.next()?.contains("slave");
        let range = |word: &str| {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            Some((first.parse().ok()?, last.parse().ok()?))
        };
        Some(Self { port, is_replica, slots: words.skip(5).filter_map(range).collect() })
    }

    fn serves(&self, slot: u16) -> bool {
        self.slots.iter().any(|&(first, last)| (first..=last).contains(&slot))
    }
}
