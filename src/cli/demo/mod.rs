//! `lobby demo`: a pretend company to look around in, with customers who keep writing. They are pretended, the rest is
//! real: their mail comes by IMAP and leaves by SMTP, their chats come and go as those of WhatsApp and Telegram do,
//! through small servers on this machine.

mod company;
mod customers;
mod imap;
mod letter;
mod pace;
mod pages;
mod past;
mod phones;
mod places;
mod routes;
mod site;
mod smtp;
mod story;
mod town;
mod you;

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::web::Data;
use clap::Args;
use tokio::sync::{Notify, mpsc};

use crate::app::App;
use crate::cli::demo::company::{Company, Ports};
use crate::cli::demo::customers::Play;
use crate::cli::demo::pace::{Pace, SPEEDS};
use crate::cli::demo::pages::Stage;
use crate::cli::demo::phones::Phones;
use crate::cli::demo::places::Places;
use crate::cli::demo::site::Site;
use crate::cli::demo::story::Cast;
use crate::cli::demo::town::{Sent, Town};
use crate::cli::demo::you::You;
use crate::cli::doors::Doors;
use crate::cli::serve;
use crate::clock::Clock;
use crate::config::Config;

#[derive(Debug, Args)]
pub struct Options {
    /// How fast customers write and answer: 2 is twice as fast
    #[arg(long, default_value_t = 1.0, value_name = "N")]
    speed: f64,
    /// The company to look around in: clinic, shop, isp or collections
    #[arg(long, default_value = "shop", value_name = "COMPANY")]
    company: String,
    /// Language of the company and its customers: en, es, pt-BR or id
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,
}

type Failure = Box<dyn std::error::Error>;

/// Where the company's mail servers and the providers of its chats listen, before anything runs in them.
struct Sockets {
    imap: TcpListener,
    smtp: TcpListener,
    phones: TcpListener,
}

/// Serves the pretend company until stopped. A folder of its own is made and removed again; one that was `given` is removed
/// only when the demo is ended from its page.
///
/// # Errors
/// When the folder holds something else, or the address cannot be listened on.
pub fn run(config: Config, given: bool, options: &Options) -> Result<(), Failure> {
    if !SPEEDS.contains(&options.speed) {
        return Err("--speed: from 0.1 to 60".into());
    }
    let cast = Cast::of(&options.company, &options.language)?;
    let data_dir = if given {
        config.data_dir.clone()
    } else {
        let name = format!("lobby-demo-{}", std::process::id());
        std::env::temp_dir().join(name)
    };
    let config = Config {
        data_dir: data_dir.clone(),
        // The servers of the demo are on this machine.
        allow_loopback: true,
        demo: true,
        ..config
    };
    let over = AtomicBool::new(!given);
    let done = play(config, &cast, options, &over);
    if over.load(Ordering::SeqCst)
        && let Err(err) = std::fs::remove_dir_all(&data_dir)
    {
        tracing::warn!(error = %err, folder = %data_dir.display(), "the demo's folder stays");
    }
    done
}

/// Serves until stopped; `over` is set when somebody ended the demo for good.
fn play(config: Config, cast: &Cast, options: &Options, over: &AtomicBool) -> Result<(), Failure> {
    let sockets = Sockets {
        imap: TcpListener::bind("127.0.0.1:0")?,
        smtp: TcpListener::bind("127.0.0.1:0")?,
        phones: TcpListener::bind("127.0.0.1:0")?,
    };
    let ports = Ports {
        imap: sockets.imap.local_addr()?.port(),
        smtp: sockets.smtp.local_addr()?.port(),
        phones: sockets.phones.local_addr()?.port(),
    };
    history(&config, cast, ports)?;
    let app = serve::open(config)?;
    let company = company::reopen(&app, cast, ports).map_err(|err| {
        format!("this folder holds no demo of this company in this language ({err}): name another")
    })?;
    let doors = Doors::open(&app.config)?;
    let password = company::fresh_password(&app, cast)?;
    println!(
        "The demo of Lobby runs at {0}\n  log in as {1}\n  password  {password}\n\
         Write to the desk yourself, as a customer on a phone beside it: {0}/demo\nStop it with Ctrl-C.",
        app.config.public_url,
        company::address_of(cast, &cast.owner),
    );
    let (sent, answers) = mpsc::unbounded_channel();
    let stage = Data::new(stage(&app, cast, (company, sent), options.speed)?);
    let play = Play {
        cast: cast.clone(),
        places: stage.places.clone(),
        you: stage.you.clone(),
        pace: stage.pace.clone(),
    };
    let (shown, end) = (stage.clone(), stage.end.clone());
    let doors = doors.with(move |cfg| routes::configure(cfg, &shown));
    let served = serve::run_open(app, doors, end, move |app: App| {
        sockets.serve(&play.places.town, &play.places.phones)?;
        tokio::spawn(customers::play(app, play, answers));
        Ok(())
    });
    over.fetch_or(stage.over.load(Ordering::SeqCst), Ordering::SeqCst);
    served
}

/// Everything the page of the demo shows, before anything runs.
fn stage(
    app: &App,
    cast: &Cast,
    (company, sent): (Company, mpsc::UnboundedSender<Sent>),
    speed: f64,
) -> Result<Stage, Failure> {
    let connection = company.connection;
    let folders = app.store.look(|look| look.folders_of(connection))?;
    let next = folders.iter().map(|it| it.live_next).max().unwrap_or(1);
    let places = Places {
        town: Town::new(next, sent.clone()),
        phones: Phones::new(app.clone(), company.whatsapp.clone(), cast, sent.clone()),
        site: Site::new(app.clone(), company.chat.clone(), sent),
        company,
    };
    Ok(Stage {
        places,
        you: You::new(app.clone(), cast),
        pace: Pace::new(speed),
        business: cast.business.clone(),
        folder: app.config.data_dir.display().to_string(),
        end: Arc::new(Notify::new()),
        over: AtomicBool::new(false),
    })
}

impl Sockets {
    fn serve(self, town: &Town, phones: &Phones) -> std::io::Result<()> {
        let ready = |it: TcpListener| {
            it.set_nonblocking(true)?;
            tokio::net::TcpListener::from_std(it)
        };
        tokio::spawn(imap::serve(ready(self.imap)?, town.clone()));
        tokio::spawn(smtp::serve(ready(self.smtp)?, town.clone()));
        phones.serve(self.phones)
    }
}

/// Founds the company and plays the weeks before now, unless that was done in an earlier run.
fn history(config: &Config, cast: &Cast, ports: Ports) -> Result<(), Failure> {
    if config.data_dir.join("lobby.redb").exists() {
        return Ok(());
    }
    println!("Three weeks of customers are being made up …");
    let then = Clock::System.now() - past::SPAN;
    let app = serve::open_at(config.clone(), Clock::standing(then))?;
    company::found(&app, cast, ports)?;
    let company = company::reopen(&app, cast, ports)?;
    let played = actix_web::rt::System::new().block_on(past::play(&app, cast, &company));
    app.store.close();
    played.map_err(Into::into)
}
