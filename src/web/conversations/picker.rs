//! Where free answers are not taken now: choosing an approved text, filling it in and seeing it; with an answer beside it
//! that leaves when the customer says yes.

use crate::contacts::consents::refuses_offers;
use crate::conversations::chat::template::usable;
use crate::conversations::outreach::by_hand;
use crate::domain::channel::Channel;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::show::DraftView;
use crate::web::conversations::texts::{self, For, TextsView, Wanted};
use crate::web::view::Link;

/// The picker.
#[derive(Debug, Clone)]
pub struct PickerView {
    pub number: u64,
    pub seen: u32,
    pub list: String,
    /// Id and word of the channel.
    pub channel: String,
    pub word: String,
    /// Why nothing else goes.
    pub notices: Vec<String>,
    pub texts: TextsView,
    /// The other ways an answer can take now.
    pub others: Vec<Link>,
    /// The answer that waits for a yes.
    pub draft: DraftView,
    pub error: String,
}

/// The texts of a channel as they may be chosen from in a case.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    (c, channel): (&Conversation, &Channel),
    (word, customer): (&str, &str),
    (wanted, draft): (&Wanted, DraftView),
) -> Result<PickerView> {
    let whom = For {
        channel: &channel.id.to_string(),
        language: &own_language(look, c)?,
        name: customer,
        place: &format!("/c/{}?by={}", c.number, channel.id),
        refuses: refuses_offers(look, c.contact, channel.kind)?,
        offer: by_hand::asked(look, (c.contact, channel), asker.now)?.map(|it| (it, asker.now)),
    };
    let all = usable(look, channel)?;
    Ok(PickerView {
        number: c.number,
        seen: c.n_messages.saturating_sub(1),
        list: String::new(),
        channel: channel.id.to_string(),
        word: word.to_owned(),
        notices: Vec::new(),
        texts: texts::view(&asker.words, &all, whom, wanted),
        others: Vec::new(),
        draft,
        error: String::new(),
    })
}

/// The language the customer wrote last, as two letters; empty when it is not known.
fn own_language(look: &Look<'_>, c: &Conversation) -> Result<String> {
    let last = look.messages_before(c.id, None, 30)?;
    let theirs = last.iter().rev().find(|it| !it.language.is_empty());
    Ok(theirs.map_or_else(String::new, |it| it.language.chars().take(2).collect()))
}
