//! One approved text to several people: it is chosen, who gets it and who does not is shown, and it goes.

use std::collections::BTreeSet;

use actix_multipart::form::MultipartForm;
use askama::Template;

use crate::conversations::bulk::{self, text};
use crate::conversations::chat::closing::opens_next;
use crate::conversations::chat::template::usable;
use crate::domain::bulk::BulkText;
use crate::domain::channel::Channel;
use crate::domain::chat::TemplateUse;
use crate::domain::consent::Purpose;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::list::List;
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html};
use crate::web::conversations::template::{used, wanted};
use crate::web::conversations::texts::{self, For, TextsView, Wanted, filled};
use crate::web::conversations::ways;
use crate::web::conversations::write::check_token;
use crate::web::inbox::bulk::shown as bulk_shown;
use crate::web::inbox::list::{name_of, parse};
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::upload::Fields;
use crate::web::view::Choice;
use crate::words::Arg;

/// Conversations named for each reason why somebody is left out.
const NAMED: usize = 20;

/// People left out for one reason.
#[derive(Debug, Clone)]
struct LeftOut {
    why: String,
    n: usize,
    /// The first of them: number, name.
    named: Vec<(u64, String)>,
    code: &'static str,
}

/// What was filled in so far.
#[derive(Debug, Clone)]
struct Typed {
    list: List,
    numbers: Vec<u64>,
    /// The first that sends approved texts, where none was chosen.
    channel: Option<ChannelId>,
    purpose: Purpose,
    send_at: Option<Millis>,
    wanted: Wanted,
}

#[derive(Template)]
#[template(path = "inbox/text.html")]
struct TextPage {
    page: Page,
    back: String,
    list: String,
    numbers: String,
    key: String,
    channels: Vec<Choice>,
    purposes: Vec<Choice>,
    /// When we open, and in words, where that is soon.
    later: Option<(i64, String, bool)>,
    gets: usize,
    getting: String,
    sending: String,
    /// Some wait for the hour at which they may be written to.
    waits: String,
    left: Vec<LeftOut>,
    t: TextsView,
    errors: Vec<String>,
}

/// Channels by which approved texts go.
pub fn channels(directory: &Directory) -> impl Iterator<Item = &Channel> {
    let all = directory.channels.iter();
    all.filter(|it| it.retired_at.is_none() && it.kind.abilities().templates)
}

/// The page, before anything was chosen.
///
/// # Errors
/// The store's.
pub async fn choose(asker: &Asker, list: List, numbers: Vec<u64>) -> Answer {
    let typed = Typed {
        list,
        numbers,
        channel: None,
        purpose: Purpose::Service,
        send_at: None,
        wanted: Wanted::default(),
    };
    html(&view(asker, typed).await?)
}

fn typed(asker: &Asker, form: &Fields) -> Result<Typed> {
    let numbers = form.text("numbers").split(',');
    let purpose = Purpose::parse(form.text("purpose"));
    Ok(Typed {
        list: parse(asker, form.text("list"))?,
        numbers: numbers.filter_map(|it| it.parse().ok()).collect(),
        channel: form.text("channel").parse().ok(),
        purpose: purpose.unwrap_or(Purpose::Service),
        send_at: form.text("later").parse().ok().map(Millis),
        wanted: wanted(form),
    })
}

/// `POST /bulk/text`: `do` is `send`; anything else, such as choosing another text, shows the page again.
pub async fn send(asker: Asker, form: MultipartForm<Fields>) -> Answer {
    let form = form.into_inner();
    check_token(&asker, form.text("csrf"))?;
    let typed = typed(&asker, &form)?;
    if form.text("do") != "send" {
        return html(&view(&asker, typed).await?);
    }
    let (key, given, by) = (form.text("key").to_owned(), typed.clone(), asker.clone());
    let done = asker
        .app
        .act(move |w: &mut Write<'_>| {
            once(w, &by, "text", &key, |w| {
                let missing = || Error::invalid("channel", "error-missing");
                let channel = given.channel.ok_or_else(missing)?;
                let it = BulkText {
                    channel,
                    text: used(w, channel, &given.wanted)?,
                    purpose: given.purpose,
                    send_at: given.send_at,
                };
                let made = bulk::begin_text(w, by.viewer(), &given.numbers, &it)?;
                Ok(made.id.to_string())
            })
        })
        .await;
    match done {
        Ok(id) => {
            let id = id.parse().map_err(|_| Error::not_found("bulk"))?;
            bulk_shown(&asker, typed.list, id).await
        }
        Err(wrong @ Error::Invalid(_)) => {
            let mut page = view(&asker, typed).await?;
            page.errors = ways::wrong(&asker.words, &wrong);
            let mut answer = html(&page)?;
            *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(other) => Err(other.into()),
    }
}

async fn view(asker: &Asker, typed: Typed) -> Result<TextPage> {
    let asker = asker.clone();
    let app = asker.app.clone();
    app.look(move |look| {
        let directory = Directory::read(look)?;
        let mut found = channels(&directory);
        let channel = match typed.channel {
            Some(id) => found.find(|it| it.id == id),
            None => found.next(),
        };
        let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
        let words = &asker.words;
        let t = choice(&asker, look, channel, &typed.wanted)?;
        let it = text_of(look, channel, (&typed, &t))?;
        let (gets, left, waits) = audience(&asker, look, &typed.numbers, &it)?;
        let label = |it: &Channel| {
            let current = it.id == channel.id;
            Choice::new(it.id.to_string(), ways::label(words, it), current)
        };
        let purpose = |one: Purpose| {
            let label = words.t(&format!("purpose-{}", one.name()));
            Choice::new(one.name(), label, one == it.purpose)
        };
        let opens = opens_next(look, asker.now)?;
        Ok(TextPage {
            page: shell::page(&asker, look, &directory, "inbox", Some(typed.list))?,
            back: shell::address(typed.list),
            list: name_of(typed.list),
            numbers: numbers(&typed.numbers),
            key: uuid::Uuid::new_v4().to_string(),
            channels: channels(&directory).map(label).collect(),
            purposes: Purpose::ALL.into_iter().map(purpose).collect(),
            later: opens.map(|at| {
                let time = words.until(at, asker.now);
                let said = words.t_of("bulk-text-later", "time", time);
                (at.0, said, typed.send_at.is_some())
            }),
            getting: words.t_n("bulk-text-gets", gets),
            sending: words.t_n("bulk-text-send", gets),
            gets,
            waits: waits.map_or_else(String::new, |(n, at)| {
                let (n, time) = (Arg::Number(n), words.until(at, asker.now));
                words.t_with("bulk-text-waits", &[("n", n), ("time", Arg::Text(&time))])
            }),
            left,
            t,
            errors: Vec::new(),
        })
    })
    .await
}

fn numbers(all: &[u64]) -> String {
    let all: Vec<String> = all.iter().map(u64::to_string).collect();
    all.join(",")
}

fn choice(asker: &Asker, look: &Look<'_>, channel: &Channel, wanted: &Wanted) -> Result<TextsView> {
    let language = look.business()?.unwrap_or_default().language;
    let language: String = language.chars().take(2).collect();
    let whom = For {
        channel: &channel.id.to_string(),
        language: &language,
        name: "{{name}}",
        place: "",
        // Who does not want offers is left out of them.
        refuses: false,
        // Whom it waits for is told beside how many get it.
        offer: None,
    };
    let all = usable(look, channel)?;
    Ok(texts::view(&asker.words, &all, whom, wanted))
}

/// The text as it is filled in so far; of none yet only whom it would reach is known.
fn text_of(
    look: &Look<'_>,
    channel: &Channel,
    (typed, t): (&Typed, &TextsView),
) -> Result<BulkText> {
    let all = usable(look, channel)?;
    let chosen = t.chosen.as_ref();
    let found = all
        .iter()
        .find(|it| chosen.is_some_and(|chosen| it.is(&chosen.name, &chosen.language)));
    let fields = chosen.map(|it| it.fields.iter());
    let values = fields
        .into_iter()
        .flatten()
        .map(|(name, _, value)| (name.clone(), value.clone()));
    let shown = Wanted {
        values: values.collect(),
        ..Wanted::default()
    };
    Ok(BulkText {
        channel: channel.id,
        text: found.map_or_else(TemplateUse::default, |it| filled(it, &shown)),
        purpose: match found {
            Some(it) if it.sells() => Purpose::Commercial,
            _ => typed.purpose,
        },
        send_at: typed.send_at,
    })
}

/// How many get it, who does not and why, and how many wait for an hour at which they may, the first of them until when.
type Audience = (usize, Vec<LeftOut>, Option<(i64, Millis)>);

fn audience(asker: &Asker, look: &Look<'_>, numbers: &[u64], it: &BulkText) -> Result<Audience> {
    let (mut gets, mut left) = (0, Vec::<LeftOut>::new());
    let mut waits: Option<(i64, Millis)> = None;
    let (mut met, mut people) = (BTreeSet::new(), BTreeSet::new());
    for number in numbers {
        let found = look.conversation_numbered(*number)?;
        let seen = found.filter(|it| asker.viewer().sees(it) && met.insert(it.id));
        let Some(c) = seen else { continue };
        let said = if people.insert(text::person(look, &c)?) {
            text::verdict(look, &c, it, asker.now)?
        } else {
            Err(text::SAME_PERSON)
        };
        let code = match said {
            Ok(own) => {
                gets += 1;
                if let Some(at) = own.send_at.filter(|_| own.send_at != it.send_at) {
                    let (n, first) = waits.unwrap_or((0, at));
                    waits = Some((n + 1, first.min(at)));
                }
                continue;
            }
            Err(code) => code,
        };
        let at = match left.iter().position(|it| it.code == code) {
            Some(at) => at,
            None => {
                left.push(LeftOut {
                    why: asker.words.t(code),
                    n: 0,
                    named: Vec::new(),
                    code,
                });
                left.len() - 1
            }
        };
        if let Some(one) = left.get_mut(at) {
            one.n += 1;
            if one.named.len() < NAMED {
                let name = look.person(c.contact)?.unwrap_or_default().name;
                one.named.push((c.number, name));
            }
        }
    }
    Ok((gets, left, waits))
}
