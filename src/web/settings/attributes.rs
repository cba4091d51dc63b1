//! `/settings/attributes`: fields the business names itself, of contacts and of companies.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::desk::attributes::{self, About};
use crate::desk::setting;
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOf};
use crate::domain::error::Result;
use crate::domain::id::AttributeId;
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

const PLACE: &str = "/settings/attributes";

/// Which of the two lists is looked through.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    of: String,
    q: String,
    page: usize,
}

impl Place {
    /// What is asked of the list of these; the other one shows its beginning.
    fn browsed(&self, of: AttributeOf) -> Browsed {
        if AttributeOf::parse(&self.of) != Some(of) {
            return Browsed::default();
        }
        Browsed {
            q: self.q.clone(),
            page: self.page,
        }
    }
}

async fn sheet(asker: &Asker, asked: &Place) -> Result<Sheet> {
    let all = asker.app.look(setting::list::<Attribute>).await?;
    let words = &asker.words;
    let mut out = Sheet::new(words.t("set-attributes"), words.t("attributes-lead"))
        .back("/settings", words.t("nav-settings"));
    for of in AttributeOf::ALL {
        let those: Vec<Attribute> = all.iter().filter(|it| it.of == of).cloned().collect();
        let place = format!("{PLACE}?of={}", of.name());
        let (named, row) = (
            |it: &Attribute| it.name.clone(),
            |it: &Attribute| row(words, it),
        );
        let asked = asked.browsed(of);
        let list = browse::list(
            words,
            (&place, &asked),
            those,
            (named, row),
            "attributes-none",
        );
        let title = words.t(&format!("attributes-{}", of.name()));
        out = out.with(Section::of(title, list));
    }
    let add = Form::new(PLACE, words.t("act-add"), new_fields(words));
    Ok(out.with(Section::of(words.t("attribute-new"), vec![Part::Form(add)])))
}

fn row(words: &Words, it: &Attribute) -> Row {
    let place = format!("{PLACE}/{}", it.id);
    let mut told = vec![words.t(&format!("attribute-{}", it.kind.name()))];
    if !it.choices.is_empty() {
        told.push(it.choices.join(", "));
    }
    if it.beside {
        told.push(words.t("attribute-is-beside"));
    }
    if it.required {
        told.push(words.t("attribute-is-required"));
    }
    Row {
        title: it.name.clone(),
        href: place.clone(),
        text: told.join(" · "),
        acts: vec![Form::button(
            format!("{place}/retire"),
            words.t("act-retire"),
        )],
        ..Row::default()
    }
}

fn new_fields(words: &Words) -> Vec<Field> {
    let of = |it: AttributeOf| {
        let label = words.t(&format!("attributes-{}", it.name()));
        Choice::new(it.name(), label, it == AttributeOf::Contacts)
    };
    let kind = |it: AttributeKind| {
        let label = words.t(&format!("attribute-{}", it.name()));
        Choice::new(it.name(), label, it == AttributeKind::Text)
    };
    let ofs = AttributeOf::ALL.into_iter().map(of).collect();
    let kinds = AttributeKind::ALL.into_iter().map(kind).collect();
    let mut out = vec![
        Field::text("name", words.t("attribute-name"), "").required(),
        Field::choose(Kind::Select, "of", words.t("attribute-of"), ofs),
        Field::choose(Kind::Select, "kind", words.t("attribute-kind"), kinds),
    ];
    out.extend(fields(words, &Attribute::default(), true));
    out
}

/// What may be said at any time.
fn fields(words: &Words, it: &Attribute, choices: bool) -> Vec<Field> {
    let tick = |is: bool| if is { "1" } else { "" };
    let mut out = Vec::new();
    if choices {
        let label = words.t("attribute-choices");
        let hint = words.t("attribute-choices-hint");
        out.push(Field::new(Kind::Area, "choices", label, it.choices.join("\n")).hint(hint));
    }
    let beside = words.t("attribute-beside");
    out.push(Field::new(Kind::Check, "beside", beside, tick(it.beside)));
    let required = words.t("attribute-required");
    out.push(
        Field::new(Kind::Check, "required", required, tick(it.required))
            .hint(words.t("attribute-required-hint")),
    );
    out
}

fn about(given: &Pairs) -> About {
    About {
        name: first(given, "name").to_owned(),
        choices: first(given, "choices")
            .lines()
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect(),
        beside: first(given, "beside") == "1",
        required: first(given, "required") == "1",
    }
}

/// `GET /settings/attributes`
pub async fn page(asker: Asker, asked: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, &asked).await?;
    show(&asker, sheet).await
}

/// `POST /settings/attributes`
pub async fn add(asker: Asker, given: Pairs) -> Answer {
    let of = AttributeOf::parse(first(&given, "of")).unwrap_or_default();
    let kind = AttributeKind::parse(first(&given, "kind")).unwrap_or_default();
    let (viewer, about) = (asker.viewer().clone(), about(&given));
    let made = asker
        .app
        .act(move |w| attributes::make(w, &viewer, (of, kind), &about).map(|_| ()))
        .await;
    done(&asker, made, PLACE, sheet(&asker, &Place::default())).await
}

async fn one(asker: &Asker, at: AttributeId) -> Result<Sheet> {
    let find = move |look: &crate::store::Look<'_>| setting::find::<Attribute>(look, at);
    let it = asker.app.look(find).await?;
    let words = &asker.words;
    let mut all = vec![Field::text("name", words.t("attribute-name"), it.name.clone()).required()];
    all.extend(fields(words, &it, it.kind == AttributeKind::Choice));
    let form = Form::new(format!("{PLACE}/{at}"), words.t("act-save"), all);
    let lead = words.t_of("attribute-key", "key", &it.key);
    Ok(Sheet::new(it.name, lead)
        .back(PLACE, words.t("set-attributes"))
        .with(Section::of(String::new(), vec![Part::Form(form)])))
}

/// `GET /settings/attributes/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/attributes/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let attribute: AttributeId = id(&at)?;
    let (viewer, about) = (asker.viewer().clone(), about(&given));
    let saved = asker
        .app
        .act(move |w| attributes::change(w, &viewer, attribute, &about).map(|_| ()))
        .await;
    done(&asker, saved, PLACE, one(&asker, attribute)).await
}

/// `POST /settings/attributes/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (attribute, viewer) = (id::<AttributeId>(&at)?, asker.viewer().clone());
    let deed = asker
        .app
        .act(move |w| setting::retire::<Attribute>(w, &viewer, attribute));
    let retired = deed.await;
    done(&asker, retired, PLACE, sheet(&asker, &Place::default())).await
}
