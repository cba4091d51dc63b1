//! `/settings/canned_replies`: texts to answer with, one's own and those of everybody or of a team; their languages and
//! files; and bringing them in from a table.

use actix_multipart::form::MultipartForm;
use actix_web::web::{Path, Query};

use crate::app::off_the_loop;
use crate::desk::canned_replies::{self as canned, About};
use crate::domain::actor::Right;
use crate::domain::canned_reply::{Audience, CannedReply, PLACES, Variant};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, CannedReplyId};
use crate::transfer::canned_replies as table;
use crate::transfer::contacts::Report;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::browse::{self, Browsed};
use crate::web::contacts::import::{counts, with_wrong};
use crate::web::conversations::item::held;
use crate::web::conversations::write::check_token;
use crate::web::names::Directory;
use crate::web::settings::canned_holdings;
use crate::web::settings::{Pairs, again, done, first, id, show, under};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::upload::{self, Fields};
use crate::web::view::Choice;
use crate::words::Words;

/// Where they are arranged.
pub const PLACE: &str = "/settings/canned_replies";
/// Characters of a text in the list.
const LINE: usize = 160;
/// Languages a form offers; others come by the API or a table.
pub const LANGUAGES: [(&str, &str); 8] = [
    ("en", "English"),
    ("es", "Español"),
    ("pt", "Português"),
    ("id", "Bahasa Indonesia"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
];

/// What the page is made of, as of one look.
#[derive(Clone)]
struct Around {
    directory: Directory,
    all: Vec<(CannedReply, bool)>,
}

async fn around(asker: &Asker) -> Result<Around> {
    let viewer = asker.viewer().clone();
    let look = asker.app.look(move |look| {
        Ok(Around {
            directory: Directory::read(look)?,
            all: canned::list(look, &viewer)?,
        })
    });
    look.await
}

async fn sheet(asker: &Asker, asked: &Browsed) -> Result<Sheet> {
    let Around { directory, all } = around(asker).await?;
    let words = &asker.words;
    let said = |(it, _): &(CannedReply, bool)| {
        let texts: Vec<&str> = it.texts().collect();
        format!("{}\n{}", it.name, texts.join("\n"))
    };
    let row = |(it, writes): &(CannedReply, bool)| row(words, &directory, it, *writes);
    let list = browse::list(words, (PLACE, asked), all, (said, row), "canned-none");
    let new = fields(asker, &directory, &CannedReply::default());
    let add = Form::new(PLACE, words.t("act-add"), new);
    let bring = Form::new(
        format!("{PLACE}/import"),
        words.t("canned-bring"),
        vec![
            Field::new(Kind::File, "files", words.t("import-file-label"), "")
                .hint(words.t("canned-bring-hint"))
                .required(),
            // Beside that of a new one: each has its own name.
            Field {
                name: "for".to_owned(),
                ..for_whom(asker, &directory, Audience::default())
            },
        ],
    );
    let sheet = Sheet::new(words.t("set-canned"), words.t("canned-lead"));
    Ok(under(asker, sheet)
        .with(Section::of(String::new(), list))
        .with(Section::of(words.t("canned-new"), vec![Part::Form(add)]).id("new"))
        .with(known_places(words))
        .with(Section::of(words.t("canned-bring-title"), vec![Part::Form(bring)]).folded(false)))
}

/// What can be filled in, to copy.
#[must_use]
pub fn known_places(words: &Words) -> Section {
    let places = PLACES.iter().map(|it| format!("{{{{{it}}}}}")).collect();
    Section::of(words.t("canned-places"), vec![Part::Codes(places)])
        .text(words.t_of("canned-places-text", "example", "{{contact.first_name|…}}"))
        .folded(false)
}

fn row(words: &Words, directory: &Directory, it: &CannedReply, writes: bool) -> Row {
    let place = format!("{PLACE}/{}", it.id);
    let line: String = it.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LINE).collect();
    let mut text = if short.len() < line.len() {
        format!("{short}…")
    } else {
        short
    };
    if !it.variants.is_empty() {
        let others: Vec<_> = it.variants.iter().map(|it| it.language.clone()).collect();
        text = format!("{text} · {}", others.join(", "));
    }
    if !it.files.is_empty() {
        text = format!("{text} · {}", words.t_n("canned-files", it.files.len()));
    }
    Row {
        title: it.name.clone(),
        href: place.clone(),
        text,
        chip: said_for(words, directory, it.audience),
        acts: if writes {
            let label = words.t("act-retire");
            vec![Form::button(format!("{place}/retire"), label)]
        } else {
            Vec::new()
        },
        ..Row::default()
    }
}

/// For whom it is, in words.
#[must_use]
pub fn said_for(words: &Words, directory: &Directory, it: Audience) -> String {
    match it {
        Audience::Everybody => words.t("for-everybody"),
        Audience::Team(id) => directory
            .team(id)
            .map_or_else(|| words.t("team-hidden"), |it| it.name.clone()),
        Audience::Agent(_) => words.t("for-me"),
    }
}

fn value(it: Audience) -> String {
    match it {
        Audience::Everybody => "everybody".to_owned(),
        Audience::Team(id) => format!("team:{id}"),
        Audience::Agent(_) => "me".to_owned(),
    }
}

/// For whom one may write.
#[must_use]
pub fn for_whom(asker: &Asker, directory: &Directory, now: Audience) -> Field {
    let words = &asker.words;
    let mut all = vec![Audience::Agent(asker.agent().id)];
    if asker.viewer().may(Right::Supervise) {
        let teams = directory.teams_for(asker.viewer());
        let teams: Vec<_> = teams.map(|it| Audience::Team(it.id)).collect();
        all.insert(0, Audience::Everybody);
        all.extend(teams);
    }
    let choice =
        |it: &Audience| Choice::new(value(*it), said_for(words, directory, *it), *it == now);
    let label = words.t("canned-for");
    Field::choose(
        Kind::Select,
        "audience",
        label,
        all.iter().map(choice).collect(),
    )
}

/// For whom a form says it is.
///
/// # Errors
/// [`Error::NotFound`].
pub fn audience(asker: &Asker, given: &str) -> Result<Audience> {
    match given {
        "everybody" => Ok(Audience::Everybody),
        "" | "me" => Ok(Audience::Agent(asker.agent().id)),
        other => {
            let team = other.strip_prefix("team:").unwrap_or_default();
            Ok(Audience::Team(id(team)?))
        }
    }
}

fn fields(asker: &Asker, directory: &Directory, it: &CannedReply) -> Vec<Field> {
    let words = &asker.words;
    let mut out =
        vec![
            Field::text("name", words.t("canned-name"), it.name.clone())
                .hint(words.t("canned-name-hint"))
                .required(),
            Field::new(Kind::Area, "text", words.t("canned-text"), it.text.clone())
                .hint(words.t_of("canned-text-hint", "example", "{{contact.first_name|…}}")),
            for_whom(asker, directory, it.audience),
            Field::fold(words.t("canned-languages"), !it.variants.is_empty()),
        ];
    let empty = Variant::default();
    for (n, variant) in it.variants.iter().chain([&empty]).enumerate() {
        let mut known: Vec<Choice> = LANGUAGES
            .iter()
            .map(|(code, name)| Choice::new(*code, *name, *code == variant.language))
            .collect();
        if !variant.language.is_empty() && known.iter().all(|it| !it.current) {
            let code = variant.language.clone();
            known.push(Choice::new(code.clone(), code, true));
        }
        let none = Choice::new(
            "",
            words.t("canned-no-language"),
            variant.language.is_empty(),
        );
        known.insert(0, none);
        let label = words.t("language");
        out.push(Field::choose(
            Kind::Select,
            &format!("language-{n}"),
            label,
            known,
        ));
        let label = words.t("canned-text");
        out.push(Field::new(
            Kind::Area,
            &format!("text-{n}"),
            label,
            variant.text.clone(),
        ));
    }
    out.push(Field::unfold());
    out
}

fn about(asker: &Asker, given: &Pairs) -> Result<About> {
    let mut variants = Vec::new();
    for n in 0..64 {
        let variant = Variant {
            language: first(given, &format!("language-{n}")).to_owned(),
            text: first(given, &format!("text-{n}")).to_owned(),
        };
        // Without its text a language is taken away.
        if !variant.text.trim().is_empty() {
            variants.push(variant);
        }
    }
    Ok(About {
        name: first(given, "name").to_owned(),
        text: first(given, "text").to_owned(),
        variants,
        audience: audience(asker, first(given, "audience"))?,
    })
}

/// `GET /settings/canned_replies`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    let sheet = sheet(&asker, &asked).await?;
    show(&asker, sheet).await
}

/// `POST /settings/canned_replies`
pub async fn add(asker: Asker, given: Pairs) -> Answer {
    let (viewer, said) = (asker.viewer().clone(), about(&asker, &given)?);
    let kept = said.clone();
    let made = asker
        .app
        .act(move |w| canned::make(w, &viewer, &said).map(|it| it.id))
        .await;
    match made {
        Ok(_) => Ok(see_other(PLACE)),
        Err(err @ Error::Invalid(_)) => {
            let again_with = sheet_of(&asker, PLACE.to_owned(), &kept).await?;
            again(&asker, again_with, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// The form alone, holding what was written, for who has to mend it.
async fn sheet_of(asker: &Asker, action: String, said: &About) -> Result<Sheet> {
    let Around { directory, .. } = around(asker).await?;
    let words = &asker.words;
    let held = CannedReply {
        name: said.name.clone(),
        text: said.text.clone(),
        variants: said.variants.clone(),
        audience: said.audience,
        ..CannedReply::default()
    };
    let form = Form::new(
        action,
        words.t("act-save"),
        fields(asker, &directory, &held),
    );
    Ok(Sheet::new(words.t("set-canned"), String::new())
        .back(PLACE, words.t("set-canned"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
        .with(known_places(words)))
}

/// The page of one.
///
/// # Errors
/// [`Error::NotFound`]; the store's.
pub async fn one(asker: &Asker, at: CannedReplyId) -> Result<Sheet> {
    let viewer = asker.viewer().clone();
    let (it, writes) = asker
        .app
        .look(move |look| canned::find(look, &viewer, at))
        .await?;
    let words = &asker.words;
    if !writes {
        let texts = it.texts().map(|it| Part::Text(it.to_owned())).collect();
        return Ok(Sheet::new(it.name.clone(), words.t("canned-not-yours"))
            .back(PLACE, words.t("set-canned"))
            .with(Section::of(String::new(), texts)));
    }
    let place = format!("{PLACE}/{at}");
    let mut sheet = sheet_of(asker, place.clone(), &About::of(&it)).await?;
    sheet.title.clone_from(&it.name);
    let file = |file: &crate::domain::message::Attachment| {
        let held = file.holds.as_deref().map(|it| held(words, it));
        let (icon, title, text) = match held {
            Some(it) => (it.icon, format!("{}: {}", it.kind, it.title), it.text),
            None => ("file", file.name.clone(), words.bytes(file.size)),
        };
        let remove = Form {
            fields: vec![Field::hidden("remove", file.id.to_string())],
            ..Form::button(
                format!("{place}/files/remove"),
                words.t_of("file-remove", "name", &file.name),
            )
        };
        Row {
            icon,
            title,
            text,
            acts: vec![remove],
            ..Row::default()
        }
    };
    let rows: Vec<Row> = it.files.iter().map(file).collect();
    let mut parts = Vec::new();
    if !rows.is_empty() {
        parts.push(Part::Rows(rows));
    }
    let field = Field::new(Kind::File, "files", words.t("canned-file"), "").required();
    parts.push(Part::Form(Form {
        tone: "",
        ..Form::new(format!("{place}/files"), words.t("act-attach"), vec![field])
    }));
    sheet
        .sections
        .insert(1, Section::of(words.t("canned-files-title"), parts));
    let [at, card] = canned_holdings::sections(words, &place);
    sheet.sections.splice(2..2, [at, card]);
    Ok(sheet)
}

/// `GET /settings/canned_replies/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    let sheet = one(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/canned_replies/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let at: CannedReplyId = id(&at)?;
    let (viewer, said) = (asker.viewer().clone(), about(&asker, &given)?);
    let kept = said.clone();
    let saved = asker
        .app
        .act(move |w| canned::change(w, &viewer, at, &said).map(|_| ()))
        .await;
    let held = sheet_of(&asker, format!("{PLACE}/{at}"), &kept);
    done(&asker, saved, PLACE, held).await
}

/// `POST /settings/canned_replies/{id}/files`
pub async fn attach(asker: Asker, at: Path<String>, form: MultipartForm<Fields>) -> Answer {
    let (at, form) = (id::<CannedReplyId>(&at)?, form.into_inner());
    check_token(&asker, form.text("csrf"))?;
    let (files, staged): (Vec<_>, Vec<_>) = upload::stage(&asker.app, form.files)
        .await?
        .into_iter()
        .unzip();
    let viewer = asker.viewer().clone();
    let kept = asker
        .app
        .act(move |w| {
            let mut all = files.iter();
            all.try_for_each(|it| canned::attach(w, &viewer, at, it).map(|_| ()))
        })
        .await;
    drop(staged);
    done(&asker, kept, &format!("{PLACE}/{at}"), one(&asker, at)).await
}

/// `POST /settings/canned_replies/{id}/files/remove`
pub async fn detach(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (at, viewer) = (id::<CannedReplyId>(&at)?, asker.viewer().clone());
    let file: AttachmentId = id(first(&given, "remove"))?;
    asker
        .app
        .act(move |w| canned::detach(w, &viewer, at, file).map(|_| ()))
        .await?;
    Ok(see_other(&format!("{PLACE}/{at}")))
}

/// `POST /settings/canned_replies/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<CannedReplyId>(&at)?, asker.viewer().clone());
    asker
        .app
        .act(move |w| canned::retire(w, &viewer, at))
        .await?;
    Ok(see_other(PLACE))
}

/// `POST /settings/canned_replies/import`: brings a table in and says what became of its rows.
pub async fn bring(asker: Asker, form: Result<MultipartForm<Fields>, actix_web::Error>) -> Answer {
    let report = match form {
        Ok(form) => brought(&asker, form.into_inner()).await,
        Err(_) => Err(Error::invalid("file", "error-missing")),
    };
    let words = &asker.words;
    match report {
        Ok(report) => {
            let parts = vec![Part::Rows(counts(words, &report))];
            let sheet = Sheet::new(words.t("canned-bring-title"), String::new())
                .back(PLACE, words.t("set-canned"))
                .with(Section::of(words.t("import-done"), parts));
            show(&asker, with_wrong(words, sheet, &report)).await
        }
        Err(err @ (Error::Invalid(_) | Error::TooLarge { .. })) => {
            let sheet = sheet(&asker, &Browsed::default()).await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

async fn brought(asker: &Asker, form: Fields) -> Result<Report> {
    check_token(asker, form.text("csrf"))?;
    let audience = audience(asker, form.text("for"))?;
    let file = form.files.into_iter().find(|it| it.size > 0);
    let file = file.ok_or_else(|| Error::invalid("file", "error-missing"))?;
    let rows = off_the_loop(move || {
        let bytes = std::fs::read(file.file.path());
        table::read(&bytes.map_err(|err| Error::internal("reading an upload", err))?)
    })
    .await??;
    let viewer = asker.viewer().clone();
    let deed = asker
        .app
        .act(move |w| table::bring(w, &viewer, &rows, audience));
    deed.await
}
