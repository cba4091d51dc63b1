//! `/settings/channels/{id}/profile`: what customers see of the business on a channel.

use actix_web::web::Path;

use crate::channels::kit::{Door, request};
use crate::channels::{self, Profile};
use crate::desk::channels::find;
use crate::desk::providers::learn;
use crate::domain::channel::{Channel, Connection};
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::settings::channel::place;
use crate::web::settings::{Pairs, admin, again, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::{Arg, Words};

fn shown(connection: &Connection) -> Result<&'static dyn Profile> {
    let found = channels::of(connection.kind).and_then(|it| it.profile());
    found.ok_or_else(|| Error::not_found("profile"))
}

fn sheet(
    words: &Words,
    (channel, kind): (&Channel, &dyn Profile),
    value: impl Fn(&str) -> String,
) -> Sheet {
    let field = |(name, _): &(&'static str, usize)| {
        let key = format!("profile-field-{name}");
        let (label, hint) = (words.t(&key), words.maybe(&format!("{key}-hint")));
        let now = value(name);
        match *name {
            "vertical" => {
                let label_of = |it: &str| {
                    words.t(&format!("business-{}", it.to_lowercase().replace('_', "-")))
                };
                let one = |it: &&str| Choice::new(*it, label_of(it), **it == now);
                let mut all = vec![Choice::new("", words.t("business-unset"), now.is_empty())];
                all.extend(kind.kinds().iter().map(one));
                Field::choose(Kind::Select, name, label, all)
            }
            "description" | "websites" => Field::new(Kind::Area, name, label, now).hint(hint),
            "email" => Field::input("email", name, label, now).hint(hint),
            _ => Field::text(name, label, now).hint(hint),
        }
    };
    let fields = kind.fields().iter().map(field).collect();
    let form = Form::new(
        format!("{}/profile", place(channel.id)),
        words.t("act-save"),
        fields,
    );
    Sheet::new(words.t("profile-title"), words.t("profile-lead"))
        .back(&place(channel.id), words.t("channel-back"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
}

async fn read(asker: &Asker, at: &str) -> Result<(Channel, Connection)> {
    admin(asker)?;
    let channel: ChannelId = id(at)?;
    asker.app.look(move |look| find(look, channel)).await
}

/// `GET /settings/channels/{id}/profile`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    let (channel, connection) = read(&asker, &at).await?;
    let kind = shown(&connection)?;
    let settings = connection.provider().cloned().unwrap_or_default();
    let value = |name: &str| settings.learnt(&format!("profile {name}")).to_owned();
    show(&asker, sheet(&asker.words, (&channel, kind), value)).await
}

/// `POST /settings/channels/{id}/profile`: writes it at the provider, and remembers it.
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (channel, connection) = read(&asker, &at).await?;
    let kind = shown(&connection)?;
    let value = |name: &str| first(&given, name).replace("\r\n", "\n").trim().to_owned();
    let mut sheet = sheet(&asker.words, (&channel, kind), value);
    let mut new = Vec::new();
    for (name, most) in kind.fields() {
        let value = value(name);
        if value.chars().count() > *most {
            return again(&asker, sheet, Error::invalid(name, "error-too-long")).await;
        }
        let known =
            *name != "vertical" || value.is_empty() || kind.kinds().contains(&value.as_str());
        if !known {
            return again(&asker, sheet, Error::invalid(name, "error-field")).await;
        }
        new.push(((*name).to_owned(), value));
    }
    let (link, door) = (
        connection.id,
        Door::open(connection, &asker.app.keys, &asker.app.net)?,
    );
    if let Err(err) = kind.write(&door, &new).await {
        let (words, trouble) = (&asker.words, request::trouble(&err));
        let what = words.t(trouble.code);
        let args = [
            ("what", Arg::Text(&what)),
            ("detail", Arg::Text(&trouble.detail)),
        ];
        sheet.banner("bad", words.t_with("templates-refused", &args));
        return show(&asker, sheet).await;
    }
    let learnt: Vec<(String, String)> = new
        .into_iter()
        .map(|(name, value)| (format!("profile {name}"), value))
        .collect();
    asker.app.act(move |w| learn(w, link, &learnt)).await?;
    Ok(see_other(&place(channel.id)))
}
