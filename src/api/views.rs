//! Saved views: conditions under a name, and what fits them.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{given, id, limit, maybe_id};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::conversation::ConversationView;
use crate::api::view::{List, With, time};
use crate::app::App;
use crate::board::Wanted;
use crate::desk::views::{self as desk, About};
use crate::domain::canned_reply::Audience;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConversationId, ViewId};
use crate::domain::list::{After, Sort};
use crate::domain::time::{Millis, Span};
use crate::domain::view::{
    Condition as Asked, ContactField, Part, State, Tally, Test, TextTest, View, When, Who,
};

/// What a conversation must be like. Without a state asked for it is one of the unresolved. Nested at most 6 deep, with
/// at most 50 tests.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(no_recursion)]
pub enum Condition {
    /// All of these; of none it is true.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// One of `open`, `waiting`, `third_party`, `snoozed`, `resolved`, `spam`.
    State(Vec<String>),
    /// One of: an agent's id, `me` (whoever looks), `nobody`.
    Assignee(Vec<String>),
    /// One of: a team's id, `none`.
    Team(Vec<String>),
    /// It went over one of these channels: ids.
    Channel(Vec<String>),
    /// It has one of these tags: ids.
    Tag(Vec<String>),
    /// One of `low`, `normal`, `high`, `urgent`.
    Priority(Vec<String>),
    /// Of the customer, by its first subtag.
    Language(Vec<String>),
    /// The first thing we have not answered was said then.
    Waiting(Time),
    Created(Time),
    /// Last activity.
    Active(Time),
    Contact(OfContact),
    HasFailed,
    MentionsMe,
    Unread,
    /// What is agreed was not met.
    Late,
    /// What the customer said. For rules only, like all that follow.
    Said(WhatSaid),
    /// The business is open.
    OpenHours,
    /// The newest message sounds upset.
    Upset,
    AtLeast(AtLeast),
}

/// When: an instant (RFC 3339), or how long ago in minutes.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ConditionTime)]
pub enum Time {
    Before(String),
    Since(String),
    /// Longer ago.
    LongerMinutes(i64),
    /// At most as long ago.
    WithinMinutes(i64),
}

/// Something kept of the customer: one of `is`, `has` (a part of it), or neither where it is empty. Letters are compared
/// without case and accents.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConditionContact)]
pub struct OfContact {
    /// `name`, `tier`, `company`, `field:` and the key of a field of contacts, or `company_field:` and one of companies.
    field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has: Option<String>,
}

/// A text the customer wrote: one of `is`, `has`, `words` (one of them stands in it, whole), or none of these where it is
/// empty.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConditionSaid)]
pub struct WhatSaid {
    /// `message`: the newest; `text`: all they wrote in the conversation; `subject`.
    #[schema(schema_with = one::<choices::Part>)]
    part: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Vec<String>>,
}

/// So many of something, or more.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConditionAtLeast)]
pub struct AtLeast {
    #[schema(schema_with = one::<choices::Tally>)]
    of: String,
    n: u32,
}

/// What a condition is made of: one that holds others is not followed inside by itself.
#[must_use]
pub fn within_conditions() -> Vec<(String, RefOr<Schema>)> {
    vec![
        (Time::name().into_owned(), Time::schema()),
        (OfContact::name().into_owned(), OfContact::schema()),
        (WhatSaid::name().into_owned(), WhatSaid::schema()),
        (AtLeast::name().into_owned(), AtLeast::schema()),
    ]
}

fn wrong() -> Error {
    Error::invalid("condition", "error-view-value")
}

fn all<T>(given: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>> {
    let all: Option<Vec<T>> = given.iter().map(|it| read(it)).collect();
    all.ok_or_else(wrong)
}

impl Condition {
    /// # Errors
    /// [`Error::Invalid`] on `condition`.
    pub fn read(&self) -> Result<Asked> {
        let several = |parts: &[Condition]| -> Result<Vec<Asked>> {
            parts.iter().map(Condition::read).collect()
        };
        Ok(Asked::Is(match self {
            Condition::All(parts) => return Ok(Asked::All(several(parts)?)),
            Condition::Any(parts) => return Ok(Asked::Any(several(parts)?)),
            Condition::Not(part) => return Ok(Asked::Not(Box::new(part.read()?))),
            Condition::State(given) => Test::State(all(given, State::parse)?),
            Condition::Priority(given) => Test::Priority(all(given, Priority::parse)?),
            Condition::Assignee(given) => Test::Assignee(all(given, |it| match it {
                "me" => Some(Who::Me),
                "nobody" => Some(Who::Nobody),
                id => id.parse().ok().map(Who::Agent),
            })?),
            Condition::Team(given) => Test::Team(all(given, |it| match it {
                "none" => Some(None),
                id => id.parse().ok().map(Some),
            })?),
            Condition::Channel(given) => Test::Channel(all(given, |it| it.parse().ok())?),
            Condition::Tag(given) => Test::Tag(all(given, |it| it.parse().ok())?),
            Condition::Language(given) => Test::Language(given.clone()),
            Condition::Waiting(when) => Test::Waiting(when.read()?),
            Condition::Created(when) => Test::Created(when.read()?),
            Condition::Active(when) => Test::Active(when.read()?),
            Condition::Contact(it) => it.read()?,
            Condition::HasFailed => Test::HasFailed,
            Condition::MentionsMe => Test::MentionsMe,
            Condition::Unread => Test::Unread,
            Condition::Late => Test::Late,
            Condition::Said(it) => it.read()?,
            Condition::OpenHours => Test::OpenHours,
            Condition::Upset => Test::Upset,
            Condition::AtLeast(it) => Test::AtLeast {
                of: Tally::parse(&it.of).ok_or_else(wrong)?,
                n: it.n,
            },
        }))
    }

    /// As programs see one. A private team that is not theirs to know stands as its id alone.
    #[must_use]
    pub fn of(it: &Asked) -> Self {
        let several = |parts: &[Asked]| parts.iter().map(Condition::of).collect();
        let test = match it {
            Asked::All(parts) => return Condition::All(several(parts)),
            Asked::Any(parts) => return Condition::Any(several(parts)),
            Asked::Not(part) => return Condition::Not(Box::new(Condition::of(part))),
            Asked::Is(test) => test,
        };
        match test {
            Test::State(all) => Condition::State(written(all, |it| it.name().to_owned())),
            Test::Priority(all) => Condition::Priority(written(all, |it| it.name().to_owned())),
            Test::Assignee(all) => Condition::Assignee(written(all, |it| match it {
                Who::Me => "me".to_owned(),
                Who::Nobody => "nobody".to_owned(),
                Who::Agent(id) => id.to_string(),
            })),
            Test::Team(all) => Condition::Team(written(all, |it| match it {
                None => "none".to_owned(),
                Some(id) => id.to_string(),
            })),
            Test::Channel(all) => Condition::Channel(written(all, ToString::to_string)),
            Test::Tag(all) => Condition::Tag(written(all, ToString::to_string)),
            Test::Language(all) => Condition::Language(all.clone()),
            Test::Waiting(when) => Condition::Waiting(Time::of(*when)),
            Test::Created(when) => Condition::Created(Time::of(*when)),
            Test::Active(when) => Condition::Active(Time::of(*when)),
            Test::Contact { field, is } => Condition::Contact(OfContact::of(field, is)),
            Test::HasFailed => Condition::HasFailed,
            Test::MentionsMe => Condition::MentionsMe,
            Test::Unread => Condition::Unread,
            Test::Late => Condition::Late,
            Test::Said { part, is } => Condition::Said(WhatSaid::of(*part, is)),
            Test::OpenHours => Condition::OpenHours,
            Test::Upset => Condition::Upset,
            Test::AtLeast { of, n } => Condition::AtLeast(AtLeast {
                of: of.name().to_owned(),
                n: *n,
            }),
        }
    }
}

fn written<T>(all: &[T], name: impl Fn(&T) -> String) -> Vec<String> {
    all.iter().map(name).collect()
}

impl Time {
    fn read(&self) -> Result<When> {
        let at = |written: &str| Millis::parse_rfc3339(written).ok_or_else(wrong);
        let span = |minutes: i64| Span::minutes(minutes.clamp(-1, 100_000_000));
        Ok(match self {
            Time::Before(it) => When::Before(at(it)?),
            Time::Since(it) => When::Since(at(it)?),
            Time::LongerMinutes(n) => When::Longer(span(*n)),
            Time::WithinMinutes(n) => When::Within(span(*n)),
        })
    }

    fn of(it: When) -> Self {
        match it {
            When::Before(at) => Time::Before(time(at)),
            When::Since(at) => Time::Since(time(at)),
            When::Longer(span) => Time::LongerMinutes(span.0 / Span::minutes(1).0),
            When::Within(span) => Time::WithinMinutes(span.0 / Span::minutes(1).0),
        }
    }
}

impl OfContact {
    fn read(&self) -> Result<Test> {
        let field = match (self.field.as_str(), self.field.split_once(':')) {
            ("name", _) => ContactField::Name,
            ("tier", _) => ContactField::Tier,
            ("company", _) => ContactField::Company,
            (_, Some(("field", key))) => ContactField::Own(key.to_owned()),
            (_, Some(("company_field", key))) => ContactField::OfCompany(key.to_owned()),
            _ => return Err(wrong()),
        };
        let is = match (&self.is, &self.has) {
            (Some(text), None) => TextTest::Is(text.clone()),
            (None, Some(text)) => TextTest::Has(text.clone()),
            (None, None) => TextTest::Empty,
            (Some(_), Some(_)) => return Err(wrong()),
        };
        Ok(Test::Contact { field, is })
    }

    fn of(field: &ContactField, is: &TextTest) -> Self {
        let field = match field {
            ContactField::Name => "name".to_owned(),
            ContactField::Tier => "tier".to_owned(),
            ContactField::Company => "company".to_owned(),
            ContactField::Own(key) => format!("field:{key}"),
            ContactField::OfCompany(key) => format!("company_field:{key}"),
        };
        let (is, has) = match is {
            TextTest::Is(text) => (Some(text.clone()), None),
            TextTest::Has(text) => (None, Some(text.clone())),
            // Of what is kept of somebody no words are asked.
            TextTest::Words(_) | TextTest::Empty => (None, None),
        };
        OfContact { field, is, has }
    }
}

impl WhatSaid {
    fn read(&self) -> Result<Test> {
        let is = match (&self.is, &self.has, &self.words) {
            (Some(text), None, None) => TextTest::Is(text.clone()),
            (None, Some(text), None) => TextTest::Has(text.clone()),
            (None, None, Some(all)) => TextTest::Words(all.clone()),
            (None, None, None) => TextTest::Empty,
            _ => return Err(wrong()),
        };
        Ok(Test::Said {
            part: Part::parse(&self.part).ok_or_else(wrong)?,
            is,
        })
    }

    fn of(part: Part, is: &TextTest) -> Self {
        let empty = WhatSaid {
            part: part.name().to_owned(),
            ..WhatSaid::default()
        };
        match is.clone() {
            TextTest::Is(text) => WhatSaid {
                is: Some(text),
                ..empty
            },
            TextTest::Has(text) => WhatSaid {
                has: Some(text),
                ..empty
            },
            TextTest::Words(all) => WhatSaid {
                words: Some(all),
                ..empty
            },
            TextTest::Empty => empty,
        }
    }
}

/// Conditions under a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = View)]
pub struct ViewView {
    pub id: String,
    pub name: String,
    pub icon: String,
    pub condition: Condition,
    #[schema(schema_with = one::<choices::ViewSort>)]
    pub sort: &'static str,
    /// Its place among those of the same audience.
    pub position: u32,
    /// The team it is for; everybody's when null.
    pub team_id: Option<String>,
    pub created_at: String,
}

impl ViewView {
    #[must_use]
    pub fn of(it: &View) -> Self {
        ViewView {
            id: it.id.to_string(),
            name: it.name.clone(),
            icon: it.icon.clone(),
            condition: Condition::of(&it.condition),
            sort: it.sort.name(),
            position: it.position,
            team_id: match it.audience {
                Audience::Team(id) => Some(id.to_string()),
                _ => None,
            },
            created_at: time(it.created_at),
        }
    }
}

/// How many fit a view now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ViewCount {
    /// Counted up to 10,001.
    pub count: usize,
    /// There may be more.
    pub or_more: bool,
}

/// `GET /views`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<ViewView>>> {
    let found = caller.look(&app, |with| desk::list(with.look, with.viewer));
    let found = found.await?;
    Ok(Json(List::whole(
        found.iter().map(|it| ViewView::of(&it.0)).collect(),
    )))
}

/// `GET /views/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<ViewId>) -> Answer<Json<ViewView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: ViewId) -> Answer<ViewView> {
    let found = caller.look(app, move |with| desk::find(with.look, with.viewer, id));
    Ok(ViewView::of(&found.await?.0))
}

/// `GET /views/{id}/count`.
pub async fn count(app: Data<App>, caller: Caller, id: Path<ViewId>) -> Answer<Json<ViewCount>> {
    let (id, now, board) = (*id, app.clock.now(), app.board.clone());
    let found = caller.look(&app, move |with| {
        let (it, _) = desk::find(with.look, with.viewer, id)?;
        board.count_fitting(with.look, with.viewer, &it.condition, now)
    });
    let found = found.await?;
    Ok(Json(ViewCount {
        count: found.n,
        or_more: found.or_more,
    }))
}

/// A page of what fits.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PageAsked {
    #[param(schema_with = one::<choices::ViewSort>)]
    sort: Option<String>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before, asked with the same order.
    cursor: Option<String>,
}

fn sort_of(written: Option<&str>) -> Result<Option<Sort>> {
    let name = written.map(|it| chosen::<choices::ViewSort>("sort", it));
    Ok(name.transpose()?.and_then(Sort::parse))
}

/// `GET /views/{id}/conversations`. A page may be short although more follow.
pub async fn conversations(
    app: Data<App>,
    id: Path<ViewId>,
    asking: Asking<PageAsked>,
) -> Answer<Json<List<ConversationView>>> {
    let Asking { caller, it: asked } = asking;
    let sort = sort_of(asked.sort.as_deref())?;
    let id = *id;
    let list = format!("view {id} {}", sort.map_or("", Sort::name));
    let after: Option<(i64, ConversationId)> = match &asked.cursor {
        Some(written) => Some(cursor::open(&app.keys, &list, written)?),
        None => None,
    };
    let rows = limit(asked.limit);
    let (now, board) = (app.clock.now(), app.board.clone());
    let (data, next) = caller
        .look(&app, move |with: &With<'_, '_>| {
            let (it, _) = desk::find(with.look, with.viewer, id)?;
            let wanted = Wanted {
                condition: &it.condition,
                sort: sort.unwrap_or(it.sort),
                now,
            };
            let after = after.map(|(key, id)| After {
                key: Millis(key),
                id,
            });
            let found = board.fitting(with.look, with.viewer, wanted, after, rows)?;
            let rows = found.rows.iter();
            let data: Result<Vec<_>> = rows.map(|it| with.conversation(&it.conversation)).collect();
            Ok((data?, found.next.map(|it| (it.key.0, it.id))))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Urgent and mine", "condition": { "all": [{ "state": ["open"] }, { "any": [{ "priority": ["urgent"] }, { "assignee": ["nobody"] }] }] } }))]
pub struct NewView {
    name: String,
    /// An emoji, or a few letters.
    #[serde(default)]
    icon: String,
    condition: Condition,
    #[serde(default)]
    #[schema(schema_with = one::<choices::ViewSort>)]
    sort: Option<String>,
    /// For a team only; for everybody when absent.
    #[serde(default)]
    team_id: Option<String>,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Urgent" }))]
pub struct ViewPatch {
    name: Option<String>,
    icon: Option<String>,
    condition: Option<Condition>,
    #[schema(schema_with = one::<choices::ViewSort>)]
    sort: Option<String>,
    /// A team's id; null is everybody.
    #[serde(deserialize_with = "given")]
    team_id: Option<Option<String>>,
}

/// `POST /views`.
pub async fn make(app: Data<App>, call: Call<NewView>) -> Answer<HttpResponse> {
    let it = &call.it;
    let team = maybe_id("team_id", it.team_id.as_ref())?;
    let about = About {
        name: it.name.clone(),
        icon: it.icon.clone(),
        condition: it.condition.read()?,
        sort: sort_of(it.sort.as_deref())?.unwrap_or_default(),
        audience: team.map_or(Audience::Everybody, Audience::Team),
    };
    let made = call
        .act(&app, move |w, by| desk::make(w, by, &about).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /views/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<ViewId>,
    call: Call<ViewPatch>,
) -> Answer<HttpResponse> {
    let (patch, at) = (call.it.clone(), *at);
    let condition = patch.condition.as_ref().map(Condition::read).transpose()?;
    let sort = sort_of(patch.sort.as_deref())?;
    let audience = match &patch.team_id {
        Some(Some(team)) => Some(Audience::Team(id("team_id", team)?)),
        Some(None) => Some(Audience::Everybody),
        None => None,
    };
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&desk::find(w, by, at)?.0);
            let about = About {
                name: patch.name.clone().unwrap_or(was.name),
                icon: patch.icon.clone().unwrap_or(was.icon),
                condition: condition.clone().unwrap_or(was.condition),
                sort: sort.unwrap_or(was.sort),
                audience: audience.unwrap_or(was.audience),
            };
            desk::change(w, by, at, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /views/{id}`.
pub async fn retire(app: Data<App>, id: Path<ViewId>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let id = *id;
    let made = call.act(&app, move |w, by| desk::retire(w, by, id)).await?;
    Ok(made.gone())
}
