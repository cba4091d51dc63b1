//! What the wording of a chat message says, read once before any deed.

use crate::domain::chat::Content;
use crate::domain::clue::ClueKind;
use crate::domain::inbound::{Inbound, News};
use crate::keys::code::hashes_in;
use crate::text::courtesy;
use crate::text::mentions;
use crate::text::opt_out::{is_opt_in, is_opt_out};
use crate::text::prepare::spoken;

/// Characters of a text that are kept; what is longer goes on in a file of its own.
pub const LONGEST: usize = 32 * 1024;

/// Fills in what the wording of the messages in a piece of news says; `country` is the calling code of numbers written
/// without one.
pub fn read(news: &mut News, our_names: &[&str], country: &str) {
    match news {
        News::Said(it) | News::Echoed(it) => fill(it, our_names, country),
        News::Edited { now, .. } => fill(now, our_names, country),
        News::Reacted { by, emoji, .. } => {
            by.text.clone_from(emoji);
            fill(by, our_names, country);
        }
        News::Withdrawn { .. }
        | News::Moved(_)
        | News::Renamed(_)
        | News::Reachable { .. }
        | News::Offers { .. }
        | News::Account { .. }
        | News::Passed(_) => {}
    }
}

fn fill(it: &mut Inbound, our_names: &[&str], country: &str) {
    let names = [it.from_name.as_str()];
    let read = spoken(&it.text, !it.attachments.is_empty(), our_names, &names);
    it.excerpt = read.excerpt;
    it.language = read
        .language
        .map(|it| it.code().to_owned())
        .unwrap_or_default();
    it.courtesy_words = read.is_courtesy;
    it.agrees = courtesy::agrees(&it.text);
    it.closing_answer = read.is_closing_answer;
    it.asks = read.asks;
    it.holding_words = read.is_holding;
    it.opt_out = is_opt_out(&it.text);
    it.opt_in = is_opt_in(&it.text);
    it.move_codes = hashes_in(&it.text);
    // What a link to a bot says stands beside the text, which is the bot's own word then.
    if let Some(chat) = it.chat.as_ref().filter(|it| it.content == Content::Notice) {
        it.move_codes.extend(hashes_in(&chat.came_from));
    }
    it.clues.extend(clues(&it.text, country));
}

/// Numbers, addresses and orders a text names.
pub fn clues(text: &str, country: &str) -> Vec<(ClueKind, String)> {
    let all = [
        (ClueKind::Email, mentions::addresses(text)),
        (ClueKind::Phone, mentions::phones(text, country)),
        (ClueKind::Order, mentions::orders(text)),
    ];
    let each =
        |(kind, values): (ClueKind, Vec<String>)| values.into_iter().map(move |it| (kind, it));
    all.into_iter().flat_map(each).collect()
}
