//! Starting a conversation: freely, or with an approved text where only those are taken.

use actix_multipart::form::MultipartForm;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::contacts::consents::refuses_offers;
use crate::contacts::people;
use crate::conversations::canned_replies::Known;
use crate::conversations::chat::reach::{Reach, reach};
use crate::conversations::chat::template::usable;
use crate::conversations::outreach::by_hand;
use crate::conversations::reply::Reply;
use crate::conversations::said::Said;
use crate::conversations::start::{Start, To, start};
use crate::conversations::steps::mail::Recipients;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::contact::{Contact, Handle, IdentifierKind};
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ContactId};
use crate::domain::macros::MacroAct;
use crate::domain::message::{Attachment, MailAddress};
use crate::setup::country;
use crate::store::{Look, Write};
use crate::text::address::Address;
use crate::text::phone;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::contacts::consents::{self, ConsentView};
use crate::web::conversations::carried::{self, CarriedView};
use crate::web::conversations::ready::{Along, Ready};
use crate::web::conversations::template::{used, wanted};
use crate::web::conversations::texts::{self, For, TextsView, Wanted, chosen_time};
use crate::web::conversations::write::check_token;
use crate::web::conversations::{composer, ways};
use crate::web::names::{Directory, glyph};
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::upload::Fields;

/// Who it is with, when that is known already.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub contact: String,
}

/// A channel by which one may write first.
#[derive(Debug, Clone)]
struct Way {
    id: String,
    label: String,
    is_mail: bool,
    open: bool,
    /// Only approved texts go by it to this person.
    closed: bool,
    /// Approved texts can be sent by it.
    texts: bool,
    chosen: bool,
}

/// What was typed so far.
#[derive(Debug, Clone, Default)]
struct Typed {
    /// The contact it is for; empty when `to` says it.
    contact: String,
    channel: String,
    to: String,
    name: String,
    subject: String,
    text: String,
    /// An approved text shall be chosen, or is.
    by_text: bool,
    wanted: Wanted,
    along: Along,
    /// Files that were chosen when the form was shown before.
    carried: Vec<Attachment>,
}

/// The approved texts to choose from, and why.
#[derive(Debug, Clone)]
struct Texts {
    notice: String,
    view: TextsView,
}

#[derive(Template)]
#[template(path = "conversations/new.html")]
struct NewPage {
    page: Page,
    ways: Vec<Way>,
    typed: Typed,
    /// Whom it goes to, when that is known; empty where it is typed.
    person: String,
    /// In place of a message to be written.
    texts: Option<Texts>,
    /// What can be put into one.
    ready: Ready,
    carried: Vec<CarriedView>,
    key: String,
    /// What is wrong.
    errors: Vec<String>,
    /// What the person does not want.
    refused: Vec<ConsentView>,
}

impl NewPage {
    fn has_mail(&self) -> bool {
        self.ways.iter().any(|it| it.is_mail)
    }

    fn can(&self) -> bool {
        self.ways.iter().any(|it| it.open || it.closed)
    }

    fn may_text(&self) -> bool {
        self.ways.iter().any(|it| it.texts)
    }
}

/// What is known of whom it is for.
fn known(look: &Look<'_>, asker: &Asker, person: Option<&Contact>, typed: &Typed) -> Result<Known> {
    let person = person.cloned().unwrap_or_else(|| Contact {
        name: typed.name.trim().to_owned(),
        ..Contact::default()
    });
    let to = composer::read(typed.to.trim()).into_iter().next();
    let email = to.map(|it| it.address).unwrap_or_default();
    Known::before(look, asker.viewer(), person, (&email, typed.subject.trim()))
}

/// The form; `chosen` is something ready that is put into it.
async fn new_view(asker: &Asker, typed: Typed, chosen: &str) -> Result<NewPage> {
    let (asker, chosen) = (asker.clone(), chosen.to_owned());
    let app = asker.app.clone();
    app.look(move |look| {
        let mut typed = typed.clone();
        let directory = Directory::read(look)?;
        let id = typed.contact.parse::<ContactId>().ok();
        let person = match id {
            Some(id) => Some(people::find(look, asker.viewer(), id)?),
            None => None,
        };
        let id = person.as_ref().map(|it| it.id);
        let known = known(look, &asker, person.as_ref(), &typed)?;
        let mut text = std::mem::take(&mut typed.text);
        typed
            .along
            .choose(&asker, look, &known, (&chosen, &mut text))?;
        typed.text = text;
        let ready = typed.along.view(&asker, look, &directory, &known)?;
        let ways = ways_to(&asker, look, &directory, (id, &typed.channel))?;
        let by_text = ways.iter().find(|it| it.chosen && it.texts);
        let by_text = by_text.filter(|it| it.closed || typed.by_text);
        Ok(NewPage {
            page: shell::page(&asker, look, &directory, "new", None)?,
            ready,
            carried: carried::view(&asker, &typed.carried)?,
            texts: match by_text {
                Some(way) => Some(choice(&asker, look, (way, person.as_ref()), &typed)?),
                None => None,
            },
            ways,
            refused: match id {
                Some(id) => consents::refused(&asker, look, id)?,
                None => Vec::new(),
            },
            person: match &person {
                Some(it) if it.name.is_empty() => asker.words.t("unknown-person"),
                Some(it) => it.name.clone(),
                None => String::new(),
            },
            typed: Typed {
                contact: id.map(|it| it.to_string()).unwrap_or_default(),
                ..typed.clone()
            },
            key: uuid::Uuid::new_v4().to_string(),
            errors: Vec::new(),
        })
    })
    .await
}

/// The approved texts of a channel, for whom it goes to.
fn choice(
    asker: &Asker,
    look: &Look<'_>,
    (way, person): (&Way, Option<&Contact>),
    typed: &Typed,
) -> Result<Texts> {
    let words = &asker.words;
    let id: ChannelId = way.id.parse().map_err(|_| Error::not_found("channel"))?;
    let channel = look.channel(id)?;
    let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
    let ours = look.business()?.unwrap_or_default().language;
    let theirs = person.map(|it| it.language.clone());
    let language = theirs.filter(|it| !it.is_empty()).unwrap_or(ours);
    let language: String = language.chars().take(2).collect();
    let refuses = person.map(|it| refuses_offers(look, it.id, channel.kind));
    let refuses = refuses.transpose()?;
    let told = person.map(|it| by_hand::asked(look, (it.id, &channel), asker.now));
    let told = told.transpose()?.flatten();
    let whom = For {
        channel: &way.id,
        language: &language,
        name: person.map_or(typed.name.trim(), |it| it.name.as_str()),
        place: "",
        refuses: refuses.unwrap_or_default(),
        offer: told.map(|it| (it, asker.now)),
    };
    Ok(Texts {
        notice: words.t_of("new-texts", "channel", words.t(glyph(channel.kind).1)),
        view: texts::view(words, &usable(look, &channel)?, whom, &typed.wanted),
    })
}

/// The channels by which somebody may be written to first: of a contact those by which they are reached now, and why not
/// the others; of whom nobody knows yet those whose people have an address one can type. The first open one is chosen.
fn ways_to(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    (contact, chosen): (Option<ContactId>, &str),
) -> Result<Vec<Way>> {
    let words = &asker.words;
    let used = |it: &&Channel| it.retired_at.is_none() && it.kind != ChannelKind::Log;
    let mut out = Vec::new();
    for channel in directory.channels.iter().filter(used) {
        let mut label = ways::label(words, channel);
        let mut closed = false;
        let can_text = channel.kind.abilities().templates;
        let open = match contact {
            Some(id) => {
                let Some(connection) = look.connection(channel.connection)? else {
                    continue;
                };
                let reach = reach(look, id, (channel, &connection), asker.now)?;
                let why = ways::why_not(words, &reach);
                if !why.is_empty() {
                    label = format!("{label} ({why})");
                }
                closed = can_text && matches!(reach, Reach::Closed { .. });
                reach.is_yes()
            }
            None if can_be_typed(channel.kind) => true,
            None => continue,
        };
        out.push(Way {
            id: channel.id.to_string(),
            label,
            is_mail: channel.kind == ChannelKind::Email,
            open,
            closed,
            texts: can_text && (open || closed),
            chosen: false,
        });
    }
    out.sort_by_key(|it| (!it.open, !it.closed, !it.is_mail));
    let can = |it: &Way| it.open || it.closed;
    let wanted = out.iter().position(|it| can(it) && it.id == chosen);
    let first = out.iter().position(can);
    if let Some(it) = wanted.or(first).and_then(|at| out.get_mut(at)) {
        it.chosen = true;
    }
    Ok(out)
}

/// Whether its people are named by what one can know and type. On the others one can only answer.
fn can_be_typed(kind: ChannelKind) -> bool {
    matches!(
        kind,
        ChannelKind::Email | ChannelKind::WhatsApp | ChannelKind::Api
    )
}

/// `GET /new`.
pub async fn new_page(asker: Asker, asked: Query<Asked>) -> Answer {
    let typed = Typed {
        contact: asked.into_inner().contact,
        ..Typed::default()
    };
    html(&new_view(&asker, typed, "").await?)
}

/// Whom a typed address means on a channel, and who else gets the mail.
fn meant(
    channel: &Channel,
    typed: &Typed,
    country: &str,
) -> Result<(To, Option<Vec<MailAddress>>)> {
    if let Ok(id) = typed.contact.parse() {
        return Ok((To::Contact(id), None));
    }
    let wrong = || Error::invalid("to", "error-bad-identifier");
    let written = typed.to.trim();
    let mut name = typed.name.clone();
    let mut more = None;
    let handle = match channel.kind {
        ChannelKind::Email => {
            let wrong = || Error::invalid("to", "error-address");
            let all = composer::read(written);
            if all.iter().any(|it| Address::parse(&it.address).is_none()) {
                return Err(wrong());
            }
            let mut all = all.into_iter();
            let first = all.next().ok_or_else(wrong)?;
            if name.is_empty() {
                name = first.name;
            }
            let rest: Vec<_> = all.collect();
            more = (!rest.is_empty()).then_some(rest);
            Handle::email(first.address)
        }
        ChannelKind::WhatsApp => Handle {
            kind: IdentifierKind::WhatsApp,
            scope: String::new(),
            value: phone::canon(written, country).ok_or_else(wrong)?,
        },
        ChannelKind::Api if !written.is_empty() => Handle {
            kind: IdentifierKind::External,
            scope: channel.scope(),
            value: written.to_owned(),
        },
        _ => return Err(wrong()),
    };
    Ok((To::Handle { handle, name }, more))
}

/// Whether a button belongs to a message one writes oneself.
fn writes(what: &str) -> bool {
    let ready = ["canned:", "files:", "macro:"];
    matches!(what, "send" | "write") || ready.iter().any(|it| what.starts_with(it))
}

fn typed(form: &Fields) -> Typed {
    let field = |name: &str| form.text(name).to_owned();
    let chosen = wanted(form);
    Typed {
        contact: field("contact"),
        channel: field("channel"),
        to: field("to"),
        name: field("name"),
        subject: field("subject"),
        text: form.text("text").replace("\r\n", "\n"),
        by_text: !writes(form.text("do")) || !chosen.name.is_empty(),
        along: Along::read(form),
        carried: Vec::new(),
        wanted: chosen,
    }
}

/// `POST /new`: writes first. `do` is `send`; `template` or `ask` with an approved text; anything else shows the form
/// again, such as choosing one of those, or `canned:`, `files:` or `macro:` and an id.
pub async fn begin(asker: Asker, form: MultipartForm<Fields>) -> Answer {
    let form = form.into_inner();
    check_token(&asker, form.text("csrf"))?;
    let mut typed = typed(&form);
    let (what, key) = (form.text("do").to_owned(), form.text("key").to_owned());
    let carried = carried::take(&asker, form).await?;
    typed.carried = carried.files;
    if !matches!(what.as_str(), "send" | "template" | "ask") && chosen_time(&what).is_none() {
        return html(&new_view(&asker, typed, &what).await?);
    }
    if carried.is_one_lost {
        let wrong = Error::invalid("files", "error-file-lost");
        return again(&asker, typed, &wrong).await;
    }
    let done = {
        let (asker, typed, keys) = (asker.clone(), typed.clone(), asker.app.keys.clone());
        move |w: &mut Write<'_>| {
            once(w, &asker, "new", &key, |w| {
                let mut files = typed.carried.clone();
                files.extend(typed.along.files(w, &asker)?);
                let input = input(w, &asker, &typed, (&what, &files))?;
                let begun = start(w, &keys, asker.viewer(), &input)?.conversation;
                typed.along.carry_out(w, &asker, &begun)?;
                Ok(begun.number.to_string())
            })
        }
    };
    let done = asker.app.act(done).await;
    drop(carried.pins);
    match done {
        Ok(number) => Ok(see_other(&format!("/c/{number}?done=sent"))),
        Err(wrong @ (Error::Invalid(_) | Error::Conflict { .. } | Error::TooLarge { .. })) => {
            typed.by_text |= is_closed(&wrong);
            again(&asker, typed, &wrong).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Whether only an approved text was missing.
fn is_closed(wrong: &Error) -> bool {
    matches!(wrong, Error::Invalid(fields) if fields.iter().any(|it| it.code == "window_closed"))
}

/// What was typed, as the deed takes it.
fn input(
    look: &Look<'_>,
    asker: &Asker,
    typed: &Typed,
    (what, files): (&str, &[Attachment]),
) -> Result<Start> {
    let business = look.business()?.unwrap_or_default();
    let country = country::find(&business.country).map_or("", |it| it.phone);
    let id = typed.channel.parse();
    let id: ChannelId = id.map_err(|_| Error::invalid("channel", "error-field"))?;
    let channel = look.channel(id)?;
    let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
    let (to, more) = meant(&channel, typed, country)?;
    let is_mail = channel.kind == ChannelKind::Email;
    let text = match what {
        "send" => None,
        _ => Some(used(look, id, &typed.wanted)?),
    };
    let (template, ask) = if what == "ask" {
        (None, text)
    } else {
        (text, None)
    };
    let acts = typed.along.acts(look, asker)?;
    let said = match &template {
        Some(_) => Said::default(),
        None => Said::of(typed.text.trim_end()),
    };
    Ok(Start {
        to,
        channel: id,
        subject: if is_mail {
            typed.subject.clone()
        } else {
            String::new()
        },
        reply: Reply {
            said,
            recipients: Recipients {
                cc: more,
                ..Recipients::default()
            },
            attachments: match ask {
                Some(_) => Vec::new(),
                None => files.to_vec(),
            },
            template,
            ask,
            send_at: chosen_time(what),
            then: if acts.iter().any(MacroAct::moves) {
                Then::KeepOpen
            } else {
                Then::default()
            },
            ..Reply::default()
        },
        assignee: Some(asker.agent().id),
        team: None,
        tags: Vec::new(),
        // Threads of mail are told apart by their subject; a talk goes on where it is.
        new: is_mail,
    })
}

/// The form as it was typed, with what is wrong.
async fn again(asker: &Asker, typed: Typed, wrong: &Error) -> Answer {
    let mut view = new_view(asker, typed, "").await?;
    view.errors = ways::wrong(&asker.words, wrong);
    let mut answer = html(&view)?;
    *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
