//! Every route of the API, with the right it needs, what it takes and what it answers. The OpenAPI description and
//! the tests of who may call what are made from this list.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{Data, PathConfig, QueryConfig, ServiceConfig, get, route, scope};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use utoipa::openapi::HttpMethod;

use crate::api::caller::rate_headers;
use crate::api::limits::Limits;
use crate::api::openapi::{Described, Nothing, described};
use crate::api::problem::Problem;
use crate::api::{
    audit, channels, contacts, conversations, deliveries, desk, events, messages, moves, openapi,
    people, search, view,
};
use crate::domain::actor::Right;
use crate::domain::error::Error;

/// Where version 1 begins.
pub const BASE: &str = "/api/v1";

/// A route of the API.
pub struct Route {
    pub method: &'static str,
    /// Below [`BASE`].
    pub path: &'static str,
    pub right: Right,
    pub(super) said: &'static str,
    pub(super) described: fn() -> Described,
}

macro_rules! routes {
    ($($method:ident $path:literal $right:ident $takes:ty => $gives:ty, $handler:path, $said:literal;)+) => {
        /// Every route.
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            right: Right::$right,
            said: $said,
            described: described::<$takes, $gives>,
        }),+];

        fn declare(cfg: &mut ServiceConfig) {
            $(cfg.route($path, actix_web::web::$method().to($handler));)+
        }
    };
}

type Conversation = view::conversation::ConversationView;
type Conversations = view::List<Conversation>;
type Message = view::message::MessageView;
type Messages = view::List<Message>;
type Delivery = view::delivery::DeliveryView;
type Deliveries = view::List<Delivery>;
type Channel = view::channel::ChannelView;
type Channels = view::List<Channel>;
type Contact = view::contact::ContactView;
type Agent = view::desk::AgentView;
type Team = view::desk::TeamView;
type Tag = view::desk::TagView;

routes! {
    get "/conversations" Work Nothing => Conversations, conversations::list, "Conversations, newest first";
    post "/conversations" Work moves::NewConversation => Conversation, moves::create, "Write first: start a conversation, or go on in the open one";
    get "/conversations/{number}" Work Nothing => Conversation, conversations::show, "One conversation";
    patch "/conversations/{number}" Work conversations::Patch => Conversation, conversations::change, "Change status, assignee, team, priority, tags, snooze or subject";
    post "/conversations/{number}/merge" Work moves::Merge => moves::Moved, moves::merge, "Merge into another conversation";
    post "/conversations/{number}/split" Work moves::Split => moves::Moved, moves::split, "Take messages apart into a new conversation, or move them to another";
    post "/conversations/{number}/undo" Work moves::Undo => moves::Moved, moves::undo, "Take back a merge, split or move";
    get "/conversations/{number}/messages" Work Nothing => Messages, messages::list, "The messages of a conversation, oldest first";
    post "/conversations/{number}/messages" Work messages::NewMessage => Message, messages::create, "Reply, write a note, or write down a call or visit";
    get "/messages/{id}" Work Nothing => Message, messages::show, "One message";
    get "/messages/{id}/attachments/{attachment}" Work Nothing => Nothing, messages::attachment, "The bytes of an attachment";
    post "/messages/{id}/needs_answer" Work Nothing => Message, messages::needs_answer, "Somebody should answer what was filed";
    post "/messages/{id}/redact" Administer messages::Redact => Message, messages::redact, "Withdraw text and files for good";
    get "/contacts" Work Nothing => view::List<Contact>, contacts::list, "Contacts by name, or by identifier";
    post "/contacts" Work people::NewContact => Contact, people::create, "Make a contact";
    get "/contacts/{id}" Work Nothing => Contact, contacts::show, "One contact";
    get "/contacts/{id}/timeline" Work Nothing => Conversations, contacts::timeline, "The conversations of a contact over all channels";
    patch "/contacts/{id}" Work people::Patch => Contact, people::change, "Change a contact";
    get "/contacts/{id}/suggestions" Work Nothing => view::List<people::SamePerson>, people::suggestions, "Who may be the same person";
    post "/contacts/{id}/merge" Work people::Join => people::Joined, people::merge, "Join another contact to this one";
    post "/merges/{id}/undo" Work Nothing => Contact, people::unmerge, "Take a join back";
    post "/contacts/{id}/block" Work people::Block => Contact, people::block, "Block";
    delete "/contacts/{id}/block" Work Nothing => Contact, people::unblock, "Lift a block";
    get "/deliveries" Work Nothing => Deliveries, deliveries::list, "What is being sent, or was; by state";
    post "/deliveries/{id}/retry" Work Nothing => Delivery, deliveries::retry, "Try again now";
    post "/deliveries/{id}/cancel" Work Nothing => Delivery, deliveries::cancel, "Do not send";
    get "/channels" Work Nothing => Channels, channels::list, "Channels";
    post "/channels" Administer channels::NewChannel => Channel, channels::create, "Connect a channel";
    get "/channels/{id}" Work Nothing => Channel, channels::show, "One channel";
    patch "/channels/{id}" Administer channels::Patch => Channel, channels::change, "Change a channel";
    delete "/channels/{id}" Administer Nothing => Nothing, channels::retire, "Take a channel out of use";
    get "/channels/{id}/ledger" Administer Nothing => view::List<view::channel::LedgerView>, channels::ledger, "What became of every mail";
    post "/channels/{id}/test" Administer Nothing => channels::Tested, channels::test, "Try to log in and to send";
    post "/channels/{id}/backfill" Administer channels::Backfill => Channel, channels::backfill, "Bring older mail in as history";
    get "/agents" Work Nothing => view::List<Agent>, desk::agents, "Who works here";
    get "/agents/{id}" Work Nothing => Agent, desk::agent, "One agent";
    patch "/agents/{id}/availability" Work desk::NewAvailability => Agent, desk::set_availability, "Say who is there";
    get "/teams" Work Nothing => view::List<Team>, desk::teams, "Teams";
    post "/teams" Administer desk::NewTeam => Team, desk::make_team, "Make a team";
    get "/teams/{id}" Work Nothing => Team, desk::team, "One team";
    patch "/teams/{id}" Administer desk::TeamPatch => Team, desk::change_team, "Rename a team, or give it a lead";
    delete "/teams/{id}" Administer Nothing => Nothing, desk::retire_team, "Take a team out of use";
    get "/tags" Work Nothing => view::List<Tag>, desk::tags, "Tags";
    post "/tags" Administer desk::NewTag => Tag, desk::make_tag, "Make a tag";
    get "/tags/{id}" Work Nothing => Tag, desk::tag, "One tag";
    patch "/tags/{id}" Administer desk::NewTag => Tag, desk::change_tag, "Rename a tag";
    delete "/tags/{id}" Administer Nothing => Nothing, desk::retire_tag, "Take a tag out of use";
    get "/events" Work Nothing => events::Feed, events::list, "Everything that happened, in order, after a place";
    get "/audit" Administer Nothing => view::List<view::event::EventView>, audit::list, "Who changed what, newest first";
    get "/search" Work Nothing => search::Results, search::find, "Full text over messages, conversations and contacts";
}

/// Declares the API.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.app_data(Data::new(Limits::default()));
    cfg.route("/api/openapi.json", get().to(openapi::json))
        .route("/api/docs", get().to(openapi::page))
        .service(
            scope(BASE)
                .app_data(
                    QueryConfig::default()
                        .error_handler(|err, _| Problem::query(&err.to_string()).into()),
                )
                .app_data(
                    PathConfig::default()
                        .error_handler(|_, _| Problem::from(Error::not_found("path")).into()),
                )
                .wrap(from_fn(dress))
                .configure(declare)
                .default_service(route().to(nothing)),
        );
}

/// What nobody declared.
async fn nothing() -> HttpResponse {
    Problem::from(Error::not_found("path")).error_response()
}

/// The right a request's route asks for.
pub(super) fn right_of(req: &HttpRequest) -> Option<Right> {
    let pattern = req.match_pattern()?;
    let path = pattern.strip_prefix(BASE)?;
    let found = ROUTES
        .iter()
        .find(|it| it.path == path && it.method.eq_ignore_ascii_case(req.method().as_str()));
    found.map(|it| it.right)
}

impl Route {
    pub(super) fn http_method(&self) -> HttpMethod {
        match self.method {
            "post" => HttpMethod::Post,
            "patch" => HttpMethod::Patch,
            "put" => HttpMethod::Put,
            "delete" => HttpMethod::Delete,
            _ => HttpMethod::Get,
        }
    }
}

/// Every answer says how often one may still ask, and is kept by nobody on the way.
async fn dress<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let mut response = next.call(req).await?;
    let rates = rate_headers(response.request());
    let headers = response.headers_mut();
    for (name, value) in rates {
        headers.insert(name, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
