//! Companies by name and by mail domain; and the codes with which people go on by another channel.

use std::ops::ControlFlow;

use crate::domain::chat::move_code::MoveCode;
use crate::domain::company::Company;
use crate::domain::error::Result;
use crate::domain::id::{BlobHash, CompanyId};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::index::{Indexed, Row};
use crate::store::key::Key;
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

fn folded(name: &str) -> String {
    name.to_lowercase().chars().take(40).collect()
}

fn name_key(it: &Company) -> Key {
    Key::new().ordered_text(&folded(&it.name)).id(it.id)
}

impl Indexed for Company {
    const TABLE: Table = Table::Companies;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        if self.joined_to.is_some() {
            return Vec::new();
        }
        let mut rows = vec![(Table::CompaniesByName, name_key(self), Vec::new())];
        let mut domains = self.domains.clone();
        domains.sort_unstable();
        domains.dedup();
        rows.extend(domains.iter().map(|it| {
            let key = Key::new().text(it).id(self.id);
            (Table::CompaniesByDomain, key, Vec::new())
        }));
        rows
    }
}

impl Look<'_> {
    pub fn company(&self, id: CompanyId) -> Result<Option<Company>> {
        self.record(Table::Companies, &Key::of(id))
    }

    /// What is kept of a company in a field of its own; empty where there is none.
    pub fn company_value(&self, company: Option<CompanyId>, key: &str) -> Result<String> {
        let company = company.map(|id| self.company(id)).transpose()?.flatten();
        let fields = company.unwrap_or_default().attributes;
        let found = fields.into_iter().find(|(name, _)| name == key);
        Ok(found.map(|(_, value)| value).unwrap_or_default())
    }

    /// Companies by name, after the given one.
    pub fn companies_by_name(&self, after: Option<&Company>, limit: usize) -> Result<Vec<Company>> {
        let (table, from) = (Table::CompaniesByName, after.map(name_key));
        let ids = self.ids_under(table, &Key::new(), Order::Forward, from.as_ref(), limit)?;
        self.each_of(ids, Look::company)
    }

    /// Companies whose names begin alike in small letters, as far as names are compared: at most `limit`.
    pub fn companies_like(&self, name: &str, limit: usize) -> Result<Vec<Company>> {
        let prefix = Key::new().ordered_text(&folded(name));
        let ids = self.ids_under(Table::CompaniesByName, &prefix, Order::Forward, None, limit)?;
        self.each_of(ids, Look::company)
    }

    /// Companies whose names begin so, by name: at most `limit`.
    pub fn companies_beginning(&self, name: &str, limit: usize) -> Result<Vec<Company>> {
        let prefix = Key::new().fixed(folded(name).as_bytes());
        let (table, forward) = (Table::CompaniesByName, Order::Forward);
        let ids = self.ids_under(table, &prefix, forward, None, limit)?;
        self.each_of(ids, Look::company)
    }

    /// Companies that have a mail domain.
    pub fn companies_at(&self, domain: &str) -> Result<Vec<Company>> {
        let (table, prefix) = (Table::CompaniesByDomain, Key::new().text(domain));
        let ids = self.ids_under(table, &prefix, Order::Forward, None, usize::MAX)?;
        self.each_of(ids, Look::company)
    }

    /// The move code with this SHA-256.
    pub fn move_code(&self, hash: BlobHash) -> Result<Option<MoveCode>> {
        self.record(Table::MoveCodes, &Key::new().fixed(&hash.0))
    }

    /// Move codes that were no good any more before a time, at most `limit`.
    pub fn move_codes_over(&self, before: Millis, limit: usize) -> Result<Vec<BlobHash>> {
        let mut out = Vec::new();
        let table = Table::MoveCodes;
        self.scan(table, &Key::new(), Order::Forward, None, |key, value| {
            let it: MoveCode = codec::decode(table.name(), key, value)?;
            if let Ok(hash) = <[u8; 32]>::try_from(key)
                && it.expires_at < before
            {
                out.push(BlobHash(hash));
            }
            Ok(if out.len() < limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(out)
    }
}

impl Write<'_> {
    /// Writes a company with its indexes.
    pub fn put_company(&mut self, new: &Company) -> Result<()> {
        self.put_record(new)
    }

    pub fn remove_company(&mut self, id: CompanyId) -> Result<bool> {
        self.remove_record::<Company>(&Key::of(id))
    }

    pub fn put_move_code(&mut self, hash: BlobHash, new: &MoveCode) -> Result<()> {
        self.put(Table::MoveCodes, &Key::new().fixed(&hash.0), new)
    }

    pub fn remove_move_code(&mut self, hash: BlobHash) -> Result<bool> {
        self.remove(Table::MoveCodes, &Key::new().fixed(&hash.0))
    }
}
