//! `/settings/channels/kinds`: by which kind of channel customers shall write, and connecting one that is reached by an
//! API: steps, a form made of what its door needs, and the secrets Lobby made, shown once.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Path;

use crate::channels::{self, Field as Needed, Shape};
use crate::desk::channels::ChannelForm;
use crate::desk::providers;
use crate::domain::channel::{Channel, ChannelKind, ProviderSettings};
use crate::domain::error::{Error, Result};
use crate::domain::team::Team;
use crate::web::asker::{Answer, Asker};
use crate::web::names::glyph;
use crate::web::settings::channel::place;
use crate::web::settings::{Pairs, admin, again, first, show};
use crate::web::sheet::{Card, Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::{Choice, Link};
use crate::words::Words;

/// Steps of one kind, at most.
const STEPS: usize = 12;

/// `GET /settings/channels/kinds`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let words = &asker.words;
    // What people write by first, what programs call last.
    let mut doors: Vec<_> = channels::all().iter().collect();
    doors.sort_by_key(|it| it.kind() == ChannelKind::Api);
    let cards = doors.into_iter().map(|it| {
        let kind = it.kind();
        let (icon, name) = glyph(kind);
        Card {
            href: match kind {
                ChannelKind::Email => "/settings/channels/new".to_owned(),
                _ => format!("/settings/channels/kinds/{}", kind.name()),
            },
            icon,
            title: words.t(name),
            text: words.maybe(&format!("kind-{}-about", kind.name())),
        }
    });
    let sheet = Sheet::new(words.t("channels-new"), words.t("channels-new-text"))
        .back("/settings/channels", words.t("set-channels"))
        .with(Section::of(
            String::new(),
            vec![Part::Cards(cards.collect())],
        ));
    show(&asker, sheet).await
}

/// The kind an address names, if it is connected by this page.
fn kind_of(name: &str) -> Result<ChannelKind> {
    let kind = ChannelKind::parse(name).filter(|it| *it != ChannelKind::Email);
    kind.filter(|it| channels::of(*it).is_some())
        .ok_or_else(|| Error::not_found("page"))
}

/// `GET /settings/channels/kinds/{kind}`
pub async fn new(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, kind_of(&at)?, &[]).await?;
    show(&asker, sheet).await
}

async fn sheet(asker: &Asker, kind: ChannelKind, given: &[(String, String)]) -> Result<Sheet> {
    let words = &asker.words;
    let teams = asker.app.look(crate::desk::setting::list::<Team>).await?;
    let mut fields = vec![
        Field::text(
            "channel.name",
            words.t("channel-name"),
            first(given, "channel.name"),
        )
        .hint(words.t("channel-name-hint")),
    ];
    if !teams.is_empty() {
        fields.push(team_field(words, &teams, first(given, "channel.team")));
    }
    fields.extend(needed(words, kind, |field| {
        first(given, field.name).to_owned()
    }));
    let form = Form::new(
        format!("/settings/channels/kinds/{}", kind.name()),
        words.t("channel-connect"),
        fields,
    );
    let mut sheet = Sheet::new(words.t(glyph(kind).1), words.maybe(&about(kind)))
        .back("/settings/channels/kinds", words.t("channels-new"));
    let steps = steps(words, kind);
    if !steps.is_empty() {
        let how = Section::of(words.t("kind-steps"), vec![Part::Numbered(steps)]);
        sheet = sheet.with(how);
    }
    Ok(sheet.with(Section::of(words.t("kind-fields"), vec![Part::Form(form)])))
}

fn about(kind: ChannelKind) -> String {
    format!("kind-{}-about", kind.name())
}

fn team_field(words: &Words, teams: &[Team], given: &str) -> Field {
    let mut choices = vec![Choice::new(
        "",
        words.t("channel-no-team"),
        given.is_empty(),
    )];
    choices.extend(teams.iter().map(|it| {
        let id = it.id.to_string();
        let chosen = id == given;
        Choice::new(id, it.name.clone(), chosen)
    }));
    let label = words.t("channel-team");
    Field::choose(Kind::Select, "channel.team", label, choices)
}

/// What is to be done for a kind, in order.
#[must_use]
pub fn steps(words: &Words, kind: ChannelKind) -> Vec<String> {
    (1..=STEPS)
        .map(|at| words.maybe(&format!("{}-step-{at}", kind.name())))
        .take_while(|it| !it.is_empty())
        .collect()
}

/// The fields of a kind as a form has them, rare ones folded behind the others; `value` says what stands in each.
#[must_use]
pub fn needed(words: &Words, kind: ChannelKind, value: impl Fn(&Needed) -> String) -> Vec<Field> {
    let all = channels::of(kind).map(|it| it.fields()).unwrap_or_default();
    let view = |it: &&Needed| field(words, kind, it, value(it));
    let (rare, usual): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.shape == Shape::Rare);
    let mut out: Vec<Field> = usual.iter().map(view).collect();
    if !rare.is_empty() {
        let rare: Vec<Field> = rare.iter().map(view).collect();
        let open = rare.iter().any(|it| !it.value.is_empty());
        out.push(Field::fold(words.t("channel-more"), open));
        out.extend(rare);
        out.push(Field::unfold());
    }
    out
}

fn field(words: &Words, kind: ChannelKind, it: &Needed, value: String) -> Field {
    let name = it.name.replace('_', "-");
    let key = format!("channel-field-{}-{name}", kind.name());
    let label = words.t(&key);
    let mut field = match it.shape {
        _ if it.secret => Field::input("password", it.name, label, "").auto("off"),
        Shape::Area => Field::new(Kind::Area, it.name, label, value),
        Shape::Colour => {
            let shown = if value.is_empty() {
                "#3d5afe".to_owned()
            } else {
                value
            };
            Field::input("color", it.name, label, shown)
        }
        Shape::Choice(all) => {
            let choice = |it: &&str| {
                let label = words.t(&format!("{key}-{}", it.replace('_', "-")));
                Choice::new(*it, label, value == **it)
            };
            Field::choose(
                Kind::Select,
                it.name,
                label,
                all.iter().map(choice).collect(),
            )
        }
        Shape::Line | Shape::Rare => Field::text(it.name, label, value).auto("off"),
    };
    if it.required {
        field = field.required();
    }
    field.hint(words.maybe(&format!("{key}-hint")))
}

/// The fields of a channel that is connected: secrets stay unless they are written anew.
#[must_use]
pub fn kept(words: &Words, kind: ChannelKind, settings: &ProviderSettings) -> Vec<Field> {
    let mut all = needed(words, kind, |it| settings.value(it.name).to_owned());
    for field in &mut all {
        if settings.sealed.contains_key(&field.name) {
            field.required = false;
            field.hint = words.t("secret-set");
        }
    }
    all
}

/// `POST /settings/channels/kinds/{kind}`: connects it and shows what to copy.
pub async fn connect(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let kind = kind_of(&at)?;
    let given = given.into_inner();
    let name = first(&given, "channel.name").trim().to_owned();
    let about = ChannelForm {
        name: (!name.is_empty()).then_some(name),
        team: Some(first(&given, "channel.team").parse().ok()),
        ..ChannelForm::default()
    };
    let prepared = match providers::prepare(kind, &given) {
        Ok(it) => it,
        Err(err) => return refused(&asker, kind, &given, err).await,
    };
    let (viewer, keys, ready) = (
        asker.viewer().clone(),
        asker.app.keys.clone(),
        prepared.clone(),
    );
    let made = asker
        .app
        .act(move |w| providers::connect(w, &viewer, &keys, &ready, &about))
        .await;
    match made {
        Ok(channel) => connected(&asker, &channel, &prepared).await,
        Err(err) => refused(&asker, kind, &given, err).await,
    }
}

async fn refused(
    asker: &Asker,
    kind: ChannelKind,
    given: &[(String, String)],
    err: Error,
) -> Answer {
    match err {
        Error::Invalid(_) | Error::Conflict { .. } => {
            again(asker, sheet(asker, kind, given).await?, err).await
        }
        other => Err(other.into()),
    }
}

/// What was made: secrets shown this once, and where calls go.
async fn connected(asker: &Asker, channel: &Channel, prepared: &providers::Prepared) -> Answer {
    let words = &asker.words;
    let id = channel.connection;
    let found = asker.app.look(move |look| look.connection(id)).await?;
    let connection = found.unwrap_or_default();
    let mut sheet = Sheet::new(channel.name.clone(), words.t(glyph(channel.kind).1))
        .back("/settings/channels", words.t("set-channels"));
    sheet.banners.push(crate::web::sheet::Banner {
        tone: "ok",
        text: words.t("channel-connected"),
        link: Some(Link {
            href: place(channel.id),
            text: words.t("try-to-channel"),
        }),
    });
    if !prepared.made.is_empty() {
        let secret = |(name, secret): &(&'static str, zeroize::Zeroizing<String>)| {
            let key = format!("channel-field-{}-{}", channel.kind.name(), name);
            Part::Copy(words.t(&key.replace('_', "-")), secret.as_str().to_owned())
        };
        let secrets = prepared.made.iter().map(secret).collect();
        let once = Section::of(words.t("channel-secret-once"), secrets);
        sheet = sheet.with(once.text(words.t("channel-secret-once-text")));
    }
    if let Some(url) = connection.hook_url(&asker.app.config.public_url) {
        let copy = Part::Copy(words.t("channel-hook"), url);
        let hook = Section::of(String::new(), vec![copy]);
        sheet = sheet.with(hook.text(words.t("channel-hook-text")));
    }
    let on = Form::new(place(channel.id), words.t("try-to-channel"), Vec::new()).by_get();
    let sheet = sheet.with(Section::of(String::new(), vec![Part::Form(on)]));
    let mut answer = show(asker, sheet).await?;
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
