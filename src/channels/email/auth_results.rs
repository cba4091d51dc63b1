//! What our own mail server found out about a sender (Authentication-Results, RFC 8601), and nobody else.

use crate::channels::email::wire::Headers;

/// The DMARC verdict on the From of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dmarc {
    Pass,
    /// The domain publishes a policy and this mail breaks it.
    Fail,
    /// Not checked, not published, or not said by a server we trust.
    #[default]
    Unknown,
}

/// The verdict of the server named `authserv_id`, for a From in `from_domain`. An empty name trusts nobody.
///
/// Only the topmost field counts, only if it begins with exactly that name, and only above the first Received field
/// that names neither that server nor one of its domain as receiver: whatever stands below came from outside (RFC 8601, 5).
pub fn dmarc(headers: &Headers<'_>, authserv_id: &str, from_domain: &str) -> Dmarc {
    if authserv_id.is_empty() {
        return Dmarc::Unknown;
    }
    for (name, value) in headers.iter() {
        if name.eq_ignore_ascii_case(b"received") && !is_received_by_us(value, authserv_id) {
            return Dmarc::Unknown;
        }
        if name.eq_ignore_ascii_case(b"authentication-results")
            && let Some(results) = results_of(value, authserv_id)
        {
            return verdict(&results, from_domain);
        }
    }
    Dmarc::Unknown
}

/// What follows the server's name, if the field begins with exactly it: unfolded, uncommented, unquoted.
fn results_of(value: &[u8], authserv_id: &str) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    // The name stands on the field's own line, with no comment before it.
    let text = text.trim_start_matches([' ', '\t']);
    let (name, rest) = text.split_at_checked(authserv_id.len())?;
    if !name.eq_ignore_ascii_case(authserv_id) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("1").map_or(rest, str::trim_start);
    rest.strip_prefix(';').map(without_comments)
}

/// The one `dmarc=` result, if it is about this From.
fn verdict(results: &str, from_domain: &str) -> Dmarc {
    let mut found = results.split(';').map(str::trim).filter_map(|it| {
        it.strip_prefix("dmarc=")
            .or_else(|| it.strip_prefix("DMARC="))
    });
    let (Some(result), None) = (found.next(), found.next()) else {
        return Dmarc::Unknown;
    };
    let mut words = result.split_whitespace();
    let verdict = words.next().unwrap_or_default().to_ascii_lowercase();
    let about = words.find_map(|it| {
        it.split_once('=')
            .filter(|(name, _)| name.eq_ignore_ascii_case("header.from"))
    });
    let is_about_it = about.is_none_or(|(_, domain)| domain.eq_ignore_ascii_case(from_domain));
    match verdict.as_str() {
        "pass" if is_about_it && !from_domain.is_empty() => Dmarc::Pass,
        "fail" => Dmarc::Fail,
        _ => Dmarc::Unknown,
    }
}

/// Whether a Received field was written by our server or one of its neighbours: its `by` has our domain, or it
/// names no host it came `from` (a step inside a server).
fn is_received_by_us(value: &[u8], authserv_id: &str) -> bool {
    let text = String::from_utf8_lossy(value).to_ascii_lowercase();
    let text = without_comments(&text);
    let mut words = text.split_whitespace();
    let is_inner_step = words.next().is_some_and(|it| it == "by");
    let by = if is_inner_step {
        words.next()
    } else {
        words.find(|it| *it == "by").and_then(|_| words.next())
    };
    let by = by.unwrap_or_default().trim_end_matches([';', '.']);
    let domain = own_domain(authserv_id).to_ascii_lowercase();
    is_inner_step || by == domain || by.strip_suffix(&domain).is_some_and(|it| it.ends_with('.'))
}

/// The part of a server's name it shares with its neighbours: all but the first label, unless that leaves one label.
fn own_domain(server: &str) -> &str {
    match server.split_once('.') {
        Some((_, rest)) if rest.contains('.') => rest,
        _ => server,
    }
}

/// The text without comments and without what is quoted: both may hold words a stranger chose.
fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    let mut in_quotes = false;
    let mut kept = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '"' if depth == 0 => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\r' | '\n' => kept.push(' '),
            it if depth == 0 => kept.push(it),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const OURS: &str = "mx.shop.example";

    fn of(header: &str) -> Dmarc {
        let raw = format!("{header}\r\nFrom: ana@x.example\r\n\r\n");
        dmarc(&Headers::read(raw.as_bytes()).unwrap(), OURS, "x.example")
    }

    #[test]
    fn our_servers_word_counts() {
        let received =
            "Received: from out.x.example (1.2.3.4) by mx.shop.example with ESMTP; now\r\n";
        for (header, verdict) in [
            (
                "Authentication-Results: mx.shop.example; spf=pass smtp.mailfrom=x.example; dmarc=pass header.from=x.example",
                Dmarc::Pass,
            ),
            (
                "Authentication-Results: mx.shop.example;\r\n dkim=pass;\r\n dmarc=pass (p=NONE sp=NONE) header.from=x.example",
                Dmarc::Pass,
            ),
            (
                "Authentication-Results: MX.shop.example 1; dmarc=fail header.from=x.example",
                Dmarc::Fail,
            ),
            (
                "Authentication-Results: mx.shop.example; dmarc=none",
                Dmarc::Unknown,
            ),
            (
                "Authentication-Results: mx.shop.example; spf=pass",
                Dmarc::Unknown,
            ),
            (
                "Authentication-Results: mx.shop.example; dmarc=pass header.from=y.example",
                Dmarc::Unknown,
            ),
            (
                "Authentication-Results: mx.shop.example; dmarc=pass; dmarc=fail",
                Dmarc::Unknown,
            ),
        ] {
            assert_eq!(of(header), verdict, "{header}");
            assert_eq!(
                of(&format!("{received}{header}")),
                verdict,
                "below our own Received: {header}"
            );
        }
        let inner = "Received: by 2002:a05:6a10::1 with SMTP id x; now\r\nReceived: from x by edge.shop.example; now\r\n";
        assert_eq!(
            of(&format!(
                "{inner}Authentication-Results: mx.shop.example; dmarc=pass header.from=x.example"
            )),
            Dmarc::Pass
        );
    }

    #[test]
    fn forged_words_do_not() {
        for header in [
            "Received: from evil by relay.evil.example; now\r\nAuthentication-Results: mx.shop.example; dmarc=pass header.from=x.example",
            "Authentication-Results: dmarc=pass header.from=x.example",
            "Authentication-Results: evil.example; dmarc=pass header.from=x.example",
            "Authentication-Results: mx.shop.example.evil.example; dmarc=pass header.from=x.example",
            "Authentication-Results: mx.shop.example evil; dmarc=pass header.from=x.example",
            "Authentication-Results: (mx.shop.example); dmarc=pass header.from=x.example",
            "Authentication-Results: (c) mx.shop.example; dmarc=pass header.from=x.example",
            "Authentication-Results:\r\n mx.shop.example; dmarc=pass header.from=x.example",
            "Authentication-Results: mx.shop.example; dmarc=fail header.from=x.example\r\nAuthentication-Results: mx.shop.example; dmarc=pass header.from=x.example",
            "Authentication-Results: mx.shop.example; dkim=pass reason=\"(dmarc=pass\"; x=\"; dmarc=pass",
            "Authentication-Results: mx.shop.example; spf=pass (; dmarc=pass)",
            "Authentication-Results: mx.shop.example; spf=pass smtp.mailfrom=\"; dmarc=pass\"",
            "ARC-Authentication-Results: i=1; mx.shop.example; dmarc=pass header.from=x.example",
        ] {
            assert_ne!(of(header), Dmarc::Pass, "{header}");
        }
        let raw = "Authentication-Results: mx.shop.example; dmarc=pass\r\n\r\n";
        assert_eq!(
            dmarc(&Headers::read(raw.as_bytes()).unwrap(), "", "x.example"),
            Dmarc::Unknown
        );
    }
}
