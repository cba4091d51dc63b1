//! The index on disk: its fields, how it is opened, and which state of the store it shows.
//!
//! Documents lie newest first in every segment, so the newest hits are the first ones found and a search can stop
//! as soon as it has a page. No text is stored: what is shown is read from the store.

use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexBuilder, IndexSettings, IndexSortByField, Order};

use crate::domain::error::{Error, Result};
use crate::domain::id::{IncarnationId, Seq};

/// Raised whenever documents are made differently: an index of another version is built anew.
const VERSION: u32 = 3;

/// Messages and contacts are documents of one index; `text` and `title` are of messages only, `name` of contacts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// When it was said or the contact last seen, milliseconds; documents are sorted by it.
    pub at: Field,
    /// The id of the message or contact, in two halves.
    pub high: Field,
    pub low: Field,
    pub kind: Field,
    /// The conversation or contact: what a document is deleted by.
    pub of: Field,
    pub text: Field,
    /// The subject, on a conversation's first message.
    pub title: Field,
    pub name: Field,
    pub author: Field,
    pub channel: Field,
    pub tag: Field,
    /// Its teams and whose it is, [`NOBODY`] where there is none.
    pub team: Field,
    pub assignee: Field,
    /// The private team, when there is one.
    pub audience: Field,
    /// Who reads a private one without being a member.
    pub reader: Field,
}

/// Values of `kind`.
pub(super) const MESSAGE: u64 = 1;
pub(super) const CONTACT: u64 = 2;

/// In the place of an id: of no team, with nobody.
pub(super) const NOBODY: [u8; 16] = [0; 16];

fn schema() -> (Schema, Fields) {
    let mut to = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let words = TextOptions::default().set_indexing_options(words);
    let id = BytesOptions::default().set_indexed();
    let fast = NumericOptions::default().set_fast();
    let fields = Fields {
        at: to.add_i64_field("at", fast.clone()),
        high: to.add_u64_field("high", fast.clone()),
        low: to.add_u64_field("low", fast),
        kind: to.add_u64_field("kind", NumericOptions::default().set_indexed()),
        of: to.add_bytes_field("of", id.clone()),
        text: to.add_text_field("text", words.clone()),
        title: to.add_text_field("title", words.clone()),
        name: to.add_text_field("name", words),
        author: to.add_bytes_field("author", id.clone()),
        channel: to.add_bytes_field("channel", id.clone()),
        tag: to.add_bytes_field("tag", id.clone()),
        team: to.add_bytes_field("team", id.clone()),
        assignee: to.add_bytes_field("assignee", id.clone()),
        audience: to.add_bytes_field("audience", id.clone()),
        reader: to.add_bytes_field("reader", id),
    };
    (to.build(), fields)
}

fn open_in(directory: impl Into<Box<dyn Directory>>) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema();
    let settings = IndexSettings {
        sort_by_field: Some(IndexSortByField {
            field: "at".to_owned(),
            order: Order::Desc,
        }),
        // Nothing is stored, so there is nothing to compress on a thread of its own.
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    let index = IndexBuilder::new()
        .schema(schema)
        .settings(settings)
        .open_or_create(directory)?;
    Ok((index, fields))
}

/// Opens the index in a folder. One that cannot be read, or has other fields, is thrown away and built anew: it
/// owns no truth.
pub(super) fn open(folder: &Path) -> Result<(Index, Fields)> {
    let made = |doing: &str, err: &dyn std::fmt::Display| Error::internal(doing, err);
    for try_again in [true, false] {
        std::fs::create_dir_all(folder).map_err(|err| made("making the search folder", &err))?;
        let opened = MmapDirectory::open(folder)
            .map_err(tantivy::TantivyError::from)
            .and_then(open_in);
        match opened {
            Ok(it) => return Ok(it),
            Err(err) if try_again => {
                tracing::warn!(error = %err, "the search index is built anew");
                std::fs::remove_dir_all(folder)
                    .map_err(|err| made("clearing the search folder", &err))?;
            }
            Err(err) => return Err(made("opening the search index", &err)),
        }
    }
    Err(Error::Internal("the search index did not open".to_owned()))
}

/// An index that forgets, for tests.
pub(super) fn in_memory() -> Result<(Index, Fields)> {
    open_in(RamDirectory::create()).map_err(|err| Error::internal("making a search index", err))
}

/// What a commit writes beside its documents: the store, the place in its log, and the version of this view.
pub(super) fn position(incarnation: Option<IncarnationId>, seq: Seq) -> String {
    let incarnation = incarnation.unwrap_or_default();
    format!("{VERSION} {incarnation} {seq}")
}

/// The place up to which an index shows this store; `None` when it must be built anew: another store's, another
/// version's, or ahead of the log.
pub(super) fn place(index: &Index, incarnation: Option<IncarnationId>, last: Seq) -> Option<Seq> {
    let payload = index.load_metas().ok()?.payload?;
    let seq = Seq(payload.rsplit(' ').next()?.parse().ok()?);
    (seq <= last && payload == position(incarnation, seq)).then_some(seq)
}
