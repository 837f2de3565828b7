//! Moments of the run's clock in words.

use crate::{t, world::Time};

/// As a chat shows it: `09:05`, and after the first day with the day.
#[must_use]
pub fn in_minutes(time: Time) -> String {
    with_day(time, time.hours_minutes())
}

/// As a log shows it: `09:05:12.040`, and after the first day with the day.
#[must_use]
pub fn exact(time: Time) -> String {
    with_day(time, time.to_string())
}

fn with_day(time: Time, of_day: String) -> String {
    match time.day() {
        1 => of_day,
        day => t!("moment", day = day, time = of_day.as_str()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_is_not_named() {
        let time = Time::START.plus(5 * 60_000);
        assert_eq!(in_minutes(time), "09:05");
        assert_eq!(exact(time), "09:05:00.000");
        assert_eq!(in_minutes(time.plus(2 * Time::DAY)), "day 3, 09:05");
    }
}
