//! Companies, their people and conversations; and what people allow.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{PageOf, id, limit, tier};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::choices::{self, chosen, maybe, one};
use crate::api::view::company::{CompanyView, ConsentView};
use crate::api::view::contact::ContactView;
use crate::api::view::conversation::ConversationView;
use crate::app::App;
use crate::contacts::companies::{self as deeds, CompanyEdit};
use crate::contacts::consents as allowed;
use crate::contacts::people;
use crate::conversations::of_company::of_company;
use crate::domain::actor::Right;
use crate::domain::channel::ChannelKind;
use crate::domain::consent::{ConsentSource, Purpose};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, CompanyId, ContactId};

/// Which companies.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// What the name begins with, or a mail domain.
    q: Option<String>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// `GET /companies`.
pub async fn list(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<CompanyView>>> {
    let Asking { caller, it: filter } = asking;
    let after: Option<CompanyId> = match &filter.cursor {
        Some(written) => Some(cursor::open(&app.keys, "companies", written)?),
        None => None,
    };
    let rows = limit(filter.limit);
    let (all, next) = caller
        .look(&app, move |with| {
            if let Some(words) = filter.q.as_deref().filter(|it| !it.trim().is_empty()) {
                return Ok((deeds::beginning(with.look, words, rows)?, None));
            }
            let after = after.map_or(Ok(None), |id| with.look.company(id))?;
            let mut all = with.look.companies_by_name(after.as_ref(), rows + 1)?;
            let more = all.len() > rows;
            all.truncate(rows);
            let next = all.last().map(|it| it.id).filter(|_| more);
            Ok((all, next))
        })
        .await?;
    let data = all.iter().map(CompanyView::of).collect();
    Ok(Json(List::page(&app.keys, "companies", (data, next))))
}

/// `GET /companies/{id}`: what it was joined to, when it was.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<CompanyId>,
) -> Answer<Json<CompanyView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: CompanyId) -> Answer<CompanyView> {
    let found = caller.look(app, move |with| deeds::find(with.look, with.viewer, id));
    Ok(CompanyView::of(&found.await?))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Flores del Valle", "domains": ["flores.example"] }))]
pub struct NewCompany {
    name: String,
    /// Mail domains of its own; none at which everybody may have an address.
    domains: Vec<String>,
    notes: Option<String>,
    #[schema(value_type = Option<Object>)]
    attributes: Option<std::collections::BTreeMap<String, String>>,
    #[schema(schema_with = one::<choices::Tier>)]
    tier: Option<String>,
}

/// What may be changed of a company; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "tier": "vip" }))]
pub struct CompanyPatch {
    name: Option<String>,
    /// All of them.
    domains: Option<Vec<String>>,
    notes: Option<String>,
    /// All of them, by name.
    #[schema(value_type = Option<Object>)]
    attributes: Option<std::collections::BTreeMap<String, String>>,
    #[schema(schema_with = one::<choices::Tier>)]
    tier: Option<String>,
}

impl CompanyPatch {
    fn edit(&self) -> Result<CompanyEdit> {
        Ok(CompanyEdit {
            name: self.name.clone(),
            domains: self.domains.clone(),
            notes: self.notes.clone(),
            attributes: self.attributes.clone().map(|it| it.into_iter().collect()),
            tier: tier(self.tier.as_deref())?,
        })
    }
}

/// `POST /companies`.
pub async fn make(app: Data<App>, call: Call<NewCompany>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let edit = CompanyPatch {
        name: Some(it.name),
        domains: Some(it.domains),
        notes: it.notes,
        attributes: it.attributes,
        tier: it.tier,
    }
    .edit()?;
    let made = call
        .act(&app, move |w, by| deeds::make(w, by, &edit).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /companies/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<CompanyId>,
    call: Call<CompanyPatch>,
) -> Answer<HttpResponse> {
    let (edit, id) = (call.it.edit()?, *id);
    let made = call
        .act(&app, move |w, by| {
            deeds::change(w, by, id, &edit).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /companies/{id}`.
pub async fn remove(
    app: Data<App>,
    id: Path<CompanyId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| deeds::remove(w, by, id))
        .await?;
    Ok(made.gone())
}

/// `GET /companies/{id}/contacts`.
pub async fn contacts(
    app: Data<App>,
    id: Path<CompanyId>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<ContactView>>> {
    let Asking { caller, it: query } = asking;
    let place = format!("company {id}");
    let after: Option<ContactId> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, &place, written)?),
        None => None,
    };
    let (id, rows) = (*id, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            let company = deeds::find(with.look, with.viewer, id)?;
            let mut all = deeds::people(with.look, company.id, after, rows + 1)?;
            let more = all.len() > rows;
            all.truncate(rows);
            let next = all.last().map(|it| it.id).filter(|_| more);
            let data: Result<Vec<_>> = all.iter().map(|it| with.contact(it)).collect();
            Ok((data?, next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &place, (data, next))))
}

/// `GET /companies/{id}/conversations`: the newest 100 at most.
pub async fn conversations(
    app: Data<App>,
    caller: Caller,
    id: Path<CompanyId>,
) -> Answer<Json<List<ConversationView>>> {
    let id = *id;
    let data = caller
        .look(&app, move |with| {
            let all = of_company(with.look, with.viewer, id, 100)?;
            all.iter().map(|it| with.conversation(it)).collect()
        })
        .await?;
    Ok(Json(List::whole(data)))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompanyMerge)]
#[schema(example = json!({ "other_id": "01900000-0000-7000-8000-000000000000" }))]
pub struct Join {
    other_id: String,
}

/// A join of companies that can be undone.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CompanyMerged)]
pub struct Joined {
    merge_id: String,
    company: CompanyView,
}

/// `POST /companies/{id}/merge`: the other joins this one.
pub async fn merge(
    app: Data<App>,
    root: Path<CompanyId>,
    call: Call<Join>,
) -> Answer<HttpResponse> {
    let (root, other) = (*root, id("other_id", &call.it.other_id)?);
    let made = call
        .act(&app, move |w, by| deeds::join(w, by, root, other))
        .await?;
    let joined = Joined {
        merge_id: made.it.to_string(),
        company: shown(&app, &call.caller, root).await?,
    };
    Ok(made.respond(joined))
}

/// `POST /companies/merges/{id}/undo`: answers the one that is its own again.
pub async fn unmerge(
    app: Data<App>,
    id: Path<ChangeId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| deeds::part(w, by, id).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}

/// A yes or no.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "purpose": "commercial", "channel": "whatsapp", "granted": true, "source": "form" }))]
pub struct NewConsent {
    #[schema(schema_with = one::<choices::Purpose>, required = true)]
    purpose: String,
    /// Absent means every channel.
    #[schema(schema_with = maybe::<choices::ChannelKind>)]
    channel: Option<String>,
    granted: bool,
    /// How it is known; `agent` when absent.
    #[schema(schema_with = one::<choices::ConsentSource>)]
    source: Option<String>,
    /// What there is to know of it: which form, which campaign.
    note: String,
}

impl NewConsent {
    fn said(&self) -> Result<allowed::Said> {
        let purpose = chosen::<choices::Purpose>("purpose", &self.purpose)?;
        let wrong = |field| Error::invalid(field, "error-field");
        let channel = self.channel.as_deref();
        let channel = channel.map(|it| ChannelKind::parse(it).ok_or_else(|| wrong("channel")));
        let source = self.source.as_deref().unwrap_or("agent");
        let source = ConsentSource::parse(source).ok_or_else(|| wrong("source"))?;
        Ok(allowed::Said {
            channel: channel.transpose()?,
            purpose: Purpose::parse(purpose).ok_or_else(|| wrong("purpose"))?,
            granted: self.granted,
            source,
            note: self.note.clone(),
        })
    }
}

async fn consents_of(app: &App, caller: &Caller, id: ContactId) -> Answer<List<ConsentView>> {
    let data = caller
        .look(app, move |with| {
            with.viewer.need(Right::Work)?;
            let person = people::find(with.look, with.viewer, id)?;
            let standing = allowed::standing(with.look, person.id)?;
            let all = allowed::all(with.look, person.id)?;
            let stands = |id| standing.iter().any(|it| it.id == id);
            all.iter()
                .map(|it| with.consent(it, stands(it.id)))
                .collect()
        })
        .await?;
    Ok(List::whole(data))
}

/// `GET /contacts/{id}/consents`: everything they said, newest first.
pub async fn consents(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
) -> Answer<Json<List<ConsentView>>> {
    consents_of(&app, &caller, *id).await.map(Json)
}

/// `POST /contacts/{id}/consents`.
pub async fn consent(
    app: Data<App>,
    id: Path<ContactId>,
    call: Call<NewConsent>,
) -> Answer<HttpResponse> {
    let (said, id) = (call.it.said()?, *id);
    let made = call
        .act(&app, move |w, by| {
            allowed::say(w, by, id, &said).map(|_| ())
        })
        .await?;
    let view = consents_of(&app, &call.caller, id).await?;
    Ok(made.respond(view))
}
