//! `lobby user …`: for the locked-out owner.

use clap::Subcommand;

use crate::app::App;
use crate::auth::invite::canonical_email;
use crate::auth::secret::Secret;
use crate::auth::{link, reset, second_factor, session};
use crate::cli::order::{Order, viewer};
use crate::desk::agents;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List everybody
    List,
    /// Print a link with which somebody sets a new password (30 minutes, once)
    ResetPassword { email: String },
    /// Take somebody's second factor away and log them out
    #[command(name = "disable-2fa")]
    DisableSecondFactor { email: String },
}

impl Command {
    #[must_use]
    pub fn order(self) -> Order {
        match self {
            Command::List => Order::ListUsers,
            Command::ResetPassword { email } => Order::ResetPassword { email },
            Command::DisableSecondFactor { email } => Order::DisableSecondFactor { email },
        }
    }
}

/// One line a person: address, role, name, state.
pub fn list(app: &App) -> Result<Vec<String>> {
    let all = app.store.look(agents::everybody)?;
    let line = |it: Agent| {
        let state = match (it.is_active(), it.totp.is_some()) {
            (false, _) => "left",
            (true, true) => "second factor",
            (true, false) => "",
        };
        let line = format!("{}  {:<10}  {}  {state}", it.email, it.role.name(), it.name);
        line.trim_end().to_owned()
    };
    Ok(all.into_iter().map(line).collect())
}

fn find(app: &App, email: &str) -> Result<Agent> {
    let email = canonical_email(email)?;
    let found = app.store.look(|look| look.agent_by_email(&email))?;
    found
        .filter(Agent::is_active)
        .ok_or(Error::not_found("person"))
}

/// Prints the link: whoever may run this may hand it over, so no mail is needed.
pub fn reset_password(app: &App, email: &str) -> Result<Vec<String>> {
    let agent = find(app, email)?;
    let secret = Secret::new()?;
    let for_deed = secret.clone();
    let made = app
        .store
        .by_hand(move |write| reset::make(write, &agent, &for_deed, None))?;
    Ok(vec![link::address(
        &app.config.public_url,
        &made.purpose,
        &secret,
    )])
}

/// Takes the second factor away; every session of the person ends.
pub fn disable_second_factor(app: &App, email: &str) -> Result<Vec<String>> {
    let id = find(app, email)?.id;
    app.store.by_hand(move |write| {
        second_factor::disable(write, viewer().actor, id)?;
        session::end_all(write, viewer().actor, id, None).map(|_| ())
    })?;
    app.hub.end_agent(id);
    Ok(vec![format!("{email} logs in with the password alone now")])
}
