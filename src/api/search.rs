//! Full text.

use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::Asking;
use crate::api::fields::limit;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::contact::ContactView;
use crate::api::view::conversation::ConversationView;
use crate::api::view::message::MessageView;
use crate::app::App;
use crate::domain::error::Result;
use crate::search::{Ask, Facet, Group, Meant, Token};

/// What to find.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    /// Words, and filters such as `tag:vip` as in the search box.
    q: String,
    /// Who said it: a name, an address, or `me`.
    from: Option<String>,
    /// A kind of channel, or the name or address of one.
    channel: Option<String>,
    tag: Option<String>,
    /// A name, or `none`.
    team: Option<String>,
    /// Whose conversation it is: a name, an address, `me` or `nobody`.
    assigned: Option<String>,
    #[param(schema_with = one::<choices::SearchState>)]
    is: Option<String>,
    /// On this day (`2026-03-01`, UTC), in this month or year, or later.
    since: Option<String>,
    /// On this day, in this month or year, or earlier.
    until: Option<String>,
    /// When this day, month or year is over.
    after: Option<String>,
    /// Before this day, month or year begins.
    before: Option<String>,
    #[serde(rename = "type")]
    #[param(schema_with = one::<choices::SearchType>)]
    kind: Option<String>,
    /// Rows of each kind; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
}

impl Asked {
    /// All of it as it is typed into the search box.
    fn written(&self) -> String {
        let given = [
            (Facet::From, &self.from),
            (Facet::Channel, &self.channel),
            (Facet::Tag, &self.tag),
            (Facet::Team, &self.team),
            (Facet::Assigned, &self.assigned),
            (Facet::Is, &self.is),
            (Facet::Since, &self.since),
            (Facet::Until, &self.until),
            (Facet::After, &self.after),
            (Facet::Before, &self.before),
        ];
        let given = given.into_iter();
        let tokens = given.filter_map(|(facet, it)| Token::new(facet, it.as_deref()?));
        let mut parts: Vec<String> = tokens.map(|it| it.written()).collect();
        parts.push(self.q.clone());
        parts.join(" ")
    }
}

/// What was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SearchResults)]
pub struct Results {
    conversations: Vec<ConversationView>,
    messages: Vec<FoundMessageView>,
    contacts: Vec<ContactView>,
    /// Messages found in all; there may be more when `or_more`.
    total: usize,
    or_more: bool,
    /// Filters that name nobody and nothing the caller knows of, such as `tag:gone`: with one, nothing is found.
    unknown: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FoundMessage)]
pub struct FoundMessageView {
    message: MessageView,
    snippet: String,
}

/// `GET /search`.
pub async fn find(app: Data<App>, asking: Asking<Asked>) -> Answer<Json<Results>> {
    let Asking { caller, it: query } = asking;
    if let Some(it) = &query.is {
        chosen::<choices::SearchState>("is", it)?;
    }
    let mut ask = Ask::read(&query.written(), "UTC");
    let kind = query.kind.as_deref();
    let kind = kind.map(|it| chosen::<choices::SearchType>("type", it));
    ask.group = kind.transpose()?.map(|it| match it {
        "messages" => Group::Messages,
        "conversations" => Group::Conversations,
        _ => Group::Contacts,
    });
    ask.limit = limit(query.limit);
    let search = app.search.clone();
    let found = caller.look(&app, move |with| {
        let found = search.find(with.look, with.viewer, &ask)?;
        let conversations: Result<Vec<_>> = found
            .conversations
            .iter()
            .map(|it| with.conversation(&it.conversation))
            .collect();
        let mut messages = Vec::new();
        for it in &found.messages {
            messages.push(FoundMessageView {
                message: with.message(it.conversation.number, &it.message)?,
                snippet: it.snippet.iter().map(|piece| piece.text.as_str()).collect(),
            });
        }
        let contacts: Result<Vec<_>> = found.contacts.iter().map(|it| with.contact(it)).collect();
        let tokens = ask.tokens().iter().zip(&found.meant);
        let unknown = tokens.filter(|it| *it.1 == Meant::Nothing);
        Ok(Results {
            unknown: unknown.map(|it| it.0.written()).collect(),
            conversations: conversations?,
            messages,
            contacts: contacts?,
            total: found.total.n,
            or_more: found.total.or_more,
        })
    });
    Ok(Json(found.await?))
}

#[cfg(test)]
mod tests {
    use crate::api::view::choices::{Choice, SearchState};
    use crate::search::STATES;

    #[test]
    fn every_state_can_be_asked_for() {
        assert_eq!(SearchState::NAMES, STATES);
    }
}
