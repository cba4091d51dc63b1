//! `lobby token …`: API tokens from the command line.

use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::auth::invite::canonical_email;
use crate::auth::secret::Secret;
use crate::auth::token::{self, NewToken};
use crate::cli::order::{Order, viewer};
use crate::domain::access::Token;
use crate::domain::actor::Role;
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a token and print it, once
    Create(Create),
    /// List the tokens that work
    List,
    /// Revoke a token, by its id or its name
    Revoke { which: String },
}

#[derive(Debug, Args)]
pub struct Create {
    /// What it is for
    #[arg(long)]
    name: String,
    #[arg(long, value_enum)]
    role: RoleName,
    /// Whose voice its messages have
    #[arg(long, value_enum, default_value = "integration")]
    acts_as: ActsAs,
    /// With `--acts-as agent`: the agent's address [default: the first owner]
    #[arg(long, value_name = "E")]
    agent: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    Agent,
    Supervisor,
    Admin,
    Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
enum ActsAs {
    Integration,
    Agent,
}

/// Making a token, as an order.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeToken {
    name: String,
    role: Role,
    acts_as: ActsAs,
    agent: Option<String>,
}

impl Command {
    #[must_use]
    pub fn order(self) -> Order {
        match self {
            Command::Create(it) => Order::MakeToken(MakeToken {
                name: it.name,
                role: match it.role {
                    RoleName::Agent => Role::Agent,
                    RoleName::Supervisor => Role::Supervisor,
                    RoleName::Admin => Role::Admin,
                    RoleName::Owner => Role::Owner,
                },
                acts_as: it.acts_as,
                agent: it.agent,
            }),
            Command::List => Order::ListTokens,
            Command::Revoke { which } => Order::RevokeToken { which },
        }
    }
}

/// Makes a token; the one line is the token itself.
pub fn make(app: &App, order: &MakeToken) -> Result<Vec<String>> {
    let acts_as = match (order.acts_as, &order.agent) {
        (ActsAs::Integration, None) => None,
        (ActsAs::Integration, Some(_)) => return Err(Error::invalid("agent", "error-field")),
        (ActsAs::Agent, email) => Some(agent(app, email.as_deref())?),
    };
    let new = NewToken {
        name: order.name.clone(),
        role: order.role,
        acts_as,
        teams: Vec::new(),
        made_with: None,
    };
    let secret = Secret::new()?;
    let hash = secret.hash();
    app.store
        .by_hand(move |write| token::make(write, &viewer(), &new, hash))?;
    Ok(vec![token::written(&secret)])
}

fn agent(app: &App, email: Option<&str>) -> Result<AgentId> {
    let email = email.map(canonical_email).transpose()?;
    let all = app.store.look(|look| look.agents())?;
    let found = all.into_iter().filter(|it| it.is_active()).find(|it| {
        email
            .as_ref()
            .map_or(it.role == Role::Owner, |email| it.email == *email)
    });
    found
        .map(|it| it.id)
        .ok_or(Error::invalid("agent", "error-agent-unknown"))
}

/// One line a token: id, role, name, last use.
pub fn list(app: &App) -> Result<Vec<String>> {
    let all = app.store.look(|look| token::list(look, &viewer()))?;
    let line = |it: Token| {
        let used = it
            .last_used_at
            .map_or_else(|| "never used".to_owned(), |at| at.rfc3339());
        format!("{}  {:<10}  {}  {used}", it.id, it.role.name(), it.name)
    };
    Ok(all.into_iter().map(line).collect())
}

/// Revokes by id, or by a name only one has.
pub fn revoke(app: &App, which: &str) -> Result<Vec<String>> {
    let all = app.store.look(|look| token::list(look, &viewer()))?;
    let named = |it: &&Token| it.id.to_string() == which || it.name == which;
    let mut found = all.iter().filter(named);
    let (Some(it), None) = (found.next(), found.next()) else {
        return Err(Error::not_found("token, or several have this name"));
    };
    let id = it.id;
    app.store
        .by_hand(move |write| token::revoke(write, &viewer(), id))?;
    Ok(vec![format!("revoked {id}")])
}
