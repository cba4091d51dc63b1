//! Inviting somebody: by mail, by a link to copy, by a QR for their phone.

use crate::app::App;
use crate::auth::invite::{self, Invitation};
use crate::auth::link;
use crate::auth::secret::Secret;
use crate::desk::sending::can_send;
use crate::domain::access::Link as OneTime;
use crate::domain::actor::{Role, Viewer};
use crate::domain::error::Result;
use crate::domain::id::{LinkId, TeamId};
use crate::domain::team::Team;
use crate::web::settings::{every, first};
use crate::web::sheet::{Field, Form, Kind, Part, Section, qr};
use crate::web::view::Choice;
use crate::words::Words;

/// Who is invited, as a form has it.
#[derive(Debug, Clone, Default)]
pub struct Given {
    pub name: String,
    pub email: String,
    pub role: String,
    pub mail: String,
    pub teams: Vec<TeamId>,
}

impl Given {
    /// Out of a form's pairs.
    #[must_use]
    pub fn read(form: &[(String, String)]) -> Self {
        let text = |name: &str| first(form, name).to_owned();
        Given {
            name: text("name"),
            email: text("email"),
            role: text("role"),
            mail: text("mail"),
            teams: every(form, "teams"),
        }
    }

    /// Nobody yet, to be written to where a letter can leave.
    #[must_use]
    pub fn nobody(by_mail: bool) -> Self {
        Given {
            mail: if by_mail {
                "1".to_owned()
            } else {
                String::new()
            },
            ..Given::default()
        }
    }

    #[must_use]
    pub fn invitation(&self) -> Invitation {
        Invitation {
            name: self.name.clone(),
            email: self.email.clone(),
            role: Role::parse(&self.role).unwrap_or_default(),
            teams: self.teams.clone(),
            by_mail: !self.mail.is_empty(),
        }
    }
}

/// An invitation that was made: the address to open, and whether it is on its way by mail.
#[derive(Debug, Clone)]
pub struct Made {
    pub address: String,
    pub mailed: bool,
}

/// The form; roles and teams show once there is something to tell apart.
#[must_use]
pub fn form(
    words: &Words,
    action: &str,
    given: &Given,
    (roles, teams): (&[Role], &[Team]),
    mail: bool,
) -> Form {
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
    if !teams.is_empty() {
        let choices = teams.iter().map(|it| {
            let chosen = given.teams.contains(&it.id);
            Choice::new(it.id.to_string(), it.name.clone(), chosen)
        });
        let choices = choices.collect();
        let label = words.t("invite-teams");
        fields.push(Field::choose(Kind::Checks, "teams", label, choices));
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

/// Makes an invitation; it is mailed when that was wished and can be done.
///
/// # Errors
/// As [`invite::make`].
pub async fn make(app: &App, viewer: Viewer, new: Invitation) -> Result<Made> {
    let secret = Secret::new()?;
    let (for_deed, keys) = (secret.clone(), app.keys.clone());
    let made = app.act(move |write| {
        let by_mail = new.by_mail && can_send(write)?;
        let new = Invitation {
            by_mail,
            ..new.clone()
        };
        let link = invite::make(write, &viewer, &new, &for_deed, &keys)?;
        Ok((link, by_mail))
    });
    shown_once(app, made.await?, &secret)
}

/// Makes the link of an open invitation anew, and mails it where a letter can leave.
///
/// # Errors
/// As [`invite::renew`].
pub async fn renew(app: &App, viewer: Viewer, id: LinkId) -> Result<Made> {
    let secret = Secret::new()?;
    let (for_deed, keys) = (secret.clone(), app.keys.clone());
    let made = app.act(move |write| {
        let by_mail = can_send(write)?;
        let keys = by_mail.then_some(&*keys);
        let link = invite::renew(write, &viewer, id, &for_deed, keys)?;
        Ok((link, by_mail))
    });
    shown_once(app, made.await?, &secret)
}

fn shown_once(app: &App, (link, mailed): (OneTime, bool), secret: &Secret) -> Result<Made> {
    let address = link::address(&app.config.public_url, &link.purpose, secret);
    Ok(Made { address, mailed })
}

/// The link as text and QR.
///
/// # Errors
/// When it is too long for a QR.
pub fn shown(words: &Words, made: &Made) -> Result<Section> {
    let address = &made.address;
    let text = if made.mailed {
        words.t("invite-mailed")
    } else {
        words.t("invite-hand-over")
    };
    let parts = vec![
        Part::Copy(words.t("invite-link"), address.clone()),
        Part::Qr(qr(address, words.t("invite-qr"))?),
    ];
    Ok(Section::of(words.t("invite-ready"), parts).text(text))
}
