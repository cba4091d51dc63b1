//! A file as a stream of pieces, read off the event loop: what is too large to be held in memory.

use std::fs::File;
use std::io::{self, Read};

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;

use crate::app::off_the_loop;

/// Bytes read at one time.
const PIECE: usize = 256 * 1024;

/// The bytes of a file, in order, to its end.
pub fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    unfold(Some(file), |file| async {
        let read = off_the_loop(move || one(file?)).await;
        match read {
            Ok(Some(Ok((bytes, file)))) => Some((Ok(bytes), Some(file))),
            Ok(Some(Err(err))) => Some((Err(err), None)),
            Ok(None) => None,
            Err(err) => Some((Err(io::Error::other(err.to_string())), None)),
        }
    })
}

fn one(mut file: File) -> Option<io::Result<(Bytes, File)>> {
    let mut out = Vec::new();
    let read = (&mut file).take(PIECE as u64).read_to_end(&mut out);
    match read {
        Ok(0) => None,
        Ok(_) => Some(Ok((Bytes::from(out), file))),
        Err(err) => Some(Err(err)),
    }
}
