//! The colour of a brand, made dark enough for white text on it.

/// Contrast that text needs against its ground (WCAG 2.2, 1.4.3).
const NEEDED: f64 = 4.5;
/// When none was chosen.
const USUAL: [u8; 3] = [0x3b, 0x57, 0xc4];
/// Darker by this part at each step.
const STEP: f64 = 0.96;

/// A colour as `#rrggbb` on which white text can be read: the one given, darkened as far as it must be; a usual one for
/// what is none.
#[must_use]
pub fn legible(given: &str) -> String {
    let mut it = read(given).unwrap_or(USUAL);
    while contrast_with_white(it) < NEEDED {
        it = it.map(darker);
    }
    format!("#{:02x}{:02x}{:02x}", it[0], it[1], it[2])
}

/// Whether a text is a colour: `#rgb` or `#rrggbb`, the mark may be left out.
#[must_use]
pub fn is_colour(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().trim_start_matches('#');
    let all: Option<Vec<u8>> = digits
        .chars()
        .map(|it| it.to_digit(16).and_then(|it| u8::try_from(it).ok()))
        .collect();
    match all?.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of what fitted"
)]
fn darker(channel: u8) -> u8 {
    (f64::from(channel) * STEP).floor() as u8
}

/// Relative luminance and contrast as WCAG 2.2 defines them.
fn contrast_with_white([r, g, b]: [u8; 3]) -> f64 {
    let linear = |it: u8| {
        let part = f64::from(it) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    1.05 / (luminance + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_text_can_be_read_on_whatever_was_chosen() {
        assert_eq!(legible("#123456"), "#123456", "dark enough already");
        assert_eq!(legible("036"), "#003366");
        for light in ["#ffffff", "#ffee00", "#0f0", "7fdbff"] {
            let made = read(&legible(light)).unwrap_or_default();
            assert!(contrast_with_white(made) >= NEEDED, "{light}");
        }
        assert_eq!(legible(""), legible("red;}body{x"));
        assert!(!is_colour("#12345") && !is_colour("ñññ") && is_colour("#ABC"));
    }
}
