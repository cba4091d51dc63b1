//! `lobby demo`: a pretend company to look around in, with customers who keep writing. They are pretended, the rest is
//! real: their mail comes by IMAP and leaves by SMTP, their chats come and go as those of WhatsApp and Telegram do,
//! through small servers on this machine.

mod company;
mod customers;
mod imap;
mod letter;
mod past;
mod phones;
mod smtp;
mod story;
mod town;

use std::net::TcpListener;

use clap::Args;
use tokio::sync::mpsc;

use crate::app::App;
use crate::cli::demo::company::Ports;
use crate::cli::demo::phones::Phones;
use crate::cli::demo::story::Cast;
use crate::cli::demo::town::Town;
use crate::cli::doors::Doors;
use crate::cli::serve;
use crate::clock::Clock;
use crate::config::Config;

#[derive(Debug, Args)]
pub struct Options {
    /// How fast customers write and answer: 2 is twice as fast
    #[arg(long, default_value_t = 1.0, value_name = "N")]
    speed: f64,
    /// Language of the company and its customers: en or es
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

/// Serves the pretend company until stopped. A folder of its own is made and removed again, unless one was `given`.
///
/// # Errors
/// When the folder holds something else, or the address cannot be listened on.
pub fn run(config: Config, given: bool, options: &Options) -> Result<(), Failure> {
    if !(0.1..=60.0).contains(&options.speed) {
        return Err("--speed: from 0.1 to 60".into());
    }
    let cast = Cast::of(&options.language)?;
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
        ..config
    };
    let done = play(config, &cast, options);
    if !given && let Err(err) = std::fs::remove_dir_all(&data_dir) {
        tracing::warn!(error = %err, folder = %data_dir.display(), "the demo's folder stays");
    }
    done
}

fn play(config: Config, cast: &Cast, options: &Options) -> Result<(), Failure> {
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
    history(&config, cast, &options.language, ports)?;
    let app = serve::open(config)?;
    let company = company::reopen(&app, cast, ports).map_err(|err| {
        format!("this folder holds no demo in this language ({err}): name another")
    })?;
    let doors = Doors::open(&app.config)?;
    let password = company::fresh_password(&app, cast)?;
    println!(
        "The demo of Lobby runs at {}\n  log in as {}\n  password  {password}\n\
         Write to the desk yourself, as a customer in the chat: {}/chat/{}\nStop it with Ctrl-C.",
        app.config.public_url,
        company::address_of(&cast.owner),
        app.config.public_url,
        company.chat,
    );
    let connection = company.connection;
    let folders = app.store.look(|look| look.folders_of(connection))?;
    let next = folders.iter().map(|it| it.live_next).max().unwrap_or(1);
    let (sent, answers) = mpsc::unbounded_channel();
    let town = Town::new(next, sent.clone());
    let (cast, speed) = (cast.clone(), options.speed);
    serve::run_open(app, doors, move |app: App| {
        let phones = Phones::new(app.clone(), company.whatsapp.clone(), sent);
        sockets.serve(&town, &phones)?;
        let places = customers::Places {
            company,
            town,
            phones,
        };
        tokio::spawn(customers::play(app, cast, places, answers, speed));
        Ok(())
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
fn history(config: &Config, cast: &Cast, language: &str, ports: Ports) -> Result<(), Failure> {
    if config.data_dir.join("lobby.redb").exists() {
        return Ok(());
    }
    println!("Three weeks of customers are being made up …");
    let then = Clock::System.now() - past::SPAN;
    let app = serve::open_at(config.clone(), Clock::standing(then))?;
    company::found(&app, cast, language, ports)?;
    let company = company::reopen(&app, cast, ports)?;
    let played = actix_web::rt::System::new().block_on(past::play(&app, cast, &company));
    app.store.close();
    played.map_err(Into::into)
}
