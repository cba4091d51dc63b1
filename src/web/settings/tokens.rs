//! `/settings/tokens`: programs that may use the API.

use std::collections::BTreeMap;

use actix_web::web::{Path, Query};

use crate::auth::secret::Secret;
use crate::auth::token::{self, NewToken};
use crate::desk::setting;
use crate::domain::access::Token;
use crate::domain::actor::Role;
use crate::domain::error::{Error, Result};
use crate::domain::id::TokenId;
use crate::domain::team::Team;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::tags::Place;
use crate::web::settings::{Pairs, admin, again, done, every, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet, paged};
use crate::web::view::{Choice, TimeView};

async fn sheet(asker: &Asker, page: usize) -> Result<Sheet> {
    let viewer = asker.viewer().clone();
    let (all, teams) = asker
        .app
        .look(move |look| Ok((token::list(look, &viewer)?, setting::list::<Team>(look)?)))
        .await?;
    let words = &asker.words;
    let names: BTreeMap<TokenId, String> = all.iter().map(|it| (it.id, it.name.clone())).collect();
    let (shown, pager) = paged(all, page, "/settings/tokens", words);
    let rows: Vec<Row> = shown.iter().map(|it| row(asker, it, &names)).collect();
    let list = if rows.is_empty() {
        Part::Text(words.t("tokens-none"))
    } else {
        Part::Rows(rows)
    };
    let about = if names.is_empty() {
        String::new()
    } else {
        words.t("token-revoke-text")
    };
    let form = Form::new(
        "/settings/tokens",
        words.t("token-make"),
        fields(asker, &teams),
    );
    Ok(
        Sheet::new(words.t("set-tokens"), words.t("set-tokens-about"))
            .back("/settings", words.t("nav-settings"))
            .with(Section::of(String::new(), vec![list, pager]).text(about))
            .with(Section::of(words.t("token-new"), vec![Part::Form(form)])),
    )
}

fn row(asker: &Asker, it: &Token, names: &BTreeMap<TokenId, String>) -> Row {
    let words = &asker.words;
    let used = match it.last_used_at {
        Some(at) => words.t_of("token-used", "when", words.ago(at, asker.now)),
        None => words.t("token-unused"),
    };
    let maker = it.made_with.and_then(|it| names.get(&it));
    Row {
        title: it.name.clone(),
        text: match maker {
            Some(maker) => format!("{used} · {}", words.t_of("token-made-with", "name", maker)),
            None => used,
        },
        chip: words.t(&format!("role-{}", it.role.name())),
        when: Some(TimeView::full(words, it.created_at)),
        acts: vec![
            Form::button(
                format!("/settings/tokens/{}/revoke", it.id),
                words.t("token-revoke"),
            )
            .danger(),
        ],
        ..Row::default()
    }
}

fn fields(asker: &Asker, teams: &[Team]) -> Vec<Field> {
    let words = &asker.words;
    let roles = Role::ALL
        .into_iter()
        .filter(|it| *it <= asker.viewer().role)
        .map(|it| {
            let name = words.t(&format!("role-{}", it.name()));
            Choice::new(it.name(), name, it == Role::Agent)
        })
        .collect();
    let voices = ["integration", "agent"]
        .into_iter()
        .map(|it| Choice::new(it, words.t(&format!("token-as-{it}")), it == "integration"))
        .collect();
    let mut all = vec![
        Field::text("name", words.t("token-name"), "")
            .hint(words.t("token-name-hint"))
            .required(),
        Field::choose(Kind::Select, "role", words.t("role"), roles),
        Field::choose(Kind::Select, "acts_as", words.t("token-as"), voices),
    ];
    let private: Vec<Choice> = teams
        .iter()
        .filter(|it| it.private && asker.viewer().sees_team(it.id))
        .map(|it| Choice::new(it.id.to_string(), it.name.clone(), false))
        .collect();
    if !private.is_empty() {
        all.push(Field::choose(
            Kind::Checks,
            "teams",
            words.t("token-teams"),
            private,
        ));
    }
    all
}

/// `GET /settings/tokens`
pub async fn page(asker: Asker, at: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, at.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/tokens`: makes one and shows it, this once.
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    let me = asker.agent().id;
    let new = NewToken {
        name: first(&given, "name").to_owned(),
        role: Role::parse(first(&given, "role")).unwrap_or_default(),
        acts_as: (first(&given, "acts_as") == "agent").then_some(me),
        teams: every(&given, "teams"),
        made_with: None,
    };
    let (secret, viewer) = (Secret::new()?, asker.viewer().clone());
    let hash = secret.hash();
    let made = asker
        .app
        .act(move |write| token::make(write, &viewer, &new, hash))
        .await;
    match made {
        Ok(_) => {
            let words = &asker.words;
            let value = token::written(&secret);
            let sheet = Sheet::new(words.t("token-made"), words.t("token-once"))
                .back("/settings/tokens", words.t("set-tokens"))
                .with(Section::of(
                    String::new(),
                    vec![Part::Copy(words.t("token"), value)],
                ));
            let mut answer = show(&asker, sheet).await?;
            answer.headers_mut().insert(
                actix_web::http::header::CACHE_CONTROL,
                actix_web::http::header::HeaderValue::from_static("no-store"),
            );
            Ok(answer)
        }
        Err(err @ Error::Invalid(_)) => {
            let sheet = sheet(&asker, 1).await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// `POST /settings/tokens/{id}/revoke`
pub async fn revoke(asker: Asker, at: Path<String>) -> Answer {
    let (token, viewer) = (id::<TokenId>(&at)?, asker.viewer().clone());
    let revoked = asker
        .app
        .act(move |write| token::revoke(write, &viewer, token))
        .await;
    done(&asker, revoked, "/settings/tokens", sheet(&asker, 1)).await
}
