//! Every page and form there is. Tests read this file, so routes are declared nowhere else in this room.

use actix_web::web::{ServiceConfig, get, post, to};

use crate::web::{
    assets, cards, companies, contacts, conversations, dated, effort, entrance, health, hooks,
    inbox, install, legal, live, login, look, monitor, notices, profile, quality, reports, search,
    settings, setup, views, widget,
};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    shared(cfg);
    work(cfg);
    messages(cfg);
    around(cfg);
    overseeing(cfg);
    people(cfg);
    doors(cfg);
    widget::routes::configure(cfg);
    dated::routes::configure(cfg);
    legal::routes::configure(cfg);
    cards::routes::configure(cfg);
    setup::routes::configure(cfg);
    arranging(cfg);
    by_itself(cfg);
    canned_replies(cfg);
    saved(cfg);
    told(cfg);
    quality::routes::configure(cfg);
    effort::routes::configure(cfg);
    counted(cfg);
    mailboxes(cfg);
    at_providers(cfg);
    oneself(cfg);
}

/// All of port 80, when Lobby has HTTPS of its own.
pub fn entrance(cfg: &mut ServiceConfig) {
    cfg.default_service(to(entrance::answer));
}

/// What stands under every page.
fn shared(cfg: &mut ServiceConfig) {
    cfg.route("/healthz", get().to(health::alive))
        .route("/readyz", get().to(health::ready))
        .route("/assets/{hash}/{name}", get().to(assets::serve))
        .route("/events", get().to(live::events))
        .route("/events/alive", get().to(live::alive))
        .route("/manifest.webmanifest", get().to(install::manifest))
        .route("/worker.js", get().to(install::worker))
        .route("/offline", get().to(install::offline))
        .route("/look", post().to(look::change))
        .route("/hooks/{kind}/{key}", get().to(hooks::ask))
        .route("/hooks/{kind}/{key}", post().to(hooks::call))
        .default_service(to(health::nothing_here));
}

/// The inbox and one conversation.
fn work(cfg: &mut ServiceConfig) {
    use conversations as c;
    cfg.route("/", get().to(inbox::list::home))
        .route("/lists", get().to(inbox::places::page))
        .route("/list/{name}", get().to(inbox::list::named))
        .route("/list/{kind}/{id}", get().to(inbox::list::of))
        .route("/bulk", post().to(inbox::bulk::begin))
        .route("/bulk/text", post().to(inbox::text::send))
        .route("/bulk/acts", post().to(inbox::acts::put))
        .route("/bulk/count", get().to(inbox::bulk::count))
        .route("/bulk/{id}", get().to(inbox::bulk::page))
        .route("/bulk/{id}/undo", post().to(inbox::bulk::undo))
        .route("/since", get().to(inbox::since::page))
        .route("/next", post().to(inbox::next::take))
        .route("/late/send", post().to(inbox::failed::send_all))
        .route("/late/drafts", post().to(inbox::failed::give_up_all))
        .route("/c/{number}", get().to(c::show::page))
        .route("/c/{number}/reply", post().to(c::write::answer))
        .route("/c/{number}/template", post().to(c::template::send))
        .route("/c/{number}/note", post().to(c::write::note_down))
        .route("/c/{number}/draft", post().to(c::write::keep))
        .route("/c/{number}/preview", post().to(c::preview::page))
        .route("/c/{number}/print", get().to(c::print::page))
        .route("/c/{number}/handover", get().to(c::handover::page))
        .route("/c/{number}/handover", post().to(c::handover::mark_read))
        .route("/c/{number}/canned_replies", get().to(c::canned::page))
        .route("/c/{number}/canned_replies", post().to(c::canned::put))
        .route("/c/{number}/macros", get().to(c::macros::choose))
        .route("/c/{number}/macros/{id}", get().to(c::macros::preview))
        .route("/c/{number}/macros/{id}", post().to(c::macros::run))
        .route("/c/{number}/files", post().to(c::write::upload_one))
        .route("/c/{number}/forward", get().to(c::forward::page))
        .route("/c/{number}/forward", post().to(c::forward::send))
        .route("/c/{number}/status", post().to(c::change::set_status))
        .route("/c/{number}/assignee", post().to(c::change::set_assignee))
        .route("/c/{number}/team", post().to(c::change::set_team_of))
        .route("/c/{number}/about", post().to(c::deeds::set_about))
        .route("/c/{number}/go-on", post().to(c::go_on::put))
        .route("/c/{number}/priority", post().to(c::deeds::set_priority))
        .route("/c/{number}/tags", post().to(c::deeds::set_tags))
        .route(
            "/c/{number}/participants",
            post().to(c::deeds::set_participant),
        )
        .route(
            "/c/{number}/suggestion",
            post().to(c::deeds::answer_suggestion),
        )
        .route("/c/{number}/promise", post().to(c::promise::set))
        .route("/c/{number}/keep", post().to(c::kept::keep))
        .route("/c/{number}/survey", post().to(c::survey::do_not_ask))
        .route("/c/{number}/follow", post().to(c::mine::set_follow))
        .route("/c/{number}/remind", post().to(c::mine::set_reminder))
        .route("/c/{number}/read", post().to(c::deeds::mark_read))
        .route("/c/{number}/unread", post().to(c::deeds::mark_unread))
        .route("/c/{number}/presence", post().to(c::deeds::be_here))
        .route("/c/{number}/merge", get().to(c::message::merge_page))
        .route("/c/{number}/merge", post().to(c::message::merge))
        .route("/changes/{id}/undo", post().to(c::deeds::undo_change));
}

/// What the log adds up to.
fn counted(cfg: &mut ServiceConfig) {
    cfg.route("/reports", get().to(reports::overview::page))
        .route("/reports/month", get().to(reports::month::page))
        .route("/reports/{metric}", get().to(reports::show::page))
        .route(
            "/reports/{metric}/conversations",
            get().to(reports::rows::page),
        )
        .route("/reports/{metric}/table.csv", get().to(reports::table))
        .route("/reports/{metric}/table.xlsx", get().to(reports::workbook));
}

/// Who waits, and who has what.
fn overseeing(cfg: &mut ServiceConfig) {
    use monitor::alerts;
    use settings::{outlets, webhooks};
    cfg.route("/live", get().to(monitor::page))
        .route("/live/wall", get().to(monitor::wall))
        .route("/live/give", post().to(monitor::give))
        .route("/live/alerts", get().to(alerts::page))
        .route("/live/alerts", post().to(alerts::make))
        .route("/live/alerts/{id}/retire", post().to(alerts::retire))
        .route("/settings/webhooks", get().to(webhooks::page))
        .route("/settings/webhooks", post().to(webhooks::make))
        .route("/settings/webhooks/{id}", get().to(webhooks::edit))
        .route("/settings/webhooks/{id}", post().to(webhooks::save))
        .route("/settings/webhooks/{id}/{act}", post().to(webhooks::act))
        .route(
            "/settings/webhooks/{id}/calls/{seq}",
            post().to(webhooks::replay),
        )
        .route("/settings/alerts", get().to(outlets::page))
        .route("/settings/alerts/webhook", post().to(outlets::make_webhook))
        .route(
            "/settings/alerts/telegram",
            post().to(outlets::make_telegram),
        )
        .route("/settings/alerts/{id}", get().to(outlets::edit))
        .route("/settings/alerts/{id}/{act}", post().to(outlets::act));
}

/// People, searching, and beginning something.
fn around(cfg: &mut ServiceConfig) {
    use conversations::begin;
    cfg.route("/new", get().to(begin::new_page))
        .route("/new", post().to(begin::begin))
        .route("/log", get().to(conversations::log::log_page))
        .route("/log", post().to(conversations::log::log))
        .route("/search", get().to(search::find::page))
        .route("/search/suggest", get().to(search::suggest::page))
        .route("/search/when", get().to(search::when::page))
        .route("/companies", get().to(companies::list::page))
        .route("/companies", post().to(companies::change::make))
        .route("/companies/{id}", get().to(companies::show::page))
        .route("/companies/{id}", post().to(companies::change::save))
        .route("/companies/{id}/join", post().to(companies::change::join))
        .route(
            "/companies/{id}/remove",
            post().to(companies::change::remove),
        )
        .route(
            "/companies/joins/{change}/undo",
            post().to(companies::change::part),
        );
}

/// One person, and everybody.
fn people(cfg: &mut ServiceConfig) {
    cfg.route("/contacts", get().to(contacts::list::page))
        .route("/contacts/import", get().to(contacts::import::page))
        .route("/contacts/import", post().to(contacts::import::rehearse))
        .route("/contacts/import/run", post().to(contacts::import::run))
        .route(
            "/contacts/import/wrong.csv",
            get().to(contacts::import::wrong),
        )
        .route("/contacts/export.csv", get().to(contacts::import::export))
        .route("/contacts/columns", post().to(contacts::columns::choose))
        .route("/contacts/{id}", get().to(contacts::show::page))
        .route("/contacts/{id}", post().to(contacts::change::save))
        .route(
            "/contacts/{id}/reach",
            post().to(contacts::change::add_reach),
        )
        .route("/contacts/{id}/join", get().to(contacts::join::page))
        .route("/contacts/{id}/join", post().to(contacts::join::join))
        .route("/contacts/{id}/files", get().to(contacts::files::page))
        .route("/contacts/{id}/owner", post().to(contacts::change::owner))
        .route(
            "/contacts/{id}/company",
            post().to(companies::change::belong),
        )
        .route(
            "/contacts/{id}/consents",
            post().to(contacts::consents::say),
        )
        .route("/contacts/{id}/apart", post().to(contacts::change::apart))
        .route("/contacts/{id}/export", get().to(contacts::erase::export))
        .route("/contacts/{id}/erase", get().to(contacts::erase::page))
        .route("/contacts/{id}/erase", post().to(contacts::erase::erase))
        .route("/contacts/{id}/block", post().to(contacts::change::block))
        .route("/joins/{change}", get().to(contacts::join::part_page))
        .route("/joins/{change}/undo", post().to(contacts::join::part));
}

/// One message of a conversation.
fn messages(cfg: &mut ServiceConfig) {
    use conversations::{files, message, sender};
    cfg.route("/c/{number}/m/{position}", get().to(message::page))
        .route("/c/{number}/m/{position}/body", get().to(files::body))
        .route(
            "/c/{number}/m/{position}/original",
            get().to(files::original),
        )
        .route(
            "/c/{number}/m/{position}/files/{id}/{name}",
            get().to(files::of_message),
        )
        .route("/c/{number}/m/{position}/react", post().to(message::react))
        .route("/c/{number}/m/{position}/undo", post().to(message::undo))
        .route(
            "/c/{number}/m/{position}/media",
            post().to(message::fetch_again),
        )
        .route(
            "/c/{number}/m/{position}/delivery",
            post().to(message::again),
        )
        .route(
            "/c/{number}/m/{position}/needs-answer",
            post().to(message::wants_answer),
        )
        .route(
            "/c/{number}/m/{position}/repeated",
            post().to(message::mark_repeated),
        )
        .route("/c/{number}/m/{position}/sender", post().to(sender::set))
        .route("/c/{number}/m/{position}/move", post().to(message::carry))
        .route(
            "/c/{number}/m/{position}/redact",
            post().to(message::withdraw),
        )
        .route("/attachments/{token}/{name}", get().to(files::by_pass));
}

/// Getting in and out.
fn doors(cfg: &mut ServiceConfig) {
    use login::{code, entry, forgot, invite};
    cfg.route("/login", get().to(entry::page))
        .route("/login", post().to(entry::enter))
        .route("/logout", post().to(entry::leave))
        .route("/login/code", get().to(code::page))
        .route("/login/code", post().to(code::prove))
        .route("/forgot", get().to(forgot::page))
        .route("/forgot", post().to(forgot::ask))
        .route("/reset/{token}", get().to(forgot::choose))
        .route("/reset/{token}", post().to(forgot::carry_out))
        .route("/invite/{token}", get().to(invite::page))
        .route("/invite/{token}", post().to(invite::accept));
}

/// When customers are answered, what happens by itself, and how soon people are to.
fn by_itself(cfg: &mut ServiceConfig) {
    use settings::hours::{self, calendar, closed, past};
    use settings::{automatic, contact_hours, goals, rules, surveys};
    cfg.route("/settings/business/holidays", post().to(closed::change))
        .route("/settings/business/import", post().to(closed::bring))
        .route("/settings/hours", get().to(hours::page))
        .route("/settings/hours", post().to(hours::make))
        .route("/settings/hours/recount", post().to(past::begin))
        .route("/settings/hours/{id}", get().to(calendar::page))
        .route("/settings/hours/{id}", post().to(calendar::save))
        .route(
            "/settings/hours/{id}/holidays",
            post().to(closed::change_of),
        )
        .route("/settings/hours/{id}/import", post().to(closed::bring_of))
        .route("/settings/hours/{id}/retire", post().to(calendar::retire))
        .route("/settings/automatic/{channel}", get().to(automatic::page))
        .route("/settings/automatic/{channel}", post().to(automatic::save))
        .route("/settings/surveys/{channel}", get().to(surveys::page))
        .route("/settings/surveys/{channel}", post().to(surveys::save))
        .route(
            "/settings/contact_hours/{purpose}",
            get().to(contact_hours::page),
        )
        .route(
            "/settings/contact_hours/{purpose}",
            post().to(contact_hours::save),
        )
        .route(
            "/settings/contact_hours/{purpose}/reset",
            post().to(contact_hours::reset),
        )
        .route("/settings/rules", get().to(rules::page))
        .route("/settings/rules/new", get().to(rules::edit::new))
        .route("/settings/rules/new", post().to(rules::edit::make))
        .route("/settings/rules/try", get().to(rules::trial::page))
        .route("/settings/rules/{id}", get().to(rules::edit::edit))
        .route("/settings/rules/{id}", post().to(rules::edit::change))
        .route("/settings/rules/{id}/retire", post().to(rules::retire))
        .route("/settings/rules/{id}/move", post().to(rules::shift))
        .route("/settings/rules/{id}/switch", post().to(rules::switch))
        .route("/settings/goals", get().to(goals::page))
        .route("/settings/goals/begin", post().to(goals::begin))
        .route("/settings/goals/new", get().to(goals::edit::new))
        .route("/settings/goals/new", post().to(goals::edit::make))
        .route("/settings/goals/{id}", get().to(goals::edit::edit))
        .route("/settings/goals/{id}", post().to(goals::edit::change))
        .route("/settings/goals/{id}/retire", post().to(goals::retire))
        .route("/settings/goals/{id}/move", post().to(goals::shift));
}

/// What an administrator arranges.
fn arranging(cfg: &mut ServiceConfig) {
    use settings::{
        access, attributes, business, changes, leaving, letters, people, person, queue, serving,
        tags, teams, tokens, weights,
    };
    cfg.route("/settings", get().to(settings::index))
        .route("/settings/business", get().to(business::page))
        .route("/settings/business", post().to(business::save))
        .route("/settings/people", get().to(people::page))
        .route("/settings/people", post().to(people::add))
        .route("/settings/people/{id}", get().to(person::page))
        .route("/settings/people/{id}/role", post().to(person::set_role))
        .route("/settings/people/{id}/teams", post().to(person::set_teams))
        .route("/settings/people/{id}/serving", post().to(serving::save))
        .route("/settings/people/{id}/leave", post().to(leaving::leave))
        .route("/settings/people/{id}/factor", post().to(access::factor))
        .route("/settings/people/{id}/out", post().to(access::out))
        .route("/settings/people/{id}/reset", post().to(access::reset))
        .route("/settings/people/{id}/letters", post().to(letters::note))
        .route("/settings/people/{id}/address", post().to(access::address))
        .route("/settings/invitations/{id}/again", post().to(people::renew))
        .route(
            "/settings/invitations/{id}/withdraw",
            post().to(people::withdraw),
        )
        .route("/settings/teams", get().to(teams::page))
        .route("/settings/teams", post().to(teams::add))
        .route("/settings/teams/{id}", get().to(teams::edit))
        .route("/settings/teams/{id}", post().to(teams::save))
        .route(
            "/settings/teams/{id}/privacy",
            post().to(teams::set_privacy),
        )
        .route("/settings/weights", post().to(weights::save))
        .route("/settings/teams/{id}/queue", post().to(queue::save))
        .route("/settings/teams/{id}/retire", post().to(teams::retire))
        .route("/settings/tags", get().to(tags::page))
        .route("/settings/tags", post().to(tags::add))
        .route("/settings/tags/{id}", get().to(tags::edit))
        .route("/settings/tags/{id}", post().to(tags::save))
        .route("/settings/tags/{id}/retire", post().to(tags::retire))
        .route("/settings/attributes", get().to(attributes::page))
        .route("/settings/attributes", post().to(attributes::add))
        .route("/settings/attributes/{id}", get().to(attributes::edit))
        .route("/settings/attributes/{id}", post().to(attributes::save))
        .route(
            "/settings/attributes/{id}/retire",
            post().to(attributes::retire),
        )
        .route("/settings/tokens", get().to(tokens::page))
        .route("/settings/tokens", post().to(tokens::make))
        .route("/settings/tokens/{id}/revoke", post().to(tokens::revoke))
        .route("/settings/changes", get().to(changes::page));
}

/// Texts to answer with, and several acts under one name.
fn canned_replies(cfg: &mut ServiceConfig) {
    use settings::{canned_replies as canned, macros};
    cfg.route("/settings/macros", get().to(macros::page))
        .route("/settings/macros", post().to(macros::add))
        .route("/settings/macros/{id}", get().to(macros::edit))
        .route("/settings/macros/{id}", post().to(macros::save))
        .route("/settings/macros/{id}/retire", post().to(macros::retire))
        .route("/settings/canned_replies", get().to(canned::page))
        .route("/settings/canned_replies", post().to(canned::add))
        .route("/settings/canned_replies/import", post().to(canned::bring))
        .route("/settings/canned_replies/{id}", get().to(canned::edit))
        .route("/settings/canned_replies/{id}", post().to(canned::save))
        .route(
            "/settings/canned_replies/{id}/files",
            post().to(canned::attach),
        )
        .route(
            "/settings/canned_replies/{id}/place",
            post().to(settings::canned_holdings::add_place),
        )
        .route(
            "/settings/canned_replies/{id}/card",
            post().to(settings::canned_holdings::add_card),
        )
        .route(
            "/settings/canned_replies/{id}/files/remove",
            post().to(canned::detach),
        )
        .route(
            "/settings/canned_replies/{id}/retire",
            post().to(canned::retire),
        );
}

/// Saved views.
fn saved(cfg: &mut ServiceConfig) {
    use views::{edit, list};
    cfg.route("/views", get().to(list::page))
        .route("/views/new", get().to(edit::new))
        .route("/views/new", post().to(edit::make))
        .route("/views/{id}", get().to(edit::edit))
        .route("/views/{id}", post().to(edit::change))
        .route("/views/{id}/move", post().to(list::shift))
        .route("/views/{id}/retire", post().to(list::retire));
}

/// What one was told.
fn told(cfg: &mut ServiceConfig) {
    use notices::telling;
    cfg.route("/notifications", get().to(notices::page))
        .route("/notifications/bell", get().to(notices::bell))
        .route("/notifications/read", post().to(notices::read_all))
        .route("/notifications/here", post().to(notices::here))
        .route("/notifications/{id}/read", post().to(notices::mark))
        .route("/settings/me/notifications", get().to(telling::page))
        .route("/settings/me/notifications", post().to(telling::save))
        .route(
            "/settings/me/notifications/test/{kind}",
            post().to(telling::test),
        )
        .route(
            "/settings/me/notifications/devices",
            post().to(telling::subscribe),
        )
        .route(
            "/settings/me/notifications/devices/{id}/forget",
            post().to(telling::forget),
        )
        .route(
            "/settings/me/notifications/devices/{id}/test",
            post().to(telling::test_device),
        );
}

/// Mailboxes, their health and their log.
fn mailboxes(cfg: &mut ServiceConfig) {
    use settings::{aside, calls, channel, channels, kinds, ledger, oauth, senders};
    cfg.route("/settings/channels", get().to(channels::page))
        .route("/settings/channels/new", get().to(channels::new))
        .route("/settings/channels/new", post().to(channels::connect))
        .route("/settings/channels/kinds", get().to(kinds::page))
        .route("/settings/channels/kinds/{kind}", get().to(kinds::new))
        .route("/settings/channels/kinds/{kind}", post().to(kinds::connect))
        .route("/settings/channels/{id}/calls", get().to(calls::page))
        .route(
            "/settings/channels/{id}/calls/{raw}/replay",
            post().to(calls::replay),
        )
        .route(
            "/settings/channels/{id}/calls/{raw}/original",
            get().to(calls::original),
        )
        .route("/settings/channels/tries/{id}", get().to(channels::trying))
        .route("/settings/channels/{id}", get().to(channel::page))
        .route("/settings/channels/{id}", post().to(channel::save))
        .route(
            "/settings/channels/{id}/servers",
            post().to(channel::save_servers),
        )
        .route("/settings/channels/{id}/test", post().to(channel::test))
        .route("/settings/channels/{id}/ask", post().to(channel::ask))
        .route(
            "/settings/channels/{id}/backfill",
            post().to(channel::backfill),
        )
        .route("/settings/channels/{id}/senders", get().to(senders::page))
        .route("/settings/channels/{id}/senders", post().to(senders::set))
        .route("/settings/channels/{id}/retire", post().to(channel::retire))
        .route("/settings/channels/{id}/ledger", get().to(ledger::page))
        .route(
            "/settings/channels/{id}/courtesies",
            get().to(settings::courtesies::page),
        )
        .route("/settings/channels/{id}/aside", get().to(aside::page))
        .route(
            "/settings/channels/{id}/aside/{parked}",
            post().to(aside::act),
        )
        .route(
            "/settings/channels/{id}/aside/{parked}/original",
            get().to(aside::original),
        )
        .route("/settings/channels/{id}/oauth", post().to(oauth::start))
        .route("/settings/oauth/callback", get().to(oauth::back))
        .route("/settings/oauth/callback", post().to(oauth::finish));
}

/// What is arranged at a channel's provider: approved texts, and what customers see of the business.
fn at_providers(cfg: &mut ServiceConfig) {
    use settings::{profile, templates};
    cfg.route("/settings/channels/{id}/profile", get().to(profile::page))
        .route("/settings/channels/{id}/profile", post().to(profile::save))
        .route(
            "/settings/channels/{id}/templates",
            get().to(templates::page),
        )
        .route(
            "/settings/channels/{id}/templates/sync",
            post().to(templates::sync),
        )
        .route(
            "/settings/channels/{id}/templates/pack",
            post().to(templates::pack),
        )
        .route(
            "/settings/channels/{id}/templates/edit",
            get().to(templates::edit),
        )
        .route(
            "/settings/channels/{id}/templates/edit",
            post().to(templates::submit),
        )
        .route(
            "/settings/channels/{id}/templates/remove",
            post().to(templates::remove),
        );
}

/// One's own page.
fn oneself(cfg: &mut ServiceConfig) {
    use profile::{absence, addresses, devices, factor, keyboard, pause};
    cfg.route("/settings/me", get().to(profile::page))
        .route("/settings/me", post().to(profile::save))
        .route(
            "/settings/me/letters",
            post().to(settings::letters::note_mine),
        )
        .route("/settings/me/absence", get().to(absence::page))
        .route("/settings/me/absence", post().to(absence::set))
        .route("/settings/me/pause", post().to(pause::set))
        .route("/settings/me/addresses", get().to(addresses::page))
        .route("/settings/me/addresses/login", post().to(addresses::log_in))
        .route("/settings/me/addresses/own", post().to(addresses::own))
        .route(
            "/settings/me/addresses/forget",
            post().to(addresses::forget),
        )
        .route(
            "/settings/me/addresses/{token}",
            get().to(addresses::choose),
        )
        .route(
            "/settings/me/addresses/{token}",
            post().to(addresses::prove),
        )
        .route("/settings/me/devices", get().to(devices::page))
        .route("/settings/me/devices/end", post().to(devices::end_others))
        .route(
            "/settings/me/devices/password",
            post().to(devices::change_password),
        )
        .route("/settings/me/devices/{id}/end", post().to(devices::end))
        .route("/settings/me/keys", get().to(keyboard::page))
        .route("/settings/me/keys", post().to(keyboard::save))
        .route("/settings/me/keys/usual", post().to(keyboard::usual))
        .route("/settings/me/factor", get().to(factor::page))
        .route("/settings/me/factor", post().to(factor::set_up))
        .route("/settings/me/factor/off", post().to(factor::take_away));
}
