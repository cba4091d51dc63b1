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
use crate::search::{Ask, Group};

/// What to find.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    /// Words, and filters such as `tag:` as in the search box.
    q: String,
    #[serde(rename = "type")]
    #[param(schema_with = one::<choices::SearchType>)]
    kind: Option<String>,
    /// Rows of each kind; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
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
    let mut ask = Ask::read(&query.q, "UTC");
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
        Ok(Results {
            conversations: conversations?,
            messages,
            contacts: contacts?,
            total: found.total.n,
            or_more: found.total.or_more,
        })
    });
    Ok(Json(found.await?))
}
