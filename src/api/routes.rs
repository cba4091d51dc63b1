//! Every route of the API, with the right it needs, what it takes and what it answers. The OpenAPI description and
//! the tests of who may call what are made from this list.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{PathConfig, ServiceConfig, get, route, scope};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use utoipa::openapi::HttpMethod;

use crate::api::caller::rate_headers;
use crate::api::dated::{events as dated, kinds};
use crate::api::fields::PageOf;
use crate::api::hours::{automatic, calendars, contact_hours, recount, surveys};
use crate::api::openapi::{Bytes, Csv, Described, Nothing, Zip};
use crate::api::oversight::quality::{self, questions, reviews, scorecards};
use crate::api::oversight::{alerts, effort, monitor, reports};
use crate::api::problem::Problem;
use crate::api::{
    aside, attributes, audit, bulk, calls, canned_replies, cards, channels, companies, contacts,
    conversations, deliveries, desk, events, handover, imports, invitations, legal, macros,
    messages, moves, notices, openapi, people, privacy, rules, search, sla_policies, staff,
    templates, tokens, view, views, webhooks,
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
    ($($method:ident $path:literal $right:ident $([$query:ty])? $(($body:ty))? $({$form:ty})? => $status:literal
       $gives:ty, $handler:path, $said:literal;)+) => {
        /// Every route.
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            right: Right::$right,
            said: $said,
            described: || {
                Described::answering::<$gives>($status)
                    $(.asking::<$query>())?
                    $(.taking::<$body>())?
                    $(.taking_files::<$form>())?
            },
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
type Called = view::call::CallView;
type Aside = view::channel::AsideView;
type Contact = view::contact::ContactView;
type Company = view::company::CompanyView;
type Consent = view::company::ConsentView;
type Field = view::company::FieldView;
type Macro = macros::MacroView;
type SavedView = views::ViewView;
type Rule = rules::RuleView;
type SlaPolicy = sla_policies::SlaPolicyView;
type CannedReply = view::desk::CannedReplyView;
type Agent = view::desk::AgentView;
type Invitation = view::access::InvitationView;
type Token = view::access::TokenView;
type Team = view::desk::TeamView;
type Tag = view::desk::TagView;

routes! {
    get "/conversations" Work [conversations::Filter] => 200 Conversations, conversations::list, "Conversations, newest first";
    post "/conversations" Work {moves::NewConversation} => 201 Conversation, moves::create, "Write first: start a conversation, or go on in the open one";
    post "/conversations/take_next" Work (conversations::Next) => 200 Conversation, conversations::take_next, "Take the conversation that has needed somebody for longest: of one's teams, of what is no team's, or of the team named";
    post "/conversations/bulk" Work (bulk::NewBulk) => 202 view::bulk::BulkView, bulk::begin, "Do one thing to many conversations";
    get "/conversations/bulk/{id}" Work => 200 view::bulk::BulkView, bulk::show, "How far that is";
    post "/conversations/bulk/{id}/undo" Work => 202 view::bulk::BulkView, bulk::undo, "Take back what it changed, where nobody has changed it since";
    get "/conversations/{number}" Work => 200 Conversation, conversations::show, "One conversation";
    patch "/conversations/{number}" Work (conversations::Patch) => 200 Conversation, conversations::change, "Change status, assignee, team, priority, tags, snooze or subject";
    post "/conversations/{number}/merge" Work (moves::Merge) => 200 moves::Moved, moves::merge, "Merge into another conversation";
    post "/conversations/{number}/split" Work (moves::Split) => 200 moves::Moved, moves::split, "Take messages apart into a new conversation, or move them to another";
    post "/conversations/{number}/undo" Work (moves::Undo) => 200 moves::Moved, moves::undo, "Take back a merge, split or move";
    post "/conversations/{number}/ways" Work (moves::NewWay) => 201 moves::WayView, moves::way, "A link or code with which the customer goes on by another channel, once, within a day";
    get "/conversations/{number}/handover" Work => 200 handover::HandoverView, handover::show, "What must be known by who takes it over";
    post "/conversations/{number}/handover/read" Work => 200 handover::HandoverView, handover::read, "Say that one has read it, who took the conversation over";
    get "/conversations/{number}/effort" Supervise => 200 effort::EffortView, effort::show, "How long people worked on a conversation: every visit, and what is estimated";
    post "/conversations/{number}/keep" Work => 200 Conversation, conversations::keep, "Keep a conversation that was given out and would go back to its queue by itself";
    put "/conversations/{number}/legal_due" Work (legal::due::NewLegalDue) => 200 Conversation, legal::due::set, "Say by when law wants it answered: by a kind, in working days, or on a day";
    delete "/conversations/{number}/legal_due" Work (legal::due::Finish) => 200 Conversation, legal::due::finish, "Say that its legal due date never counted, or, with `fulfilled`, that what law wants was done";
    post "/conversations/{number}/legal_due/extend" Work (legal::due::Extension) => 200 Conversation, legal::due::extend, "Put its legal due date off, once, with a reason";
    delete "/conversations/{number}/survey" Work => 200 Conversation, surveys::do_not_ask, "Do not ask the customer how it was";
    get "/conversations/{number}/messages" Work [PageOf] => 200 Messages, messages::list, "The messages of a conversation, oldest first";
    post "/conversations/{number}/messages" Work {messages::NewMessage} => 201 Message, messages::create, "Reply, write a note, forward to third parties, or write down a call or visit";
    get "/messages/{id}" Work => 200 Message, messages::show, "One message";
    get "/messages/{id}/attachments/{attachment}" Work => 200 Bytes, messages::attachment, "The bytes of an attachment";
    post "/messages/{id}/needs_answer" Work => 200 Message, messages::needs_answer, "Somebody should answer what was filed";
    post "/messages/{id}/repetition" Work (messages::Repeated) => 200 Message, messages::repetition, "Say that the customer had to repeat themselves with it, or take that back";
    post "/messages/{id}/reaction" Work (messages::React) => 200 Message, messages::react, "React to a message of the customer's, where the channel has reactions";
    post "/messages/{id}/redact" Administer (messages::Redact) => 200 Message, messages::redact, "Withdraw text and files for good";
    get "/contacts" Work [contacts::Filter] => 200 view::List<Contact>, contacts::list, "Contacts by name, or by identifier";
    get "/exports/contacts" Administer => 200 Csv, imports::export, "All contacts as a table (CSV), a person a row, in the columns an import reads";
    post "/imports/contacts" Administer (imports::NewImport) => 200 imports::Imported, imports::bring, "Bring contacts in from a table of at most 1,000 rows, or with `dry_run` see what would come of it";
    post "/contacts" Work (people::NewContact) => 201 Contact, people::create, "Make a contact";
    get "/contacts/{id}" Work => 200 Contact, contacts::show, "One contact";
    get "/contacts/{id}/timeline" Work [PageOf] => 200 Conversations, contacts::timeline, "The conversations of a contact over all channels";
    get "/contacts/{id}/files" Work [contacts::FilesFilter] => 200 view::List<view::message::FileView>, contacts::files, "The files of a contact over all channels, newest first";
    patch "/contacts/{id}" Work (people::Patch) => 200 Contact, people::change, "Change a contact";
    get "/contacts/{id}/suggestions" Work => 200 view::List<people::SamePerson>, people::suggestions, "Who may be the same person";
    post "/contacts/{id}/merge" Work (people::Join) => 201 people::Joined, people::merge, "Join another contact to this one";
    get "/merges/{id}" Work => 200 people::Parting, people::merge_preview, "What taking a join back would do";
    post "/merges/{id}/undo" Work (people::Part) => 200 Contact, people::unmerge, "Take a join back";
    post "/contacts/{id}/block" Work (people::Block) => 200 Contact, people::block, "Block";
    delete "/contacts/{id}/block" Work => 200 Contact, people::unblock, "Lift a block";
    get "/contacts/{id}/export" Administer => 200 Zip, privacy::export, "Everything that is kept of a person, as a zip archive of JSON and files";
    post "/contacts/{id}/erase" Administer (privacy::Erase) => 204 Nothing, privacy::erase, "Erase a person: texts, names, addresses and files go everywhere, for good";
    delete "/contacts/{id}" Administer => 204 Nothing, privacy::delete, "Erase a person, as `POST …/erase` does";
    post "/contacts/{id}/owner" Work (people::Owner) => 200 Contact, people::owner, "Say whether a number that may have a new owner has the same one: `same`, or `new`";
    get "/contacts/{id}/consents" Work => 200 view::List<Consent>, companies::consents, "What a contact allows, and took back, newest first";
    post "/contacts/{id}/consents" Work (companies::NewConsent) => 201 view::List<Consent>, companies::consent, "Write down what a contact allows, or does not any more";
    get "/companies" Work [companies::Filter] => 200 view::List<Company>, companies::list, "Companies by name";
    post "/companies" Work (companies::NewCompany) => 201 Company, companies::make, "Make a company";
    get "/companies/{id}" Work => 200 Company, companies::show, "One company";
    patch "/companies/{id}" Work (companies::CompanyPatch) => 200 Company, companies::change, "Change a company";
    delete "/companies/{id}" Work => 204 Nothing, companies::remove, "Remove a company that has nobody";
    get "/companies/{id}/contacts" Work [PageOf] => 200 view::List<Contact>, companies::contacts, "The people of a company";
    get "/companies/{id}/conversations" Work => 200 Conversations, companies::conversations, "The newest conversations with them";
    post "/companies/{id}/merge" Work (companies::Join) => 201 companies::Joined, companies::merge, "Join another company to this one";
    post "/companies/merges/{id}/undo" Work => 200 Company, companies::unmerge, "Take a join of companies back";
    get "/attributes" Work => 200 view::List<Field>, attributes::list, "Fields of the business' own, of contacts and companies";
    post "/attributes" Administer (attributes::NewAttribute) => 201 Field, attributes::make, "Make a field";
    get "/attributes/{id}" Work => 200 Field, attributes::show, "One field";
    patch "/attributes/{id}" Administer (attributes::AttributePatch) => 200 Field, attributes::change, "Change a field";
    delete "/attributes/{id}" Administer => 204 Nothing, attributes::retire, "Take a field out of use";
    get "/canned_replies" Work => 200 view::List<CannedReply>, canned_replies::list, "Texts to answer with, by name";
    post "/canned_replies" Supervise {canned_replies::NewCannedReply} => 201 CannedReply, canned_replies::make, "Make a text to answer with, for everybody or a team";
    get "/canned_replies/{id}" Work => 200 CannedReply, canned_replies::show, "One text to answer with";
    patch "/canned_replies/{id}" Supervise (canned_replies::CannedReplyPatch) => 200 CannedReply, canned_replies::change, "Change a text to answer with";
    delete "/canned_replies/{id}" Supervise => 204 Nothing, canned_replies::retire, "Take a text to answer with out of use";
    get "/macros" Work => 200 view::List<Macro>, macros::list, "Several acts under one name, by name";
    post "/macros" Supervise (macros::NewMacro) => 201 Macro, macros::make, "Make a macro, for everybody or a team";
    get "/macros/{id}" Work => 200 Macro, macros::show, "One macro";
    patch "/macros/{id}" Supervise (macros::MacroPatch) => 200 Macro, macros::change, "Change a macro";
    delete "/macros/{id}" Supervise => 204 Nothing, macros::retire, "Take a macro out of use";
    get "/views" Work => 200 view::List<SavedView>, views::list, "Saved views, in their order";
    post "/views" Supervise (views::NewView) => 201 SavedView, views::make, "Make a view, for everybody or a team";
    get "/views/{id}" Work => 200 SavedView, views::show, "One view";
    patch "/views/{id}" Supervise (views::ViewPatch) => 200 SavedView, views::change, "Change a view";
    delete "/views/{id}" Supervise => 204 Nothing, views::retire, "Take a view out of use";
    get "/views/{id}/count" Work => 200 views::ViewCount, views::count, "How many conversations fit a view now";
    get "/views/{id}/conversations" Work [views::PageAsked] => 200 Conversations, views::conversations, "Conversations that fit a view now";
    get "/reports" Supervise => 200 view::List<reports::MetricView>, reports::list, "What is measured, and how";
    get "/reports/{metric}" Supervise [reports::AskedView] => 200 reports::ReportView, reports::show, "A figure over a period: its total, its course, its parts";
    get "/reports/{metric}/rows" Supervise [reports::AskedView] => 200 view::List<reports::RowView>, reports::rows, "What a figure is made of, newest first; as many rows as it counts";
    get "/rules" Work => 200 view::List<Rule>, rules::list, "Rules, by trigger, in the order in which they are asked";
    post "/rules" Administer (rules::NewRule) => 201 Rule, rules::make, "Make a rule, asked behind the others of its trigger";
    post "/rules/dry_run" Administer (rules::RuleDryRun) => 200 rules::PastView, rules::dry_run, "What a rule would have done lately; nothing is changed";
    get "/rules/{id}" Work => 200 Rule, rules::show, "One rule";
    patch "/rules/{id}" Administer (rules::RulePatch) => 200 Rule, rules::change, "Change a rule; it counts from now on";
    delete "/rules/{id}" Administer => 204 Nothing, rules::retire, "Take a rule out of use";
    get "/sla_policies" Work => 200 view::List<SlaPolicy>, sla_policies::list, "SLA policies, in the order in which they are asked";
    post "/sla_policies" Administer (sla_policies::NewSlaPolicy) => 201 SlaPolicy, sla_policies::make, "Make an SLA policy, asked behind the others";
    get "/sla_policies/{id}" Work => 200 SlaPolicy, sla_policies::show, "One SLA policy";
    patch "/sla_policies/{id}" Administer (sla_policies::SlaPolicyPatch) => 200 SlaPolicy, sla_policies::change, "Change an SLA policy";
    delete "/sla_policies/{id}" Administer => 204 Nothing, sla_policies::retire, "Take an SLA policy out of use";
    get "/calendars" Work => 200 view::List<calendars::CalendarView>, calendars::list, "Opening hours beside the desk's own, by name";
    post "/calendars" Administer (calendars::NewCalendar) => 201 calendars::CalendarView, calendars::make, "Make a calendar";
    post "/calendars/preview" Work (calendars::HoursTrial) => 200 calendars::TriedView, calendars::preview, "When a message would be due; nothing is changed";
    get "/calendars/{id}" Work => 200 calendars::CalendarView, calendars::show, "One calendar";
    patch "/calendars/{id}" Administer (calendars::CalendarPatch) => 200 calendars::CalendarView, calendars::change, "Change a calendar; what is counted by it is counted anew";
    delete "/calendars/{id}" Administer => 204 Nothing, calendars::retire, "Take a calendar out of use";
    get "/hours/recount" Work => 200 recount::RecountView, recount::show, "By which hours figures of the past go, and how far counting them anew is";
    post "/hours/recount" Own => 202 recount::RecountView, recount::begin, "Count figures of the past anew by the hours of today";
    post "/calendars/{id}/closed_days" Administer (calendars::NewClosedDays) => 200 calendars::BroughtView, calendars::close, "Close on further days, named one by one or in a calendar file";
    post "/conversations/{number}/macro" Work (macros::DoMacro) => 200 Conversation, macros::carry, "Do a macro to a conversation";
    post "/imports/canned_replies" Supervise (canned_replies::NewCannedImport) => 200 imports::Imported, canned_replies::bring, "Bring texts to answer with in from a table";
    get "/conversations/{number}/mine" Work => 200 notices::MineView, notices::mine, "Whether the one the token acts for follows it, and when they alone are reminded of it";
    patch "/conversations/{number}/mine" Work (notices::MinePatch) => 200 notices::MineView, notices::set_mine, "Follow it without having it, or be reminded of it alone";
    get "/notifications" Work [notices::Filter] => 200 view::List<notices::NoticeView>, notices::all, "What the one the token acts for was told, newest first";
    post "/notifications/read" Work => 204 Nothing, notices::read_all, "Mark all as read";
    get "/notifications/settings" Work => 200 notices::TellingView, notices::settings, "By which media they are told of what, and when of nothing";
    patch "/notifications/settings" Work (notices::TellingPatch) => 200 notices::TellingView, notices::set, "Change that";
    get "/notifications/devices" Work => 200 view::List<notices::DeviceView>, notices::devices, "The devices that are pushed to";
    post "/notifications/devices" Work (notices::NewPushDevice) => 201 notices::DeviceView, notices::add_device, "Push to a device too (RFC 8291)";
    delete "/notifications/devices/{id}" Work => 204 Nothing, notices::forget_device, "Push to a device no more";
    get "/notifications/{id}" Work => 200 notices::NoticeView, notices::show, "One of them";
    patch "/notifications/{id}" Work (notices::ReadPatch) => 200 notices::NoticeView, notices::mark, "Mark one as read, or not";
    get "/deliveries" Work [deliveries::Filter] => 200 Deliveries, deliveries::list, "What is being sent, or was; by state";
    post "/deliveries/{id}/retry" Work => 200 Delivery, deliveries::retry, "Try again now";
    post "/deliveries/{id}/switch" Work (deliveries::Switch) => 201 Message, deliveries::switch, "Send by another channel what did not arrive";
    post "/deliveries/{id}/reschedule" Work (deliveries::Reschedule) => 200 Delivery, deliveries::reschedule, "Send at another time what waits for its chosen one, or now";
    post "/deliveries/{id}/cancel" Work => 200 Delivery, deliveries::cancel, "Do not send";
    get "/channels" Work => 200 Channels, channels::list, "Channels";
    post "/channels" Administer (channels::NewChannel) => 201 Channel, channels::create, "Connect a channel";
    get "/channels/{id}" Work => 200 Channel, channels::show, "One channel";
    patch "/channels/{id}" Administer (channels::Patch) => 200 Channel, channels::change, "Change a channel";
    delete "/channels/{id}" Administer => 204 Nothing, channels::retire, "Take a channel out of use";
    get "/channels/{id}/automatic" Administer => 200 automatic::AutomaticView, automatic::show, "What a channel says by itself: when it opens, a greeting, a menu";
    patch "/channels/{id}/automatic" Administer (automatic::AutomaticPatch) => 200 automatic::AutomaticView, automatic::change, "Change that";
    get "/channels/{id}/surveys" Administer => 200 surveys::SurveysView, surveys::show, "How a channel asks its customers for a rating";
    patch "/channels/{id}/surveys" Administer (surveys::SurveysPatch) => 200 surveys::SurveysView, surveys::change, "Change that";
    get "/channels/{id}/ledger" Administer [PageOf] => 200 view::List<view::channel::LedgerView>, channels::ledger, "What became of every mail";
    get "/channels/{id}/calls" Administer [PageOf] => 200 view::List<Called>, calls::list, "Calls of a provider and what became of each, newest first";
    get "/channels/{id}/calls/{call}" Administer => 200 Called, calls::show, "One call";
    get "/channels/{id}/calls/{call}/original" Administer => 200 Bytes, calls::original, "Its bytes as they came";
    post "/channels/{id}/calls/{call}/replay" Administer => 200 Called, calls::replay, "Read it again; what of it had effect has none a second time";
    get "/channels/{id}/aside" Administer [PageOf] => 200 view::List<Aside>, aside::list, "Mail that could not be read and is set aside, newest first";
    get "/aside/{id}" Administer => 200 Aside, aside::show, "One mail set aside";
    get "/aside/{id}/original" Administer => 200 Bytes, aside::original, "Its bytes as they came";
    post "/aside/{id}/retry" Administer => 200 Aside, aside::retry, "Read it again";
    post "/aside/{id}/open" Administer => 200 Conversation, aside::open, "Make a conversation of it as it is";
    get "/channels/{id}/templates" Work => 200 view::List<templates::TemplateView>, templates::list, "Texts a provider approves: how each stands";
    post "/channels/{id}/templates" Administer (templates::NewTemplateText) => 201 templates::TemplateView, templates::create, "Hand a text in for approval, or change one";
    post "/channels/{id}/test" Administer => 200 channels::Tested, channels::test, "Try to log in and to send";
    post "/channels/{id}/backfill" Administer (channels::Backfill) => 200 Channel, channels::backfill, "Bring older mail in as history";
    get "/agents" Work => 200 view::List<Agent>, desk::agents, "Who works here";
    get "/agents/{id}" Work => 200 Agent, desk::agent, "One agent";
    patch "/agents/{id}/availability" Work (desk::NewAvailability) => 200 Agent, desk::set_availability, "Say who is there";
    patch "/agents/{id}" Administer (staff::Patch) => 200 Agent, staff::change, "Change somebody's role or teams";
    get "/agents/{id}/leaving" Administer => 200 view::access::LeavingView, staff::leaving, "What somebody would leave: conversations, promises, drafts, what has not left";
    post "/agents/{id}/deactivate" Administer (staff::Deactivate) => 200 Agent, staff::deactivate, "Take somebody's access away, and place what they leave";
    get "/invitations" Administer => 200 view::List<Invitation>, invitations::list, "Who is invited and has not come yet, newest first";
    post "/invitations" Administer (invitations::NewInvitation) => 201 view::access::InvitationMade, invitations::create, "Invite somebody; an earlier invitation of the same address is void";
    get "/invitations/{id}" Administer => 200 Invitation, invitations::show, "One invitation";
    post "/invitations/{id}/resend" Administer (invitations::Resend) => 200 view::access::InvitationMade, invitations::resend, "Make its link anew; the one before is void";
    delete "/invitations/{id}" Administer => 204 Nothing, invitations::withdraw, "Take an invitation back";
    get "/tokens" Administer => 200 view::List<Token>, tokens::list, "The API tokens that work, newest first";
    post "/tokens" Administer (tokens::NewToken) => 201 view::access::TokenMade, tokens::create, "Make an API token; its secret is told once";
    get "/tokens/{id}" Administer => 200 Token, tokens::show, "One API token";
    delete "/tokens/{id}" Administer => 204 Nothing, tokens::revoke, "Revoke an API token";
    get "/teams" Work => 200 view::List<Team>, desk::teams, "Teams";
    post "/teams" Administer (desk::NewTeam) => 201 Team, desk::make_team, "Make a team";
    get "/teams/{id}" Work => 200 Team, desk::team, "One team";
    patch "/teams/{id}" Administer (desk::TeamPatch) => 200 Team, desk::change_team, "Rename a team, or give it a lead";
    delete "/teams/{id}" Administer => 204 Nothing, desk::retire_team, "Take a team out of use";
    get "/tags" Work => 200 view::List<Tag>, desk::tags, "Tags";
    post "/tags" Administer (desk::NewTag) => 201 Tag, desk::make_tag, "Make a tag";
    get "/tags/{id}" Work => 200 Tag, desk::tag, "One tag";
    patch "/tags/{id}" Administer (desk::NewTag) => 200 Tag, desk::change_tag, "Rename a tag";
    delete "/tags/{id}" Administer => 204 Nothing, desk::retire_tag, "Take a tag out of use";
    get "/events" Work [events::After] => 200 events::Feed, events::list, "Everything that happened, in order, after a place";
    get "/audit" Administer [PageOf] => 200 view::List<view::event::EventView>, audit::list, "Who changed what, newest first";
    get "/live" Supervise [monitor::Asked] => 200 monitor::MonitorView, monitor::show, "How many people wait and for how long, who has what, which channels work, what went wrong: now, or at a time of the last day";
    get "/outlets" Administer => 200 view::List<alerts::OutletView>, alerts::outlets, "Places outside Lobby that are told of alerts, by name";
    post "/outlets" Administer (alerts::NewOutlet) => 201 alerts::OutletView, alerts::make_outlet, "Make an outlet: an address that is posted to, or a chat in which a bot speaks";
    get "/outlets/{id}" Administer => 200 alerts::OutletView, alerts::outlet, "One outlet";
    patch "/outlets/{id}" Administer (alerts::OutletPatch) => 200 alerts::OutletView, alerts::change_outlet, "Change of what an outlet is told";
    delete "/outlets/{id}" Administer => 204 Nothing, alerts::retire_outlet, "Take an outlet out of use";
    post "/outlets/{id}/link" Administer => 200 alerts::OutletView, alerts::link_outlet, "Link the chat in which the code of an outlet was said";
    post "/outlets/{id}/test" Administer => 204 Nothing, alerts::test_outlet, "Say a test there";
    get "/outlets/{id}/calls" Administer => 200 view::List<alerts::AlertCallView>, alerts::calls, "The last messages to an outlet, newest first, and what became of them";
    get "/thresholds" Supervise => 200 view::List<alerts::ThresholdView>, alerts::list, "Figures of the monitor somebody wants to hear of: all, or of the teams one looks after";
    post "/thresholds" Supervise (alerts::NewThreshold) => 201 alerts::ThresholdView, alerts::make, "Tell of a figure that goes above so much";
    delete "/thresholds/{id}" Supervise => 204 Nothing, alerts::retire, "Tell of it no more";
    get "/cards" Administer => 200 view::List<cards::CardView>, cards::list, "Data cards: what systems of the business show beside conversations, by name";
    post "/cards" Administer (cards::CardPatch) => 201 cards::CardView, cards::make, "Make a data card; its secret is told once";
    get "/cards/{id}" Administer => 200 cards::CardView, cards::show, "One data card";
    patch "/cards/{id}" Administer (cards::CardPatch) => 200 cards::CardView, cards::change, "Change a data card, or what can be done from it";
    delete "/cards/{id}" Administer => 204 Nothing, cards::retire, "Take a data card out of use";
    post "/cards/{id}/secret" Administer => 200 cards::CardView, cards::renew_secret, "Give a data card another secret; the one before signs actions too for a day";
    get "/conversations/{number}/cards" Work => 200 view::List<cards::beside::SaidView>, cards::beside::list, "What the data cards say of the contact of a conversation; asks the systems where their answers are old";
    get "/conversations/{number}/cards/{card}/link" Work => 200 cards::beside::LinkView, cards::beside::link, "The signed address at which a card opens in its system";
    post "/conversations/{number}/cards/{card}/actions/{action}" Work (cards::beside::PressBody) => 201 cards::beside::RunView, cards::beside::press, "Do what a card can do; answers when its system has, or has not in time";
    get "/conversations/{number}/runs/{run}" Work => 200 cards::beside::RunView, cards::beside::run, "What became of something done from a card";
    post "/conversations/{number}/runs/{run}/again" Work => 200 cards::beside::RunView, cards::beside::again, "Send what may not have been done once more, under the id it had";
    get "/webhooks" Administer => 200 view::List<webhooks::WebhookView>, webhooks::list, "Programs that hear of what happens, by name";
    post "/webhooks" Administer (webhooks::NewWebhook) => 201 webhooks::WebhookView, webhooks::make, "Make a webhook; its secret is told once";
    get "/webhooks/{id}" Administer => 200 webhooks::WebhookView, webhooks::show, "One webhook";
    patch "/webhooks/{id}" Administer (webhooks::WebhookPatch) => 200 webhooks::WebhookView, webhooks::change, "Change a webhook, pause it, or let it go on";
    delete "/webhooks/{id}" Administer => 204 Nothing, webhooks::retire, "Take a webhook out of use";
    post "/webhooks/{id}/secret" Administer => 200 webhooks::WebhookView, webhooks::renew_secret, "Give a webhook another secret; the one before signs too for a day";
    post "/webhooks/{id}/test" Administer => 204 Nothing, webhooks::test, "Send a test there";
    get "/webhooks/{id}/deliveries" Administer [PageOf] => 200 view::List<webhooks::WebhookDeliveryView>, webhooks::deliveries, "Events on their way to a webhook, newest first, and what became of them";
    post "/webhooks/{id}/deliveries/{seq}/replay" Administer => 204 Nothing, webhooks::replay, "Send an event there once more, under the id it had";
    post "/webhooks/{id}/replay" Administer => 204 Nothing, webhooks::replay_given_up, "Send all that were given up once more";
    get "/dated_kinds" Work => 200 view::List<kinds::KindView>, kinds::list, "Kinds of things with a date, with what is said of them and when";
    post "/dated_kinds" Administer (kinds::NewKind) => 201 kinds::KindView, kinds::make, "Make a kind";
    get "/dated_kinds/{id}" Work => 200 kinds::KindView, kinds::show, "One kind";
    patch "/dated_kinds/{id}" Administer (kinds::KindPatch) => 200 kinds::KindView, kinds::change, "Change a kind; what is said of its events is planned anew";
    delete "/dated_kinds/{id}" Administer => 204 Nothing, kinds::retire, "Take a kind out of use";
    get "/dated_events" Work [dated::Filter] => 200 view::List<dated::DatedEventView>, dated::list, "Appointments, invoices and carts of customers, by date";
    get "/dated_events/coming" Work => 200 view::List<dated::ComingView>, dated::preview, "What is said of them in the next seven days, and what is left out, with why";
    get "/dated_events/{kind}/{external_id}" Work => 200 dated::DatedEventView, dated::show, "One of them, by its kind and your id";
    put "/dated_events/{kind}/{external_id}" Work (dated::DatedEventPut) => 200 dated::DatedEventView, dated::upsert, "Put one down under your id, or change it";
    get "/weights" Work => 200 staff::WeightsView, staff::weights_of, "What a conversation counts on the shoulders of who has it";
    patch "/weights" Administer (staff::WeightsView) => 200 staff::WeightsView, staff::set_weights, "Change that; nobody loses what they have";
    get "/measuring" Work => 200 effort::MeasuringView, effort::measuring, "Whether the time people spend on conversations is measured";
    patch "/measuring" Own (effort::MeasuringView) => 200 effort::MeasuringView, effort::set, "Switch that off or on";
    get "/contact_hours" Administer => 200 view::List<contact_hours::ContactHoursView>, contact_hours::list, "When people may hear of what they did not ask for, and how often: by what it is about";
    patch "/contact_hours/{purpose}" Administer (contact_hours::ContactHoursPatch) => 200 contact_hours::ContactHoursView, contact_hours::change, "Change that for `service`, `collection` or `commercial`; what waits for an hour is looked at anew";
    delete "/contact_hours/{purpose}" Administer => 204 Nothing, contact_hours::reset, "Go back to the preset of the country";
    get "/quality" Administer => 200 quality::QualityView, quality::show, "Whether conversations are reviewed, how many and by whom, and what was drawn last";
    patch "/quality" Administer (quality::QualityPatch) => 200 quality::QualityView, quality::change, "Change that, or switch it on";
    get "/quality/questions" Administer => 200 questions::QuestionsView, questions::show, "Questions that must be asked again, whatever is on file";
    put "/quality/questions" Administer (questions::QuestionsPut) => 200 questions::QuestionsView, questions::change, "Say which; who asks them makes nobody repeat themselves";
    get "/quality/trends" Supervise [quality::TrendsAsked] => 200 view::List<quality::TrendView>, quality::trends, "What reviews came to, in the weeks they were handed in";
    get "/legal_kinds" Work => 200 view::List<legal::kinds::LegalKindView>, legal::kinds::list, "What laws give a term for, by name";
    post "/legal_kinds" Administer (legal::kinds::NewLegalKind) => 201 legal::kinds::LegalKindView, legal::kinds::make, "Make a kind of legal due dates";
    get "/legal_kinds/{id}" Work => 200 legal::kinds::LegalKindView, legal::kinds::show, "One kind of legal due dates";
    patch "/legal_kinds/{id}" Administer (legal::kinds::LegalKindPatch) => 200 legal::kinds::LegalKindView, legal::kinds::change, "Change a kind; dates that were set stay";
    delete "/legal_kinds/{id}" Administer => 204 Nothing, legal::kinds::retire, "Take a kind out of use; dates that were set stay";
    get "/scorecards" Work => 200 view::List<scorecards::ScorecardView>, scorecards::list, "By which questions conversations are reviewed, by name";
    post "/scorecards" Administer (scorecards::NewScorecard) => 201 scorecards::ScorecardView, scorecards::make, "Make a scorecard";
    get "/scorecards/{id}" Work => 200 scorecards::ScorecardView, scorecards::show, "One scorecard";
    patch "/scorecards/{id}" Administer (scorecards::NewScorecard) => 200 scorecards::ScorecardView, scorecards::change, "Change a scorecard; reviews that were begun keep their questions";
    delete "/scorecards/{id}" Administer => 204 Nothing, scorecards::retire, "Take a scorecard out of use";
    get "/qa_reviews" Work [reviews::Filter] => 200 view::List<reviews::ReviewView>, reviews::list, "Reviews one may see, newest first";
    post "/qa_reviews" Work (reviews::NewReview) => 201 reviews::BegunView, reviews::make, "Have a conversation reviewed by one, or by several who are compared";
    get "/qa_reviews/{id}" Work => 200 reviews::ReviewView, reviews::show, "One review";
    patch "/qa_reviews/{id}" Work (reviews::ReviewPatch) => 200 reviews::ReviewView, reviews::change, "Keep what its reviewer says so far, or hand it in";
    post "/qa_reviews/{id}/reply" Work (reviews::NewReply) => 200 reviews::ReviewView, reviews::reply, "Say as the agent that one has read it, or ask to look again";
    get "/calibrations" Work => 200 view::List<reviews::CalibrationView>, reviews::calibrations, "Conversations given to several reviewers, newest first";
    get "/calibrations/{id}" Work => 200 reviews::CalibrationView, reviews::calibration, "One of them, with how far they agree once all have handed in";
    get "/search" Work [search::Asked] => 200 search::Results, search::find, "Full text over messages, conversations and contacts";
}

/// Declares the API.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/api/openapi.json", get().to(openapi::json))
        .route("/api/docs", get().to(openapi::docs::page))
        .route("/api/docs.css", get().to(openapi::docs::style))
        .service(
            scope(BASE)
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
