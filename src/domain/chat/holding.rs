//! Files that are more than their bytes: a point on the map, and a person passed on. Channels that know such things are
//! handed them as what they are; by all others they go as what everybody can open.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::chat::{Card, Place};
use crate::domain::error::{Error, Result};

/// The types their files have (RFC 7946, RFC 6350).
pub const PLACE_TYPE: &str = "application/geo+json";
pub const CARD_TYPE: &str = "text/vcard";
/// Characters of a name, and of an address.
const LONGEST: usize = 200;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holding {
    Place(Place),
    Card(Card),
}

impl Holding {
    /// A place or a person that is whole.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `place_name`, `place_address`, `card_name` or `card_phone`.
    pub fn checked(self) -> Result<Self> {
        let long = |text: &str| text.chars().count() > LONGEST || text.contains(['\n', '\r']);
        match &self {
            Holding::Place(it) => {
                if it.name.trim().is_empty() || long(&it.name) {
                    return Err(Error::invalid("place_name", "error-field"));
                }
                if long(&it.address) {
                    return Err(Error::invalid("place_address", "error-field"));
                }
            }
            Holding::Card(it) => {
                if it.name.trim().is_empty() || long(&it.name) {
                    return Err(Error::invalid("card_name", "error-field"));
                }
                let all = it.phones.iter().chain(&it.addresses);
                if all.clone().count() == 0 || all.clone().any(|it| long(it)) {
                    return Err(Error::invalid("card_phone", "error-holding-reach"));
                }
            }
        }
        Ok(self)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Holding::Place(it) => &it.name,
            Holding::Card(it) => &it.name,
        }
    }

    /// The ending and the type of its file, and its bytes.
    #[must_use]
    pub fn file(&self) -> (&'static str, &'static str, Vec<u8>) {
        match self {
            Holding::Place(it) => ("geojson", PLACE_TYPE, geojson(it).into_bytes()),
            Holding::Card(it) => ("vcf", CARD_TYPE, vcard(it).into_bytes()),
        }
    }
}

/// A point as GeoJSON (RFC 7946): longitude first.
fn geojson(it: &Place) -> String {
    let (latitude, longitude) = it.degrees();
    let properties = json!({ "name": it.name, "address": it.address });
    let point = json!({ "type": "Point", "coordinates": [longitude, latitude] });
    json!({ "type": "Feature", "geometry": point, "properties": properties }).to_string()
}

/// A person as vCard 3.0 (RFC 2426), the version every telephone reads.
#[must_use]
pub fn vcard(it: &Card) -> String {
    let mut out = String::from("BEGIN:VCARD\r\nVERSION:3.0\r\n");
    let name = escaped(&it.name);
    out.push_str(&format!("FN:{name}\r\nN:{name};;;;\r\n"));
    for phone in &it.phones {
        out.push_str(&format!("TEL;TYPE=CELL:{}\r\n", escaped(phone)));
    }
    for address in &it.addresses {
        out.push_str(&format!("EMAIL:{}\r\n", escaped(address)));
    }
    out.push_str("END:VCARD\r\n");
    out
}

/// Text as a value: what means something is escaped, and there is one line only.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_person_is_one_card_whatever_they_are_called() {
        let it = Card {
            name: "Ruiz; Ana, \\ Sales\r\nTEL:1".to_owned(),
            phones: vec!["+57 300".to_owned()],
            addresses: vec!["ana@shop.example".to_owned()],
        };
        let text = vcard(&it);
        assert_eq!(text.lines().count(), 7);
        assert!(
            text.contains("FN:Ruiz\\; Ana\\, \\\\ Sales  TEL:1\r\n"),
            "{text}"
        );
        assert!(text.contains("TEL;TYPE=CELL:+57 300\r\nEMAIL:ana@shop.example\r\n"));
    }

    #[test]
    fn a_place_is_a_point_with_its_name() {
        let place = Place {
            name: "Tienda \"Centro\"".to_owned(),
            ..Place::of_degrees(4.711, -74.0721)
        };
        let (ending, _, bytes) = Holding::Place(place).file();
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(ending, "geojson");
        assert_eq!(read["geometry"]["coordinates"], json!([-74.0721, 4.711]));
        assert_eq!(read["properties"]["name"], "Tienda \"Centro\"");
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        assert!(Holding::Place(Place::default()).checked().is_err());
        let nobody = Card {
            name: "Ana".to_owned(),
            ..Card::default()
        };
        assert!(Holding::Card(nobody).checked().is_err());
    }
}
