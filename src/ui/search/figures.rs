//! How long a search takes, and what it costs, in words' numbers. Without the web.

/// A stretch of time: how many of which unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    /// How many.
    pub(super) count: u64,
    /// Which unit, as the locale file names it.
    pub(super) unit: &'static str,
}

impl Duration {
    /// In the largest unit of which there are at least two.
    #[must_use]
    pub(super) fn of_seconds(seconds: u128) -> Self {
        const UNITS: [(u128, &str); 5] = [
            (365 * 86_400, "years"),
            (86_400, "days"),
            (3_600, "hours"),
            (60, "minutes"),
            (1, "seconds"),
        ];
        let fits = |(size, _): &(u128, &str)| seconds >= 2 * size;
        let (size, unit) = UNITS.into_iter().find(fits).unwrap_or((1, "seconds"));
        Self { count: u64::try_from(seconds / size).unwrap_or(u64::MAX), unit }
    }
}

/// What is left on average, in candidates: half of all, less what was tried; of the second half all
/// that is left of it is halved again, since it may be anywhere there.
#[must_use]
pub(super) fn left_on_average(all: u128, tried: u64) -> u128 {
    all.saturating_sub(tried.into()).div_ceil(2)
}

/// The seconds that so many candidates take at a rate.
#[must_use]
pub(super) const fn seconds(candidates: u128, rate: u64) -> Option<u128> {
    if rate == 0 { None } else { Some(candidates / rate as u128) }
}

/// What so many seconds of one core cost, in whole units, at a price per core-hour in hundredths.
#[must_use]
pub(super) const fn cost(core_seconds: u128, hundredths: u64) -> u128 {
    core_seconds.saturating_mul(hundredths as u128) / 360_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit_that_says_something() {
        let said = |seconds| {
            let Duration { count, unit } = Duration::of_seconds(seconds);
            format!("{count} {unit}")
        };
        assert_eq!(said(0), "0 seconds");
        assert_eq!(said(119), "119 seconds");
        assert_eq!(said(120), "2 minutes");
        assert_eq!(said(2 * 86_400), "2 days");
        assert_eq!(said(9_223_372_036_854), "292471 years");
    }

    #[test]
    fn a_search_is_half_over_on_average() {
        assert_eq!(left_on_average(1 << 40, 0), 1 << 39);
        assert_eq!(left_on_average(1_000, 900), 50);
        assert_eq!(left_on_average(10, 12), 0);
        assert_eq!((seconds(1_000, 0), seconds(1_000, 250)), (None, Some(4)));
        // 1,000 core-hours at 5 hundredths each.
        assert_eq!(cost(3_600_000, 5), 50);
    }
}
