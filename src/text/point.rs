//! A point on the map as people have it: two numbers, or the address of a map that shows it.

/// Latitude and longitude in degrees (WGS 84); `None` for what names no point of the globe.
#[must_use]
pub fn read(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let text = text.strip_prefix("geo:").unwrap_or(text);
    if !text.contains("://") {
        return pair(text);
    }
    // What stands for the thing itself comes before what the map is centred on.
    let marked = after(text, "!3d").zip(after(text, "!4d"));
    let named = after(text, "mlat=").zip(after(text, "mlon="));
    let known = marked
        .or(named)
        .and_then(|(a, b)| on_globe(number(a)?, number(b)?));
    let listed = ["query=", "q=", "ll=", "destination=", "@"];
    let listed = || listed.iter().find_map(|mark| pair(after(text, mark)?));
    known.or_else(listed).or_else(|| {
        let (_, rest) = after(text, "#map=")?.split_once('/')?;
        pair(&rest.replacen('/', ",", 1))
    })
}

fn after<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    text.split_once(mark).map(|it| it.1)
}

fn pair(text: &str) -> Option<(f64, f64)> {
    let text = text.replace("%2C", ",").replace("%20", " ");
    let (a, b) = text
        .split_once(',')
        .or_else(|| text.trim().split_once(' '))?;
    on_globe(number(a)?, number(b)?)
}

/// The number a text begins with.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_start_matches([' ', '+']);
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    text.get(..end.unwrap_or(text.len()))?.parse().ok()
}

fn on_globe(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let is = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    is.then_some((latitude, longitude))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_from_numbers_and_maps() {
        let bogota = Some((4.711, -74.0721));
        for text in [
            "4.711, -74.0721",
            " 4.711 -74.0721",
            "geo:4.711,-74.0721?z=17",
            "https://www.openstreetmap.org/?mlat=4.711&mlon=-74.0721#map=17/4.7/-74.0",
            "https://www.openstreetmap.org/#map=17/4.711/-74.0721",
            "https://www.google.com/maps/@4.711,-74.0721,17z",
            "https://www.google.com/maps/place/X/@4.1,-74.1,17z/data=!3m1!3d4.711!4d-74.0721",
            "https://maps.google.com/?q=4.711%2C-74.0721",
            "https://www.google.com/maps/search/?api=1&query=4.711,-74.0721",
        ] {
            assert_eq!(read(text), bogota, "{text}");
        }
        for wrong in [
            "",
            "Calle 10",
            "4.711",
            "91, 0",
            "0, 181",
            "https://maps.app.goo.gl/x",
            "é, ñ",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
