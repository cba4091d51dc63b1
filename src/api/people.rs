//! Changing contacts: making, editing, joining and un-joining, blocking.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::contacts::shown;
use crate::api::fields::{given, given_id, id, instant, tier};
use crate::api::moves::Identifier;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::contact::ContactView;
use crate::api::view::{List, With, time};
use crate::app::App;
use crate::contacts::blocks;
use crate::contacts::edit::{self, Edit};
use crate::contacts::joins::Taken;
use crate::contacts::suggestions::suggestions as suggested;
use crate::conversations::persons;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, ContactId};

/// A contact to make.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "identifier": { "kind": "email", "value": "sofia@flores.example" }, "name": "Sofía" }))]
pub struct NewContact {
    identifier: Identifier,
    name: Option<String>,
    company: Option<String>,
    language: Option<String>,
    notes: Option<String>,
}

/// What may be changed of a contact; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ContactPatch)]
#[schema(example = json!({ "tier": "vip", "add_identifiers": [{ "kind": "phone", "value": "+573001234567" }] }))]
pub struct Patch {
    name: Option<String>,
    /// The name of their company; one that nobody has is made.
    company: Option<String>,
    /// Wins over the name; null takes them out.
    #[serde(deserialize_with = "given")]
    company_id: Option<Option<String>>,
    language: Option<String>,
    notes: Option<String>,
    /// All of them, by name.
    #[schema(value_type = Option<Object>)]
    attributes: Option<std::collections::BTreeMap<String, String>>,
    #[schema(schema_with = one::<choices::Tier>)]
    tier: Option<String>,
    /// An agent's id; null takes the owner away.
    #[serde(deserialize_with = "given")]
    owner: Option<Option<String>>,
    /// To be added.
    add_identifiers: Vec<Identifier>,
    /// To be taken away.
    remove_identifiers: Vec<Identifier>,
}

impl Patch {
    fn edit(&self) -> Result<Edit> {
        Ok(Edit {
            name: self.name.clone(),
            company: self.company.clone(),
            language: self.language.clone(),
            notes: self.notes.clone(),
            attributes: self.attributes.clone().map(|it| it.into_iter().collect()),
            tier: tier(self.tier.as_deref())?,
            owner: given_id("owner", self.owner.as_ref())?,
            company_of: given_id("company_id", self.company_id.as_ref())?,
        })
    }
}

/// `POST /contacts`.
pub async fn create(app: Data<App>, call: Call<NewContact>) -> Answer<HttpResponse> {
    let handle = call.it.identifier.handle()?;
    let edit = Edit {
        name: call.it.name.clone(),
        company: call.it.company.clone(),
        language: call.it.language.clone(),
        notes: call.it.notes.clone(),
        ..Edit::default()
    };
    let made = call
        .act(&app, move |w, by| Ok(edit::make(w, by, &handle, &edit)?.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /contacts/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<ContactId>,
    call: Call<Patch>,
) -> Answer<HttpResponse> {
    let (edit, patch, id) = (call.it.edit()?, call.it.clone(), *id);
    let made = call
        .act(&app, move |w, by| {
            edit::update(w, by, id, &edit)?;
            for it in &patch.add_identifiers {
                edit::add_identifier(w, by, id, &it.handle()?)?;
            }
            for it in &patch.remove_identifiers {
                edit::remove_identifier(w, by, id, &it.handle()?)?;
            }
            Ok(())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SamePerson)]
pub struct SamePerson {
    contact: ContactView,
    /// Why it looks so: the strongest reason.
    code: String,
    text: String,
    /// All of them, the strongest first.
    reasons: Vec<SameReason>,
}

/// One thing that speaks for two being the same person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SamePersonReason)]
pub struct SameReason {
    code: String,
    text: String,
    /// The message it stands in.
    message_id: Option<String>,
}

/// `GET /contacts/{id}/suggestions`.
pub async fn suggestions(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
) -> Answer<Json<List<SamePerson>>> {
    let id = *id;
    let data = caller
        .look(&app, move |with: &With<'_, '_>| {
            let mut out = Vec::new();
            for it in suggested(with.look, with.viewer, id)? {
                let all = it.evidence.iter().map(|it| SameReason {
                    code: it.why.word().replace('-', "_"),
                    text: with.words.t_of(it.why.word(), "value", &it.value),
                    message_id: it.message.map(|it| it.to_string()),
                });
                let reasons: Vec<_> = all.collect();
                let first = reasons.first().cloned();
                let (code, text) = first.map(|it| (it.code, it.text)).unwrap_or_default();
                out.push(SamePerson {
                    contact: with.contact(&it.person)?,
                    code,
                    text,
                    reasons,
                });
            }
            Ok(out)
        })
        .await?;
    Ok(Json(List::whole(data)))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactMerge)]
#[schema(example = json!({ "other_id": "01900000-0000-7000-8000-000000000000" }))]
pub struct Join {
    other_id: String,
    /// Fields taken of the other though one's own are not empty: `name`, `company`, `notes` (put below one's own), `tier`,
    /// `owner`, `attribute:` and the key of a field. What is empty is filled in without being asked.
    #[serde(default)]
    take: Vec<String>,
    /// Puts the open cases of both together.
    #[serde(default)]
    together: bool,
}

fn taken(field: &'static str, names: &[String]) -> Result<Taken> {
    let mut out = Taken::default();
    for name in names {
        match name.as_str() {
            "name" => out.name = true,
            "company" => out.company = true,
            "notes" => out.notes = true,
            "tier" => out.tier = true,
            "owner" => out.owner = true,
            "consents" if field == "give" => out.consents = true,
            name => match name.strip_prefix("attribute:") {
                Some(key) => out.attributes.push(key.to_owned()),
                None => return Err(Error::invalid(field, "error-field")),
            },
        }
    }
    Ok(out)
}

/// A join that can be undone.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ContactMerged)]
pub struct Joined {
    merge_id: String,
    contact: ContactView,
}

/// `POST /contacts/{id}/merge`: the other joins this one.
pub async fn merge(
    app: Data<App>,
    root: Path<ContactId>,
    call: Call<Join>,
) -> Answer<HttpResponse> {
    let (root, other) = (*root, id("other_id", &call.it.other_id)?);
    let (take, together) = (taken("take", &call.it.take)?, call.it.together);
    let made = call
        .act(&app, move |w, by| {
            persons::join(w, by, (root, other), &take, together)
        })
        .await?;
    let joined = Joined {
        merge_id: made.it.to_string(),
        contact: shown(&app, &call.caller, root).await?,
    };
    Ok(made.respond(joined))
}

/// Whose a number is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NumberOwner)]
#[schema(example = json!({ "owner": "same" }))]
pub struct Owner {
    #[schema(schema_with = one::<choices::Owner>, required = true)]
    owner: String,
}

/// `POST /contacts/{id}/owner`: answers the person the number names now.
pub async fn owner(app: Data<App>, id: Path<ContactId>, call: Call<Owner>) -> Answer<HttpResponse> {
    let (id, is_same) = (
        *id,
        chosen::<choices::Owner>("owner", &call.it.owner)? == "same",
    );
    let made = call
        .act(&app, move |w, by| {
            let found = if is_same {
                persons::same(w, by, id)?
            } else {
                persons::another(w, by, id)?
            };
            Ok(found.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}

/// What of what was written since the other gets too.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ContactUnmerge)]
#[schema(example = json!({ "give": ["notes", "consents"] }))]
pub struct Part {
    /// `name`, `company`, `notes`, `tier`, `owner`, `attribute:` and the key of a field, `consents`.
    give: Vec<String>,
}

/// `POST /merges/{id}/undo`.
pub async fn unmerge(app: Data<App>, id: Path<ChangeId>, call: Call<Part>) -> Answer<HttpResponse> {
    let (id, give) = (*id, taken("give", &call.it.give)?);
    let made = call
        .act(&app, move |w, by| Ok(persons::part(w, by, id, &give)?.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}

/// What taking a join back would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MergePreview)]
pub struct Parting {
    at: String,
    /// Conversations that become two.
    splits: Vec<Split>,
    /// How many more, of private teams the caller is not in.
    hidden_splits: usize,
    /// Ids of messages of ours, sent in those conversations since.
    sent_since: Vec<String>,
    /// Whether fields were written on the person since: they stay with the one that stays.
    written_since: bool,
    /// Ids of what they allowed or refused since: it stays there too.
    consents_since: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MergeSplit)]
pub struct Split {
    conversation: u64,
    /// Messages that stay.
    stay: usize,
    /// Messages that become a conversation of the other person.
    go: usize,
}

/// `GET /merges/{id}`.
pub async fn merge_preview(
    app: Data<App>,
    caller: Caller,
    id: Path<ChangeId>,
) -> Answer<Json<Parting>> {
    let id = *id;
    let found = caller
        .look(&app, move |with| {
            persons::preview(with.look, with.viewer, id)
        })
        .await?;
    Ok(Json(Parting {
        at: time(found.at),
        splits: found
            .parted
            .iter()
            .map(|it| Split {
                conversation: it.conversation.number,
                stay: it.stay,
                go: it.go,
            })
            .collect(),
        hidden_splits: found.hidden,
        sent_since: found.sent.iter().map(|it| it.1.id.to_string()).collect(),
        written_since: found.written.is_some(),
        consents_since: found.consents.iter().map(|it| it.id.to_string()).collect(),
    }))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = NewBlock)]
#[schema(example = json!({ "reason": "Advertising", "until": "2026-12-01T00:00:00Z" }))]
pub struct Block {
    until: Option<String>,
    reason: String,
}

/// `POST /contacts/{id}/block`.
pub async fn block(app: Data<App>, id: Path<ContactId>, call: Call<Block>) -> Answer<HttpResponse> {
    let until = instant("until", call.it.until.as_deref())?;
    let (id, reason) = (*id, call.it.reason.clone());
    let made = call
        .act(&app, move |w, by| {
            Ok(blocks::block(w, by, id, until, &reason)?.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}

/// `DELETE /contacts/{id}/block`.
pub async fn unblock(
    app: Data<App>,
    id: Path<ContactId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| Ok(blocks::unblock(w, by, id)?.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}
