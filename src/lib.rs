//! # Lobby, a map for whoever changes it
//!
//! Lobby is a self-hosted customer-service appliance: one program, one data folder, one machine. This page is the
//! map; `README.md` is for those who run it; each module says what it is for in its first line.
//!
//! ## Six ideas
//!
//! 1. **Synchronous core, asynchronous shell.** Whatever decides or remembers is a plain function. `async` lives
//!    only where bytes meet a network or a page: [`net`], [`channels`], [`app`], [`jobs`], [`web`], [`api`], [`cli`].
//! 2. **A deed is a function** of (write, who, detail), such as [`conversations::reply::reply`]. It validates, then writes
//!    the change with its events and its work, and is committed with them or not at all. Deeds call each other with
//!    the same [`store::Write`].
//! 3. **Decisions are data.** Why a message landed where it did, why a status moved, why somebody got a case is a
//!    [`domain::reason::Reason`] beside the fact; [`words`] makes a sentence of it in the reader's language.
//! 4. **One log.** Every change appends [`domain::event::Event`]s in its own transaction. *Views* only show
//!    ([`board`], [`search`], live pages): they own no truth and can be rebuilt. *Jobs* cause: they may run twice.
//! 5. **One writer, grouped, two lanes** ([`store`]). While one group commits, the next gathers. One durable commit
//!    answers the whole group; nothing is acknowledged before it.
//! 6. **The same word in every layer.** The noun and the deed are the file names from `domain` to `store` to `web`
//!    to template to test.
//!
//! ## Rooms
//!
//! A room uses only rooms above it, and of those only the ones named in the table of `tests/tidy.rs`, which fails on
//! an arrow that is not there. From the ground up:
//!
//! | room | what for |
//! |---|---|
//! | [`text`] | craft on text that knows no customer: HTML caps and cleaning, quotes, courtesies, addresses, Markdown |
//! | [`domain`] | nouns and rules that always hold; ids, time, events, reasons, the one error |
//! | [`config`], [`clock`], [`keys`] | what is needed to boot; what time it is; sealing and signing |
//! | [`sla`] | calendars (opening hours, holidays, working days) and clocks on them; nothing but calculation |
//! | [`words`] | reason, event, error, date → a sentence; Fluent files under `templates/words/` |
//! | [`conditions`] | what is asked of a conversation, answered from what is at hand |
//! | [`routing`] | who of those who are there gets a conversation, and why; nothing but calculation |
//! | [`store`] | what Lobby remembers; the only room that names redb |
//! | [`board`] | the unresolved conversations in memory: lists and counts |
//! | [`net`] | one careful way to call out |
//! | [`https`] | HTTPS of our own pages: the certificate, how the domain is proven, when it is renewed |
//! | [`channels`] | the doors: wire format ↔ domain words, a folder each behind one trait |
//! | [`search`] | full text; the only owner of its index |
//! | [`auth`] | who somebody is: passwords, sessions, second factor, tokens, links |
//! | [`contacts`], [`conversations`] | the deeds on people and cases, one file a deed |
//! | [`quality`] | what of our work is looked at again each week, by which questions, and what came of it |
//! | [`notices`] | who is told of what happened, by which media, and when not; places outside Lobby too |
//! | [`privacy`] | what a person may ask of what is kept of them: all of it, or none of it any more |
//! | [`transfer`] | contacts and quick replies as tables, in and out |
//! | [`desk`], [`setup`] | what an administrator arranges; the wizard's deeds |
//! | [`integrations`] | systems of the business: what a card asks and shows, what is done from one, signed links |
//! | [`reports`] | what the log adds up to: facts kept beside the store, one definition a metric, one scan behind every figure |
//! | [`app`] | what a running Lobby holds; the bridge from pages to deeds; the live hub |
//! | [`jobs`] | work that outlives a request: watch, intake, listen, media, deliver, timers, parked, backfill, letters, webhooks |
//! | [`web`], [`api`] | pages for people, JSON for programs |
//! | [`cli`] | one file a subcommand; `serve` wires everything; `demo` plays customers and providers against the real doors |
//!
//! Walls that were moved from the first plan: `keys` is a room of its own, because sealing secrets is needed by
//! `desk` and `jobs`, and signing reply addresses by `conversations`, and none of them may use `auth`. Raw mail up to
//! 64 KiB is a compressed row of the store and no blob: a lot of it then costs one commit and no fsync a file. A call is
//! read while the group that keeps it gathers, not after it has committed: it is answered only when both are durable.
//! The kinds of events are one list, longer than other files may be.
//!
//! ## How a mail travels
//!
//! *In.* `jobs::watch` sees a new UID. **Keep**: the raw bytes become a row or a blob, durably. **Read**, on a
//! reader thread with a deadline and a net for panics: `channels::email::receive` parses, [`text`] cleans. **Act**:
//! one deed, [`conversations::receive::receive`], decides who wrote and which conversation it joins, and why, and commits
//! message, ledger row, events and timers together. What fails is *parked* with its raw source, shown, tried again,
//! and never stops the next one.
//!
//! *Out.* A page or the API calls [`conversations::reply::reply`]: message and delivery in one commit, shown at once.
//! `jobs::deliver` waits out the undo window, commits `sending`, hands the mail to SMTP, commits the outcome. After
//! a crash a `sending` mail goes out again under the same Message-ID. A failed, bounced or uncertain answer opens its
//! conversation again and tells its sender.
//!
//! *Aside.* [`conversations::forward`] asks third parties under a token of their own. Their answers are messages of kind
//! `ThirdParty`: inside the case, never quoted to the customer, touching no contact.
//!
//! ## How a call of a provider travels
//!
//! *In.* `web::hooks` finds the connection by the key in the address; its door proves the call over its raw bytes.
//! [`app::hooks`] then does what intake does for mail: **keep** is queued before anything is read, **read** is
//! [`channels::Channel::receive`], pure and with a deadline, **act** is one deed a piece of news,
//! [`conversations::chat::hear::hear`]. The provider is answered when all of it is durable, or put aside with its raw
//! source. What speaks of a message that is not here yet waits beside its id and is read again when it comes, so order
//! does not matter; what comes twice has effect once. Providers that are asked instead (`jobs::listen`) take the same
//! road. Files that lie at the provider are fetched by a job after their message stands in the case.
//!
//! *Which case.* `conversations::chat::landing` holds the rules in order: pointing wins, still ours, still theirs, just
//! closed, else a new one. Across channels only for certain the same person, in their only open case.
//!
//! *Out.* The same [`conversations::reply::reply`]; [`conversations::chat::reach`] says by which channels somebody can be
//! reached now and why not by the others. `channels::kit::parts` cuts what is too long from the channel's abilities,
//! and a try that broke off goes on behind the parts that left. Where the other side drops no second copy, a send whose
//! answer never came is *uncertain* and waits for a person.
//!
//! *How soon.* `jobs::follow` hands what the log says to those who act on it, each from where it was left off:
//! [`notices`] tells people, [`conversations::sla`] measures the clocks of the conversations an event is about. Minutes
//! are never kept: a clock is where it began and when it is due, and what counted is read from the log when somebody
//! asks. One timer a conversation stands for the next step of its policy.
//!
//! *Whose.* A team that gives out keeps its unassigned in line ([`store`], in order of need). `jobs::route` looks after
//! every commit and when somebody comes: [`conversations::routing`] reads who is there and what they carry,
//! [`routing`] says who and why, one deed gives a lot of it out. Nothing is kept between two looks.
//!
//! *By itself.* A rule is when, if and then ([`domain::rule`]). Rules of arrival run in the deed that takes a message in,
//! before its conversation is told of; all others follow the log, each once for an event, and those that wait for
//! something to go on have one timer a conversation. What changes the conversation is done in the same deed; what
//! speaks is a job of its own, so that it may fail alone. An event says how many rules stand behind it: rules do not hear
//! themselves, nor the fourth of a row, and one that acts again and again with no person between is switched off.
//! [`conversations::rules::past`] takes conversations back to how they stood, to say what a rule would have done.
//!
//! *To programs.* Each webhook follows the log by itself ([`desk::webhooks::calls`]): what it hears of is a row, tried until
//! it is taken; what there is no room for waits in the log. So nothing is lost however long a program is away, and a call
//! holds no text: what it says is rendered as [`api`] shows it when it leaves. [`jobs`] stands below `api`, so it is handed
//! the function that says it.
//!
//! *In figures.* [`reports`] follows the log on a thread of its own and looks anew at every conversation an event speaks
//! of: its fact is made from its own records and log, never added to, so that what comes late, is merged, un-merged or
//! taken back needs no code of its own. Facts lie as columns in `views.redb`, which may be thrown away. A metric says
//! what one sighting means; totals, courses, parts, rows and tables are the same scan.
//!
//! *Meanwhile.* What a channel says while nobody presses send (when we open, a greeting, a menu) is asked for by the deed
//! that takes a message in, planned by [`conversations::automatic`], put into words by [`app::automatic`] and said by a
//! deed that plans it anew. To whom nothing may be said by itself stands in one place, for rules too. Whose hours count is
//! asked of [`conversations::sla::hours`]: the channel's, else the team's, else the desk's.
//!
//! *Afterwards.* One of us resolves: [`conversations::surveys::watch`] sets a timer where the channel asks how it was, and what
//! is due is planned anew before it is said. A rating by a press or a typed number is read before a message looks for its
//! conversation, stays with what asked for it and moves nothing; by mail it is given on [`web::survey`], which nobody logs
//! in to and which only takes what is posted.
//!
//! *Before and after.* What customers have with a date ([`domain::dated`]) is looked at when it is due, by one job a date
//! it had: [`conversations::dated::say::settle`] leaves out and lets wait, what is left is put into words by [`app::dated`]
//! and said by a deed that plans it anew. A press is read where a rating is, and moves nothing unless it asks for a person.
//!
//! *At what hour.* What speaks of its own accord, by the clock, or to many asks one gate, [`conversations::outreach`], with what
//! it is about: outside of contact hours it waits for the next allowed minute, above the caps it is left out and says so. What
//! counts is read from the messages, which say what they were about; answers ask nobody.
//!
//! *Looked at again.* Where it was switched on, [`jobs`] has a week drawn each Monday: [`quality::sample::pool`] finds what
//! was resolved, page by page beside other work, [`quality::sample::draw`] is arithmetic over it and a seed that is kept, and
//! one deed writes it with the row of the week, which is why it is done once. Who may see which review, and that nobody sees
//! what another said before all who are compared have said it, is [`quality::sees`].
//!
//! *On the page.* The writer tells [`board`], [`search`] and [`app::hub`] after each commit and before it answers.
//! The hub sends open pages the numbers that changed; they fetch the fragments they show.
//!
//! ## How a request comes in
//!
//! `cli::doors` opens the sockets before anything is said: pages without encryption, or, with a domain, port 443 with
//! the certificate [`https::Keeper`] shows at the moment and port 80, which proves the domain and sends people on. Layers
//! from outside in: [`web::lines`] (who is silent too long, who has too many), compression, [`web::error`] (headers, a
//! page for every failure), [`web::pace`] (bodies that trickle), [`web::guard`] (host, origin, session, token), the
//! handler. [`web::source`] is the only one that reads what proxies say. `jobs::certificate` renews.
//!
//! ## Invariants, each held by a test
//!
//! - only `store` names redb; an index is written only with its record; `store::check` rebuilds and compares
//! - any group of deeds may run twice (tests run every one twice); acknowledged only after the commit
//! - events hold no personal text; what a viewer may not see is not found: finding and authorising are one call
//! - HTML from outside reaches a page only as `text::html::SafeHtml`, in a sandboxed frame
//! - no page needs JavaScript to log in, read, reply or resolve; no GET writes
//! - every mail in a watched folder has exactly one recorded outcome; the cursor is derived from the outcomes
//! - data from a newer Lobby is refused, from any older one brought forward
//! - no request leaves the machine in a test
//!
//! ## How to add …
//!
//! - *a deed*: a file in `conversations/` (or the room of its noun), a row in its test module; events in
//!   `domain::event` with a sentence in `words`; then a route in `web::routes` and `api::routes`.
//! - *a page*: a folder in `web/` named by its noun, a template of the same name, a line in `web::routes`; the access
//!   test asks every route as nobody, as the wrong role, team and token, and fails until the new one has a row.
//! - *a channel*: a folder in `channels/` behind the trait ([`channels::api`] is the smallest), its abilities as data in
//!   `domain::channel`, a line in `channels::all`, words for its fields and steps; settings page, API, hook address,
//!   queue and listener come with it. `tests/app/channels` holds the rows every channel must pass.
//! - *a metric*: a variant of [`reports::Metric`] with what its sightings say, words `metric-…`; where no stream has what it
//!   counts, a file in `reports/fold/`, and a new version of the view. `tests/app/reports` counts it by hand.
//! - *a job*: a variant of `domain::job::JobKind` holding ids only, a short file in `jobs/`.
//! - *a table or field*: a line in `store::tables` and its noun's `put_…`; a field with a default. A change that old
//!   data does not read as it is: a step at the end of `store::migrations`.

// Pure: no clock, no store, no wire.
pub mod text;

pub mod domain;
// What is needed to boot.
pub mod clock;
pub mod config;
pub mod keys;
// Calendars and due times, as calculation.
pub mod sla;
// What is asked of a conversation.
pub mod conditions;
// Who gets what.
pub mod routing;
// What Lobby remembers.
pub mod board;
pub mod search;
pub mod store;
// The outside world.
pub mod channels;
pub mod net;
// Our own certificate.
pub mod https;
// Who somebody is.
pub mod auth;
// What is said to people.
pub mod words;
// What can be done.
pub mod contacts;
pub mod conversations;
// Systems of the business beside the conversation.
pub mod integrations;
// What is looked at again, and talked over.
pub mod quality;
// Who is told of what.
pub mod notices;
// What a person may ask of what is kept of them.
pub mod privacy;
// What the log adds up to.
pub mod reports;
// What an administrator arranges, and the wizard.
pub mod desk;
pub mod setup;
pub mod transfer;
// The shell: what sets it in motion.
pub mod app;
pub mod jobs;
pub mod web;

pub mod api;

pub mod cli;
