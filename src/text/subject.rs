//! Subjects: the root two mails of one matter share, and the prefixes that say answer or forward.

const ANSWERS: &[&str] = &["re", "res", "rif", "aw", "sv"];
const FORWARDS: &[&str] = &["fwd", "fw", "enc", "wg", "rv", "tr", "i"];

/// The subject without prefixes of answers and forwards and without case numbers, blanks made single.
pub fn root(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let shorter = strip_prefix(rest)
            .map(|(_, rest)| rest)
            .or_else(|| strip_number_before(rest))
            .or_else(|| strip_number_after(rest));
        match shorter {
            Some(shorter) if shorter.len() < rest.len() => rest = shorter.trim(),
            _ => break,
        }
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the subject says that a mail is passed on. `RV` is counted in: Outlook in Spanish writes it for forwards.
pub fn is_forward(subject: &str) -> bool {
    strip_prefix(subject.trim()).is_some_and(|(prefix, _)| FORWARDS.contains(&prefix.as_str()))
}

/// The subject of an answer: `Re: ` once, before what was there.
pub fn of_answer(subject: &str) -> String {
    let subject = subject.trim();
    let answers_already = strip_prefix(subject).is_some_and(|(prefix, _)| prefix == "re");
    if answers_already {
        subject.to_owned()
    } else {
        format!("Re: {subject}")
    }
}

/// The subject of a forward: `Fwd: ` once, before the root of what was there.
pub fn of_forward(subject: &str) -> String {
    format!("Fwd: {}", root(subject)).trim_end().to_owned()
}

/// `Re:`, `RE[2]:`, `Fwd :` and the like at the beginning: the folded prefix and what follows it.
fn strip_prefix(subject: &str) -> Option<(String, &str)> {
    let (head, rest) = subject.split_once([':', '：'])?;
    if head.len() > 10 {
        return None;
    }
    let letters = head.trim_end();
    let word = match letters.find(['[', '(']) {
        Some(at) => {
            let (word, count) = letters.split_at_checked(at)?;
            let inner = count.get(1..)?.strip_suffix([']', ')'])?;
            if !inner.bytes().all(|it| it.is_ascii_digit()) {
                return None;
            }
            word
        }
        None => letters,
    };
    let word = word.trim_end().to_ascii_lowercase();
    (ANSWERS.contains(&word.as_str()) || FORWARDS.contains(&word.as_str())).then_some((word, rest))
}

/// A case number `#12`, `[#12]` or `(#12)` at the beginning.
fn strip_number_before(subject: &str) -> Option<&str> {
    let close = match subject.chars().next()? {
        '[' => Some(']'),
        '(' => Some(')'),
        _ => None,
    };
    let inner = if close.is_some() {
        subject.get(1..)?
    } else {
        subject
    };
    let digits = inner.strip_prefix('#')?;
    let rest = digits.trim_start_matches(|it: char| it.is_ascii_digit());
    if rest.len() == digits.len() {
        return None;
    }
    match close {
        Some(close) => rest.strip_prefix(close),
        None => rest
            .chars()
            .next()
            .is_none_or(|it| it == ':' || it.is_whitespace())
            .then(|| rest.trim_start_matches(':')),
    }
}

/// The same at the end.
fn strip_number_after(subject: &str) -> Option<&str> {
    let inner = subject.strip_suffix([']', ')']).unwrap_or(subject);
    let head = inner.trim_end_matches(|it: char| it.is_ascii_digit());
    if head.len() == inner.len() {
        return None;
    }
    let head = head.strip_suffix('#')?;
    let is_closed = inner.len() < subject.len();
    let head = if is_closed {
        head.strip_suffix(['[', '('])?
    } else {
        head
    };
    (head.is_empty() || head.ends_with(char::is_whitespace)).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_ignore_prefixes_and_numbers() {
        for (subject, expected) in [
            ("Re: Pedido", "Pedido"),
            (
                "RE: RV: Fwd: FW: ENC: Res: Rif: AW: WG: SV: Pedido",
                "Pedido",
            ),
            ("Re[2]: Re (3) : Pedido", "Pedido"),
            ("RE：Pedido", "Pedido"),
            ("[#482] Re: Pedido  roto", "Pedido roto"),
            ("Re: #482: Pedido (#482)", "Pedido"),
            ("Pedido #482", "Pedido"),
            ("Receta: 2 huevos", "Receta: 2 huevos"),
            ("Pedido A#482", "Pedido A#482"),
            ("Re:", ""),
            ("", ""),
            ("Reunión: hoy", "Reunión: hoy"),
        ] {
            assert_eq!(root(subject), expected, "{subject}");
        }
    }

    #[test]
    fn tells_forwards_and_answers() {
        assert!(
            is_forward("RV: x")
                && is_forward("Fwd: x")
                && is_forward("ENC: x")
                && is_forward("WG: x")
        );
        assert!(!is_forward("Re: Fwd: x") && !is_forward("Forward: x"));
        assert_eq!(of_answer("Pedido"), "Re: Pedido");
        assert_eq!(of_answer("RE: Pedido"), "RE: Pedido");
        assert_eq!(of_answer("Fwd: Pedido"), "Re: Fwd: Pedido");
    }
}
