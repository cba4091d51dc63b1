//! Keys and policies looked up lately, so that a lot of mail asks for each once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::channels::email::dkim::key::Key;
use crate::channels::email::dkim::policy;
use crate::net::{Net, NetError};

/// Keys kept at one time.
const KEPT: usize = 2_000;
/// How long a key is kept: as its server says, but within these.
const AT_LEAST: Duration = Duration::from_secs(60);
const AT_MOST: Duration = Duration::from_secs(3_600);
/// That there is none, or that nobody answered, is kept for so long.
const NONE: Duration = Duration::from_secs(300);
const SILENCE: Duration = Duration::from_secs(60);

/// Keys by name; `None` where there is none to use.
pub type Keys = HashMap<String, Option<Arc<Key>>>;

/// What was found of a name, and until when it is believed.
type Entry<T> = (Option<T>, Instant);

/// What names say, as it is read from their records.
struct Shelf<T>(Mutex<HashMap<String, Entry<T>>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Shelf(Mutex::default())
    }
}

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct KeyBook {
    keys: Arc<Shelf<Arc<Key>>>,
    /// Domains whose names below may sign for them.
    relaxed: Arc<Shelf<()>>,
}

impl KeyBook {
    /// The keys of these names, asked for where they are not known.
    pub async fn look_up(&self, net: &Net, names: &[String]) -> Keys {
        let read = |records: &[Vec<u8>]| {
            let key = records.iter().find_map(|it| Key::read(it));
            key.map(Arc::new)
        };
        let asked = names.iter().map(|name| async move {
            let found = self.keys.ask(net, name, read).await;
            (name.clone(), found)
        });
        join_all(asked).await.into_iter().collect()
    }

    /// Whether the policy at this name lets names below sign.
    pub async fn is_relaxed(&self, net: &Net, name: &str) -> bool {
        let read = |records: &[Vec<u8>]| policy::is_relaxed(records).then_some(());
        self.relaxed.ask(net, name, read).await.is_some()
    }
}

impl<T: Clone> Shelf<T> {
    async fn ask(
        &self,
        net: &Net,
        name: &str,
        read: impl Fn(&[Vec<u8>]) -> Option<T>,
    ) -> Option<T> {
        if let Some(known) = self.known(name) {
            return known;
        }
        let (found, keep) = match net.texts(name).await {
            Ok((records, ttl)) => (read(&records), ttl.clamp(AT_LEAST, AT_MOST)),
            Err(NetError::NoSuchHost) => (None, NONE),
            Err(_) => (None, SILENCE),
        };
        self.keep(name, found.clone(), keep);
        found
    }

    fn known(&self, name: &str) -> Option<Option<T>> {
        let book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (found, until) = book.get(name)?;
        (*until > Instant::now()).then(|| found.clone())
    }

    fn keep(&self, name: &str, found: Option<T>, time: Duration) {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if book.len() >= KEPT {
            book.retain(|_, (_, until)| *until > now);
        }
        if book.len() >= KEPT {
            book.clear();
        }
        book.insert(name.to_owned(), (found, now + time));
    }
}
