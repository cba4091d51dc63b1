//! When somebody opens, as it is said to customers: "on Tuesday at 8:00 (Monday is a holiday: All Saints)".

use jiff::civil::Date;

use crate::domain::time::Millis;
use crate::words::{Arg, Words};

/// Days named at most.
const NAMED: usize = 3;

/// A day that is closed for a reason: its name, and whether that is a public holiday.
pub type ClosedDay = (Date, String, bool);

impl Words {
    /// When it opens, and which closed days are why it is no sooner.
    #[must_use]
    pub fn opening(&self, (opens, now): (Millis, Millis), closed: &[ClosedDay]) -> String {
        let when = self.opens_at(opens, now);
        if closed.is_empty() {
            return when;
        }
        let today = self.day_of(now);
        let said = closed.iter().take(NAMED).map(|it| self.closed(it, today));
        let why: Vec<String> = said.collect();
        format!("{when} ({})", why.join("; "))
    }

    fn opens_at(&self, opens: Millis, now: Millis) -> String {
        let (day, today) = (self.day_of(opens), self.day_of(now));
        let days = today.until(day).map_or(0, |it| it.get_days());
        let (clock, weekday) = (self.clock(opens), self.weekday(day, "weekdays"));
        match days {
            0 => self.t_of("opening-today", "time", clock),
            1 => self.t_of("opening-tomorrow", "time", clock),
            2..=6 => {
                let args = [("day", Arg::Text(&weekday)), ("time", Arg::Text(&clock))];
                self.t_with("opening-weekday", &args)
            }
            _ => {
                let date = self.day_and_month(day);
                let args = [
                    ("day", Arg::Text(&weekday)),
                    ("date", Arg::Text(&date)),
                    ("time", Arg::Text(&clock)),
                ];
                self.t_with("opening-date", &args)
            }
        }
    }

    fn closed(&self, (day, name, public): &ClosedDay, today: Date) -> String {
        let kind = if *public { "holiday" } else { "closed" };
        if *day == today {
            return self.t_of(&format!("opening-{kind}-today"), "name", name);
        }
        let weekday = self.weekday(*day, "weekdays");
        let args = [("day", Arg::Text(&weekday)), ("name", Arg::Text(name))];
        self.t_with(&format!("opening-{kind}"), &args)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Millis {
        Millis::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn it_is_said_as_people_say_it() {
        let saturday = at("2026-10-31T20:00:00-05:00");
        let tuesday = at("2026-11-03T08:00:00-05:00");
        let monday: Date = "2026-11-02".parse().unwrap();
        let saints = |name: &str| vec![(monday, name.to_owned(), true)];
        for (code, name, said) in [
            (
                "en",
                "All Saints",
                "on Tuesday at 08:00 (Monday is a holiday: All Saints)",
            ),
            (
                "es",
                "Todos los Santos",
                "el martes a las 08:00 (el lunes es festivo: Todos los Santos)",
            ),
            (
                "pt-BR",
                "Todos os Santos",
                "terça-feira às 08:00 (segunda-feira é feriado: Todos os Santos)",
            ),
            (
                "id",
                "Semua Orang Kudus",
                "hari Selasa pukul 08.00 (Senin libur: Semua Orang Kudus)",
            ),
        ] {
            let words = Words::for_reader(code, "America/Bogota");
            assert_eq!(words.opening((tuesday, saturday), &saints(name)), said);
        }
        let es = Words::for_reader("es", "America/Bogota");
        let plain = |opens| es.opening((at(opens), saturday), &[]);
        assert_eq!(plain("2026-10-31T21:00:00-05:00"), "hoy a las 21:00");
        assert_eq!(plain("2026-11-01T08:00:00-05:00"), "mañana a las 08:00");
        assert_eq!(
            plain("2026-12-01T08:00:00-05:00"),
            "el martes 1 dic a las 08:00"
        );
        let own = [(
            "2026-10-31".parse().unwrap(),
            "Inventario".to_owned(),
            false,
        )];
        let said = es.opening((tuesday, saturday), &own);
        assert_eq!(said, "el martes a las 08:00 (hoy cerramos: Inventario)");
    }
}
