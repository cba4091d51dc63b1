//! `lobby setup`: what the wizard does, without a browser.

use std::io::BufRead;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::auth::password;
use crate::cli::order::viewer;
use crate::desk::business::BusinessDetails;
use crate::domain::error::Result;
use crate::domain::team::{DeskSize, Sector};
use crate::setup::claim::{self, Claim};
use crate::setup::{country, progress};
use crate::words::Words;

#[derive(Debug, Args)]
pub struct Options {
    /// Name your customers know
    #[arg(long)]
    business: String,
    /// Time zone, such as America/Bogota [default: the country's]
    #[arg(long, value_name = "TZ")]
    time_zone: Option<String>,
    /// Two letters, such as CO
    #[arg(long, value_name = "CC")]
    country: String,
    /// Language of pages and texts, such as es [default: the country's]
    #[arg(long)]
    language: Option<String>,
    /// What you do: clinic, shop, internet, collections, other
    #[arg(long, default_value = "other", value_parser = PossibleValuesParser::new(Sector::NAMES))]
    sector: String,
    /// How many people will answer: one, few (2-3), some (4-10), many
    #[arg(long, default_value = "one", value_parser = PossibleValuesParser::new(DeskSize::NAMES))]
    people: String,
    #[arg(long, value_name = "N")]
    owner_name: String,
    #[arg(long, value_name = "E")]
    owner_email: String,
    /// Read the owner's password from the first line of standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

/// The set-up as an order.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetUp {
    business: String,
    time_zone: String,
    country: String,
    language: String,
    sector: String,
    people: String,
    owner_name: String,
    owner_email: String,
    password: String,
}

impl Options {
    /// Reads the password and fills in what the country says.
    ///
    /// # Errors
    /// A sentence about what is missing.
    pub fn read(self) -> Result<SetUp, String> {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|err| format!("reading the password: {err}"))?;
        let preset = country::find(&self.country);
        let language = self.language.or(preset.map(|it| it.language.to_owned()));
        let time_zone = self.time_zone.or(preset.map(|it| it.time_zone.to_owned()));
        let time_zone =
            time_zone.ok_or("--time-zone is needed: this country's is not known here")?;
        Ok(SetUp {
            business: self.business,
            time_zone,
            country: self.country,
            language: language.unwrap_or_else(|| "en".to_owned()),
            sector: self.sector,
            people: self.people,
            owner_name: self.owner_name,
            owner_email: self.owner_email,
            password: line.trim_end_matches(['\r', '\n']).to_owned(),
        })
    }
}

/// Claims this Lobby and says what the business is.
pub fn carry_out(app: &App, order: &SetUp) -> Result<Vec<String>> {
    let context = [
        order.owner_name.as_str(),
        &order.owner_email,
        &order.business,
    ];
    password::check(&order.password, &context)?;
    let words = Words::for_reader(&order.language, &order.time_zone);
    let claim = Claim {
        name: order.owner_name.clone(),
        email: order.owner_email.clone(),
        password: password::hash(&order.password)?,
        language: order.language.clone(),
        time_zone: order.time_zone.clone(),
        log_name: words.t("channel-log-name"),
    };
    let hours = country::usual(&order.country).hours();
    let details = BusinessDetails {
        name: order.business.clone(),
        country: order.country.clone(),
        time_zone: order.time_zone.clone(),
        language: order.language.clone(),
        sector: Sector::parse(&order.sector).unwrap_or_default(),
        people: DeskSize::parse(&order.people).unwrap_or_default(),
        hours,
    };
    app.store.by_hand(move |write| {
        claim::from_command_line(write, &claim)?;
        progress::put_business(write, &viewer(), &details)?;
        progress::finish(write, &viewer())
    })?;
    Ok(vec![format!(
        "{} is set up. Log in as {} at {}/login",
        order.business, order.owner_email, app.config.public_url
    )])
}
