//! Names: of files, made harmless labels; of people, freed of tricks and cut to initials.

use unicode_normalization::UnicodeNormalization;

/// Longest file name kept, in bytes.
const MAX_FILE_NAME: usize = 150;
/// Longest person's name kept, in characters.
const MAX_PERSON_NAME: usize = 100;
/// Names Windows takes for devices whatever their extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// A file's name as a mere label: composed, one line, no path, no hidden or reordering characters, no leading dot.
///
/// Cleaning comes first and judging after, so that nothing invisible can shield what is judged.
pub fn file_name(given: &str) -> String {
    let visible = given.nfkc().filter(|it| !is_hidden(*it));
    let label: String = visible
        .map(|it| {
            if matches!(it, '/' | '\\' | ':' | '|' | '<' | '>' | '"' | '*' | '?') {
                '_'
            } else {
                it
            }
        })
        .collect();
    let label = label.trim_matches(|it: char| it.is_whitespace() || it == '.');
    if label.is_empty() {
        return "file".to_owned();
    }
    let (stem, extension) = match label.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 16 && !stem.is_empty() => {
            (stem, Some(extension))
        }
        _ => (label, None),
    };
    let room = MAX_FILE_NAME.saturating_sub(extension.map_or(0, |it| it.len() + 1));
    let stem = cut(stem, room);
    let first = stem.split('.').next().unwrap_or(stem).trim().to_lowercase();
    let is_device = DEVICES.contains(&first.as_str())
        || (first.len() == 4
            && (first.starts_with("com") || first.starts_with("lpt"))
            && first.ends_with(|it: char| it.is_ascii_digit()));
    let guard = if is_device { "_" } else { "" };
    match extension {
        Some(extension) => format!("{guard}{stem}.{extension}"),
        None => format!("{guard}{stem}"),
    }
}

/// A person's name on one line, without hidden or reordering characters. Empty stays empty.
pub fn person(given: &str) -> String {
    let visible: String = given
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .filter(|it| !is_hidden(*it))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_matches(|it| matches!(it, '"' | '\'' | ' '));
    line.chars().take(MAX_PERSON_NAME).collect()
}

/// Whether a name may be meant to deceive: it looks like an address, or mixes alphabets within one word.
pub fn is_suspicious(name: &str) -> bool {
    name.contains(['@', '＠', '﹫']) || name.split_whitespace().any(mixes_alphabets)
}

fn mixes_alphabets(word: &str) -> bool {
    let alphabet = |it: char| match it {
        'a'..='z' | 'A'..='Z' | '\u{00C0}'..='\u{024F}' => Some(0),
        '\u{0370}'..='\u{03FF}' => Some(1),
        '\u{0400}'..='\u{052F}' => Some(2),
        '\u{0530}'..='\u{058F}' => Some(3),
        '\u{13A0}'..='\u{13FF}' => Some(4),
        _ => None,
    };
    let mut seen = word.chars().filter_map(alphabet);
    seen.next().is_some_and(|first| seen.any(|it| it != first))
}

/// Up to two letters that stand for a name in a circle: first and last word.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split(|it: char| it.is_whitespace() || matches!(it, '.' | '_' | '@' | '-'))
        .filter_map(|it| it.chars().find(|it| it.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .take(2)
        .collect()
}

/// Characters nobody sees: controls, bidirectional overrides, zero-width marks, tags.
pub fn is_hidden(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The beginning of a text, at most so many bytes, never half a character.
pub fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_labels() {
        for (given, expected) in [
            ("factura.pdf", "factura.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("..\\win.ini", "_win.ini"),
            ("C:\\boot.ini", "C__boot.ini"),
            ("\u{200B}.htaccess", "htaccess"),
            ("fdp.\u{202E}gpj.exe", "fdp.gpj.exe"),
            ("a\u{FF0F}b.txt", "a_b.txt"),
            ("a.txt::$DATA", "a.txt__$DATA"),
            ("con.txt", "_con.txt"),
            ("LPT1", "_LPT1"),
            ("a\r\nb.txt", "ab.txt"),
            ("...", "file"),
            ("", "file"),
            ("Año\u{0301}.doc", "Añó.doc"),
            ("informe final.docx ", "informe final.docx"),
        ] {
            assert_eq!(file_name(given), expected, "{given:?}");
            assert_eq!(file_name(expected), expected, "twice {given:?}");
        }
        let long = file_name(&format!("{}.pdf", "ñ".repeat(2000)));
        assert!(
            long.len() <= MAX_FILE_NAME && long.ends_with("ñ.pdf"),
            "{long}"
        );
    }

    #[test]
    fn names_of_people_lose_their_tricks() {
        assert_eq!(
            person("  \"Ana\u{202E} María\"\r\n Ruiz "),
            "Ana María\" Ruiz"
        );
        assert_eq!(person("'Ana'"), "Ana");
        assert!(
            is_suspicious("ceo@firm.example")
                && is_suspicious("Аna Ruiz")
                && is_suspicious("Αlpha")
        );
        assert!(
            !is_suspicious("Ana Ruiz")
                && !is_suspicious("Анна Ruiz")
                && !is_suspicious("José Ñúñez")
        );
    }

    #[test]
    fn initials_are_two_letters() {
        for (name, expected) in [
            ("Ana María Ruiz", "AR"),
            ("ana", "A"),
            ("", ""),
            ("ana.ruiz@x.co", "AC"),
            ("李 小龙", "李小"),
            ("🙂 Bo", "B"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
