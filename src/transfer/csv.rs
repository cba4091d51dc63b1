//! Tables as text (RFC 4180), as spreadsheets of any country write them: comma, semicolon or tab, UTF-8 or Latin-1.
//!
//! A cell that a spreadsheet would take for a formula is written behind an apostrophe, and read without it.

/// What makes a spreadsheet calculate, at the beginning of a cell.
const CALCULATES: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// Columns read at most; what stands further right is left out.
const COLUMNS: usize = 200;

/// The rows of a table, each with the number of the line it begins on, counted from 1. Empty rows are left out.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // ISO 8859-1: what spreadsheets of the West write when they do not write UTF-8.
        Err(_) => bytes.iter().map(|it| char::from(*it)).collect(),
    };
    let text = text.trim_start_matches('\u{feff}');
    let parted = delimiter(text);
    let mut reader = Reader::default();
    let mut chars = text.chars().peekable();
    while let Some(it) = chars.next() {
        let doubled = it == '"' && chars.peek() == Some(&'"');
        if reader.take(it, parted, doubled) {
            chars.next();
        }
    }
    reader.end_row();
    reader.rows
}

/// The mark that parts cells: the one of three that the first line has most of, outside quotes.
fn delimiter(text: &str) -> char {
    let (mut quoted, mut counts) = (false, [(',', 0), (';', 0), ('\t', 0)]);
    for it in text.chars() {
        match it {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            _ if !quoted => {
                for (mark, n) in &mut counts {
                    *n += usize::from(*mark == it);
                }
            }
            _ => {}
        }
    }
    // Of equals the first.
    let most = counts.iter().rev().max_by_key(|it| it.1);
    most.map_or(',', |it| it.0)
}

#[derive(Default)]
struct Reader {
    rows: Vec<(u32, Vec<String>)>,
    row: Vec<String>,
    cell: String,
    quoted: bool,
    lines: u32,
    begun: u32,
}

impl Reader {
    /// Takes a character; true when the next one was taken with it.
    fn take(&mut self, it: char, parted: char, doubled: bool) -> bool {
        self.lines += u32::from(it == '\n');
        match it {
            '"' if self.quoted && doubled => {
                self.cell.push('"');
                return true;
            }
            '"' if self.quoted || self.cell.is_empty() => self.quoted = !self.quoted,
            _ if self.quoted => self.cell.push(it),
            '\r' => {}
            '\n' => self.end_row(),
            _ if it == parted => self.end_cell(),
            _ => self.cell.push(it),
        }
        false
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        if self.row.len() < COLUMNS {
            self.row.push(plain(cell.trim()));
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let row = std::mem::take(&mut self.row);
        if row.iter().any(|it| !it.is_empty()) {
            self.rows.push((self.begun + 1, row));
        }
        (self.begun, self.quoted) = (self.lines, false);
    }
}

/// A cell as it was meant, without the apostrophe that kept it from being calculated.
fn plain(cell: &str) -> String {
    let rest = cell.strip_prefix('\'');
    let guarded = rest.filter(|it| it.starts_with(CALCULATES));
    guarded.unwrap_or(cell).to_owned()
}

/// A row as text, every cell in quotes, none of them a formula.
#[must_use]
pub fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    line_parted(cells, ',')
}

/// As [`line()`], its cells parted by another mark than a comma.
#[must_use]
pub fn line_parted<'c>(cells: impl IntoIterator<Item = &'c str>, parted: char) -> String {
    let mut out = String::new();
    for cell in cells {
        if !out.is_empty() {
            out.push(parted);
        }
        out.push('"');
        if cell.starts_with(CALCULATES) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn tables_of_any_country_are_read() {
        let wanted = vec![
            (1, vec!["Nombre".to_owned(), "Correo".to_owned()]),
            (2, vec!["Peña, Ana".to_owned(), "a@b.co".to_owned()]),
            (4, vec!["zwei\nZeilen".to_owned(), "\"x\"".to_owned()]),
        ];
        for mark in [",", ";", "\t"] {
            let text = format!(
                "\u{feff}Nombre{mark}Correo\r\n\"Peña, Ana\"{mark} a@b.co \r\n\r\n\"zwei\nZeilen\"{mark}\"\"\"x\"\"\""
            );
            assert_eq!(read(text.as_bytes()), wanted, "{mark:?}");
        }
        assert_eq!(read(b"Pe\xf1a")[0].1, ["Peña"]);
        assert_eq!(read(b""), []);
        assert_eq!(
            read(b"\"never closed\n,;"),
            [(1, vec!["never closed\n,;".to_owned()])]
        );
    }

    #[test]
    fn nothing_written_is_a_formula_and_all_of_it_is_read_again() {
        let hostile = [
            "=1+1",
            "+57300",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "'=1",
            "a\"b,c;d\ne",
        ];
        let text = line(hostile);
        for cell in text.trim_end().split("\",\"") {
            let cell = cell.trim_matches('"');
            assert!(!cell.starts_with(CALCULATES), "{cell}");
        }
        let wanted: Vec<String> = hostile.iter().map(|it| plain(it)).collect();
        let again = read(text.as_bytes())[0].1.clone();
        assert_eq!(again, wanted);
    }
}
