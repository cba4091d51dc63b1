//! Sessions, API tokens and one-time links, found by the SHA-256 of a secret that is not kept.

use crate::domain::access::{Link, Session, Token};
use crate::domain::error::Result;
use crate::domain::id::{BlobHash, LinkId, SessionId, TokenId};
use crate::store::codec;
use crate::store::key::Key;
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// The SHA-256 of a secret.
pub type SecretHash = BlobHash;

fn key(hash: SecretHash) -> Key {
    Key::new().fixed(&hash.0)
}

impl Look<'_> {
    pub fn session(&self, hash: SecretHash) -> Result<Option<Session>> {
        self.record(Table::Sessions, &key(hash))
    }

    pub fn token(&self, hash: SecretHash) -> Result<Option<Token>> {
        self.record(Table::Tokens, &key(hash))
    }

    pub fn link(&self, hash: SecretHash) -> Result<Option<Link>> {
        self.record(Table::Links, &key(hash))
    }

    /// All sessions with their keys, for the lists of devices.
    pub fn sessions(&self) -> Result<Vec<(SecretHash, Session)>> {
        self.all_secret(Table::Sessions)
    }

    /// All API tokens with their keys.
    pub fn tokens(&self) -> Result<Vec<(SecretHash, Token)>> {
        self.all_secret(Table::Tokens)
    }

    /// All one-time links with their keys.
    pub fn links(&self) -> Result<Vec<(SecretHash, Link)>> {
        self.all_secret(Table::Links)
    }

    pub fn link_by_id(&self, id: LinkId) -> Result<Option<(SecretHash, Link)>> {
        Ok(self.links()?.into_iter().find(|(_, it)| it.id == id))
    }

    pub fn token_by_id(&self, id: TokenId) -> Result<Option<(SecretHash, Token)>> {
        Ok(self.tokens()?.into_iter().find(|(_, it)| it.id == id))
    }

    pub fn session_by_id(&self, id: SessionId) -> Result<Option<(SecretHash, Session)>> {
        Ok(self.sessions()?.into_iter().find(|(_, it)| it.id == id))
    }

    fn all_secret<T: serde::de::DeserializeOwned>(
        &self,
        table: Table,
    ) -> Result<Vec<(SecretHash, T)>> {
        let mut out = Vec::new();
        self.scan(table, &Key::new(), Order::Forward, None, |key, value| {
            if let Ok(hash) = <[u8; 32]>::try_from(key) {
                out.push((BlobHash(hash), codec::decode(table.name(), key, value)?));
            }
            Ok(std::ops::ControlFlow::Continue(()))
        })?;
        Ok(out)
    }
}

impl Write<'_> {
    pub fn put_session(&mut self, hash: SecretHash, new: &Session) -> Result<()> {
        self.put(Table::Sessions, &key(hash), new)
    }

    pub fn remove_session(&mut self, hash: SecretHash) -> Result<bool> {
        self.remove(Table::Sessions, &key(hash))
    }

    pub fn put_token(&mut self, hash: SecretHash, new: &Token) -> Result<()> {
        self.put(Table::Tokens, &key(hash), new)
    }

    pub fn put_link(&mut self, hash: SecretHash, new: &Link) -> Result<()> {
        self.put(Table::Links, &key(hash), new)
    }

    pub fn remove_link(&mut self, hash: SecretHash) -> Result<bool> {
        self.remove(Table::Links, &key(hash))
    }
}
