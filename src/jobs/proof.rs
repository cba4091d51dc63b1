//! Asking a mail's own signature whether its From is true, where no server we trust said so: the keys over the network,
//! the hashing on a thread of its own. Whatever goes wrong, the sender stays as unproven as it was.

use std::sync::Arc;
use std::time::Duration;

use crate::app::off_the_loop;
use crate::channels::email::dkim;
use crate::channels::email::receive::Letter;
use crate::domain::contact::Evidence;
use crate::domain::inbound::Received;
use crate::jobs::Yard;

/// All of it takes no longer, for one mail.
const PATIENCE: Duration = Duration::from_secs(6);

/// Proves the sender of a letter when its signature does.
pub async fn prove(yard: &Yard, raw: Arc<Vec<u8>>, letter: &mut Letter) {
    let Some(mut claim) = letter.claim.take() else {
        return;
    };
    let now = yard.app.clock.now();
    let asked = async {
        let keys = yard.keys.look_up(&yard.net, &claim.keys).await;
        if let Some(name) = &claim.policy {
            claim.relaxed = yard.keys.is_relaxed(&yard.net, name).await;
        }
        off_the_loop(move || dkim::proves(&raw, &claim, &keys, now)).await
    };
    let proven = matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(true)));
    if let (true, Received::Message(inbound)) = (proven, &mut letter.received) {
        inbound.evidence = Evidence::Dmarc;
    }
}
