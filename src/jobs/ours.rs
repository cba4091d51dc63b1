//! What reading a mail must know of us: our addresses, our names, where we are.

use crate::app::App;
use crate::domain::channel::Connection;
use crate::domain::error::Result;
use crate::setup::country;
use crate::store::Look;
use crate::text::address::Address;

/// What reading must know of our mailboxes.
pub struct Facts {
    pub addresses: Vec<Address>,
    pub authserv_id: String,
    pub calling_code: String,
    pub our_names: Vec<String>,
}

/// What is known of them now.
///
/// # Errors
/// The store's.
pub async fn facts(app: &App, connection: &Connection) -> Result<Facts> {
    let authserv_id = connection
        .email()
        .map(|it| it.authserv_id.clone())
        .unwrap_or_default();
    app.look(move |look| {
        let business = look.business()?.unwrap_or_default();
        let mut our_names = vec![business.name.clone()];
        our_names.extend(look.agents()?.into_iter().map(|it| it.name));
        our_names.retain(|it| !it.is_empty());
        let calling_code = country::find(&business.country).map_or("", |it| it.phone);
        Ok(Facts {
            addresses: own_addresses(look)?,
            authserv_id: authserv_id.clone(),
            calling_code: calling_code.to_owned(),
            our_names,
        })
    })
    .await
}

/// Every address that was shown to be ours, of all mailboxes.
fn own_addresses(look: &Look<'_>) -> Result<Vec<Address>> {
    let mut texts: Vec<String> = Vec::new();
    for it in look.connections()? {
        if let Some(mail) = it.email() {
            texts.push(mail.address.clone());
        }
    }
    let channels = look.channels()?.into_iter();
    texts.extend(
        channels
            .filter(|it| it.unproven.is_none())
            .map(|it| it.address),
    );
    texts.sort();
    texts.dedup();
    Ok(texts.iter().filter_map(|it| Address::parse(it)).collect())
}
