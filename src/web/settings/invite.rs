//! Inviting somebody: by mail, by a link to copy, by a QR for their phone.

use serde::Deserialize;

use crate::app::App;
use crate::auth::invite::{self, Invitation};
use crate::auth::link;
use crate::auth::secret::Secret;
use crate::domain::actor::{Role, Viewer};
use crate::domain::error::Result;
use crate::web::sheet::{Field, Form, Kind, Part, Section, qr};
use crate::web::view::Choice;
use crate::words::Words;

/// Who is invited, as a form has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    pub name: String,
    pub email: String,
    pub role: String,
    pub mail: String,
}

impl Given {
    #[must_use]
    pub fn by_mail(&self) -> bool {
        !self.mail.is_empty()
    }

    #[must_use]
    pub fn invitation(&self) -> Invitation {
        Invitation {
            name: self.name.clone(),
            email: self.email.clone(),
            role: Role::parse(&self.role).unwrap_or_default(),
            teams: Vec::new(),
            by_mail: self.by_mail(),
        }
    }
}

/// The form; roles and teams show once there is something to tell apart.
#[must_use]
pub fn form(words: &Words, action: &str, given: &Given, roles: &[Role], mail: bool) -> Form {
    let mut fields = vec![
        Field::text("name", words.t("person-name"), &given.name),
        Field::input("email", "email", words.t("person-email"), &given.email).required(),
    ];
    if roles.len() > 1 {
        let choices = roles.iter().map(|it| {
            let name = words.t(&format!("role-{}", it.name()));
            Choice::new(it.name(), name, it.name() == given.role)
        });
        let choices = choices.collect();
        fields.push(Field::choose(
            Kind::Select,
            "role",
            words.t("role"),
            choices,
        ));
    }
    if mail {
        fields.push(Field::new(
            Kind::Check,
            "mail",
            words.t("invite-by-mail"),
            &given.mail,
        ));
    }
    Form::new(action, words.t("invite-make"), fields)
}

/// Makes an invitation and answers the address to open.
///
/// # Errors
/// As [`invite::make`].
pub async fn make(app: &App, viewer: Viewer, new: Invitation) -> Result<String> {
    let secret = Secret::new()?;
    let (for_deed, keys) = (secret.clone(), app.keys.clone());
    let made = app
        .act(move |write| invite::make(write, &viewer, &new, &for_deed, &keys))
        .await?;
    Ok(link::address(
        &app.config.public_url,
        &made.purpose,
        &secret,
    ))
}

/// The link as text and QR.
///
/// # Errors
/// When it is too long for a QR.
pub fn shown(words: &Words, address: &str, by_mail: bool) -> Result<Section> {
    let text = if by_mail {
        words.t("invite-mailed")
    } else {
        words.t("invite-hand-over")
    };
    let parts = vec![
        Part::Copy(words.t("invite-link"), address.to_owned()),
        Part::Qr(qr(address, words.t("invite-qr"))?),
    ];
    Ok(Section::of(words.t("invite-ready"), parts).text(text))
}
